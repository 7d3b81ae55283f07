// See FallocateHook.h.
#include "FallocateHook.h"

#include <fcntl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>

namespace {

std::atomic<int> gError{0};
std::atomic<std::uint64_t> gLeft{0};
std::atomic<unsigned> gRefusals{0};

} // namespace

extern "C" int fallocate(int fd, int mode, off_t offset, off_t length)
{
   if (const int error = gError.load(); error != 0 && mode == 0) {
      const auto bytes = static_cast<std::uint64_t>(length);
      if (bytes > gLeft.load()) {
         ++gRefusals;
         errno = error;
         return -1;
      }
      gLeft -= bytes;
   }
   return static_cast<int>(::syscall(SYS_fallocate, fd, mode, offset, length));
}

namespace rootlet::test {

FailingFallocate::FailingFallocate(int error, std::uint64_t left)
{
   gLeft = left;
   gRefusals = 0;
   gError = error;
}

FailingFallocate::~FailingFallocate()
{
   gError = 0;
}

unsigned FailingFallocate::Refusals()
{
   return gRefusals.load();
}

} // namespace rootlet::test
