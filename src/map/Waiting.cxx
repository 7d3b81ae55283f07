// See Waiting.h.
#include "map/Waiting.h"

#include <pthread.h>
#include <signal.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <exception>
#include <utility>

#include "RootletError.h"
#include "TError.h"
#include "heap/FaultPoint.h"
#include "map/Printable.h"

namespace rootlet {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

/// How often a sleeper asks whether its producer lives and its file has its name: within this time an end is told.
constexpr milliseconds kSlice(1000);
/// How often somebody who waits for the end of a sleeper wakes it: it may have been about to sleep.
constexpr milliseconds kWakeAgain(5);
constexpr std::size_t kLongestLine = 4000;

/// Signals are for the program's own threads; but those that the thread causes itself must reach it.
class SignalsBlocked {
public:
   SignalsBlocked()
   {
      sigset_t all;
      ::sigfillset(&all);
      for (const int own : {SIGBUS, SIGSEGV, SIGFPE, SIGILL, SIGABRT})
         ::sigdelset(&all, own);
      ::pthread_sigmask(SIG_SETMASK, &all, &fBefore);
   }
   ~SignalsBlocked() { ::pthread_sigmask(SIG_SETMASK, &fBefore, nullptr); }
   SignalsBlocked(const SignalsBlocked &) = delete;
   SignalsBlocked &operator=(const SignalsBlocked &) = delete;

private:
   sigset_t fBefore;
};

void Report(const char *what)
{
   ::Error("TMapFile::OnUpdate", "%s", Printable(what, kLongestLine).c_str());
}

} // namespace

WaitResult WaitForUpdate(MapStore &store, std::string_view name, std::uint64_t after,
                         std::optional<milliseconds> timeout, const std::atomic<bool> *stop)
{
   if (!name.empty())
      store.RequireGenerationOfThisFile(after);
   const bool onlyLook = timeout && timeout->count() <= 0;
   const Clock::time_point start = Clock::now();
   // A timeout beyond what the clock can count is none.
   const bool ends = timeout && *timeout < std::chrono::duration_cast<milliseconds>(Clock::time_point::max() - start);
   const Clock::time_point end = ends ? start + *timeout : Clock::time_point::max();
   Clock::time_point lookAfterProducer = std::min(start + kSlice, end);
   for (;;) {
      ROOTLET_FAULT_POINT("wait.load");
      const std::uint64_t notifications = store.Notifications();
      // Whoever says that nothing can come any more says so before the look: what came before is then seen.
      std::optional<WaitStatus> over;
      const Clock::time_point now = Clock::now();
      if (store.IsMarkedReplaced()) {
         over = WaitStatus::kReplaced;
      } else if (now >= lookAfterProducer && !onlyLook) {
         ROOTLET_FAULT_POINT("wait.producer");
         lookAfterProducer = std::min(now + kSlice, end);
         if (store.IsReplaced())
            over = WaitStatus::kReplaced;
         else if (!store.IsProducerAlive(name))
            over = WaitStatus::kNoProducer;
      }
      ROOTLET_FAULT_POINT("wait.look");
      const std::uint64_t newest = name.empty() ? store.SumOfCommits() : store.GenerationOf(name);
      if (newest > after)
         return {WaitStatus::kUpdated, newest};
      if (over)
         return {*over, after};
      if (now >= end || (stop != nullptr && stop->load(std::memory_order_acquire)))
         return {WaitStatus::kTimeout, after};
      ROOTLET_FAULT_POINT("wait.sleep");
      store.Sleep(notifications, std::chrono::ceil<milliseconds>(std::min(lookAfterProducer, end) - now));
   }
}

// --- the thread ------------------------------------------------------------------------------------------------------

UpdateThread::UpdateThread(MapStore &store, std::string_view name, std::uint64_t after, Tell tell)
   : fStore(store), fName(name), fAfter(after), fTell(std::move(tell)), fProcess(::getpid()), fTaken(after)
{
}

std::shared_ptr<UpdateThread> UpdateThread::Start(MapStore &store, std::string_view name, std::uint64_t after,
                                                  Tell tell)
{
   std::shared_ptr<UpdateThread> self(new UpdateThread(store, name, after, std::move(tell)));
   const std::lock_guard lock(self->fStopMutex);
   const SignalsBlocked blocked;
   self->fThread = std::make_unique<std::thread>([self] { self->Run(); });
   return self;
}

UpdateThread::~UpdateThread()
{
   if (fThread == nullptr)
      return;
   if (IsForkedCopy())
      static_cast<void>(fThread.release()); // there is nothing to join
   else if (fThread->joinable())
      fThread->detach(); // the thread itself is the last one who knows of this object
}

bool UpdateThread::IsForkedCopy() const
{
   return ::getpid() != fProcess;
}

void UpdateThread::Run()
{
   fRunner.store(std::this_thread::get_id(), std::memory_order_release);
   bool toldNoProducer = false;
   while (!fStop.load(std::memory_order_acquire)) {
      WaitResult result;
      try {
         result = WaitForUpdate(fStore, fName, fAfter, std::nullopt, &fStop);
      } catch (const std::exception &error) {
         Report(error.what());
         result = {WaitStatus::kFailed, fAfter};
      }
      if (fStop.load(std::memory_order_acquire))
         break;
      if (result.status == WaitStatus::kNoProducer && std::exchange(toldNoProducer, true))
         continue; // comes again every second
      if (result.status == WaitStatus::kUpdated)
         toldNoProducer = false;
      fAfter = result.generation;
      try {
         fTell(*this, result);
      } catch (const std::exception &error) {
         Report(error.what());
      } catch (...) {
         Report("a callback has thrown an unknown exception");
      }
      if (result.status == WaitStatus::kReplaced || result.status == WaitStatus::kFailed)
         break;
   }
   const std::lock_guard lock(fMutex);
   fEnded = true;
   fChanged.notify_all();
}

void UpdateThread::Stop()
{
   if (IsForkedCopy())
      return;
   fStop.store(true, std::memory_order_release);
   if (fRunner.load(std::memory_order_acquire) == std::this_thread::get_id()) {
      const std::lock_guard lock(fMutex);
      fStoppedItself = true;
      return;
   }
   const std::lock_guard joining(fStopMutex);
   if (!fThread->joinable())
      return;
   {
      std::unique_lock lock(fMutex);
      fChanged.notify_all();
      while (!fEnded) {
         if (!fStoppedItself)
            fStore.WakeSleepers();
         fChanged.wait_for(lock, kWakeAgain);
      }
   }
   fThread->join();
}

void UpdateThread::PutDown(const WaitResult &result, int fd)
{
   std::unique_lock lock(fMutex);
   fResult = result;
   const std::uint64_t one = 1;
   static_cast<void>(!::write(fd, &one, sizeof one)); // its counter is 0: cannot fail
   fChanged.wait(lock, [this] { return !fResult || fStop.load(std::memory_order_acquire); });
}

WaitResult UpdateThread::Take(int fd)
{
   if (IsForkedCopy())
      return {};
   const std::lock_guard lock(fMutex);
   std::uint64_t count = 0;
   static_cast<void>(!::read(fd, &count, sizeof count)); // nothing there: no matter
   fChanged.notify_all();
   const WaitResult result = std::exchange(fResult, std::nullopt).value_or(WaitResult{WaitStatus::kTimeout, fTaken});
   fTaken = result.generation;
   return result;
}

// --- what users hold -------------------------------------------------------------------------------------------------

UpdateCallback::UpdateCallback(std::shared_ptr<UpdateThread> thread) : fThread(std::move(thread)) {}

UpdateCallback::~UpdateCallback()
{
   fThread->Stop();
}

UpdateEvent::UpdateEvent(int fd, std::shared_ptr<UpdateThread> thread) : fFd(fd), fThread(std::move(thread)) {}

UpdateEvent::~UpdateEvent()
{
   fThread->Stop();
   ::close(fFd);
}

WaitResult UpdateEvent::Take()
{
   return fThread->Take(fFd);
}

} // namespace rootlet
