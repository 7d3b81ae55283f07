// TProfile: the mean of y, and its error, in bins of x.
// Used where a scatter plot of y against x is too much. Invariant: per bin it keeps the sums of w*y (the array of TH1D),
// w*y*y (fSumw2), w (fBinEntries) and, once weights other than 1 occur or Sumw2() was called, w*w (fBinSumw2).
// GetBinContent() is the mean; GetBinError() depends on the error option, with s the deviation of y in the bin:
//   ""   the error of the mean, s / sqrt(N);         "s"  the deviation s itself;
//   "i"  as "" for integer y: 1 / sqrt(12 N) if s is 0;   "g"  1 / sqrt(sum of w), for weights that are 1 / sigma^2.
// N is the number of effective entries, (sum of w)^2 / (sum of w*w).
// Threads: see TH1.
#ifndef ROOTLET_TProfile
#define ROOTLET_TProfile

#include "TH1.h"

enum EErrorType : Int_t { kERRORMEAN = 0, kERRORSPREAD = 1, kERRORSPREADI = 2, kERRORSPREADG = 3 };

class TProfile : public TH1D {
protected:
   TArrayD fBinEntries;   // number of entries per bin
   EErrorType fErrorMode; // Option to compute errors
   Double_t fYmin;        // Lower limit in Y (if set)
   Double_t fYmax;        // Upper limit in Y (if set)
   Double_t fTsumwy;      // Total Sum of weight*Y
   Double_t fTsumwy2;     // Total Sum of weight*Y*Y
   TArrayD fBinSumw2;     // Array of sum of squares of weights per bin

public:
   TProfile();
   TProfile(const char *name, const char *title, Int_t nbinsx, Double_t xlow, Double_t xup, Option_t *option = "");
   /// Only entries with ylow <= y <= yup are filled; equal limits: all.
   TProfile(const char *name, const char *title, Int_t nbinsx, Double_t xlow, Double_t xup, Double_t ylow, Double_t yup,
            Option_t *option = "");
   TProfile(const char *name, const char *title, Int_t nbinsx, const Float_t *xbins, Option_t *option = "");
   TProfile(const char *name, const char *title, Int_t nbinsx, const Double_t *xbins, Option_t *option = "");
   TProfile(const char *name, const char *title, Int_t nbinsx, const Double_t *xbins, Double_t ylow, Double_t yup,
            Option_t *option = "");
   TProfile(const TProfile &profile);
   TProfile &operator=(const TProfile &profile);
   ~TProfile() override;

   /// Sets the limits in y and the error option, and empties the profile.
   virtual void BuildOptions(Double_t ymin, Double_t ymax, Option_t *option);
   /// One line and -1: a profile needs y.
   Int_t Fill(Double_t x) override;
   Int_t Fill(Double_t x, Double_t y) override;
   virtual Int_t Fill(Double_t x, Double_t y, Double_t w);
   /// One line: a profile needs y.
   void FillN(Int_t n, const Double_t *x, const Double_t *w, Int_t stride = 1) override;
   virtual void FillN(Int_t n, const Double_t *x, const Double_t *y, const Double_t *w, Int_t stride = 1);

   using TH1D::GetBinContent;
   using TH1D::GetBinError;
   Double_t GetBinContent(Int_t bin) const override;
   Double_t GetBinError(Int_t bin) const override;
   /// The sum of weights in a bin.
   virtual Double_t GetBinEntries(Int_t bin) const;
   virtual Double_t GetBinEffectiveEntries(Int_t bin) const;
   virtual void SetBinEntries(Int_t bin, Double_t w);
   Option_t *GetErrorOption() const;
   virtual void SetErrorOption(Option_t *option = "");
   Double_t GetYmin() const { return fYmin; }
   Double_t GetYmax() const { return fYmax; }

   void GetStats(Double_t *stats) const override;
   void PutStats(Double_t *stats) override;
   /// Keeps the sums of squared weights per bin.
   void Sumw2(Bool_t flag = kTRUE) override;
   TArrayD *GetBinSumw2() { return &fBinSumw2; }
   const TArrayD *GetBinSumw2() const { return &fBinSumw2; }

   /// With another TProfile; the entries of both together if c1 is 1.
   Bool_t Add(const TH1 *h1, Double_t c1 = 1) override;
   Bool_t Add(const TH1 *h1, const TH1 *h2, Double_t c1 = 1, Double_t c2 = 1) override;
   /// One line and kFALSE: combine the projections (ProjectionX()) of profiles.
   Bool_t Multiply(const TH1 *h1) override;
   Bool_t Multiply(const TH1 *h1, const TH1 *h2, Double_t c1 = 1, Double_t c2 = 1, Option_t *option = "") override;
   Bool_t Divide(const TH1 *h1) override;
   Bool_t Divide(const TH1 *h1, const TH1 *h2, Double_t c1 = 1, Double_t c2 = 1, Option_t *option = "") override;
   /// Multiplies the means (and y) by c1; the option is ignored.
   void Scale(Double_t c1 = 1, Option_t *option = "") override;
   void Reset(Option_t *option = "") override;
   TH1 *Rebin(Int_t ngroup = 2, const char *newname = "", const Double_t *xbins = nullptr) override;
   /// The means as a TH1D owned by the caller. Option "e" (default): with errors; "b": the entries per bin instead; "w":
   /// the sums of w*y instead. A name that starts with "_" is appended to this one's.
   TH1D *ProjectionX(const char *name = "_px", Option_t *option = "e") const;

   void SetBinsLength(Int_t n = -1) override;
   void Copy(TObject &hnew) const override;

   ClassDefOverride(TProfile, 7) // Profile histogram class

protected:
   Double_t RetrieveBinContent(Int_t bin) const override;
   Double_t GetBinErrorSqUnchecked(Int_t bin) const override;
   Int_t BufferedCoordinates() const override { return 2; }
   void FillBuffered(const Double_t *entry) override { TProfile::Fill(entry[1], entry[2], entry[0]); }
   void ComputeStats(Double_t *stats) const override;
   void MergeCell(Int_t to, const TH1 &from, Int_t cell) override;
   Bool_t IsCellEmpty(Int_t bin) const override;

private:
   friend class TH2; // ProfileX() corrects the sums of squared weights
   Int_t FillCell(Double_t x, Double_t y, Double_t w);
   /// The sum of squared weights of a cell, whether it is kept or not.
   Double_t SquaredWeights(Int_t bin) const
   {
      return bin < fBinSumw2.fN ? fBinSumw2.fArray[bin] : fBinEntries.fArray[bin];
   }
   Bool_t OutsideY(Double_t y) const { return fYmin != fYmax && !(y >= fYmin && y <= fYmax); }
   void BuildSums();
};

#endif
