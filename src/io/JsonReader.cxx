// JSON as emulated objects: classes, pointers and what stands in for what the JSON lacks. See JsonReader.h.
#include "io/JsonReader.h"

#include "RootletError.h"
#include "RootletStl.h"
#include "TClass.h"
#include "io/EmulatedCustom.h"
#include "io/EmulatedReader.h"
#include "io/Evolution.h"
#include "io/JsonWriter.h"
#include "io/StackGuard.h"
#include "meta/ClassName.h"

namespace rootlet {

using namespace element_type;

namespace {

constexpr UInt_t kNoTObject = 1u << 13; // of TStreamerInfo's fBits: the TObject base is left out

EmulatedObject *ObjectIn(const EmulatedValue &value)
{
   EmulatedObject *const *object = std::get_if<EmulatedObject *>(&value);
   return object ? *object : nullptr;
}

bool IsHeaded(Int_t type)
{
   return type == kSTL || type == kSTL0 || type == kString || type == kLoop ||
          (type >= kTString + kArray && type <= kTNamed + kArray);
}

const TClass *LoadedClass(const std::string &name)
{
   const TClass *cl = TClass::GetClass(name.c_str(), kTRUE, kTRUE);
   return cl && cl->IsLoaded() ? cl : nullptr;
}

} // namespace

JsonReader::JsonReader(EmulatedDocument &document, const JsonTree &tree, std::size_t textSize)
   : EmulatedLayouts(document), fTree(tree)
{
   constexpr std::size_t kForNothing = std::size_t(64) << 20, kForEachByte = 64;
   fLeft = kForNothing + kForEachByte * textSize;
}

// --- errors and limits -------------------------------------------------------------------------------------------------

void JsonReader::Throw(const std::string &what) const
{
   constexpr std::size_t kShown = 12; // at either end of a long way
   std::string path = "$";
   for (std::size_t i = 0; i < fPath.size(); ++i) {
      if (i == kShown && fPath.size() > 2 * kShown + 1) {
         path += "...";
         i = fPath.size() - kShown;
      }
      path += fPath[i].fName.empty() ? "[" + std::to_string(fPath[i].fIndex) + "]" : "." + std::string(fPath[i].fName);
   }
   throw Error("JSON at " + path + ": " + what);
}

void JsonReader::ThrowKind(const JsonValue &json, const char *wanted) const
{
   Throw(std::string("this is ") + json.KindName() + ", and should be " + wanted);
}

void JsonReader::Take(std::size_t bytes)
{
   if (bytes > fLeft)
      Throw("the text asks for far more memory than its size justifies");
   fLeft -= bytes;
}

// --- what the JSON says, and what it does not ----------------------------------------------------------------------------

const JsonValue *JsonReader::Source::Take(std::string_view name)
{
   if (!fJson)
      return nullptr;
   const auto &members = fJson->fMembers;
   const JsonValue *last = nullptr;
   for (std::size_t i = 0; i < members.size(); ++i) {
      const auto &[key, value] = members[(fNext + i) % members.size()];
      if (key != name)
         continue;
      last = &value;
      if (fTaken.insert(&value).second) {
         fNext = (fNext + i + 1) % members.size();
         return &value;
      }
   }
   return last;
}

EmulatedObject *JsonReader::Standby::Get(JsonReader &reader)
{
   if (fKnown)
      return fObject;
   fKnown = true;
   if (fOuter) {
      if (EmulatedObject *outer = fOuter->Get(reader))
         for (EmulatedMember &member : outer->fMembers)
            if (fName == member.fName)
               fObject = ObjectIn(member.fValue);
   } else {
      fObject = reader.NewDefault(*fClass);
   }
   return fObject;
}

EmulatedMember *JsonReader::Standby::Find(JsonReader &reader, std::string_view name)
{
   if (EmulatedObject *object = Get(reader))
      for (EmulatedMember &member : object->fMembers)
         if (!member.fIsBase && name == member.fName)
            return &member;
   return nullptr;
}

EmulatedObject *JsonReader::NewObject(const std::string &className)
{
   return &fDocument.fObjects.emplace_back(className);
}

// An object as the class's default constructor leaves it, each time another one; null if there is no such.
EmulatedObject *JsonReader::NewDefault(const std::string &className)
{
   const auto [found, isNew] = fDefaults.try_emplace(className);
   if (isNew) {
      const TClass *cl = LoadedClass(className);
      const ClassDictionary *dictionary = cl ? cl->Dictionary() : nullptr;
      if (dictionary && dictionary->fNew && dictionary->fDelete) {
         const std::unique_ptr<void, void (*)(void *)> object(dictionary->fNew(), dictionary->fDelete);
         TBuffer buffer(TBuffer::kWrite);
         try {
            cl->Streamer(object.get(), buffer);
            found->second.assign(buffer.Buffer(), buffer.Position());
         } catch (const StreamError &) {
            // A new object that cannot be streamed, for a `//->` pointer is null, gives nothing.
         }
      }
   }
   const std::string &bytes = found->second;
   if (bytes.empty())
      return nullptr;
   Take(bytes.size() + sizeof(EmulatedObject));
   TBuffer buffer(bytes.data(), bytes.size());
   const std::size_t before = fDocument.fObjects.size();
   EmulatedObject *object = EmulatedReader(fDocument, buffer).ReadPart(className);
   for (std::size_t i = before; i < fDocument.fObjects.size(); ++i)
      for (EmulatedMember &member : fDocument.fObjects[i].fMembers)
         if (std::holds_alternative<DanglingReference>(member.fValue)) // to the new object itself
            member.fValue = static_cast<EmulatedObject *>(nullptr);
   return object;
}

// --- layouts ---------------------------------------------------------------------------------------------------------

// The newest layout of the class, and the header of its objects.
const TStreamerInfo *JsonReader::LayoutOf(const std::string &className, WireHeader &header)
{
   const TStreamerInfo *info = fDocument.fSchema->Latest(className);
   const TClass *cl = LoadedClass(className);
   if (cl && cl->HasCustomStreamer() && !cl->InheritsFrom("TStreamerElement")) // those stream as their layout says
      cl = nullptr;
   if (!info && cl)
      info = cl->GetStreamerInfo();
   if (info) {
      header.fVersion = static_cast<Version_t>(info->GetClassVersion());
      if (cl && cl->GetStreamerInfo()->GetCheckSum() == info->GetCheckSum())
         header = HeaderOf(cl);
      return info;
   }
   if (const auto arguments = PairArguments(className)) {
      header.fVersion = 0;
      header.fCheckSum = stl::PairCheckSum(arguments->first, arguments->second);
   }
   return PairInfo(className);
}

void JsonReader::CheckDerived(const std::string &className, const std::string &declared)
{
   if (declared.empty() || className == declared)
      return;
   const auto inherits = [&](auto &self, const std::string &name, int depth) -> bool {
      if (name == declared)
         return true;
      if (const TClass *cl = LoadedClass(name); cl && LoadedClass(declared))
         return cl->InheritsFrom(declared.c_str());
      const TStreamerInfo *info = fDocument.fSchema->Latest(name);
      constexpr int kMost = 64;
      if (!info || depth > kMost)
         return true; // nobody knows
      for (const auto &element : info->GetElements())
         if (const auto *base = dynamic_cast<const TStreamerBase *>(element.get()))
            if (self(self, NormalizedClassName(base->GetName()), depth + 1))
               return true;
      return false;
   };
   if (!inherits(inherits, className, 0))
      Throw("class " + className + " does not derive from " + declared);
}

std::string JsonReader::ClassNamed(const JsonObject &json, const std::string &declared) const
{
   const JsonValue *name = json.Find("_typename");
   if (!name && json.Is("$pair"))
      name = json.Find("$pair");
   if (!name) {
      if (declared.empty())
         Throw("there is no `_typename` that says which class this is");
      return declared;
   }
   if (name->fKind != JsonValue::kText)
      Throw("`_typename` is no text");
   return NormalizedClassName(*name->fText);
}

// --- objects -----------------------------------------------------------------------------------------------------------

EmulatedObject *JsonReader::Top(std::string_view className)
{
   const JsonValue &root = fTree.Root();
   const std::string wanted = NormalizedClassName(className);
   EmulatedObject *top = nullptr;
   if (root.fKind == JsonValue::kObject && (wanted.empty() || ParseType(wanted).fKind == TypeSpec::kClass)) {
      if (root.fObject->Is("$ref"))
         Throw("a reference has nothing to refer to");
      top = Pointee(*root.fObject, wanted);
   } else {
      if (wanted.empty())
         Throw("nothing says which class this is");
      top = ByValue(&root, wanted);
   }
   return top;
}

void JsonReader::Fill(EmulatedObject &object, Source &source, Standby &standby)
{
   if (StackIsLow())
      Throw("objects nest deeper than the stack of this thread allows");
   if (FillCustom(object, source, standby))
      return;
   WireHeader header;
   const TStreamerInfo *info = LayoutOf(object.fClass, header);
   if (!info)
      Throw("class " + object.fClass +
            " is not known: it has no StreamerInfo, and this program has no dictionary of it");
   object.fHeader = std::make_unique<WireHeader>(std::move(header));
   FillByInfo(object, *info, source, standby);
}

void JsonReader::FillByInfo(EmulatedObject &object, const TStreamerInfo &info, Source &source, Standby &standby)
{
   object.fInfo = &info;
   object.fMembers.reserve(info.GetElements().size());
   for (const auto &element : info.GetElements()) {
      if (!element || element->GetType() < 0)
         continue;
      const std::string_view name = element->GetName();
      if (const auto *base = dynamic_cast<const TStreamerBase *>(element.get())) {
         if (info.TestBit(kNoTObject) && base->GetType() == kTObject)
            continue;
         if (name == "TQObject") {
            object.Add(base->GetName(), base, Absent{});
            continue;
         }
         EmulatedObject *part = NewObject(NormalizedClassName(name));
         object.Add(base->GetName(), base, part, kTRUE);
         Standby partStandby(standby, name);
         Fill(*part, source, partStandby);
         if (base->GetBaseVersion() < 0 && part->fHeader && !part->fHeader->fCheckSum) {
            part->fHeader->fVersion = 0;
            part->fHeader->fCheckSum = base->GetBaseCheckSum();
         }
         continue;
      }
      const Step step(*this, name);
      const JsonValue *json = source.Take(name);
      EmulatedMember *given = json ? nullptr : standby.Find(*this, name);
      EmulatedValue value;
      if (given) {
         value = std::move(given->fValue);
         KeepCount(object, *element, value);
      } else {
         if (!json)
            Take(sizeof(EmulatedMember));
         value = Member(object, *element, json, standby);
      }
      object.Add(element->GetName(), element.get(), std::move(value));
      if (given) {
         object.fMembers.back().fHeader = std::move(given->fHeader);
      } else if (IsHeaded(element->GetType())) {
         // A std::array of containers has no header, `vector<int> x[2]` has one: only an object can tell.
         const EmulatedMember *other = element->GetArrayLength() > 0 ? standby.Find(*this, name) : nullptr;
         constexpr Version_t kStreamerLayer = 9;
         if (!other || other->fHeader) {
            object.fMembers.back().fHeader = std::make_unique<WireHeader>();
            object.fMembers.back().fHeader->fVersion = kStreamerLayer;
         }
      }
   }
}

// An object by value; without JSON as a new one.
EmulatedObject *JsonReader::Described(const JsonValue *json, const std::string &className, Standby &standby)
{
   EmulatedObject *object = NewObject(className);
   const Int_t code = CodeOfArray(className);
   if (code && json &&
       (json->fKind == JsonValue::kArray || (json->fKind == JsonValue::kObject && json->fObject->Is("$arr")))) {
      object->Add("fArray", nullptr, Numbers(NumberTypeOf(code), ToNumbers(*json, NumberTypeOf(code))));
      return object;
   }
   const JsonObject *members = nullptr;
   if (json && json->fKind != JsonValue::kNull) {
      if (json->fKind != JsonValue::kObject)
         ThrowKind(*json, ("an object of class " + className).c_str());
      members = json->fObject;
      if (members->Is("$ref"))
         Throw("an object that is held by value cannot be a reference");
      const std::string named = ClassNamed(*members, className);
      if (named != className)
         Throw("this is an object of class " + named + ", and should be one of class " + className);
      fMade.emplace(members, object);
   } else {
      Take(sizeof(EmulatedObject));
   }
   Source source(members);
   Fill(*object, source, standby);
   return object;
}

EmulatedObject *JsonReader::ByValue(const JsonValue *json, const std::string &className)
{
   const TypeSpec type = ParseType(className);
   if (type.fKind != TypeSpec::kClass) {
      EmulatedObject *object = NewObject(className);
      object->Add("value", nullptr, json ? Element(*json, type) : Content(nullptr, type));
      return object;
   }
   Standby standby(className);
   return Described(json, className, standby);
}

// --- pointers ----------------------------------------------------------------------------------------------------------

EmulatedValue JsonReader::Pointer(const JsonValue &json, const std::string &declared)
{
   if (json.fKind == JsonValue::kNull)
      return static_cast<EmulatedObject *>(nullptr);
   if (json.fKind != JsonValue::kObject || json.fObject->Is("$arr")) // a TArray, a string, a container
      return ByValue(&json, declared);
   if (json.fObject->Is("$ref"))
      return Reference(json.fObject->fMembers.front().second, declared);
   return Pointee(*json.fObject, declared);
}

EmulatedObject *JsonReader::Reference(const JsonValue &number, const std::string &declared)
{
   const auto &numbered = fTree.Numbered();
   if (number.fKind != JsonValue::kInteger)
      ThrowKind(number, "the number of an object");
   if (number.fInteger < 0 || static_cast<std::size_t>(number.fInteger) >= numbered.size())
      Throw("`$ref` is " + std::to_string(number.fInteger) + ", and there are " + std::to_string(numbered.size()) +
            " objects, from 0 on");
   const JsonObject &json = *numbered[static_cast<std::size_t>(number.fInteger)];
   return Pointee(json, declared);
}

EmulatedObject *JsonReader::Pointee(const JsonObject &json, const std::string &declared)
{
   if (const auto found = fMade.find(&json); found != fMade.end()) {
      CheckDerived(found->second->fClass, declared);
      return found->second;
   }
   const std::string className = ClassNamed(json, declared);
   CheckDerived(className, declared);
   EmulatedObject *object = NewObject(className);
   fMade.emplace(&json, object); // before its content, which may refer to it
   const TypeSpec type = ParseType(className);
   if (type.fKind != TypeSpec::kClass) {
      JsonValue value;
      value.fKind = JsonValue::kObject;
      value.fObject = const_cast<JsonObject *>(&json);
      object->Add("value", nullptr, Element(value, type));
      return object;
   }
   Source source(&json);
   Standby standby(object->fClass);
   Fill(*object, source, standby);
   return object;
}

// --- the document ------------------------------------------------------------------------------------------------------

std::unique_ptr<EmulatedDocument> EmulatedDocument::FromJSON(std::shared_ptr<const Schema> schema,
                                                             std::string_view json, std::string_view className)
{
   const JsonTree tree(json);
   std::unique_ptr<EmulatedDocument> document(new EmulatedDocument(std::move(schema), 0));
   document->fRoot = JsonReader(*document, tree, json.size()).Top(className);
   return document;
}

std::string EmulatedDocument::ToJSON(Int_t compact) const
{
   return WriteJson(*fRoot, compact);
}

} // namespace rootlet
