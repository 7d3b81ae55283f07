// JSON as emulated objects: the classes with a streamer of their own, in the form that EmulatedCustom.cxx reads them into.
// See JsonReader.h.
#include "io/JsonReader.h"

#include "TClass.h"
#include "io/EmulatedCustom.h"
#include "meta/ClassName.h"

#include <algorithm>

namespace rootlet {
namespace {

constexpr UInt_t kNotDeleted = 0x02000000;   // of TObject::fBits: set in every object
constexpr UInt_t kIsReferenced = 1u << 4;    // a process id follows
constexpr UInt_t kHasUUID = 1u << 5;         // of TRef's fBits
constexpr UInt_t kBypassStreamer = 1u << 12; // of TClonesArray's fBits: member-wise

EmulatedObject *ObjectIn(const EmulatedValue &value)
{
   EmulatedObject *const *object = std::get_if<EmulatedObject *>(&value);
   return object ? *object : nullptr;
}

} // namespace

void JsonReader::AddBase(EmulatedObject &object, const char *className, Source &source, Standby &standby)
{
   EmulatedObject *part = NewObject(className);
   object.Add(className, nullptr, part, kTRUE);
   Standby partStandby(standby, className);
   Fill(*part, source, partStandby);
}

void JsonReader::AddNumber(EmulatedObject &object, const char *name, const char *key, Int_t code, Source &source,
                           Standby &standby, Long64_t otherwise)
{
   const Step step(*this, key);
   const NumberType type = NumberTypeOf(code);
   if (const JsonValue *json = source.Take(key)) {
      object.Add(name, nullptr, ToNumber(*json, type));
   } else if (EmulatedMember *given = standby.Find(*this, name)) {
      object.Add(name, nullptr, given->fValue);
   } else {
      JsonValue number;
      number.fKind = JsonValue::kInteger;
      number.fInteger = otherwise;
      object.Add(name, nullptr, ToNumber(number, type));
   }
}

void JsonReader::AddText(EmulatedObject &object, const char *name, const char *key, Source &source, Standby &standby)
{
   const Step step(*this, key);
   const JsonValue *json = source.Take(key);
   EmulatedMember *given = json ? nullptr : standby.Find(*this, name);
   object.Add(name, nullptr, given ? given->fValue : EmulatedValue(ToText(json)));
}

// `arr`, pointers.
void JsonReader::AddPointers(EmulatedObject &object, Source &source, Standby &standby)
{
   const Step step(*this, "arr");
   EmulatedList entries;
   if (const JsonValue *json = source.Take("arr")) {
      for (const JsonValue *value : ToList(*json)) {
         const Step place(*this, entries.size());
         entries.push_back(Pointer(*value, {}));
      }
   } else if (EmulatedMember *given = standby.Find(*this, "arr")) {
      entries = std::get<EmulatedList>(std::move(given->fValue));
   }
   object.Add("arr", nullptr, std::move(entries));
}

void JsonReader::AddPairs(EmulatedObject &object, Source &source, Standby &)
{
   const Step step(*this, "arr");
   EmulatedList entries;
   if (const JsonValue *json = source.Take("arr"))
      for (const JsonValue *value : ToList(*json)) {
         const Step place(*this, entries.size());
         const JsonValue *first = value->fKind == JsonValue::kObject ? value->fObject->Find("first") : nullptr;
         const JsonValue *second = first ? value->fObject->Find("second") : nullptr;
         if (!second)
            ThrowKind(*value, "a pair: an object with `first` and `second`");
         EmulatedObject *pair = NewObject("TPair");
         pair->Add("first", nullptr, Pointer(*first, {}));
         pair->Add("second", nullptr, Pointer(*second, {}));
         entries.emplace_back(pair);
      }
   object.Add("arr", nullptr, std::move(entries));
}

// Objects of one class: its elements name it, else `class`, else the array that a new object has.
void JsonReader::AddClones(EmulatedObject &object, Source &source, Standby &standby)
{
   std::string elements; // "class;version"
   if (EmulatedMember *given = standby.Find(*this, "@class"))
      elements = std::get<std::string>(given->fValue);
   const JsonValue *json = source.Take("arr");
   std::vector<const JsonValue *> values;
   {
      const Step step(*this, "arr");
      if (json)
         values = ToList(*json);
   }
   std::string named;
   if (const JsonValue *cls = source.Take("class"))
      named = NormalizedClassName(ToText(cls));
   for (const JsonValue *value : values)
      if (named.empty() && value->fKind == JsonValue::kObject)
         named = ClassNamed(*value->fObject, elements.substr(0, elements.find(';')));
   const TStreamerInfo *info = nullptr;
   if (!named.empty()) {
      WireHeader header;
      info = LayoutOf(named, header);
      if (!info && !HasCustomLayout(named))
         Throw("class " + named + " of the elements is not known");
      elements = named + ";" + std::to_string(header.fVersion);
   }
   const std::string className = elements.substr(0, elements.find(';'));
   EmulatedList entries;
   const Step step(*this, "arr");
   for (const JsonValue *value : values) {
      const Step place(*this, entries.size());
      if (value->fKind == JsonValue::kNull)
         entries.emplace_back(static_cast<EmulatedObject *>(nullptr));
      else
         entries.emplace_back(ByValue(value, className));
   }
   // Columns have no place for a gap, nor for what a class streams by itself. TObjString streams as its layout says.
   const bool described = info && (!HasCustomLayout(className) || className == "TObjString");
   const bool columns = entries.empty() || (described && std::ranges::all_of(entries, [](const EmulatedValue &entry) {
                                               return ObjectIn(entry) != nullptr;
                                            }));
   EmulatedObject *base = ObjectIn(object.fMembers.front().fValue);
   Number &bits = std::get<Number>(base->fMembers[1].fValue);
   // Bits that are not told are those of most arrays (JsonWriter.cxx).
   ULong64_t wanted = source.Has("fBits") ? bits.AsULong64() : bits.AsULong64() | kBypassStreamer;
   if (!columns)
      wanted &= ~ULong64_t(kBypassStreamer);
   char wire[sizeof(ULong64_t)];
   JsonValue number;
   number.fKind = JsonValue::kInteger;
   number.fInteger = static_cast<Long64_t>(wanted);
   Store(number, bits.Type(), wire);
   bits = Number(bits.Type(), wire);
   object.Add("@class", nullptr, std::move(elements));
   AddNumber(object, "fLowerBound", "fLowerBound", 3, source, standby);
   object.Add("arr", nullptr, std::move(entries));
}

// Behind the members of TMatrixTBase the upper triangle of the square that the JSON has.
void JsonReader::AddMatrix(EmulatedObject &object, Source &source, Standby &standby)
{
   const std::string arguments = object.fClass.substr(object.fClass.find('<'));
   WireHeader header;
   const TStreamerInfo *info = LayoutOf("TMatrixTBase" + arguments, header);
   const auto types = TemplateArguments(object.fClass);
   const Int_t code = types.empty() ? 0 : BasicCode(types[0]);
   if (!info || code == 0)
      Throw("class TMatrixTBase" + arguments + " is not known");
   object.fHeader = std::make_unique<WireHeader>(std::move(header));
   FillByInfo(object, *info, source, standby);
   const EmulatedValue *rows = object.Find("fNrows");
   const Number *number = rows ? std::get_if<Number>(rows) : nullptr;
   const Long64_t n = number ? number->AsLong64() : 0;
   const Step step(*this, "fElements");
   const JsonValue *json = source.Take("fElements");
   const NumberType type = NumberTypeOf(code);
   const std::size_t size = type.WireSize();
   const std::string square = json ? ToNumbers(*json, type) : std::string();
   constexpr Long64_t kMost = 46340; // more would not fit ROOT's own counters
   if (n < 0 || n > kMost || square.size() != static_cast<std::size_t>(n * n) * size)
      Throw("there are " + std::to_string(square.size() / size) + " elements, and should be the square of " +
            std::to_string(n));
   std::string triangle;
   const auto side = static_cast<std::size_t>(n);
   for (std::size_t row = 0; row < side; ++row)
      triangle.append(square, (row * side + row) * size, (side - row) * size);
   object.Add("@triangle", nullptr, Numbers(type, std::move(triangle)));
}

// What a TCanvas has behind its TPad; bits of the canvas say what JSON leaves out.
void JsonReader::AddCanvas(EmulatedObject &object, Source &source, Standby &standby)
{
   const EmulatedValue *bits = object.Find("fBits");
   const Number *number = bits ? std::get_if<Number>(bits) : nullptr;
   for (const CanvasField &field : CanvasFields())
      if (field.fCode == CanvasField::kText) {
         AddText(object, field.fName, field.fName, source, standby);
      } else if (field.fCode == CanvasField::kAttributes) {
         const Step step(*this, field.fName);
         Standby part(standby, field.fName);
         object.Add(field.fName, nullptr, Described(source.Take(field.fName), "TAttCanvas", part));
      } else {
         const bool isSet = number && (number->AsULong64() & field.fBit) != 0;
         AddNumber(object, field.fName, field.fName, field.fCode, source, standby, isSet);
      }
}

bool JsonReader::FillCustom(EmulatedObject &object, Source &source, Standby &standby)
{
   const CustomClass &custom = CustomOf(object.fClass);
   if (custom.fVersion) {
      object.fHeader = std::make_unique<WireHeader>();
      object.fHeader->fVersion = custom.fVersion;
   }
   const auto numbers = [&](const char *name, Int_t code) {
      const Step step(*this, name);
      const JsonValue *json = source.Take(name);
      EmulatedMember *given = json ? nullptr : standby.Find(*this, name);
      const NumberType type = NumberTypeOf(code);
      object.Add(name, nullptr,
                 given ? std::move(given->fValue)
                       : EmulatedValue(Numbers(type, json ? ToNumbers(*json, type) : std::string())));
   };
   const auto collection = [&] {
      AddBase(object, "TObject", source, standby);
      AddText(object, "name", "name", source, standby);
   };
   switch (custom.fLayout) {
   case CustomLayout::kNone:
      return false;
   case CustomLayout::kNothing:
      break;
   case CustomLayout::kTObject:
      object.fHeader = std::make_unique<WireHeader>();
      object.fHeader->fVersion = 1;
      object.fHeader->fCounted = kFALSE;
      AddNumber(object, "fUniqueID", "fUniqueID", 13, source, standby);
      AddNumber(object, "fBits", "fBits", 15, source, standby, kNotDeleted);
      if (std::get<Number>(object.fMembers.back().fValue).AsULong64() & kIsReferenced)
         AddNumber(object, "@processID", "fPID", 12, source, standby);
      break;
   case CustomLayout::kArray:
      numbers("fArray", custom.fCode);
      break;
   case CustomLayout::kDatime:
      AddNumber(object, "fDatime", "fDatime", 13, source, standby);
      break;
   case CustomLayout::kRef:
      AddBase(object, "TObject", source, standby);
      if (std::get<Number>(*object.Find("fBits")).AsULong64() & kHasUUID)
         AddText(object, "@uuid", "fUUID", source, standby);
      else
         AddNumber(object, "@pid", "fPID", 12, source, standby);
      break;
   case CustomLayout::kMatrixSym:
      AddMatrix(object, source, standby);
      break;
   case CustomLayout::kStreamerInfo: {
      AddBase(object, "TNamed", source, standby);
      AddNumber(object, "fCheckSum", "fCheckSum", 13, source, standby);
      AddNumber(object, "fClassVersion", "fClassVersion", 3, source, standby);
      const Step step(*this, "fElements");
      const JsonValue *json = source.Take("fElements");
      object.Add("fElements", nullptr,
                 json ? Pointer(*json, "TObjArray") : EmulatedValue(static_cast<EmulatedObject *>(nullptr)));
      break;
   }
   case CustomLayout::kObjString:
      AddBase(object, "TObject", source, standby);
      AddText(object, "fString", "fString", source, standby);
      break;
   case CustomLayout::kClonesArray:
      collection();
      AddClones(object, source, standby);
      break;
   case CustomLayout::kMap:
      collection();
      AddPairs(object, source, standby);
      break;
   case CustomLayout::kObjArray:
      collection();
      AddNumber(object, "fLowerBound", "fLowerBound", 3, source, standby);
      AddPointers(object, source, standby);
      break;
   case CustomLayout::kRefArray:
      collection();
      AddNumber(object, "fLowerBound", "fLowerBound", 3, source, standby);
      AddNumber(object, "@pid", "fPID", 12, source, standby);
      numbers("fUIDs", 13);
      break;
   case CustomLayout::kList: {
      collection();
      AddPointers(object, source, standby);
      const std::size_t n = std::get<EmulatedList>(object.fMembers.back().fValue).size();
      const Step step(*this, "opt");
      EmulatedList options;
      if (const JsonValue *json = source.Take("opt"))
         for (const JsonValue *value : ToList(*json))
            options.emplace_back(ToText(value));
      if (options.size() > n)
         Throw("there are more options than entries");
      options.resize(n, std::string());
      object.Add("opt", nullptr, std::move(options));
      break;
   }
   case CustomLayout::kCanvas:
      AddBase(object, "TPad", source, standby);
      AddCanvas(object, source, standby);
      break;
   case CustomLayout::kImage: {
      AddBase(object, "TNamed", source, standby);
      const bool hasPicture = source.Has("fPngBuf");
      AddNumber(object, "@png", "@png", 18, source, standby, hasPicture);
      if (hasPicture)
         numbers("fPngBuf", 11);
      break;
   }
   }
   return true;
}

} // namespace rootlet
