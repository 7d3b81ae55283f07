// Sleeping on, and waking by, the low half of a 64-bit word that processes share. Used by HeapLock, Publisher and MapStore.
#ifndef ROOTLET_heap_Futex
#define ROOTLET_heap_Futex

#include <linux/futex.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include <bit>
#include <climits>
#include <cstdint>

#include "heap/Format.h"

namespace rootlet {

inline std::uint32_t *FutexHalf(format::Word &word)
{
   auto *halves = reinterpret_cast<std::uint32_t *>(&word);
   return std::endian::native == std::endian::little ? halves : halves + 1;
}

/// Sleeps while the low half equals that of `expected`, at most `milliseconds`. May return early.
inline void FutexWait(format::Word &word, std::uint64_t expected, long milliseconds)
{
   struct timespec slice = {milliseconds / 1000, milliseconds % 1000 * 1000000};
   ::syscall(SYS_futex, FutexHalf(word), FUTEX_WAIT, static_cast<std::uint32_t>(expected), &slice, nullptr, 0);
}

/// Wakes up to `count` sleepers.
inline void FutexWake(format::Word &word, int count = INT_MAX)
{
   ::syscall(SYS_futex, FutexHalf(word), FUTEX_WAKE, count, nullptr, nullptr, 0);
}

} // namespace rootlet

#endif
