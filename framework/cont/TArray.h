// TArray: the common face of the arrays of one basic type, TArrayC ... TArrayD. Base of histograms, member of axes.
// Invariant: fN elements exist; none of the arrays keeps a pointer that it does not own.
// Threads: as for std::vector.
#ifndef ROOTLET_TArray
#define ROOTLET_TArray

#include "Rtypes.h"

class TArray {
public:
   Int_t fN; // Number of array elements

   TArray() : fN(0) {}
   explicit TArray(Int_t n) : fN(n) {}
   TArray(const TArray &array) = default;
   TArray &operator=(const TArray &array) = default;
   virtual ~TArray();

   Int_t GetSize() const { return fN; }
   /// Changes the number of elements; those that stay keep their value, new ones are 0. A negative n changes nothing.
   virtual void Set(Int_t n) = 0;
   virtual Double_t GetAt(Int_t i) const = 0;
   virtual void SetAt(Double_t v, Int_t i) = 0;

   ClassDef(TArray, 1) // Abstract array base class

protected:
   /// Reports an index that is not in the array.
   Bool_t BoundsOk(const char *where, Int_t at) const
   {
      return (at < 0 || at >= fN) ? OutOfBoundsError(where, at) : kTRUE;
   }
   Bool_t OutOfBoundsError(const char *where, Int_t i) const;
};

#endif
