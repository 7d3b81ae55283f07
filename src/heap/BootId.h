// The kernel's boot id: tells whether the last producer of a file wrote under the kernel that runs now.
// A file from an earlier boot may hold pages of different ages; it is called suspect.
#ifndef ROOTLET_heap_BootId
#define ROOTLET_heap_BootId

#include <array>
#include <cstdint>

namespace rootlet {

using BootId = std::array<std::uint64_t, 2>;

/// Read once per process; zeros where the kernel does not tell.
const BootId &ThisBoot();

} // namespace rootlet

#endif
