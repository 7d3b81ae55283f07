// The classes that the tests of shared objects share: one that proves itself whole, and one with members of every kind.
#ifndef ROOTLET_tests_ShareableTypes
#define ROOTLET_tests_ShareableTypes

#include <array>
#include <chrono>
#include <complex>
#include <cstddef>
#include <cstdint>

#include "RootletAnnotations.h"

namespace shared_test {

/// All of it follows from one number.
struct Pattern {
   static constexpr std::size_t kWords = 500;

   Pattern() = default;
   explicit Pattern(std::uint64_t number) { Fill(number); }
   void Fill(std::uint64_t number)
   {
      fNumber = number;
      for (std::size_t i = 0; i < kWords; ++i)
         fWords[i] = Word(number, i);
   }
   bool IsWhole() const
   {
      for (std::size_t i = 0; i < kWords; ++i)
         if (fWords[i] != Word(fNumber, i))
            return false;
      return true;
   }
   static std::uint64_t Word(std::uint64_t number, std::size_t i) { return (number + i) * 0x9e3779b97f4a7c15; }

   std::uint64_t fNumber = 0;
   std::uint64_t fWords[kWords] = {};
};
ROOTLET_SHARED(Pattern)

/// The same of one that is looked at in place.
template <class InPlacePattern>
bool IsWhole(const InPlacePattern &pattern)
{
   const std::uint64_t number = pattern.fNumber();
   bool whole = true;
   for (std::size_t i = 0; i < Pattern::kWords; ++i)
      whole = whole && pattern.fWords()[i] == Pattern::Word(number, i);
   return whole && pattern.fNumber() == number;
}

enum class State : std::uint8_t { kOff, kOn, kBroken = 200 };
enum Channel : short { kLeft = -1, kRight = 1 };

struct Hit {
   double fX;
   float fEnergy;
   bool fGood;
};

struct Named {
   int fId;
   char fTag;
};

/// A member of every kind, with gaps between them.
class Telemetry : public Named {
public:
   Telemetry() = default;
   Telemetry(int id, double rate) : Named{id, 't'}, fRate{{rate, 2 * rate, 3 * rate}, {}} {}
   void SetSecret(int secret) { fSecret = secret; }
   int Secret() const { return fSecret; }

   bool fValid = true;
   signed char fI8 = -8;
   unsigned char fU8 = 8;
   short fI16 = -16;
   unsigned short fU16 = 16;
   int fI32 = -32;
   unsigned fU32 = 32;
   long fI64 = -64;
   unsigned long long fU64 = 64;
   float fF32 = 0.5F;
   double fF64 = 0.25;
   char16_t fC16 = u'x';
   wchar_t fWide = L'w';
   std::byte fByte{7};
   State fState = State::kOn;
   Channel fChannel = kLeft;
   double fRate[2][3] = {};
   std::array<Hit, 3> fHits = {};
   std::array<std::array<short, 2>, 2> fGrid[2] = {};
   bool fFlags[5] = {};
   std::complex<float> fPhase = {1, -1};
   std::complex<double> fPhases[2] = {};
   std::chrono::milliseconds fAge{1500};
   std::chrono::system_clock::time_point fTaken = {};

private:
   int fSecret = 42;
};
ROOTLET_SHARED(Telemetry)

template <class T>
struct Box {
   T fValue;
   int fCount;
};
ROOTLET_SHARED(Box<Hit>)

} // namespace shared_test

#endif
