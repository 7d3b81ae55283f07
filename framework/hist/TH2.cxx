// What two-dimensional histograms have beyond TH1; see TH2.h.
#include "TH2.h"

#include "TDirectory.h"
#include "TError.h"
#include "TMath.h"
#include "TProfile.h"
#include "TRandom.h"

#include <algorithm>
#include <utility>
#include <vector>

namespace {

Bool_t HasLetter(Option_t *option, char letter)
{
   TString lower(option ? option : "");
   lower.ToLower();
   return lower.First(letter) != kNPOS;
}

// "_px" is short for "<histogram>_px".
TString ResultName(const TObject &from, const char *name)
{
   return name && *name == '_' ? TString(from.GetName()) + name : TString(name ? name : "");
}

// The bins of `axis` for a histogram made from it: those of its range, or all.
struct BinChoice {
   explicit BinChoice(const TAxis &axis) : fFirst(axis.GetFirst()), fLast(axis.GetLast())
   {
      fFirst = std::max(fFirst, 1);
      fLast = std::min(fLast, axis.GetNbins());
      for (Int_t bin = fFirst; bin <= fLast; ++bin)
         fEdges.push_back(axis.GetBinLowEdge(bin));
      fEdges.push_back(axis.GetBinUpEdge(fLast));
      fEqual = !axis.IsVariableBinSize();
      fComplete = fFirst == 1 && fLast == axis.GetNbins();
   }
   Int_t Size() const { return fLast - fFirst + 1; }
   template <class H>
   void SetBins(H &h) const
   {
      if (fEqual)
         h.SetBins(Size(), fEdges.front(), fEdges.back());
      else
         h.SetBins(Size(), fEdges.data());
   }
   Int_t fFirst, fLast;
   std::vector<Double_t> fEdges;
   Bool_t fEqual, fComplete;
};

void CopyLabels(const TAxis &from, const BinChoice &bins, TAxis &to)
{
   to.SetTitle(from.GetTitle());
   if (!from.GetLabels())
      return;
   for (Int_t bin = bins.fFirst; bin <= bins.fLast; ++bin) {
      if (const char *label = from.GetBinLabel(bin); *label)
         to.SetBinLabel(bin - bins.fFirst + 1, label);
   }
}

} // namespace

TH2::TH2()
{
   Build();
}

TH2::TH2(const char *name, const char *title, Int_t nbinsx, Double_t xlow, Double_t xup, Int_t nbinsy, Double_t ylow,
         Double_t yup)
   : TH1(name, title, nbinsx, xlow, xup)
{
   Build();
   fYaxis.Set(nbinsy, ylow, yup);
   CountCells();
   if (fXaxis.GetXmin() >= fXaxis.GetXmax() || fYaxis.GetXmin() >= fYaxis.GetXmax())
      TH1::SetBuffer(GetDefaultBufferSize());
}

TH2::TH2(const char *name, const char *title, Int_t nbinsx, const Double_t *xbins, Int_t nbinsy, Double_t ylow,
         Double_t yup)
   : TH1(name, title, nbinsx, xbins)
{
   Build();
   fYaxis.Set(nbinsy, ylow, yup);
   CountCells();
   if (fYaxis.GetXmin() >= fYaxis.GetXmax())
      TH1::SetBuffer(GetDefaultBufferSize());
}

TH2::TH2(const char *name, const char *title, Int_t nbinsx, Double_t xlow, Double_t xup, Int_t nbinsy,
         const Double_t *ybins)
   : TH1(name, title, nbinsx, xlow, xup)
{
   Build();
   fYaxis.Set(nbinsy, ybins);
   CountCells();
   if (fXaxis.GetXmin() >= fXaxis.GetXmax())
      TH1::SetBuffer(GetDefaultBufferSize());
}

TH2::TH2(const char *name, const char *title, Int_t nbinsx, const Double_t *xbins, Int_t nbinsy, const Double_t *ybins)
   : TH1(name, title, nbinsx, xbins)
{
   Build();
   fYaxis.Set(nbinsy, ybins);
   CountCells();
}

TH2::TH2(const char *name, const char *title, Int_t nbinsx, const Float_t *xbins, Int_t nbinsy, const Float_t *ybins)
   : TH1(name, title, nbinsx, xbins)
{
   Build();
   fYaxis.Set(nbinsy, ybins);
   CountCells();
}

TH2::~TH2() {}

void TH2::Build()
{
   fDimension = 2;
   fScalefactor = 1;
   fTsumwy = fTsumwy2 = fTsumwxy = 0;
   fNcells = 9;
}

void TH2::CountCells()
{
   const Long64_t cells = (Long64_t(fXaxis.GetNbins()) + 2) * (Long64_t(fYaxis.GetNbins()) + 2);
   if (cells > kMaxInt) {
      Error("TH2", "%s: %d times %d bins are more than a histogram can number; it gets 1 times 1", GetName(),
            fXaxis.GetNbins(), fYaxis.GetNbins());
      fXaxis.Set(1, fXaxis.GetXmin(), fXaxis.GetXmax());
      fYaxis.Set(1, fYaxis.GetXmin(), fYaxis.GetXmax());
   }
   fNcells = (fXaxis.GetNbins() + 2) * (fYaxis.GetNbins() + 2);
}

void TH2::SetBins(Int_t nx, Double_t xmin, Double_t xmax, Int_t ny, Double_t ymin, Double_t ymax)
{
   fXaxis.Set(nx, xmin, xmax);
   fYaxis.Set(ny, ymin, ymax);
   CountCells();
   SetBinsLength(fNcells);
}

void TH2::SetBins(Int_t nx, const Double_t *xbins, Int_t ny, const Double_t *ybins)
{
   fXaxis.Set(nx, xbins);
   fYaxis.Set(ny, ybins);
   CountCells();
   SetBinsLength(fNcells);
}

void TH2::Copy(TObject &hnew) const
{
   TH1::Copy(hnew);
   if (auto *h = dynamic_cast<TH2 *>(&hnew)) {
      h->fScalefactor = fScalefactor;
      h->fTsumwy = fTsumwy;
      h->fTsumwy2 = fTsumwy2;
      h->fTsumwxy = fTsumwxy;
   }
}

void TH2::Reset(Option_t *option)
{
   TH1::Reset(option);
   if (fEntries == 0) // the statistics too
      fTsumwy = fTsumwy2 = fTsumwxy = 0;
}

// --- filling -------------------------------------------------------------------------------------------------------------

Int_t TH2::Fill(Double_t /*x*/)
{
   Error("Fill", "%s has two dimensions: Fill(x, y)", GetName());
   return -1;
}

Int_t TH2::Fill(Double_t x, Double_t y)
{
   return TH2::Fill(x, y, 1.0);
}

Int_t TH2::Fill(Double_t x, Double_t y, Double_t w)
{
   if (fBuffer && BufferFill(w, x, y))
      return -2;
   ++fEntries;
   const Int_t binx = fXaxis.FindFixBin(x);
   const Int_t biny = fYaxis.FindFixBin(y);
   const Int_t bin = GetBin(binx, biny);
   if (!fSumw2.fN && w != 1.0 && !TestBit(kIsNotW))
      Sumw2();
   if (bin < fSumw2.fN)
      fSumw2.fArray[bin] += w * w;
   AddBinContent(bin, w);
   const Bool_t inside = binx > 0 && binx <= fXaxis.GetNbins() && biny > 0 && biny <= fYaxis.GetNbins();
   if (!inside && !GetStatOverflowsBehaviour())
      return -1;
   fTsumw += w;
   fTsumw2 += w * w;
   fTsumwx += w * x;
   fTsumwx2 += w * x * x;
   fTsumwy += w * y;
   fTsumwy2 += w * y * y;
   fTsumwxy += w * x * y;
   return bin;
}

void TH2::FillN(Int_t /*n*/, const Double_t * /*x*/, const Double_t * /*w*/, Int_t /*stride*/)
{
   Error("FillN", "%s has two dimensions: FillN(n, x, y, w)", GetName());
}

void TH2::FillN(Int_t n, const Double_t *x, const Double_t *y, const Double_t *w, Int_t stride)
{
   for (Int_t i = 0; i < n; ++i) {
      const auto at = static_cast<std::ptrdiff_t>(i) * stride;
      Fill(x[at], y[at], w ? w[at] : 1.0);
   }
}

void TH2::FillRandom(TH1 *h, Int_t n, TRandom *rng)
{
   auto *h2 = dynamic_cast<TH2 *>(h);
   if (!h2) {
      Error("FillRandom", "%s: needs a 2-dimensional histogram to draw from", GetName());
      return;
   }
   if (h2->ComputeIntegral(kTRUE) == 0)
      return;
   for (Int_t i = 0; i < n; ++i) {
      Double_t x, y;
      h2->GetRandom2(x, y, rng);
      Fill(x, y);
   }
}

void TH2::GetRandom2(Double_t &x, Double_t &y, TRandom *rng)
{
   x = y = 0;
   FlushBuffer();
   const Int_t nx = GetNbinsX();
   const Int_t n = nx * GetNbinsY();
   if ((!fIntegral || fIntegral[n + 1] != fEntries) && ComputeIntegral(kTRUE) == 0)
      return;
   TRandom *random = rng ? rng : gRandom;
   const Double_t r = random->Rndm();
   const auto below = static_cast<Int_t>(TMath::BinarySearch(static_cast<Long64_t>(n), fIntegral, r));
   const Int_t binx = below % nx;
   const Int_t biny = below / nx;
   x = fXaxis.GetBinLowEdge(binx + 1);
   if (r > fIntegral[below])
      x += fXaxis.GetBinWidth(binx + 1) * (r - fIntegral[below]) / (fIntegral[below + 1] - fIntegral[below]);
   y = fYaxis.GetBinLowEdge(biny + 1) + fYaxis.GetBinWidth(biny + 1) * random->Rndm();
}

// --- cells and statistics --------------------------------------------------------------------------------------------------

Int_t TH2::GetBin(Int_t binx, Int_t biny, Int_t /*binz*/) const
{
   const Long64_t nx = fXaxis.GetNbins();
   const Long64_t ny = fYaxis.GetNbins();
   const Long64_t cell = std::clamp<Long64_t>(binx, 0, std::max<Long64_t>(nx + 1, 0)) +
                         (nx + 2) * std::clamp<Long64_t>(biny, 0, std::max<Long64_t>(ny + 1, 0));
   return cell >= 0 && cell < fNcells ? static_cast<Int_t>(cell) : 0; // 0: axes from a damaged stream
}

Double_t TH2::Integral(Int_t binx1, Int_t binx2, Int_t biny1, Int_t biny2, Option_t *option) const
{
   Double_t error;
   return DoIntegral(binx1, binx2, biny1, biny2, error, option, kFALSE);
}

Double_t TH2::IntegralAndError(Int_t binx1, Int_t binx2, Int_t biny1, Int_t biny2, Double_t &error,
                               Option_t *option) const
{
   return DoIntegral(binx1, binx2, biny1, biny2, error, option, kTRUE);
}

void TH2::ComputeStats(Double_t *stats) const
{
   std::fill_n(stats, 7, 0);
   Int_t x1, x2, y1, y2;
   CountedBins(fXaxis, x1, x2);
   CountedBins(fYaxis, y1, y2);
   for (Int_t biny = y1; biny <= y2; ++biny) {
      const Double_t y = fYaxis.GetBinCenter(biny);
      for (Int_t binx = x1; binx <= x2; ++binx) {
         const Double_t x = fXaxis.GetBinCenter(binx);
         const Int_t bin = GetBin(binx, biny);
         const Double_t w = RetrieveBinContent(bin);
         stats[0] += w;
         stats[1] += GetBinErrorSqUnchecked(bin);
         stats[2] += w * x;
         stats[3] += w * x * x;
         stats[4] += w * y;
         stats[5] += w * y * y;
         stats[6] += w * x * y;
      }
   }
}

void TH2::GetStats(Double_t *stats) const
{
   FlushBuffer();
   if ((fTsumw == 0 && fEntries > 0) || HasAxisRange()) {
      ComputeStats(stats);
      return;
   }
   TH1::GetStats(stats);
   stats[4] = fTsumwy;
   stats[5] = fTsumwy2;
   stats[6] = fTsumwxy;
}

void TH2::PutStats(Double_t *stats)
{
   TH1::PutStats(stats);
   fTsumwy = stats[4];
   fTsumwy2 = stats[5];
   fTsumwxy = stats[6];
}

Double_t TH2::GetCovariance(Int_t axis1, Int_t axis2) const
{
   if (axis1 < 1 || axis1 > 2 || axis2 < 1 || axis2 > 2) {
      Error("GetCovariance", "%s has axes 1 and 2; asked for %d and %d", GetName(), axis1, axis2);
      return 0;
   }
   Double_t s[kNstat] = {};
   GetStats(s);
   if (s[0] == 0)
      return 0;
   const Double_t meanx = s[2] / s[0];
   const Double_t meany = s[4] / s[0];
   if (axis1 != axis2)
      return s[6] / s[0] - meanx * meany;
   return std::abs(axis1 == 1 ? s[3] / s[0] - meanx * meanx : s[5] / s[0] - meany * meany);
}

Double_t TH2::GetCorrelationFactor(Int_t axis1, Int_t axis2) const
{
   if (axis1 == axis2 && axis1 >= 1 && axis1 <= 2)
      return 1;
   const Double_t deviation1 = GetStdDev(axis1);
   const Double_t deviation2 = GetStdDev(axis2);
   if (deviation1 == 0 || deviation2 == 0)
      return 0;
   return GetCovariance(axis1, axis2) / deviation1 / deviation2;
}

// --- projections -----------------------------------------------------------------------------------------------------------

TH1D *TH2::ProjectionX(const char *name, Int_t firstybin, Int_t lastybin, Option_t *option) const
{
   return Project(kTRUE, name, firstybin, lastybin, option);
}

TH1D *TH2::ProjectionY(const char *name, Int_t firstxbin, Int_t lastxbin, Option_t *option) const
{
   return Project(kFALSE, name, firstxbin, lastxbin, option);
}

TH1D *TH2::Project(Bool_t onX, const char *name, Int_t first, Int_t last, Option_t *option) const
{
   FlushBuffer();
   const TAxis &outAxis = onX ? fXaxis : fYaxis;
   const TAxis &inAxis = onX ? fYaxis : fXaxis;
   const Int_t overflow = inAxis.GetNbins() + 1;
   if (last < first && inAxis.TestBit(TAxis::kAxisRange)) {
      first = inAxis.GetFirst();
      last = inAxis.GetLast();
   }
   first = std::max(first, 0);
   if (last < 0 || last > overflow)
      last = overflow;

   const BinChoice bins(outAxis);
   const TString resultName = ResultName(*this, name);
   auto *found = gDirectory ? gDirectory->FindObject(resultName.Data()) : nullptr;
   auto *result = dynamic_cast<TH1D *>(found);
   if (result && result->IsA() == TH1D::Class()) {
      result->Reset();
      bins.SetBins(*result);
   } else {
      result = new TH1D(resultName.Data(), GetTitle(), bins.Size(), bins.fEdges.data());
      bins.SetBins(*result); // of equal width where this axis has such
   }
   CopyLabels(outAxis, bins, *result->GetXaxis());
   result->SetLineColor(GetLineColor());
   result->SetFillColor(GetFillColor());
   result->SetMarkerColor(GetMarkerColor());
   result->SetMarkerStyle(GetMarkerStyle());
   const Bool_t errors = fSumw2.fN || HasLetter(option, 'e');
   if (errors && !result->GetSumw2N())
      result->Sumw2();

   Double_t total = 0;
   const Int_t out1 = bins.fComplete ? 0 : bins.fFirst;
   const Int_t out2 = bins.fComplete ? outAxis.GetNbins() + 1 : bins.fLast;
   for (Int_t out = out1; out <= out2; ++out) {
      Double_t content = 0;
      Double_t variance = 0;
      for (Int_t in = first; in <= last; ++in) {
         const Int_t bin = onX ? GetBin(out, in) : GetBin(in, out);
         content += RetrieveBinContent(bin);
         variance += GetBinErrorSqUnchecked(bin);
      }
      const Int_t bin = out - bins.fFirst + 1;
      result->SetBinContent(bin, content);
      if (errors)
         result->SetBinError(bin, TMath::Sqrt(variance));
      total += content;
   }

   // The sums of this histogram are more precise than the cells; they serve if they count the same cells.
   Int_t counted1, counted2;
   CountedBins(inAxis, counted1, counted2);
   const Bool_t sameCells = bins.fComplete && first == counted1 && last == counted2;
   const Bool_t sameSum = bins.fComplete && fTsumw != 0 && std::abs(fTsumw - total) < std::abs(fTsumw) * 1e-12;
   if (sameCells || sameSum) {
      Double_t stats[kNstat] = {};
      GetStats(stats);
      if (!onX) {
         stats[2] = stats[4];
         stats[3] = stats[5];
      }
      result->PutStats(stats);
   }
   if ((sameCells || sameSum) && first == 0 && last == overflow)
      result->SetEntries(fEntries);
   else
      result->SetEntries(result->GetSumw2N() ? result->GetEffectiveEntries() : TMath::Floor(total + 0.5));
   return result;
}

TProfile *TH2::ProfileX(const char *name, Int_t firstybin, Int_t lastybin, Option_t *option) const
{
   return MakeProfile(kTRUE, name, firstybin, lastybin, option);
}

TProfile *TH2::ProfileY(const char *name, Int_t firstxbin, Int_t lastxbin, Option_t *option) const
{
   return MakeProfile(kFALSE, name, firstxbin, lastxbin, option);
}

TProfile *TH2::MakeProfile(Bool_t onX, const char *name, Int_t first, Int_t last, Option_t *option) const
{
   FlushBuffer();
   const TAxis &outAxis = onX ? fXaxis : fYaxis;
   const TAxis &inAxis = onX ? fYaxis : fXaxis;
   if (last < first && inAxis.TestBit(TAxis::kAxisRange)) {
      first = inAxis.GetFirst();
      last = inAxis.GetLast();
   }
   first = std::max(first, 0);
   if (last < 0)
      last = inAxis.GetNbins();
   last = std::min(last, inAxis.GetNbins() + 1);

   const BinChoice bins(outAxis);
   const TString resultName = ResultName(*this, name);
   auto *found = gDirectory ? gDirectory->FindObject(resultName.Data()) : nullptr;
   auto *result = dynamic_cast<TProfile *>(found);
   if (result) {
      result->Reset();
      result->SetErrorOption(option);
   } else {
      result = new TProfile(resultName.Data(), GetTitle(), bins.Size(), bins.fEdges.data(), option);
   }
   bins.SetBins(*result);
   CopyLabels(outAxis, bins, *result->GetXaxis());
   result->SetLineColor(GetLineColor());
   result->SetMarkerColor(GetMarkerColor());
   result->SetMarkerStyle(GetMarkerStyle());
   if (fSumw2.fN && !result->GetBinSumw2()->GetSize())
      result->Sumw2();

   for (Int_t out = bins.fFirst; out <= bins.fLast; ++out) {
      for (Int_t in = first; in <= last; ++in) {
         const Int_t bin = onX ? GetBin(out, in) : GetBin(in, out);
         const Double_t w = RetrieveBinContent(bin);
         if (w == 0)
            continue;
         const Double_t error2 = GetBinErrorSqUnchecked(bin);
         result->Fill(outAxis.GetBinCenter(out), inAxis.GetBinCenter(in), w);
         // Fill() takes w for one entry of that weight; it stands for many, whose squared weights sum up to error2.
         const Int_t at = out - bins.fFirst + 1;
         if (at < result->fBinSumw2.fN) {
            result->fBinSumw2.fArray[at] += error2 - w * w;
            result->fTsumw2 += error2 - w * w;
         }
      }
   }
   result->SetEntries(result->GetEffectiveEntries());
   return result;
}

// --- binning -----------------------------------------------------------------------------------------------------------------

TH1 *TH2::Rebin(Int_t ngroup, const char *newname, const Double_t *xbins)
{
   if (xbins) {
      Error("Rebin", "%s: given edges are for one dimension", GetName());
      return nullptr;
   }
   return RebinX(ngroup, newname);
}

TH1 *TH2::RebinX(Int_t ngroup, const char *newname)
{
   return Rebin2D(ngroup, 1, newname);
}

TH2 *TH2::RebinY(Int_t ngroup, const char *newname)
{
   return Rebin2D(1, ngroup, newname);
}

TH2 *TH2::Rebin2D(Int_t nxgroup, Int_t nygroup, const char *newname)
{
   FlushBuffer();
   const Int_t nx = fXaxis.GetNbins();
   const Int_t ny = fYaxis.GetNbins();
   if (nxgroup <= 0 || nxgroup > nx || nygroup <= 0 || nygroup > ny) {
      Error("Rebin2D", "%s: groups of %d times %d bins; a group has 1 to %d times 1 to %d", GetName(), nxgroup, nygroup,
            nx, ny);
      return nullptr;
   }
   const Int_t newNx = nx / nxgroup;
   const Int_t newNy = ny / nygroup;
   const auto group = [](Int_t bin, Int_t size, Int_t groups) {
      return bin == 0 ? 0 : std::min((bin - 1) / size, groups) + 1; // a rest goes to the overflow
   };
   const auto cells = static_cast<std::size_t>(newNx + 2) * static_cast<std::size_t>(newNy + 2);
   std::vector<Double_t> contents(cells, 0.0);
   std::vector<Double_t> variances(cells, 0.0);
   for (Int_t y = 0; y <= ny + 1; ++y) {
      for (Int_t x = 0; x <= nx + 1; ++x) {
         const auto at = static_cast<std::size_t>(group(x, nxgroup, newNx) + (newNx + 2) * group(y, nygroup, newNy));
         contents[at] += RetrieveBinContent(GetBin(x, y));
         variances[at] += GetBinErrorSqUnchecked(GetBin(x, y));
      }
   }
   const auto edges = [](const TAxis &axis, Int_t size, Int_t groups) {
      std::vector<Double_t> result;
      for (Int_t i = 0; i < groups; ++i)
         result.push_back(axis.GetBinLowEdge(1 + i * size));
      result.push_back(axis.GetBinUpEdge(groups * size));
      return result;
   };
   const auto xedges = edges(fXaxis, nxgroup, newNx);
   const auto yedges = edges(fYaxis, nygroup, newNy);
   const Double_t entries = fEntries;
   const Bool_t errors = fSumw2.fN != 0;
   Double_t stats[kNstat] = {};
   GetStats(stats);

   auto *result = newname && *newname ? static_cast<TH2 *>(Clone(newname)) : this;
   if (!result)
      return nullptr;
   if (result->fBuffer)
      result->BufferEmpty(1);
   result->fSumw2.Set(0);
   if (fXaxis.IsVariableBinSize() || fYaxis.IsVariableBinSize())
      result->SetBins(newNx, xedges.data(), newNy, yedges.data());
   else
      result->SetBins(newNx, xedges.front(), xedges.back(), newNy, yedges.front(), yedges.back());
   if (errors)
      result->fSumw2.Set(result->fNcells);
   for (Int_t bin = 0; bin < result->fNcells; ++bin) {
      result->UpdateBinContent(bin, contents[static_cast<std::size_t>(bin)]);
      if (errors)
         result->fSumw2.fArray[bin] = variances[static_cast<std::size_t>(bin)];
   }
   result->fEntries = entries;
   if (newNx * nxgroup == nx && newNy * nygroup == ny)
      result->PutStats(stats);
   else
      result->fTsumw = 0; // computed from the new bins
   return result;
}
