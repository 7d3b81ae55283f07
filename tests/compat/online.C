// A monitoring macro as people write them for ROOT: its includes are all that was added to make it a program.
// The test builds and runs it; that it compiles is the point.

#include "TH1.h"
#include "TH1F.h"
#include "TH2F.h"
#include "TMapFile.h"
#include "TProfile.h"
#include "TRandom.h"
#include "TROOT.h"
#include "TString.h"
#include "TSystem.h"

TMapFile *mfile;

void online()
{
   gROOT->Reset();
   mfile = TMapFile::Create("online.map", "RECREATE", 100000, "online histograms");
   mfile->Print();
   printf("Writable: %s\n", mfile->IsWritable() ? "yes" : "no");

   TH1F *hpx = new TH1F("hpx", "px of all particles", 100, -4, 4);
   TH2F *hpxpy = new TH2F("hpxpy", "py vs px", 40, -4, 4, 40, -4, 4);
   TProfile *hprof = new TProfile("hprof", "pz versus px", 100, -4, 4, 0, 20);
   hpx->SetFillColor(48);
   hpx->GetXaxis()->SetTitle("p_{x} [GeV]");

   Float_t px, py, pz;
   const Int_t kUPDATE = 10;
   for (Int_t i = 0; i < 200; ++i) {
      gRandom->Rannor(px, py);
      pz = px * px + py * py;
      hpx->Fill(px);
      hpxpy->Fill(px, py);
      hprof->Fill(px, pz);
      if (i && (i % kUPDATE) == 0) {
         mfile->Update();
         if (i == kUPDATE)
            mfile->ls();
      }
   }
   mfile->Update(hpx);
   gSystem->Sleep(1);

   TMapFile *reader = TMapFile::Create("online.map");
   TH1F *h = 0;
   h = (TH1F *)reader->Get("hpx", h);
   h = (TH1F *)reader->Get("hpx", h);
   if (!h || h->GetEntries() != 200)
      gSystem->Exit(1);
   Printf("%s: entries %g, mean %g, rms %g", Form("%s from %s", h->GetName(), reader->GetName()), h->GetEntries(),
          h->GetMean(), h->GetRMS());
   reader->Close();
   mfile->Close();
}
