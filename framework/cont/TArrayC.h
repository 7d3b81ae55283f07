// TArrayC: an array of chars, owned. Base of histograms, or a member.
// In a stream: Int_t n and n elements, nothing around them.
// Threads: as for std::vector.
#ifndef ROOTLET_TArrayC
#define ROOTLET_TArrayC

#include "TArray.h"

class TArrayC : public TArray {
public:
   Char_t *fArray; //[fN] Array of fN chars

   TArrayC() : fArray(nullptr) {}
   /// n elements, all 0.
   explicit TArrayC(Int_t n);
   /// A copy of n elements of `array`.
   TArrayC(Int_t n, const Char_t *array);
   TArrayC(const TArrayC &array);
   TArrayC &operator=(const TArrayC &array);
   ~TArrayC() override;

   /// Takes `array`, n elements from new[]: it now belongs to this object.
   void Adopt(Int_t n, Char_t *array);
   void AddAt(Char_t c, Int_t i);
   /// The element, or 0 and one line if there is no such element.
   Char_t At(Int_t i) const;
   void Copy(TArrayC &array) const { array.Set(fN, fArray); }
   const Char_t *GetArray() const { return fArray; }
   Char_t *GetArray() { return fArray; }
   Double_t GetAt(Int_t i) const override { return static_cast<Double_t>(At(i)); }
   Stat_t GetSum() const;
   void Reset() { Reset(0); }
   void Reset(Char_t val);
   void Set(Int_t n) override;
   /// Becomes a copy of n elements of `array`; all 0 if `array` is null.
   void Set(Int_t n, const Char_t *array);
   void SetAt(Double_t v, Int_t i) override { AddAt(static_cast<Char_t>(v), i); }
   /// The element itself; with one line, an element that belongs to no array if there is no such element.
   Char_t &operator[](Int_t i);
   Char_t operator[](Int_t i) const { return At(i); }

   ClassDefOverride(TArrayC, 1) // Array of chars
};

#endif
