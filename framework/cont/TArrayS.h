// TArrayS: an array of shorts, owned. Base of histograms, or a member.
// In a stream: Int_t n and n elements, nothing around them.
// Threads: as for std::vector.
#ifndef ROOTLET_TArrayS
#define ROOTLET_TArrayS

#include "TArray.h"

class TArrayS : public TArray {
public:
   Short_t *fArray; //[fN] Array of fN shorts

   TArrayS() : fArray(nullptr) {}
   /// n elements, all 0.
   explicit TArrayS(Int_t n);
   /// A copy of n elements of `array`.
   TArrayS(Int_t n, const Short_t *array);
   TArrayS(const TArrayS &array);
   TArrayS &operator=(const TArrayS &array);
   ~TArrayS() override;

   /// Takes `array`, n elements from new[]: it now belongs to this object.
   void Adopt(Int_t n, Short_t *array);
   void AddAt(Short_t c, Int_t i);
   /// The element, or 0 and one line if there is no such element.
   Short_t At(Int_t i) const;
   void Copy(TArrayS &array) const { array.Set(fN, fArray); }
   const Short_t *GetArray() const { return fArray; }
   Short_t *GetArray() { return fArray; }
   Double_t GetAt(Int_t i) const override { return static_cast<Double_t>(At(i)); }
   Stat_t GetSum() const;
   void Reset() { Reset(0); }
   void Reset(Short_t val);
   void Set(Int_t n) override;
   /// Becomes a copy of n elements of `array`; all 0 if `array` is null.
   void Set(Int_t n, const Short_t *array);
   void SetAt(Double_t v, Int_t i) override { AddAt(static_cast<Short_t>(v), i); }
   /// The element itself; with one line, an element that belongs to no array if there is no such element.
   Short_t &operator[](Int_t i);
   Short_t operator[](Int_t i) const { return At(i); }

   ClassDefOverride(TArrayS, 1) // Array of shorts
};

#endif
