// TObjArray: slots, places, growth, ownership.
#include "ContTest.h"
#include "TObjArray.h"
#include "TObjString.h"

#include <memory>
#include <thread>

using namespace conttest;
using testing::ElementsAre;

namespace {

struct ObjArray : ContTest {
   Track a{1, "a"}, b{2, "b"}, c{3, "c"};
   TObjArray array{4};
};

} // namespace

TEST_F(ObjArray, CountsObjectsAndPlaces)
{
   EXPECT_TRUE(array.IsEmpty());
   EXPECT_EQ(array.GetLast(), -1);
   array.AddAt(&a, 0);
   array.AddAt(&c, 2);
   EXPECT_EQ(array.GetSize(), 4);
   EXPECT_EQ(array.GetEntries(), 2);
   EXPECT_EQ(array.GetEntriesFast(), 3);
   EXPECT_EQ(array.GetLast(), 2);
   EXPECT_EQ(array.Last(), &c);
   EXPECT_EQ(array.First(), &a);
   EXPECT_EQ(array[1], nullptr);
   EXPECT_EQ(array.IndexOf(&c), 2);
   EXPECT_THAT(Names(array), ElementsAre("a", "c"));
}

TEST_F(ObjArray, GrowsAsNeeded)
{
   for (int i = 0; i < 100; ++i)
      array.Add(&a);
   EXPECT_EQ(array.GetEntries(), 100);
   array.AddAtAndExpand(&b, 1000);
   EXPECT_EQ(array.UncheckedAt(1000), &b);
   EXPECT_EQ(array.GetEntriesFast(), 1001);
   array.Expand(5); // never below the last object
   EXPECT_EQ(array.GetSize(), 1001);
}

TEST_F(ObjArray, CountsPlacesFromTheLowerBound)
{
   TObjArray from1(2, 1);
   from1.Add(&a);
   from1.Add(&b);
   from1.Add(&c);
   EXPECT_EQ(from1.At(1), &a);
   EXPECT_EQ(from1[3], &c);
   EXPECT_EQ(from1.IndexOf(&b), 2);
   EXPECT_EQ(from1.IndexOf(&array), 0);
   EXPECT_EQ(from1.GetLast(), 3);
   EXPECT_EQ(from1.RemoveAt(2), &b);
   EXPECT_EQ(from1.AddAtFree(&b), 2);
   EXPECT_THAT(Names(from1), ElementsAre("a", "b", "c"));
}

TEST_F(ObjArray, AccessOutsideIsReportedAndHarmless)
{
   const ErrorLines errors;
   EXPECT_EQ(array.At(4), nullptr);
   EXPECT_EQ(array.At(-1), nullptr);
   array[17] = &a;
   array.AddAt(&a, 4);
   array.AddAtAndExpand(&a, -1);
   EXPECT_EQ(array.RemoveAt(99), nullptr);
   EXPECT_TRUE(array.IsEmpty());
   EXPECT_EQ(ErrorLines::Lines().size(), 6u);
   EXPECT_THAT(ErrorLines::Lines().front(), testing::HasSubstr("index 4 is out of bounds"));
}

TEST_F(ObjArray, SlotsGivenByReferenceMayBeSetAndFreed)
{
   array[2] = &a;
   EXPECT_EQ(array.GetEntriesFast(), 3);
   array[2] = nullptr;
   EXPECT_EQ(array.GetEntriesFast(), 0);
   EXPECT_TRUE(array.IsEmpty());
}

TEST_F(ObjArray, ForgetsTheLastPlaceWhenItIsFreed)
{
   array.AddAt(&a, 0);
   array.AddAt(&b, 3);
   array.RemoveAt(3);
   EXPECT_EQ(array.GetLast(), 0);
   array.Add(&c);
   EXPECT_EQ(array.IndexOf(&c), 1);
   EXPECT_EQ(array.Remove(&c), &c);
   EXPECT_EQ(array.Remove(&c), nullptr);
   array.Add(&b);
   array.Add(&c);
   array.RemoveRange(0, 1);
   EXPECT_THAT(Names(array), ElementsAre("c"));
}

TEST_F(ObjArray, ClosesGaps)
{
   array.AddAt(&a, 1);
   array.AddAt(&b, 3);
   array.Compress();
   EXPECT_EQ(array.GetEntriesFast(), 2);
   EXPECT_THAT(Names(array), ElementsAre("a", "b"));
}

TEST_F(ObjArray, PutsObjectsBesideOthers)
{
   const ErrorLines errors;
   array.AddAt(&b, 1);
   array.AddBefore(&b, &a);
   array.AddAfter(&b, &c);
   EXPECT_THAT(Names(array), ElementsAre("a", "b", "c"));
   EXPECT_EQ(array.After(&a), &b);
   EXPECT_EQ(array.Before(&a), nullptr);
   EXPECT_EQ(array.Before(&c), &b);
   array.AddBefore(&a, &c);
   array.AddAfter(&array, &c);
   EXPECT_EQ(ErrorLines::Lines().size(), 2u);
   array.AddFirst(&c);
   EXPECT_EQ(array.First(), &c);
}

TEST_F(ObjArray, SortsAndSearches)
{
   array.AddAt(&c, 0);
   array.AddAt(&a, 1);
   array.AddAt(&b, 3);
   {
      const ErrorLines errors;
      EXPECT_EQ(array.BinarySearch(&a), -1);
      EXPECT_EQ(ErrorLines::Lines().size(), 1u);
   }
   array.Sort();
   EXPECT_EQ(array.GetEntriesFast(), 3);
   EXPECT_THAT(Names(array), ElementsAre("a", "b", "c"));
   EXPECT_EQ(array.BinarySearch(&b), 1);
   Track d(4);
   EXPECT_EQ(array.BinarySearch(&d), -1);
   array.AddFirst(&c);
   EXPECT_FALSE(array.IsSorted());
}

TEST_F(ObjArray, SortsItsBeginningAlone)
{
   for (Track *t : {&c, &b, &a})
      array.Add(t);
   array.Sort(2);
   EXPECT_THAT(Names(array), ElementsAre("b", "c", "a"));
}

TEST_F(ObjArray, OwnerDeletes)
{
   {
      TObjArray owner;
      owner.SetOwner();
      auto *twice = new Track(1);
      owner.AddAt(twice, 3);
      owner.AddAt(twice, 5);
      owner.Add(&a);
   }
   array.Add(new Track(1));
   array.Delete();
   EXPECT_TRUE(array.IsEmpty());
}

TEST_F(ObjArray, CopiesHoldTheSameObjectsAndOwnNone)
{
   TObjArray owner(2, 5);
   owner.SetOwner();
   owner.SetName("all");
   owner.AddAtAndExpand(new Track(7, "t"), 9);
   TObjArray copy(owner);
   EXPECT_EQ(copy.At(9), owner.At(9));
   EXPECT_EQ(copy.LowerBound(), 5);
   EXPECT_STREQ(copy.GetName(), "all");
   EXPECT_FALSE(copy.IsOwner());
   array = owner;
   EXPECT_EQ(array.GetEntries(), 1);
   array = *&array;
   EXPECT_EQ(array.GetEntries(), 1);
}

TEST_F(ObjArray, MayLoseTheCurrentObjectWhileItIsWalked)
{
   for (Track *t : {&a, &b, &c})
      array.Add(t);
   int seen = 0;
   for (TObject *obj : array) {
      array.Remove(obj);
      ++seen;
   }
   EXPECT_EQ(seen, 3);
   for (Track *t : {&a, &b, &c})
      array.Add(t);
   TIter back(&array, kIterBackward);
   EXPECT_EQ(back(), &c);
   array.Remove(&c);
   EXPECT_EQ(back(), &b);
   EXPECT_EQ(back(), &a);
   EXPECT_EQ(back(), nullptr);
}

TEST_F(ObjArray, RecursiveRemoveFreesTheSlots)
{
   array.AddAt(&a, 0);
   array.AddAt(&b, 1);
   array.AddAt(&a, 2);
   array.RecursiveRemove(&a);
   EXPECT_EQ(array.GetEntries(), 1);
   EXPECT_EQ(array.GetLast(), 1);
}

TEST_F(ObjArray, MayBeLookedAtByManyThreads)
{
   array.Add(&a);
   array.Add(&b);
   array[3] = nullptr; // the last place must be looked for
   std::vector<std::thread> threads;
   std::atomic<int> right{0};
   for (int i = 0; i < 4; ++i)
      threads.emplace_back([&] { right += array.GetEntriesFast() == 2 && array.FindObject("b") == &b; });
   for (std::thread &thread : threads)
      thread.join();
   EXPECT_EQ(right, 4);
}
