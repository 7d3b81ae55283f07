// TArrayL64: an array of 64 bit integers, owned. Base of histograms, or a member.
// In a stream: Int_t n and n elements, nothing around them.
// Threads: as for std::vector.
#ifndef ROOTLET_TArrayL64
#define ROOTLET_TArrayL64

#include "TArray.h"

class TArrayL64 : public TArray {
public:
   Long64_t *fArray; //[fN] Array of fN 64 bit integers

   TArrayL64() : fArray(nullptr) {}
   /// n elements, all 0.
   explicit TArrayL64(Int_t n);
   /// A copy of n elements of `array`.
   TArrayL64(Int_t n, const Long64_t *array);
   TArrayL64(const TArrayL64 &array);
   TArrayL64 &operator=(const TArrayL64 &array);
   ~TArrayL64() override;

   /// Takes `array`, n elements from new[]: it now belongs to this object.
   void Adopt(Int_t n, Long64_t *array);
   void AddAt(Long64_t c, Int_t i);
   /// The element, or 0 and one line if there is no such element.
   Long64_t At(Int_t i) const;
   void Copy(TArrayL64 &array) const { array.Set(fN, fArray); }
   const Long64_t *GetArray() const { return fArray; }
   Long64_t *GetArray() { return fArray; }
   Double_t GetAt(Int_t i) const override { return static_cast<Double_t>(At(i)); }
   Stat_t GetSum() const;
   void Reset() { Reset(0); }
   void Reset(Long64_t val);
   void Set(Int_t n) override;
   /// Becomes a copy of n elements of `array`; all 0 if `array` is null.
   void Set(Int_t n, const Long64_t *array);
   void SetAt(Double_t v, Int_t i) override { AddAt(static_cast<Long64_t>(v), i); }
   /// The element itself; with one line, an element that belongs to no array if there is no such element.
   Long64_t &operator[](Int_t i);
   Long64_t operator[](Int_t i) const { return At(i); }

   ClassDefOverride(TArrayL64, 1) // Array of 64 bit integers
};

#endif
