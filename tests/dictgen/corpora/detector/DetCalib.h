#ifndef DET_CALIB_H
#define DET_CALIB_H

#include "TArrayF.h"
#include "TArrayI.h"
#include "TList.h"
#include "TNamed.h"

#include <map>
#include <vector>

struct DetCalibEntry {
   Float_t fGain;     // gain
   Float_t fOffset;   // offset
   Bool_t fMasked;    // dead
   Int_t fHistory[4]; // runs
   DetCalibEntry() : fGain(1), fOffset(0), fMasked(kFALSE), fHistory() {}
};

template <class Key, class Value = DetCalibEntry, Int_t kDepth = 2>
class DetTable : public TNamed {
private:
   std::map<Key, Value> fValues;      // by key
   std::vector<Value> fOld[kDepth];   // former ones
   Value fDefault;                    // for the others

public:
   DetTable() : fDefault() {}
   std::map<Key, Value> &Values() { return fValues; }
   std::vector<Value> &Old(Int_t i) { return fOld[i]; }
   ClassDef(DetTable, 2) // table of calibrations
};

class DetPedestals : public TNamed {
private:
   TArrayF fMean;             // pedestals
   TArrayF *fSigma;           //-> their widths
   TArrayI fBad;              // bad channels
   Float16_t fTemperature[4]; //[-20,60,9]

public:
   DetPedestals() : fSigma(new TArrayF), fTemperature() {}
   DetPedestals(const DetPedestals &) = delete;
   DetPedestals &operator=(const DetPedestals &) = delete;
   virtual ~DetPedestals() { delete fSigma; }
   TArrayF &Mean() { return fMean; }
   TArrayF &Sigma() { return *fSigma; }
   TArrayI &Bad() { return fBad; }
   ClassDef(DetPedestals, 1) // pedestals
};

class DetConditions : public TNamed {
private:
   DetTable<UInt_t> fGains;                    // by channel
   DetTable<Long64_t, Double_t, 3> fLumi;      // by time
   TList *fNotes;                              // TNamed, owned

public:
   DetConditions() : fNotes(0) {}
   DetConditions(const DetConditions &) = delete;
   DetConditions &operator=(const DetConditions &) = delete;
   virtual ~DetConditions()
   {
      if (fNotes)
         fNotes->Delete();
      delete fNotes;
   }
   DetTable<UInt_t> &Gains() { return fGains; }
   DetTable<Long64_t, Double_t, 3> &Lumi() { return fLumi; }
   TList *&Notes() { return fNotes; }
   ClassDef(DetConditions, 7) // conditions of a run
};

#endif
