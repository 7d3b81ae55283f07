// The class whose objects go through TMapFile in the storm: all of it follows from one number.
#ifndef ROOTLET_tests_StormSample
#define ROOTLET_tests_StormSample

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

#endif
