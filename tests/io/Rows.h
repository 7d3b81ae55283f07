// Rows: classes whose members take as many bytes of the stream for each object, and some beside them that do not. Used by
// FixedColumnsTest.cxx and ReusedElementsTest.cxx, which write down the bytes of their columns by hand.
// Invariant: Fill(n) sets every member that is streamed, to values that depend on n.
#ifndef ROOTLET_tests_io_Rows
#define ROOTLET_tests_io_Rows

#include "TNamed.h"
#include "TObject.h"
#include "TString.h"

#include <array>
#include <atomic>
#include <deque>
#include <list>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

namespace rows {

enum ELegs { kNone = 0, kTwo = 2, kMany = 1000 };
enum class Tiny : unsigned char { kA = 1, kZ = 255 };
enum class Wide : long long { kMinus = -7, kPlus = 7 };

class Quad { // four numbers of four bytes side by side, and nothing else
public:
   void Fill(int n)
   {
      fInt = -n;
      fUInt = 4000000000u + static_cast<UInt_t>(n);
      fFloat = 0.5f * static_cast<Float_t>(n);
      fLegs = n % 2 ? kTwo : kMany;
   }
   Int_t fInt = 0;
   UInt_t fUInt = 0;
   Float_t fFloat = 0;
   ELegs fLegs = kNone;
   ClassDefNV(Quad, 1) // four numbers
};

struct Three { // no ClassDef
   void Fill(int n)
   {
      fX = static_cast<Float_t>(n);
      fY = -fX;
      fZ = 2 * fX;
   }
   Float_t fX = 0, fY = 0, fZ = 0;
};

class Eight {
public:
   virtual ~Eight() = default;
   void Fill(int n)
   {
      fA = n, fB = n + 1, fC = n + 2, fD = n + 3;
      fE = fF = fG = 0.25f * static_cast<Float_t>(n);
      fH = static_cast<UInt_t>(7 * n);
   }

private: // private members are streamed like any other
   Int_t fA = 0, fB = 0, fC = 0, fD = 0;
   Float_t fE = 0, fF = 0, fG = 0;
   UInt_t fH = 0;
   ClassDef(Eight, 2) // two times four numbers
};

class Apart { // the first four numbers of four bytes are not side by side, the last four are
public:
   virtual ~Apart() = default;
   void Fill(int n)
   {
      fA = n;
      fShort = static_cast<Short_t>(n);
      fB = n + 1, fC = n + 2;
      fD = static_cast<Float_t>(n);
      fE = 3;
      fDouble = n / 8.;
      fF = 5;
   }
   Int_t fA = 0;
   Short_t fShort = 0;
   Int_t fB = 0, fC = 0;
   Float_t fD = 0;
   UInt_t fE = 0;
   Double_t fDouble = 0;
   Int_t fF = 0;
   ClassDef(Apart, 1) // numbers with gaps
};

class Gaps { // four columns of four bytes follow each other, but in memory something is in between
public:
   virtual ~Gaps() = default;
   void Fill(int n)
   {
      fA = n, fB = n + 1, fD = n + 2;
      fC = static_cast<Float_t>(n);
   }
   Int_t fA = 0, fB = 0;
   Int_t fCache = 42; //!
   Float_t fC = 0;
   Int_t fD = 0;
   ClassDef(Gaps, 1) // numbers around a member that is not streamed
};

class Sizes {
public:
   virtual ~Sizes() = default;
   void Fill(int n)
   {
      fShort = static_cast<Short_t>(-n);
      fUShort = static_cast<UShort_t>(60000 + n % 1000);
      fChar = static_cast<Char_t>(n % 100);
      fUChar = static_cast<UChar_t>(n % 256);
      fDouble = -0.25 * n;
      fDouble2 = 1e100;
      fLong = -5000000000L - n;
      fULong = 5000000000UL + static_cast<ULong_t>(n);
      fLong64 = -(Long64_t(1) << 60) - n;
      fULong64 = (ULong64_t(1) << 63) + static_cast<ULong64_t>(n);
   }
   Short_t fShort = 0;
   UShort_t fUShort = 0;
   Char_t fChar = 0;
   UChar_t fUChar = 0;
   Double_t fDouble = 0;
   Double_t fDouble2 = 0;
   Long_t fLong = 0;
   ULong_t fULong = 0;
   Long64_t fLong64 = 0;
   ULong64_t fULong64 = 0;
   ClassDef(Sizes, 1) // numbers of one, two and eight bytes
};

class Odd {
public:
   Odd() = default;
   Odd(const Odd &other) { *this = other; }
   Odd &operator=(const Odd &other)
   {
      fBool = other.fBool;
      fTiny = other.fTiny;
      fWide = other.fWide;
      fAtomic = other.fAtomic.load();
      fReal = other.fReal.load();
      fFlag = other.fFlag.load();
      fInt = other.fInt;
      return *this;
   }
   virtual ~Odd() = default;
   void Fill(int n)
   {
      fBool = n % 3 == 0;
      fTiny = n % 2 ? Tiny::kA : Tiny::kZ;
      fWide = n % 2 ? Wide::kMinus : Wide::kPlus;
      fAtomic = n;
      fReal = 0.5 * n;
      fFlag = n % 2 == 0;
      fInt = n;
   }
   Bool_t fBool = false;
   Tiny fTiny = Tiny::kA;
   Wide fWide = Wide::kPlus;
   std::atomic<Int_t> fAtomic{0};
   std::atomic<Double_t> fReal{0};
   std::atomic<bool> fFlag{false};
   Int_t fInt = 0;
   ClassDef(Odd, 1) // numbers that differ from their bytes by more than the order
};

class Arrays {
public:
   virtual ~Arrays() = default;
   void Fill(int n);
   Int_t fInts[3] = {};
   Float_t fSquare[2][2] = {};
   Double_t fDoubles[5] = {};
   Short_t fShorts[7] = {};
   Char_t fText[5] = {};
   Bool_t fFlags[3] = {};
   ELegs fLegs[2] = {};
   Tiny fTinies[2] = {Tiny::kA, Tiny::kA};
   std::array<Float_t, 6> fArray{};
   std::array<std::array<Long64_t, 2>, 2> fNested{};
   ClassDef(Arrays, 1) // fixed arrays
};

inline void Arrays::Fill(int n)
{
   for (int i = 0; i < 7; ++i) {
      fShorts[i] = static_cast<Short_t>(n + i);
      if (i < 3) {
         fInts[i] = n * 10 + i;
         fFlags[i] = (n + i) % 2 == 0;
      }
      if (i < 4) {
         fSquare[i / 2][i % 2] = static_cast<Float_t>(n + i);
         fNested[static_cast<std::size_t>(i / 2)][static_cast<std::size_t>(i % 2)] = -n - i;
      }
      if (i < 5) {
         fDoubles[i] = n + i / 2.;
         fText[i] = static_cast<Char_t>('a' + (n + i) % 26);
      }
      if (i < 6)
         fArray[static_cast<std::size_t>(i)] = static_cast<Float_t>(i - n);
   }
   fLegs[0] = kTwo;
   fLegs[1] = n % 2 ? kNone : kMany;
   fTinies[0] = Tiny::kZ;
   fTinies[1] = n % 2 ? Tiny::kA : Tiny::kZ;
}

class Packed {
public:
   virtual ~Packed() = default;
   void Fill(int n)
   {
      fPlain = n + 0.5;
      fRange = n % 2;
      fMantissa = -(n % 8);
      fHalf = static_cast<Float16_t>(n % 16);
      fRanged = static_cast<Float16_t>(n % 4);
      fArray[0] = n % 2 ? 0 : 6;
      fArray[1] = 3;
      fHalves[0] = fHalves[1] = fHalves[2] = 1;
   }
   Double32_t fPlain = 0;
   Double32_t fRange = 0;    //[-1,1,12]
   Double32_t fMantissa = 0; //[0,0,8]
   Float16_t fHalf = 0;
   Float16_t fRanged = 0;         //[0,8,16]
   Double32_t fArray[2] = {0, 0}; //[0,6]
   Float16_t fHalves[3] = {0, 0, 0};
   ClassDef(Packed, 1) // Double32_t and Float16_t of all forms
};

class Spot { // an object by value of nothing but numbers
public:
   virtual ~Spot() = default;
   void Fill(int n)
   {
      fX = static_cast<Float_t>(n);
      fY = fX + 1;
      fFlag = static_cast<Short_t>(n);
      fW[0] = n / 2.;
      fW[1] = n / 4.;
      fLegs = kTwo;
   }
   Float_t fX = 0, fY = 0;
   Short_t fFlag = 77;
   Double_t fW[2] = {1, 2};
   ELegs fLegs = kNone;
   ClassDef(Spot, 3) // numbers
};

struct Dot { // the same without ClassDef, and with members that are not streamed in between
   void Fill(int n)
   {
      fA = static_cast<Short_t>(n);
      fB = n / 8.;
      fC = n / 16.;
   }
   Short_t fA = 0;
   Int_t fCache = 42; //!
   Double_t fB = 0;
   Double_t fHidden = 43; //!
   Double_t fC = 0;
};

class Hollow { // nothing is streamed but the header
public:
   virtual ~Hollow() = default;
   Int_t fGone = 0;    //!
   ClassDef(Hollow, 1) // empty
};

class Zero {
public:
   virtual ~Zero() = default;
   ClassDef(Zero, 0) // never stored by itself
};

class Values {
public:
   virtual ~Values() = default;
   void Fill(int n)
   {
      fN = n;
      fSpot.Fill(n);
      fDot.Fill(n + 1);
      fThree.Fill(n + 2);
      fQuad.Fill(n + 3);
      fM = -n;
   }
   Int_t fN = 0;
   Spot fSpot;
   Dot fDot;
   Hollow fHollow;
   Zero fZero;
   Three fThree;
   Quad fQuad;
   Int_t fM = 0;
   ClassDef(Values, 1) // objects by value
};

class Deep {
public:
   virtual ~Deep() = default;
   Int_t fD = 0;
   Spot fSpot;
   ClassDef(Deep, 4) // an object in an object
};

class Worded {
public:
   virtual ~Worded() = default;
   Int_t fN = 0;
   std::string fText;
   ClassDef(Worded, 1) // an object with a string
};

class Linked {
public:
   virtual ~Linked() = default;
   Int_t fN = 0;
   Spot *fSpot = nullptr; // owned by whoever made it
   ClassDef(Linked, 1)    // an object with a pointer
};

class Flags {
public:
   virtual ~Flags() = default;
   Bool_t fFlag = false;
   Double32_t fPacked = 0; //[0,8,16]
   Wide fWide = Wide::kPlus;
   ClassDef(Flags, 1) // numbers that are not in memory as in the stream
};

class OfSpot : public Spot {
public:
   Int_t fMore = 0;
   ClassDefOverride(OfSpot, 1) // an object with a base
};

class Nests {
public:
   virtual ~Nests() = default;
   void Fill(int n)
   {
      fN = n;
      fDeep.fD = n + 1;
      fDeep.fSpot.Fill(n);
      fM = n + 2;
      fWorded.fN = n + 3;
      fWorded.fText = std::string(static_cast<std::size_t>(n % 5), 'w');
      fLinked.fN = n + 4;
      fFlags.fFlag = n % 2;
      fFlags.fPacked = n % 2 ? 8 : 0;
      fFlags.fWide = Wide::kMinus;
      fOf.Fill(n);
      fOf.fMore = n + 5;
      fTwo[0].Fill(n);
      fTwo[1].Fill(n + 1);
      fLast.Fill(n);
   }
   Int_t fN = 0;
   Deep fDeep;
   Int_t fM = 0;
   Worded fWorded;
   Linked fLinked;
   Flags fFlags;
   OfSpot fOf;
   Spot fTwo[2];
   Spot fLast;
   ClassDef(Nests, 1) // objects by value that are more than numbers
};

class Row : public TObject {
public:
   void Fill(int n)
   {
      fId = n;
      fSpot.Fill(n);
      fEnergy = static_cast<Float_t>(n) / 4;
   }
   Int_t fId = 0;
   Spot fSpot;
   Float_t fEnergy = 0;
   ClassDefOverride(Row, 5) // TObject, a number, an object, a number
};

class Virtual : public virtual TObject {
public:
   void Fill(int n)
   {
      fA = n;
      fB = n / 2.;
   }
   Int_t fA = 0;
   Double_t fB = 0;
   ClassDefOverride(Virtual, 1) // TObject as a virtual base
};

class Derived : public Quad, public TObject {
public:
   void Fill(int n)
   {
      Quad::Fill(n);
      fMore = n;
      fOther = n + 1;
   }
   Int_t fMore = 0;
   Int_t fOther = 0;
   ClassDefOverride(Derived, 1) // a base that is nothing but columns, then TObject
};

class Many { // 47 columns, then an object of which not all fits beside them, and more
public:
   virtual ~Many() = default;
   void Fill(int n)
   {
      for (int i = 0; i < 47; ++i)
         *Doubles()[static_cast<std::size_t>(i)] = n + i / 64.;
      fSpot.Fill(n);
      fI1 = n, fI2 = n + 1, fI3 = n + 2, fI4 = n + 3;
      fDot.Fill(n);
   }
   std::array<Double_t *, 47> Doubles()
   {
      return {&f00, &f01, &f02, &f03, &f04, &f05, &f06, &f07, &f08, &f09, &f10, &f11, &f12, &f13, &f14, &f15,
              &f16, &f17, &f18, &f19, &f20, &f21, &f22, &f23, &f24, &f25, &f26, &f27, &f28, &f29, &f30, &f31,
              &f32, &f33, &f34, &f35, &f36, &f37, &f38, &f39, &f40, &f41, &f42, &f43, &f44, &f45, &f46};
   }
   Double_t f00 = 0, f01 = 0, f02 = 0, f03 = 0, f04 = 0, f05 = 0, f06 = 0, f07 = 0, f08 = 0, f09 = 0;
   Double_t f10 = 0, f11 = 0, f12 = 0, f13 = 0, f14 = 0, f15 = 0, f16 = 0, f17 = 0, f18 = 0, f19 = 0;
   Double_t f20 = 0, f21 = 0, f22 = 0, f23 = 0, f24 = 0, f25 = 0, f26 = 0, f27 = 0, f28 = 0, f29 = 0;
   Double_t f30 = 0, f31 = 0, f32 = 0, f33 = 0, f34 = 0, f35 = 0, f36 = 0, f37 = 0, f38 = 0, f39 = 0;
   Double_t f40 = 0, f41 = 0, f42 = 0, f43 = 0, f44 = 0, f45 = 0, f46 = 0;
   Spot fSpot;
   Int_t fI1 = 0, fI2 = 0, fI3 = 0, fI4 = 0;
   Dot fDot;
   ClassDef(Many, 1) // many columns
};

// --- what can be told from a new object, or not, after reading ------------------------------------------------------------

class Kept : public TNamed { // all of it is set by reading
public:
   void Fill(int n)
   {
      fName = "name";
      fTitle = TString::Format("title %d", n);
      fInt = n;
      fText = std::string(static_cast<std::size_t>(10 + n), 't');
      fRoot = TString::Format("root %d", n);
      fInts.assign(static_cast<std::size_t>(n), n);
      fSet = {static_cast<Short_t>(n), static_cast<Short_t>(n + 1)};
      fSpot.Fill(n);
      fPair[0].Fill(n);
      fPair[1].Fill(n + 1);
   }
   Int_t fInt = 0;
   std::string fText;
   TString fRoot;
   std::vector<Int_t> fInts;
   std::set<Short_t> fSet;
   Spot fSpot;
   Spot fPair[2];
   ClassDefOverride(Kept, 1) // strings, containers of numbers, objects
};

class Cached {
public:
   virtual ~Cached() = default;
   void Fill(int n) { fInt = fCache = n; }
   Int_t fInt = 0;
   Int_t fCache = 42;  //!
   ClassDef(Cached, 1) // a member that is not streamed
};

class OfCached : public Cached {
public:
   void Fill(int n)
   {
      Cached::Fill(n);
      fMore = n;
   }
   Int_t fMore = 0;
   ClassDefOverride(OfCached, 1) // the same in a base
};

class HasCached {
public:
   virtual ~HasCached() = default;
   void Fill(int n) { fCached.Fill(n); }
   Cached fCached;
   ClassDef(HasCached, 1) // the same in a member
};

class Owner {
public:
   virtual ~Owner() = default;
   void Fill(int n)
   {
      fSpot = std::make_unique<Spot>();
      fSpot->Fill(n);
   }
   std::unique_ptr<Spot> fSpot;
   ClassDef(Owner, 1) // an object behind a pointer
};

class Counts {
public:
   Counts() = default;
   Counts(Counts &&other) : fN(other.fN), fValues(other.fValues)
   {
      other.fN = 0;
      other.fValues = nullptr;
   }
   Counts &operator=(const Counts &) = delete;
   virtual ~Counts() { delete[] fValues; }
   void Fill(int n)
   {
      delete[] fValues;
      fN = n;
      fValues = new Float_t[static_cast<std::size_t>(n)];
      for (int i = 0; i < n; ++i)
         fValues[i] = static_cast<Float_t>(i);
   }
   Int_t fN = 0;
   Float_t *fValues = nullptr; //[fN]
   ClassDef(Counts, 1)         // a counted array
};

class Listed {
public:
   virtual ~Listed() = default;
   std::vector<Spot> fSpots;
   ClassDef(Listed, 1) // a container of objects
};

class Noted {
public:
   virtual ~Noted() = default;
   std::vector<std::string> fWords;
   ClassDef(Noted, 1) // a container of strings
};

class Mapped {
public:
   virtual ~Mapped() = default;
   std::map<Int_t, Cached> fMap;
   ClassDef(Mapped, 1) // a map of objects
};

class Pointing {
public:
   virtual ~Pointing() = default;
   std::vector<Int_t> *fInts = nullptr;
   ClassDef(Pointing, 1) // a container behind a pointer
};

class OnlyBases : public Spot {
public:
   ClassDefOverride(OnlyBases, 0) // no members
};

class LosesMembers : public Spot {
public:
   Int_t fLost = 0;
   ClassDefOverride(LosesMembers, 0) // a member that is not streamed, for the version is 0
};

class Around { // Spot may come in an older version
public:
   virtual ~Around() = default;
   void Fill(int n)
   {
      fId = n;
      fText = std::string(static_cast<std::size_t>(n), 'x');
      fSpot.Fill(n);
   }
   Int_t fId = 0;
   std::string fText;
   Spot fSpot;
   ClassDef(Around, 1) // an object in an object that is set by reading
};

} // namespace rows

#endif
