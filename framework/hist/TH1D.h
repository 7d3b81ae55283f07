// TH1D; declared with all one-dimensional histograms in TH1.h.
#ifndef ROOTLET_TH1D
#define ROOTLET_TH1D

#include "TH1.h"

#endif
