// TH1 and the one-dimensional histograms TH1C, TH1S, TH1I, TH1F, TH1D: counts, or sums of weights, in bins of x.
// Used by programs that fill, look at, combine and share histograms; TH2 and TProfile build on it.
// Invariants: the cells are numbered x + (nx+2)*y with x = 0 the underflow and nx+1 the overflow; fSumw2 is empty or has
// one sum of squared weights per cell; fTsumw... describe the fills inside the axes, and fTsumw = 0 with entries means
// that they are to be computed from the cells.
//
// Directory: a histogram made by a constructor with a name, by copying or by Clone() adds itself to gDirectory (unless
// AddDirectory(kFALSE) was called) and leaves it when it is deleted; the directory does not own it. One made by the
// default constructor, or read from a stream, belongs to none until SetDirectory().
// Results: means, deviations and errors follow the formulas of ROOT's documentation.
// Threads: const functions of one histogram may be called at once, unless it has a buffer that is not empty; different
// histograms may be used at once.
#ifndef ROOTLET_TH1
#define ROOTLET_TH1

#include "TArrayC.h"
#include "TArrayD.h"
#include "TArrayF.h"
#include "TArrayI.h"
#include "TArrayS.h"
#include "TAttFill.h"
#include "TAttLine.h"
#include "TAttMarker.h"
#include "TAxis.h"
#include "TNamed.h"

#include <cfloat>
#include <concepts>
#include <type_traits>

class TCollection;
class TDirectory;
class TList;
class TRandom;

class TH1 : public TNamed, public TAttLine, public TAttFill, public TAttMarker {
public:
   /// What the error of a bin is: sqrt(sum of squared weights), or the limits of the 68 % or 95 % Poisson interval.
   enum EBinErrorOpt : Int_t { kNormal = 0, kPoisson = 1, kPoisson2 = 2 };
   /// Whether fills outside the axes count in mean and deviation; kNeutral: as StatOverflows() says for all.
   enum EStatOverflows : Int_t { kIgnore = 0, kConsider = 1, kNeutral = 2 };

protected:
   Int_t fNcells;                 // Number of bins(1D), cells (2D) +U/Overflows
   TAxis fXaxis;                  // X axis descriptor
   TAxis fYaxis;                  // Y axis descriptor
   TAxis fZaxis;                  // Z axis descriptor
   Short_t fBarOffset;            // (1000*offset) for bar charts or legos
   Short_t fBarWidth;             // (1000*width) for bar charts or legos
   Double_t fEntries;             // Number of entries
   Double_t fTsumw;               // Total Sum of weights
   Double_t fTsumw2;              // Total Sum of squares of weights
   Double_t fTsumwx;              // Total Sum of weight*X
   Double_t fTsumwx2;             // Total Sum of weight*X*X
   Double_t fMaximum;             // Maximum value for plotting
   Double_t fMinimum;             // Minimum value for plotting
   Double_t fNormFactor;          // Normalization factor
   TArrayD fContour;              // Array to display contour levels
   TArrayD fSumw2;                // Array of sum of squares of weights
   TString fOption;               // Histogram options
   TList *fFunctions;             //->Pointer to list of functions (fits and user)
   Int_t fBufferSize;             // fBuffer size
   Double_t *fBuffer;             //[fBufferSize] entry buffer
   TDirectory *fDirectory;        //! Directory that holds this histogram
   Int_t fDimension;              //! Histogram dimension (1, 2 or 3)
   Double_t *fIntegral;           //! Integral of bins used by GetRandom
   EBinErrorOpt fBinStatErrOpt;   // Option for bin statistical errors
   EStatOverflows fStatOverflows; // Per object flag to use under/overflows in statistics

public:
   /// Size of the array that GetStats() fills: sumw, sumw2, sumwx, sumwx2, sumwy, sumwy2, sumwxy, then z for TH3.
   static constexpr Int_t kNstat = 13;
   enum EStatusBits : UInt_t {
      kNoStats = 1u << 9,      ///< no statistics box in drawings
      kUserContour = 1u << 10, ///< contour levels were set by the user
      kLogX = 1u << 15,
      kIsZoomed = 1u << 16,
      kNoTitle = 1u << 17,
      kIsAverage = 1u << 18, ///< cells are averages: Add() averages them, weighted with their errors
      kIsNotW = 1u << 19     ///< filling with weights does not create the sums of squared weights
   };

   ~TH1() override;
   TH1(const TH1 &) = delete;
   TH1 &operator=(const TH1 &) = delete;

   // --- filling ---------------------------------------------------------------------------------------------------
   /// Returns the cell, or -1 for an under- or overflow that does not count in the statistics (it is counted in its
   /// cell), or -2 where the entry went to the buffer.
   virtual Int_t Fill(Double_t x);
   /// With a weight. The first weight other than 1 creates the sums of squared weights.
   virtual Int_t Fill(Double_t x, Double_t w);
   /// n times Fill(x[i], w[i]), taking every stride-th; null w: weight 1.
   virtual void FillN(Int_t n, const Double_t *x, const Double_t *w, Int_t stride = 1);
   /// Fills n times with GetRandom() of `h` (1-dimensional), which has the shape of `h`. Null rng: gRandom.
   virtual void FillRandom(TH1 *h, Int_t n = 5000, TRandom *rng = nullptr);
   /// A random number distributed as the contents; 0 and one line if the integral is 0 or a cell is negative.
   virtual Double_t GetRandom(TRandom *rng = nullptr);

   // --- the buffer: entries kept as they came, until the axis limits are chosen ---------------------------------------
   /// Keeps the next `buffersize` entries (at least 100); 0 empties and removes the buffer. A histogram made with
   /// xmin >= xmax has one and chooses its limits from these entries.
   virtual void SetBuffer(Int_t buffersize, Option_t *option = "");
   /// Fills what the buffer holds into the cells. action 0: the buffer is kept; 1: removed; -1: the cells are reset first.
   /// Returns the number of entries it held.
   virtual Int_t BufferEmpty(Int_t action = 0);
   Int_t GetBufferSize() const { return fBufferSize; }
   Int_t GetBufferLength() const { return fBuffer ? static_cast<Int_t>(fBuffer[0]) : 0; }
   const Double_t *GetBuffer() const { return fBuffer; }
   static void SetDefaultBufferSize(Int_t buffersize = 1000);
   static Int_t GetDefaultBufferSize();

   // --- cells -----------------------------------------------------------------------------------------------------
   virtual Int_t GetBin(Int_t binx, Int_t biny = 0, Int_t binz = 0) const;
   virtual void GetBinXYZ(Int_t bin, Int_t &binx, Int_t &biny, Int_t &binz) const;
   virtual Int_t FindBin(Double_t x, Double_t y = 0, Double_t z = 0);
   virtual Int_t FindFixBin(Double_t x, Double_t y = 0, Double_t z = 0) const;
   /// First and last bin along an axis (1, 2) with more than `threshold`; -1 if there is none.
   virtual Int_t FindFirstBinAbove(Double_t threshold = 0, Int_t axis = 1) const;
   virtual Int_t FindLastBinAbove(Double_t threshold = 0, Int_t axis = 1) const;
   /// Bins outside 0 and GetNcells()-1 are taken as the nearest of these.
   virtual Double_t GetBinContent(Int_t bin) const;
   virtual Double_t GetBinContent(Int_t binx, Int_t biny) const { return GetBinContent(GetBin(binx, biny)); }
   virtual Double_t GetBinContent(Int_t binx, Int_t biny, Int_t binz) const
   {
      return GetBinContent(GetBin(binx, biny, binz));
   }
   /// Counts as an entry; statistics are then computed from the cells. Bins that do not exist are ignored.
   virtual void SetBinContent(Int_t bin, Double_t content);
   virtual void SetBinContent(Int_t binx, Int_t biny, Double_t content) { SetBinContent(GetBin(binx, biny), content); }
   virtual void SetBinContent(Int_t binx, Int_t biny, Int_t binz, Double_t content)
   {
      SetBinContent(GetBin(binx, biny, binz), content);
   }
   virtual void AddBinContent(Int_t bin) = 0;
   virtual void AddBinContent(Int_t bin, Double_t w) = 0;
   /// sqrt(sum of squared weights), or sqrt(|content|) where these are not kept.
   virtual Double_t GetBinError(Int_t bin) const;
   virtual Double_t GetBinError(Int_t binx, Int_t biny) const { return GetBinError(GetBin(binx, biny)); }
   virtual Double_t GetBinError(Int_t binx, Int_t biny, Int_t binz) const
   {
      return GetBinError(GetBin(binx, biny, binz));
   }
   /// The distance from the content to the lower and upper end of its interval; GetBinError() unless kPoisson is set.
   virtual Double_t GetBinErrorLow(Int_t bin) const;
   virtual Double_t GetBinErrorUp(Int_t bin) const;
   virtual void SetBinError(Int_t bin, Double_t error);
   virtual void SetBinError(Int_t binx, Int_t biny, Double_t error) { SetBinError(GetBin(binx, biny), error); }
   virtual void SetBinError(Int_t binx, Int_t biny, Int_t binz, Double_t error)
   {
      SetBinError(GetBin(binx, biny, binz), error);
   }
   virtual void SetContent(const Double_t *content);
   virtual void SetError(const Double_t *error);
   virtual Double_t GetBinCenter(Int_t bin) const { return fXaxis.GetBinCenter(bin); }
   virtual Double_t GetBinLowEdge(Int_t bin) const { return fXaxis.GetBinLowEdge(bin); }
   virtual Double_t GetBinWidth(Int_t bin) const { return fXaxis.GetBinWidth(bin); }
   virtual void GetCenter(Double_t *center) const { fXaxis.GetCenter(center); }
   virtual void GetLowEdge(Double_t *edge) const { fXaxis.GetLowEdge(edge); }
   /// Linear between bin centres; outside the first and last centre the content of that bin.
   virtual Double_t Interpolate(Double_t x) const;
   virtual Bool_t IsBinUnderflow(Int_t bin, Int_t axis = 0) const;
   virtual Bool_t IsBinOverflow(Int_t bin, Int_t axis = 0) const;
   EBinErrorOpt GetBinErrorOption() const { return fBinStatErrOpt; }
   void SetBinErrorOption(EBinErrorOpt type) { fBinStatErrOpt = type; }

   // --- statistics ------------------------------------------------------------------------------------------------
   virtual Double_t GetEntries() const;
   virtual void SetEntries(Double_t n) { fEntries = n; }
   /// (sum of weights)^2 / sum of squared weights.
   virtual Double_t GetEffectiveEntries() const;
   /// axis 1, 2, 3: mean along x, y, z; 11, 12, 13: its error.
   virtual Double_t GetMean(Int_t axis = 1) const;
   virtual Double_t GetMeanError(Int_t axis = 1) const;
   /// axis 1, 2, 3: standard deviation (division by N); 11, 12, 13: its error.
   virtual Double_t GetStdDev(Int_t axis = 1) const;
   virtual Double_t GetStdDevError(Int_t axis = 1) const;
   Double_t GetRMS(Int_t axis = 1) const { return GetStdDev(axis); }
   Double_t GetRMSError(Int_t axis = 1) const { return GetStdDevError(axis); }
   /// From the bin contents; axis 11, 12: its error for a Gaussian.
   virtual Double_t GetSkewness(Int_t axis = 1) const;
   /// Excess over a Gaussian, from the bin contents; axis 11, 12: its error for a Gaussian.
   virtual Double_t GetKurtosis(Int_t axis = 1) const;
   /// The sums of weights (see kNstat); from the cells within the axis ranges if such are set.
   virtual void GetStats(Double_t *stats) const;
   virtual void PutStats(Double_t *stats);
   /// Replaces the statistics and the number of entries by what the cells tell.
   virtual void ResetStats();
   /// Of all cells, under- and overflow excluded.
   virtual Double_t GetSumOfWeights() const;
   /// Sum of contents over the axis range; with option "width" each times its bin width.
   virtual Double_t Integral(Option_t *option = "") const;
   /// Over bins binx1 to binx2, 0 and GetNbinsX()+1 included if asked for. binx2 < binx1: to the end.
   virtual Double_t Integral(Int_t binx1, Int_t binx2, Option_t *option = "") const;
   virtual Double_t IntegralAndError(Int_t binx1, Int_t binx2, Double_t &error, Option_t *option = "") const;
   /// The running integral, normalised to 1, that GetRandom() uses: n+2 values for n bins without under- and overflow, the
   /// last one being the number of entries. Returns the integral before normalisation, 0 (and one line) if there is none.
   virtual Double_t ComputeIntegral(Bool_t onlyPositive = kFALSE);
   virtual Double_t *GetIntegral();
   /// The running sum of contents as a new histogram of the same class, owned by the caller.
   virtual TH1 *GetCumulative(Bool_t forward = kTRUE, const char *suffix = "_cumulative") const;
   /// The x below which the fraction p[i] of the contents lies, for n values. Returns n, or 0 if the
   /// histogram is empty.
   virtual Int_t GetQuantiles(Int_t n, Double_t *q, const Double_t *p);
   /// The largest content below `maxval`, or what SetMaximum() stored.
   virtual Double_t GetMaximum(Double_t maxval = FLT_MAX) const;
   virtual Double_t GetMinimum(Double_t minval = -FLT_MAX) const;
   virtual Int_t GetMaximumBin() const;
   virtual Int_t GetMinimumBin() const;
   virtual void GetMinimumAndMaximum(Double_t &min, Double_t &max) const;
   Double_t GetMaximumStored() const { return fMaximum; }
   Double_t GetMinimumStored() const { return fMinimum; }
   /// For drawings; -1111 (the default) is "from the contents".
   virtual void SetMaximum(Double_t maximum = -1111) { fMaximum = maximum; }
   virtual void SetMinimum(Double_t minimum = -1111) { fMinimum = minimum; }
   EStatOverflows GetStatOverflows() const { return fStatOverflows; }
   void SetStatOverflows(EStatOverflows statOverflows) { fStatOverflows = statOverflows; }
   /// For all histograms that are kNeutral.
   static void StatOverflows(Bool_t flag = kTRUE);

   // --- errors ----------------------------------------------------------------------------------------------------
   /// Keeps sums of squared weights from now on; they start as |content|. kFALSE: no longer.
   virtual void Sumw2(Bool_t flag = kTRUE);
   virtual TArrayD *GetSumw2() { return &fSumw2; }
   virtual const TArrayD *GetSumw2() const { return &fSumw2; }
   virtual Int_t GetSumw2N() const { return fSumw2.GetSize(); }
   static void SetDefaultSumw2(Bool_t sumw2 = kTRUE);
   static Bool_t GetDefaultSumw2();

   // --- arithmetic; kFALSE and one line, and nothing done, where the axes do not fit ------------------------------------
   /// this + c1 * h1.
   virtual Bool_t Add(const TH1 *h1, Double_t c1 = 1);
   /// c1 * h1 + c2 * h2. With h1 == h2 and c2 < 0: c1 * h1, each cell divided by its width.
   virtual Bool_t Add(const TH1 *h1, const TH1 *h2, Double_t c1 = 1, Double_t c2 = 1);
   /// Adds all histograms of the list, which are of the same class, as ROOT's hadd does. Their bins may differ: axes of bins of
   /// equal width grow to hold all (to 2^27 cells at the most), with the widest bins, if every bin of the others lies in one of these and what lies
   /// outside of a shorter axis is empty; bins with labels are those of the same label. Histograms without entries and
   /// limits are passed over. Returns the entries of the result; -1 after one line, and
   /// nothing is done (but that buffers are emptied into the cells).
   virtual Long64_t Merge(TCollection *list);
   virtual Bool_t Multiply(const TH1 *h1);
   virtual Bool_t Multiply(const TH1 *h1, const TH1 *h2, Double_t c1 = 1, Double_t c2 = 1, Option_t *option = "");
   /// A cell divided by 0 becomes 0.
   virtual Bool_t Divide(const TH1 *h1);
   /// c1 * h1 / (c2 * h2); option "B": binomial errors.
   virtual Bool_t Divide(const TH1 *h1, const TH1 *h2, Double_t c1 = 1, Double_t c2 = 1, Option_t *option = "");
   /// Option "width": cells are divided by their width too; "nosw2": errors stay sqrt(|content|).
   virtual void Scale(Double_t c1 = 1, Option_t *option = "");
   /// "": contents, errors and statistics; "ICE": contents and errors alone; "M" in it: the stored maximum and minimum.
   virtual void Reset(Option_t *option = "");
   /// Joins groups of bins; a rest that makes no full group goes to the overflow. With xbins (ngroup+1 edges, each an edge
   /// of this axis) the bins between them. With a name, the result is a new histogram owned by the caller; else this one.
   /// Null and one line if it cannot be done.
   virtual TH1 *Rebin(Int_t ngroup = 2, const char *newname = "", const Double_t *xbins = nullptr);
   virtual TH1 *RebinX(Int_t ngroup = 2, const char *newname = "") { return Rebin(ngroup, newname); }

   // --- axes and binning --------------------------------------------------------------------------------------------
   TAxis *GetXaxis() { return &fXaxis; }
   TAxis *GetYaxis() { return &fYaxis; }
   TAxis *GetZaxis() { return &fZaxis; }
   const TAxis *GetXaxis() const { return &fXaxis; }
   const TAxis *GetYaxis() const { return &fYaxis; }
   const TAxis *GetZaxis() const { return &fZaxis; }
   virtual Int_t GetNbinsX() const { return fXaxis.GetNbins(); }
   virtual Int_t GetNbinsY() const { return fYaxis.GetNbins(); }
   virtual Int_t GetNbinsZ() const { return fZaxis.GetNbins(); }
   virtual Int_t GetNcells() const { return fNcells; }
   virtual Int_t GetDimension() const { return fDimension; }
   /// New bins; contents stay in the cells of the same number.
   virtual void SetBins(Int_t nx, Double_t xmin, Double_t xmax);
   virtual void SetBins(Int_t nx, const Double_t *xbins);
   virtual void SetBins(Int_t nx, Double_t xmin, Double_t xmax, Int_t ny, Double_t ymin, Double_t ymax);
   virtual void SetBins(Int_t nx, const Double_t *xbins, Int_t ny, const Double_t *ybins);
   virtual void SetBinsLength(Int_t n = -1) = 0;
   virtual void SetAxisRange(Double_t xmin, Double_t xmax, Option_t *axis = "X");
   virtual void SetXTitle(const char *title) { fXaxis.SetTitle(title); }
   virtual void SetYTitle(const char *title) { fYaxis.SetTitle(title); }
   virtual void SetZTitle(const char *title) { fZaxis.SetTitle(title); }

   // --- the object ------------------------------------------------------------------------------------------------
   void SetName(const char *name) override;
   void SetNameTitle(const char *name, const char *title) override;
   /// "Title;x title;y title;z title".
   void SetTitle(const char *title) override;
   Option_t *GetOption() const override { return fOption.Data(); }
   virtual void SetOption(Option_t *option = " ") { fOption = option; }
   virtual void SetStats(Bool_t stats = kTRUE) { SetBit(kNoStats, !stats); }
   TList *GetListOfFunctions() const { return fFunctions; }
   Double_t GetNormFactor() const { return fNormFactor; }
   virtual void SetNormFactor(Double_t factor = 1) { fNormFactor = factor; }
   Float_t GetBarOffset() const { return static_cast<Float_t>(fBarOffset) / 1000.f; }
   Float_t GetBarWidth() const { return static_cast<Float_t>(fBarWidth) / 1000.f; }
   virtual void SetBarOffset(Float_t offset = 0.25f) { fBarOffset = static_cast<Short_t>(1000 * offset); }
   virtual void SetBarWidth(Float_t width = 0.5f) { fBarWidth = static_cast<Short_t>(1000 * width); }

   TDirectory *GetDirectory() const { return fDirectory; }
   /// Moves the histogram to another directory; null: to none.
   virtual void SetDirectory(TDirectory *dir);
   static void AddDirectory(Bool_t add = kTRUE);
   static Bool_t AddDirectoryStatus();
   /// The directory calls this when it goes away.
   void RecursiveRemove(TObject *obj) override;

   /// A copy made through the stream, owned by the caller (and added to gDirectory, as above).
   TObject *Clone(const char *newname = "") const override;
   void Copy(TObject &hnew) const override;
   /// Prints the histogram as text to standard output (ROOT opens a canvas): see TextPicture.h. Option "ascii": without
   /// block characters.
   void Draw(Option_t *option = "") override;
   /// One line; option "base": with the axes, "range": with the bins within the axis ranges, "all": with all bins.
   void Print(Option_t *option = "") const override;

   ClassDefOverride(TH1, 8) // 1-Dim histogram base class

protected:
   TH1();
   TH1(const char *name, const char *title, Int_t nbins, Double_t xlow, Double_t xup);
   TH1(const char *name, const char *title, Int_t nbins, const Float_t *xbins);
   TH1(const char *name, const char *title, Int_t nbins, const Double_t *xbins);

   virtual Double_t RetrieveBinContent(Int_t bin) const = 0;
   virtual void UpdateBinContent(Int_t bin, Double_t content) = 0;
   /// Adds a cell of a histogram of the same class to another cell of this one: for Merge().
   virtual void MergeCell(Int_t to, const TH1 &from, Int_t cell);
   /// Nothing would be lost without this cell.
   virtual Bool_t IsCellEmpty(Int_t bin) const;
   virtual Double_t GetBinErrorSqUnchecked(Int_t bin) const;
   Bool_t GetStatOverflowsBehaviour() const;
   /// Empties the buffer before the histogram is looked at; const because what is seen does not change.
   void FlushBuffer() const;

   /// The values of one entry in the buffer after its weight: x, or x and y.
   virtual Int_t BufferedCoordinates() const { return fDimension; }
   /// Keeps an entry; false if the buffer was full (or there is none) and the entry must be filled now.
   Bool_t BufferFill(Double_t w, Double_t x, Double_t y = 0);
   /// Fills one entry from the buffer; `entry` is weight, x, and y where there is one.
   virtual void FillBuffered(const Double_t *entry) { TH1::Fill(entry[1], entry[0]); }

   /// Weighted sums over the cells that count; `stats` as GetStats().
   virtual void ComputeStats(Double_t *stats) const;
   Bool_t HasAxisRange() const;
   /// First and last bin that count along an axis: its range, or all with under- and overflow if these are considered.
   void CountedBins(const TAxis &axis, Int_t &first, Int_t &last) const;
   Double_t CellWidth(Int_t bin) const;
   /// Reports and returns false if a histogram is missing or its bins are not those of this one.
   Bool_t CheckConsistency(const char *method, const TH1 *h1, const TH1 *h2) const;
   Double_t DoIntegral(Int_t binx1, Int_t binx2, Int_t biny1, Int_t biny2, Double_t &error, Option_t *option,
                       Bool_t withError) const;
   void AddToCurrentDirectory();
   /// fXaxis, fYaxis or fZaxis for 1, 2, 3.
   const TAxis &Axis(Int_t axis) const;

private:
   void Build();
   void AddCells(const TH1 &h1, Double_t c1, const TH1 &h2, Double_t c2);
   void AddAverages(const TH1 &h1, const TH1 &h2);
   Bool_t DivideByWidth(const TH1 &h1, Double_t c1);
   Int_t BufferCount() const;
   void RemoveFunctions();
   void RemoveBuffer();
   Double_t Moment(Int_t axis, Int_t power, Double_t &sumw) const;
};

/// Cells of type Char_t, -127 to 127, where contents stay.
class TH1C : public TH1, public TArrayC {
public:
   TH1C();
   TH1C(const char *name, const char *title, Int_t nbinsx, Double_t xlow, Double_t xup);
   TH1C(const char *name, const char *title, Int_t nbinsx, const Float_t *xbins);
   TH1C(const char *name, const char *title, Int_t nbinsx, const Double_t *xbins);
   TH1C(const TH1C &h);
   TH1C &operator=(const TH1C &h);
   ~TH1C() override;

   void AddBinContent(Int_t bin) override;
   void AddBinContent(Int_t bin, Double_t w) override;
   void Copy(TObject &hnew) const override;
   void Reset(Option_t *option = "") override;
   void SetBinsLength(Int_t n = -1) override;

   ClassDefOverride(TH1C, 3) // 1-Dim histograms (one char per channel)

protected:
   Double_t RetrieveBinContent(Int_t bin) const override;
   void UpdateBinContent(Int_t bin, Double_t content) override;
};

/// Cells of type Short_t, -32767 to 32767, where contents stay.
class TH1S : public TH1, public TArrayS {
public:
   TH1S();
   TH1S(const char *name, const char *title, Int_t nbinsx, Double_t xlow, Double_t xup);
   TH1S(const char *name, const char *title, Int_t nbinsx, const Float_t *xbins);
   TH1S(const char *name, const char *title, Int_t nbinsx, const Double_t *xbins);
   TH1S(const TH1S &h);
   TH1S &operator=(const TH1S &h);
   ~TH1S() override;

   void AddBinContent(Int_t bin) override;
   void AddBinContent(Int_t bin, Double_t w) override;
   void Copy(TObject &hnew) const override;
   void Reset(Option_t *option = "") override;
   void SetBinsLength(Int_t n = -1) override;

   ClassDefOverride(TH1S, 3) // 1-Dim histograms (one short per channel)

protected:
   Double_t RetrieveBinContent(Int_t bin) const override;
   void UpdateBinContent(Int_t bin, Double_t content) override;
};

/// Cells of type Int_t, -2147483647 to 2147483647, where contents stay.
class TH1I : public TH1, public TArrayI {
public:
   TH1I();
   TH1I(const char *name, const char *title, Int_t nbinsx, Double_t xlow, Double_t xup);
   TH1I(const char *name, const char *title, Int_t nbinsx, const Float_t *xbins);
   TH1I(const char *name, const char *title, Int_t nbinsx, const Double_t *xbins);
   TH1I(const TH1I &h);
   TH1I &operator=(const TH1I &h);
   ~TH1I() override;

   void AddBinContent(Int_t bin) override;
   void AddBinContent(Int_t bin, Double_t w) override;
   void Copy(TObject &hnew) const override;
   void Reset(Option_t *option = "") override;
   void SetBinsLength(Int_t n = -1) override;

   ClassDefOverride(TH1I, 3) // 1-Dim histograms (one 32 bits integer per channel)

protected:
   Double_t RetrieveBinContent(Int_t bin) const override;
   void UpdateBinContent(Int_t bin, Double_t content) override;
};

/// Cells of type Float_t, with 24 bits of precision: counts are exact to 16777216.
class TH1F : public TH1, public TArrayF {
public:
   TH1F();
   TH1F(const char *name, const char *title, Int_t nbinsx, Double_t xlow, Double_t xup);
   TH1F(const char *name, const char *title, Int_t nbinsx, const Float_t *xbins);
   TH1F(const char *name, const char *title, Int_t nbinsx, const Double_t *xbins);
   TH1F(const TH1F &h);
   TH1F &operator=(const TH1F &h);
   ~TH1F() override;

   void AddBinContent(Int_t bin) override;
   void AddBinContent(Int_t bin, Double_t w) override;
   void Copy(TObject &hnew) const override;
   void Reset(Option_t *option = "") override;
   void SetBinsLength(Int_t n = -1) override;

   ClassDefOverride(TH1F, 3) // 1-Dim histograms (one float per channel)

protected:
   Double_t RetrieveBinContent(Int_t bin) const override;
   void UpdateBinContent(Int_t bin, Double_t content) override;
};

/// Cells of type Double_t, with 53 bits of precision.
class TH1D : public TH1, public TArrayD {
public:
   TH1D();
   TH1D(const char *name, const char *title, Int_t nbinsx, Double_t xlow, Double_t xup);
   TH1D(const char *name, const char *title, Int_t nbinsx, const Float_t *xbins);
   TH1D(const char *name, const char *title, Int_t nbinsx, const Double_t *xbins);
   TH1D(const TH1D &h);
   TH1D &operator=(const TH1D &h);
   ~TH1D() override;

   void AddBinContent(Int_t bin) override;
   void AddBinContent(Int_t bin, Double_t w) override;
   void Copy(TObject &hnew) const override;
   void Reset(Option_t *option = "") override;
   void SetBinsLength(Int_t n = -1) override;

   ClassDefOverride(TH1D, 3) // 1-Dim histograms (one double per channel)

protected:
   Double_t RetrieveBinContent(Int_t bin) const override;
   void UpdateBinContent(Int_t bin, Double_t content) override;
};

/// Arithmetic between histograms of one class; the result belongs to no directory.
template <class H>
concept ConcreteHistogram = std::derived_from<H, TH1> && !std::is_abstract_v<H>;

template <ConcreteHistogram H>
H operator*(Double_t c1, const H &h1)
{
   H result(h1);
   result.SetDirectory(nullptr);
   result.Scale(c1);
   return result;
}
template <ConcreteHistogram H>
H operator*(const H &h1, Double_t c1)
{
   return c1 * h1;
}
template <ConcreteHistogram H>
H operator+(const H &h1, const H &h2)
{
   H result(h1);
   result.SetDirectory(nullptr);
   result.Add(&h2, 1);
   return result;
}
template <ConcreteHistogram H>
H operator-(const H &h1, const H &h2)
{
   H result(h1);
   result.SetDirectory(nullptr);
   result.Add(&h2, -1);
   return result;
}
template <ConcreteHistogram H>
H operator*(const H &h1, const H &h2)
{
   H result(h1);
   result.SetDirectory(nullptr);
   result.Multiply(&h2);
   return result;
}
template <ConcreteHistogram H>
H operator/(const H &h1, const H &h2)
{
   H result(h1);
   result.SetDirectory(nullptr);
   result.Divide(&h2);
   return result;
}

#endif
