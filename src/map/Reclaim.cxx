// See Reclaim.h; mapfile-format.md, "Several producers", has the order of the steps.
#include "map/Reclaim.h"

#include <algorithm>
#include <functional>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "RootletError.h"
#include "heap/FaultPoint.h"
#include "heap/Fences.h"

namespace rootlet {

using namespace format;

namespace {

/// Each lease is asked for once: whoever dies meanwhile is found the next time.
class Deaths {
public:
   explicit Deaths(const HeapLock &lock) : fLock(lock) {}
   bool operator()(std::uint64_t leaseWord)
   {
      const auto [known, isNew] = fKnown.emplace(leaseWord, false);
      if (isNew)
         known->second = fLock.IsDead(leaseWord);
      return known->second;
   }

private:
   const HeapLock &fLock;
   std::unordered_map<std::uint64_t, bool> fKnown;
};

class Reclaim {
public:
   Reclaim(MappedFile &file, MapHeap &heap, const HeapLock &lock)
      : fFile(file), fHeap(heap), fSize(heap.Size()), fDeaths(lock), fUsed(heap.ChunkCount(), false)
   {
   }

   void Run()
   {
      ROOTLET_FAULT_POINT("reclaim.begin");
      ReadTable();
      for (std::uint64_t chunk = 1; chunk < fHeap.ChunkCount(); ++chunk)
         if (fHeap.KindOfChunk(chunk) == ChunkKind::kRecords)
            for (std::uint64_t i = 0; i < kRecordsPerChunk; ++i)
               Visit(chunk * kChunkSize + i * kRecordSize);
      ReleaseFence(); // cleared generations and ids come before any reuse
      fHeap.Reclaim(std::ref(fDeaths), fUsed, fTable);
      ROOTLET_FAULT_POINT("reclaim.done");
   }

private:
   template <class T>
   T &In(std::uint64_t offset) const
   {
      return At<T>(fFile.Base(), offset);
   }

   void ReadTable()
   {
      auto &superblock = In<Superblock>(0);
      const std::uint64_t root = superblock.root.value.load(std::memory_order_acquire);
      const unsigned log2 = RootLog2(root);
      fTable = {RootTable(root), std::uint64_t{8} << (log2 <= kMaxTableLog2 ? log2 : 0)};
      if (log2 < kMinTableLog2 || log2 > kMaxTableLog2 || fTable.offset < kChunkSize ||
          !Fits(fTable.offset, fTable.size, fSize))
         throw MapError(fFile.Path() + ": damaged: the directory root is " + std::to_string(root) +
                        "; close it everywhere and open it again with UPDATE");
      std::uint64_t used = 0;
      for (std::uint64_t at = fTable.offset; at < fTable.End(); at += sizeof(Word)) {
         const std::uint64_t word = In<Word>(at).load(std::memory_order_acquire);
         used += word != kBucketEmpty ? 1 : 0;
         if (word > kBucketRemoved)
            fReached.insert(BucketRecord(word));
      }
      superblock.usedBuckets.value.store(used, std::memory_order_relaxed);
   }

   void Visit(std::uint64_t offset)
   {
      auto &words = In<Record>(offset);
      if (words.id.load(std::memory_order_acquire) == 0)
         return;
      const std::uint64_t owner = words.owner.load(std::memory_order_acquire);
      if (fDeaths(owner)) {
         if (!fReached.contains(offset)) {
            ROOTLET_FAULT_POINT("reclaim.clear");
            words.id.store(0, std::memory_order_relaxed);
            for (Slot &slot : words.slots) // release: as in Directory::Remove
               slot.generation.store(0, std::memory_order_release);
            return;
         }
         const std::uint64_t commit =
            In<Head>(0).leases[LeaseIndex(owner)].commit.value.load(std::memory_order_acquire);
         for (Slot &slot : words.slots)
            if (slot.generation.load(std::memory_order_acquire) > commit) {
               ROOTLET_FAULT_POINT("reclaim.generation");
               slot.generation.store(0, std::memory_order_release);
            }
      }
      // A living owner may be moving a block out of a chunk of the dead: then the chunk counts as used once more.
      Use(words.info.load(std::memory_order_relaxed), [this](std::uint64_t at) { return In<InfoHeader>(at).size; });
      for (const Slot &slot : words.slots)
         Use(slot.block.load(std::memory_order_acquire), [this](std::uint64_t at) {
            return At<Word>(fFile.Base(), at + offsetof(BlockHeader, capacity)).load(std::memory_order_relaxed);
         });
   }

   /// Something lies at `offset`, with its size in its header: nobody may have the chunks in which it is.
   template <class SizeAt>
   void Use(std::uint64_t offset, SizeAt sizeAt)
   {
      if (offset < kChunkSize || offset % kGranule != 0 || !Fits(offset, kGranule, fSize))
         return;
      std::uint64_t size = std::max<std::uint64_t>(sizeAt(offset), kGranule);
      if (!Fits(offset, size, fSize))
         size = kGranule;
      for (std::uint64_t chunk = offset / kChunkSize; chunk <= (offset + size - 1) / kChunkSize; ++chunk)
         fUsed[chunk] = true;
   }

   MappedFile &fFile;
   MapHeap &fHeap;
   std::uint64_t fSize;
   Deaths fDeaths;
   std::vector<bool> fUsed; // by chunk
   Extent fTable;
   std::unordered_set<std::uint64_t> fReached; // offsets of records
};

} // namespace

void ReclaimFromTheDead(MappedFile &file, MapHeap &heap, const HeapLock &lock)
{
   Reclaim(file, heap, lock).Run();
}

bool HaveTheDeadLeftChunks(const MapHeap &heap, const HeapLock &lock)
{
   Deaths deaths(lock);
   return heap.HasChunksOf(std::ref(deaths));
}

} // namespace rootlet
