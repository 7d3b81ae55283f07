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

   // A map is there before the first Update() has put anything into it.
   auto published = [mfile] {
      const TMapRec *first = mfile->GetFirst();
      return first && first->GetGeneration() != 0;
   };
   while (!published() && mfile->IsProducerAlive() && timeLeft())
      gSystem->Sleep(10);

   // Lesson 2: Get() gives a copy of what was last published, an object of our own. Given the object of the last time, it
   // fills that again instead of making a new one.
   TH1F *hpx = nullptr;
   TH2F *hpxpy = nullptr;
   TProfile *hprof = nullptr;
   bool alive = true;
   while (alive && timeLeft()) {
      alive = mfile->IsProducerAlive(); // asked first: what it published last is then still shown once
      hpx = (TH1F *)mfile->Get("hpx", hpx);
      hpxpy = (TH2F *)mfile->Get("hpxpy", hpxpy);
      hprof = (TProfile *)mfile->Get("hprof", hprof);
      if (!hpx || !hpxpy || !hprof)
         break; // the reason stands on standard error
      Printf("hpx: %8.0f entries, mean %8.5f, RMS %7.5f   hpxpy: %8.0f entries   hprof: %8.0f entries",
             hpx->GetEntries(), hpx->GetMean(), hpx->GetRMS(), hpxpy->GetEntries(), hprof->GetEntries());
      gSystem->Sleep(100);
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
