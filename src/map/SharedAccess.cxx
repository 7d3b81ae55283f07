// What Shared and View do with a map: claim, publish, read and look in place. See RootletShared.h.
#include "RootletShared.h"

#include <cstring>
#include <mutex>
#include <string>
#include <utility>

#include "RootletError.h"
#include "TError.h"
#include "TMapFile.h"
#include "heap/CopyFromShared.h"
#include "map/MapFileState.h"
#include "map/Printable.h"
#include "map/SharedLayout.h"

namespace rootlet {
namespace {

class BytesWriter final : public PayloadWriter {
public:
   BytesWriter(const void *object, std::size_t size) : fObject(object), fSize(size) {}
   std::size_t Write(BufferStorage &storage) override
   {
      std::size_t capacity = 0;
      std::memcpy(storage.Grow(0, fSize, capacity), fObject, fSize);
      return fSize;
   }

private:
   const void *fObject;
   std::size_t fSize;
};

/// The memory of an object, while a version is copied into it.
struct LentBytes {
   explicit LentBytes(SharedBytes &bytes) : of(bytes), copy(std::move(bytes)) {}
   ~LentBytes() { of = copy.Release(); }
   LentBytes(const LentBytes &) = delete;
   LentBytes &operator=(const LentBytes &) = delete;

   SharedBytes &of;
   PayloadCopy copy;
};

} // namespace

void InPlaceBytes::CopyOpaquely(unsigned char *to, const char *from, std::size_t size)
{
   CopyFromShared(to, from, size);
}

std::pair<std::size_t, std::size_t> InPlaceBytes::FindElements(std::size_t offset, std::size_t size,
                                                               std::size_t alignment) const
{
   const auto place = Load<ContainerPlace>(offset);
   if (place.fSize == 0)
      return {0, 0};
   const std::size_t begin = offset + static_cast<std::size_t>(place.fOffset);
   if (begin > fSize || begin % alignment != 0 || place.fSize > (fSize - begin) / size) {
      fIsDamaged = fIsDamaged || !fLeft; // else it was looked for in bytes that are something else
      return {0, 0};
   }
   return {begin, place.fSize};
}

struct SharedAccess::Data {
   Data(TMapFile &file, const char *name, const SharedClass &shared)
      : map(file), cl(shared), plan(shared), description(DescribeShared(shared, name == nullptr ? "" : name))
   {
      if (description.name.empty())
         throw Error("no name of an object is given");
      Open();
   }

   MapFileState &Open() const
   {
      if (map.fState == nullptr)
         throw Error(std::string(map.GetName()) + ": the map is closed; Create it again");
      return *map.fState;
   }
   std::string Object() const { return std::string(map.GetName()) + ": '" + Printable(description.name) + "' "; }

   /// Compares what a record holds with what this program has of the class.
   void RequireSame(const std::shared_ptr<const ObjectDescription> &theirs)
   {
      if (theirs == known)
         return;
      if (theirs->form != format::PayloadForm::kShared)
         throw Error(Object() + "is of the class " + Printable(theirs->className) +
                     " and was not put there by Emplace; use Get");
      if (theirs->layout != description.layout || theirs->fingerprint != description.fingerprint ||
          theirs->className != description.className || theirs->classVersion != description.classVersion)
         throw Error(Object() + "is of the class " + Printable(theirs->className) +
                     " in another layout than this program's " + description.className + ": " +
                     FirstDifference(theirs->layout, description.layout) + "; build both with the same header");
      known = theirs;
   }
   void RequireSize(std::size_t size) const
   {
      const bool grows = HoldsContainers(cl);
      if (grows ? size < cl.fSize : size != cl.fSize)
         throw MapError(Object() + "is damaged: it has " + std::to_string(size) + " bytes, and a " + cl.fName +
                        " has " + (grows ? "at least " : "") + std::to_string(cl.fSize));
   }
   void RequireGood(const std::string &problem) const
   {
      if (!problem.empty())
         throw MapError(Object() + "is damaged: " + problem);
   }

   void WarnOfDamage(const ReadResult &result, const char *where) const
   {
      if (result.damagedVersions != 0)
         ::Warning(where, "%s", (Object() + "has a damaged newest version, an older one is given").c_str());
   }

   TMapFile &map;
   const SharedClass &cl;
   const SharedPlan plan;
   const ObjectDescription description;
   std::shared_ptr<const ObjectDescription> known; // of the record that was read last: has the right layout
   std::uint64_t claim = 0;                        // of the record
   bool isWriting = false;
   ULong64_t generation = 0;
};

SharedAccess::SharedAccess(TMapFile &map, const char *name, const SharedClass &cl)
   : fData(std::make_unique<Data>(map, name, cl))
{
}
SharedAccess::~SharedAccess() = default;
SharedAccess::SharedAccess(SharedAccess &&) noexcept = default;
SharedAccess &SharedAccess::operator=(SharedAccess &&) noexcept = default;

ULong64_t SharedAccess::GetGeneration() const
{
   return fData->generation;
}

void SharedAccess::Claim()
{
   fData->claim = fData->Open().ClaimShared(fData->description).claim;
   fData->map.LeaveDirectory(fData->description.name.c_str());
}

std::optional<std::size_t> SharedAccess::Resume(SharedBytes &object)
{
   if (!Read(object))
      return std::nullopt;
   Claim();
   const auto size = Read(object); // its producer may have published once more before it died
   if (!size)
      fData->Open().Remove(fData->description.name); // it is gone, and this is a record that we have just made
   return size;
}

void SharedAccess::BeginWrite()
{
   if (std::exchange(fData->isWriting, true))
      throw Error(fData->Object() + "is being written: Write was called by the function that a Write calls");
}

void SharedAccess::EndWrite()
{
   fData->isWriting = false;
}

void SharedAccess::Publish(char *object, std::size_t size)
{
   MapFileState &state = fData->Open();
   MapStore &store = state.Store();
   store.RequireWritable("published"); // before the lock: a forked child may wait for it for ever
   const std::lock_guard lock(state.Mutex());
   ProducerRecord *record = store.FindOwn(fData->description.name);
   if (record == nullptr || record->claim != fData->claim)
      throw Error(fData->Object() + (record == nullptr
                                        ? "was removed from the map; Emplace it again"
                                        : "is published by others since; Emplace it again, or Resume it"));
   fData->plan.ClearGaps(object); // here: in the map somebody could see what was in them
   BytesWriter writer(object, size);
   PublishItem item{record, &writer, nullptr};
   const std::uint64_t generation = store.Publish({&item, 1});
   if (item.error)
      std::rethrow_exception(item.error);
   fData->generation = generation;
}

std::optional<std::size_t> SharedAccess::Read(SharedBytes &object)
{
   MapStore &store = fData->Open().Store();
   std::shared_ptr<const ObjectDescription> theirs;
   LentBytes lent(object);
   PayloadCopy &copy = lent.copy;
   const auto result = store.Read(fData->description.name, copy, &theirs);
   if (!result)
      return std::nullopt;
   fData->RequireSame(theirs);
   if (result->generation == 0)
      return std::nullopt;
   const std::size_t size = copy.Size();
   fData->RequireSize(size);
   fData->RequireGood(fData->plan.FindBadMember(copy.Data(), size));
   fData->WarnOfDamage(*result, "View::Read");
   fData->generation = result->generation;
   return size;
}

bool SharedAccess::Look(void (*look)(const InPlaceBytes &bytes, void *context), void *context)
{
   bool hasLeft = false, isDamaged = false;
   std::shared_ptr<const ObjectDescription> theirs;
   const auto result = fData->Open().Store().ReadInPlace(
      fData->description.name,
      [&](const char *payload, std::size_t size) {
         fData->RequireSame(theirs);
         fData->RequireSize(size);
         fData->RequireGood(fData->plan.FindBadNesting(payload, size));
         const InPlaceBytes bytes(payload, size);
         look(bytes, context);
         hasLeft = bytes.HasLeft();
         isDamaged = bytes.IsDamaged();
      },
      theirs);
   if (result)
      fData->RequireSame(theirs);
   if (!result || result->generation == 0)
      return false;
   if (isDamaged)
      fData->RequireGood("a container in it has elements that do not lie in the object");
   if (hasLeft)
      throw Error(fData->Object() + "was asked in place for an element that one of its arrays does not have");
   fData->WarnOfDamage(*result, "View::InPlace");
   fData->generation = result->generation;
   return true;
}

} // namespace rootlet
