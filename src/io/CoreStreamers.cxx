// The streamers of the runtime's own classes that no generator writes: TObject and TString. And copies made through
// them. Facts: docs/wire-format.md, "Objects".
#include "TBuffer.h"
#include "TClass.h"
#include "TError.h"
#include "TNamed.h"
#include "TProcessID.h"

#include <memory>

namespace {

/// An object that is referred to has been read: from now on its identifier leads to it.
void EnterReferenced(TBuffer &buffer, TObject &object, UShort_t processNumber)
{
   const UInt_t uid = object.TObject::GetUniqueID() & TProcessID::kIdMask;
   object.ResetBit(TObject::kIsReferenced); // it is in no table yet
   const bool copied = buffer.GetProcessNumbers() && buffer.GetProcessNumbers()->ObjectsAreCopies();
   TProcessID *pid = copied || !uid ? nullptr : buffer.ReadProcessID(processNumber);
   if (pid)
      pid->PutObjectWithID(&object, uid);
   else
      object.TObject::SetUniqueID(0);
}

/// Numbers for a copy within this process.
class CopyNumbers final : public rootlet::ProcessNumbers {
public:
   UShort_t NumberOf(const TProcessID &pid) override { return pid.GetNumber(); }
   TProcessID *At(UShort_t number) override { return TProcessID::GetProcessID(number); }
   Bool_t ObjectsAreCopies() const override { return kTRUE; }
};

} // namespace

UShort_t TBuffer::WriteProcessID(TProcessID *pid)
{
   if (!pid)
      return 0;
   return fProcessNumbers ? fProcessNumbers->NumberOf(*pid) : pid->GetNumber();
}

TProcessID *TBuffer::ReadProcessID(UShort_t pidf)
{
   if (fProcessNumbers)
      return fProcessNumbers->At(pidf);
   TProcessID *pid = TProcessID::GetProcessID(pidf);
   return pid ? pid : TProcessID::GetSessionProcessID(); // of a file that is not known here
}

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
      UInt_t uniqueID, bits;
      buffer.ReadRun(uniqueID, bits);
      if (fBits & kIsReferenced)
         rootlet::ForgetReferenced(*this);
      fUniqueID = uniqueID;
      fBits = (fBits & kMemoryBits) | (bits & ~kMemoryBits);
      if (fBits & kIsReferenced) {
         UShort_t processNumber;
         buffer.ReadRun(processNumber);
         EnterReferenced(buffer, *this, processNumber);
      }
      return;
   }
   const UInt_t bits = buffer.WritesMemoryBits() ? fBits : fBits & ~kMemoryBits;
   if (fBits & kIsReferenced)
      buffer.WriteRun(Version_t(1), fUniqueID & kUniqueIdMask, bits,
                      buffer.WriteProcessID(TProcessID::GetProcessWithUID(this)));
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
      CopyNumbers numbers;
      buffer.SetProcessNumbers(&numbers);
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
