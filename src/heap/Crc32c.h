// CRC32C (Castagnoli, reflected, as in iSCSI and ext4): the seal of blocks and the check of superblock and info blocks.
// Hardware instructions are used where the processor has them; every way gives the same value.
#ifndef ROOTLET_heap_Crc32c
#define ROOTLET_heap_Crc32c

#include <cstddef>
#include <cstdint>

namespace rootlet {

/// The CRC of `size` bytes. `previous` is the CRC of what came before them: Crc32c(b, n, Crc32c(a, m)) is that of a and b.
std::uint32_t Crc32c(const void *data, std::size_t size, std::uint32_t previous = 0);

/// The same without multiplications of vectors, for processors that have none.
std::uint32_t Crc32cByLanes(const void *data, std::size_t size, std::uint32_t previous = 0);

/// The same by table alone, for processors without the instruction, and as a check of the others.
std::uint32_t Crc32cPortable(const void *data, std::size_t size, std::uint32_t previous = 0);

} // namespace rootlet

#endif
