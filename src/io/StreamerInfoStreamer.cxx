// The bytes of a TStreamerInfo, in all versions that ROOT wrote. Its elements stand in a TObjArray, a class of the framework that the runtime does without:
// its header is written and read here (docs/wire-format.md, "Custom streamers every reader must know").
#include "TBuffer.h"
#include "TClass.h"
#include "TStreamerInfo.h"

namespace {

constexpr Version_t kObjArrayVersion = 3;
constexpr std::size_t kLeastElement = sizeof(UInt_t); // a null pointer

} // namespace

void TStreamerInfo::Streamer(TBuffer &buffer)
{
   TClass *elementClass = TStreamerElement::Class();
   static TClass *const objArray = TClass::Declare("TObjArray");
   UInt_t start, count;
   if (buffer.IsReading()) {
      const Version_t version = buffer.ReadVersion(&start, &count, Class());
      if (version < 2 || version > 10)
         buffer.Throw("version %d of TStreamerInfo is not known", version);
      TNamed::Streamer(buffer);
      buffer.ReadRun(fCheckSum, fClassVersion);
      fElements.clear();
      const rootlet::AnyHeader array = buffer.ReadAnyHeader();
      if (array.fKind != rootlet::AnyHeader::kObject || array.fClass->fName != objArray->GetName())
         buffer.Throw("the elements of a TStreamerInfo must be a TObjArray");
      buffer.MapRead(array, nullptr);
      UInt_t arrayStart, arrayCount;
      buffer.ReadVersion(&arrayStart, &arrayCount);
      TObject base;
      base.TObject::Streamer(buffer);
      TString name;
      buffer.ReadTString(name);
      const Int_t n = buffer.ReadCount(kLeastElement);
      Int_t lowerBound;
      buffer.ReadRun(lowerBound);
      for (Int_t i = 0; i < n; ++i)
         fElements.emplace_back(static_cast<TStreamerElement *>(buffer.ReadPointerTo(elementClass, kTRUE)));
      buffer.CheckByteCount(arrayStart, arrayCount, objArray);
      buffer.CheckByteCount(array.fStart, array.fCount, objArray);
      buffer.CheckByteCount(start, count, Class());
      return;
   }
   start = buffer.WriteVersion(Class(), kTRUE);
   TNamed::Streamer(buffer);
   buffer.WriteRun(fCheckSum, fClassVersion);
   const UInt_t array = buffer.WriteAnyHeader(objArray, &fElements);
   const auto arrayStart = static_cast<UInt_t>(buffer.Position());
   buffer.WriteRun(UInt_t(0), kObjArrayVersion);
   const std::unique_ptr<TObject> base(new TObject); // ROOT's array lies on the heap, and its bits say so
   base->TObject::Streamer(buffer);
   buffer.WriteTString("");
   buffer.WriteRun(static_cast<Int_t>(fElements.size()), Int_t(0));
   for (const auto &element : fElements)
      buffer.WritePointerTo(element.get(), elementClass);
   buffer.SetByteCount(arrayStart);
   buffer.SetByteCount(array);
   buffer.SetByteCount(start);
}

// --- elements: their older versions too, for a record must be readable before any layout is known ---------------------------

void TStreamerElement::Streamer(TBuffer &buffer)
{
   UInt_t start, count;
   if (buffer.IsReading()) {
      const Version_t version = buffer.ReadVersion(&start, &count, Class());
      if (version < 1 || version > 4)
         buffer.Throw("version %d of TStreamerElement is not known", version);
      TNamed::Streamer(buffer);
      buffer.ReadRun(fType, fSize, fArrayLength, fArrayDim);
      if (version == 1) {
         const Int_t n = buffer.ReadCount(sizeof(Int_t));
         for (Int_t i = 0; i < n; ++i) {
            Int_t index;
            buffer.ReadRun(index);
            if (i < 5)
               fMaxIndex[i] = index;
         }
      } else {
         buffer.ReadRun(fMaxIndex);
      }
      buffer.ReadTString(fTypeName);
      if (version == 3) { // minimum, maximum and factor of a packed value: the title has them
         Double_t range[3];
         buffer.ReadRun(range);
      }
      buffer.CheckByteCount(start, count, Class());
      return;
   }
   start = buffer.WriteVersion(TStreamerElement::Class(), kTRUE);
   TNamed::Streamer(buffer);
   buffer.WriteRun(fType, fSize, fArrayLength, fArrayDim, fMaxIndex);
   buffer.WriteTString(fTypeName);
   buffer.SetByteCount(start);
}

void TStreamerBase::Streamer(TBuffer &buffer)
{
   UInt_t start, count;
   if (buffer.IsReading()) {
      const Version_t version = buffer.ReadVersion(&start, &count, Class());
      TStreamerElement::Streamer(buffer);
      if (version > 2)
         buffer.ReadRun(fBaseVersion);
      buffer.CheckByteCount(start, count, Class());
      return;
   }
   start = buffer.WriteVersion(TStreamerBase::Class(), kTRUE);
   TStreamerElement::Streamer(buffer);
   buffer.WriteRun(fBaseVersion);
   buffer.SetByteCount(start);
}

void TStreamerSTL::Streamer(TBuffer &buffer)
{
   UInt_t start, count;
   if (buffer.IsReading()) {
      buffer.ReadVersion(&start, &count, Class()); // 2 and 3 are alike
      TStreamerElement::Streamer(buffer);
      buffer.ReadRun(fSTLtype, fCtype);
      buffer.CheckByteCount(start, count, Class());
      return;
   }
   start = buffer.WriteVersion(TStreamerSTL::Class(), kTRUE);
   TStreamerElement::Streamer(buffer);
   buffer.WriteRun(fSTLtype, fCtype);
   buffer.SetByteCount(start);
}
