// TH2D; declared with all two-dimensional histograms in TH2.h.
#ifndef ROOTLET_TH2D
#define ROOTLET_TH2D

#include "TH2.h"

#endif
