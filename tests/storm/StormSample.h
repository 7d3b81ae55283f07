// The classes whose objects go through TMapFile in the storm: each follows from one number.
#ifndef ROOTLET_tests_StormSample
#define ROOTLET_tests_StormSample

#include <algorithm>
#include <string>
#include <vector>

#include "TNamed.h"

class StormSample : public TNamed {
public:
   StormSample() {}
   explicit StormSample(const char *name) : TNamed(name, "a sample") {}
   void Fill(Int_t number)
   {
      fNumber = number;
      fValues.assign(static_cast<std::size_t>(number % 500), number);
      fText = std::to_string(number);
   }
   Bool_t IsWhole() const
   {
      return fText == std::to_string(fNumber) &&
             fValues == std::vector<Double_t>(static_cast<std::size_t>(fNumber % 500), fNumber);
   }
   Int_t Number() const { return fNumber; }

private:
   Int_t fNumber = 0;
   std::vector<Double_t> fValues;
   std::string fText = "0";

   ClassDefOverride(StormSample, 1) // a sample that proves itself whole
};

/// The same for AddDirect: numbers alone, in a virtual base too.
class StormDirectBase {
public:
   virtual ~StormDirectBase() {}
   Long64_t fBase[100] = {};

   ClassDef(StormDirectBase, 1) // the virtual base
};

class StormDirect : public TObject, public virtual StormDirectBase {
public:
   void Fill(Int_t number)
   {
      fNumber = number;
      fIsOdd = number % 2 != 0;
      for (Int_t i = 0; i < 100; ++i)
         fBase[i] = Long64_t(number) * i, fValues[i] = number + i;
   }
   Bool_t IsWhole() const
   {
      StormDirect same;
      same.Fill(fNumber);
      return fIsOdd == same.fIsOdd && std::equal(fBase, fBase + 100, same.fBase) &&
             std::equal(fValues, fValues + 100, same.fValues);
   }
   Int_t Number() const { return fNumber; }

private:
   Int_t fNumber = 0;
   Bool_t fIsOdd = kFALSE;
   Double_t fValues[100] = {};

   ClassDefOverride(StormDirect, 1) // a direct object that proves itself whole
};

#endif
