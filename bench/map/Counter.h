// What latency.cxx hands over: a small record.
#ifndef ROOTLET_bench_Counter
#define ROOTLET_bench_Counter

#include "TObject.h"

class Counter : public TObject {
public:
   Long64_t fCount = 0;
   Double_t fValues[8] = {};

   ClassDefOverride(Counter, 1)
};

#endif
