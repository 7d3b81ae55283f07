// TAttMarker: how a point is drawn: colour, style, size. A part of histograms and graphs; see TAttLine.
#ifndef ROOTLET_TAttMarker
#define ROOTLET_TAttMarker

#include "Rtypes.h"

class TAttMarker {
protected:
   Color_t fMarkerColor; // Marker color
   Style_t fMarkerStyle; // Marker style
   Size_t fMarkerSize;   // Marker size

public:
   TAttMarker() : TAttMarker(1, 1, 1) {}
   TAttMarker(Color_t color, Style_t style, Size_t msize) : fMarkerColor(color), fMarkerStyle(style), fMarkerSize(msize)
   {
   }
   TAttMarker(const TAttMarker &) = default;
   TAttMarker &operator=(const TAttMarker &) = default;
   virtual ~TAttMarker() {}

   void Copy(TAttMarker &other) const { other.TAttMarker::operator=(*this); }
   virtual Color_t GetMarkerColor() const { return fMarkerColor; }
   virtual Style_t GetMarkerStyle() const { return fMarkerStyle; }
   virtual Size_t GetMarkerSize() const { return fMarkerSize; }
   virtual void ResetAttMarker(Option_t * /*option*/ = "") { *this = TAttMarker(); }
   virtual void SetMarkerColor(Color_t color = 1) { fMarkerColor = color; }
   virtual void SetMarkerStyle(Style_t style = 1) { fMarkerStyle = style; }
   virtual void SetMarkerSize(Size_t msize = 1) { fMarkerSize = msize; }

   ClassDef(TAttMarker, 2) // Marker attributes
};

#endif
