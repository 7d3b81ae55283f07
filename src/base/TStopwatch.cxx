// TStopwatch; see TStopwatch.h.
#include "TStopwatch.h"

#include <time.h>

#include <cmath>

namespace {

Double_t Seconds(clockid_t clock)
{
   timespec now;
   ::clock_gettime(clock, &now);
   return static_cast<Double_t>(now.tv_sec) + 1e-9 * static_cast<Double_t>(now.tv_nsec);
}

} // namespace

void TStopwatch::Start(Bool_t reset)
{
   if (reset)
      Reset();
   Continue();
}

void TStopwatch::Continue()
{
   if (fState == kRunning)
      return;
   fState = kRunning;
   fStartReal = Seconds(CLOCK_MONOTONIC);
   fStartCpu = Seconds(CLOCK_PROCESS_CPUTIME_ID);
}

void TStopwatch::Halt() const
{
   if (fState == kStopped)
      return;
   fState = kStopped;
   fTotalReal += Seconds(CLOCK_MONOTONIC) - fStartReal;
   fTotalCpu += Seconds(CLOCK_PROCESS_CPUTIME_ID) - fStartCpu;
}

void TStopwatch::ResetRealTime(Double_t seconds)
{
   Stop();
   fTotalReal = seconds;
}

void TStopwatch::ResetCpuTime(Double_t seconds)
{
   Stop();
   fTotalCpu = seconds;
}

Double_t TStopwatch::RealTime()
{
   Stop();
   return fTotalReal;
}

Double_t TStopwatch::CpuTime()
{
   Stop();
   return fTotalCpu;
}

void TStopwatch::Print(Option_t *option) const
{
   Halt();
   const TString options = ::ToLower(TString(option));
   const int digits = options.Contains("u") ? 6 : options.Contains("m") ? 3 : 0;
   const Double_t minutes = std::floor(fTotalReal / 60);
   const Double_t hours = std::floor(minutes / 60);
   Printf("Real time %d:%02d:%0*.*f, CP time %.*f", static_cast<int>(hours), static_cast<int>(minutes - 60 * hours),
          digits ? digits + 3 : 2, digits, fTotalReal - 60 * minutes, digits ? digits : 3, fTotalCpu);
}
