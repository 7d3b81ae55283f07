// The event that is streamed, and its tracks: the members of a reconstructed collision, some 77 kB of 600 tracks in the stream.
// What each peer has is the same content in the form that its own language gives it (README.md).
#ifndef ROOTLET_bench_Event
#define ROOTLET_bench_Event

#include <cmath>
#include <string>
#include <vector>

#include "TObject.h"
#include "TString.h"

namespace event {

/// Where tracks begin.
struct Vertex {
   Float_t fX = 0; // in cm
   Float_t fY = 0;
   Float_t fZ = 0;
   Int_t fTracks = 0;

   ClassDefNV(Vertex, 1)
};

class Track : public TObject {
public:
   Float_t fPx = 0; // in GeV/c
   Float_t fPy = 0;
   Float_t fPz = 0;
   Float_t fMass2 = 0;
   Double32_t fPhi = 0; //[-pi,pi,16]
   Double32_t fChi2 = 0;
   Float_t fCovariance[6] = {};
   Int_t fCharge = 0;
   Int_t fPoints = 0;
   UInt_t fFlags = 0;
   Short_t fSectors[8] = {};
   Vertex fOrigin;

   ClassDefOverride(Track, 1)
};

class Event : public TObject {
public:
   Int_t fRun = 0;
   Long64_t fNumber = 0;
   Double_t fTime = 0;
   Float_t fRotation[3][3] = {};
   std::string fTrigger;
   TString fStation;
   std::vector<std::string> fComments;
   std::vector<Int_t> fAdc;
   std::vector<Track> fTracks;
   Vertex fPrimary;

   ClassDefOverride(Event, 1)
};

/// The content of event `seed`: the same in every process and for every peer.
inline Event Make(int tracks, int seed = 1)
{
   Event event;
   event.fRun = 4711;
   event.fNumber = 1'000'000'000'000LL + seed;
   event.fTime = 0.25 * seed;
   for (int i = 0; i < 9; ++i)
      event.fRotation[i / 3][i % 3] = static_cast<Float_t>(i) / 9;
   event.fTrigger = "two muons and missing energy";
   event.fStation = "Station 7";
   for (int i = 0; i < 4; ++i)
      event.fComments.push_back("comment number " + std::to_string(i) + " of the shift");
   for (int i = 0; i < 256; ++i)
      event.fAdc.push_back(i * i - 100 * seed);
   event.fPrimary.fTracks = tracks;
   event.fTracks.resize(static_cast<std::size_t>(tracks));
   for (int i = 0; i < tracks; ++i) {
      Track &track = event.fTracks[static_cast<std::size_t>(i)];
      const auto x = static_cast<Float_t>(i + seed);
      track.fPx = 0.25f * x;
      track.fPy = 1 / (1 + x);
      track.fPz = -0.5f * x;
      track.fMass2 = 0.0195f;
      track.fPhi = std::remainder(0.1 * static_cast<double>(x), 6.28);
      track.fChi2 = 0.5 + 0.125 * (i % 16); // exact as a float, as which it is streamed
      for (int k = 0; k < 6; ++k)
         track.fCovariance[k] = x / static_cast<Float_t>(k + 1);
      track.fCharge = i % 3 - 1;
      track.fPoints = i % 100;
      track.fFlags = static_cast<UInt_t>(i) << 8 | 7;
      for (int k = 0; k < 8; ++k)
         track.fSectors[k] = static_cast<Short_t>(i * k % 1000);
      track.fOrigin.fX = x;
      track.fOrigin.fZ = 2 * x;
      track.fOrigin.fTracks = i;
   }
   return event;
}

} // namespace event

#endif
