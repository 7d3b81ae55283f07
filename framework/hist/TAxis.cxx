// Bins of one axis; see TAxis.h. The arithmetic of equal bins follows ROOT's documentation to the last bit: the width is
// (xmax - xmin) / nbins, an edge is xmin + i * width, a bin number is nbins * (x - xmin) / (xmax - xmin).
#include "TAxis.h"

#include "THashList.h"
#include "TMath.h"
#include "TObjString.h"

#include <algorithm>
#include <utility>
#include <vector>

TAxis::TAxis() : TAxis(1, 0, 1) {}

TAxis::TAxis(Int_t nbins, Double_t xmin, Double_t xmax)
   : fNbins(1), fXmin(0), fXmax(1), fFirst(0), fLast(0), fBits2(0), fTimeDisplay(kFALSE), fParent(nullptr),
     fLabels(nullptr), fModLabs(nullptr)
{
   Set(nbins, xmin, xmax);
}

TAxis::TAxis(Int_t nbins, const Double_t *xbins) : TAxis()
{
   Set(nbins, xbins);
}

TAxis::TAxis(const TAxis &axis) : TAxis()
{
   axis.TAxis::Copy(*this);
}

TAxis &TAxis::operator=(const TAxis &axis)
{
   if (this != &axis)
      axis.TAxis::Copy(*this);
   return *this;
}

TAxis::~TAxis()
{
   DeleteLabels();
}

void TAxis::DeleteLabels()
{
   TCollection::DeleteOwned(this, TakeLabels());
}

std::vector<TCollection *> TAxis::TakeLabels()
{
   return {std::exchange(fLabels, nullptr), std::exchange(fModLabs, nullptr)};
}

void TAxis::Copy(TObject &object) const
{
   TNamed::Copy(object);
   auto &axis = static_cast<TAxis &>(object);
   TAttAxis::Copy(axis);
   axis.fNbins = fNbins;
   axis.fXmin = fXmin;
   axis.fXmax = fXmax;
   axis.fXbins = fXbins;
   axis.fFirst = fFirst;
   axis.fLast = fLast;
   axis.fBits2 = fBits2;
   axis.fTimeDisplay = fTimeDisplay;
   axis.fTimeFormat = fTimeFormat;
   axis.DeleteLabels();
   if (fLabels) {
      for (Int_t bin = 1; bin <= fNbins + 1; ++bin)
         axis.SetBinLabel(bin, GetBinLabel(bin));
   }
   if (fModLabs)
      axis.fModLabs = static_cast<TList *>(fModLabs->Clone());
}

void TAxis::Set(Int_t nbins, Double_t xmin, Double_t xmax)
{
   if (nbins < 1) {
      Warning("Set", "%s: %d bins asked for; an axis has at least 1, which it gets", GetName(), nbins);
      nbins = 1;
   }
   fNbins = nbins;
   fXmin = xmin;
   fXmax = xmax;
   fXbins.Set(0);
   ForgetRange();
}

void TAxis::Set(Int_t nbins, const Float_t *xbins)
{
   const std::vector<Double_t> edges(xbins, xbins + std::max(nbins, 0) + 1);
   Set(nbins, edges.data());
}

void TAxis::Set(Int_t nbins, const Double_t *xbins)
{
   if (nbins < 1) {
      Error("Set", "%s: %d bins asked for; the axis stays as it was", GetName(), nbins);
      return;
   }
   if (std::adjacent_find(xbins, xbins + nbins + 1, std::greater_equal<>()) != xbins + nbins + 1)
      Error("Set", "%s: bin edges must rise from one to the next; bins of width 0 or less will stay empty", GetName());
   fNbins = nbins;
   fXbins.Set(nbins + 1, xbins);
   fXmin = xbins[0];
   fXmax = xbins[nbins];
   ForgetRange();
}

void TAxis::SetLimits(Double_t xmin, Double_t xmax)
{
   fXmin = xmin;
   fXmax = xmax;
}

Int_t TAxis::FindFixBin(Double_t x) const
{
   if (x < fXmin)
      return 0;
   if (!(x < fXmax)) // so that NaN is an overflow
      return OverflowBin();
   if (!HasEdges()) {
      const Double_t widths = fNbins * (x - fXmin) / (fXmax - fXmin);
      return widths >= 0 && widths <= fNbins && widths < kMaxInt ? 1 + static_cast<Int_t>(widths) : OverflowBin();
   }
   return 1 + static_cast<Int_t>(TMath::BinarySearch(static_cast<Long64_t>(fXbins.GetSize()), fXbins.GetArray(), x));
}

Int_t TAxis::FindFixBin(const char *label) const
{
   const TObject *found = fLabels && label ? fLabels->FindObject(label) : nullptr;
   return found ? static_cast<Int_t>(found->GetUniqueID()) : -1;
}

Double_t TAxis::GetBinLowEdge(Int_t bin) const
{
   if (HasEdges() && bin > 0 && bin <= fNbins)
      return fXbins.GetArray()[bin - 1];
   const Double_t width = (fXmax - fXmin) / Double_t(fNbins);
   return fXmin + (bin - 1) * width;
}

Double_t TAxis::GetBinUpEdge(Int_t bin) const
{
   if (HasEdges() && bin > 0 && bin <= fNbins)
      return fXbins.GetArray()[bin];
   const Double_t width = (fXmax - fXmin) / Double_t(fNbins);
   return fXmin + bin * width;
}

Double_t TAxis::GetBinCenter(Int_t bin) const
{
   if (HasEdges() && bin > 0 && bin <= fNbins) {
      const Double_t low = fXbins.GetArray()[bin - 1];
      return low + 0.5 * (fXbins.GetArray()[bin] - low);
   }
   const Double_t width = (fXmax - fXmin) / Double_t(fNbins);
   return fXmin + (bin - 0.5) * width;
}

Double_t TAxis::GetBinCenterLog(Int_t bin) const
{
   const Double_t low = GetBinLowEdge(bin);
   return low > 0 ? TMath::Sqrt(low * GetBinUpEdge(bin)) : GetBinCenter(bin);
}

Double_t TAxis::GetBinWidth(Int_t bin) const
{
   if (!HasEdges())
      return (fXmax - fXmin) / Double_t(fNbins);
   const Int_t inside = std::clamp(bin, 1, fNbins);
   return fXbins.GetArray()[inside] - fXbins.GetArray()[inside - 1];
}

void TAxis::GetCenter(Double_t *center) const
{
   for (Int_t bin = 1; bin <= fNbins; ++bin)
      center[bin - 1] = GetBinCenter(bin);
}

void TAxis::GetLowEdge(Double_t *edge) const
{
   for (Int_t bin = 1; bin <= fNbins; ++bin)
      edge[bin - 1] = GetBinLowEdge(bin);
}

const char *TAxis::GetBinLabel(Int_t bin) const
{
   if (!fLabels || bin <= 0 || bin > fNbins + 1)
      return "";
   TIter next(fLabels);
   while (const TObject *label = next()) {
      if (label->GetUniqueID() == static_cast<UInt_t>(bin))
         return label->GetName();
   }
   return "";
}

void TAxis::SetBinLabel(Int_t bin, const char *label)
{
   if (bin <= 0 || bin > fNbins + 1) {
      Error("SetBinLabel", "%s: there is no bin %d to label; bins are 1 to %d", GetName(), bin, fNbins);
      return;
   }
   if (!fLabels)
      fLabels = new THashList(fNbins, 3);
   TObject *old = nullptr;
   TIter next(fLabels);
   while (TObject *candidate = next()) {
      if (candidate->GetUniqueID() == static_cast<UInt_t>(bin))
         old = candidate;
   }
   if (old) {
      fLabels->Remove(old);
      delete old;
   }
   if (label && *label) {
      auto *object = new TObjString(label);
      object->SetUniqueID(static_cast<UInt_t>(bin));
      fLabels->Add(object);
   }
}

Int_t TAxis::GetFirst() const
{
   return TestBit(kAxisRange) ? fFirst : 1;
}

Int_t TAxis::GetLast() const
{
   return TestBit(kAxisRange) ? fLast : fNbins;
}

void TAxis::SetRange(Int_t first, Int_t last)
{
   if (last < first || (first < 0 && last < 0) || (first > fNbins + 1 && last > fNbins + 1) ||
       (first == 0 && last == 0)) {
      fFirst = 1;
      fLast = fNbins;
      SetBit(kAxisRange, kFALSE);
      return;
   }
   fFirst = std::max(first, 0);
   fLast = std::min(last, fNbins + 1);
   SetBit(kAxisRange, kTRUE);
}

void TAxis::SetRangeUser(Double_t ufirst, Double_t ulast)
{
   Int_t first = FindFixBin(ufirst);
   Int_t last = FindFixBin(ulast);
   if (GetBinUpEdge(first) <= ufirst)
      ++first;
   if (GetBinLowEdge(last) >= ulast)
      --last;
   SetRange(first, last);
}

void TAxis::ForgetRange()
{
   fFirst = 0; // what ROOT stores for an axis that never had a range
   fLast = 0;
   SetBit(kAxisRange, kFALSE);
}

void TAxis::SetBits2(UShort_t bits, Bool_t set)
{
   fBits2 = static_cast<UShort_t>(set ? fBits2 | bits : fBits2 & ~bits);
}
