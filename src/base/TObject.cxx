// TObject: the mark of heap storage, bits, and what needs no class description; see TObject.h. What needs TClass is in
// src/meta/TObjectMeta.cxx, what needs TBuffer in src/io.
//
// How an object knows where it lies: operator new fills the storage with a pattern; TObject's constructor looks at the
// two words that are about to become fUniqueID and fBits, and finds the pattern there or not. operator delete wipes the
// storage, so that no pattern gets into memory that a standard container is given next.
//
// Invariant: the compiler must neither drop the fill (it may think that storage has no content before the constructor
// begins, and modern ones remove such stores, across files under LTO) nor assume what the constructor finds. Hence the
// fill and the constructors are out of line and never inlined, an asm statement that may read all memory follows each
// fill and wipe, and the words are read behind an asm statement that may have written them.
#include "TObject.h"

#include "TError.h"
#include "TProcessID.h"
#include "TROOT.h"

#include <cstdint>
#include <cstdio>

namespace {

// Both words: 64 bits that no pointer and no usual number has.
constexpr UInt_t kHeapPattern = 0x99a5c699;

/// Bits that tell of one object in its place, and so are not copied.
constexpr UInt_t kOwnBits = TObject::kIsOnHeap | TObject::kNotDeleted | TObject::kCanDelete | TObject::kMustCleanup |
                            TObject::kIsReferenced | TObject::kHasUUID;

/// Everything stored at p so far may be read by somebody: it must be there.
void KeepStores(void *p)
{
   asm volatile("" : : "r"(p) : "memory");
}

/// The memory bits of an object whose fUniqueID and fBits are about to be initialised.
UInt_t MemoryBits(UInt_t &uniqueID, UInt_t &bits)
{
   asm volatile("" : "+m"(uniqueID), "+m"(bits));
   const bool heap = uniqueID == kHeapPattern && bits == kHeapPattern;
   return heap ? TObject::kNotDeleted | TObject::kIsOnHeap : UInt_t(TObject::kNotDeleted);
}

[[gnu::noinline]] void Wipe(void *p, std::size_t size)
{
   std::memset(p, 0, size);
   KeepStores(p);
}

} // namespace

[[gnu::noinline]] void rootlet::MarkHeapStorage(void *storage, std::size_t size)
{
   char *to = static_cast<char *>(storage);
   for (std::size_t i = 0; i + sizeof kHeapPattern <= size; i += sizeof kHeapPattern)
      std::memcpy(to + i, &kHeapPattern, sizeof kHeapPattern);
   KeepStores(storage);
}

[[gnu::noinline]] void *TObject::operator new(std::size_t size)
{
   void *p = ::operator new(size);
   rootlet::MarkHeapStorage(p, size);
   return p;
}

[[gnu::noinline]] void *TObject::operator new[](std::size_t size)
{
   void *p = ::operator new[](size);
   rootlet::MarkHeapStorage(p, size);
   return p;
}

[[gnu::noinline]] void *TObject::operator new(std::size_t size, std::align_val_t align)
{
   void *p = ::operator new(size, align);
   rootlet::MarkHeapStorage(p, size);
   return p;
}

[[gnu::noinline]] void *TObject::operator new[](std::size_t size, std::align_val_t align)
{
   void *p = ::operator new[](size, align);
   rootlet::MarkHeapStorage(p, size);
   return p;
}

[[gnu::noinline]] void *TObject::operator new(std::size_t size, const std::nothrow_t &tag) noexcept
{
   void *p = ::operator new(size, tag);
   if (p)
      rootlet::MarkHeapStorage(p, size);
   return p;
}

[[gnu::noinline]] void *TObject::operator new[](std::size_t size, const std::nothrow_t &tag) noexcept
{
   void *p = ::operator new[](size, tag);
   if (p)
      rootlet::MarkHeapStorage(p, size);
   return p;
}

void TObject::operator delete(void *p, std::size_t size) noexcept
{
   if (p)
      Wipe(p, size);
   ::operator delete(p);
}

void TObject::operator delete[](void *p, std::size_t size) noexcept
{
   if (p)
      Wipe(p, size);
   ::operator delete[](p);
}

void TObject::operator delete(void *p, std::size_t size, std::align_val_t align) noexcept
{
   if (p)
      Wipe(p, size);
   ::operator delete(p, align);
}

void TObject::operator delete[](void *p, std::size_t size, std::align_val_t align) noexcept
{
   if (p)
      Wipe(p, size);
   ::operator delete[](p, align);
}

// The size is not known here. At least the words of the TObject part itself lose the pattern.
void TObject::operator delete(void *p, const std::nothrow_t &tag) noexcept
{
   if (p)
      Wipe(p, sizeof(TObject));
   ::operator delete(p, tag);
}

void TObject::operator delete[](void *p, const std::nothrow_t &tag) noexcept
{
   if (p)
      Wipe(p, sizeof(TObject));
   ::operator delete[](p, tag);
}

[[gnu::noinline]] TObject::TObject()
{
   const UInt_t memoryBits = MemoryBits(fUniqueID, fBits);
   fUniqueID = 0;
   fBits = memoryBits;
}

[[gnu::noinline]] TObject::TObject(const TObject &other)
{
   const UInt_t memoryBits = MemoryBits(fUniqueID, fBits);
   fUniqueID = other.fUniqueID;
   fBits = (other.fBits & ~kOwnBits) | memoryBits;
}

TObject &TObject::operator=(const TObject &other)
{
   if (!TestBit(kIsReferenced))
      fUniqueID = other.fUniqueID;
   fBits = (other.fBits & ~kOwnBits) | (fBits & kOwnBits);
   return *this;
}

/// A pointer kept too long finds an object without kNotDeleted, as long as the memory is not used again.
[[gnu::noinline]] TObject::~TObject()
{
   if (fBits & kIsReferenced)
      rootlet::ForgetReferenced(*this);
   fBits &= ~UInt_t(kNotDeleted);
   KeepStores(this);
}

const char *TObject::GetName() const
{
   return ClassName();
}

Int_t TObject::Compare(const TObject *obj) const
{
   return obj ? std::strcmp(GetName(), obj->GetName()) : 1;
}

ULong_t TObject::Hash() const
{
   // Objects are 8 bytes apart at least; the multiplication spreads the rest over all bits (Fibonacci hashing).
   return static_cast<ULong_t>((reinterpret_cast<std::uintptr_t>(this) >> 3) * 0x9e3779b97f4a7c15u);
}

void TObject::Copy(TObject &object) const
{
   object.TObject::operator=(*this);
}

void TObject::Delete(Option_t *)
{
   if (IsOnHeap())
      delete this;
   else
      Error("Delete", "%s does not lie on the heap, so it cannot be deleted", GetName());
}

void TObject::Print(Option_t *) const
{
   Printf("OBJ: %s\t%s\t%s", ClassName(), GetName(), GetTitle());
}

void TObject::ls(Option_t *) const
{
   TROOT::IndentLevel();
   Printf("OBJ: %s\t%s\t%s : %d at: %p", ClassName(), GetName(), GetTitle(), TestBit(kCanDelete) ? 1 : 0,
          static_cast<const void *>(this));
}

TObject *TObject::FindObject(const char *) const
{
   return nullptr;
}

TObject *TObject::FindObject(const TObject *) const
{
   return nullptr;
}

namespace {

void Report(int level, const TObject &object, const char *method, const char *fmt, std::va_list args)
{
   char location[256]; // no allocation: what is to be reported may be the lack of memory
   std::snprintf(location, sizeof location, "%s::%s", object.ClassName(), method ? method : "");
   ErrorHandler(level, location, fmt, args);
}

} // namespace

#define ROOTLET_REPORT(level)                  \
   std::va_list args;                          \
   va_start(args, msgfmt);                     \
   Report(level, *this, method, msgfmt, args); \
   va_end(args)

void TObject::Info(const char *method, const char *msgfmt, ...) const
{
   ROOTLET_REPORT(kInfo);
}

void TObject::Warning(const char *method, const char *msgfmt, ...) const
{
   ROOTLET_REPORT(kWarning);
}

void TObject::Error(const char *method, const char *msgfmt, ...) const
{
   ROOTLET_REPORT(kError);
}

void TObject::SysError(const char *method, const char *msgfmt, ...) const
{
   ROOTLET_REPORT(kSysError);
}
