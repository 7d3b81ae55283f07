// Classes for the tests of the collections: objects that own memory, point to each other, and are counted.
#ifndef ROOTLET_tests_cont_Track
#define ROOTLET_tests_cont_Track

#include "TObject.h"
#include "TString.h"

#include <vector>

class Track : public TObject {
public:
   static int fgLive;       // objects that exist
   static int fgFailing;    // constructors to go before one throws; 0: none does
   Int_t fId;               // what it is compared by
   TString fName;           // name
   std::vector<Float_t> fX; // memory of its own
   Track *fPartner;         // another track, not owned

   Track() : Track(0) {}
   explicit Track(Int_t id, const char *name = "");
   Track(const Track &) = delete;
   Track &operator=(const Track &) = delete;
   ~Track() override;

   void Clear(Option_t *option = "") override;
   Int_t Compare(const TObject *obj) const override;
   const char *GetName() const override { return fName.Data(); }
   ULong_t Hash() const override { return fName.Hash(); }
   Bool_t IsSortable() const override { return kTRUE; }

   ClassDefOverride(Track, 2) // Track of a particle
};

/// Derived from a class that a TClonesArray holds.
class LongTrack : public Track {
public:
   Double_t fLength = 0; // more

   ClassDefOverride(LongTrack, 1) // Track with a length
};

/// TObject is not its first base class.
class Header {
public:
   virtual ~Header() = default;
   Int_t fRun = 0; // run number
};
class Late : public Header, public TObject {
public:
   ClassDefOverride(Late, 1) // TObject comes late
};

#endif
