// OFD locks through fcntl. See FileLock.h.
#include "heap/FileLock.h"

#include <fcntl.h>

#include <cerrno>
#include <cstring>
#include <string>

#include "RootletError.h"

namespace rootlet {
namespace {

struct flock Range(short type, std::int64_t first, std::int64_t count)
{
   struct flock range = {};
   range.l_type = type;
   range.l_whence = SEEK_SET;
   range.l_start = first;
   range.l_len = count;
   return range;
}

} // namespace

bool TryLockBytes(int fd, const std::string &path, std::int64_t first, std::int64_t count)
{
   struct flock range = Range(F_WRLCK, first, count);
   while (::fcntl(fd, F_OFD_SETLK, &range) != 0) {
      if (errno == EAGAIN || errno == EACCES)
         return false;
      if (errno != EINTR)
         throw MapError(path + ": the file system cannot lock the file (" + std::strerror(errno) +
                        "); put the map on tmpfs or a local disk");
   }
   return true;
}

void UnlockBytes(int fd, std::int64_t first, std::int64_t count)
{
   struct flock range = Range(F_UNLCK, first, count);
   while (::fcntl(fd, F_OFD_SETLK, &range) != 0 && errno == EINTR) {
   }
}

namespace {

/// A write lock of another open file on a part of the bytes; its type is F_UNLCK if there is none. Asked as a read lock, so that
/// a stranger's read lock is not taken for a living producer.
struct flock LockIn(int fd, std::int64_t first, std::int64_t count)
{
   struct flock range = Range(F_RDLCK, first, count);
   while (::fcntl(fd, F_OFD_GETLK, &range) != 0)
      if (errno != EINTR)
         return Range(F_UNLCK, first, count);
   return range;
}

} // namespace

bool IsByteLocked(int fd, std::int64_t byte)
{
   return LockIn(fd, byte, 1).l_type != F_UNLCK;
}

bool AreBytesLockedTogether(int fd, std::int64_t first, std::int64_t count)
{
   const struct flock lock = LockIn(fd, first, count);
   return lock.l_type != F_UNLCK && lock.l_start <= first &&
          (lock.l_len == 0 || lock.l_start + lock.l_len >= first + count);
}

bool ShareByte(int fd, std::int64_t byte)
{
   struct flock range = Range(F_RDLCK, byte, 1);
   while (::fcntl(fd, F_OFD_SETLK, &range) != 0)
      if (errno != EINTR)
         return false;
   return true;
}

bool IsByteShared(int fd, std::int64_t byte)
{
   struct flock range = Range(F_WRLCK, byte, 1);
   while (::fcntl(fd, F_OFD_GETLK, &range) != 0)
      if (errno != EINTR)
         return true;
   return range.l_type != F_UNLCK;
}

} // namespace rootlet
