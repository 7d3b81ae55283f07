// TMath against <cmath>, tables and identities.
#include "TMath.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <vector>

using testing::ElementsAre;

TEST(TMath, ElementaryFunctionsAreThoseOfTheStandardLibrary)
{
   for (const double x : {-7.5, -1.0, -0.3, 0.0, 0.3, 1.0, 2.5, 100.0}) {
      EXPECT_EQ(TMath::Sin(x), std::sin(x));
      EXPECT_EQ(TMath::Cos(x), std::cos(x));
      EXPECT_EQ(TMath::Tan(x), std::tan(x));
      EXPECT_EQ(TMath::ATan(x), std::atan(x));
      EXPECT_EQ(TMath::ATan2(x, 2), std::atan2(x, 2));
      EXPECT_EQ(TMath::SinH(x), std::sinh(x));
      EXPECT_EQ(TMath::TanH(x), std::tanh(x));
      EXPECT_EQ(TMath::Exp(x), std::exp(x));
      EXPECT_EQ(TMath::Erf(x), std::erf(x));
      EXPECT_EQ(TMath::Erfc(x), std::erfc(x));
      EXPECT_EQ(TMath::Hypot(x, 3), std::hypot(x, 3));
      EXPECT_EQ(TMath::Floor(x), std::floor(x));
      EXPECT_EQ(TMath::Ceil(x), std::ceil(x));
      EXPECT_EQ(TMath::Power(x, 3), std::pow(x, 3));
      EXPECT_EQ(TMath::Abs(x), std::abs(x));
      if (x > 0) {
         EXPECT_EQ(TMath::Sqrt(x), std::sqrt(x));
         EXPECT_EQ(TMath::Log(x), std::log(x));
         EXPECT_EQ(TMath::Log10(x), std::log10(x));
         EXPECT_EQ(TMath::LnGamma(x), std::lgamma(x));
         EXPECT_EQ(TMath::Gamma(x), std::tgamma(x));
      }
   }
   EXPECT_EQ(TMath::ASin(1.0000001), TMath::PiOver2());
   EXPECT_EQ(TMath::ACos(-2), TMath::Pi());
}

TEST(TMath, ConstantsFitTogether)
{
   EXPECT_EQ(TMath::Pi(), std::acos(-1.0));
   EXPECT_EQ(TMath::TwoPi(), 2 * std::acos(-1.0));
   EXPECT_EQ(TMath::E(), std::exp(1.0));
   EXPECT_DOUBLE_EQ(TMath::DegToRad() * TMath::RadToDeg(), 1);
   EXPECT_DOUBLE_EQ(TMath::LogE() * TMath::Ln10(), 1);
   EXPECT_TRUE(TMath::IsNaN(TMath::QuietNaN()));
   EXPECT_FALSE(TMath::Finite(TMath::Infinity()));
   EXPECT_FALSE(TMath::Finite(TMath::QuietNaN()));
   EXPECT_TRUE(TMath::Finite(1e308));
}

TEST(TMath, RoundingGoesToTheEvenHalf)
{
   struct Case {
      double x;
      int n;
   };
   for (const auto &[x, n] : {Case{0.5, 0}, Case{1.5, 2}, Case{2.5, 2}, Case{-0.5, 0}, Case{-1.5, -2}, Case{-2.5, -2},
                              Case{0.49999999999999994, 0}, Case{2.4, 2}, Case{-2.6, -3}, Case{1e300, 2147483647},
                              Case{-1e300, -2147483647 - 1}, Case{TMath::QuietNaN(), 0}}) {
      EXPECT_EQ(TMath::Nint(x), n) << x;
   }
}

TEST(TMath, SmallHelpers)
{
   EXPECT_EQ(TMath::Min(3, 2), 2);
   EXPECT_EQ(TMath::Max(3.5, 2.5), 3.5);
   EXPECT_EQ(TMath::Range(0, 10, -4), 0);
   EXPECT_EQ(TMath::Range(0, 10, 14), 10);
   EXPECT_EQ(TMath::Range(0, 10, 4), 4);
   EXPECT_EQ(TMath::Sign(3, -0.5), -3);
   EXPECT_EQ(TMath::Sign(-3.0, 1), 3);
   EXPECT_EQ(TMath::Abs(Short_t(-3)), 3);
   EXPECT_TRUE(TMath::Even(4));
   EXPECT_TRUE(TMath::Odd(-3));
   EXPECT_EQ(TMath::Factorial(5), 120);
   EXPECT_EQ(TMath::Factorial(1000), TMath::Infinity());
   EXPECT_EQ(TMath::Binomial(10, 3), 120);
   EXPECT_EQ(TMath::Binomial(3, 10), 0);
}

TEST(TMath, GaussianAndRelatives)
{
   EXPECT_DOUBLE_EQ(TMath::Gaus(1, 0, 1, kTRUE), std::exp(-0.5) / std::sqrt(2 * std::acos(-1.0)));
   EXPECT_DOUBLE_EQ(TMath::Gaus(5, 3, 2), std::exp(-0.5));
   EXPECT_EQ(TMath::Gaus(1, 0, 0), 1e30);
   EXPECT_EQ(TMath::Freq(0), 0.5);
   EXPECT_NEAR(TMath::Freq(1.959963984540054), 0.975, 1e-15);
   EXPECT_NEAR(TMath::Freq(-1), 0.15865525393145705, 1e-16);
   EXPECT_DOUBLE_EQ(TMath::BreitWigner(1, 1, 2), 1 / std::acos(-1.0));
   EXPECT_DOUBLE_EQ(TMath::BreitWigner(2, 1, 2), 0.5 / std::acos(-1.0));
   for (const double p : {1e-300, 1e-10, 0.025, 0.5, 0.6, 0.999999})
      EXPECT_NEAR(TMath::Freq(TMath::NormQuantile(p)) / p, 1, 1e-12) << p;
   EXPECT_EQ(TMath::NormQuantile(0.5), 0);
   EXPECT_TRUE(TMath::IsNaN(TMath::NormQuantile(2)));
   EXPECT_NEAR(TMath::ErfInverse(TMath::Erf(-0.7)), -0.7, 1e-13);
}

TEST(TMath, PoissonProbabilitiesAddUpToOne)
{
   for (const double mean : {0.1, 1.0, 7.3, 50.0}) {
      double sum = 0;
      for (int n = 0; n < 200; ++n)
         sum += TMath::Poisson(n, mean);
      EXPECT_NEAR(sum, 1, 1e-13) << mean;
   }
   EXPECT_EQ(TMath::Poisson(-1, 3), 0);
   EXPECT_EQ(TMath::Poisson(0, 0), 1);
   EXPECT_EQ(TMath::Poisson(2, 0), 0);
   EXPECT_EQ(TMath::PoissonI(2.9, 3), TMath::Poisson(2, 3));
}

TEST(TMath, IncompleteGammaEqualsClosedForms)
{
   for (const double x : {0.01, 0.5, 1.0, 3.0, 10.0, 40.0}) {
      EXPECT_NEAR(TMath::Gamma(1, x), 1 - std::exp(-x), 2e-16) << x;
      EXPECT_NEAR(TMath::Gamma(0.5, x), std::erf(std::sqrt(x)), 1e-15) << x;
      EXPECT_NEAR(TMath::Gamma(3, x), 1 - std::exp(-x) * (1 + x + x * x / 2), 1e-15) << x;
   }
   EXPECT_EQ(TMath::Gamma(0, 1), 0);
   EXPECT_EQ(TMath::Gamma(2, -1), 0);
   EXPECT_EQ(TMath::Gamma(2, TMath::Infinity()), 1);
}

TEST(TMath, ChiSquareProbabilities)
{
   for (const double chi2 : {0.1, 1.0, 5.0, 50.0, 500.0}) {
      EXPECT_NEAR(TMath::Prob(chi2, 2) / std::exp(-chi2 / 2), 1, 1e-12);
      EXPECT_NEAR(TMath::Prob(chi2, 1) / std::erfc(std::sqrt(chi2 / 2)), 1, 1e-11);
   }
   EXPECT_EQ(TMath::Prob(0, 3), 1);
   EXPECT_EQ(TMath::Prob(-1, 3), 0);
   EXPECT_EQ(TMath::Prob(1, 0), 0);
   // Table values.
   EXPECT_NEAR(TMath::ChisquareQuantile(0.95, 1), 3.841458820694124, 1e-12);
   EXPECT_NEAR(TMath::ChisquareQuantile(0.95, 10), 18.307038053275146, 1e-11);
   EXPECT_NEAR(TMath::ChisquareQuantile(0.01, 5), 0.5542980767282772, 1e-13);
   for (const double p : {1e-8, 0.3, 0.999})
      EXPECT_NEAR(1 - TMath::Prob(TMath::ChisquareQuantile(p, 7), 7), p, 1e-12);
   EXPECT_EQ(TMath::ChisquareQuantile(0, 5), 0);
   EXPECT_EQ(TMath::ChisquareQuantile(1, 5), TMath::Infinity());
}

TEST(TMath, LandauHasThePublishedModeAndNorm)
{
   // Mode and value there: K.S. Koelbig and B. Schorr, Comp. Phys. Comm. 31 (1984) 97.
   EXPECT_NEAR(TMath::Landau(-0.22278298), 0.180655634, 1e-8);
   EXPECT_GT(TMath::Landau(-0.22278298), TMath::Landau(-0.23));
   EXPECT_GT(TMath::Landau(-0.22278298), TMath::Landau(-0.21));
   EXPECT_DOUBLE_EQ(TMath::Landau(5, 3, 2, kTRUE), TMath::Landau(1) / 2);
   EXPECT_EQ(TMath::Landau(1, 0, 0), 0);
   EXPECT_NEAR(TMath::Landau(1 - 1e-9) / TMath::Landau(1 + 1e-9), 1, 1e-8) << "the two integrals agree where they meet";
   double sum = 0; // to 100; the tail beyond is about 1 / 100
   for (double x = -6; x < 100; x += 0.05)
      sum += 0.05 * TMath::Landau(x);
   EXPECT_NEAR(sum, 1 - 1 / (100 - std::log(100) - 0.5), 1e-3);
   for (double x = -7; x < 200; x += 0.37)
      EXPECT_GE(TMath::Landau(x), 0) << x;
}

TEST(TMath, ArraysAreAveragedAndOrdered)
{
   const double a[] = {2, 4, 4, 4, 5, 5, 7, 9};
   EXPECT_EQ(TMath::Mean(8, a), 5);
   EXPECT_DOUBLE_EQ(TMath::StdDev(8, a), std::sqrt(32. / 7));
   EXPECT_EQ(TMath::RMS(8, a), TMath::StdDev(8, a));
   EXPECT_EQ(TMath::Median(8, a), 4.5);
   EXPECT_EQ(TMath::Median(7, a), 4);
   EXPECT_EQ(TMath::MinElement(8, a), 2);
   EXPECT_EQ(TMath::MaxElement(8, a), 9);
   EXPECT_EQ(TMath::LocMin(8, a), 0);
   EXPECT_EQ(TMath::LocMax(8, a), 7);
   EXPECT_EQ(TMath::LocMax(0, a), -1);
   EXPECT_NEAR(TMath::GeomMean(2, a), std::sqrt(8), 1e-15);
   const double w[] = {1, 0, 0, 0, 0, 0, 0, 3};
   EXPECT_EQ(TMath::Mean(8, a, w), (2 + 27) / 4.);
   EXPECT_EQ(TMath::Mean(0, a), 0);
}

TEST(TMath, BinarySearchFindsTheElementAtOrBelow)
{
   const double a[] = {1, 2, 2, 5};
   struct Case {
      double value;
      Long64_t at;
   };
   for (const auto &[value, at] :
        {Case{0.5, -1}, Case{1, 0}, Case{1.5, 0}, Case{2, 1}, Case{3, 2}, Case{5, 3}, Case{9, 3}})
      EXPECT_EQ(TMath::BinarySearch(4, a, value), at) << value;
}

TEST(TMath, SortFillsAnIndexAndKeepsEqualElementsInOrder)
{
   const float a[] = {3, 1, 2, 3};
   Int_t index[4];
   TMath::Sort(4, a, index);
   EXPECT_THAT(index, ElementsAre(0, 3, 2, 1));
   TMath::Sort(4, a, index, kFALSE);
   EXPECT_THAT(index, ElementsAre(1, 2, 0, 3));
   double out[3];
   const double x[] = {1, 0, 0}, y[] = {0, 1, 0};
   EXPECT_THAT(std::vector<double>(TMath::Cross(x, y, out), out + 3), ElementsAre(0, 0, 1));
}
