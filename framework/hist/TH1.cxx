// What all histograms have in common; see TH1.h. Cells are reached through RetrieveBinContent() and UpdateBinContent()
// alone, so that every algorithm here works for any type of cell and for one and two dimensions.
#include "TH1.h"

#include "TBuffer.h"
#include "TDirectory.h"
#include "TError.h"
#include "TList.h"
#include "TMath.h"
#include "TRandom.h"
#include "TextPicture.h"

#include <algorithm>
#include <atomic>
#include <cstdio>
#include <cmath>
#include <memory>
#include <string_view>
#include <typeinfo>
#include <utility>
#include <vector>

namespace {

std::atomic<Bool_t> gAddDirectory{kTRUE};
std::atomic<Bool_t> gStatOverflows{kFALSE};
std::atomic<Bool_t> gDefaultSumw2{kFALSE};
std::atomic<Int_t> gDefaultBufferSize{1000};

constexpr Double_t kNoLimit = -1111; // of fMaximum and fMinimum: "not set"

Bool_t HasOption(Option_t *option, std::string_view word)
{
   TString lower(option ? option : "");
   lower.ToLower();
   return lower.View().find(word) != std::string_view::npos;
}

Double_t Square(Double_t x)
{
   return x * x;
}

// Limits for values from low to high, for the bins that the axis has: each 1, 2, 2.5 or 5 times a power of ten wide, on
// multiples of that width, the values about in the middle and the highest below the upper limit.
void ChooseLimits(TAxis &axis, Double_t low, Double_t high)
{
   if (!std::isfinite(low) || !std::isfinite(high)) {
      axis.SetLimits(0, 1);
      return;
   }
   if (high - low <= std::max(1e-12 * std::max(std::abs(low), std::abs(high)), 1e-290)) {
      const Double_t room = std::max(0.1 * std::abs(low), 1.0);
      low -= room;
      high += room;
   }
   const Int_t n = std::max(axis.GetNbins(), 1);
   Double_t decade = std::pow(10, std::floor(std::log10(high / n - low / n)));
   for (; std::isfinite(decade); decade *= 10) {
      for (const Double_t factor : {1.0, 2.0, 2.5, 5.0}) {
         const Double_t width = factor * decade;
         const Double_t start = std::floor(low / width);
         const Double_t spare = n - (std::floor(high / width) + 1 - start); // bins
         const Double_t first = start - std::floor(spare / 2);
         if (spare >= 0 && std::isfinite((first + n) * width - first * width)) {
            axis.SetLimits(first * width, (first + n) * width);
            return;
         }
      }
   }
   axis.SetLimits(low, high); // as far apart as numbers can be
}

} // namespace

// --- making and destroying -------------------------------------------------------------------------------------------

TH1::TH1()
{
   Build();
}

TH1::TH1(const char *name, const char *title, Int_t nbins, Double_t xlow, Double_t xup) : TNamed(name, "")
{
   Build();
   TH1::SetTitle(title);
   fXaxis.Set(nbins, xlow, xup);
   fNcells = fXaxis.GetNbins() + 2;
   if (fXaxis.GetXmin() >= fXaxis.GetXmax())
      TH1::SetBuffer(GetDefaultBufferSize());
   AddToCurrentDirectory();
}

TH1::TH1(const char *name, const char *title, Int_t nbins, const Float_t *xbins) : TNamed(name, "")
{
   Build();
   TH1::SetTitle(title);
   fXaxis.Set(nbins, xbins);
   fNcells = fXaxis.GetNbins() + 2;
   AddToCurrentDirectory();
}

TH1::TH1(const char *name, const char *title, Int_t nbins, const Double_t *xbins) : TNamed(name, "")
{
   Build();
   TH1::SetTitle(title);
   fXaxis.Set(nbins, xbins);
   fNcells = fXaxis.GetNbins() + 2;
   AddToCurrentDirectory();
}

void TH1::Build()
{
   fLineColor = 602; // a dark blue
   fFillColor = 0;
   fFillStyle = 1001;
   fNcells = 3;
   fBarOffset = 0;
   fBarWidth = 1000;
   fEntries = 0;
   fTsumw = fTsumw2 = fTsumwx = fTsumwx2 = 0;
   fMaximum = fMinimum = kNoLimit;
   fNormFactor = 0;
   fFunctions = new TList;
   fBufferSize = 0;
   fBuffer = nullptr;
   fDirectory = nullptr;
   fDimension = 1;
   fIntegral = nullptr;
   fBinStatErrOpt = kNormal;
   fStatOverflows = kNeutral;
   for (auto [axis, axisName] :
        {std::pair(&fXaxis, "xaxis"), std::pair(&fYaxis, "yaxis"), std::pair(&fZaxis, "zaxis")}) {
      axis->SetName(axisName);
      axis->SetParent(this);
   }
   fYaxis.SetTitleOffset(0); // ROOT: placed from the size of the labels
}

TH1::~TH1()
{
   if (fDirectory)
      fDirectory->Remove(this);
   RemoveFunctions();
   RemoveBuffer();
   delete[] fIntegral;
}

void TH1::RemoveFunctions()
{
   if (fFunctions)
      fFunctions->Delete();
   delete fFunctions;
   fFunctions = nullptr;
}

void TH1::RemoveBuffer()
{
   delete[] fBuffer;
   fBuffer = nullptr;
   fBufferSize = 0;
}

void TH1::AddToCurrentDirectory()
{
   TDirectory *dir = gDirectory;
   if (!AddDirectoryStatus() || !dir)
      return;
   if (const TObject *old = dir->FindObject(GetName()); dynamic_cast<const TH1 *>(old))
      ::Warning("TROOT::Append", "Replacing existing TH1: %s (Potential memory leak).", GetName());
   SetBit(kMustCleanup);
   fDirectory = dir;
   dir->Append(this, kTRUE);
}

void TH1::SetDirectory(TDirectory *dir)
{
   if (fDirectory == dir)
      return;
   if (fDirectory)
      fDirectory->Remove(this);
   fDirectory = dir;
   if (dir) {
      SetBit(kMustCleanup);
      dir->Append(this);
   }
}

void TH1::RecursiveRemove(TObject *obj)
{
   if (obj == fDirectory)
      fDirectory = nullptr;
   else if (fFunctions)
      fFunctions->RecursiveRemove(obj);
}

void TH1::AddDirectory(Bool_t add)
{
   gAddDirectory = add;
}

Bool_t TH1::AddDirectoryStatus()
{
   return gAddDirectory;
}

TObject *TH1::Clone(const char *newname) const
{
   TObject *clone = TNamed::Clone(newname);
   if (auto *histogram = dynamic_cast<TH1 *>(clone); histogram && AddDirectoryStatus())
      histogram->SetDirectory(gDirectory);
   return clone;
}

void TH1::Copy(TObject &hnew) const
{
   auto *h = dynamic_cast<TH1 *>(&hnew);
   if (!h) {
      Error("Copy", "%s cannot be copied into a %s; the target must be a histogram", GetName(), hnew.ClassName());
      return;
   }
   if (h == this)
      return;
   if (h->GetDimension() != GetDimension()) {
      Error("Copy", "%s has %d dimensions and cannot be copied into a %s", GetName(), GetDimension(), hnew.ClassName());
      return;
   }
   h->SetDirectory(nullptr); // leaves it under its old name
   TNamed::Copy(*h);
   h->ResetBit(kMustCleanup);
   TAttLine::Copy(*h);
   TAttFill::Copy(*h);
   TAttMarker::Copy(*h);
   for (auto axis : {&TH1::fXaxis, &TH1::fYaxis, &TH1::fZaxis}) {
      h->*axis = this->*axis;
      (h->*axis).SetParent(h);
   }
   h->fBarOffset = fBarOffset;
   h->fBarWidth = fBarWidth;
   h->fEntries = fEntries;
   h->fTsumw = fTsumw;
   h->fTsumw2 = fTsumw2;
   h->fTsumwx = fTsumwx;
   h->fTsumwx2 = fTsumwx2;
   h->fMaximum = fMaximum;
   h->fMinimum = fMinimum;
   h->fNormFactor = fNormFactor;
   h->fContour = fContour;
   h->fSumw2 = fSumw2;
   h->fOption = fOption;
   h->fBinStatErrOpt = fBinStatErrOpt;
   h->fStatOverflows = fStatOverflows;
   h->RemoveFunctions();
   h->fFunctions = fFunctions && !fFunctions->IsEmpty() ? static_cast<TList *>(fFunctions->Clone()) : nullptr;
   if (!h->fFunctions)
      h->fFunctions = new TList;
   h->RemoveBuffer();
   if (fBuffer) {
      h->fBufferSize = fBufferSize;
      h->fBuffer = new Double_t[static_cast<std::size_t>(fBufferSize)];
      std::copy_n(fBuffer, fBufferSize, h->fBuffer);
   }
   delete[] h->fIntegral;
   h->fIntegral = nullptr;
   h->SetBinsLength(fNcells);
   if (typeid(*h) != typeid(*this)) { // else the class copies its cells itself
      for (Int_t bin = 0; bin < fNcells; ++bin)
         h->UpdateBinContent(bin, RetrieveBinContent(bin));
   }
   if (AddDirectoryStatus())
      h->SetDirectory(gDirectory);
}

// --- filling -----------------------------------------------------------------------------------------------------------

Int_t TH1::Fill(Double_t x)
{
   if (fBuffer && BufferFill(1, x))
      return -2;
   ++fEntries;
   const Int_t bin = fXaxis.FindFixBin(x);
   AddBinContent(bin);
   if (bin < fSumw2.fN)
      ++fSumw2.fArray[bin];
   if ((bin == 0 || bin > fXaxis.GetNbins()) && !GetStatOverflowsBehaviour())
      return -1;
   ++fTsumw;
   ++fTsumw2;
   fTsumwx += x;
   fTsumwx2 += x * x;
   return bin;
}

Int_t TH1::Fill(Double_t x, Double_t w)
{
   if (fBuffer && BufferFill(w, x))
      return -2;
   ++fEntries;
   const Int_t bin = fXaxis.FindFixBin(x);
   if (!fSumw2.fN && w != 1.0 && !TestBit(kIsNotW))
      Sumw2();
   if (bin < fSumw2.fN)
      fSumw2.fArray[bin] += w * w;
   AddBinContent(bin, w);
   if ((bin == 0 || bin > fXaxis.GetNbins()) && !GetStatOverflowsBehaviour())
      return -1;
   fTsumw += w;
   fTsumw2 += w * w;
   fTsumwx += w * x;
   fTsumwx2 += w * x * x;
   return bin;
}

void TH1::FillN(Int_t n, const Double_t *x, const Double_t *w, Int_t stride)
{
   for (Int_t i = 0; i < n; ++i) {
      const auto at = static_cast<std::ptrdiff_t>(i) * stride;
      if (w)
         Fill(x[at], w[at]);
      else
         Fill(x[at]);
   }
}

void TH1::FillRandom(TH1 *h, Int_t n, TRandom *rng)
{
   if (!h || h->GetDimension() != 1 || GetDimension() != 1) {
      Error("FillRandom", "%s: needs a 1-dimensional histogram to draw from, and to fill", GetName());
      return;
   }
   if (h->ComputeIntegral(kTRUE) == 0)
      return;
   for (Int_t i = 0; i < n; ++i)
      Fill(h->GetRandom(rng));
}

Double_t TH1::GetRandom(TRandom *rng)
{
   if (GetDimension() != 1) {
      Error("GetRandom", "%s has %d dimensions; GetRandom() is for one", GetName(), GetDimension());
      return 0;
   }
   FlushBuffer();
   const Int_t nbins = GetNbinsX();
   if ((!fIntegral || fIntegral[nbins + 1] != fEntries) && ComputeIntegral(kTRUE) == 0)
      return 0;
   const Double_t r = (rng ? rng : gRandom)->Rndm();
   const auto below = static_cast<Int_t>(TMath::BinarySearch(static_cast<Long64_t>(nbins), fIntegral, r));
   Double_t x = GetBinLowEdge(below + 1);
   if (r > fIntegral[below])
      x += GetBinWidth(below + 1) * (r - fIntegral[below]) / (fIntegral[below + 1] - fIntegral[below]);
   return x;
}

// --- buffer --------------------------------------------------------------------------------------------------------------
// fBuffer[0] counts the entries that follow, each weight, x and, where there is one, y. It is negative while the cells
// hold these entries too: then the next entry makes the cells start anew from the buffer.

void TH1::SetDefaultBufferSize(Int_t buffersize)
{
   gDefaultBufferSize = std::max(buffersize, 0);
}

Int_t TH1::GetDefaultBufferSize()
{
   return gDefaultBufferSize;
}

void TH1::SetBuffer(Int_t buffersize, Option_t * /*option*/)
{
   if (fBuffer)
      BufferEmpty(1);
   if (buffersize <= 0)
      return;
   const Long64_t size = 1 + Long64_t(std::max(buffersize, 100)) * (BufferedCoordinates() + 1);
   if (size > kMaxInt) {
      Error("SetBuffer", "%s: a buffer of %d entries is too large; none was made", GetName(), buffersize);
      return;
   }
   fBufferSize = static_cast<Int_t>(size);
   fBuffer = new Double_t[static_cast<std::size_t>(size)]();
}

Int_t TH1::BufferCount() const
{
   const Double_t capacity = (fBufferSize - 1) / (BufferedCoordinates() + 1);
   const Double_t n = fBufferSize > 0 ? fBuffer[0] : 0;
   return std::abs(n) <= capacity ? static_cast<Int_t>(n) : 0; // a damaged stream may hold anything
}

Bool_t TH1::BufferFill(Double_t w, Double_t x, Double_t y)
{
   const Int_t coordinates = BufferedCoordinates();
   Int_t n = BufferCount();
   if (n < 0) {
      n = -n;
      Double_t *kept = std::exchange(fBuffer, nullptr);
      Reset("");
      fBuffer = kept;
   }
   if (n >= (fBufferSize - 1) / (coordinates + 1)) {
      if (fBufferSize > 0)
         fBuffer[0] = n;
      BufferEmpty(1);
      return kFALSE;
   }
   fBuffer[0] = n + 1;
   Double_t *entry = fBuffer + 1 + static_cast<std::ptrdiff_t>(n) * (coordinates + 1);
   entry[0] = w;
   entry[1] = x;
   if (coordinates > 1)
      entry[2] = y;
   return kTRUE;
}

Int_t TH1::BufferEmpty(Int_t action)
{
   if (!fBuffer)
      return 0;
   const Int_t coordinates = BufferedCoordinates();
   const Int_t inBuffer = BufferCount();
   const Int_t n = std::abs(inBuffer);
   std::unique_ptr<Double_t[]> entries(std::exchange(fBuffer, nullptr)); // so that Fill() goes to the cells
   const Int_t size = std::exchange(fBufferSize, 0);
   if (action < 0 && n > 0)
      Reset("");
   if (n > 0 && (inBuffer > 0 || action < 0)) {
      for (Int_t axis = 1; axis <= GetDimension(); ++axis) {
         auto &limits = const_cast<TAxis &>(Axis(axis));
         if (limits.GetXmax() > limits.GetXmin())
            continue;
         Double_t low = entries[static_cast<std::size_t>(1 + axis)];
         Double_t high = low;
         for (Int_t i = 1; i < n; ++i) {
            const Double_t value = entries[static_cast<std::size_t>(1 + i * (coordinates + 1) + axis)];
            low = std::min(low, value);
            high = std::max(high, value);
         }
         ChooseLimits(limits, low, high);
      }
      for (Int_t i = 0; i < n; ++i)
         FillBuffered(entries.get() + 1 + static_cast<std::ptrdiff_t>(i) * (coordinates + 1));
   }
   if (action <= 0) {
      fBuffer = entries.release();
      fBufferSize = size;
      if (size > 0)
         fBuffer[0] = -n;
   }
   return n;
}

void TH1::FlushBuffer() const
{
   if (fBuffer)
      const_cast<TH1 *>(this)->BufferEmpty();
}

// --- cells -------------------------------------------------------------------------------------------------------------

const TAxis &TH1::Axis(Int_t axis) const
{
   return axis == 2 ? fYaxis : axis == 3 ? fZaxis : fXaxis;
}

Int_t TH1::GetBin(Int_t binx, Int_t /*biny*/, Int_t /*binz*/) const
{
   return binx <= 0 ? 0 : binx <= fXaxis.GetNbins() ? binx : std::clamp(fXaxis.GetNbins(), -1, kMaxInt - 1) + 1;
}

void TH1::GetBinXYZ(Int_t bin, Int_t &binx, Int_t &biny, Int_t &binz) const
{
   const Int_t nx = std::clamp(fXaxis.GetNbins(), 0, kMaxInt - 2) + 2;
   binx = GetDimension() < 2 ? bin : bin % nx;
   biny = GetDimension() < 2 ? 0 : bin / nx;
   binz = 0;
}

Int_t TH1::FindBin(Double_t x, Double_t y, Double_t z)
{
   return FindFixBin(x, y, z);
}

Int_t TH1::FindFixBin(Double_t x, Double_t y, Double_t /*z*/) const
{
   return GetBin(fXaxis.FindFixBin(x), GetDimension() > 1 ? fYaxis.FindFixBin(y) : 0);
}

Int_t TH1::FindFirstBinAbove(Double_t threshold, Int_t axis) const
{
   FlushBuffer();
   const Bool_t alongY = axis == 2 && GetDimension() > 1;
   const Int_t nOther = GetDimension() < 2 ? 1 : Axis(alongY ? 1 : 2).GetNbins();
   const Int_t n = Axis(alongY ? 2 : 1).GetNbins();
   for (Int_t bin = 1; bin <= n; ++bin) {
      for (Int_t other = 1; other <= nOther; ++other) {
         if (RetrieveBinContent(alongY ? GetBin(other, bin) : GetBin(bin, other)) > threshold)
            return bin;
      }
   }
   return -1;
}

Int_t TH1::FindLastBinAbove(Double_t threshold, Int_t axis) const
{
   FlushBuffer();
   const Bool_t alongY = axis == 2 && GetDimension() > 1;
   const Int_t nOther = GetDimension() < 2 ? 1 : Axis(alongY ? 1 : 2).GetNbins();
   for (Int_t bin = Axis(alongY ? 2 : 1).GetNbins(); bin >= 1; --bin) {
      for (Int_t other = 1; other <= nOther; ++other) {
         if (RetrieveBinContent(alongY ? GetBin(other, bin) : GetBin(bin, other)) > threshold)
            return bin;
      }
   }
   return -1;
}

Double_t TH1::GetBinContent(Int_t bin) const
{
   FlushBuffer();
   return RetrieveBinContent(std::clamp(bin, 0, std::max(fNcells - 1, 0)));
}

void TH1::SetBinContent(Int_t bin, Double_t content)
{
   BufferEmpty(1);
   ++fEntries;
   fTsumw = 0;
   if (bin >= 0 && bin < fNcells)
      UpdateBinContent(bin, content);
}

Double_t TH1::GetBinErrorSqUnchecked(Int_t bin) const
{
   return bin < fSumw2.fN ? fSumw2.fArray[bin] : std::abs(RetrieveBinContent(bin));
}

Double_t TH1::GetBinError(Int_t bin) const
{
   FlushBuffer();
   return TMath::Sqrt(GetBinErrorSqUnchecked(std::clamp(bin, 0, std::max(fNcells - 1, 0))));
}

namespace {
// Probability left out on each side of the interval.
Double_t PoissonTail(TH1::EBinErrorOpt option)
{
   return option == TH1::kPoisson2 ? 0.05 / 2 : (1 - 0.682689492) / 2;
}
} // namespace

Double_t TH1::GetBinErrorLow(Int_t bin) const
{
   const Double_t content = GetBinContent(bin);
   if (fBinStatErrOpt == kNormal || fSumw2.fN || content < 0)
      return GetBinError(bin);
   const Double_t n = TMath::Floor(content);
   return n == 0 ? 0 : content - 0.5 * TMath::ChisquareQuantile(PoissonTail(fBinStatErrOpt), 2 * n);
}

Double_t TH1::GetBinErrorUp(Int_t bin) const
{
   const Double_t content = GetBinContent(bin);
   if (fBinStatErrOpt == kNormal || fSumw2.fN || content < 0)
      return GetBinError(bin);
   const Double_t n = TMath::Floor(content);
   return 0.5 * TMath::ChisquareQuantile(1 - PoissonTail(fBinStatErrOpt), 2 * (n + 1)) - content;
}

void TH1::SetBinError(Int_t bin, Double_t error)
{
   if (!fSumw2.fN)
      Sumw2();
   if (bin >= 0 && bin < fSumw2.fN)
      fSumw2.fArray[bin] = error * error;
}

void TH1::SetContent(const Double_t *content)
{
   BufferEmpty(1);
   fEntries = fNcells;
   fTsumw = 0;
   for (Int_t bin = 0; bin < fNcells; ++bin)
      UpdateBinContent(bin, content[bin]);
}

void TH1::SetError(const Double_t *error)
{
   for (Int_t bin = 0; bin < fNcells; ++bin)
      SetBinError(bin, error[bin]);
}

Double_t TH1::Interpolate(Double_t x) const
{
   FlushBuffer();
   if (x <= GetBinCenter(1))
      return RetrieveBinContent(1);
   if (x >= GetBinCenter(GetNbinsX()))
      return RetrieveBinContent(GetNbinsX());
   const Int_t bin = fXaxis.FindFixBin(x);
   const Int_t left = x <= GetBinCenter(bin) ? bin - 1 : bin;
   const Double_t x0 = GetBinCenter(left);
   const Double_t x1 = GetBinCenter(left + 1);
   const Double_t y0 = RetrieveBinContent(left);
   const Double_t y1 = RetrieveBinContent(left + 1);
   return y0 + (x - x0) * ((y1 - y0) / (x1 - x0));
}

Bool_t TH1::IsBinUnderflow(Int_t bin, Int_t axis) const
{
   Int_t x, y, z;
   GetBinXYZ(bin, x, y, z);
   const Bool_t under[] = {x <= 0, GetDimension() > 1 && y <= 0};
   return axis == 0 ? under[0] || under[1] : (axis <= 2 && under[axis - 1]);
}

Bool_t TH1::IsBinOverflow(Int_t bin, Int_t axis) const
{
   Int_t x, y, z;
   GetBinXYZ(bin, x, y, z);
   const Bool_t over[] = {x > GetNbinsX(), GetDimension() > 1 && y > GetNbinsY()};
   return axis == 0 ? over[0] || over[1] : (axis <= 2 && over[axis - 1]);
}

// --- statistics --------------------------------------------------------------------------------------------------------

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

// --- errors and arithmetic -----------------------------------------------------------------------------------------------

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
         // Equal to a billionth of a bin: limits may have been computed in different ways.
         for (Int_t bin = 1; bin <= a.GetNbins();
              bin += a.IsVariableBinSize() || b.IsVariableBinSize() ? 1 : a.GetNbins()) {
            const Double_t tolerance = 1e-9 * std::abs(a.GetBinWidth(bin));
            if (std::abs(a.GetBinLowEdge(bin) - b.GetBinLowEdge(bin)) > tolerance ||
                std::abs(a.GetBinUpEdge(bin) - b.GetBinUpEdge(bin)) > tolerance) {
               Error(method, "%s and %s have different bin edges; nothing was done", GetName(), h->GetName());
               return kFALSE;
            }
         }
         if (std::abs(a.GetXmax() - b.GetXmax()) > 1e-9 * std::abs(a.GetXmax() - a.GetXmin())) {
            Error(method, "%s and %s have different axis limits; nothing was done", GetName(), h->GetName());
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

// --- axes and binning ----------------------------------------------------------------------------------------------------

void TH1::SetBins(Int_t nx, Double_t xmin, Double_t xmax)
{
   if (GetDimension() != 1) {
      Error("SetBins", "%s has %d dimensions; give bins for each", GetName(), GetDimension());
      return;
   }
   fXaxis.Set(nx, xmin, xmax);
   SetBinsLength(fXaxis.GetNbins() + 2);
}

void TH1::SetBins(Int_t nx, const Double_t *xbins)
{
   if (GetDimension() != 1) {
      Error("SetBins", "%s has %d dimensions; give bins for each", GetName(), GetDimension());
      return;
   }
   fXaxis.Set(nx, xbins);
   SetBinsLength(fXaxis.GetNbins() + 2);
}

void TH1::SetBins(Int_t nx, Double_t, Double_t, Int_t ny, Double_t, Double_t)
{
   Error("SetBins", "%s has 1 dimension; it cannot have %d times %d bins", GetName(), nx, ny);
}

void TH1::SetBins(Int_t nx, const Double_t *, Int_t ny, const Double_t *)
{
   Error("SetBins", "%s has 1 dimension; it cannot have %d times %d bins", GetName(), nx, ny);
}

void TH1::SetAxisRange(Double_t xmin, Double_t xmax, Option_t *axis)
{
   const Int_t number = HasOption(axis, "y") ? 2 : HasOption(axis, "z") ? 3 : 1;
   if (number > GetDimension()) { // the axis of the contents
      SetMinimum(xmin);
      SetMaximum(xmax);
      return;
   }
   auto &range = const_cast<TAxis &>(Axis(number));
   range.SetRange(range.FindFixBin(xmin), range.FindFixBin(xmax));
}

void TH1::SetName(const char *name)
{
   fName = name;
}

void TH1::SetNameTitle(const char *name, const char *title)
{
   SetName(name);
   SetTitle(title);
}

void TH1::SetTitle(const char *title)
{
   std::string_view rest = title ? title : "";
   TAxis *const axes[] = {&fXaxis, &fYaxis, &fZaxis};
   const auto cut = [&rest] {
      const std::size_t end = std::min(rest.find(';'), rest.size());
      const std::string_view part = rest.substr(0, end);
      rest.remove_prefix(std::min(end + 1, rest.size()));
      return TString(part);
   };
   fTitle = cut();
   for (TAxis *axis : axes) {
      if (rest.empty())
         return;
      axis->SetTitle(cut());
   }
}

// --- looking at it -------------------------------------------------------------------------------------------------------

void TH1::Print(Option_t *option) const
{
   FlushBuffer();
   Printf("TH1.Print Name  = %s, Entries= %d, Total sum= %g", GetName(), TMath::Nint(fEntries), GetSumOfWeights());
   const Bool_t all = HasOption(option, "all");
   const Bool_t range = HasOption(option, "range");
   if (!all && !range && !HasOption(option, "base"))
      return;
   const Bool_t flat = GetDimension() < 2;
   if (flat)
      Printf("          NbinsX= %d, xmin= %g, xmax= %g", GetNbinsX(), fXaxis.GetXmin(), fXaxis.GetXmax());
   else
      Printf("          NbinsX= %d, xmin= %g, xmax= %g, NbinsY= %d, ymin= %g, ymax= %g", GetNbinsX(), fXaxis.GetXmin(),
             fXaxis.GetXmax(), GetNbinsY(), fYaxis.GetXmin(), fYaxis.GetXmax());
   if (!all && !range)
      return;
   const Int_t x1 = all ? 0 : fXaxis.GetFirst();
   const Int_t x2 = all ? GetNbinsX() + 1 : fXaxis.GetLast();
   const Int_t y1 = flat || all ? 0 : fYaxis.GetFirst();
   const Int_t y2 = flat ? 0 : all ? GetNbinsY() + 1 : fYaxis.GetLast();
   for (Int_t x = x1; x <= x2; ++x) {
      for (Int_t y = y1; y <= y2; ++y) {
         TString line = flat ? TString::Format(" fSumw[%d]=%g, x=%g", x, GetBinContent(x), GetBinCenter(x))
                             : TString::Format(" fSumw[%d][%d]=%g, x=%g, y=%g", x, y, GetBinContent(x, y),
                                               fXaxis.GetBinCenter(x), fYaxis.GetBinCenter(y));
         if (fSumw2.fN)
            line += TString::Format(", error=%g", GetBinError(GetBin(x, y)));
         Printf("%s", line.Data());
      }
   }
}

void TH1::Draw(Option_t *option)
{
   rootlet::PictureOptions options;
   options.fUnicode = !HasOption(option, "ascii");
   std::fputs(rootlet::TextPicture(*this, options).c_str(), stdout);
   std::fflush(stdout);
}
