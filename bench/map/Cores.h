// Which cores the processes of rows `map` and `latency` run on (left to itself, the kernel may put both on one), and whether they
// have them for themselves.
#ifndef ROOTLET_bench_Cores
#define ROOTLET_bench_Cores

#include <sched.h>
#include <sys/resource.h>

namespace exchange {

/// Binds this thread to the nth of its cores until this goes; to the last of them if there are fewer.
class BoundToCore {
public:
   explicit BoundToCore(int n)
   {
      CPU_ZERO(&fBefore);
      ::sched_getaffinity(0, sizeof fBefore, &fBefore);
      cpu_set_t chosen = fBefore;
      for (int core = 0; core < CPU_SETSIZE && n >= 0; ++core) {
         if (!CPU_ISSET(core, &fBefore))
            continue;
         CPU_ZERO(&chosen);
         CPU_SET(core, &chosen);
         --n;
      }
      ::sched_setaffinity(0, sizeof chosen, &chosen);
   }
   ~BoundToCore() { ::sched_setaffinity(0, sizeof fBefore, &fBefore); }
   BoundToCore(const BoundToCore &) = delete;
   BoundToCore &operator=(const BoundToCore &) = delete;

private:
   cpu_set_t fBefore;
};

/// How often this thread has lost its core so far.
inline long CoreSwitches()
{
   struct rusage usage = {};
   ::getrusage(RUSAGE_THREAD, &usage);
   return usage.ru_nivcsw + usage.ru_nvcsw;
}

} // namespace exchange

#endif
