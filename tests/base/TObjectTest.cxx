// TObject: bits, unique ID, copies, the reports with the class name in front.
#include "TObject.h"

#include "ErrorCapture.h"
#include "TNamed.h"

#include <gtest/gtest.h>

#include <memory>
#include <set>

namespace {

constexpr UInt_t kAll = 0xffffffff;

UInt_t Bits(const TObject &object)
{
   return static_cast<UInt_t>(object.TestBits(kAll));
}

/// An object with this name that is no TNamed.
class Named : public TObject {
public:
   explicit Named(const char *name) : fNameOfIt(name) {}
   const char *GetName() const override { return fNameOfIt; }

private:
   const char *fNameOfIt;
};

TEST(TObject, StartsWithoutBitsAndIdentifier)
{
   const TObject object;
   EXPECT_EQ(object.GetUniqueID(), 0u);
   EXPECT_EQ(Bits(object), TObject::kNotDeleted);
   EXPECT_EQ(sizeof(TObject), 16u);
}

TEST(TObject, UserBitsAreTwentyFour)
{
   TObject object;
   object.SetBit(1u << 14);
   EXPECT_TRUE(object.TestBit(1u << 14));
   object.SetBit(kAll);
   EXPECT_EQ(Bits(object), TObject::kBitMask | TObject::kNotDeleted);
   object.ResetBit(kAll);
   EXPECT_EQ(Bits(object), TObject::kNotDeleted);
   object.InvertBit(TObject::kCannotPick);
   EXPECT_TRUE(object.TestBit(TObject::kCannotPick));
   object.InvertBit(UInt_t(TObject::kCannotPick) | UInt_t(TObject::kNotDeleted));
   EXPECT_EQ(Bits(object), TObject::kNotDeleted);
   object.SetBit(TObject::kCanDelete, kTRUE);
   EXPECT_EQ(object.TestBits(TObject::kCanDelete | TObject::kMustCleanup), static_cast<Int_t>(TObject::kCanDelete));
   object.SetBit(TObject::kCanDelete, kFALSE);
   EXPECT_FALSE(object.TestBit(TObject::kCanDelete));
}

TEST(TObject, ZombiesStayZombies)
{
   TObject object;
   EXPECT_FALSE(object.IsZombie());
   object.MakeZombie();
   object.ResetBit(kAll);
   EXPECT_TRUE(object.IsZombie());
}

class CopiedBits : public testing::TestWithParam<std::pair<UInt_t, bool>> {};

INSTANTIATE_TEST_SUITE_P(
   Bits, CopiedBits,
   testing::Values(std::pair{1u << 14, true}, std::pair{1u << 23, true}, std::pair{UInt_t(TObject::kCannotPick), true},
                   std::pair{UInt_t(TObject::kInvalidObject), true}, std::pair{UInt_t(TObject::kNoContextMenu), true},
                   std::pair{UInt_t(TObject::kCanDelete), false}, std::pair{UInt_t(TObject::kMustCleanup), false},
                   std::pair{UInt_t(TObject::kIsReferenced), false}, std::pair{UInt_t(TObject::kHasUUID), false}));

TEST_P(CopiedBits, FollowTheCopyUnlessTheyTellOfTheOriginalAlone)
{
   const auto [bit, copied] = GetParam();
   TObject original;
   original.SetBit(bit);
   original.SetUniqueID(77);
   const TObject copy(original);
   EXPECT_EQ(copy.TestBit(bit), copied);
   EXPECT_EQ(copy.GetUniqueID(), 77u);
   EXPECT_TRUE(copy.TestBit(TObject::kNotDeleted));

   TObject assigned;
   assigned = original;
   EXPECT_EQ(assigned.TestBit(bit), copied);
   EXPECT_EQ(assigned.GetUniqueID(), 77u);

   TObject target;
   target.SetBit(bit);
   target = TObject();
   EXPECT_EQ(target.TestBit(bit), !copied); // what is not copied stays as it was

   TObject through;
   original.Copy(through);
   EXPECT_EQ(Bits(through), Bits(assigned));
}

TEST(TObject, AReferencedObjectKeepsItsIdentifierWhenAssignedTo)
{
   TObject target, source;
   target.SetUniqueID(5);
   target.SetBit(TObject::kIsReferenced);
   source.SetUniqueID(6);
   target = source;
   EXPECT_EQ(target.GetUniqueID(), 5u);
}

TEST(TObject, ComparesByName)
{
   const Named a("a"), b("b"), other("a");
   EXPECT_LT(a.Compare(&b), 0);
   EXPECT_GT(b.Compare(&a), 0);
   EXPECT_EQ(a.Compare(&other), 0);
   EXPECT_GT(a.Compare(nullptr), 0);
   EXPECT_TRUE(a.IsEqual(&a));
   EXPECT_FALSE(a.IsEqual(&other));
}

TEST(TObject, HashTellsObjectsApart)
{
   const TObject objects[100];
   std::set<ULong_t> hashes;
   for (const TObject &object : objects)
      hashes.insert(object.Hash());
   EXPECT_EQ(hashes.size(), 100u);
   EXPECT_EQ(objects[0].Hash(), objects[0].Hash());
}

TEST(TObject, DefaultAnswers)
{
   TObject object;
   EXPECT_STREQ(object.ClassName(), "TObject");
   EXPECT_STREQ(object.GetName(), "TObject");
   EXPECT_STREQ(object.GetTitle(), "Basic ROOT object");
   EXPECT_STREQ(object.GetOption(), "");
   EXPECT_TRUE(object.InheritsFrom("TObject"));
   EXPECT_FALSE(object.InheritsFrom("TNamed"));
   EXPECT_TRUE(object.InheritsFrom(TObject::Class()));
   EXPECT_TRUE(TNamed().InheritsFrom(TObject::Class()));
   EXPECT_FALSE(object.IsFolder());
   EXPECT_FALSE(object.IsSortable());
   EXPECT_FALSE(object.Notify());
   EXPECT_EQ(object.FindObject("x"), nullptr);
   EXPECT_EQ(object.FindObject(&object), nullptr);
}

TEST(TObject, ReportsNameTheClassAndTheMethod)
{
   const TNamed object("n", "t");
   const ErrorCapture errors;
   object.Info("Fill", "%d", 1);
   object.Warning("Fill", "%d", 2);
   object.Error("Fill", "%d", 3);
   errno = EACCES;
   object.SysError("Fill", "%d", 4);
   ASSERT_EQ(errors.Count(), 4u);
   const int levels[] = {kInfo, kWarning, kError, kSysError};
   const char *const messages[] = {"1", "2", "3", "4 (Permission denied)"};
   for (std::size_t i = 0; i < 4; ++i) {
      EXPECT_EQ(errors.Lines()[i].fLevel, levels[i]);
      EXPECT_EQ(errors.Lines()[i].fLocation, "TNamed::Fill");
      EXPECT_EQ(errors.Lines()[i].fMessage, messages[i]);
   }
}

TEST(TObject, PrintAndLsShowClassNameAndTitle)
{
   const TNamed object("hpx", "a title");
   testing::internal::CaptureStdout();
   object.Print();
   EXPECT_EQ(testing::internal::GetCapturedStdout(), "OBJ: TNamed\thpx\ta title\n");
   testing::internal::CaptureStdout();
   object.ls();
   EXPECT_TRUE(testing::internal::GetCapturedStdout().starts_with("OBJ: TNamed\thpx\ta title : 0 at: 0x"));
}

TEST(TObject, DumpShowsEveryMemberOfEveryBase)
{
   TNamed object("hpx", "a title");
   object.SetUniqueID(4711);
   testing::internal::CaptureStdout();
   object.Dump();
   const std::string dump = testing::internal::GetCapturedStdout();
   for (const char *part : {"name=hpx", "class=TNamed", "fUniqueID", "4711", "fBits", "fName", "\"hpx\"", "fTitle",
                            "\"a title\"", "object identifier"})
      EXPECT_NE(dump.find(part), std::string::npos) << part << " in\n" << dump;
}

TEST(TObject, DeleteIsForObjectsOnTheHeap)
{
   TObject onStack;
   const ErrorCapture errors;
   onStack.Delete();
   EXPECT_EQ(errors.Count(), 1u);
   EXPECT_TRUE(onStack.TestBit(TObject::kNotDeleted));

   struct Flagged : TObject {
      explicit Flagged(bool &gone) : fGone(gone) {}
      ~Flagged() override { fGone = true; }
      bool &fGone;
   };
   bool gone = false;
   TObject *onHeap = new Flagged(gone);
   onHeap->Delete();
   EXPECT_TRUE(gone);
   EXPECT_EQ(errors.Count(), 1u);
}

} // namespace
