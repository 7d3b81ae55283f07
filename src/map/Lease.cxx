// Taking a lease. See Lease.h.
#include "map/Lease.h"

#include <time.h>
#include <unistd.h>

#include <chrono>
#include <thread>

#include "RootletError.h"
#include "heap/FaultPoint.h"
#include "heap/FileLock.h"

namespace rootlet {
namespace {

constexpr std::chrono::seconds kOpeningPatience(60); // recovery of a large file takes its time
constexpr std::chrono::milliseconds kOpeningSlice(5);

/// " by process 1234", or nothing if the file does not tell. Of several producers the first one that lives.
std::string Holder(int fd)
{
   unsigned index = 0;
   while (index + 1 < format::kLeases && !IsByteLocked(fd, format::kLeaseLock + static_cast<std::int64_t>(index)))
      ++index;
   format::LeaseEntry entry = {};
   const auto offset = static_cast<off_t>(offsetof(format::Head, leases) + index * sizeof entry);
   if (::pread(fd, static_cast<void *>(&entry), sizeof entry, offset) != static_cast<ssize_t>(sizeof entry))
      return "";
   const std::uint64_t pid = entry.pid.load(std::memory_order_relaxed);
   return pid == 0 ? "" : " by process " + std::to_string(pid);
}

} // namespace

void LockAllLeases(int fd, const std::string &path)
{
   if (!TryLockBytes(fd, path, format::kLeaseLock, format::kLeases))
      throw MapError(path + ": is open for writing" + Holder(fd) + "; close it there, or open it here with READ");
}

void LockOpening(int fd, const std::string &path)
{
   const auto end = std::chrono::steady_clock::now() + kOpeningPatience;
   while (!TryLockBytes(fd, path, format::kOpeningLock, 1)) {
      if (std::chrono::steady_clock::now() > end)
         throw MapError(path + ": another process has been opening the file for " +
                        std::to_string(kOpeningPatience.count()) + " seconds; see whether it is stopped");
      std::this_thread::sleep_for(kOpeningSlice);
   }
}

void UnlockOpening(int fd)
{
   UnlockBytes(fd, format::kOpeningLock, 1);
}

LockedLease LockOneLease(int fd, const std::string &path)
{
   if (TryLockBytes(fd, path, format::kLeaseLock, format::kLeases))
      return {0, true};
   for (unsigned index = 0; index < format::kLeases; ++index)
      if (TryLockBytes(fd, path, format::kLeaseLock + static_cast<std::int64_t>(index), 1))
         return {index, false};
   throw MapError(path + ": is open for writing" + Holder(fd) + ", which does not share it, or by " +
                  std::to_string(format::kLeases) + " processes; open it there with SHARED, or here with READ");
}

void UnlockOtherLeases(int fd, unsigned index)
{
   const auto own = static_cast<std::int64_t>(index);
   if (own != 0)
      UnlockBytes(fd, format::kLeaseLock, own);
   if (own + 1 != format::kLeases)
      UnlockBytes(fd, format::kLeaseLock + own + 1, format::kLeases - own - 1);
}

void Lease::End() const
{
   UnlockBytes(fFile.LockFd(), format::kNumberLock + static_cast<std::int64_t>(fNumber), 1);
}

std::string ProcessOfLease(const MappedFile &file, std::uint64_t leaseWord)
{
   const auto &entry = format::At<format::Head>(file.Base(), 0).leases[format::LeaseIndex(leaseWord)];
   const std::uint64_t pid = entry.pid.load(std::memory_order_relaxed);
   return entry.number.load(std::memory_order_acquire) != format::LeaseNumber(leaseWord) || pid == 0
             ? ""
             : " (process " + std::to_string(pid) + ")";
}

Lease::Lease(MappedFile &file, unsigned index) : fFile(file), fIndex(index)
{
   format::Word &next = format::At<format::Superblock>(file.Base(), 0).nextLease.value;
   const auto check = [&](std::uint64_t number) {
      if (number == 0 || number >= format::kMaxCounter)
         throw MapError(file.Path() + ": damaged: the next lease number is " + std::to_string(number));
      return number;
   };
   check(next.load(std::memory_order_relaxed)); // so that a file that is refused is left as it was
   do {                                         // a stranger may have a lock there
      ROOTLET_FAULT_POINT("lease.number");
      fNumber = check(next.fetch_add(1, std::memory_order_relaxed));
   } while (!TryLockBytes(file.LockFd(), file.Path(), format::kNumberLock + static_cast<std::int64_t>(fNumber), 1));
   struct timespec now = {};
   ::clock_gettime(CLOCK_REALTIME, &now);
   format::LeaseEntry &entry = Entry();
   ROOTLET_FAULT_POINT("lease.holder");
   entry.pid.store(static_cast<std::uint64_t>(::getpid()), std::memory_order_relaxed);
   entry.startTime.store(static_cast<std::uint64_t>(now.tv_sec) * 1000000000 + static_cast<std::uint64_t>(now.tv_nsec),
                         std::memory_order_relaxed);
   ROOTLET_FAULT_POINT("lease.enter");
   entry.number.store(fNumber, std::memory_order_release);
}

} // namespace rootlet
