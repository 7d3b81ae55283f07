// A map file of named byte strings: everything of TMapFile but classes and streams. Used by TMapFile; see there for what
// it promises. Invariant: a producer holds the file's leases from before it looks at the heap until its last view is gone.
#ifndef ROOTLET_map_MapStore
#define ROOTLET_map_MapStore

#include <sys/types.h>

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "heap/Format.h"
#include "heap/HeapLock.h"
#include "heap/MapHeap.h"
#include "heap/MappedFile.h"
#include "map/Directory.h"
#include "map/Lease.h"
#include "map/Publisher.h"
#include "map/Reader.h"
#include "map/Sleepers.h"

namespace rootlet {

enum class MapMode {
   kCreate,   ///< a new file; an existing one is an error
   kRecreate, ///< a new file in place of an existing one
   kUpdate,   ///< go on with an existing file; a new one if there is none
   kRead      ///< consume an existing file
};

struct MapOptions {
   std::uint64_t size = 0x80000; ///< bytes to start with; the file grows by itself
   std::string title = {};
   mode_t mode = 0600;  ///< permissions of a new file, less the umask
   bool seal = true;    ///< checksums of all payloads, in a new file
   unsigned slots = 0;  ///< versions kept per record, 2 to 4; 0: 3, or 2 above 1 MiB
   bool shared = false; ///< other producers may open the file too, each with objects of its own
};

/// Writes the content of a new file.
using FillFile = std::function<void(int fd)>;

/// Threads: all functions at any time from any thread. Errors: MapError with one complete sentence.
class MapStore {
public:
   static std::unique_ptr<MapStore> Open(const std::string &path, MapMode mode, const MapOptions &options = {});
   ~MapStore();
   MapStore(const MapStore &) = delete;
   MapStore &operator=(const MapStore &) = delete;

   /// The absolute path.
   const std::string &Path() const { return fFile.Path(); }
   const std::string &Title() const { return fTitle; }
   bool IsWritable() const { return fProducer != nullptr; }
   /// Bytes of the heap now, and where it is mapped.
   std::uint64_t Size() const;
   char *Base() const { return fFile.Base(); }
   int Fd() const { return fFile.Fd(); }
   bool Contains(const void *address) const { return fFile.Contains(address); }
   /// RECREATE, or somebody else, has put another file in the place of this one.
   bool IsReplaced() const;
   /// Some process has the file open for writing (this one included). Throws MapError if the program has closed our
   /// descriptor.
   bool IsProducerAlive() const;
   /// Makes a file that `fill` writes, and puts it whole into the place of `path`, as RECREATE does; without `replace` an
   /// existing file is an error.
   static void WriteFile(const std::string &path, mode_t mode, bool replace, const FillFile &fill);
   /// What a power loss has cost, found when the file was opened with UPDATE.
   unsigned LostVersions() const { return fLostVersions; }
   unsigned LostRecords() const { return fLostRecords; }

   // ---- consumers, and producers of their own ----
   /// Nothing if there is no such record. Generation 0 if it has no version yet.
   std::optional<ReadResult> Read(std::string_view name, PayloadCopy &copy,
                                  std::shared_ptr<const ObjectDescription> *description = nullptr);
   /// The same without a copy; see Reader::ReadInPlace. `description` is set before each call.
   std::optional<ReadResult> ReadInPlace(std::string_view name, const InPlaceCall &call,
                                         std::shared_ptr<const ObjectDescription> &description);
   /// The records of these names, or without names all that are `wanted`, as one producer had published them at one instant;
   /// returns its newest generation then. What is not in the map is left out. The memory of `parts` is used again.
   std::uint64_t ReadTogether(std::span<const std::string> names, bool (*wanted)(std::string_view name),
                              std::vector<SnapshotPart> &parts);
   /// All records, in order of insertion; with a class name, those of that class.
   std::vector<RecordListing> List(std::string_view className = {}) { return fReader.List(className); }
   bool Has(std::string_view name) { return fReader.Find(name).has_value(); }
   /// Of the newest version; 0 if there is none, or no record of that name.
   std::uint64_t GenerationOf(std::string_view name);

   // ---- waiting: the parts of WaitForUpdate (Waiting.h) ----
   /// Counts publications. To be loaded before looking whether there is a newer version: then Sleep() misses none.
   std::uint64_t Notifications() const;
   /// Sleeps while Notifications() is as it was, at most that long; may return early.
   void Sleep(std::uint64_t notifications, std::chrono::milliseconds atMost);
   /// All sleepers of this file, of all processes, look again.
   void WakeSleepers() const;
   /// Grows with every publication of every producer, when a producer opens the file and when it takes over records.
   std::uint64_t SumOfCommits();
   /// The file itself says that it is; IsReplaced() also asks whether the path leads elsewhere.
   bool IsMarkedReplaced() const;
   /// Somebody lives who could publish this record: its owner, or who is just opening the file alone. Any producer, if there is no such record.
   bool IsProducerAlive(std::string_view name);
   /// A stranger has truncated the file: nothing can be read any more.
   bool IsBroken() const { return fFile.IsBroken(); }
   /// Throws MapError if no version of this file can have that generation yet: then it is one of another file.
   void RequireGenerationOfThisFile(std::uint64_t generation) const;

   /// Puts a compact, closed map with the newest whole version of every record into the place of `path`, flushed to the disk;
   /// returns how many of them are not the newest ones, which are damaged. A producer's copy is of one instant.
   unsigned Checkpoint(const std::string &path);

   /// This process was forked from the one that opened the map: it may read, and must wait for no lock.
   bool IsForkedCopy() const { return fFile.IsForkedCopy(); }

   // ---- producers ----
   /// Throws MapError with the reason why nothing can be `what` ("added", "published") at this moment, if there is one.
   void RequireWritable(const char *what) const;
   /// A new record, or the one that a dead producer has left under this name; its reference stays good until it is removed.
   ProducerRecord &Add(ObjectDescription description);
   /// Null if this producer has none of that name.
   ProducerRecord *FindOwn(std::string_view name) const;
   /// True if another producer, who lives, has a record of that name.
   bool IsOfAnother(std::string_view name) const;
   /// The entry of the lease table: no two producers that live have the same. 0 for a consumer.
   unsigned LeaseIndex() const;
   /// Opened so that others may publish too.
   bool IsShared() const;
   std::vector<ProducerRecord *> OwnRecords() const;
   /// False if there is no record of that name. Throws MapError if it belongs to a producer that lives.
   bool Remove(std::string_view name);
   /// See Publisher. A writer may read the map, but neither change nor publish it.
   /// `late` may add records.
   std::uint64_t Publish(std::span<PublishItem> items, const LateItems &late = {});
   /// Everything published so far survives a power loss as long as it is not written again.
   void Sync();
   /// Bytes that no record, table or info block uses.
   std::uint64_t FreeBytes() const;

private:
   struct Producer; // what only a producer has

   MapStore(UniqueFd fd, const std::string &path, bool write);
   void RequireOriginal(const char *what) const;
   Producer &RequireProducer(const char *what) const;
   void BecomeProducer(const LockedLease &lease, bool shared);

   format::SuperblockConstant fConstant;
   MappedFile fFile;
   std::string fTitle;
   SleepersLock fSleepersLock;
   Reader fReader;
   mutable std::recursive_mutex fMutex; // recursive: a writer that calls back is told so instead of hanging
   std::unique_ptr<Producer> fProducer;
   enum class Phase { kIdle, kStreaming, kLate };
   Phase fPhase = Phase::kIdle;
   unsigned fLostVersions = 0;
   unsigned fLostRecords = 0;
};

} // namespace rootlet

#endif
