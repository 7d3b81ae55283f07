// The dictionary of TString, which has no ClassDef: its vtable is ROOT's, its bytes have no header.
#include "TBuffer.h"
#include "TClass.h"
#include "TString.h"

#include <new>

namespace {

const rootlet::ClassDictionary kDictionary = {
   .fFormat = rootlet::kDictionaryFormat,
   .fName = "TString",
   .fTitle = "Basic string class",
   .fDeclFile = "TString.h",
   .fDeclLine = 0,
   .fVersion = 2,
   .fCheckSum = 0x17419,
   .fSize = sizeof(TString),
   .fAlign = alignof(TString),
   .fTypeInfo = &typeid(TString),
   .fFlags = rootlet::ClassDictionary::kCustomStreamer | rootlet::ClassDictionary::kHasVTable,
   .fBases = nullptr,
   .fNBases = 0,
   .fMembers = nullptr,
   .fNMembers = 0,
   .fStreamer = [](TBuffer &buffer, void *object) { static_cast<TString *>(object)->TString::Streamer(buffer); },
   .fStreamColumns = nullptr,
   .fIsA = nullptr,
   .fAddress = nullptr,
   .fNew = []() -> void * { return new TString; },
   .fNewAt = [](void *storage) -> void * { return new (storage) TString; },
   .fNewArray = [](std::size_t n) -> void * { return new TString[n]; },
   .fDelete = [](void *object) { delete static_cast<TString *>(object); },
   .fDeleteArray = [](void *array) { delete[] static_cast<TString *>(array); },
   .fDestruct = [](void *object) { static_cast<TString *>(object)->~TString(); }};

} // namespace

TClass *TString::Class()
{
   static rootlet::ClassRegistration registration(kDictionary);
   return registration.Class();
}

namespace {
[[maybe_unused]] const TClass *const kRegistered = TString::Class();
}
