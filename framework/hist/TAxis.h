// TAxis: the bins along one direction of a histogram: equal ones between fXmin and fXmax, or edges in fXbins.
// Used by histograms, three each. Bin 0 is the underflow, 1 to GetNbins() are the bins, GetNbins()+1 is the overflow; a
// bin holds its lower edge and not its upper one. Invariant: fXbins is empty or has fNbins+1 rising edges, the first
// and last of which are fXmin and fXmax.
// Threads: const functions may be called at once.
#ifndef ROOTLET_TAxis
#define ROOTLET_TAxis

#include "TArrayD.h"
#include "TAttAxis.h"
#include "TNamed.h"

#include <vector>

class TCollection;
class THashList;
class TList;

class TAxis : public TNamed, public TAttAxis {
private:
   Int_t fNbins;        // Number of bins
   Double_t fXmin;      // Low edge of first bin
   Double_t fXmax;      // Upper edge of last bin
   TArrayD fXbins;      // Bin edges array in X
   Int_t fFirst;        // First bin to display
   Int_t fLast;         // Last bin to display
   UShort_t fBits2;     // Second bit status word
   Bool_t fTimeDisplay; // On/off displaying time values instead of numerics
   TString fTimeFormat; // Date&time format, ex: 09/12/99 12:34:00
   TObject *fParent;    //! Object owning this axis
   THashList *fLabels;  // List of labels
   TList *fModLabs;     // List of modified labels

public:
   enum EStatusBits : UInt_t {
      kTickPlus = 1u << 9,
      kTickMinus = 1u << 10,
      kAxisRange = 1u << 11, ///< a range was set with SetRange()
      kCenterTitle = 1u << 12,
      kCenterLabels = 1u << 14,
      kRotateTitle = 1u << 15,
      kPalette = 1u << 16,
      kNoExponent = 1u << 17,
      kLabelsHori = 1u << 18,
      kLabelsVert = 1u << 19,
      kLabelsDown = 1u << 20,
      kLabelsUp = 1u << 21,
      kIsInteger = 1u << 22,
      kMoreLogLabels = 1u << 23
   };

   TAxis();
   /// `nbins` bins of equal width; if xmax <= xmin, the histogram chooses the limits from what is filled first.
   TAxis(Int_t nbins, Double_t xmin, Double_t xmax);
   /// Bins between the nbins+1 rising edges `xbins`, which are copied.
   TAxis(Int_t nbins, const Double_t *xbins);
   TAxis(const TAxis &axis);
   TAxis &operator=(const TAxis &axis);
   ~TAxis() override;

   void Copy(TObject &axis) const override;
   virtual void Set(Int_t nbins, Double_t xmin, Double_t xmax);
   virtual void Set(Int_t nbins, const Float_t *xbins);
   virtual void Set(Int_t nbins, const Double_t *xbins);
   void SetLimits(Double_t xmin, Double_t xmax);

   /// The bin that holds x. NaN is in the overflow. Does not extend the axis (ROOT's may).
   virtual Int_t FindBin(Double_t x) { return FindFixBin(x); }
   virtual Int_t FindBin(Double_t x) const { return FindFixBin(x); }
   virtual Int_t FindFixBin(Double_t x) const;
   /// The bin with that label; -1 if there is none.
   virtual Int_t FindBin(const char *label) { return FindFixBin(label); }
   virtual Int_t FindFixBin(const char *label) const;

   virtual Double_t GetBinCenter(Int_t bin) const;
   /// The geometric mean of the edges; the centre where the lower edge is not positive.
   virtual Double_t GetBinCenterLog(Int_t bin) const;
   virtual Double_t GetBinLowEdge(Int_t bin) const;
   virtual Double_t GetBinUpEdge(Int_t bin) const;
   virtual Double_t GetBinWidth(Int_t bin) const;
   /// All bins, without under- and overflow, into an array of GetNbins() values.
   virtual void GetCenter(Double_t *center) const;
   virtual void GetLowEdge(Double_t *edge) const;
   /// "" for a bin without label.
   const char *GetBinLabel(Int_t bin) const;
   /// A null or empty label removes the one that is there. Error for a bin outside 1 to GetNbins()+1.
   virtual void SetBinLabel(Int_t bin, const char *label);
   /// TObjString per labelled bin, its unique id is the bin number; null without labels. Owned by the axis.
   THashList *GetLabels() const { return fLabels; }
   TList *GetModifiedLabels() const { return fModLabs; }

   Int_t GetNbins() const { return fNbins; }
   Double_t GetXmin() const { return fXmin; }
   Double_t GetXmax() const { return fXmax; }
   const TArrayD *GetXbins() const { return &fXbins; }
   /// True when the bins may differ in width.
   Bool_t IsVariableBinSize() const { return HasEdges(); }

   /// The range that statistics, Integral(), maxima and drawings are restricted to; all bins unless SetRange() was called.
   Int_t GetFirst() const;
   Int_t GetLast() const;
   /// Bins first to last, limited to 0 and GetNbins()+1. SetRange() (and any range with last < first) lifts the restriction.
   virtual void SetRange(Int_t first = 0, Int_t last = 0);
   /// The bins that hold ufirst and ulast; an upper limit at a low edge excludes that bin.
   virtual void SetRangeUser(Double_t ufirst, Double_t ulast);
   virtual void UnZoom() { SetRange(); }

   TObject *GetParent() const { return fParent; }
   virtual void SetParent(TObject *parent) { fParent = parent; }
   Bool_t CanExtend() const { return (fBits2 & kCanExtend) != 0; }
   Bool_t IsAlphanumeric() const { return (fBits2 & kAlphanumeric) != 0; }
   void SetCanExtend(Bool_t set) { SetBits2(kCanExtend, set); }
   void SetAlphanumeric(Bool_t set = kTRUE) { SetBits2(kAlphanumeric, set); }
   void SetNoAlphanumeric(Bool_t set = kTRUE) { SetBits2(kNotAlpha, set); }

   Bool_t GetTimeDisplay() const { return fTimeDisplay; }
   const char *GetTimeFormat() const { return fTimeFormat.Data(); }
   virtual void SetTimeDisplay(Int_t value) { fTimeDisplay = value != 0; }
   virtual void SetTimeFormat(const char *format = "") { fTimeFormat = format; }
   Bool_t GetCenterLabels() const { return TestBit(kCenterLabels); }
   Bool_t GetCenterTitle() const { return TestBit(kCenterTitle); }
   Bool_t GetNoExponent() const { return TestBit(kNoExponent); }
   Bool_t GetMoreLogLabels() const { return TestBit(kMoreLogLabels); }
   void CenterLabels(Bool_t center = kTRUE) { SetBit(kCenterLabels, center); }
   void CenterTitle(Bool_t center = kTRUE) { SetBit(kCenterTitle, center); }
   void SetNoExponent(Bool_t noExponent = kTRUE) { SetBit(kNoExponent, noExponent); }
   void SetMoreLogLabels(Bool_t more = kTRUE) { SetBit(kMoreLogLabels, more); }
   void RotateTitle(Bool_t rotate = kTRUE) { SetBit(kRotateTitle, rotate); }

   ClassDefOverride(TAxis, 10) // Axis class

private:
   friend class TH1; // which deletes the labels of its axes together with its own list
   enum EBits2 : UShort_t { kAlphanumeric = 1, kCanExtend = 2, kNotAlpha = 4 };
   void SetBits2(UShort_t bits, Bool_t set);
   /// Edges are believed only if there are as many as the bins need: an axis may come from a damaged stream.
   Bool_t HasEdges() const { return fNbins > 0 && fXbins.GetSize() - 1 == fNbins; }
   Int_t OverflowBin() const { return fNbins > 0 && fNbins < kMaxInt ? fNbins + 1 : 0; }
   void DeleteLabels();
   std::vector<TCollection *> TakeLabels(); // which are the caller's then
   void ForgetRange();
};

#endif
