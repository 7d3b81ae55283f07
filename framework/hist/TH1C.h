// TH1C; declared with all one-dimensional histograms in TH1.h.
#ifndef ROOTLET_TH1C
#define ROOTLET_TH1C

#include "TH1.h"

#endif
