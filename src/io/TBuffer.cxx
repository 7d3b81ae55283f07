// TBuffer: memory, version headers and strings. Pointers and references are in BufferPointers.cxx.
#include "TBuffer.h"

#include "TClass.h"
#include "TError.h"
#include "TString.h"
#include "io/BufferReferences.h"
#include "io/Evolution.h"
#include "io/StackGuard.h"

#include <algorithm>
#include <cstdarg>
#include <cstdio>
#include <vector>

namespace {

constexpr Version_t kMemberWiseFlag = 0x4000;
constexpr Version_t kStreamerLayerVersion = 9; // version of headers that belong to no class; ROOT 5.34 writes 9

char *NewBytes(std::size_t n)
{
   return new char[n];
}

} // namespace

// --- memory ---------------------------------------------------------------------------------------------------

TBuffer::TBuffer(EMode mode) : TBuffer(mode, kInitialSize) {}

TBuffer::TBuffer(EMode mode, Int_t bufsiz) : fMode(mode)
{
   const auto size = static_cast<std::size_t>(std::max<Int_t>(bufsiz, kMinimalSize));
   fStart = fCurrent = NewBytes(size);
   fEnd = fStart + size;
   fAdopted = kTRUE;
}

TBuffer::TBuffer(EMode mode, Int_t bufsiz, void *buf, Bool_t adopt, ReAllocCharFun_t reallocfunc) : fMode(mode)
{
   SetBuffer(buf, static_cast<UInt_t>(std::max(bufsiz, 0)), adopt, reallocfunc);
}

TBuffer::TBuffer(rootlet::BufferStorage &storage) : fMode(kWrite), fStorage(&storage)
{
   std::size_t capacity = 0;
   fStart = fCurrent = storage.Grow(0, 0, capacity);
   fEnd = fStart + std::min(capacity, kMaxSize);
}

TBuffer::TBuffer(const void *bytes, std::size_t n) : fMode(kRead)
{
   fStart = fCurrent = static_cast<char *>(const_cast<void *>(bytes));
   if (n > kMaxSize)
      Throw("%zu bytes are more than one object can have", n);
   fEnd = fStart + n;
}

TBuffer::~TBuffer()
{
   Release();
}

void TBuffer::Release()
{
   if (fAdopted)
      delete[] fStart;
   fAdopted = kFALSE;
}

void TBuffer::SetSourceClass(std::string_view name)
{
   fSourceClass = name;
   fSourceStart = Position();
}

void TBuffer::SetReadMode()
{
   fMode = kRead;
   ResetMap();
}

void TBuffer::SetWriteMode()
{
   fMode = kWrite;
   ResetMap();
}

void TBuffer::SetBufferOffset(Int_t offset)
{
   const auto at = static_cast<std::size_t>(std::max(offset, 0));
   fCurrent = fStart + std::min(at, static_cast<std::size_t>(fEnd - fStart));
}

void TBuffer::SetBuffer(void *buf, UInt_t bufsiz, Bool_t adopt, ReAllocCharFun_t reallocfunc)
{
   Release();
   fStorage = nullptr;
   fRealloc = reallocfunc;
   if (!buf && bufsiz == 0 && fMode == kWrite) {
      buf = NewBytes(kInitialSize);
      bufsiz = kInitialSize;
      adopt = kTRUE;
   } else if (!buf) {
      bufsiz = 0;
   }
   fStart = fCurrent = static_cast<char *>(buf);
   fEnd = fStart + std::min(static_cast<std::size_t>(bufsiz), kMaxSize);
   fAdopted = adopt;
   ResetMap();
}

void TBuffer::DetachBuffer()
{
   fAdopted = kFALSE;
   fStart = fCurrent = fEnd = nullptr;
}

void TBuffer::Expand(Int_t newsize, Bool_t copy)
{
   const std::size_t used = Position();
   const auto size = std::max(static_cast<std::size_t>(std::max(newsize, 0)), copy ? used : 0);
   if (fStorage) {
      std::size_t capacity = 0;
      fStart = fStorage->Grow(copy ? used : 0, size, capacity);
      fEnd = fStart + std::min(capacity, kMaxSize); // so that no byte count can outgrow its 30 bits
   } else if (fRealloc) {
      char *moved = fRealloc(fStart, size, static_cast<std::size_t>(fEnd - fStart));
      if (!moved)
         Throw("no memory for a buffer of %zu bytes", size);
      fStart = moved;
      fEnd = fStart + size;
   } else if (fAdopted || !fStart) {
      char *grown = NewBytes(size);
      if (copy && used)
         std::memcpy(grown, fStart, used);
      Release();
      fStart = grown;
      fEnd = fStart + size;
      fAdopted = kTRUE;
   } else {
      Throw("the object does not fit the %d bytes of the given buffer, which cannot grow", BufferSize());
   }
   fCurrent = fStart + (copy ? used : 0);
}

void TBuffer::Grow(std::size_t more)
{
   CheckWritable();
   const std::size_t used = Position();
   if (more > kMaxSize - std::min(used, kMaxSize))
      Throw("an object of more than %zu bytes cannot be streamed: its byte count has 30 bits", kMaxSize);
   const std::size_t wanted = used + more;
   const std::size_t doubled = std::min(2 * static_cast<std::size_t>(fEnd - fStart), kMaxSize);
   Expand(static_cast<Int_t>(std::max(wanted, doubled)));
}

void TBuffer::CheckWritable() const
{
   if (fMode != kWrite)
      Throw("the buffer is open for reading");
}

void TBuffer::Reset()
{
   fCurrent = fStart;
   ResetMap();
}

void TBuffer::ResetMap()
{
   if (fReferences)
      fReferences->Clear();
   fTop = nullptr;
   fReread = 0;
}

// Byte counts that contradict each other lead back again and again; what is read twice is bounded by what there is, so
// that a hostile stream costs no more than twice an honest one.
void TBuffer::Reread(std::size_t n)
{
   fReread += n;
   if (fReread > static_cast<std::size_t>(fEnd - fStart))
      Throw("the byte counts contradict each other: the same bytes would be read again and again");
}

// --- errors ----------------------------------------------------------------------------------------------------

std::string TBuffer::Path() const
{
   constexpr std::size_t kShown = 8;    // at either end of a long path
   std::vector<const TClass *> classes; // innermost first
   for (const rootlet::ReadFrame *frame = fReadFrame; frame; frame = frame->fOuter)
      classes.push_back(frame->fClass);
   for (const rootlet::WriteFrame *frame = fWriteFrame; frame; frame = frame->fOuter)
      classes.push_back(frame->fClass);
   std::string path;
   for (std::size_t i = classes.size(); i-- > 0;) {
      path += path.empty() ? "" : "/";
      if (i + kShown == classes.size() - 1 && classes.size() > 2 * kShown + 1) {
         path += "...";
         i = kShown;
      } else {
         path += classes[i] ? classes[i]->GetName() : "?";
      }
   }
   return path;
}

void TBuffer::Throw(const char *fmt, ...) const
{
   char what[1024];
   va_list arguments;
   va_start(arguments, fmt);
   std::vsnprintf(what, sizeof what, fmt, arguments);
   va_end(arguments);
   const std::string path = Path();
   std::string message = std::string(what) + ", at byte " + std::to_string(Position());
   if (fDetour)
      message += " of the converted object";
   if (!path.empty())
      message += " in " + path;
   throw rootlet::StreamError(message, Position(), path);
}

void TBuffer::ThrowEnd(std::size_t wanted) const
{
   Throw("the bytes end too early: %zu wanted, %zu left", wanted, Remaining());
}

void TBuffer::ThrowCount(Long64_t n) const
{
   Throw("a count of %lld cannot be: %zu bytes are left", n, Remaining());
}

// --- version headers ----------------------------------------------------------------------------------------------

Version_t TBuffer::ReadVersion(UInt_t *start, UInt_t *bcnt, const TClass *)
{
   Version_t version;
   if (!start || !bcnt) {
      ReadRun(version);
      return version;
   }
   *start = static_cast<UInt_t>(Position());
   *bcnt = 0;
   // Old streams have no byte count: then the version stands first, and bit 30 of what is read here is not set.
   UInt_t count = 0;
   if (Remaining() >= sizeof count)
      rootlet::wire::Load(fCurrent, count);
   if (count & rootlet::wire::kByteCountFlag) {
      Consume(sizeof count);
      *bcnt = count & ~rootlet::wire::kByteCountFlag;
      if (*bcnt > Remaining())
         Throw("a byte count of %u cannot be: %zu bytes are left", *bcnt, Remaining());
   }
   ReadRun(version);
   if (count == 0 && (version & kMemberWiseFlag))
      ThrowEnd(sizeof count - sizeof version); // the first half of a byte count
   return version;
}

Int_t TBuffer::GoToEnd(UInt_t start, UInt_t bcnt, const TClass *cl)
{
   return GoToEnd(start, bcnt, cl ? cl->GetName() : "object");
}

Int_t TBuffer::GoToEnd(UInt_t start, UInt_t bcnt, const char *className)
{
   const Long64_t end = static_cast<Long64_t>(start) + bcnt + static_cast<Long64_t>(sizeof(UInt_t));
   const Long64_t off = static_cast<Long64_t>(Position()) - end;
   ::Error("TBuffer::CheckByteCount",
           "%s at byte %u should end at byte %lld, but was read up to byte %zu: going on at %lld", className, start,
           end, Position(), end);
   if (off > 0)
      Reread(static_cast<std::size_t>(off));
   SetBufferOffset(static_cast<Int_t>(end));
   return static_cast<Int_t>(off);
}

UInt_t TBuffer::WriteVersion(const TClass *cl, Bool_t useBcnt)
{
   const auto position = static_cast<UInt_t>(Position());
   if (useBcnt)
      WriteRun(UInt_t(0)); // SetByteCount fills it in
   WriteRun(cl->GetClassVersion());
   return position;
}

UInt_t TBuffer::WriteStreamerVersion(Bool_t memberWise)
{
   const auto position = static_cast<UInt_t>(Position());
   WriteRun(UInt_t(0));
   WriteRun(static_cast<Version_t>(memberWise ? kStreamerLayerVersion | kMemberWiseFlag : kStreamerLayerVersion));
   return position;
}

namespace rootlet {

ReadFrame::ReadFrame(TBuffer &buffer, TClass *cl, void *object)
   : fBuffer(buffer), fOuter(buffer.fReadFrame), fClass(cl), fObject(object)
{
   if (!buffer.fSourceClass.empty())
      fRenamed = buffer.fSourceStart == buffer.Position();
   buffer.fReadFrame = this;
   try {
      if (StackIsLow())
         buffer.Throw("objects nest deeper than the stack of this thread allows");
      const ClassDictionary &dictionary = cl->RequireDictionary();
      fVersion = buffer.ReadVersion(&fStart, &fCount, cl);
      fVersion = static_cast<Version_t>(fVersion & ~kMemberWiseFlag);
      const bool foreign = (dictionary.fFlags & ClassDictionary::kForeign) != 0;
      if (fRenamed) {
         // whatever the version is: it is that of another class
      } else if (fVersion == 0 && foreign) {
         buffer.ReadRun(fCheckSum);
         fCurrent = fCheckSum == dictionary.fCheckSum;
      } else {
         // Version 1 of a class that has no ClassDef any more is not what this program has.
         fCurrent = fVersion == dictionary.fVersion && !(foreign && dictionary.fVersion <= 1);
      }
      if (buffer.fDetour)
         if (const auto found = buffer.fDetour->fConverted.find(fStart); found != buffer.fDetour->fConverted.end())
            fConverted = found->second;
   } catch (...) {
      buffer.fReadFrame = fOuter; // no destructor runs for an object whose constructor threw
      throw;
   }
}

void ReadFrame::RunRules()
{
   if (fObject)
      fBuffer.fDetour->fEvolution->RunRules(*fConverted, fObject);
}

WriteFrame::WriteFrame(TBuffer &buffer, TClass *cl) : fBuffer(buffer), fOuter(buffer.fWriteFrame), fClass(cl)
{
   buffer.fWriteFrame = this;
   try {
      if (StackIsLow())
         buffer.Throw("objects nest deeper than the stack of this thread allows");
      const ClassDictionary &dictionary = cl->RequireDictionary();
      fStart = static_cast<UInt_t>(buffer.Position());
      if ((dictionary.fFlags & ClassDictionary::kForeign) && dictionary.fVersion <= 1)
         buffer.WriteRun(UInt_t(0), Version_t(0), dictionary.fCheckSum);
      else
         buffer.WriteRun(UInt_t(0), dictionary.fVersion);
   } catch (...) {
      buffer.fWriteFrame = fOuter;
      throw;
   }
}

} // namespace rootlet

// --- strings -----------------------------------------------------------------------------------------------------

void TBuffer::WriteStringBytes(std::string_view s)
{
   constexpr std::size_t kLong = 255; // this length byte says that an Int with the real length follows
   if (s.size() > kMaxSize)
      Throw("a string of %zu bytes cannot be streamed", s.size());
   if (s.size() < kLong)
      WriteRun(static_cast<UChar_t>(s.size()));
   else
      WriteRun(static_cast<UChar_t>(kLong), static_cast<Int_t>(s.size()));
   if (!s.empty())
      std::memcpy(Reserve(s.size()), s.data(), s.size());
}

std::string_view TBuffer::ReadStringBytes()
{
   UChar_t shortLength;
   ReadRun(shortLength);
   Int_t length = shortLength;
   if (shortLength == 255) {
      ReadRun(length);
      CheckCount(length, 1);
   }
   return {Consume(static_cast<std::size_t>(length)), static_cast<std::size_t>(length)};
}

void TBuffer::ReadTString(TString &s)
{
   s = ReadStringBytes();
}

void TBuffer::WriteTString(const TString &s)
{
   WriteStringBytes(s.View());
}

void TBuffer::ReadStdString(std::string &s)
{
   s = ReadStringBytes();
}

void TBuffer::WriteStdString(const std::string &s)
{
   WriteStringBytes(s);
}

void TBuffer::ReadCharStar(char *&s)
{
   const Int_t length = ReadCount(1);
   const char *from = Consume(static_cast<std::size_t>(length));
   delete[] s;
   s = nullptr;
   if (length == 0)
      return;
   s = new char[static_cast<std::size_t>(length) + 1];
   std::memcpy(s, from, static_cast<std::size_t>(length));
   s[length] = 0;
}

void TBuffer::WriteCharStar(const char *s)
{
   const std::size_t length = s ? std::strlen(s) : 0;
   WriteRun(static_cast<Int_t>(std::min(length, kMaxSize)));
   if (length)
      std::memcpy(Reserve(length), s, length);
}

void TBuffer::WriteString(const char *s)
{
   const std::size_t n = std::strlen(s) + 1;
   std::memcpy(Reserve(n), s, n);
}

char *TBuffer::ReadString(char *s, Int_t max)
{
   const void *end = std::memchr(fCurrent, 0, Remaining());
   if (!end)
      ThrowEnd(Remaining() + 1);
   const auto n = static_cast<std::size_t>(static_cast<const char *>(end) - fCurrent);
   const char *from = Consume(n + 1);
   if (max > 0 || max == -1) {
      const std::size_t kept = max == -1 ? n : std::min(n, static_cast<std::size_t>(max) - 1);
      std::memcpy(s, from, kept);
      s[kept] = 0;
   }
   return s;
}
