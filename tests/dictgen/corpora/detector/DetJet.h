#ifndef DET_JET_H
#define DET_JET_H

#include "TLorentzVector.h"

#include <map>
#include <vector>

class DetJet : public TLorentzVector {
private:
   std::vector<Int_t> fConstituents;            // indices of tracks
   std::map<Int_t, std::map<Int_t, Float_t> > fShape; // energy in rings of cones
   Float_t fBtag;                               // b tag

public:
   DetJet() : fBtag(0) {}
   std::vector<Int_t> &Constituents() { return fConstituents; }
   std::map<Int_t, std::map<Int_t, Float_t> > &Shape() { return fShape; }
   ClassDef(DetJet, 1) // jet
};

class DetJetList : public TObject, public std::vector<DetJet *> {
public:
   DetJetList() {}
   virtual ~DetJetList()
   {
      for (auto *jet : *this)
         delete jet;
   }
   ClassDef(DetJetList, 1) // jets by one algorithm
};

#endif
