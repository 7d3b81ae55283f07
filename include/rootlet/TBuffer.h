// TBuffer: the bytes of objects, in ROOT's own format, written or read.
// Used by every Streamer(), written by hand or generated, and by TMapFile, which lends it the memory of the map.
// Invariant: fStart <= fCurrent <= fEnd; nothing is read or written outside; no count from the stream is believed
// before it was compared with the bytes left.
//
// Errors: a read past the end, a broken count or an object that cannot be streamed throws rootlet::StreamError, which
// names the byte offset and the classes on the way. The ROOT-shaped entry points ReadObject(), ReadObjectAny() and
// WriteObject(), WriteObjectAny(), called from outside any Streamer, catch it, report one line and return null or 0.
// Threads: one thread at a time per buffer.
#ifndef ROOTLET_TBuffer
#define ROOTLET_TBuffer

#include "RootletDictionary.h"
#include "RootletError.h"
#include "RootletWire.h"
#include "Rtypes.h"

#include <bit>
#include <cstddef>
#include <exception>
#include <memory>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

class TObject;
class TProcessID;
class TString;
class TBuffer;

/// Gives a larger piece of memory with the first `oldsize` bytes kept; null if there is none.
using ReAllocCharFun_t = char *(*)(char *old, std::size_t newsize, std::size_t oldsize);

namespace rootlet {

template <class T>
class Column;

/// Memory that somebody else owns and that can move as it grows, e.g. a block of a map file.
class BufferStorage {
public:
   virtual ~BufferStorage() = default;
   /// Makes room for at least `wanted` bytes, of which the first `used` are kept. Returns the start, sets `capacity`.
   /// Throws rootlet::Error when there is no room.
   virtual char *Grow(std::size_t used, std::size_t wanted, std::size_t &capacity) = 0;
};

/// n objects of one class somewhere in memory: one after another, or each behind a pointer.
/// What member-wise streaming walks once per member.
class ObjectRange {
public:
   /// Objects `stride` bytes apart.
   ObjectRange(void *first, std::size_t stride, std::size_t n)
      : fFirst(static_cast<char *>(first)), fStride(stride), fSize(n)
   {
   }
   /// Objects behind pointers; `pointers` must outlive the range.
   ObjectRange(void *const *pointers, std::size_t n) : fPointers(pointers), fSize(n) {}

   std::size_t Size() const { return fSize; }
   /// `n` of the objects, from `first` on.
   ObjectRange Slice(std::size_t first, std::size_t n) const
   {
      ObjectRange part(*this);
      if (fPointers)
         part.fPointers += first;
      else
         part.fFirst += first * fStride;
      part.fSize = n;
      return part;
   }
   /// Bytes between the objects; 0 if each lies somewhere else.
   std::size_t Stride() const { return fStride; }
   /// How far into the objects of `whole` those of this range begin: parts of them, as As() and Column::Range() give.
   std::ptrdiff_t ShiftFrom(const ObjectRange &whole) const { return fShift - whole.fShift; }
   void *At(std::size_t i) const
   {
      return (fPointers ? static_cast<char *>(fPointers[i]) : fFirst + i * fStride) + fShift;
   }

   /// Calls f(T &) for each object in turn; `shift` bytes into it a T stands.
   template <class T, class F>
   void ForEach(F f, std::ptrdiff_t shift = 0) const
   {
      const std::size_t n = fSize;
      shift += fShift;
      if (void *const *pointers = fPointers) {
         for (std::size_t i = 0; i < n; ++i)
            f(*reinterpret_cast<T *>(static_cast<char *>(pointers[i]) + shift));
      } else {
         char *at = fFirst + shift;
         for (std::size_t i = 0, stride = fStride; i < n; ++i, at += stride)
            f(*reinterpret_cast<T *>(at));
      }
   }

   /// A member of each object.
   template <class X, class T>
   auto Member(T X::*member) const;
   /// A part of each object, a member or a base, as far into the object as in the first: they are all of one class.
   /// `part` maps X & to the part.
   template <class X, class Part>
   auto Parts(Part part) const;

   /// The Base parts of Derived objects (Base is not a virtual base).
   template <class Derived, class Base>
   ObjectRange As() const
   {
      ObjectRange part(*this);
      if (fSize) {
         auto *derived = static_cast<Derived *>(At(0));
         part.fShift += reinterpret_cast<char *>(static_cast<Base *>(derived)) - reinterpret_cast<char *>(derived);
      }
      return part;
   }

private:
   template <class T>
   friend class Column;
   char *fFirst = nullptr;
   std::size_t fStride = 0;
   void *const *fPointers = nullptr;
   std::size_t fSize;
   std::ptrdiff_t fShift = 0;
};

class EmulatedObject;
class Evolution;

/// The same part of many objects, of type T and `shift` bytes into each; the range must outlive it.
template <class T>
class Column {
public:
   Column(const ObjectRange &objects, std::ptrdiff_t shift) : fObjects(&objects), fShift(shift) {}
   std::size_t Size() const { return fObjects->Size(); }
   std::ptrdiff_t Shift() const { return fShift; }
   void *At(std::size_t i) const { return static_cast<char *>(fObjects->At(i)) + fShift; }
   T &operator[](std::size_t i) const { return *static_cast<T *>(At(i)); }
   /// Calls f(T &) for each part in turn.
   template <class F>
   void ForEach(F f) const
   {
      fObjects->ForEach<T>(f, fShift);
   }
   /// The parts as objects of their own.
   ObjectRange Range() const
   {
      ObjectRange range(*fObjects);
      range.fShift += fShift;
      return range;
   }
   /// The same places as another type: the first element of arrays, or char if the type does not matter.
   template <class U>
   Column<U> As() const
   {
      return {*fObjects, fShift};
   }

private:
   const ObjectRange *fObjects;
   std::ptrdiff_t fShift;
};

template <class X, class T>
auto ObjectRange::Member(T X::*member) const
{
   // A pointer to a data member is its offset: Itanium C++ ABI, 2.3.
   return Column<std::remove_const_t<T>>(*this, std::bit_cast<std::ptrdiff_t>(member));
}

template <class X, class Part>
auto ObjectRange::Parts(Part part) const
{
   using T = std::remove_const_t<std::remove_reference_t<decltype(part(std::declval<X &>()))>>;
   if (!fSize)
      return Column<T>(*this, 0);
   X &first = *static_cast<X *>(At(0));
   return Column<T>(*this, reinterpret_cast<const char *>(&part(first)) - reinterpret_cast<const char *>(&first));
}

class ReadFrame;
class ReadColumns;
class WriteFrame;
class Schema;
class DetourScope;
struct BufferDetour;    // converted bytes that are read in place of others (src/io)
class ProcessNumbers;   // TProcessID.h
class BufferReferences; // objects and classes already met (src/io)

/// A class met in a stream: the name as it is spelled there, and our class, null if this program has none.
struct BufferClass {
   TClass *fClass = nullptr;
   std::string fName;
};

/// What stands in front of an object behind a pointer.
struct AnyHeader {
   enum EKind { kNull, kReference, kObject };
   EKind fKind = kNull;
   UInt_t fTag = 0;                     ///< of the object referred to, or of the one that begins here
   UInt_t fStart = 0;                   ///< position of its first word
   UInt_t fCount = 0;                   ///< byte count; 0 in old streams, which have none
   const BufferClass *fClass = nullptr; ///< of kObject; belongs to the buffer, until its references are forgotten
};

} // namespace rootlet

class TBuffer {
public:
   enum EMode { kRead = 0, kWrite = 1 };
   enum { kInitialSize = 1024, kMinimalSize = 128 };
   /// One object, and so one buffer, is smaller than this: the byte count in its header has 30 bits.
   static constexpr std::size_t kMaxSize = 0x3ffffffe;

   explicit TBuffer(EMode mode);
   TBuffer(EMode mode, Int_t bufsiz);
   /// Over `buf` of `bufsiz` bytes. With `adopt` the buffer is deleted with delete[]; without, it stays the caller's and
   /// can only grow through `reallocfunc` (none: growing past it throws).
   TBuffer(EMode mode, Int_t bufsiz, void *buf, Bool_t adopt = kTRUE, ReAllocCharFun_t reallocfunc = nullptr);
   /// Writes into memory that `storage` owns; `storage` must outlive the buffer.
   explicit TBuffer(rootlet::BufferStorage &storage);
   /// Reads `n` bytes that stay the caller's.
   TBuffer(const void *bytes, std::size_t n);
   ~TBuffer();
   TBuffer(const TBuffer &) = delete;
   TBuffer &operator=(const TBuffer &) = delete;

   Bool_t IsReading() const { return fMode == kRead; }
   Bool_t IsWriting() const { return fMode == kWrite; }
   /// Switching to reading makes what was written readable from the start of the buffer (after SetBufferOffset).
   void SetReadMode();
   void SetWriteMode();
   char *Buffer() const { return fStart; }
   Int_t BufferSize() const { return static_cast<Int_t>(fEnd - fStart); }
   /// The current position, in bytes from the start.
   Int_t Length() const { return static_cast<Int_t>(fCurrent - fStart); }
   Int_t GetBufferDisplacement() const { return fDisplacement; }
   /// Tags count from the start of a TFile key of `keylen` bytes in front of the payload; 0 for a plain buffer.
   void SetBufferDisplacement(Int_t keylen) { fDisplacement = keylen; }
   void SetBufferOffset(Int_t offset = 0);
   /// Replaces the bytes; see the constructor. Forgets all references.
   void SetBuffer(void *buf, UInt_t bufsiz = 0, Bool_t adopt = kTRUE, ReAllocCharFun_t reallocfunc = nullptr);
   void DetachBuffer();
   void Expand(Int_t newsize, Bool_t copy = kTRUE);
   /// Position 0, no references: the buffer as new, its memory kept.
   void Reset();
   void ResetMap();

   /// ROOT up to 6.28 writes the memory bits of TObject::fBits (kNotDeleted, kIsOnHeap), later ones write them as 0.
   /// Default: written.
   void SetWriteMemoryBits(Bool_t write) { fWriteMemoryBits = write; }
   Bool_t WritesMemoryBits() const { return fWriteMemoryBits; }

   /// The layouts that the writer had: with them objects of other class versions are read, and converted. Without (the
   /// default) they are an error.
   void SetSchema(std::shared_ptr<const rootlet::Schema> schema) { fSchema = std::move(schema); }
   const std::shared_ptr<const rootlet::Schema> &GetSchema() const { return fSchema; }
   /// The object that is streamed next, at the current byte, is of this class in the stream: a rule has given it another one.
   void SetSourceClass(std::string_view name);
   /// How TProcessIDs are numbered in this stream; `numbers` must outlive the buffer. Default (null): as in this process.
   void SetProcessNumbers(rootlet::ProcessNumbers *numbers) { fProcessNumbers = numbers; }
   rootlet::ProcessNumbers *GetProcessNumbers() const { return fProcessNumbers; }
   /// The number that stands for `pid` (null: for this process).
   UShort_t WriteProcessID(TProcessID *pid);
   /// What a number stands for; null if nobody knows.
   TProcessID *ReadProcessID(UShort_t pidf);

   // --- objects ------------------------------------------------------------------------------------------------
   /// Makes `obj` known as tag 1, as the object that this buffer is streamed for.
   void MapObject(const TObject *obj, UInt_t offset = 1);
   void MapObject(const void *obj, const TClass *cl, UInt_t offset = 1);
   void WriteObject(const TObject *obj);
   /// 1: written; 0: failed, one line was reported and the buffer stands where it stood.
   Int_t WriteObjectAny(const void *obj, const TClass *ptrClass);
   /// The object (owned by the caller unless it is a reference to one met before), or null.
   TObject *ReadObject(const TClass *cl);
   /// As ReadObject for any class, cast to `clCast` (null: to TObject).
   void *ReadObjectAny(const TClass *clCast);
   /// Streams without tag or class name, in place.
   void StreamObject(void *obj, const TClass *cl);

   // --- version headers, for streamers written by hand ------------------------------------------------------------
   Version_t ReadVersion(UInt_t *start = nullptr, UInt_t *bcnt = nullptr, const TClass *cl = nullptr);
   /// 0 if the object ended where its byte count said; otherwise reports, goes there and returns the difference.
   Int_t CheckByteCount(UInt_t start, UInt_t bcnt, const TClass *cl)
   {
      return EndsAt(start, bcnt) ? 0 : GoToEnd(start, bcnt, cl);
   }
   Int_t CheckByteCount(UInt_t start, UInt_t bcnt, const char *className)
   {
      return EndsAt(start, bcnt) ? 0 : GoToEnd(start, bcnt, className);
   }
   /// Returns the position for SetByteCount().
   UInt_t WriteVersion(const TClass *cl, Bool_t useBcnt = kFALSE);
   /// The header of a streamer layer version (9), which belongs to no class; `memberWise` sets 0x4000.
   UInt_t WriteStreamerVersion(Bool_t memberWise = kFALSE);
   void SetByteCount(UInt_t cntpos, Bool_t /*packInVersion*/ = kFALSE)
   {
      const std::size_t count = Position() - cntpos - sizeof(UInt_t);
      rootlet::wire::Store(fStart + cntpos, static_cast<UInt_t>(count) | rootlet::wire::kByteCountFlag);
   }

   // --- basic values ------------------------------------------------------------------------------------------------
   /// One bounds check for all; T is basic, an enumeration, or an array (nested, std::array too) of such.
   template <class... T>
   void ReadRun(T &...values)
   {
      const char *from = Consume((rootlet::wire::kWireSize<T> + ...));
      ((from = LoadFlat(from, values)), ...);
   }
   template <class... T>
   void WriteRun(const T &...values)
   {
      char *to = Reserve((rootlet::wire::kWireSize<T> + ...));
      ((to = StoreFlat(to, values)), ...);
   }

   /// n values without a count.
   template <rootlet::WireBasic T>
   void ReadFastArray(T *values, Int_t n)
   {
      if (n > 0)
         rootlet::wire::LoadMany(ConsumeMany(static_cast<std::size_t>(n), rootlet::wire::BasicSize<T>()), values,
                                 static_cast<std::size_t>(n));
   }
   template <rootlet::WireBasic T>
   void WriteFastArray(const T *values, Int_t n)
   {
      if (n > 0)
         rootlet::wire::StoreMany(ReserveMany(static_cast<std::size_t>(n), rootlet::wire::BasicSize<T>()), values,
                                  static_cast<std::size_t>(n));
   }
   /// Int n, then n values. ReadArray allocates with new[] if `values` is null and returns n.
   template <rootlet::WireBasic T>
   Int_t ReadArray(T *&values)
   {
      const Int_t n = ReadCount(rootlet::wire::BasicSize<T>());
      if (n > 0 && !values)
         values = new T[static_cast<std::size_t>(n)];
      ReadFastArray(values, n);
      return n;
   }
   template <rootlet::WireBasic T>
   Int_t ReadStaticArray(T *values)
   {
      return ReadArray(values);
   }
   template <rootlet::WireBasic T>
   void WriteArray(const T *values, Int_t n)
   {
      WriteRun(n);
      WriteFastArray(values, n);
   }

   /// Double32_t and Float16_t, and fixed arrays of them.
   template <class T>
   void ReadPacked(T &values, const rootlet::Packing &packing)
   {
      ReadPackedMany(rootlet::wire::FlatData(values), rootlet::wire::Flat<T>::kCount, packing);
   }
   template <class T>
   void WritePacked(const T &values, const rootlet::Packing &packing)
   {
      WritePackedMany(rootlet::wire::FlatData(values), rootlet::wire::Flat<T>::kCount, packing);
   }

   /// `T *p; //[n]`: one flag byte, then n values if it is 1. Reading replaces the array (delete[], new[]); an array of
   /// the wrong length is never kept.
   template <class T>
   void ReadCounted(Long64_t n, T &pointers);
   template <class T>
   void WriteCounted(Long64_t n, const T &pointers);
   template <class T>
   void ReadCountedPacked(Long64_t n, T &pointers, const rootlet::Packing &packing);
   template <class T>
   void WriteCountedPacked(Long64_t n, const T &pointers, const rootlet::Packing &packing);

   // --- strings ------------------------------------------------------------------------------------------------
   /// `char *`: Int length and the characters; read into new[] memory, null when empty.
   void ReadCharStar(char *&s);
   void WriteCharStar(const char *s);
   void ReadTString(TString &s);
   void WriteTString(const TString &s);
   void ReadStdString(std::string &s);
   void WriteStdString(const std::string &s);
   /// The bytes of a string: one length byte, or 255 and an Int, then the characters.
   void WriteStringBytes(std::string_view s);
   /// Valid until the buffer changes.
   std::string_view ReadStringBytes();
   /// NUL-terminated characters. Reading keeps what fits `s` of `max` bytes, its NUL included, and goes past all of them;
   /// max = -1: the caller knows that they fit.
   void WriteString(const char *s);
   char *ReadString(char *s, Int_t max);

   // --- members of class type, for generated code -----------------------------------------------------------------
   /// An object by value, with its own header; arrays of them. TString, TObject and TNamed arrays have one header.
   template <class T>
   void ReadValue(T &x);
   template <class T>
   void WriteValue(const T &x);
   /// An array of TString, TObject or TNamed without the one header (a column of them has it once).
   template <class T>
   void ReadArrayContent(T &x);
   template <class T>
   void WriteArrayContent(const T &x);
   /// A pointer that may be null, shared or cyclic, of any class derived from T; arrays of them; std::unique_ptr.
   template <class T>
   void ReadPointer(T &x);
   template <class T>
   void WritePointer(const T &x);
   /// `//->`: never null, streamed in place like a member by value; arrays of such.
   template <class T>
   void ReadEmbedded(T &x);
   template <class T>
   void WriteEmbedded(const T &x);
   /// `X *p; //[n]` (objects) and `X **p; //[n]` (pointers): one header, then n of them.
   template <class T>
   void ReadLoop(Long64_t n, T *&objects);
   template <class T>
   void WriteLoop(Long64_t n, T *const &objects);
   template <class T>
   void ReadLoopContent(Long64_t n, T *&objects);
   template <class T>
   void WriteLoopContent(Long64_t n, T *const &objects);
   /// A standard container or std::string as a member: a header, then its content, object-wise or member-wise as ROOT
   /// decides. Codec tells Double32_t and Float16_t apart from double and float (RootletStl.h); arrays of containers and
   /// pointers to containers too. Defined in RootletStl.h.
   template <class Codec, class C>
   void ReadStlAs(C &container);
   template <class Codec, class C>
   void WriteStlAs(const C &container);
   template <class C>
   void ReadStl(C &container);
   template <class C>
   void WriteStl(const C &container);

   // --- checked access, for templates of this library ---------------------------------------------------------------
   /// n bytes to read, and goes past them.
   const char *Consume(std::size_t n)
   {
      if (n > static_cast<std::size_t>(fEnd - fCurrent)) [[unlikely]]
         ThrowEnd(n);
      const char *at = fCurrent;
      fCurrent += n;
      return at;
   }
   /// n bytes to write, and goes past them.
   char *Reserve(std::size_t n)
   {
      if (n > static_cast<std::size_t>(fEnd - fCurrent)) [[unlikely]]
         Grow(n);
      char *at = fCurrent;
      fCurrent += n;
      return at;
   }
   const char *ConsumeMany(std::size_t n, std::size_t size)
   {
      if (n > static_cast<std::size_t>(fEnd - fCurrent) / size) [[unlikely]]
         ThrowCount(static_cast<Long64_t>(n));
      return Consume(n * size);
   }
   char *ReserveMany(std::size_t n, std::size_t size)
   {
      if (n > kMaxSize / size) [[unlikely]]
         Grow(kMaxSize + 1);
      return Reserve(n * size);
   }
   /// An Int that counts things of at least `size` bytes each: neither negative nor more than the bytes left can hold.
   Int_t ReadCount(std::size_t size)
   {
      Int_t n;
      ReadRun(n);
      CheckCount(n, size);
      return n;
   }
   void CheckCount(Long64_t n, std::size_t size) const
   {
      if (n < 0 || static_cast<std::size_t>(n) > static_cast<std::size_t>(fEnd - fCurrent) / (size ? size : 1))
         [[unlikely]]
         ThrowCount(n);
   }
   std::size_t Position() const { return static_cast<std::size_t>(fCurrent - fStart); }
   std::size_t Remaining() const { return static_cast<std::size_t>(fEnd - fCurrent); }
   /// Throws StreamError with the offset and the path of classes added.
   [[noreturn]] void Throw(const char *fmt, ...) const __attribute__((format(printf, 2, 3)));
   /// The two halves of an object behind a pointer, for streamers that do without its class (TStreamerInfo, emulation).
   /// Writing: byte count, class tag; `identity` is what later pointers are compared with; end with SetByteCount().
   UInt_t WriteAnyHeader(TClass *cl, const void *identity);
   rootlet::AnyHeader ReadAnyHeader();
   /// Makes the object of that header known to later references; null if it is skipped.
   void MapRead(const rootlet::AnyHeader &header, void *object);
   /// What MapRead() or MapObject() made known under that tag; null if nothing.
   void *ReadObjectAt(UInt_t tag);
   /// Objects of that class were written of which neither a class tag nor a member tells (the slots of a TClonesArray).
   void NoteClass(const TClass *cl);
   /// Calls visit(cl) for every class whose name stands in what was written: those of objects behind pointers, and noted ones.
   template <class F>
   void VisitWrittenClasses(F visit) const
   {
      VisitWritten([](void *f, const TClass *cl) { (*static_cast<F *>(f))(cl); }, &visit);
   }
   /// What is read now was converted from another version of its class.
   Bool_t IsConverted() const { return fDetour != nullptr; }
   /// How many objects and containers of other versions were converted so far.
   std::size_t ConvertedCount() const { return fConverted; }
   /// The tag of an object that was written to this buffer; 0 if it was not.
   UInt_t WrittenTag(const void *identity, const TClass *cl);
   /// Pointer streaming that throws instead of reporting: what Streamers use between themselves.
   /// `unique`: the caller alone will own the object, so a reference to one met before is an error.
   void *ReadPointerTo(TClass *cl, Bool_t unique = kFALSE);
   void WritePointerTo(const void *object, TClass *cl);
   /// For a collection that cannot be read to its end: the object whose pointer stands at byte `position` is forgotten,
   /// and the caller may delete it. False if it was referred to since, or is not known: then somebody else may own it.
   Bool_t TakeBack(std::size_t position);

private:
   friend class rootlet::ReadFrame;
   friend class rootlet::ReadColumns;
   friend class rootlet::Evolution;
   friend class rootlet::WriteFrame;
   friend class rootlet::DetourScope;

   template <class T>
   static char *StoreFlat(char *to, const T &values)
   {
      if constexpr (rootlet::WireBasic<T>)
         return rootlet::wire::Store(to, values);
      else
         return rootlet::wire::StoreMany(to, rootlet::wire::FlatData(values), rootlet::wire::Flat<T>::kCount);
   }
   template <class T>
   static const char *LoadFlat(const char *from, T &values)
   {
      if constexpr (rootlet::WireBasic<T>)
         return rootlet::wire::Load(from, values);
      else
         return rootlet::wire::LoadMany(from, rootlet::wire::FlatData(values), rootlet::wire::Flat<T>::kCount);
   }
   template <class T>
   void ReadPackedMany(T *values, std::size_t n, const rootlet::Packing &packing)
   {
      const char *from = ConsumeMany(n, packing.WireSize());
      packing.LoadMany(from, values, n);
   }
   template <class T>
   void WritePackedMany(const T *values, std::size_t n, const rootlet::Packing &packing)
   {
      char *to = ReserveMany(n, packing.WireSize());
      packing.StoreMany(to, values, n);
   }
   Bool_t EndsAt(UInt_t start, UInt_t bcnt) const
   {
      return bcnt == 0 || Position() == std::size_t{start} + bcnt + sizeof(UInt_t);
   }
   Int_t GoToEnd(UInt_t start, UInt_t bcnt, const TClass *cl);
   Int_t GoToEnd(UInt_t start, UInt_t bcnt, const char *className);
   void VisitWritten(void (*visit)(void *, const TClass *), void *visitor) const;
   void Grow(std::size_t more);
   void Release();
   void Reread(std::size_t n);
   std::string Path() const;
   void CheckWritable() const;
   rootlet::BufferReferences &References();
   rootlet::BufferReferences &BeginReferences();
   rootlet::BufferClass ReadClassName();
   rootlet::BufferClass FindSkippedClass(UInt_t tag);
   void *ReferTo(const rootlet::AnyHeader &header, TClass *cl, Bool_t unique);
   std::size_t MapOpen(const rootlet::AnyHeader &header, TClass *cl);
   [[noreturn]] void ThrowEnd(std::size_t wanted) const;
   [[noreturn]] void ThrowCount(Long64_t n) const;

   EMode fMode;
   Bool_t fAdopted = kFALSE;
   Bool_t fWriteMemoryBits = kTRUE;
   char *fStart = nullptr;
   char *fCurrent = nullptr;
   char *fEnd = nullptr;
   Int_t fDisplacement = 0;
   Int_t fDepth = 0;        // nested objects being streamed; 0: a caller from outside any Streamer
   std::size_t fReread = 0; // bytes read a second time because byte counts led back
   ReAllocCharFun_t fRealloc = nullptr;
   rootlet::BufferStorage *fStorage = nullptr;
   rootlet::ReadFrame *fReadFrame = nullptr;               // innermost object being read
   rootlet::WriteFrame *fWriteFrame = nullptr;             // innermost object being written
   std::unique_ptr<rootlet::BufferReferences> fReferences; // made for the first pointer, kept for the next object
   const void *fTop = nullptr;                             // tag 1, what MapObject() said
   const TClass *fTopClass = nullptr;
   std::shared_ptr<const rootlet::Schema> fSchema;
   const rootlet::BufferDetour *fDetour = nullptr; // the bytes are converted ones
   std::size_t fConverted = 0;                     // detours so far
   std::string fSourceClass;                       // of the object at byte fSourceStart, if its class had another name
   std::size_t fSourceStart = 0;
   rootlet::ProcessNumbers *fProcessNumbers = nullptr;
};

/// ROOT's concrete buffer class; here there is but one kind.
using TBufferFile = TBuffer;

template <rootlet::WireBasic T>
TBuffer &operator<<(TBuffer &buffer, T value)
{
   buffer.WriteRun(value);
   return buffer;
}
template <rootlet::WireBasic T>
TBuffer &operator>>(TBuffer &buffer, T &value)
{
   buffer.ReadRun(value);
   return buffer;
}
/// A pointer to an object: null, shared, cyclic and polymorphic as it may be. `char *`: its characters.
template <class T>
requires(std::is_class_v<T> || std::is_same_v<std::remove_const_t<T>, char>) TBuffer &operator<<(TBuffer &buffer,
                                                                                                 T *object)
{
   if constexpr (std::is_same_v<std::remove_const_t<T>, char>)
      buffer.WriteCharStar(object);
   else
      buffer.WritePointer(object);
   return buffer;
}
template <class T>
requires(std::is_class_v<T> || std::is_same_v<T, char>) TBuffer &operator>>(TBuffer &buffer, T *&object)
{
   if constexpr (std::is_same_v<T, char>)
      buffer.ReadCharStar(object);
   else
      buffer.ReadPointer(object);
   return buffer;
}

namespace rootlet {

/// Runs f if the scope is left by an exception: how a Streamer takes back what must not outlive a failed read.
template <class F>
class OnFailure {
public:
   explicit OnFailure(F f) : fFunction(f), fBefore(std::uncaught_exceptions()) {}
   ~OnFailure()
   {
      if (std::uncaught_exceptions() > fBefore)
         fFunction();
   }
   OnFailure(const OnFailure &) = delete;
   OnFailure &operator=(const OnFailure &) = delete;

private:
   F fFunction;
   int fBefore;
};

/// The header of one object being read, and its promise: Streamer() makes one, reads the members, calls End().
class ReadFrame {
public:
   /// Reads byte count, version and, for foreign classes, checksum. `object`, if given, is what read rules are run for.
   ReadFrame(TBuffer &buffer, TClass *cl, void *object = nullptr);
   ~ReadFrame() { fBuffer.fReadFrame = fOuter; }
   ReadFrame(const ReadFrame &) = delete;
   ReadFrame &operator=(const ReadFrame &) = delete;
   /// The stream holds the layout that this program has.
   bool IsCurrent() const { return fCurrent; }
   Version_t Version() const { return fVersion; }
   /// The bytes were converted from another version: End() runs the rules for that one.
   bool IsConverted() const { return fConverted != nullptr; }
   /// Reads the members as the stream's own version has them, converts, and ends the frame.
   void ReadOther(void *object);
   /// Verifies the byte count: if the object did not end there, reports and goes there. Runs read rules for converted ones.
   void End()
   {
      fBuffer.CheckByteCount(fStart, fCount, fClass);
      if (fConverted) [[unlikely]]
         RunRules();
   }

private:
   friend class ::TBuffer;
   void RunRules();
   TBuffer &fBuffer;
   ReadFrame *fOuter;
   TClass *fClass;
   void *fObject;
   const EmulatedObject *fConverted = nullptr;
   UInt_t fStart = 0;
   UInt_t fCount = 0;
   UInt_t fCheckSum = 0;
   Version_t fVersion = 0;
   bool fCurrent = false;
   bool fRenamed = false;
};

/// The columns of objects of one class, from the current byte on: whether they were converted from another version.
class ReadColumns {
public:
   ReadColumns(const TBuffer &buffer, const TClass *cl);
   bool IsConverted() const { return fConverted != nullptr; }
   /// Runs the read rules of that version for the objects that have been read.
   void RunRules(const ObjectRange &objects) const;

private:
   const TBuffer &fBuffer;
   const std::vector<const EmulatedObject *> *fConverted = nullptr;
   const TClass *fClass = nullptr;
};

/// Elements that the stream has in another version of their class, member by member without headers: while this lives the
/// buffer yields them in the layout of this program. Its end leaves the buffer behind the stream's own.
class ConvertedColumns {
public:
   /// The columns that the stream has for elements of `cl` in that version are not those of this program. Base classes have
   /// columns without a version of their own: those are compared by the writer's layout, if the buffer has it.
   static Bool_t AreNeeded(const TBuffer &buffer, const TClass *cl, Version_t version, UInt_t checksum = 0);
   /// Counts and columns up to byte `end`. Throws StreamError if the buffer has no schema, or none for that version.
   ConvertedColumns(TBuffer &buffer, TClass *cl, Version_t version, UInt_t checksum, std::size_t end);
   /// The columns of n objects whose count was read already.
   /// `sourceClass` is the class's name in the stream.
   ConvertedColumns(TBuffer &buffer, TClass *cl, Version_t version, Int_t n, const std::string &sourceClass);
   ~ConvertedColumns();
   ConvertedColumns(const ConvertedColumns &) = delete;
   ConvertedColumns &operator=(const ConvertedColumns &) = delete;

private:
   TBuffer &fBuffer;
   std::unique_ptr<Evolution> fEvolution;
   std::unique_ptr<BufferDetour> fDetour;
   std::unique_ptr<DetourScope> fScope;
   std::size_t fEnd;
};

/// The header of one object being written: the byte count is filled in by End().
class WriteFrame {
public:
   WriteFrame(TBuffer &buffer, TClass *cl);
   ~WriteFrame() { fBuffer.fWriteFrame = fOuter; }
   WriteFrame(const WriteFrame &) = delete;
   WriteFrame &operator=(const WriteFrame &) = delete;
   void End() { fBuffer.SetByteCount(fStart); }

private:
   friend class ::TBuffer;
   TBuffer &fBuffer;
   WriteFrame *fOuter;
   TClass *fClass;
   UInt_t fStart;
};

} // namespace rootlet

#include "RootletMembers.h" // the member templates declared above

#endif
