// The consumer's side: finds a record, copies one whole version of it, proves that it is one. Needs only a read-only map.
// Used by MapStore, for consumers and for a producer that reads its own map.
// Invariant: nothing that was copied is believed before the words around the copy have been checked again.
#ifndef ROOTLET_map_Reader
#define ROOTLET_map_Reader

#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "RootletShared.h"
#include "heap/Format.h"
#include "heap/MappedFile.h"
#include "map/InfoBlock.h"
#include "map/StringMap.h"

namespace rootlet {

/// A private copy of one version; its memory is used again by the next Read into it.
class PayloadCopy {
public:
   PayloadCopy() = default;
   /// Uses the memory of `bytes`, whatever is in it.
   explicit PayloadCopy(SharedBytes &&bytes) : fBytes(std::move(bytes)) {}
   PayloadCopy(PayloadCopy &&other) noexcept : fBytes(std::move(other.fBytes)), fSize(std::exchange(other.fSize, 0)) {}
   PayloadCopy &operator=(PayloadCopy &&other) noexcept
   {
      fBytes = std::move(other.fBytes);
      fSize = std::exchange(other.fSize, 0);
      return *this;
   }

   const char *Data() const { return fBytes.Data(); }
   std::size_t Size() const { return fSize; }
   /// Gives the memory up, with what is in it.
   SharedBytes Release() { return std::move(fBytes); }

private:
   friend class Reader;
   bool HasRoomFor(std::size_t size) const { return fBytes.HasRoomFor(size); }
   char *Prepare(std::size_t size);

   SharedBytes fBytes;
   std::size_t fSize = 0;
};

/// Where a record is, and what it holds.
struct RecordReference {
   std::uint64_t offset = 0;
   std::uint64_t id = 0;
   std::shared_ptr<const ObjectDescription> description;
};

/// Which version a Read has given; generation 0: nothing has been published under this name yet.
struct ReadResult {
   std::uint64_t generation = 0;
   unsigned damagedVersions = 0; ///< newer versions whose seal did not hold
};

/// Looks at the payload of a version where it lies, while it may change.
using InPlaceCall = std::function<void(const char *payload, std::size_t size)>;

/// One line of a listing.
struct RecordListing {
   RecordReference record;
   std::uint64_t generation = 0; ///< newest version, 0: none
   std::uint64_t length = 0;     ///< bytes of its payload
};

/// One record of several that are read together.
struct SnapshotPart {
   RecordReference record;
   PayloadCopy copy = {};
   std::uint64_t generation = 0; ///< 0: it has no version yet
};

/// Threads: all functions at any time from any thread. Errors: MapError (damaged, truncated, busy).
class Reader {
public:
   Reader(MappedFile &file, bool sealed);
   ~Reader();

   /// Nothing if no record has this name now.
   std::optional<RecordReference> Find(std::string_view name);
   /// The newest version. Nothing if the record is gone (removed since it was found).
   std::optional<ReadResult> Read(const RecordReference &record, PayloadCopy &copy);
   /// Calls `call` with the newest version where it lies in the map, up to 20 times, until the version was untorn from before the
   /// call to its end. What it throws counts only then, too. Generation 0: there is no version, or each was torn. The seal is not
   /// checked. Nothing if the record is gone.
   std::optional<ReadResult> ReadInPlace(const RecordReference &record, const InPlaceCall &call);
   /// The newest versions of all of them that their producer, which must be the same, had published at one instant. Takes out
   /// those that are gone. Returns the producer's newest generation then, 0 without parts. A version whose seal is broken is
   /// an error here.
   std::uint64_t ReadTogether(std::vector<SnapshotPart> &parts);
   /// The generation of the newest version; 0 if there is none, or the record is gone. Its bytes are not looked at.
   std::uint64_t NewestOf(const RecordReference &record);
   /// The lease word of the producer that the record belongs to; 0 if the record is gone.
   std::uint64_t OwnerOf(const RecordReference &record);
   /// All records, in order of insertion; with a class name, those of that class.
   std::vector<RecordListing> List(std::string_view className = {});

private:
   struct View { // what may be looked at during one call
      char *base;
      std::uint64_t usable;
   };
   enum class Outcome { kDone, kAgain, kGone, kNoVersion, kDamaged, kOvertaken, kOfAnother };
   struct Instant { // what one producer had published then
      std::uint64_t owner;
      std::uint64_t commit;
   };
   class FailedGenerations;

   View Look();
   bool HasGrownSince(const View &view);
   format::Record *RecordAt(const View &view, std::uint64_t offset) const;
   std::optional<RecordReference> Search(std::string_view name);
   class Surveyed;
   template <class Call>
   std::optional<std::invoke_result_t<Call>> IfSuspect(Call look);
   std::shared_ptr<const Surveyed> LookAtAll(bool again);
   std::optional<RecordReference> FindSurveyed(std::string_view name);
   Outcome TryReadSuspect(const View &view, const RecordReference &reference, PayloadCopy &copy, ReadResult &result);
   Outcome TryRead(const View &view, const RecordReference &record, PayloadCopy &copy, FailedGenerations &failed,
                   ReadResult &result, const Instant *instant = nullptr, const InPlaceCall *call = nullptr);
   [[noreturn]] void ThrowNotWhole(const SnapshotPart &part) const;
   [[noreturn]] void ThrowOfAnother(std::span<const SnapshotPart> parts, const SnapshotPart &other);
   std::uint64_t CommitOf(const View &view, std::uint64_t owner) const;
   bool MayBeOfClass(const View &view, std::uint64_t info, std::string_view className) const;
   class KnownRecords;
   std::optional<RecordListing> ListRecord(const View &view, std::uint64_t offset, std::string_view className,
                                           KnownRecords &known, std::uint64_t &infoBytes);

   MappedFile &fFile;
   bool fSealed;
   std::mutex fCacheMutex;
   StringMap<RecordReference> fCache;
   std::shared_ptr<const Surveyed> fSurveyed; // of a file from before the last boot
   std::unique_ptr<KnownRecords> fKnown;      // by the last List; null while one is at work
};

} // namespace rootlet

#endif
