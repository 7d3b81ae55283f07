// A file in memory that can grow while it is mapped: reserves address space ahead, allocates real space before anybody
// writes there, turns a truncation by a stranger into an error. Used by MapHeap (writing) and Reader (reading).
// Invariant: an address once handed out stays valid until the MappedFile goes; bytes [Base(), Base() + Size()) are mapped.
#ifndef ROOTLET_heap_MappedFile
#define ROOTLET_heap_MappedFile

#include <sys/stat.h>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <string>

#include "heap/UniqueFd.h"

namespace rootlet {

/// Threads: Base, Size, Extend, IsBroken may be called at any time; Grow by one thread at a time.
class MappedFile {
public:
   enum class Access { kRead, kWrite };

   /// Maps the whole file. `path` is for messages.
   MappedFile(UniqueFd fd, std::string path, Access access);
   ~MappedFile();
   MappedFile(const MappedFile &) = delete;
   MappedFile &operator=(const MappedFile &) = delete;

   const std::string &Path() const { return fPath; }
   int Fd() const { return fFd.Get(); }
   /// Keeps the descriptor that holds the producer's locks, and closes it in a forked child, so that the child does not
   /// keep them. It must come from an open() of its own: a mapping keeps its file open, locks included, and the child
   /// has all mappings.
   void KeepLocks(UniqueFd lockFd) { fLockFd = std::move(lockFd); }
   /// Asked about locks, this one does not find our own. -1 without locks.
   int LockFd() const { return fLockFd.Get(); }
   bool IsWritable() const { return fAccess == Access::kWrite; }

   /// Load Size() first, then Base(): the mapping at Base() is at least as large as the Size() seen before.
   std::size_t Size() const { return fSize.load(std::memory_order_acquire); }
   char *Base() const { return fBase.load(std::memory_order_acquire); }
   /// True if the address lies in this file's mapping, present or former.
   bool Contains(const void *address) const;

   /// Bytes the file has now. Throws MapError if the program has closed our descriptor.
   std::uint64_t FileSize() const;
   /// Maps what the file has grown to meanwhile. Returns Size().
   std::size_t Extend();
   /// Maps the last page too where the file has only a part of it; what is missing reads as zeros. For readers of damaged files.
   void MapLastPage();
   /// Allocates [from, to) of the file and maps it; nothing changes if that fails. Throws MapError.
   void Grow(std::size_t from, std::size_t to);
   /// The same, but a part of it, or all, exists already and stays as it is.
   void Adopt(std::size_t from, std::size_t to);
   /// Really allocates [from, to) of an open file, never what exists already. Throws MapError.
   static void AllocateSpace(int fd, const std::string &path, std::size_t from, std::size_t to);
   /// Flushes everything to the disk. Throws MapError.
   void Sync();

   /// A stranger truncated the file while it was used; for ever.
   bool IsBroken() const { return fBroken.load(std::memory_order_acquire); }
   void ThrowIfBroken() const;
   /// The path leads to another file than this one; false if it leads nowhere.
   bool PathNamesAnother() const;
   /// The path, whichever it is, leads to this file.
   bool IsNamed(const std::string &path) const;
   /// This is a copy made by fork(): it may read, not write, and wait for no lock of others that was held then.
   bool IsForkedCopy() const { return fForkedCopy.load(std::memory_order_relaxed); }

   /// For the SIGBUS handler alone (async-signal-safe): puts zero pages from the address to the end of its mapping.
   bool CoverWithZeros(char *address) noexcept;

private:
   struct Region {
      std::atomic<char *> base{nullptr};
      std::atomic<std::size_t> reserved{0};
   };
   static constexpr std::size_t kMaxRegions = 40; // every new region is at least twice the one before

   bool IsOpenUnder(int fd, struct stat *info = nullptr) const;
   void RequireOpenUnder(int fd, struct stat *info = nullptr) const;
   Region &CurrentRegion() { return fRegions[fRegionCount.load(std::memory_order_relaxed) - 1]; }
   void MapUpTo(std::size_t size);
   void NewRegion(std::size_t size);
   void MapInto(Region &region, std::size_t from, std::size_t to);
   void Unmap();
   static void LockAll();
   static void UnlockAll();
   static void CloseInChild();

   UniqueFd fFd;
   UniqueFd fLockFd;
   std::string fPath;
   Access fAccess;
   dev_t fDevice = 0; // which file it is, whatever becomes of names and descriptors
   ino_t fInode = 0;
   std::mutex fMapMutex;
   Region fRegions[kMaxRegions];
   std::atomic<std::size_t> fRegionCount{0};
   std::atomic<char *> fBase{nullptr};
   std::atomic<std::size_t> fSize{0};
   std::atomic<bool> fBroken{false};
   std::atomic<bool> fForkedCopy{false};
   MappedFile *fNext = nullptr; // list of all files, for fork
};

} // namespace rootlet

#endif
