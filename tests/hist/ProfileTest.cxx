// TProfile: means, error options, weights, limits in y, arithmetic.
#include "HistTest.h"

using namespace histtest;
using testing::ElementsAre;

namespace {

void FillSome(TProfile &p)
{
   for (const Double_t y : {1.0, 3.0, 5.0, 7.0})
      p.Fill(0.5, y);
   p.Fill(1.5, 2);
   p.Fill(1.5, 2);
   p.Fill(-1, 100);
}

} // namespace

TEST(Profile, ContentIsTheMeanOfY)
{
   TProfile p("p", "", 3, 0, 3);
   FillSome(p);
   EXPECT_EQ(p.GetBinContent(1), 4);
   EXPECT_EQ(p.GetBinContent(2), 2);
   EXPECT_EQ(p.GetBinContent(3), 0);
   EXPECT_EQ(p.GetBinContent(0), 100);
   EXPECT_THAT((std::vector<Double_t>{p.GetBinEntries(0), p.GetBinEntries(1), p.GetBinEntries(2), p.GetBinEntries(3)}),
               ElementsAre(1, 4, 2, 0));
   EXPECT_EQ(p.GetEntries(), 7);
   EXPECT_EQ(p.Fill(2.5, 1), 3);
}

TEST(Profile, ErrorIsWhatTheOptionSays)
{
   const Double_t spread = std::sqrt((9 + 1 + 1 + 9) / 4.);
   struct Case {
      const char *option;
      Double_t first, second; // bins with and without spread
   };
   for (const auto &[option, first, second] :
        {Case{"", spread / 2, 0}, Case{"s", spread, 0}, Case{"i", spread / 2, 1 / std::sqrt(12 * 2)},
         Case{"g", 1 / std::sqrt(4), 1 / std::sqrt(2)}}) {
      TProfile p("p", "", 3, 0, 3, option);
      FillSome(p);
      EXPECT_STREQ(p.GetErrorOption(), option);
      EXPECT_DOUBLE_EQ(p.GetBinError(1), first) << option;
      EXPECT_DOUBLE_EQ(p.GetBinError(2), second) << option;
      EXPECT_EQ(p.GetBinError(3), 0) << "no entries";
   }
}

TEST(Profile, StatisticsCoverXAndY)
{
   TProfile p("p", "", 3, 0, 3);
   FillSome(p);
   EXPECT_DOUBLE_EQ(p.GetMean(1), 5. / 6);
   EXPECT_DOUBLE_EQ(p.GetMean(2), 20. / 6);
   const Double_t meansq = (1 + 9 + 25 + 49 + 4 + 4) / 6.;
   EXPECT_DOUBLE_EQ(p.GetStdDev(2), std::sqrt(meansq - 400. / 36));
}

TEST(Profile, RangeTakesStatisticsFromTheBins)
{
   TProfile p("p", "", 3, 0, 3);
   FillSome(p);
   p.GetXaxis()->SetRange(1, 1);
   EXPECT_EQ(p.GetMean(1), 0.5);
   EXPECT_EQ(p.GetMean(2), 4);
}

TEST(Profile, WeightsCountAsEffectiveEntries)
{
   TProfile p("p", "", 1, 0, 1);
   p.Fill(0.5, 1, 1);
   EXPECT_EQ(p.GetBinSumw2()->GetSize(), 0);
   p.Fill(0.5, 4, 2);
   const Double_t mean = (1 + 2 * 4) / 3.;
   const Double_t spread = std::sqrt((1 + 2 * 16) / 3. - mean * mean);
   EXPECT_EQ(p.GetBinContent(1), mean);
   EXPECT_EQ(p.GetBinEntries(1), 3);
   EXPECT_EQ(p.GetBinEffectiveEntries(1), 9. / 5);
   EXPECT_DOUBLE_EQ(p.GetBinError(1), spread / std::sqrt(9. / 5));
   EXPECT_EQ(p.GetEntries(), 2);
   p.SetErrorOption("g");
   EXPECT_DOUBLE_EQ(p.GetBinError(1), 1 / std::sqrt(3));
}

TEST(Profile, ValuesOutsideTheLimitsInYAreNotFilled)
{
   TProfile p("p", "", 1, 0, 1, 0, 10);
   EXPECT_EQ(p.Fill(0.5, -0.1), -1);
   EXPECT_EQ(p.Fill(0.5, 10.1), -1);
   EXPECT_EQ(p.Fill(0.5, TMath::QuietNaN()), -1);
   EXPECT_EQ(p.Fill(0.5, 10), 1);
   EXPECT_EQ(p.Fill(0.5, 0), 1);
   EXPECT_EQ(p.GetEntries(), 2);
   EXPECT_EQ(p.GetBinContent(1), 5);
}

TEST(Profile, VariableBins)
{
   const Double_t edges[] = {0, 1, 10};
   const Float_t floats[] = {0, 1, 10};
   TProfile a("a", "", 2, edges);
   TProfile b("b", "", 2, floats, "s");
   TProfile c("c", "", 2, edges, -1, 1, "g");
   EXPECT_EQ(a.Fill(5, 3), 2);
   EXPECT_EQ(b.Fill(5, 3), 2);
   EXPECT_EQ(c.Fill(5, 3), -1);
   EXPECT_STREQ(c.GetErrorOption(), "g");
}

TEST(Profile, FillWithoutYIsRefused)
{
   TProfile p("p", "", 1, 0, 1);
   const Double_t x[] = {0.5};
   Lines lines;
   EXPECT_EQ(p.Fill(0.5), -1);
   static_cast<TH1 &>(p).FillN(1, x, nullptr);
   EXPECT_EQ(Lines::All().size(), 2u);
   p.FillN(1, x, x, nullptr);
   EXPECT_EQ(p.GetEntries(), 1);
}

TEST(Profile, BufferChoosesTheLimitsInX)
{
   TProfile p("p", "", 10, 0., 0.);
   p.Fill(1, 5);
   p.Fill(9, 7, 2);
   EXPECT_EQ(p.GetEntries(), 2);
   EXPECT_EQ(p.GetMean(2), 19. / 3);
   EXPECT_LE(p.GetXaxis()->GetXmin(), 1);
   EXPECT_GT(p.GetXaxis()->GetXmax(), 9);
}

TEST(Profile, AddMergesTwoAsIfFilledIntoOne)
{
   TProfile a("a", "", 3, 0, 3);
   TProfile b("b", "", 3, 0, 3);
   TProfile both("both", "", 3, 0, 3);
   FillSome(a);
   b.Fill(0.5, 9);
   b.Fill(2.5, 1);
   FillSome(both);
   both.Fill(0.5, 9);
   both.Fill(2.5, 1);
   EXPECT_TRUE(a.Add(&b));
   EXPECT_EQ(Contents(a), Contents(both));
   EXPECT_EQ(Errors(a), Errors(both));
   EXPECT_EQ(a.GetEntries(), 9);
   EXPECT_EQ(a.GetMean(2), both.GetMean(2));
   const TH1D h("h", "", 3, 0, 3);
   Lines lines;
   EXPECT_FALSE(a.Add(&h));
   EXPECT_EQ(Lines::All().size(), 1u);
}

TEST(Profile, ScaleMultipliesMeansAndErrors)
{
   TProfile p("p", "", 3, 0, 3);
   FillSome(p);
   const Double_t error = p.GetBinError(1);
   p.Scale(-3);
   EXPECT_EQ(p.GetBinContent(1), -12);
   EXPECT_DOUBLE_EQ(p.GetBinError(1), 3 * error);
   EXPECT_EQ(p.GetBinEntries(1), 4);
   EXPECT_DOUBLE_EQ(p.GetMean(2), -10);
}

TEST(Profile, ProductsAndQuotientsAreRefused)
{
   TProfile p("p", "", 3, 0, 3);
   FillSome(p);
   const TProfile copy(p);
   Lines lines;
   EXPECT_FALSE(p.Multiply(&copy));
   EXPECT_FALSE(p.Multiply(&copy, &copy));
   EXPECT_FALSE(p.Divide(&copy));
   EXPECT_FALSE(p.Divide(&copy, &copy));
   EXPECT_EQ(Lines::All().size(), 4u);
   EXPECT_EQ(Contents(p), Contents(copy));
}

TEST(Profile, RebinKeepsTheMeans)
{
   TProfile p("p", "", 5, 0, 5);
   FillSome(p);
   p.Fill(4.5, 11);
   const std::unique_ptr<TH1> two(p.Rebin(2, "two"));
   EXPECT_EQ(two->GetBinContent(1), (16 + 4) / 6.);
   EXPECT_EQ(two->GetBinContent(3), 11) << "the rest is overflow";
   EXPECT_EQ(p.Rebin(5), &p);
   EXPECT_EQ(p.GetBinContent(1), (16 + 4 + 11) / 7.);
}

TEST(Profile, ResetEmptiesAllSums)
{
   TProfile p("p", "", 3, 0, 3);
   FillSome(p);
   p.Fill(0.5, 1, 2);
   p.Reset();
   EXPECT_EQ(p.GetEntries(), 0);
   EXPECT_EQ(p.GetMean(2), 0);
   EXPECT_EQ(p.GetBinEntries(1), 0);
   p.Fill(0.5, 6);
   EXPECT_EQ(p.GetBinContent(1), 6);
   EXPECT_EQ(p.GetBinEffectiveEntries(1), 1);
}

TEST(Profile, ProjectionIsAHistogramOfMeansOrEntries)
{
   TProfile p("p", "", 3, 0, 3);
   FillSome(p);
   const std::unique_ptr<TH1D> means(p.ProjectionX());
   EXPECT_STREQ(means->GetName(), "p_px");
   EXPECT_EQ(Contents(*means), Contents(p));
   EXPECT_DOUBLE_EQ(means->GetBinError(1), p.GetBinError(1));
   const std::unique_ptr<TH1D> entries(p.ProjectionX("entries", "b"));
   EXPECT_EQ(entries->GetBinContent(1), 4);
   const std::unique_ptr<TH1D> sums(p.ProjectionX("sums", "w"));
   EXPECT_EQ(sums->GetBinContent(1), 16);
}

TEST(Profile, CopiesAndStreamsAreEqual)
{
   TProfile p("p", "", 3, 0, 3, -1, 200, "i");
   FillSome(p);
   p.Fill(0.5, 1, 2);
   const TProfile copy(p);
   EXPECT_EQ(Written(copy), Written(p));
   TProfile read;
   Read(read, Written(p));
   EXPECT_EQ(Written(read), Written(p));
   EXPECT_EQ(Contents(read), Contents(p));
   EXPECT_EQ(Errors(read), Errors(p));
   EXPECT_EQ(read.GetYmax(), 200);
}
