// See StackGuard.h. The limit is asked for once per thread.
#include "io/StackGuard.h"

#include <cstddef>
#include <cstdint>
#include <pthread.h>

namespace rootlet {
namespace {

constexpr std::size_t kMargin = 256 * 1024; // bytes; sanitizer frames are several kB each
#if defined(__SANITIZE_THREAD__)
constexpr std::size_t kUsable = 2 * 1024 * 1024; // ThreadSanitizer gives up on call stacks of 65536 frames
#else
constexpr std::size_t kUsable = ~std::size_t(0);
#endif

/// The addresses that are to stay free; none where the stack is unknown: then the byte counts bound the nesting.
struct Margin {
   std::uintptr_t fFirst = 0;
   std::uintptr_t fEnd = 0;
};

Margin MarginOfThisThread()
{
   pthread_attr_t attributes;
   if (pthread_getattr_np(pthread_self(), &attributes) != 0)
      return {};
   void *lowest = nullptr;
   std::size_t size = 0;
   pthread_attr_getstack(&attributes, &lowest, &size);
   pthread_attr_destroy(&attributes);
   std::size_t margin = size / 2 < kMargin ? size / 2 : kMargin;
   if (size > kUsable && size - kUsable > margin)
      margin = size - kUsable;
   const auto start = reinterpret_cast<std::uintptr_t>(lowest);
   return {start, start + margin};
}

} // namespace

bool StackIsLow()
{
   thread_local const Margin margin = MarginOfThisThread();
   // The frame address, not that of a local: AddressSanitizer may keep locals elsewhere.
   const auto here = reinterpret_cast<std::uintptr_t>(__builtin_frame_address(0));
   return here >= margin.fFirst &&
          here < margin.fEnd; // elsewhere lies the stack of a coroutine, or of a signal handler
}

} // namespace rootlet
