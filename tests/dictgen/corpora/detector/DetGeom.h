#ifndef DET_GEOM_H
#define DET_GEOM_H

#include "TNamed.h"
#include "TObjArray.h"
#include "TVector3.h"

#include <vector>

namespace det {
namespace geo {

class Shape : public TNamed {
public:
   Shape() {}
   virtual ~Shape() {}
   virtual Double_t Volume() const = 0;
   ClassDef(Shape, 1) // ABC of a shape
};

class Box : public Shape {
private:
   Double_t fHalf[3]; // half lengths

public:
   Box(Double_t x = 0, Double_t y = 0, Double_t z = 0) : fHalf{x, y, z} {}
   Double_t Volume() const { return 8 * fHalf[0] * fHalf[1] * fHalf[2]; }
   ClassDef(Box, 1) // box
};

class Tube : public Shape {
private:
   Double_t fRmin, fRmax, fDz; // inner and outer radius, half length

public:
   Tube() : fRmin(0), fRmax(0), fDz(0) {}
   Double_t Volume() const { return 6.28 * fDz * (fRmax * fRmax - fRmin * fRmin); }
   ClassDef(Tube, 1) // tube
};

// Its Streamer is written by hand: most rotations are none and take one byte
class Transform {
private:
   Double_t fRotation[9];
   TVector3 fShift;

public:
   Transform();
   virtual ~Transform() {}
   Bool_t IsUnrotated() const;
   Double_t &Rotation(Int_t i) { return fRotation[i]; }
   TVector3 &Shift() { return fShift; }
   ClassDef(Transform, 2) // rotation and shift
};

class Volume : public TNamed {
private:
   Shape *fShape;                   // owned
   Volume *fMother;                 // the volume around this one
   Transform fTransform;            // place in the mother
   std::vector<Volume *> fDaughters; // owned
   TObjArray fPoints;               // marks, TNamed

public:
   Volume() : fShape(0), fMother(0) {}
   virtual ~Volume();
   Volume(const Volume &) = delete;
   Volume &operator=(const Volume &) = delete;
   Volume *Add(Volume *daughter)
   {
      daughter->fMother = this;
      fDaughters.push_back(daughter);
      return daughter;
   }
   Shape *GetShape() const { return fShape; }
   void SetShape(Shape *shape) { fShape = shape; }
   Volume *GetMother() const { return fMother; }
   Transform &GetTransform() { return fTransform; }
   const std::vector<Volume *> &GetDaughters() const { return fDaughters; }
   TObjArray &Points() { return fPoints; }
   ClassDef(Volume, 1) // placed volume
};

} // namespace geo
} // namespace det

#endif
