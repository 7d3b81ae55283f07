// TH1S; declared with all one-dimensional histograms in TH1.h.
#ifndef ROOTLET_TH1S
#define ROOTLET_TH1S

#include "TH1.h"

#endif
