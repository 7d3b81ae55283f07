#ifndef DET_HIT_H
#define DET_HIT_H

#include "DetTypes.h"
#include "TObject.h"
#include "TVector3.h"

// Base of all hits
class DetHit : public TObject {
protected:
   DetChannel_t fChannel;    // channel number
   det::EDetector fDetector; // which detector
   Float_t fTime;            // [ns]

public:
   DetHit() : fChannel(0), fDetector(det::kPixel), fTime(0) {}
   virtual ~DetHit() {}
   virtual Double_t GetSignal() const = 0;
   DetChannel_t GetChannel() const { return fChannel; }
   ClassDef(DetHit, 2) // ABC of a hit
};

class DetPixelHit : public DetHit {
private:
   UShort_t fRow;      // row
   UShort_t fColumn;   // column
   Float16_t fCharge;  //[0,1000,10] collected charge
   Bool_t fIsEdge : 1; //! at the edge of the sensor

public:
   DetPixelHit() : fRow(0), fColumn(0), fCharge(0), fIsEdge(false) {}
   Double_t GetSignal() const { return fCharge; }
   UShort_t GetRow() const { return fRow; }
   ClassDef(DetPixelHit, 1) // hit in the pixels
};

class DetStripHit : public DetHit {
private:
   UShort_t fStrip[2];  // first and last strip
   Char_t fSide;        // 'p' or 'n'
   Short_t fAdc[2][3];  // samples on each side

public:
   DetStripHit() : fStrip(), fSide('p'), fAdc() {}
   Double_t GetSignal() const { return fAdc[0][0]; }
   ClassDef(DetStripHit, 3) // hit in the strips
};

class DetTpcHit : public DetHit {
private:
   DetReal_t fPosition[3]; //[-250,250,20] [cm]
   Double32_t fDrift;      //[0,0,14] drift time
   Double32_t fPhi;        //[0,twopi,16]
   TVector3 fGlobal;       // global position

public:
   DetTpcHit() : fPosition(), fDrift(0), fPhi(0) {}
   Double_t GetSignal() const { return fDrift; }
   Double_t GetPosition(Int_t i) const { return fPosition[i]; }
   const TVector3 &GetGlobal() const { return fGlobal; }
   ClassDef(DetTpcHit, 1) // hit in the TPC
};

class DetCaloHit : public DetHit {
private:
   Double_t fEnergy;                    // [GeV]
   det::Measurement<Float_t> fWidth;    // shower width
   mutable Double_t fCachedEt;          //! recomputed on demand

public:
   DetCaloHit() : fEnergy(0), fCachedEt(-1) {}
   Double_t GetSignal() const { return fEnergy; }
   ClassDef(DetCaloHit, 1) // hit in a calorimeter
};

#endif
