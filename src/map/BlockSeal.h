// The seal of a block: one sum over header and payload, by which a reader knows a whole version after a power loss or
// on a damaged file. Written by Publisher, checked by Reader and Recover.
#ifndef ROOTLET_map_BlockSeal
#define ROOTLET_map_BlockSeal

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "heap/CopyFromShared.h"
#include "heap/Crc32c.h"
#include "heap/Format.h"

namespace rootlet {

/// `payload` has header.length bytes; the seal field of the header counts as 0.
inline std::uint32_t BlockSeal(format::BlockHeader header, const char *payload)
{
   header.seal = 0;
   return Crc32c(payload, header.length, Crc32c(&header, sizeof header));
}

/// Copies the payload that the header tells of, and gives the seal of what was copied: each piece is summed while it is in a
/// near cache.
inline std::uint32_t CopySealed(format::BlockHeader header, char *to, const char *from)
{
   constexpr std::size_t kPiece = std::size_t{1} << 16;
   header.seal = 0;
   std::uint32_t seal = Crc32c(&header, sizeof header);
   for (std::size_t left = header.length; left != 0;) {
      const std::size_t piece = std::min(left, kPiece);
      CopyFromShared(to, from, piece);
      seal = Crc32c(to, piece, seal);
      to += piece;
      from += piece;
      left -= piece;
   }
   return seal;
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
