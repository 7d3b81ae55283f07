// Packed Double32_t and Float16_t: the rules of docs/wire-format.md, "Packed Double32_t and Float16_t".
// Used by TBuffer::ReadPacked and its kin. Invariant: any double, NaN and infinities included, packs to something that
// unpacks without undefined behaviour.
#include "RootletWire.h"

#include <algorithm>
#include <bit>
#include <charconv>
#include <cmath>
#include <numbers>
#include <optional>
#include <string>
#include <vector>

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

// A limit: a number, or something with pi. ROOT knows these forms alone.
std::optional<double> Limit(std::string_view text)
{
   constexpr double kPi = std::numbers::pi;
   if (text.find("pi") != text.npos) {
      const double sign = text.find('-') != text.npos ? -1 : 1;
      constexpr std::pair<std::string_view, double> kForms[] = {
         {"2pi", 2 * kPi}, {"2*pi", 2 * kPi}, {"twopi", 2 * kPi}, {"pi/2", kPi / 2}, {"pi/4", kPi / 4}};
      for (const auto &[form, value] : kForms)
         if (text.find(form) != text.npos)
            return sign * value;
      return sign * kPi;
   }
   const std::string_view digits = text.starts_with('+') ? text.substr(1) : text;
   double value = 0;
   const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
   if (error != std::errc() || end != digits.data() + digits.size() || !std::isfinite(value))
      return std::nullopt;
   return value;
}

} // namespace

Packing Packing::FromTitle(Int_t code, std::string_view title)
{
   const Packing plain = code == 19 ? Packing::Mantissa(12) : Packing::Float();
   // The first [...] with a comma of the first two.
   std::string text;
   std::size_t from = 0;
   for (int i = 0; i < 2 && text.empty(); ++i) {
      const std::size_t open = title.find('[', from);
      const std::size_t close = open == title.npos ? open : title.find(']', open);
      if (close == title.npos)
         break;
      const std::string_view inner = title.substr(open + 1, close - open - 1);
      if (inner.find(',') != inner.npos)
         text = inner;
      from = close + 1;
   }
   if (text.empty())
      return plain;
   std::erase_if(text, [](char c) { return c == ' ' || c == '\t'; });
   std::vector<std::string> parts;
   for (std::size_t start = 0; start <= text.size();) {
      const std::size_t comma = std::min(text.find(',', start), text.size());
      parts.push_back(text.substr(start, comma - start));
      start = comma + 1;
   }
   const double xmin = Limit(parts[0]).value_or(0);
   const double xmax = Limit(parts[1]).value_or(0);
   int nbits = 32;
   if (parts.size() > 2) {
      int given = 0;
      const auto [end, error] = std::from_chars(parts[2].data(), parts[2].data() + parts[2].size(), given);
      if (error == std::errc() && end == parts[2].data() + parts[2].size() && given >= 2 && given <= 32)
         nbits = given;
   }
   if (xmin < xmax)
      return Packing::Range(xmin, xmax, nbits);
   if (nbits < 15)
      return Packing::Mantissa(nbits);
   if (const auto accident = static_cast<int>(xmin); accident >= 1 && accident <= 22) // `[5,5]` has 5 bits
      return Packing::Mantissa(accident);
   return plain;
}

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
