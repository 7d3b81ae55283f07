// Classes with all sorts of bases, for the tests of TClass.
#ifndef ROOTLET_tests_meta_Menagerie
#define ROOTLET_tests_meta_Menagerie

#include "TNamed.h"
#include "TObject.h"

#include <string>
#include <vector>

namespace menagerie {

class Winged {
public:
   virtual ~Winged() = default;
   Int_t fWings = 2;   // how many
   ClassDef(Winged, 3) // something with wings
};

class Swimming {
public:
   virtual ~Swimming() = default;
   Double_t fSpeed = 1.5;
   ClassDef(Swimming, 1) // something that swims
};

struct Fur { // no ClassDef
   Float_t fLength = 0.25f;
};

class Duck : public TNamed, public Winged, public Swimming, public Fur {
public:
   Duck() : TNamed("duck", "a bird") { ++fgAlive; }
   Duck(const Duck &other) : TNamed(other), Winged(other), Swimming(other), Fur(other) { ++fgAlive; }
   ~Duck() override { --fgAlive; }
   Int_t fEggs[3] = {1, 2, 3};         // laid
   std::vector<Int_t> fRings = {7, 8}; // on its legs
   Duck *fMate = nullptr;
   Int_t fMood = 5; //! not stored
   static Int_t fgAlive;
   ClassDefOverride(Duck, 4) // a duck

private:
   Short_t fSecret = 9; // nobody knows
};

class Living {
public:
   virtual ~Living() = default;
   Int_t fAge = 0;
   ClassDef(Living, 1) // a virtual base
};
class Plant : public virtual Living {
public:
   Int_t fLeaves = 0;
   ClassDefOverride(Plant, 1) // a plant
};
class Animal : public virtual Living {
public:
   Int_t fLegs = 0;
   ClassDefOverride(Animal, 1) // an animal
};
class Coral : public Plant, public Animal {
public:
   Int_t fReef = 0;
   ClassDefOverride(Coral, 1) // both
};

class Shape {
public:
   virtual ~Shape() = default;
   virtual Double_t Area() const = 0;
   ClassDef(Shape, 1) // abstract
};

template <class T>
class Cage {
public:
   virtual ~Cage() = default;
   T fInmate{};
   ClassDef(Cage, 2) // holds something
};

class Keeper {
public:
   virtual ~Keeper() = default;
   Cage<Double_t> fCage;
   Cage<Long64_t> fOther;
   ClassDef(Keeper, 1) // uses two cages
};

class TameDuck : public Duck { // no ClassDef of its own
public:
   Int_t fTricks = 0;
};

} // namespace menagerie

#endif
