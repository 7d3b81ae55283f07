// TArrayL: an array of longs, owned. Base of histograms, or a member.
// In a stream: Int_t n and n elements, nothing around them.
// Threads: as for std::vector.
#ifndef ROOTLET_TArrayL
#define ROOTLET_TArrayL

#include "TArray.h"

class TArrayL : public TArray {
public:
   Long_t *fArray; //[fN] Array of fN longs

   TArrayL() : fArray(nullptr) {}
   /// n elements, all 0.
   explicit TArrayL(Int_t n);
   /// A copy of n elements of `array`.
   TArrayL(Int_t n, const Long_t *array);
   TArrayL(const TArrayL &array);
   TArrayL &operator=(const TArrayL &array);
   ~TArrayL() override;

   /// Takes `array`, n elements from new[]: it now belongs to this object.
   void Adopt(Int_t n, Long_t *array);
   void AddAt(Long_t c, Int_t i);
   /// The element, or 0 and one line if there is no such element.
   Long_t At(Int_t i) const;
   void Copy(TArrayL &array) const { array.Set(fN, fArray); }
   const Long_t *GetArray() const { return fArray; }
   Long_t *GetArray() { return fArray; }
   Double_t GetAt(Int_t i) const override { return static_cast<Double_t>(At(i)); }
   Stat_t GetSum() const;
   void Reset() { Reset(0); }
   void Reset(Long_t val);
   void Set(Int_t n) override;
   /// Becomes a copy of n elements of `array`; all 0 if `array` is null.
   void Set(Int_t n, const Long_t *array);
   void SetAt(Double_t v, Int_t i) override { AddAt(static_cast<Long_t>(v), i); }
   /// The element itself; with one line, an element that belongs to no array if there is no such element.
   Long_t &operator[](Int_t i);
   Long_t operator[](Int_t i) const { return At(i); }

   ClassDefOverride(TArrayL, 1) // Array of longs
};

#endif
