// Zoo: one small class for each kind of member that a stream can hold. Used by the tests of io, which write down the
// bytes of each by hand. Invariant: Fill(n) sets every member that is streamed, and frees what was there.
#ifndef ROOTLET_tests_io_Zoo
#define ROOTLET_tests_io_Zoo

#include "TNamed.h"
#include "TObject.h"
#include "TString.h"

#include <array>
#include <bitset>
#include <deque>
#include <forward_list>
#include <list>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

namespace cage {

enum ELegs { kNone = 0, kTwo = 2, kMany = 1000 };
enum class Tiny : unsigned char { kA = 1, kZ = 255 };
enum class Wide : long long { kMinus = -7 };

class Basics {
public:
   virtual ~Basics() = default;
   Bool_t fBool = false;
   Char_t fChar = 0;
   UChar_t fUChar = 0;
   Short_t fShort = 0;
   UShort_t fUShort = 0;
   Int_t fInt = 0;
   UInt_t fUInt = 0;
   Long_t fLong = 0;
   ULong_t fULong = 0;
   Long64_t fLong64 = 0;
   ULong64_t fULong64 = 0;
   Float_t fFloat = 0;
   Double_t fDouble = 0;
   ELegs fLegs = kNone;
   Tiny fTiny = Tiny::kA;
   Wide fWide = Wide::kMinus;
   Int_t fCache = 42; //! never streamed

   void Fill(int n);
   ClassDef(Basics, 3) // one member of each basic type
};

class Arrays {
public:
   virtual ~Arrays() = default;
   void Fill(int n);
   Int_t Corner() const { return fCube[1][1]; }

private: // private members are streamed like any other
   Int_t fCube[2][2] = {};
   Char_t fText[4] = {};
   Bool_t fFlags[3] = {};
   std::array<Float_t, 2> fPair{};
   Tiny fTinies[2] = {};
   ClassDef(Arrays, 1) // fixed arrays
};

class Counted {
public:
   Counted() = default;
   Counted(const Counted &) = delete;
   Counted &operator=(const Counted &) = delete;
   virtual ~Counted() { Free(); }
   void Free();
   void Fill(int n);

   Int_t fN = 0;
   Float_t *fValues = nullptr; //[fN] some values
   UInt_t fM = 0;
   Short_t *fTwo[2] = {nullptr, nullptr}; //[fM]
   Double_t *fNone = nullptr;             //[fN] null although fN is not 0
   ClassDef(Counted, 2)                   // arrays with a counter
};

class Packed {
public:
   Packed() = default;
   Packed(const Packed &) = delete;
   Packed &operator=(const Packed &) = delete;
   virtual ~Packed() { Free(); }
   void Free();
   void Fill(int n);

   Double32_t fPlain = 0;
   Double32_t fRange = 0;    //[-1,1,12]
   Double32_t fMantissa = 0; //[0,0,8]
   Float16_t fHalf = 0;
   Float16_t fRanged = 0;         //[0,10,16]
   Double32_t fArray[2] = {0, 0}; //[0,6]
   Int_t fN = 0;
   Double32_t *fCounted = nullptr; //[fN][0,6,10]
   Float16_t *fHalves = nullptr;   //[fN]
   ClassDef(Packed, 1)             // Double32_t and Float16_t
};

class Strings {
public:
   Strings() = default;
   Strings(const Strings &) = delete;
   Strings &operator=(const Strings &) = delete;
   virtual ~Strings() { delete[] fChars; }
   void Fill(int n);

   TString fText;
   std::string fStd;
   char *fChars = nullptr;
   TString fTwo[2];
   std::string fStds[2];
   ClassDef(Strings, 1) // strings
};

struct Point { // no ClassDef: foreign
   Int_t fX = 0;
   Double_t fY = 0;
   bool operator<(const Point &other) const { return fX < other.fX; }
};

class Leaf : public TObject {
public:
   Int_t fValue = 0;
   Leaf() = default;
   explicit Leaf(Int_t value) : fValue(value) {}
   ClassDefOverride(Leaf, 4) // a leaf
};

class Flower : public Leaf {
public:
   Short_t fColour = 0;
   ClassDefOverride(Flower, 5) // a leaf with a colour
};

class NoDictionaryOfItsOwn : public Flower { // no ClassDef: streams as a Flower
public:
   Int_t fLost = 1;
};

class Objects : public TNamed, public Basics, public Point {
public:
   void Fill(int n);
   Leaf fLeaf;
   Flower fFlowers[2];
   Point fPoint;
   Point fPoints[2];
   std::array<Point, 2> fArray;
   TObject fObject;
   TNamed fNamed;
   TObject fObjects[2];
   TNamed fNames[2];
   ClassDefOverride(Objects, 1) // several bases, a foreign one among them, and objects by value
};

class Pointers : public TObject { // owns nothing but fOwned and fOwnedPoint
public:
   TObject *fNull = nullptr;
   Leaf *fShared = nullptr;
   Leaf *fSame = nullptr;
   Leaf *fDerived = nullptr;
   Pointers *fSelf = nullptr;
   TObject *fAny = nullptr;
   Point *fPoint = nullptr;
   Leaf *fPair[2] = {nullptr, nullptr};
   std::unique_ptr<Leaf> fOwned;
   std::unique_ptr<Point> fOwnedPoint;
   ClassDefOverride(Pointers, 1) // pointers of all kinds
};

class Node { // owns the rest of the list; the destructor does not recurse
public:
   Node() = default;
   Node(const Node &) = delete;
   Node &operator=(const Node &) = delete;
   virtual ~Node();
   Int_t fDepth = 0;
   std::unique_ptr<Node> fNext;
   ClassDef(Node, 1) // a list of pointers
};

class Embedded {
public:
   Embedded() = default;
   Embedded(const Embedded &) = delete;
   Embedded &operator=(const Embedded &) = delete;
   virtual ~Embedded();
   void Fill(int n);
   Leaf *fSure = nullptr;               //-> never null
   Point *fPoint = nullptr;             //-> never null
   Leaf *fPair[2] = {nullptr, nullptr}; //-> never null
   ClassDef(Embedded, 1)                // pointers that are never null
};

class Loops {
public:
   Loops() = default;
   Loops(const Loops &) = delete;
   Loops &operator=(const Loops &) = delete;
   virtual ~Loops() { Free(); }
   void Free();
   void Fill(int n);
   Int_t fN = 0;
   Leaf *fLeaves = nullptr;   //[fN] objects
   Point *fPoints = nullptr;  //[fN] foreign objects
   TString *fWords = nullptr; //[fN] strings
   Int_t fM = 0;
   Leaf **fBranches = nullptr; //[fM] pointers
   static bool fgOwnsBranches; // the destructor deletes what fBranches points to
   ClassDef(Loops, 1)          // counted arrays of objects
};

class BasicContainers {
public:
   virtual ~BasicContainers() = default;
   void Fill(int n);
   std::vector<Int_t> fInts;
   std::vector<bool> fFlags;
   std::list<Short_t> fList;
   std::deque<Long64_t> fDeque;
   std::forward_list<Float_t> fForward;
   std::set<Int_t> fSet;
   std::multiset<Char_t> fMultiset;
   std::unordered_set<Int_t> fUnordered;
   std::bitset<5> fBits;
   std::vector<ELegs> fEnums;
   std::vector<std::string> fNames;
   std::vector<TString> fTexts;
   std::set<std::string> fWords;
   std::vector<Double32_t> fDouble32s;
   std::vector<Float16_t> fHalves;
   std::vector<long> fLongs;
   ClassDef(BasicContainers, 1) // containers of basics and strings
};

class Maps {
public:
   virtual ~Maps() = default;
   void Fill(int n);
   std::map<Int_t, Double_t> fSplit;    // ROOT takes this pair apart
   std::map<std::string, Int_t> fNamed; // and this one
   std::multimap<Int_t, Int_t> fMulti;
   std::unordered_map<Int_t, Float_t> fUnordered;
   std::map<Int_t, std::string> fWhole; // not this one
   std::map<Short_t, Bool_t> fOther;
   std::vector<std::pair<Int_t, Double_t>> fPairs;
   std::vector<std::pair<Short_t, std::string>> fWholePairs;
   ClassDef(Maps, 1) // maps and pairs
};

class ObjectContainers {
public:
   virtual ~ObjectContainers() = default;
   void Fill(int n);
   std::vector<Leaf> fLeaves;
   std::list<Flower> fFlowers;
   std::vector<Point> fPoints;
   std::set<Point> fSorted;
   std::map<Int_t, Leaf> fMap;
   std::vector<TNamed> fNamed;
   std::vector<TObject> fObjects;
   std::vector<Leaf> fWhole; //|| object-wise
   std::vector<std::unique_ptr<Leaf>> fOwned;
   ClassDef(ObjectContainers, 1) // containers of objects
};

class NestedContainers {
public:
   NestedContainers() = default;
   NestedContainers(const NestedContainers &) = delete;
   NestedContainers &operator=(const NestedContainers &) = delete;
   virtual ~NestedContainers() { delete fPointer; }
   void Fill(int n);
   std::vector<std::vector<Int_t>> fJagged;
   std::map<std::string, std::vector<Int_t>> fLists;
   std::vector<std::map<Int_t, Double_t>> fMaps;
   std::vector<std::vector<Leaf>> fTrees;
   std::list<std::set<std::string>> fSets;
   std::vector<Int_t> fTwo[2];
   std::vector<Leaf> fTwoTrees[2];
   std::vector<Int_t> *fPointer = nullptr;
   std::array<std::vector<Int_t>, 2> fArray;
   ClassDef(NestedContainers, 1) // containers of containers, arrays of and pointers to them
};

class Swarm : public TObject, public std::vector<Leaf> {
public:
   void Fill(int n);
   Int_t fQueen = 0;
   ClassDefOverride(Swarm, 1) // a container of objects as base class
};

class Census : public std::vector<ELegs>, public std::map<std::string, Int_t> {
public:
   virtual ~Census() = default;
   void Fill(int n);
   Short_t fYear = 0;
   ClassDef(Census, 2) // two containers as base classes
};

class Hive {
public:
   virtual ~Hive() = default;
   void Fill(int n);
   Census fCensus;
   std::vector<Swarm> fSwarms;
   std::vector<Census> fYears;
   ClassDef(Hive, 1) // containers as base classes, in objects and in columns
};

template <class T>
class Box {
public:
   virtual ~Box() = default;
   T fContent{};
   ClassDef(Box, 6) // a template
};

class Outer {
public:
   virtual ~Outer() = default;
   void Fill(int n);
   class Inner {
   public:
      virtual ~Inner() = default;
      Int_t fIn = 0;
      ClassDef(Inner, 2) // a nested class
   };
   Inner fInner;
   Box<Int_t> fBox;
   Box<TString> fText;

private:
   class Hidden {
   public:
      virtual ~Hidden() = default;
      Int_t fSecret = 0;
      ClassDef(Hidden, 3) // a private nested class
   };
   Hidden fHidden;
   ClassDef(Outer, 1) // nested classes and templates
};

class Root0 {
public:
   virtual ~Root0() = default;
   Int_t fRoot = 0;
   ClassDef(Root0, 1) // a virtual base
};
class Left : public virtual Root0 {
public:
   Int_t fLeft = 0;
   ClassDefOverride(Left, 1) // left
};
class Right : public virtual Root0 {
public:
   Int_t fRight = 0;
   ClassDefOverride(Right, 1) // right
};
class Bottom : public Left, public Right {
public:
   Int_t fBottom = 0;
   ClassDefOverride(Bottom, 1) // both
};

class Nothing {
public:
   virtual ~Nothing() = default;
   Int_t fGone = 0;     //!
   ClassDef(Nothing, 1) // nothing is streamed
};

class Zero {
public:
   virtual ~Zero() = default;
   ClassDef(Zero, 0) // never stored by itself
};

class Holder { // everything that can hold the members above in columns
public:
   virtual ~Holder() = default;
   std::string fName;
   TString fTwo[2];
   std::vector<Int_t> fInts;
   std::vector<Leaf> fLeaves;
   std::map<Int_t, Double_t> fMap;
   Leaf fLeaf;
   Zero fZero;
   ClassDef(Holder, 2) // containers inside of columns
};

} // namespace cage

#endif
