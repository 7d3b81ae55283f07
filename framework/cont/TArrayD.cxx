// TArrayD: see TArrayD.h.
#include "TArrayD.h"

#include "private/ArrayOperations.h"

namespace array = rootlet::array;

TArrayD::TArrayD(Int_t n) : TArray(n > 0 ? n : 0), fArray(array::Copy<Double_t>(n, nullptr, 0)) {}

TArrayD::TArrayD(Int_t n, const Double_t *array) : TArray(n > 0 ? n : 0), fArray(array::Copy(n, array, n)) {}

TArrayD::TArrayD(const TArrayD &array) : TArray(array), fArray(array::Copy(array.fN, array.fArray, array.fN)) {}

TArrayD &TArrayD::operator=(const TArrayD &array)
{
   if (this != &array)
      Set(array.fN, array.fArray);
   return *this;
}

TArrayD::~TArrayD()
{
   delete[] fArray;
}

void TArrayD::Adopt(Int_t n, Double_t *array)
{
   if (array != fArray)
      array::Replace(*this, n, array);
}

void TArrayD::AddAt(Double_t c, Int_t i)
{
   if (BoundsOk("TArrayD::AddAt", i))
      fArray[i] = c;
}

Double_t TArrayD::At(Int_t i) const
{
   return BoundsOk("TArrayD::At", i) ? fArray[i] : Double_t(0);
}

Stat_t TArrayD::GetSum() const
{
   return array::Sum(*this);
}

void TArrayD::Reset(Double_t val)
{
   std::fill_n(fArray, fN, val);
}

void TArrayD::Set(Int_t n)
{
   array::Resize(*this, n);
}

void TArrayD::Set(Int_t n, const Double_t *array)
{
   array::Assign(*this, n, array);
}

Double_t &TArrayD::operator[](Int_t i)
{
   return BoundsOk("TArrayD::operator[]", i) ? fArray[i] : array::Nowhere<Double_t>();
}

void TArrayD::Streamer(TBuffer &b)
{
   array::Stream(*this, b);
}
