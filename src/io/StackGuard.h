// How deep objects may nest: as deep as the stack of the calling thread allows, and then an error, never a crash.
// Private to src/io. Asked for every object that is streamed, so it costs a comparison: the limit is in the static part of the thread's
// storage, of which glibc keeps some for libraries that are loaded late.
#ifndef ROOTLET_io_StackGuard
#define ROOTLET_io_StackGuard

#include <cstddef>
#include <cstdint>

namespace rootlet {

/// The addresses of this thread's stack that are to stay free. At first all, which makes the first question ask the system;
/// none where the stack is unknown: then the byte counts bound the nesting.
struct StackMargin {
   std::uintptr_t fFirst;
   std::size_t fSize;
};
extern constinit thread_local StackMargin gStackMargin __attribute__((tls_model("initial-exec"), visibility("hidden")));

bool StackIsLowAt(std::uintptr_t here);

/// True when less than a quarter MiB of the calling thread's stack is left. Always false on other stacks, of a coroutine or a
/// signal handler.
inline bool StackIsLow()
{
   // The frame address, not that of a local: AddressSanitizer may keep locals elsewhere.
   const auto here = reinterpret_cast<std::uintptr_t>(__builtin_frame_address(0));
   return here - gStackMargin.fFirst < gStackMargin.fSize && StackIsLowAt(here);
}

} // namespace rootlet

#endif
