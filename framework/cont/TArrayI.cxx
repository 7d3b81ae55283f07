// TArrayI: see TArrayI.h.
#include "TArrayI.h"

#include "private/ArrayOperations.h"

namespace array = rootlet::array;

TArrayI::TArrayI(Int_t n) : TArray(n > 0 ? n : 0), fArray(array::Copy<Int_t>(n, nullptr, 0)) {}

TArrayI::TArrayI(Int_t n, const Int_t *array) : TArray(n > 0 ? n : 0), fArray(array::Copy(n, array, n)) {}

TArrayI::TArrayI(const TArrayI &array) : TArray(array), fArray(array::Copy(array.fN, array.fArray, array.fN)) {}

TArrayI &TArrayI::operator=(const TArrayI &array)
{
   if (this != &array)
      Set(array.fN, array.fArray);
   return *this;
}

TArrayI::~TArrayI()
{
   delete[] fArray;
}

void TArrayI::Adopt(Int_t n, Int_t *array)
{
   if (array != fArray)
      array::Replace(*this, n, array);
}

void TArrayI::AddAt(Int_t c, Int_t i)
{
   if (BoundsOk("TArrayI::AddAt", i))
      fArray[i] = c;
}

Int_t TArrayI::At(Int_t i) const
{
   return BoundsOk("TArrayI::At", i) ? fArray[i] : Int_t(0);
}

Stat_t TArrayI::GetSum() const
{
   return array::Sum(*this);
}

void TArrayI::Reset(Int_t val)
{
   std::fill_n(fArray, fN, val);
}

void TArrayI::Set(Int_t n)
{
   array::Resize(*this, n);
}

void TArrayI::Set(Int_t n, const Int_t *array)
{
   array::Assign(*this, n, array);
}

Int_t &TArrayI::operator[](Int_t i)
{
   return BoundsOk("TArrayI::operator[]", i) ? fArray[i] : array::Nowhere<Int_t>();
}

void TArrayI::Streamer(TBuffer &b)
{
   array::Stream(*this, b);
}
