// An experiment's own classes: an event and its tracks. Everything that dictgen needs to know is in this header.
#ifndef TUTORIAL_EVENT_H
#define TUTORIAL_EVENT_H

#include "TNamed.h"
#include "TObject.h"

#include <map>
#include <string>
#include <vector>

/// One track. A class becomes streamable by one line, ClassDef, with its name and its version.
class Track : public TObject {
public:
   Float_t fPx = 0;      // GeV
   Float_t fPy = 0;      // GeV
   Float_t fPz = 0;      // GeV
   Double32_t fChi2 = 0; //[0,100,16] of the fit; 16 bits over this range are enough
   Short_t fCharge = 0;  // in units of the elementary charge
   Bool_t fSelected = 0; //! what is marked like this is not streamed

   Track() {}
   Track(Float_t px, Float_t py, Float_t pz, Double_t chi2, Short_t charge)
      : fPx(px), fPy(py), fPz(pz), fChi2(chi2), fCharge(charge)
   {
   }
   Float_t Pt2() const { return fPx * fPx + fPy * fPy; }

   ClassDefOverride(Track, 1) // a track of charged particle
};

/// One event. Standard containers, strings and arrays with a counter all work, and so do pointers to objects.
class Event : public TNamed {
public:
   enum ETrigger { kMinimumBias, kMuon, kJet };

private:
   Int_t fRun = 0;                        // run number
   Long64_t fNumber = 0;                  // event number in the run
   ETrigger fTrigger = kMinimumBias;      // why it was recorded
   std::vector<Track> fTracks;            // as found
   std::map<std::string, Double_t> fTags; // free-form numbers by name
   std::string fComment;                  // of the shift crew
   Int_t fNSamples = 0;                   // how many samples follow
   Float_t *fSamples = nullptr;           //[fNSamples] pulse heights, ADC counts
   Track *fLeading = nullptr;             // a copy of the hardest track; null if there is none

public:
   Event() {}
   Event(Int_t run, Long64_t number, ETrigger trigger);
   ~Event() override;
   Event(const Event &) = delete;
   Event &operator=(const Event &) = delete;

   void Clear(Option_t *option = "") override;
   void AddTrack(const Track &track);
   void SetTag(const std::string &name, Double_t value) { fTags[name] = value; }
   void SetComment(const std::string &comment) { fComment = comment; }
   void SetSamples(const std::vector<Float_t> &samples);
   void SetNumber(Long64_t number) { fNumber = number; }

   Int_t Run() const { return fRun; }
   Long64_t Number() const { return fNumber; }
   ETrigger Trigger() const { return fTrigger; }
   const std::vector<Track> &Tracks() const { return fTracks; }
   const std::map<std::string, Double_t> &Tags() const { return fTags; }
   const std::string &Comment() const { return fComment; }
   const Track *Leading() const { return fLeading; }
   Int_t NSamples() const { return fNSamples; }
   Float_t Sample(Int_t i) const { return fSamples[i]; }
   void Print(Option_t *option = "") const override;

   ClassDefOverride(Event, 1) // an event of the tutorial
};

#endif
