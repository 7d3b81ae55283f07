// Insert, remove, rehash. See Directory.h; mapfile-format.md, "Directory", has the order of the stores.
#include "map/Directory.h"

#include <algorithm>
#include <cstring>
#include <mutex>

#include "RootletError.h"
#include "heap/FaultPoint.h"
#include "heap/Fences.h"
#include "map/NameHash.h"
#include "map/Printable.h"

namespace rootlet {

using namespace format;

Directory::Directory(MappedFile &file, MapHeap &heap, HeapLock &lock, std::uint64_t leaseWord,
                     DirectoryContents contents)
   : fFile(file), fHeap(heap), fLock(lock), fLeaseWord(leaseWord), fUnused(std::move(contents.unusedRecords)),
     fRemoved(contents.removedBuckets), fLastId(contents.lastId), fTable(contents.table), fLog2(contents.log2)
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

ProducerRecord &Directory::Insert(ObjectDescription description)
{
   if (Find(description.name) != nullptr)
      throw MapError(fFile.Path() + ": has an object named '" + Printable(description.name) +
                     "' already; remove it first");
   std::lock_guard lock(fLock);
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
   words.owner.store(fLeaseWord, std::memory_order_relaxed);
   words.hash.store(NameHash(record.description.name), std::memory_order_relaxed);
   words.info.store(record.info.offset, std::memory_order_relaxed);
   for (Slot &slot : words.slots) {
      slot.generation.store(0, std::memory_order_relaxed);
      slot.block.store(0, std::memory_order_relaxed);
   }
   ROOTLET_FAULT_POINT("insert.publish-id");
   words.id.store(id, std::memory_order_release);
   ROOTLET_FAULT_POINT("insert.bucket");
   if (!StoreBucket(fTable, fLog2, record, std::memory_order_release)) {
      try {
         Rehash(fLog2);
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
   fUnused.push_back(record.offset);
   fRecords.erase(fRecords.find(record.description.name));
}

std::uint64_t Directory::TakeUnusedRecord()
{
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
   const std::uint64_t capacity = std::uint64_t{1} << fLog2;
   if ((fRecords.size() + fRemoved + 1) * 2 <= capacity)
      return;
   unsigned log2 = kMinTableLog2;
   while ((std::uint64_t{1} << log2) < 4 * (fRecords.size() + 1))
      ++log2;
   Rehash(log2);
}

void Directory::Rehash(unsigned log2)
{
   const std::uint64_t chunks = (std::uint64_t{8} << log2) / kChunkSize;
   ROOTLET_FAULT_POINT("rehash.allocate");
   const std::uint64_t table = fHeap.AllocateChunks(chunks, ChunkKind::kTable);
   ROOTLET_FAULT_POINT("rehash.fill");
   fRemoved = 0;
   for (const auto &entry : fRecords)
      static_cast<void>(StoreBucket(table, log2, *entry.second, std::memory_order_relaxed)); // more than half are empty
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
bool Directory::StoreBucket(std::uint64_t table, unsigned log2, const ProducerRecord &record, std::memory_order order)
{
   const std::uint64_t capacity = std::uint64_t{1} << log2;
   const std::uint64_t hash = NameHash(record.description.name);
   for (std::uint64_t i = 0; i < capacity; ++i) {
      Word &bucket = At<Word>(fFile.Base(), table + ((hash + i) & (capacity - 1)) * sizeof(Word));
      const std::uint64_t word = bucket.load(std::memory_order_relaxed);
      if (word > kBucketRemoved)
         continue;
      fRemoved -= word == kBucketRemoved && fRemoved != 0 ? 1 : 0;
      bucket.store(BucketWord(record.offset, hash), order);
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
      ++fRemoved;
      return;
   }
}

} // namespace rootlet
