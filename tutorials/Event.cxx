// The ordinary part of the tutorial's Event: nothing here knows of streams or maps.
#include "Event.h"

#include "TString.h"

#include <algorithm>

Event::Event(Int_t run, Long64_t number, ETrigger trigger)
   : TNamed(Form("run%d", run), "an event"), fRun(run), fNumber(number), fTrigger(trigger)
{
}

Event::~Event()
{
   delete[] fSamples;
   delete fLeading;
}

void Event::Clear(Option_t *)
{
   fTracks.clear();
   fTags.clear();
   fComment.clear();
   SetSamples({});
   delete fLeading;
   fLeading = nullptr;
}

void Event::AddTrack(const Track &track)
{
   fTracks.push_back(track);
   if (fLeading && fLeading->Pt2() >= track.Pt2())
      return;
   delete fLeading;
   fLeading = new Track(track);
}

void Event::SetSamples(const std::vector<Float_t> &samples)
{
   delete[] fSamples;
   fNSamples = static_cast<Int_t>(samples.size());
   fSamples = samples.empty() ? nullptr : new Float_t[samples.size()];
   std::copy(samples.begin(), samples.end(), fSamples);
}

void Event::Print(Option_t *) const
{
   Printf("%s: event %lld, %zu tracks, %d samples, \"%s\"", GetName(), fNumber, fTracks.size(), fNSamples,
          fComment.c_str());
   for (const auto &[name, value] : fTags)
      Printf("  %s = %g", name.c_str(), value);
   if (fLeading)
      Printf("  leading track: (%.3f, %.3f, %.3f) GeV, chi2 %.2f", fLeading->fPx, fLeading->fPy, fLeading->fPz,
             fLeading->fChi2);
}
