// Forms that neither our own streams nor the golden data have, byte by byte: layouts whose elements have the versions of old
// ROOTs, and classes that this program can only read without their class. Facts: docs/wire-format.md. See FuzzTarget.h.
#include "FuzzTarget.h"

#include "RootletEmulation.h"
#include "RootletError.h"
#include "RootletSchema.h"

#include "Bytes.h"

#include <memory>

namespace rootlet::fuzz {
namespace {

/// A StreamerInfo element; `version` is that of its TStreamerElement.
Bytes Element(const char *kind, int kindVersion, int version, const char *name, const char *title, int code,
              const char *type, const Bytes &more = {}, int length = 0)
{
   Bytes body = Bytes().TNamedPart(name, title).I32(code).I32(4).I32(length).I32(length ? 1 : 0);
   if (version == 1)
      body.I32(5); // indices
   body.I32(length).I32(0).I32(0).I32(0).I32(0).Str(type);
   if (version == 3)
      body.F64(0).F64(1).F64(256);
   return Bytes().NewPointer(kind, Bytes().Object(kindVersion, Bytes().Object(version, body).Add(more)));
}

/// The layout of class `name` in version 1 behind a pointer.
Bytes Layout(const char *name, int n, const Bytes &elements)
{
   const Bytes array = Bytes().Object(3, Bytes().TObjectPart().Str("").I32(n).I32(0).Add(elements));
   const Bytes head = Bytes().TNamedPart(name, "").U32(0x1234).I32(1);
   return Bytes().NewPointer("TStreamerInfo",
                             Bytes().Object(9, Bytes(head).Add(Bytes().NewPointer("TObjArray", array))));
}

/// A record of two classes: X, and its base class.
Bytes Record(int version)
{
   const auto basic = [&](const char *name, const char *title, int code, const char *type, int length = 0) {
      return Element("TStreamerBasicType", 2, version, name, title, code, type, {}, length);
   };
   Bytes x = Element("TStreamerBase", version < 3 ? 2 : 3, version, "Base", "", 0, "BASE",
                     version < 3 ? Bytes() : Bytes().I32(1));
   x.Add(basic("fN", "", 6, "Int_t")).Add(basic("fArray", "", 25, "Float_t", 2));
   x.Add(basic("fPacked", "[0,1,8]", 9, "Double32_t"));
   x.Add(Element("TStreamerBasicPointer", 2, version, "fCounted", "[fN]", 42, "Short_t*",
                 Bytes().I32(1).Str("fN").Str("X")));
   x.Add(Element("TStreamerSTL", 2, version, "fVector", "", 300, "vector<int>", Bytes().I32(1).I32(3)));
   x.Add(Element("TStreamerObjectAnyPointer", 1, version, "fNext", "", 69, "X*"));
   const Bytes infos = Bytes(Layout("X", 7, x)).Str("").Add(Layout("Base", 1, basic("fB", "", 2, "Short_t"))).Str("");
   return Bytes().Object(5, Bytes().TObjectPart().Str("").I32(2).Add(infos));
}

Bytes ObjectOfX()
{
   const Bytes base = Bytes().Object(1, Bytes().I16(5));
   const Bytes values = Bytes().I32(2).F32(1.5f).F32(-2).U32(128).U8(1).I16(3).I16(4);
   return Bytes().Object(1, Bytes(base).Add(values).Layer(Bytes().I32(2).I32(6).I32(7)).U32(1));
}

} // namespace

void VisitForms(const std::function<void(const GoldenEntry &)> &visit)
{
   const Bytes none = Bytes().Object(5, Bytes().TObjectPart().Str("").I32(0));
   const auto form = [&](const std::string &id, const char *className, const Bytes &record, const Bytes &payload) {
      GoldenEntry entry;
      entry.fId = "form." + id;
      entry.fClass = className;
      entry.fStreamerInfo = record.String();
      entry.fPayload = payload.String();
      entry.fIsStreamerInfo = entry.fClass == "TList";
      auto schema = std::make_shared<Schema>();
      try {
         schema->AddRecord(record.Data(), record.Size());
         const EmulatedDocument document(schema, className, payload.Data(), payload.Size());
         if (!document.Notes().empty())
            Finding(entry.fId + " is no good seed: " + document.Notes().front());
      } catch (const Error &error) {
         Finding(entry.fId + " is no good seed: " + error.what());
      }
      visit(entry);
   };
   for (int version = 1; version <= 4; ++version) {
      form("object" + std::to_string(version), "X", Record(version), ObjectOfX());
      form("record" + std::to_string(version), "TList", none, Record(version));
   }
   const Bytes refs = Bytes().TObjectPart().Str("refs").I32(3).I32(0).U16(0).U32(1).U32(0).U32(7);
   form("TRefArray", "TRefArray", none, Bytes().Object(1, refs));
   form("TRef", "TRef", none, Bytes().TObjectPart(7, 0x02000020).Str("uuid"));
   form("TASImage", "TASImage", none, Bytes().Object(1, Bytes().TNamedPart("i", "").U8(1).I32(4).Raw("\x89PNG")));
   form("TASImage0", "TASImage", none, Bytes().Object(1, Bytes().TNamedPart("i", "").U8(0)));
   form("TDatime", "TDatime", none, Bytes().U32(0x12345678));
}

} // namespace rootlet::fuzz
