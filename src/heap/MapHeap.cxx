// Blocks, chunks, growth, and the rebuilding of what is free. See MapHeap.h.
#include "heap/MapHeap.h"

#include <algorithm>
#include <cstring>
#include <mutex>

#include "RootletError.h"
#include "heap/FaultPoint.h"

namespace rootlet {

using format::ChunkKind;
using format::ChunkWord;
using format::kChunkSize;

namespace {

constexpr std::uint64_t kGrowthStep = std::uint64_t{16} << 20;
/// A free extent of this size goes back to the file, for other producers and for tables.
constexpr std::uint64_t kGiveBack = std::uint64_t{16} << 20;
/// What is in use moves together if more than one part in so many of the chunks that are cut into blocks is free. (A million
/// updates of the five kinds of FragmentationTest.cxx end in up to 1.4 times the bytes of the living versions; without this in
/// up to 1.7.)
constexpr std::uint64_t kSparse = 8;
/// With less than this free it is not worth the copies.
constexpr std::uint64_t kSparseFrom = std::uint64_t{1} << 20;

} // namespace

MapHeap::MapHeap(MappedFile &file, HeapLock &lock, std::uint64_t leaseWord)
   : fFile(file), fLock(lock), fLeaseWord(leaseWord),
     fSize(format::At<format::Superblock>(file.Base(), 0).heapSize.value.load(std::memory_order_relaxed))
{
   // Whoever has checked the word before may have seen another value.
   if (fSize % kChunkSize != 0 || fSize > format::kMaxHeapSize || fFile.Extend() < fSize)
      throw MapError(fFile.Path() + ": damaged: the heap size has become " + std::to_string(fSize));
   FindSegments();
   fHeld.resize(ChunkCount());
}

void MapHeap::FindSegments()
{
   const auto &segments = format::At<format::Superblock>(fFile.Base(), 0).segments;
   for (; fSegments < format::kSegments; ++fSegments) {
      const std::uint64_t offset = segments[fSegments].load(std::memory_order_relaxed);
      if (offset < kChunkSize || offset % kChunkSize != 0 ||
          !format::Fits(offset, format::SegmentChunks(fSegments) * kChunkSize, fSize))
         break;
      fSegmentAt[fSegments] = offset;
   }
   if (format::CoveredChunks(fSegments) < ChunkCount())
      throw MapError(fFile.Path() + ": damaged: the chunk words cover " +
                     std::to_string(format::CoveredChunks(fSegments)) + " of " + std::to_string(ChunkCount()) +
                     " chunks");
}

/// Those that a producer placed beyond the heap size before it died are not there.
void MapHeap::ForgetFurtherSegments()
{
   auto &segments = format::At<format::Superblock>(fFile.Base(), 0).segments;
   for (unsigned k = fSegments; k < format::kSegments; ++k) {
      ROOTLET_FAULT_POINT("open.segments");
      if (segments[k].load(std::memory_order_relaxed) != 0)
         segments[k].store(0, std::memory_order_release);
   }
}

format::Word &MapHeap::ChunkWordOf(std::uint64_t chunk) const
{
   if (chunk < format::kHeadChunkWords)
      return format::At<format::Head>(fFile.Base(), 0).chunkWords[chunk];
   const unsigned k = format::SegmentOf(chunk);
   return format::At<format::Word>(fFile.Base(),
                                   fSegmentAt[k] + (chunk - format::SegmentFirstChunk(k)) * sizeof(format::Word));
}

format::ChunkKind MapHeap::KindOfChunk(std::uint64_t chunk) const
{
   return format::KindOf(ChunkWordOf(chunk).load(std::memory_order_relaxed));
}

std::uint64_t MapHeap::LeaseOfChunk(std::uint64_t chunk) const
{
   return ChunkWordOf(chunk).load(std::memory_order_relaxed) >> 8;
}

bool MapHeap::Holds(Extent extent) const
{
   for (std::uint64_t chunk = extent.offset / kChunkSize; chunk <= (extent.End() - 1) / kChunkSize; ++chunk)
      if (fHeld[chunk])
         return true;
   return false;
}

bool MapHeap::IsFree(std::uint64_t chunk) const
{
   return !fHeld[chunk] && ChunkWordOf(chunk).load(std::memory_order_relaxed) == ChunkWord(ChunkKind::kFree);
}

void MapHeap::Rebuild(Used used)
{
   std::lock_guard lock(fLock);
   const std::uint64_t count = ChunkCount();
   ROOTLET_FAULT_POINT("rebuild.claim");
   std::vector<std::uint64_t> words(count, ChunkWord(ChunkKind::kFree));
   auto claim = [&](Extent extent, ChunkKind kind, const char *what) {
      for (std::uint64_t chunk = extent.offset / kChunkSize; chunk <= (extent.End() - 1) / kChunkSize; ++chunk) {
         const bool named = kind == ChunkKind::kOwned || kind == ChunkKind::kRecords;
         const std::uint64_t word = ChunkWord(kind, named ? fLeaseWord : 0);
         const bool shared = kind == ChunkKind::kOwned && words[chunk] == word; // by blocks
         if (words[chunk] != ChunkWord(ChunkKind::kFree) && !shared)
            throw MapError(fFile.Path() + ": damaged: " + what + " at offset " + std::to_string(extent.offset) +
                           " overlaps something else");
         words[chunk] = word;
      }
   };
   claim({0, kChunkSize}, ChunkKind::kHead, "the head");
   for (unsigned k = 0; k < fSegments; ++k)
      claim({fSegmentAt[k], format::SegmentChunks(k) * kChunkSize}, ChunkKind::kSegment, "a chunk-word segment");
   for (const Extent &table : used.tables)
      claim(table, ChunkKind::kTable, "the directory table");
   for (std::uint64_t chunk = 0; chunk < count; ++chunk)
      if (used.records ? chunk < used.records->size() && (*used.records)[chunk]
                       : KindOfChunk(chunk) == ChunkKind::kRecords)
         claim({chunk * kChunkSize, kChunkSize}, ChunkKind::kRecords, "a chunk of records");

   std::sort(used.blocks.begin(), used.blocks.end(), [](Extent a, Extent b) { return a.offset < b.offset; });
   std::uint64_t end = 0;
   for (const Extent &block : used.blocks) {
      if (block.offset < end)
         throw MapError(fFile.Path() + ": damaged: two blocks overlap at offset " + std::to_string(block.offset));
      end = block.End();
      claim(block, ChunkKind::kOwned, "a block");
   }

   ForgetFurtherSegments();
   for (std::uint64_t chunk = 0; chunk < count; ++chunk) {
      ROOTLET_FAULT_POINT("rebuild.words");
      ChunkWordOf(chunk).store(words[chunk], std::memory_order_relaxed);
      fHeld[chunk] = words[chunk] != ChunkWord(ChunkKind::kFree);
   }
   ROOTLET_FAULT_POINT("rebuild.extents");
   fFirstFree = 1;
   fExtents = ExtentAllocator();
   fBlockChunks = 0;
   // What lies between the blocks in owned chunks is free.
   auto block = used.blocks.begin();
   for (std::uint64_t chunk = 0; chunk < count; ++chunk) {
      if (format::KindOf(words[chunk]) != ChunkKind::kOwned)
         continue;
      ++fBlockChunks;
      std::uint64_t at = chunk * kChunkSize;
      const std::uint64_t chunkEnd = at + kChunkSize;
      while (block != used.blocks.end() && block->End() <= at)
         ++block;
      for (auto inside = block; at < chunkEnd; ++inside) {
         const std::uint64_t next = inside == used.blocks.end() ? chunkEnd : std::min(inside->offset, chunkEnd);
         if (next > at)
            fExtents.Free({at, next - at});
         if (next == chunkEnd)
            break;
         at = inside->End();
      }
   }
}

// ---- beside other producers -----------------------------------------------------------------------------------------

void MapHeap::Share(std::function<void()> reclaim)
{
   fReclaim = std::move(reclaim);
   for (std::uint64_t chunk = 0; chunk < ChunkCount(); ++chunk)
      if (KindOfChunk(chunk) == ChunkKind::kTable)
         fHeld[chunk] = false; // whoever makes the next table frees this one
}

void MapHeap::Refresh()
{
   const std::uint64_t size =
      format::At<format::Superblock>(fFile.Base(), 0).heapSize.value.load(std::memory_order_acquire);
   if (size == fSize)
      return;
   if (size < fSize || size % kChunkSize != 0 || size > format::kMaxHeapSize || fFile.Extend() < size)
      throw MapError(fFile.Path() + ": damaged: the heap size has become " + std::to_string(size) +
                     "; close it and make it again with RECREATE");
   fSize = size;
   FindSegments();
   fHeld.resize(ChunkCount());
}

bool MapHeap::HasChunksOf(const std::function<bool(std::uint64_t)> &isDead) const
{
   for (std::uint64_t chunk = 1; chunk < ChunkCount(); ++chunk) {
      const ChunkKind kind = KindOfChunk(chunk);
      if (!fHeld[chunk] && (kind == ChunkKind::kOrphan || (kind == ChunkKind::kOwned && isDead(LeaseOfChunk(chunk)))))
         return true;
   }
   return false;
}

void MapHeap::Reclaim(const std::function<bool(std::uint64_t)> &isDead, const std::vector<bool> &used, Extent table)
{
   ForgetFurtherSegments();
   for (std::uint64_t chunk = 1; chunk < ChunkCount(); ++chunk) {
      if (fHeld[chunk])
         continue;
      const ChunkKind kind = KindOfChunk(chunk);
      const std::uint64_t at = chunk * kChunkSize;
      const bool isLost = kind == ChunkKind::kOwned && isDead(LeaseOfChunk(chunk));
      const bool isOldTable = kind == ChunkKind::kTable && (at < table.offset || at >= table.End());
      if (!isLost && !isOldTable && kind != ChunkKind::kOrphan)
         continue;
      ROOTLET_FAULT_POINT("reclaim.chunk");
      if (used[chunk]) {
         if (isLost)
            ChunkWordOf(chunk).store(ChunkWord(ChunkKind::kOrphan), std::memory_order_release);
      } else {
         ChunkWordOf(chunk).store(ChunkWord(ChunkKind::kFree), std::memory_order_release);
         fFirstFree = std::min(fFirstFree, chunk);
      }
   }
}

void MapHeap::AdoptRecords(std::uint64_t chunk)
{
   ROOTLET_FAULT_POINT("records.adopt");
   ChunkWordOf(chunk).store(ChunkWord(ChunkKind::kRecords, fLeaseWord), std::memory_order_release);
   fHeld[chunk] = true;
}

// ---- blocks and chunks ----------------------------------------------------------------------------------------------

std::uint64_t MapHeap::Allocate(std::uint64_t size)
{
   ROOTLET_FAULT_POINT("allocate.find");
   size = BlockSize(size);
   if (size > format::kMaxHeapSize)
      throw MapError(fFile.Path() + ": " + std::to_string(size) + " bytes are more than a map can hold");
   if (const auto offset = fExtents.Allocate(size))
      return *offset;
   const std::uint64_t chunks = format::RoundUp(size, kChunkSize) / kChunkSize;
   const std::uint64_t offset = TakeChunks(chunks, ChunkWord(ChunkKind::kOwned, fLeaseWord));
   ROOTLET_FAULT_POINT("allocate.taken");
   fBlockChunks += chunks;
   fExtents.Free({offset, chunks * kChunkSize});
   return *fExtents.Allocate(size);
}

std::optional<std::uint64_t> MapHeap::AllocateLower(std::uint64_t size, std::uint64_t offset)
{
   if (fExtents.FreeBytes() <= std::max(kSparseFrom, fBlockChunks * kChunkSize / kSparse))
      return std::nullopt;
   size = BlockSize(size);
   const auto found = fExtents.Allocate(size);
   if (!found || *found < offset)
      return found;
   fExtents.Free({*found, size});
   return std::nullopt;
}

void MapHeap::Free(std::uint64_t offset, std::uint64_t size)
{
   if (!Holds({offset, size}))
      return;
   ROOTLET_FAULT_POINT("free.extent");
   const Extent whole = fExtents.Free({offset, size});
   if (whole.size < kGiveBack)
      return;
   const std::uint64_t first = format::RoundUp(whole.offset, kChunkSize);
   const std::uint64_t last = whole.End() / kChunkSize * kChunkSize;
   ROOTLET_FAULT_POINT("free.chunks");
   fExtents.Remove(whole, {first, last - first});
   fBlockChunks -= (last - first) / kChunkSize;
   FreeChunks(first, (last - first) / kChunkSize);
}

std::uint64_t MapHeap::AllocateChunks(std::uint64_t count, ChunkKind kind)
{
   std::lock_guard lock(fLock);
   const std::uint64_t offset = TakeChunks(count, ChunkWord(ChunkKind::kOwned, fLeaseWord));
   ROOTLET_FAULT_POINT("chunks.clear");
   std::memset(fFile.Base() + offset, 0, count * kChunkSize);
   for (std::uint64_t i = 0; i < count; ++i) {
      ROOTLET_FAULT_POINT("chunks.kind");
      const std::uint64_t chunk = offset / kChunkSize + i;
      ChunkWordOf(chunk).store(ChunkWord(kind, kind == ChunkKind::kRecords ? fLeaseWord : 0),
                               std::memory_order_release);
      if (IsShared() && kind == ChunkKind::kTable)
         fHeld[chunk] = false; // as in Share()
   }
   return offset;
}

void MapHeap::FreeChunks(std::uint64_t offset, std::uint64_t count)
{
   std::lock_guard lock(fLock);
   const std::uint64_t first = offset / kChunkSize;
   for (std::uint64_t i = 0; i < count; ++i) {
      ROOTLET_FAULT_POINT("chunks.free");
      ChunkWordOf(first + i).store(ChunkWord(ChunkKind::kFree), std::memory_order_release);
      fHeld[first + i] = false;
   }
   fFirstFree = std::min(fFirstFree, first);
}

/// First fit among the free chunks. Returns how many of `count` there are in a row from `first` on; if they are fewer, they
/// are the last ones of the heap.
std::uint64_t MapHeap::FindRun(std::uint64_t count, std::uint64_t &first) const
{
   std::uint64_t run = 0;
   for (std::uint64_t chunk = fFirstFree; chunk < ChunkCount() && run < count; ++chunk) {
      if (!IsFree(chunk))
         run = 0;
      else if (run++ == 0)
         first = chunk;
   }
   return run;
}

/// First fit, then what the dead have left, then growth.
std::uint64_t MapHeap::TakeChunks(std::uint64_t count, std::uint64_t word)
{
   std::lock_guard lock(fLock);
   if (IsShared()) {
      Refresh();
      fFirstFree = 1; // others give chunks back too
   }
   while (fFirstFree < ChunkCount() && !IsFree(fFirstFree))
      ++fFirstFree;
   std::uint64_t first = fFirstFree;
   std::uint64_t run = FindRun(count, first);
   if (run < count && IsShared()) {
      fReclaim();
      run = FindRun(count, first);
   }
   while (run < count) {
      Grow(count - run);
      run = FindRun(count, first);
   }
   for (std::uint64_t i = 0; i < count; ++i) {
      ROOTLET_FAULT_POINT("chunks.take");
      ChunkWordOf(first + i).store(word, std::memory_order_relaxed);
      fHeld[first + i] = true;
   }
   if (first == fFirstFree)
      fFirstFree = first + count;
   return first * kChunkSize;
}

/// Doubles up to 16 MiB a step; where the disk has no room for that, takes what is needed.
void MapHeap::Grow(std::uint64_t chunks)
{
   const std::uint64_t step = std::max(chunks, std::min(fSize, kGrowthStep) / kChunkSize);
   try {
      GrowBy(step);
   } catch (const MapError &) {
      if (step == chunks)
         throw;
      ROOTLET_FAULT_POINT("grow.less");
      GrowBy(chunks);
   }
}

void MapHeap::GrowBy(std::uint64_t chunks)
{
   const std::uint64_t first = ChunkCount();
   std::uint64_t count = first + chunks;
   const unsigned segments = SegmentsFor(count);
   fFile.Grow(fSize, count * kChunkSize);
   AddChunks(count, segments, first);
}

void MapHeap::Adopt(std::uint64_t end)
{
   std::lock_guard lock(fLock);
   const std::uint64_t first = format::RoundUp(end, kChunkSize) / kChunkSize;
   std::uint64_t count = first;
   const unsigned segments = SegmentsFor(count);
   if (count <= ChunkCount())
      return;
   ROOTLET_FAULT_POINT("adopt.space");
   fFile.Adopt(fSize, count * kChunkSize);
   AddChunks(count, segments, first);
}

unsigned MapHeap::SegmentsFor(std::uint64_t &chunks) const
{
   unsigned segments = fSegments;
   for (; format::CoveredChunks(segments) < chunks; ++segments)
      chunks += format::SegmentChunks(segments);
   if (segments > format::kSegments || chunks * kChunkSize > format::kMaxHeapSize)
      throw MapError(fFile.Path() + ": the map has reached the largest size of its format");
   return segments;
}

void MapHeap::AddChunks(std::uint64_t count, unsigned segments, std::uint64_t firstSegmentChunk)
{
   auto &superblock = format::At<format::Superblock>(fFile.Base(), 0);
   const std::uint64_t firstChunk = ChunkCount();
   std::uint64_t chunk = firstSegmentChunk;
   for (unsigned k = fSegments; k < segments; ++k) {
      ROOTLET_FAULT_POINT("grow.segment");
      // The tail may hold what a dead producer wrote there before it could store the heap size.
      std::memset(fFile.Base() + chunk * kChunkSize, 0, format::SegmentChunks(k) * kChunkSize);
      ROOTLET_FAULT_POINT("grow.segment-offset");
      superblock.segments[k].store(chunk * kChunkSize, std::memory_order_release);
      fSegmentAt[k] = chunk * kChunkSize;
      chunk += format::SegmentChunks(k);
   }
   ROOTLET_FAULT_POINT("grow.words");
   fHeld.resize(count);
   for (std::uint64_t i = firstChunk; i < count; ++i) {
      const bool segment = i >= firstSegmentChunk && i < chunk;
      ChunkWordOf(i).store(ChunkWord(segment ? ChunkKind::kSegment : ChunkKind::kFree), std::memory_order_relaxed);
      fHeld[i] = segment;
   }
   ROOTLET_FAULT_POINT("grow.size");
   superblock.heapSize.value.store(count * kChunkSize, std::memory_order_release);
   ROOTLET_FAULT_POINT("grow.done");
   fSegments = segments;
   fSize = count * kChunkSize;
}

std::uint64_t MapHeap::FreeBytes() const
{
   std::uint64_t bytes = fExtents.FreeBytes();
   for (std::uint64_t chunk = 0; chunk < ChunkCount(); ++chunk)
      if (IsFree(chunk))
         bytes += kChunkSize;
   return bytes;
}

} // namespace rootlet
