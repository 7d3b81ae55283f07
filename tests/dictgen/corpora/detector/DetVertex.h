#ifndef DET_VERTEX_H
#define DET_VERTEX_H

#include "DetTrack.h"
#include "TNamed.h"
#include "TVector3.h"

class DetVertex : public TNamed {
private:
   TVector3 fPosition;      // [cm]
   Double32_t fCov[3][2];   // covariance
   Int_t fNdf;              // degrees of freedom
   TRef fLeading;           // leading track
   std::vector<TRef> fTracks; // all tracks

public:
   DetVertex() : fCov(), fNdf(0) {}
   TVector3 &Position() { return fPosition; }
   TRef &Leading() { return fLeading; }
   std::vector<TRef> &Tracks() { return fTracks; }
   ClassDef(DetVertex, 3) // vertex
};

class DetV0 : public DetVertex {
private:
   TRef fDaughters[2]; // positive and negative one
   Float_t fMass;      // [GeV]

public:
   DetV0() : fMass(0) {}
   TRef &Daughter(Int_t i) { return fDaughters[i]; }
   ClassDef(DetV0, 1) // decay of a neutral particle
};

#endif
