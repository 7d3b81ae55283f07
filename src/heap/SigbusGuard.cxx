// The SIGBUS handler and the thread's chain of guards. See SigbusGuard.h.
#include "heap/SigbusGuard.h"

#include <signal.h>

#include <atomic>
#include <cerrno>
#include <mutex>

#include "heap/MappedFile.h"

namespace rootlet {
namespace {

// initial-exec: the handler must not allocate thread-local storage. A signal fence orders its stores for the handler.
#if defined(__GNUC__)
__attribute__((tls_model("initial-exec")))
#endif
thread_local SigbusGuard *tInnermost = nullptr;

struct sigaction gPrevious;

} // namespace

struct SigbusHandler {
   static bool CoverGuardedFile(char *address)
   {
      for (SigbusGuard *guard = tInnermost; guard != nullptr; guard = guard->fOuter)
         if (guard->fFile.CoverWithZeros(address))
            return true;
      return false;
   }

   static void Handle(int signal, siginfo_t *info, void *context)
   {
      const int savedErrno = errno;
      if (info->si_code > 0 && CoverGuardedFile(static_cast<char *>(info->si_addr))) {
         errno = savedErrno;
         return;
      }
      errno = savedErrno;
      if ((gPrevious.sa_flags & SA_SIGINFO) != 0 && gPrevious.sa_sigaction != nullptr)
         return gPrevious.sa_sigaction(signal, info, context);
      if (gPrevious.sa_handler != SIG_DFL && gPrevious.sa_handler != SIG_IGN)
         return gPrevious.sa_handler(signal);
      // The default action: the fault repeats after the return and ends the process as if we had not been here.
      struct sigaction defaultAction = {};
      defaultAction.sa_handler = SIG_DFL;
      ::sigaction(signal, &defaultAction, nullptr);
      if (info->si_code <= 0)
         ::raise(signal); // sent by a process: nothing would repeat
   }
};

SigbusGuard::SigbusGuard(MappedFile &file) : fFile(file), fOuter(tInnermost)
{
   tInnermost = this;
   std::atomic_signal_fence(std::memory_order_seq_cst);
}

SigbusGuard::~SigbusGuard()
{
   std::atomic_signal_fence(std::memory_order_seq_cst);
   tInnermost = fOuter;
}

void SigbusGuard::InstallHandler()
{
   static std::once_flag once;
   std::call_once(once, [] {
      struct sigaction action = {};
      action.sa_sigaction = SigbusHandler::Handle;
      action.sa_flags = SA_SIGINFO | SA_ONSTACK;
      sigemptyset(&action.sa_mask);
      ::sigaction(SIGBUS, &action, &gPrevious);
   });
}

} // namespace rootlet
