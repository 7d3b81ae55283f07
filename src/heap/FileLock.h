// OFD record locks: how a process shows that it lives. The kernel drops them when the last copy of the descriptor is
// closed, whatever way the process ends. Used for leases and for files in the making; byte numbers are in Format.h.
// Invariants: a forked child, which shares them, never unlocks but closes its descriptor; a descriptor with a lock that proves life
// is never mapped (a mapping, inherited by a forked child, would keep it alive). The shared lock of those who sleep is on the mapped
// one: a child that keeps it costs producers some wakes.
#ifndef ROOTLET_heap_FileLock
#define ROOTLET_heap_FileLock

#include <cstdint>
#include <string>

namespace rootlet {

/// Takes a write lock on bytes [first, first + count) without waiting. False: somebody else holds a part of them.
/// Throws MapError with the path if the file system has no such locks.
bool TryLockBytes(int fd, const std::string &path, std::int64_t first, std::int64_t count);

/// Gives up what this process has locked for a while. Cannot fail: the descriptor is open.
void UnlockBytes(int fd, std::int64_t first, std::int64_t count);

/// True if another open file holds a write lock on the byte. Works on a read-only descriptor and across containers.
bool IsByteLocked(int fd, std::int64_t byte);

/// True if one lock of another open file covers all of [first, first + count).
bool AreBytesLockedTogether(int fd, std::int64_t first, std::int64_t count);

/// Takes a read lock on the byte, beside others. False if the file system has no such locks, or somebody has it for himself.
bool ShareByte(int fd, std::int64_t byte);

/// True if another open file holds any lock on the byte, and where nobody can tell.
bool IsByteShared(int fd, std::int64_t byte);

} // namespace rootlet

#endif
