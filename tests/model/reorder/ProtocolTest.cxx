// The steps of docs/mapfile-format.md as small programs, run in every order that Armv8 allows: none ends badly, and each
// fence, order or re-read that is taken out is found to matter. Which program mirrors which function: ../README.md.
// Invariant: a test that expects "never" runs the very same program as its broken forms, but for one step.
#include <gtest/gtest.h>

#include <algorithm>

#include "Machine.h"

namespace {

using namespace reorder;

/// Everything that the protocol orders. As it stands here it is right; each test breaks one thing.
struct Steps {
   // Publish
   Order invalidate = Order::kRelease;           // of the 0 in step 2: after the commit before it
   FenceKind publishFence = FenceKind::kRelease; // step 2
   bool freeBeforeInvalidate = false;
   Order generation = Order::kRelease; // step 4
   Order commit = Order::kRelease;     // step 5
   Order notify = Order::kRelease;     // step 6
   // Read
   Order readCommit = Order::kAcquire;        // step 2
   Order readGeneration = Order::kAcquire;    // step 3
   FenceKind readFence = FenceKind::kAcquire; // step 5
   bool generationAgain = true;               // step 5
   bool ownerAgain = true;                    // step 5
   bool idAgain = true;                       // step 5
   bool suspect = false; // another boot: readers ignore commit words until recovery has stored the boot id
   // Directory
   FenceKind removeFence = FenceKind::kRelease;
   Order removeGeneration = Order::kRelease; // after the 0 of the id
   FenceKind rehashFence = FenceKind::kRelease;
   Order root = Order::kRelease;
   Order bucket = Order::kRelease;
   Order readBucket = Order::kAcquire;
   // Claim
   bool ownerBeforeCommit = false;
   bool clearFirst = true;
   Order owner = Order::kRelease;
   // Waiting
   Order readNotify = Order::kAcquire;
   bool lookFirst = false;
   // Heap lock and growth
   Order lock = Order::kAcquire;
   Order unlock = Order::kRelease;
   Order heapSize = Order::kRelease;
   FenceKind growthFence = FenceKind::kAcquire;
};

/// A record with two slots, three blocks of two words (generation in the header, one word of payload), two leases.
struct Map {
   Memory memory;
   int id = memory.Word("id", 5);
   int owner = memory.Word("owner", 0);
   int gen = memory.Words("generation", {1, 2});
   int block = memory.Words("block", {0, 0});
   int commit = memory.Words("commit", {2, 2});
   int cells = memory.Words("cells", {1, 1, 2, 2, 0, 0});
   int notify = -1;
   Map() : Map({1, 2}, {2, 2}) {}
   Map(std::vector<int> generations, std::vector<int> commits)
   {
      memory = Memory();
      id = memory.Word("id", 5);
      owner = memory.Word("owner", 0);
      gen = memory.Words("generation", generations);
      const int first = static_cast<int>(memory.Values().size()) + 4;
      block = memory.Words("block", {first, first + 2});
      commit = memory.Words("commit", commits);
      cells = memory.Words("cells", {generations[0], generations[0], generations[1], generations[1], 0, 0});
      EXPECT_EQ(cells, first);
      notify = memory.Word("notify", 0);
   }
   int Block(int number) const { return cells + 2 * number; }
};

constexpr int kForeign = 99; // what somebody else writes into a block that was freed

void Fill(Thread &thread, int block, int content)
{
   thread.Store(block, content);
   thread.Store(block + 1, content);
}

/// Publisher::Invalidate.
void Invalidate(Thread &thread, const Map &map, int slot, const Steps &steps)
{
   thread.Store(map.gen + slot, 0, steps.invalidate);
   thread.Fence(steps.publishFence);
}

/// Publisher::PublishOne, into the block that the slot has.
void PublishOne(Thread &thread, const Map &map, int slot, int generation, const Steps &steps)
{
   Invalidate(thread, map, slot, steps);
   Fill(thread, map.Block(slot), generation);
   thread.Store(map.gen + slot, generation, steps.generation);
}

/// One pass of Reader::TryRead that takes slot `choice`, or finds none (choice 2). The choice is a guess, which the values
/// loaded confirm or not, as a processor's is.
class Reading {
public:
   Reading(Thread &thread, const Map &map, int choice, const Steps &steps)
      : fSteps(steps), fChoice(choice), fBefore(map.memory.Values()[static_cast<std::size_t>(map.commit)])
   {
      fId = thread.Load(map.id, Order::kAcquire);
      fOwner = thread.Load(map.owner, Order::kAcquire);
      if (!steps.suspect)
         fCommit = thread.Load({map.commit, fOwner}, steps.readCommit);
      for (int s = 0; s < 2; ++s)
         fGenerations.push_back(thread.Load(map.gen + s, steps.readGeneration));
      if (choice < 2) {
         const Register block = thread.Load(map.block + choice);
         fHeader = thread.Load(block);
         fPayload = thread.Load({1, block});
      }
      thread.Fence(steps.readFence);
      if (choice < 2)
         fAgain = thread.Load(map.gen + choice);
      fOwnerAgain = thread.Load(map.owner);
      fIdAgain = thread.Load(map.id);
      if (choice == 2 && !steps.suspect)
         fCommitAgain = thread.Load({map.commit, fOwner}, steps.readCommit);
   }

   /// True if the reader gives its caller something that it must not give: a torn version, one that is not of `versions`
   /// (those that are ever committed, in order), or one older than the newest that was committed when it began.
   bool EndsBadly(const Outcome &o, std::size_t thread, int id, const std::vector<int> &versions) const
   {
      const auto of = [&](Register r) { return o.Of(thread, r); };
      const int commit = fSteps.suspect ? 127 : of(fCommit);
      int chosen = 2;
      int generation = 0;
      for (int s = 0; s < 2; ++s) {
         const int g = of(fGenerations[static_cast<std::size_t>(s)]);
         if (g > generation && g <= commit) {
            generation = g;
            chosen = s;
         }
      }
      if (of(fId) != id || chosen != fChoice)
         return false; // gone, or another guess is right
      if ((fSteps.ownerAgain && of(fOwnerAgain) != of(fOwner)) || (fSteps.idAgain && of(fIdAgain) != id))
         return false; // again
      int newest = fBefore;
      for (const int version : versions)
         newest = version <= commit && !fSteps.suspect ? std::max(newest, version) : newest;
      if (chosen == 2)
         // "No version yet"; on a suspect map the boot id, looked at again, tells that a producer has come.
         return !fSteps.suspect && of(fCommitAgain) == commit;
      if (fSteps.generationAgain && of(fAgain) != generation)
         return false;
      return of(fHeader) != generation || of(fPayload) != generation || generation < newest ||
             std::find(versions.begin(), versions.end(), generation) == versions.end();
   }

private:
   Steps fSteps;
   int fChoice;
   int fBefore;
   Register fId, fOwner, fCommit, fHeader, fPayload, fAgain, fOwnerAgain, fIdAgain, fCommitAgain;
   std::vector<Register> fGenerations;
};

/// Runs writers against a reader of the record that had the id 5, for each guess of the reader.
testing::AssertionResult NeverReadsBadly(const Map &map, std::vector<Thread> writers, const std::vector<int> &versions,
                                         const Steps &steps)
{
   std::uint64_t outcomes = 0;
   for (int choice = 0; choice < 3; ++choice) {
      std::vector<Thread> threads = writers;
      threads.emplace_back("reader");
      const Reading reading(threads.back(), map, choice, steps);
      const Result result = Explore(
         map.memory, threads, [&](const Outcome &o) { return reading.EndsBadly(o, writers.size(), 5, versions); });
      if (result.found)
         return testing::AssertionFailure() << "the reader takes slot " << choice << ":\n" << result.trace;
      outcomes += result.outcomes;
   }
   return outcomes == 0 ? testing::AssertionFailure() << "no execution ends" : testing::AssertionSuccess();
}

testing::AssertionResult Never(const Memory &memory, const std::vector<Thread> &threads,
                               const std::function<bool(const Outcome &)> &bad)
{
   const Result result = Explore(memory, threads, bad);
   if (result.found)
      return testing::AssertionFailure() << result.trace;
   return result.outcomes == 0 ? testing::AssertionFailure() << "no execution ends" : testing::AssertionSuccess();
}

// ---- publish and read -------------------------------------------------------------------------------------------------

/// Versions 3 and 4 go into the slots of 1 and 2.
testing::AssertionResult PublishTwice(const Steps &steps)
{
   const Map map;
   Thread producer("producer");
   PublishOne(producer, map, 0, 3, steps);
   producer.Store(map.commit, 3, steps.commit);
   PublishOne(producer, map, 1, 4, steps);
   producer.Store(map.commit, 4, steps.commit);
   return NeverReadsBadly(map, {producer}, {1, 2, 3, 4}, steps);
}

TEST(ReorderPublish, EveryReadGivesTheNewestWhole)
{
   EXPECT_TRUE(PublishTwice({}));
}
TEST(ReorderPublish, NeedsTheFenceOfStep2)
{
   EXPECT_FALSE(PublishTwice({.publishFence = FenceKind::kNone}));
}
TEST(ReorderPublish, NeedsTheZeroToFollowTheCommitBeforeIt)
{
   EXPECT_FALSE(PublishTwice({.invalidate = Order::kRelaxed}));
}
TEST(ReorderPublish, NeedsReleaseOnTheCommit)
{
   EXPECT_FALSE(PublishTwice({.commit = Order::kRelaxed}));
}
TEST(ReorderRead, NeedsAcquireOnTheCommit)
{
   EXPECT_FALSE(PublishTwice({.readCommit = Order::kRelaxed}));
}
TEST(ReorderRead, NeedsTheFenceOfStep5)
{
   EXPECT_FALSE(PublishTwice({.readFence = FenceKind::kNone}));
}
TEST(ReorderRead, NeedsTheGenerationAgain)
{
   EXPECT_FALSE(PublishTwice({.generationAgain = false}));
}

// Whoever believes the commit has its order, and that of the generation would not be needed. On a suspect map nothing else is
// there.
TEST(ReorderSuspect, EveryReadGivesAWholeVersion)
{
   EXPECT_TRUE(PublishTwice({.suspect = true}));
}
TEST(ReorderSuspect, NeedsReleaseOnTheGeneration)
{
   EXPECT_FALSE(PublishTwice({.generation = Order::kRelaxed, .suspect = true}));
}
TEST(ReorderSuspect, NeedsAcquireOnTheGeneration)
{
   EXPECT_FALSE(PublishTwice({.readGeneration = Order::kRelaxed, .suspect = true}));
}

/// Version 3 does not fit into the block of slot 0, whose old block then goes to somebody else.
testing::AssertionResult PublishIntoAnotherBlock(const Steps &steps)
{
   const Map map({2, 1}, {2, 2}); // slot 0 holds the version that a reader takes; then slot 1 does not matter
   Thread producer("producer");
   PublishOne(producer, map, 1, 3, steps);
   producer.Store(map.commit, 3, steps.commit);
   if (steps.freeBeforeInvalidate)
      Fill(producer, map.Block(0), kForeign);
   Invalidate(producer, map, 0, steps);
   producer.Store(map.Block(2), 0); // the new header
   producer.Store(map.block, map.Block(2), Order::kRelease);
   if (!steps.freeBeforeInvalidate)
      Fill(producer, map.Block(0), kForeign);
   Fill(producer, map.Block(2), 4);
   producer.Store(map.gen, 4, steps.generation);
   producer.Store(map.commit, 4, steps.commit);
   return NeverReadsBadly(map, {producer}, {1, 2, 3, 4}, steps);
}

TEST(ReorderReplace, TheOldBlockMayBeReusedAtOnce)
{
   EXPECT_TRUE(PublishIntoAnotherBlock({}));
}
TEST(ReorderReplace, NeedsTheFenceOfStep2)
{
   EXPECT_FALSE(PublishIntoAnotherBlock({.publishFence = FenceKind::kNone}));
}
TEST(ReorderReplace, NeedsTheZeroBeforeTheFree)
{
   EXPECT_FALSE(PublishIntoAnotherBlock({.freeBeforeInvalidate = true}));
}
TEST(ReorderReplace, NeedsTheFenceOfStep5)
{
   EXPECT_FALSE(PublishIntoAnotherBlock({.readFence = FenceKind::kNone}));
}

/// Two records in one Update; a snapshot loads the commit once. True: never of two Updates.
testing::AssertionResult Snapshot(const Steps &steps)
{
   Memory memory;
   const int first = memory.Words("first record", {1, 2});
   const int second = memory.Words("second record", {1, 2});
   const int commit = memory.Word("commit", 2);
   Thread producer("producer");
   for (const int record : {first, second}) {
      producer.Store(record, 0, steps.invalidate);
      producer.Fence(steps.publishFence);
      producer.Store(record, 3, steps.generation);
   }
   producer.Store(commit, 3, steps.commit);
   Thread reader("reader");
   const Register g = reader.Load(commit, steps.readCommit);
   std::vector<Register> seen;
   for (const int word : {first, first + 1, second, second + 1})
      seen.push_back(reader.Load(word, steps.readGeneration));
   return Never(memory, {producer, reader}, [=](const Outcome &o) {
      const auto newest = [&](std::size_t i) {
         int best = 0;
         for (const Register r : {seen[i], seen[i + 1]})
            best = o.Of(1, r) <= o.Of(1, g) ? std::max(best, o.Of(1, r)) : best;
         return best;
      };
      return newest(0) != newest(2);
   });
}

TEST(ReorderSnapshot, IsOfOneUpdate)
{
   EXPECT_TRUE(Snapshot({}));
}
TEST(ReorderSnapshot, NeedsReleaseOnTheCommit)
{
   EXPECT_FALSE(Snapshot({.commit = Order::kRelaxed}));
}
TEST(ReorderSnapshot, NeedsAcquireOnTheCommit)
{
   EXPECT_FALSE(Snapshot({.readCommit = Order::kRelaxed}));
}

// ---- directory ----------------------------------------------------------------------------------------------------------

/// The record is removed, its blocks go to somebody else, and it is filled again under another id.
testing::AssertionResult RemoveAndInsert(const Steps &steps)
{
   const Map map;
   Thread producer("producer");
   producer.Store(map.id, 0);
   for (int s = 0; s < 2; ++s)
      producer.Store(map.gen + s, 0, steps.removeGeneration);
   producer.Fence(steps.removeFence);
   Fill(producer, map.Block(1), kForeign);
   producer.Store(map.id, 6, Order::kRelease); // the rest of Insert stores what is there already
   PublishOne(producer, map, 0, 3, steps);
   producer.Store(map.commit, 3, steps.commit);
   return NeverReadsBadly(map, {producer}, {1, 2}, steps);
}

TEST(ReorderRemove, BlocksAndRecordMayBeReusedAtOnce)
{
   EXPECT_TRUE(RemoveAndInsert({}));
}
TEST(ReorderRemove, NeedsTheFenceBeforeTheFree)
{
   EXPECT_FALSE(RemoveAndInsert({.removeFence = FenceKind::kNone}));
}
TEST(ReorderRemove, NeedsTheIdToGoBeforeTheGenerations)
{
   EXPECT_FALSE(RemoveAndInsert({.removeGeneration = Order::kRelaxed}));
}
TEST(ReorderRead, NeedsTheIdAgain)
{
   EXPECT_FALSE(RemoveAndInsert({.idAgain = false}));
}

/// A record with hash and info is entered. True: who finds it sees both.
testing::AssertionResult Insert(const Steps &steps)
{
   Memory memory;
   const int id = memory.Word("id", 0);
   const int hash = memory.Word("hash", 0);
   const int info = memory.Word("info", 0);
   const int bucket = memory.Word("bucket", 0);
   Thread producer("producer");
   producer.Store(hash, 7);
   producer.Store(info, 8);
   producer.Store(id, 5, steps.bucket);
   producer.Store(bucket, id + 1, steps.bucket); // not 0
   Thread reader("reader");
   const Register found = reader.Load(bucket, steps.readBucket);
   reader.Require(found, id + 1);
   const Register idSeen = reader.Load({-1, found}, steps.readBucket);
   const Register hashSeen = reader.Load({hash - id - 1, found});
   const Register infoSeen = reader.Load({info - id - 1, found});
   return Never(memory, {producer, reader}, [=](const Outcome &o) {
      return o.Of(1, idSeen) != 5 || o.Of(1, hashSeen) != 7 || o.Of(1, infoSeen) != 8;
   });
}

TEST(ReorderInsert, WhatIsFoundIsComplete)
{
   EXPECT_TRUE(Insert({}));
}
TEST(ReorderInsert, NeedsReleaseOnIdAndBucket)
{
   EXPECT_FALSE(Insert({.bucket = Order::kRelaxed}));
}

/// A new table takes the place of the old one, whose memory is used for something else. True: the name is found, or the
/// reader sees that it has to look again.
testing::AssertionResult Rehash(const Steps &steps)
{
   Memory memory;
   const int oldBucket = memory.Word("old bucket", 5);
   const int newBucket = memory.Word("new bucket", 0);
   const int root = memory.Word("root", oldBucket);
   Thread producer("producer");
   producer.Store(newBucket, 5);
   producer.Store(root, newBucket, steps.root);
   producer.Fence(steps.rehashFence);
   producer.Store(oldBucket, 0);
   Thread reader("reader");
   const Register table = reader.Load(root, Order::kAcquire);
   const Register bucket = reader.Load(table, steps.readBucket);
   const Register again = reader.Load(root, Order::kAcquire);
   return Never(memory, {producer, reader},
                [=](const Outcome &o) { return o.Of(1, bucket) != 5 && o.Of(1, again) == o.Of(1, table); });
}

TEST(ReorderRehash, NothingIsMissed)
{
   EXPECT_TRUE(Rehash({}));
}
TEST(ReorderRehash, NeedsTheFenceBeforeTheFree)
{
   EXPECT_FALSE(Rehash({.rehashFence = FenceKind::kNone}));
}
TEST(ReorderRehash, NeedsReleaseOnTheRoot)
{
   EXPECT_FALSE(Rehash({.root = Order::kRelaxed}));
}

// ---- claiming the records of a dead lease -------------------------------------------------------------------------------

/// The owner (lease 0) died with version 5 uncommitted. A second producer (lease 1) claims the record and streams version 7,
/// without committing it; a third one gets lease 0 and commits 8, of records of its own.
testing::AssertionResult Claim(const Steps &steps)
{
   Map map({4, 5}, {4, 2});
   const int lock = map.memory.Word("heap lock", 1);
   Thread claimer("claimer");
   if (steps.clearFirst) {
      claimer.Store(map.gen + 1, 0);
      claimer.Fence(FenceKind::kRelease);
   }
   if (steps.ownerBeforeCommit)
      claimer.Store(map.owner, 1, steps.owner);
   claimer.Store(map.commit + 1, 6, steps.commit);
   if (!steps.ownerBeforeCommit)
      claimer.Store(map.owner, 1, steps.owner);
   claimer.Store(lock, 0, Order::kRelease);
   PublishOne(claimer, map, 1, 7, steps);
   Thread heir("heir");
   const Register free = heir.Load(lock, Order::kAcquire);
   heir.Require(free, 0);
   heir.Store(map.commit, 8, Order::kRelease);
   return NeverReadsBadly(map, {claimer, heir}, {4}, steps);
}

TEST(ReorderClaim, OnlyWhatWasCommittedIsRead)
{
   EXPECT_TRUE(Claim({}));
}
TEST(ReorderClaim, NeedsTheOwnerAgain)
{
   EXPECT_FALSE(Claim({.ownerAgain = false}));
}
TEST(ReorderClaim, NeedsTheCommitBeforeTheOwner)
{
   EXPECT_FALSE(Claim({.ownerBeforeCommit = true}));
}
TEST(ReorderClaim, NeedsReleaseOnTheOwner)
{
   EXPECT_FALSE(Claim({.owner = Order::kRelaxed}));
}
TEST(ReorderClaim, NeedsTheUncommittedClearedFirst)
{
   EXPECT_FALSE(Claim({.clearFirst = false}));
}

// ---- waiting ------------------------------------------------------------------------------------------------------------

/// One publication, one waiter. The kernel's part is what futex(2) promises: to count the sleeper, then to compare; to look
/// for sleepers after what the waker did before. True: nobody sleeps through it.
testing::AssertionResult Wait(const Steps &steps)
{
   Memory memory;
   const int commit = memory.Word("commit", 2);
   const int notify = memory.Word("notify", 0);
   const int sleepers = memory.Word("sleepers", 0);
   Thread producer("producer");
   producer.Store(commit, 3, steps.commit);
   producer.FetchAdd(notify, 1, steps.notify);
   producer.Fence(FenceKind::kFull);
   const Register toWake = producer.Load(sleepers);
   Thread waiter("waiter");
   Register before;
   Register seen;
   if (steps.lookFirst) {
      seen = waiter.Load(commit, Order::kAcquire);
      before = waiter.Load(notify, steps.readNotify);
   } else {
      before = waiter.Load(notify, steps.readNotify);
      seen = waiter.Load(commit, Order::kAcquire);
   }
   waiter.FetchAdd(sleepers, 1, Order::kSeqCst);
   waiter.Fence(FenceKind::kFull);
   const Register compared = waiter.Load(notify);
   return Never(memory, {producer, waiter}, [=](const Outcome &o) {
      const bool sleeps = o.Of(1, seen) == 2 && o.Of(1, compared) == o.Of(1, before);
      return sleeps && o.Of(0, toWake) == 0;
   });
}

TEST(ReorderWaiting, NobodySleepsThroughAPublication)
{
   EXPECT_TRUE(Wait({}));
}
TEST(ReorderWaiting, NeedsTheLoadOfNotifyBeforeTheLook)
{
   EXPECT_FALSE(Wait({.lookFirst = true}));
}
TEST(ReorderWaiting, NeedsAcquireOnNotify)
{
   EXPECT_FALSE(Wait({.readNotify = Order::kRelaxed}));
}
TEST(ReorderWaiting, NeedsReleaseOnNotify)
{
   EXPECT_FALSE(Wait({.notify = Order::kRelaxed}));
}

// ---- heap lock and growth -----------------------------------------------------------------------------------------------

testing::AssertionResult CountUnderTheLock(const Steps &steps)
{
   Memory memory;
   const int lock = memory.Word("heap lock", 0);
   const int data = memory.Word("data", 0);
   std::vector<Thread> threads{Thread("first"), Thread("second")};
   for (std::size_t t = 0; t < 2; ++t) {
      const Register before = threads[t].CompareExchange(lock, 0, static_cast<int>(t) + 1, steps.lock);
      threads[t].Require(before, 0);
      const Register value = threads[t].Load(data);
      threads[t].Store(data, {1, value});
      threads[t].Exchange(lock, 0, steps.unlock);
   }
   return Never(memory, threads, [=](const Outcome &o) { return o.memory[static_cast<std::size_t>(data)] != 2; });
}

TEST(ReorderHeapLock, ProtectsWhatIsUnderIt)
{
   EXPECT_TRUE(CountUnderTheLock({}));
}
TEST(ReorderHeapLock, NeedsAcquire)
{
   EXPECT_FALSE(CountUnderTheLock({.lock = Order::kRelaxed}));
}
TEST(ReorderHeapLock, NeedsRelease)
{
   EXPECT_FALSE(CountUnderTheLock({.unlock = Order::kRelaxed}));
}

/// Reader::HasGrownSince: an offset into the new part of the heap is never taken for damage.
testing::AssertionResult Grow(const Steps &steps)
{
   Memory memory;
   const int size = memory.Word("heap size", 1);
   const int block = memory.Word("block", 0);
   Thread producer("producer");
   producer.Store(size, 2, steps.heapSize);
   producer.Store(block, 1, Order::kRelease);
   Thread reader("reader");
   const Register offset = reader.Load(block);
   reader.Fence(steps.growthFence);
   const Register again = reader.Load(size, Order::kAcquire);
   return Never(memory, {producer, reader},
                [=](const Outcome &o) { return o.Of(1, offset) == 1 && o.Of(1, again) == 1; });
}

TEST(ReorderGrowth, ANewOffsetIsInsideTheSizeLoadedAfterIt)
{
   EXPECT_TRUE(Grow({}));
}
TEST(ReorderGrowth, NeedsTheFence)
{
   EXPECT_FALSE(Grow({.growthFence = FenceKind::kNone}));
}

} // namespace
