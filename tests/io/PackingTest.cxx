// Double32_t and Float16_t: the bytes of rootlet::Packing against the rules of docs/wire-format.md, computed here a
// second time and in another way (integer arithmetic on the decimal value of the bits, not shifts of words).
#include "Bytes.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <vector>

using rootlet::Packing;

namespace {

constexpr double kInf = std::numeric_limits<double>::infinity();
constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

Bytes Packed(const Packing &packing, double value)
{
   char bytes[8];
   const char *end = packing.Store(bytes, value);
   EXPECT_EQ(static_cast<std::size_t>(end - bytes), packing.WireSize());
   return Bytes(bytes, static_cast<std::size_t>(end - bytes));
}

double Unpacked(const Packing &packing, const Bytes &bytes)
{
   double value = 0;
   const char *end = packing.Load(bytes.Data(), value);
   EXPECT_EQ(static_cast<std::size_t>(end - bytes.Data()), packing.WireSize());
   return value;
}

std::uint32_t RangeNumber(double xmin, double xmax, int nbits, double x)
{
   if (std::isnan(x))
      return 0;
   const double big = nbits == 32 ? 4294967295.0 : std::ldexp(1.0, nbits);
   const double clamped = std::max(xmin, std::min(xmax, x));
   return static_cast<std::uint32_t>(std::floor(0.5 + big / (xmax - xmin) * (clamped - xmin)));
}

/// Sign, exponent and nbits of mantissa of a float; the mantissa is rounded at half of its last place, never past its top.
Bytes MantissaBytes(float x, int nbits)
{
   std::uint32_t u;
   std::memcpy(&u, &x, sizeof u);
   const std::uint32_t exponent = u / 8388608 % 256;
   const double fraction = u % 8388608 / 8388608.0; // of the 23 bits
   auto m = static_cast<std::uint32_t>(std::floor(std::floor(fraction * std::ldexp(1.0, nbits + 1)) / 2 + 0.5));
   const auto top = static_cast<std::uint32_t>(std::ldexp(1.0, nbits));
   if (m == top)
      m = top - 1;
   if (x < 0)
      m += 2 * top;
   return Bytes().U8(exponent).U16(m);
}

const std::vector<double> kValues = {0.0,        -0.0,    1.0,     -1.0, 0.5,   1.5,   1.9999, 1.99999999, -1.99999999,
                                     3.14159265, -2.7,    100,     -100, 1e-3,  -1e-3, 1e10,   -1e10,      1e-30,
                                     1e-45,      1e38,    -1e38,   kInf, -kInf, kNan,  -kNan,  0.1,        0.3,
                                     1 / 3.0,    65535.0, 0.99999, 2.0,  5.0,   -5.0,  4.999,  5.0001,     1e300};

} // namespace

TEST(PackingRange, EqualsTheRuleForEveryNumberOfBits)
{
   const std::pair<double, double> ranges[] = {{-1, 1},   {0, 6},      {-5, 5},  {0, 2 * M_PI},
                                               {-100, 0}, {1e-3, 1e3}, {0, 1e12}};
   for (const auto &[xmin, xmax] : ranges)
      for (int nbits = 2; nbits <= 32; ++nbits) {
         const Packing packing = Packing::Range(xmin, xmax, nbits);
         for (const double x : kValues) {
            const std::uint32_t n = RangeNumber(xmin, xmax, nbits, x);
            EXPECT_EQ(Packed(packing, x), Bytes().U32(n)) << "[" << xmin << "," << xmax << "," << nbits << "] " << x;
            const double back = Unpacked(packing, Bytes().U32(n));
            const double big = nbits == 32 ? 4294967295.0 : std::ldexp(1.0, nbits);
            EXPECT_EQ(back, n / (big / (xmax - xmin)) + xmin);
         }
      }
}

TEST(PackingRange, ClampsAndStoresTheUpperLimitWithOneBitMore)
{
   const Packing packing = Packing::Range(-1, 1, 12);
   EXPECT_EQ(Packed(packing, -1), Bytes().U32(0));
   EXPECT_EQ(Packed(packing, -7), Bytes().U32(0));
   EXPECT_EQ(Packed(packing, -kInf), Bytes().U32(0));
   EXPECT_EQ(Packed(packing, 1), Bytes().U32(4096));
   EXPECT_EQ(Packed(packing, 7), Bytes().U32(4096));
   EXPECT_EQ(Packed(packing, kInf), Bytes().U32(4096));
   EXPECT_EQ(Packed(packing, 0), Bytes().U32(2048));
   EXPECT_EQ(Packed(packing, kNan), Bytes().U32(0));
   EXPECT_EQ(Packed(Packing::Range(0, 1, 31), 1), Bytes().U32(0x80000000u));
   EXPECT_EQ(Packed(Packing::Range(0, 1, 32), 1), Bytes().U32(0xffffffffu));
   EXPECT_EQ(Unpacked(packing, Bytes().U32(4096)), 1.0);
}

TEST(PackingRange, AFloatIsReadThroughDouble)
{
   const Packing packing = Packing::Range(0, 3, 5);
   const Bytes bytes = Bytes().U32(7);
   float value;
   packing.Load(bytes.Data(), value);
   EXPECT_EQ(value, static_cast<float>(7 / (32.0 / 3)));
}

TEST(PackingRange, ARangeTooWideForADoublePacksWithoutUndefinedBehaviour)
{
   const Packing packing = Packing::Range(-1e308, 1e308, 12); // its width is infinite, its factor 0
   for (const double x : kValues) {
      const double back = Unpacked(packing, Packed(packing, x));
      EXPECT_TRUE(back == back || std::isnan(back));
   }
   EXPECT_EQ(Packed(packing, kNan), Bytes().U32(0));
}

TEST(PackingMantissa, EqualsTheRuleForEveryNumberOfBits)
{
   for (int nbits = 2; nbits <= 14; ++nbits) {
      const Packing packing = Packing::Mantissa(nbits);
      for (const double x : kValues)
         EXPECT_EQ(Packed(packing, x), MantissaBytes(static_cast<float>(x), nbits)) << nbits << " bits of " << x;
   }
}

TEST(PackingMantissa, TheCarrySaturatesAndTheExponentStays)
{
   // 1.99999999 as a float is 2 - 2^-23: all mantissa bits set, rounding would carry into the exponent.
   const float top = std::nextafterf(2.f, 0.f);
   EXPECT_EQ(Packed(Packing::Mantissa(12), top), Bytes().U8(127).U16(0x0fff));
   EXPECT_EQ(Packed(Packing::Mantissa(12), -top), Bytes().U8(127).U16(0x2fff));
   EXPECT_EQ(Packed(Packing::Mantissa(2), top), Bytes().U8(127).U16(0x3));
   EXPECT_EQ(Unpacked(Packing::Mantissa(2), Bytes().U8(127).U16(0x3)), 1.75);
}

TEST(PackingMantissa, NeitherMinusZeroNorNanHasTheSignBit)
{
   const Packing packing = Packing::Mantissa(12);
   EXPECT_EQ(Packed(packing, -0.0), Bytes().U8(0).U16(0));
   EXPECT_EQ(Packed(packing, -1.0), Bytes().U8(127).U16(0x2000));
   EXPECT_EQ(Packed(packing, kNan), Packed(packing, -kNan));
   EXPECT_TRUE(std::isnan(Unpacked(packing, Packed(packing, kNan))));
   EXPECT_EQ(Unpacked(packing, Packed(packing, -kInf)), -kInf);
}

TEST(PackingMantissa, ReadsEveryPossibleWord)
{
   for (int nbits = 2; nbits <= 14; ++nbits) {
      const Packing packing = Packing::Mantissa(nbits);
      for (unsigned m = 0; m < 65536; m += 13) {
         const Bytes bytes = Bytes().U8(127).U16(m);
         const double mantissa = static_cast<double>(m % (1u << (nbits + 1)));
         // Bit nbits is one too many for the mantissa: it falls on the lowest exponent bit, which is set already in 127.
         const double part = std::fmod(mantissa, std::ldexp(1.0, nbits));
         const double sign = (m >> (nbits + 1)) & 1 ? -1 : 1;
         EXPECT_EQ(Unpacked(packing, bytes), sign * (1 + part / std::ldexp(1.0, nbits))) << nbits << " bits, " << m;
      }
   }
}

TEST(PackingDefault, Double32IsAFloatAndFloat16HasTwelveBits)
{
   EXPECT_EQ(Packed(Packing::Float(), 1.1), Bytes().F32(1.1f));
   EXPECT_EQ(Packed(Packing::Float(), -0.0), Bytes().U32(0x80000000u));
   EXPECT_EQ(Packed(Packing::Float(), 1e300), Bytes().U32(0x7f800000));
   EXPECT_EQ(Unpacked(Packing::Float(), Bytes().F32(1.1f)), static_cast<double>(1.1f));
   EXPECT_EQ(Packed(Packing::Mantissa(12), 1.1), MantissaBytes(1.1f, 12));
}

TEST(PackingInBuffer, FixedArraysAreElementsInOrderAndCutOnesThrow)
{
   const Double_t values[2][2] = {{-1, 1}, {0.5, 9}};
   TBuffer buffer(TBuffer::kWrite);
   buffer.WritePacked(values, Packing::Range(-1, 1, 8));
   EXPECT_EQ(Bytes(buffer), Bytes().U32(0).U32(256).U32(192).U32(256));
   const Bytes bytes(buffer);
   TBuffer reading(bytes.Data(), bytes.Size());
   Double_t back[2][2] = {};
   reading.ReadPacked(back, Packing::Range(-1, 1, 8));
   EXPECT_EQ(back[1][0], 0.5);
   EXPECT_EQ(back[1][1], 1.0);
   TBuffer cut(bytes.Data(), bytes.Size() - 1);
   EXPECT_THROW(cut.ReadPacked(back, Packing::Range(-1, 1, 8)), rootlet::StreamError);
}

namespace {

/// Numbers inside, at and beyond the limits of `packing`, and none at all.
template <class T>
std::vector<T> Awkward(const Packing &packing, std::size_t n)
{
   const double low = packing.IsRange() ? packing.Xmin() : -1, high = packing.IsRange() ? packing.Xmax() : 1;
   const double special[] = {low,
                             high,
                             kNan,
                             -kNan,
                             kInf,
                             -kInf,
                             std::nextafter(low, high),
                             std::nextafter(high, low),
                             -0.0,
                             0.0,
                             1e30,
                             -1e30,
                             1e-42,
                             std::numeric_limits<double>::signaling_NaN()};
   std::vector<T> values(n);
   for (std::size_t i = 0; i < n; ++i) {
      const auto step = static_cast<double>(i * 37 % 101);
      values[i] = static_cast<T>(i % 3 ? low + step / 97 * (high - low) : special[i / 3 % std::size(special)]);
   }
   return values;
}

template <class T>
void ExpectManyAsOne(const Packing &packing, std::size_t n)
{
   const std::vector<T> values = Awkward<T>(packing, n);
   Bytes expected;
   for (const T value : values)
      expected.Add(Packed(packing, static_cast<double>(value)));
   std::vector<char> many(n * packing.WireSize() + 1, 'x');
   packing.StoreMany(many.data(), values.data(), n);
   ASSERT_EQ(Bytes(many.data(), many.size() - 1), expected) << n << " values";
   ASSERT_EQ(many.back(), 'x');

   // Any bytes may come, not only those that were written.
   for (std::size_t i = 0; i + 1 < many.size() && n % 2; ++i)
      many[i] = static_cast<char>(many[i] ^ static_cast<char>(i * i));
   std::vector<T> back(n + 1, T(42));
   packing.LoadMany(many.data(), back.data(), n);
   const char *from = many.data();
   for (std::size_t i = 0; i < n; ++i) {
      T one;
      from = packing.Load(from, one);
      ASSERT_EQ(std::memcmp(&back[i], &one, sizeof one), 0) << "value " << i << " of " << n << ": " << back[i];
   }
   ASSERT_EQ(back[n], T(42));
}

} // namespace

TEST(PackingMany, IsEachValueByItself)
{
   std::vector<Packing> packings = {Packing::Float(), Packing::Mantissa(12), Packing::Range(-1e308, 1e308, 12),
                                    Packing::Range(-1.7e308, 1.7e308, 30), Packing::Range(0, 1e-310, 20)};
   for (int nbits = 2; nbits <= 32; ++nbits)
      packings.push_back(Packing::Range(-3.25, 7, nbits));
   for (const Packing &packing : packings)
      for (const std::size_t n : {0u, 1u, 2u, 3u, 4u, 5u, 63u, 64u, 65u, 128u, 300u}) {
         ExpectManyAsOne<double>(packing, n);
         ExpectManyAsOne<float>(packing, n);
      }
}
