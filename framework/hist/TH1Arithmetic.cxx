// TH1: errors of cells, arithmetic between histograms, rebinning.
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
std::atomic<Bool_t> gDefaultSumw2{kFALSE};
} // namespace

void TH1::SetDefaultSumw2(Bool_t sumw2)
{
   gDefaultSumw2 = sumw2;
}

Bool_t TH1::GetDefaultSumw2()
{
   return gDefaultSumw2;
}

void TH1::Sumw2(Bool_t flag)
{
   if (!flag) {
      fSumw2.Set(0);
      return;
   }
   if (fSumw2.fN == fNcells) {
      Warning("Sumw2", "%s: the sums of squared weights exist already", GetName());
      return;
   }
   fSumw2.Set(fNcells);
   if (fEntries > 0) {
      for (Int_t bin = 0; bin < fNcells; ++bin)
         fSumw2.fArray[bin] = std::abs(RetrieveBinContent(bin));
   }
}

Bool_t rootlet::HaveSameBins(const TAxis &a, const TAxis &b)
{
   if (a.GetNbins() != b.GetNbins())
      return kFALSE;
   // Equal to a billionth of a bin: limits may have been computed in different ways.
   const auto equal = [](Double_t x, Double_t y, Double_t size) { return std::abs(x - y) <= 1e-9 * std::abs(size); };
   for (Int_t bin = 1; bin <= a.GetNbins(); bin += a.IsVariableBinSize() || b.IsVariableBinSize() ? 1 : a.GetNbins())
      if (!equal(a.GetBinLowEdge(bin), b.GetBinLowEdge(bin), a.GetBinWidth(bin)) ||
          !equal(a.GetBinUpEdge(bin), b.GetBinUpEdge(bin), a.GetBinWidth(bin)))
         return kFALSE;
   return equal(a.GetXmax(), b.GetXmax(), a.GetXmax() - a.GetXmin());
}

Bool_t TH1::CheckConsistency(const char *method, const TH1 *h1, const TH1 *h2) const
{
   for (const TH1 *h : {h1, h2}) {
      if (!h) {
         Error(method, "%s: there is no histogram to combine it with", GetName());
         return kFALSE;
      }
      h->FlushBuffer();
      if (h->GetDimension() != GetDimension() || h->fNcells != fNcells) {
         Error(method, "%s and %s have different numbers of bins; nothing was done", GetName(), h->GetName());
         return kFALSE;
      }
      for (Int_t axis = 1; axis <= GetDimension(); ++axis) {
         const TAxis &a = Axis(axis);
         const TAxis &b = h->Axis(axis);
         if (a.GetNbins() != b.GetNbins()) {
            Error(method, "%s and %s have different numbers of bins; nothing was done", GetName(), h->GetName());
            return kFALSE;
         }
         if (!rootlet::HaveSameBins(a, b)) {
            Error(method, "%s and %s have different bin edges; nothing was done", GetName(), h->GetName());
            return kFALSE;
         }
      }
   }
   return kTRUE;
}

namespace {
// A histogram with a normalisation factor counts as if scaled to it.
Double_t Normalisation(const TH1 &h)
{
   return h.GetNormFactor() != 0 ? h.GetNormFactor() / h.GetSumOfWeights() : 1;
}
} // namespace

void TH1::AddCells(const TH1 &h1, Double_t c1, const TH1 &h2, Double_t c2)
{
   for (Int_t bin = 0; bin < fNcells; ++bin) {
      // Both histograms may be this one: read before writing.
      const Double_t variance = c1 * c1 * h1.GetBinErrorSqUnchecked(bin) + c2 * c2 * h2.GetBinErrorSqUnchecked(bin);
      UpdateBinContent(bin, c1 * h1.RetrieveBinContent(bin) + c2 * h2.RetrieveBinContent(bin));
      if (bin < fSumw2.fN)
         fSumw2.fArray[bin] = variance;
   }
}

void TH1::AddAverages(const TH1 &h1, const TH1 &h2)
{
   for (Int_t bin = 0; bin < fNcells; ++bin) {
      const Double_t y1 = h1.RetrieveBinContent(bin);
      const Double_t y2 = h2.RetrieveBinContent(bin);
      const Double_t v1 = h1.GetBinErrorSqUnchecked(bin);
      const Double_t v2 = h2.GetBinErrorSqUnchecked(bin);
      // A cell without error holds no measurement, unless neither has one.
      const Double_t w1 = v1 > 0 ? 1 / v1 : v2 > 0 ? 0 : 1;
      const Double_t w2 = v2 > 0 ? 1 / v2 : v1 > 0 ? 0 : 1;
      UpdateBinContent(bin, (w1 * y1 + w2 * y2) / (w1 + w2));
      if (bin < fSumw2.fN)
         fSumw2.fArray[bin] = v1 > 0 || v2 > 0 ? 1 / (w1 + w2) : 0;
   }
}

Bool_t TH1::Add(const TH1 *h1, Double_t c1)
{
   return Add(this, h1, 1, c1);
}

Bool_t TH1::Add(const TH1 *h1, const TH1 *h2, Double_t c1, Double_t c2)
{
   BufferEmpty(1);
   if (!CheckConsistency("Add", h1, h2))
      return kFALSE;
   if (!fSumw2.fN && (h1->fSumw2.fN || h2->fSumw2.fN))
      Sumw2();
   if (h1 == h2 && c2 < 0)
      return DivideByWidth(*h1, c1);

   const Double_t entries = std::abs(c1 * h1->GetEntries() + c2 * h2->GetEntries());
   Double_t s1[kNstat] = {};
   Double_t s2[kNstat] = {};
   h1->GetStats(s1);
   h2->GetStats(s2);
   const Bool_t average = h1->TestBit(kIsAverage) && h2->TestBit(kIsAverage);
   if (average)
      AddAverages(*h1, *h2);
   else
      AddCells(*h1, c1 * (h1 == this ? 1 : Normalisation(*h1)), *h2, c2 * Normalisation(*h2));
   fMaximum = fMinimum = kNoLimit;
   if (average || c1 * c2 < 0) {
      ResetStats(); // differences of sums could give negative variances
      if (!average)
         return kTRUE;
   } else {
      for (Int_t i = 0; i < kNstat; ++i)
         s1[i] = i == 1 ? c1 * c1 * s1[i] + c2 * c2 * s2[i] : c1 * s1[i] + c2 * s2[i];
      PutStats(s1);
   }
   fEntries = entries;
   return kTRUE;
}

Bool_t TH1::DivideByWidth(const TH1 &h1, Double_t c1)
{
   const Double_t factor = c1 * (&h1 == this ? 1 : Normalisation(h1));
   if (!fSumw2.fN && !TestBit(kIsNotW))
      Sumw2();
   for (Int_t bin = 0; bin < fNcells; ++bin) {
      const Double_t scale = factor / CellWidth(bin);
      const Double_t variance = h1.GetBinErrorSqUnchecked(bin);
      UpdateBinContent(bin, scale * h1.RetrieveBinContent(bin));
      if (bin < fSumw2.fN)
         fSumw2.fArray[bin] = scale * scale * variance;
   }
   fMaximum = fMinimum = kNoLimit;
   ResetStats();
   return kTRUE;
}

Bool_t TH1::Multiply(const TH1 *h1)
{
   return Multiply(this, h1);
}

Bool_t TH1::Multiply(const TH1 *h1, const TH1 *h2, Double_t c1, Double_t c2, Option_t * /*option*/)
{
   BufferEmpty(1);
   if (!CheckConsistency("Multiply", h1, h2))
      return kFALSE;
   if (!fSumw2.fN && (h1->fSumw2.fN || h2->fSumw2.fN))
      Sumw2();
   for (Int_t bin = 0; bin < fNcells; ++bin) {
      const Double_t b1 = c1 * h1->RetrieveBinContent(bin);
      const Double_t b2 = c2 * h2->RetrieveBinContent(bin);
      const Double_t v1 = c1 * c1 * h1->GetBinErrorSqUnchecked(bin);
      const Double_t v2 = c2 * c2 * h2->GetBinErrorSqUnchecked(bin);
      UpdateBinContent(bin, b1 * b2);
      if (bin < fSumw2.fN)
         fSumw2.fArray[bin] = v1 * b2 * b2 + v2 * b1 * b1;
   }
   fMaximum = fMinimum = kNoLimit;
   ResetStats();
   return kTRUE;
}

Bool_t TH1::Divide(const TH1 *h1)
{
   return Divide(this, h1);
}

Bool_t TH1::Divide(const TH1 *h1, const TH1 *h2, Double_t c1, Double_t c2, Option_t *option)
{
   BufferEmpty(1);
   if (!CheckConsistency("Divide", h1, h2))
      return kFALSE;
   if (c2 == 0) {
      Error("Divide", "%s: the factor of the divisor is 0; nothing was done", GetName());
      return kFALSE;
   }
   if (!fSumw2.fN && (h1->fSumw2.fN || h2->fSumw2.fN))
      Sumw2();
   const Bool_t binomial = HasOption(option, "b");
   for (Int_t bin = 0; bin < fNcells; ++bin) {
      const Double_t b1 = h1->RetrieveBinContent(bin);
      const Double_t b2 = h2->RetrieveBinContent(bin);
      const Double_t v1 = h1->GetBinErrorSqUnchecked(bin);
      const Double_t v2 = h2->GetBinErrorSqUnchecked(bin);
      UpdateBinContent(bin, b2 != 0 ? c1 * b1 / (c2 * b2) : 0);
      if (bin >= fSumw2.fN)
         continue;
      Double_t variance = 0;
      if (b2 != 0 && binomial) {
         const Double_t fraction = b1 / b2;
         if (b1 != b2) // all or nothing passes: no error
            variance = std::abs(((1 - 2 * fraction) * v1 + fraction * fraction * v2) / (b2 * b2));
      } else if (b2 != 0) {
         variance = c1 * c1 * c2 * c2 * (v1 * b2 * b2 + v2 * b1 * b1) / Square(c2 * c2 * b2 * b2);
      }
      fSumw2.fArray[bin] = variance;
   }
   fMaximum = fMinimum = kNoLimit;
   ResetStats();
   return kTRUE;
}

void TH1::Scale(Double_t c1, Option_t *option)
{
   if (HasOption(option, "width")) {
      Add(this, this, c1, -1);
      return;
   }
   BufferEmpty(1);
   if (!fSumw2.fN && !TestBit(kIsNotW) && !HasOption(option, "nosw2"))
      Sumw2();
   Double_t stats[kNstat] = {};
   GetStats(stats);
   for (Int_t bin = 0; bin < fNcells; ++bin)
      UpdateBinContent(bin, c1 * RetrieveBinContent(bin));
   for (Int_t bin = 0; bin < fSumw2.fN; ++bin)
      fSumw2.fArray[bin] *= c1 * c1;
   for (Int_t level = 0; level < fContour.fN; ++level)
      fContour.fArray[level] *= c1;
   for (Int_t i = 0; i < kNstat; ++i)
      stats[i] *= i == 1 ? c1 * c1 : c1;
   PutStats(stats);
   fMaximum = fMinimum = kNoLimit;
}

void TH1::Reset(Option_t *option)
{
   if (fBuffer && fBufferSize > 0)
      fBuffer[0] = 0;
   fSumw2.Reset();
   delete[] std::exchange(fIntegral, nullptr);
   if (HasOption(option, "m"))
      fMaximum = fMinimum = kNoLimit;
   if (HasOption(option, "ice") && !HasOption(option, "s"))
      return;
   fEntries = 0;
   fTsumw = fTsumw2 = fTsumwx = fTsumwx2 = 0;
}

TH1 *TH1::Rebin(Int_t ngroup, const char *newname, const Double_t *xbins)
{
   FlushBuffer();
   const Int_t nbins = GetNbinsX();
   const Bool_t hasName = newname && *newname;
   if (GetDimension() != 1 || ngroup <= 0 || ngroup > nbins || (xbins && !hasName)) {
      Error("Rebin",
            "%s: ngroup is 1 to the number of bins (it is %d), bin edges need a name for the new histogram, and two "
            "dimensions "
            "need RebinX() or RebinY() of TH2",
            GetName(), ngroup);
      return nullptr;
   }
   // The first old bin of each new bin; what lies before the first is underflow, from the last on overflow.
   std::vector<Int_t> starts;
   std::vector<Double_t> edges;
   if (xbins) {
      for (Int_t i = 0; i <= ngroup; ++i) {
         const Int_t bin = fXaxis.FindFixBin(xbins[i] + 1e-5 * fXaxis.GetBinWidth(fXaxis.FindFixBin(xbins[i])));
         if (std::abs(GetBinLowEdge(bin) - xbins[i]) > 1e-5 * GetBinWidth(bin))
            Warning("Rebin", "%s: %g is no bin edge; the bin around it is counted as a whole", GetName(), xbins[i]);
         starts.push_back(std::max(bin, 1));
      }
      edges.assign(xbins, xbins + ngroup + 1);
   } else {
      for (Int_t bin = 1; bin + ngroup <= nbins + 1; bin += ngroup)
         starts.push_back(bin);
      starts.push_back(starts.back() + ngroup);
      for (const Int_t start : starts)
         edges.push_back(GetBinLowEdge(start));
      if (starts.back() == nbins + 1)
         edges.back() = fXaxis.GetXmax();
   }
   const auto newbins = static_cast<Int_t>(starts.size()) - 1;
   std::vector<Double_t> contents(starts.size() + 1, 0.0);
   std::vector<Double_t> variances(starts.size() + 1, 0.0);
   for (Int_t bin = 0; bin <= nbins + 1; ++bin) {
      const auto group = static_cast<std::size_t>(std::upper_bound(starts.begin(), starts.end(), bin) - starts.begin());
      contents[group] += RetrieveBinContent(bin);
      variances[group] += GetBinErrorSqUnchecked(bin);
   }
   const Double_t entries = fEntries;
   Double_t stats[kNstat] = {};
   GetStats(stats);
   const Bool_t complete = starts.front() == 1 && starts.back() == nbins + 1;

   TH1 *result = hasName ? static_cast<TH1 *>(Clone(newname)) : this;
   if (!result)
      return nullptr;
   const Bool_t equal = !xbins && !fXaxis.IsVariableBinSize();
   const Bool_t errors = fSumw2.fN != 0;
   result->RemoveBuffer();
   result->fSumw2.Set(0);
   if (equal)
      result->SetBins(newbins, edges.front(), edges.back());
   else
      result->SetBins(newbins, edges.data());
   if (errors)
      result->fSumw2.Set(result->fNcells);
   for (Int_t bin = 0; bin <= newbins + 1; ++bin) {
      result->UpdateBinContent(bin, contents[static_cast<std::size_t>(bin)]);
      if (errors)
         result->fSumw2.fArray[bin] = variances[static_cast<std::size_t>(bin)];
   }
   delete[] std::exchange(result->fIntegral, nullptr);
   result->fEntries = entries;
   if (complete)
      result->PutStats(stats);
   else
      result->fTsumw = 0; // computed from the new bins
   return result;
}
