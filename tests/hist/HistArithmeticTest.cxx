// Add, Scale, Multiply, Divide, Reset, Rebin and copies.
#include "HistTest.h"

using namespace histtest;
using testing::DoubleEq;
using testing::ElementsAre;
using testing::Pointwise;

namespace {

// 0 | 4 9 16 | 25, statistics from values.
TH1D Squares(const char *name)
{
   TH1D h(name, "", 3, 0, 3);
   const Int_t counts[] = {0, 4, 9, 16, 25};
   for (Int_t bin = 0; bin <= 4; ++bin)
      for (Int_t i = 0; i < counts[bin]; ++i)
         h.Fill(bin - 0.75);
   return h;
}

} // namespace

TEST(HistArithmetic, AddSumsContentsEntriesAndStatistics)
{
   TH1D a = Squares("a");
   const TH1D b = Squares("b");
   EXPECT_TRUE(a.Add(&b, 2));
   EXPECT_THAT(Contents(a), ElementsAre(0, 12, 27, 48, 75));
   EXPECT_EQ(a.GetEntries(), 3 * 54);
   EXPECT_EQ(a.GetMean(), b.GetMean());
   EXPECT_EQ(Stats(a)[0], 3 * 29);
   EXPECT_EQ(Stats(a)[1], (1 + 4) * 29) << "squares of weights take the square of the factor";
   EXPECT_EQ(a.GetSumw2N(), 0);
}

TEST(HistArithmetic, AddPropagatesErrorsWhereTheyAreKept)
{
   TH1D a = Squares("a");
   TH1D b = Squares("b");
   b.Sumw2();
   a.Add(&b, 2);
   EXPECT_EQ(a.GetSumw2N(), 5);
   EXPECT_EQ(a.GetBinError(1), std::sqrt(4 + 4 * 4.));
   EXPECT_EQ(a.GetBinError(4), std::sqrt(25 + 4 * 25.));
}

TEST(HistArithmetic, SubtractionComputesStatisticsFromTheBins)
{
   TH1D a = Squares("a");
   const TH1D b = Squares("b");
   a.Add(&b, -0.5);
   EXPECT_THAT(Contents(a), ElementsAre(0, 2, 4.5, 8, 12.5));
   EXPECT_EQ(a.GetEntries(), 14.5);
   EXPECT_EQ(a.GetMean(), (2 * 0.5 + 4.5 * 1.5 + 8 * 2.5) / 14.5);
}

TEST(HistArithmetic, SumOfTwoReplacesTheContents)
{
   const TH1D a = Squares("a");
   const TH1D b = Squares("b");
   TH1D sum = Squares("sum");
   EXPECT_TRUE(sum.Add(&a, &b, 1, 3));
   EXPECT_THAT(Contents(sum), ElementsAre(0, 16, 36, 64, 100));
   EXPECT_EQ(sum.GetEntries(), 4 * 54);
   EXPECT_TRUE(sum.Add(&a, &a, 1, -1));
   EXPECT_THAT(Contents(sum), ElementsAre(0, 4, 9, 16, 25))
      << "same histogram and negative factor: divided by the width, 1";
}

TEST(HistArithmetic, AveragesAreWeightedWithTheErrors)
{
   TH1D a("a", "", 1, 0, 1);
   TH1D b("b", "", 1, 0, 1);
   a.SetBinContent(1, 10);
   a.SetBinError(1, 1);
   b.SetBinContent(1, 20);
   b.SetBinError(1, 2);
   a.SetBit(TH1::kIsAverage);
   b.SetBit(TH1::kIsAverage);
   a.Add(&b);
   EXPECT_DOUBLE_EQ(a.GetBinContent(1), (10 + 20 / 4.) / (1 + 1 / 4.));
   EXPECT_DOUBLE_EQ(a.GetBinError(1), std::sqrt(1 / 1.25));
}

TEST(HistArithmetic, DifferentBinsAreRefusedAndNothingIsDone)
{
   TH1D a = Squares("a");
   const TH1D fewer("b", "", 2, 0, 3);
   const TH1D wider("c", "", 3, 0, 4);
   const TH2D flat("d", "", 1, 0, 1, 1, 0, 1);
   for (const TH1 *other : {static_cast<const TH1 *>(&fewer), static_cast<const TH1 *>(&wider),
                            static_cast<const TH1 *>(&flat), static_cast<const TH1 *>(nullptr)}) {
      Lines lines;
      EXPECT_FALSE(a.Add(other));
      EXPECT_FALSE(a.Multiply(other));
      EXPECT_FALSE(a.Divide(other));
      EXPECT_EQ(Lines::All().size(), 3u);
   }
   EXPECT_EQ(Written(a), Written(Squares("a")));
}

TEST(HistArithmetic, ScaleKeepsEntriesAndScalesErrors)
{
   TH1D h = Squares("h");
   const Double_t mean = h.GetMean();
   h.Scale(0.5);
   EXPECT_THAT(Contents(h), ElementsAre(0, 2, 4.5, 8, 12.5));
   EXPECT_THAT(Errors(h), Pointwise(DoubleEq(), {0.0, 1.0, 1.5, 2.0, 2.5}));
   EXPECT_EQ(h.GetEntries(), 54);
   EXPECT_EQ(h.GetMean(), mean);
   EXPECT_EQ(h.GetEffectiveEntries(), 29);
}

TEST(HistArithmetic, ScaleWithoutSquaresIfAsked)
{
   TH1D h = Squares("h");
   h.Scale(4, "nosw2");
   EXPECT_EQ(h.GetSumw2N(), 0);
   EXPECT_EQ(h.GetBinError(1), 4);
}

TEST(HistArithmetic, ScaleByWidthMakesDensities)
{
   const Double_t edges[] = {0, 1, 3, 7};
   TH1D h("h", "", 3, edges);
   for (Int_t bin = 1; bin <= 3; ++bin) {
      h.SetBinContent(bin, 8);
      h.SetBinError(bin, 4);
   }
   h.Scale(2, "width");
   EXPECT_THAT(Contents(h), ElementsAre(0, 16, 8, 4, 0));
   EXPECT_THAT(Errors(h), ElementsAre(0, 8, 4, 2, 0));
}

TEST(HistArithmetic, ProductAndQuotientPropagateErrors)
{
   TH1D a("a", "", 2, 0, 2);
   TH1D b("b", "", 2, 0, 2);
   a.SetBinContent(1, 6);
   a.SetBinError(1, 0.3);
   a.SetBinContent(2, 5);
   b.SetBinContent(1, 2);
   b.SetBinError(1, 0.4);
   TH1D product = a * b;
   EXPECT_EQ(product.GetBinContent(1), 12);
   EXPECT_DOUBLE_EQ(product.GetBinError(1), std::hypot(0.3 * 2, 0.4 * 6));
   TH1D quotient = a / b;
   EXPECT_EQ(quotient.GetBinContent(1), 3);
   EXPECT_DOUBLE_EQ(quotient.GetBinError(1), 3 * std::hypot(0.3 / 6, 0.4 / 2));
   EXPECT_EQ(quotient.GetBinContent(2), 0) << "divided by 0";
   EXPECT_EQ(quotient.GetBinError(2), 0);
   TH1D both("both", "", 2, 0, 2);
   EXPECT_TRUE(both.Divide(&a, &b, 4, 2));
   EXPECT_EQ(both.GetBinContent(1), 6);
   EXPECT_DOUBLE_EQ(both.GetBinError(1), 6 * std::hypot(0.3 / 6, 0.4 / 2));
   EXPECT_TRUE(both.Multiply(&a, &b, 4, 2));
   EXPECT_EQ(both.GetBinContent(1), 96);
   Lines lines;
   EXPECT_FALSE(both.Divide(&a, &b, 1, 0));
   EXPECT_EQ(Lines::All().size(), 1u);
}

TEST(HistArithmetic, BinomialErrorsOfAnEfficiency)
{
   TH1D passed("passed", "", 2, 0, 2);
   TH1D all("all", "", 2, 0, 2);
   const Double_t p[] = {0, 30, 100, 0};
   const Double_t n[] = {0, 100, 100, 0};
   passed.SetContent(p);
   all.SetContent(n);
   passed.Sumw2();
   all.Sumw2();
   TH1D efficiency("efficiency", "", 2, 0, 2);
   EXPECT_TRUE(efficiency.Divide(&passed, &all, 1, 1, "B"));
   EXPECT_EQ(efficiency.GetBinContent(1), 0.3);
   EXPECT_DOUBLE_EQ(efficiency.GetBinError(1), std::sqrt(0.3 * 0.7 / 100));
   EXPECT_EQ(efficiency.GetBinError(2), 0);
}

TEST(HistArithmetic, OperatorsMakeHistogramsOfNoDirectory)
{
   const TH1F a("a", "", 2, 0, 2);
   TH1F b("b", "", 2, 0, 2);
   b.Fill(0.5);
   const TH1F sum = 3 * b + a * 2. - b;
   EXPECT_EQ(sum.GetBinContent(1), 2);
}

TEST(HistArithmetic, ResetEmptiesEverythingButTheAxes)
{
   TH1D h = Squares("h");
   h.Sumw2();
   h.SetMaximum(7);
   h.Reset();
   EXPECT_THAT(Contents(h), testing::Each(0));
   EXPECT_THAT(Errors(h), testing::Each(0));
   EXPECT_EQ(h.GetSumw2N(), 5);
   EXPECT_EQ(h.GetEntries(), 0);
   EXPECT_THAT(Stats(h), testing::Each(0));
   EXPECT_EQ(h.GetMaximumStored(), 7);
   h.Reset("M");
   EXPECT_EQ(h.GetMaximumStored(), -1111);
}

TEST(HistArithmetic, ResetIceKeepsTheStatistics)
{
   TH1D h = Squares("h");
   h.Reset("ICE");
   EXPECT_THAT(Contents(h), testing::Each(0));
   EXPECT_EQ(h.GetEntries(), 54);
   h.Reset("ICES");
   EXPECT_EQ(h.GetEntries(), 0);
}

TEST(HistArithmetic, ResetStatsTakesTheBinsForTheEntries)
{
   TH1D h = Squares("h");
   h.ResetStats();
   EXPECT_EQ(h.GetEntries(), 29);
   EXPECT_EQ(h.GetMean(), (4 * 0.5 + 9 * 1.5 + 16 * 2.5) / 29);
   h.Scale(2);
   h.ResetStats();
   EXPECT_EQ(h.GetEntries(), 58. * 58 / (4 * 29)) << "effective entries";
}

TEST(HistRebin, GroupsAreSummedAndStatisticsKept)
{
   TH1D h("h", "", 6, 0, 6);
   for (Int_t i = 0; i < 6; ++i)
      h.Fill(i + 0.1, i + 1);
   const auto stats = Stats(h);
   EXPECT_EQ(h.Rebin(), &h);
   EXPECT_THAT(Contents(h), ElementsAre(0, 3, 7, 11, 0));
   EXPECT_EQ(h.GetBinError(2), std::sqrt(9 + 16));
   EXPECT_EQ(h.GetXaxis()->GetNbins(), 3);
   EXPECT_EQ(h.GetXaxis()->GetXmax(), 6);
   EXPECT_EQ(Stats(h), stats);
   EXPECT_EQ(h.GetEntries(), 6);
}

TEST(HistRebin, ARestGoesToTheOverflow)
{
   TH1D h("h", "", 5, 0, 5);
   for (Int_t i = -1; i < 6; ++i)
      h.Fill(i + 0.1);
   const std::unique_ptr<TH1> two(h.Rebin(2, "two"));
   EXPECT_EQ(h.GetNbinsX(), 5);
   EXPECT_STREQ(two->GetName(), "two");
   EXPECT_THAT(Contents(*two), ElementsAre(1, 2, 2, 2));
   EXPECT_EQ(two->GetXaxis()->GetXmax(), 4);
   EXPECT_EQ(two->GetEntries(), 7);
   EXPECT_EQ(two->GetMean(), 2) << "from the bins";
}

TEST(HistRebin, GivenEdgesMakeVariableBins)
{
   TH1D h("h", "", 10, 0, 10);
   for (Int_t i = 0; i < 10; ++i)
      h.Fill(i + 0.1);
   const Double_t edges[] = {1, 2, 5, 9};
   const std::unique_ptr<TH1> variable(h.Rebin(3, "variable", edges));
   EXPECT_THAT(Contents(*variable), ElementsAre(1, 1, 3, 4, 1));
   EXPECT_TRUE(variable->GetXaxis()->IsVariableBinSize());
}

TEST(HistRebin, WhatCannotBeDoneIsReported)
{
   TH1D h("h", "", 5, 0, 5);
   const Double_t edges[] = {1, 2};
   Lines lines;
   EXPECT_EQ(h.Rebin(0), nullptr);
   EXPECT_EQ(h.Rebin(6), nullptr);
   EXPECT_EQ(h.Rebin(1, "", edges), nullptr);
   EXPECT_EQ(Lines::All().size(), 3u);
   EXPECT_EQ(h.GetNbinsX(), 5);
}

TEST(HistCopy, CopiesAreEqualAndIndependent)
{
   TH1D h = Squares("h");
   h.Sumw2();
   h.GetXaxis()->SetBinLabel(2, "two");
   h.SetBuffer(100);
   h.Fill(0.5);
   const TH1D copy(h);
   TH1D assigned;
   assigned = h;
   EXPECT_EQ(Written(copy), Written(h));
   EXPECT_EQ(Written(assigned), Written(h));
   h.SetBinContent(1, 1000);
   EXPECT_EQ(copy.GetBinContent(1), 5);
   EXPECT_STREQ(copy.GetXaxis()->GetBinLabel(2), "two");
}

TEST(HistCopy, CloneGoesThroughTheStream)
{
   const TH1D h = Squares("h");
   const std::unique_ptr<TObject> clone(h.Clone("other"));
   ASSERT_EQ(clone->IsA(), TH1D::Class());
   EXPECT_STREQ(clone->GetName(), "other");
   EXPECT_STREQ(h.GetName(), "h");
   EXPECT_EQ(Contents(static_cast<TH1D &>(*clone)), Contents(h));
}

TEST(HistCopy, BetweenCellTypesConvertsContents)
{
   TH1D from = Squares("from");
   TH1F to("to", "", 7, 0, 1);
   from.Copy(to);
   EXPECT_EQ(Contents(to), Contents(from));
   EXPECT_EQ(to.GetMean(), from.GetMean());
   TH2F flat("flat", "", 1, 0, 1, 1, 0, 1);
   Lines lines;
   from.Copy(flat);
   EXPECT_EQ(Lines::All().size(), 1u);
   EXPECT_EQ(flat.GetNcells(), 9);
}

TEST(HistCopy, DefaultSumw2AppliesToNewHistograms)
{
   TH1::SetDefaultSumw2();
   const TH1F h("h", "", 3, 0, 3);
   const TProfile p("p", "", 3, 0, 3);
   TH1::SetDefaultSumw2(kFALSE);
   EXPECT_EQ(h.GetSumw2N(), 5);
   EXPECT_EQ(p.GetBinSumw2()->GetSize(), 5);
}
