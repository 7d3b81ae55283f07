// See FlushHook.h.
#include "FlushHook.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <mutex>

namespace {

using rootlet::test::FlushEvent;

std::atomic<bool> gLogging{false};
std::atomic<bool> gFailing{false};
std::mutex gMutex;
std::vector<FlushEvent> gEvents;

void Note(FlushEvent::Kind kind, const struct stat &info)
{
   const std::lock_guard lock(gMutex);
   gEvents.push_back({kind, info.st_ino, info.st_size});
}

int Named(const char *name, long result)
{
   struct stat info = {};
   if (result == 0 && gLogging.load() && ::stat(name, &info) == 0)
      Note(FlushEvent::kName, info);
   return static_cast<int>(result);
}

} // namespace

extern "C" int fsync(int fd)
{
   struct stat info = {};
   if (gFailing.load()) {
      errno = EIO;
      return -1;
   }
   if (gLogging.load() && ::fstat(fd, &info) == 0)
      Note(FlushEvent::kFlush, info);
   return static_cast<int>(::syscall(SYS_fsync, fd));
}

extern "C" int renameat2(int fromFolder, const char *from, int toFolder, const char *to, unsigned flags) noexcept
{
   return Named(to, ::syscall(SYS_renameat2, fromFolder, from, toFolder, to, flags));
}

extern "C" int rename(const char *from, const char *to) noexcept
{
   return Named(to, ::syscall(SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to, 0));
}

namespace rootlet::test {

FlushLog::FlushLog(bool failing)
{
   gEvents.clear();
   gFailing = failing;
   gLogging = true;
}

FlushLog::~FlushLog()
{
   gLogging = false;
   gFailing = false;
}

std::vector<FlushEvent> FlushLog::Events() const
{
   const std::lock_guard lock(gMutex);
   return gEvents;
}

} // namespace rootlet::test
