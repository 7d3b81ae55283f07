// Numbers as they stand in the stream; see RootletEmulation.h.
#include "RootletEmulation.h"

#include <bit>
#include <limits>

namespace rootlet {

std::size_t NumberType::WireSize() const
{
   constexpr std::size_t kSizes[] = {0, 1, 2, 4, 8, 4, 4, 4, 8, 4, 0, 1, 2, 4, 8, 4, 8, 8, 1, 3};
   return fPacking ? fPacking->WireSize() : kSizes[fCode];
}

Number::Number(NumberType type, const char *wire) : fType(type)
{
   for (std::size_t i = 0; i < type.WireSize(); ++i)
      fBits = fBits << 8 | static_cast<UChar_t>(wire[i]);
}

void Number::Store(char *wire) const
{
   const std::size_t size = fType.WireSize();
   for (std::size_t i = 0; i < size; ++i)
      wire[i] = static_cast<char>(fBits >> 8 * (size - 1 - i));
}

Double_t Number::AsDouble() const
{
   if (fType.fPacking) {
      char wire[sizeof fBits];
      Store(wire);
      if (fType.fCode == 19) { // Float16_t: rounded to float
         float value;
         fType.fPacking->Load(wire, value);
         return static_cast<Double_t>(value);
      }
      double value;
      fType.fPacking->Load(wire, value);
      return value;
   }
   if (fType.fCode == 5)
      return static_cast<Double_t>(std::bit_cast<float>(static_cast<UInt_t>(fBits)));
   if (fType.fCode == 8)
      return std::bit_cast<double>(fBits);
   return fType.IsUnsigned() ? static_cast<Double_t>(fBits) : static_cast<Double_t>(AsLong64());
}

Long64_t Number::AsLong64() const
{
   if (fType.IsFloating()) {
      const Double_t value = AsDouble();
      constexpr Double_t kLimit = 9223372036854775808.0;
      if (!(value > -kLimit))
         return value == value ? std::numeric_limits<Long64_t>::min() : 0; // NaN is no number at all
      return value < kLimit ? static_cast<Long64_t>(value) : std::numeric_limits<Long64_t>::max();
   }
   const auto unused = static_cast<int>(64 - 8 * fType.WireSize());
   if (fType.IsUnsigned())
      return static_cast<Long64_t>(fBits);
   return static_cast<Long64_t>(fBits << unused) >> unused; // the sign
}

ULong64_t Number::AsULong64() const
{
   return static_cast<ULong64_t>(AsLong64());
}

} // namespace rootlet
