//
// A vector in space, with no base class
//
#ifndef GThreeVector_hh
#define GThreeVector_hh 1

#include "GTypes.hh"

namespace CLHEP {

class Hep3Vector
{
  public:
    inline Hep3Vector() : data{0., 0., 0.} {}
    inline Hep3Vector(G4double x, G4double y, G4double z) : data{x, y, z} {}

    inline G4double x() const { return data[0]; }
    inline G4double y() const { return data[1]; }
    inline G4double z() const { return data[2]; }
    inline G4double operator()(G4int i) const { return data[i]; }
    inline bool operator==(const Hep3Vector& v) const
    { return data[0] == v.data[0] && data[1] == v.data[1] && data[2] == v.data[2]; }

    static const G4int SIZE = 3;

  private:
    G4double data[3];
};

class HepLorentzVector
{
  public:
    HepLorentzVector() : ee(0.) {}
    HepLorentzVector(const Hep3Vector& p, G4double e) : pp(p), ee(e) {}
    const Hep3Vector& vect() const { return pp; }
    G4double e() const { return ee; }

  private:
    Hep3Vector pp;
    G4double ee;
};

}  // namespace CLHEP

typedef CLHEP::Hep3Vector G4ThreeVector;
typedef CLHEP::HepLorentzVector G4LorentzVector;

#endif
