// The functions of TMath.h that <cmath> does not have, from their definitions and textbook series.
#include "TMath.h"

namespace {

constexpr Double_t kEpsilon = std::numeric_limits<Double_t>::epsilon();

// P(a, x) by the series x^a e^-x / gamma(a+1) * sum of x^n / ((a+1)...(a+n)); converges fast for x < a + 1.
Double_t GammaSeries(Double_t a, Double_t x)
{
   Double_t term = 1 / a;
   Double_t sum = term;
   for (Int_t n = 1; n < 100000 && std::abs(term) > std::abs(sum) * kEpsilon * 0.5; ++n) {
      term *= x / (a + n);
      sum += term;
   }
   return sum * std::exp(-x + a * std::log(x) - TMath::LnGamma(a));
}

// 1 - P(a, x) by Legendre's continued fraction, evaluated from the front (Lentz); converges fast for x > a + 1.
Double_t GammaFraction(Double_t a, Double_t x)
{
   constexpr Double_t kTiny = 1e-300;
   Double_t b = x + 1 - a;
   Double_t c = 1 / kTiny;
   Double_t d = 1 / b;
   Double_t h = d;
   for (Int_t n = 1; n < 100000; ++n) {
      const Double_t numerator = -n * (n - a);
      b += 2;
      d = numerator * d + b;
      c = b + numerator / c;
      d = 1 / (d == 0 ? kTiny : d);
      c = c == 0 ? kTiny : c;
      const Double_t factor = d * c;
      h *= factor;
      if (std::abs(factor - 1) <= kEpsilon)
         break;
   }
   return h * std::exp(-x + a * std::log(x) - TMath::LnGamma(a));
}

Double_t UpperGamma(Double_t a, Double_t x)
{
   return x < a + 1 ? 1 - GammaSeries(a, x) : GammaFraction(a, x);
}

// Where a rising function is 0, between low and high, by bisection to the last bit.
template <class F>
Double_t Bisect(F f, Double_t low, Double_t high)
{
   for (Int_t step = 0; step < 2000; ++step) {
      const Double_t middle = low + (high - low) / 2;
      if (middle <= low || middle >= high)
         break;
      (f(middle) < 0 ? low : high) = middle;
   }
   return low + (high - low) / 2;
}

} // namespace

Int_t TMath::Nint(Double_t x)
{
   if (IsNaN(x))
      return 0;
   const Double_t below = std::floor(x);
   const Double_t rest = x - below;
   const Double_t nearest = rest < 0.5 || (rest == 0.5 && std::fmod(below, 2) == 0) ? below : below + 1;
   return static_cast<Int_t>(std::clamp<Double_t>(nearest, std::numeric_limits<Int_t>::min(), kMaxInt));
}

Double_t TMath::Factorial(Int_t n)
{
   Double_t product = 1;
   for (Int_t i = 2; i <= n && product < Infinity(); ++i)
      product *= i;
   return product;
}

Double_t TMath::Binomial(Int_t n, Int_t k)
{
   if (n < 0 || k < 0)
      return SignalingNaN();
   if (k > n)
      return 0;
   k = std::min(k, n - k);
   Double_t product = 1;
   for (Int_t i = 1; i <= k; ++i)
      product = product * (n - k + i) / i; // exact as long as it is below 2^53
   return product;
}

Double_t TMath::LnGamma(Double_t z)
{
   if (z <= 0)
      return 0;
   int sign; // lgamma() would keep it in a global
   return lgamma_r(z, &sign);
}

Double_t TMath::Gamma(Double_t a, Double_t x)
{
   if (!(a > 0) || !(x > 0))
      return 0;
   if (x == Infinity())
      return 1;
   return x < a + 1 ? GammaSeries(a, x) : 1 - GammaFraction(a, x);
}

Double_t TMath::Prob(Double_t chi2, Int_t ndf)
{
   if (ndf <= 0)
      return 0;
   if (chi2 <= 0)
      return chi2 < 0 ? 0 : 1;
   return chi2 == Infinity() ? 0 : UpperGamma(0.5 * ndf, 0.5 * chi2);
}

Double_t TMath::ChisquareQuantile(Double_t p, Double_t ndf)
{
   if (!(ndf > 0) || !(p > 0))
      return 0;
   if (p >= 1)
      return Infinity();
   const Double_t a = 0.5 * ndf;
   // The smaller of the two tails is the one that keeps its digits.
   const auto excess = [a, p](Double_t x) {
      return p < 0.5 ? (x > 0 ? TMath::Gamma(a, x) : 0) - p : (1 - p) - (x > 0 ? UpperGamma(a, x) : 1);
   };
   Double_t high = a + 1;
   while (excess(high) < 0)
      high *= 2;
   return 2 * Bisect(excess, 0, high);
}

Double_t TMath::ErfInverse(Double_t x)
{
   if (std::abs(x) == 1)
      return x * Infinity();
   return std::abs(x) < 1 ? Sign(NormQuantile((1 - std::abs(x)) / 2) / Sqrt2(), x) : 0;
}

Double_t TMath::NormQuantile(Double_t p)
{
   if (!(p >= 0 && p <= 1))
      return QuietNaN();
   if (p == 0 || p == 1)
      return p == 0 ? -Infinity() : Infinity();
   const Double_t tail = std::min(p, 1 - p); // erfc keeps its digits there
   const Double_t x = Bisect([tail](Double_t at) { return tail - 0.5 * std::erfc(at / Sqrt2()); }, 0, 40);
   return p < 0.5 ? -x : p == 0.5 ? 0 : x;
}

Double_t TMath::Gaus(Double_t x, Double_t mean, Double_t sigma, Bool_t norm)
{
   if (sigma == 0)
      return 1e30;
   const Double_t distance = (x - mean) / sigma;
   const Double_t value = std::exp(-0.5 * distance * distance);
   return norm ? value / (std::sqrt(TwoPi()) * sigma) : value;
}

Double_t TMath::Poisson(Double_t x, Double_t par)
{
   if (par < 0)
      return QuietNaN();
   if (x < 0)
      return 0;
   if (x == 0)
      return std::exp(-par);
   return par == 0 ? 0 : std::exp(x * std::log(par) - LnGamma(x + 1) - par);
}

Double_t TMath::PoissonI(Double_t x, Double_t par)
{
   return Poisson(std::floor(x), par);
}

// L. Landau, J. Phys. USSR 8 (1944) 201: the density is 1/(2 pi i) times the integral of exp(s ln s + x s) along a line
// Re s = c > 0. On the saddle c = exp(-1-x) the integrand neither oscillates nor cancels near the real axis:
// with s = c + i t the density is 1/pi times the integral over t > 0 of Re exp(s ln s + x s).
// For large x, where the saddle nears the branch cut, 1/pi times the integral over t > 0 of exp(-t ln t - x t) sin(pi t).
Double_t TMath::Landau(Double_t x, Double_t mpv, Double_t sigma, Bool_t norm)
{
   if (!(sigma > 0))
      return 0;
   const Double_t lambda = (x - mpv) / sigma;
   if (IsNaN(lambda))
      return lambda;
   if (lambda < -7) // below 1e-170
      return 0;
   Double_t density = 0;
   const auto simpson = [](auto f, Double_t end, Int_t steps) {
      const Double_t h = end / steps;
      Double_t sum = f(0.0) + f(end);
      for (Int_t i = 1; i < steps; ++i)
         sum += f(i * h) * (i % 2 ? 4 : 2);
      return sum * h / 3;
   };
   if (lambda < 1) {
      const Double_t c = std::exp(-1 - lambda);
      const auto integrand = [lambda, c](Double_t t) {
         const Double_t lnr = 0.5 * std::log(c * c + t * t);
         const Double_t angle = std::atan2(t, c);
         return std::exp(c * lnr - t * angle + lambda * c) * std::cos(t * lnr + c * angle + lambda * t);
      };
      // |exp| falls as exp(-t pi/2) far out, as a Gaussian of width sqrt(c) before.
      density = simpson(integrand, 30 + 12 * std::sqrt(c), 6000);
   } else {
      const auto integrand = [lambda](Double_t t) {
         return t <= 0 ? 0 : std::exp(-t * std::log(t) - lambda * t) * std::sin(Pi() * t);
      };
      // t = u^3 takes the kink of t ln t at 0 away.
      const Double_t end = std::min(40 / lambda + 1, 20.0);
      density = simpson([&integrand](Double_t u) { return integrand(u * u * u) * 3 * u * u; }, std::cbrt(end), 6000);
   }
   density = std::max(density / Pi(), 0.0);
   return norm ? density / sigma : density;
}
