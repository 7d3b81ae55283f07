// Bulk byte order against plain loops: rows that lie apart, and numbers side by side to and from columns; and which
// instructions do it. The tests simd.<level>.<program> run these and others at each level.
#include "io/ByteOrder.h"

#include "Reports.h"
#include "RootletWire.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <string>
#include <vector>

using namespace rootlet::wire;

namespace {

using ByteVector = std::vector<char>;
constexpr char kUntouched = '\x5e';

ByteVector Pattern(std::size_t size)
{
   ByteVector bytes(size);
   for (std::size_t i = 0; i < size; ++i)
      bytes[i] = static_cast<char>(i * 37 + i / 251);
   return bytes;
}

void TurnOne(char *to, const char *from, std::size_t n)
{
   std::reverse_copy(from, from + n, to);
}

template <std::size_t N>
void ExpectRows(std::size_t elements, std::size_t rows, std::size_t toGap, std::size_t fromGap, std::size_t offset)
{
   const std::size_t bytes = elements * N;
   const std::size_t toStride = bytes + toGap, fromStride = bytes + fromGap;
   const std::size_t to = (7 * offset) % 16; // another alignment than the source
   // Exactly as much as is needed: AddressSanitizer sees who takes more.
   const ByteVector source = Pattern(rows ? offset + (rows - 1) * fromStride + bytes : offset + 1);
   ByteVector target(rows ? to + (rows - 1) * toStride + bytes : to + 1, kUntouched);
   ByteVector expected = target;
   for (std::size_t row = 0; row < rows; ++row)
      for (std::size_t at = 0; at < bytes; at += N)
         TurnOne(&expected[to + row * toStride + at], &source[offset + row * fromStride + at], N);
   SwapRows<N>({target.data() + to, toStride, source.data() + offset, fromStride, rows, bytes});
   ASSERT_EQ(target, expected) << rows << " rows of " << elements << " elements of " << N << ", gaps " << toGap << ", "
                               << fromGap << ", offset " << offset;
}

template <std::size_t N>
void ExpectAllRows()
{
   for (std::size_t elements = 1; elements <= 40; ++elements)
      for (const std::size_t rows : {0u, 1u, 2u, 3u, 4u, 5u, 17u})
         for (const std::size_t toGap : {0u, 1u, 8u, 30u})
            for (const std::size_t fromGap : {0u, 3u, 64u})
               for (const std::size_t offset : {0u, 1u, 5u}) {
                  ExpectRows<N>(elements, rows, toGap, fromGap, offset);
                  if (::testing::Test::HasFatalFailure())
                     return;
               }
}

template <std::size_t N>
void ExpectSwapCopy()
{
   for (std::size_t n = 0; n <= 200; ++n)
      for (const std::size_t offset : {0u, 1u, 3u, 7u}) {
         const ByteVector source = Pattern(offset + n * N + (n == 0));
         const std::size_t to = (3 * offset) % 8;
         ByteVector target(to + n * N + (n == 0), kUntouched), expected = target;
         for (std::size_t at = 0; at < n * N; at += N)
            TurnOne(&expected[to + at], &source[offset + at], N);
         SwapCopy(target.data() + to, source.data() + offset, n, std::integral_constant<std::size_t, N>());
         ASSERT_EQ(target, expected) << n << " elements of " << N << ", offset " << offset;
      }
}

/// What ROOTLET_SIMD=`wish` leads to in a new process: the level, and whether one line was reported that has `part`; empty:
/// whether none was. The exit code is 0 if it is as expected.
void ExitWithLevel(const char *wish, ESimd expected, const std::string &part)
{
   const Reports reports;
   setenv("ROOTLET_SIMD", wish, 1);
   const ESimd level = Simd();
   const bool reported = part.empty() ? reports.Count() == 0 : static_cast<bool>(reports.IsOneLineWith({part}));
   // It is asked once: what changes later has no effect, and no second line comes.
   setenv("ROOTLET_SIMD", "other", 1);
   const bool same = Simd() == level && reports.Count() == (part.empty() ? 0u : 1u);
   // And it works.
   const ByteVector source = Pattern(400);
   ByteVector target(400), turned(400);
   SwapCopy(target.data(), source.data(), 100, std::integral_constant<std::size_t, 4>());
   for (std::size_t at = 0; at < 400; at += 4)
      TurnOne(&turned[at], &source[at], 4);
   std::exit(level == expected && reported && same && target == turned ? 0 : 1);
}

/// What the kernel says of this processor.
ESimd Best()
{
   std::ifstream info("/proc/cpuinfo");
   for (std::string line; std::getline(info, line);)
      if (line.starts_with("flags"))
         return line.find(" avx2") != line.npos    ? ESimd::kAvx2
                : line.find(" ssse3") != line.npos ? ESimd::kSsse3
                                                   : ESimd::kNone;
   return ESimd::kNone; // a processor of another kind
}

class SimdLevel : public ::testing::Test {
protected:
   // Each in a process that runs nothing else: the level is chosen once.
   void SetUp() override { GTEST_FLAG_SET(death_test_style, "threadsafe"); }
};
using SimdLevelDeathTest = SimdLevel;

} // namespace

TEST(SwapRows, TurnsEachRowAndNothingBetween)
{
   ExpectAllRows<1>();
   ExpectAllRows<2>();
   ExpectAllRows<4>();
   ExpectAllRows<8>();
}

TEST(SwapRows, WithoutBytesDoesNothing)
{
   char here = 'x';
   const char there = 'y';
   SwapRows<4>({&here, 0, &there, 0, 5, 0});
   SwapRows<1>({&here, 1, &there, 1, 0, 1});
   EXPECT_EQ(here, 'x');
}

TEST(SwapCopyExact, TouchesNothingElse)
{
   ExpectSwapCopy<2>();
   ExpectSwapCopy<4>();
   ExpectSwapCopy<8>();
}

class SwapAbreast : public ::testing::TestWithParam<std::size_t> {};

TEST_P(SwapAbreast, ToColumnsAndBack)
{
   const std::size_t numbers = GetParam(), row = 4 * numbers;
   for (std::size_t n = 0; n <= 70; ++n)
      for (const std::size_t stride : {row, row + 1, row + 8, 100ul})
         for (const std::size_t gap : {0u, 1u, 60u})
            for (const std::size_t offset : {0u, 1u, 3u}) {
               const std::size_t apart = 4 * n + gap;
               const ByteVector objects = Pattern(offset + (n ? (n - 1) * stride + row : 1));
               ByteVector columns(offset + (numbers - 1) * apart + 4 * n + (n == 0), kUntouched);
               ByteVector expected = columns;
               for (std::size_t i = 0; i < n; ++i)
                  for (std::size_t k = 0; k < numbers; ++k)
                     TurnOne(&expected[offset + k * apart + 4 * i], &objects[offset + i * stride + 4 * k], 4);
               SwapToColumns({columns.data() + offset, objects.data() + offset, stride, apart, n, numbers});
               ASSERT_EQ(columns, expected) << n << " objects, stride " << stride << ", gap " << gap;

               ByteVector back(objects.size(), kUntouched), whole = back;
               for (std::size_t i = 0; i < n; ++i)
                  std::copy_n(&objects[offset + i * stride], row, &whole[offset + i * stride]);
               SwapFromColumns({back.data() + offset, columns.data() + offset, stride, apart, n, numbers});
               ASSERT_EQ(back, whole) << n << " objects, stride " << stride << ", gap " << gap;
            }
}
INSTANTIATE_TEST_SUITE_P(Numbers, SwapAbreast, ::testing::Values(2, 3, 4));

TEST(Simd, IsTheBestThatThisProcessMayTake)
{
   const char *const wish = std::getenv("ROOTLET_SIMD");
   const std::string level = wish ? wish : "";
   const ESimd most = level == "none" ? ESimd::kNone : level == "ssse3" ? ESimd::kSsse3 : ESimd::kAvx2;
   EXPECT_EQ(Simd(), std::min(most, Best()));
}

TEST_F(SimdLevelDeathTest, IsTheOneAskedFor)
{
   EXPECT_EXIT(ExitWithLevel("none", ESimd::kNone, ""), ::testing::ExitedWithCode(0), "");
   EXPECT_EXIT(ExitWithLevel("", Best(), ""), ::testing::ExitedWithCode(0), "");
   if (Best() >= ESimd::kSsse3)
      EXPECT_EXIT(ExitWithLevel("ssse3", ESimd::kSsse3, ""), ::testing::ExitedWithCode(0), "");
   else
      EXPECT_EXIT(ExitWithLevel("ssse3", Best(), "no ssse3"), ::testing::ExitedWithCode(0), "");
   if (Best() >= ESimd::kAvx2)
      EXPECT_EXIT(ExitWithLevel("avx2", ESimd::kAvx2, ""), ::testing::ExitedWithCode(0), "");
   else
      EXPECT_EXIT(ExitWithLevel("avx2", Best(), "no avx2"), ::testing::ExitedWithCode(0), "");
}

TEST_F(SimdLevelDeathTest, ThatNobodyKnowsIsOneLineAndTheBest)
{
   EXPECT_EXIT(ExitWithLevel("mmx", Best(), "`mmx`"), ::testing::ExitedWithCode(0), "");
   EXPECT_EXIT(ExitWithLevel("SSSE3", Best(), "`SSSE3`"), ::testing::ExitedWithCode(0), "");
}
