// TH1::Merge and rootlet::Merge: many workers' histograms as one, against one that was filled with everything.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

#include "../heap/TempFolder.h"
#include "../map/CaseTools.h"
#include "RootletError.h"
#include "RootletMerge.h"
#include "TH1F.h"
#include "TH2D.h"
#include "TDirectory.h"
#include "TList.h"
#include "TMapFile.h"
#include "TProfile.h"

namespace {

using namespace rootlet::test;
using testing::HasSubstr;

class MergeTest : public testing::Test {
protected:
   MergeTest() { TH1::AddDirectory(kFALSE); }
   ~MergeTest() override { TH1::AddDirectory(kTRUE); }

   template <class... Hists>
   static Long64_t MergeInto(TH1 &h, Hists &...others)
   {
      TList list;
      (list.Add(&others), ...);
      return h.Merge(&list);
   }
   /// Contents, errors, statistics and entries; limits and labels of the axes.
   static void ExpectSame(const TH1 &a, const TH1 &b)
   {
      ASSERT_EQ(a.GetNcells(), b.GetNcells());
      EXPECT_NEAR(a.GetXaxis()->GetXmin(), b.GetXaxis()->GetXmin(), 1e-9);
      EXPECT_NEAR(a.GetXaxis()->GetXmax(), b.GetXaxis()->GetXmax(), 1e-9);
      for (Int_t cell = 0; cell < a.GetNcells(); ++cell) {
         EXPECT_NEAR(a.GetBinContent(cell), b.GetBinContent(cell), 1e-9) << cell;
         EXPECT_NEAR(a.GetBinError(cell), b.GetBinError(cell), 1e-9) << cell;
      }
      EXPECT_EQ(a.GetEntries(), b.GetEntries());
      for (Int_t axis = 1; axis <= a.GetDimension(); ++axis) {
         EXPECT_NEAR(a.GetMean(axis), b.GetMean(axis), 1e-9);
         EXPECT_NEAR(a.GetRMS(axis), b.GetRMS(axis), 1e-9);
      }
      for (Int_t bin = 1; bin <= a.GetNbinsX(); ++bin)
         EXPECT_STREQ(a.GetXaxis()->GetBinLabel(bin), b.GetXaxis()->GetBinLabel(bin));
   }

   const Lines fLines;
   std::mt19937 fRandom{7};
};

TEST_F(MergeTest, EqualBinsAreAdded)
{
   TH1F whole("h", "h", 20, -2, 2), a("a", "a", 20, -2, 2), b("b", "b", 20, -2, 2), c("c", "c", 20, -2, 2);
   std::normal_distribution<double> normal;
   TH1F *const parts[] = {&a, &b, &c};
   for (int i = 0; i < 3000; ++i) {
      const double x = normal(fRandom);
      const double w = i % 7 == 0 ? 2.5 : 1; // some with weights: then errors are kept
      whole.Fill(x, w);
      parts[i % 3]->Fill(x, w);
   }
   EXPECT_EQ(MergeInto(a, b, c), 3000);
   ExpectSame(a, whole);
   EXPECT_STREQ(a.GetName(), "a");
   EXPECT_EQ(b.GetEntries(), 1000) << "the others stay";
}

TEST_F(MergeTest, OneWithErrorsGivesThemToAll)
{
   TH1F a("a", "", 4, 0, 4), b("b", "", 4, 0, 4);
   a.Fill(1.5);
   a.Fill(1.5);
   b.Sumw2();
   b.Fill(1.5, 3);
   EXPECT_EQ(MergeInto(a, b), 3);
   EXPECT_DOUBLE_EQ(a.GetBinContent(2), 5);
   EXPECT_DOUBLE_EQ(a.GetBinError(2), std::sqrt(2 + 9));
}

TEST_F(MergeTest, AxesGrowToHoldAll)
{
   TH1F whole("h", "", 30, -1, 5), a("a", "", 10, 0, 2), b("b", "", 15, -1, 2), c("c", "", 30, 2, 5);
   for (int i = 0; i < 600; ++i) { // c has bins of half the width
      const double x = -1 + i * 0.01 + 0.005;
      whole.Fill(x);
      (x < 0 ? b : x < 2 ? (i % 2 == 0 ? a : b) : c).Fill(x);
   }
   EXPECT_EQ(MergeInto(a, b, c), 600);
   ExpectSame(a, whole);
}

TEST_F(MergeTest, WhatHasNoPlaceIsAnErrorAndNothingIsDone)
{
   const double edges[] = {0, 1, 4};
   TH1F a("a", "", 10, 0, 10), longer("longer", "", 20, 0, 20), odd("odd", "", 7, 0, 10),
      shifted("shifted", "", 10, 0.5, 10.5);
   TH1F variable("variable", "", 2, edges);
   a.Fill(3);
   longer.Fill(13);
   TH1F before(a);
   struct Case {
      TH1 *other;
      const char *words;
   };
   for (const Case &each : {Case{&odd, "do not fit into each other"},
                            {&shifted, "do not fit into each other"},
                            {&variable, "not all of equal width"}}) {
      EXPECT_EQ(MergeInto(a, longer, *each.other), -1);
      EXPECT_THAT(Lines::TakeText(), HasSubstr(each.words));
      ExpectSame(a, before);
   }
   a.Fill(11); // an overflow: the longer axis has a bin there
   EXPECT_EQ(MergeInto(a, longer), -1);
   EXPECT_THAT(Lines::TakeText(), testing::AllOf(HasSubstr("outside of its axes"), HasSubstr("nothing was done")));
   EXPECT_EQ(a.GetNbinsX(), 10);
   TH2D other("other", "", 10, 0, 10, 2, 0, 1);
   EXPECT_EQ(MergeInto(a, other), -1);
   EXPECT_THAT(Lines::TakeText(), HasSubstr("other a TH2D"));
   EXPECT_EQ(MergeInto(a, a), -1);
   EXPECT_THAT(Lines::TakeText(), HasSubstr("with itself"));
   EXPECT_EQ(a.Merge(nullptr), 2);
}

TEST_F(MergeTest, LabelsAreFoundAgain)
{
   TH1F a("a", "", 3, 0, 3), b("b", "", 3, 0, 3), c("c", "", 2, 0, 2);
   const auto label = [](TH1 &h, std::initializer_list<const char *> labels) {
      Int_t bin = 0;
      for (const char *text : labels)
         h.GetXaxis()->SetBinLabel(++bin, text);
   };
   label(a, {"ele", "mu", "tau"});
   label(b, {"tau", "ele"}); // its third bin has none, and is empty
   label(c, {"jet", "mu"});
   a.SetBinContent(1, 1);
   a.SetBinContent(2, 2);
   b.SetBinContent(1, 10);
   b.SetBinContent(2, 20);
   c.SetBinContent(1, 100);
   c.SetBinContent(2, 200);
   EXPECT_EQ(MergeInto(a, b, c), 6);
   ASSERT_EQ(a.GetNbinsX(), 4);
   const std::pair<const char *, double> expected[] = {{"ele", 21}, {"mu", 202}, {"tau", 10}, {"jet", 100}};
   for (Int_t bin = 1; bin <= 4; ++bin) {
      EXPECT_STREQ(a.GetXaxis()->GetBinLabel(bin), expected[bin - 1].first);
      EXPECT_EQ(a.GetBinContent(bin), expected[bin - 1].second);
   }
   b.SetBinContent(3, 1);
   EXPECT_EQ(MergeInto(c, b), -1);
   EXPECT_THAT(Lines::TakeText(), HasSubstr("in a bin without label"));
}

TEST_F(MergeTest, TwoDimensions)
{
   TH2D whole("h", "", 8, 0, 8, 6, -3, 3), a("a", "", 4, 0, 4, 6, -3, 3), b("b", "", 8, 0, 8, 4, -3, 1),
      c("c", "", 8, 0, 8, 12, -3, 3);
   std::uniform_real_distribution<double> x(0, 8), y(-3, 3);
   for (int i = 0; i < 2000; ++i) {
      const double u = x(fRandom), v = y(fRandom);
      whole.Fill(u, v, 1 + i % 3);
      (u < 4 && i % 2 == 0 ? a : v < 1 && i % 5 != 0 ? b : c).Fill(u, v, 1 + i % 3);
   }
   EXPECT_EQ(MergeInto(a, b, c), 2000);
   EXPECT_EQ(a.GetNbinsY(), 6);
   ExpectSame(a, whole);
}

TEST_F(MergeTest, Profiles)
{
   TProfile whole("h", "", 10, 0, 10), a("a", "", 5, 0, 5), b("b", "", 10, 0, 10);
   std::uniform_real_distribution<double> x(0, 10), y(-1, 4);
   for (int i = 0; i < 2000; ++i) {
      const double u = x(fRandom), v = y(fRandom);
      whole.Fill(u, v, i % 4 == 0 ? 2 : 1);
      (u < 5 && i % 2 == 0 ? a : b).Fill(u, v, i % 4 == 0 ? 2 : 1);
   }
   EXPECT_EQ(MergeInto(a, b), 2000);
   ExpectSame(a, whole);
   for (Int_t bin = 1; bin <= 10; ++bin)
      EXPECT_NEAR(a.GetBinEntries(bin), whole.GetBinEntries(bin), 1e-9);
   EXPECT_NEAR(a.GetMean(2), whole.GetMean(2), 1e-9);
}

/// Limits that each worker has chosen for itself, and one that has not been filled yet.
TEST_F(MergeTest, EmptyOnesWithoutLimitsArePassedOver)
{
   TH1F empty("empty", "", 10, 0, 0), other("other", "", 10, 0, 0), filled("filled", "", 10, 0, 10);
   filled.Fill(3.5);
   EXPECT_EQ(MergeInto(filled, empty), 1);
   EXPECT_EQ(MergeInto(empty, other), 0);
   EXPECT_EQ(MergeInto(empty, other, filled), 1);
   ExpectSame(empty, filled);
   EXPECT_STREQ(empty.GetName(), "empty");
}

TEST_F(MergeTest, AveragesAreAveragedWhereTheirBinsAreTheSame)
{
   TH1F a("a", "", 2, 0, 2), b("b", "", 2, 0, 2), other("other", "", 4, 0, 4);
   for (TH1F *h : {&a, &b, &other}) {
      h->SetBit(TH1::kIsAverage);
      h->Sumw2();
   }
   a.SetBinContent(1, 2);
   a.SetBinError(1, 1);
   b.SetBinContent(1, 4);
   b.SetBinError(1, 1);
   EXPECT_GE(MergeInto(a, b), 0);
   EXPECT_DOUBLE_EQ(a.GetBinContent(1), 3);
   EXPECT_EQ(MergeInto(a, other), -1);
   EXPECT_THAT(Lines::TakeText(), HasSubstr("averages"));
}

/// A profile's bin of mean 0 is not empty.
TEST_F(MergeTest, EntriesOfAProfileOutsideOfItsAxisCountWhateverTheirValue)
{
   TProfile a("a", "", 5, 0, 5), b("b", "", 10, 0, 10);
   a.Fill(7, 0);
   a.Fill(8, 0);
   b.Fill(3, 1);
   EXPECT_EQ(MergeInto(a, b), -1);
   EXPECT_THAT(Lines::TakeText(), HasSubstr("outside of its axes"));
   EXPECT_EQ(a.GetEntries(), 2);
}

TEST_F(MergeTest, RangesOfAxesDoNotChangeTheStatistics)
{
   TH1F a("a", "", 10, 0, 10), b("b", "", 10, 0, 10);
   for (int bin = 0; bin < 10; ++bin) {
      a.Fill(bin + 0.5);
      b.Fill(bin + 0.5);
   }
   b.GetXaxis()->SetRange(9, 10);
   EXPECT_EQ(MergeInto(a, b), 20);
   EXPECT_NEAR(a.GetMean(), 5, 1e-9);
   a.GetXaxis()->SetRange(1, 2);
   EXPECT_EQ(MergeInto(a, b), 30);
   a.GetXaxis()->SetRange();
   EXPECT_NEAR(a.GetMean(), 5, 1e-9);
}

/// What one bad worker can book.
TEST_F(MergeTest, TooLargeAResultIsAnErrorAndNothingIsDone)
{
   TH1F a("a", "", 10, 0, 1), far("far", "", 10, 1e8, 1e8 + 1);
   a.Fill(0.5);
   far.Fill(1e8 + 0.5);
   EXPECT_EQ(MergeInto(a, far), -1);
   EXPECT_THAT(Lines::TakeText(), HasSubstr("no axis can hold together"));
   EXPECT_EQ(a.GetNbinsX(), 10);
   EXPECT_EQ(a.GetEntries(), 1);
   TH2D corner("corner", "", 1, 0, 1, 1, 0, 1), x("x", "", 1, 65533, 65534, 1, 0, 1),
      y("y", "", 1, 0, 1, 1, 65533, 65534);
   corner.Fill(0.5, 0.5);
   EXPECT_EQ(MergeInto(corner, x, y), -1);
   EXPECT_THAT(Lines::TakeText(), HasSubstr("cells together"));
   EXPECT_EQ(corner.GetNcells(), 9);
}

/// Where histograms enter the current directory by themselves, no copy is seen there.
TEST_F(MergeTest, ChangesNothingAroundIt)
{
   TH1::AddDirectory(kTRUE);
   TDirectory directory("directory", "");
   directory.cd();
   TH1F a("a", "", 10, 0, 10), b("b", "", 20, 0, 20), odd("odd", "", 7, 0, 3), chosen("chosen", "", 10, 0, 0);
   chosen.Fill(3);
   chosen.Fill(5);
   EXPECT_EQ(MergeInto(chosen, odd, a), -1);
   Lines::Take();
   a.Fill(1);
   EXPECT_EQ(MergeInto(a, b), 1);
   EXPECT_EQ(directory.GetObjects().size(), 4u);
   gDirectory = nullptr;
}

// ---- in a map -----------------------------------------------------------------------------------------------------------

TEST_F(MergeTest, WorkersOfAMapAreSeenAsOne)
{
   TempFolder folder;
   const std::string path = folder / "map";
   TH1F px("px", "", 10, 0, 10), whole("px", "", 10, 0, 10);
   TH2D xy("xy", "", 2, 0, 2, 2, 0, 2);
   std::vector<std::unique_ptr<TMapFile>> workers;
   for (int w = 0; w < 4; ++w) {
      workers.emplace_back(OpenMap(path, w == 0 ? "RECREATE SHARED" : "SHARED"));
      const std::string suffix = "@worker" + std::to_string(w);
      for (int i = 0; i <= w; ++i) {
         px.Fill(2.5 * w);
         whole.Fill(2.5 * w);
      }
      xy.Fill(0.5, 1.5);
      workers.back()->Add(&px, ("px" + suffix).c_str());
      workers.back()->Add(&xy, ("xy" + suffix).c_str());
      workers.back()->Update();
      px.Reset();
      xy.Reset();
   }
   const auto consumer = OpenMap(path, "READ");
   const std::unique_ptr<TH1> merged = rootlet::Merge(*consumer, "px");
   ASSERT_TRUE(merged);
   EXPECT_STREQ(merged->GetName(), "px");
   EXPECT_EQ(merged->GetDirectory(), nullptr);
   ExpectSame(*merged, whole);
   const auto all = rootlet::MergeAll(*consumer);
   ASSERT_EQ(all.size(), 2u);
   EXPECT_STREQ(all[1]->GetName(), "xy");
   EXPECT_EQ(all[1]->GetBinContent(1, 2), 4);
   EXPECT_EQ(rootlet::Merge(*consumer, "pz"), nullptr);
   EXPECT_EQ(Lines::TakeText(), "");

   TNamed stranger("stranger", "");
   workers[0]->Add(&stranger, "px@stranger");
   EXPECT_TRUE(rootlet::Merge(*consumer, "px")) << "it is not published yet";
   workers[0]->Update(&stranger);
   EXPECT_THAT([&] { rootlet::Merge(*consumer, "px"); },
               testing::ThrowsMessage<rootlet::Error>(testing::AllOf(HasSubstr(path), HasSubstr("'px@stranger'"))));
   EXPECT_TRUE(rootlet::Merge(*consumer, "xy"));
   TH1F narrow("narrow", "", 3, 0, 10);
   workers[1]->Add(&narrow, "xy@narrow");
   workers[1]->Update(&narrow);
   Lines::Take();
   EXPECT_THAT([&] { rootlet::Merge(*consumer, "xy"); },
               testing::ThrowsMessage<rootlet::Error>(HasSubstr("'xy@...' of the workers do not fit together")));
   EXPECT_THAT(Lines::TakeText(), HasSubstr("TH2D"));
}

TEST_F(MergeTest, TheNameIsWhatStandsBeforeTheLastAt)
{
   EXPECT_EQ(rootlet::MergedName("hpx@worker1"), "hpx");
   EXPECT_EQ(rootlet::MergedName("a@b@c"), "a@b");
   EXPECT_EQ(rootlet::MergedName("hpx"), "");
   EXPECT_EQ(rootlet::MergedName("@x"), "");
   EXPECT_EQ(rootlet::MergedName("x@"), "x");
   EXPECT_EQ(rootlet::MergedName(""), "");
}

} // namespace
