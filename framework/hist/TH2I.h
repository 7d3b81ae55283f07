// TH2I; declared with all two-dimensional histograms in TH2.h.
#ifndef ROOTLET_TH2I
#define ROOTLET_TH2I

#include "TH2.h"

#endif
