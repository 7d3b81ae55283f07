// telemetry shares what a fast loop tells of itself: run it once with --role produce, once with --role consume.
//
// Histograms and events are streamed into a map. A plain struct need not be: it lies in the map as it lies in memory, so that a
// loop can publish it with every turn, a hundred thousand times in a second, and hardly notices.

#include "Telemetry.h"
#include "TelemetryShared.h" // made by dictgen out of Telemetry.h

#include "TMapFile.h"
#include "TRandom3.h"
#include "TStopwatch.h"
#include "TString.h"
#include "TSystem.h"

#include <exception>
#include <string>

static int Produce(const char *file, double seconds)
{
   TMapFile *mfile = TMapFile::Create(file, "RECREATE", TMapFile::kDefaultMapSize, "Telemetry of a fast loop");
   if (!mfile)
      return 1;

   // Lesson 1: Emplace() makes the object and publishes it. The map's other functions report errors; this one and those of what
   // it returns throw rootlet::Error, as all do that ROOT has not.
   auto telemetry = mfile->Emplace<Telemetry>("telemetry");

   // Lesson 2: Write() is given a function that changes the object, and publishes all of its changes as one version. The function
   // runs on memory of our own: if it throws, or if the process is killed in the middle of it, nobody sees a half of it.
   TRandom3 random(1);
   TStopwatch watch;
   double used = 0;
   while (used < seconds) {
      telemetry.Write([&](Telemetry &t) {
         const auto channel = random.Integer(Telemetry::kChannels);
         ++t.fTurns;
         ++t.fHits[channel];
         t.fMean[channel] += (random.Gaus() - t.fMean[channel]) / static_cast<double>(t.fHits[channel]);
      });
      if (telemetry.Get().fTurns % 1000 == 0) { // to ask for the time takes longer than a turn
         used = watch.RealTime();
         watch.Continue();
      }
   }
   telemetry.Write([](Telemetry &t) { t.fState = Telemetry::State::kFinished; });
   Printf("produced %llu versions, %.0f in a second", telemetry.Get().fTurns,
          static_cast<double>(telemetry.Get().fTurns) / used);
   delete mfile; // the last version stays in the file
   return 0;
}

static int Consume(const char *file)
{
   while (gSystem->AccessPathName(file))
      gSystem->Sleep(10);
   TMapFile *mfile = TMapFile::Create(file);
   if (!mfile)
      return 1;

   // Lesson 3: a View is made once and kept. Its object need not be in the map yet.
   auto view = mfile->View<Telemetry>("telemetry");
   while (mfile->WaitForUpdate("telemetry", view.GetGeneration(), 1000).status != rootlet::WaitStatus::kNoProducer) {
      // Lesson 4: InPlace() looks at the object where it lies in the map, without a copy. It is given a view with a function
      // for each member. The producer may write there meanwhile: what was seen counts only if InPlace() returns true.
      unsigned long long turns = 0;
      double mean = 0;
      if (view.InPlace([&](const auto &t) {
             turns = t.fTurns();
             mean = t.fMean()[0];
          }))
         Printf("turn %llu, mean of channel 0: %8.5f", turns, mean);
      gSystem->Sleep(200); // versions that come meanwhile are skipped: the newest one is what counts
   }

   // Lesson 5: Read() is given a copy of our own, which is whole, and checked. It is the way to look at much of an object, or
   // at leisure. Everything adds up in it, for no version is a mixture.
   unsigned long long hits = 0;
   bool finished = false;
   view.Read([&](const Telemetry &t) {
      for (const unsigned long long n : t.fHits)
         hits += n;
      finished = hits == t.fTurns && t.fState == Telemetry::State::kFinished;
   });
   Printf("telemetry: %s after %llu turns", finished ? "finished" : "broken off", hits);
   delete mfile;
   return finished ? 0 : 1;
}

/// \param role     produce or consume
/// \param file     the map file; produce makes it, consume waits for it
/// \param seconds  how long to produce
int telemetry(const char *role = "produce", const char *file = "telemetry.map", double seconds = 5)
{
   try {
      if (std::string(role) == "consume")
         return Consume(file);
      return Produce(file, seconds);
   } catch (const std::exception &error) {
      Printf("telemetry: %s", error.what());
      return 1;
   }
}
