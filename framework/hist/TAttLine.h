// TAttLine: how a line is drawn: colour, style, width. A part of histograms and graphs; kept and streamed so that ROOT
// draws what it gets from here as it would its own.
#ifndef ROOTLET_TAttLine
#define ROOTLET_TAttLine

#include "Rtypes.h"

class TAttLine {
protected:
   Color_t fLineColor; // Line color
   Style_t fLineStyle; // Line style
   Width_t fLineWidth; // Line width

public:
   TAttLine() : TAttLine(1, 1, 1) {}
   TAttLine(Color_t color, Style_t style, Width_t width) : fLineColor(color), fLineStyle(style), fLineWidth(width) {}
   TAttLine(const TAttLine &) = default;
   TAttLine &operator=(const TAttLine &) = default;
   virtual ~TAttLine() {}

   void Copy(TAttLine &other) const { other.TAttLine::operator=(*this); }
   virtual Color_t GetLineColor() const { return fLineColor; }
   virtual Style_t GetLineStyle() const { return fLineStyle; }
   virtual Width_t GetLineWidth() const { return fLineWidth; }
   virtual void ResetAttLine(Option_t * /*option*/ = "") { *this = TAttLine(); }
   virtual void SetLineColor(Color_t color) { fLineColor = color; }
   virtual void SetLineStyle(Style_t style) { fLineStyle = style; }
   virtual void SetLineWidth(Width_t width) { fLineWidth = width; }

   ClassDef(TAttLine, 2) // Line attributes
};

#endif
