#ifndef DET_CLUSTER_H
#define DET_CLUSTER_H

#include "DetHit.h"
#include "TLorentzVector.h"
#include "TNamed.h"

#include <vector>

class DetCluster : public TNamed {
protected:
   Int_t fNHits;              // number of hits
   UInt_t fNPads;             // number of pads
   Float_t *fAmplitude;       //[fNHits] amplitudes
   Double32_t *fTimes;        //[fNHits][0,100,12] times
   UChar_t *fPads[2];         //[fNPads] pads in both planes
   det::Point *fCorners;      //[fNHits] corner of each
   DetHit **fHits;            //[fNHits] the hits, not owned by anybody else

public:
   DetCluster() : fNHits(0), fNPads(0), fAmplitude(0), fTimes(0), fPads(), fCorners(0), fHits(0) {}
   virtual ~DetCluster()
   {
      delete[] fAmplitude;
      delete[] fTimes;
      delete[] fPads[0];
      delete[] fPads[1];
      delete[] fCorners;
      for (Int_t i = 0; i < fNHits; ++i)
         delete fHits[i];
      delete[] fHits;
   }
   DetCluster(const DetCluster &) = delete;
   DetCluster &operator=(const DetCluster &) = delete;
   /// Makes room for n hits and m pads
   void Allocate(Int_t n, UInt_t m)
   {
      fNHits = n;
      fNPads = m;
      fAmplitude = new Float_t[n]();
      fTimes = new Double32_t[n]();
      fPads[0] = new UChar_t[m]();
      fPads[1] = new UChar_t[m]();
      fCorners = new det::Point[n];
      fHits = new DetHit *[n]();
   }
   Int_t GetNHits() const { return fNHits; }
   UInt_t GetNPads() const { return fNPads; }
   Float_t &Amplitude(Int_t i) { return fAmplitude[i]; }
   Double32_t &Time(Int_t i) { return fTimes[i]; }
   UChar_t &Pad(Int_t plane, UInt_t i) { return fPads[plane][i]; }
   det::Point &Corner(Int_t i) { return fCorners[i]; }
   DetHit *&Hit(Int_t i) { return fHits[i]; }
   ClassDef(DetCluster, 4) // cluster of hits
};

class DetCaloCluster : public DetCluster {
private:
   TLorentzVector fP4;                           // four momentum
   std::vector<std::pair<Int_t, Float_t> > fFractions; // cell and its share
   static Int_t fgCount;                         // all clusters

public:
   DetCaloCluster() {}
   TLorentzVector &P4() { return fP4; }
   std::vector<std::pair<Int_t, Float_t> > &Fractions() { return fFractions; }
   static Int_t GetCount() { return fgCount; }
   ClassDef(DetCaloCluster, 1) // cluster in a calorimeter
};

#endif
