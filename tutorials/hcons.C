// hcons looks at the histograms that hprod shares, as they fill.
//
// It prints the entries, mean and RMS of each about every 0.1 s and draws hpx as text, until the producer stops. It only
// reads: it can be killed, stopped or started again at any time without hprod noticing.

#include "TH1F.h"
#include "TH2F.h"
#include "TMapFile.h"
#include "TProfile.h"
#include "TStopwatch.h"
#include "TString.h"
#include "TSystem.h"

/// \param file     the map file that hprod makes; hcons waits for it to appear
/// \param seconds  how long to look at the most; 0 looks until the producer stops
int hcons(const char *file = "hsimple.map", double seconds = 0)
{
   TStopwatch watch;
   auto timeLeft = [&] {
      const bool left = seconds <= 0 || watch.RealTime() < seconds;
      watch.Continue();
      return left;
   };

   // ROOT's AccessPathName() returns kTRUE when the file is NOT there.
   while (gSystem->AccessPathName(file) && timeLeft())
      gSystem->Sleep(100);

   // Lesson 1: "READ" is the default. A reader needs no more than permission to read the file.
   TMapFile *mfile = TMapFile::Create(file);
   if (!mfile)
      return 1;

   // Lesson 2: WaitForUpdate() sleeps until there is a version newer than the one that was seen last. A map is there before the
   // first Update() has put anything into it, so nothing has been seen at first.
   // Lesson 3: Get() gives a copy of what was last published, an object of our own. Given the object of the last time, it
   // fills that again instead of making a new one; and it tells which version that was.
   TH1F *hpx = nullptr;
   TH2F *hpxpy = nullptr;
   TProfile *hprof = nullptr;
   ULong64_t seen = 0;
   while (timeLeft()) {
      const rootlet::WaitResult news = mfile->WaitForUpdate("hpx", seen, 1000);
      if (news.status == rootlet::WaitStatus::kTimeout)
         continue;
      if (!news)
         break; // the producer has ended, or another one has made the file anew: what this one published has been shown
      hpx = (TH1F *)mfile->Get("hpx", hpx, &seen);
      hpxpy = (TH2F *)mfile->Get("hpxpy", hpxpy);
      hprof = (TProfile *)mfile->Get("hprof", hprof);
      if (!hpx || !hpxpy || !hprof)
         break; // the reason stands on standard error
      Printf("hpx: %8.0f entries, mean %8.5f, RMS %7.5f   hpxpy: %8.0f entries   hprof: %8.0f entries",
             hpx->GetEntries(), hpx->GetMean(), hpx->GetRMS(), hpxpy->GetEntries(), hprof->GetEntries());
      gSystem->Sleep(100); // newer versions that come meanwhile are seen as one
   }

   int status = 1;
   if (hpx && hpxpy && hprof) {
      hpx->Draw();
      Printf("hcons: the producer has stopped after %.0f entries", hpx->GetEntries());
      status = 0;
   }
   delete hpx;
   delete hpxpy;
   delete hprof;
   delete mfile; // closes it
   return status;
}
