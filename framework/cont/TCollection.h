// TCollection: the base of all collections of TObjects, and TIter, the iterator over any of them.
// Collections hold pointers: an object may be in many of them, and belongs to a collection only if that is its owner
// (SetOwner(), or a call of Delete()). A collection holds no null pointers, except for the free slots of an array.
// Invariant: an owner deletes each of its objects once, also one that it holds twice.
// Threads: as for standard containers: many may look at a collection at once, one at a time may change it.
#ifndef ROOTLET_TCollection
#define ROOTLET_TCollection

#include "TIterator.h"
#include "TObject.h"
#include "TString.h"

#include <iterator>
#include <memory>
#include <utility>
#include <vector>

class TIter;

namespace rootlet {
class ElementReader;
}

class TCollection : public TObject {
protected:
   TString fName; // name of the collection
   Int_t fSize;   // number of elements in collection

   TCollection() : fSize(0) {}

   /// Deletes those of `objects` that lie on the heap, each once; also where deleting one of them leads back here.
   void DeleteObjects(const std::vector<TObject *> &objects);
   /// All objects, in the order of iteration, free slots left out.
   std::vector<TObject *> Objects() const;
   /// RecursiveRemove() of all objects here.
   void RemoveInside(TObject *obj);
   /// The objects that stay behind when this collection is deleted.
   virtual std::vector<TObject *> UnownedObjects() const { return IsOwner() ? std::vector<TObject *>() : Objects(); }
   /// Says (one line) that `method` was called without an object.
   Bool_t IsArgNull(const char *method, const TObject *obj) const;

public:
   /// What a destructor does for collections that it owns with all that they hold: deletes everything once, even where an
   /// object or collection is held twice, or an owner by itself, as changed bytes can have it. Null pointers are left out.
   static void DeleteOwned(const TObject *owner, const std::vector<TCollection *> &collections);

   enum { kInitCapacity = 16, kInitHashTableCapacity = 17 };
   enum EStatusBits : UInt_t { kIsOwner = 1u << 14 };

   TCollection(const TCollection &) = delete;
   TCollection &operator=(const TCollection &) = delete;
   ~TCollection() override;

   virtual void Add(TObject *obj) = 0;
   virtual void AddAll(const TCollection *col);
   Int_t Capacity() const { return fSize; }
   /// Takes all objects out. An owner deletes them, unless the option is "nodelete".
   void Clear(Option_t *option = "") override = 0;
   /// A deep copy, made through the stream. The caller owns it; the objects in it belong to nobody until SetOwner().
   TObject *Clone(const char *newname = "") const override;
   Int_t Compare(const TObject *obj) const override;
   Bool_t Contains(const char *name) const { return FindObject(name) != nullptr; }
   Bool_t Contains(const TObject *obj) const { return FindObject(obj) != nullptr; }
   /// Takes all objects out and deletes those on the heap, whoever owns them.
   void Delete(Option_t *option = "") override = 0;
   void Draw(Option_t *option = "") override;
   /// The first object of that name, or null.
   TObject *FindObject(const char *name) const override;
   /// The first object that IsEqual() to `obj`, or null.
   TObject *FindObject(const TObject *obj) const override;
   TObject *operator()(const char *name) const { return FindObject(name); }
   virtual Int_t GetEntries() const { return GetSize(); }
   const char *GetName() const override;
   /// The place that holds the object equal to `obj`, or null.
   virtual TObject **GetObjectRef(const TObject *obj) const = 0;
   /// The number of objects; for an array its capacity (there GetEntries() counts objects).
   virtual Int_t GetSize() const { return fSize; }
   /// A capacity that has room for `delta` more.
   virtual Int_t GrowBy(Int_t delta) const;
   ULong_t Hash() const override { return fName.Hash(); }
   virtual Bool_t IsEmpty() const { return GetSize() <= 0; }
   Bool_t IsFolder() const override { return kTRUE; }
   Bool_t IsOwner() const { return TestBit(kIsOwner); }
   Bool_t IsSortable() const override { return kTRUE; }
   void ls(Option_t *option = "") const override;
   Bool_t Notify() override;
   /// An iterator that the caller owns.
   virtual TIterator *MakeIterator(Bool_t dir = kIterForward) const = 0;
   TIterator *MakeReverseIterator() const { return MakeIterator(kIterBackward); }
   void Paint(Option_t *option = "") override;
   /// The collection, then each object.
   void Print(Option_t *option = "") const override;
   /// Takes `obj` out, here and in the collections that this one holds.
   void RecursiveRemove(TObject *obj) override;
   /// Takes the object equal to `obj` out and returns it; null if there was none. Nothing is deleted.
   virtual TObject *Remove(TObject *obj) = 0;
   virtual void RemoveAll(TCollection *col);
   void RemoveAll() { Clear(); }
   void SetName(const char *name) { fName = name; }
   /// An owner deletes its objects when it is cleared or destroyed.
   virtual void SetOwner(Bool_t enable = kTRUE);

   TIter begin() const;
   TIter end() const;

   ClassDefOverride(TCollection, 3) // Collection abstract base class

private:
   friend class rootlet::ElementReader; // what a collection has read is taken back when the rest cannot be read
};

/// Walks any collection: `TIter next(list); while (TObject *obj = next()) ...` or `for (TObject *obj : *list) ...`.
/// Walks nothing if the collection is null.
class TIter {
public:
   using iterator_category = std::input_iterator_tag;
   using value_type = TObject *;
   using difference_type = std::ptrdiff_t;
   using pointer = TObject **;
   using reference = TObject *;

   TIter() = default;
   TIter(const TCollection *col, Bool_t dir = kIterForward) : fIterator(col ? col->MakeIterator(dir) : nullptr) {}
   /// Takes the iterator over.
   TIter(TIterator *it) : fIterator(it) {}
   TIter(const TIter &iter) : fIterator(iter.fIterator ? iter.fIterator->Copy() : nullptr), fCurrent(iter.fCurrent) {}
   TIter(TIter &&iter) noexcept = default;
   TIter &operator=(const TIter &iter)
   {
      TIter copy(iter);
      return *this = std::move(copy);
   }
   TIter &operator=(TIter &&iter) noexcept = default;
   ~TIter() = default;

   TObject *operator()() { return Next(); }
   TObject *Next() { return fCurrent = fIterator ? fIterator->Next() : nullptr; }
   const TCollection *GetCollection() const { return fIterator ? fIterator->GetCollection() : nullptr; }
   Option_t *GetOption() const { return fIterator ? fIterator->GetOption() : ""; }
   void Reset()
   {
      fCurrent = nullptr;
      if (fIterator)
         fIterator->Reset();
   }

   /// The object given last.
   TObject *operator*() const { return fCurrent; }
   TIter &operator++()
   {
      Next();
      return *this;
   }
   bool operator==(const TIter &iter) const { return fCurrent == iter.fCurrent; }
   bool operator!=(const TIter &iter) const { return fCurrent != iter.fCurrent; }
   TIter &Begin()
   {
      Reset();
      return ++*this;
   }
   static TIter End() { return TIter(); }

private:
   std::unique_ptr<TIterator> fIterator;
   TObject *fCurrent = nullptr;
};

inline TIter TCollection::begin() const
{
   return ++TIter(this);
}

inline TIter TCollection::end() const
{
   return TIter::End();
}

#endif
