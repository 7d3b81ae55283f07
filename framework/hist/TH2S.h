// TH2S; declared with all two-dimensional histograms in TH2.h.
#ifndef ROOTLET_TH2S
#define ROOTLET_TH2S

#include "TH2.h"

#endif
