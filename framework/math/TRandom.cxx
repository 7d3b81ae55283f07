// Distributions from uniform random numbers; see TRandom.h.
#include "TRandom.h"

#include "TError.h"
#include "TMath.h"

#include <algorithm>
#include <cmath>
#include <random>

TRandom::TRandom(UInt_t seed) : TNamed("Random", "Default Random number generator"), fSeed(0)
{
   TRandom::SetSeed(seed);
}

TRandom::~TRandom() {}

UInt_t TRandom::FreshSeed()
{
   std::random_device entropy;
   UInt_t seed = 0;
   while (seed == 0)
      seed = entropy();
   return seed;
}

void TRandom::SetSeed(ULong_t seed)
{
   fSeed = seed ? static_cast<UInt_t>(seed) : FreshSeed();
}

// The generator of the C standard's example: modulus 2^31.
Double_t TRandom::Rndm()
{
   do {
      fSeed = (1103515245u * fSeed + 12345u) & 0x7fffffffu;
   } while (fSeed == 0);
   return fSeed * 4.6566128730774e-10; // 2^-31
}

void TRandom::RndmArray(Int_t n, Float_t *array)
{
   for (Int_t i = 0; i < n; ++i)
      array[i] = static_cast<Float_t>(Rndm());
}

void TRandom::RndmArray(Int_t n, Double_t *array)
{
   for (Int_t i = 0; i < n; ++i)
      array[i] = Rndm();
}

Double_t TRandom::Uniform(Double_t x1)
{
   return x1 * Rndm();
}

Double_t TRandom::Uniform(Double_t x1, Double_t x2)
{
   return x1 + (x2 - x1) * Rndm();
}

UInt_t TRandom::Integer(UInt_t imax)
{
   return static_cast<UInt_t>(imax * Rndm());
}

void TRandom::Rannor(Double_t &a, Double_t &b)
{
   const Double_t y = Rndm();
   const Double_t angle = TMath::TwoPi() * Rndm();
   const Double_t radius = std::sqrt(-2 * std::log(y));
   a = radius * std::sin(angle);
   b = radius * std::cos(angle);
}

void TRandom::Rannor(Float_t &a, Float_t &b)
{
   Double_t x, y;
   Rannor(x, y);
   a = static_cast<Float_t>(x);
   b = static_cast<Float_t>(y);
}

Double_t TRandom::Gaus(Double_t mean, Double_t sigma)
{
   Double_t a, b;
   Rannor(a, b);
   return mean + sigma * a;
}

Double_t TRandom::Exp(Double_t tau)
{
   return -tau * std::log(Rndm());
}

Int_t TRandom::Binomial(Int_t ntot, Double_t prob)
{
   Int_t n = 0;
   if (!(prob >= 0 && prob <= 1))
      return 0;
   for (Int_t i = 0; i < ntot; ++i)
      n += Rndm() <= prob;
   return n;
}

Int_t TRandom::Poisson(Double_t mean)
{
   return static_cast<Int_t>(std::min(PoissonD(mean), Double_t(kMaxInt)));
}

Double_t TRandom::PoissonD(Double_t mean)
{
   if (!(mean > 0))
      return 0;
   if (mean > 1e9) // the Gaussian is then the same to all digits that matter
      return std::floor(Gaus(0, 1) * std::sqrt(mean) + mean + 0.5);
   // Large means are split: the m-th of N (about 7/8 of the mean) arrival times is gamma distributed. If it lies before
   // `mean`, m arrivals are counted and the rest of the time is left; else the others are binomial (Ahrens and Dieter 1974).
   Double_t count = 0;
   while (mean > 25) {
      const auto m = static_cast<Int_t>(mean * 7 / 8);
      // Gamma(m): Marsaglia and Tsang 2000, for shape >= 1.
      const Double_t d = m - 1.0 / 3;
      const Double_t c = 1 / std::sqrt(9 * d);
      Double_t time = 0;
      while (time == 0) {
         const Double_t x = Gaus(0, 1);
         const Double_t v = std::pow(1 + c * x, 3);
         if (v > 0 && std::log(Rndm()) < 0.5 * x * x + d - d * v + d * std::log(v))
            time = d * v;
      }
      if (time > mean)
         return count + Binomial(m - 1, mean / time);
      count += m;
      mean -= time;
   }
   const Double_t limit = std::exp(-mean);
   Double_t product = Rndm();
   while (product > limit) {
      product *= Rndm();
      ++count;
   }
   return count;
}

Double_t TRandom::BreitWigner(Double_t mean, Double_t gamma)
{
   return mean + 0.5 * gamma * std::tan((2 * Rndm() - 1) * TMath::PiOver2());
}

void TRandom::Circle(Double_t &x, Double_t &y, Double_t r)
{
   const Double_t phi = Uniform(0, TMath::TwoPi());
   x = r * std::cos(phi);
   y = r * std::sin(phi);
}

void TRandom::Sphere(Double_t &x, Double_t &y, Double_t &z, Double_t r)
{
   Double_t a, b, square;
   do { // a point in the unit disc, mapped to the sphere (Marsaglia 1972)
      a = 2 * Rndm() - 1;
      b = 2 * Rndm() - 1;
      square = a * a + b * b;
   } while (square >= 1);
   z = r * (1 - 2 * square);
   const Double_t scale = 2 * r * std::sqrt(1 - square);
   x = a * scale;
   y = b * scale;
}
