// TClonesArray: slots, reuse of storage, what is destroyed when.
#include "ContTest.h"
#include "TClass.h"
#include "TClonesArray.h"
#include "TObjString.h"

#include <cstdint>

using namespace conttest;
using testing::ElementsAre;
using testing::HasSubstr;

namespace {

struct ClonesArray : ContTest {
   TClonesArray tracks{"Track", 4};
   void TearDown() override
   {
      tracks.Delete();
      ContTest::TearDown();
   }
   Track *At(Int_t i) { return static_cast<Track *>(tracks.At(i)); }
   void Fill(Int_t n)
   {
      for (Int_t i = 0; i < n; ++i)
         new (tracks[i]) Track(i, TString::Format("t%d", i));
   }
};

} // namespace

TEST_F(ClonesArray, HoldsObjectsMadeInItsSlots)
{
   Fill(10);
   EXPECT_EQ(tracks.GetEntries(), 10);
   EXPECT_EQ(tracks.GetEntriesFast(), 10);
   EXPECT_STREQ(tracks.GetName(), "Tracks");
   EXPECT_EQ(tracks.GetClass(), Track::Class());
   EXPECT_EQ(At(7)->fId, 7);
   EXPECT_TRUE(At(7)->IsOnHeap());
   EXPECT_EQ(tracks.FindObject("t3"), At(3));
   EXPECT_EQ(reinterpret_cast<std::uintptr_t>(At(3)) % alignof(Track), 0u);
}

TEST_F(ClonesArray, ReusesTheStorageAfterClear)
{
   Fill(3);
   const Track *first = At(0);
   tracks.Clear();
   EXPECT_TRUE(tracks.IsEmpty());
   EXPECT_EQ(Track::fgLive, 3); // left as they are
   Fill(1);
   EXPECT_EQ(At(0), first);
   EXPECT_TRUE(At(0)->IsOnHeap());
   EXPECT_EQ(Track::fgLive, 3); // the one that was left there was destroyed first
}

TEST_F(ClonesArray, ClearCClearsEachObject)
{
   Fill(2);
   const Track *first = At(0);
   tracks.Clear("C");
   EXPECT_TRUE(first->fX.empty());
   EXPECT_EQ(first->fName, "");
   Fill(2);
   tracks.Clear("C+again");
   EXPECT_EQ(first->fName, "again");
}

TEST_F(ClonesArray, ConstructedAtGivesTheObjectThatWasLeft)
{
   EXPECT_EQ(static_cast<Track *>(tracks.ConstructedAt(5))->fId, 0);
   At(5)->fId = 55;
   EXPECT_EQ(tracks.ConstructedAt(5), At(5));
   tracks.Clear();
   EXPECT_EQ(static_cast<Track *>(tracks.ConstructedAt(5))->fId, 55);
   EXPECT_STREQ(tracks.ConstructedAt(5, "cleared")->GetName(), "cleared");
   EXPECT_STREQ(tracks.ConstructedAt(6, "fresh")->GetName(), "");
   EXPECT_EQ(static_cast<Track *>(tracks.New(5))->fId, 0);
}

TEST_F(ClonesArray, DeleteDestroysWhatWasLeftToo)
{
   Fill(5);
   tracks.Clear();
   Fill(2);
   tracks.Delete();
   EXPECT_EQ(Track::fgLive, 0);
   EXPECT_TRUE(tracks.IsEmpty());
   Fill(5);
   EXPECT_EQ(Track::fgLive, 5);
}

TEST_F(ClonesArray, ExpandCreateMakesAndForgets)
{
   tracks.ExpandCreate(6);
   EXPECT_EQ(tracks.GetEntries(), 6);
   At(5)->fId = 5;
   tracks.ExpandCreateFast(2);
   EXPECT_EQ(tracks.GetEntriesFast(), 2);
   tracks.ExpandCreate(6);
   EXPECT_EQ(At(5)->fId, 5);
   const ErrorLines errors;
   tracks.ExpandCreate(-1);
   EXPECT_EQ(ErrorLines::Lines().size(), 1u);
}

TEST_F(ClonesArray, ShrinkingDestroysWhatWasLeftBehindTheEnd)
{
   Fill(8);
   tracks.Clear();
   Fill(2);
   tracks.Expand(3);
   EXPECT_EQ(tracks.GetSize(), 3);
   EXPECT_EQ(Track::fgLive, 3);
   tracks.Expand(0);
   EXPECT_EQ(tracks.GetEntries(), 2);
}

TEST_F(ClonesArray, RemovedObjectsAreDestroyed)
{
   Fill(4);
   tracks.RemoveAt(1);
   EXPECT_EQ(Track::fgLive, 3);
   EXPECT_EQ(tracks.At(1), nullptr);
   tracks.Remove(At(3));
   EXPECT_EQ(tracks.GetLast(), 2);
   tracks.RemoveRange(0, 2);
   EXPECT_EQ(Track::fgLive, 0);
   tracks.RemoveAt(0);
   Fill(2);
   EXPECT_EQ(Track::fgLive, 2);
}

TEST_F(ClonesArray, SortsAndClosesGapsWithItsStorage)
{
   for (Int_t i = 0; i < 6; ++i)
      new (tracks[i]) Track(6 - i, TString::Format("t%d", 6 - i));
   tracks.RemoveAt(0);
   tracks.RemoveAt(3);
   tracks.Compress();
   EXPECT_THAT(Names(tracks), ElementsAre("t5", "t4", "t2", "t1"));
   tracks.Sort();
   EXPECT_THAT(Names(tracks), ElementsAre("t1", "t2", "t4", "t5"));
   tracks.Clear();
   Fill(6);
   EXPECT_EQ(tracks.GetEntries(), 6);
   EXPECT_EQ(Track::fgLive, 6);
}

TEST_F(ClonesArray, AbsorbsTheObjectsOfAnother)
{
   Fill(3);
   TClonesArray more("Track", 2);
   for (Int_t i = 0; i < 5; ++i)
      new (more[i]) Track(10 + i, "more");
   more.RemoveAt(2);
   tracks.AbsorbObjects(&more);
   EXPECT_EQ(tracks.GetEntries(), 7);
   EXPECT_EQ(At(6)->fId, 14);
   EXPECT_TRUE(more.IsEmpty());
   new (more[0]) Track(1);
   EXPECT_EQ(Track::fgLive, 8);
   const ErrorLines errors;
   TClonesArray strings("TObjString");
   new (strings[0]) TObjString("s");
   tracks.AbsorbObjects(&strings);
   EXPECT_EQ(ErrorLines::Lines().size(), 1u);
   EXPECT_EQ(strings.GetEntries(), 1);
}

TEST_F(ClonesArray, CopiesAreDeep)
{
   Fill(3);
   TClonesArray copy(tracks);
   EXPECT_EQ(copy.GetEntries(), 3);
   EXPECT_NE(copy.At(1), tracks.At(1));
   EXPECT_STREQ(copy.At(2)->GetName(), "t2");
   TClonesArray strings("TObjString");
   new (strings[0]) TObjString("s");
   strings = copy;
   EXPECT_EQ(strings.GetClass(), Track::Class());
   EXPECT_EQ(strings.GetEntries(), 3);
}

TEST_F(ClonesArray, RefusesObjectsMadeElsewhere)
{
   const ErrorLines errors;
   Track t(1);
   tracks.Add(&t);
   tracks.AddFirst(&t);
   tracks.AddAt(&t, 0);
   tracks.AddAtAndExpand(&t, 9);
   tracks.AddAfter(nullptr, &t);
   tracks.AddBefore(nullptr, &t);
   EXPECT_EQ(tracks.AddAtFree(&t), -1);
   EXPECT_EQ(ErrorLines::Lines().size(), 7u);
   EXPECT_TRUE(tracks.IsEmpty());
   tracks.SetOwner();
   EXPECT_FALSE(tracks.IsOwner());
}

TEST(ClonesArrayClass, MustBeAbleToFillSlots)
{
   const ErrorLines errors;
   EXPECT_TRUE(TClonesArray("NoSuchClass").IsZombie());
   EXPECT_TRUE(TClonesArray("Late").IsZombie());
   EXPECT_TRUE(TClonesArray("TCollection").IsZombie());
   EXPECT_TRUE(TClonesArray("TArrayD").IsZombie());
   EXPECT_THAT(ErrorLines::Lines(),
               ElementsAre(HasSubstr("NoSuchClass has no dictionary"), HasSubstr("TObject as its first base"),
                           HasSubstr("is abstract"), HasSubstr("TObject as its first base")));
   TClonesArray later;
   EXPECT_EQ(later.ConstructedAt(0), nullptr);
   later.SetClass("Track");
   EXPECT_FALSE(later.IsZombie());
   later.SetClass(TObjString::Class());
   EXPECT_TRUE(later.IsZombie());
   EXPECT_EQ(later.GetClass(), Track::Class());
}

TEST_F(ClonesArray, ConstructorThatThrowsLeavesAValidArray)
{
   Track::fgFailing = 4;
   EXPECT_THROW(tracks.ExpandCreate(6), std::runtime_error);
   Track::fgFailing = 0;
   EXPECT_EQ(tracks.GetEntries(), 3);
   EXPECT_EQ(Track::fgLive, 3);
   tracks.ExpandCreate(6);
   EXPECT_EQ(tracks.GetEntries(), 6);
}
