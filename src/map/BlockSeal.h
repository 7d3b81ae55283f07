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

} // namespace rootlet

#endif
