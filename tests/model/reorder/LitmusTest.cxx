// Proves that the machine can tell what Armv8 allows: the classical litmus tests, each with its verdict there (as the
// architecture's axiomatic model and its published tables give it). Without this, "no bad outcome" would mean nothing.
#include <gtest/gtest.h>

#include "Machine.h"

namespace {

using namespace reorder;

/// Two words, both 0, and threads that read into registers.
struct Litmus {
   Memory memory;
   int x = memory.Word("x");
   int y = memory.Word("y");

   bool Allows(const std::vector<Thread> &threads, const std::function<bool(const Outcome &)> &outcome) const
   {
      const Result any = Explore(memory, threads, [](const Outcome &) { return false; });
      EXPECT_GT(any.outcomes, 0u) << "no execution ends";
      return Explore(memory, threads, outcome).found;
   }
};

/// Message passing: does the reader see y without the x before it?
bool MessagePassing(Order store, FenceKind storeFence, Order load, FenceKind loadFence, bool branch = false)
{
   Litmus l;
   Thread writer("writer");
   writer.Store(l.x, 1);
   writer.Fence(storeFence);
   writer.Store(l.y, 1, store);
   Thread reader("reader");
   const Register y = reader.Load(l.y, load);
   if (branch)
      reader.Require(y, 1);
   reader.Fence(loadFence);
   const Register x = reader.Load(l.x);
   return l.Allows({writer, reader}, [=](const Outcome &o) { return o.Of(1, y) == 1 && o.Of(1, x) == 0; });
}

TEST(ReorderLitmus, MessagePassing)
{
   using enum Order;
   using F = FenceKind;
   EXPECT_TRUE(MessagePassing(kRelaxed, F::kNone, kRelaxed, F::kNone));
   EXPECT_TRUE(MessagePassing(kRelease, F::kNone, kRelaxed, F::kNone));
   EXPECT_TRUE(MessagePassing(kRelaxed, F::kNone, kAcquire, F::kNone));
   EXPECT_TRUE(MessagePassing(kRelease, F::kNone, kRelaxed, F::kNone, true)) << "loads pass branches";
   EXPECT_FALSE(MessagePassing(kRelease, F::kNone, kAcquire, F::kNone));
   EXPECT_FALSE(MessagePassing(kRelaxed, F::kRelease, kAcquire, F::kNone));
   EXPECT_FALSE(MessagePassing(kRelease, F::kNone, kRelaxed, F::kAcquire));
   EXPECT_FALSE(MessagePassing(kRelaxed, F::kRelease, kRelaxed, F::kAcquire));
   EXPECT_TRUE(MessagePassing(kRelaxed, F::kAcquire, kRelaxed, F::kAcquire)) << "an acquire fence orders no stores";
   EXPECT_TRUE(MessagePassing(kRelaxed, F::kRelease, kRelaxed, F::kRelease)) << "a release fence orders no loads here";
}

TEST(ReorderLitmus, MessagePassingWithAddressDependency)
{
   Litmus l;
   const int x = l.memory.Words("cell", {0, 0});
   Thread writer("writer");
   writer.Store(x + 1, 7);
   writer.Fence(FenceKind::kRelease);
   writer.Store(l.y, 1);
   Thread reader("reader");
   const Register y = reader.Load(l.y);
   const Register value = reader.Load({x, y});
   EXPECT_FALSE(l.Allows({writer, reader}, [=](const Outcome &o) { return o.Of(1, y) == 1 && o.Of(1, value) == 0; }));
}

bool StoreBuffering(Order store, Order load, FenceKind fence)
{
   Litmus l;
   std::vector<Thread> threads{Thread("first"), Thread("second")};
   threads[0].Store(l.x, 1, store);
   threads[0].Fence(fence);
   const Register y = threads[0].Load(l.y, load);
   threads[1].Store(l.y, 1, store);
   threads[1].Fence(fence);
   const Register x = threads[1].Load(l.x, load);
   return l.Allows(threads, [=](const Outcome &o) { return o.Of(0, y) == 0 && o.Of(1, x) == 0; });
}

TEST(ReorderLitmus, StoreBuffering)
{
   EXPECT_TRUE(StoreBuffering(Order::kRelaxed, Order::kRelaxed, FenceKind::kNone));
   EXPECT_TRUE(StoreBuffering(Order::kRelease, Order::kAcquire, FenceKind::kNone));
   EXPECT_TRUE(StoreBuffering(Order::kRelaxed, Order::kRelaxed, FenceKind::kRelease));
   EXPECT_TRUE(StoreBuffering(Order::kRelaxed, Order::kRelaxed, FenceKind::kAcquire));
   EXPECT_FALSE(StoreBuffering(Order::kSeqCst, Order::kSeqCst, FenceKind::kNone));
   EXPECT_FALSE(StoreBuffering(Order::kRelaxed, Order::kRelaxed, FenceKind::kFull));
}

bool LoadBuffering(Order load, bool dependency, bool branch)
{
   Litmus l;
   std::vector<Thread> threads{Thread("first"), Thread("second")};
   const Register x = threads[0].Load(l.x, load);
   if (branch)
      threads[0].Require(x, 1);
   threads[0].Store(l.y, dependency ? Operand(0, x) : Operand(1));
   const Register y = threads[1].Load(l.y, load);
   if (branch)
      threads[1].Require(y, 1);
   threads[1].Store(l.x, dependency ? Operand(0, y) : Operand(1));
   return Explore(l.memory, threads, [=](const Outcome &o) { return o.Of(0, x) == 1 && o.Of(1, y) == 1; }).found;
}

TEST(ReorderLitmus, LoadBuffering)
{
   EXPECT_TRUE(LoadBuffering(Order::kRelaxed, false, false));
   EXPECT_FALSE(LoadBuffering(Order::kRelaxed, true, false)) << "nothing comes out of thin air";
   EXPECT_FALSE(LoadBuffering(Order::kRelaxed, false, true)) << "no store before a branch is decided";
   EXPECT_FALSE(LoadBuffering(Order::kAcquire, false, false));
}

TEST(ReorderLitmus, CoherenceOfOneWord)
{
   Litmus l;
   Thread writer("writer");
   writer.Store(l.x, 1);
   writer.Store(l.x, 2);
   Thread reader("reader");
   const Register first = reader.Load(l.x);
   const Register second = reader.Load(l.x);
   EXPECT_FALSE(l.Allows({writer, reader}, [=](const Outcome &o) { return o.Of(1, first) > o.Of(1, second); }));
   EXPECT_TRUE(
      l.Allows({writer, reader}, [=](const Outcome &o) { return o.Of(1, first) == 1 && o.Of(1, second) == 2; }));
   EXPECT_FALSE(l.Allows({writer, reader}, [=](const Outcome &o) { return o.memory[0] != 2; }));

   Thread both("both"); // reads its own store, or what came after it
   both.Store(l.x, 3);
   const Register own = both.Load(l.x);
   EXPECT_FALSE(l.Allows({writer, both}, [=](const Outcome &o) { return o.Of(1, own) == 0; }));
   EXPECT_FALSE(l.Allows({writer, both}, [=](const Outcome &o) { return o.Of(1, own) != 3 && o.memory[0] == 3; }));

   Thread after("after"); // a load does not see the store behind it
   const Register before = after.Load(l.x);
   after.Store(l.x, 4);
   EXPECT_FALSE(l.Allows({after}, [=](const Outcome &o) { return o.Of(0, before) == 4; }));
}

bool IndependentReads(Order load, FenceKind fence)
{
   Litmus l;
   std::vector<Thread> threads{Thread("writes x"), Thread("writes y"), Thread("reads x y"), Thread("reads y x")};
   threads[0].Store(l.x, 1);
   threads[1].Store(l.y, 1);
   const Register x1 = threads[2].Load(l.x, load);
   threads[2].Fence(fence);
   const Register y1 = threads[2].Load(l.y, load);
   const Register y2 = threads[3].Load(l.y, load);
   threads[3].Fence(fence);
   const Register x2 = threads[3].Load(l.x, load);
   return l.Allows(threads, [=](const Outcome &o) {
      return o.Of(2, x1) == 1 && o.Of(2, y1) == 0 && o.Of(3, y2) == 1 && o.Of(3, x2) == 0;
   });
}

TEST(ReorderLitmus, IndependentReadsOfIndependentWrites)
{
   EXPECT_TRUE(IndependentReads(Order::kRelaxed, FenceKind::kNone));
   EXPECT_FALSE(IndependentReads(Order::kAcquire, FenceKind::kNone)) << "Armv8 is multi-copy atomic";
   EXPECT_FALSE(IndependentReads(Order::kRelaxed, FenceKind::kAcquire));
}

TEST(ReorderLitmus, WritesToReadCausality)
{
   Litmus l;
   std::vector<Thread> threads{Thread("writes"), Thread("passes on"), Thread("reads")};
   threads[0].Store(l.x, 1);
   const Register seen = threads[1].Load(l.x);
   threads[1].Store(l.y, {0, seen}); // a data dependency is enough
   const Register y = threads[2].Load(l.y, Order::kAcquire);
   const Register x = threads[2].Load(l.x);
   EXPECT_FALSE(l.Allows(threads, [=](const Outcome &o) { return o.Of(2, y) == 1 && o.Of(2, x) == 0; }));
}

bool TwoPlusTwoWrites(Order store)
{
   Litmus l;
   std::vector<Thread> threads{Thread("first"), Thread("second")};
   threads[0].Store(l.x, 1);
   threads[0].Store(l.y, 2, store);
   threads[1].Store(l.y, 1);
   threads[1].Store(l.x, 2, store);
   return l.Allows(threads, [](const Outcome &o) { return o.memory[0] == 1 && o.memory[1] == 1; });
}

TEST(ReorderLitmus, TwoPlusTwoWrites)
{
   EXPECT_TRUE(TwoPlusTwoWrites(Order::kRelaxed));
   EXPECT_FALSE(TwoPlusTwoWrites(Order::kRelease));
}

TEST(ReorderLitmus, AReleaseStoreDoesNotHoldBackLaterOnes)
{
   Litmus l;
   Thread writer("writer");
   writer.Store(l.x, 1, Order::kRelease);
   writer.Store(l.y, 1);
   Thread reader("reader");
   const Register y = reader.Load(l.y, Order::kAcquire);
   const Register x = reader.Load(l.x, Order::kAcquire);
   EXPECT_TRUE(l.Allows({writer, reader}, [=](const Outcome &o) { return o.Of(1, y) == 1 && o.Of(1, x) == 0; }));
}

TEST(ReorderLitmus, ReadsOfTheSameWritePassEachOther) // litmus test RSW
{
   Litmus l;
   const int z = l.memory.Words("z", {0, 0});
   Thread writer("writer");
   writer.Store(l.x, 1);
   writer.Fence(FenceKind::kFull);
   writer.Store(l.y, 1);
   Thread reader("reader");
   const Register y = reader.Load(l.y);
   const Register first = reader.Load({z, y}); // of y's value 1: z[1]
   const Register second = reader.Load(z + 1);
   const Register x = reader.Load({l.x, second});
   EXPECT_TRUE(l.Allows({writer, reader},
                        [=](const Outcome &o) { return o.Of(1, y) == 1 && o.Of(1, first) == 0 && o.Of(1, x) == 0; }));
}

TEST(ReorderLitmus, AnOwnStoreIsSeenEarly) // PPOCA: a store that is still speculative may be forwarded
{
   Litmus l;
   const int z = l.memory.Words("z", {0, 0});
   Thread writer("writer");
   writer.Store(l.x, 1);
   writer.Fence(FenceKind::kFull);
   writer.Store(l.y, 1);
   Thread reader("reader");
   const Register y = reader.Load(l.y);
   reader.Require(y, 1);
   reader.Store(z, 1);
   const Register own = reader.Load(z);
   const Register x = reader.Load({l.x - 1, own});
   EXPECT_TRUE(l.Allows({writer, reader}, [=](const Outcome &o) { return o.Of(1, x) == 0 && o.Of(1, own) == 1; }));
}

TEST(ReorderLitmus, ReadModifyWritesAreAtomic)
{
   Litmus l;
   std::vector<Thread> threads{Thread("first"), Thread("second"), Thread("third")};
   for (Thread &thread : threads)
      thread.FetchAdd(l.x, 1, Order::kRelaxed);
   EXPECT_FALSE(l.Allows(threads, [](const Outcome &o) { return o.memory[0] != 3; }));

   std::vector<Thread> rivals{Thread("first"), Thread("second")};
   const Register a = rivals[0].CompareExchange(l.x, 0, 1, Order::kRelaxed);
   const Register b = rivals[1].CompareExchange(l.x, 0, 2, Order::kRelaxed);
   EXPECT_FALSE(l.Allows(rivals, [=](const Outcome &o) { return (o.Of(0, a) == 0) == (o.Of(1, b) == 0); }));
   EXPECT_TRUE(l.Allows(rivals, [](const Outcome &o) { return o.memory[0] == 1; }));
   EXPECT_TRUE(l.Allows(rivals, [](const Outcome &o) { return o.memory[0] == 2; }));
}

TEST(ReorderLitmus, TheStoreOfAnAcquireExchangeMayComeLate)
{
   Litmus l;
   std::vector<Thread> threads{Thread("first"), Thread("second")};
   threads[0].Exchange(l.x, 1, Order::kAcquire);
   const Register y = threads[0].Load(l.y);
   threads[1].Exchange(l.y, 1, Order::kAcquire);
   const Register x = threads[1].Load(l.x);
   EXPECT_TRUE(l.Allows(threads, [=](const Outcome &o) { return o.Of(0, y) == 0 && o.Of(1, x) == 0; }));
}

} // namespace
