// TArrayL: see TArrayL.h.
#include "TArrayL.h"

#include "private/ArrayOperations.h"

namespace array = rootlet::array;

TArrayL::TArrayL(Int_t n) : TArray(n > 0 ? n : 0), fArray(array::Copy<Long_t>(n, nullptr, 0)) {}

TArrayL::TArrayL(Int_t n, const Long_t *array) : TArray(n > 0 ? n : 0), fArray(array::Copy(n, array, n)) {}

TArrayL::TArrayL(const TArrayL &array) : TArray(array), fArray(array::Copy(array.fN, array.fArray, array.fN)) {}

TArrayL &TArrayL::operator=(const TArrayL &array)
{
   if (this != &array)
      Set(array.fN, array.fArray);
   return *this;
}

TArrayL::~TArrayL()
{
   delete[] fArray;
}

void TArrayL::Adopt(Int_t n, Long_t *array)
{
   if (array != fArray)
      array::Replace(*this, n, array);
}

void TArrayL::AddAt(Long_t c, Int_t i)
{
   if (BoundsOk("TArrayL::AddAt", i))
      fArray[i] = c;
}

Long_t TArrayL::At(Int_t i) const
{
   return BoundsOk("TArrayL::At", i) ? fArray[i] : Long_t(0);
}

Stat_t TArrayL::GetSum() const
{
   return array::Sum(*this);
}

void TArrayL::Reset(Long_t val)
{
   std::fill_n(fArray, fN, val);
}

void TArrayL::Set(Int_t n)
{
   array::Resize(*this, n);
}

void TArrayL::Set(Int_t n, const Long_t *array)
{
   array::Assign(*this, n, array);
}

Long_t &TArrayL::operator[](Int_t i)
{
   return BoundsOk("TArrayL::operator[]", i) ? fArray[i] : array::Nowhere<Long_t>();
}

void TArrayL::Streamer(TBuffer &b)
{
   array::Stream(*this, b);
}
