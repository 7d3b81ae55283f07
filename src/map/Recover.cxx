// The walk over a directory that nobody else changes. See Recover.h.
#include "map/Recover.h"

#include <algorithm>
#include <array>
#include <unordered_set>
#include <utility>

#include "RootletError.h"
#include "heap/BootId.h"
#include "heap/CopyFromShared.h"
#include "heap/FaultPoint.h"
#include "heap/Fences.h"
#include "map/BlockSeal.h"
#include "map/NameHash.h"
#include "map/Printable.h"

namespace rootlet {

using namespace format;

namespace {

class Walk {
public:
   Walk(MappedFile &file, MapHeap &heap, bool sealed)
      : fFile(file), fHeap(heap), fSealed(sealed), fSuspect(IsSuspect(file)), fSize(heap.Size())
   {
   }

   DirectoryContents Run(const Lease &lease)
   {
      ROOTLET_FAULT_POINT("recover.counters");
      CheckCounters();
      ROOTLET_FAULT_POINT("recover.table");
      WalkTable();
      CheckNextNumbers();
      fHeap.Rebuild(fUsed);
      WriteCorrections();
      FindUnusedRecords();
      ClaimRecords(lease);
      return std::move(fContents);
   }

private:
   struct Place {
      const ProducerRecord *record;
      std::uint64_t bucket;
      std::uint64_t emptyBefore; // the last empty bucket that the walk had met; the capacity if none
   };

   [[noreturn]] void Refuse(const std::string &what) const { throw MapError(fFile.Path() + ": damaged: " + what); }

   template <class T>
   T &In(std::uint64_t offset) const
   {
      return At<T>(fFile.Base(), offset);
   }
   Superblock &Super() const { return In<Superblock>(0); }

   void CheckCounters()
   {
      const auto check = [this](Word &word, const char *name) {
         const std::uint64_t value = word.load(std::memory_order_relaxed);
         if (value == 0 || value >= kMaxCounter)
            Refuse(std::string("the ") + name + " is " + std::to_string(value));
      };
      check(Super().nextGeneration.value, "next generation");
      check(Super().nextRecordId.value, "next record id");
      const std::uint64_t next = Super().nextGeneration.value.load(std::memory_order_relaxed);
      for (unsigned i = 0; i < kLeases; ++i) {
         const std::uint64_t commit = In<Head>(0).leases[i].commit.value.load(std::memory_order_relaxed);
         if (commit >= next && (!fSuspect || commit >= kMaxCounter))
            Refuse("a producer has published generation " + std::to_string(commit) + ", which is not given out yet");
         fCommits[i] = commit;
         fMaxGeneration = std::max(fMaxGeneration, commit);
      }
   }

   void WalkTable()
   {
      const std::uint64_t root = Super().root.value.load(std::memory_order_relaxed);
      const std::uint64_t table = RootTable(root);
      const unsigned log2 = RootLog2(root);
      if (log2 < kMinTableLog2 || log2 > kMaxTableLog2 || table < kChunkSize ||
          !Fits(table, std::uint64_t{8} << log2, fSize))
         Refuse("the directory root is " + std::to_string(root));
      fContents.table = table;
      fContents.log2 = log2;
      const std::uint64_t capacity = std::uint64_t{1} << log2;
      fUsed.tables.push_back({table, capacity * sizeof(Word)});
      std::uint64_t lastEmpty = capacity; // none yet
      for (std::uint64_t i = 0; i < capacity; ++i) {
         const std::uint64_t at = table + i * sizeof(Word);
         const std::uint64_t bucket = In<Word>(at).load(std::memory_order_relaxed);
         if (bucket == kBucketEmpty)
            lastEmpty = i;
         else if (bucket == kBucketRemoved)
            ++fContents.removedBuckets;
         else if (!WalkRecord(bucket))
            fBrokenBuckets.push_back(at);
         else
            fPlaces.push_back({fContents.records.back().get(), i, lastEmpty});
      }
      fContents.removedBuckets += fBrokenBuckets.size();
      CheckProbes(capacity, lastEmpty);
      std::sort(fContents.records.begin(), fContents.records.end(),
                [](const auto &a, const auto &b) { return a->id < b->id; });
   }

   /// The next recovery must accept what this one is going to write.
   void CheckNextNumbers() const
   {
      if (fMaxGeneration + 2 >= kMaxCounter || Super().nextGeneration.value.load() + 1 >= kMaxCounter)
         Refuse("the next generation is out of range");
      if (fMaxId + 1 >= kMaxCounter)
         Refuse("the next record id is out of range");
   }

   /// Every record must be found by a probe from its hash, which ends at the first empty bucket.
   void CheckProbes(std::uint64_t capacity, std::uint64_t lastEmpty)
   {
      for (const Place &place : fPlaces) {
         const std::uint64_t empty = place.emptyBefore != capacity ? place.emptyBefore : lastEmpty;
         const std::uint64_t probe = (place.bucket - NameHash(place.record->description.name)) & (capacity - 1);
         if (empty == capacity || probe < (place.bucket - empty - 1) % capacity + 1)
            continue;
         if (!fSuspect)
            Refuse("the directory does not lead to '" + Printable(place.record->description.name) + "'");
         fContents.unreachable = true;
      }
   }

   /// Something that only a power loss, a stranger or a broken disk can have done.
   bool Broken(const std::string &what)
   {
      if (!fSuspect)
         Refuse(what);
      ++fContents.lostRecords;
      return false;
   }

   bool WalkRecord(std::uint64_t bucket)
   {
      ROOTLET_FAULT_POINT("recover.record");
      const std::uint64_t offset = BucketRecord(bucket);
      const std::string name = "the record at offset " + std::to_string(offset);
      if (offset < kChunkSize || offset % kRecordSize != 0 || !Fits(offset, kRecordSize, fSize))
         return Broken(name + " lies outside the heap");
      if (fHeap.KindOfChunk(offset / kChunkSize) != ChunkKind::kRecords)
         return Broken(name + " lies in a chunk that holds no records");
      if (!fRecordOffsets.insert(offset).second)
         return Broken(name + " is in the directory twice");

      auto record = std::make_unique<ProducerRecord>();
      auto &words = In<Record>(offset);
      record->offset = offset;
      record->id = words.id.load(std::memory_order_relaxed);
      if (record->id == 0 || record->id >= kMaxCounter)
         return Broken(name + " has the id " + std::to_string(record->id));
      const std::uint64_t infoOffset = words.info.load(std::memory_order_relaxed);
      if (fInfoBytes > fSize)
         return Broken("the info blocks overlap");
      std::uint64_t infoSize = 0;
      const auto description = DecodeInfo(fFile.Base(), fSize, infoOffset, record->id, &infoSize);
      fInfoBytes += infoSize;
      if (!description)
         return Broken(name + " has no sound info block");
      record->description = *description;
      record->info = {infoOffset, MapHeap::BlockSize(infoSize)};
      if (!Fits(infoOffset, record->info.size, fSize))
         return Broken(name + " has an info block that passes the end");
      const std::uint64_t hash = NameHash(description->name);
      if (words.hash.load(std::memory_order_relaxed) != hash || BucketTag(bucket) != hash >> 48)
         return Broken(name + " has the hash of another name");
      if (!fNames.insert(description->name).second)
         return Broken("two records have the name '" + Printable(description->name) + "'");
      WalkSlots(*record, words);
      fUsed.blocks.push_back(record->info);
      for (const ProducerRecord::Slot &slot : record->slots)
         if (slot.block.size != 0)
            fUsed.blocks.push_back(slot.block);
      fMaxId = std::max(fMaxId, record->id);
      fContents.records.push_back(std::move(record));
      return true;
   }

   void WalkSlots(ProducerRecord &record, Record &words)
   {
      const unsigned index = LeaseIndex(words.owner.load(std::memory_order_relaxed));
      const std::uint64_t commit = fCommits[index];
      unsigned had = 0;
      std::uint64_t newest = 0;
      for (unsigned s = 0; s < kSlots; ++s) {
         const std::uint64_t generation = words.slots[s].generation.load(std::memory_order_relaxed);
         const std::uint64_t block = words.slots[s].block.load(std::memory_order_relaxed);
         had += generation != 0 ? 1 : 0;
         std::uint64_t length = 0;
         ProducerRecord::Slot slot = WalkBlock(record, s, generation, block, length);
         if (!fSuspect && slot.generation > commit) {
            // Streamed by a producer that died before it committed. It streams for one generation at a time.
            const std::uint64_t other = std::exchange(fUncommitted[index], slot.generation);
            if (other != 0 && other != slot.generation)
               Refuse("the commit of lease entry " + std::to_string(index) + " is " + std::to_string(commit) +
                      ", older than several versions of its records");
            slot.generation = 0;
         }
         fMaxGeneration = std::max(fMaxGeneration, slot.generation);
         if (slot.generation > newest) {
            newest = slot.generation;
            record.lastLength = length;
         }
         record.slots[s] = slot;
      }
      if (fSuspect && had != 0 &&
          std::all_of(record.slots.begin(), record.slots.end(), [](const auto &s) { return s.generation == 0; }))
         ++fContents.lostRecords;
   }

   /// What a slot holds, as far as it can be believed; of a version its length too.
   ProducerRecord::Slot WalkBlock(const ProducerRecord &record, unsigned index, std::uint64_t generation,
                                  std::uint64_t offset, std::uint64_t &length)
   {
      const std::string name = "slot " + std::to_string(index) + " of '" + Printable(record.description.name) + "'";
      const auto broken = [&](const std::string &what) {
         if (!fSuspect)
            Refuse(name + " " + what);
         fContents.lostVersions += generation != 0 ? 1 : 0;
         return ProducerRecord::Slot{};
      };
      if (offset == 0)
         return generation == 0 ? ProducerRecord::Slot{} : broken("has a version but no block");
      if (offset < kChunkSize || offset % kGranule != 0 || !Fits(offset, sizeof(BlockHeader), fSize))
         return broken("points outside the heap");
      BlockHeader header;
      CopyFromShared(&header, fFile.Base() + offset, sizeof header); // looked at once, whoever writes there meanwhile
      if (header.capacity < sizeof header || header.capacity % kGranule != 0 || !Fits(offset, header.capacity, fSize) ||
          header.recordId != record.id)
         return broken("points to something that is not its block");
      if (generation == 0)
         return fSuspect ? ProducerRecord::Slot{} : ProducerRecord::Slot{0, {offset, header.capacity}};
      if (header.generation != generation || header.length > header.capacity - sizeof header ||
          generation >= kMaxCounter)
         return broken("does not fit its block");
      if (fSuspect && !(fSealed && BlockSeal(header, fFile.Base() + offset + sizeof header) == header.seal))
         return broken("has a broken seal");
      length = header.length;
      return {generation, {offset, header.capacity}};
   }

   void WriteCorrections()
   {
      for (const std::uint64_t bucket : fBrokenBuckets) {
         ROOTLET_FAULT_POINT("recover.drop");
         In<Word>(bucket).store(kBucketRemoved, std::memory_order_release);
      }
      for (const auto &record : fContents.records) {
         auto &words = In<Record>(record->offset);
         for (unsigned s = 0; s < kSlots; ++s) {
            ROOTLET_FAULT_POINT("recover.slot");
            words.slots[s].generation.store(record->slots[s].generation, std::memory_order_relaxed);
            ROOTLET_FAULT_POINT("recover.slot-block");
            words.slots[s].block.store(record->slots[s].block.offset, std::memory_order_relaxed);
         }
      }
      const auto raise = [](Word &word, std::uint64_t least) {
         word.store(std::max(word.load(std::memory_order_relaxed), least), std::memory_order_relaxed);
      };
      ROOTLET_FAULT_POINT("recover.next-generation");
      raise(Super().nextGeneration.value, fMaxGeneration + 1);
      ROOTLET_FAULT_POINT("recover.next-record");
      raise(Super().nextRecordId.value, fMaxId + 1);
      fContents.lastId = fMaxId;
      ReleaseFence(); // the cleared generations come before any reuse and before the new commit
   }

   /// Records that no bucket reaches: their producer died between filling and entering them, or while removing them.
   void FindUnusedRecords()
   {
      ROOTLET_FAULT_POINT("recover.unused");
      for (std::uint64_t chunk = fSize / kChunkSize; chunk-- != 0;) {
         if (fHeap.KindOfChunk(chunk) != ChunkKind::kRecords)
            continue;
         for (std::uint64_t i = kRecordsPerChunk; i-- != 0;) {
            const std::uint64_t offset = chunk * kChunkSize + i * kRecordSize;
            if (fRecordOffsets.contains(offset))
               continue;
            auto &words = In<Record>(offset);
            if (words.id.load(std::memory_order_relaxed) != 0) {
               ROOTLET_FAULT_POINT("recover.clear");
               words.id.store(0, std::memory_order_relaxed);
               for (Slot &slot : words.slots)
                  slot.generation.store(0, std::memory_order_relaxed);
            }
            fContents.unusedRecords.push_back(offset);
         }
      }
   }

   /// The new owner's commit covers everything that the former owners had published.
   void ClaimRecords(const Lease &lease)
   {
      ROOTLET_FAULT_POINT("recover.generation");
      const std::uint64_t generation = Super().nextGeneration.value.fetch_add(1, std::memory_order_relaxed);
      if (generation <= fMaxGeneration || generation >= kMaxCounter)
         Refuse("the next generation is " + std::to_string(generation));
      fContents.generation = generation;
      ROOTLET_FAULT_POINT("recover.commit");
      lease.Commit().store(generation, std::memory_order_release);
      for (const auto &record : fContents.records) {
         ROOTLET_FAULT_POINT("recover.owner");
         In<Record>(record->offset).owner.store(lease.LeaseWord(), std::memory_order_release);
      }
   }

   MappedFile &fFile;
   MapHeap &fHeap;
   bool fSealed;
   bool fSuspect;
   std::uint64_t fSize;
   DirectoryContents fContents;
   MapHeap::Used fUsed;
   std::vector<std::uint64_t> fBrokenBuckets;
   std::vector<Place> fPlaces;
   std::array<std::uint64_t, kLeases> fCommits{};
   std::array<std::uint64_t, kLeases> fUncommitted{}; // by lease entry: the generation that it had not committed, or 0
   std::uint64_t fInfoBytes = 0;
   std::unordered_set<std::uint64_t> fRecordOffsets;
   std::unordered_set<std::string> fNames;
   std::uint64_t fMaxGeneration = 0;
   std::uint64_t fMaxId = 0;
};

} // namespace

bool IsSuspect(const MappedFile &file)
{
   const auto &superblock = At<Superblock>(file.Base(), 0);
   return superblock.bootId[0].load(std::memory_order_acquire) != ThisBoot()[0] ||
          superblock.bootId[1].load(std::memory_order_acquire) != ThisBoot()[1];
}

DirectoryContents Recover(MappedFile &file, MapHeap &heap, const Lease &lease, bool sealed)
{
   return Walk(file, heap, sealed).Run(lease);
}

} // namespace rootlet
