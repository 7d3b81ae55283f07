// TList: order, options, iteration, sorting, ownership.
#include "ContTest.h"
#include "TList.h"
#include "TObjArray.h"
#include "TObjString.h"

#include <memory>

using namespace conttest;
using testing::ElementsAre;
using testing::IsEmpty;

namespace {

struct List : ContTest {
   Track a{1, "a"}, b{2, "b"}, c{3, "c"};
   TList list;
};

} // namespace

TEST_F(List, KeepsTheOrderOfAdding)
{
   list.Add(&b);
   list.AddFirst(&a);
   list.AddLast(&c);
   EXPECT_THAT(Names(list), ElementsAre("a", "b", "c"));
   EXPECT_EQ(list.GetSize(), 3);
   EXPECT_EQ(list.GetEntries(), 3);
   EXPECT_EQ(list.First(), &a);
   EXPECT_EQ(list.Last(), &c);
   EXPECT_EQ(list.IndexOf(&c), 2);
   EXPECT_EQ(list.IndexOf(&list), -1);
   EXPECT_EQ(list.GetLast(), 2);
}

TEST_F(List, AddsAtAPlace)
{
   list.AddAt(&c, 7);
   list.AddAt(&a, 0);
   list.AddAt(&b, 1);
   EXPECT_THAT(Names(list), ElementsAre("a", "b", "c"));
   for (Int_t i = 0; i < 3; ++i)
      EXPECT_EQ(list.IndexOf(list.At(i)), i);
   EXPECT_EQ(list.At(3), nullptr);
   EXPECT_EQ(list.At(-1), nullptr);
}

TEST_F(List, AddsBesideAnObject)
{
   list.Add(&b);
   list.AddAfter(&b, &c);
   list.AddBefore(&b, &a);
   EXPECT_THAT(Names(list), ElementsAre("a", "b", "c"));
   TObjString first("first"), last("last");
   list.AddBefore(static_cast<TObject *>(nullptr), &first);
   list.AddAfter(static_cast<TObject *>(nullptr), &last);
   EXPECT_THAT(Names(list), ElementsAre("first", "a", "b", "c", "last"));
}

TEST_F(List, AddingBesideAStrangerIsReportedAndChangesNothing)
{
   const ErrorLines errors;
   list.Add(&a);
   list.AddAfter(&b, &c);
   list.AddBefore(&b, &c);
   list.Add(nullptr);
   EXPECT_THAT(Names(list), ElementsAre("a"));
   EXPECT_EQ(ErrorLines::Lines().size(), 3u);
}

TEST_F(List, KnowsTheNeighbours)
{
   list.Add(&a);
   list.Add(&b);
   list.Add(&c);
   EXPECT_EQ(list.After(&a), &b);
   EXPECT_EQ(list.After(&b), &c);
   EXPECT_EQ(list.After(&c), nullptr);
   EXPECT_EQ(list.Before(&c), &b);
   EXPECT_EQ(list.Before(&a), nullptr);
   EXPECT_EQ(list.After(&list), nullptr);
   list.After(&a);
   list.Remove(&b); // was found last
   EXPECT_EQ(list.After(&b), nullptr);
   EXPECT_EQ(list.After(&a), &c);
}

TEST_F(List, RemovesWithoutDeleting)
{
   for (Track *t : {&a, &b, &c, &a, &b})
      list.Add(t);
   list.RemoveFirst();
   list.RemoveLast();
   EXPECT_THAT(Names(list), ElementsAre("b", "c", "a"));
   EXPECT_EQ(list.Remove(&c), &c);
   EXPECT_EQ(list.Remove(&c), nullptr);
   EXPECT_EQ(list.RemoveAt(1), &a);
   EXPECT_EQ(list.RemoveAt(1), nullptr);
   EXPECT_THAT(Names(list), ElementsAre("b"));
   list.Remove(list.FirstLink());
   EXPECT_TRUE(list.IsEmpty());
   list.RemoveFirst();
   list.RemoveLast();
   EXPECT_EQ(list.First(), nullptr);
   EXPECT_EQ(list.Last(), nullptr);
}

TEST_F(List, RemovesNeighbours)
{
   for (Track *t : {&a, &b, &c})
      list.Add(t);
   list.RemoveAfter(&b);
   list.RemoveBefore(&b);
   EXPECT_THAT(Names(list), ElementsAre("b"));
}

TEST_F(List, FindsByNameAndByEquality)
{
   TObjString one("one"), two("two"), otherTwo("two");
   list.Add(&one);
   list.Add(&two);
   EXPECT_EQ(list.FindObject("two"), &two);
   EXPECT_EQ(list("two"), &two);
   EXPECT_EQ(list.FindObject("three"), nullptr);
   EXPECT_EQ(list.FindObject(static_cast<const char *>(nullptr)), nullptr);
   EXPECT_EQ(list.FindObject(&otherTwo), &two);
   EXPECT_TRUE(list.Contains("one"));
   EXPECT_FALSE(list.Contains(&a));
   EXPECT_EQ(*list.GetObjectRef(&otherTwo), &two);
   EXPECT_EQ(list.Remove(&otherTwo), &two);
   EXPECT_EQ(list.FindObject(static_cast<const TObject *>(nullptr)), nullptr);
}

TEST_F(List, RemembersTheOptionOfEachObject)
{
   list.Add(&a, "first");
   list.AddFirst(&b, "L");
   list.Add(&c);
   std::vector<std::string> options;
   TIter next(&list);
   while (next())
      options.emplace_back(next.GetOption());
   EXPECT_THAT(options, ElementsAre("L", "first", ""));
   list.LastLink()->SetOption("hist");
   EXPECT_STREQ(list.LastLink()->GetAddOption(), "hist");
}

TEST_F(List, WalksBackwards)
{
   for (Track *t : {&a, &b, &c})
      list.Add(t);
   std::vector<TObject *> seen;
   TIter next(&list, kIterBackward);
   while (TObject *obj = next())
      seen.push_back(obj);
   EXPECT_THAT(seen, ElementsAre(&c, &b, &a));
   next.Reset();
   EXPECT_EQ(next(), &c);
   EXPECT_EQ(next.GetCollection(), &list);
   const std::unique_ptr<TIterator> reverse(list.MakeReverseIterator());
   EXPECT_EQ(reverse->Next(), &c);
}

TEST_F(List, MayLoseTheCurrentObjectWhileItIsWalked)
{
   for (Track *t : {&a, &b, &c})
      list.Add(t);
   int seen = 0;
   for (TObject *obj : list) {
      list.Remove(obj);
      ++seen;
   }
   EXPECT_EQ(seen, 3);
   EXPECT_TRUE(list.IsEmpty());
}

TEST_F(List, IteratorsAreCopiedWhereTheyStand)
{
   for (Track *t : {&a, &b, &c})
      list.Add(t);
   TIter next(&list);
   next();
   TIter copy(next);
   EXPECT_EQ(*copy, &a);
   EXPECT_EQ(copy(), &b);
   EXPECT_EQ(next(), &b);
   copy = next;
   EXPECT_EQ(copy(), &c);
   TIter nothing(static_cast<TCollection *>(nullptr));
   EXPECT_EQ(nothing(), nullptr);
   EXPECT_EQ(nothing.GetCollection(), nullptr);
}

TEST_F(List, SortsBothWaysAndStably)
{
   Track b2(2, "b2");
   list.Add(&c, "third");
   list.Add(&b);
   list.Add(&a, "one");
   list.Add(&b2);
   list.Sort();
   EXPECT_THAT(Names(list), ElementsAre("a", "b", "b2", "c"));
   EXPECT_TRUE(list.IsSorted());
   EXPECT_STREQ(list.FirstLink()->GetOption(), "one");
   list.Sort(kSortDescending);
   EXPECT_THAT(Names(list), ElementsAre("c", "b", "b2", "a"));
   EXPECT_FALSE(list.IsAscending());
   std::vector<std::string> backwards;
   for (TObjLink *link = list.LastLink(); link; link = link->Prev())
      backwards.emplace_back(link->GetObject()->GetName());
   EXPECT_THAT(backwards, ElementsAre("a", "b2", "b", "c"));
   list.Add(&a);
   EXPECT_FALSE(list.IsSorted());
}

TEST_F(List, RefusesToSortWhatHasNoOrder)
{
   const ErrorLines errors;
   TObject plain;
   list.Add(&b);
   list.Add(&plain);
   list.Add(&a);
   list.Sort();
   EXPECT_EQ(ErrorLines::Lines().size(), 1u);
   EXPECT_EQ(list.First(), &b);
}

TEST_F(List, ClearLeavesTheObjectsToTheirOwner)
{
   list.Add(&a);
   auto *heap = new Track(9);
   list.Add(heap);
   list.Clear();
   EXPECT_TRUE(list.IsEmpty());
   EXPECT_EQ(heap->fId, 9);
   delete heap;
}

TEST_F(List, OwnerDeletesHeapObjectsOnly)
{
   const int before = Track::fgLive;
   {
      TList owner;
      owner.SetOwner();
      EXPECT_TRUE(owner.IsOwner());
      owner.Add(&a);
      owner.Add(new Track(9));
      owner.Clear();
      EXPECT_EQ(Track::fgLive, before);
      owner.Add(new Track(9));
      owner.Add(&b);
   }
   EXPECT_EQ(Track::fgLive, before);
   TList owner;
   owner.SetOwner();
   std::unique_ptr<Track> mine(new Track(9));
   owner.Add(mine.get());
   owner.Clear("nodelete");
   EXPECT_EQ(Track::fgLive, before + 1);
   owner.SetOwner(kFALSE);
   EXPECT_FALSE(owner.IsOwner());
}

TEST_F(List, DeleteDeletesWhoeverOwns)
{
   list.Add(new Track(9));
   list.Add(&a);
   list.Delete();
   EXPECT_TRUE(list.IsEmpty());
}

TEST_F(List, OwnersDeleteASharedObjectOnce)
{
   auto *shared = new Track(9);
   auto *inner = new TList;
   inner->SetOwner();
   inner->Add(shared);
   list.SetOwner();
   list.Add(shared);
   list.Add(shared);
   list.Add(inner);
   list.Add(inner);
   list.Clear();
   EXPECT_TRUE(list.IsEmpty());
}

TEST_F(List, OwnersThatHoldEachOtherGoOnce)
{
   auto *one = new TList;
   auto *two = new TList;
   one->SetOwner();
   two->SetOwner();
   one->Add(two);
   two->Add(one);
   two->Add(new Track(9));
   one->Delete();
   EXPECT_TRUE(one->IsEmpty());
   delete one;
}

TEST_F(List, RecursiveRemoveGoesIntoCollections)
{
   TList inner;
   TObjArray array;
   inner.Add(&b);
   inner.Add(&a);
   array.Add(&a);
   list.Add(&a);
   list.Add(&inner);
   list.Add(&a);
   list.Add(&array);
   inner.Add(&list); // a cycle
   list.RecursiveRemove(&a);
   EXPECT_EQ(list.GetSize(), 2);
   EXPECT_EQ(inner.GetSize(), 2);
   EXPECT_TRUE(array.IsEmpty());
}

TEST_F(List, AddsAndRemovesWholeCollections)
{
   TObjArray array;
   array.AddAt(&a, 1);
   array.AddAt(&c, 3);
   list.Add(&b);
   list.AddAll(&array);
   EXPECT_THAT(Names(list), ElementsAre("b", "a", "c"));
   list.AddAll(&list);
   EXPECT_EQ(list.GetSize(), 6);
   list.RemoveAll(&array);
   EXPECT_THAT(Names(list), ElementsAre("b", "b", "a", "c"));
   list.RemoveAll();
   EXPECT_THAT(Names(list), IsEmpty());
}

TEST_F(List, HasTheNameOfItsClassUntilItHasAnother)
{
   EXPECT_STREQ(list.GetName(), "TList");
   list.SetName("tracks");
   EXPECT_STREQ(list.GetName(), "tracks");
}

TEST_F(List, PrintsItsObjectsOnce)
{
   TObjString s("leaf");
   list.SetName("loop");
   list.Add(&s);
   list.Add(&list);
   testing::internal::CaptureStdout();
   list.Print();
   list.ls();
   const std::string printed = testing::internal::GetCapturedStdout();
   EXPECT_THAT(printed, testing::HasSubstr("Collection name='loop', class='TList', size=2"));
   EXPECT_THAT(printed, testing::HasSubstr("String = leaf"));
}

TEST_F(List, CloneIsDeep)
{
   list.SetName("tracks");
   list.Add(&a, "opt");
   const std::unique_ptr<TList> clone(static_cast<TList *>(list.Clone("others")));
   ASSERT_TRUE(clone);
   EXPECT_STREQ(clone->GetName(), "others");
   ASSERT_EQ(clone->GetSize(), 1);
   EXPECT_NE(clone->First(), &a);
   EXPECT_STREQ(clone->First()->GetName(), "a");
   EXPECT_STREQ(clone->FirstLink()->GetOption(), "opt");
   clone->Delete();
}

TEST(ObjString, ComparesByItsText)
{
   TObjString a("a"), alsoA("a"), b("b");
   EXPECT_TRUE(a.IsEqual(&alsoA));
   EXPECT_FALSE(a.IsEqual(&b));
   EXPECT_FALSE(a.IsEqual(nullptr));
   EXPECT_LT(a.Compare(&b), 0);
   EXPECT_EQ(a.Hash(), alsoA.Hash());
   a.SetString("c");
   EXPECT_STREQ(a.GetName(), "c");
   a.String() += "d";
   EXPECT_EQ(a.GetString(), "cd");
   EXPECT_EQ(b.CompareTo("b"), 0);
}
