// TObject: the base of everything that has a name, can be listed, put in a collection, streamed through its base.
// Used by nearly all classes. Invariant: kIsOnHeap and kNotDeleted of fBits describe this very object and are never
// taken over from a stream or from another object.
//
// kIsOnHeap is set in every TObject that lies in storage from the operators new below: the object itself, its members by
// value, its base parts, the elements of `new X[n]`. It is not set on the stack, in elements of standard containers, in
// std::make_shared, nor after `new X()` of a class without a constructor of its own (the language clears the storage
// first; `new X` and make_unique_for_overwrite do not).
// Threads: as for any object; different objects may be used at once.
#ifndef ROOTLET_TObject
#define ROOTLET_TObject

#include "Rtypes.h"
#include "TString.h"

#include <cstddef>
#include <new>

namespace rootlet {
class TObjectColumn;
}

class TObject {
private:
   friend class rootlet::TObjectColumn; // streams many objects at once (src/io)
   UInt_t fUniqueID;                    // object unique identifier
   UInt_t fBits;                        // bit field status word

public:
   enum EStatusBits : UInt_t {
      kCanDelete = 1u << 0,
      kMustCleanup = 1u << 3,
      kIsReferenced = 1u << 4,
      kHasUUID = 1u << 5,
      kCannotPick = 1u << 6,
      kNoContextMenu = 1u << 8,
      kInvalidObject = 1u << 13,
      kObjInCanvas = kMustCleanup
   };
   enum : UInt_t { kIsOnHeap = 0x01000000, kNotDeleted = 0x02000000, kZombie = 0x04000000, kBitMask = 0x00ffffff };
   enum { kSingleKey = 1 << 0, kOverwrite = 1 << 1, kWriteDelete = 1 << 2 };

   TObject();
   /// Unique ID and bits are copied, but not those that say what is true of `other` alone: where it lies, who deletes it,
   /// who refers to it (kIsOnHeap, kNotDeleted, kCanDelete, kMustCleanup, kIsReferenced, kHasUUID).
   TObject(const TObject &other);
   /// As the copy; this object keeps these bits, and its unique ID where it is referred to.
   TObject &operator=(const TObject &other);
   virtual ~TObject();

   // Storage from these operators is how an object knows that it lies on the heap, its members by value included.
   void *operator new(std::size_t size);
   void *operator new[](std::size_t size);
   void *operator new(std::size_t size, std::align_val_t align);
   void *operator new[](std::size_t size, std::align_val_t align);
   void *operator new(std::size_t size, const std::nothrow_t &) noexcept;
   void *operator new[](std::size_t size, const std::nothrow_t &) noexcept;
   void *operator new(std::size_t, void *at) noexcept { return at; }
   void *operator new[](std::size_t, void *at) noexcept { return at; }
   void operator delete(void *p, std::size_t size) noexcept;
   void operator delete[](void *p, std::size_t size) noexcept;
   void operator delete(void *p, std::size_t size, std::align_val_t align) noexcept;
   void operator delete[](void *p, std::size_t size, std::align_val_t align) noexcept;
   void operator delete(void *p, const std::nothrow_t &) noexcept; // when a constructor throws
   void operator delete[](void *p, const std::nothrow_t &) noexcept;
   void operator delete(void *, void *) noexcept {}
   void operator delete[](void *, void *) noexcept {}

   virtual const char *GetName() const;
   virtual const char *GetTitle() const;
   virtual Option_t *GetOption() const { return ""; }
   virtual const char *ClassName() const;
   virtual UInt_t GetUniqueID() const { return fUniqueID; }
   virtual void SetUniqueID(UInt_t uid) { fUniqueID = uid; }
   virtual Bool_t InheritsFrom(const char *className) const;
   virtual Bool_t InheritsFrom(const TClass *cl) const;
   virtual Bool_t IsFolder() const { return kFALSE; }
   virtual Bool_t IsEqual(const TObject *obj) const { return this == obj; }
   virtual Bool_t IsSortable() const { return kFALSE; }
   /// Order in sorted collections: negative, 0 or positive, by name unless a class knows better.
   virtual Int_t Compare(const TObject *obj) const;
   virtual ULong_t Hash() const;
   virtual Bool_t Notify() { return kFALSE; }

   virtual void Clear(Option_t * /*option*/ = "") {}
   /// A copy made through Streamer(), owned by the caller; null (and one line) if the class has no dictionary.
   virtual TObject *Clone(const char *newname = "") const;
   virtual void Copy(TObject &object) const;
   /// `delete this` for an object that was made with new (not for a member of one: it has kIsOnHeap too). An object that
   /// does not lie on the heap is reported and stays.
   virtual void Delete(Option_t *option = "");
   virtual void Draw(Option_t * /*option*/ = "") {}
   virtual void Paint(Option_t * /*option*/ = "") {}
   virtual void Print(Option_t *option = "") const;
   virtual void ls(Option_t *option = "") const;
   /// Every member with its value, one line each.
   virtual void Dump() const;
   virtual TObject *FindObject(const char *name) const;
   virtual TObject *FindObject(const TObject *obj) const;
   /// Called for every object that may hold `obj`, before `obj` goes away.
   virtual void RecursiveRemove(TObject * /*obj*/) {}

   void SetBit(UInt_t f) { fBits |= f & kBitMask; }
   void SetBit(UInt_t f, Bool_t set) { set ? SetBit(f) : ResetBit(f); }
   void ResetBit(UInt_t f) { fBits &= ~(f & kBitMask); }
   Bool_t TestBit(UInt_t f) const { return (fBits & f) != 0; }
   Int_t TestBits(UInt_t f) const { return static_cast<Int_t>(fBits & f); }
   void InvertBit(UInt_t f) { fBits ^= f & kBitMask; }
   Bool_t IsOnHeap() const { return TestBit(kIsOnHeap); }
   Bool_t IsZombie() const { return TestBit(kZombie); }
   void MakeZombie() { fBits |= kZombie; }

   // One line through the error handler, with the class name in front of `method`.
   virtual void Info(const char *method, const char *msgfmt, ...) const __attribute__((format(printf, 3, 4)));
   virtual void Warning(const char *method, const char *msgfmt, ...) const __attribute__((format(printf, 3, 4)));
   virtual void Error(const char *method, const char *msgfmt, ...) const __attribute__((format(printf, 3, 4)));
   virtual void SysError(const char *method, const char *msgfmt, ...) const __attribute__((format(printf, 3, 4)));

   ClassDef(TObject, 1) // Basic ROOT object
};

namespace rootlet {
/// Fills raw storage so that TObject's constructor recognises it as heap; for containers that keep slots of their own.
/// `storage` is aligned for a TObject.
void MarkHeapStorage(void *storage, std::size_t size);
} // namespace rootlet

#endif
