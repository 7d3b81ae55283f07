// Classes whose objects can be published without streaming, of every kind; all values in them follow from one number. Used by
// the tests of AddDirect and by the program direct_worker, which is built with several versions of the class Evolving.
#ifndef ROOTLET_tests_DirectShapes
#define ROOTLET_tests_DirectShapes

#include <array>
#include <string>
#include <vector>

#include "TObject.h"

#ifndef DIRECT_VERSION // of Evolving: 1, 2 or 3
#define DIRECT_VERSION 1
#endif

namespace direct {

enum Colour { kRed, kGreen = 7 };
enum class Small : unsigned char { kNone, kSome = 200 };
enum class Wide : long long { kNone, kSome = -3 };

/// There is padding behind its last member, in an array of them too.
struct Point {
   Double_t fX = 0;
   Double_t fY = 0;
   Char_t fTag = 'p';
   void Fill(Int_t n) { fX = n, fY = n + 0.5, fTag = static_cast<Char_t>('a' + n % 26); }
   Bool_t Is(Int_t n) const { return fX == n && fY == n + 0.5 && fTag == 'a' + n % 26; }

   ClassDefNV(Point, 1) // a point with a tag
};

struct Switch {
   Bool_t fOn = false;
   Int_t fCount = 0;

   ClassDefNV(Switch, 1)
};

/// Bools before, in and behind an array of objects that begin with one.
struct Switches {
   Bool_t fFirst = false;
   Switch fSwitches[3];
   Bool_t fLast = false;
   void Fill(Int_t n)
   {
      fFirst = fLast = n % 2 != 0;
      for (Switch &each : fSwitches)
         each.fOn = fFirst, each.fCount = n;
   }
   Bool_t Is(Int_t n) const
   {
      Bool_t is = fFirst == (n % 2 != 0) && fLast == fFirst;
      for (const Switch &each : fSwitches)
         is = is && each.fOn == fFirst && each.fCount == n;
      return is;
   }

   ClassDefNV(Switches, 1)
};

/// No ClassDef: a dictionary by LinkDef.
struct Plain {
   Short_t fShort = 0;
   Int_t fInt = 0;
#ifdef DIRECT_PADDED          // elsewhere in the object, the same in a stream and in a layout
   Double_t fScratch[3] = {}; //!
#endif
   Float_t fFloat = 0;
   void Fill(Int_t n)
   {
      fShort = static_cast<Short_t>(n % 1000), fInt = n + 1, fFloat = static_cast<Float_t>(n % 100);
   }
   Bool_t Is(Int_t n) const
   {
      return fShort == n % 1000 && fInt == n + 1 && fFloat == static_cast<Float_t>(n % 100);
   }
};

/// AllNumbers of every type, and members of every kind that are not stored.
class AllNumbers : public TObject {
public:
   virtual Int_t Kind() const { return 1; }
   void Fill(Int_t n)
   {
      fBool = n % 2 != 0, fBools[0] = true, fBools[2] = n % 3 == 0;
      fChar = static_cast<Char_t>(n % 100), fUChar = static_cast<UChar_t>(n % 256);
      fShort = static_cast<Short_t>(-n % 1000), fUShort = static_cast<UShort_t>(n), fInt = -n, fUInt = UInt_t(n) * 3;
      fLong = -Long_t(n), fULong = ULong_t(n), fLong64 = -Long64_t(n) << 32, fULong64 = ULong64_t(n) << 40;
      fFloat = static_cast<Float_t>(n % 4096) / 4, fDouble = n / 3.0, fDouble32 = n % 100,
      fFloat16 = static_cast<Float_t>(n % 8);
      fRange = n % 10, fMantissa = static_cast<Float_t>(n % 4);
      fColour = n % 2 ? kGreen : kRed, fSmall = n % 2 ? Small::kSome : Small::kNone;
      fWide = n % 2 ? Wide::kSome : Wide::kNone;
      for (Int_t i = 0; i < 6; ++i)
         fMatrix[i / 3][i % 3] = n + i;
      fArray = {Short_t(n % 30000), Short_t(n % 77)};
      for (Int_t i = 0; i < 3; ++i)
         fPoints[i].Fill(n + i), fPlains[static_cast<std::size_t>(i)].Fill(n - i);
      fPoint.Fill(n);
      SetUniqueID(UInt_t(n));
      SetBit(1u << 14, n % 2 != 0);
   }
   Bool_t Is(Int_t n) const
   {
      AllNumbers same;
      same.Fill(n);
      Bool_t points = fPoint.Is(n), matrix = kTRUE;
      for (Int_t i = 0; i < 3; ++i)
         points = points && fPoints[i].Is(n + i) && fPlains[static_cast<std::size_t>(i)].Is(n - i);
      for (Int_t i = 0; i < 6; ++i)
         matrix = matrix && fMatrix[i / 3][i % 3] == n + i;
      return points && matrix && fBool == same.fBool && fBools[0] && !fBools[1] && fBools[2] == same.fBools[2] &&
             fChar == same.fChar && fUChar == same.fUChar && fShort == same.fShort && fUShort == same.fUShort &&
             fInt == -n && fUInt == same.fUInt && fLong == -n && fULong == same.fULong && fLong64 == same.fLong64 &&
             fULong64 == same.fULong64 && fFloat == same.fFloat && fDouble == same.fDouble &&
             fDouble32 == same.fDouble32 && fFloat16 == same.fFloat16 && fRange == same.fRange &&
             fMantissa == same.fMantissa && fColour == same.fColour && fSmall == same.fSmall && fWide == same.fWide &&
             fArray == same.fArray && GetUniqueID() == UInt_t(n) && TestBit(1u << 14) == (n % 2 != 0);
   }
   /// What a stream leaves alone.
   Bool_t KeepsItsOwn() const { return fText == "own" && fPointer == &fOwn && fOwn.fNumber == 5 && fBit == 1; }

   Bool_t fBool = kFALSE;
   Bool_t fBools[3] = {};
   Char_t fChar = 0;
   UChar_t fUChar = 0;
   Short_t fShort = 0;
   std::string fText = "own"; //!
   UShort_t fUShort = 0;
   Int_t fInt = 0;
   UInt_t fUInt = 0;
   Long_t fLong = 0;
   ULong_t fULong = 0;
   Long64_t fLong64 = 0;
   union {
      Int_t fNumber = 5;
      Float_t fSame;
   } fOwn; //!
   ULong64_t fULong64 = 0;
   Float_t fFloat = 0;
   Double_t fDouble = 0;
   Double32_t fDouble32 = 0;
   Float16_t fFloat16 = 0;
   Double32_t fRange = 0;   //[0,10,16]
   Float16_t fMantissa = 0; //[0,0,8]
   UInt_t fBit : 1 = 1;     //!
   Colour fColour = kRed;
   Small fSmall = Small::kNone;
   Wide fWide = Wide::kNone;
   const void *fPointer = &fOwn; //!
   Int_t fMatrix[2][3] = {};
   std::array<Short_t, 2> fArray = {};
   Point fPoints[3];
   std::array<Plain, 3> fPlains;
   Point fPoint;

   ClassDefOverride(AllNumbers, 2) // numbers of every type
};

/// A derived class lays its members into the padding at its end.
class Head {
public:
   virtual ~Head() {}
   virtual Int_t Kind() const { return 2; }
   Int_t fNumber = 0;
   Char_t fLast = 'h';

   ClassDef(Head, 1) // a head
};

class Tail : public Head {
public:
   Int_t Kind() const override { return 3; }
   void Fill(Int_t n) { fNumber = n, fLast = static_cast<Char_t>(n % 100), fReused = static_cast<Char_t>(n % 99); }
   Bool_t Is(Int_t n) const { return fNumber == n && fLast == n % 100 && fReused == n % 99; }

private:
   Char_t fReused = 't';

   ClassDefOverride(Tail, 1) // a tail in the padding of its head
};

class Left : public virtual Head {
public:
   Double_t fLeft = 0;

   ClassDefOverride(Left, 1) // one half
};

class Right : public virtual Head {
public:
   Int_t Kind() const override { return 4; }
   Double_t fRight = 0;

   ClassDefOverride(Right, 1) // the other half
};

/// Virtual bases, more than one base with virtual functions, and a TObject that is not the first of them.
class Diamond : public Left, public Right, public TObject {
public:
   Int_t Kind() const override { return 5 + fTop; }
   void Fill(Int_t n)
   {
      fNumber = n, fLast = static_cast<Char_t>(n % 90), fLeft = n + 1, fRight = n + 2, fTop = n + 3;
      fTail.Fill(n + 4);
      for (Int_t i = 0; i < 2; ++i)
         fHalves[i].fNumber = n + i, fHalves[i].fLast = 'x', fHalves[i].fLeft = n - i;
   }
   Bool_t Is(Int_t n) const
   {
      for (Int_t i = 0; i < 2; ++i)
         if (fHalves[i].fNumber != n + i || fHalves[i].fLast != 'x' || fHalves[i].fLeft != n - i ||
             fHalves[i].Kind() != 2)
            return kFALSE;
      const Head *head = this; // by the pointer to the virtual base
      return head->fNumber == n && fLast == n % 90 && fLeft == n + 1 && fRight == n + 2 && fTop == n + 3 &&
             fTail.Is(n + 4) && fTail.Kind() == 3 && head->Kind() == 5 + n + 3;
   }

private:
   Int_t fTop = 0;
   Tail fTail;
   Left fHalves[2]; // members with virtual bases of their own

   ClassDefOverride(Diamond, 1) // a diamond
};

/// The same class in three versions, of which the last one cannot be direct.
class Evolving : public TObject {
public:
   virtual Int_t Version() const { return DIRECT_VERSION; }
#if DIRECT_VERSION == 1
   void Fill(Int_t n)
   {
      fRun = n, fX = n + 0.5, fFlag = n % 2 != 0, fPacked = n % 10;
      for (Int_t i = 0; i < 3; ++i)
         fValues[i] = static_cast<Float_t>(n % 100 + i);
   }
   Bool_t Is(Int_t n, Int_t) const
   {
      return fRun == n && fX == n + 0.5 && fFlag == (n % 2 != 0) && fPacked > n % 10 - 0.1 && fPacked < n % 10 + 0.1 &&
             fValues[0] == static_cast<Float_t>(n % 100) && fValues[2] == static_cast<Float_t>(n % 100 + 2);
   }

private:
   Int_t fRun = 0;
   Double_t fX = 0;
   Float_t fValues[3] = {};
   Bool_t fFlag = kFALSE;
   Double32_t fPacked = 0; //[0,10,16]

   ClassDefOverride(Evolving, 1) // the first version
#else
   void Fill(Int_t n)
   {
      fRun = n, fX = static_cast<Float_t>(n + 0.5), fFlag = n % 2 != 0, fPacked = n % 10, fAdded = n + 7;
      for (Int_t i = 0; i < 3; ++i)
         fValues[i] = n % 100 + i;
   }
   /// Filled by that version.
   Bool_t Is(Int_t n, Int_t version) const
   {
      return fRun == n && fX == static_cast<Float_t>(n + 0.5) && fFlag == (n % 2 != 0) && fPacked > n % 10 - 0.1 &&
             fPacked < n % 10 + 0.1 && fValues[0] == n % 100 && fValues[2] == n % 100 + 2 &&
             fAdded == (version == 1 ? 4 : n + 7);
   }

private: // in another order, two with other types, one added
   Bool_t fFlag = kFALSE;
   Double_t fValues[3] = {};
   Double32_t fPacked = 0; //[0,10,16]
   Int_t fAdded = 4;
   Long64_t fRun = 0;
   Float_t fX = 0;
#if DIRECT_VERSION == 2

   ClassDefOverride(Evolving, 2) // the second version
#else
   std::vector<Int_t> fMore;

   ClassDefOverride(Evolving, 3) // the third version
#endif
#endif
};

} // namespace direct

#endif
