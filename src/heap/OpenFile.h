// Opening and creating map files safely: absolute paths, no symbolic links in folders where strangers may write,
// regular files only, whole files moved into place. Used by Superblock.cxx and MapStore.cxx.
// All functions throw MapError with the path, the cause and the remedy.
#ifndef ROOTLET_heap_OpenFile
#define ROOTLET_heap_OpenFile

#include <sys/types.h>

#include <cstddef>
#include <cstdint>
#include <string>

#include "heap/UniqueFd.h"

namespace rootlet {

/// The absolute path of a file that exists or is to be made. Symbolic links are followed, except for the last part in a
/// sticky folder such as /tmp. The path stays right when the process changes its folder.
std::string ResolvePath(const std::string &path);

/// Opens an existing regular file, never creating or truncating it. For writing it must belong to this user.
UniqueFd OpenExisting(const std::string &path, bool forWriting);

/// Opens the file once more, independently; throws if the path names another file by now.
UniqueFd OpenAgain(const std::string &path, int fd);

/// True if there is anything under this name.
bool PathExists(const std::string &path);

/// True if the path still names the open file.
bool PathNames(const std::string &path, int fd);

/// Writes all of it at that place of an open file, in which there is room. Throws MapError.
void WriteBytes(int fd, const std::string &path, const void *bytes, std::size_t size, std::uint64_t offset);

/// A new, empty file beside `path` that removes itself unless it is moved into place.
class TemporaryFile {
public:
   TemporaryFile(const std::string &path, mode_t mode);
   TemporaryFile(const TemporaryFile &) = delete;
   TemporaryFile &operator=(const TemporaryFile &) = delete;
   ~TemporaryFile();

   int Fd() const { return fFd.Get(); }
   /// Flushes the file, gives it its name in one step, flushes the folder, and hands the descriptor over: a power loss finds
   /// either the file that had the name before, or this one, whole. Without `replace` an existing file is an error.
   UniqueFd MoveIntoPlace(bool replace);

private:
   std::string fPath;
   std::string fTemporaryPath;
   UniqueFd fFd;
};

} // namespace rootlet

#endif
