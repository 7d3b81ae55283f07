// See MemoryWatch.h. The sanitizers tell of every allocation; without them operator new is replaced by one that counts.
#include "MemoryWatch.h"

#include <atomic>
#include <cstdlib>
#include <new>

namespace {

std::atomic<std::size_t> gTaken{0};

} // namespace

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)

extern "C" int __sanitizer_install_malloc_and_free_hooks(void (*)(const volatile void *, std::size_t),
                                                         void (*)(const volatile void *));

namespace {

[[maybe_unused]] const int kInstalled = __sanitizer_install_malloc_and_free_hooks(
   [](const volatile void *, std::size_t size) { gTaken.fetch_add(size, std::memory_order_relaxed); },
   [](const volatile void *) {});

} // namespace

#else

void *operator new(std::size_t size)
{
   gTaken.fetch_add(size, std::memory_order_relaxed);
   if (void *memory = std::malloc(size ? size : 1))
      return memory;
   throw std::bad_alloc();
}

void operator delete(void *memory) noexcept
{
   std::free(memory);
}

void operator delete(void *memory, std::size_t) noexcept
{
   std::free(memory);
}

#endif

#if defined(__SANITIZE_ADDRESS__)
extern "C" void __lsan_disable();
extern "C" void __lsan_enable();
#else
namespace {
void __lsan_disable() {}
void __lsan_enable() {}
} // namespace
#endif

MemoryWatch::MemoryWatch() : fBefore(gTaken) {}

std::size_t MemoryWatch::Taken() const
{
   return gTaken - fBefore;
}

LeakCheckPause::LeakCheckPause(bool pause) : fPaused(pause)
{
   if (fPaused)
      __lsan_disable();
}

LeakCheckPause::~LeakCheckPause()
{
   if (fPaused)
      __lsan_enable();
}
