// TArray: see TArray.h.
#include "TArray.h"

#include "TError.h"

TArray::~TArray() = default;

Bool_t TArray::OutOfBoundsError(const char *where, Int_t i) const
{
   ::Error(where, "index %d is out of bounds: the array has %d elements", i, fN);
   return kFALSE;
}
