// How the zoo's objects are filled and destroyed.
#include "MemberZoo.h"

namespace zoo {

Int_t Scalars::fgStatic = 1;

void Scalars::Fill(int seed)
{
   fBool = seed % 2 == 0;
   fChar = static_cast<Char_t>('a' + seed);
   fSigned = static_cast<signed char>(-seed - 1);
   fUChar = static_cast<UChar_t>(250 - seed);
   fShort = static_cast<Short_t>(-300 - seed);
   fUShort = static_cast<UShort_t>(65000 + seed);
   fInt = -70000 - seed;
   fUInt = 4000000000u + static_cast<UInt_t>(seed);
   fLong = -5000000000 - seed;
   fULong = 9000000000000000000u + static_cast<ULong_t>(seed);
   fLong64 = -6000000000000 - seed;
   fULong64 = 18000000000000000000u + static_cast<ULong64_t>(seed);
   fLongLong = 1LL << (40 + seed);
   fFixed = 77u + static_cast<UInt_t>(seed);
   fFloat = 0.5f * static_cast<Float_t>(seed + 1);
   fDouble = -0.1 * (seed + 1);
   fReal = 1e300 / (seed + 1);
   fMode = EMode::kOn;
   fPlain = kMany;
   const_cast<Int_t &>(fConst) = 4711 + seed;
   b = 5 + seed;
   frame = 6 + seed;
   x = 7 + seed;
   fCache = 8 + seed;
}

Arrays::~Arrays()
{
   delete[] fValues;
   delete[] fRanges;
   delete[] fPair[0];
   delete[] fPair[1];
   delete[] fOthers;
   delete[] fBytes;
   delete[] fEmpty;
   delete[] fText;
   delete[] fConstCounted;
}

void Arrays::Fill(int seed)
{
   const auto n = static_cast<std::size_t>(seed + 2);
   fN = seed + 2;
   fInherited = seed + 1;
   SetOwnCount(3);
   fValues = new Float_t[n];
   fRanges = new Double32_t[n];
   fPair[0] = new Double_t[n];
   fPair[1] = new Double_t[n];
   for (std::size_t i = 0; i < n; ++i) {
      fValues[i] = 0.25f * static_cast<Float_t>(i);
      fRanges[i] = 0.5 * static_cast<double>(i);
      fPair[0][i] = static_cast<double>(i);
      fPair[1][i] = -static_cast<double>(i);
   }
   fOthers = new Short_t[static_cast<std::size_t>(fInherited)]();
   fOthers[seed] = 99;
   fBytes = new UChar_t[3]{1, 2, static_cast<UChar_t>(seed)};
   const_cast<Int_t &>(fConstCount) = 2;
   fConstCounted = new Int_t[2]{5, seed};
   fText = StrDup(seed ? "a C string" : "another");
   for (int i = 0; i < 2; ++i) {
      fFixed[i] = i + seed;
      fMatrix[i][1] = 1.5 * i + seed;
      fModes[i] = i == seed ? EMode::kOn : EMode::kOff;
      const_cast<Short_t &>(fConst[i]) = static_cast<Short_t>(7 + i + seed);
      fStd[static_cast<std::size_t>(i)] = 2.5f;
      fStdStd[1][static_cast<std::size_t>(i)] = 3 + seed;
      fPacked[i] = 4.5 + i;
      fStdPacked[static_cast<std::size_t>(i)] = 0.125 * seed;
      fStrings[i] = i ? "one" : "zero";
      fNamed[i].SetNameTitle("n", i ? "t1" : "t0");
      fPoints[i].fX = static_cast<Float_t>(i + seed);
      fCircles[i][0].fRadius = i + seed;
      fStdPoints[static_cast<std::size_t>(i)].fY = 9;
      fStdStrings[static_cast<std::size_t>(i)] = "std";
      fBuffer[i] = static_cast<char>('x' + i);
   }
}

void Packings::Fill(int seed)
{
   fPlain = 0.5 + seed;
   fRange = 0.25;
   fHalfTurn = -1.25;
   fMantissa = 1024.0 * (seed + 1);
   fHalf = 0.75f;
   fHalfRange = 12.5f;
   fAccident = 3;
   fHalves[0] = 1.5f;
   fHalves[1] = static_cast<Float_t>(seed);
}

Containers::~Containers()
{
   delete fPointer;
   for (TNamed *named : fNamed)
      delete named;
}

void Containers::Fill(int seed)
{
   for (int i = 0; i < 3 + seed; ++i) {
      const Point point{static_cast<Float_t>(i), static_cast<Float_t>(seed)};
      const std::string name = "s" + std::to_string(i);
      fInts.push_back(i);
      fFlags.push_back(i % 2 == 1);
      fModes.push_back(i % 2 ? EMode::kOn : EMode::kOff);
      fReals.push_back(0.1 * i);
      fPacked.push_back(0.5 * i);
      fPackedMap[i] = {0.5f, static_cast<Float16_t>(i)};
      fStrings.push_back(name);
      fTStrings.push_back(name.c_str());
      fList.push_back(static_cast<Short_t>(i));
      fDeque.push_back(-i);
      fSet.insert(name);
      fDescending.insert(i);
      fMultiset.insert(0.5 * (i / 2));
      fMap[i] = 0.25 * i;
      fPointMap[name] = point;
      fMultimap.emplace(i / 2, name);
      fDeep.push_back({{i, 1}, {}, {seed}});
      fNested[name] = {point, point};
      fPoints.push_back(point);
      fUnsplit.push_back(point);
      fCircles.emplace_back();
      fCircles.back().fRadius = i;
      fSecrets.emplace_back(i);
      fPods.push_back({0.5 * i, 1.5});
      fPairs.emplace_back(i, 0.5);
      fObjectPairs.emplace_back(point, name);
      fArray[i % 2].push_back(i);
      fStdArray[1].push_back(i);
      fNamed.push_back(i == 1 ? nullptr : new TNamed(name.c_str(), "named"));
   }
   fHashSet = {seed}; // one element: their order is not the same in every copy
   fHashMap = {{"seed", seed}};
   fBits.set(static_cast<std::size_t>(seed + 3));
   fPointer = new std::vector<Double_t>{1, 2, static_cast<double>(seed)};
   fString = "a string";
   fStringArray[1] = "of two";
   fPair = {seed, "pair"};
   fPackedPairs[1] = {0.5, seed};
}

Pointers::Pointers() : fSure(new TNamed), fSureCircle(new Circle) {}

Pointers::~Pointers()
{
   delete fNamed;
   if (fAny != fNamed)
      delete fAny;
   delete fShape;
   delete fPoint;
   delete fSure;
   delete fSureCircle;
   delete fArray[1];
   delete[] fLoop;
   for (int i = 0; fPointerLoop && i < fN; ++i)
      delete fPointerLoop[i];
   delete[] fPointerLoop;
   delete fConst;
}

void Pointers::Fill(int seed)
{
   SetName("pointers");
   fNamed = new TNamed("shared", "twice");
   fAny = fNamed;
   fSelf = this;
   auto *circle = new Circle;
   circle->fRadius = seed;
   fShape = circle;
   fPoint = new Point{1, static_cast<Float_t>(seed)};
   fSure->SetName("sure");
   fSureCircle->fScale = 5;
   fArray[1] = new TNamed("second", "");
   fUnique = std::make_unique<Circle>();
   fUnique->fRadius = 8;
   fUniqueShape = std::make_unique<Circle>();
   fN = seed + 1;
   fLoop = new Circle[static_cast<std::size_t>(fN)];
   fLoop[seed].fRadius = 6;
   fPointerLoop = new TNamed *[static_cast<std::size_t>(fN)]();
   fPointerLoop[seed] = new TNamed("loop", "");
   fConst = new Point{2, 3};
}

void Row::Fill(int seed)
{
   assign({1, 2, seed});
   fValues[1] = 0.5f;
   fCount = seed + 1;
   fCounted = new TString[static_cast<std::size_t>(fCount)];
   fCounted[seed] = "counted";
}

void Values::Fill(int seed)
{
   fX = static_cast<Float_t>(seed);
   static_cast<Secret &>(*this) = Secret(seed + 1);
   fInherited = seed + 2;
   fTString = "text";
   fNamed.SetName("by value");
   fObject.SetUniqueID(static_cast<UInt_t>(seed + 3));
   fPoint.fY = 4;
   fSecret = Secret(seed + 5);
   fCircle.fRadius = 6;
   fBox.fValues[1] = seed;
   fVectorBox.fValues[0] = {7, 8};
   fPod = {9, seed};
   fInner.fI = 10 + seed;
}

} // namespace zoo
