// Round trips of classes that were selected without ClassDef: by ROOTLET_DICT, by patterns, and private ones.
#include "Selection.h"
#include "TBuffer.h"
#include "TClass.h"

#include <gtest/gtest.h>

namespace selection {

void Vault::Fill(int seed)
{
   fCoin = Coin(seed);
   fRow[0] = Coin(seed + 1), fRow[1] = Coin(seed + 2);
   fCoins.emplace_back(seed + 3), fCoins.emplace_back(seed + 4);
   fByValue.try_emplace(7, seed + 5);
   fBag.fContent.emplace_back(seed + 6);
   fBag.fLabel.fText = "label";
   fShared = new Coin(seed + 7);
   fOwn = std::make_unique<Coin>(seed + 8);
   fN = 2;
   fCounted = new Coin[2];
   fCounted[1] = Coin(seed + 9);
}

bool Vault::operator==(const Vault &other) const
{
   bool same = fCoin == other.fCoin && fRow[0] == other.fRow[0] && fRow[1] == other.fRow[1] && fCoins == other.fCoins &&
               fByValue == other.fByValue && fBag == other.fBag && fN == other.fN;
   for (int i = 0; same && i < fN; ++i)
      same = fCounted[i] == other.fCounted[i];
   return same && *fShared == *other.fShared && *fOwn == *other.fOwn;
}

Vault::~Vault()
{
   delete fShared;
   delete[] fCounted;
}

} // namespace selection

namespace {

template <class T>
void RoundTrip(T &from, T &to)
{
   TClass *cl = TClass::GetClass<T>();
   ASSERT_NE(cl, nullptr);
   TBuffer buffer(TBuffer::kWrite);
   buffer.StreamObject(&from, cl);
   buffer.SetReadMode();
   buffer.SetBufferOffset();
   buffer.StreamObject(&to, cl);
}

} // namespace

TEST(Selection, StructsOfOthersAskedForInAHeader)
{
   theirs::Point point{1, 2}, copy;
   RoundTrip(point, copy);
   EXPECT_EQ(copy.y, 2);
   EXPECT_STREQ(TClass::GetClass("theirs::Point")->GetDeclFileName(), "SelectionTheirs.h");
}

TEST(Selection, TemplateInstancesAskedForInAHeader)
{
   theirs::Pair<int, std::string> pair{3, "three"}, pairCopy;
   RoundTrip(pair, pairCopy);
   EXPECT_EQ(pairCopy.second, "three");
   theirs::Pair<theirs::Point, std::vector<double>> nested{{1, 2}, {3, 4}}, nestedCopy;
   RoundTrip(nested, nestedCopy);
   EXPECT_EQ(nestedCopy.first.x, 1);
   EXPECT_EQ(nestedCopy.second, nested.second);
}

TEST(Selection, ClassesThatFitAPattern)
{
   selection::PlainTrack track, copy;
   track.fHits = {{1.5, {1, 2}}, {2.5, {3, 4}}};
   RoundTrip(track, copy);
   ASSERT_EQ(copy.fHits.size(), 2u);
   EXPECT_EQ(copy.fHits[1].fWhere.y, 4);
   EXPECT_NE(TClass::GetClass("selection::PlainTrack::Step"), nullptr);
}

TEST(Selection, ClassesThatAreNotPublic)
{
   selection::Vault vault, copy;
   vault.Fill(10);
   RoundTrip(vault, copy);
   EXPECT_TRUE(vault == copy);
   EXPECT_EQ(TClass::GetClass("selection::Vault::Coin")->GetDataMemberOffset("fValue"), 4);
   EXPECT_NE(TClass::GetClass("selection::Vault::Coin")->GetBaseClass("selection::Vault::Part"), nullptr);
}

TEST(Selection, ClassesThatAreNotPublicInsideOfOneWithoutClassDef)
{
   selection::Drawer drawer, copy;
   drawer.Fill();
   RoundTrip(drawer, copy);
   EXPECT_EQ(copy.Text(), "one two three");
}
