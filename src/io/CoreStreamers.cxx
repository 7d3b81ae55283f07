// The streamers of the runtime's own classes that no generator writes: TObject and TString. And copies made through
// them. Facts: docs/wire-format.md, "Objects".
#include "TBuffer.h"
#include "TClass.h"
#include "TError.h"
#include "TNamed.h"

#include <memory>

void TObject::Streamer(TBuffer &buffer)
{
   constexpr Version_t kByteCountStart = 0x4000;
   constexpr UInt_t kMemoryBits = kIsOnHeap | kNotDeleted;
   constexpr UInt_t kUniqueIdMask = 0x00ffffff; // the high 8 bits are the process number
   if (buffer.IsReading()) {
      Version_t version;
      buffer.ReadRun(version);
      if (version & kByteCountStart) { // it was the first half of a byte count
         buffer.Consume(sizeof(UInt_t) - sizeof version);
         buffer.ReadRun(version);
      }
      UInt_t bits;
      buffer.ReadRun(fUniqueID, bits);
      fBits = (fBits & kMemoryBits) | (bits & ~kMemoryBits);
      if (fBits & kIsReferenced) {
         UShort_t processIndex;
         buffer.ReadRun(
            processIndex); // position of its TProcessID in the file; a buffer without a file has one process
      }
      return;
   }
   const UInt_t bits = buffer.WritesMemoryBits() ? fBits : fBits & ~kMemoryBits;
   if (fBits & kIsReferenced)
      buffer.WriteRun(Version_t(1), fUniqueID & kUniqueIdMask, bits, UShort_t(0));
   else
      buffer.WriteRun(Version_t(1), fUniqueID, bits);
}

void TString::Streamer(TBuffer &buffer)
{
   if (buffer.IsReading())
      buffer.ReadTString(*this);
   else
      buffer.WriteTString(*this);
}

TBuffer &operator<<(TBuffer &buffer, const TString &s)
{
   buffer.WriteTString(s);
   return buffer;
}

TBuffer &operator>>(TBuffer &buffer, TString &s)
{
   buffer.ReadTString(s);
   return buffer;
}

TObject *TObject::Clone(const char *) const
{
   TClass *cl = IsA();
   try {
      TBuffer buffer(TBuffer::kWrite);
      buffer.MapObject(this);
      cl->Streamer(const_cast<void *>(RootletAddress()), buffer);
      buffer.SetReadMode();
      buffer.SetBufferOffset(0);
      auto *copy = static_cast<TObject *>(cl->DynamicCast(TObject::Class(), rootlet::NewObject(cl)));
      std::unique_ptr<TObject> owner(copy);
      buffer.MapObject(copy);
      cl->Streamer(const_cast<void *>(copy->RootletAddress()), buffer);
      return owner.release();
   } catch (const std::exception &error) {
      ::Error("TObject::Clone", "%s", error.what());
      return nullptr;
   }
}

TObject *TNamed::Clone(const char *newname) const
{
   TObject *copy = TObject::Clone(newname);
   if (copy && newname && *newname)
      static_cast<TNamed *>(copy)->SetName(newname);
   return copy;
}
