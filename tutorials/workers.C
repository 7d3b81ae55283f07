// workers fills one histogram in several processes at once and shows them as one.
//
// Each worker has the map open with SHARED and publishes a histogram of its own, hpx@worker1, hpx@worker2 and so on. The
// first process only reads: it merges what all of them have published so far, as hadd would merge their files.

#include "RootletMerge.h"
#include "TH1F.h"
#include "TMapFile.h"
#include "TRandom3.h"
#include "TStopwatch.h"
#include "TString.h"
#include "TSystem.h"

#include <cstdio>

#include <sys/wait.h>
#include <unistd.h>

/// What one worker does, in a process of its own.
int work(const char *file, int number, double seconds)
{
   // Lesson 1: SHARED lets up to 64 producers into one file. Each has its own objects; a name that another one has is an error.
   TMapFile *mfile = TMapFile::Create(file, "SHARED");
   if (!mfile)
      return 1;

   // Lesson 2: a worker books the histogram that all of them book, under a name that says whose it is.
   TH1F *hpx = new TH1F("hpx", "This is the px distribution", 100, -4, 4);
   mfile->GetDirectory()->Remove(hpx); // it has entered the map by its own name
   hpx->SetDirectory(nullptr);
   mfile->Add(hpx, TString::Format("hpx@worker%d", number));

   TRandom3 random(static_cast<UInt_t>(number));
   TStopwatch watch;
   while (watch.RealTime() < seconds) {
      watch.Continue();
      for (int i = 0; i < 100; ++i)
         hpx->Fill(random.Gaus());
      mfile->Update();
      gSystem->Sleep(5);
   }
   Printf("worker %d: %.0f entries", number, hpx->GetEntries());
   delete mfile;
   delete hpx;
   return 0;
}

/// \param file     the map file; it is made anew
/// \param workers  how many processes fill
/// \param seconds  how long they fill
int workers(const char *file = "workers.map", int workers = 8, double seconds = 2)
{
   // Lesson 3: somebody makes the file before the workers come. Closed at once, it is theirs alone.
   TMapFile *made = TMapFile::Create(file, "RECREATE", TMapFile::kDefaultMapSize, "Histograms of many workers");
   if (!made)
      return 1;
   delete made;
   for (int number = 1; number <= workers; ++number)
      if (fork() == 0) {
         const int status = work(file, number, seconds);
         fflush(stdout);
         _exit(status);
      }

   // Lesson 4: Merge() adds what all workers have published. Wait for any of them: no name is given.
   TMapFile *mfile = TMapFile::Create(file);
   if (!mfile)
      return 1;
   ULong64_t seen = 0;
   TStopwatch watch;
   double entries = 0;
   while (watch.RealTime() < seconds + 5) {
      watch.Continue();
      const rootlet::WaitResult news = mfile->WaitForUpdate(nullptr, seen, 1000);
      if (news.status == rootlet::WaitStatus::kNoProducer && entries > 0)
         break; // all have ended
      if (!news)
         continue; // the first has not come yet
      seen = news.generation;
      if (const auto hpx = rootlet::Merge(*mfile, "hpx")) {
         entries = hpx->GetEntries();
         Printf("hpx of all workers: %8.0f entries, mean %8.5f, RMS %7.5f", entries, hpx->GetMean(), hpx->GetRMS());
      }
      gSystem->Sleep(200);
   }

   int failed = 0;
   for (int status = 0; wait(&status) > 0;)
      failed += status != 0;
   const auto hpx = rootlet::Merge(*mfile, "hpx");
   if (hpx)
      hpx->Draw();
   Printf("workers: %.0f entries of %d workers together", hpx ? hpx->GetEntries() : 0., workers - failed);
   delete mfile;
   return hpx && failed == 0 ? 0 : 1;
}
