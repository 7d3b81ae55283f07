// Classes that the tests of TMapFile share between processes; their dictionary is generated.
#ifndef ROOTLET_tests_TestClasses
#define ROOTLET_tests_TestClasses

#include <string>
#include <vector>

#include "TNamed.h"
#include "TObject.h"

/// A TObject with everything that must not be torn apart.
class Sample : public TNamed {
public:
   Sample() {}
   Sample(const char *name, Int_t number) : TNamed(name, "a sample") { Fill(number); }
   void Fill(Int_t number)
   {
      fNumber = number;
      fValues.assign(static_cast<std::size_t>(number % 50), number);
      fText = std::to_string(number);
   }
   Bool_t IsWhole() const
   {
      if (fText != std::to_string(fNumber) || fValues.size() != static_cast<std::size_t>(fNumber % 50))
         return kFALSE;
      for (const Double_t value : fValues)
         if (value != fNumber)
            return kFALSE;
      return kTRUE;
   }
   Int_t Number() const { return fNumber; }
   virtual Int_t Kind() const { return 1; }

private:
   Int_t fNumber = 0;
   std::vector<Double_t> fValues;
   std::string fText;

   ClassDefOverride(Sample, 1) // a sample
};

/// A class derived from it, with another vtable.
class SpecialSample : public Sample {
public:
   SpecialSample() {}
   SpecialSample(const char *name, Int_t number) : Sample(name, number) {}
   Int_t Kind() const override { return 2; }

   ClassDefOverride(SpecialSample, 1) // a special sample
};

/// Fails in the middle of being streamed, when told to. Its Streamer is written by hand, in TMapFileTest.cxx.
class Moody : public TNamed {
public:
   Moody() {}
   explicit Moody(const char *name) : TNamed(name, "") {}

   Int_t fValue = 0;
   Bool_t fFails = kFALSE; //!

   ClassDefOverride(Moody, 1) // a moody object
};

/// No TObject, no virtual functions.
struct Reading {
   Double_t fTemperature = 0;
   std::vector<Int_t> fChannels;

   ClassDefNV(Reading, 1) // a reading
};

/// Virtual functions, but no TObject.
class Shape {
public:
   virtual ~Shape() {}
   virtual Double_t Area() const { return 0; }

   ClassDef(Shape, 1) // a shape
};

class Square : public Shape {
public:
   explicit Square(Double_t side = 0) : fSide(side) {}
   Double_t Area() const override { return fSide * fSide; }

private:
   Double_t fSide;

   ClassDefOverride(Square, 1) // a square
};

#endif
