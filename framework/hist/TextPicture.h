// TextPicture: a histogram as characters, for terminals, logs and tutorials. Used by TH1::Draw().
// Threads: as for looking at the histogram.
#ifndef ROOTLET_TextPicture
#define ROOTLET_TextPicture

#include "Rtypes.h"

#include <string>

class TH1;

namespace rootlet {

struct PictureOptions {
   Int_t fWidth = 60;       ///< columns for the bins; neighbouring bins share a column where there are more
   Int_t fHeight = 15;      ///< rows for the contents; for two dimensions the most rows for the bins of y
   Bool_t fUnicode = kTRUE; ///< block characters in UTF-8; else ASCII alone
};

/// Several lines: name, title and statistics, then the contents within the axis ranges over a labelled axis.
/// One dimension: bars, upwards from 0 (downwards for negative contents), all bins equally wide. TProfile: a mark at the
/// mean of each bin that has entries. Two dimensions: the denser, the more.
std::string TextPicture(const TH1 &h, const PictureOptions &options = {});

} // namespace rootlet

#endif
