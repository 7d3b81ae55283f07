// The one copy out of shared memory: exactly the bytes asked for, at every length and alignment.
#include "heap/CopyFromShared.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

namespace rootlet {
namespace {

std::vector<char> Pattern(std::size_t size)
{
   std::vector<char> bytes(size);
   for (std::size_t i = 0; i < size; ++i)
      bytes[i] = static_cast<char>(i * 7 + i / 251);
   return bytes;
}

void ExpectExactCopy(const std::vector<char> &source, std::size_t from, std::size_t to, std::size_t size)
{
   constexpr char kGuard = 0x5a;
   std::vector<char> target(to + size + 64, kGuard);
   CopyFromShared(target.data() + to, source.data() + from, size);
   ASSERT_TRUE(std::equal(source.begin() + static_cast<long>(from), source.begin() + static_cast<long>(from + size),
                          target.begin() + static_cast<long>(to)))
      << size << " bytes from +" << from << " to +" << to;
   ASSERT_EQ(std::count(target.begin(), target.begin() + static_cast<long>(to), kGuard), static_cast<long>(to));
   ASSERT_EQ(std::count(target.begin() + static_cast<long>(to + size), target.end(), kGuard), 64);
}

TEST(CopyFromShared, CopiesEveryShortLengthAtEveryAlignment)
{
   const std::vector<char> source = Pattern(1000);
   for (std::size_t size = 0; size <= 300; ++size)
      for (std::size_t from = 0; from < 17; from += 1)
         for (std::size_t to = 0; to < 9; to += 4)
            ExpectExactCopy(source, from, to, size);
}

TEST(CopyFromShared, CopiesLongStretches)
{
   const std::vector<char> source = Pattern((std::size_t{4} << 20) + 100);
   for (const std::size_t size : {4096u, 65535u, 65536u, 65537u, 1000003u, 4u << 20})
      for (const std::size_t from : {0u, 1u, 64u})
         ExpectExactCopy(source, from, 3, size);
}

} // namespace
} // namespace rootlet
