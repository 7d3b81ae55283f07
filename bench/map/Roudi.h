// RouDi, the process that iceoryx needs beside its users: it makes the shared memory and connects publishers with subscribers.
#ifndef ROOTLET_bench_Roudi
#define ROOTLET_bench_Roudi

#include <sys/types.h>

namespace exchange {

/// Runs iox-roudi from the first Start() until the end of this.
class Roudi {
public:
   Roudi() = default;
   ~Roudi();
   Roudi(const Roudi &) = delete;
   Roudi &operator=(const Roudi &) = delete;
   /// Returns whether it runs; false if, for one, another RouDi runs on this machine.
   bool Start();

private:
   enum { kAsleep, kRunning, kFailed } fStatus = kAsleep;
   pid_t fProcess = -1;
   int fOutput = -1; // what it prints
};

} // namespace exchange

#endif
