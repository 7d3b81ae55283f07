// The heap lock word. See HeapLock.h.
#include "heap/HeapLock.h"

#include "heap/FaultPoint.h"
#include "heap/FileLock.h"
#include "heap/Futex.h"

namespace rootlet {
namespace {

constexpr std::uint64_t kSleepers = 1;
constexpr long kSliceMilliseconds = 20; // after each slice the holder's life is asked again

} // namespace

format::Word &HeapLock::LockWord() const
{
   return format::At<format::Superblock>(fFile.Base(), 0).heapLock.value;
}

/// Our own locks never stand in our way, so a lone producer, which holds all bytes, finds every former holder dead.
bool HeapLock::IsDead(std::uint64_t leaseWord) const
{
   if (leaseWord == fLeaseWord)
      return false;
   return !IsByteLocked(fFile.LockFd(),
                        format::kNumberLock + static_cast<std::int64_t>(format::LeaseNumber(leaseWord)));
}

void HeapLock::lock()
{
   if (fDepth++ != 0)
      return;
   format::Word &word = LockWord();
   const std::uint64_t mine = fLeaseWord << 1;
   for (;;) {
      ROOTLET_FAULT_POINT("lock.take");
      std::uint64_t seen = 0;
      if (word.compare_exchange_strong(seen, mine, std::memory_order_acquire, std::memory_order_relaxed))
         return;
      if (seen >> 1 == fLeaseWord || IsDead(seen >> 1)) { // we do not hold it: a stranger wrote our name there
         ROOTLET_FAULT_POINT("lock.take-over");
         if (!word.compare_exchange_strong(seen, mine | (seen & kSleepers), std::memory_order_acquire,
                                           std::memory_order_relaxed))
            continue;
         TakeOver(word, seen);
         return;
      }
      if ((seen & kSleepers) != 0 ||
          word.compare_exchange_strong(seen, seen | kSleepers, std::memory_order_relaxed, std::memory_order_relaxed)) {
         ROOTLET_FAULT_POINT("lock.wait");
         FutexWait(word, seen | kSleepers, kSliceMilliseconds);
      }
   }
}

/// If mending fails, the next one who comes must find the dead holder, not a lock that is free.
void HeapLock::TakeOver(format::Word &word, std::uint64_t from)
{
   if (!fMend)
      return;
   try {
      fMend();
   } catch (...) {
      fDepth = 0;
      word.store(from | kSleepers, std::memory_order_release);
      throw;
   }
}

void HeapLock::unlock()
{
   if (--fDepth != 0)
      return;
   format::Word &word = LockWord();
   ROOTLET_FAULT_POINT("lock.release");
   if ((word.exchange(0, std::memory_order_release) & kSleepers) != 0) {
      ROOTLET_FAULT_POINT("lock.wake");
      FutexWake(word);
   }
}

} // namespace rootlet
