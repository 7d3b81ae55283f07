// The seal's checksum: published values, and instructions against the table.
#include "heap/Crc32c.h"

#include <gtest/gtest.h>

#include <numeric>
#include <random>
#include <string>
#include <vector>

namespace rootlet {
namespace {

struct Known {
   std::string bytes;
   std::uint32_t crc;
};

std::string Ascending()
{
   std::string bytes(32, '\0');
   std::iota(bytes.begin(), bytes.end(), '\0');
   return bytes;
}

class Crc32cKnown : public testing::TestWithParam<Known> {};

TEST_P(Crc32cKnown, GivesThePublishedValue)
{
   const Known &known = GetParam();
   EXPECT_EQ(Crc32c(known.bytes.data(), known.bytes.size()), known.crc);
   EXPECT_EQ(Crc32cByLanes(known.bytes.data(), known.bytes.size()), known.crc);
   EXPECT_EQ(Crc32cPortable(known.bytes.data(), known.bytes.size()), known.crc);
}

// RFC 3720, appendix B.4, and the usual check value.
INSTANTIATE_TEST_SUITE_P(Rfc3720, Crc32cKnown,
                         testing::Values(Known{"", 0}, Known{"123456789", 0xe3069283},
                                         Known{std::string(32, '\0'), 0x8a9136aa},
                                         Known{std::string(32, '\xff'), 0x62a8ab43}, Known{Ascending(), 0x46dd794e}));

TEST(Crc32c, AllWaysAgreeAtEveryLengthAndAlignment)
{
   std::mt19937 random(1);
   std::vector<unsigned char> bytes(40000);
   for (auto &byte : bytes)
      byte = static_cast<unsigned char>(random());
   std::vector<std::size_t> lengths(1000);
   std::iota(lengths.begin(), lengths.end(), 0u);
   constexpr std::size_t kFolded = 25 * 256; // a block that is folded beside lanes
   for (const std::size_t n : {3 * 256u, 3 * 4096u, 3 * 4096u + 3 * 256u + 7u, 6 * 4096u, 39000u})
      lengths.insert(lengths.end(), {n - 1, n, n + 1});
   for (const std::size_t n : {kFolded, kFolded + 256, kFolded + 320, 4 * kFolded})
      lengths.insert(lengths.end(), {n - 1, n, n + 1});
   for (const std::size_t length : lengths)
      for (std::size_t start = 0; start < 3; ++start)
         for (const auto sum : {Crc32c, Crc32cByLanes})
            ASSERT_EQ(sum(bytes.data() + start, length, 7), Crc32cPortable(bytes.data() + start, length, 7))
               << length << " bytes from " << start;
}

TEST(Crc32c, GoesOnWhereItStopped)
{
   std::string text(20000, '\0');
   for (std::size_t i = 0; i < text.size(); ++i)
      text[i] = static_cast<char>(i * i / 7);
   const std::uint32_t whole = Crc32c(text.data(), text.size());
   for (const std::size_t cut : {0, 1, 7, 800, 4999, 6400, 19900, 20000})
      EXPECT_EQ(Crc32c(text.data() + cut, text.size() - cut, Crc32c(text.data(), cut)), whole) << cut;
}

TEST(Crc32c, ChangesWithEverySingleBit)
{
   std::string text(1000, 'a');
   const std::uint32_t before = Crc32c(text.data(), text.size());
   for (std::size_t i = 0; i < text.size(); ++i)
      for (int bit = 0; bit < 8; ++bit) {
         text[i] = static_cast<char>(text[i] ^ 1 << bit);
         EXPECT_NE(Crc32c(text.data(), text.size()), before);
         text[i] = static_cast<char>(text[i] ^ 1 << bit);
      }
}

} // namespace
} // namespace rootlet
