// The second process of row `map`. It is forked at the start, before there are threads, and then plays the part it is told: a
// producer, or a consumer, of one contestant and one object. Both processes wait for each other by spinning on a shared word,
// the same for all contestants; after a while they leave the core to others.
// A turn during which the kernel has given the core of one of the two to somebody else says nothing of the contestant: the
// machine may have fewer idle cores than processes. Such turns are found by the kernel's own count of switches.
#ifndef ROOTLET_bench_Partner
#define ROOTLET_bench_Partner

#include "Contestant.h"

#include <atomic>
#include <sys/types.h>

namespace exchange {

class Partner {
public:
   Partner();
   ~Partner();
   Partner(const Partner &) = delete;
   Partner &operator=(const Partner &) = delete;

   enum class Part {
      kIdleConsumer, ///< attached, and asleep until the end of the part; Turn() is not for it
      kConsumer,     ///< Turn(): gets the newest version
      kProducer      ///< Turn(): publishes the next version
   };
   /// Begins a part; returns when it is ready to be played. Consumers come after the first version.
   void Begin(const Contestant &who, What what, Part part);
   /// One turn; returns its mark when it is done. They count 1, 2, 3 ...; a producer publishes those marks.
   std::int64_t Turn();
   /// Whether both processes have had their cores for themselves since the last call of this. To be asked after each turn.
   bool WasUndisturbed();
   void End();

private:
   struct Role;
   struct Words;
   void Run();
   void Play(const Role &role);

   int fSocket = -1;
   pid_t fProcess = -1;
   Words *fWords;
   std::int64_t fTurn = 0;
   long fOwnSwitches = 0; // until the last turn
   long fPartnersSwitches = 0;
};

} // namespace exchange

#endif
