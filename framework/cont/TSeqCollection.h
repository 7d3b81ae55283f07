// TSeqCollection: a collection whose objects have an order. Base of lists and arrays.
// Invariant: fSorted is true only while the objects are known to be in the order of Compare().
// Threads: see TCollection.
#ifndef ROOTLET_TSeqCollection
#define ROOTLET_TSeqCollection

#include "TCollection.h"

constexpr Bool_t kSortAscending = kTRUE;
constexpr Bool_t kSortDescending = kFALSE;

class TSeqCollection : public TCollection {
protected:
   Bool_t fSorted; // true if collection has been sorted; not in the stream, as the class version is 0

   TSeqCollection() : fSorted(kFALSE) {}
   virtual void Changed() { fSorted = kFALSE; }

public:
   void Add(TObject *obj) override { AddLast(obj); }
   virtual void AddFirst(TObject *obj) = 0;
   virtual void AddLast(TObject *obj) = 0;
   virtual void AddAt(TObject *obj, Int_t idx) = 0;
   virtual void AddAfter(const TObject *after, TObject *obj) = 0;
   virtual void AddBefore(const TObject *before, TObject *obj) = 0;
   virtual void RemoveFirst() { Remove(First()); }
   virtual void RemoveLast() { Remove(Last()); }
   virtual TObject *RemoveAt(Int_t idx) { return Remove(At(idx)); }
   virtual void RemoveAfter(TObject *after) { Remove(After(after)); }
   virtual void RemoveBefore(TObject *before) { Remove(Before(before)); }

   virtual TObject *At(Int_t idx) const = 0;
   virtual TObject *Before(const TObject *obj) const = 0;
   virtual TObject *After(const TObject *obj) const = 0;
   virtual TObject *First() const = 0;
   virtual TObject *Last() const = 0;
   /// The place of the last object, -1 if there is none.
   virtual Int_t GetLast() const;
   /// The place of `obj` (the same address), one less than that of the first place if it is not here.
   virtual Int_t IndexOf(const TObject *obj) const;
   virtual Bool_t IsSorted() const { return fSorted; }
   void UnSort() { fSorted = kFALSE; }

   ClassDefOverride(TSeqCollection, 0) // Sequenceable collection ABC
};

#endif
