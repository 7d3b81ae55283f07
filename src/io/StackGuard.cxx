// See StackGuard.h. The limit is asked for once per thread.
#include "io/StackGuard.h"

#include <cstddef>
#include <cstdint>
#include <pthread.h>

namespace rootlet {
namespace {

constexpr std::size_t kMargin = 256 * 1024; // bytes; sanitizer frames are several kB each

std::uintptr_t LowestUsable()
{
   pthread_attr_t attributes;
   if (pthread_getattr_np(pthread_self(), &attributes) != 0)
      return 0; // unknown: the byte count of the stream bounds the nesting
   void *lowest = nullptr;
   std::size_t size = 0;
   pthread_attr_getstack(&attributes, &lowest, &size);
   pthread_attr_destroy(&attributes);
   const std::size_t margin = size / 2 < kMargin ? size / 2 : kMargin;
   return reinterpret_cast<std::uintptr_t>(lowest) + margin;
}

} // namespace

bool StackIsLow()
{
   thread_local const std::uintptr_t lowest = LowestUsable();
   // The frame address, not that of a local: AddressSanitizer may keep locals elsewhere.
   return reinterpret_cast<std::uintptr_t>(__builtin_frame_address(0)) < lowest;
}

} // namespace rootlet
