// THashTable, THashList, TMap: what is found stays in step with what is held.
#include "ContTest.h"
#include "THashList.h"
#include "THashTable.h"
#include "TMap.h"
#include "TObjString.h"

#include <memory>
#include <set>

using namespace conttest;
using testing::ElementsAre;
using testing::UnorderedElementsAre;

namespace {

struct HashTable : ContTest {
   Track a{1, "a"}, b{2, "b"}, c{3, "c"};
};
using HashList = HashTable;
using Map = HashTable;

} // namespace

TEST_F(HashTable, FindsByNameAndByEquality)
{
   THashTable table(1);
   TObjString one("one"), alsoOne("one");
   table.Add(&one);
   table.Add(&a);
   table.Add(&b);
   EXPECT_EQ(table.GetEntries(), 3);
   EXPECT_EQ(table.FindObject("b"), &b);
   EXPECT_EQ(table.FindObject(&alsoOne), &one);
   EXPECT_EQ(table.FindObject("none"), nullptr);
   EXPECT_EQ(*table.GetObjectRef(&a), &a);
   EXPECT_THAT(Names(table), UnorderedElementsAre("one", "a", "b"));
   EXPECT_EQ(table.Remove(&alsoOne), &one);
   EXPECT_EQ(table.Remove(&alsoOne), nullptr);
   EXPECT_EQ(table.GetEntries(), 2);
}

TEST_F(HashTable, GrowsSoThatBucketsStayShort)
{
   THashTable growing(3, 2), fixed(3, 0);
   growing.SetOwner();
   for (int i = 0; i < 1000; ++i) {
      auto *t = new Track(i, TString::Format("track %d", i));
      growing.Add(t);
      fixed.Add(t);
   }
   EXPECT_LT(growing.AverageCollisions(), 4.f);
   EXPECT_EQ(fixed.Capacity(), 3);
   EXPECT_GT(fixed.Collisions("track 1"), 200);
   for (int i = 0; i < 1000; ++i)
      EXPECT_EQ(static_cast<Track *>(growing.FindObject(TString::Format("track %d", i)))->fId, i);
   fixed.Rehash(2000);
   EXPECT_EQ(fixed.GetEntries(), 1000);
   EXPECT_LT(fixed.AverageCollisions(), 2.f);
}

TEST_F(HashTable, RemovesAnObjectThatWasRenamed)
{
   THashTable table(1000);
   table.Add(&a);
   table.Add(&b);
   a.fName = "renamed";
   EXPECT_EQ(table.FindObject("a"), nullptr);
   EXPECT_EQ(table.Remove(&a), &a);
   b.fName = "also renamed";
   table.Rehash(1000);
   EXPECT_EQ(table.FindObject("also renamed"), &b);
   table.RecursiveRemove(&b);
   EXPECT_TRUE(table.IsEmpty());
}

TEST_F(HashTable, MayLoseTheCurrentObjectWhileItIsWalked)
{
   THashTable table(2, 0);
   for (Track *t : {&a, &b, &c})
      table.Add(t);
   std::set<TObject *> seen;
   for (TObject *obj : table) {
      table.Remove(obj);
      seen.insert(obj);
   }
   EXPECT_EQ(seen.size(), 3u);
   EXPECT_TRUE(table.IsEmpty());
   table.Add(&a);
   table.Add(&b);
   TIter back(&table, kIterBackward);
   EXPECT_NE(back(), nullptr);
   EXPECT_NE(back(), nullptr);
   EXPECT_EQ(back(), nullptr);
}

TEST_F(HashTable, OwnerDeletes)
{
   THashTable table;
   table.SetOwner();
   table.Add(new Track(1, "x"));
   table.Clear();
   EXPECT_TRUE(table.IsEmpty());
   auto *t = new Track(2, "y");
   table.Add(t);
   table.Clear("nodelete");
   delete t;
   table.Add(new Track(3, "z"));
   table.Delete();
}

TEST_F(HashList, KeepsOrderAndFinds)
{
   THashList list;
   list.Add(&b);
   list.AddFirst(&a);
   list.AddAfter(&b, &c);
   EXPECT_THAT(Names(list), ElementsAre("a", "b", "c"));
   EXPECT_EQ(list.FindObject("c"), &c);
   EXPECT_EQ(list.FindObject(&b), &b);
   list.Sort(kSortDescending);
   EXPECT_THAT(Names(list), ElementsAre("c", "b", "a"));
   EXPECT_EQ(list.FindObject("a"), &a);
   EXPECT_NE(list.GetListForObject("a"), nullptr);
}

TEST_F(HashList, NeverFindsWhatWasTakenOut)
{
   for (int way = 0; way < 8; ++way) {
      THashList list;
      list.Add(&a);
      switch (way) {
      case 0:
         list.Remove(&a);
         break;
      case 1:
         list.RemoveFirst();
         break;
      case 2:
         list.RemoveLast();
         break;
      case 3:
         list.RemoveAt(0);
         break;
      case 4:
         list.Remove(list.FirstLink());
         break;
      case 5:
         list.RecursiveRemove(&a);
         break;
      case 6:
         list.Clear();
         break;
      default:
         list.Delete();
      }
      EXPECT_EQ(list.FindObject("a"), nullptr) << way;
      EXPECT_EQ(list.GetSize(), 0) << way;
   }
}

TEST_F(HashList, KeepsAnEqualObjectWhenTheOtherLeaves)
{
   TObjString one("s"), two("s");
   THashList list;
   list.Add(&one);
   list.Add(&two);
   list.RemoveLast();
   EXPECT_EQ(list.FindObject("s"), &one);
   list.Add(&two);
   list.RemoveFirst();
   EXPECT_EQ(list.FindObject("s"), &two);
}

TEST_F(HashList, RehashFollowsRenamedObjects)
{
   THashList list(3, 2);
   list.SetOwner();
   for (int i = 0; i < 100; ++i)
      list.Add(new Track(i, TString::Format("%d", i)));
   static_cast<Track *>(list.First())->fName = "new";
   list.Rehash(1000);
   EXPECT_EQ(list.FindObject("new"), list.First());
   EXPECT_LT(list.AverageCollisions(), 3.f);
}

TEST_F(Map, FindsValuesByKeyAndByName)
{
   TMap map;
   TObjString one("one"), alsoOne("one");
   map.Add(&one, &a);
   map.Add(&b, &c);
   map.Add(&c);
   EXPECT_EQ(map.GetSize(), 3);
   EXPECT_EQ(map.GetValue("one"), &a);
   EXPECT_EQ(map.GetValue(&alsoOne), &a);
   EXPECT_EQ(map(&b), &c);
   EXPECT_EQ(map("c"), nullptr);
   EXPECT_EQ(map.GetValue("none"), nullptr);
   EXPECT_EQ(static_cast<TPair *>(map.FindObject("b"))->Key(), &b);
   EXPECT_THAT(Names(map), UnorderedElementsAre("one", "b", "c"));
   const ErrorLines errors;
   map.Add(&alsoOne, &b);
   EXPECT_EQ(ErrorLines::Lines().size(), 1u);
   EXPECT_EQ(map.GetValue("one"), &a);
}

TEST_F(Map, RemovesKeysAndEntries)
{
   TMap map;
   map.Add(&a, &b);
   map.Add(&b, &c);
   EXPECT_EQ(map.Remove(&a), &a);
   EXPECT_EQ(map.Remove(&a), nullptr);
   const std::unique_ptr<TPair> pair(map.RemoveEntry(&b));
   ASSERT_TRUE(pair);
   EXPECT_EQ(pair->Value(), &c);
   EXPECT_TRUE(map.IsEmpty());
}

TEST_F(Map, DeletesWhatItOwns)
{
   {
      TMap map;
      map.SetOwnerKeyValue();
      map.Add(new Track(1, "k1"), new Track(2, "v1"));
      auto *both = new Track(3, "k2");
      map.Add(both, both);
   }
   TMap map;
   map.Add(new Track(1, "k"), new Track(2, "v"));
   map.DeleteAll();
   map.Add(new Track(1, "k"), &a);
   map.Delete();
   map.Add(&a, new Track(2, "v"));
   map.DeleteValues();
   EXPECT_TRUE(map.IsEmpty());
   map.SetOwnerValue();
   map.Add(&a, new Track(2, "v"));
   map.Add(&b, new Track(2, "w"));
   EXPECT_TRUE(map.DeleteEntry(&a));
   EXPECT_FALSE(map.DeleteEntry(&a));
   map.DisableOwner();
   EXPECT_FALSE(map.IsOwnerValue());
   delete static_cast<Track *>(map.GetValue(&b));
}
