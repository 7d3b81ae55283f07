// Means in bins; see TProfile.h.
#include "TProfile.h"

#include "TDirectory.h"
#include "TError.h"
#include "TMath.h"

#include <algorithm>
#include <cmath>
#include <vector>

TProfile::TProfile()
{
   BuildSums();
   BuildOptions(0, 0, "");
}

TProfile::TProfile(const char *name, const char *title, Int_t nbinsx, Double_t xlow, Double_t xup, Option_t *option)
   : TProfile(name, title, nbinsx, xlow, xup, 0, 0, option)
{
}

TProfile::TProfile(const char *name, const char *title, Int_t nbinsx, Double_t xlow, Double_t xup, Double_t ylow,
                   Double_t yup, Option_t *option)
   : TH1D(name, title, nbinsx, xlow, xup)
{
   BuildSums();
   BuildOptions(ylow, yup, option);
   if (fBuffer) // made for x alone
      SetBuffer(GetDefaultBufferSize());
}

TProfile::TProfile(const char *name, const char *title, Int_t nbinsx, const Float_t *xbins, Option_t *option)
   : TH1D(name, title, nbinsx, xbins)
{
   BuildSums();
   BuildOptions(0, 0, option);
}

TProfile::TProfile(const char *name, const char *title, Int_t nbinsx, const Double_t *xbins, Option_t *option)
   : TProfile(name, title, nbinsx, xbins, 0, 0, option)
{
}

TProfile::TProfile(const char *name, const char *title, Int_t nbinsx, const Double_t *xbins, Double_t ylow,
                   Double_t yup, Option_t *option)
   : TH1D(name, title, nbinsx, xbins)
{
   BuildSums();
   BuildOptions(ylow, yup, option);
}

TProfile::TProfile(const TProfile &profile) : TH1D()
{
   BuildSums();
   profile.TProfile::Copy(*this);
}

TProfile &TProfile::operator=(const TProfile &profile)
{
   if (this != &profile)
      profile.TProfile::Copy(*this);
   return *this;
}

TProfile::~TProfile() {}

void TProfile::BuildSums()
{
   fErrorMode = kERRORMEAN;
   fYmin = fYmax = 0;
   fTsumwy = fTsumwy2 = 0;
   fBinEntries.Set(fNcells);
   fSumw2.Set(fNcells);
   if (GetDefaultSumw2())
      fBinSumw2.Set(fNcells);
}

void TProfile::BuildOptions(Double_t ymin, Double_t ymax, Option_t *option)
{
   TProfile::Reset("");
   TProfile::SetErrorOption(option);
   fYmin = ymin;
   fYmax = ymax;
}

void TProfile::SetErrorOption(Option_t *option)
{
   TString lower(option ? option : "");
   lower.ToLower();
   fErrorMode = lower.Contains("g")   ? kERRORSPREADG
                : lower.Contains("i") ? kERRORSPREADI
                : lower.Contains("s") ? kERRORSPREAD
                                      : kERRORMEAN;
}

Option_t *TProfile::GetErrorOption() const
{
   switch (fErrorMode) {
   case kERRORSPREAD:
      return "s";
   case kERRORSPREADI:
      return "i";
   case kERRORSPREADG:
      return "g";
   default:
      return "";
   }
}

void TProfile::SetBinsLength(Int_t n)
{
   TH1D::SetBinsLength(n);
   fBinEntries.Set(fNcells);
   fSumw2.Set(fNcells);
   if (fBinSumw2.fN)
      fBinSumw2.Set(fNcells);
}

void TProfile::Copy(TObject &hnew) const
{
   TH1D::Copy(hnew);
   if (auto *p = dynamic_cast<TProfile *>(&hnew)) {
      p->fBinEntries = fBinEntries;
      p->fErrorMode = fErrorMode;
      p->fYmin = fYmin;
      p->fYmax = fYmax;
      p->fTsumwy = fTsumwy;
      p->fTsumwy2 = fTsumwy2;
      p->fBinSumw2 = fBinSumw2;
   }
}

void TProfile::Reset(Option_t *option)
{
   TH1D::Reset(option);
   fBinEntries.Reset();
   fBinSumw2.Reset();
   if (fEntries == 0)
      fTsumwy = fTsumwy2 = 0;
}

// --- filling -------------------------------------------------------------------------------------------------------------

Int_t TProfile::Fill(Double_t /*x*/)
{
   Error("Fill", "%s is a profile: Fill(x, y)", GetName());
   return -1;
}

Int_t TProfile::Fill(Double_t x, Double_t y)
{
   return TProfile::Fill(x, y, 1.0);
}

Int_t TProfile::Fill(Double_t x, Double_t y, Double_t w)
{
   if (fBuffer && BufferFill(w, x, y))
      return -2;
   return OutsideY(y) ? -1 : FillCell(x, y, w);
}

Int_t TProfile::FillCell(Double_t x, Double_t y, Double_t w)
{
   ++fEntries;
   const Int_t bin = fXaxis.FindFixBin(x);
   if (!fBinSumw2.fN && w != 1.0 && !TestBit(kIsNotW))
      Sumw2();
   AddBinContent(bin, w * y);
   if (bin >= 0 && bin < std::min(fSumw2.fN, fBinEntries.fN)) {
      fSumw2.fArray[bin] += w * y * y;
      fBinEntries.fArray[bin] += w;
      if (bin < fBinSumw2.fN)
         fBinSumw2.fArray[bin] += w * w;
   }
   if ((bin == 0 || bin > fXaxis.GetNbins()) && !GetStatOverflowsBehaviour())
      return -1;
   fTsumw += w;
   fTsumw2 += w * w;
   fTsumwx += w * x;
   fTsumwx2 += w * x * x;
   fTsumwy += w * y;
   fTsumwy2 += w * y * y;
   return bin;
}

void TProfile::FillN(Int_t /*n*/, const Double_t * /*x*/, const Double_t * /*w*/, Int_t /*stride*/)
{
   Error("FillN", "%s is a profile: FillN(n, x, y, w)", GetName());
}

void TProfile::FillN(Int_t n, const Double_t *x, const Double_t *y, const Double_t *w, Int_t stride)
{
   for (Int_t i = 0; i < n; ++i) {
      const auto at = static_cast<std::ptrdiff_t>(i) * stride;
      Fill(x[at], y[at], w ? w[at] : 1.0);
   }
}

// --- cells ---------------------------------------------------------------------------------------------------------------

Double_t TProfile::RetrieveBinContent(Int_t bin) const
{
   if (bin < 0 || bin >= std::min(fN, fBinEntries.fN) || fBinEntries.fArray[bin] == 0)
      return 0;
   return fArray[bin] / fBinEntries.fArray[bin];
}

Double_t TProfile::GetBinContent(Int_t bin) const
{
   FlushBuffer();
   return RetrieveBinContent(bin);
}

Double_t TProfile::GetBinEntries(Int_t bin) const
{
   FlushBuffer();
   return bin >= 0 && bin < fBinEntries.fN ? fBinEntries.fArray[bin] : 0;
}

Double_t TProfile::GetBinEffectiveEntries(Int_t bin) const
{
   const Double_t sumw = GetBinEntries(bin);
   if (bin < 0 || bin >= fBinSumw2.fN)
      return sumw; // all weights were 1
   return fBinSumw2.fArray[bin] > 0 ? sumw * sumw / fBinSumw2.fArray[bin] : 0;
}

void TProfile::SetBinEntries(Int_t bin, Double_t w)
{
   BufferEmpty(1);
   if (bin >= 0 && bin < fBinEntries.fN)
      fBinEntries.fArray[bin] = w;
}

Double_t TProfile::GetBinError(Int_t bin) const
{
   FlushBuffer();
   return TMath::Sqrt(GetBinErrorSqUnchecked(bin));
}

Double_t TProfile::GetBinErrorSqUnchecked(Int_t bin) const
{
   if (bin < 0 || bin >= std::min({fN, fBinEntries.fN, fSumw2.fN}))
      return 0;
   const Double_t sumw = fBinEntries.fArray[bin];
   if (sumw == 0)
      return 0;
   if (fErrorMode == kERRORSPREADG)
      return 1 / std::abs(sumw);
   const Double_t mean = fArray[bin] / sumw;
   const Double_t spread2 = std::abs(fSumw2.fArray[bin] / sumw - mean * mean);
   if (fErrorMode == kERRORSPREAD)
      return spread2;
   const Double_t n = GetBinEffectiveEntries(bin);
   if (n <= 0)
      return 0;
   if (fErrorMode == kERRORSPREADI && spread2 == 0)
      return 1 / (12 * n); // integer y: known to within +-1/2
   return spread2 / n;
}

// --- statistics ------------------------------------------------------------------------------------------------------------

void TProfile::ComputeStats(Double_t *stats) const
{
   std::fill_n(stats, 6, 0);
   Int_t first, last;
   CountedBins(fXaxis, first, last);
   last = std::min({last, fN - 1, fBinEntries.fN - 1, fSumw2.fN - 1});
   for (Int_t bin = first; bin <= last; ++bin) {
      const Double_t x = fXaxis.GetBinCenter(bin);
      const Double_t w = fBinEntries.fArray[bin];
      stats[0] += w;
      stats[1] += bin < fBinSumw2.fN ? fBinSumw2.fArray[bin] : w;
      stats[2] += w * x;
      stats[3] += w * x * x;
      stats[4] += fArray[bin];
      stats[5] += fSumw2.fArray[bin];
   }
}

void TProfile::GetStats(Double_t *stats) const
{
   FlushBuffer();
   if ((fTsumw == 0 && fEntries > 0) || HasAxisRange()) {
      ComputeStats(stats);
      return;
   }
   TH1D::GetStats(stats);
   stats[4] = fTsumwy;
   stats[5] = fTsumwy2;
}

void TProfile::PutStats(Double_t *stats)
{
   TH1D::PutStats(stats);
   fTsumwy = stats[4];
   fTsumwy2 = stats[5];
}

void TProfile::Sumw2(Bool_t flag)
{
   if (!flag) {
      fBinSumw2.Set(0);
      return;
   }
   if (fBinSumw2.fN == fNcells) {
      Warning("Sumw2", "%s: the sums of squared weights exist already", GetName());
      return;
   }
   fBinSumw2 = fBinEntries; // weights were 1 until now
}

// --- arithmetic --------------------------------------------------------------------------------------------------------------

Bool_t TProfile::Add(const TH1 *h1, Double_t c1)
{
   return TProfile::Add(this, h1, 1, c1);
}

Bool_t TProfile::Add(const TH1 *h1, const TH1 *h2, Double_t c1, Double_t c2)
{
   BufferEmpty(1);
   if (!CheckConsistency("Add", h1, h2))
      return kFALSE;
   const auto *p1 = dynamic_cast<const TProfile *>(h1);
   const auto *p2 = dynamic_cast<const TProfile *>(h2);
   if (!p1 || !p2) {
      Error("Add", "%s is a profile: only profiles can be added to it", GetName());
      return kFALSE;
   }
   if (std::min({fN, p1->fN, p2->fN, fBinEntries.fN, p1->fBinEntries.fN, p2->fBinEntries.fN, fSumw2.fN, p1->fSumw2.fN,
                 p2->fSumw2.fN}) < fNcells) {
      Error("Add", "%s or what is added to it is damaged: it lacks cells", GetName());
      return kFALSE;
   }
   const Double_t entries = std::abs(c1 * p1->GetEntries() + c2 * p2->GetEntries());
   Double_t s1[kNstat] = {};
   Double_t s2[kNstat] = {};
   p1->GetStats(s1);
   p2->GetStats(s2);
   // Entries count positively whatever the sign of the factor: it turns y, not the number of measurements.
   const Double_t a1 = std::abs(c1);
   const Double_t a2 = std::abs(c2);
   if (!fBinSumw2.fN && (p1->fBinSumw2.fN || p2->fBinSumw2.fN || a1 != 1 || a2 != 1))
      TProfile::Sumw2();
   for (Int_t bin = 0; bin < fNcells; ++bin) {
      const Double_t squares = a1 * a1 * p1->SquaredWeights(bin) + a2 * a2 * p2->SquaredWeights(bin);
      fArray[bin] = c1 * p1->fArray[bin] + c2 * p2->fArray[bin];
      fSumw2.fArray[bin] = a1 * p1->fSumw2.fArray[bin] + a2 * p2->fSumw2.fArray[bin];
      fBinEntries.fArray[bin] = a1 * p1->fBinEntries.fArray[bin] + a2 * p2->fBinEntries.fArray[bin];
      if (bin < fBinSumw2.fN)
         fBinSumw2.fArray[bin] = squares;
   }
   for (Int_t i = 0; i < kNstat; ++i)
      s1[i] = i == 1 ? a1 * a1 * s1[i] + a2 * a2 * s2[i] : i == 4 ? c1 * s1[i] + c2 * s2[i] : a1 * s1[i] + a2 * s2[i];
   PutStats(s1);
   fEntries = entries;
   return kTRUE;
}

Bool_t TProfile::IsCellEmpty(Int_t bin) const
{
   for (const TArrayD *sums : {static_cast<const TArrayD *>(this), &fBinEntries, &fSumw2, &fBinSumw2})
      if (bin < sums->GetSize() && sums->GetArray()[bin] != 0)
         return kFALSE;
   return kTRUE;
}

void TProfile::MergeCell(Int_t to, const TH1 &from, Int_t cell)
{
   const auto &profile = static_cast<const TProfile &>(from);
   if (cell >= std::min({profile.fN, profile.fBinEntries.fN, profile.fSumw2.fN}))
      return; // damaged: it lacks cells
   fArray[to] += profile.fArray[cell];
   fSumw2.fArray[to] += profile.fSumw2.fArray[cell];
   fBinEntries.fArray[to] += profile.fBinEntries.fArray[cell];
   if (to < fBinSumw2.fN)
      fBinSumw2.fArray[to] += profile.SquaredWeights(cell);
}

Bool_t TProfile::Multiply(const TH1 *)
{
   Error("Multiply", "%s is a profile: multiply what ProjectionX() gives", GetName());
   return kFALSE;
}

Bool_t TProfile::Multiply(const TH1 *, const TH1 *, Double_t, Double_t, Option_t *)
{
   return Multiply(nullptr);
}

Bool_t TProfile::Divide(const TH1 *)
{
   Error("Divide", "%s is a profile: divide what ProjectionX() gives", GetName());
   return kFALSE;
}

Bool_t TProfile::Divide(const TH1 *, const TH1 *, Double_t, Double_t, Option_t *)
{
   return Divide(nullptr);
}

void TProfile::Scale(Double_t c1, Option_t * /*option*/)
{
   BufferEmpty(1);
   for (Int_t bin = 0; bin < fN; ++bin)
      fArray[bin] *= c1;
   for (Int_t bin = 0; bin < fSumw2.fN; ++bin)
      fSumw2.fArray[bin] *= c1 * c1;
   fTsumwy *= c1;
   fTsumwy2 *= c1 * c1;
   SetMinimum();
   SetMaximum();
}

TH1 *TProfile::Rebin(Int_t ngroup, const char *newname, const Double_t *xbins)
{
   FlushBuffer();
   const Int_t nbins = GetNbinsX();
   const Bool_t hasName = newname && *newname;
   if (ngroup <= 0 || ngroup > nbins || xbins) {
      Error("Rebin", "%s: ngroup is 1 to the number of bins (it is %d); given edges are for other histograms",
            GetName(), ngroup);
      return nullptr;
   }
   if (std::min({fN, fBinEntries.fN, fSumw2.fN}) < nbins + 2) {
      Error("Rebin", "%s is damaged: it lacks cells", GetName());
      return nullptr;
   }
   const Int_t newbins = nbins / ngroup;
   struct Sums {
      Double_t fY = 0, fY2 = 0, fW = 0, fW2 = 0;
   };
   std::vector<Sums> sums(static_cast<std::size_t>(newbins) + 2);
   for (Int_t bin = 0; bin <= nbins + 1; ++bin) {
      const Int_t group = bin == 0 ? 0 : std::min((bin - 1) / ngroup, newbins) + 1; // a rest goes to the overflow
      Sums &to = sums[static_cast<std::size_t>(group)];
      to.fY += fArray[bin];
      to.fY2 += fSumw2.fArray[bin];
      to.fW += fBinEntries.fArray[bin];
      to.fW2 += bin < fBinSumw2.fN ? fBinSumw2.fArray[bin] : 0;
   }
   std::vector<Double_t> edges;
   for (Int_t i = 0; i < newbins; ++i)
      edges.push_back(GetBinLowEdge(1 + i * ngroup));
   edges.push_back(fXaxis.GetBinUpEdge(newbins * ngroup));
   const Bool_t equal = !fXaxis.IsVariableBinSize();

   auto *result = hasName ? static_cast<TProfile *>(Clone(newname)) : this;
   if (!result)
      return nullptr;
   if (result->fBuffer)
      result->BufferEmpty(1);
   if (equal)
      result->SetBins(newbins, edges.front(), edges.back());
   else
      result->SetBins(newbins, edges.data());
   for (Int_t bin = 0; bin <= newbins + 1; ++bin) {
      const Sums &from = sums[static_cast<std::size_t>(bin)];
      result->fArray[bin] = from.fY;
      result->fSumw2.fArray[bin] = from.fY2;
      result->fBinEntries.fArray[bin] = from.fW;
      if (bin < result->fBinSumw2.fN)
         result->fBinSumw2.fArray[bin] = from.fW2;
   }
   if (newbins * ngroup != nbins)
      result->fTsumw = 0; // computed from the new bins
   return result;
}

TH1D *TProfile::ProjectionX(const char *name, Option_t *option) const
{
   FlushBuffer();
   TString lower(option ? option : "");
   lower.ToLower();
   const TString resultName = name && *name == '_' ? TString(GetName()) + name : TString(name ? name : "");
   std::vector<Double_t> edges;
   for (Int_t bin = 1; bin <= GetNbinsX() + 1; ++bin)
      edges.push_back(bin <= GetNbinsX() ? GetBinLowEdge(bin) : fXaxis.GetXmax());
   auto *result = new TH1D(resultName.Data(), GetTitle(), GetNbinsX(), edges.data());
   if (!fXaxis.IsVariableBinSize())
      result->SetBins(GetNbinsX(), fXaxis.GetXmin(), fXaxis.GetXmax());
   const Bool_t entries = lower.Contains("b");
   const Bool_t sums = lower.Contains("w");
   const Bool_t errors = lower.Contains("e");
   if (errors && !result->GetSumw2N())
      result->Sumw2();
   for (Int_t bin = 0; bin <= GetNbinsX() + 1; ++bin) {
      const Double_t w = GetBinEntries(bin);
      result->SetBinContent(bin, entries ? w : sums ? GetBinContent(bin) * w : GetBinContent(bin));
      if (errors)
         result->SetBinError(bin, entries ? TMath::Sqrt(w) : sums ? GetBinError(bin) * w : GetBinError(bin));
   }
   result->SetEntries(fEntries);
   return result;
}
