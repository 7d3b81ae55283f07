// Recovery: what the walk found becomes the state of a new producer, and the rest free. See Recover.h.
#include "map/Recover.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <bit>
#include <iterator>
#include <map>
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
#include "map/Survey.h"

namespace rootlet {

using namespace format;

namespace {

/// After a power loss numbers that were given out may be forgotten; so many are left out.
constexpr std::uint64_t kForgotten = std::uint64_t{1} << 32;

/// A listener for whom everything broken is a reason to refuse the file. After a power loss Survey looks at it instead.
class Recovery final : public WalkListener {
public:
   Recovery(MappedFile &file, MapHeap &heap, bool sealed)
      : fFile(file), fHeap(heap), fSuspect(IsSuspect(file)), fSealed(sealed)
   {
   }

   DirectoryContents Run(const Lease &lease)
   {
      ROOTLET_FAULT_POINT("recover.counters");
      CheckCounters();
      ROOTLET_FAULT_POINT("recover.table");
      if (fSuspect) {
         SurveyAll();
         ResolveOverlaps();
      } else {
         fWalked = WalkDirectory(fFile.Base(), fHeap.Size(), Super().root.value.load(std::memory_order_relaxed),
                                 {.sealed = fSealed}, *this);
         for (std::uint64_t chunk = 0; chunk < fHeap.Size() / kChunkSize; ++chunk)
            fRecordChunks.push_back(fHeap.KindOfChunk(chunk) == ChunkKind::kRecords);
      }
      CheckNextNumbers();
      fHeap.Adopt(fEnd);
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
   void OnBrokenRecord(const std::string &what) override { Refuse(what); }
   void OnBrokenSlot(const ProducerRecord &, const std::string &what, std::uint64_t) override { Refuse(what); }
   void OnUnreachable(const ProducerRecord &record) override
   {
      Refuse("the directory does not lead to '" + Printable(record.description.name) + "'");
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

   /// The heap size may be an older one, so all of the file is looked at.
   void SurveyAll()
   {
      const std::uint64_t size = std::min<std::uint64_t>(fFile.Size() / kChunkSize * kChunkSize, kMaxHeapSize);
      Survey survey = SurveyMap(fFile.Base(), size, {.sealed = fSealed, .checkSeals = true, .commits = false});
      fEnd = survey.End();
      fWalked = std::move(survey.directory);
      fRecordChunks = std::move(survey.recordChunks);
      fNewTable = !survey.isTableWhole || fWalked.table.size == 0;
      fContents.lostVersions = survey.damagedVersions;
      fContents.lostRecords = survey.lostRecords;
   }

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
            claim.record->slots[claim.slot] = {};
            fContents.lostRecords += NewestGeneration(*claim.record) == 0 ? 1 : 0;
         }
      }
      for (const ProducerRecord *record : nameless) {
         fContents.lostRecords += NewestGeneration(*record) == 0 ? 0 : 1; // else it is counted
         fNewTable = true;
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
         if (fRecordChunks[chunk] || IsSegment(chunk))
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
      if (fWalked.table.size == 0)
         return;
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
      ROOTLET_FAULT_POINT("recover.new-table");
      const std::uint64_t table = fHeap.AllocateChunks(capacity * sizeof(Word) / kChunkSize, ChunkKind::kTable);
      ROOTLET_FAULT_POINT("recover.new-table-fill");
      for (const auto &record : fWalked.records) {
         const std::uint64_t hash = NameHash(record->description.name);
         std::uint64_t i = hash & (capacity - 1);
         while (In<Word>(table + i * sizeof(Word)).load(std::memory_order_relaxed) != kBucketEmpty)
            i = (i + 1) & (capacity - 1);
         In<Word>(table + i * sizeof(Word)).store(BucketWord(record->offset, hash), std::memory_order_relaxed);
      }
      ROOTLET_FAULT_POINT("recover.new-table-root");
      Super().root.value.store(RootWord(table, log2), std::memory_order_release);
      ReleaseFence(); // a reader that still probes the old table reloads the root before it believes "not found"
      ROOTLET_FAULT_POINT("recover.new-table-free");
      if (fWalked.table.size != 0)
         fHeap.FreeChunks(fWalked.table.offset, fWalked.table.size / kChunkSize);
      fWalked.table = {table, capacity * sizeof(Word)};
      fWalked.removedBuckets = 0;
      fWalked.brokenBuckets.clear();
   }

   // ---- what is written ----

   MapHeap::Used UsedExtents() const
   {
      MapHeap::Used used;
      used.records = fRecordChunks;
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

   /// All places for records, those that were made last first.
   template <class Action>
   void ForEachRecordPlace(Action action) const
   {
      for (std::uint64_t chunk = std::min<std::uint64_t>(fRecordChunks.size(), fHeap.Size() / kChunkSize);
           chunk-- != 0;) {
         if (!fRecordChunks[chunk])
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
            if (fSuspect && record->slots[s].generation != 0)
               CutBlock(record->slots[s].block);
         }
      }
      const std::uint64_t forgotten =
         fSuspect && fMaxGeneration + fWalked.maxId + 2 * kForgotten < kMaxCounter / 2 ? kForgotten : 0;
      const auto raise = [](Word &word, std::uint64_t least) {
         word.store(std::max(word.load(std::memory_order_relaxed), least), std::memory_order_relaxed);
      };
      ROOTLET_FAULT_POINT("recover.next-generation");
      raise(Super().nextGeneration.value, fMaxGeneration + forgotten + 1);
      ROOTLET_FAULT_POINT("recover.next-record");
      raise(Super().nextRecordId.value, fWalked.maxId + forgotten + 1);
      fContents.lastId = fWalked.maxId;
      ReleaseFence(); // the cleared generations come before any reuse and before the new commit
   }

   /// The capacity is under the seal. Whoever finds the new seal beside the old capacity knows what is meant: SealedCapacity.
   void CutBlock(Extent block)
   {
      auto header = In<BlockHeader>(block.offset);
      if (header.capacity == block.size || header.length > block.size - sizeof header)
         return; // the second: a stranger has changed it since it was checked
      header.capacity = block.size;
      header.seal = BlockSeal(header, fFile.Base() + block.offset + sizeof header);
      ROOTLET_FAULT_POINT("recover.cut-seal");
      std::atomic_ref(In<BlockHeader>(block.offset).seal).store(header.seal, std::memory_order_release);
      ROOTLET_FAULT_POINT("recover.cut-capacity");
      std::atomic_ref(In<BlockHeader>(block.offset).capacity).store(header.capacity, std::memory_order_release);
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
   bool fSealed;
   WalkedDirectory fWalked;
   std::vector<bool> fRecordChunks; // by chunk
   std::uint64_t fEnd = 0;          // of what the heap must have
   DirectoryContents fContents;
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
