// THashList: a TList with a hash table beside it, so that objects are found by name without a walk.
// Used for long lists of named objects. Invariant: the table holds exactly the objects of the list.
// In a stream: as TList.
// Threads: see TCollection.
#ifndef ROOTLET_THashList
#define ROOTLET_THashList

#include "THashTable.h"
#include "TList.h"

class THashList : public TList {
protected:
   THashTable *fTable; // the same objects, by hash; not in the stream, as the class version is 0

   void ObjectAdded(TObject *obj) override;
   void ObjectRemoved(TObject *obj) override;
   void AllObjectsRemoved() override;

public:
   /// As THashTable. With `rehash` 0 the number of buckets stays as it is.
   explicit THashList(Int_t capacity = kInitHashTableCapacity, Int_t rehash = 0);
   ~THashList() override;

   Float_t AverageCollisions() const { return fTable->AverageCollisions(); }
   TObject *FindObject(const char *name) const override { return fTable->FindObject(name); }
   TObject *FindObject(const TObject *obj) const override { return fTable->FindObject(obj); }
   const TList *GetListForObject(const char *name) const { return fTable->GetListForObject(name); }
   const TList *GetListForObject(const TObject *obj) const { return fTable->GetListForObject(obj); }
   /// To be called after objects were renamed, or with a larger number of buckets.
   void Rehash(Int_t newCapacity) { fTable->Rehash(newCapacity); }

   ClassDefOverride(THashList, 0) // Doubly linked list with hashtable for lookup
};

#endif
