// TH2F; declared with all two-dimensional histograms in TH2.h.
#ifndef ROOTLET_TH2F
#define ROOTLET_TH2F

#include "TH2.h"

#endif
