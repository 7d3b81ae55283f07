// Whether anybody sleeps: a producer that finds nobody saves the system call that wakes. Who wants to sleep shares a lock on the
// waiting byte, for as long as it has the map open; a producer asks for such locks now and then.
// Used by MapStore (which sleeps) and Publisher (which wakes). The times are those of mapfile-format.md, "Waiting byte".
// Invariant: nobody sleeps longer than kFirstSleeps before kFirstSleeps have passed since it took the lock. By then every
// answer from before is older than kNobodyHolds, and whoever published on its strength has counted notify up.
#ifndef ROOTLET_map_Sleepers
#define ROOTLET_map_Sleepers

#include <atomic>
#include <chrono>
#include <mutex>

namespace rootlet {

/// How long a producer believes that nobody sleeps.
inline constexpr std::chrono::milliseconds kNobodyHolds(1);
/// How long it believes that somebody may.
inline constexpr std::chrono::milliseconds kSomebodyHolds(100);
inline constexpr std::chrono::milliseconds kFirstSleeps(2);
static_assert(kFirstSleeps > kNobodyHolds);

/// The side of those who sleep, in any threads.
class SleepersLock {
public:
   /// Takes the lock if this is the first time. Returns how long the caller may sleep now, if it looks again then.
   std::chrono::milliseconds MaySleep(int fd);

private:
   using Clock = std::chrono::steady_clock;
   std::mutex fMutex;
   std::atomic<Clock::rep> fSince{0}; // when the lock had been taken; 0: not yet
};

/// The side of a producer. Threads: one at a time.
class SleepersQuestion {
public:
   /// To be asked after notify was counted up. False: nobody needs to be woken.
   bool MaySomebodySleep(int lockFd);

private:
   std::chrono::steady_clock::time_point fAsked;
   bool fSomebody = true;
};

} // namespace rootlet

#endif
