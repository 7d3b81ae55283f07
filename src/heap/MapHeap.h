// The producer's allocator: blocks cut out of 64-KiB chunks, chunks taken from the file, the file grown when it is full.
// Used by Directory and Publisher; knows nothing of records, only of extents that somebody says are in use.
// Invariants: the file holds one word per chunk; everything finer is private memory and is rebuilt from the directory. What
// this producer uses it knows by itself: no word that a stranger writes makes it give memory out twice or look elsewhere.
// Beside other producers it looks again, under the heap lock, at what they have taken and how far they have grown the file.
#ifndef ROOTLET_heap_MapHeap
#define ROOTLET_heap_MapHeap

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "heap/ExtentAllocator.h"
#include "heap/Format.h"
#include "heap/HeapLock.h"
#include "heap/MappedFile.h"

namespace rootlet {

/// Offsets and sizes in bytes. Threads: one at a time (MapStore's mutex).
class MapHeap {
public:
   /// Changes nothing. Throws MapError if the chunk words do not cover the heap.
   MapHeap(MappedFile &file, HeapLock &lock, std::uint64_t leaseWord);

   /// What the directory reaches, at open: tables are whole chunks, blocks are not.
   struct Used {
      std::vector<Extent> tables;
      std::vector<Extent> blocks;
      std::optional<std::vector<bool>> records = {}; ///< by chunk; nothing: as the chunk words say
   };
   /// Makes free what is not used and writes all chunk words anew; chunks of records stay. Throws MapError, with nothing
   /// changed, if two extents overlap. A lone producer only: it takes over what dead producers held.
   void Rebuild(Used used);

   /// The heap ends at `end` at least, and what lies there stays: the heap size is an older one. Throws MapError.
   void Adopt(std::uint64_t end);

   /// From now on other producers use the same file. `reclaim` is called under the heap lock, instead of growing the file, once
   /// per allocation: it may find chunks that dead producers have left.
   void Share(std::function<void()> reclaim);
   /// Under the heap lock, beside living producers: looks at what others have done to the size of the heap. Throws MapError if
   /// that cannot be.
   void Refresh();
   /// Under the heap lock, beside living producers: chunks of producers for whom `isDead` (by lease word) become free, or
   /// orphans where `used` (by chunk) says that something lies there; orphans where nothing lies and tables other than `table`
   /// become free. May be repeated.
   void Reclaim(const std::function<bool(std::uint64_t)> &isDead, const std::vector<bool> &used, Extent table);
   /// True if there may be something to Reclaim.
   bool HasChunksOf(const std::function<bool(std::uint64_t)> &isDead) const;
   /// Takes over a chunk of records from a producer that is dead.
   void AdoptRecords(std::uint64_t chunk);
   /// A part of the extent lies in chunks of this producer.
   bool Holds(Extent extent) const;

   /// A block of at least `size` bytes, rounded up to BlockSize(size). Grows the file if it must. Throws MapError.
   std::uint64_t Allocate(std::uint64_t size);
   /// If an eighth of this producer's chunks of blocks is free, and a MiB: a block of `size` that begins below `offset`, if
   /// one fits; so what is in use moves together, towards the start. Never takes chunks, never grows the file.
   std::optional<std::uint64_t> AllocateLower(std::uint64_t size, std::uint64_t offset);
   /// Gives a block, or the end of one, back; `size` as BlockSize of what was asked. A block that lies in no chunk of this
   /// producer stays what it is: whoever reclaims the chunk finds that nothing leads there.
   void Free(std::uint64_t offset, std::uint64_t size);
   static std::uint64_t BlockSize(std::uint64_t size) { return format::RoundUp(size, format::kGranule); }

   /// Whole chunks in a row, for tables and records; their bytes are zero. Throws MapError.
   std::uint64_t AllocateChunks(std::uint64_t count, format::ChunkKind kind);
   void FreeChunks(std::uint64_t offset, std::uint64_t count);

   /// What the file says that a chunk below Size() is used for, and by whom.
   format::ChunkKind KindOfChunk(std::uint64_t chunk) const;
   std::uint64_t LeaseOfChunk(std::uint64_t chunk) const;
   std::uint64_t ChunkCount() const { return fSize / format::kChunkSize; }

   /// Bytes of the heap, of its free chunks, and free inside this producer's chunks.
   std::uint64_t Size() const { return fSize; }
   std::uint64_t FreeBytes() const;

private:
   format::Word &ChunkWordOf(std::uint64_t chunk) const;
   bool IsFree(std::uint64_t chunk) const;
   bool IsShared() const { return fReclaim != nullptr; }
   std::uint64_t TakeChunks(std::uint64_t count, std::uint64_t word);
   void Grow(std::uint64_t chunks);
   void GrowBy(std::uint64_t chunks);
   /// How many segments cover `chunks` and themselves; these are added to `chunks`.
   unsigned SegmentsFor(std::uint64_t &chunks) const;
   /// The file has so many chunks; the new segments begin at the given one.
   void AddChunks(std::uint64_t count, unsigned segments, std::uint64_t firstSegmentChunk);
   std::uint64_t FindRun(std::uint64_t count, std::uint64_t &first) const;
   void FindSegments();
   void ForgetFurtherSegments();

   MappedFile &fFile;
   HeapLock &fLock;
   std::uint64_t fLeaseWord;
   std::uint64_t fSize;
   std::array<std::uint64_t, format::kSegments> fSegmentAt{}; // their offsets, checked once
   unsigned fSegments = 0;                                    // chunk-word segments in use
   std::vector<bool> fHeld;                                   // by chunk: used by this producer, whatever its word says
   std::uint64_t fBlockChunks = 0;                            // how many chunks are cut into blocks
   std::uint64_t fFirstFree = 1;                              // no chunk below this one is free
   ExtentAllocator fExtents;
   std::function<void()> fReclaim; // empty: a lone producer
};

} // namespace rootlet

#endif
