// Finds the word that says what a 64-KiB chunk is used for. Used by MapHeap, and by Reader to check record offsets.
#ifndef ROOTLET_heap_ChunkWords
#define ROOTLET_heap_ChunkWords

#include <cstdint>

#include "heap/Format.h"

namespace rootlet {

/// The word of a chunk, or null if the file has none (only in a damaged one). `usable` bytes at `base` may be looked at.
inline format::Word *FindChunkWord(char *base, std::uint64_t usable, std::uint64_t chunk)
{
   using namespace format;
   auto &head = At<Head>(base, 0);
   if (chunk < kHeadChunkWords)
      return &head.chunkWords[chunk];
   const unsigned segment = SegmentOf(chunk);
   if (segment >= kSegments)
      return nullptr;
   const std::uint64_t offset = head.superblock.segments[segment].load(std::memory_order_acquire);
   if (offset == 0 || offset % kChunkSize != 0 || !Fits(offset, SegmentBytes(segment), usable))
      return nullptr;
   return &At<Word>(base, offset + (chunk - SegmentFirstChunk(segment)) * sizeof(Word));
}

} // namespace rootlet

#endif
