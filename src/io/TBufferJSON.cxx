// Compiled objects as JSON: streamed into a buffer, read from there as emulated objects, and written as text; from JSON the
// same way back. See TBufferJSON.h.
#include "TBufferJSON.h"

#include "RootletEmulation.h"
#include "RootletError.h"
#include "TBuffer.h"
#include "TError.h"
#include "TObject.h"
#include "io/JsonWriter.h"

namespace {

std::string Written(const void *obj, const TClass *cl, Int_t compact, const char *member)
{
   if (!cl)
      throw rootlet::Error("the class of the object has no dictionary");
   const rootlet::ClassDictionary &given = cl->RequireDictionary();
   const TClass *actual = cl->GetActualClass(obj);
   const void *whole = given.fAddress ? given.fAddress(obj) : obj;
   TBuffer buffer(TBuffer::kWrite);
   buffer.MapObject(whole, actual);
   actual->Streamer(const_cast<void *>(whole), buffer); // writing changes nothing
   auto schema = std::make_shared<rootlet::Schema>();
   schema->AddClass(actual);
   const rootlet::EmulatedDocument document(std::move(schema), actual->GetName(), buffer.Buffer(), buffer.Position());
   for (const std::string &note : document.Notes())
      ::Warning("TBufferJSON::ConvertToJSON", "%s", note.c_str());
   return rootlet::WriteJson(document.Root(), compact, member ? member : "");
}

/// Destroys an object of a class that is known at run time only.
struct Destroy {
   const TClass *fClass;
   void operator()(void *object) const { fClass->Destructor(object); }
};

/// The object as `expected` (null: as its own class), which `actual` names.
void *Made(const char *json, const TClass *expected, TClass *&actual)
{
   if (!json)
      throw rootlet::Error("there is no text");
   const auto document = rootlet::EmulatedDocument::FromJSON(std::make_shared<rootlet::Schema>(), json,
                                                             expected ? expected->GetName() : "");
   actual = TClass::GetClass(document->Root().ClassName().c_str(), kTRUE, kTRUE);
   if (!actual || !actual->IsLoaded())
      throw rootlet::Error("class " + document->Root().ClassName() + " has no dictionary");
   const std::string bytes = document->Stream();
   std::unique_ptr<void, Destroy> object(actual->New(), Destroy{actual});
   if (!object)
      throw rootlet::Error("class " + document->Root().ClassName() + " has no default constructor");
   TBuffer buffer(bytes.data(), bytes.size());
   buffer.MapObject(object.get(), actual);
   actual->Streamer(object.get(), buffer);
   void *asExpected = expected ? actual->DynamicCast(expected, object.get()) : object.get();
   if (!asExpected)
      throw rootlet::Error("class " + document->Root().ClassName() + " does not derive from " + expected->GetName());
   static_cast<void>(object.release());
   return asExpected;
}

void *MadeOrNull(const char *function, const char *json, const TClass *expected, TClass **cl)
{
   TClass *actual = nullptr;
   void *object = nullptr;
   try {
      object = Made(json, expected, actual);
   } catch (const rootlet::Error &error) {
      ::Error(function, "%s", error.what());
   }
   if (cl)
      *cl = object ? actual : nullptr;
   return object;
}

} // namespace

TString TBufferJSON::ConvertToJSON(const TObject *obj, Int_t compact, const char *member_name)
{
   return ConvertToJSON(obj, TObject::Class(), compact, member_name);
}

TString TBufferJSON::ConvertToJSON(const void *obj, const TClass *cl, Int_t compact, const char *member_name)
{
   if (!obj)
      return "null";
   try {
      return Written(obj, cl, compact, member_name).c_str();
   } catch (const rootlet::Error &error) {
      ::Error("TBufferJSON::ConvertToJSON", "%s", error.what());
      return "";
   }
}

TString TBufferJSON::ContentToJSON(const void *obj, const std::string &type, void (*write)(TBuffer &, const void *),
                                   Int_t compact)
{
   if (!obj)
      return "null";
   try {
      TBuffer buffer(TBuffer::kWrite);
      write(buffer, obj);
      const rootlet::EmulatedDocument document(std::make_shared<rootlet::Schema>(), type, buffer.Buffer(),
                                               buffer.Position());
      return document.ToJSON(compact).c_str();
   } catch (const rootlet::Error &error) {
      ::Error("TBufferJSON::ToJSON", "%s", error.what());
      return "";
   }
}

Bool_t TBufferJSON::ContentFromJSON(void *obj, const std::string &type, void (*read)(TBuffer &, void *),
                                    const char *json)
{
   try {
      if (!json)
         throw rootlet::Error("there is no text");
      const auto document = rootlet::EmulatedDocument::FromJSON(std::make_shared<rootlet::Schema>(), json, type);
      const std::string bytes = document->Stream();
      TBuffer buffer(bytes.data(), bytes.size());
      read(buffer, obj);
      return kTRUE;
   } catch (const rootlet::Error &error) {
      ::Error("TBufferJSON::FromJSON", "%s", error.what());
      return kFALSE;
   }
}

TObject *TBufferJSON::ConvertFromJSON(const char *str)
{
   return static_cast<TObject *>(MadeOrNull("TBufferJSON::ConvertFromJSON", str, TObject::Class(), nullptr));
}

void *TBufferJSON::ConvertFromJSONAny(const char *str, TClass **cl)
{
   return MadeOrNull("TBufferJSON::ConvertFromJSONAny", str, nullptr, cl);
}

void *TBufferJSON::ConvertFromJSONChecked(const char *str, const TClass *expectedClass)
{
   constexpr const char *kName = "TBufferJSON::ConvertFromJSONChecked";
   if (!expectedClass) {
      ::Error(kName, "the class of the object has no dictionary");
      return nullptr;
   }
   return MadeOrNull(kName, str, expectedClass, nullptr);
}
