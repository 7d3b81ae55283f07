// Two dimensions: cells, statistics, projections, profiles, rebinning.
#include "HistTest.h"

#include "TRandom3.h"

using namespace histtest;
using testing::ElementsAre;

namespace {

struct Point {
   Double_t x, y;
};
constexpr Point kPoints[] = {{0.5, 0.5}, {1.5, 2.5}, {1.2, 0.1}, {2.9, 1.5}, {2.1, 2.9}};

TH2D FivePoints(const char *name)
{
   TH2D h(name, "title", 3, 0, 3, 3, 0, 3);
   for (const auto &[x, y] : kPoints)
      h.Fill(x, y);
   return h;
}

} // namespace

TEST(Hist2D, CellsAreNumberedAlongXFirst)
{
   TH2F h("h", "", 3, 0, 3, 2, 0, 2);
   EXPECT_EQ(h.GetNcells(), 5 * 4);
   EXPECT_EQ(h.GetBin(2, 1), 2 + 5);
   EXPECT_EQ(h.GetBin(99, -1), 4) << "the nearest cell";
   EXPECT_EQ(h.Fill(1.5, 0.5), 7);
   EXPECT_EQ(h.FindBin(1.5, 0.5), 7);
   EXPECT_EQ(h.GetBinContent(2, 1), 1);
   Int_t x, y, z;
   h.GetBinXYZ(7, x, y, z);
   EXPECT_EQ(x, 2);
   EXPECT_EQ(y, 1);
   EXPECT_EQ(z, 0);
   EXPECT_TRUE(h.IsBinUnderflow(2));
   EXPECT_FALSE(h.IsBinUnderflow(2, 1));
   EXPECT_TRUE(h.IsBinOverflow(9, 1));
}

TEST(Hist2D, OutsideInEitherDirectionIsNotInTheStatistics)
{
   TH2F h("h", "", 3, 0, 3, 2, 0, 2);
   EXPECT_EQ(h.Fill(1, 5), -1);
   EXPECT_EQ(h.Fill(-1, 1), -1);
   EXPECT_EQ(h.GetBinContent(2, 3), 1);
   EXPECT_EQ(h.GetBinContent(0, 2), 1);
   EXPECT_EQ(h.GetEntries(), 2);
   EXPECT_EQ(h.GetMean(2), 0);
   EXPECT_EQ(h.Integral(), 0);
   EXPECT_EQ(h.Integral(0, 4, 0, 3), 2);
}

TEST(Hist2D, MomentsCovarianceAndCorrelationAreThoseOfThePoints)
{
   const TH2D h = FivePoints("h");
   Double_t sx = 0, sy = 0, sxx = 0, syy = 0, sxy = 0;
   for (const auto &[x, y] : kPoints) {
      sx += x;
      sy += y;
      sxx += x * x;
      syy += y * y;
      sxy += x * y;
   }
   EXPECT_THAT(Stats(h), ElementsAre(5, 5, sx, sxx, sy, syy, sxy));
   EXPECT_EQ(h.GetMean(1), sx / 5);
   EXPECT_EQ(h.GetMean(2), sy / 5);
   const Double_t covariance = sxy / 5 - (sx / 5) * (sy / 5);
   EXPECT_EQ(h.GetCovariance(), covariance);
   EXPECT_EQ(h.GetCovariance(2, 2), std::abs(syy / 5 - (sy / 5) * (sy / 5)));
   EXPECT_DOUBLE_EQ(h.GetCorrelationFactor(), covariance / (h.GetStdDev(1) * h.GetStdDev(2)));
   EXPECT_EQ(h.GetCorrelationFactor(1, 1), 1);
   EXPECT_EQ(TH2D("empty", "", 1, 0, 1, 1, 0, 1).GetCorrelationFactor(), 0);
   Lines lines;
   EXPECT_EQ(h.GetCovariance(1, 3), 0);
   EXPECT_EQ(Lines::All().size(), 1u);
}

TEST(Hist2D, FillWithoutYIsRefused)
{
   TH2F h("h", "", 3, 0, 3, 2, 0, 2);
   const Double_t x[] = {1};
   Lines lines;
   EXPECT_EQ(h.Fill(1.0), -1);
   static_cast<TH1 &>(h).FillN(1, x, nullptr);
   EXPECT_EQ(Lines::All().size(), 2u);
   EXPECT_EQ(h.GetEntries(), 0);
   h.FillN(1, x, x, nullptr);
   EXPECT_EQ(h.GetEntries(), 1);
}

TEST(Hist2D, WeightsKeepTheirSquares)
{
   TH2D h("h", "", 1, 0, 1, 1, 0, 1);
   h.Fill(0.5, 0.5, 2);
   h.Fill(0.5, 0.5, 3);
   EXPECT_EQ(h.GetBinContent(1, 1), 5);
   EXPECT_EQ(h.GetBinError(1, 1), std::sqrt(13));
}

TEST(Hist2D, AxisRangesRestrictStatisticsAndIntegrals)
{
   TH2D h = FivePoints("h");
   h.GetXaxis()->SetRange(2, 3);
   h.GetYaxis()->SetRange(2, 3);
   EXPECT_EQ(h.Integral(), 3);
   EXPECT_EQ(h.GetMean(1), (1.5 + 2.5 + 2.5) / 3);
   EXPECT_EQ(h.GetMean(2), (2.5 + 1.5 + 2.5) / 3);
   EXPECT_EQ(h.GetMaximum(), 1);
   EXPECT_EQ(h.GetMaximumBin(), h.GetBin(3, 2));
}

TEST(Hist2D, ArithmeticWorksAsInOneDimension)
{
   TH2D a = FivePoints("a");
   const TH2D b = FivePoints("b");
   a.Add(&b, 3);
   EXPECT_EQ(a.GetEntries(), 20);
   EXPECT_EQ(a.GetMean(2), b.GetMean(2));
   EXPECT_EQ(a.GetBinContent(1, 1), 4);
   a.Scale(0.5);
   EXPECT_EQ(a.GetBinContent(1, 1), 2);
   EXPECT_DOUBLE_EQ(a.GetCovariance(), b.GetCovariance());
   a.Reset();
   EXPECT_THAT(Stats(a), testing::Each(0));
   EXPECT_THAT(Contents(a), testing::Each(0));
   const TH2D wide("wide", "", 3, 0, 3, 3, 0, 6);
   Lines lines;
   EXPECT_FALSE(a.Add(&wide));
}

TEST(Hist2D, CopiesAreEqual)
{
   const TH2D h = FivePoints("h");
   const TH2D copy(h);
   EXPECT_EQ(Written(copy), Written(h));
   const std::unique_ptr<TObject> clone(h.Clone());
   EXPECT_EQ(Written(static_cast<TH2D &>(*clone)).size(), Written(h).size());
   EXPECT_EQ(Contents(static_cast<TH2D &>(*clone)), Contents(h));
}

TEST(Hist2D, VariableBinsAlongEitherAxis)
{
   const Double_t edges[] = {0, 1, 10};
   const Float_t floats[] = {0, 1, 10};
   TH2F a("a", "", 2, edges, 2, 0, 2);
   TH2F b("b", "", 2, 0, 2, 2, edges);
   TH2F c("c", "", 2, edges, 2, edges);
   TH2F d("d", "", 2, floats, 2, floats);
   EXPECT_EQ(a.Fill(5, 1.5), 2 + 4 * 2);
   EXPECT_EQ(b.Fill(1.5, 5), 2 + 4 * 2);
   EXPECT_EQ(c.Fill(5, 5), 2 + 4 * 2);
   EXPECT_EQ(d.Fill(5, 5), 2 + 4 * 2);
   EXPECT_EQ(c.Integral("width"), 81);
}

TEST(Hist2D, TooManyCellsAreRefused)
{
   Lines lines;
   const TH2C h("h", "", 100000, 0, 1, 100000, 0, 1);
   ASSERT_EQ(Lines::All().size(), 1u);
   EXPECT_THAT(Lines::All()[0], testing::HasSubstr("100000 times 100000"));
   EXPECT_EQ(h.GetNcells(), 9);
}

TEST(Hist2D, BufferChoosesBothLimits)
{
   TH2D h("h", "", 10, 0, 0, 5, 0, 0);
   h.Fill(1, -50);
   h.Fill(9, 50, 2);
   EXPECT_EQ(h.GetEntries(), 2);
   EXPECT_EQ(h.Integral(), 3);
   EXPECT_LE(h.GetYaxis()->GetXmin(), -50);
   EXPECT_GT(h.GetYaxis()->GetXmax(), 50);
   EXPECT_EQ(h.GetMean(2), 50. / 3);
}

TEST(Hist2D, RandomPointsFollowTheContents)
{
   TH2D h("h", "", 2, 0, 2, 2, 0, 2);
   h.SetBinContent(1, 1, 1);
   h.SetBinContent(2, 2, 3);
   TRandom3 random(3);
   TH2D drawn("drawn", "", 2, 0, 2, 2, 0, 2);
   drawn.FillRandom(&h, 4000, &random);
   EXPECT_EQ(drawn.GetBinContent(1, 2) + drawn.GetBinContent(2, 1), 0);
   EXPECT_NEAR(drawn.GetBinContent(2, 2), 3000, 150);
}

TEST(Projection, SumsOverTheOtherAxisWithItsOverflows)
{
   TH2D h = FivePoints("h");
   h.Fill(1.5, 7);
   const std::unique_ptr<TH1D> px(h.ProjectionX());
   const std::unique_ptr<TH1D> py(h.ProjectionY());
   EXPECT_STREQ(px->GetName(), "h_px");
   EXPECT_STREQ(px->GetTitle(), "title");
   EXPECT_THAT(Contents(*px), ElementsAre(0, 1, 3, 2, 0));
   EXPECT_THAT(Contents(*py), ElementsAre(0, 2, 1, 2, 1));
   EXPECT_EQ(px->GetEntries(), 6);
   EXPECT_EQ(px->GetSumw2N(), 0);
}

TEST(Projection, OfAllCellsHasTheStatisticsOfThePoints)
{
   const TH2D h = FivePoints("h");
   const std::unique_ptr<TH1D> px(h.ProjectionX());
   const std::unique_ptr<TH1D> py(h.ProjectionY("named"));
   EXPECT_EQ(px->GetMean(), h.GetMean(1));
   EXPECT_EQ(py->GetMean(), h.GetMean(2));
   EXPECT_EQ(py->GetStdDev(), h.GetStdDev(2));
   EXPECT_STREQ(py->GetName(), "named");
}

TEST(Projection, OfSomeBinsHasTheStatisticsOfTheirCentres)
{
   const TH2D h = FivePoints("h");
   const std::unique_ptr<TH1D> px(h.ProjectionX("_slice", 3, 3, "e"));
   EXPECT_THAT(Contents(*px), ElementsAre(0, 0, 1, 1, 0));
   EXPECT_EQ(px->GetMean(), 2);
   EXPECT_EQ(px->GetEntries(), 2);
   EXPECT_EQ(px->GetSumw2N(), 5);
   EXPECT_EQ(px->GetBinError(2), 1);
}

TEST(Projection, TakesTheRangeOfTheAxes)
{
   TH2D h = FivePoints("h");
   h.GetXaxis()->SetRange(2, 3);
   h.GetYaxis()->SetRange(1, 1);
   const std::unique_ptr<TH1D> px(h.ProjectionX());
   EXPECT_EQ(px->GetNbinsX(), 2);
   EXPECT_EQ(px->GetXaxis()->GetXmin(), 1);
   EXPECT_THAT(Contents(*px), ElementsAre(0, 1, 0, 0));
}

TEST(Projection, OfWeightsHasTheirErrors)
{
   TH2D h("h", "", 2, 0, 2, 2, 0, 2);
   h.Fill(0.5, 0.5, 3);
   h.Fill(0.5, 1.5, 4);
   const std::unique_ptr<TH1D> px(h.ProjectionX());
   EXPECT_EQ(px->GetBinError(1), 5);
   EXPECT_EQ(px->GetEffectiveEntries(), 49. / 25);
}

TEST(Projection, IsUsedAgainIfTheDirectoryHasOne)
{
   TH2D h = FivePoints("h");
   const std::unique_ptr<TH1D> px(h.ProjectionX());
   h.Fill(0.5, 0.5);
   Lines lines;
   EXPECT_EQ(h.ProjectionX(), px.get());
   EXPECT_EQ(px->GetBinContent(1), 2);
   EXPECT_EQ(px->GetEntries(), 6);
   EXPECT_TRUE(Lines::All().empty());
}

TEST(Projection, KeepsVariableBinsAndLabels)
{
   const Double_t edges[] = {0, 1, 10};
   TH2F h("h", "", 2, edges, 2, 0, 2);
   h.GetXaxis()->SetBinLabel(2, "wide");
   h.GetXaxis()->SetTitle("x");
   const std::unique_ptr<TH1D> px(h.ProjectionX());
   EXPECT_EQ(px->GetXaxis()->GetBinLowEdge(2), 1);
   EXPECT_STREQ(px->GetXaxis()->GetBinLabel(2), "wide");
   EXPECT_STREQ(px->GetXaxis()->GetTitle(), "x");
   const std::unique_ptr<TH1D> py(h.ProjectionY());
   EXPECT_FALSE(py->GetXaxis()->IsVariableBinSize());
}

TEST(Projection, ProfileIsTheMeanOfTheBinCentres)
{
   const TH2D h = FivePoints("h");
   const std::unique_ptr<TProfile> p(h.ProfileX("_pfx", 1, -1, "s"));
   EXPECT_STREQ(p->GetName(), "h_pfx");
   EXPECT_STREQ(p->GetErrorOption(), "s");
   EXPECT_EQ(p->GetBinContent(1), 0.5);
   EXPECT_EQ(p->GetBinContent(2), 1.5);
   EXPECT_EQ(p->GetBinError(2), 1);
   EXPECT_EQ(p->GetBinEntries(3), 2);
   const std::unique_ptr<TProfile> q(h.ProfileY());
   EXPECT_EQ(q->GetBinContent(3), 2);
}

TEST(Projection, ProfileOfWeightsHasTheirErrors)
{
   TH2D h("h", "", 1, 0, 1, 2, 0, 2);
   for (Int_t i = 0; i < 4; ++i) {
      h.Fill(0.5, 0.5, 2);
      h.Fill(0.5, 1.5, 2);
   }
   const std::unique_ptr<TProfile> p(h.ProfileX());
   EXPECT_EQ(p->GetBinContent(1), 1);
   EXPECT_EQ(p->GetBinEffectiveEntries(1), 8);
   EXPECT_DOUBLE_EQ(p->GetBinError(1), 0.5 / std::sqrt(8));
}

TEST(HistRebin, TwoDimensionsInGroupsWithTheRestAsOverflow)
{
   TH2D h("h", "", 4, 0, 4, 5, 0, 5);
   for (Int_t x = 0; x < 4; ++x)
      for (Int_t y = 0; y < 5; ++y)
         h.Fill(x + 0.5, y + 0.5, 2);
   const std::unique_ptr<TH2> coarse(h.Rebin2D(2, 2, "coarse"));
   EXPECT_EQ(coarse->GetNbinsX(), 2);
   EXPECT_EQ(coarse->GetNbinsY(), 2);
   EXPECT_EQ(coarse->GetBinContent(1, 1), 8);
   EXPECT_EQ(coarse->GetBinContent(2, 3), 4);
   EXPECT_EQ(coarse->GetBinError(1, 1), 4);
   EXPECT_EQ(coarse->GetYaxis()->GetXmax(), 4);
   EXPECT_EQ(h.RebinX(4), &h);
   EXPECT_EQ(h.GetBinContent(1, 5), 8);
   EXPECT_EQ(h.GetMean(2), 2.5);
   Lines lines;
   EXPECT_EQ(h.Rebin2D(2, 1), nullptr);
   EXPECT_EQ(Lines::All().size(), 1u);
}
