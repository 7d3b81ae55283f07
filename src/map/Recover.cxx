// Recovery: what the walk found becomes the state of a new producer, and the rest free. See Recover.h.
#include "map/Recover.h"

#include <algorithm>
#include <array>
#include <bit>
#include <iterator>
#include <map>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "RootletError.h"
#include "heap/BootId.h"
#include "heap/FaultPoint.h"
#include "heap/Fences.h"
#include "map/BlockSeal.h"
#include "map/DirectoryWalk.h"
#include "map/NameHash.h"
#include "map/Printable.h"

namespace rootlet {

using namespace format;

namespace {

/// A listener for whom everything broken is a reason to refuse the file, unless a power loss explains it.
class Recovery final : public WalkListener {
public:
   Recovery(MappedFile &file, MapHeap &heap, bool sealed)
      : fFile(file), fHeap(heap), fSuspect(IsSuspect(file)), fSize(heap.Size())
   {
      fRules.sealed = sealed;
      fRules.suspect = fSuspect;
      fRules.checkSeals = fSuspect;
   }

   DirectoryContents Run(const Lease &lease)
   {
      ROOTLET_FAULT_POINT("recover.counters");
      CheckCounters();
      ROOTLET_FAULT_POINT("recover.table");
      fWalked = WalkDirectory(fFile.Base(), fSize, Super().root.value.load(std::memory_order_relaxed), fRules, *this);
      if (fSuspect) {
         FindLostBuckets();
         ResolveOverlaps();
      }
      CountLostRecords();
      CheckNextNumbers();
      fHeap.Rebuild(UsedExtents());
      WriteCorrections();
      FindUnusedRecords();
      if (fNewTable)
         WriteNewTable();
      ClaimRecords(lease);
      fContents.table = fWalked.table.offset;
      fContents.log2 = static_cast<unsigned>(std::countr_zero(fWalked.table.size / sizeof(Word)));
      fContents.records = std::move(fWalked.records);
      fContents.usedBuckets = fContents.records.size() + fWalked.removedBuckets + fWalked.brokenBuckets.size();
      return std::move(fContents);
   }

private:
   [[noreturn]] void Refuse(const std::string &what) const { throw MapError(fFile.Path() + ": damaged: " + what); }

   void OnBrokenRoot(const std::string &what) override { Refuse(what); }
   void OnBrokenRecord(const std::string &what) override
   {
      if (!fSuspect)
         Refuse(what);
      ++fContents.lostRecords;
   }
   void OnBrokenSlot(const ProducerRecord &record, const std::string &what, std::uint64_t generation) override
   {
      if (!fSuspect)
         Refuse(what);
      if (generation == 0)
         return;
      ++fContents.lostVersions;
      fDamagedRecords.insert(record.id);
   }
   void OnUnreachable(const ProducerRecord &record) override
   {
      if (!fSuspect)
         Refuse("the directory does not lead to '" + Printable(record.description.name) + "'");
      fNewTable = true;
   }
   /// Streamed by a producer that died before it committed. It streams for one generation at a time.
   void OnUncommitted(unsigned entry, std::uint64_t generation, std::uint64_t commit) override
   {
      const std::uint64_t other = std::exchange(fUncommitted[entry], generation);
      if (other != 0 && other != generation)
         Refuse("the commit of lease entry " + std::to_string(entry) + " is " + std::to_string(commit) +
                ", older than several versions of its records");
   }

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
      for (const LeaseEntry &entry : In<Head>(0).leases) {
         const std::uint64_t commit = entry.commit.value.load(std::memory_order_relaxed);
         if (commit >= next && (!fSuspect || commit >= kMaxCounter))
            Refuse("a producer has published generation " + std::to_string(commit) + ", which is not given out yet");
         fMaxGeneration = std::max(fMaxGeneration, commit);
      }
   }

   /// The next recovery must accept what this one is going to write.
   void CheckNextNumbers()
   {
      fMaxGeneration = std::max(fMaxGeneration, fWalked.maxGeneration);
      if (fMaxGeneration + 2 >= kMaxCounter || Super().nextGeneration.value.load() + 1 >= kMaxCounter)
         Refuse("the next generation is out of range");
      if (fWalked.maxId + 1 >= kMaxCounter)
         Refuse("the next record id is out of range");
   }

   // ---- after a power loss: pages of the file may be of different ages ----

   static std::uint64_t NewestGeneration(const ProducerRecord &record)
   {
      std::uint64_t newest = 0;
      for (const ProducerRecord::Slot &slot : record.slots)
         newest = std::max(newest, slot.generation);
      return newest;
   }

   /// Sound records that have a version and that no bucket leads to, because the page of the table is an older one. Of two
   /// records of one name the one with the newer version counts.
   void FindLostBuckets()
   {
      struct Quiet final : WalkListener {
         void OnBrokenRoot(const std::string &) override {}
         void OnBrokenRecord(const std::string &) override {}
         void OnBrokenSlot(const ProducerRecord &, const std::string &, std::uint64_t) override {}
         void OnUnreachable(const ProducerRecord &) override {}
         void OnUncommitted(unsigned, std::uint64_t, std::uint64_t) override {}
      } quiet;
      std::unordered_map<std::string, std::size_t> byName;
      for (std::size_t i = 0; i < fWalked.records.size(); ++i)
         byName.emplace(fWalked.records[i]->description.name, i);
      std::uint64_t nameBytes = 0;
      ForEachRecordPlace([&](std::uint64_t offset) {
         if (fWalked.recordOffsets.contains(offset) || In<Record>(offset).id.load(std::memory_order_relaxed) == 0)
            return;
         auto record = WalkRecord(fFile.Base(), fSize, offset, fRules, quiet);
         if (record == nullptr || NewestGeneration(*record) == 0 || (nameBytes += record->info.size) > fSize)
            return;
         fNewTable = true;
         fWalked.maxId = std::max(fWalked.maxId, record->id);
         fWalked.maxGeneration = std::max(fWalked.maxGeneration, NewestGeneration(*record));
         const auto [known, isNew] = byName.emplace(record->description.name, fWalked.records.size());
         if (isNew)
            fWalked.records.push_back(std::move(record));
         else if (NewestGeneration(*fWalked.records[known->second]) < NewestGeneration(*record))
            fWalked.records[known->second] = std::move(record);
      });
      SortRecords();
   }

   struct Shrunk {
      std::uint64_t record;
      unsigned slot;
      Extent block;
   };

   /// A claim of one record on a stretch of the heap; slot kSlots is the info block.
   struct Claim {
      Extent extent;
      std::uint64_t needed = 0; ///< bytes with content, rounded up
      std::uint64_t generation = 0;
      ProducerRecord *record = nullptr;
      unsigned slot = kSlots;
   };

   /// Where an older page claims what was given to somebody else later, the blocks shrink to what their seals cover; if
   /// that is not enough the older version goes. What was flushed and not written since overlaps nothing.
   void ResolveOverlaps()
   {
      std::vector<Claim> claims;
      for (const auto &record : fWalked.records) {
         claims.push_back({record->info, record->info.size, ~std::uint64_t{0}, record.get(), kSlots});
         for (unsigned s = 0; s < kSlots; ++s)
            if (const auto &slot = record->slots[s]; slot.block.size != 0)
               claims.push_back({slot.block, NeededSize(slot.block.offset), slot.generation, record.get(), s});
      }
      std::sort(claims.begin(), claims.end(),
                [](const Claim &a, const Claim &b) { return a.extent.offset < b.extent.offset; });
      std::vector<bool> crowded(claims.size(), false);
      std::size_t longest = 0;
      for (std::size_t i = 1; i < claims.size(); ++i) {
         if (claims[i].extent.offset < claims[longest].extent.End())
            crowded[i] = crowded[longest] = true;
         if (claims[i].extent.End() > claims[longest].extent.End())
            longest = i;
      }
      for (std::size_t i = 0; i < claims.size(); ++i) {
         if (!crowded[i] && !LiesInWholeChunks(claims[i].extent))
            continue;
         if (claims[i].slot != kSlots && claims[i].needed < claims[i].extent.size) {
            claims[i].extent.size = claims[i].needed;
            claims[i].record->slots[claims[i].slot].block.size = claims[i].needed;
            fShrunk.push_back({claims[i].record->offset, claims[i].slot, claims[i].extent});
         }
      }
      std::stable_sort(claims.begin(), claims.end(),
                       [](const Claim &a, const Claim &b) { return a.generation > b.generation; });
      std::map<std::uint64_t, std::uint64_t> taken; // begin -> end
      std::unordered_set<const ProducerRecord *> nameless;
      for (const Claim &claim : claims) {
         const auto next = taken.lower_bound(claim.extent.offset);
         const bool free = (next == taken.end() || next->first >= claim.extent.End()) &&
                           (next == taken.begin() || std::prev(next)->second <= claim.extent.offset) &&
                           !LiesInWholeChunks(claim.extent);
         if (free)
            taken.emplace(claim.extent.offset, claim.extent.End());
         else if (claim.slot == kSlots)
            nameless.insert(claim.record);
         else {
            ++fContents.lostVersions;
            fDamagedRecords.insert(claim.record->id);
            claim.record->slots[claim.slot] = {};
         }
      }
      for (const ProducerRecord *record : nameless) {
         ++fContents.lostRecords;
         fNewTable = true;
         std::erase_if(fShrunk, [record](const Shrunk &shrunk) { return shrunk.record == record->offset; });
         std::erase_if(fWalked.records, [record](const auto &known) { return known.get() == record; });
      }
      DropTableIfOverlapped(taken);
   }

   std::uint64_t NeededSize(std::uint64_t block) const
   {
      return MapHeap::BlockSize(sizeof(BlockHeader) + In<BlockHeader>(block).length);
   }

   /// True if a part of the extent is in a chunk that holds records or chunk words.
   bool LiesInWholeChunks(Extent extent) const
   {
      for (std::uint64_t chunk = extent.offset / kChunkSize; chunk <= (extent.End() - 1) / kChunkSize; ++chunk) {
         if (fHeap.KindOfChunk(chunk) == ChunkKind::kRecords || IsSegment(chunk))
            return true;
      }
      return false;
   }

   bool IsSegment(std::uint64_t chunk) const
   {
      for (unsigned k = 0; k < kSegments; ++k) {
         const std::uint64_t first = Super().segments[k].load(std::memory_order_relaxed) / kChunkSize;
         if (first != 0 && chunk >= first && chunk - first < SegmentChunks(k))
            return true;
      }
      return false;
   }

   /// The root may be an older one, and its table long in other use.
   void DropTableIfOverlapped(const std::map<std::uint64_t, std::uint64_t> &taken)
   {
      bool overlapped = false;
      for (const auto &[begin, end] : taken)
         overlapped = overlapped || (begin < fWalked.table.End() && end > fWalked.table.offset);
      if (!overlapped && !LiesInWholeChunks(fWalked.table))
         return;
      fNewTable = true;
      fWalked.table = {};
   }

   /// A table of all records that are left, in place of one that lacks some or is in other use.
   void WriteNewTable()
   {
      unsigned log2 = kMinTableLog2;
      while ((std::uint64_t{1} << log2) < 4 * (fWalked.records.size() + 1))
         ++log2;
      const std::uint64_t capacity = std::uint64_t{1} << log2;
      const std::uint64_t table = fHeap.AllocateChunks(capacity * sizeof(Word) / kChunkSize, ChunkKind::kTable);
      for (const auto &record : fWalked.records) {
         const std::uint64_t hash = NameHash(record->description.name);
         std::uint64_t i = hash & (capacity - 1);
         while (In<Word>(table + i * sizeof(Word)).load(std::memory_order_relaxed) != kBucketEmpty)
            i = (i + 1) & (capacity - 1);
         In<Word>(table + i * sizeof(Word)).store(BucketWord(record->offset, hash), std::memory_order_relaxed);
      }
      Super().root.value.store(RootWord(table, log2), std::memory_order_release);
      ReleaseFence(); // a reader that still probes the old table reloads the root before it believes "not found"
      if (fWalked.table.size != 0)
         fHeap.FreeChunks(fWalked.table.offset, fWalked.table.size / kChunkSize);
      fWalked.table = {table, capacity * sizeof(Word)};
      fWalked.removedBuckets = 0;
      fWalked.brokenBuckets.clear();
   }

   void CountLostRecords()
   {
      for (const auto &record : fWalked.records)
         if (fDamagedRecords.contains(record->id) && NewestGeneration(*record) == 0)
            ++fContents.lostRecords;
   }

   // ---- what is written ----

   MapHeap::Used UsedExtents() const
   {
      MapHeap::Used used;
      if (fWalked.table.size != 0)
         used.tables.push_back(fWalked.table);
      for (const auto &record : fWalked.records) {
         used.blocks.push_back(record->info);
         for (const ProducerRecord::Slot &slot : record->slots)
            if (slot.block.size != 0)
               used.blocks.push_back(slot.block);
      }
      return used;
   }

   void SortRecords()
   {
      std::sort(fWalked.records.begin(), fWalked.records.end(),
                [](const auto &a, const auto &b) { return a->id < b->id; });
   }

   /// All places for records, those that were made last first.
   template <class Action>
   void ForEachRecordPlace(Action action) const
   {
      for (std::uint64_t chunk = fSize / kChunkSize; chunk-- != 0;) {
         if (fHeap.KindOfChunk(chunk) != ChunkKind::kRecords)
            continue;
         for (std::uint64_t i = kRecordsPerChunk; i-- != 0;)
            action(chunk * kChunkSize + i * kRecordSize);
      }
   }

   void WriteCorrections()
   {
      if (fWalked.table.size == 0)
         fWalked.brokenBuckets.clear();
      for (const std::uint64_t bucket : fWalked.brokenBuckets) {
         ROOTLET_FAULT_POINT("recover.drop");
         In<Word>(bucket).store(kBucketRemoved, std::memory_order_release);
      }
      for (const auto &record : fWalked.records) {
         auto &words = In<Record>(record->offset);
         for (unsigned s = 0; s < kSlots; ++s) {
            ROOTLET_FAULT_POINT("recover.slot");
            words.slots[s].generation.store(record->slots[s].generation, std::memory_order_relaxed);
            ROOTLET_FAULT_POINT("recover.slot-block");
            words.slots[s].block.store(record->slots[s].block.offset, std::memory_order_relaxed);
         }
      }
      for (const Shrunk &shrunk : fShrunk)
         WriteShrunk(shrunk);
      const auto raise = [](Word &word, std::uint64_t least) {
         word.store(std::max(word.load(std::memory_order_relaxed), least), std::memory_order_relaxed);
      };
      ROOTLET_FAULT_POINT("recover.next-generation");
      raise(Super().nextGeneration.value, fMaxGeneration + 1);
      ROOTLET_FAULT_POINT("recover.next-record");
      raise(Super().nextRecordId.value, fWalked.maxId + 1);
      fContents.lastId = fWalked.maxId;
      ReleaseFence(); // the cleared generations come before any reuse and before the new commit
   }

   /// The capacity is under the seal: for a moment the version is not there.
   void WriteShrunk(const Shrunk &shrunk)
   {
      Slot &slot = In<Record>(shrunk.record).slots[shrunk.slot];
      const std::uint64_t generation = slot.generation.load(std::memory_order_relaxed);
      if (slot.block.load(std::memory_order_relaxed) != shrunk.block.offset)
         return; // it was dropped
      slot.generation.store(0, std::memory_order_relaxed);
      ReleaseFence();
      auto &header = In<BlockHeader>(shrunk.block.offset);
      header.capacity = shrunk.block.size;
      header.seal = BlockSeal(header, fFile.Base() + shrunk.block.offset + sizeof header);
      slot.generation.store(generation, std::memory_order_release);
   }

   /// Records that no bucket reaches: their producer died between filling and entering them, or while removing them.
   void FindUnusedRecords()
   {
      ROOTLET_FAULT_POINT("recover.unused");
      std::unordered_set<std::uint64_t> used;
      for (const auto &record : fWalked.records)
         used.insert(record->offset);
      ForEachRecordPlace([&](std::uint64_t offset) {
         if (used.contains(offset))
            return;
         auto &words = In<Record>(offset);
         if (words.id.load(std::memory_order_relaxed) != 0) {
            ROOTLET_FAULT_POINT("recover.clear");
            words.id.store(0, std::memory_order_relaxed);
            for (Slot &slot : words.slots) // release: as in Directory::Remove
               slot.generation.store(0, std::memory_order_release);
         }
         fContents.unusedRecords.push_back(offset);
      });
      ReleaseFence(); // who has found such a record before must see that it is gone before anything touches its blocks
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
      for (const auto &record : fWalked.records) {
         ROOTLET_FAULT_POINT("recover.owner");
         In<Record>(record->offset).owner.store(lease.LeaseWord(), std::memory_order_release);
      }
   }

   MappedFile &fFile;
   MapHeap &fHeap;
   bool fSuspect;
   std::uint64_t fSize;
   WalkRules fRules;
   WalkedDirectory fWalked;
   DirectoryContents fContents;
   std::unordered_set<std::uint64_t> fDamagedRecords; // ids
   std::vector<Shrunk> fShrunk;
   std::array<std::uint64_t, kLeases> fUncommitted{}; // by lease entry: the generation that it had not committed, or 0
   std::uint64_t fMaxGeneration = 0;                  // of commits and versions
   bool fNewTable = false;
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
   return Recovery(file, heap, sealed).Run(lease);
}

} // namespace rootlet
