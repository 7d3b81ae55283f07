// The cells of each histogram class: what TH1.h and TH2.h declare per type of cell. Integer cells do not wrap around;
// they stay at the largest value.
#include "TH1.h"
#include "TH2.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <type_traits>

namespace {

// The value that a cell of type T keeps for x.
template <class T>
T ToCell(Double_t x)
{
   if constexpr (std::is_floating_point_v<T>) {
      return static_cast<T>(x);
   } else {
      constexpr Double_t kMax = std::numeric_limits<T>::max();
      return std::isnan(x) ? T(0) : static_cast<T>(std::clamp(x, -kMax, kMax));
   }
}

template <class T>
void AddToCell(T &cell, Double_t w)
{
   if constexpr (std::is_floating_point_v<T>)
      cell += static_cast<T>(w);
   else
      cell = ToCell<T>(Double_t(cell) + std::trunc(w));
}

template <class H, class A>
void CopyCells(const H &from, TObject &to, void (A::*copy)(A &) const)
{
   if (auto *same = dynamic_cast<H *>(&to))
      (from.*copy)(*same);
}

} // namespace

// The cell is looked up with care: a histogram from a damaged stream may have fewer cells than its axes need.
#define ROOTLET_CELLS(Hist, Base, Array, Cell)                                                          \
   void Hist::AddBinContent(Int_t bin)                                                                  \
   {                                                                                                    \
      if (bin >= 0 && bin < fN)                                                                         \
         AddToCell<Cell>(fArray[bin], 1);                                                               \
   }                                                                                                    \
   void Hist::AddBinContent(Int_t bin, Double_t w)                                                      \
   {                                                                                                    \
      if (bin >= 0 && bin < fN)                                                                         \
         AddToCell<Cell>(fArray[bin], w);                                                               \
   }                                                                                                    \
   Double_t Hist::RetrieveBinContent(Int_t bin) const                                                   \
   {                                                                                                    \
      return bin >= 0 && bin < fN ? Double_t(fArray[bin]) : 0;                                          \
   }                                                                                                    \
   void Hist::UpdateBinContent(Int_t bin, Double_t content)                                             \
   {                                                                                                    \
      if (bin >= 0 && bin < fN)                                                                         \
         fArray[bin] = ToCell<Cell>(content);                                                           \
   }                                                                                                    \
   void Hist::Copy(TObject &hnew) const                                                                 \
   {                                                                                                    \
      Base::Copy(hnew);                                                                                 \
      CopyCells<Hist, Array>(*this, hnew, &Array::Copy);                                                \
   }                                                                                                    \
   void Hist::Reset(Option_t *option)                                                                   \
   {                                                                                                    \
      Base::Reset(option);                                                                              \
      Array::Reset();                                                                                   \
   }                                                                                                    \
   void Hist::SetBinsLength(Int_t n)                                                                    \
   {                                                                                                    \
      fNcells = n < 0 ? (fXaxis.GetNbins() + 2) * (GetDimension() < 2 ? 1 : fYaxis.GetNbins() + 2) : n; \
      Array::Set(fNcells);                                                                              \
      if (fSumw2.fN)                                                                                    \
         fSumw2.Set(fNcells);                                                                           \
   }                                                                                                    \
   Hist::Hist(const Hist &h) : Base(), Array()                                                          \
   {                                                                                                    \
      h.Hist::Copy(*this);                                                                              \
   }                                                                                                    \
   Hist &Hist::operator=(const Hist &h)                                                                 \
   {                                                                                                    \
      if (this != &h)                                                                                   \
         h.Hist::Copy(*this);                                                                           \
      return *this;                                                                                     \
   }                                                                                                    \
   Hist::~Hist() {}

#define ROOTLET_CELLS_1D(Hist, Array, Cell)                                                   \
   ROOTLET_CELLS(Hist, TH1, Array, Cell)                                                      \
   Hist::Hist()                                                                               \
   {                                                                                          \
      SetBinsLength(3);                                                                       \
   }                                                                                          \
   Hist::Hist(const char *name, const char *title, Int_t nbinsx, Double_t xlow, Double_t xup) \
      : TH1(name, title, nbinsx, xlow, xup), Array(fNcells)                                   \
   {                                                                                          \
      if (GetDefaultSumw2())                                                                  \
         TH1::Sumw2();                                                                        \
   }                                                                                          \
   Hist::Hist(const char *name, const char *title, Int_t nbinsx, const Float_t *xbins)        \
      : TH1(name, title, nbinsx, xbins), Array(fNcells)                                       \
   {                                                                                          \
      if (GetDefaultSumw2())                                                                  \
         TH1::Sumw2();                                                                        \
   }                                                                                          \
   Hist::Hist(const char *name, const char *title, Int_t nbinsx, const Double_t *xbins)       \
      : TH1(name, title, nbinsx, xbins), Array(fNcells)                                       \
   {                                                                                          \
      if (GetDefaultSumw2())                                                                  \
         TH1::Sumw2();                                                                        \
   }

#define ROOTLET_CELLS_2D(Hist, Array, Cell)                                                                          \
   ROOTLET_CELLS(Hist, TH2, Array, Cell)                                                                             \
   Hist::Hist()                                                                                                      \
   {                                                                                                                 \
      SetBinsLength(9);                                                                                              \
   }                                                                                                                 \
   Hist::Hist(const char *name, const char *title, Int_t nbinsx, Double_t xlow, Double_t xup, Int_t nbinsy,          \
              Double_t ylow, Double_t yup)                                                                           \
      : TH2(name, title, nbinsx, xlow, xup, nbinsy, ylow, yup), Array(fNcells)                                       \
   {                                                                                                                 \
      if (GetDefaultSumw2())                                                                                         \
         TH1::Sumw2();                                                                                               \
   }                                                                                                                 \
   Hist::Hist(const char *name, const char *title, Int_t nbinsx, const Double_t *xbins, Int_t nbinsy, Double_t ylow, \
              Double_t yup)                                                                                          \
      : TH2(name, title, nbinsx, xbins, nbinsy, ylow, yup), Array(fNcells)                                           \
   {                                                                                                                 \
      if (GetDefaultSumw2())                                                                                         \
         TH1::Sumw2();                                                                                               \
   }                                                                                                                 \
   Hist::Hist(const char *name, const char *title, Int_t nbinsx, Double_t xlow, Double_t xup, Int_t nbinsy,          \
              const Double_t *ybins)                                                                                 \
      : TH2(name, title, nbinsx, xlow, xup, nbinsy, ybins), Array(fNcells)                                           \
   {                                                                                                                 \
      if (GetDefaultSumw2())                                                                                         \
         TH1::Sumw2();                                                                                               \
   }                                                                                                                 \
   Hist::Hist(const char *name, const char *title, Int_t nbinsx, const Double_t *xbins, Int_t nbinsy,                \
              const Double_t *ybins)                                                                                 \
      : TH2(name, title, nbinsx, xbins, nbinsy, ybins), Array(fNcells)                                               \
   {                                                                                                                 \
      if (GetDefaultSumw2())                                                                                         \
         TH1::Sumw2();                                                                                               \
   }                                                                                                                 \
   Hist::Hist(const char *name, const char *title, Int_t nbinsx, const Float_t *xbins, Int_t nbinsy,                 \
              const Float_t *ybins)                                                                                  \
      : TH2(name, title, nbinsx, xbins, nbinsy, ybins), Array(fNcells)                                               \
   {                                                                                                                 \
      if (GetDefaultSumw2())                                                                                         \
         TH1::Sumw2();                                                                                               \
   }

ROOTLET_CELLS_1D(TH1C, TArrayC, Char_t)
ROOTLET_CELLS_1D(TH1S, TArrayS, Short_t)
ROOTLET_CELLS_1D(TH1I, TArrayI, Int_t)
ROOTLET_CELLS_1D(TH1F, TArrayF, Float_t)
ROOTLET_CELLS_1D(TH1D, TArrayD, Double_t)

ROOTLET_CELLS_2D(TH2C, TArrayC, Char_t)
ROOTLET_CELLS_2D(TH2S, TArrayS, Short_t)
ROOTLET_CELLS_2D(TH2I, TArrayI, Int_t)
ROOTLET_CELLS_2D(TH2F, TArrayF, Float_t)
ROOTLET_CELLS_2D(TH2D, TArrayD, Double_t)
