// Taking a lease. See Lease.h.
#include "map/Lease.h"

#include <time.h>
#include <unistd.h>

#include "RootletError.h"
#include "heap/FaultPoint.h"
#include "heap/FileLock.h"

namespace rootlet {
namespace {

/// " by process 1234", or nothing if the file does not tell.
std::string Holder(int fd)
{
   format::LeaseEntry entry = {};
   const auto offset = static_cast<off_t>(offsetof(format::Head, leases));
   if (::pread(fd, static_cast<void *>(&entry), sizeof entry, offset) != static_cast<ssize_t>(sizeof entry))
      return "";
   const std::uint64_t pid = entry.pid.load(std::memory_order_relaxed);
   return pid == 0 ? "" : " by process " + std::to_string(pid);
}

} // namespace

void LockAllLeases(int fd, const std::string &path)
{
   try {
      if (TryLockBytes(fd, format::kLeaseLock, format::kLeases))
         return;
   } catch (const MapError &error) {
      throw MapError(path + ": " + error.what());
   }
   throw MapError(path + ": is open for writing" + Holder(fd) + "; close it there, or open it here with READ");
}

Lease::Lease(MappedFile &file) : fFile(file)
{
   format::Word &next = format::At<format::Superblock>(file.Base(), 0).nextLease.value;
   const auto check = [&](std::uint64_t number) {
      if (number == 0 || number >= format::kMaxCounter)
         throw MapError(file.Path() + ": damaged: the next lease number is " + std::to_string(number));
      return number;
   };
   check(next.load(std::memory_order_relaxed)); // so that a file that is refused is left as it was
   ROOTLET_FAULT_POINT("lease.number");
   fNumber = check(next.fetch_add(1, std::memory_order_relaxed));
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
