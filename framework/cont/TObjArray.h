// TObjArray: an array of pointers to objects that grows as needed; slots may be free (null).
// Used by user classes and as the base of TClonesArray. Invariant: fSize slots exist (the capacity), and those behind
// fLast are free; fLast is -2 when a slot was handed out by reference and the last used one must be looked for.
// In a stream: header, TObject, name, count, lower bound, then each slot up to the last used one (any pointer).
// Threads: see TCollection.
#ifndef ROOTLET_TObjArray
#define ROOTLET_TObjArray

#include "TSeqCollection.h"

class TObjArray : public TSeqCollection {
protected:
   TObject **fCont;     //! array contents
   Int_t fLowerBound;   // Lower bound of the array
   mutable Int_t fLast; // Last element in array containing an object

   // Slots are counted from 0, places from the lower bound.
   /// The slot of place `idx`; one line and -1 if that is outside of the capacity.
   Int_t SlotAt(const char *method, Int_t idx) const;
   /// As SlotAt(), making room if it must; one line and -1 if the place is before the lower bound.
   Int_t SlotWithRoom(const char *method, Int_t idx);
   /// The slot of the first object equal to `obj`, -1 if there is none.
   Int_t SlotOf(const TObject *obj) const;
   /// The slot of the last object, -1 if there is none.
   Int_t GetAbsLast() const;
   void Put(TObject *obj, Int_t slot);
   /// Frees all slots and returns the objects that were there.
   std::vector<TObject *> Detach();

public:
   /// `s` free slots, numbered from `lowerBound`.
   explicit TObjArray(Int_t s = kInitCapacity, Int_t lowerBound = 0);
   /// Holds the same objects, and owns none of them.
   TObjArray(const TObjArray &a);
   TObjArray &operator=(const TObjArray &a);
   /// Deletes the objects if this is their owner.
   ~TObjArray() override;

   void Clear(Option_t *option = "") override;
   void Delete(Option_t *option = "") override;
   /// Moves the objects together, so that no slot between them is free.
   virtual void Compress();
   /// Changes the capacity; never below the last object.
   virtual void Expand(Int_t newSize);
   /// Counts the objects.
   Int_t GetEntries() const override;
   /// The place after the last object: the number of objects if no slot before it is free.
   Int_t GetEntriesFast() const { return GetAbsLast() + 1; }
   Int_t GetLast() const override { return fLowerBound + GetAbsLast(); }
   Int_t LowerBound() const { return fLowerBound; }
   Bool_t IsEmpty() const override { return GetAbsLast() == -1; }
   TObject **GetObjectRef() const { return fCont; }
   TObject **GetObjectRef(const TObject *obj) const override;
   TIterator *MakeIterator(Bool_t dir = kIterForward) const override;

   void Add(TObject *obj) override { AddLast(obj); }
   /// Into the first slot, whatever was there.
   void AddFirst(TObject *obj) override;
   /// Behind the last object.
   void AddLast(TObject *obj) override;
   /// Into slot `idx`, whatever was there; one line if that is beyond the capacity.
   void AddAt(TObject *obj, Int_t idx) override;
   virtual void AddAtAndExpand(TObject *obj, Int_t idx);
   /// Into the first free slot, whose place is returned.
   virtual Int_t AddAtFree(TObject *obj);
   /// Into the slot after that of `after`, whatever was there; behind the last object if `after` is null.
   void AddAfter(const TObject *after, TObject *obj) override;
   /// Into the slot before that of `before`, whatever was there; into the first slot if `before` is null.
   void AddBefore(const TObject *before, TObject *obj) override;
   TObject *RemoveAt(Int_t idx) override;
   TObject *Remove(TObject *obj) override;
   virtual void RemoveRange(Int_t idx1, Int_t idx2);
   void RecursiveRemove(TObject *obj) override;
   using TSeqCollection::FindObject;

   TObject *At(Int_t idx) const override;
   /// At() without a check.
   TObject *UncheckedAt(Int_t i) const { return fCont[i - fLowerBound]; }
   TObject *Before(const TObject *obj) const override;
   TObject *After(const TObject *obj) const override;
   TObject *First() const override;
   TObject *Last() const override;
   /// The slot itself; with one line, a slot that belongs to no array if `i` is beyond the capacity.
   virtual TObject *&operator[](Int_t i);
   virtual TObject *operator[](Int_t i) const;
   Int_t IndexOf(const TObject *obj) const override;
   /// Says which place is the last with an object: what lies behind is hidden. -2: it is looked for.
   void SetLast(Int_t last);

   /// By Compare(), the slots before `upto`; free slots go behind the objects.
   virtual void Sort(Int_t upto = kMaxInt);
   /// The place of an object equal to `obj` in a sorted array, lower bound - 1 if there is none.
   virtual Int_t BinarySearch(TObject *obj, Int_t upto = kMaxInt);

   ClassDefOverride(TObjArray, 3) // An array of objects
};

class TObjArrayIter : public TIterator {
public:
   explicit TObjArrayIter(const TObjArray *array, Bool_t dir = kIterForward) : fArray(array), fForward(dir)
   {
      TObjArrayIter::Reset();
   }
   const TCollection *GetCollection() const override { return fArray; }
   TObject *Next() override;
   void Reset() override;
   std::unique_ptr<TIterator> Copy() const override { return std::make_unique<TObjArrayIter>(*this); }

private:
   const TObjArray *fArray;
   Int_t fNext = 0; // slot, counted from 0
   Bool_t fForward;
};

#endif
