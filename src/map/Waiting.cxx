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
/// A watch gives up after so many errors, a slice apart: memory may have been short, or the object rewritten too fast.
constexpr unsigned kTries = 3;
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

void RequireAfter(const MapStore &store, std::string_view name, std::uint64_t after)
{
   const bool ofAny = (after & kOfAnyObject) != 0;
   if (name.empty() && after != 0 && !ofAny)
      throw MapError(store.Path() + ": " + std::to_string(after) +
                     " is a generation of one object; wait for any object from 0, or from what such a wait has told");
   if (name.empty())
      return;
   if (ofAny)
      throw MapError(store.Path() + ": to wait for '" + Printable(name) +
                     "' give 0 or what Get of it has told, not what a wait for any object has");
   store.RequireGenerationOfThisFile(after);
}

} // namespace

WaitResult WaitForUpdate(MapStore &store, std::string_view name, std::uint64_t after,
                         std::optional<milliseconds> timeout, const std::atomic<bool> *stop)
{
   RequireAfter(store, name, after);
   if (name.empty())
      after |= kOfAnyObject;
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
      const std::uint64_t newest = name.empty() ? store.SumOfCommits() | kOfAnyObject : store.GenerationOf(name);
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

thread_local UpdateThread *UpdateThread::tCurrent = nullptr;

UpdateThread::UpdateThread(MapStore &store, Watch watch, Tell tell)
   : fStore(store), fWatch(std::move(watch)), fTell(std::move(tell)), fProcess(::getpid()), fTaken(fWatch.after)
{
   RequireAfter(store, fWatch.name, fWatch.after);
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

void UpdateThread::Start(const std::shared_ptr<UpdateThread> &self)
{
   const std::lock_guard lock(self->fStopMutex);
   const SignalsBlocked blocked;
   self->fThread = std::make_unique<std::thread>([self] { self->Run(); });
}

bool UpdateThread::IsForkedCopy() const
{
   return ::getpid() != fProcess;
}

void UpdateThread::Report(const char *what) const noexcept
{
   try {
      ::Error(fWatch.where, "%s", Printable(what, kLongestLine).c_str());
   } catch (...) {
      // no memory for the line, or an error handler that throws: the result tells
   }
}

void UpdateThread::Run()
{
   tCurrent = this;
   bool toldNoProducer = false;
   unsigned failures = 0;
   while (!fStop.load()) {
      const WaitResult result = Wait(failures);
      if (fStop.load())
         break;
      if (result.status == WaitStatus::kTimeout ||
          (result.status == WaitStatus::kNoProducer && std::exchange(toldNoProducer, true)))
         continue; // the latter comes again every second
      if (result.status == WaitStatus::kUpdated)
         toldNoProducer = false;
      fWatch.after = result.generation;
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

/// kTimeout after an error that may pass.
WaitResult UpdateThread::Wait(unsigned &failures)
{
   struct Mark {
      explicit Mark(std::atomic<bool> &flag) : fFlag(flag) { fFlag.store(true); }
      ~Mark() { fFlag.store(false); }
      std::atomic<bool> &fFlag;
   };
   try {
      const Mark mark(fWaiting); // then fStop is asked, which Stop() sets before it asks for the mark
      const WaitResult result = WaitForUpdate(fStore, fWatch.name, fWatch.after, std::nullopt, &fStop);
      failures = 0;
      return result;
   } catch (const std::exception &error) {
      if (fStop.load())
         return {};
      if (++failures < kTries && !fStore.IsBroken()) {
         std::unique_lock lock(fMutex);
         fChanged.wait_for(lock, kSlice, [this] { return fStop.load(); });
         return {};
      }
      Report(error.what());
      return {WaitStatus::kFailed, fWatch.after};
   }
}

void UpdateThread::Stop()
{
   if (IsForkedCopy())
      return;
   fStop.store(true);
   if (tCurrent == this)
      return;
   const std::lock_guard joining(fStopMutex);
   if (fThread == nullptr || !fThread->joinable())
      return;
   {
      std::unique_lock lock(fMutex);
      fChanged.notify_all();
      while (!fEnded) {
         if (fWaiting.load()) // it ends without another Tell, which could close the store
            fStore.WakeSleepers();
         fChanged.wait_for(lock, kWakeAgain);
      }
   }
   fThread->join();
}

bool UpdateThread::StopCurrentOf(const void *owner)
{
   if (tCurrent == nullptr || tCurrent->fWatch.owner != owner)
      return false;
   tCurrent->fStop.store(true);
   return true;
}

void UpdateThread::PutDown(const WaitResult &result, int fd)
{
   std::unique_lock lock(fMutex);
   fResult = result;
   const std::uint64_t one = 1;
   static_cast<void>(!::write(fd, &one, sizeof one)); // its counter is 0: cannot fail
   fChanged.wait(lock, [this] { return !fResult || fStop.load(); });
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

// --- all of them -----------------------------------------------------------------------------------------------------

struct Waiters::Here {
   pid_t process = ::getpid();
   std::mutex mutex; // around what follows
   std::condition_variable changed;
   std::atomic<bool> ended{false};
   unsigned waiting = 0; // calls
   std::vector<std::weak_ptr<UpdateThread>> threads;
};

Waiters::Waiters(MapStore &store) : fStore(store), fHere(new Here) {}

Waiters::~Waiters()
{
   Here *here = fHere.load();
   if (here->process == ::getpid()) // else its mutex may be locked for ever
      delete here;
}

Waiters::Here &Waiters::InThisProcess()
{
   Here *here = fHere.load();
   if (here->process == ::getpid())
      return *here;
   auto own = std::make_unique<Here>();
   return fHere.compare_exchange_strong(here, own.get()) ? *own.release() : *here; // the parent's is left where it is
}

WaitResult Waiters::Wait(std::string_view name, std::uint64_t after, std::optional<milliseconds> timeout)
{
   Here &here = InThisProcess();
   const auto requireOpen = [&] {
      if (here.ended.load())
         throw MapError(fStore.Path() + ": was closed while an update was waited for");
   };
   class Counted {
   public:
      explicit Counted(Here &where) : fWhere(where)
      {
         const std::lock_guard lock(fWhere.mutex);
         ++fWhere.waiting;
      }
      ~Counted()
      {
         const std::lock_guard lock(fWhere.mutex);
         if (--fWhere.waiting == 0)
            fWhere.changed.notify_all();
      }
      Counted(const Counted &) = delete;
      Counted &operator=(const Counted &) = delete;

   private:
      Here &fWhere;
   } counted(here);
   requireOpen();
   const WaitResult result = WaitForUpdate(fStore, name, after, timeout, &here.ended);
   if (result.status == WaitStatus::kTimeout)
      requireOpen();
   return result;
}

void Waiters::Start(const std::shared_ptr<UpdateThread> &thread)
{
   Here &here = InThisProcess();
   const std::lock_guard lock(here.mutex);
   if (here.ended.load())
      throw MapError(fStore.Path() + ": is being closed, so nothing of it can be watched");
   std::erase_if(here.threads, [](const auto &known) { return known.expired(); });
   here.threads.push_back(thread);
   UpdateThread::Start(thread);
}

void Waiters::End()
{
   Here &here = InThisProcess();
   std::unique_lock lock(here.mutex);
   here.ended.store(true);
   const auto threads = here.threads; // none comes any more
   lock.unlock();
   fStore.WakeSleepers(); // calls inside of callbacks too
   for (const auto &known : threads)
      if (const auto thread = known.lock())
         thread->Stop();
   lock.lock();
   while (here.waiting != 0) {
      fStore.WakeSleepers();
      here.changed.wait_for(lock, kWakeAgain);
   }
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
