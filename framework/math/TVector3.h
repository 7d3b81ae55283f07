// TVector3: a vector in space. ROOT's interface; angles are in radians.
// Used by TLorentzVector and by detector code. A plain value: nothing to keep.
#ifndef ROOTLET_TVector3
#define ROOTLET_TVector3

#include "TObject.h"
#include "TVector2.h"

class TVector3 : public TObject {
private:
   Double_t fX = 0;
   Double_t fY = 0;
   Double_t fZ = 0;

public:
   TVector3() {}
   TVector3(Double_t x, Double_t y, Double_t z) : fX(x), fY(y), fZ(z) {}
   explicit TVector3(const Double_t *xyz) : fX(xyz[0]), fY(xyz[1]), fZ(xyz[2]) {}
   explicit TVector3(const Float_t *xyz) : fX(xyz[0]), fY(xyz[1]), fZ(xyz[2]) {}
   TVector3(const TVector3 &) = default;
   TVector3 &operator=(const TVector3 &) = default;
   ~TVector3() override {}

   Double_t X() const { return fX; }
   Double_t Y() const { return fY; }
   Double_t Z() const { return fZ; }
   Double_t x() const { return fX; }
   Double_t y() const { return fY; }
   Double_t z() const { return fZ; }
   Double_t Px() const { return fX; }
   Double_t Py() const { return fY; }
   Double_t Pz() const { return fZ; }
   /// Component 0, 1 or 2; 0 and one line for any other.
   Double_t operator()(Int_t i) const;
   Double_t operator[](Int_t i) const { return operator()(i); }
   void GetXYZ(Double_t *xyz) const;
   void SetXYZ(Double_t x, Double_t y, Double_t z)
   {
      fX = x;
      fY = y;
      fZ = z;
   }
   void SetX(Double_t x) { fX = x; }
   void SetY(Double_t y) { fY = y; }
   void SetZ(Double_t z) { fZ = z; }
   void SetMag(Double_t mag);
   void SetPerp(Double_t perp);
   void SetTheta(Double_t theta) { SetMagThetaPhi(Mag(), theta, Phi()); }
   void SetPhi(Double_t phi);
   void SetMagThetaPhi(Double_t mag, Double_t theta, Double_t phi);
   void SetPtEtaPhi(Double_t pt, Double_t eta, Double_t phi);
   void SetPtThetaPhi(Double_t pt, Double_t theta, Double_t phi);

   Double_t Mag2() const { return fX * fX + fY * fY + fZ * fZ; }
   Double_t Mag() const;
   Double_t Perp2() const { return fX * fX + fY * fY; }
   Double_t Perp() const;
   Double_t Pt() const { return Perp(); }
   /// Across the direction of `v`.
   Double_t Perp2(const TVector3 &v) const;
   Double_t Perp(const TVector3 &v) const;
   Double_t Pt(const TVector3 &v) const { return Perp(v); }
   /// From -pi to pi.
   Double_t Phi() const;
   Double_t Theta() const;
   Double_t CosTheta() const;
   /// Along the z axis +-1e11 instead of infinity; 0 for (0,0,0).
   Double_t PseudoRapidity() const;
   Double_t Eta() const { return PseudoRapidity(); }
   Double_t DeltaPhi(const TVector3 &v) const { return TVector2::Phi_mpi_pi(Phi() - v.Phi()); }
   Double_t DeltaR(const TVector3 &v) const;
   Double_t DrEtaPhi(const TVector3 &v) const { return DeltaR(v); }
   Double_t Angle(const TVector3 &v) const;
   TVector2 XYvector() const { return {fX, fY}; }
   TVector2 EtaPhiVector() const { return {Eta(), Phi()}; }

   Double_t Dot(const TVector3 &v) const { return fX * v.fX + fY * v.fY + fZ * v.fZ; }
   TVector3 Cross(const TVector3 &v) const
   {
      return {fY * v.fZ - v.fY * fZ, fZ * v.fX - v.fZ * fX, fX * v.fY - v.fX * fY};
   }
   /// Of length 1; (0,0,0) stays.
   TVector3 Unit() const;
   /// Some vector at right angles to this one.
   TVector3 Orthogonal() const;

   void RotateX(Double_t angle);
   void RotateY(Double_t angle);
   void RotateZ(Double_t angle);
   /// Around `axis`; nothing happens if that is (0,0,0).
   void Rotate(Double_t angle, const TVector3 &axis);
   /// Turns the z axis into `direction`, a unit vector.
   void RotateUz(const TVector3 &direction);

   TVector3 operator-() const { return {-fX, -fY, -fZ}; }
   TVector3 &operator+=(const TVector3 &v)
   {
      SetXYZ(fX + v.fX, fY + v.fY, fZ + v.fZ);
      return *this;
   }
   TVector3 &operator-=(const TVector3 &v) { return *this += -v; }
   TVector3 &operator*=(Double_t s)
   {
      SetXYZ(s * fX, s * fY, s * fZ);
      return *this;
   }
   friend TVector3 operator+(TVector3 a, const TVector3 &b) { return a += b; }
   friend TVector3 operator-(TVector3 a, const TVector3 &b) { return a -= b; }
   friend TVector3 operator*(TVector3 v, Double_t s) { return v *= s; }
   friend TVector3 operator*(Double_t s, TVector3 v) { return v *= s; }
   friend Double_t operator*(const TVector3 &a, const TVector3 &b) { return a.Dot(b); }
   friend Bool_t operator==(const TVector3 &a, const TVector3 &b)
   {
      return a.fX == b.fX && a.fY == b.fY && a.fZ == b.fZ;
   }

   void Print(Option_t *option = "") const override;

   ClassDefOverride(TVector3, 3) // A 3D physics vector
};

#endif
