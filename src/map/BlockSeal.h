// The seal of a block: one sum over header and payload, by which a reader knows a whole version after a power loss or
// on a damaged file. Written by Publisher, checked by Reader and Recover.
#ifndef ROOTLET_map_BlockSeal
#define ROOTLET_map_BlockSeal

#include <cstdint>

#include "heap/Crc32c.h"
#include "heap/Format.h"

namespace rootlet {

/// `payload` has header.length bytes; the seal field of the header counts as 0.
inline std::uint32_t BlockSeal(format::BlockHeader header, const char *payload)
{
   header.seal = 0;
   return Crc32c(payload, header.length, Crc32c(&header, sizeof header));
}

/// The capacity that the seal is for: that of the header, or what the payload needs, for recovery cuts a block to that in two
/// steps, seal first. 0: the seal does not hold.
inline std::uint64_t SealedCapacity(format::BlockHeader header, const char *payload)
{
   if (BlockSeal(header, payload) == header.seal)
      return header.capacity;
   header.capacity = format::RoundUp(sizeof header + header.length, format::kGranule);
   return BlockSeal(header, payload) == header.seal ? header.capacity : 0;
}

} // namespace rootlet

#endif
