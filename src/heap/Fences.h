// The two fences of the publish/read protocol (mapfile-format.md, "Publish" step 2 and "Read" step 5).
// ThreadSanitizer under GCC knows no fences; there the machine's own instruction is issued and the compiler is held
// back, which is enough because TSan need not see the payload copies that the fences order (CopyFromShared is opaque).
#ifndef ROOTLET_heap_Fences
#define ROOTLET_heap_Fences

#include <atomic>

#if defined(__SANITIZE_THREAD__)
#define ROOTLET_TSAN 1
#elif defined(__has_feature)
#if __has_feature(thread_sanitizer)
#define ROOTLET_TSAN 1
#endif
#endif

namespace rootlet {

/// Stores before it become visible before stores after it.
inline void ReleaseFence()
{
#ifndef ROOTLET_TSAN
   std::atomic_thread_fence(std::memory_order_release);
#elif defined(__x86_64__)
   asm volatile("" ::: "memory"); // x86-64 keeps the order of stores
#elif defined(__aarch64__)
   asm volatile("dmb ish" ::: "memory");
#else
   __sync_synchronize();
#endif
}

/// Stores before it happen before loads after it, in one order for all who do so.
inline void FullFence()
{
#ifndef ROOTLET_TSAN
   std::atomic_thread_fence(std::memory_order_seq_cst);
#else
   __sync_synchronize();
#endif
}

/// Loads before it happen before loads after it.
inline void AcquireFence()
{
#ifndef ROOTLET_TSAN
   std::atomic_thread_fence(std::memory_order_acquire);
#elif defined(__x86_64__)
   asm volatile("" ::: "memory"); // x86-64 keeps the order of loads
#elif defined(__aarch64__)
   asm volatile("dmb ishld" ::: "memory");
#else
   __sync_synchronize();
#endif
}

} // namespace rootlet

#endif
