// What a fast loop tells of itself: a plain struct, shared as it lies in memory. No ClassDef, no dictionary, no base class.
#ifndef TUTORIAL_TELEMETRY_H
#define TUTORIAL_TELEMETRY_H
#include "RootletAnnotations.h"

struct Telemetry {
   static constexpr int kChannels = 8;

   enum class State : int { kRunning, kFinished };

   unsigned long long fTurns = 0; // of the loop
   unsigned long long fHits[kChannels] = {};
   double fMean[kChannels] = {};
   State fState = State::kRunning;
};
// Asks dictgen whether objects of this struct can be shared, and how they lie in memory: the answer is TelemetryShared.h, which
// is made when the program is built. Try a std::string or a pointer as a member: whoever shares it is told that it cannot be.
ROOTLET_SHARED(Telemetry)

#endif
