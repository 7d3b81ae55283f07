// See ObjectReader.h.
#include "map/ObjectReader.h"

#include "RootletError.h"
#include "RootletRules.h"
#include "TBuffer.h"
#include "TDirectory.h"
#include "map/DirectLayout.h"
#include "map/Printable.h"

namespace rootlet {

ObjectReader::ObjectReader(MapFileState &state, const ObjectDescription &description, const PayloadCopy &copy)
   : fState(state), fDescription(description), fCopy(copy)
{
   if (description.form == format::PayloadForm::kShared)
      throw Error(Object() + Printable(description.className) + " and lies in the map as itself; use View<" +
                  Printable(description.className) + ">");
   fClass = TClass::GetClass(description.className.c_str(), kTRUE, kTRUE);
   if (fClass == nullptr && (fClass = RenamedClass(description.className)) != nullptr)
      fSourceClass = description.className;
   if (fClass == nullptr || !fClass->HasDictionary())
      throw Error(Object() + Printable(description.className) +
                  ", which has no dictionary in this program; link the library that has it");
}

/// How all complaints begin; the name of its class comes next.
std::string ObjectReader::Object() const
{
   return fState.Store().Path() + ": '" + Printable(fDescription.name) + "' is of the class ";
}

TObject *ObjectReader::Get(TObject *existing)
{
   if (existing != nullptr) {
      if (existing->IsA() != fClass)
         throw Error(Object() + fClass->GetName() + ", the object to read into of the class " + existing->ClassName());
      ReadInto(const_cast<void *>(existing->RootletAddress()));
      return existing;
   }
   if (!fClass->InheritsFrom(TObject::Class()))
      throw Error(Object() + fClass->GetName() + ", which is no TObject; use Get<" + fClass->GetName() + ">");
   return static_cast<TObject *>(fClass->DynamicCast(TObject::Class(), Make()));
}

void *ObjectReader::GetAny(const TClass *wanted, bool derivedToo)
{
   if (wanted == nullptr)
      throw Error("the class to Get has no dictionary; run dictgen on its header");
   if (fClass != wanted && !fClass->InheritsFrom(wanted))
      throw Error(Object() + fClass->GetName() + ", which is no " + wanted->GetName());
   if (fClass != wanted && !derivedToo)
      throw Error(Object() + fClass->GetName() + "; " + wanted->GetName() +
                  " has no virtual destructor to delete it by");
   void *made = Make();
   return fClass == wanted ? made : fClass->DynamicCast(wanted, made);
}

/// A direct payload of the very layout that the class has here; nothing is done and false returned for any other.
bool ObjectReader::ScatterInto(void *object)
{
   if (fDescription.form != format::PayloadForm::kDirect || !fSourceClass.empty())
      return false;
   const auto layout = DirectLayout::Of(fClass, object);
   if (!layout->WhyNot().empty() || layout->Fingerprint() != fDescription.fingerprint ||
       layout->Bytes() != fDescription.layout)
      return false;
   try {
      layout->Scatter({fCopy.Data(), fCopy.Size()}, object, fState.Numbers());
   } catch (const Error &error) {
      throw Error(fState.Store().Path() + ": '" + Printable(fDescription.name) + "' " + error.what());
   }
   return true;
}

void ObjectReader::ReadInto(void *object)
{
   if (ScatterInto(object))
      return;
   const StreamedPayload payload(fState.Store().Path(), fDescription, fCopy);
   const std::shared_ptr<const Schema> schema = fState.GetSchema();
   try {
      try {
         Stream(object, payload, schema);
      } catch (const StreamError &) {
         // Perhaps of a class whose layout has come into the map since.
         const auto now = fState.LoadSchema();
         if (now == schema)
            throw;
         Stream(object, payload, now);
      }
   } catch (const StreamError &error) {
      throw StreamError(fState.Store().Path() + ": '" + fDescription.name + "': " + error.what(), error.Offset(),
                        error.Path());
   }
}

/// A new object, owned by the caller (TClass::Destructor).
void *ObjectReader::Make()
{
   const TDirectory::TContext noDirectory(nullptr); // the object is the consumer's alone
   void *object = fClass->New();
   if (object == nullptr)
      throw Error(std::string("no object of the class ") + fClass->GetName() +
                  " can be made: it has no default constructor");
   try {
      ReadInto(object);
   } catch (...) {
      fClass->Destructor(object);
      throw;
   }
   return object;
}

void ObjectReader::Stream(void *object, const StreamedPayload &payload,
                          const std::shared_ptr<const Schema> &schema) const
{
   TBuffer buffer(payload.Data(), payload.Size());
   buffer.SetProcessNumbers(&fState.Numbers());
   buffer.SetSchema(schema);
   buffer.MapObject(object, fClass);
   buffer.SetSourceClass(fSourceClass);
   fClass->Streamer(object, buffer);
}

} // namespace rootlet
