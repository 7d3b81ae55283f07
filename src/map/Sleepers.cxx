// See Sleepers.h.
#include "map/Sleepers.h"

#include "heap/Fences.h"
#include "heap/FileLock.h"
#include "heap/Format.h"

namespace rootlet {

using std::chrono::milliseconds;

milliseconds SleepersLock::MaySleep(int fd)
{
   Clock::rep since = fSince.load(std::memory_order_acquire);
   if (since == 0) {
      const std::lock_guard lock(fMutex);
      since = fSince.load(std::memory_order_relaxed);
      if (since == 0) {
         if (!ShareByte(fd, format::kWaitingLock))
            return kFirstSleeps; // and again next time: without the lock nobody may rely on being woken
         since = Clock::now().time_since_epoch().count();
         fSince.store(since, std::memory_order_release);
         // What a producer counts up before it asks is seen by who locks before it looks: see MaySomebodySleep().
         FullFence();
      }
   }
   const Clock::duration left = kFirstSleeps - (Clock::now().time_since_epoch() - Clock::duration(since));
   return left.count() > 0 ? std::chrono::ceil<milliseconds>(left) : milliseconds::max();
}

bool SleepersQuestion::MaySomebodySleep(int lockFd)
{
   const auto now = std::chrono::steady_clock::now();
   if (now - fAsked < (fSomebody ? kSomebodyHolds : kNobodyHolds))
      return fSomebody;
   FullFence();
   fAsked = now; // from before the answer, so it is not believed for too long
   fSomebody = IsByteShared(lockFd, format::kWaitingLock);
   return fSomebody;
}

} // namespace rootlet
