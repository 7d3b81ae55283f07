// What ways.cxx shares: the same content in a class that is streamed or copied (Add, AddDirect) and in a plain one (Emplace).
#ifndef ROOTLET_bench_Ways
#define ROOTLET_bench_Ways

#include <vector>

#include "RootletAnnotations.h"
#include "RootletContainers.h"
#include "TObject.h"

struct Hit {
   Float_t fX = 1;
   Float_t fY = 2;
   Int_t fChannel = 3;
   Bool_t fGood = true;

   ClassDefNV(Hit, 1)
};

/// Numbers, all in the object.
template <int kCount>
class Row : public TObject {
public:
   Int_t fNumber = 0;
   Double_t fValues[kCount] = {};

   ClassDefOverride(Row, 1)
};

template <int kCount>
struct PlainRow {
   Int_t fNumber = 0;
   Double_t fValues[kCount] = {};
};
using Row64B = Row<8>;
ROOTLET_DICT(Row64B)
using PlainRow64B = PlainRow<8>;
ROOTLET_SHARED(PlainRow64B)
using Row1K = Row<128>;
ROOTLET_DICT(Row1K)
using PlainRow1K = PlainRow<128>;
ROOTLET_SHARED(PlainRow1K)
using Row64K = Row<8192>;
ROOTLET_DICT(Row64K)
using PlainRow64K = PlainRow<8192>;
ROOTLET_SHARED(PlainRow64K)
using Row1M = Row<131072>;
ROOTLET_DICT(Row1M)
using PlainRow1M = PlainRow<131072>;
ROOTLET_SHARED(PlainRow1M)
using Row64M = Row<8388608>;
ROOTLET_DICT(Row64M)
using PlainRow64M = PlainRow<8388608>;
ROOTLET_SHARED(PlainRow64M)

/// Many small objects.
class Hits : public TObject {
public:
   Int_t fNumber = 0;
   Hit fHits[1000];

   ClassDefOverride(Hits, 1)
};
struct PlainHits {
   Int_t fNumber = 0;
   Hit fHits[1000];
};
ROOTLET_SHARED(PlainHits)

/// The same of a number that changes.
class HitVector : public TObject {
public:
   HitVector() : fHits(1000) {}
   Int_t fNumber = 0;
   std::vector<Hit> fHits;

   ClassDefOverride(HitVector, 1)
};
struct PlainHitVector {
   PlainHitVector() : fHits(1000) {}
   Int_t fNumber = 0;
   rootlet::vector<Hit> fHits;
};
ROOTLET_SHARED(PlainHitVector)

#endif
