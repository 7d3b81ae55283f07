// Row `consumers`: the processor time that an Update costs its producer, with consumers in other processes: none, some that
// have the map open and have read from it, some that read from time to time, and some that wait for each version. Only
// those that wait may cost it anything.
#include "Scratch.h"

#include "TH1F.h"
#include "TMapFile.h"

#include <benchmark/benchmark.h>

#include <atomic>
#include <cstdint>
#include <memory>
#include <new>
#include <signal.h>
#include <stdexcept>
#include <string>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#include <vector>

namespace {

enum class Habit { kAttached, kReading, kWaiting };

/// What producer and consumers tell each other.
struct Signs {
   std::atomic<bool> go{false};        // the map is there
   std::atomic<std::uint64_t> seen{0}; // how often a consumer was ready, or ready again
};

/// Consumers, each a process of its own. They are made before there is a map, so that they inherit nothing of it.
class Consumers {
public:
   Consumers(const std::string &path, std::size_t count, Habit habit)
      : fSigns(new (::mmap(nullptr, sizeof(Signs), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0)) Signs)
   {
      const pid_t parent = ::getpid();
      while (fProcesses.size() < count) {
         const pid_t child = ::fork();
         if (child == 0) {
            ::prctl(PR_SET_PDEATHSIG, SIGKILL);
            if (::getppid() == parent)
               Consume(path, habit);
            ::_exit(1);
         }
         if (child < 0)
            throw std::runtime_error("no process for a consumer");
         fProcesses.push_back(child);
      }
   }
   ~Consumers()
   {
      for (const pid_t process : fProcesses)
         ::kill(process, SIGKILL);
      for (const pid_t process : fProcesses)
         ::waitpid(process, nullptr, 0);
      ::munmap(fSigns, sizeof(Signs));
   }
   Consumers(const Consumers &) = delete;
   Consumers &operator=(const Consumers &) = delete;

   /// To be called when there is a map; returns when all have read from it.
   void Start()
   {
      fSigns->go = true;
      Await(0);
   }
   std::uint64_t Seen() const { return fSigns->seen; }
   /// Until each has been ready once more since Seen() was `before`.
   void Await(std::uint64_t before) const
   {
      while (fSigns->seen < before + fProcesses.size())
         Sleep(20);
   }
   static void Sleep(long microseconds)
   {
      const timespec time = {0, microseconds * 1000};
      ::nanosleep(&time, nullptr);
   }

private:
   void Consume(const std::string &path, Habit habit) const
   {
      while (!fSigns->go)
         Sleep(1000);
      const std::unique_ptr<TMapFile> map(TMapFile::Create(path.c_str(), "READ"));
      ULong64_t generation = 0;
      TObject *histogram = map->Get("h", nullptr, &generation);
      ++fSigns->seen;
      for (;;) {
         switch (habit) {
         case Habit::kAttached:
            ::pause();
            break;
         case Habit::kReading:
            Sleep(50'000);
            histogram = map->Get("h", histogram);
            break;
         case Habit::kWaiting:
            generation = map->WaitForUpdate("h", generation).generation;
            ++fSigns->seen;
         }
      }
   }

   Signs *fSigns;
   std::vector<pid_t> fProcesses;
};

/// A map with one histogram, and its consumers.
struct Stage {
   Stage(std::size_t count, Habit habit) : consumers(scratch.Path(), count, habit)
   {
      map.reset(TMapFile::Create(scratch.Path().c_str(), "RECREATE"));
      map->Add(&histogram);
      map->Update();
      consumers.Start();
   }

   Scratch scratch{"consumers"};
   Consumers consumers;
   TH1F histogram{"h", "of a hundred bins", 100, -4, 4};
   std::unique_ptr<TMapFile> map;
};

/// One Update after the other, as fast as they go.
void Update(benchmark::State &state, std::size_t count, Habit habit)
{
   Stage stage(count, habit);
   for (auto _ : state)
      stage.map->Update();
}

double ProcessorSeconds()
{
   timespec now;
   ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
   return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

/// An Update while all who wait are asleep: the dearest. Nobody has to be woken if they are still at the version before.
void UpdateAfterPause(benchmark::State &state, std::size_t count, Habit habit)
{
   Stage stage(count, habit);
   for (auto _ : state) {
      Consumers::Sleep(50);
      const std::uint64_t seen = stage.consumers.Seen();
      const double start = ProcessorSeconds();
      stage.map->Update();
      state.SetIterationTime(ProcessorSeconds() - start);
      if (habit == Habit::kWaiting)
         stage.consumers.Await(seen);
   }
}

} // namespace

BENCHMARK_CAPTURE(Update, none, 0, Habit::kAttached)->Name("update/none");
BENCHMARK_CAPTURE(Update, attached1, 1, Habit::kAttached)->Name("update/one attached");
BENCHMARK_CAPTURE(Update, attached8, 8, Habit::kAttached)->Name("update/eight attached");
BENCHMARK_CAPTURE(Update, reading8, 8, Habit::kReading)->Name("update/eight reading");
BENCHMARK_CAPTURE(Update, waiting1, 1, Habit::kWaiting)->Name("update/one waiting");
BENCHMARK_CAPTURE(Update, waiting8, 8, Habit::kWaiting)->Name("update/eight waiting");
BENCHMARK_CAPTURE(UpdateAfterPause, none, 0, Habit::kAttached)->Name("update after a pause/none")->UseManualTime();
BENCHMARK_CAPTURE(UpdateAfterPause, waiting1, 1, Habit::kWaiting)
   ->Name("update after a pause/one waiting")
   ->UseManualTime();
BENCHMARK_CAPTURE(UpdateAfterPause, waiting8, 8, Habit::kWaiting)
   ->Name("update after a pause/eight waiting")
   ->UseManualTime();
