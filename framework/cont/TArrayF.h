// TArrayF: an array of floats, owned. Base of histograms, or a member.
// In a stream: Int_t n and n elements, nothing around them.
// Threads: as for std::vector.
#ifndef ROOTLET_TArrayF
#define ROOTLET_TArrayF

#include "TArray.h"

class TArrayF : public TArray {
public:
   Float_t *fArray; //[fN] Array of fN floats

   TArrayF() : fArray(nullptr) {}
   /// n elements, all 0.
   explicit TArrayF(Int_t n);
   /// A copy of n elements of `array`.
   TArrayF(Int_t n, const Float_t *array);
   TArrayF(const TArrayF &array);
   TArrayF &operator=(const TArrayF &array);
   ~TArrayF() override;

   /// Takes `array`, n elements from new[]: it now belongs to this object.
   void Adopt(Int_t n, Float_t *array);
   void AddAt(Float_t c, Int_t i);
   /// The element, or 0 and one line if there is no such element.
   Float_t At(Int_t i) const;
   void Copy(TArrayF &array) const { array.Set(fN, fArray); }
   const Float_t *GetArray() const { return fArray; }
   Float_t *GetArray() { return fArray; }
   Double_t GetAt(Int_t i) const override { return static_cast<Double_t>(At(i)); }
   Stat_t GetSum() const;
   void Reset() { Reset(0); }
   void Reset(Float_t val);
   void Set(Int_t n) override;
   /// Becomes a copy of n elements of `array`; all 0 if `array` is null.
   void Set(Int_t n, const Float_t *array);
   void SetAt(Double_t v, Int_t i) override { AddAt(static_cast<Float_t>(v), i); }
   /// The element itself; with one line, an element that belongs to no array if there is no such element.
   Float_t &operator[](Int_t i);
   Float_t operator[](Int_t i) const { return At(i); }

   ClassDefOverride(TArrayF, 1) // Array of floats
};

#endif
