// Mapping, growth and fork. See MappedFile.h.
#include "heap/MappedFile.h"

#include <fcntl.h>
#include <pthread.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "RootletError.h"
#include "heap/FaultPoint.h"
#include "heap/SigbusGuard.h"

namespace rootlet {
namespace {

#if defined(__SIZEOF_POINTER__) && __SIZEOF_POINTER__ == 8
constexpr std::size_t kReserve = std::size_t{1} << 36; // 64 GiB
#else
#error "Rootlet needs 64-bit addresses"
#endif
constexpr std::size_t kAllocatePiece = std::size_t{16} << 20;

std::mutex gFilesMutex;
MappedFile *gFiles = nullptr;

std::size_t PageSize()
{
   // First called by a constructor, so that the SIGBUS handler finds the value ready.
   static const std::size_t page = static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
   return page;
}

std::size_t PageFloor(std::uint64_t size)
{
   return static_cast<std::size_t>(size) / PageSize() * PageSize();
}

int Protection(MappedFile::Access access)
{
   return access == MappedFile::Access::kWrite ? PROT_READ | PROT_WRITE : PROT_READ;
}

} // namespace

/// Before a fork: no other thread is in the middle of mapping, so the child finds every mutex free and every region whole.
void MappedFile::LockAll()
{
   gFilesMutex.lock();
   for (MappedFile *file = gFiles; file != nullptr; file = file->fNext)
      file->fMapMutex.lock();
}

void MappedFile::UnlockAll()
{
   for (MappedFile *file = gFiles; file != nullptr; file = file->fNext)
      file->fMapMutex.unlock();
   gFilesMutex.unlock();
}

/// Closing leaves the parent's locks alone; unlocking would take them away from it.
void MappedFile::CloseInChild()
{
   for (MappedFile *file = gFiles; file != nullptr; file = file->fNext) {
      file->fForkedCopy.store(true, std::memory_order_relaxed);
      if (file->fLockFd && !file->IsOpenUnder(file->fLockFd.Get()))
         file->fLockFd.Release(); // the program has closed it, and may have opened something else
      file->fLockFd.Reset();
   }
   UnlockAll();
}

MappedFile::MappedFile(UniqueFd fd, std::string path, Access access)
   : fFd(std::move(fd)), fPath(std::move(path)), fAccess(access)
{
   SigbusGuard::InstallHandler();
   struct stat info = {};
   if (::fstat(fFd.Get(), &info) != 0)
      throw MapError(fPath + ": the size of the file cannot be asked: " + std::strerror(errno));
   fDevice = info.st_dev;
   fInode = info.st_ino;
   const std::size_t size = PageFloor(static_cast<std::uint64_t>(info.st_size));
   if (size == 0)
      throw MapError(fPath + ": is too small to be a map file");
   try {
      MapUpTo(size);
   } catch (...) {
      Unmap();
      throw;
   }
   static const int registered = ::pthread_atfork(LockAll, UnlockAll, CloseInChild);
   static_cast<void>(registered);
   std::lock_guard lock(gFilesMutex);
   fNext = gFiles;
   gFiles = this;
}

MappedFile::~MappedFile()
{
   {
      std::lock_guard lock(gFilesMutex);
      MappedFile **link = &gFiles;
      while (*link != this)
         link = &(*link)->fNext;
      *link = fNext;
   }
   Unmap();
   // What the program has closed behind our back, and perhaps opened anew, is not ours to close.
   for (UniqueFd *fd : {&fFd, &fLockFd})
      if (*fd && !IsOpenUnder(fd->Get()))
         fd->Release();
}

void MappedFile::Unmap()
{
   for (Region &region : fRegions)
      if (char *base = region.base.load())
         ::munmap(base, region.reserved.load());
}

bool MappedFile::Contains(const void *address) const
{
   const auto where = reinterpret_cast<std::uintptr_t>(address);
   for (std::size_t i = 0, n = fRegionCount.load(std::memory_order_acquire); i < n; ++i) {
      const auto base = reinterpret_cast<std::uintptr_t>(fRegions[i].base.load(std::memory_order_relaxed));
      if (where >= base && where - base < fRegions[i].reserved.load(std::memory_order_relaxed))
         return true;
   }
   return false;
}

std::uint64_t MappedFile::FileSize() const
{
   struct stat info = {};
   RequireOpenUnder(fFd.Get(), &info);
   return static_cast<std::uint64_t>(info.st_size);
}

bool MappedFile::IsOpenUnder(int fd, struct stat *info) const
{
   struct stat other = {};
   if (info == nullptr)
      info = &other;
   return ::fstat(fd, info) == 0 && info->st_dev == fDevice && info->st_ino == fInode;
}

/// Nothing may be allocated, mapped or locked through a number that means another file by now.
void MappedFile::RequireOpenUnder(int fd, struct stat *info) const
{
   if (!IsOpenUnder(fd, info))
      throw MapError(fPath + ": the program has closed descriptor " + std::to_string(fd) +
                     ", which belongs to the map; close the map and open it again");
}

bool MappedFile::PathNamesAnother() const
{
   struct stat named = {};
   return ::stat(fPath.c_str(), &named) == 0 && (named.st_dev != fDevice || named.st_ino != fInode);
}

bool MappedFile::IsNamed(const std::string &path) const
{
   struct stat named = {};
   return ::stat(path.c_str(), &named) == 0 && named.st_dev == fDevice && named.st_ino == fInode;
}

std::size_t MappedFile::Extend()
{
   std::lock_guard lock(fMapMutex);
   const std::size_t size = PageFloor(FileSize());
   if (size > Size())
      MapUpTo(size);
   return Size();
}

void MappedFile::MapLastPage()
{
   std::lock_guard lock(fMapMutex);
   const std::uint64_t size = FileSize();
   if (size > Size()) // a part of a page
      MapUpTo(PageFloor(size + PageSize() - 1));
}

/// Caller holds fMapMutex, or is the constructor.
void MappedFile::MapUpTo(std::size_t size)
{
   const std::size_t mapped = fSize.load(std::memory_order_relaxed);
   if (mapped != 0 && size <= CurrentRegion().reserved.load(std::memory_order_relaxed))
      MapInto(CurrentRegion(), mapped, size);
   else
      NewRegion(size);
   fBase.store(CurrentRegion().base.load(std::memory_order_relaxed), std::memory_order_release);
   fSize.store(size, std::memory_order_release);
}

/// Reserves address space and maps the whole file there. Former regions stay, because views into them may live.
void MappedFile::NewRegion(std::size_t size)
{
   const std::size_t count = fRegionCount.load(std::memory_order_relaxed);
   if (count == kMaxRegions)
      throw MapError(fPath + ": the file has outgrown the address space");
   const std::size_t wanted = std::max(kReserve, count == 0 ? size : 2 * size);
   std::size_t reserve = wanted;
   void *base = MAP_FAILED;
   for (;; reserve = std::max(size, reserve / 2)) {
      base = ::mmap(nullptr, reserve, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
      if (base != MAP_FAILED || reserve == size)
         break;
   }
   if (base == MAP_FAILED)
      throw MapError(fPath + ": no address space for " + std::to_string(size) + " bytes: " + std::strerror(errno) +
                     "; raise the limit (ulimit -v)");
   if (reserve < wanted) {
      // Address space is scarce (RLIMIT_AS): most of it is left to others, to the next map and to malloc.
      const std::size_t kept = std::min(reserve, std::max(2 * size, PageFloor(reserve / 8)));
      if (kept < reserve && ::munmap(static_cast<char *>(base) + kept, reserve - kept) == 0)
         reserve = kept;
   }
   Region &region = fRegions[count];
   region.base.store(static_cast<char *>(base), std::memory_order_relaxed);
   region.reserved.store(reserve, std::memory_order_relaxed);
   MapInto(region, 0, size);
   fRegionCount.store(count + 1, std::memory_order_release);
}

void MappedFile::MapInto(Region &region, std::size_t from, std::size_t to)
{
   if (from == to)
      return;
   void *wanted = region.base.load(std::memory_order_relaxed) + from;
   if (::mmap(wanted, to - from, Protection(fAccess), MAP_SHARED | MAP_FIXED, fFd.Get(), static_cast<off_t>(from)) ==
       MAP_FAILED)
      throw MapError(fPath + ": cannot be mapped: " + std::strerror(errno));
}

void MappedFile::Grow(std::size_t from, std::size_t to)
{
   RequireOpenUnder(fFd.Get());
   if (fLockFd)
      RequireOpenUnder(fLockFd.Get());
   AllocateSpace(fFd.Get(), fPath, from, to);
   ROOTLET_FAULT_POINT("grow.map");
   std::lock_guard lock(fMapMutex);
   if (to > Size())
      MapUpTo(to);
}

void MappedFile::Adopt(std::size_t from, std::size_t to)
{
   const std::size_t end = static_cast<std::size_t>(std::min<std::uint64_t>(to, FileSize()));
   // There may be holes in it, which a store would have to fill.
   if (from < end && ::fallocate(fFd.Get(), 0, static_cast<off_t>(from), static_cast<off_t>(end - from)) != 0 &&
       errno != EOPNOTSUPP)
      throw MapError(fPath + ": cannot be recovered: " + std::strerror(errno) + "; make room on the disk");
   if (end < to)
      Grow(end, to);
   std::lock_guard lock(fMapMutex);
   if (to > Size()) // it may be longer than when it was mapped
      MapUpTo(to);
}

void MappedFile::AllocateSpace(int fd, const std::string &path, std::size_t from, std::size_t to)
{
   struct rlimit limit = {};
   // Past this limit the kernel would kill the process with SIGXFSZ.
   if (::getrlimit(RLIMIT_FSIZE, &limit) == 0 && limit.rlim_cur != RLIM_INFINITY && to > limit.rlim_cur)
      throw MapError(path + ": cannot grow to " + std::to_string(to) + " bytes: the file size limit is " +
                     std::to_string(limit.rlim_cur) + " bytes; raise it (ulimit -f)");
   for (std::size_t at = from; at < to;) {
      const std::size_t piece = std::min(kAllocatePiece, to - at);
      int error = ROOTLET_FAULT_ERROR("space.fallocate");
      if (error == 0 && ::fallocate(fd, 0, static_cast<off_t>(at), static_cast<off_t>(piece)) != 0)
         error = errno;
      if (error == EOPNOTSUPP) {
         ROOTLET_FAULT_POINT("space.zeros");
         static char zeros[65536]; // not const: a constant would lie in the library's file
         const std::size_t part = std::min(sizeof zeros, piece);
         const ssize_t written = ::pwrite(fd, zeros, part, static_cast<off_t>(at));
         error = written < 0 ? errno : 0;
         if (written > 0) {
            at += static_cast<std::size_t>(written);
            continue;
         }
      }
      if (error == EINTR)
         continue;
      if (error != 0) {
         ROOTLET_FAULT_POINT("space.give-back");
         // Gives the space back without shrinking the file; the tail stays unused.
         static_cast<void>(::fallocate(fd, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, static_cast<off_t>(from),
                                       static_cast<off_t>(to - from)));
         const std::string what = path + ": cannot grow to " + std::to_string(to) + " bytes: ";
         if (error == ENOSPC)
            throw MapError(what + "the disk is full; make room or remove objects");
         if (error == EDQUOT)
            throw MapError(what + "the disk quota is used up; make room or remove objects");
         throw MapError(what + std::strerror(error) + (error == EIO ? "; check the disk" : ""));
      }
      at += piece;
   }
}

void MappedFile::Sync()
{
   if (FileSize() < Size())
      fBroken.store(true, std::memory_order_release);
   ThrowIfBroken();
   ROOTLET_FAULT_POINT("sync.flush");
   if (::msync(Base(), Size(), MS_SYNC) != 0 || ::fsync(fFd.Get()) != 0)
      throw MapError(fPath + ": cannot be flushed: " + std::strerror(errno));
}

void MappedFile::ThrowIfBroken() const
{
   if (IsBroken())
      throw MapError(fPath + ": was truncated by somebody while it was in use; close it and make it again");
}

bool MappedFile::CoverWithZeros(char *address) noexcept
{
   const auto where = reinterpret_cast<std::uintptr_t>(address);
   for (std::size_t i = 0, n = fRegionCount.load(std::memory_order_acquire); i < n; ++i) {
      const auto base = reinterpret_cast<std::uintptr_t>(fRegions[i].base.load(std::memory_order_relaxed));
      const std::size_t reserved = fRegions[i].reserved.load(std::memory_order_relaxed);
      if (where < base || where - base >= reserved)
         continue;
      const std::uintptr_t page = PageFloor(where);
      // Size() is the size of the newest region, and no older one has more.
      const std::uintptr_t end = base + std::min(reserved, fSize.load(std::memory_order_relaxed));
      if (page >= end)
         return false;
      void *covered = ::mmap(reinterpret_cast<void *>(page), end - page, Protection(fAccess),
                             MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_FIXED, -1, 0);
      if (covered == MAP_FAILED)
         return false;
      fBroken.store(true, std::memory_order_release);
      return true;
   }
   return false;
}

} // namespace rootlet
