// TH2 and the two-dimensional histograms TH2C, TH2S, TH2I, TH2F, TH2D: counts, or sums of weights, in bins of x and y.
// Everything that TH1 has works here too; this adds what only two dimensions have. Cell (x, y) has number
// x + (nx+2)*y, with under- and overflow along both axes.
// Threads: see TH1.
#ifndef ROOTLET_TH2
#define ROOTLET_TH2

#include "TH1.h"

class TProfile;

class TH2 : public TH1 {
protected:
   Double_t fScalefactor; // Scale factor
   Double_t fTsumwy;      // Total Sum of weight*Y
   Double_t fTsumwy2;     // Total Sum of weight*Y*Y
   Double_t fTsumwxy;     // Total Sum of weight*X*Y

public:
   ~TH2() override;
   TH2(const TH2 &) = delete;
   TH2 &operator=(const TH2 &) = delete;

   /// One line and -1: two dimensions need y.
   Int_t Fill(Double_t x) override;
   /// With y, weight 1. Returns the cell as TH1::Fill().
   Int_t Fill(Double_t x, Double_t y) override;
   virtual Int_t Fill(Double_t x, Double_t y, Double_t w);
   /// One line: two dimensions need y.
   void FillN(Int_t n, const Double_t *x, const Double_t *w, Int_t stride = 1) override;
   virtual void FillN(Int_t n, const Double_t *x, const Double_t *y, const Double_t *w, Int_t stride = 1);
   using TH1::FillRandom;
   void FillRandom(TH1 *h, Int_t n = 5000, TRandom *rng = nullptr) override;
   /// A random point distributed as the contents.
   virtual void GetRandom2(Double_t &x, Double_t &y, TRandom *rng = nullptr);

   using TH1::GetBinContent;
   using TH1::SetBinContent;
   using TH1::Integral;
   using TH1::IntegralAndError;
   Int_t GetBin(Int_t binx, Int_t biny, Int_t binz = 0) const override;
   virtual Double_t Integral(Int_t binx1, Int_t binx2, Int_t biny1, Int_t biny2, Option_t *option = "") const;
   virtual Double_t IntegralAndError(Int_t binx1, Int_t binx2, Int_t biny1, Int_t biny2, Double_t &error,
                                     Option_t *option = "") const;

   void GetStats(Double_t *stats) const override;
   void PutStats(Double_t *stats) override;
   /// Axes 1 and 2.
   virtual Double_t GetCovariance(Int_t axis1 = 1, Int_t axis2 = 2) const;
   /// Between -1 and 1; 0 where a deviation is 0.
   virtual Double_t GetCorrelationFactor(Int_t axis1 = 1, Int_t axis2 = 2) const;

   /// The sums over y of bins firstybin to lastybin (default: all, with under- and overflow) as a histogram of x, owned by
   /// the caller. A name that starts with "_" is appended to this one's. A TH1D of that name in the current directory is
   /// used again and not made anew. Option "e": with errors (always, where this histogram has weights).
   TH1D *ProjectionX(const char *name = "_px", Int_t firstybin = 0, Int_t lastybin = -1, Option_t *option = "") const;
   TH1D *ProjectionY(const char *name = "_py", Int_t firstxbin = 0, Int_t lastxbin = -1, Option_t *option = "") const;
   /// The mean y in each bin of x, from the bin centres of y in firstybin to lastybin (default: all that are in range),
   /// owned by the caller; named and used again as for ProjectionX(). The option is that of TProfile.
   TProfile *ProfileX(const char *name = "_pfx", Int_t firstybin = 1, Int_t lastybin = -1, Option_t *option = "") const;
   TProfile *ProfileY(const char *name = "_pfy", Int_t firstxbin = 1, Int_t lastxbin = -1, Option_t *option = "") const;

   /// As TH1::Rebin() along one or both axes.
   TH1 *Rebin(Int_t ngroup = 2, const char *newname = "", const Double_t *xbins = nullptr) override;
   TH1 *RebinX(Int_t ngroup = 2, const char *newname = "") override;
   virtual TH2 *RebinY(Int_t ngroup = 2, const char *newname = "");
   virtual TH2 *Rebin2D(Int_t nxgroup = 2, Int_t nygroup = 2, const char *newname = "");

   using TH1::SetBins;
   void SetBins(Int_t nx, Double_t xmin, Double_t xmax, Int_t ny, Double_t ymin, Double_t ymax) override;
   void SetBins(Int_t nx, const Double_t *xbins, Int_t ny, const Double_t *ybins) override;
   void Copy(TObject &hnew) const override;
   void Reset(Option_t *option = "") override;

   ClassDefOverride(TH2, 5) // 2-Dim histogram base class

protected:
   TH2();
   TH2(const char *name, const char *title, Int_t nbinsx, Double_t xlow, Double_t xup, Int_t nbinsy, Double_t ylow,
       Double_t yup);
   TH2(const char *name, const char *title, Int_t nbinsx, const Double_t *xbins, Int_t nbinsy, Double_t ylow,
       Double_t yup);
   TH2(const char *name, const char *title, Int_t nbinsx, Double_t xlow, Double_t xup, Int_t nbinsy,
       const Double_t *ybins);
   TH2(const char *name, const char *title, Int_t nbinsx, const Double_t *xbins, Int_t nbinsy, const Double_t *ybins);
   TH2(const char *name, const char *title, Int_t nbinsx, const Float_t *xbins, Int_t nbinsy, const Float_t *ybins);

   void FillBuffered(const Double_t *entry) override { TH2::Fill(entry[1], entry[2], entry[0]); }
   void ComputeStats(Double_t *stats) const override;

private:
   void Build();
   /// Makes room for the cells of the axes as they are; axes with too many cells get one bin each, with one line.
   void CountCells();
   TH1D *Project(Bool_t onX, const char *name, Int_t first, Int_t last, Option_t *option) const;
   TProfile *MakeProfile(Bool_t onX, const char *name, Int_t first, Int_t last, Option_t *option) const;
};

/// Cells of type Char_t; see TH1C.
class TH2C : public TH2, public TArrayC {
public:
   TH2C();
   TH2C(const char *name, const char *title, Int_t nbinsx, Double_t xlow, Double_t xup, Int_t nbinsy, Double_t ylow,
        Double_t yup);
   TH2C(const char *name, const char *title, Int_t nbinsx, const Double_t *xbins, Int_t nbinsy, Double_t ylow,
        Double_t yup);
   TH2C(const char *name, const char *title, Int_t nbinsx, Double_t xlow, Double_t xup, Int_t nbinsy,
        const Double_t *ybins);
   TH2C(const char *name, const char *title, Int_t nbinsx, const Double_t *xbins, Int_t nbinsy, const Double_t *ybins);
   TH2C(const char *name, const char *title, Int_t nbinsx, const Float_t *xbins, Int_t nbinsy, const Float_t *ybins);
   TH2C(const TH2C &h);
   TH2C &operator=(const TH2C &h);
   ~TH2C() override;

   void AddBinContent(Int_t bin) override;
   void AddBinContent(Int_t bin, Double_t w) override;
   void Copy(TObject &hnew) const override;
   void Reset(Option_t *option = "") override;
   void SetBinsLength(Int_t n = -1) override;

   ClassDefOverride(TH2C, 4) // 2-Dim histograms (one char per channel)

protected:
   Double_t RetrieveBinContent(Int_t bin) const override;
   void UpdateBinContent(Int_t bin, Double_t content) override;
};

/// Cells of type Short_t; see TH1S.
class TH2S : public TH2, public TArrayS {
public:
   TH2S();
   TH2S(const char *name, const char *title, Int_t nbinsx, Double_t xlow, Double_t xup, Int_t nbinsy, Double_t ylow,
        Double_t yup);
   TH2S(const char *name, const char *title, Int_t nbinsx, const Double_t *xbins, Int_t nbinsy, Double_t ylow,
        Double_t yup);
   TH2S(const char *name, const char *title, Int_t nbinsx, Double_t xlow, Double_t xup, Int_t nbinsy,
        const Double_t *ybins);
   TH2S(const char *name, const char *title, Int_t nbinsx, const Double_t *xbins, Int_t nbinsy, const Double_t *ybins);
   TH2S(const char *name, const char *title, Int_t nbinsx, const Float_t *xbins, Int_t nbinsy, const Float_t *ybins);
   TH2S(const TH2S &h);
   TH2S &operator=(const TH2S &h);
   ~TH2S() override;

   void AddBinContent(Int_t bin) override;
   void AddBinContent(Int_t bin, Double_t w) override;
   void Copy(TObject &hnew) const override;
   void Reset(Option_t *option = "") override;
   void SetBinsLength(Int_t n = -1) override;

   ClassDefOverride(TH2S, 4) // 2-Dim histograms (one short per channel)

protected:
   Double_t RetrieveBinContent(Int_t bin) const override;
   void UpdateBinContent(Int_t bin, Double_t content) override;
};

/// Cells of type Int_t; see TH1I.
class TH2I : public TH2, public TArrayI {
public:
   TH2I();
   TH2I(const char *name, const char *title, Int_t nbinsx, Double_t xlow, Double_t xup, Int_t nbinsy, Double_t ylow,
        Double_t yup);
   TH2I(const char *name, const char *title, Int_t nbinsx, const Double_t *xbins, Int_t nbinsy, Double_t ylow,
        Double_t yup);
   TH2I(const char *name, const char *title, Int_t nbinsx, Double_t xlow, Double_t xup, Int_t nbinsy,
        const Double_t *ybins);
   TH2I(const char *name, const char *title, Int_t nbinsx, const Double_t *xbins, Int_t nbinsy, const Double_t *ybins);
   TH2I(const char *name, const char *title, Int_t nbinsx, const Float_t *xbins, Int_t nbinsy, const Float_t *ybins);
   TH2I(const TH2I &h);
   TH2I &operator=(const TH2I &h);
   ~TH2I() override;

   void AddBinContent(Int_t bin) override;
   void AddBinContent(Int_t bin, Double_t w) override;
   void Copy(TObject &hnew) const override;
   void Reset(Option_t *option = "") override;
   void SetBinsLength(Int_t n = -1) override;

   ClassDefOverride(TH2I, 4) // 2-Dim histograms (one 32 bits integer per channel)

protected:
   Double_t RetrieveBinContent(Int_t bin) const override;
   void UpdateBinContent(Int_t bin, Double_t content) override;
};

/// Cells of type Float_t; see TH1F.
class TH2F : public TH2, public TArrayF {
public:
   TH2F();
   TH2F(const char *name, const char *title, Int_t nbinsx, Double_t xlow, Double_t xup, Int_t nbinsy, Double_t ylow,
        Double_t yup);
   TH2F(const char *name, const char *title, Int_t nbinsx, const Double_t *xbins, Int_t nbinsy, Double_t ylow,
        Double_t yup);
   TH2F(const char *name, const char *title, Int_t nbinsx, Double_t xlow, Double_t xup, Int_t nbinsy,
        const Double_t *ybins);
   TH2F(const char *name, const char *title, Int_t nbinsx, const Double_t *xbins, Int_t nbinsy, const Double_t *ybins);
   TH2F(const char *name, const char *title, Int_t nbinsx, const Float_t *xbins, Int_t nbinsy, const Float_t *ybins);
   TH2F(const TH2F &h);
   TH2F &operator=(const TH2F &h);
   ~TH2F() override;

   void AddBinContent(Int_t bin) override;
   void AddBinContent(Int_t bin, Double_t w) override;
   void Copy(TObject &hnew) const override;
   void Reset(Option_t *option = "") override;
   void SetBinsLength(Int_t n = -1) override;

   ClassDefOverride(TH2F, 4) // 2-Dim histograms (one float per channel)

protected:
   Double_t RetrieveBinContent(Int_t bin) const override;
   void UpdateBinContent(Int_t bin, Double_t content) override;
};

/// Cells of type Double_t; see TH1D.
class TH2D : public TH2, public TArrayD {
public:
   TH2D();
   TH2D(const char *name, const char *title, Int_t nbinsx, Double_t xlow, Double_t xup, Int_t nbinsy, Double_t ylow,
        Double_t yup);
   TH2D(const char *name, const char *title, Int_t nbinsx, const Double_t *xbins, Int_t nbinsy, Double_t ylow,
        Double_t yup);
   TH2D(const char *name, const char *title, Int_t nbinsx, Double_t xlow, Double_t xup, Int_t nbinsy,
        const Double_t *ybins);
   TH2D(const char *name, const char *title, Int_t nbinsx, const Double_t *xbins, Int_t nbinsy, const Double_t *ybins);
   TH2D(const char *name, const char *title, Int_t nbinsx, const Float_t *xbins, Int_t nbinsy, const Float_t *ybins);
   TH2D(const TH2D &h);
   TH2D &operator=(const TH2D &h);
   ~TH2D() override;

   void AddBinContent(Int_t bin) override;
   void AddBinContent(Int_t bin, Double_t w) override;
   void Copy(TObject &hnew) const override;
   void Reset(Option_t *option = "") override;
   void SetBinsLength(Int_t n = -1) override;

   ClassDefOverride(TH2D, 4) // 2-Dim histograms (one double per channel)

protected:
   Double_t RetrieveBinContent(Int_t bin) const override;
   void UpdateBinContent(Int_t bin, Double_t content) override;
};

#endif
