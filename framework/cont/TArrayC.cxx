// TArrayC: see TArrayC.h.
#include "TArrayC.h"

#include "private/ArrayOperations.h"

namespace array = rootlet::array;

TArrayC::TArrayC(Int_t n) : TArray(n > 0 ? n : 0), fArray(array::Copy<Char_t>(n, nullptr, 0)) {}

TArrayC::TArrayC(Int_t n, const Char_t *array) : TArray(n > 0 ? n : 0), fArray(array::Copy(n, array, n)) {}

TArrayC::TArrayC(const TArrayC &array) : TArray(array), fArray(array::Copy(array.fN, array.fArray, array.fN)) {}

TArrayC &TArrayC::operator=(const TArrayC &array)
{
   if (this != &array)
      Set(array.fN, array.fArray);
   return *this;
}

TArrayC::~TArrayC()
{
   delete[] fArray;
}

void TArrayC::Adopt(Int_t n, Char_t *array)
{
   if (array != fArray)
      array::Replace(*this, n, array);
}

void TArrayC::AddAt(Char_t c, Int_t i)
{
   if (BoundsOk("TArrayC::AddAt", i))
      fArray[i] = c;
}

Char_t TArrayC::At(Int_t i) const
{
   return BoundsOk("TArrayC::At", i) ? fArray[i] : Char_t(0);
}

Stat_t TArrayC::GetSum() const
{
   return array::Sum(*this);
}

void TArrayC::Reset(Char_t val)
{
   std::fill_n(fArray, fN, val);
}

void TArrayC::Set(Int_t n)
{
   array::Resize(*this, n);
}

void TArrayC::Set(Int_t n, const Char_t *array)
{
   array::Assign(*this, n, array);
}

Char_t &TArrayC::operator[](Int_t i)
{
   return BoundsOk("TArrayC::operator[]", i) ? fArray[i] : array::Nowhere<Char_t>();
}

void TArrayC::Streamer(TBuffer &b)
{
   array::Stream(*this, b);
}
