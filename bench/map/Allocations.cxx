// See Allocations.h. These functions take the place of glibc's, in this program and in its libraries, and call them.
#include "Allocations.h"

#include <cerrno>
#include <cstddef>

extern "C" {
void *__libc_malloc(std::size_t size);
void *__libc_calloc(std::size_t n, std::size_t size);
void *__libc_realloc(void *old, std::size_t size);
void *__libc_memalign(std::size_t alignment, std::size_t size);
}

namespace {

constinit thread_local unsigned long tAllocations = 0;

} // namespace

extern "C" {

void *malloc(std::size_t size)
{
   ++tAllocations;
   return __libc_malloc(size);
}

void *calloc(std::size_t n, std::size_t size)
{
   ++tAllocations;
   return __libc_calloc(n, size);
}

void *realloc(void *old, std::size_t size)
{
   ++tAllocations;
   return __libc_realloc(old, size);
}

void *aligned_alloc(std::size_t alignment, std::size_t size)
{
   ++tAllocations;
   return __libc_memalign(alignment, size);
}

int posix_memalign(void **result, std::size_t alignment, std::size_t size)
{
   ++tAllocations;
   *result = __libc_memalign(alignment, size);
   return *result != nullptr ? 0 : ENOMEM;
}

} // extern "C"

unsigned long exchange::Allocations()
{
   return tAllocations;
}
