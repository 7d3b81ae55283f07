// Whether the stack of a thread is low: on the first thread, on threads with stacks of other sizes, and for addresses that
// belong to no stack. What objects that nest too deep lead to is in PointersTest.cxx.
#include "io/StackGuard.h"

#include <gtest/gtest.h>

#include <pthread.h>

#include <algorithm>
#include <cstdint>
#include <vector>

namespace {

#if defined(__SANITIZE_THREAD__)
constexpr bool kWholeStack = false;         // a part of it is left alone
constexpr std::size_t kTaken = 1024 * 1024; // bytes of each thread's stack: 771 KiB are the sanitizer's own
#else
constexpr bool kWholeStack = true;
constexpr std::size_t kTaken = 0;
#endif

/// What was seen on a thread.
struct Seen {
   bool fLowAtFirst = true;
   bool fLowInTheMiddle = true;
   bool fLowNearTheEnd = false;
   bool fLowElsewhere = true;
   std::size_t fLeft = 0; ///< bytes of the stack when it was low for the first time, going down
};

std::uintptr_t Lowest(std::size_t &size)
{
   pthread_attr_t attributes;
   void *lowest = nullptr;
   pthread_getattr_np(pthread_self(), &attributes);
   pthread_attr_getstack(&attributes, &lowest, &size);
   pthread_attr_destroy(&attributes);
   return reinterpret_cast<std::uintptr_t>(lowest);
}

/// Takes the stack a few kB at a time until it is low; the depth is bounded by the stack of the largest thread.
[[gnu::noinline]] std::size_t LeftWhenLow(std::uintptr_t lowest, int depth)
{
   volatile char taken[2048];
   taken[0] = static_cast<char>(depth);
   const auto here = reinterpret_cast<std::uintptr_t>(__builtin_frame_address(0));
   if (rootlet::StackIsLowAt(here) || depth > 100000)
      return here - lowest;
   const std::size_t left = LeftWhenLow(lowest, depth + 1);
   taken[1] = taken[0];
   return left;
}

void *Look(void *argument)
{
   Seen &seen = *static_cast<Seen *>(argument);
   std::size_t size = 0;
   const std::uintptr_t lowest = Lowest(size);
   seen.fLowAtFirst = rootlet::StackIsLowAt(reinterpret_cast<std::uintptr_t>(__builtin_frame_address(0)));
   seen.fLowInTheMiddle = kWholeStack && rootlet::StackIsLowAt(lowest + size / 2 + 4096);
   seen.fLowNearTheEnd = rootlet::StackIsLowAt(lowest + 1024);
   const std::vector<char> heap(1);
   seen.fLowElsewhere = rootlet::StackIsLowAt(reinterpret_cast<std::uintptr_t>(heap.data())) ||
                        rootlet::StackIsLowAt(lowest - 1) || rootlet::StackIsLowAt(lowest + size);
   seen.fLeft = LeftWhenLow(lowest, 0);
   return nullptr;
}

void ExpectSeen(const Seen &seen, std::size_t margin)
{
   EXPECT_FALSE(seen.fLowAtFirst);
   EXPECT_FALSE(seen.fLowInTheMiddle);
   EXPECT_TRUE(seen.fLowNearTheEnd);
   EXPECT_FALSE(seen.fLowElsewhere);
   if (kWholeStack) {
      EXPECT_LE(seen.fLeft, margin);
      EXPECT_GE(seen.fLeft + 32 * 1024, margin); // frames are larger under sanitizers
   }
}

class StackOfAThread : public ::testing::TestWithParam<std::size_t> {};

} // namespace

TEST(Stack, OfTheFirstThreadIsLowWhereAQuarterMiBIsLeft)
{
   Seen seen;
   Look(&seen);
   ExpectSeen(seen, 256 * 1024);
}

TEST_P(StackOfAThread, IsLowWhereAQuarterMiBOrHalfOfItIsLeft)
{
   const std::size_t kilobytes = GetParam();
   pthread_attr_t attributes;
   pthread_attr_init(&attributes);
   ASSERT_EQ(pthread_attr_setstacksize(&attributes, kilobytes * 1024 + kTaken), 0);
   Seen seen[2];
   for (Seen &each : seen) { // a thread may get the stack of one that has ended
      pthread_t thread;
      ASSERT_EQ(pthread_create(&thread, &attributes, &Look, &each), 0);
      pthread_join(thread, nullptr);
      ExpectSeen(each, std::min<std::size_t>(256, kilobytes / 2) * 1024);
   }
   pthread_attr_destroy(&attributes);
}

INSTANTIATE_TEST_SUITE_P(KiB, StackOfAThread, ::testing::Values(256, 600, 1024, 8192));
