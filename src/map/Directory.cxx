// Insert, remove, rehash. See Directory.h; mapfile-format.md, "Directory", has the order of the stores.
#include "map/Directory.h"

#include <algorithm>
#include <cstring>
#include <mutex>
#include <unordered_set>

#include "RootletError.h"
#include "heap/FaultPoint.h"
#include "heap/Fences.h"
#include "map/DirectoryWalk.h"
#include "map/NameHash.h"
#include "map/Printable.h"

namespace rootlet {

using namespace format;

namespace {

/// A record of a dead producer that is made our own: what is not sound is left behind.
class ClaimListener final : public WalkListener {
public:
   void OnBrokenRoot(const std::string &) override {}
   void OnBrokenRecord(const std::string &) override {}
   void OnBrokenSlot(const ProducerRecord &, const std::string &, std::uint64_t) override {}
   void OnUnreachable(const ProducerRecord &) override {}
   void OnUncommitted(unsigned, std::uint64_t, std::uint64_t) override {}
};

} // namespace

Directory::Directory(MappedFile &file, MapHeap &heap, HeapLock &lock, const Lease &lease, DirectoryContents contents)
   : fFile(file), fHeap(heap), fLock(lock), fLease(lease), fUnused(std::move(contents.unusedRecords)),
     fUsed(contents.usedBuckets), fLastId(contents.lastId), fTable(contents.table), fLog2(contents.log2)
{
   for (auto &record : contents.records) {
      const std::string name = record->description.name;
      fRecords.emplace(name, std::move(record));
   }
}

ProducerRecord *Directory::Find(std::string_view name) const
{
   const auto found = fRecords.find(name);
   return found == fRecords.end() ? nullptr : found->second.get();
}

std::vector<ProducerRecord *> Directory::Records() const
{
   std::vector<ProducerRecord *> records;
   records.reserve(fRecords.size());
   for (const auto &entry : fRecords)
      records.push_back(entry.second.get());
   std::sort(records.begin(), records.end(), [](auto *a, auto *b) { return a->id < b->id; });
   return records;
}

ProducerRecord &Directory::Insert(ObjectDescription description, bool mayCommit)
{
   if (Find(description.name) != nullptr)
      throw MapError(fFile.Path() + ": has an object named '" + Printable(description.name) +
                     "' already; remove it first");
   std::lock_guard lock(fLock);
   Refresh();
   if (ProducerRecord *left = Claim(description.name, mayCommit)) {
      if (left->description == description)
         return *left;
      Remove(*left);
   }
   ROOTLET_FAULT_POINT("insert.id");
   const std::uint64_t id = Superblock().nextRecordId.value.fetch_add(1, std::memory_order_relaxed);
   if (id <= fLastId || id >= kMaxCounter)
      throw MapError(fFile.Path() + ": damaged: the next record id is " + std::to_string(id) +
                     "; make the map again with RECREATE");
   fLastId = id;
   const std::vector<char> info = EncodeInfo(description, id);
   auto entry = std::make_unique<ProducerRecord>();
   MakeRoom();
   entry->id = id;
   ROOTLET_FAULT_POINT("insert.record");
   entry->offset = TakeUnusedRecord();
   try {
      entry->info = {fHeap.Allocate(info.size()), MapHeap::BlockSize(info.size())};
   } catch (...) {
      fUnused.push_back(entry->offset);
      throw;
   }
   entry->description = std::move(description);
   const std::string &name = entry->description.name;
   ProducerRecord &record = *fRecords.emplace(name, std::move(entry)).first->second;

   char *base = fFile.Base();
   ROOTLET_FAULT_POINT("insert.info");
   std::memcpy(base + record.info.offset, info.data(), info.size());
   auto &words = At<Record>(base, record.offset);
   ROOTLET_FAULT_POINT("insert.fill");
   words.owner.store(fLease.LeaseWord(), std::memory_order_relaxed);
   words.hash.store(NameHash(record.description.name), std::memory_order_relaxed);
   words.info.store(record.info.offset, std::memory_order_relaxed);
   for (Slot &slot : words.slots) {
      slot.generation.store(0, std::memory_order_relaxed);
      slot.block.store(0, std::memory_order_relaxed);
   }
   ROOTLET_FAULT_POINT("insert.publish-id");
   words.id.store(id, std::memory_order_release);
   ROOTLET_FAULT_POINT("insert.bucket");
   if (!StoreBucket(fTable, fLog2, record.offset, NameHash(record.description.name), std::memory_order_release)) {
      try {
         Rehash();
      } catch (...) {
         Remove(record);
         throw;
      }
   }
   ROOTLET_FAULT_POINT("insert.done");
   return record;
}

void Directory::Remove(ProducerRecord &record)
{
   std::lock_guard lock(fLock);
   Refresh();
   ROOTLET_FAULT_POINT("remove.bucket");
   ClearBucket(record);
   auto &words = At<Record>(fFile.Base(), record.offset);
   ROOTLET_FAULT_POINT("remove.id");
   words.id.store(0, std::memory_order_relaxed);
   // Release: who sees the 0 sees that the record is gone, not one without a version.
   for (Slot &slot : words.slots) {
      ROOTLET_FAULT_POINT("remove.generation");
      slot.generation.store(0, std::memory_order_release);
   }
   ReleaseFence(); // only now may anything touch the blocks: a reader re-reads id and generation
   for (Slot &slot : words.slots) {
      ROOTLET_FAULT_POINT("remove.block");
      slot.block.store(0, std::memory_order_relaxed);
   }
   ROOTLET_FAULT_POINT("remove.free");
   for (const ProducerRecord::Slot &slot : record.slots)
      if (slot.block.size != 0)
         fHeap.Free(slot.block.offset, slot.block.size);
   fHeap.Free(record.info.offset, record.info.size);
   ROOTLET_FAULT_POINT("remove.done");
   if (fHeap.Holds({record.offset, kRecordSize})) // else its chunk is another producer's, who finds it
      fUnused.push_back(record.offset);
   fRecords.erase(fRecords.find(record.description.name));
}

bool Directory::RemoveOfTheDead(std::string_view name)
{
   std::lock_guard lock(fLock);
   Refresh();
   ProducerRecord *record = Claim(name, true);
   if (record == nullptr)
      return false;
   Remove(*record);
   return true;
}

// ---- beside other producers -----------------------------------------------------------------------------------------

void Directory::Share(Reader &others)
{
   fOthers = &others;
   std::lock_guard lock(fLock);
   Refresh();
}

/// What others have done to heap and table since this producer had the lock last.
void Directory::Refresh()
{
   if (!IsShared())
      return;
   fHeap.Refresh();
   const std::uint64_t root = Superblock().root.value.load(std::memory_order_acquire);
   const unsigned log2 = RootLog2(root);
   const std::uint64_t table = RootTable(root);
   bool sound = log2 >= kMinTableLog2 && log2 <= kMaxTableLog2 && table >= kChunkSize &&
                Fits(table, std::uint64_t{8} << log2, fHeap.Size());
   for (std::uint64_t i = 0; sound && i < (std::uint64_t{8} << log2) / kChunkSize; ++i)
      sound = fHeap.KindOfChunk(table / kChunkSize + i) == ChunkKind::kTable;
   if (!sound)
      throw MapError(fFile.Path() + ": damaged: the directory root is " + std::to_string(root) +
                     "; close it everywhere and open it again with UPDATE");
   fTable = table;
   fLog2 = log2;
   fUsed = Superblock().usedBuckets.value.load(std::memory_order_relaxed);
}

void Directory::NoteUsed(std::uint64_t used)
{
   fUsed = used;
   Superblock().usedBuckets.value.store(used, std::memory_order_relaxed);
}

std::optional<RecordReference> Directory::FindOfOthers(std::string_view name, std::uint64_t &owner)
{
   auto found = IsShared() && Find(name) == nullptr ? fOthers->Find(name) : std::nullopt;
   if (found)
      owner = At<Record>(fFile.Base(), found->offset).owner.load(std::memory_order_acquire);
   return found;
}

bool Directory::IsOfAnother(std::string_view name)
{
   std::lock_guard lock(fLock);
   std::uint64_t owner = 0;
   return FindOfOthers(name, owner) && !fLock.IsDead(owner);
}

/// The record that a dead producer has left under this name becomes our own; null if there is none. Throws MapError if its
/// producer lives.
ProducerRecord *Directory::Claim(std::string_view name, bool mayCommit)
{
   std::uint64_t owner = 0;
   const auto found = FindOfOthers(name, owner);
   if (!found)
      return nullptr;
   auto &words = At<Record>(fFile.Base(), found->offset);
   const std::string what = fFile.Path() + ": '" + Printable(name) + "'";
   if (owner == fLease.LeaseWord() || !fLock.IsDead(owner))
      throw MapError(what + " belongs to another producer" + ProcessOfLease(fFile, owner) +
                     "; choose another name, or close the map there");
   ClaimListener listener;
   std::unique_ptr<ProducerRecord> record =
      WalkRecord(fFile.Base(), fHeap.Size(), found->offset, WalkRules(), listener);
   if (record == nullptr || record->id != found->id || fHeap.Holds(record->info))
      throw MapError(what + " was left by a dead producer and is damaged; open the map with UPDATE to repair it");
   const bool hasVersion = std::any_of(record->slots.begin(), record->slots.end(),
                                       [](const ProducerRecord::Slot &slot) { return slot.generation != 0; });
   if (hasVersion && !mayCommit)
      throw MapError(what + " was left by a dead producer; Add it outside of Update");
   ROOTLET_FAULT_POINT("claim.clear");
   for (unsigned s = 0; s < kSlots; ++s) {
      ProducerRecord::Slot &slot = record->slots[s];
      if (slot.block.size != 0 && fHeap.Holds(slot.block))
         slot = {}; // only a damaged file has it there
      if (words.slots[s].generation.load(std::memory_order_relaxed) != slot.generation)
         words.slots[s].generation.store(slot.generation, std::memory_order_release);
      if (words.slots[s].block.load(std::memory_order_relaxed) != slot.block.offset)
         words.slots[s].block.store(slot.block.offset, std::memory_order_release);
   }
   ReleaseFence();
   if (hasVersion)
      CommitClaim(*record);
   ROOTLET_FAULT_POINT("claim.owner");
   words.owner.store(fLease.LeaseWord(), std::memory_order_release);
   ROOTLET_FAULT_POINT("claim.done");
   const std::string key = record->description.name;
   return fRecords.emplace(key, std::move(record)).first->second.get();
}

/// Readers judge the versions of a record by the commit of its owner: ours must cover those that it has.
void Directory::CommitClaim(const ProducerRecord &record)
{
   ROOTLET_FAULT_POINT("claim.generation");
   const std::uint64_t generation = Superblock().nextGeneration.value.fetch_add(1, std::memory_order_relaxed);
   for (const ProducerRecord::Slot &slot : record.slots)
      if (generation <= slot.generation || generation >= kMaxCounter)
         throw MapError(fFile.Path() + ": damaged: the next generation is " + std::to_string(generation) +
                        "; make the map again with RECREATE");
   ROOTLET_FAULT_POINT("claim.commit");
   fLease.Commit().store(generation, std::memory_order_release);
}

/// Where records of others are, by their hashes: as far as the table leads to them.
std::vector<Directory::Place> Directory::RecordsOfOthers() const
{
   std::vector<Place> places;
   if (!IsShared())
      return places;
   std::unordered_set<std::uint64_t> known;
   for (const auto &entry : fRecords)
      known.insert(entry.second->offset);
   for (std::uint64_t i = 0; i < std::uint64_t{1} << fLog2; ++i) {
      const std::uint64_t word = At<Word>(fFile.Base(), fTable + i * sizeof(Word)).load(std::memory_order_relaxed);
      const std::uint64_t offset = BucketRecord(word);
      if (word <= kBucketRemoved || offset < kChunkSize || offset % kRecordSize != 0 ||
          !Fits(offset, kRecordSize, fHeap.Size()) || fHeap.KindOfChunk(offset / kChunkSize) != ChunkKind::kRecords)
         continue;
      const auto &words = At<Record>(fFile.Base(), offset);
      const std::uint64_t hash = words.hash.load(std::memory_order_relaxed);
      if (words.id.load(std::memory_order_acquire) != 0 && BucketTag(word) == hash >> 48 && known.insert(offset).second)
         places.push_back({offset, hash});
   }
   return places;
}

/// Places in chunks of our own that others have freed, and those in chunks of dead producers.
void Directory::FindUnused()
{
   for (std::uint64_t chunk = 1; chunk < fHeap.ChunkCount() && fUnused.empty(); ++chunk) {
      if (fHeap.KindOfChunk(chunk) != ChunkKind::kRecords)
         continue;
      if (!fHeap.Holds({chunk * kChunkSize, kChunkSize})) {
         if (!fLock.IsDead(fHeap.LeaseOfChunk(chunk)))
            continue;
         fHeap.AdoptRecords(chunk);
      }
      for (std::uint64_t i = kRecordsPerChunk; i-- != 0;)
         if (const std::uint64_t at = chunk * kChunkSize + i * kRecordSize;
             At<Record>(fFile.Base(), at).id.load(std::memory_order_relaxed) == 0)
            fUnused.push_back(at);
   }
}

// ---- places and buckets ---------------------------------------------------------------------------------------------

std::uint64_t Directory::TakeUnusedRecord()
{
   if (fUnused.empty() && IsShared())
      FindUnused();
   if (fUnused.empty()) {
      const std::uint64_t chunk = fHeap.AllocateChunks(1, ChunkKind::kRecords);
      for (std::uint64_t i = kRecordsPerChunk; i-- != 0;)
         fUnused.push_back(chunk + i * kRecordSize);
   }
   const std::uint64_t offset = fUnused.back();
   fUnused.pop_back();
   return offset;
}

/// At most half of the buckets are in use or removed, so probes stay short and always end.
void Directory::MakeRoom()
{
   if (const std::uint64_t capacity = std::uint64_t{1} << fLog2; fUsed >= capacity || (fUsed + 1) * 2 > capacity)
      Rehash();
}

void Directory::Rehash()
{
   const std::vector<Place> others = RecordsOfOthers();
   unsigned log2 = kMinTableLog2;
   while ((std::uint64_t{1} << log2) < 4 * (fRecords.size() + others.size() + 1))
      ++log2;
   const std::uint64_t chunks = (std::uint64_t{8} << log2) / kChunkSize;
   ROOTLET_FAULT_POINT("rehash.allocate");
   const std::uint64_t table = fHeap.AllocateChunks(chunks, ChunkKind::kTable);
   ROOTLET_FAULT_POINT("rehash.fill");
   NoteUsed(0);
   const auto store = [&](std::uint64_t record, std::uint64_t hash) { // more than half are empty
      static_cast<void>(StoreBucket(table, log2, record, hash, std::memory_order_relaxed));
   };
   for (const auto &entry : fRecords)
      store(entry.second->offset, NameHash(entry.first));
   for (const Place &place : others)
      store(place.record, place.hash);
   ROOTLET_FAULT_POINT("rehash.root");
   Superblock().root.value.store(RootWord(table, log2), std::memory_order_release);
   ReleaseFence(); // a reader that still probes the old table reloads the root before it believes "not found"
   ROOTLET_FAULT_POINT("rehash.free");
   fHeap.FreeChunks(fTable, (std::uint64_t{8} << fLog2) / kChunkSize);
   ROOTLET_FAULT_POINT("rehash.done");
   fTable = table;
   fLog2 = log2;
}

/// False, with nothing stored, if no bucket is empty: a stranger has filled the table.
bool Directory::StoreBucket(std::uint64_t table, unsigned log2, std::uint64_t record, std::uint64_t hash,
                            std::memory_order order)
{
   const std::uint64_t capacity = std::uint64_t{1} << log2;
   for (std::uint64_t i = 0; i < capacity; ++i) {
      Word &bucket = At<Word>(fFile.Base(), table + ((hash + i) & (capacity - 1)) * sizeof(Word));
      const std::uint64_t word = bucket.load(std::memory_order_relaxed);
      if (word > kBucketRemoved)
         continue;
      if (word == kBucketEmpty)
         NoteUsed(fUsed + 1);
      bucket.store(BucketWord(record, hash), order);
      return true;
   }
   return false;
}

void Directory::ClearBucket(const ProducerRecord &record)
{
   const std::uint64_t capacity = std::uint64_t{1} << fLog2;
   const std::uint64_t hash = NameHash(record.description.name);
   for (std::uint64_t i = 0; i < capacity; ++i) {
      Word &bucket = At<Word>(fFile.Base(), fTable + ((hash + i) & (capacity - 1)) * sizeof(Word));
      if (bucket.load(std::memory_order_relaxed) != BucketWord(record.offset, hash))
         continue;
      bucket.store(kBucketRemoved, std::memory_order_release);
      return;
   }
}

} // namespace rootlet
