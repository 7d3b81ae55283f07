// TNamed: name and title, order, copies.
#include "TNamed.h"

#include "ErrorCapture.h"

#include <gtest/gtest.h>

namespace {

TEST(TNamed, HasNameAndTitle)
{
   TNamed named("n", "t");
   EXPECT_STREQ(named.GetName(), "n");
   EXPECT_STREQ(named.GetTitle(), "t");
   named.SetName("name");
   named.SetTitle("title");
   EXPECT_STREQ(named.GetName(), "name");
   EXPECT_STREQ(named.GetTitle(), "title");
   named.SetNameTitle("a", "b");
   EXPECT_STREQ(named.GetName(), "a");
   EXPECT_STREQ(named.GetTitle(), "b");
   named.SetTitle();
   EXPECT_STREQ(named.GetTitle(), "");
   named.SetName(nullptr);
   EXPECT_STREQ(named.GetName(), "");
   EXPECT_STREQ(TNamed(TString("x"), TString("y")).GetTitle(), "y");
   EXPECT_STREQ(TNamed().GetName(), "");
}

TEST(TNamed, SizeIsThatOfRoot)
{
   EXPECT_EQ(sizeof(TNamed), 64u);
}

TEST(TNamed, ClearEmptiesBoth)
{
   TNamed named("n", "t");
   named.Clear();
   EXPECT_STREQ(named.GetName(), "");
   EXPECT_STREQ(named.GetTitle(), "");
}

TEST(TNamed, ComparesAndHashesByName)
{
   const TNamed a("a", "2"), b("b", "1"), other("a", "3");
   EXPECT_LT(a.Compare(&b), 0);
   EXPECT_GT(b.Compare(&a), 0);
   EXPECT_EQ(a.Compare(&other), 0);
   EXPECT_GT(a.Compare(nullptr), 0);
   EXPECT_EQ(a.Hash(), other.Hash());
   EXPECT_NE(a.Hash(), b.Hash());
   EXPECT_EQ(a.Hash(), TString("a").Hash());
   EXPECT_TRUE(a.IsSortable());
}

TEST(TNamed, CopyTakesNameTitleAndBits)
{
   TNamed source("s", "t");
   source.SetBit(1u << 15);
   source.SetUniqueID(9);
   TNamed target("other", "other");
   source.Copy(target);
   EXPECT_STREQ(target.GetName(), "s");
   EXPECT_STREQ(target.GetTitle(), "t");
   EXPECT_TRUE(target.TestBit(1u << 15));
   EXPECT_EQ(target.GetUniqueID(), 9u);
   const TNamed copy(source);
   EXPECT_STREQ(copy.GetName(), "s");
}

TEST(TNamed, CopyToAnObjectWithoutANameIsReported)
{
   TNamed source("s", "t");
   source.SetUniqueID(9);
   TObject target;
   const ErrorCapture errors;
   source.Copy(target);
   EXPECT_EQ(errors.Count(), 1u);
   EXPECT_EQ(errors.Location(), "TNamed::Copy");
   EXPECT_EQ(target.GetUniqueID(), 0u);
}

} // namespace
