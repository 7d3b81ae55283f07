// Classes whose objects cannot be published without streaming, each for one reason. Used by DirectTest.cxx.
#ifndef ROOTLET_tests_DirectMisfits
#define ROOTLET_tests_DirectMisfits

#include <atomic>
#include <bitset>
#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "DirectShapes.h"
#include "TNamed.h"
#include "TString.h"

namespace direct {

struct WithText {
   Int_t fValue = 0;
   TString fText;
   ClassDefNV(WithText, 1)
};
struct WithString {
   std::string fString;
   ClassDefNV(WithString, 1)
};
struct WithVector {
   std::vector<Int_t> fVector;
   ClassDefNV(WithVector, 1)
};
struct WithBitset {
   std::bitset<8> fBits;
   ClassDefNV(WithBitset, 1)
};
struct WithOptional {
   std::optional<Int_t> fMaybe;
   ClassDefNV(WithOptional, 1)
};
struct WithPair {
   std::pair<Int_t, Int_t> fPair;
   ClassDefNV(WithPair, 1)
};
struct WithCounted {
   Int_t fN = 0;
   Float_t *fValues = nullptr; //[fN]
   ClassDefNV(WithCounted, 1)
};
struct WithCharStar {
   char *fChars = nullptr;
   ClassDefNV(WithCharStar, 1)
};
struct WithPointer {
   AllNumbers *fOther = nullptr;
   ClassDefNV(WithPointer, 1)
};
struct WithPointers {
   AllNumbers *fOthers[2] = {};
   ClassDefNV(WithPointers, 1)
};
struct WithOwned {
   std::unique_ptr<AllNumbers> fOwned;
   ClassDefNV(WithOwned, 1)
};
struct WithConst {
   const Int_t fConst = 0;
   ClassDefNV(WithConst, 1)
};
struct WithConstPoint {
   const Point fPoint = {};
   ClassDefNV(WithConstPoint, 1)
};
struct WithAtomic {
   std::atomic<Int_t> fAtomic{0};
   ClassDefNV(WithAtomic, 1)
};
struct WithTime {
   std::chrono::seconds fTimes[2] = {};
   ClassDefNV(WithTime, 1)
};
enum class Flag : bool { kNo, kYes };
struct WithFlag {
   Flag fFlag = Flag::kNo;
   ClassDefNV(WithFlag, 1)
};
#define DIRECT_OVERLAPPING [[no_unique_address]]
struct WithOverlap {
   DIRECT_OVERLAPPING Point fPoint;
   Char_t fInside = 'i';
   ClassDefNV(WithOverlap, 1)
};
struct WithObjects {
   TObject fObjects[2];
   ClassDefNV(WithObjects, 1)
};
struct WithNamed {
   Int_t fValue = 0;
   TNamed fNamed;
   ClassDefNV(WithNamed, 1)
};
/// The reason is that of a member of a member.
struct WithInner {
   Point fPoint;
   WithText fInner[2];
   ClassDefNV(WithInner, 1)
};
class OnNamed : public TNamed {
   Int_t fValue = 0;
   ClassDefOverride(OnNamed, 1)
};
struct OnVector : std::vector<Int_t> {
   ClassDefNV(OnVector, 1)
};
struct NotStored {
   Int_t fValue = 0;
   ClassDefNV(NotStored, 0)
};
struct Made {
   explicit Made(Int_t value) : fValue(value) {}
   Int_t fValue;
   ClassDefNV(Made, 1)
};
/// Its Streamer is in DirectTest.cxx.
struct Moody {
   Int_t fValue = 0;
   ClassDefNV(Moody, 1)
};
/// It has a rule for its own version, see DirectLinkDef.h.
struct Ruled {
   Int_t fValue = 0;
   Int_t fTwice = 0; //!
   ClassDefNV(Ruled, 1)
};

} // namespace direct

#endif
