// TArrayF: see TArrayF.h.
#include "TArrayF.h"

#include "private/ArrayOperations.h"

namespace array = rootlet::array;

TArrayF::TArrayF(Int_t n) : TArray(n > 0 ? n : 0), fArray(array::Copy<Float_t>(n, nullptr, 0)) {}

TArrayF::TArrayF(Int_t n, const Float_t *array) : TArray(n > 0 ? n : 0), fArray(array::Copy(n, array, n)) {}

TArrayF::TArrayF(const TArrayF &array) : TArray(array), fArray(array::Copy(array.fN, array.fArray, array.fN)) {}

TArrayF &TArrayF::operator=(const TArrayF &array)
{
   if (this != &array)
      Set(array.fN, array.fArray);
   return *this;
}

TArrayF::~TArrayF()
{
   delete[] fArray;
}

void TArrayF::Adopt(Int_t n, Float_t *array)
{
   if (array != fArray)
      array::Replace(*this, n, array);
}

void TArrayF::AddAt(Float_t c, Int_t i)
{
   if (BoundsOk("TArrayF::AddAt", i))
      fArray[i] = c;
}

Float_t TArrayF::At(Int_t i) const
{
   return BoundsOk("TArrayF::At", i) ? fArray[i] : Float_t(0);
}

Stat_t TArrayF::GetSum() const
{
   return array::Sum(*this);
}

void TArrayF::Reset(Float_t val)
{
   std::fill_n(fArray, fN, val);
}

void TArrayF::Set(Int_t n)
{
   array::Resize(*this, n);
}

void TArrayF::Set(Int_t n, const Float_t *array)
{
   array::Assign(*this, n, array);
}

Float_t &TArrayF::operator[](Int_t i)
{
   return BoundsOk("TArrayF::operator[]", i) ? fArray[i] : array::Nowhere<Float_t>();
}

void TArrayF::Streamer(TBuffer &b)
{
   array::Stream(*this, b);
}
