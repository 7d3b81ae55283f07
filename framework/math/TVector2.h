// TVector2: a vector in the plane. ROOT's interface; angles are in radians.
// Used by detector code and by TVector3::XYvector(). A plain value: nothing to keep.
#ifndef ROOTLET_TVector2
#define ROOTLET_TVector2

#include "TObject.h"

class TVector2 : public TObject {
protected:
   Double_t fX = 0; // components of the vector
   Double_t fY = 0; //

public:
   TVector2() {}
   TVector2(Double_t x, Double_t y) : fX(x), fY(y) {}
   TVector2(const TVector2 &) = default;
   TVector2 &operator=(const TVector2 &) = default;
   ~TVector2() override {}

   Double_t X() const { return fX; }
   Double_t Y() const { return fY; }
   Double_t Px() const { return fX; }
   Double_t Py() const { return fY; }
   void Set(Double_t x, Double_t y)
   {
      fX = x;
      fY = y;
   }
   void Set(const TVector2 &v) { Set(v.fX, v.fY); }
   void SetX(Double_t x) { fX = x; }
   void SetY(Double_t y) { fY = y; }
   void SetMagPhi(Double_t mag, Double_t phi);

   Double_t Mod2() const { return fX * fX + fY * fY; }
   Double_t Mod() const;
   /// From 0 to 2 pi.
   Double_t Phi() const;
   Double_t DeltaPhi(const TVector2 &v) const { return Phi_mpi_pi(Phi() - v.Phi()); }
   /// Of length 1; (0,0) stays.
   TVector2 Unit() const;
   TVector2 Ort() const { return Unit(); }
   TVector2 Rotate(Double_t phi) const;
   /// The part along `v`, and the one across it.
   TVector2 Proj(const TVector2 &v) const;
   TVector2 Norm(const TVector2 &v) const;

   /// An angle brought to [0, 2 pi) and to [-pi, pi). NaN stays.
   static Double_t Phi_0_2pi(Double_t x);
   static Double_t Phi_mpi_pi(Double_t x);

   TVector2 operator-() const { return {-fX, -fY}; }
   TVector2 &operator+=(const TVector2 &v)
   {
      Set(fX + v.fX, fY + v.fY);
      return *this;
   }
   TVector2 &operator-=(const TVector2 &v) { return *this += -v; }
   TVector2 &operator*=(Double_t s)
   {
      Set(s * fX, s * fY);
      return *this;
   }
   friend TVector2 operator+(TVector2 a, const TVector2 &b) { return a += b; }
   friend TVector2 operator-(TVector2 a, const TVector2 &b) { return a -= b; }
   friend TVector2 operator*(TVector2 v, Double_t s) { return v *= s; }
   friend TVector2 operator*(Double_t s, TVector2 v) { return v *= s; }
   friend Double_t operator*(const TVector2 &a, const TVector2 &b) { return a.fX * b.fX + a.fY * b.fY; }
   /// The vector product's component out of the plane.
   friend Double_t operator^(const TVector2 &a, const TVector2 &b) { return a.fX * b.fY - a.fY * b.fX; }
   friend Bool_t operator==(const TVector2 &a, const TVector2 &b) { return a.fX == b.fX && a.fY == b.fY; }

   void Print(Option_t *option = "") const override;

   ClassDefOverride(TVector2, 3) // A 2D physics vector
};

#endif
