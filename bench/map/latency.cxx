// Row `latency`: from an Update() until WaitForUpdate() returns in another process, beside a bare futex. Two processes wake each
// other in turn; half of a round trip is one way. On two cores, one for each process, the sleeping core has to be woken too, which
// costs both contestants the same; on one core it is only the change from the one process to the other, so that
// what a contestant does itself shows most.
#include "Cores.h"
#include "Counter.h"

#include "TMapFile.h"

#include <benchmark/benchmark.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <climits>
#include <filesystem>
#include <linux/futex.h>
#include <memory>
#include <new>
#include <sched.h>
#include <signal.h>
#include <stdexcept>
#include <string>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

namespace {

using exchange::BoundToCore;

enum class Cores { kTwo, kOne };

/// Anonymous memory that a child process shares.
template <class T>
class SharedWords {
public:
   SharedWords()
   {
      void *page = ::mmap(nullptr, sizeof(T), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
      if (page == MAP_FAILED)
         throw std::runtime_error("no shared page");
      fWords = new (page) T;
   }
   ~SharedWords() { ::munmap(fWords, sizeof(T)); }
   SharedWords(const SharedWords &) = delete;
   SharedWords &operator=(const SharedWords &) = delete;
   T *operator->() { return fWords; }

private:
   T *fWords;
};

/// Two words, each of which one process counts up for the other.
class Futexes {
public:
   class End {
   public:
      End(Futexes &both, bool first)
         : fOwn(first ? both.fWords->fFirst : both.fWords->fSecond),
           fOther(first ? both.fWords->fSecond : both.fWords->fFirst)
      {
      }
      void Wake()
      {
         fOwn.fetch_add(1, std::memory_order_release);
         ::syscall(SYS_futex, &fOwn, FUTEX_WAKE, INT_MAX, nullptr, nullptr, 0);
      }
      void Wait()
      {
         while (fOther.load(std::memory_order_acquire) == fSeen)
            ::syscall(SYS_futex, &fOther, FUTEX_WAIT, fSeen, nullptr, nullptr, 0);
         ++fSeen;
      }

   private:
      std::atomic<std::uint32_t> &fOwn;
      std::atomic<std::uint32_t> &fOther;
      std::uint32_t fSeen = 0;
   };

private:
   struct Words {
      alignas(64) std::atomic<std::uint32_t> fFirst{0};
      alignas(64) std::atomic<std::uint32_t> fSecond{0};
   };
   SharedWords<Words> fWords;
};

/// Two maps, each of which one process publishes a small object in.
class Maps {
public:
   Maps()
   {
      for (const std::string &path : {fFirst, fSecond}) {
         const std::unique_ptr<TMapFile> map(TMapFile::Create(path.c_str(), "RECREATE"));
         if (map == nullptr)
            throw std::runtime_error("cannot make " + path);
      }
   }
   ~Maps()
   {
      std::filesystem::remove(fFirst);
      std::filesystem::remove(fSecond);
   }
   Maps(const Maps &) = delete;
   Maps &operator=(const Maps &) = delete;

   class End {
   public:
      End(Maps &both, bool first)
         : fOwn(TMapFile::Create((first ? both.fFirst : both.fSecond).c_str(), "UPDATE")),
           fOther(TMapFile::Create((first ? both.fSecond : both.fFirst).c_str(), "READ"))
      {
         fOwn->Add(&fCounter, "counter");
      }
      void Wake()
      {
         ++fCounter.fCount;
         fOwn->Update();
      }
      void Wait()
      {
         rootlet::WaitResult result;
         do // while the other one has not begun
            result = fOther->WaitForUpdate("counter", fSeen);
         while (result.status == rootlet::WaitStatus::kNoProducer && fSeen == 0);
         if (!result)
            throw std::runtime_error("the other process has ended");
         fSeen = result.generation;
      }

   private:
      Counter fCounter;
      std::unique_ptr<TMapFile> fOwn;
      std::unique_ptr<TMapFile> fOther;
      ULong64_t fSeen = 0;
   };

private:
   std::string fStart = (::access("/dev/shm", W_OK) == 0 ? "/dev/shm/rootlet-bench-" : "/tmp/rootlet-bench-") +
                        std::to_string(::getpid());
   std::string fFirst = fStart + "-first";
   std::string fSecond = fStart + "-second";
};

/// Where that is allowed, this thread comes before all that do not wake each other here; else a busy machine shows how long its
/// cores are busy, for either contestant.
class Urgent {
public:
   Urgent()
   {
      struct sched_param parameters = {};
      parameters.sched_priority = 1;
      ::sched_setscheduler(0, SCHED_RR, &parameters);
   }
   ~Urgent()
   {
      struct sched_param parameters = {};
      ::sched_setscheduler(0, SCHED_OTHER, &parameters);
   }
   Urgent(const Urgent &) = delete;
   Urgent &operator=(const Urgent &) = delete;
};

/// The second process: answers until `stop` has been set when it is woken.
template <class Both>
void Answer(Both &both, const std::atomic<bool> &stop, Cores cores)
{
   const BoundToCore bound(cores == Cores::kTwo ? 1 : 0);
   typename Both::End end(both, false);
   const Urgent urgent;
   for (bool last = false; !last;) {
      end.Wait();
      last = stop.load();
      end.Wake();
   }
}

constexpr int kBlock = 15;

/// Of that many round trips the median time, in seconds: now and then a machine gives a core to somebody else.
template <class F>
double MedianTime(F roundTrip)
{
   using Clock = std::chrono::steady_clock;
   std::array<double, kBlock> times;
   for (double &time : times) {
      const auto start = Clock::now();
      roundTrip();
      time = std::chrono::duration<double>(Clock::now() - start).count();
   }
   std::nth_element(times.begin(), times.begin() + kBlock / 2, times.end());
   return times[kBlock / 2];
}

template <class Both>
void Measure(benchmark::State &state, Cores cores)
{
   Both both;
   SharedWords<std::atomic<bool>> stop;
   const pid_t process = ::fork();
   if (process == 0) {
      ::prctl(PR_SET_PDEATHSIG, SIGKILL);
      int status = 1;
      try {
         Answer(both, *stop.operator->(), cores);
         status = 0;
      } catch (const std::exception &) {
      }
      ::_exit(status);
   }
   {
      const BoundToCore bound(0);
      typename Both::End end(both, true);
      const Urgent urgent;
      const auto roundTrip = [&end] {
         end.Wake();
         end.Wait();
      };
      roundTrip();
      while (state.KeepRunningBatch(2 * kBlock)) // there and back
         state.SetIterationTime(kBlock * MedianTime(roundTrip));
      stop->store(true);
      roundTrip();
   }
   ::waitpid(process, nullptr, 0);
}

template <class Both, Cores kCores>
void Latency(benchmark::State &state)
{
   try {
      Measure<Both>(state, kCores);
   } catch (const std::exception &error) {
      state.SkipWithError(error.what());
   }
}

} // namespace

BENCHMARK_TEMPLATE(Latency, Maps, Cores::kTwo)->Name("two cores/rootlet")->UseManualTime();
BENCHMARK_TEMPLATE(Latency, Futexes, Cores::kTwo)->Name("two cores/futex")->UseManualTime();
BENCHMARK_TEMPLATE(Latency, Maps, Cores::kOne)->Name("one core/rootlet")->UseManualTime();
BENCHMARK_TEMPLATE(Latency, Futexes, Cores::kOne)->Name("one core/futex")->UseManualTime();
