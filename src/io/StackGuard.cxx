// See StackGuard.h. The limit is asked for once per thread.
#include "io/StackGuard.h"

#include <pthread.h>

namespace rootlet {
namespace {

constexpr StackMargin kUnasked{0, ~std::size_t(0)};
constexpr std::size_t kMargin = 256 * 1024; // bytes; sanitizer frames are several kB each
#if defined(__SANITIZE_THREAD__)
constexpr std::size_t kUsable = 2 * 1024 * 1024; // ThreadSanitizer gives up on call stacks of 65536 frames
#else
constexpr std::size_t kUsable = ~std::size_t(0);
#endif

StackMargin MarginOfThisThread()
{
   pthread_attr_t attributes;
   if (pthread_getattr_np(pthread_self(), &attributes) != 0)
      return {0, 0};
   void *lowest = nullptr;
   std::size_t size = 0;
   pthread_attr_getstack(&attributes, &lowest, &size);
   pthread_attr_destroy(&attributes);
   std::size_t margin = size / 2 < kMargin ? size / 2 : kMargin;
   if (size > kUsable && size - kUsable > margin)
      margin = size - kUsable;
   return {reinterpret_cast<std::uintptr_t>(lowest), margin};
}

} // namespace

constinit thread_local StackMargin gStackMargin = kUnasked;

bool StackIsLowAt(std::uintptr_t here)
{
   if (gStackMargin.fSize == kUnasked.fSize)
      gStackMargin = MarginOfThisThread();
   return here - gStackMargin.fFirst < gStackMargin.fSize;
}

} // namespace rootlet
