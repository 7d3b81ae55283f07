// Every kind of member that dictgen knows, in classes that know how to fill themselves. Used by MemberZooTest.cxx and by
// the tests of the model. Invariant: Fill(seed) sets every stored member, differently for every seed.
#ifndef ROOTLET_TEST_MemberZoo
#define ROOTLET_TEST_MemberZoo

#include "TNamed.h"
#include "TObject.h"
#include "TString.h"

#include <array>
#include <bitset>
#include <deque>
#include <list>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

namespace zoo {

typedef Double_t Real;
enum class EMode : unsigned char { kOff, kOn = 200 };
enum EPlain { kFew = 3, kMany = 70000 };

struct Point { // no ClassDef, all public
   Float_t fX = 0;
   Float_t fY = 0;
   bool operator==(const Point &) const = default;
   bool operator<(const Point &other) const { return fX < other.fX; }
};

class Secret { // no ClassDef, private members
public:
   Secret() = default;
   explicit Secret(int i) : fHidden(i), fName("secret") {}
   bool operator==(const Secret &) const = default;

private:
   int fHidden = 0;
   std::string fName;
};

template <class T, int N = 2>
class Box { // a template with ClassDef
public:
   virtual ~Box() = default;
   T fValues[N] = {};
   ClassDef(Box, 3) // a box
};

template <class T>
struct Pod { // a template without ClassDef
   T fFirst{};
   T fSecond{};
   bool operator==(const Pod &) const = default;
};

/// Base classes of all sorts.
class Counted { // has a version but no virtual functions
public:
   Int_t fInherited = 0; // counts an array of a derived class
   ClassDefNV(Counted, 2);

private:
   UInt_t fOwnCount = 0; // counts too, although it is private here

protected:
   void SetOwnCount(UInt_t n) { fOwnCount = n; }
   UInt_t OwnCount() const { return fOwnCount; }
};

class Shape { // abstract
public:
   virtual ~Shape() = default;
   virtual double Area() const = 0;
   Double_t fScale = 1; // of everything
   ClassDef(Shape, 1)   // something with an area
};

class Circle : public Shape {
public:
   double Area() const override { return 3 * fScale * fRadius * fRadius; }
   Double_t fRadius = 0;       // in cm
   ClassDefOverride(Circle, 2) // round
};

class Scalars : public TObject {
public:
   Bool_t fBool = false;
   Char_t fChar = 0;
   signed char fSigned = 0;
   UChar_t fUChar = 0;
   Short_t fShort = 0;
   UShort_t fUShort = 0;
   Int_t fInt = 0;
   UInt_t fUInt = 0;
   Long_t fLong = 0;
   ULong_t fULong = 0;
   Long64_t fLong64 = 0;
   ULong64_t fULong64 = 0;
   long long fLongLong = 0;
   std::uint32_t fFixed = 0; // a typedef of the standard library
   Float_t fFloat = 0;
   Double_t fDouble = 0;
   Real fReal = 0; // a typedef of the user's
   EMode fMode = EMode::kOff;
   EPlain fPlain = kFew;
   const Int_t fConst = 1; // set when it is read
   Int_t b = 0;            // named like a parameter of Streamer()
   Int_t frame = 0, x = 0; // so are these
   Int_t fCache = 5;       //! not stored
   static Int_t fgStatic;  // not stored either

   void Fill(int seed);
   ClassDefOverride(Scalars, 1); // basic types
};

class Arrays : public TObject, public Counted {
public:
   Int_t fFixed[3] = {};
   Double_t fMatrix[2][3] = {};
   EMode fModes[2] = {};
   const Short_t fConst[2] = {1, 2};
   std::array<Float_t, 3> fStd{};
   std::array<std::array<Int_t, 2>, 2> fStdStd{};
   Double32_t fPacked[2] = {}; //[0,10,16] a fixed array, packed
   std::array<Double32_t, 2> fStdPacked{};
   Int_t fN = 0;
   Float_t *fValues = nullptr;    //[fN] counted
   Double32_t *fRanges = nullptr; //[fN][0,2*pi,20] counted and packed
   Double_t *fPair[2] = {};       //[fN] two arrays
   Short_t *fOthers = nullptr;    //[fInherited] counted by a base class
   UChar_t *fBytes = nullptr;     //[fOwnCount] counted by a private member of a base class
   Long64_t *fEmpty = nullptr;    //[fN] null
   TString fStrings[2];
   TNamed fNamed[2];
   Point fPoints[2];
   Circle fCircles[2][1];
   std::array<Point, 2> fStdPoints;
   std::array<TString, 2> fStdStrings;
   char *fText = nullptr; // a C string
   const Int_t fConstCount = 0;
   Int_t *fConstCounted = nullptr; //[fConstCount]
   char fBuffer[8] = {};

   Arrays() = default;
   Arrays(const Arrays &) = delete;
   Arrays &operator=(const Arrays &) = delete;
   ~Arrays() override;
   void Fill(int seed);
   ClassDefOverride(Arrays, 4); // arrays
};

class Label : public TObject {
public:
   const char *fText = "a literal, which nobody deletes";
   ClassDefOverride(Label, 1); // a constant C string
};

class Packings : public TObject {
public:
   Double32_t fPlain = 0;
   Double32_t fRange = 0;    //[-1,1,12]
   Double32_t fHalfTurn = 0; //[-pi/2,pi/2,16] an angle
   Double32_t fMantissa = 0; //[0,0,10]
   Float16_t fHalf = 0;
   Float16_t fHalfRange = 0;  //[ -30 , 30 , 16 ] blanks do not matter
   Double32_t fAccident = 0;  //[5,5]
   Float16_t fHalves[2] = {}; //[0,0,6]

   void Fill(int seed);
   ClassDefOverride(Packings, 1); // packed numbers
};

class Containers : public TObject {
public:
   std::vector<Int_t> fInts;
   std::vector<bool> fFlags;
   std::vector<EMode> fModes;
   std::vector<Real> fReals;
   std::vector<Double32_t> fPacked;
   std::map<Int_t, std::vector<Float16_t>> fPackedMap;
   std::vector<std::string> fStrings;
   std::vector<TString> fTStrings;
   std::list<Short_t> fList;
   std::deque<Long64_t> fDeque;
   std::set<std::string> fSet;
   std::set<Int_t, std::greater<Int_t>> fDescending;
   std::multiset<Double_t> fMultiset;
   std::map<Int_t, Double_t> fMap;
   std::map<std::string, Point> fPointMap;
   std::multimap<Int_t, std::string> fMultimap;
   std::unordered_set<Int_t> fHashSet;
   std::unordered_map<std::string, Int_t> fHashMap;
   std::vector<std::vector<std::vector<Int_t>>> fDeep;
   std::map<std::string, std::vector<Point>> fNested;
   std::vector<Point> fPoints;
   std::vector<Point> fUnsplit; //|| one after another
   std::vector<Circle> fCircles;
   std::list<Secret> fSecrets;
   std::vector<Pod<Real>> fPods;
   std::vector<std::pair<Int_t, Double_t>> fPairs;
   std::vector<std::pair<Point, std::string>> fObjectPairs;
   std::bitset<12> fBits;
   std::vector<Int_t> fArray[2];
   std::array<std::vector<Int_t>, 2> fStdArray;
   std::vector<Double_t> *fPointer = nullptr;
   std::string fString;
   std::string fStringArray[2];
   std::pair<Int_t, std::string> fPair;
   std::array<std::pair<Double32_t, Int_t>, 2> fPackedPairs;
   std::vector<TNamed *> fNamed; // owns its objects

   Containers() = default;
   Containers(const Containers &) = delete;
   Containers &operator=(const Containers &) = delete;
   ~Containers() override;
   void Fill(int seed);
   ClassDefOverride(Containers, 1); // standard containers
};

class Pointers : public TNamed {
public:
   TNamed *fNamed = nullptr;
   TObject *fAny = nullptr;   // points to a TNamed
   Pointers *fSelf = nullptr; // a cycle
   Shape *fShape = nullptr;   // polymorphic, no TObject
   Point *fPoint = nullptr;   // foreign
   TNamed *fNull = nullptr;
   TNamed *fSure;       //-> never null
   Circle *fSureCircle; //-> never null, no TObject
   TNamed *fArray[2] = {};
   std::unique_ptr<Circle> fUnique;
   std::unique_ptr<Shape> fUniqueShape;
   Int_t fN = 0;
   Circle *fLoop = nullptr;         //[fN] objects
   TNamed **fPointerLoop = nullptr; //[fN] pointers
   const Point *fConst = nullptr;

   Pointers();
   Pointers(const Pointers &) = delete;
   Pointers &operator=(const Pointers &) = delete;
   ~Pointers() override;
   void Fill(int seed);
   ClassDefOverride(Pointers, 1); // pointers
};

class Row : public TObject, public std::vector<Int_t>, public Box<Float_t> { // a container and a template as bases
public:
   Int_t fCount = 0;
   TString *fCounted = nullptr; //[fCount] strings
   Row() = default;
   Row(const Row &) = delete;
   Row &operator=(const Row &) = delete;
   ~Row() override { delete[] fCounted; }
   void Fill(int seed);
   ClassDefOverride(Row, 1); // bases
};

class Values : public TObject, public Point, protected Secret, public virtual Counted {
   class Inner {
   public:
      Int_t fI = 0;
      virtual ~Inner() = default;
      ClassDef(Inner, 1) // private, nested
   };

public:
   TString fTString;
   TNamed fNamed;
   TObject fObject;
   Point fPoint;
   Secret fSecret;
   Circle fCircle;
   Box<Double_t> fBox;
   Box<std::vector<Int_t>, 1> fVectorBox;
   Pod<Int_t> fPod;
   Int_t InnerValue() const { return fInner.fI; }

   void Fill(int seed);
   bool SameSecrets(const Values &other) const
   {
      return static_cast<const Secret &>(*this) == static_cast<const Secret &>(other) && fSecret == other.fSecret;
   }
   ClassDefOverride(Values, 7); // objects by value

private:
   Inner fInner;
};

} // namespace zoo

#endif
