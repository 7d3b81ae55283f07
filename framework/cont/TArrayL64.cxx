// TArrayL64: see TArrayL64.h.
#include "TArrayL64.h"

#include "private/ArrayOperations.h"

namespace array = rootlet::array;

TArrayL64::TArrayL64(Int_t n) : TArray(n > 0 ? n : 0), fArray(array::Copy<Long64_t>(n, nullptr, 0)) {}

TArrayL64::TArrayL64(Int_t n, const Long64_t *array) : TArray(n > 0 ? n : 0), fArray(array::Copy(n, array, n)) {}

TArrayL64::TArrayL64(const TArrayL64 &array) : TArray(array), fArray(array::Copy(array.fN, array.fArray, array.fN)) {}

TArrayL64 &TArrayL64::operator=(const TArrayL64 &array)
{
   if (this != &array)
      Set(array.fN, array.fArray);
   return *this;
}

TArrayL64::~TArrayL64()
{
   delete[] fArray;
}

void TArrayL64::Adopt(Int_t n, Long64_t *array)
{
   if (array != fArray)
      array::Replace(*this, n, array);
}

void TArrayL64::AddAt(Long64_t c, Int_t i)
{
   if (BoundsOk("TArrayL64::AddAt", i))
      fArray[i] = c;
}

Long64_t TArrayL64::At(Int_t i) const
{
   return BoundsOk("TArrayL64::At", i) ? fArray[i] : Long64_t(0);
}

Stat_t TArrayL64::GetSum() const
{
   return array::Sum(*this);
}

void TArrayL64::Reset(Long64_t val)
{
   std::fill_n(fArray, fN, val);
}

void TArrayL64::Set(Int_t n)
{
   array::Resize(*this, n);
}

void TArrayL64::Set(Int_t n, const Long64_t *array)
{
   array::Assign(*this, n, array);
}

Long64_t &TArrayL64::operator[](Int_t i)
{
   return BoundsOk("TArrayL64::operator[]", i) ? fArray[i] : array::Nowhere<Long64_t>();
}

void TArrayL64::Streamer(TBuffer &b)
{
   array::Stream(*this, b);
}
