// The histograms of Objects.h as somebody without Rootlet writes them: the same members, in plain structures.
#ifndef ROOTLET_bench_Histogram
#define ROOTLET_bench_Histogram

#include "TH1F.h"
#include "TH2F.h"

#include <cstdint>
#include <string>
#include <vector>

namespace plain {

struct Axis {
   std::string fName, fTitle;
   std::int32_t fDivisions = 0;
   std::int16_t fAxisColor = 0, fLabelColor = 0, fLabelFont = 0;
   float fLabelOffset = 0, fLabelSize = 0, fTickLength = 0, fTitleOffset = 0, fTitleSize = 0;
   std::int16_t fTitleColor = 0, fTitleFont = 0;
   std::int32_t fBins = 0;
   double fMinimum = 0, fMaximum = 0;
   std::vector<double> fEdges;
   std::int32_t fFirst = 0, fLast = 0;
   std::uint16_t fBits = 0;
   bool fTimeDisplay = false;
   std::string fTimeFormat;
};

struct Histogram {
   std::string fName, fTitle;
   std::int16_t fLineColor = 0, fLineStyle = 0, fLineWidth = 0;
   std::int16_t fFillColor = 0, fFillStyle = 0;
   std::int16_t fMarkerColor = 0, fMarkerStyle = 0;
   float fMarkerSize = 0;
   std::int32_t fCells = 0;
   Axis fX, fY, fZ;
   std::int16_t fBarOffset = 0, fBarWidth = 0;
   double fEntries = 0, fSumw = 0, fSumw2 = 0, fSumwx = 0, fSumwx2 = 0;
   double fMaximum = 0, fMinimum = 0, fNorm = 0;
   std::vector<double> fContour, fSumOfSquares;
   std::string fOption;
   std::vector<double> fBuffer;
   std::int32_t fErrorOption = 0, fOverflows = 0;
   std::vector<float> fContent; // with underflow and overflow
};

struct Histogram2 : Histogram {
   double fScale = 0, fSumwy = 0, fSumwy2 = 0, fSumwxy = 0;
};

inline Axis Copy(const TAxis &from)
{
   Axis to;
   to.fName = from.GetName();
   to.fTitle = from.GetTitle();
   to.fDivisions = from.GetNdivisions();
   to.fAxisColor = from.GetAxisColor();
   to.fLabelColor = from.GetLabelColor();
   to.fLabelFont = from.GetLabelFont();
   to.fLabelOffset = from.GetLabelOffset();
   to.fLabelSize = from.GetLabelSize();
   to.fTickLength = from.GetTickLength();
   to.fTitleOffset = from.GetTitleOffset();
   to.fTitleSize = from.GetTitleSize();
   to.fTitleColor = from.GetTitleColor();
   to.fTitleFont = from.GetTitleFont();
   to.fBins = from.GetNbins();
   to.fMinimum = from.GetXmin();
   to.fMaximum = from.GetXmax();
   to.fTimeFormat = from.GetTimeFormat();
   return to;
}

/// TH1F or TH2F.
template <class H>
void Copy(const H &from, Histogram &to)
{
   to.fName = from.GetName();
   to.fTitle = from.GetTitle();
   to.fLineColor = from.GetLineColor();
   to.fLineStyle = from.GetLineStyle();
   to.fLineWidth = from.GetLineWidth();
   to.fFillColor = from.GetFillColor();
   to.fFillStyle = from.GetFillStyle();
   to.fMarkerColor = from.GetMarkerColor();
   to.fMarkerStyle = from.GetMarkerStyle();
   to.fMarkerSize = from.GetMarkerSize();
   to.fCells = from.GetNcells();
   to.fX = Copy(*from.GetXaxis());
   to.fY = Copy(*from.GetYaxis());
   to.fZ = Copy(*from.GetZaxis());
   to.fEntries = from.GetEntries();
   Double_t statistics[TH1::kNstat] = {};
   from.GetStats(statistics);
   to.fSumw = statistics[0];
   to.fSumw2 = statistics[1];
   to.fSumwx = statistics[2];
   to.fSumwx2 = statistics[3];
   to.fContent.assign(from.GetArray(), from.GetArray() + from.GetSize());
}

inline Histogram Copy(const TH1F &from)
{
   Histogram to;
   Copy(from, to);
   return to;
}
inline Histogram2 Copy(const TH2F &from)
{
   Histogram2 to;
   Copy(from, to);
   Double_t statistics[TH1::kNstat] = {};
   from.GetStats(statistics);
   to.fSumwy = statistics[4];
   to.fSumwy2 = statistics[5];
   to.fSumwxy = statistics[6];
   return to;
}

inline void SetMark(Histogram &histogram, std::int64_t mark)
{
   histogram.fEntries = static_cast<double>(mark);
}
inline std::int64_t Mark(const Histogram &histogram)
{
   return static_cast<std::int64_t>(histogram.fEntries);
}

} // namespace plain

#endif
