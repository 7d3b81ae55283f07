// How the animals of StdZoo.h are filled and destroyed.
#include "StdZoo.h"

namespace zoo {

void Numbers::Fill(int seed)
{
   using namespace std::chrono_literals;
   fAtomic = 100 + seed;
   fFlags[1] = true;
   fDouble = 0.5 + seed;
   fLarge[0] = ELarge::kBelow;
   fLarge[1] = seed ? ELarge::kAbove : ELarge::kNone;
   fAtomics = std::vector<std::atomic<Int_t>>(3);
   fAtomics[2] = seed;
   fAtomicMap[seed] = 7;
   fSeconds = 60s * (seed + 1);
   fMillis = std::chrono::duration<Float_t, std::milli>(1.5f);
   fTime = std::chrono::system_clock::time_point(std::chrono::hours(seed + 1));
   fSteady = decltype(fSteady)(std::chrono::duration<Double_t>(0.25 * seed));
   fDelays = {1ns, 2us, 3ms};
   fSchedule = {{1s, {5ms, 6ms}}, {2s, {}}};
   fByte = std::byte(200 + seed);
   fBytes = {std::byte(1), fByte};
   fMask = EFlags::kHigh;
   fLarges = {ELarge::kAbove, ELarge::kBelow};
   fMasks[1] = EFlags::kHigh;
   fN = 2;
   delete[] fCounted;
   fCounted = new std::atomic<Int_t>[2]();
   fCounted[1] = seed;
}

void Optionals::Fill(int seed)
{
   fInt = seed;
   fBool = seed == 0;
   fPacked = 0.5;
   fString = "string";
   fDot = Dot{seed, "dot"};
   fPair = {seed, 2.5};
   fDots = {{1, "a"}, {seed, "b"}};
   fTwice.emplace(); // there, and empty
   if (seed)
      fTwice->emplace(seed);
   fArrayInside = {1, 2};
   fArray[1] = 5;
   fStdArray[0] = "TString";
   fVector = {1, std::nullopt, seed};
   fMap = {{1, "one"}, {2, std::nullopt}};
   delete fPointer;
   fPointer = new std::optional<Short_t>(static_cast<Short_t>(seed));
}

InnerArrays::~InnerArrays()
{
   for (auto &array : fPointers)
      for (TNamed *named : array)
         delete named;
}

void InnerArrays::Fill(int seed)
{
   fVector = {{1, 2, 3}, {4, 5, static_cast<Float_t>(seed)}};
   fMatrices.push_back({{{1, 2}, {3, seed}}});
   fPacked[seed] = {0.5, 0.25};
   fKeys = {{{1, seed}, "a"}, {{2, 0}, "b"}};
   fSet = {{1, 2}, {1, 3}};
   fDots.push_front({Dot{seed, "front"}, Dot{}});
   fStrings.push_back({"one", "two"});
   fTStrings.push_back({TString("one"), TString("two")});
   fVectors.push_back({std::vector<Int_t>{1, 2}, std::vector<Int_t>{seed}});
   fNested[1][0] = {7, 8, seed};
   fStringPairs[1][0] = "string";
   fPair = {seed, {1, 2}};
   fPointers.push_back({new TNamed("first", ""), nullptr});
   fUnique.emplace_back()[1] = std::make_unique<TNamed>("unique", "");
   fFlags[seed] = {true, false, true};
}

Tuples::~Tuples()
{
   delete fPointer;
   delete std::get<3>(fOdd);
}

void Tuples::Fill(int seed)
{
   std::get<0>(*this) = static_cast<Short_t>(seed);
   std::get<1>(*this) = "base";
   fComplex = {1.5, static_cast<double>(seed)};
   fArray[1] = {2, 3};
   fSpectrum = {{1, 2}, {3, static_cast<double>(seed)}};
   fComplexMap = {{1, {4, 5}}};
   delete fPointer;
   fPointer = new std::complex<double>(6, 7);
   fTuple = {seed, "tuple"};
   fMixed = {Dot{1, "a"}, {Dot{2, "b"}, Dot{seed, "c"}}, seed, {1, 2}};
   const_cast<Int_t &>(std::get<0>(fOdd)) = 10 + seed;
   std::get<1>(fOdd) = 20 + seed;
   std::get<2>(fOdd) = std::make_unique<TNamed>("unique", "");
   std::get<3>(fOdd) = new TNamed("plain", "");
   fInner = {std::tuple<Int_t>(seed), 0.5};
   fOuter = {{seed, 1.5}};
   fOptional = {seed};
   fVector = {{1, 2, seed}};
   fTuples = {{1, "one"}, {seed, "two"}};
   fMap[{1, seed}] = {"key", {8, 9}};
   fMaybe.emplace(seed, "maybe");
   fPair = {{1, seed}, {1, 2}};
}

void Templates::Fill(int seed)
{
   fPack = {2, {seed, "pack"}};
   fEmpty.fSize = seed + 5;
   fPlaces.fValues = {1, 2, seed};
   fHolder.fContent.fValue = 0.5 + seed;
   fPacks = {{1, {seed}}, {2, {3}}};
}

} // namespace zoo
