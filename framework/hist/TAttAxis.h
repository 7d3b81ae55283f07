// TAttAxis: how an axis is drawn: divisions, labels, title. A part of TAxis; see TAttLine. The defaults are those of
// ROOT's "Modern" style.
#ifndef ROOTLET_TAttAxis
#define ROOTLET_TAttAxis

#include "Rtypes.h"

class TAttAxis {
protected:
   Int_t fNdivisions;    // Number of divisions(10000*n3 + 100*n2 + n1)
   Color_t fAxisColor;   // Color of the line axis
   Color_t fLabelColor;  // Color of labels
   Style_t fLabelFont;   // Font for labels
   Float_t fLabelOffset; // Offset of labels
   Float_t fLabelSize;   // Size of labels
   Float_t fTickLength;  // Length of tick marks
   Float_t fTitleOffset; // Offset of axis title
   Float_t fTitleSize;   // Size of axis title
   Color_t fTitleColor;  // Color of axis title
   Style_t fTitleFont;   // Font for axis title

public:
   TAttAxis() { ResetDefaults(); }
   TAttAxis(const TAttAxis &) = default;
   TAttAxis &operator=(const TAttAxis &) = default;
   virtual ~TAttAxis() {}

   void Copy(TAttAxis &other) const { other.TAttAxis::operator=(*this); }
   virtual Int_t GetNdivisions() const { return fNdivisions; }
   virtual Color_t GetAxisColor() const { return fAxisColor; }
   virtual Color_t GetLabelColor() const { return fLabelColor; }
   virtual Style_t GetLabelFont() const { return fLabelFont; }
   virtual Float_t GetLabelOffset() const { return fLabelOffset; }
   virtual Float_t GetLabelSize() const { return fLabelSize; }
   virtual Float_t GetTickLength() const { return fTickLength; }
   virtual Float_t GetTitleOffset() const { return fTitleOffset; }
   virtual Float_t GetTitleSize() const { return fTitleSize; }
   virtual Color_t GetTitleColor() const { return fTitleColor; }
   virtual Style_t GetTitleFont() const { return fTitleFont; }
   virtual void ResetAttAxis(Option_t * /*option*/ = "") { ResetDefaults(); }
   virtual void SetNdivisions(Int_t n = 510, Bool_t /*optim*/ = kTRUE) { fNdivisions = n; }
   virtual void SetAxisColor(Color_t color = 1) { fAxisColor = color; }
   virtual void SetLabelColor(Color_t color = 1) { fLabelColor = color; }
   virtual void SetLabelFont(Style_t font = 62) { fLabelFont = font; }
   virtual void SetLabelOffset(Float_t offset = 0.005f) { fLabelOffset = offset; }
   virtual void SetLabelSize(Float_t size = 0.04f) { fLabelSize = size; }
   virtual void SetTickLength(Float_t length = 0.03f) { fTickLength = length; }
   virtual void SetTickSize(Float_t size = 0.03f) { SetTickLength(size); }
   virtual void SetTitleOffset(Float_t offset = 1) { fTitleOffset = offset; }
   virtual void SetTitleSize(Float_t size = 0.04f) { fTitleSize = size; }
   virtual void SetTitleColor(Color_t color = 1) { fTitleColor = color; }
   virtual void SetTitleFont(Style_t font = 62) { fTitleFont = font; }

   ClassDef(TAttAxis, 4) // Axis attributes

private:
   void ResetDefaults()
   {
      fNdivisions = 510;
      fAxisColor = fLabelColor = fTitleColor = 1;
      fLabelFont = fTitleFont = 42;
      fLabelOffset = 0.005f;
      fLabelSize = fTitleSize = 0.035f;
      fTickLength = 0.03f;
      fTitleOffset = 1;
   }
};

#endif
