// TAttFill: how an area is filled: colour and style. A part of histograms and graphs; see TAttLine.
#ifndef ROOTLET_TAttFill
#define ROOTLET_TAttFill

#include "Rtypes.h"

class TAttFill {
protected:
   Color_t fFillColor; // Fill area color
   Style_t fFillStyle; // Fill area style

public:
   TAttFill() : TAttFill(1, 0) {}
   TAttFill(Color_t color, Style_t style) : fFillColor(color), fFillStyle(style) {}
   TAttFill(const TAttFill &) = default;
   TAttFill &operator=(const TAttFill &) = default;
   virtual ~TAttFill() {}

   void Copy(TAttFill &other) const { other.TAttFill::operator=(*this); }
   virtual Color_t GetFillColor() const { return fFillColor; }
   virtual Style_t GetFillStyle() const { return fFillStyle; }
   virtual Bool_t IsTransparent() const { return fFillStyle >= 4000 && fFillStyle <= 4100; }
   virtual void ResetAttFill(Option_t * /*option*/ = "") { *this = TAttFill(); }
   virtual void SetFillColor(Color_t color) { fFillColor = color; }
   virtual void SetFillStyle(Style_t style) { fFillStyle = style; }

   ClassDef(TAttFill, 2) // Fill area attributes
};

#endif
