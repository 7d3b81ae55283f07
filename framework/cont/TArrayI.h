// TArrayI: an array of 32 bit integers, owned. Base of histograms, or a member.
// In a stream: Int_t n and n elements, nothing around them.
// Threads: as for std::vector.
#ifndef ROOTLET_TArrayI
#define ROOTLET_TArrayI

#include "TArray.h"

class TArrayI : public TArray {
public:
   Int_t *fArray; //[fN] Array of fN 32 bit integers

   TArrayI() : fArray(nullptr) {}
   /// n elements, all 0.
   explicit TArrayI(Int_t n);
   /// A copy of n elements of `array`.
   TArrayI(Int_t n, const Int_t *array);
   TArrayI(const TArrayI &array);
   TArrayI &operator=(const TArrayI &array);
   ~TArrayI() override;

   /// Takes `array`, n elements from new[]: it now belongs to this object.
   void Adopt(Int_t n, Int_t *array);
   void AddAt(Int_t c, Int_t i);
   /// The element, or 0 and one line if there is no such element.
   Int_t At(Int_t i) const;
   void Copy(TArrayI &array) const { array.Set(fN, fArray); }
   const Int_t *GetArray() const { return fArray; }
   Int_t *GetArray() { return fArray; }
   Double_t GetAt(Int_t i) const override { return static_cast<Double_t>(At(i)); }
   Stat_t GetSum() const;
   void Reset() { Reset(0); }
   void Reset(Int_t val);
   void Set(Int_t n) override;
   /// Becomes a copy of n elements of `array`; all 0 if `array` is null.
   void Set(Int_t n, const Int_t *array);
   void SetAt(Double_t v, Int_t i) override { AddAt(static_cast<Int_t>(v), i); }
   /// The element itself; with one line, an element that belongs to no array if there is no such element.
   Int_t &operator[](Int_t i);
   Int_t operator[](Int_t i) const { return At(i); }

   ClassDefOverride(TArrayI, 1) // Array of 32 bit integers
};

#endif
