// Packed Double32_t and Float16_t: the rules of docs/wire-format.md, "Packed Double32_t and Float16_t".
// Used by TBuffer::ReadPacked and its kin. Invariant: any double, NaN and infinities included, packs to something that
// unpacks without undefined behaviour.
#include "RootletColumns.h"

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

/// A float that has been a double: a signalling NaN has become a quiet one, also where the compiler leaves out the double.
float Quiet(float x)
{
   const auto u = std::bit_cast<std::uint32_t>(x);
   constexpr std::uint32_t kInfinity = 0x7f800000, kSign = 0x80000000, kQuiet = 0x00400000;
   return std::bit_cast<float>((u & ~kSign) > kInfinity ? u | kQuiet : u);
}

/// Values that are packed together: loops over so many are what the compiler does with vector instructions.
constexpr std::size_t kBlock = 64;

// The three forms, each able to store and load one value. Two of them make a word of it, of up to kBlock values together.
struct FloatForm {
   static UInt_t Word(double value) { return std::bit_cast<UInt_t>(Quiet(static_cast<float>(value))); }
   static double Value(UInt_t word) { return static_cast<double>(Quiet(std::bit_cast<float>(word))); }
   static void Pack(UInt_t *words, const double *values, std::size_t n)
   {
      for (std::size_t i = 0; i < n; ++i)
         words[i] = Word(values[i]);
   }
};

struct MantissaForm {
   int fNbits;

   char *Store(char *to, double value) const
   {
      const float x = Quiet(static_cast<float>(value));
      const auto u = std::bit_cast<std::uint32_t>(x);
      const auto exponent = static_cast<UChar_t>((u >> 23) & 0xff);
      std::uint32_t m = (u >> (22 - fNbits)) & ((1u << (fNbits + 1)) - 1);
      m = (m + 1) >> 1;
      if (m == 1u << fNbits) // the carry saturates: the exponent is never touched
         m = (1u << fNbits) - 1;
      if (x < 0) // so neither -0.0 nor NaN
         m |= 1u << (fNbits + 1);
      to = wire::Store(to, exponent);
      return wire::Store(to, static_cast<UShort_t>(m));
   }
   const char *Load(const char *from, double &value) const
   {
      UChar_t exponent;
      UShort_t m;
      from = wire::Load(from, exponent);
      from = wire::Load(from, m);
      std::uint32_t u = static_cast<std::uint32_t>(exponent) << 23;
      u |= (static_cast<std::uint32_t>(m) & ((1u << (fNbits + 1)) - 1)) << (23 - fNbits);
      const float x = Quiet(std::bit_cast<float>(u));
      value = static_cast<double>(m & (1u << (fNbits + 1)) ? -x : x);
      return from;
   }
};

struct RangeForm {
   double fXmin;
   double fXmax;
   double fFactor;

   double Steps(double value) const
   {
      double x = value > fXmin ? value : fXmin; // the lower limit for NaN too
      x = x < fXmax ? x : fXmax;
      // At x = fXmax this is 2^nbits itself, one bit more than asked: no masking, as ROOT.
      return 0.5 + fFactor * (x - fXmin);
   }
   double Value(UInt_t word) const { return word / fFactor + fXmin; }
   UInt_t Word(double value) const
   {
      const double n = Steps(value);
      // The negated comparison takes in the NaN of a range whose width is infinite.
      return std::isnan(value) ? 0 : !(n < 4294967295.0) ? 4294967295u : static_cast<UInt_t>(n);
   }
   void Pack(UInt_t *words, const double *values, std::size_t n) const
   {
      if (Steps(fXmax) < 2147483648.0) { // and nothing is more than that: a conversion that vectors have
         for (std::size_t i = 0; i < n; ++i) {
            const auto word = static_cast<Int_t>(Steps(values[i]));
            words[i] = static_cast<UInt_t>(std::isnan(values[i]) ? 0 : word);
         }
      } else {
         for (std::size_t i = 0; i < n; ++i)
            words[i] = Word(values[i]);
      }
   }
};

template <class Form>
concept MakesWords = requires(Form form)
{
   form.Word(0.);
};

// One value.
template <class Form>
char *Store(Form form, char *to, double value)
{
   if constexpr (MakesWords<Form>)
      return wire::Store(to, form.Word(value));
   else
      return form.Store(to, value);
}

template <class Form>
const char *Load(Form form, const char *from, double &value)
{
   if constexpr (MakesWords<Form>) {
      UInt_t word;
      from = wire::Load(from, word);
      value = form.Value(word);
      return from;
   } else {
      return form.Load(from, value);
   }
}

// Once for all callers: else the loops are unrolled in each of them.
template <MakesWords Form>
[[gnu::noinline]] char *StoreBlock(Form form, char *to, const double *values, std::size_t n)
{
   UInt_t words[kBlock];
   form.Pack(words, values, n);
   return wire::StoreMany(to, words, n);
}

template <MakesWords Form>
[[gnu::noinline]] const char *LoadBlock(Form form, const char *from, double *values, std::size_t n)
{
   UInt_t words[kBlock];
   from = wire::LoadMany(from, words, n);
   for (std::size_t i = 0; i < n; ++i)
      values[i] = form.Value(words[i]);
   return from;
}

/// f(form) for the form of `packing`: what is done many times asks once.
template <class F>
auto WithForm(const Packing &packing, F f)
{
   if (packing.IsRange())
      return f(RangeForm{packing.Xmin(), packing.Xmax(), packing.Factor()});
   if (packing.WireSize() == 3)
      return f(MantissaForm{packing.Nbits()});
   return f(FloatForm());
}

// f(objects, n) for kBlock objects at a time, and for those that are left.
template <class F>
void ForEachBlock(const ObjectRange &objects, F f)
{
   for (std::size_t first = 0, all = objects.Size(); first < all; first += kBlock) {
      const std::size_t n = std::min(kBlock, all - first);
      f(objects.Slice(first, n), n);
   }
}

template <class T>
void StoreColumn(char *to, const ObjectRange &objects, const ColumnPart &part)
{
   WithForm(*part.fPacking,
            [=, length = part.fLength, stride = part.fStride, shift = part.fShift]<class Form>(Form form) mutable {
               if constexpr (MakesWords<Form>)
                  if (length == 1)
                     return ForEachBlock(objects, [=, &to](const ObjectRange &some, std::size_t n) {
                        double values[kBlock];
                        some.ForEach<T>([at = values](T &x) mutable { *at++ = static_cast<double>(x); }, shift);
                        to = StoreBlock(form, to, values, n);
                     });
               objects.ForEach<T>(
                  [=, &to](T &first) {
                     char *at = to;
                     for (std::size_t i = 0; i < length; ++i)
                        at = Store(form, at, static_cast<double>((&first)[i]));
                     to += stride;
                  },
                  shift);
            });
}

template <class T>
void LoadColumn(const char *from, const ObjectRange &objects, const ColumnPart &part)
{
   WithForm(*part.fPacking,
            [=, length = part.fLength, stride = part.fStride, shift = part.fShift]<class Form>(Form form) mutable {
               if constexpr (MakesWords<Form>)
                  if (length == 1)
                     return ForEachBlock(objects, [=, &from](const ObjectRange &some, std::size_t n) {
                        double values[kBlock];
                        from = LoadBlock(form, from, values, n);
                        some.ForEach<T>([at = values](T &x) mutable { x = static_cast<T>(*at++); }, shift);
                     });
               objects.ForEach<T>(
                  [=, &from](T &first) {
                     const char *at = from;
                     for (std::size_t i = 0; i < length; ++i) {
                        double value;
                        at = Load(form, at, value);
                        (&first)[i] = static_cast<T>(value);
                     }
                     from += stride;
                  },
                  shift);
            });
}

template <class T>
constexpr ColumnKernels kPacked = {[](char *to, const ObjectRange &objects, const ColumnPart &part) {
                                      StoreColumn<T>(to, objects, part);
                                      return true;
                                   },
                                   [](const char *from, const ObjectRange &objects, const ColumnPart &part) {
                                      LoadColumn<T>(from, objects, part);
                                      return true;
                                   }};

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
   return WithForm(*this, [&](auto form) { return rootlet::Store(form, to, value); });
}

const char *Packing::Load(const char *from, double &value) const
{
   return WithForm(*this, [&](auto form) { return rootlet::Load(form, from, value); });
}

const char *Packing::Load(const char *from, float &value) const
{
   double wide;
   from = Load(from, wide);
   value = static_cast<float>(wide);
   return from;
}

template <class T>
void Packing::StoreMany(char *to, const T *values, std::size_t n) const
{
   WithForm(*this, [&]<class Form>(Form form) {
      if constexpr (MakesWords<Form>) {
         for (std::size_t some; n > 0; n -= some, values += some) {
            some = std::min(kBlock, n);
            double wide[kBlock];
            std::copy_n(values, some, wide);
            to = StoreBlock(form, to, wide, some);
         }
      } else {
         for (std::size_t i = 0; i < n; ++i)
            to = rootlet::Store(form, to, static_cast<double>(values[i]));
      }
   });
}
template void Packing::StoreMany(char *, const double *, std::size_t) const;
template void Packing::StoreMany(char *, const float *, std::size_t) const;

template <class T>
void Packing::LoadMany(const char *from, T *values, std::size_t n) const
{
   WithForm(*this, [&]<class Form>(Form form) {
      if constexpr (MakesWords<Form>) {
         for (std::size_t some; n > 0; n -= some, values += some) {
            some = std::min(kBlock, n);
            double wide[kBlock];
            from = LoadBlock(form, from, wide, some);
            std::transform(wide, wide + some, values, [](double x) { return static_cast<T>(x); });
         }
      } else {
         for (std::size_t i = 0; i < n; ++i) {
            double value;
            from = rootlet::Load(form, from, value);
            values[i] = static_cast<T>(value);
         }
      }
   });
}
template void Packing::LoadMany(const char *, double *, std::size_t) const;
template void Packing::LoadMany(const char *, float *, std::size_t) const;

const ColumnKernels kPackedDoubles = kPacked<double>;
const ColumnKernels kPackedFloats = kPacked<float>;

} // namespace rootlet
