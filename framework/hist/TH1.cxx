// What all histograms have in common (see TH1.h): life, filling, cells, axes. Statistics are in TH1Statistics.cxx,
// arithmetic in TH1Arithmetic.cxx. Cells are reached through RetrieveBinContent() and UpdateBinContent()
// alone, so that every algorithm here works for any type of cell and for one and two dimensions.
#include "TH1.h"

#include "HistTools.h"
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
#include <typeinfo>
#include <utility>

using rootlet::HasOption;
using rootlet::kNoLimit;

namespace {

std::atomic<Bool_t> gAddDirectory{kTRUE};
std::atomic<Int_t> gDefaultBufferSize{1000};

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
   // All at once: bytes that were changed may hold an object in several of these lists, or the histogram in its own.
   std::vector<TCollection *> lists = {fFunctions};
   for (TAxis *axis : {&fXaxis, &fYaxis, &fZaxis})
      for (TCollection *labels : axis->TakeLabels())
         lists.push_back(labels);
   TCollection::DeleteOwned(this, lists);
   RemoveBuffer();
   delete[] fIntegral;
}

void TH1::RemoveFunctions()
{
   TCollection::DeleteOwned(this, {std::exchange(fFunctions, nullptr)});
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
