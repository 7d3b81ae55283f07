// See Steady.h. The traced process says by a system call of its own, which Rootlet never makes, where one count ends and the next
// begins.
#include "Steady.h"
#include "Allocations.h"
#include "Contestant.h"

#include "TMapFile.h"

#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <signal.h>
#include <stdexcept>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

namespace exchange {
namespace {

constexpr int kWarmUp = 20;
constexpr int kRounds = 200;
constexpr long kMark = SYS_getppid;

/// Counts of the phases between the marks; what comes before the first is of no interest.
enum Phase { kUpdate, kGet, kBetween, kWaking, kPhases };
using Counts = std::array<unsigned long, kPhases>;

void EndPhase()
{
   ::syscall(kMark);
}

/// A consumer that does nothing but wait, in a process of its own; killed with its maker.
class Waiter {
public:
   Waiter() : fProcess(::fork())
   {
      if (fProcess != 0)
         return;
      ::prctl(PR_SET_PDEATHSIG, SIGKILL);
      const std::unique_ptr<TMapFile> map(TMapFile::Create(MapPath("rootlet").c_str(), "READ"));
      for (ULong64_t seen = 0;;)
         seen = map->WaitForUpdate("object", seen).generation;
   }
   ~Waiter()
   {
      ::kill(fProcess, SIGKILL);
      ::waitpid(fProcess, nullptr, 0);
   }
   Waiter(const Waiter &) = delete;
   Waiter &operator=(const Waiter &) = delete;

private:
   pid_t fProcess;
};

/// Threads could make system calls that are not counted.
bool HasThreads()
{
   int n = 0;
   for ([[maybe_unused]] const auto &task : std::filesystem::directory_iterator("/proc/self/task"))
      ++n;
   return n != 1;
}

[[noreturn]] void BeTraced(What what)
{
   ::prctl(PR_SET_PDEATHSIG, SIGKILL);
   if (::ptrace(PTRACE_TRACEME, 0, nullptr, nullptr) != 0)
      ::_exit(2);
   ::raise(SIGSTOP);
   int status = 0;
   {
      const auto producer = kRootlet.fMakeProducer(what);
      producer->Update(0);
      const auto consumer = kRootlet.fMakeConsumer(what);
      for (int i = 1; i <= kWarmUp; ++i) {
         producer->Update(i);
         consumer->Get();
      }
      if (HasThreads())
         status = 3;
      EndPhase(); // the start
      for (int i = 1; i <= kRounds; ++i)
         producer->Update(i);
      EndPhase();
      for (int i = 1; i <= kRounds; ++i)
         consumer->Get();
      EndPhase();
      const Waiter waiter;
      ::usleep(10'000); // it sleeps by now
      EndPhase();
      for (int i = 1; i <= kRounds; ++i)
         producer->Update(i);
      EndPhase();
   }
   ::_exit(status);
}

Counts Trace(pid_t process)
{
   const auto wait = [process] {
      int status = 0;
      if (::waitpid(process, &status, 0) != process)
         throw std::runtime_error("the traced process is lost");
      return status;
   };
   int status = wait();
   if (WIFSTOPPED(status))
      ::ptrace(PTRACE_SETOPTIONS, process, nullptr, PTRACE_O_TRACESYSGOOD | PTRACE_O_EXITKILL);
   Counts counts = {};
   int phase = -1;
   unsigned long signal = 0;
   while (WIFSTOPPED(status)) {
      ::ptrace(PTRACE_SYSCALL, process, nullptr, signal);
      status = wait();
      signal = 0;
      if (!WIFSTOPPED(status))
         break;
      if (WSTOPSIG(status) != (SIGTRAP | 0x80)) {
         signal = static_cast<unsigned long>(WSTOPSIG(status));
         continue;
      }
      struct __ptrace_syscall_info info = {};
      ::ptrace(PTRACE_GET_SYSCALL_INFO, process, sizeof info, &info);
      if (info.op != PTRACE_SYSCALL_INFO_ENTRY)
         continue;
      if (static_cast<long>(info.entry.nr) == kMark)
         ++phase;
      else if (phase >= 0 && phase < kPhases)
         ++counts[static_cast<std::size_t>(phase)];
   }
   if (!WIFEXITED(status) || WEXITSTATUS(status) != 0 || phase != kPhases)
      throw std::runtime_error("the traced process ended too early, may not be traced, or has threads");
   return counts;
}

} // namespace

SteadyState MeasureSteadyState(What what)
{
   const pid_t process = ::fork();
   if (process == 0)
      BeTraced(what);
   const Counts counts = Trace(process);

   SteadyState result;
   result.fUpdateCalls = static_cast<double>(counts[kUpdate]) / kRounds;
   result.fWakingCalls = static_cast<double>(counts[kWaking]) / kRounds;
   result.fGetCalls = static_cast<double>(counts[kGet]) / kRounds;

   const auto producer = kRootlet.fMakeProducer(what);
   producer->Update(0);
   const auto consumer = kRootlet.fMakeConsumer(what);
   unsigned long updating = 0;
   unsigned long getting = 0;
   for (int i = -kWarmUp; i < kRounds; ++i) {
      if (i == 0)
         updating = getting = 0;
      const unsigned long before = Allocations();
      producer->Update(i);
      const unsigned long between = Allocations();
      consumer->Get();
      updating += between - before;
      getting += Allocations() - between;
   }
   result.fUpdateAllocations = static_cast<double>(updating) / kRounds;
   result.fGetAllocations = static_cast<double>(getting) / kRounds;
   return result;
}

} // namespace exchange
