// TH1F; declared with all one-dimensional histograms in TH1.h.
#ifndef ROOTLET_TH1F
#define ROOTLET_TH1F

#include "TH1.h"

#endif
