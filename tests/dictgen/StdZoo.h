// Members of standard library types that are no containers, and arrays inside containers. Used by MemberZooTest.cxx and
// StdZooTest.cxx. Invariant: Fill(seed) sets every stored member, differently for every seed.
#ifndef ROOTLET_TEST_StdZoo
#define ROOTLET_TEST_StdZoo

#include "TNamed.h"
#include "TObject.h"
#include "TString.h"

#include <array>
#include <atomic>
#include <chrono>
#include <complex>
#include <cstddef>
#include <deque>
#include <forward_list>
#include <list>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <unordered_map>
#include <utility>
#include <vector>

namespace zoo {

enum class ELarge : Long64_t { kBelow = -2000000000, kNone = 0, kAbove = 2000000000 };
enum class EFlags : ULong64_t { kNone = 0, kHigh = 0x80000000 };

struct Dot { // no ClassDef
   Int_t fX = 0;
   std::string fName;
   bool operator==(const Dot &) const = default;
};

/// What is streamed as the number that is in it.
class Numbers : public TObject {
public:
   std::atomic<Int_t> fAtomic{0};
   std::atomic<bool> fFlags[2] = {};
   std::atomic<Double_t> fDouble{0};
   std::array<std::atomic<ELarge>, 2> fLarge{};
   std::vector<std::atomic<Int_t>> fAtomics;
   std::map<Int_t, std::atomic<Short_t>> fAtomicMap;
   std::chrono::seconds fSeconds{};
   std::chrono::duration<Float_t, std::milli> fMillis{};
   std::chrono::system_clock::time_point fTime;
   std::chrono::time_point<std::chrono::steady_clock, std::chrono::duration<Double_t>> fSteady;
   std::vector<std::chrono::nanoseconds> fDelays;
   std::map<std::chrono::seconds, std::vector<std::chrono::milliseconds>> fSchedule;
   std::byte fByte{};
   std::vector<std::byte> fBytes;
   EFlags fMask = EFlags::kNone;
   std::vector<ELarge> fLarges;
   std::array<EFlags, 2> fMasks{};
   Int_t fN = 0;
   std::atomic<Int_t> *fCounted = nullptr; //[fN]

   Numbers() = default;
   Numbers(const Numbers &) = delete;
   Numbers &operator=(const Numbers &) = delete;
   ~Numbers() override { delete[] fCounted; }
   void Fill(int seed);
   ClassDefOverride(Numbers, 1); // numbers in wrappers
};

/// A std::optional is a vector of none or one.
class Optionals : public TObject {
public:
   std::optional<Int_t> fInt;
   std::optional<bool> fBool;
   std::optional<Double32_t> fPacked;
   std::optional<std::string> fString;
   std::optional<Dot> fDot;
   std::optional<std::pair<Int_t, Double_t>> fPair;
   std::optional<std::vector<Dot>> fDots;
   std::optional<std::optional<Int_t>> fTwice;
   std::optional<std::array<Float_t, 2>> fArrayInside;
   std::optional<Int_t> fArray[2];
   std::array<std::optional<TString>, 2> fStdArray;
   std::vector<std::optional<Int_t>> fVector;
   std::map<Int_t, std::optional<std::string>> fMap;
   std::optional<Short_t> *fPointer = nullptr;

   Optionals() = default;
   Optionals(const Optionals &) = delete;
   Optionals &operator=(const Optionals &) = delete;
   ~Optionals() override { delete fPointer; }
   void Fill(int seed);
   ClassDefOverride(Optionals, 1); // optional values
};

/// std::array inside of other things.
class InnerArrays : public TObject {
public:
   std::vector<std::array<Float_t, 3>> fVector;
   std::deque<std::array<std::array<Int_t, 2>, 2>> fMatrices;
   std::map<Int_t, std::array<Double32_t, 2>> fPacked;
   std::map<std::array<Int_t, 2>, std::string> fKeys;
   std::set<std::array<Short_t, 2>> fSet;
   std::forward_list<std::array<Dot, 2>> fDots;
   std::list<std::array<std::string, 2>> fStrings;
   std::vector<std::array<TString, 2>> fTStrings;
   std::vector<std::array<std::vector<Int_t>, 2>> fVectors;
   std::array<std::array<std::vector<Int_t>, 2>, 2> fNested;
   std::array<std::string, 2> fStringPairs[2];
   std::pair<Int_t, std::array<Float_t, 2>> fPair;
   std::vector<std::array<TNamed *, 2>> fPointers; // owns its objects
   std::vector<std::array<std::unique_ptr<TNamed>, 2>> fUnique;
   std::unordered_map<Int_t, std::array<bool, 3>> fFlags;

   InnerArrays() = default;
   InnerArrays(const InnerArrays &) = delete;
   InnerArrays &operator=(const InnerArrays &) = delete;
   ~InnerArrays() override;
   void Fill(int seed);
   ClassDefOverride(InnerArrays, 1); // arrays in containers
};

/// Classes of the standard library that have dictionaries: complex in the runtime, tuples where they are used.
class Tuples : public TObject, public std::tuple<Short_t, TString> {
public:
   std::complex<Double_t> fComplex;
   std::complex<float> fArray[2];
   std::vector<std::complex<double>> fSpectrum;
   std::map<Int_t, std::complex<float>> fComplexMap;
   std::complex<double> *fPointer = nullptr;
   std::tuple<Int_t, std::string> fTuple;
   std::tuple<> fNothing;
   std::tuple<Dot, std::vector<Dot>, std::optional<Int_t>, std::array<Float_t, 2>> fMixed;
   std::tuple<const Int_t, std::atomic<Int_t>, std::unique_ptr<TNamed>, TNamed *> fOdd{1, 2, nullptr, nullptr}; // owns
   std::tuple<std::tuple<Int_t>, Double_t> fInner;
   std::tuple<std::tuple<Int_t, Double_t>> fOuter;
   std::tuple<std::optional<Int_t>> fOptional; // the two stream alike but are two types
   std::tuple<std::vector<Int_t>> fVector;
   std::vector<std::tuple<Int_t, std::string>> fTuples;
   std::map<std::tuple<Int_t, Int_t>, std::tuple<std::string, std::complex<double>>> fMap;
   std::optional<std::tuple<Int_t, std::string>> fMaybe;
   std::pair<std::tuple<Int_t, Int_t>, std::complex<float>> fPair;

   Tuples() = default;
   Tuples(const Tuples &) = delete;
   Tuples &operator=(const Tuples &) = delete;
   ~Tuples() override;
   void Fill(int seed);
   ClassDefOverride(Tuples, 1); // tuples and complex numbers
};

/// Can be written, but nobody can make one to read into.
struct Made {
   explicit Made(Int_t i) : fI(i) {}
   Int_t fI;
   bool operator<(const Made &other) const { return fI < other.fI; }
};

class Unmakeable : public TObject {
public:
   Made fMember{1}; // is there already when the object is read
   Made *fPointer = nullptr;
   std::vector<Made> fVector;
   std::map<Int_t, Made> fMap;
   std::set<Made> fSet;
   std::optional<Made> fMaybe;
   std::array<std::pair<Made, Int_t>, 1> fPairs{{{Made(2), 3}}};
   Unmakeable() = default;
   Unmakeable(const Unmakeable &) = delete;
   Unmakeable &operator=(const Unmakeable &) = delete;
   ~Unmakeable() override { delete fPointer; }
   ClassDefOverride(Unmakeable, 1); // no default constructor
};

/// A tuple whose element only this class may name.
class Secrets : public TObject {
   struct Cell { // not with `= 0`: inside the class around it that would not be constructible yet
      Cell() : fX(0) {}
      explicit Cell(Int_t x) : fX(x) {}
      Int_t fX;
   };
   std::tuple<Cell, Int_t> fTuple;
   std::optional<Cell> fMaybe;

public:
   void Fill(int n)
   {
      fTuple = {Cell(n), n + 1};
      fMaybe = Cell(n + 2);
   }
   Int_t Sum() const { return std::get<0>(fTuple).fX + std::get<1>(fTuple) + (fMaybe ? fMaybe->fX : 0); }
   ClassDefOverride(Secrets, 1); // private types inside standard ones
};

/// Instances of templates with packs and templates as parameters.
template <class... T>
struct Pack {
   Int_t fSize = sizeof...(T);
   std::tuple<T...> fValues;
   bool operator==(const Pack &) const = default;
};
template <int... N>
struct Places {
   std::array<Int_t, sizeof...(N)> fValues{};
   bool operator==(const Places &) const = default;
};
template <template <class> class C, class T>
struct Holder {
   C<T> fContent;
   bool operator==(const Holder &) const = default;
};
template <class T>
struct Single {
   T fValue{};
   bool operator==(const Single &) const = default;
};

class Templates : public TObject {
public:
   Pack<Int_t, std::string> fPack;
   Pack<> fEmpty;
   Places<1, 2, 3> fPlaces;
   Holder<Single, Double_t> fHolder;
   std::vector<Pack<Int_t>> fPacks;
   void Fill(int seed);
   ClassDefOverride(Templates, 1); // instances of templates
};

} // namespace zoo

#endif
