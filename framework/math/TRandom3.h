// TRandom3: the Mersenne twister MT19937 of Matsumoto and Nishimura (1998), period 2^19937 - 1. What gRandom is.
// Rndm() is the next 32-bit number times 2.3283064365386963e-10 (2^-32), zeros skipped; seeds are spread over the state
// with Knuth's multiplicator 1812433253, so that the numbers are those of std::mt19937 with the same seed.
// Invariant: fCount624 numbers of the state have been used; 624: all, the state is turned before the next.
// Threads: see TRandom.
#ifndef ROOTLET_TRandom3
#define ROOTLET_TRandom3

#include "TRandom.h"

class TRandom3 : public TRandom {
private:
   UInt_t fMt[624];
   Int_t fCount624;

public:
   /// The seed 0 stands for one that differs from run to run.
   TRandom3(UInt_t seed = 4357);
   ~TRandom3() override;

   Double_t Rndm() override;
   using TRandom::Rndm;
   void RndmArray(Int_t n, Float_t *array) override;
   void RndmArray(Int_t n, Double_t *array) override;
   void SetSeed(ULong_t seed = 0) override;
   /// The first number of the state: not the seed once numbers were drawn.
   UInt_t GetSeed() const override { return fMt[0]; }

   ClassDefOverride(TRandom3, 2) // Random number generator: Mersenne Twister

private:
   UInt_t Next();
   void Turn();
};

#endif
