// Opening and creating map files safely. See OpenFile.h.
#include "heap/OpenFile.h"

#include <fcntl.h>
#include <linux/magic.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <sys/vfs.h>

#include <cerrno>
#include <climits>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <string_view>
#include <system_error>

#include "RootletError.h"
#include "heap/FaultPoint.h"
#include "heap/FileLock.h"
#include "heap/Format.h"

namespace rootlet {
namespace {

constexpr long kCifsMagic = 0xff534d42;
constexpr long kSmb2Magic = 0xfe534d42;
constexpr int kMakeTries = 20;

std::string FolderOf(const std::string &path)
{
   const std::size_t slash = path.rfind('/');
   if (slash == std::string::npos)
      return ".";
   return slash == 0 ? "/" : path.substr(0, slash);
}

std::string LastPart(const std::string &path)
{
   const std::size_t slash = path.rfind('/');
   return slash == std::string::npos ? path : path.substr(slash + 1);
}

bool IsSticky(const std::string &folder)
{
   struct stat info = {};
   return ::stat(folder.c_str(), &info) == 0 && (info.st_mode & S_ISVTX) != 0;
}

std::string RealPath(const std::string &path)
{
   char buffer[PATH_MAX];
   if (::realpath(path.c_str(), buffer) == nullptr)
      throw MapError(path + ": " + std::strerror(errno));
   return buffer;
}

[[noreturn]] void ThrowOpenError(const std::string &path, bool forWriting, int error)
{
   const char *verb = forWriting ? "cannot be opened for writing" : "cannot be opened for reading";
   switch (error) {
   case ENOENT:
      throw MapError(path + ": there is no such file; a producer makes it with CREATE or RECREATE");
   case EACCES:
   case EPERM:
      throw MapError(path + ": " + verb + ": permission denied; ask its owner or give it another mode");
   case EROFS:
      throw MapError(path + ": " + verb + ": the file system is mounted read-only; open it with READ");
   case ELOOP:
      throw MapError(path + ": is a symbolic link in a folder where everybody may write; name the file itself");
   case EISDIR:
      throw MapError(path + ": is a folder, not a file");
   default:
      throw MapError(path + ": " + verb + ": " + std::strerror(error));
   }
}

void RefuseNetworkFileSystem(const std::string &path, int fd)
{
   struct statfs info = {};
   if (::fstatfs(fd, &info) != 0)
      return;
   const long type = static_cast<long>(static_cast<unsigned int>(info.f_type));
   if (type == NFS_SUPER_MAGIC || type == SMB_SUPER_MAGIC || type == kCifsMagic || type == kSmb2Magic ||
       type == V9FS_MAGIC)
      throw MapError(path + ": lies on a network file system, which cannot share memory; use tmpfs or a local disk");
}

/// `error`: what a test wants to see in place of the call, or 0.
void FlushFile(int fd, const std::string &path, int error)
{
   if (error == 0 && ::fsync(fd) != 0)
      error = errno;
   if (error != 0 && error != EINVAL && error != EROFS) // what cannot be flushed need not be
      throw MapError(path + ": cannot be flushed to the disk: " + std::strerror(error) + "; check the disk");
}

[[noreturn]] void ThrowCreateError(const std::string &path, const std::string &folder, int error)
{
   const std::string where = path + ": cannot be created";
   switch (error) {
   case EACCES:
   case EPERM:
      throw MapError(where + ": no permission to write in the folder " + folder);
   case EROFS:
      throw MapError(where + ": the file system is mounted read-only; choose another folder");
   case ENOSPC:
   case EDQUOT:
      throw MapError(where + ": the disk is full or the quota used up; make room");
   default:
      throw MapError(where + ": " + std::strerror(error));
   }
}

// The temporary name of NAME is `.NAME.` (200 bytes of it), 16 hexadecimal digits and `.tmp`.
constexpr std::size_t kTemporaryDigits = 16;
constexpr std::string_view kTemporaryEnd = ".tmp";

std::string TemporaryBegin(const std::string &path)
{
   return "." + LastPart(path).substr(0, 200) + ".";
}

std::string RandomDigits(const std::string &path)
{
   std::uint64_t number = 0;
   if (::getrandom(&number, sizeof number, 0) != static_cast<ssize_t>(sizeof number))
      throw MapError(path + ": no random numbers: " + std::strerror(errno));
   char digits[kTemporaryDigits + 1];
   std::snprintf(digits, sizeof digits, "%016llx", static_cast<unsigned long long>(number));
   return digits;
}

bool IsTemporaryName(std::string_view name, std::string_view begin)
{
   return name.size() == begin.size() + kTemporaryDigits + kTemporaryEnd.size() && name.starts_with(begin) &&
          name.ends_with(kTemporaryEnd) &&
          name.substr(begin.size(), kTemporaryDigits).find_first_not_of("0123456789abcdef") == name.npos;
}

/// True if the file is ours alone and still has the name: who removes leftovers takes the same lock first. (A child that was
/// forked meanwhile shares the lock; then what its killed parent leaves stays as long as the child lives.)
bool LockWhileItIsMade(int fd, const std::string &path)
{
   return TryLockBytes(fd, path, format::kMakingLock, 1) && PathNames(path, fd);
}

/// Removes what makers that were killed have left: files whose name begins so and that nobody is making.
void RemoveLeftovers(const std::string &folder, std::string_view begin)
{
   std::error_code error;
   for (std::filesystem::directory_iterator entry(folder, error), end; !error && entry != end; entry.increment(error)) {
      const std::string &path = entry->path().native();
      if (!IsTemporaryName(LastPart(path), begin))
         continue;
      const UniqueFd fd(::open(path.c_str(), O_RDWR | O_CLOEXEC | O_NOCTTY | O_NONBLOCK | O_NOFOLLOW));
      struct stat info = {};
      try {
         if (fd && ::fstat(fd.Get(), &info) == 0 && S_ISREG(info.st_mode) && info.st_uid == ::geteuid() &&
             LockWhileItIsMade(fd.Get(), path))
            ::unlink(path.c_str());
      } catch (const MapError &) {
         // cannot be locked: it stays
      }
   }
}

} // namespace

std::string ResolvePath(const std::string &path)
{
   const std::string last = LastPart(path);
   if (last.empty() || last == "." || last == "..")
      throw MapError("'" + path + "': is not the name of a file");
   const std::string folder = RealPath(FolderOf(path));
   const std::string whole = folder == "/" ? "/" + last : folder + "/" + last;
   struct stat info = {};
   const bool link = ::lstat(whole.c_str(), &info) == 0 && S_ISLNK(info.st_mode);
   return link && !IsSticky(folder) ? RealPath(whole) : whole;
}

UniqueFd OpenExisting(const std::string &path, bool forWriting)
{
   // O_NONBLOCK: a FIFO must not hold us; it has no effect on regular files.
   int flags = O_CLOEXEC | O_NOCTTY | O_NONBLOCK | (forWriting ? O_RDWR : O_RDONLY);
   if (IsSticky(FolderOf(path)))
      flags |= O_NOFOLLOW;
   UniqueFd fd(::open(path.c_str(), flags));
   if (!fd)
      ThrowOpenError(path, forWriting, errno);
   struct stat info = {};
   if (::fstat(fd.Get(), &info) != 0)
      throw MapError(path + ": " + std::strerror(errno));
   if (!S_ISREG(info.st_mode))
      throw MapError(path + (S_ISDIR(info.st_mode) ? ": is a folder, not a file" : ": is not a regular file"));
   if (forWriting && info.st_uid != ::geteuid())
      throw MapError(path + ": belongs to another user; only the owner may write to a map");
   RefuseNetworkFileSystem(path, fd.Get());
   return fd;
}

UniqueFd OpenAgain(const std::string &path, int fd)
{
   UniqueFd again = OpenExisting(path, true);
   if (!PathNames(path, fd) || !PathNames(path, again.Get()))
      throw MapError(path + ": was replaced while it was being opened; try again");
   return again;
}

bool PathExists(const std::string &path)
{
   struct stat info = {};
   return ::lstat(path.c_str(), &info) == 0;
}

bool PathNames(const std::string &path, int fd)
{
   struct stat named = {};
   struct stat open = {};
   return ::stat(path.c_str(), &named) == 0 && ::fstat(fd, &open) == 0 && named.st_dev == open.st_dev &&
          named.st_ino == open.st_ino;
}

void WriteBytes(int fd, const std::string &path, const void *bytes, std::size_t size, std::uint64_t offset)
{
   for (std::size_t done = 0; done < size;) {
      const ssize_t written =
         ::pwrite(fd, static_cast<const char *>(bytes) + done, size - done, static_cast<off_t>(offset + done));
      if (written < 0 && errno != EINTR)
         throw MapError(path + ": cannot be written: " + std::strerror(errno));
      done += written > 0 ? static_cast<std::size_t>(written) : 0;
   }
}

TemporaryFile::TemporaryFile(const std::string &path, mode_t mode) : fPath(path)
{
   const std::string folder = FolderOf(path);
   const std::string begin = TemporaryBegin(path);
   for (int tries = 0;; ++tries) { // somebody may take the file for a leftover before it is locked
      fTemporaryPath = (folder == "/" ? "" : folder) + "/" + begin + RandomDigits(path).append(kTemporaryEnd);
      fFd = UniqueFd(::open(fTemporaryPath.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, mode));
      if (!fFd)
         ThrowCreateError(path, folder, errno);
      ROOTLET_FAULT_POINT("create.temporary");
      try {
         RefuseNetworkFileSystem(path, fFd.Get());
         if (LockWhileItIsMade(fFd.Get(), fTemporaryPath))
            break;
         if (tries == kMakeTries)
            throw MapError(path + ": cannot be created: other processes keep taking the temporary file away");
      } catch (...) {
         ::unlink(fTemporaryPath.c_str());
         throw;
      }
      ::unlink(fTemporaryPath.c_str());
   }
   ROOTLET_FAULT_POINT("create.leftovers");
   RemoveLeftovers(folder, begin);
}

TemporaryFile::~TemporaryFile()
{
   if (fFd)
      ::unlink(fTemporaryPath.c_str());
}

UniqueFd TemporaryFile::MoveIntoPlace(bool replace)
{
   // The content before the name, the name before anybody is told.
   FlushFile(fFd.Get(), fPath, ROOTLET_FAULT_ERROR("create.flush"));
   const char *from = fTemporaryPath.c_str();
   const char *to = fPath.c_str();
   int result = -1;
   errno = ROOTLET_FAULT_ERROR("create.rename");
   if (errno == 0)
      result = replace ? ::rename(from, to) : ::renameat2(AT_FDCWD, from, AT_FDCWD, to, RENAME_NOREPLACE);
   if (result != 0 && !replace && (errno == EINVAL || errno == ENOSYS)) {
      ROOTLET_FAULT_POINT("create.link");
      result = ::link(from, to); // a file system without RENAME_NOREPLACE
      if (result == 0) {
         ROOTLET_FAULT_POINT("create.unlink");
         ::unlink(from);
      }
   }
   if (result != 0) {
      if (errno == EEXIST)
         throw MapError(fPath + ": exists already; use UPDATE to go on with it or RECREATE to replace it");
      throw MapError(fPath + ": cannot be put into place: " + std::strerror(errno));
   }
   ROOTLET_FAULT_POINT("create.renamed");
   const UniqueFd folder(::open(FolderOf(fPath).c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
   if (folder) // a folder that may be written and not read keeps its names as long as the file system likes
      FlushFile(folder.Get(), fPath, ROOTLET_FAULT_ERROR("create.flush-folder"));
   return std::move(fFd);
}

} // namespace rootlet
