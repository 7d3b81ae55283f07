// TH2C; declared with all two-dimensional histograms in TH2.h.
#ifndef ROOTLET_TH2C
#define ROOTLET_TH2C

#include "TH2.h"

#endif
