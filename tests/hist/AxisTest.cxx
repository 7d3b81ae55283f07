// Bins, edges, ranges and labels of TAxis.
#include "HistTest.h"

#include "TAxis.h"
#include "THashList.h"

#include <limits>

using namespace histtest;
using testing::ElementsAre;

namespace {
const Double_t kEdges[] = {-1, 0, 0.5, 4, 10};
}

TEST(Axis, EqualBinsHoldTheirLowerEdgeAndNotTheUpper)
{
   const TAxis axis(10, 0, 5);
   struct Case {
      Double_t x;
      Int_t bin;
   };
   for (const auto &[x, bin] : {Case{-0.001, 0}, Case{0, 1}, Case{0.4999, 1}, Case{0.5, 2}, Case{4.999, 10},
                                Case{5, 11}, Case{1e300, 11}, Case{-1e300, 0}}) {
      EXPECT_EQ(axis.FindFixBin(x), bin) << x;
   }
}

TEST(Axis, NotANumberAndInfinityAreUnderOrOverflow)
{
   const TAxis axis(10, 0, 5);
   EXPECT_EQ(axis.FindFixBin(TMath::QuietNaN()), 11);
   EXPECT_EQ(axis.FindFixBin(TMath::Infinity()), 11);
   EXPECT_EQ(axis.FindFixBin(-TMath::Infinity()), 0);
   const TAxis endless(4, -TMath::Infinity(), TMath::Infinity());
   EXPECT_EQ(endless.FindFixBin(0.0), 5) << "no bin is known to hold it";
}

TEST(Axis, VariableBinsAreFoundByTheirEdges)
{
   const TAxis axis(4, kEdges);
   struct Case {
      Double_t x;
      Int_t bin;
   };
   for (const auto &[x, bin] : {Case{-1.5, 0}, Case{-1, 1}, Case{-0.5, 1}, Case{0, 2}, Case{0.5, 3}, Case{3.9, 3},
                                Case{9.9, 4}, Case{10, 5}}) {
      EXPECT_EQ(axis.FindFixBin(x), bin) << x;
   }
   EXPECT_TRUE(axis.IsVariableBinSize());
   EXPECT_EQ(axis.GetXmin(), -1);
   EXPECT_EQ(axis.GetXmax(), 10);
}

TEST(Axis, EdgesAndCentresFollowTheFormulas)
{
   const TAxis equal(7, 0, 1);
   const Double_t width = 1. / 7;
   for (Int_t bin = 0; bin <= 8; ++bin) {
      EXPECT_EQ(equal.GetBinLowEdge(bin), (bin - 1) * width);
      EXPECT_EQ(equal.GetBinUpEdge(bin), bin * width);
      EXPECT_EQ(equal.GetBinCenter(bin), (bin - 0.5) * width);
      EXPECT_EQ(equal.GetBinWidth(bin), width);
   }
   const TAxis variable(4, kEdges);
   EXPECT_EQ(variable.GetBinLowEdge(3), 0.5);
   EXPECT_EQ(variable.GetBinUpEdge(3), 4);
   EXPECT_EQ(variable.GetBinCenter(3), 2.25);
   EXPECT_EQ(variable.GetBinWidth(3), 3.5);
   EXPECT_EQ(variable.GetBinWidth(0), 1) << "outside: as the nearest bin";
   EXPECT_EQ(variable.GetBinWidth(5), 6);
   Double_t edges[4], centers[4];
   variable.GetLowEdge(edges);
   variable.GetCenter(centers);
   EXPECT_THAT(edges, ElementsAre(-1, 0, 0.5, 4));
   EXPECT_THAT(centers, ElementsAre(-0.5, 0.25, 2.25, 7));
   EXPECT_DOUBLE_EQ(variable.GetBinCenterLog(4), std::sqrt(40));
   EXPECT_EQ(variable.GetBinCenterLog(1), -0.5);
}

TEST(Axis, FloatEdgesAreWidened)
{
   const Float_t edges[] = {0.1f, 0.2f, 0.4f};
   TAxis axis;
   axis.Set(2, edges);
   EXPECT_EQ(axis.GetBinLowEdge(2), Double_t(0.2f));
}

TEST(Axis, EdgesThatDoNotRiseAreReported)
{
   const Double_t edges[] = {0, 2, 1};
   Lines lines;
   TAxis axis(2, edges);
   ASSERT_EQ(Lines::All().size(), 1u);
   EXPECT_THAT(Lines::All()[0], testing::HasSubstr("must rise"));
}

TEST(Axis, RangeIsAllBinsUntilItIsSet)
{
   TAxis axis(10, 0, 10);
   EXPECT_EQ(axis.GetFirst(), 1);
   EXPECT_EQ(axis.GetLast(), 10);
   axis.SetRange(3, 12);
   EXPECT_EQ(axis.GetFirst(), 3);
   EXPECT_EQ(axis.GetLast(), 11);
   EXPECT_TRUE(axis.TestBit(TAxis::kAxisRange));
   axis.SetRange(5, 4);
   EXPECT_EQ(axis.GetFirst(), 1);
   EXPECT_EQ(axis.GetLast(), 10);
   EXPECT_FALSE(axis.TestBit(TAxis::kAxisRange));
}

TEST(Axis, UserRangeEndsBeforeABinThatItOnlyTouches)
{
   TAxis axis(10, 0, 10);
   axis.SetRangeUser(2, 5);
   EXPECT_EQ(axis.GetFirst(), 3);
   EXPECT_EQ(axis.GetLast(), 5);
   axis.SetRangeUser(2.5, 5.5);
   EXPECT_EQ(axis.GetFirst(), 3);
   EXPECT_EQ(axis.GetLast(), 6);
}

TEST(Axis, LabelsAreKeptPerBinAndReplaced)
{
   TAxis axis(3, 0, 3);
   EXPECT_EQ(axis.GetLabels(), nullptr);
   axis.SetBinLabel(1, "one");
   axis.SetBinLabel(3, "three");
   axis.SetBinLabel(1, "uno");
   EXPECT_STREQ(axis.GetBinLabel(1), "uno");
   EXPECT_STREQ(axis.GetBinLabel(2), "");
   EXPECT_STREQ(axis.GetBinLabel(3), "three");
   EXPECT_EQ(axis.GetLabels()->GetSize(), 2);
   EXPECT_EQ(axis.FindFixBin("three"), 3);
   EXPECT_EQ(axis.FindFixBin("one"), -1);
   axis.SetBinLabel(3, "");
   EXPECT_EQ(axis.GetLabels()->GetSize(), 1);

   Lines lines;
   axis.SetBinLabel(5, "none");
   EXPECT_EQ(Lines::All().size(), 1u);
}

TEST(Axis, CopiesOwnTheirLabels)
{
   auto axis = std::make_unique<TAxis>(3, 0, 3);
   axis->SetBinLabel(2, "two");
   axis->SetTitle("title");
   axis->SetLabelFont(62);
   TAxis copy(*axis);
   axis.reset();
   EXPECT_STREQ(copy.GetBinLabel(2), "two");
   EXPECT_STREQ(copy.GetTitle(), "title");
   EXPECT_EQ(copy.GetLabelFont(), 62);
}

TEST(Axis, StreamKeepsEdgesLabelsAndAttributes)
{
   TAxis axis(4, kEdges);
   axis.SetName("xaxis");
   axis.SetBinLabel(2, "two");
   axis.SetTimeDisplay(1);
   axis.SetTimeFormat("%H");
   axis.SetRange(2, 3);
   TAxis read;
   Read(read, Written(axis));
   EXPECT_EQ(read.GetNbins(), 4);
   EXPECT_EQ(read.GetBinLowEdge(3), 0.5);
   EXPECT_STREQ(read.GetBinLabel(2), "two");
   EXPECT_STREQ(read.GetTimeFormat(), "%H");
   EXPECT_EQ(read.GetFirst(), 2);
   EXPECT_EQ(Written(read), Written(axis));
}

TEST(Axis, HasTheSizeThatFilesOfRootSay)
{
   EXPECT_EQ(sizeof(TAxis), 216u);
}
