// TArrayS: see TArrayS.h.
#include "TArrayS.h"

#include "private/ArrayOperations.h"

namespace array = rootlet::array;

TArrayS::TArrayS(Int_t n) : TArray(n > 0 ? n : 0), fArray(array::Copy<Short_t>(n, nullptr, 0)) {}

TArrayS::TArrayS(Int_t n, const Short_t *array) : TArray(n > 0 ? n : 0), fArray(array::Copy(n, array, n)) {}

TArrayS::TArrayS(const TArrayS &array) : TArray(array), fArray(array::Copy(array.fN, array.fArray, array.fN)) {}

TArrayS &TArrayS::operator=(const TArrayS &array)
{
   if (this != &array)
      Set(array.fN, array.fArray);
   return *this;
}

TArrayS::~TArrayS()
{
   delete[] fArray;
}

void TArrayS::Adopt(Int_t n, Short_t *array)
{
   if (array != fArray)
      array::Replace(*this, n, array);
}

void TArrayS::AddAt(Short_t c, Int_t i)
{
   if (BoundsOk("TArrayS::AddAt", i))
      fArray[i] = c;
}

Short_t TArrayS::At(Int_t i) const
{
   return BoundsOk("TArrayS::At", i) ? fArray[i] : Short_t(0);
}

Stat_t TArrayS::GetSum() const
{
   return array::Sum(*this);
}

void TArrayS::Reset(Short_t val)
{
   std::fill_n(fArray, fN, val);
}

void TArrayS::Set(Int_t n)
{
   array::Resize(*this, n);
}

void TArrayS::Set(Int_t n, const Short_t *array)
{
   array::Assign(*this, n, array);
}

Short_t &TArrayS::operator[](Int_t i)
{
   return BoundsOk("TArrayS::operator[]", i) ? fArray[i] : array::Nowhere<Short_t>();
}

void TArrayS::Streamer(TBuffer &b)
{
   array::Stream(*this, b);
}
