// THashTable: finds objects by name or by equality without looking at all of them. Order means nothing.
// Used by THashList and TMap, and by programs. Invariant: an object lies in the bucket of the hash that it had when it
// was added; one that was renamed since is still found for removal, by looking everywhere, but not by its new name
// before Rehash().
// Threads: see TCollection.
#ifndef ROOTLET_THashTable
#define ROOTLET_THashTable

#include "TCollection.h"
#include "TList.h"

class THashTable : public TCollection {
protected:
   std::vector<std::unique_ptr<TList>> fCont; //! buckets, null while empty
   Int_t fEntries;                            //! number of objects
   Int_t fUsedSlots;                          //! number of buckets that hold objects
   Int_t fRehashLevel;                        //! average bucket length that leads to a rehash; 0: never

   /// The bucket for that hash, null while it is empty.
   TList *Bucket(ULong_t hash) const { return fCont[hash % fCont.size()].get(); }
   /// Takes a link out of its bucket and returns its object; null for null.
   TObject *Unlink(TList &bucket, TObjLink *link);
   /// Empties the table and returns what it held.
   std::vector<TObject *> Detach();

public:
   /// `capacity` buckets at first. With a `rehashlevel`, the table grows whenever the buckets in use hold on the average
   /// that many objects.
   explicit THashTable(Int_t capacity = kInitHashTableCapacity, Int_t rehashlevel = 2);
   ~THashTable() override;

   void Add(TObject *obj) override;
   void Clear(Option_t *option = "") override;
   void Delete(Option_t *option = "") override;
   TObject *FindObject(const char *name) const override;
   TObject *FindObject(const TObject *obj) const override;
   /// The number of objects that share the bucket.
   Int_t Collisions(const char *name) const;
   Int_t Collisions(TObject *obj) const;
   /// Objects per bucket in use.
   Float_t AverageCollisions() const;
   /// The objects that share a bucket; null if there are none. Not to be changed.
   const TList *GetListForObject(const char *name) const;
   const TList *GetListForObject(const TObject *obj) const;
   TObject **GetObjectRef(const TObject *obj) const override;
   Int_t GetRehashLevel() const { return fRehashLevel; }
   void SetRehashLevel(Int_t rehash) { fRehashLevel = rehash; }
   Int_t GetEntries() const override { return fEntries; }
   /// The number of objects; Capacity() is the number of buckets.
   Int_t GetSize() const override { return fEntries; }
   Bool_t IsEmpty() const override { return fEntries == 0; }
   TIterator *MakeIterator(Bool_t dir = kIterForward) const override;
   /// Places all objects anew, by the hash that they have now.
   void Rehash(Int_t newCapacity);
   TObject *Remove(TObject *obj) override;
   /// Takes out this very object, not one that is equal to it.
   TObject *RemoveExact(TObject *obj);
   /// The same by a look at all objects, for one that no longer knows its hash.
   TObject *RemoveSlow(TObject *obj);
   void RecursiveRemove(TObject *obj) override;

   ClassDefOverride(THashTable, 0) // A hash table
};

#endif
