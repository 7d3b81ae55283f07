// What an Update() and a Get() of ours take from the system once they have run a few times.
#ifndef ROOTLET_bench_Steady
#define ROOTLET_bench_Steady

#include "Objects.h"

namespace exchange {

/// Of one call, on average.
struct SteadyState {
   double fUpdateCalls = 0; ///< system calls of an Update() while consumers are attached and none waits
   double fWakingCalls = 0; ///< the same while one waits
   double fGetCalls = 0;    ///< system calls of a Get()
   double fUpdateAllocations = 0;
   double fGetAllocations = 0;
};

/// System calls are counted by tracing a process that does nothing else. Throws std::runtime_error where that is forbidden.
SteadyState MeasureSteadyState(What what);

} // namespace exchange

#endif
