// TMath: ROOT's mathematical functions and constants under ROOT's names. Thin where <cmath> has the function.
// Used by histograms, random numbers and user programs. No state, no errors: arguments outside the domain give what the
// comment says, else NaN.
// Threads: all functions may be called at any time from any thread.
#ifndef ROOTLET_TMath
#define ROOTLET_TMath

#include "Rtypes.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <limits>
#include <numeric>
#include <vector>

namespace TMath {

// --- constants ---------------------------------------------------------------------------------------------------------
constexpr Double_t Pi()
{
   return 3.14159265358979323846;
}
constexpr Double_t TwoPi()
{
   return 2 * Pi();
}
constexpr Double_t PiOver2()
{
   return Pi() / 2;
}
constexpr Double_t PiOver4()
{
   return Pi() / 4;
}
constexpr Double_t InvPi()
{
   return 1 / Pi();
}
constexpr Double_t RadToDeg()
{
   return 180 / Pi();
}
constexpr Double_t DegToRad()
{
   return Pi() / 180;
}
constexpr Double_t Sqrt2()
{
   return 1.4142135623730950488016887242097;
}
constexpr Double_t E()
{
   return 2.71828182845904523536;
}
constexpr Double_t Ln10()
{
   return 2.30258509299404568402;
}
constexpr Double_t LogE()
{
   return 0.43429448190325182765;
} ///< log10 of e
constexpr Double_t EulerGamma()
{
   return 0.577215664901532860606512090082402431042;
}
constexpr Double_t GoldenRatio()
{
   return 1.61803398874989484820458683436563811;
}
constexpr Double_t C()
{
   return 2.99792458e8;
} ///< speed of light, m / s
constexpr Double_t H()
{
   return 6.62607015e-34;
} ///< Planck constant, J s
constexpr Double_t Hbar()
{
   return H() / TwoPi();
} ///< J s
constexpr Double_t K()
{
   return 1.380649e-23;
} ///< Boltzmann constant, J / K
constexpr Double_t Na()
{
   return 6.02214076e+23;
} ///< Avogadro constant, 1 / mol
constexpr Double_t Qe()
{
   return 1.602176634e-19;
} ///< elementary charge, C
constexpr Double_t Infinity()
{
   return std::numeric_limits<Double_t>::infinity();
}
constexpr Double_t QuietNaN()
{
   return std::numeric_limits<Double_t>::quiet_NaN();
}
constexpr Double_t SignalingNaN()
{
   return std::numeric_limits<Double_t>::signaling_NaN();
}
template <class T>
constexpr T Limits_Max()
{
   return std::numeric_limits<T>::max();
}

// --- elementary functions ------------------------------------------------------------------------------------------------
inline Double_t Sin(Double_t x)
{
   return std::sin(x);
}
inline Double_t Cos(Double_t x)
{
   return std::cos(x);
}
inline Double_t Tan(Double_t x)
{
   return std::tan(x);
}
inline Double_t SinH(Double_t x)
{
   return std::sinh(x);
}
inline Double_t CosH(Double_t x)
{
   return std::cosh(x);
}
inline Double_t TanH(Double_t x)
{
   return std::tanh(x);
}
/// Arguments outside -1 to 1 count as -1 or 1.
inline Double_t ASin(Double_t x)
{
   return std::asin(std::clamp(x, -1.0, 1.0));
}
inline Double_t ACos(Double_t x)
{
   return std::acos(std::clamp(x, -1.0, 1.0));
}
inline Double_t ATan(Double_t x)
{
   return std::atan(x);
}
/// Angle of the point (x, y), -pi to pi.
inline Double_t ATan2(Double_t y, Double_t x)
{
   return std::atan2(y, x);
}
inline Double_t ASinH(Double_t x)
{
   return std::asinh(x);
}
inline Double_t ACosH(Double_t x)
{
   return std::acosh(x);
}
inline Double_t ATanH(Double_t x)
{
   return std::atanh(x);
}
inline Double_t Hypot(Double_t x, Double_t y)
{
   return std::hypot(x, y);
}
inline Double_t Sq(Double_t x)
{
   return x * x;
}
inline Double_t Sqrt(Double_t x)
{
   return std::sqrt(x);
}
inline Double_t Exp(Double_t x)
{
   return std::exp(x);
}
inline Double_t Log(Double_t x)
{
   return std::log(x);
}
inline Double_t Log2(Double_t x)
{
   return std::log2(x);
}
inline Double_t Log10(Double_t x)
{
   return std::log10(x);
}
inline Double_t Power(Double_t x, Double_t y)
{
   return std::pow(x, y);
}
inline Double_t Power(Double_t x, Int_t y)
{
   return std::pow(x, y);
}
inline Double_t Ldexp(Double_t x, Int_t exp)
{
   return std::ldexp(x, exp);
}
inline Double_t Ceil(Double_t x)
{
   return std::ceil(x);
}
inline Double_t Floor(Double_t x)
{
   return std::floor(x);
}
inline Int_t CeilNint(Double_t x)
{
   return static_cast<Int_t>(std::ceil(x));
}
inline Int_t FloorNint(Double_t x)
{
   return static_cast<Int_t>(std::floor(x));
}
/// The nearest integer; halves go to the even one. Numbers that no Int_t holds give the nearest that one does, NaN gives 0.
Int_t Nint(Double_t x);
Double_t Factorial(Int_t n);
Double_t Binomial(Int_t n, Int_t k);

inline Bool_t IsNaN(Double_t x)
{
   return std::isnan(x);
}
inline Bool_t IsNaN(Float_t x)
{
   return std::isnan(x);
}
/// Neither infinite nor NaN.
inline Bool_t Finite(Double_t x)
{
   return std::isfinite(x);
}
inline Bool_t Finite(Float_t x)
{
   return std::isfinite(x);
}
inline Bool_t AreEqualAbs(Double_t a, Double_t b, Double_t epsilon)
{
   return a == b || std::abs(a - b) < epsilon;
}
inline Bool_t AreEqualRel(Double_t a, Double_t b, Double_t relPrec)
{
   return a == b || std::abs(a - b) <= 0.5 * relPrec * (std::abs(a) + std::abs(b));
}

template <class T>
constexpr T Abs(T x)
{
   return static_cast<T>(x < 0 ? -x : x + T(0)); // -0 becomes 0
}
template <class T>
constexpr T Min(T a, T b)
{
   return a <= b ? a : b;
}
template <class T>
constexpr T Max(T a, T b)
{
   return a >= b ? a : b;
}
/// x limited to lb ... ub.
template <class T>
constexpr T Range(T lb, T ub, T x)
{
   return x < lb ? lb : x > ub ? ub : x;
}
/// |a| with the sign of b.
template <class T, class U>
constexpr T Sign(T a, U b)
{
   return static_cast<T>(b >= 0 ? Abs(a) : -Abs(a));
}
template <class T>
constexpr Int_t SignBit(T x)
{
   return x < 0;
}
constexpr Bool_t Even(Long_t n)
{
   return (n & 1) == 0;
}
constexpr Bool_t Odd(Long_t n)
{
   return !Even(n);
}

// --- special functions and distributions -----------------------------------------------------------------------------------
inline Double_t Erf(Double_t x)
{
   return std::erf(x);
}
inline Double_t Erfc(Double_t x)
{
   return std::erfc(x);
}
/// The inverse of Erf; 0 outside -1 < x < 1 (infinite at the ends).
Double_t ErfInverse(Double_t x);
inline Double_t Gamma(Double_t z)
{
   return z <= 0 ? 0 : std::tgamma(z);
}
/// The lower incomplete gamma function, normalised: 0 at x = 0, 1 at infinity. 0 for a <= 0 or x <= 0.
Double_t Gamma(Double_t a, Double_t x);
Double_t LnGamma(Double_t z);
inline Double_t Beta(Double_t p, Double_t q)
{
   return std::exp(LnGamma(p) + LnGamma(q) - LnGamma(p + q));
}
/// The integral of the standard Gaussian from minus infinity to x.
inline Double_t Freq(Double_t x)
{
   return 0.5 * std::erfc(-x / Sqrt2());
}
/// exp(-((x-mean)/sigma)^2/2), divided by sqrt(2 pi) sigma if `norm`. 1e30 for sigma = 0.
Double_t Gaus(Double_t x, Double_t mean = 0, Double_t sigma = 1, Bool_t norm = kFALSE);
/// The Cauchy density with full width gamma at half maximum.
inline Double_t BreitWigner(Double_t x, Double_t mean = 0, Double_t gamma = 1)
{
   return gamma / ((x - mean) * (x - mean) + gamma * gamma / 4) / TwoPi();
}
inline Double_t CauchyDist(Double_t x, Double_t t = 0, Double_t s = 1)
{
   return s / (Pi() * (s * s + (x - t) * (x - t)));
}
/// exp(-par) par^x / x!, with the gamma function between integers; 0 for x < 0.
Double_t Poisson(Double_t x, Double_t par);
/// The same for the integer below x.
Double_t PoissonI(Double_t x, Double_t par);
/// The probability that chi-square with ndf degrees of freedom is `chi2` or more.
Double_t Prob(Double_t chi2, Int_t ndf);
/// The chi-square below which the probability is p, for ndf > 0 (any real number); 0 for p <= 0, infinite for p >= 1.
Double_t ChisquareQuantile(Double_t p, Double_t ndf);
/// The x below which the standard Gaussian has the probability p; infinite for 0 and 1, NaN outside.
Double_t NormQuantile(Double_t p);
/// The Landau density with most probable value about mpv - 0.2228 sigma, from its defining integral (10 digits or more);
/// divided by sigma if `norm`. 0 for sigma <= 0.
Double_t Landau(Double_t x, Double_t mpv = 0, Double_t sigma = 1, Bool_t norm = kFALSE);

// --- arrays ------------------------------------------------------------------------------------------------------------------
template <class T>
T MinElement(Long64_t n, const T *a)
{
   return *std::min_element(a, a + n);
}
template <class T>
T MaxElement(Long64_t n, const T *a)
{
   return *std::max_element(a, a + n);
}
/// The place of the first smallest (largest) element; -1 if there is none.
template <class T>
Long64_t LocMin(Long64_t n, const T *a)
{
   return n <= 0 || !a ? -1 : std::min_element(a, a + n) - a;
}
template <class T>
Long64_t LocMax(Long64_t n, const T *a)
{
   return n <= 0 || !a ? -1 : std::max_element(a, a + n) - a;
}
/// Of a sorted array: the place of the (first) element equal to `value`, else of the last one below it; -1 if there is
/// none.
template <class T>
Long64_t BinarySearch(Long64_t n, const T *array, T value)
{
   const T *const at = std::lower_bound(array, array + n, value);
   return at != array + n && *at == value ? at - array : at - array - 1;
}

/// Weighted with w if that is not null; 0 where there is nothing to average.
template <class T>
Double_t Mean(Long64_t n, const T *a, const Double_t *w = nullptr)
{
   Double_t sum = 0;
   Double_t sumw = 0;
   for (Long64_t i = 0; i < n; ++i) {
      sum += w ? w[i] * static_cast<Double_t>(a[i]) : static_cast<Double_t>(a[i]);
      sumw += w ? w[i] : 1;
   }
   return sumw != 0 ? sum / sumw : 0;
}
/// The standard deviation with division by n - 1 (weighted: by the effective number of entries less one).
template <class T>
Double_t StdDev(Long64_t n, const T *a, const Double_t *w = nullptr)
{
   const Double_t mean = Mean(n, a, w);
   Double_t sum = 0;
   Double_t sumw = 0;
   Double_t sumw2 = 0;
   for (Long64_t i = 0; i < n; ++i) {
      const Double_t weight = w ? w[i] : 1;
      sum += weight * Sq(static_cast<Double_t>(a[i]) - mean);
      sumw += weight;
      sumw2 += weight * weight;
   }
   if (sumw == 0)
      return 0;
   const Double_t effective = sumw * sumw / sumw2;
   return effective > 1 ? std::sqrt(sum / sumw * effective / (effective - 1)) : 0;
}
template <class T>
Double_t RMS(Long64_t n, const T *a, const Double_t *w = nullptr)
{
   return StdDev(n, a, w);
}
/// The middle value, the mean of the two middle values for even n.
template <class T>
Double_t Median(Long64_t n, const T *a)
{
   if (n <= 0)
      return 0;
   std::vector<T> values(a, a + n);
   const auto middle = values.begin() + n / 2;
   std::nth_element(values.begin(), middle, values.end());
   const auto high = static_cast<Double_t>(*middle);
   if (n % 2)
      return high;
   return 0.5 * (static_cast<Double_t>(*std::max_element(values.begin(), middle)) + high);
}
template <class T>
Double_t GeomMean(Long64_t n, const T *a)
{
   Double_t sum = 0;
   for (Long64_t i = 0; i < n; ++i)
      sum += std::log(std::abs(static_cast<Double_t>(a[i])));
   return n > 0 ? std::exp(sum / static_cast<Double_t>(n)) : 0;
}
/// Fills index[0 ... n-1] with the places of the elements in falling (or rising) order; `a` stays as it is. Equal elements
/// keep their order.
template <class Element, class Index>
void Sort(Index n, const Element *a, Index *index, Bool_t down = kTRUE)
{
   std::iota(index, index + n, Index(0));
   if (down)
      std::stable_sort(index, index + n, [a](Index i, Index j) { return a[i] > a[j]; });
   else
      std::stable_sort(index, index + n, [a](Index i, Index j) { return a[i] < a[j]; });
}
/// out = a x b, in three dimensions. Returns out.
template <class T>
T *Cross(const T a[3], const T b[3], T out[3])
{
   out[0] = a[1] * b[2] - a[2] * b[1];
   out[1] = a[2] * b[0] - a[0] * b[2];
   out[2] = a[0] * b[1] - a[1] * b[0];
   return out;
}

} // namespace TMath

#endif
