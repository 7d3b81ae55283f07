// Find, Read and List. See Reader.h; mapfile-format.md, "Read", has the steps and why they are in this order.
#include "map/Reader.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstring>
#include <exception>
#include <unordered_map>

#include "RootletError.h"
#include "heap/ChunkWords.h"
#include "heap/CopyFromShared.h"
#include "heap/FaultPoint.h"
#include "heap/Fences.h"
#include "heap/SigbusGuard.h"
#include "map/BlockSeal.h"
#include "map/Lease.h"
#include "map/NameHash.h"
#include "map/Printable.h"
#include "map/Recover.h"
#include "map/Survey.h"

namespace rootlet {

using namespace format;

namespace {

/// Of one record of a snapshot, before all are read anew; and of looks at one version in place.
constexpr int kTriesOfOne = 20;

/// Ends a loop that a producer or a damaged file could keep going: 100 tries or 100 ms, whichever comes last; but after a second
/// 10 tries are enough, for each may look at a large file.
class Patience {
public:
   bool IsOver()
   {
      if (++fTries == 2) // most need one try, and no clock
         fStart = std::chrono::steady_clock::now();
      if (fTries < 10)
         return false;
      const auto passed = std::chrono::steady_clock::now() - fStart;
      return (fTries >= 100 && passed >= std::chrono::milliseconds(100)) || passed >= std::chrono::seconds(1);
   }

private:
   unsigned fTries = 0;
   std::chrono::steady_clock::time_point fStart;
};

[[noreturn]] void ThrowBusy(const MappedFile &file, std::string_view name)
{
   throw MapError(file.Path() + ": '" + Printable(name) +
                  "' is rewritten faster than it can be copied; try again, or update it less often");
}

} // namespace

/// The versions of one record whose seal has failed. Generations are never reused, so the list stays right.
class Reader::FailedGenerations {
public:
   bool Contains(std::uint64_t generation) const
   {
      return std::find(fList.begin(), fList.begin() + fCount, generation) != fList.begin() + fCount;
   }
   void Add(std::uint64_t generation) { fList[fCount++ % fList.size()] = generation; }
   unsigned Count() const { return fCount; }
   bool IsFull() const { return fCount == fList.size(); }

private:
   std::array<std::uint64_t, kSlots> fList{};
   unsigned fCount = 0;
};

/// What there is in a file from before the last boot, whatever leads to it.
class Reader::Surveyed {
public:
   Surveyed(const View &view, bool sealed)
   {
      Survey survey = SurveyMap(view.base, view.usable, {.sealed = sealed, .checkSeals = true, .commits = false});
      for (const auto &record : survey.directory.records) {
         auto description = std::make_shared<const ObjectDescription>(record->description);
         fList.push_back(
            {{record->offset, record->id, std::move(description)}, NewestGeneration(*record), record->lastLength});
      }
      for (const auto &record : survey.versionless) // so that who asks for them hears that they are lost
         fLost.push_back(
            {{record->offset, record->id, std::make_shared<const ObjectDescription>(record->description)}, 0, 0});
      for (const auto *lines : {&fList, &fLost})
         for (const RecordListing &line : *lines)
            fByName.emplace(line.record.description->name, &line);
   }

   const RecordListing *Find(std::string_view name) const
   {
      const auto found = fByName.find(name);
      return found == fByName.end() ? nullptr : found->second;
   }
   const std::vector<RecordListing> &List() const { return fList; }

private:
   std::vector<RecordListing> fList;
   std::vector<RecordListing> fLost;
   std::unordered_map<std::string_view, const RecordListing *> fByName;
};

/// What is known of records by the places where they lie: a record is described once, however often it is listed.
class Reader::KnownRecords {
public:
   using Description = std::shared_ptr<const ObjectDescription>;

   /// Null if this record has not been described yet.
   Description Find(std::uint64_t offset, std::uint64_t id) const
   {
      const auto chunk = fChunks.find(offset / kChunkSize);
      if (chunk == fChunks.end())
         return nullptr;
      const Place &place = chunk->second[IndexOf(offset)];
      return place.id == id ? place.description : nullptr;
   }
   void Note(std::uint64_t offset, std::uint64_t id, Description description)
   {
      std::vector<Place> &places = fChunks[offset / kChunkSize];
      places.resize(kRecordsPerChunk);
      places[IndexOf(offset)] = {id, std::move(description)};
   }

private:
   struct Place {
      std::uint64_t id = 0; // never given twice
      Description description;
   };

   static std::size_t IndexOf(std::uint64_t offset) { return offset % kChunkSize / kRecordSize; }

   std::unordered_map<std::uint64_t, std::vector<Place>> fChunks;
};

Reader::Reader(MappedFile &file, bool sealed) : fFile(file), fSealed(sealed) {}

Reader::~Reader() = default;

char *PayloadCopy::Prepare(std::size_t size)
{
   fSize = size;
   if (HasRoomFor(size))
      return fBytes.Data();
   return fBytes.Reserve(std::max<std::size_t>(size + size / 8, 64)); // most objects grow, if at all, little by little
}

/// Maps what the heap has grown to. The size is loaded before the base (see MappedFile).
Reader::View Reader::Look()
{
   fFile.ThrowIfBroken();
   std::uint64_t mapped = fFile.Size();
   const std::uint64_t heap = At<Superblock>(fFile.Base(), 0).heapSize.value.load(std::memory_order_acquire);
   const bool suspect = IsSuspect(fFile); // then the heap size may be an older one
   if (heap > mapped || suspect)
      mapped = fFile.Extend();
   return {fFile.Base(), suspect ? mapped : std::min(heap, mapped)};
}

/// An offset that was loaded after the view was taken may lie in what the heap has grown by since. Whoever finds an offset
/// outside its view must ask this before calling it damage: the size is stored before any offset into the new part.
bool Reader::HasGrownSince(const View &view)
{
   AcquireFence();
   return Look().usable > view.usable;
}

/// Null unless a record can lie there.
Record *Reader::RecordAt(const View &view, std::uint64_t offset) const
{
   if (offset < kChunkSize || offset % kRecordSize != 0 || !Fits(offset, kRecordSize, view.usable))
      return nullptr;
   const Word *word = FindChunkWord(view.base, view.usable, offset / kChunkSize);
   const bool marked = word != nullptr && KindOf(word->load(std::memory_order_acquire)) == ChunkKind::kRecords;
   if (!marked && !IsSuspect(fFile)) // there a record proves itself
      return nullptr;
   return &At<Record>(view.base, offset);
}

std::optional<RecordReference> Reader::Find(std::string_view name)
{
   SigbusGuard guard(fFile);
   // try_lock: a thread that cannot have the cache searches for itself; so does a child forked while it was locked.
   if (std::unique_lock lock(fCacheMutex, std::try_to_lock); lock) {
      if (const auto cached = fCache.find(name); cached != fCache.end()) {
         const View view = Look();
         ROOTLET_FAULT_POINT("find.cached");
         const Record *record = RecordAt(view, cached->second.offset);
         if (record != nullptr && record->id.load(std::memory_order_acquire) == cached->second.id)
            return cached->second;
         fCache.erase(cached);
      }
   }
   const auto surveyed = IfSuspect([&] { return FindSurveyed(name); });
   auto found = surveyed ? *surveyed : Search(name);
   fFile.ThrowIfBroken();
   if (found)
      if (std::unique_lock lock(fCacheMutex, std::try_to_lock); lock)
         fCache.insert_or_assign(std::string(name), *found);
   return found;
}

std::optional<RecordReference> Reader::Search(std::string_view name)
{
   const std::uint64_t hash = NameHash(name);
   for (Patience patience; !patience.IsOver();) {
      const View view = Look();
      ROOTLET_FAULT_POINT("find.root");
      Word &rootWord = At<Superblock>(view.base, 0).root.value;
      const std::uint64_t root = rootWord.load(std::memory_order_acquire);
      const std::uint64_t table = RootTable(root);
      const unsigned log2 = RootLog2(root);
      bool damaged = log2 < kMinTableLog2 || log2 > kMaxTableLog2 || table < kChunkSize ||
                     !Fits(table, std::uint64_t{8} << log2, view.usable);
      const std::uint64_t capacity = damaged ? 0 : std::uint64_t{1} << log2;
      bool changed = false;
      std::uint64_t infoBytes = 0; // sound info blocks do not overlap
      for (std::uint64_t i = 0; i < capacity && !changed && infoBytes <= view.usable; ++i) {
         ROOTLET_FAULT_POINT("find.bucket");
         const Word &bucket = At<Word>(view.base, table + ((hash + i) & (capacity - 1)) * sizeof(Word));
         const std::uint64_t word = bucket.load(std::memory_order_acquire);
         if (word == kBucketEmpty)
            break;
         if (word == kBucketRemoved || BucketTag(word) != hash >> 48)
            continue;
         Record *record = RecordAt(view, BucketRecord(word));
         if (record == nullptr) {
            damaged = true;
            continue;
         }
         ROOTLET_FAULT_POINT("find.record");
         const std::uint64_t id = record->id.load(std::memory_order_acquire);
         if (id == 0)
            continue;
         std::uint64_t size = 0;
         auto description = DecodeInfo(view.base, view.usable, record->info.load(std::memory_order_relaxed), id, &size);
         infoBytes += size;
         ROOTLET_FAULT_POINT("find.check");
         AcquireFence();
         // While the id stays, only the record's own bucket leads to it.
         const bool sameBucket = bucket.load(std::memory_order_acquire) == word;
         if (!sameBucket || record->id.load(std::memory_order_relaxed) != id)
            changed = true;
         else if (!description || BucketTag(word) != NameHash(description->name) >> 48)
            damaged = true;
         else if (description->name == name)
            return RecordReference{BucketRecord(word), id,
                                   std::make_shared<const ObjectDescription>(std::move(*description))};
      }
      damaged = damaged || infoBytes > view.usable;
      if (changed || rootWord.load(std::memory_order_acquire) != root || (damaged && HasGrownSince(view)))
         continue;
      fFile.ThrowIfBroken();
      if (damaged)
         throw MapError(fFile.Path() + ": damaged: the directory entry for '" + Printable(name) + "' is not sound");
      return std::nullopt;
   }
   ThrowBusy(fFile, name);
}

/// What `look` gives if the file was suspect all the while. A producer that opens it mends it, publishes, and what was looked
/// at without regard to commits and buckets tells nothing.
template <class Call>
std::optional<std::invoke_result_t<Call>> Reader::IfSuspect(Call look)
{
   std::optional<std::invoke_result_t<Call>> seen; // may hold an optional itself
   if (!IsSuspect(fFile))
      return seen;
   seen.emplace(look());
   AcquireFence();
   if (!IsSuspect(fFile))
      seen.reset();
   return seen;
}

/// Where the words that lead to a record prove nothing, and the heap size nothing either.
std::shared_ptr<const Reader::Surveyed> Reader::LookAtAll(bool again)
{
   std::unique_lock lock(fCacheMutex, std::try_to_lock);
   if (lock && fSurveyed != nullptr && !again)
      return fSurveyed;
   ROOTLET_FAULT_POINT("survey.size");
   fFile.ThrowIfBroken();
   const std::size_t size = fFile.Extend();
   const View view = {fFile.Base(), size};
   if (At<Superblock>(view.base, 0).root.value.load(std::memory_order_acquire) == 0) // in a page of no age
      throw MapError(fFile.Path() + ": damaged: somebody has overwritten the head of the map");
   auto surveyed = std::make_shared<const Surveyed>(view, fSealed);
   fFile.ThrowIfBroken();
   if (lock)
      fSurveyed = surveyed;
   return surveyed;
}

std::optional<RecordReference> Reader::FindSurveyed(std::string_view name)
{
   for (const bool again : {false, true}) {
      const auto surveyed = LookAtAll(again);
      const RecordListing *line = surveyed->Find(name);
      if (line == nullptr)
         return std::nullopt;
      const Record *record = RecordAt(Look(), line->record.offset);
      if (record != nullptr && record->id.load(std::memory_order_acquire) == line->record.id)
         return line->record;
   }
   return std::nullopt;
}

/// The newest generation that the owner has published.
std::uint64_t Reader::CommitOf(const View &view, std::uint64_t owner) const
{
   const auto &head = At<Head>(view.base, 0);
   return head.leases[LeaseIndex(owner)].commit.value.load(std::memory_order_acquire);
}

std::optional<ReadResult> Reader::Read(const RecordReference &reference, PayloadCopy &copy)
{
   SigbusGuard guard(fFile);
   FailedGenerations failed;
   ReadResult result;
   for (Patience patience; !patience.IsOver(); result = {}) {
      const Outcome outcome = IsSuspect(fFile) ? TryReadSuspect(Look(), reference, copy, result)
                                               : TryRead(Look(), reference, copy, failed, result);
      fFile.ThrowIfBroken();
      switch (outcome) {
      case Outcome::kDone:
         result.damagedVersions += failed.Count();
         return result;
      case Outcome::kGone:
         return std::nullopt;
      case Outcome::kNoVersion:
         if (failed.Count() == 0)
            return ReadResult{};
         throw MapError(fFile.Path() + ": damaged: no version of '" + Printable(reference.description->name) +
                        "' is whole any more");
      default:
         break;
      }
   }
   ThrowBusy(fFile, reference.description->name);
}

std::optional<ReadResult> Reader::ReadInPlace(const RecordReference &reference, const InPlaceCall &call)
{
   SigbusGuard guard(fFile);
   PayloadCopy copy;
   if (IsSuspect(fFile)) { // only seals tell what is whole
      const auto result = Read(reference, copy);
      if (result && result->generation != 0)
         call(copy.Data(), copy.Size());
      return result;
   }
   FailedGenerations failed;
   for (int tries = 0; tries < kTriesOfOne; ++tries) {
      ReadResult result;
      const Outcome outcome = TryRead(Look(), reference, copy, failed, result, nullptr, &call);
      fFile.ThrowIfBroken();
      if (outcome == Outcome::kGone)
         return std::nullopt;
      if (outcome == Outcome::kDone) {
         result.damagedVersions = failed.Count();
         return result;
      }
      if (outcome != Outcome::kNoVersion)
         continue;
      if (failed.Count() == 0)
         return ReadResult{};
      throw MapError(fFile.Path() + ": damaged: no version of '" + Printable(reference.description->name) +
                     "' is whole any more");
   }
   return ReadResult{};
}

std::uint64_t Reader::ReadTogether(std::vector<SnapshotPart> &parts)
{
   SigbusGuard guard(fFile);
   if (IsSuspect(fFile)) { // commit words mean nothing
      std::uint64_t newest = 0;
      std::erase_if(parts, [&](SnapshotPart &part) {
         const auto result = Read(part.record, part.copy);
         part.generation = result ? result->generation : 0;
         newest = std::max(newest, part.generation);
         if (result && result->damagedVersions != 0)
            ThrowNotWhole(part);
         return !result;
      });
      AcquireFence();
      if (IsSuspect(fFile))
         return newest;
      // A producer has mended the file meanwhile, and may have published.
   }
   const SnapshotPart *other = nullptr;
   for (Patience patience; !patience.IsOver();) {
      if (parts.empty())
         return 0;
      const std::uint64_t owner = OwnerOf(parts.front().record);
      const Instant instant = {owner, CommitOf(Look(), owner)};
      const auto overtaken = std::find_if(parts.begin(), parts.end(), [&](SnapshotPart &part) {
         FailedGenerations failed;
         ReadResult result;
         Outcome outcome = Outcome::kAgain;
         // What was overtaken stays so; what was changed under the copy may just have been claimed by another producer.
         for (int tries = 0; tries < kTriesOfOne && outcome == Outcome::kAgain; ++tries, result = {}) {
            outcome = TryRead(Look(), part.record, part.copy, failed, result, &instant);
            part.generation = result.generation;
         }
         fFile.ThrowIfBroken();
         if (outcome == Outcome::kDamaged || (outcome == Outcome::kNoVersion && failed.Count() != 0))
            ThrowNotWhole(part);
         if (outcome == Outcome::kOfAnother)
            other = &part;
         return outcome != Outcome::kDone && outcome != Outcome::kNoVersion;
      });
      if (overtaken == parts.end())
         return instant.commit;
      if (OwnerOf(overtaken->record) == 0) {
         other = nullptr;
         std::erase_if(parts, [this](const SnapshotPart &part) { return OwnerOf(part.record) == 0; });
      }
   }
   if (other != nullptr && OwnerOf(other->record) != OwnerOf(parts.front().record))
      ThrowOfAnother(parts, *other);
   ThrowBusy(fFile, parts.front().record.description->name);
}

void Reader::ThrowNotWhole(const SnapshotPart &part) const
{
   throw MapError(fFile.Path() + ": damaged: the newest version of '" + Printable(part.record.description->name) +
                  "' is not whole; Get gives the one before it, if there is one");
}

void Reader::ThrowOfAnother(std::span<const SnapshotPart> parts, const SnapshotPart &other)
{
   const auto tell = [this](const SnapshotPart &part) {
      return "'" + Printable(part.record.description->name) + "'" + ProcessOfLease(fFile, OwnerOf(part.record));
   };
   throw MapError(fFile.Path() + ": " + tell(parts.front()) + " and " + tell(other) +
                  " are published by different producers; a snapshot is of the objects of one, so name those alone");
}

/// With an instant: the newest version of that instant. Slots are overwritten from the oldest version on, so while one of them
/// holds a generation of the instant, the newest of these is still there.
/// With a call: nothing is copied, that is called with the payload in the place of steps 4 and 6.
Reader::Outcome Reader::TryRead(const View &view, const RecordReference &reference, PayloadCopy &copy,
                                FailedGenerations &failed, ReadResult &result, const Instant *instant,
                                const InPlaceCall *call)
{
   // Step 1.
   ROOTLET_FAULT_POINT("read.record");
   Record *record = RecordAt(view, reference.offset);
   if (record == nullptr)
      return HasGrownSince(view) ? Outcome::kAgain : Outcome::kGone;
   if (record->id.load(std::memory_order_acquire) != reference.id)
      return Outcome::kGone;
   // Step 2.
   ROOTLET_FAULT_POINT("read.commit");
   const std::uint64_t owner = record->owner.load(std::memory_order_acquire);
   if (instant != nullptr && owner != instant->owner)
      return Outcome::kOfAnother;
   const std::uint64_t commit = CommitOf(view, owner);
   const std::uint64_t newestWanted = instant != nullptr ? instant->commit : commit;
   // Step 3.
   ROOTLET_FAULT_POINT("read.slots");
   Slot *slot = nullptr;
   std::uint64_t generation = 0;
   bool hasLater = false;
   for (Slot &candidate : record->slots) {
      const std::uint64_t g = candidate.generation.load(std::memory_order_acquire);
      hasLater = hasLater || g > newestWanted;
      if (g > generation && g <= newestWanted && !failed.Contains(g)) {
         generation = g;
         slot = &candidate;
      }
   }
   const auto unchanged = [&] {
      return record->owner.load(std::memory_order_relaxed) == owner &&
             record->id.load(std::memory_order_relaxed) == reference.id;
   };
   if (slot == nullptr) {
      AcquireFence();
      if (!unchanged() || CommitOf(view, owner) != commit)
         return Outcome::kAgain;
      if (instant != nullptr && hasLater)
         return Outcome::kOvertaken;
      const auto &lease = At<Head>(view.base, 0).leases[LeaseIndex(owner)];
      if (LeaseNumber(owner) == 0 || LeaseNumber(owner) > lease.number.load(std::memory_order_acquire))
         throw MapError(fFile.Path() + ": damaged: the owner of '" + Printable(reference.description->name) +
                        "' is no producer that the file knows");
      return Outcome::kNoVersion;
   }
   // Step 4: all from values loaded once.
   ROOTLET_FAULT_POINT("read.offset");
   const std::uint64_t offset = slot->block.load(std::memory_order_relaxed);
   BlockHeader header = {};
   bool sound = offset >= kChunkSize && offset % kGranule == 0 && Fits(offset, sizeof header, view.usable);
   if (sound) {
      CopyFromShared(&header, view.base + offset, sizeof header);
      sound = header.capacity >= sizeof header && Fits(offset, header.capacity, view.usable) &&
              header.length <= header.capacity - sizeof header && header.recordId == reference.id &&
              header.generation == generation;
   }
   const auto isSameVersion = [&] {
      AcquireFence();
      return slot->generation.load(std::memory_order_relaxed) == generation && unchanged();
   };
   if (sound && (call != nullptr || !copy.HasRoomFor(header.length)) && !isSameVersion())
      return Outcome::kAgain;        // do not allocate for a torn length
   std::uint32_t seal = header.seal; // of the copy
   std::exception_ptr thrown;
   if (sound && call != nullptr) {
      ROOTLET_FAULT_POINT("read.in-place");
      try {
         (*call)(view.base + offset + sizeof header, header.length);
      } catch (...) {
         thrown = std::current_exception(); // perhaps because of what was torn
      }
   } else if (sound) {
      ROOTLET_FAULT_POINT("read.copy");
      char *const to = copy.Prepare(header.length);
      const char *const payload = view.base + offset + sizeof header;
      if (fSealed)
         seal = CopySealed(header, to, payload);
      else
         CopyFromShared(to, payload, header.length);
   }
   // Step 5.
   ROOTLET_FAULT_POINT("read.check");
   if (!isSameVersion())
      return Outcome::kAgain;
   if (!sound && HasGrownSince(view))
      return Outcome::kAgain;
   ROOTLET_FAULT_POINT("read.seal");
   // Step 6: the words are unchanged, so the copy is that version, whole; what is wrong with it now is damage.
   if (!sound || seal != header.seal) {
      if (failed.IsFull())
         return Outcome::kNoVersion;
      failed.Add(generation);
      return Outcome::kDamaged;
   }
   if (thrown) {
      fFile.ThrowIfBroken();
      std::rethrow_exception(thrown);
   }
   result.generation = generation;
   return Outcome::kDone;
}

/// After another boot: whatever the words say, the newest version whose seal holds. Nobody writes, until a producer opens the
/// file; it mends everything, and then says that the file is suspect no longer.
Reader::Outcome Reader::TryReadSuspect(const View &view, const RecordReference &reference, PayloadCopy &copy,
                                       ReadResult &result)
{
   class Damage final : public WalkListener {
   public:
      unsigned NewerThan(std::uint64_t generation) const
      {
         return static_cast<unsigned>(std::count_if(fGenerations.begin(), fGenerations.end(),
                                                    [generation](std::uint64_t g) { return g > generation; }));
      }

   private:
      void OnBrokenRoot(const std::string &) override {}
      void OnBrokenRecord(const std::string &) override {}
      void OnBrokenSlot(const ProducerRecord &, const std::string &, std::uint64_t generation) override
      {
         fGenerations.push_back(generation);
      }
      void OnUnreachable(const ProducerRecord &) override {}
      void OnUncommitted(unsigned, std::uint64_t, std::uint64_t) override {}
      std::vector<std::uint64_t> fGenerations;
   } damage;
   Record *words = RecordAt(view, reference.offset);
   if (words == nullptr || words->id.load(std::memory_order_acquire) != reference.id)
      return Outcome::kGone;
   const auto record = WalkRecord(view.base, view.usable, reference.offset,
                                  {.sealed = fSealed, .suspect = true, .checkSeals = true, .commits = false}, damage);
   const auto isSuspectStill = [&] {
      AcquireFence();
      return IsSuspect(fFile);
   };
   if (record == nullptr)
      return isSuspectStill() ? Outcome::kGone : Outcome::kAgain;
   result.generation = NewestGeneration(*record);
   result.damagedVersions = damage.NewerThan(result.generation);
   if (result.generation == 0) {
      if (!isSuspectStill())
         return Outcome::kAgain;
      if (result.damagedVersions == 0)
         return Outcome::kNoVersion;
      throw MapError(fFile.Path() + ": damaged: no version of '" + Printable(reference.description->name) +
                     "' is whole any more");
   }
   const auto newest = std::find_if(record->slots.begin(), record->slots.end(), [&](const ProducerRecord::Slot &slot) {
      return slot.generation == result.generation;
   });
   BlockHeader header;
   CopyFromShared(&header, view.base + newest->block.offset, sizeof header);
   if (header.length != record->lastLength || header.generation != result.generation)
      return Outcome::kAgain;
   char *payload = copy.Prepare(header.length);
   CopyFromShared(payload, view.base + newest->block.offset + sizeof header, header.length);
   return SealedCapacity(header, payload) != 0 && isSuspectStill() ? Outcome::kDone : Outcome::kAgain;
}

std::uint64_t Reader::NewestOf(const RecordReference &reference)
{
   SigbusGuard guard(fFile);
   for (Patience patience; !patience.IsOver();) {
      const auto surveyed = IfSuspect([this] { return LookAtAll(false); });
      if (surveyed) { // commit words mean nothing
         const RecordListing *line = (*surveyed)->Find(reference.description->name);
         return line == nullptr ? 0 : line->generation;
      }
      const View view = Look();
      Record *record = RecordAt(view, reference.offset);
      if (record == nullptr || record->id.load(std::memory_order_acquire) != reference.id)
         return 0;
      const std::uint64_t owner = record->owner.load(std::memory_order_acquire);
      const std::uint64_t commit = CommitOf(view, owner);
      std::uint64_t newest = 0;
      const Slot *slot = nullptr;
      for (const Slot &each : record->slots) {
         ROOTLET_FAULT_POINT("newest.slot");
         if (const std::uint64_t g = each.generation.load(std::memory_order_acquire); g <= commit && g > newest) {
            newest = g;
            slot = &each;
         }
      }
      // As in Read: a newer one may have come into a slot that was looked at before, and the one before that be gone.
      AcquireFence();
      if (record->owner.load(std::memory_order_relaxed) == owner &&
          record->id.load(std::memory_order_relaxed) == reference.id &&
          (slot != nullptr ? slot->generation.load(std::memory_order_relaxed) == newest
                           : CommitOf(view, owner) == commit))
         return newest;
   }
   ThrowBusy(fFile, reference.description->name);
}

std::uint64_t Reader::OwnerOf(const RecordReference &reference)
{
   SigbusGuard guard(fFile);
   const Record *record = RecordAt(Look(), reference.offset);
   const std::uint64_t owner = record == nullptr ? 0 : record->owner.load(std::memory_order_acquire);
   AcquireFence();
   return owner != 0 && record->id.load(std::memory_order_relaxed) == reference.id ? owner : 0;
}

std::vector<RecordListing> Reader::List(std::string_view className)
{
   SigbusGuard guard(fFile);
   if (const auto surveyed = IfSuspect([this] { return LookAtAll(false); })) {
      std::vector<RecordListing> list = (*surveyed)->List();
      if (!className.empty())
         std::erase_if(list, [&](const auto &line) { return line.record.description->className != className; });
      return list;
   }
   std::unique_ptr<KnownRecords> known; // of this call alone while it runs
   if (const std::unique_lock lock(fCacheMutex, std::try_to_lock); lock)
      known = std::move(fKnown);
   if (known == nullptr)
      known = std::make_unique<KnownRecords>();
   for (Patience patience; !patience.IsOver();) {
      const View view = Look();
      ROOTLET_FAULT_POINT("list.root");
      Word &rootWord = At<Superblock>(view.base, 0).root.value;
      const std::uint64_t root = rootWord.load(std::memory_order_acquire);
      const std::uint64_t table = RootTable(root);
      const unsigned log2 = RootLog2(root);
      if (log2 < kMinTableLog2 || log2 > kMaxTableLog2 || table < kChunkSize ||
          !Fits(table, std::uint64_t{8} << log2, view.usable)) {
         fFile.ThrowIfBroken();
         throw MapError(fFile.Path() + ": damaged: the directory root is " + std::to_string(root));
      }
      std::vector<RecordListing> list;
      std::uint64_t infoBytes = 0;
      for (std::uint64_t i = 0; i < std::uint64_t{1} << log2; ++i) {
         const std::uint64_t word = At<Word>(view.base, table + i * sizeof(Word)).load(std::memory_order_acquire);
         if (word <= kBucketRemoved)
            continue;
         ROOTLET_FAULT_POINT("list.record");
         if (auto listing = ListRecord(view, BucketRecord(word), className, *known, infoBytes))
            list.push_back(std::move(*listing));
         if (infoBytes > view.usable)
            throw MapError(fFile.Path() + ": damaged: the info blocks of the records overlap");
      }
      fFile.ThrowIfBroken();
      if (rootWord.load(std::memory_order_acquire) != root || HasGrownSince(view))
         continue;
      std::sort(list.begin(), list.end(), [](const auto &a, const auto &b) { return a.record.id < b.record.id; });
      if (const std::unique_lock lock(fCacheMutex, std::try_to_lock); lock)
         fKnown = std::move(known);
      return list;
   }
   ThrowBusy(fFile, "the directory");
}

/// Nothing if the record went away meanwhile, is damaged, or of another class. Adds to `infoBytes` what its info block takes.
std::optional<RecordListing> Reader::ListRecord(const View &view, std::uint64_t offset, std::string_view className,
                                                KnownRecords &known, std::uint64_t &infoBytes)
{
   Record *record = RecordAt(view, offset);
   if (record == nullptr)
      return std::nullopt;
   RecordListing listing;
   listing.record.offset = offset;
   listing.record.id = record->id.load(std::memory_order_acquire);
   if (listing.record.id == 0)
      return std::nullopt;
   auto &description = listing.record.description;
   description = known.Find(offset, listing.record.id);
   const bool isKnown = description != nullptr;
   if (isKnown) {
      infoBytes += InfoSize(*description); // as if it were copied: a record that is met again and again is no sound one
   } else {
      const std::uint64_t info = record->info.load(std::memory_order_relaxed);
      if (!className.empty() && !MayBeOfClass(view, info, className))
         return std::nullopt;
      ROOTLET_FAULT_POINT("list.describe");
      std::uint64_t size = 0;
      auto decoded = DecodeInfo(view.base, view.usable, info, listing.record.id, &size);
      infoBytes += size;
      if (!decoded)
         return std::nullopt;
      description = std::make_shared<const ObjectDescription>(std::move(*decoded));
   }
   if (!className.empty() && description->className != className)
      return std::nullopt;
   const std::uint64_t commit = CommitOf(view, record->owner.load(std::memory_order_acquire));
   std::uint64_t block = 0;
   for (const Slot &slot : record->slots) {
      const std::uint64_t g = slot.generation.load(std::memory_order_acquire);
      if (g > listing.generation && g <= commit) {
         listing.generation = g;
         block = slot.block.load(std::memory_order_relaxed);
      }
   }
   if (block >= kChunkSize && block % kGranule == 0 && Fits(block, sizeof(BlockHeader), view.usable)) {
      BlockHeader header;
      CopyFromShared(&header, view.base + block, sizeof header);
      if (header.generation == listing.generation && header.length <= view.usable)
         listing.length = header.length;
   }
   AcquireFence();
   if (record->id.load(std::memory_order_relaxed) != listing.record.id)
      return std::nullopt;
   if (!isKnown)
      known.Note(offset, listing.record.id, description);
   return listing;
}

/// A look at the length of the name, before the block is copied and summed.
bool Reader::MayBeOfClass(const View &view, std::uint64_t info, std::string_view className) const
{
   if (info < kChunkSize || info % kGranule != 0 || !Fits(info, sizeof(InfoHeader), view.usable))
      return false;
   std::uint32_t length = 0;
   CopyFromShared(&length, view.base + info + offsetof(InfoHeader, classLength), sizeof length);
   return length == className.size();
}

} // namespace rootlet
