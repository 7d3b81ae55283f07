// What the parts of TH1's implementation share; used by TH1*.cxx alone.
#ifndef ROOTLET_HistTools
#define ROOTLET_HistTools

#include "TString.h"

#include <string_view>

class TAxis;

namespace rootlet {

constexpr Double_t kNoLimit = -1111; ///< of fMaximum and fMinimum: "not set"

/// The word stands somewhere in the option, in whatever case.
inline Bool_t HasOption(Option_t *option, std::string_view word)
{
   TString lower(option ? option : "");
   lower.ToLower();
   return lower.View().find(word) != std::string_view::npos;
}

inline Double_t Square(Double_t x)
{
   return x * x;
}

/// The same edges, to a billionth of a bin.
Bool_t HaveSameBins(const TAxis &a, const TAxis &b);

} // namespace rootlet

#endif
