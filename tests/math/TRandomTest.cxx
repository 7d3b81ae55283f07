// Random numbers: the sequences that are fixed, and the moments and limits of the distributions.
#include "TBuffer.h"
#include "TMath.h"
#include "TRandom3.h"

#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <random>

namespace {

struct Moments {
   double fMean, fStdDev;
};

Moments Draw(int n, const std::function<double()> &next)
{
   double sum = 0, sum2 = 0;
   for (int i = 0; i < n; ++i) {
      const double x = next();
      sum += x;
      sum2 += x * x;
   }
   return {sum / n, std::sqrt(sum2 / n - sum / n * (sum / n))};
}

} // namespace

TEST(TRandom3, IsTheMersenneTwister)
{
   for (const UInt_t seed : {4357u, 1u, 4294967295u}) {
      TRandom3 random(seed);
      std::mt19937 twister(seed);
      for (int i = 0; i < 3000; ++i)
         ASSERT_EQ(random.Rndm(), static_cast<UInt_t>(twister()) * 2.3283064365386963e-10) << seed << " number " << i;
   }
}

TEST(TRandom3, DefaultSeedIs4357)
{
   TRandom3 a;
   TRandom3 b(4357);
   EXPECT_EQ(a.GetSeed(), 4357u);
   EXPECT_EQ(a.Rndm(), b.Rndm());
   EXPECT_STREQ(a.GetName(), "Random3");
}

TEST(TRandom3, SeedZeroDiffersFromTimeToTime)
{
   TRandom3 a(0);
   TRandom3 b(0);
   EXPECT_NE(a.Rndm(), b.Rndm());
   a.SetSeed(7);
   b.SetSeed(7);
   EXPECT_EQ(a.Rndm(), b.Rndm());
}

TEST(TRandom3, ArraysContinueTheSequence)
{
   TRandom3 a(5);
   TRandom3 b(5);
   Double_t doubles[700];
   Float_t floats[10];
   a.RndmArray(700, doubles);
   a.RndmArray(10, floats);
   for (const double x : doubles)
      EXPECT_EQ(x, b.Rndm());
   for (const float x : floats)
      EXPECT_EQ(x, static_cast<Float_t>(b.Rndm()));
}

TEST(TRandom3, StreamKeepsTheState)
{
   TRandom3 a(11);
   for (int i = 0; i < 1000; ++i)
      a.Rndm();
   TBuffer b(TBuffer::kWrite);
   a.Streamer(b);
   b.SetReadMode();
   b.SetBufferOffset(0);
   TRandom3 read(1);
   read.Streamer(b);
   for (int i = 0; i < 2000; ++i)
      ASSERT_EQ(read.Rndm(), a.Rndm());
}

TEST(TRandom3, GRandomIsOne)
{
   ASSERT_NE(gRandom, nullptr);
   EXPECT_NE(dynamic_cast<TRandom3 *>(gRandom), nullptr);
   EXPECT_GT(gRandom->Rndm(), 0);
}

TEST(TRandom3, RannorIsTheFormulaOfBoxAndMuller)
{
   TRandom3 a(3);
   TRandom3 b(3);
   Double_t x, y;
   a.Rannor(x, y);
   const double radius = std::sqrt(-2 * std::log(b.Rndm()));
   const double angle = 2 * std::acos(-1.0) * b.Rndm();
   EXPECT_EQ(x, radius * std::sin(angle));
   EXPECT_EQ(y, radius * std::cos(angle));
   Float_t fx, fy;
   a.Rannor(fx, fy);
   b.Rannor(x, y);
   EXPECT_EQ(fx, static_cast<Float_t>(x));
   EXPECT_EQ(fy, static_cast<Float_t>(y));
}

TEST(TRandom, DistributionsHaveTheirMoments)
{
   TRandom3 random(1234);
   struct Case {
      const char *name;
      std::function<double()> next;
      double mean, stddev;
   };
   const int n = 100000;
   for (const Case &c : {Case{"Rndm", [&] { return random.Rndm(); }, 0.5, std::sqrt(1. / 12)},
                         Case{"Uniform(5)", [&] { return random.Uniform(5); }, 2.5, 5 * std::sqrt(1. / 12)},
                         Case{"Uniform(-1,3)", [&] { return random.Uniform(-1, 3); }, 1, 4 * std::sqrt(1. / 12)},
                         Case{"Integer(10)", [&] { return random.Integer(10); }, 4.5, std::sqrt(99. / 12)},
                         Case{"Gaus(3,2)", [&] { return random.Gaus(3, 2); }, 3, 2},
                         Case{"Exp(4)", [&] { return random.Exp(4); }, 4, 4},
                         Case{"Poisson(3)", [&] { return random.Poisson(3); }, 3, std::sqrt(3)},
                         Case{"Poisson(40)", [&] { return random.Poisson(40); }, 40, std::sqrt(40)},
                         Case{"Poisson(5000)", [&] { return random.Poisson(5000); }, 5000, std::sqrt(5000)},
                         Case{"PoissonD(1e12)", [&] { return (random.PoissonD(1e12) - 1e12) / 1e6; }, 0, 1},
                         Case{"Binomial(20,.3)", [&] { return random.Binomial(20, 0.3); }, 6, std::sqrt(20 * 0.21)}}) {
      const Moments m = Draw(n, c.next);
      EXPECT_NEAR(m.fMean, c.mean, 5 * c.stddev / std::sqrt(n)) << c.name;
      EXPECT_NEAR(m.fStdDev, c.stddev, 0.02 * c.stddev) << c.name;
   }
}

TEST(TRandom, BreitWignerHasItsQuartilesAtTheHalfWidth)
{
   TRandom3 random(5);
   int inside = 0;
   for (int i = 0; i < 20000; ++i)
      inside += std::abs(random.BreitWigner(10, 4) - 10) < 2;
   EXPECT_NEAR(inside, 10000, 5 * 71);
}

TEST(TRandom, CirclesAndSpheresHaveTheirRadius)
{
   TRandom3 random(6);
   double sumz = 0;
   for (int i = 0; i < 1000; ++i) {
      Double_t x, y, z;
      random.Circle(x, y, 3);
      EXPECT_DOUBLE_EQ(std::hypot(x, y), 3);
      random.Sphere(x, y, z, 2);
      EXPECT_NEAR(std::sqrt(x * x + y * y + z * z), 2, 1e-12);
      sumz += z;
   }
   EXPECT_NEAR(sumz / 1000, 0, 0.2);
}

TEST(TRandom, OddArgumentsGiveZero)
{
   TRandom3 random(7);
   EXPECT_EQ(random.Poisson(0), 0);
   EXPECT_EQ(random.Poisson(-5), 0);
   EXPECT_EQ(random.Poisson(TMath::QuietNaN()), 0);
   EXPECT_EQ(random.Poisson(1e30), kMaxInt);
   EXPECT_EQ(random.Binomial(10, -0.1), 0);
   EXPECT_EQ(random.Binomial(10, 1.1), 0);
   EXPECT_EQ(random.Binomial(0, 0.5), 0);
   EXPECT_EQ(random.Integer(0), 0u);
}

TEST(TRandom, TheSimpleGeneratorIsUniformToo)
{
   TRandom random;
   const Moments m = Draw(100000, [&] { return random.Rndm(); });
   EXPECT_NEAR(m.fMean, 0.5, 0.005);
   EXPECT_NEAR(m.fStdDev, std::sqrt(1. / 12), 0.005);
   random.SetSeed(9);
   EXPECT_EQ(random.GetSeed(), 9u);
}
