// TH1I; declared with all one-dimensional histograms in TH1.h.
#ifndef ROOTLET_TH1I
#define ROOTLET_TH1I

#include "TH1.h"

#endif
