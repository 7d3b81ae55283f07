// See TLorentzVector.h.
#include "TLorentzVector.h"

#include <cmath>

namespace {

/// The square root that keeps the sign: what a mass is for a spacelike vector.
Double_t SignedRoot(Double_t x)
{
   return std::copysign(std::sqrt(std::abs(x)), x);
}

} // namespace

void TLorentzVector::SetXYZM(Double_t x, Double_t y, Double_t z, Double_t m)
{
   const Double_t e2 = x * x + y * y + z * z + m * std::abs(m);
   SetXYZT(x, y, z, e2 > 0 ? std::sqrt(e2) : 0);
}

void TLorentzVector::SetPtEtaPhiM(Double_t pt, Double_t eta, Double_t phi, Double_t m)
{
   fP.SetPtEtaPhi(pt, eta, phi);
   SetVectM(TVector3(fP), m);
}

void TLorentzVector::SetPtEtaPhiE(Double_t pt, Double_t eta, Double_t phi, Double_t e)
{
   fP.SetPtEtaPhi(pt, eta, phi);
   fE = e;
}

Double_t TLorentzVector::Rapidity() const
{
   return 0.5 * std::log(Plus() / Minus());
}

Double_t TLorentzVector::M() const
{
   return SignedRoot(M2());
}

Double_t TLorentzVector::Mt() const
{
   return SignedRoot(Mt2());
}

Double_t TLorentzVector::Et() const
{
   const Double_t p = P();
   return p > 0 ? fE * Pt() / p : 0;
}

Double_t TLorentzVector::Gamma() const
{
   const Double_t beta = Beta();
   return 1 / std::sqrt(1 - beta * beta);
}

TVector3 TLorentzVector::BoostVector() const
{
   if (fE == 0) {
      if (P() != 0)
         Error("BoostVector", "a vector of energy 0 has no rest frame");
      return {};
   }
   return fP * (1 / fE);
}

void TLorentzVector::Boost(Double_t bx, Double_t by, Double_t bz)
{
   const TVector3 b(bx, by, bz);
   const Double_t b2 = b.Mag2();
   const Double_t gamma = 1 / std::sqrt(1 - b2);
   const Double_t bp = b.Dot(fP);
   const Double_t along = b2 > 0 ? (gamma - 1) / b2 : 0;
   fP += b * (along * bp + gamma * fE);
   fE = gamma * (fE + bp);
}

void TLorentzVector::Print(Option_t *) const
{
   Printf("(x,y,z,t)=(%f,%f,%f,%f) (P,eta,phi,E)=(%f,%f,%f,%f)", X(), Y(), Z(), T(), P(), Eta(), Phi(), E());
}
