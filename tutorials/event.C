// event shares the events of an experiment's own class: run it once with --role produce, once with --role consume.
//
// The class is in Event.h, an ordinary class with one ClassDef line. dictgen reads that header when the program is built,
// and that is all it takes to share its objects.

#include "Event.h"

#include "TMapFile.h"
#include "TRandom.h"
#include "TString.h"
#include "TSystem.h"

#include <memory>
#include <string>

static int Produce(const char *file, int events)
{
   TMapFile *mfile = TMapFile::Create(file, "RECREATE", 1 << 20, "events of the tutorial");
   if (!mfile)
      return 1;
   Event event(42, 0, Event::kMuon);
   mfile->Add(&event, "event"); // objects that are no histograms are added by hand, once
   for (int number = 1; number <= events; ++number) {
      event.Clear();
      event.SetNumber(number);
      const int tracks = 1 + static_cast<int>(gRandom->Integer(20));
      for (int i = 0; i < tracks; ++i) {
         Float_t px, py;
         gRandom->Rannor(px, py);
         event.AddTrack(Track(px, py, 10 * px, gRandom->Uniform(0, 100), i % 2 ? 1 : -1));
      }
      event.SetTag("tracks", tracks);
      event.SetSamples(std::vector<Float_t>(static_cast<std::size_t>(tracks) * 2, Float_t(number)));
      event.SetComment(number == events ? "last" : "beam is stable");
      mfile->Update();
      gSystem->Sleep(1);
   }
   Printf("produced %d events", events);
   delete mfile; // closes it; what was published stays in the file
   return 0;
}

static int Consume(const char *file)
{
   while (gSystem->AccessPathName(file))
      gSystem->Sleep(10);
   TMapFile *mfile = TMapFile::Create(file);
   if (!mfile)
      return 1;
   // Get<T>() checks the class and gives a unique_ptr: the event is ours, whatever the producer does meanwhile.
   Long64_t seen = 0;
   std::unique_ptr<Event> last;
   bool alive = true;
   while (alive) {
      alive = mfile->IsProducerAlive(); // asked first: what it published last is then still read
      if (const TMapRec *first = mfile->GetFirst(); !first || first->GetGeneration() == 0) {
         gSystem->Sleep(1); // nothing is published yet
         continue;
      }
      auto event = mfile->Get<Event>("event");
      if (event && (!last || event->Number() != last->Number())) {
         // A whole event is consistent in itself; a torn one would not be.
         if (event->Tags().at("tracks") != static_cast<Double_t>(event->Tracks().size()) ||
             event->NSamples() != 2 * static_cast<Int_t>(event->Tracks().size()) ||
             event->Sample(0) != static_cast<Float_t>(event->Number())) {
            Printf("event %lld is torn", event->Number());
            delete mfile;
            return 1;
         }
         ++seen;
         last = std::move(event);
      }
      gSystem->Sleep(1);
   }
   delete mfile;
   if (!last)
      return 1;
   last->Print();
   Printf("consumed %lld different events", seen);
   return 0;
}

/// \param role    produce or consume
/// \param file    the map file
/// \param events  how many events to produce
int event(const char *role = "produce", const char *file = "event.map", int events = 1000)
{
   if (std::string(role) == "produce")
      return Produce(file, events);
   if (std::string(role) == "consume")
      return Consume(file);
   Printf("event: --role is produce or consume, not %s", role);
   return 2;
}
