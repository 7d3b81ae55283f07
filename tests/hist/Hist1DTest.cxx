// Filling, contents, errors and statistics of one-dimensional histograms. Expected numbers are worked out by hand.
#include "HistTest.h"

#include "TRandom3.h"

using namespace histtest;
using testing::DoubleEq;
using testing::DoubleNear;
using testing::ElementsAre;

TEST(Hist1D, StartsEmptyWithTheDefaultsOfRoot)
{
   const TH1F h("h", "title", 10, 0, 1);
   EXPECT_EQ(h.GetNcells(), 12);
   EXPECT_EQ(h.GetEntries(), 0);
   EXPECT_EQ(h.GetMean(), 0);
   EXPECT_EQ(h.GetStdDev(), 0);
   EXPECT_EQ(h.GetEffectiveEntries(), 0);
   EXPECT_EQ(h.GetMeanError(), 0);
   EXPECT_EQ(h.GetLineColor(), 602);
   EXPECT_EQ(h.GetFillStyle(), 1001);
   EXPECT_EQ(h.GetMaximumStored(), -1111);
   EXPECT_EQ(h.GetBarWidth(), 1);
   EXPECT_STREQ(h.GetXaxis()->GetName(), "xaxis");
   EXPECT_EQ(h.GetYaxis()->GetTitleOffset(), 0);
}

TEST(Hist1D, TitleIsSplitAtSemicolons)
{
   const TH1F h("h", "title;x;y;z", 10, 0, 1);
   EXPECT_STREQ(h.GetTitle(), "title");
   EXPECT_STREQ(h.GetXaxis()->GetTitle(), "x");
   EXPECT_STREQ(h.GetYaxis()->GetTitle(), "y");
   EXPECT_STREQ(h.GetZaxis()->GetTitle(), "z");
}

TEST(Hist1D, FillReturnsTheBinAndMinusOneOutside)
{
   TH1F h("h", "", 10, 0, 10);
   EXPECT_EQ(h.Fill(0.5), 1);
   EXPECT_EQ(h.Fill(9.5), 10);
   EXPECT_EQ(h.Fill(-1), -1);
   EXPECT_EQ(h.Fill(10), -1);
   EXPECT_EQ(h.GetEntries(), 4);
   EXPECT_THAT(Contents(h), ElementsAre(1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1));
}

TEST(Hist1D, MomentsAreThoseOfTheValuesNotOfTheBins)
{
   TH1D h("h", "", 5, 0, 10);
   for (const Double_t x : {1.0, 2.0, 4.5, 8.5})
      h.Fill(x);
   const Double_t mean = 4;                                    // 16 / 4
   const Double_t variance = (1 + 4 + 20.25 + 72.25) / 4 - 16; // 8.375
   EXPECT_EQ(h.GetMean(), mean);
   EXPECT_EQ(h.GetStdDev(), std::sqrt(variance));
   EXPECT_EQ(h.GetRMS(), h.GetStdDev());
   EXPECT_EQ(h.GetMeanError(), std::sqrt(variance) / 2);
   EXPECT_EQ(h.GetMean(11), h.GetMeanError());
   EXPECT_DOUBLE_EQ(h.GetStdDevError(), std::sqrt(variance / 8));
   EXPECT_EQ(h.GetRMS(11), h.GetStdDevError());
   EXPECT_THAT(Stats(h), ElementsAre(4, 4, 16, 97.5));
   EXPECT_EQ(h.GetMean(4), 0) << "there is no such axis";
}

TEST(Hist1D, OutsideValuesCountInTheStatisticsOnlyIfAskedFor)
{
   struct Case {
      TH1::EStatOverflows mode;
      Bool_t forAll;
      Double_t mean;
   };
   for (const auto &[mode, forAll, mean] : {Case{TH1::kNeutral, kFALSE, 3}, Case{TH1::kNeutral, kTRUE, 6.5},
                                            Case{TH1::kIgnore, kTRUE, 3}, Case{TH1::kConsider, kFALSE, 6.5}}) {
      TH1::StatOverflows(forAll);
      TH1F h("h", "", 10, 0, 10);
      h.SetStatOverflows(mode);
      h.Fill(3);
      EXPECT_EQ(h.Fill(10), mean == 3 ? -1 : 11);
      TH1::StatOverflows(kFALSE);
      if (mode == TH1::kNeutral)
         h.SetStatOverflows(forAll ? TH1::kConsider : TH1::kIgnore);
      EXPECT_EQ(h.GetMean(), mean) << mode << forAll;
      EXPECT_EQ(h.GetEntries(), 2);
   }
}

TEST(Hist1D, TheFirstWeightOtherThanOneMakesSumsOfSquares)
{
   TH1D h("h", "", 2, 0, 2);
   h.Fill(0.5);
   h.Fill(0.5, 1);
   EXPECT_EQ(h.GetSumw2N(), 0);
   EXPECT_EQ(h.GetBinError(1), std::sqrt(2));
   h.Fill(0.5, 3);
   h.Fill(1.5, 0.5);
   EXPECT_EQ(h.GetSumw2N(), 4);
   EXPECT_EQ(h.GetBinContent(1), 5);
   EXPECT_EQ(h.GetBinError(1), std::sqrt(1 + 1 + 9.));
   EXPECT_EQ(h.GetBinError(2), 0.5);
   EXPECT_THAT(Stats(h), ElementsAre(5.5, 11.25, 3.25, 2.375));
   EXPECT_EQ(h.GetEffectiveEntries(), 5.5 * 5.5 / 11.25);
   EXPECT_EQ(h.GetMeanError(), h.GetStdDev() / std::sqrt(h.GetEffectiveEntries()));
}

TEST(Hist1D, WeightsKeepNoSquaresWhereToldSo)
{
   TH1D h("h", "", 2, 0, 2);
   h.SetBit(TH1::kIsNotW);
   h.Fill(0.5, 3);
   EXPECT_EQ(h.GetSumw2N(), 0);
   EXPECT_EQ(h.GetBinError(1), std::sqrt(3));
}

TEST(Hist1D, VariableBinsOfFloatOrDouble)
{
   const Double_t doubles[] = {0, 1, 10, 100};
   const Float_t floats[] = {0, 1, 10, 100};
   TH1F a("a", "", 3, doubles);
   TH1F b("b", "", 3, floats);
   for (TH1F *h : {&a, &b}) {
      for (const Double_t x : {0.5, 1.0, 9.99, 10.0, 99.0, 100.0})
         h->Fill(x);
      EXPECT_THAT(Contents(*h), ElementsAre(0, 1, 2, 2, 1));
      EXPECT_EQ(h->Integral("width"), 1 * 1 + 2 * 9 + 2 * 90);
   }
}

TEST(Hist1D, FillNTakesEveryStrideth)
{
   const Double_t x[] = {0.5, 9, 1.5, 9, 1.5, 9};
   const Double_t w[] = {2, 0, 3, 0, 4, 0};
   TH1D h("h", "", 2, 0, 2);
   h.FillN(3, x, w, 2);
   EXPECT_THAT(Contents(h), ElementsAre(0, 2, 7, 0));
   h.FillN(3, x, nullptr, 2);
   EXPECT_THAT(Contents(h), ElementsAre(0, 3, 9, 0));
   EXPECT_EQ(h.GetEntries(), 6);
}

TEST(Hist1D, SetBinContentCountsAsEntryAndRecomputesStatistics)
{
   TH1D h("h", "", 4, 0, 4);
   h.Fill(0.1);
   h.SetBinContent(2, 3);
   h.SetBinContent(99, 3); // no such bin
   EXPECT_EQ(h.GetEntries(), 3);
   EXPECT_EQ(h.GetMean(), (1 * 0.5 + 3 * 1.5) / 4) << "from bin centres now";
   h.SetBinError(2, 0.25);
   EXPECT_EQ(h.GetBinError(2), 0.25);
   EXPECT_EQ(h.GetBinError(1), 1);
   EXPECT_EQ(h.GetBinContent(99), h.GetBinContent(5)) << "the nearest cell";
}

TEST(Hist1D, CellTypesRoundOrSaturate)
{
   TH1C c("c", "", 1, 0, 1);
   TH1S s("s", "", 1, 0, 1);
   TH1I i("i", "", 1, 0, 1);
   TH1F f("f", "", 1, 0, 1);
   for (Int_t n = 0; n < 200; ++n)
      c.Fill(0.5);
   EXPECT_EQ(c.GetBinContent(1), 127);
   c.SetBinContent(1, -1000);
   EXPECT_EQ(c.GetBinContent(1), -127);
   s.AddBinContent(1, 1e9);
   EXPECT_EQ(s.GetBinContent(1), 32767);
   i.SetBinContent(1, 1e12);
   EXPECT_EQ(i.GetBinContent(1), 2147483647);
   i.AddBinContent(1, -0.9);
   EXPECT_EQ(i.GetBinContent(1), 2147483647) << "part of a count is none";
   f.SetBinContent(1, 0.1);
   EXPECT_EQ(f.GetBinContent(1), Double_t(0.1f));
   f.SetBinContent(1, 16777216);
   f.Fill(0.5);
   EXPECT_EQ(f.GetBinContent(1), 16777216);
}

TEST(Hist1D, IntegralSumsTheRangeThatIsAskedFor)
{
   TH1D h("h", "", 4, 0, 2);
   for (Int_t bin = 0; bin <= 5; ++bin)
      h.SetBinContent(bin, bin + 1);
   EXPECT_EQ(h.Integral(), 2 + 3 + 4 + 5);
   EXPECT_EQ(h.Integral(0, 5), 21);
   EXPECT_EQ(h.Integral(0, -1), 21);
   EXPECT_EQ(h.Integral(2, 3), 7);
   EXPECT_EQ(h.Integral("width"), 7);
   EXPECT_EQ(h.GetSumOfWeights(), 14);
   h.GetXaxis()->SetRange(2, 3);
   EXPECT_EQ(h.Integral(), 7);
   EXPECT_EQ(h.GetSumOfWeights(), 14);
   Double_t error;
   EXPECT_EQ(h.IntegralAndError(1, 2, error), 5);
   EXPECT_EQ(error, std::sqrt(5));
}

TEST(Hist1D, AxisRangeRestrictsStatistics)
{
   TH1D h("h", "", 4, 0, 4);
   for (const Double_t x : {0.1, 1.1, 1.2, 2.9, 3.9})
      h.Fill(x);
   h.GetXaxis()->SetRange(2, 3);
   EXPECT_EQ(h.GetMean(), (2 * 1.5 + 2.5) / 3);
   EXPECT_EQ(h.GetEntries(), 5);
   h.GetXaxis()->SetRange();
   EXPECT_DOUBLE_EQ(h.GetMean(), 9.2 / 5);
}

TEST(Hist1D, MaximumAndMinimumAreWithinTheRange)
{
   TH1D h("h", "", 5, 0, 5);
   const Double_t contents[] = {99, 3, 7, 7, 1, -2, 99};
   h.SetContent(contents);
   EXPECT_EQ(h.GetMaximum(), 7);
   EXPECT_EQ(h.GetMaximum(7), 3) << "the largest below 7";
   EXPECT_EQ(h.GetMaximumBin(), 2);
   EXPECT_EQ(h.GetMinimum(), -2);
   EXPECT_EQ(h.GetMinimum(0), 1);
   EXPECT_EQ(h.GetMinimumBin(), 5);
   h.GetXaxis()->SetRange(3, 4);
   EXPECT_EQ(h.GetMinimum(), 1);
   h.SetMaximum(50);
   EXPECT_EQ(h.GetMaximum(), 50);
   EXPECT_EQ(h.GetMaximumStored(), 50);
   h.SetMaximum();
   EXPECT_EQ(h.GetMaximum(), 7);
   Double_t min, max;
   h.GetMinimumAndMaximum(min, max);
   EXPECT_EQ(min, 1);
   EXPECT_EQ(max, 7);
}

TEST(Hist1D, SkewnessAndKurtosisComeFromTheBins)
{
   TH1D h("h", "", 4, -2, 2); // centres -1.5 -0.5 0.5 1.5
   const Double_t contents[] = {0, 1, 2, 0, 1, 0};
   h.SetContent(contents);
   const Double_t mean = (-1.5 - 1 + 1.5) / 4;
   Double_t m2 = 0, m3 = 0, m4 = 0;
   for (Int_t bin = 1; bin <= 4; ++bin) {
      const Double_t d = h.GetBinCenter(bin) - mean;
      m2 += contents[bin] * d * d / 4;
      m3 += contents[bin] * d * d * d / 4;
      m4 += contents[bin] * d * d * d * d / 4;
   }
   EXPECT_NEAR(h.GetSkewness(), m3 / std::pow(m2, 1.5), 1e-14);
   EXPECT_NEAR(h.GetKurtosis(), m4 / (m2 * m2) - 3, 1e-14);
   EXPECT_EQ(h.GetSkewness(11), std::sqrt(6. / 4));
   EXPECT_EQ(h.GetKurtosis(11), std::sqrt(24. / 4));
   Lines lines;
   EXPECT_EQ(h.GetSkewness(2), 0);
   EXPECT_EQ(Lines::All().size(), 1u);
}

TEST(Hist1D, PoissonErrorsAreTheLimitsOfTheInterval)
{
   // 68.27 % central intervals, F. Garwood, Biometrika 28 (1936) 437.
   TH1D h("h", "", 5, 0, 5);
   const Double_t contents[] = {0, 0, 1, 3, 10, 0, 0};
   h.SetContent(contents);
   EXPECT_EQ(h.GetBinErrorUp(3), std::sqrt(3)) << "as GetBinError() until asked for";
   h.SetBinErrorOption(TH1::kPoisson);
   EXPECT_EQ(h.GetBinErrorLow(1), 0);
   EXPECT_NEAR(h.GetBinErrorUp(1), 1.841, 1e-3);
   EXPECT_NEAR(h.GetBinErrorLow(2), 1 - 0.173, 1e-3);
   EXPECT_NEAR(h.GetBinErrorUp(2), 3.300 - 1, 1e-3);
   EXPECT_NEAR(h.GetBinErrorLow(4), 10 - 6.891, 1e-3);
   EXPECT_NEAR(h.GetBinErrorUp(4), 14.267 - 10, 1e-3);
   h.SetBinErrorOption(TH1::kPoisson2);
   EXPECT_NEAR(h.GetBinErrorUp(1), 3.689, 1e-3);
   EXPECT_EQ(h.GetBinError(4), std::sqrt(10));
}

TEST(Hist1D, QuantilesLieBetweenBinEdges)
{
   TH1D h("h", "", 4, 0, 4);
   const Double_t contents[] = {7, 1, 2, 0, 1, 7};
   h.SetContent(contents);
   const Double_t p[] = {0.25, 0.5, 0.75, 1};
   Double_t q[4];
   EXPECT_EQ(h.GetQuantiles(4, q, p), 4);
   EXPECT_THAT(q, ElementsAre(1, 1.5, 2, 4)) << "at the empty bin: where the contents end";
   EXPECT_EQ(h.ComputeIntegral(), 4);
   EXPECT_EQ(h.GetIntegral()[2], 0.75);
}

TEST(Hist1D, RandomNumbersFollowTheContents)
{
   TH1D h("h", "", 4, 0, 4);
   const Double_t contents[] = {1000, 1, 0, 3, 0, 1000};
   h.SetContent(contents);
   TRandom3 random(1);
   TH1D drawn("drawn", "", 4, 0, 4);
   drawn.FillRandom(&h, 40000, &random);
   EXPECT_EQ(drawn.GetBinContent(2) + drawn.GetBinContent(4) + drawn.GetBinContent(0) + drawn.GetBinContent(5), 0);
   EXPECT_NEAR(drawn.GetBinContent(1), 10000, 500);
   EXPECT_NEAR(drawn.GetMean(), 0.25 * 0.5 + 0.75 * 2.5, 0.02);
   Lines lines;
   TH1D empty("empty", "", 4, 0, 4);
   EXPECT_EQ(empty.GetRandom(&random), 0);
   EXPECT_EQ(Lines::All().size(), 1u);
}

TEST(Hist1D, CumulativeRunsFromEitherEnd)
{
   TH1D h("h", "", 3, 0, 3);
   const Double_t contents[] = {9, 1, 2, 3, 9};
   h.SetContent(contents);
   const std::unique_ptr<TH1> forward(h.GetCumulative());
   const std::unique_ptr<TH1> backward(h.GetCumulative(kFALSE, "_back"));
   EXPECT_STREQ(forward->GetName(), "h_cumulative");
   EXPECT_THAT(Contents(*forward), ElementsAre(0, 1, 3, 6, 0));
   EXPECT_THAT(Contents(*backward), ElementsAre(0, 6, 5, 3, 0));
}

TEST(Hist1D, InterpolationIsLinearBetweenCentres)
{
   TH1D h("h", "", 3, 0, 3);
   const Double_t contents[] = {9, 1, 2, 4, 9};
   h.SetContent(contents);
   EXPECT_EQ(h.Interpolate(0.1), 1);
   EXPECT_EQ(h.Interpolate(1), 1.5);
   EXPECT_EQ(h.Interpolate(2.25), 3.5);
   EXPECT_EQ(h.Interpolate(2.9), 4);
}

TEST(Hist1D, FirstAndLastBinAboveAThreshold)
{
   TH1D h("h", "", 5, 0, 5);
   const Double_t contents[] = {9, 0, 2, 4, 0, 0, 9};
   h.SetContent(contents);
   EXPECT_EQ(h.FindFirstBinAbove(), 2);
   EXPECT_EQ(h.FindLastBinAbove(), 3);
   EXPECT_EQ(h.FindFirstBinAbove(3), 3);
   EXPECT_EQ(h.FindLastBinAbove(4), -1);
   EXPECT_TRUE(h.IsBinOverflow(6));
   EXPECT_TRUE(h.IsBinUnderflow(0));
   EXPECT_FALSE(h.IsBinUnderflow(1));
}

// As it can come from a stream that was changed; a second delete would be told by AddressSanitizer.
TEST(Hist1D, IsDeletedWithItsListsWhateverTheyShare)
{
   auto *h = new TH1F("h", "", 10, 0, 1);
   auto *shared = new TNamed("shared", "");
   auto *list = new TList;
   list->Add(shared);
   h->GetListOfFunctions()->Add(shared);
   h->GetListOfFunctions()->Add(list);
   h->GetListOfFunctions()->Add(h);
   for (TAxis *axis : {h->GetXaxis(), h->GetYaxis()}) {
      axis->SetBinLabel(1, "label");
      axis->GetLabels()->Add(shared);
      axis->GetLabels()->Add(h);
      axis->GetLabels()->Add(h->GetXaxis()->GetLabels());
   }
   delete h;
}

TEST(HistBuffer, LimitsAreChosenFromTheFirstEntries)
{
   TH1D h("h", "", 10, 0, 0);
   EXPECT_EQ(h.GetBufferSize(), 2001);
   for (const Double_t x : {3.0, 17.0, 12.0})
      EXPECT_EQ(h.Fill(x), -2);
   EXPECT_EQ(h.GetBufferLength(), 3);
   EXPECT_EQ(h.GetEntries(), 3); // looking chooses
   EXPECT_EQ(h.GetXaxis()->GetXmin(), 0);
   EXPECT_EQ(h.GetXaxis()->GetXmax(), 20);
   EXPECT_EQ(h.GetBinContent(2), 1);
   EXPECT_DOUBLE_EQ(h.GetMean(), 32. / 3);
   EXPECT_EQ(h.GetBinContent(0) + h.GetBinContent(11), 0);
}

TEST(HistBuffer, LimitsHoldEveryEntryOfManyShapes)
{
   struct Case {
      Double_t low, high;
      Int_t bins;
   };
   for (const auto &[low, high, bins] : {Case{0, 1, 100}, Case{-1e-9, 1e-9, 7}, Case{5, 5, 3}, Case{1e6, 1e6 + 1, 50},
                                         Case{-3, -2, 1}, Case{0, 0, 10}, Case{-1e300, 1e300, 4}}) {
      TH1D h("h", "", bins, 1, 1);
      h.Fill(low);
      h.Fill(high);
      EXPECT_EQ(h.GetEntries(), 2);
      EXPECT_EQ(h.GetBinContent(0), 0) << low;
      EXPECT_EQ(h.GetBinContent(bins + 1), 0) << high;
      EXPECT_LT(h.GetXaxis()->GetXmin(), h.GetXaxis()->GetXmax());
   }
}

TEST(HistBuffer, LimitsAreChosenForAnyValues)
{
   for (const Double_t value : {DBL_MAX, -DBL_MAX, 5e-324, TMath::Infinity(), TMath::QuietNaN()}) {
      TH1D h("h", "", 10, 0, 0);
      h.Fill(0);
      h.Fill(value);
      h.Fill(-value);
      EXPECT_EQ(h.GetEntries(), 3) << value;
      EXPECT_LT(h.GetXaxis()->GetXmin(), h.GetXaxis()->GetXmax()) << value;
   }
}

TEST(HistBuffer, EntriesAfterALookAreCountedWithThoseBefore)
{
   TH1D h("h", "", 10, 0, 10);
   h.SetBuffer(100);
   h.Fill(1);
   h.Fill(2, 2);
   EXPECT_EQ(h.GetEntries(), 2);
   h.Fill(3);
   EXPECT_EQ(h.GetEntries(), 3);
   EXPECT_EQ(h.GetBinContent(2), 1);
   EXPECT_EQ(h.GetBinContent(3), 2);
   EXPECT_EQ(h.GetMean(), 2);
   EXPECT_EQ(h.BufferEmpty(1), 3);
   EXPECT_EQ(h.GetBuffer(), nullptr);
   EXPECT_EQ(h.GetEntries(), 3);
}

TEST(HistBuffer, AFullBufferIsEmptiedAndGone)
{
   TH1D h("h", "", 10, 0, 10);
   h.SetBuffer(1); // 100 at least
   for (Int_t i = 0; i < 100; ++i)
      EXPECT_EQ(h.Fill(1.5), -2);
   EXPECT_EQ(h.Fill(2.5), 3);
   EXPECT_EQ(h.GetBufferSize(), 0);
   EXPECT_EQ(h.GetBinContent(2), 100);
   EXPECT_EQ(h.GetEntries(), 101);
}

TEST(HistBuffer, ContentsSetByHandAreNotLost)
{
   TH1D h("h", "", 10, 0, 10);
   h.SetBuffer(100);
   h.Fill(1.5);
   h.SetBinContent(5, 7);
   h.Fill(1.5);
   EXPECT_EQ(h.GetBinContent(5), 7);
   EXPECT_EQ(h.GetBinContent(2), 2);
}

TEST(HistBuffer, IsStreamedAsItIs)
{
   TH1D h("h", "", 10, 0, 0);
   h.Fill(3);
   h.Fill(4);
   TH1D read;
   Read(read, Written(h));
   EXPECT_EQ(read.GetBufferLength(), 2);
   EXPECT_EQ(read.GetEntries(), 2);
   EXPECT_EQ(read.GetMean(), 3.5);
}
