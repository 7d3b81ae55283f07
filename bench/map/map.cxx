// Row `map`: objects handed over to another process, by each contestant: the producer's part, the consumer's, and both with
// the way from the one to the other and back.
#include "Contestant.h"
#include "Cores.h"
#include "Partner.h"
#include "Roudi.h"
#include "Steady.h"

#include <benchmark/benchmark.h>

#include <chrono>
#include <climits>
#include <linux/futex.h>
#include <map>
#include <stdexcept>
#include <string>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace exchange {

std::string MapPath(const char *contestant)
{
   static const std::string kStart =
      (::access("/dev/shm", W_OK) == 0 ? "/dev/shm/rootlet-bench-" : "/tmp/rootlet-bench-") +
      std::to_string(::getpid());
   return kStart + "-" + contestant;
}

namespace {

using Clock = std::chrono::steady_clock;

/// Turns before the clock starts: pages and caches are touched, and there is room for as many versions as are kept.
constexpr int kWarmUp = 5;
constexpr int kLongestWarmUp = 100; // until one is undisturbed

/// The other processes of this program.
struct Others {
   Roudi fRoudi;
   Partner fPartner;
};
Others &TheOthers()
{
   static Others others;
   return others;
}

bool IsPossible(benchmark::State &state, const Contestant &who)
{
   if (&who != &kIceoryx || TheOthers().fRoudi.Start())
      return true;
   state.SkipWithError("RouDi does not start; does another one run?");
   return false;
}

/// Plays a part with the partner, each on its own core, and lets nothing out of a benchmark.
template <class F>
void Together(benchmark::State &state, const Contestant &who, F play)
{
   if (!IsPossible(state, who))
      return;
   try {
      const BoundToCore bound(0);
      play(TheOthers().fPartner);
   } catch (const std::exception &error) {
      state.SkipWithError(error.what());
   }
}

/// One turn: the mark that came, the one that should, and the time.
struct Turn {
   std::int64_t fMark = -1, fExpected = 0;
   Clock::time_point fStart, fEnd;
   bool fUndisturbed = false;

   double Seconds() const { return std::chrono::duration<double>(fEnd - fStart).count(); }
};

/// The mean of those that were not disturbed.
class MeanTime {
public:
   void Count(const Turn &turn)
   {
      ++fAll;
      if (!turn.fUndisturbed)
         return;
      ++fGood;
      fSum += turn.Seconds();
   }
   bool IsKnown() const { return fGood != 0; }
   double Seconds() const { return fSum / fGood; }
   double Disturbed() const { return 1 - fGood / fAll; }

private:
   double fSum = 0;
   double fGood = 0;
   double fAll = 0;
};

/// Turns that were disturbed count as the mean of the others.
template <class PlayTurn>
void TimeTurns(benchmark::State &state, Partner &partner, PlayTurn playTurn)
{
   MeanTime mean;
   for (int i = 0; i < kWarmUp || (i < kLongestWarmUp && !mean.IsKnown()); ++i) {
      mean.Count(playTurn());
   }
   bool right = true;
   for (auto _ : state) {
      const Turn turn = playTurn();
      mean.Count(turn);
      state.SetIterationTime(turn.fUndisturbed || !mean.IsKnown() ? turn.Seconds() : mean.Seconds());
      right = right && turn.fMark == turn.fExpected;
   }
   partner.End();
   state.counters["disturbed"] = mean.Disturbed();
   if (!right)
      state.SkipWithError("another version than the newest was read");
}

/// From an object in memory to its version in the other's reach. The consumer is attached, and does not wait.
void Update(benchmark::State &state, const Contestant &who, What what)
{
   Together(state, who, [&](Partner &partner) {
      const auto producer = who.fMakeProducer(what);
      producer->Update(0);
      partner.Begin(who, what, Partner::Part::kIdleConsumer);
      std::int64_t n = 0;
      while (n < kWarmUp)
         producer->Update(++n);
      for (auto _ : state)
         producer->Update(++n);
      partner.End();
   });
}

/// From a version that the other process has just published to the object in memory; its Update() is not counted.
void Get(benchmark::State &state, const Contestant &who, What what)
{
   Together(state, who, [&](Partner &partner) {
      partner.Begin(who, what, Partner::Part::kProducer);
      const auto consumer = who.fMakeConsumer(what);
      TimeTurns(state, partner, [&] {
         Turn turn;
         turn.fExpected = partner.Turn();
         const long before = CoreSwitches();
         turn.fStart = Clock::now();
         turn.fMark = consumer->Get();
         turn.fEnd = Clock::now();
         turn.fUndisturbed = CoreSwitches() == before;
         return turn;
      });
   });
}

/// Publishes; the other process reads, and says so.
void UpdateAndGet(benchmark::State &state, const Contestant &who, What what)
{
   Together(state, who, [&](Partner &partner) {
      const auto producer = who.fMakeProducer(what);
      producer->Update(0);
      partner.Begin(who, what, Partner::Part::kConsumer);
      std::int64_t n = 0;
      TimeTurns(state, partner, [&] {
         Turn turn;
         turn.fExpected = ++n;
         turn.fStart = Clock::now();
         producer->Update(n);
         turn.fMark = partner.Turn();
         turn.fEnd = Clock::now();
         turn.fUndisturbed = partner.WasUndisturbed();
         return turn;
      });
   });
}

/// What is promised of ours, as counters; the time has no meaning.
void Steady(benchmark::State &state, What what)
{
   try {
      static std::map<What, SteadyState> known; // it is measured once, however often this is called
      if (!known.contains(what))
         known[what] = MeasureSteadyState(what);
      const SteadyState &steady = known[what];
      for (auto _ : state)
         benchmark::ClobberMemory();
      state.counters["syscalls"] = steady.fUpdateCalls;
      state.counters["syscalls_waking"] = steady.fWakingCalls;
      state.counters["syscalls_get"] = steady.fGetCalls;
      state.counters["allocations"] = steady.fUpdateAllocations;
      state.counters["allocations_get"] = steady.fGetAllocations;
   } catch (const std::exception &error) {
      state.SkipWithError(error.what());
   }
}

/// The one system call of an Update() by itself: nobody sleeps on the word, which is shared as that of a map is.
void Wake(benchmark::State &state)
{
   void *page = ::mmap(nullptr, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
   if (page == MAP_FAILED) {
      state.SkipWithError("no shared page");
      return;
   }
   *static_cast<int *>(page) = 1;
   for (auto _ : state)
      ::syscall(SYS_futex, page, FUTEX_WAKE, INT_MAX, nullptr, nullptr, 0);
   ::munmap(page, 4096);
}

void Register(const Contestant &who, What what)
{
   const auto add = [&](const char *work, auto play) {
      const std::string name = std::string(work) + " " + NameOf(what) + "/" + who.fName;
      return benchmark::RegisterBenchmark(name.c_str(),
                                          [play, &who, what](benchmark::State &state) { play(state, who, what); });
   };
   add("update", Update);
   add("get", Get)->UseManualTime();
   add("update and get", UpdateAndGet)->UseManualTime();
}

} // namespace
} // namespace exchange

int main(int argc, char **argv)
{
   using namespace exchange;
   MapPath(""); // from here on the same in all processes
   TheOthers();
   benchmark::Initialize(&argc, argv);
   if (benchmark::ReportUnrecognizedArguments(argc, argv))
      return 1;
   for (const What what : {What::kHistogram, What::kEvent, What::kLargeHistogram}) {
      for (const Contestant *who : {&kRootlet, &kBoost, &kIceoryx})
         Register(*who, what);
      const std::string name = what == What::kHistogram ? "steady state" : std::string("steady state ") + NameOf(what);
      benchmark::RegisterBenchmark((name + "/rootlet").c_str(), Steady, what);
   }
   benchmark::RegisterBenchmark("wake/syscall", Wake);
   benchmark::RunSpecifiedBenchmarks();
}
