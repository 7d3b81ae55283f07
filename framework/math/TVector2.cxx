// See TVector2.h.
#include "TVector2.h"

#include <cmath>
#include <numbers>

namespace {
constexpr Double_t kTwoPi = 2 * std::numbers::pi;
}

void TVector2::SetMagPhi(Double_t mag, Double_t phi)
{
   Set(std::abs(mag) * std::cos(phi), std::abs(mag) * std::sin(phi));
}

Double_t TVector2::Mod() const
{
   return std::hypot(fX, fY);
}

Double_t TVector2::Phi() const
{
   return Phi_0_2pi(std::atan2(fY, fX));
}

TVector2 TVector2::Unit() const
{
   const Double_t mod = Mod();
   return mod > 0 ? *this * (1 / mod) : TVector2();
}

TVector2 TVector2::Rotate(Double_t phi) const
{
   const Double_t c = std::cos(phi), s = std::sin(phi);
   return {fX * c - fY * s, fX * s + fY * c};
}

TVector2 TVector2::Proj(const TVector2 &v) const
{
   return v.Mod2() > 0 ? v * ((*this * v) / v.Mod2()) : TVector2();
}

TVector2 TVector2::Norm(const TVector2 &v) const
{
   return *this - Proj(v);
}

Double_t TVector2::Phi_0_2pi(Double_t x)
{
   if (!std::isfinite(x))
      return x;
   x = std::fmod(x, kTwoPi);
   if (x < 0)
      x += kTwoPi;
   return x < kTwoPi ? x : 0; // the sum may round up to it
}

Double_t TVector2::Phi_mpi_pi(Double_t x)
{
   if (!std::isfinite(x))
      return x;
   x = Phi_0_2pi(x);
   return x < std::numbers::pi ? x : x - kTwoPi;
}

void TVector2::Print(Option_t *) const
{
   Printf("%s %s (x,y)=(%f,%f) (rho,phi)=(%f,%f)", GetName(), GetTitle(), fX, fY, Mod(),
          Phi() * 180 / std::numbers::pi);
}
