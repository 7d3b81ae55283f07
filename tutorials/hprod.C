// hprod fills three histograms and shares them, while it fills them, with any number of readers.
//
// Run it, and in another terminal run hcons, which shows what hprod has published so far. Start and stop either of them
// in any order: a producer never waits for its readers, and a reader never sees a half-written histogram.

#include "TH1F.h"
#include "TH2F.h"
#include "TMapFile.h"
#include "TProfile.h"
#include "TRandom.h"
#include "TStopwatch.h"
#include "TString.h"
#include "TSystem.h"

/// \param file     the map file; it is made anew
/// \param seconds  how long to fill; 0 fills until the program is stopped
int hprod(const char *file = "hsimple.map", double seconds = 0)
{
   // Lesson 1: a map file is made like any file of ROOT. The size is where it starts; it grows when it must.
   TMapFile *mfile = TMapFile::Create(file, "RECREATE", 100000, "Demo memory mapped file with histograms");
   if (!mfile)
      return 1; // the reason stands on standard error

   // Lesson 2: nothing has to be added by hand. The map is the current directory, and histograms enter that by themselves.
   TH1F *hpx = new TH1F("hpx", "This is the px distribution", 100, -4, 4);
   TH2F *hpxpy = new TH2F("hpxpy", "py vs px", 40, -4, 4, 40, -4, 4);
   TProfile *hprof = new TProfile("hprof", "Profile of pz versus px", 100, -4, 4, 0, 20);
   hpx->SetFillColor(48);

   // Lesson 3: the objects are ordinary objects in ordinary memory. Readers see what the last Update() published.
   TStopwatch watch;
   Long64_t filled = 0;
   while (seconds <= 0 || watch.RealTime() < seconds) {
      watch.Continue();
      Float_t px, py;
      gRandom->Rannor(px, py);
      const Float_t pz = px * px + py * py;
      hpx->Fill(px);
      hpxpy->Fill(px, py);
      hprof->Fill(px, pz);
      ++filled;
      if (filled % 10 == 0) {
         mfile->Update(); // all three at once: a reader never sees one ahead of the others
         if (filled == 10) {
            mfile->ls();
            Printf("Run hcons --file %s in another terminal.", file);
         }
         gSystem->Sleep(1); // an experiment would wait for its next events here
      }
   }

   mfile->Update();
   Printf("hprod: %lld entries published in %s", filled, file);
   delete mfile; // closes it; the histograms stay ours
   delete hpx;
   delete hpxpy;
   delete hprof;
   return 0;
}
