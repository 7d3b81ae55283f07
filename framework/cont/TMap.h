// TMap: finds an object by another one, its key, or by the name of the key. TPair is one key with its value.
// Invariant: no two keys are equal; the pairs belong to the map, the objects only as SetOwner... says.
// In a stream: header, TObject, name, count, then each key and its value (any pointers).
// Threads: see TCollection.
#ifndef ROOTLET_TMap
#define ROOTLET_TMap

#include "TCollection.h"
#include "THashTable.h"

/// A key and its value, neither owned.
class TPair : public TObject {
private:
   TObject *fKey;   // key of the pair
   TObject *fValue; // value of the pair, may be null

public:
   TPair() : fKey(nullptr), fValue(nullptr) {}
   TPair(TObject *key, TObject *value) : fKey(key), fValue(value) {}
   ~TPair() override;

   const char *GetName() const override { return fKey ? fKey->GetName() : ""; }
   ULong_t Hash() const override { return fKey ? fKey->Hash() : 0; }
   Bool_t IsEqual(const TObject *obj) const override { return fKey && fKey->IsEqual(obj); }
   Bool_t IsSortable() const override { return fKey && fKey->IsSortable(); }
   Int_t Compare(const TObject *obj) const override;
   TObject *Key() const { return fKey; }
   TObject *Value() const { return fValue; }
   void SetValue(TObject *val) { fValue = val; }

   ClassDefOverride(TPair, 0) // Pair TObject*, TObject*
};

class TMap : public TCollection {
private:
   THashTable *fTable; //! the pairs, by the hash of their keys

   std::vector<TPair *> Pairs() const;
   /// Takes all pairs out and deletes them; returns the keys and values asked for.
   std::vector<TObject *> Detach(Bool_t keys, Bool_t values);
   std::vector<TObject *> UnownedObjects() const override;

public:
   enum EStatusBits : UInt_t { kIsOwnerValue = 1u << 15 };

   explicit TMap(Int_t capacity = kInitHashTableCapacity, Int_t rehash = 0);
   /// Deletes the keys if this is their owner, and the values if it is theirs.
   ~TMap() override;

   /// A key without a value.
   void Add(TObject *key) override { Add(key, nullptr); }
   /// One line, and nothing added, if there is such a key already.
   void Add(TObject *key, TObject *value);
   /// As the destructor, but the map stays.
   void Clear(Option_t *option = "") override;
   /// Deletes the keys on the heap; DeleteValues() the values, DeleteAll() both.
   void Delete(Option_t *option = "") override;
   void DeleteKeys() { Delete(); }
   void DeleteValues();
   void DeleteAll();
   /// Removes a key and deletes it, and its value, as far as the map owns them.
   Bool_t DeleteEntry(TObject *key);
   /// The pair of that key.
   TObject *FindObject(const char *keyname) const override;
   TObject *FindObject(const TObject *key) const override;
   TObject **GetObjectRef(const TObject *obj) const override;
   const THashTable *GetTable() const { return fTable; }
   TObject *GetValue(const char *keyname) const;
   TObject *GetValue(const TObject *key) const;
   TObject *operator()(const char *keyname) const { return GetValue(keyname); }
   TObject *operator()(const TObject *key) const { return GetValue(key); }
   Bool_t IsOwnerValue() const { return TestBit(kIsOwnerValue); }
   void SetOwnerValue(Bool_t enable = kTRUE) { SetBit(kIsOwnerValue, enable); }
   void SetOwnerKeyValue(Bool_t ownkeys = kTRUE, Bool_t ownvals = kTRUE);
   void DisableOwner() { SetOwnerKeyValue(kFALSE, kFALSE); }
   /// Walks the keys.
   TIterator *MakeIterator(Bool_t dir = kIterForward) const override;
   Int_t Capacity() const;
   Float_t AverageCollisions() const { return fTable->AverageCollisions(); }
   void Rehash(Int_t newCapacity) { fTable->Rehash(newCapacity); }
   /// The key that was removed, null if there was none.
   TObject *Remove(TObject *key) override;
   /// The pair that was removed: it is the caller's now.
   TPair *RemoveEntry(TObject *key);
   void Print(Option_t *option = "") const override;

   ClassDefOverride(TMap, 3) // A (key,value) map
};

#endif
