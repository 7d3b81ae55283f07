// TRef and its streamer (docs/wire-format.md, "Custom streamers"); see TRef.h.
#include "TRef.h"

#include "TBuffer.h"
#include "TError.h"
#include "TProcessID.h"
#include "TString.h"

TRef::TRef(const TRef &ref) : TObject(ref), fPID(ref.fPID) {}

TRef &TRef::operator=(const TRef &ref)
{
   if (this != &ref) {
      TObject::SetUniqueID(ref.GetUniqueID());
      fPID = ref.fPID;
   }
   return *this;
}

void TRef::SetObject(TObject *obj)
{
   const UInt_t uid = TProcessID::AssignID(obj);
   SetUniqueID(uid & TProcessID::kIdMask); // fPID says whose it is
   fPID = uid ? TProcessID::GetProcessWithUID(uid, obj) : nullptr;
}

TObject *TRef::GetObject() const
{
   return fPID ? fPID->GetObjectWithID(GetUID()) : nullptr;
}

void TRef::Clear(Option_t *)
{
   SetUniqueID(0);
   fPID = nullptr;
}

void TRef::Streamer(TBuffer &b)
{
   if (b.IsReading()) {
      TObject::Streamer(b);
      fPID = nullptr;
      if (TestBit(kHasUUID)) {
         TString uuid;
         b.ReadTString(uuid);
         ::Error("TRef::Streamer",
                 "a reference to the object with the UUID %s becomes null: there is no table of UUIDs", uuid.Data());
         ResetBit(kHasUUID);
         return Clear();
      }
      UShort_t number;
      b.ReadRun(number);
      SetUniqueID(GetUniqueID() & TProcessID::kIdMask);
      fPID = GetUID() ? b.ReadProcessID(number) : nullptr;
      if (!fPID)
         Clear();
      return;
   }
   TObject::Streamer(b);
   b.WriteRun(b.WriteProcessID(fPID));
}
