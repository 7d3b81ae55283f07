// TRandom: random numbers of many distributions, made from the uniform ones of Rndm(). The base class is a simple linear
// congruential generator, for nothing serious; TRandom3 is the one to use, and what gRandom is.
// Used by programs that simulate; histograms draw from it. The same seed gives the same numbers on every machine.
// Threads: one thread at a time per generator, gRandom included; give each thread its own.
#ifndef ROOTLET_TRandom
#define ROOTLET_TRandom

#include "TNamed.h"

class TRandom : public TNamed {
protected:
   UInt_t fSeed; // Random number generator seed

public:
   /// The seed 0 stands for one that differs from run to run.
   TRandom(UInt_t seed = 65539);
   ~TRandom() override;

   /// Uniform in the open interval (0, 1).
   virtual Double_t Rndm();
   Double_t Rndm(Int_t) { return Rndm(); }
   virtual void RndmArray(Int_t n, Float_t *array);
   virtual void RndmArray(Int_t n, Double_t *array);
   virtual void SetSeed(ULong_t seed = 0);
   virtual UInt_t GetSeed() const { return fSeed; }

   virtual Double_t Uniform(Double_t x1 = 1);
   virtual Double_t Uniform(Double_t x1, Double_t x2);
   /// 0 to imax-1.
   virtual UInt_t Integer(UInt_t imax);
   /// From two uniform numbers by the method of Box and Muller: as Rannor(), of which one value is used.
   virtual Double_t Gaus(Double_t mean = 0, Double_t sigma = 1);
   /// Two independent standard Gaussian numbers (Box and Muller).
   virtual void Rannor(Float_t &a, Float_t &b);
   virtual void Rannor(Double_t &a, Double_t &b);
   /// Exponential with mean tau.
   virtual Double_t Exp(Double_t tau);
   virtual Int_t Binomial(Int_t ntot, Double_t prob);
   /// A whole number; 0 for mean <= 0. PoissonD() is for means that an Int_t may not hold.
   virtual Int_t Poisson(Double_t mean);
   virtual Double_t PoissonD(Double_t mean);
   virtual Double_t BreitWigner(Double_t mean = 0, Double_t gamma = 1);
   /// A point on a circle, or on a sphere, of radius r.
   virtual void Circle(Double_t &x, Double_t &y, Double_t r);
   virtual void Sphere(Double_t &x, Double_t &y, Double_t &z, Double_t r);

   ClassDefOverride(TRandom, 3) // Simple Random number generator (periodicity = 10**9)

protected:
   /// A seed from the system's source of random numbers; never 0.
   static UInt_t FreshSeed();
};

/// The generator of the program; a TRandom3 with seed 4357 that lives as long as the program. May be replaced by another,
/// which stays its maker's.
R__EXTERN TRandom *gRandom;

#endif
