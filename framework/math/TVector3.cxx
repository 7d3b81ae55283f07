// See TVector3.h.
#include "TVector3.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <tuple>
#include <utility>

namespace {

/// Turns (a, b) by an angle.
void Turn(Double_t &a, Double_t &b, Double_t angle)
{
   const Double_t c = std::cos(angle), s = std::sin(angle);
   std::tie(a, b) = std::pair(c * a - s * b, s * a + c * b);
}

} // namespace

Double_t TVector3::operator()(Int_t i) const
{
   switch (i) {
   case 0:
      return fX;
   case 1:
      return fY;
   case 2:
      return fZ;
   default:
      Error("operator()(i)", "there is no component %d", i);
      return 0;
   }
}

void TVector3::GetXYZ(Double_t *xyz) const
{
   xyz[0] = fX;
   xyz[1] = fY;
   xyz[2] = fZ;
}

Double_t TVector3::Mag() const
{
   return std::sqrt(Mag2());
}

Double_t TVector3::Perp() const
{
   return std::hypot(fX, fY);
}

Double_t TVector3::Perp2(const TVector3 &v) const
{
   const Double_t along = v.Mag2() > 0 ? Dot(v) * Dot(v) / v.Mag2() : 0;
   return std::max(Mag2() - along, 0.0);
}

Double_t TVector3::Perp(const TVector3 &v) const
{
   return std::sqrt(Perp2(v));
}

Double_t TVector3::Phi() const
{
   return fX == 0 && fY == 0 ? 0 : std::atan2(fY, fX);
}

Double_t TVector3::Theta() const
{
   return fX == 0 && fY == 0 && fZ == 0 ? 0 : std::atan2(Perp(), fZ);
}

Double_t TVector3::CosTheta() const
{
   const Double_t mag = Mag();
   return mag > 0 ? fZ / mag : 1;
}

Double_t TVector3::PseudoRapidity() const
{
   constexpr Double_t kAlongAxis = 10e10;
   const Double_t perp = Perp();
   if (perp > 0)
      return std::asinh(fZ / perp);
   return fZ == 0 ? 0 : std::copysign(kAlongAxis, fZ);
}

Double_t TVector3::DeltaR(const TVector3 &v) const
{
   return std::hypot(Eta() - v.Eta(), DeltaPhi(v));
}

Double_t TVector3::Angle(const TVector3 &v) const
{
   const Double_t product = std::sqrt(Mag2() * v.Mag2());
   return product > 0 ? std::acos(std::clamp(Dot(v) / product, -1.0, 1.0)) : 0;
}

void TVector3::SetMag(Double_t mag)
{
   if (Mag() > 0)
      *this *= mag / Mag();
   else
      Warning("SetMag", "a vector of length 0 cannot be stretched");
}

void TVector3::SetPerp(Double_t perp)
{
   const Double_t old = Perp();
   if (old > 0)
      SetXYZ(fX * perp / old, fY * perp / old, fZ);
}

void TVector3::SetPhi(Double_t phi)
{
   const Double_t perp = Perp();
   SetXYZ(perp * std::cos(phi), perp * std::sin(phi), fZ);
}

void TVector3::SetMagThetaPhi(Double_t mag, Double_t theta, Double_t phi)
{
   const Double_t size = std::abs(mag);
   SetXYZ(size * std::sin(theta) * std::cos(phi), size * std::sin(theta) * std::sin(phi), size * std::cos(theta));
}

void TVector3::SetPtEtaPhi(Double_t pt, Double_t eta, Double_t phi)
{
   const Double_t size = std::abs(pt);
   SetXYZ(size * std::cos(phi), size * std::sin(phi), size * std::sinh(eta));
}

void TVector3::SetPtThetaPhi(Double_t pt, Double_t theta, Double_t phi)
{
   const Double_t size = std::abs(pt);
   const Double_t tangent = std::tan(theta);
   SetXYZ(size * std::cos(phi), size * std::sin(phi), tangent != 0 ? size / tangent : 0);
}

TVector3 TVector3::Unit() const
{
   const Double_t mag = Mag();
   return mag > 0 ? *this * (1 / mag) : TVector3();
}

TVector3 TVector3::Orthogonal() const
{
   const Double_t ax = std::abs(fX), ay = std::abs(fY), az = std::abs(fZ);
   if (ax < ay)
      return ax < az ? TVector3(0, fZ, -fY) : TVector3(fY, -fX, 0);
   return ay < az ? TVector3(-fZ, 0, fX) : TVector3(fY, -fX, 0);
}

void TVector3::RotateX(Double_t angle)
{
   Turn(fY, fZ, angle);
}

void TVector3::RotateY(Double_t angle)
{
   Turn(fZ, fX, angle);
}

void TVector3::RotateZ(Double_t angle)
{
   Turn(fX, fY, angle);
}

// Rodrigues' formula.
void TVector3::Rotate(Double_t angle, const TVector3 &axis)
{
   const TVector3 n = axis.Unit();
   if (n.Mag2() == 0)
      return;
   const Double_t c = std::cos(angle), s = std::sin(angle);
   *this = *this * c + n.Cross(*this) * s + n * (n.Dot(*this) * (1 - c));
}

void TVector3::RotateUz(const TVector3 &direction)
{
   RotateY(direction.Theta());
   RotateZ(direction.Phi());
}

void TVector3::Print(Option_t *) const
{
   constexpr Double_t kDegrees = 180 / std::numbers::pi;
   Printf("%s %s (x,y,z)=(%f,%f,%f) (rho,theta,phi)=(%f,%f,%f)", GetName(), GetTitle(), fX, fY, fZ, Mag(),
          Theta() * kDegrees, Phi() * kDegrees);
}
