// TH1: moments, integrals, quantiles, extremes.
#include "TH1.h"

#include "HistTools.h"
#include "TError.h"
#include "TMath.h"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <utility>
#include <vector>

using rootlet::HasOption;
using rootlet::kNoLimit;
using rootlet::Square;

namespace {
std::atomic<Bool_t> gStatOverflows{kFALSE};
} // namespace

Bool_t TH1::GetStatOverflowsBehaviour() const
{
   return fStatOverflows == kNeutral ? gStatOverflows.load(std::memory_order_relaxed) : fStatOverflows == kConsider;
}

void TH1::StatOverflows(Bool_t flag)
{
   gStatOverflows = flag;
}

Double_t TH1::GetEntries() const
{
   FlushBuffer();
   return fEntries;
}

Bool_t TH1::HasAxisRange() const
{
   return fXaxis.TestBit(TAxis::kAxisRange) || (GetDimension() > 1 && fYaxis.TestBit(TAxis::kAxisRange));
}

void TH1::CountedBins(const TAxis &axis, Int_t &first, Int_t &last) const
{
   first = axis.GetFirst();
   last = axis.GetLast();
   if (GetStatOverflowsBehaviour() && !axis.TestBit(TAxis::kAxisRange)) {
      first = 0;
      last = axis.GetNbins() + 1;
   }
}

void TH1::ComputeStats(Double_t *stats) const
{
   std::fill_n(stats, 4, 0);
   Int_t first, last;
   CountedBins(fXaxis, first, last);
   for (Int_t bin = first; bin <= last; ++bin) {
      const Double_t x = fXaxis.GetBinCenter(bin);
      const Double_t w = RetrieveBinContent(bin);
      stats[0] += w;
      stats[1] += GetBinErrorSqUnchecked(bin);
      stats[2] += w * x;
      stats[3] += w * x * x;
   }
}

void TH1::GetStats(Double_t *stats) const
{
   FlushBuffer();
   if ((fTsumw == 0 && fEntries > 0) || HasAxisRange()) {
      ComputeStats(stats);
      return;
   }
   stats[0] = fTsumw;
   stats[1] = fTsumw2;
   stats[2] = fTsumwx;
   stats[3] = fTsumwx2;
}

void TH1::PutStats(Double_t *stats)
{
   fTsumw = stats[0];
   fTsumw2 = stats[1];
   fTsumwx = stats[2];
   fTsumwx2 = stats[3];
}

void TH1::ResetStats()
{
   Double_t stats[kNstat] = {};
   FlushBuffer();
   fTsumw = 0;
   fEntries = 1; // with fTsumw = 0: from the cells
   GetStats(stats);
   PutStats(stats);
   fEntries = std::abs(fTsumw);
   if (fSumw2.fN && fTsumw > 0 && stats[1] > 0)
      fEntries = stats[0] * stats[0] / stats[1];
}

Double_t TH1::GetEffectiveEntries() const
{
   Double_t stats[kNstat] = {};
   GetStats(stats);
   return stats[1] != 0 ? stats[0] * stats[0] / stats[1] : std::abs(stats[0]);
}

namespace {
// Where the sum of w*x, w*y, w*z stands in the array of GetStats(); the sum of squares is behind it.
Int_t StatsIndex(Int_t axis)
{
   constexpr Int_t kIndex[] = {2, 4, 7};
   return kIndex[axis - 1];
}

Bool_t IsAxis(Int_t axis)
{
   return axis >= 1 && axis <= 3;
}
} // namespace

Double_t TH1::GetMean(Int_t axis) const
{
   if (IsAxis(axis - 10))
      return GetMeanError(axis - 10);
   if (!IsAxis(axis))
      return 0;
   Double_t stats[kNstat] = {};
   GetStats(stats);
   return stats[0] == 0 ? 0 : stats[StatsIndex(axis)] / stats[0];
}

Double_t TH1::GetMeanError(Int_t axis) const
{
   if (!IsAxis(axis))
      return 0;
   const Double_t n = GetEffectiveEntries();
   return n > 0 ? GetStdDev(axis) / TMath::Sqrt(n) : 0;
}

Double_t TH1::GetStdDev(Int_t axis) const
{
   if (IsAxis(axis - 10))
      return GetStdDevError(axis - 10);
   if (!IsAxis(axis))
      return 0;
   Double_t stats[kNstat] = {};
   GetStats(stats);
   if (stats[0] == 0)
      return 0;
   const Int_t at = StatsIndex(axis);
   const Double_t mean = stats[at] / stats[0];
   return TMath::Sqrt(std::abs(stats[at + 1] / stats[0] - mean * mean));
}

Double_t TH1::GetStdDevError(Int_t axis) const
{
   if (!IsAxis(axis))
      return 0;
   const Double_t n = GetEffectiveEntries();
   const Double_t deviation = GetStdDev(axis);
   return n > 0 ? TMath::Sqrt(deviation * deviation / (2 * n)) : 0;
}

Double_t TH1::Moment(Int_t axis, Int_t power, Double_t &sumw) const
{
   const Double_t mean = GetMean(axis);
   Int_t x1, x2, y1 = 0, y2 = 0;
   CountedBins(fXaxis, x1, x2);
   if (GetDimension() > 1)
      CountedBins(fYaxis, y1, y2);
   Double_t sum = 0;
   sumw = 0;
   for (Int_t y = y1; y <= y2; ++y) {
      for (Int_t x = x1; x <= x2; ++x) {
         const Double_t w = GetBinContent(x, y);
         const Double_t distance = (axis == 1 ? fXaxis.GetBinCenter(x) : fYaxis.GetBinCenter(y)) - mean;
         sumw += w;
         sum += w * (power == 3 ? distance * distance * distance : Square(distance * distance));
      }
   }
   return sum;
}

Double_t TH1::GetSkewness(Int_t axis) const
{
   if (axis > 10) {
      const Double_t n = GetEffectiveEntries();
      return n > 0 ? TMath::Sqrt(6 / n) : 0;
   }
   if (axis < 1 || axis > GetDimension()) {
      Error("GetSkewness", "%s has no axis %d", GetName(), axis);
      return 0;
   }
   Double_t sumw;
   const Double_t sum = Moment(axis, 3, sumw);
   const Double_t deviation = GetStdDev(axis);
   const Double_t norm = sumw * deviation * deviation * deviation;
   return norm != 0 ? sum / norm : 0;
}

Double_t TH1::GetKurtosis(Int_t axis) const
{
   if (axis > 10) {
      const Double_t n = GetEffectiveEntries();
      return n > 0 ? TMath::Sqrt(24 / n) : 0;
   }
   if (axis < 1 || axis > GetDimension()) {
      Error("GetKurtosis", "%s has no axis %d", GetName(), axis);
      return 0;
   }
   Double_t sumw;
   const Double_t sum = Moment(axis, 4, sumw);
   const Double_t norm = sumw * Square(Square(GetStdDev(axis)));
   return norm != 0 ? sum / norm - 3 : 0;
}

Double_t TH1::GetSumOfWeights() const
{
   FlushBuffer();
   Double_t sum = 0;
   for (Int_t y = GetDimension() > 1 ? 1 : 0; y <= (GetDimension() > 1 ? GetNbinsY() : 0); ++y) {
      for (Int_t x = 1; x <= GetNbinsX(); ++x)
         sum += RetrieveBinContent(GetBin(x, y));
   }
   return sum;
}

Double_t TH1::CellWidth(Int_t bin) const
{
   Int_t x, y, z;
   GetBinXYZ(bin, x, y, z);
   return fXaxis.GetBinWidth(x) * (GetDimension() > 1 ? fYaxis.GetBinWidth(y) : 1);
}

Double_t TH1::DoIntegral(Int_t binx1, Int_t binx2, Int_t biny1, Int_t biny2, Double_t &error, Option_t *option,
                         Bool_t withError) const
{
   FlushBuffer();
   const auto limit = [](const TAxis &axis, Int_t &first, Int_t &last) {
      first = std::max(first, 0);
      if (last > axis.GetNbins() + 1 || last < first)
         last = axis.GetNbins() + 1;
   };
   limit(fXaxis, binx1, binx2);
   if (GetDimension() > 1)
      limit(fYaxis, biny1, biny2);
   else
      biny1 = biny2 = 0;
   const Bool_t width = HasOption(option, "width");
   Double_t integral = 0;
   Double_t variance = 0;
   for (Int_t y = biny1; y <= biny2; ++y) {
      for (Int_t x = binx1; x <= binx2; ++x) {
         const Int_t bin = GetBin(x, y);
         const Double_t factor = width ? CellWidth(bin) : 1;
         integral += factor * RetrieveBinContent(bin);
         if (withError)
            variance += factor * factor * GetBinErrorSqUnchecked(bin);
      }
   }
   error = TMath::Sqrt(variance);
   return integral;
}

Double_t TH1::Integral(Option_t *option) const
{
   Double_t error;
   FlushBuffer(); // it may change the range
   return DoIntegral(fXaxis.GetFirst(), fXaxis.GetLast(), fYaxis.GetFirst(), fYaxis.GetLast(), error, option, kFALSE);
}

Double_t TH1::Integral(Int_t binx1, Int_t binx2, Option_t *option) const
{
   Double_t error;
   return DoIntegral(binx1, binx2, fYaxis.GetFirst(), fYaxis.GetLast(), error, option, kFALSE);
}

Double_t TH1::IntegralAndError(Int_t binx1, Int_t binx2, Double_t &error, Option_t *option) const
{
   return DoIntegral(binx1, binx2, fYaxis.GetFirst(), fYaxis.GetLast(), error, option, kTRUE);
}

Double_t TH1::ComputeIntegral(Bool_t onlyPositive)
{
   FlushBuffer();
   delete[] std::exchange(fIntegral, nullptr);
   const Int_t ny = GetDimension() > 1 ? GetNbinsY() : 1;
   if (GetNbinsX() < 1 || ny < 1 || Long64_t(GetNbinsX()) * ny > fNcells) {
      Error("ComputeIntegral", "%s is damaged: it lacks cells", GetName());
      return 0;
   }
   const auto n = static_cast<std::size_t>(GetNbinsX()) * static_cast<std::size_t>(ny);
   std::vector<Double_t> running(n + 2, 0.0);
   std::size_t at = 0;
   for (Int_t y = 1; y <= ny; ++y) {
      for (Int_t x = 1; x <= GetNbinsX(); ++x) {
         const Double_t content = RetrieveBinContent(GetBin(x, GetDimension() > 1 ? y : 0));
         if (onlyPositive && content < 0) {
            Error("ComputeIntegral", "%s: the content %g of bin %d is negative; no random numbers can follow it",
                  GetName(), content, x);
            return 0;
         }
         running[at + 1] = running[at] + content;
         ++at;
      }
   }
   const Double_t total = running[n];
   if (total == 0) {
      Error("ComputeIntegral", "%s: the integral is 0; fill the histogram first", GetName());
      return 0;
   }
   for (std::size_t i = 1; i <= n; ++i)
      running[i] /= total;
   running[n + 1] = fEntries;
   fIntegral = new Double_t[n + 2];
   std::copy(running.begin(), running.end(), fIntegral);
   return total;
}

Double_t *TH1::GetIntegral()
{
   if (!fIntegral)
      ComputeIntegral();
   return fIntegral;
}

TH1 *TH1::GetCumulative(Bool_t forward, const char *suffix) const
{
   FlushBuffer();
   auto *result = static_cast<TH1 *>(Clone((TString(GetName()) + suffix).Data()));
   if (!result)
      return nullptr;
   result->Reset();
   Double_t sum = 0;
   Double_t variance = 0;
   const Int_t n = GetNbinsX();
   const Int_t ny = GetDimension() > 1 ? GetNbinsY() : 1;
   for (Int_t iy = 1; iy <= ny; ++iy) {
      for (Int_t ix = 1; ix <= n; ++ix) {
         const Int_t y = GetDimension() < 2 ? 0 : forward ? iy : ny + 1 - iy;
         const Int_t bin = GetBin(forward ? ix : n + 1 - ix, y);
         sum += RetrieveBinContent(bin);
         result->SetBinContent(bin, sum);
         if (fSumw2.fN) {
            variance += GetBinErrorSqUnchecked(bin);
            result->SetBinError(bin, TMath::Sqrt(variance));
         }
      }
   }
   return result;
}

Int_t TH1::GetQuantiles(Int_t n, Double_t *q, const Double_t *p)
{
   if (GetDimension() != 1) {
      Error("GetQuantiles", "%s has %d dimensions; quantiles are for one", GetName(), GetDimension());
      return 0;
   }
   if (ComputeIntegral() == 0)
      return 0;
   const Int_t nbins = GetNbinsX();
   for (Int_t i = 0; i < n; ++i) {
      auto below = static_cast<Int_t>(TMath::BinarySearch(static_cast<Long64_t>(nbins), fIntegral, p[i]));
      below = std::max(below, 0);
      while (below < nbins - 1 && fIntegral[below + 1] == p[i] && fIntegral[below + 2] == p[i])
         ++below; // the last of the empty bins that follow
      q[i] = GetBinLowEdge(below + 1);
      const Double_t step = fIntegral[below + 1] - fIntegral[below];
      if (step > 0)
         q[i] += GetBinWidth(below + 1) * (p[i] - fIntegral[below]) / step;
   }
   return n;
}

Int_t TH1::GetMaximumBin() const
{
   FlushBuffer();
   Double_t maximum = -FLT_MAX;
   Int_t found = 0;
   const Bool_t flat = GetDimension() < 2;
   for (Int_t y = flat ? 0 : fYaxis.GetFirst(); y <= (flat ? 0 : fYaxis.GetLast()); ++y) {
      for (Int_t x = fXaxis.GetFirst(); x <= fXaxis.GetLast(); ++x) {
         if (const Double_t value = RetrieveBinContent(GetBin(x, y)); value > maximum) {
            maximum = value;
            found = GetBin(x, y);
         }
      }
   }
   return found;
}

Int_t TH1::GetMinimumBin() const
{
   FlushBuffer();
   Double_t minimum = FLT_MAX;
   Int_t found = 0;
   const Bool_t flat = GetDimension() < 2;
   for (Int_t y = flat ? 0 : fYaxis.GetFirst(); y <= (flat ? 0 : fYaxis.GetLast()); ++y) {
      for (Int_t x = fXaxis.GetFirst(); x <= fXaxis.GetLast(); ++x) {
         if (const Double_t value = RetrieveBinContent(GetBin(x, y)); value < minimum) {
            minimum = value;
            found = GetBin(x, y);
         }
      }
   }
   return found;
}

Double_t TH1::GetMaximum(Double_t maxval) const
{
   if (fMaximum != kNoLimit)
      return fMaximum;
   FlushBuffer();
   Double_t maximum = -FLT_MAX;
   const Bool_t flat = GetDimension() < 2;
   for (Int_t y = flat ? 0 : fYaxis.GetFirst(); y <= (flat ? 0 : fYaxis.GetLast()); ++y) {
      for (Int_t x = fXaxis.GetFirst(); x <= fXaxis.GetLast(); ++x) {
         if (const Double_t value = RetrieveBinContent(GetBin(x, y)); value > maximum && value < maxval)
            maximum = value;
      }
   }
   return maximum;
}

Double_t TH1::GetMinimum(Double_t minval) const
{
   if (fMinimum != kNoLimit)
      return fMinimum;
   FlushBuffer();
   Double_t minimum = FLT_MAX;
   const Bool_t flat = GetDimension() < 2;
   for (Int_t y = flat ? 0 : fYaxis.GetFirst(); y <= (flat ? 0 : fYaxis.GetLast()); ++y) {
      for (Int_t x = fXaxis.GetFirst(); x <= fXaxis.GetLast(); ++x) {
         if (const Double_t value = RetrieveBinContent(GetBin(x, y)); value < minimum && value > minval)
            minimum = value;
      }
   }
   return minimum;
}

void TH1::GetMinimumAndMaximum(Double_t &min, Double_t &max) const
{
   min = GetBinContent(GetMinimumBin());
   max = GetBinContent(GetMaximumBin());
}
