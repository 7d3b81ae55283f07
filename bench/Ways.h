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
using SmallRow = Row<8>;
ROOTLET_DICT(SmallRow)
using SmallPlainRow = PlainRow<8>;
ROOTLET_SHARED(SmallPlainRow)
using LargeRow = Row<8192>;
ROOTLET_DICT(LargeRow)
using LargePlainRow = PlainRow<8192>;
ROOTLET_SHARED(LargePlainRow)

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
