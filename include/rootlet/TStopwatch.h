// TStopwatch: real and processor time between Start() and Stop().
// Used by macros and benchmarks. Invariant: RealTime() and CpuTime() are totals over all stretches since the last
// Start(kTRUE); both stop the watch, as ROOT's do.
// Threads: one thread at a time per watch. Processor time is that of the whole process, all threads.
#ifndef ROOTLET_TStopwatch
#define ROOTLET_TStopwatch

#include "TObject.h"

class TStopwatch : public TObject {
public:
   /// Starts at once.
   TStopwatch() { Start(); }
   /// With `reset` from zero; without, as Continue().
   void Start(Bool_t reset = kTRUE);
   void Stop() { Halt(); }
   /// Goes on; a watch that is running is left alone.
   void Continue();
   void Reset() { *this = TStopwatch(kStopped); }
   void ResetRealTime(Double_t seconds = 0);
   void ResetCpuTime(Double_t seconds = 0);
   /// Seconds; stops the watch.
   Double_t RealTime();
   Double_t CpuTime();
   /// One line; with the option "m" to the millisecond, with "u" to the microsecond. Stops the watch.
   void Print(Option_t *option = "") const override;

private:
   enum EState { kStopped, kRunning };
   explicit TStopwatch(EState state) : fState(state) {}
   void Halt() const;

   // Mutable because Print(), const as in TObject, stops the watch.
   mutable EState fState = kStopped; //!
   Double_t fStartReal = 0;          //! seconds, when it was last started
   Double_t fStartCpu = 0;           //!
   mutable Double_t fTotalReal = 0;  //! seconds of the stretches before
   mutable Double_t fTotalCpu = 0;   //!
};

#endif
