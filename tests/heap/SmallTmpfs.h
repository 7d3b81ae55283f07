// A tmpfs of a few MiB for one child process: what a full disk looks like. Used by the tests of heap and map.
#ifndef ROOTLET_tests_SmallTmpfs
#define ROOTLET_tests_SmallTmpfs

#include <fcntl.h>
#include <sched.h>
#include <sys/mount.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <functional>
#include <string>

#include "TempFolder.h"

namespace rootlet::test {

inline bool WriteWhole(const char *path, const std::string &text)
{
   const int fd = ::open(path, O_WRONLY | O_CLOEXEC);
   const bool good = fd >= 0 && ::write(fd, text.data(), text.size()) == static_cast<ssize_t>(text.size());
   if (fd >= 0)
      ::close(fd);
   return good;
}

/// Runs `body` with the path of a fresh tmpfs of `bytes`, in a child with a mount namespace of its own. Needs root or
/// user namespaces; where both are forbidden the answer says so, and the test fails.
inline std::string InSmallTmpfs(std::size_t bytes, const std::function<std::string(const std::string &)> &body)
{
   TempFolder folder;
   return InChild([&]() -> std::string {
      const uid_t uid = ::geteuid();
      const gid_t gid = ::getegid();
      if (::unshare(CLONE_NEWNS) != 0) {
         if (::unshare(CLONE_NEWUSER | CLONE_NEWNS) != 0)
            return std::string("neither root nor user namespaces: a small tmpfs cannot be mounted: ") +
                   std::strerror(errno);
         WriteWhole("/proc/self/setgroups", "deny");
         if (!WriteWhole("/proc/self/uid_map", std::to_string(uid) + " " + std::to_string(uid) + " 1") ||
             !WriteWhole("/proc/self/gid_map", std::to_string(gid) + " " + std::to_string(gid) + " 1"))
            return "the ids of the user namespace cannot be mapped";
      }
      // Nothing of this is to be seen outside. In a chroot "/" is no mount point and this fails (EINVAL): then the tmpfs
      // is taken away again at the end, wherever it was seen.
      ::mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr);
      const std::string size = "size=" + std::to_string(bytes);
      if (::mount("tmpfs", folder.Path().c_str(), "tmpfs", 0, size.c_str()) != 0)
         return std::string("a small tmpfs cannot be mounted: ") + std::strerror(errno);
      std::string result = body(folder.Path());
      ::umount2(folder.Path().c_str(), MNT_DETACH);
      return result;
   });
}

} // namespace rootlet::test

#endif
