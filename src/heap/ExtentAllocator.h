// Which stretches of a producer's chunks are free: size classes of 64 bytes, best fit (to an eighth) above, coalescing in O(1).
// Used by MapHeap. All bookkeeping is private memory: no crash can break it and no hostile file can steer it.
// Invariant: free extents never touch each other; the tags name the first and last granule of each of them.
#ifndef ROOTLET_heap_ExtentAllocator
#define ROOTLET_heap_ExtentAllocator

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

namespace rootlet {

/// A stretch of the file: bytes [offset, offset + size).
struct Extent {
   std::uint64_t offset = 0;
   std::uint64_t size = 0;
   std::uint64_t End() const { return offset + size; }
   friend bool operator==(const Extent &, const Extent &) = default;
};

/// Offsets and sizes are multiples of 64 bytes. Threads: one at a time.
class ExtentAllocator {
public:
   /// Takes the lowest of the free extents in the smallest size class that has one large enough.
   std::optional<std::uint64_t> Allocate(std::uint64_t size);
   /// Gives an extent back (or adds a new one) and returns the free extent it has become a part of.
   Extent Free(Extent extent);
   /// Takes a part out of a free extent that Free() has returned, as if it had been allocated.
   void Remove(Extent whole, Extent part);

   std::uint64_t FreeBytes() const { return fFreeBytes; }
   std::uint64_t ExtentCount() const { return fExtentCount; }

private:
   using NodeIndex = std::uint32_t;
   static constexpr NodeIndex kNone = 0;
   static constexpr unsigned kExactBins = 64; // one bin per size up to 4 KiB, then 8 per power of two
   static constexpr unsigned kBins = 384;
   static constexpr unsigned kSearch = 64; // extents of one bin looked at for the best fit

   struct Node {
      Extent extent;
      NodeIndex previous = kNone;
      NodeIndex next = kNone;
   };
   using TagPage = std::array<NodeIndex, 1024>;

   static unsigned BinOf(std::uint64_t size);
   NodeIndex BestOf(unsigned bin, std::uint64_t size) const;
   unsigned NextBin(unsigned from) const;
   void Insert(Extent extent);
   void Take(NodeIndex node);
   NodeIndex Tag(std::uint64_t offset) const;
   void SetTag(std::uint64_t offset, NodeIndex node);

   std::vector<Node> fNodes{1}; // [kNone] is no node
   std::vector<NodeIndex> fUnusedNodes;
   std::array<NodeIndex, kBins> fBins{};
   std::array<std::uint64_t, kBins / 64> fNonEmpty{};
   std::vector<std::unique_ptr<TagPage>> fTags; // by chunk
   std::uint64_t fFreeBytes = 0;
   std::uint64_t fExtentCount = 0;
};

} // namespace rootlet

#endif
