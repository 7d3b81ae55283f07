// TClonesArray: an array of objects of one class that keeps the storage of its objects for the next ones.
// Used where many objects are made again and again: `new (tracks[i]) Track(...)`, then tracks.Clear("C").
// Invariant: each slot of fKeep is null or storage for one object of fClass, which belongs to this array; each used slot
// of the array points to the storage of the same place. Whether an object lives in the storage is told by its bit
// TObject::kNotDeleted.
// In a stream: header, TObject, name, "Class;version", count, lower bound, then the objects: member by member
// (kBypassStreamer, the default) or one by one.
// Threads: see TCollection.
#ifndef ROOTLET_TClonesArray
#define ROOTLET_TClonesArray

#include "TObjArray.h"

#include <string_view>
#include <vector>

class TClass;

class TClonesArray : public TObjArray {
protected:
   TClass *fClass; //! class of the objects
   void **fKeep;   //! storage of the objects, one for each slot; null where there is none yet

public:
   enum EStatusBits : UInt_t {
      kBypassStreamer = 1u << 12 ///< objects are streamed member by member
   };

   /// Without a class; SetClass() or reading gives it one.
   TClonesArray();
   /// For objects of class `classname`, which needs a dictionary and TObject as its first base class; a zombie (and one
   /// line) otherwise. `s` slots at first.
   explicit TClonesArray(const char *classname, Int_t s = 1000, Bool_t call_dtor = kFALSE);
   explicit TClonesArray(const TClass *cl, Int_t s = 1000, Bool_t call_dtor = kFALSE);
   /// Copies the objects, through the stream.
   TClonesArray(const TClonesArray &tc);
   TClonesArray &operator=(const TClonesArray &tc);
   ~TClonesArray() override;

   /// The slot for object `idx`, which is made if need be: for `new (array[idx]) X`. An object that Clear() left there is
   /// destroyed first. One that is in use is not: Remove it before.
   TObject *&operator[](Int_t idx) override;
   TObject *operator[](Int_t idx) const override;
   TObject *&AddrAt(Int_t idx) { return operator[](idx); }
   /// Object `idx`; made by the default constructor if there is none, as it was left if Clear() left one.
   TObject *ConstructedAt(Int_t idx);
   /// As ConstructedAt, after Clear(clear_options) of an object that was left.
   TObject *ConstructedAt(Int_t idx, Option_t *clear_options);
   /// A new object made by the default constructor, in the place of an object that was there.
   TObject *New(Int_t idx);

   void BypassStreamer(Bool_t bypass = kTRUE) { SetBit(kBypassStreamer, bypass); }
   Bool_t CanBypassStreamer() const { return TestBit(kBypassStreamer); }
   /// Frees all slots and keeps the objects for reuse. With option "C" Clear() of each object is called; what follows in
   /// "C+..." is passed to it.
   void Clear(Option_t *option = "") override;
   /// Destroys all objects, those that were left too; their storage is kept.
   void Delete(Option_t *option = "") override;
   void Expand(Int_t newSize) override;
   /// Makes it n objects: those that are missing are default constructed or reused as they were left.
   virtual void ExpandCreate(Int_t n);
   virtual void ExpandCreateFast(Int_t n) { ExpandCreate(n); }
   TClass *GetClass() const { return fClass; }
   void SetClass(const char *classname, Int_t s = 1000);
   void SetClass(const TClass *cl, Int_t s = 1000);
   /// The objects always belong to the array.
   void SetOwner(Bool_t enable = kTRUE) override;

   void Compress() override;
   void Sort(Int_t upto = kMaxInt) override;
   /// Destroys the object; the place stays, free. Returns null, as there is no object any more.
   TObject *RemoveAt(Int_t idx) override;
   TObject *Remove(TObject *obj) override;
   void RemoveRange(Int_t idx1, Int_t idx2) override;
   /// Moves all objects of `tc`, an array of the same class, behind the objects of this one.
   void AbsorbObjects(TClonesArray *tc);

   // Objects made elsewhere cannot be in this array: these report one line and do nothing.
   void AddFirst(TObject *obj) override;
   void AddLast(TObject *obj) override;
   void AddAt(TObject *obj, Int_t idx) override;
   void AddAtAndExpand(TObject *obj, Int_t idx) override;
   Int_t AddAtFree(TObject *obj) override;
   void AddAfter(const TObject *after, TObject *obj) override;
   void AddBefore(const TObject *before, TObject *obj) override;

   ClassDefOverride(TClonesArray, 4) // An array of clone objects

private:
   /// An object lives in the storage of that slot, used or left by Clear().
   Bool_t HasObject(Int_t slot) const;
   /// The storage of that slot without an object in it: what was left there is destroyed.
   void *RawStorage(Int_t slot);
   /// Makes the slot used; default constructs the object if there is none.
   TObject *Use(Int_t slot);
   void Destroy(Int_t slot);
   /// Destroys everything and gives the storage back.
   void Release();
   Bool_t UseClass(const char *method, TClass *cl, Int_t s);
   void CopyObjects(const char *method, const TClonesArray &tc);
   /// The storage of the free slots, and its way back after the used ones were moved.
   std::vector<void *> SpareStorage() const;
   void Rearrange(const std::vector<void *> &spare);
   void MayNotUse(const char *method) const;
   void Read(TBuffer &b);
   Version_t ReadClass(TBuffer &b, std::string_view description, Int_t n, std::string &sourceClass);
   void Write(TBuffer &b);
};

#endif
