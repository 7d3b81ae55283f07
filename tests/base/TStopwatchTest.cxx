// TStopwatch: what it adds up, never how long something took.
#include "TStopwatch.h"

#include "TSystem.h"

#include <gtest/gtest.h>

namespace {

TEST(TStopwatch, RunsFromTheStartAndStopsWhenAsked)
{
   TStopwatch watch;
   gSystem->Sleep(5);
   const Double_t real = watch.RealTime();
   EXPECT_GE(real, 0.005);
   gSystem->Sleep(5);
   EXPECT_EQ(watch.RealTime(), real);
   EXPECT_GE(watch.CpuTime(), 0.);
}

TEST(TStopwatch, ContinueAddsAndStartBeginsAgain)
{
   TStopwatch watch;
   gSystem->Sleep(5);
   const Double_t first = watch.RealTime();
   watch.Continue();
   watch.Continue();
   gSystem->Sleep(5);
   const Double_t second = watch.RealTime();
   EXPECT_GE(second, first + 0.005);
   watch.Start(kFALSE);
   EXPECT_GE(watch.RealTime(), second);
   watch.ResetRealTime(1000);
   EXPECT_EQ(watch.RealTime(), 1000);
   watch.ResetCpuTime(2000);
   EXPECT_EQ(watch.CpuTime(), 2000);
   watch.Start();
   EXPECT_LT(watch.RealTime(), 1000);
   watch.Reset();
   EXPECT_EQ(watch.RealTime(), 0);
   EXPECT_EQ(watch.CpuTime(), 0);
}

TEST(TStopwatch, PrintsTheTotals)
{
   struct Case {
      const char *fOption, *fLine;
   };
   const Case cases[] = {
      {"", "Real time 1:02:05, CP time 1.500\n"},
      {"m", "Real time 1:02:05.250, CP time 1.500\n"},
      {"u", "Real time 1:02:05.250000, CP time 1.500000\n"},
   };
   for (const Case &c : cases) {
      TStopwatch watch;
      watch.ResetRealTime(3725.25);
      watch.ResetCpuTime(1.5);
      testing::internal::CaptureStdout();
      watch.Print(c.fOption);
      EXPECT_EQ(testing::internal::GetCapturedStdout(), c.fLine);
   }
}

} // namespace
