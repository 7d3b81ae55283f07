// TArrayD: an array of doubles, owned. Base of histograms, or a member.
// In a stream: Int_t n and n elements, nothing around them.
// Threads: as for std::vector.
#ifndef ROOTLET_TArrayD
#define ROOTLET_TArrayD

#include "TArray.h"

class TArrayD : public TArray {
public:
   Double_t *fArray; //[fN] Array of fN doubles

   TArrayD() : fArray(nullptr) {}
   /// n elements, all 0.
   explicit TArrayD(Int_t n);
   /// A copy of n elements of `array`.
   TArrayD(Int_t n, const Double_t *array);
   TArrayD(const TArrayD &array);
   TArrayD &operator=(const TArrayD &array);
   ~TArrayD() override;

   /// Takes `array`, n elements from new[]: it now belongs to this object.
   void Adopt(Int_t n, Double_t *array);
   void AddAt(Double_t c, Int_t i);
   /// The element, or 0 and one line if there is no such element.
   Double_t At(Int_t i) const;
   void Copy(TArrayD &array) const { array.Set(fN, fArray); }
   const Double_t *GetArray() const { return fArray; }
   Double_t *GetArray() { return fArray; }
   Double_t GetAt(Int_t i) const override { return static_cast<Double_t>(At(i)); }
   Stat_t GetSum() const;
   void Reset() { Reset(0); }
   void Reset(Double_t val);
   void Set(Int_t n) override;
   /// Becomes a copy of n elements of `array`; all 0 if `array` is null.
   void Set(Int_t n, const Double_t *array);
   void SetAt(Double_t v, Int_t i) override { AddAt(static_cast<Double_t>(v), i); }
   /// The element itself; with one line, an element that belongs to no array if there is no such element.
   Double_t &operator[](Int_t i);
   Double_t operator[](Int_t i) const { return At(i); }

   ClassDefOverride(TArrayD, 1) // Array of doubles
};

#endif
