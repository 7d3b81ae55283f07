// Packed Double32_t and Float16_t: the rules of docs/wire-format.md, "Packed Double32_t and Float16_t".
// Used by TBuffer::ReadPacked and its kin. Invariant: any double, NaN and infinities included, packs to something that
// unpacks without undefined behaviour.
#include "RootletWire.h"

#include <bit>

namespace rootlet {
namespace {

char *StoreMantissa(char *to, double value, int nbits)
{
   const auto x = static_cast<float>(value);
   const auto u = std::bit_cast<std::uint32_t>(x);
   const auto exponent = static_cast<UChar_t>((u >> 23) & 0xff);
   std::uint32_t m = (u >> (22 - nbits)) & ((1u << (nbits + 1)) - 1);
   m = (m + 1) >> 1;
   if (m == 1u << nbits) // the carry saturates: the exponent is never touched
      m = (1u << nbits) - 1;
   if (x < 0) // so neither -0.0 nor NaN
      m |= 1u << (nbits + 1);
   to = wire::Store(to, exponent);
   return wire::Store(to, static_cast<UShort_t>(m));
}

const char *LoadMantissa(const char *from, float &value, int nbits)
{
   UChar_t exponent;
   UShort_t m;
   from = wire::Load(from, exponent);
   from = wire::Load(from, m);
   std::uint32_t u = static_cast<std::uint32_t>(exponent) << 23;
   u |= (static_cast<std::uint32_t>(m) & ((1u << (nbits + 1)) - 1)) << (23 - nbits);
   value = std::bit_cast<float>(u);
   if (m & (1u << (nbits + 1)))
      value = -value;
   return from;
}

} // namespace

char *Packing::Store(char *to, double value) const
{
   switch (fForm) {
   case kFloat:
      return wire::Store(to, static_cast<float>(value));
   case kMantissa:
      return StoreMantissa(to, value, fNbits);
   case kRange:
      break;
   }
   if (!(value >= fXmin || value < fXmin)) // NaN is stored as 0
      return wire::Store(to, UInt_t(0));
   const double x = value < fXmin ? fXmin : (value > fXmax ? fXmax : value);
   // At x = fXmax this is 2^nbits itself, one bit more than asked: no masking, as ROOT.
   const double n = 0.5 + fFactor * (x - fXmin);
   // The negated comparison takes in the NaN of a range whose width is infinite.
   return wire::Store(to, !(n < 4294967295.0) ? 4294967295u : static_cast<UInt_t>(n));
}

const char *Packing::Load(const char *from, double &value) const
{
   switch (fForm) {
   case kFloat: {
      float f;
      from = wire::Load(from, f);
      value = static_cast<double>(f);
      return from;
   }
   case kMantissa: {
      float f;
      from = LoadMantissa(from, f, fNbits);
      value = static_cast<double>(f);
      return from;
   }
   case kRange:
      break;
   }
   UInt_t n;
   from = wire::Load(from, n);
   value = n / fFactor + fXmin;
   return from;
}

const char *Packing::Load(const char *from, float &value) const
{
   double wide;
   from = Load(from, wide);
   value = static_cast<float>(wide);
   return from;
}

} // namespace rootlet
