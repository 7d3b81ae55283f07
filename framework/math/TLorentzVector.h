// TLorentzVector: momentum and energy, or place and time, of a particle. ROOT's interface; metric (-,-,-,+), c = 1.
// Used by detector code. A plain value: nothing to keep.
#ifndef ROOTLET_TLorentzVector
#define ROOTLET_TLorentzVector

#include "TObject.h"
#include "TVector3.h"

class TLorentzVector : public TObject {
private:
   TVector3 fP;     // 3 vector component
   Double_t fE = 0; // time or energy of (x,y,z,t) or (px,py,pz,e)

public:
   TLorentzVector() {}
   TLorentzVector(Double_t x, Double_t y, Double_t z, Double_t t) : fP(x, y, z), fE(t) {}
   TLorentzVector(const TVector3 &v, Double_t t) : fP(v), fE(t) {}
   TLorentzVector(const TLorentzVector &) = default;
   TLorentzVector &operator=(const TLorentzVector &) = default;
   ~TLorentzVector() override {}

   Double_t X() const { return fP.X(); }
   Double_t Y() const { return fP.Y(); }
   Double_t Z() const { return fP.Z(); }
   Double_t T() const { return fE; }
   Double_t Px() const { return fP.X(); }
   Double_t Py() const { return fP.Y(); }
   Double_t Pz() const { return fP.Z(); }
   Double_t E() const { return fE; }
   Double_t Energy() const { return fE; }
   TVector3 Vect() const { return fP; }
   void SetVect(const TVector3 &v) { fP = v; }
   void SetX(Double_t x) { fP.SetX(x); }
   void SetY(Double_t y) { fP.SetY(y); }
   void SetZ(Double_t z) { fP.SetZ(z); }
   void SetT(Double_t t) { fE = t; }
   void SetPx(Double_t x) { fP.SetX(x); }
   void SetPy(Double_t y) { fP.SetY(y); }
   void SetPz(Double_t z) { fP.SetZ(z); }
   void SetE(Double_t e) { fE = e; }
   void SetXYZT(Double_t x, Double_t y, Double_t z, Double_t t)
   {
      fP.SetXYZ(x, y, z);
      fE = t;
   }
   void SetPxPyPzE(Double_t px, Double_t py, Double_t pz, Double_t e) { SetXYZT(px, py, pz, e); }
   /// The energy that goes with the mass m; a negative one stands for a spacelike vector.
   void SetXYZM(Double_t x, Double_t y, Double_t z, Double_t m);
   void SetVectM(const TVector3 &v, Double_t m) { SetXYZM(v.X(), v.Y(), v.Z(), m); }
   void SetVectMag(const TVector3 &v, Double_t m) { SetVectM(v, m); }
   void SetPtEtaPhiM(Double_t pt, Double_t eta, Double_t phi, Double_t m);
   void SetPtEtaPhiE(Double_t pt, Double_t eta, Double_t phi, Double_t e);

   Double_t P() const { return fP.Mag(); }
   Double_t Rho() const { return fP.Mag(); }
   Double_t Pt() const { return fP.Perp(); }
   Double_t Perp() const { return fP.Perp(); }
   Double_t Perp2() const { return fP.Perp2(); }
   Double_t Phi() const { return fP.Phi(); }
   Double_t Theta() const { return fP.Theta(); }
   Double_t CosTheta() const { return fP.CosTheta(); }
   Double_t Eta() const { return fP.Eta(); }
   Double_t PseudoRapidity() const { return fP.Eta(); }
   Double_t Rapidity() const;
   Double_t DeltaPhi(const TLorentzVector &v) const { return fP.DeltaPhi(v.fP); }
   Double_t DeltaR(const TLorentzVector &v) const { return fP.DeltaR(v.fP); }
   Double_t DrEtaPhi(const TLorentzVector &v) const { return fP.DeltaR(v.fP); }
   Double_t Angle(const TVector3 &v) const { return fP.Angle(v); }
   /// The square of the mass, and its root; negative for a spacelike vector.
   Double_t M2() const { return fE * fE - fP.Mag2(); }
   Double_t M() const;
   Double_t Mag2() const { return M2(); }
   Double_t Mag() const { return M(); }
   Double_t Mt2() const { return fE * fE - Z() * Z(); }
   Double_t Mt() const;
   Double_t Et() const;
   Double_t Beta() const { return P() / fE; }
   Double_t Gamma() const;
   Double_t Plus() const { return fE + Z(); }
   Double_t Minus() const { return fE - Z(); }
   /// The velocity of its rest frame: Boost(-v.BoostVector()) brings v to rest.
   TVector3 BoostVector() const;
   Double_t Dot(const TLorentzVector &v) const { return fE * v.fE - fP.Dot(v.fP); }

   void Boost(Double_t bx, Double_t by, Double_t bz);
   void Boost(const TVector3 &b) { Boost(b.X(), b.Y(), b.Z()); }
   void RotateX(Double_t angle) { fP.RotateX(angle); }
   void RotateY(Double_t angle) { fP.RotateY(angle); }
   void RotateZ(Double_t angle) { fP.RotateZ(angle); }
   void RotateUz(const TVector3 &direction) { fP.RotateUz(direction); }
   void Rotate(Double_t angle, const TVector3 &axis) { fP.Rotate(angle, axis); }

   TLorentzVector operator-() const { return {-fP, -fE}; }
   TLorentzVector &operator+=(const TLorentzVector &v)
   {
      fP += v.fP;
      fE += v.fE;
      return *this;
   }
   TLorentzVector &operator-=(const TLorentzVector &v) { return *this += -v; }
   TLorentzVector &operator*=(Double_t s)
   {
      fP *= s;
      fE *= s;
      return *this;
   }
   friend TLorentzVector operator+(TLorentzVector a, const TLorentzVector &b) { return a += b; }
   friend TLorentzVector operator-(TLorentzVector a, const TLorentzVector &b) { return a -= b; }
   friend TLorentzVector operator*(TLorentzVector v, Double_t s) { return v *= s; }
   friend TLorentzVector operator*(Double_t s, TLorentzVector v) { return v *= s; }
   friend Double_t operator*(const TLorentzVector &a, const TLorentzVector &b) { return a.Dot(b); }
   friend Bool_t operator==(const TLorentzVector &a, const TLorentzVector &b) { return a.fP == b.fP && a.fE == b.fE; }

   void Print(Option_t *option = "") const override;

   ClassDefOverride(TLorentzVector, 4) // A four vector with (-,-,-,+) metric
};

#endif
