#ifndef DET_MC_H
#define DET_MC_H

#include "TLorentzVector.h"
#include "TRef.h"
#include "TString.h"

#include <list>
#include <vector>

class DetMCParticle : public TObject {
private:
   Int_t fPdg;                  // PDG code
   TLorentzVector fMomentum;    // [GeV]
   TLorentzVector fOrigin;      // [cm, ns]
   TRef fMother;                // mother
   Int_t fDaughters[2];         // first and last daughter
   std::vector<Bool_t> fFlags;  // generator's flags

public:
   DetMCParticle(Int_t pdg = 0) : fPdg(pdg), fDaughters() {}
   Int_t GetPdg() const { return fPdg; }
   TRef &Mother() { return fMother; }
   std::vector<Bool_t> &Flags() { return fFlags; }
   ClassDef(DetMCParticle, 2) // generated particle
};

class DetMCHeader {
private:
   TString fGenerator;           // name of the generator
   std::list<TString> fSettings; // its settings
   ULong64_t fSeeds[2];          // random seeds
   const Char_t *fLibrary;       //! path of the library

public:
   DetMCHeader() : fSeeds(), fLibrary("generator.so") {}
   virtual ~DetMCHeader() {}
   std::list<TString> &Settings() { return fSettings; }
   ClassDef(DetMCHeader, 1) // how the event was generated
};

#endif
