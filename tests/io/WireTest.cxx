// Basic values in the stream: every type, arrays of them, and the bulk byte order against a naive loop.
#include "Bytes.h"

#include "TString.h"

#include <gtest/gtest.h>

#include <array>
#include <limits>
#include <vector>

namespace {

enum Plain { kMinus = -2, kNone = 0, kBig = 0x7fffffff };
enum class Tiny : unsigned char { kA = 1, kLast = 255 };
enum class SignedTiny : signed char { kMinus = -128, kPlus = 127 };
enum class Word : short { kMinus = -30000 };
enum class Wide : long long { kMinus = -5, kFar = 2147483647 };
enum class WideUnsigned : unsigned long long { kHigh = 0x80000001u };

template <class T>
Bytes Written(const T &value)
{
   TBuffer buffer(TBuffer::kWrite);
   buffer.WriteRun(value);
   return Bytes(buffer);
}

template <class T>
void ExpectBothWays(const T &value, const Bytes &expected)
{
   EXPECT_EQ(Written(value), expected);
   EXPECT_EQ(rootlet::wire::kWireSize<T>, expected.Size());
   TBuffer buffer(expected.Data(), expected.Size());
   T back{};
   buffer.ReadRun(back);
   EXPECT_EQ(back, value);
   EXPECT_EQ(buffer.Remaining(), 0u);
   // One byte short: nothing is read.
   TBuffer cut(expected.Data(), expected.Size() - 1);
   EXPECT_THROW(cut.ReadRun(back), rootlet::StreamError);
   EXPECT_EQ(cut.Position(), 0u);
}

} // namespace

TEST(Wire, IntegersAreBigEndianTwosComplement)
{
   ExpectBothWays(Char_t('A'), Bytes().U8(0x41));
   ExpectBothWays(Char_t(-1), Bytes().U8(0xff));
   ExpectBothWays(static_cast<signed char>(-128), Bytes().U8(0x80));
   ExpectBothWays(UChar_t(200), Bytes().U8(200));
   ExpectBothWays(Short_t(-2), Bytes().U8(0xff).U8(0xfe));
   ExpectBothWays(UShort_t(0x1234), Bytes().U8(0x12).U8(0x34));
   ExpectBothWays(Int_t(-3), Bytes().U8(0xff).U8(0xff).U8(0xff).U8(0xfd));
   ExpectBothWays(UInt_t(0x12345678), Bytes().U8(0x12).U8(0x34).U8(0x56).U8(0x78));
   ExpectBothWays(std::numeric_limits<Long64_t>::min(), Bytes().U64(0x8000000000000000u));
   ExpectBothWays(ULong64_t(0x0102030405060708u), Bytes().Raw("\x01\x02\x03\x04\x05\x06\x07\x08"));
   ExpectBothWays(std::byte(7), Bytes().U8(7));
}

TEST(Wire, LongIsEightBytesOnEveryPlatform)
{
   ExpectBothWays(Long_t(-4), Bytes().U64(0xfffffffffffffffcu));
   ExpectBothWays(ULong_t(4000000000u), Bytes().U64(4000000000u));
}

TEST(Wire, FloatsAreIeee754)
{
   ExpectBothWays(Float_t(1), Bytes().U32(0x3f800000));
   ExpectBothWays(Float_t(-0.5), Bytes().U32(0xbf000000));
   ExpectBothWays(Double_t(-2), Bytes().U64(0xc000000000000000u));
   ExpectBothWays(std::numeric_limits<double>::infinity(), Bytes().U64(0x7ff0000000000000u));
   // A signalling NaN keeps its payload: values are moved as words, not through a floating point register.
   const Bytes nan = Bytes().U32(0x7fa01234);
   TBuffer buffer(nan.Data(), nan.Size());
   Float_t f;
   buffer.ReadRun(f);
   EXPECT_EQ(Written(f), nan);
}

TEST(Wire, BoolKeepsTheByteItHoldsAndReadsAnyNonZeroAsTrue)
{
   ExpectBothWays(true, Bytes().U8(1));
   ExpectBothWays(false, Bytes().U8(0));
   const Bytes odd = Bytes().U8(2).U8(0).U8(0x80);
   TBuffer buffer(odd.Data(), odd.Size());
   Bool_t flags[3] = {false, true, false};
   buffer.ReadRun(flags);
   EXPECT_TRUE(flags[0]);
   EXPECT_FALSE(flags[1]);
   EXPECT_TRUE(flags[2]);
   EXPECT_EQ(Written(flags), Bytes().U8(1).U8(0).U8(1));
}

TEST(Wire, EnumIsFourBytesWhateverLiesUnderIt)
{
   ExpectBothWays(kMinus, Bytes().I32(-2));
   ExpectBothWays(kBig, Bytes().U32(0x7fffffff));
   ExpectBothWays(Tiny::kLast, Bytes().U32(255));
   ExpectBothWays(SignedTiny::kMinus, Bytes().I32(-128));
   ExpectBothWays(Word::kMinus, Bytes().I32(-30000));
   ExpectBothWays(Wide::kMinus, Bytes().I32(-5));
   ExpectBothWays(Wide::kFar, Bytes().I32(2147483647));
   ExpectBothWays(WideUnsigned::kHigh, Bytes().U32(0x80000001u));
   const std::array<Wide, 2> wide{Wide::kMinus, Wide::kFar};
   ExpectBothWays(wide, Bytes().I32(-5).I32(2147483647));
   const std::array<Tiny, 3> tiny{Tiny::kA, Tiny::kLast, Tiny::kA};
   ExpectBothWays(tiny, Bytes().U32(1).U32(255).U32(1));
}

TEST(Wire, FixedArraysOfAnyNestingAreTheirElementsInOrder)
{
   const Int_t matrix[2][3] = {{1, 2, 3}, {4, 5, 6}};
   EXPECT_EQ(Written(matrix), Bytes().I32(1).I32(2).I32(3).I32(4).I32(5).I32(6));
   const std::array<std::array<Short_t, 2>, 2> nested{{{1, -1}, {2, -2}}};
   ExpectBothWays(nested, Bytes().I16(1).I16(-1).I16(2).I16(-2));
   const std::array<Double_t, 2> mixed[2] = {{1, 2}, {3, 4}};
   EXPECT_EQ(Written(mixed), Bytes().F64(1).F64(2).F64(3).F64(4));
   const Char_t text[4] = {'a', 0, 'b', 'c'};
   EXPECT_EQ(Written(text), Bytes().Raw(std::string("a\0bc", 4)));
   Int_t back[2][3] = {};
   const Bytes bytes = Written(matrix);
   TBuffer buffer(bytes.Data(), bytes.Size());
   buffer.ReadRun(back);
   EXPECT_EQ(back[0][2], 3);
   EXPECT_EQ(back[1][0], 4);
   EXPECT_EQ(back[1][2], 6);
}

TEST(Wire, ARunIsItsValuesOneAfterAnother)
{
   TBuffer buffer(TBuffer::kWrite);
   const Float_t pair[2] = {1, 2};
   buffer.WriteRun(Char_t('x'), Int_t(-1), pair, true, Long64_t(5));
   EXPECT_EQ(Bytes(buffer), Bytes().Raw("x").I32(-1).F32(1).F32(2).U8(1).I64(5));
   buffer.SetReadMode();
   buffer.SetBufferOffset(0);
   Char_t c;
   Int_t i;
   Float_t f[2];
   Bool_t b;
   Long64_t l;
   buffer.ReadRun(c, i, f, b, l);
   EXPECT_EQ(c, 'x');
   EXPECT_EQ(i, -1);
   EXPECT_EQ(f[1], 2.f);
   EXPECT_TRUE(b);
   EXPECT_EQ(l, 5);
}

TEST(Wire, StreamOperatorsEqualRuns)
{
   TBuffer buffer(TBuffer::kWrite);
   buffer << Short_t(3) << Tiny::kA << true << TString("abc");
   EXPECT_EQ(Bytes(buffer), Bytes().I16(3).I32(1).U8(1).Str("abc"));
   buffer.SetReadMode();
   buffer.SetBufferOffset(0);
   Short_t s;
   Tiny e;
   Bool_t b;
   TString t;
   buffer >> s >> e >> b >> t;
   EXPECT_EQ(s, 3);
   EXPECT_EQ(e, Tiny::kA);
   EXPECT_TRUE(b);
   EXPECT_EQ(t, "abc");
}

TEST(Wire, CountedFastArrayIsAnIntAndTheValues)
{
   TBuffer buffer(TBuffer::kWrite);
   const Double_t values[] = {1, -1, 0.25};
   buffer.WriteArray(values, 3);
   buffer.WriteArray(values, 0);
   EXPECT_EQ(Bytes(buffer), Bytes().I32(3).F64(1).F64(-1).F64(0.25).I32(0));
   buffer.SetReadMode();
   buffer.SetBufferOffset(0);
   Double_t *back = nullptr;
   EXPECT_EQ(buffer.ReadArray(back), 3);
   ASSERT_NE(back, nullptr);
   EXPECT_EQ(back[2], 0.25);
   delete[] back;
   back = nullptr;
   EXPECT_EQ(buffer.ReadArray(back), 0);
   EXPECT_EQ(back, nullptr);
}

namespace {

/// Every length that a vector loop may treat differently, at every offset of source and destination in a cache line.
template <std::size_t N>
void ExpectSwapEqualsNaiveLoop()
{
   constexpr std::size_t kMost = 200, kOffsets = 32;
   std::vector<unsigned char> source(kMost * N + kOffsets), target(kMost * N + kOffsets + 1);
   for (std::size_t i = 0; i < source.size(); ++i)
      source[i] = static_cast<unsigned char>(i * 37 + i / 251);
   for (std::size_t n = 0; n <= kMost; ++n)
      for (std::size_t offset = 0; offset < kOffsets; ++offset) {
         const std::size_t to = (offset * 7) % kOffsets; // another alignment than the source
         std::fill(target.begin(), target.end(), static_cast<unsigned char>(0xEE));
         rootlet::wire::SwapCopy(target.data() + to, source.data() + offset, n,
                                 std::integral_constant<std::size_t, N>());
         for (std::size_t i = 0; i < target.size(); ++i) {
            unsigned char expected = 0xEE; // outside of what was asked for nothing is touched
            if (i >= to && i < to + n * N) {
               const std::size_t at = i - to;
               expected = source[offset + at / N * N + (N - 1 - at % N)];
            }
            ASSERT_EQ(target[i], expected) << "n=" << n << " source+" << offset << " target+" << to << " byte " << i;
         }
      }
}

} // namespace

TEST(SwapCopy, TurnsWordsOfTwoBytes)
{
   ExpectSwapEqualsNaiveLoop<2>();
}

TEST(SwapCopy, TurnsWordsOfFourBytes)
{
   ExpectSwapEqualsNaiveLoop<4>();
}

TEST(SwapCopy, TurnsWordsOfEightBytes)
{
   ExpectSwapEqualsNaiveLoop<8>();
}
