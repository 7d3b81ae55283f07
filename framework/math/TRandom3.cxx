// MT19937; see TRandom3.h. The recurrence and its constants are those of M. Matsumoto and T. Nishimura, ACM Trans. Model.
// Comput. Simul. 8 (1998) 3; written out here because the state is streamed member by member.
#include "TRandom3.h"

#include <algorithm>

namespace {
TRandom3 gProgramRandom;
} // namespace

TRandom *gRandom = &gProgramRandom;

TRandom3::TRandom3(UInt_t seed)
{
   SetName("Random3");
   SetTitle("Random number generator: Mersenne Twister");
   TRandom3::SetSeed(seed);
}

TRandom3::~TRandom3() {}

void TRandom3::SetSeed(ULong_t seed)
{
   TRandom::SetSeed(seed);
   if (seed == 0) { // more than 32 bits of chance: fill the whole state
      std::generate(std::begin(fMt), std::end(fMt), FreshSeed);
   } else {
      fMt[0] = fSeed;
      for (UInt_t i = 1; i < 624; ++i)
         fMt[i] = 1812433253u * (fMt[i - 1] ^ (fMt[i - 1] >> 30)) + i;
   }
   fCount624 = 624;
}

void TRandom3::Turn()
{
   const auto twist = [](UInt_t high, UInt_t low) {
      const UInt_t y = (high & 0x80000000u) | (low & 0x7fffffffu);
      return (y >> 1) ^ (y & 1 ? 0x9908b0dfu : 0u);
   };
   for (Int_t i = 0; i < 624; ++i)
      fMt[i] = fMt[(i + 397) % 624] ^ twist(fMt[i], fMt[(i + 1) % 624]);
   fCount624 = 0;
}

UInt_t TRandom3::Next()
{
   if (fCount624 < 0 || fCount624 >= 624) // less than 0: a damaged stream
      Turn();
   UInt_t y = fMt[fCount624++];
   y ^= y >> 11;
   y ^= (y << 7) & 0x9d2c5680u;
   y ^= (y << 15) & 0xefc60000u;
   return y ^ (y >> 18);
}

Double_t TRandom3::Rndm()
{
   UInt_t y;
   do {
      y = Next();
   } while (y == 0);
   return y * 2.3283064365386963e-10;
}

void TRandom3::RndmArray(Int_t n, Float_t *array)
{
   for (Int_t i = 0; i < n; ++i)
      array[i] = static_cast<Float_t>(TRandom3::Rndm());
}

void TRandom3::RndmArray(Int_t n, Double_t *array)
{
   for (Int_t i = 0; i < n; ++i)
      array[i] = TRandom3::Rndm();
}
