// The private bookkeeping of free space: never gives a byte twice, joins neighbours, fits tightly.
#include "heap/ExtentAllocator.h"

#include <gtest/gtest.h>

#include <map>
#include <random>
#include <vector>

namespace rootlet {
namespace {

TEST(ExtentAllocator, GivesNothingWhenItHasNothing)
{
   ExtentAllocator allocator;
   EXPECT_FALSE(allocator.Allocate(64));
   allocator.Free({65536, 128});
   EXPECT_FALSE(allocator.Allocate(192));
}

TEST(ExtentAllocator, JoinsNeighboursOnBothSides)
{
   ExtentAllocator allocator;
   allocator.Free({0, 64});
   allocator.Free({128, 64});
   EXPECT_EQ(allocator.ExtentCount(), 2u);
   EXPECT_EQ(allocator.Free({64, 64}), (Extent{0, 192}));
   EXPECT_EQ(allocator.ExtentCount(), 1u);
   EXPECT_EQ(allocator.Allocate(192), 0u);
   EXPECT_EQ(allocator.FreeBytes(), 0u);
}

TEST(ExtentAllocator, JoinsAcrossChunks)
{
   ExtentAllocator allocator;
   allocator.Free({0, 65536});
   EXPECT_EQ(allocator.Free({65536, 131072}), (Extent{0, 196608}));
}

TEST(ExtentAllocator, TakesTheBestFit)
{
   ExtentAllocator allocator;
   allocator.Free({0, 64 * 100});
   allocator.Free({1 << 20, 64 * 70});
   allocator.Free({2 << 20, 64 * 2});
   EXPECT_EQ(allocator.Allocate(64 * 2), 2u << 20);
   EXPECT_EQ(allocator.Allocate(64 * 69), 1u << 20);
   EXPECT_EQ(allocator.Allocate(64 * 69), 0u);
}

TEST(ExtentAllocator, RemovesTheMiddleOfAFreeExtent)
{
   ExtentAllocator allocator;
   const Extent whole = allocator.Free({64, 64 * 10});
   allocator.Remove(whole, {64 * 3, 64 * 2});
   EXPECT_EQ(allocator.FreeBytes(), 64u * 8);
   EXPECT_EQ(allocator.ExtentCount(), 2u);
   EXPECT_EQ(allocator.Free({64 * 3, 64 * 2}), (Extent{64, 64 * 10}));
}

TEST(ExtentAllocator, AgreesWithAPlainModelOverManyRandomSteps)
{
   constexpr std::uint64_t kSpace = std::uint64_t{4} << 20;
   ExtentAllocator allocator;
   allocator.Free({0, kSpace});
   std::map<std::uint64_t, std::uint64_t> live; // offset, size
   std::uint64_t liveBytes = 0;
   std::mt19937 random(7);
   for (int step = 0; step < 50000; ++step) {
      if (random() % 2 == 0 || live.empty()) {
         const std::uint64_t size = 64 * (1 + (random() % 4 == 0 ? random() % 2000 : random() % 40));
         const auto offset = allocator.Allocate(size);
         if (!offset)
            continue;
         ASSERT_LE(*offset + size, kSpace);
         const auto after = live.lower_bound(*offset);
         if (after != live.end()) {
            ASSERT_LE(*offset + size, after->first);
         }
         if (after != live.begin()) {
            ASSERT_LE(std::prev(after)->first + std::prev(after)->second, *offset);
         }
         live[*offset] = size;
         liveBytes += size;
      } else {
         auto victim = live.lower_bound(random() % kSpace);
         if (victim == live.end())
            victim = live.begin();
         allocator.Free({victim->first, victim->second});
         liveBytes -= victim->second;
         live.erase(victim);
      }
      ASSERT_EQ(allocator.FreeBytes() + liveBytes, kSpace);
   }
   for (const auto &[offset, size] : live)
      allocator.Free({offset, size});
   EXPECT_EQ(allocator.ExtentCount(), 1u);
   EXPECT_EQ(allocator.Allocate(kSpace), 0u);
}

} // namespace
} // namespace rootlet
