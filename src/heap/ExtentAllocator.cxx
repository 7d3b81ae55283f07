// Binned free extents with boundary tags. See ExtentAllocator.h.
#include "heap/ExtentAllocator.h"

#include <algorithm>
#include <bit>

#include "heap/Format.h"

namespace rootlet {

using format::kChunkShift;
using format::kGranule;
using format::kGranuleShift;

unsigned ExtentAllocator::BinOf(std::uint64_t size)
{
   const std::uint64_t granules = size >> kGranuleShift;
   if (granules <= kExactBins)
      return static_cast<unsigned>(granules) - 1;
   const unsigned power = static_cast<unsigned>(std::bit_width(granules)) - 1; // at least 6
   const unsigned eighth = static_cast<unsigned>(granules >> (power - 3)) & 7;
   return std::min(kExactBins + (power - 6) * 8 + eighth, kBins - 1);
}

/// Sizes of one bin differ by an eighth at most, so each fits as well as the next; the one nearest to the start keeps what is
/// in use together. (Measured over a million updates of 1000 objects of 64 bytes to 256 KiB: as much heap as an ordered set
/// of extents with the exact best fit needs, or a seventh less, in a third of the time.)
ExtentAllocator::NodeIndex ExtentAllocator::BestOf(unsigned bin, std::uint64_t size) const
{
   NodeIndex best = kNone;
   unsigned looked = 0;
   for (NodeIndex node = fBins[bin]; node != kNone && looked < kSearch; node = fNodes[node].next, ++looked) {
      const Extent &extent = fNodes[node].extent;
      if (extent.size >= size && (best == kNone || extent.offset < fNodes[best].extent.offset))
         best = node;
   }
   return best;
}

/// The first bin at or after `from` that holds anything; kBins if none.
unsigned ExtentAllocator::NextBin(unsigned from) const
{
   for (unsigned word = from / 64; word < fNonEmpty.size(); ++word) {
      std::uint64_t bits = fNonEmpty[word];
      if (word == from / 64)
         bits &= ~std::uint64_t{0} << (from % 64);
      if (bits != 0)
         return word * 64 + static_cast<unsigned>(std::countr_zero(bits));
   }
   return kBins;
}

std::optional<std::uint64_t> ExtentAllocator::Allocate(std::uint64_t size)
{
   for (unsigned bin = NextBin(BinOf(size)); bin < kBins; bin = NextBin(bin + 1)) {
      const NodeIndex node = BestOf(bin, size);
      if (node == kNone)
         continue; // extents of this bin may be smaller; those of the next are not
      const Extent extent = fNodes[node].extent;
      Take(node);
      if (extent.size > size)
         Insert({extent.offset + size, extent.size - size});
      return extent.offset;
   }
   return std::nullopt;
}

Extent ExtentAllocator::Free(Extent extent)
{
   if (extent.offset != 0)
      if (const NodeIndex left = Tag(extent.offset - kGranule); left != kNone) {
         const Extent before = fNodes[left].extent;
         Take(left);
         extent = {before.offset, before.size + extent.size};
      }
   if (const NodeIndex right = Tag(extent.End()); right != kNone) {
      const Extent after = fNodes[right].extent;
      Take(right);
      extent.size += after.size;
   }
   Insert(extent);
   return extent;
}

void ExtentAllocator::Remove(Extent whole, Extent part)
{
   Take(Tag(whole.offset));
   if (part.offset > whole.offset)
      Insert({whole.offset, part.offset - whole.offset});
   if (part.End() < whole.End())
      Insert({part.End(), whole.End() - part.End()});
}

void ExtentAllocator::Insert(Extent extent)
{
   NodeIndex node = kNone;
   if (fUnusedNodes.empty()) {
      node = static_cast<NodeIndex>(fNodes.size());
      fNodes.emplace_back();
   } else {
      node = fUnusedNodes.back();
      fUnusedNodes.pop_back();
   }
   const unsigned bin = BinOf(extent.size);
   fNodes[node] = {extent, kNone, fBins[bin]};
   if (fBins[bin] != kNone)
      fNodes[fBins[bin]].previous = node;
   fBins[bin] = node;
   fNonEmpty[bin / 64] |= std::uint64_t{1} << (bin % 64);
   SetTag(extent.offset, node);
   SetTag(extent.End() - kGranule, node);
   fFreeBytes += extent.size;
   ++fExtentCount;
}

void ExtentAllocator::Take(NodeIndex index)
{
   const Node &node = fNodes[index];
   const unsigned bin = BinOf(node.extent.size);
   if (node.previous != kNone)
      fNodes[node.previous].next = node.next;
   else
      fBins[bin] = node.next;
   if (node.next != kNone)
      fNodes[node.next].previous = node.previous;
   if (fBins[bin] == kNone)
      fNonEmpty[bin / 64] &= ~(std::uint64_t{1} << (bin % 64));
   SetTag(node.extent.offset, kNone);
   SetTag(node.extent.End() - kGranule, kNone);
   fFreeBytes -= node.extent.size;
   --fExtentCount;
   fUnusedNodes.push_back(index);
}

ExtentAllocator::NodeIndex ExtentAllocator::Tag(std::uint64_t offset) const
{
   const std::uint64_t page = offset >> kChunkShift;
   if (page >= fTags.size() || fTags[page] == nullptr)
      return kNone;
   return (*fTags[page])[(offset >> kGranuleShift) % 1024];
}

void ExtentAllocator::SetTag(std::uint64_t offset, NodeIndex node)
{
   const std::uint64_t page = offset >> kChunkShift;
   if (page >= fTags.size())
      fTags.resize(std::max(page + 1, 2 * fTags.size()));
   if (fTags[page] == nullptr)
      fTags[page] = std::make_unique<TagPage>();
   (*fTags[page])[(offset >> kGranuleShift) % 1024] = node;
}

} // namespace rootlet
