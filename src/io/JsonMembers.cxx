// JSON as emulated objects: members, containers, numbers and text. See JsonReader.h.
#include "io/JsonReader.h"

#include "RootletError.h"
#include "io/StackGuard.h"
#include "meta/ClassName.h"

#include <bit>
#include <charconv>
#include <cmath>
#include <limits>

namespace rootlet {

using namespace element_type;

// --- members -----------------------------------------------------------------------------------------------------------

// A member as the JSON has it; without JSON as zero, as nothing, as a new object.
EmulatedValue JsonReader::Member(const EmulatedObject &object, const TStreamerElement &element, const JsonValue *json,
                                 Standby &standby)
{
   const Int_t type = element.GetType();
   const auto length = static_cast<std::size_t>(std::max(element.GetArrayLength(), 0));
   if (type < kEndOfBasic && NumberTypeOf(element).WireSize() == 0)
      Throw("the type code " + std::to_string(type) + " is not known");
   if (type == kCharStar || type == kTString)
      return ToText(json);
   if (type > 0 && type < kArray) {
      const NumberType number = NumberTypeOf(element);
      constexpr char kZero[sizeof(ULong64_t)] = {};
      return json ? ToNumber(*json, number) : Number(number, kZero);
   }
   if (type > kArray && type < kCounted)
      return Array(json, element);
   if (type > kCounted && type < kEndOfBasic)
      return CountedArray(object, json, element);
   if (type == kLoop)
      return Loop(object, json, element);

   const bool pointers =
      type == kObjectPointer || type == kAnyPointer || type == kObjectPointer + kArray || type == kAnyPointer + kArray;
   const bool container = type == kSTL || type == kSTL0 || type == kString;
   const TypeSpec &spec = TypeOf(element);
   const std::string className = pointers ? spec.fName : ClassOf(element);
   const auto one = [&](const JsonValue *value) -> EmulatedValue {
      if (container || (!pointers && spec.fKind != TypeSpec::kClass && spec.fKind != TypeSpec::kBasic))
         return Content(value, spec);
      if (pointers)
         return value ? Pointer(*value, className) : EmulatedValue(static_cast<EmulatedObject *>(nullptr));
      if (length)
         return ByValue(value, className);
      Standby part(standby, element.GetName());
      return Described(value, className, part);
   };
   if (!length)
      return one(json);

   std::vector<const JsonValue *> values(json ? 0 : length, nullptr);
   if (json)
      Flatten(*json, std::max(element.GetArrayDim(), 1), values);
   else
      Take(length * sizeof(EmulatedValue));
   if (values.size() != length)
      Throw("there are " + std::to_string(values.size()) + " elements, and should be " + std::to_string(length));
   EmulatedList list;
   for (std::size_t i = 0; i < length; ++i) {
      const Step step(*this, i);
      list.push_back(one(values[i]));
   }
   return list;
}

// Fixed arrays of numbers; characters may stand as text.
EmulatedValue JsonReader::Array(const JsonValue *json, const TStreamerElement &element)
{
   const NumberType type = NumberTypeOf(element);
   const auto length = static_cast<std::size_t>(std::max(element.GetArrayLength(), 0));
   const std::size_t size = length * type.WireSize();
   if (!json) {
      Take(size);
      return Numbers(type, std::string(size, '\0'));
   }
   const Int_t dimensions = std::max(element.GetArrayDim(), 1);
   const std::size_t rowLength =
      element.GetArrayDim() > 1 ? static_cast<std::size_t>(std::max(element.GetMaxIndex(dimensions - 1), 0)) : length;
   std::vector<const JsonValue *> rows;
   Flatten(*json, dimensions - 1, rows);
   std::string wire;
   for (const JsonValue *row : rows) {
      std::string part;
      std::size_t n = 0;
      if (type.IsCharacter() && row->fKind == JsonValue::kText) {
         part = *row->fText;
         n = std::max(part.size(), rowLength);
         part.resize(n, '\0');
      } else {
         part = ToNumbers(*row, type);
         n = part.size() / type.WireSize();
      }
      if (n != rowLength)
         Throw("there are " + std::to_string(n) + " elements, and should be " + std::to_string(rowLength));
      wire += part;
   }
   if (wire.size() != size)
      Throw("there are " + std::to_string(rows.size()) + " rows of " + std::to_string(rowLength) +
            " elements, and should be " + std::to_string(length) + " elements");
   return Numbers(type, std::move(wire));
}

Long64_t JsonReader::CountOf(const EmulatedObject &object, const TStreamerElement &element)
{
   const auto *pointer = dynamic_cast<const TStreamerBasicPointer *>(&element);
   const auto *loop = dynamic_cast<const TStreamerLoop *>(&element);
   const char *name = pointer ? pointer->GetCountName() : loop ? loop->GetCountName() : "";
   const EmulatedValue *counter = object.Find(name);
   const Number *number = counter ? std::get_if<Number>(counter) : nullptr;
   if (!number || number->AsLong64() < 0)
      Throw("the counter '" + std::string(name) + "' is no number of elements");
   return number->AsLong64() * std::max(element.GetArrayLength(), 1);
}

EmulatedValue JsonReader::CountedArray(const EmulatedObject &object, const JsonValue *json,
                                       const TStreamerElement &element)
{
   const auto n = static_cast<std::size_t>(CountOf(object, element));
   const bool empty =
      !json || json->fKind == JsonValue::kNull || (json->fKind == JsonValue::kArray && json->fArray->empty());
   if (empty)
      return Absent{};
   const NumberType type = NumberTypeOf(element);
   std::string wire;
   if (type.IsCharacter() && json->fKind == JsonValue::kText) {
      wire = *json->fText;
      if (wire.size() < n) {
         Take(n);
         wire.resize(n, '\0');
      }
   } else {
      wire = ToNumbers(*json, type);
   }
   if (wire.size() != n * type.WireSize())
      Throw("there are " + std::to_string(wire.size() / type.WireSize()) + " elements, and the counter says " +
            std::to_string(n));
   return n ? EmulatedValue(Numbers(type, std::move(wire))) : EmulatedValue(Absent{});
}

EmulatedValue JsonReader::Loop(const EmulatedObject &object, const JsonValue *json, const TStreamerElement &element)
{
   const auto n = static_cast<std::size_t>(CountOf(object, element));
   const bool pointers = std::string_view(element.GetTypeName()).ends_with("**");
   const std::string className = ClassOf(element);
   EmulatedList list;
   if (json && json->fKind != JsonValue::kNull)
      for (const JsonValue *value : ToList(*json)) {
         const Step step(*this, list.size());
         if (className == "TString" && !pointers)
            list.emplace_back(ToText(value));
         else
            list.push_back(pointers ? Pointer(*value, className) : EmulatedValue(ByValue(value, className)));
      }
   if (list.size() != n)
      Throw("there are " + std::to_string(list.size()) + " elements, and the counter says " + std::to_string(n));
   return list;
}

// What a new object has there must still fit the counter, which the JSON may have changed.
void JsonReader::KeepCount(const EmulatedObject &object, const TStreamerElement &element, EmulatedValue &value)
{
   const Int_t type = element.GetType();
   const bool counted = type > kCounted && type < kEndOfBasic;
   if (!counted && type != kLoop)
      return;
   const auto n = static_cast<std::size_t>(CountOf(object, element));
   const auto *numbers = std::get_if<Numbers>(&value);
   const auto *list = std::get_if<EmulatedList>(&value);
   if (list && list->size() != n)
      Throw("is missing, and the counter says " + std::to_string(n));
   if (numbers && numbers->Size() != n)
      value = Absent{};
}

// --- containers --------------------------------------------------------------------------------------------------------

EmulatedValue JsonReader::Content(const JsonValue *json, const TypeSpec &type)
{
   if (StackIsLow())
      Throw("containers nest deeper than the stack of this thread allows");
   if (json && json->fKind == JsonValue::kNull)
      json = nullptr;
   switch (type.fKind) {
   case TypeSpec::kString:
   case TypeSpec::kTString:
      return ToText(json);
   case TypeSpec::kBitset: {
      const auto arguments = TemplateArguments(type.fName);
      const std::size_t n = arguments.empty() ? 0 : std::strtoul(arguments[0].c_str(), nullptr, 10);
      if (!json)
         Take(n);
      std::string bits = json ? ToNumbers(*json, NumberTypeOf(18)) : std::string(n, '\0');
      if (bits.size() != n)
         Throw("there are " + std::to_string(bits.size()) + " bits, and should be " + std::to_string(n));
      return Numbers(NumberTypeOf(18), std::move(bits));
   }
   case TypeSpec::kContainer:
      break;
   default:
      Throw("the type '" + type.fName + "' is no container");
   }
   const TypeSpec &element = type.fArgs[0];
   if (!type.IsMap() && element.fKind == TypeSpec::kBasic) {
      const NumberType number = NumberTypeOf(element.fCode);
      return Numbers(number, json ? ToNumbers(*json, number) : std::string());
   }
   if (!json)
      return EmulatedList();
   if (type.IsMap())
      return Map(*json, type);
   EmulatedList list;
   for (const JsonValue *value : ToList(*json)) {
      const Step step(*this, list.size());
      list.push_back(Element(*value, element));
   }
   return list;
}

// An array of pairs; with keys that are text an object too, as TBufferJSON writes maps if asked to.
EmulatedValue JsonReader::Map(const JsonValue &json, const TypeSpec &type)
{
   const TypeSpec &key = type.fArgs[0];
   EmulatedList list;
   const auto add = [&](EmulatedValue first, const JsonValue &second) {
      EmulatedObject *pair = NewObject(SpelledPairName(type));
      pair->Add("first", nullptr, std::move(first));
      pair->Add("second", nullptr, Element(second, type.fArgs[1]));
      list.emplace_back(pair);
   };
   const bool text = key.fKind == TypeSpec::kString || key.fKind == TypeSpec::kTString;
   if (json.fKind == JsonValue::kObject && text) {
      for (const auto &[name, value] : json.fObject->fMembers)
         if (name != "_typename") {
            const Step step(*this, name);
            add(name, value);
         }
      return list;
   }
   for (const JsonValue *value : ToList(json)) {
      const Step step(*this, list.size());
      const JsonValue *first = value->fKind == JsonValue::kObject ? value->fObject->Find("first") : nullptr;
      const JsonValue *second = first ? value->fObject->Find("second") : nullptr;
      if (!second)
         ThrowKind(*value, "a pair: an object with `first` and `second`");
      add(Element(*first, key), *second);
   }
   return list;
}

EmulatedValue JsonReader::Element(const JsonValue &json, const TypeSpec &type)
{
   switch (type.fKind) {
   case TypeSpec::kBasic:
      return ToNumber(json, NumberTypeOf(type.fCode));
   case TypeSpec::kPointer:
      return Pointer(json, type.fArgs[0].fName);
   case TypeSpec::kClass:
      return ByValue(&json, type.fName);
   default:
      return Content(&json, type);
   }
}

std::vector<const JsonValue *> JsonReader::ToList(const JsonValue &json)
{
   if (json.fKind != JsonValue::kArray)
      ThrowKind(json, "an array");
   std::vector<const JsonValue *> list;
   for (const JsonValue &value : *json.fArray)
      list.push_back(&value);
   return list;
}

// The values in arrays of arrays, so many levels deep.
void JsonReader::Flatten(const JsonValue &json, Int_t dimensions, std::vector<const JsonValue *> &flat)
{
   constexpr Int_t kMostDimensions = 5;
   if (dimensions > kMostDimensions)
      Throw("an array cannot have " + std::to_string(dimensions) + " dimensions");
   if (dimensions <= 0) {
      flat.push_back(&json);
      return;
   }
   for (const JsonValue *value : ToList(json))
      Flatten(*value, dimensions - 1, flat);
}

// --- numbers and text --------------------------------------------------------------------------------------------------

std::string JsonReader::ToText(const JsonValue *json)
{
   if (!json || json->fKind == JsonValue::kNull)
      return {};
   if (json->fKind != JsonValue::kText)
      ThrowKind(*json, "text");
   return *json->fText;
}

namespace {

// Numbers that JSON has no way to write, and integers that JavaScript could not hold.
bool FromText(const std::string &text, JsonValue &number)
{
   const auto floating = [&number](Double_t value) {
      number.fKind = JsonValue::kFloating;
      number.fFloating = value;
      return true;
   };
   constexpr Double_t kInfinity = std::numeric_limits<Double_t>::infinity();
   if (text == "nan" || text == "NaN")
      return floating(std::numeric_limits<Double_t>::quiet_NaN());
   if (text == "inf" || text == "Infinity")
      return floating(kInfinity);
   if (text == "-inf" || text == "-Infinity")
      return floating(-kInfinity);
   const char *end = text.data() + text.size();
   if (const auto result = std::from_chars(text.data(), end, number.fInteger);
       result.ec == std::errc() && result.ptr == end) {
      number.fKind = JsonValue::kInteger;
      return true;
   }
   if (const auto result = std::from_chars(text.data(), end, number.fUnsigned);
       result.ec == std::errc() && result.ptr == end) {
      number.fKind = JsonValue::kUnsigned;
      return true;
   }
   return false;
}

Double_t AsDouble(const JsonValue &number)
{
   return number.fKind == JsonValue::kFloating  ? number.fFloating
          : number.fKind == JsonValue::kInteger ? static_cast<Double_t>(number.fInteger)
                                                : static_cast<Double_t>(number.fUnsigned);
}

} // namespace

// The bytes of a number. Nothing is rounded or cut but by the type itself: what it cannot hold is an error.
void JsonReader::Store(const JsonValue &json, NumberType type, char *wire)
{
   JsonValue number = json;
   if (json.fKind == JsonValue::kBool) {
      if (type.fCode != 18)
         ThrowKind(json, "a number");
      number.fKind = JsonValue::kInteger;
      number.fInteger = json.fBool;
   } else if (json.fKind == JsonValue::kNull && type.IsFloating()) { // how ROOT writes NaN
      number.fKind = JsonValue::kFloating;
      number.fFloating = std::numeric_limits<Double_t>::quiet_NaN();
   } else if (json.fKind == JsonValue::kText) {
      if (!FromText(*json.fText, number))
         Throw("the text \"" + json.fText->substr(0, 40) + "\" is no number");
   } else if (json.fKind < JsonValue::kInteger || json.fKind > JsonValue::kFloating) {
      ThrowKind(json, "a number");
   }
   if (type.fPacking) {
      type.fPacking->Store(wire, AsDouble(number));
      return;
   }
   ULong64_t bits = 0;
   if (type.fCode == 5) {
      bits = std::bit_cast<UInt_t>(static_cast<Float_t>(AsDouble(number)));
   } else if (type.fCode == 8) {
      bits = std::bit_cast<ULong64_t>(AsDouble(number));
   } else {
      constexpr Double_t kLimit = 18446744073709551616.0; // 2^64
      const Double_t floating = number.fKind == JsonValue::kFloating ? number.fFloating : 0;
      const bool whole = std::trunc(floating) == floating && std::abs(floating) < kLimit;
      const bool negative = number.fKind == JsonValue::kFloating  ? floating < 0
                            : number.fKind == JsonValue::kInteger ? number.fInteger < 0
                                                                  : false;
      ULong64_t magnitude = number.fUnsigned;
      if (number.fKind == JsonValue::kFloating)
         magnitude = whole ? static_cast<ULong64_t>(std::abs(floating)) : 0;
      else if (number.fKind == JsonValue::kInteger)
         magnitude = negative ? 0 - static_cast<ULong64_t>(number.fInteger) : static_cast<ULong64_t>(number.fInteger);
      const std::size_t width = 8 * type.WireSize();
      const ULong64_t most = type.fCode == 18 ? 1 : ~ULong64_t(0) >> (64 - width);
      const bool fits = type.IsUnsigned() ? magnitude <= most && (!negative || magnitude == 0)
                        : negative        ? magnitude <= most / 2 + 1
                                          : magnitude <= most / 2;
      if (!whole || !fits)
         Throw("the number does not fit " + std::string(type.IsUnsigned() ? "an unsigned integer" : "an integer") +
               " of " + std::to_string(type.fCode == 18 ? 1 : width) + " bits");
      bits = negative ? 0 - magnitude : magnitude;
   }
   const std::size_t size = type.WireSize();
   for (std::size_t i = 0; i < size; ++i)
      wire[i] = static_cast<char>(bits >> 8 * (size - 1 - i));
}

Number JsonReader::ToNumber(const JsonValue &json, NumberType type)
{
   char wire[sizeof(ULong64_t)];
   Store(json, type, wire);
   return {type, wire};
}

// The bytes of many numbers: an array, or one that TBufferJSON has packed.
std::string JsonReader::ToNumbers(const JsonValue &json, NumberType type)
{
   if (json.fKind == JsonValue::kNull)
      return {};
   if (json.fKind == JsonValue::kObject && json.fObject->Is("$arr"))
      return Unpacked(*json.fObject, type);
   if (json.fKind != JsonValue::kArray)
      ThrowKind(json, "an array of numbers");
   const std::size_t size = type.WireSize();
   std::string wire(json.fArray->size() * size, '\0');
   for (std::size_t i = 0; i < json.fArray->size(); ++i) {
      const Step step(*this, i);
      Store((*json.fArray)[i], type, wire.data() + i * size);
   }
   return wire;
}

// {"$arr":type,"len":n,"p":place,"v":value or values,"n":times,"p1":...}: what is not said is zero. The type is that of the
// reader's array, the member has its own.
std::string JsonReader::Unpacked(const JsonObject &json, NumberType type)
{
   const auto count = [&](const JsonValue &value) -> std::size_t {
      constexpr Long64_t kMost = std::numeric_limits<Int_t>::max();
      if (value.fKind != JsonValue::kInteger || value.fInteger < 0 || value.fInteger > kMost)
         Throw("a packed array has a length or place that is no number of elements");
      return static_cast<std::size_t>(value.fInteger);
   };
   const auto &members = json.fMembers;
   if (members.size() < 2 || members[1].first != "len")
      Throw("a packed array says its `len` behind `$arr`");
   const std::size_t size = type.WireSize(), length = count(members[1].second);
   Take(length * size);
   JsonValue nothing;
   nothing.fKind = JsonValue::kInteger;
   nothing.fInteger = 0;
   char zero[sizeof(ULong64_t)];
   Store(nothing, type, zero); // packed types have their own
   std::string wire;
   for (std::size_t i = 0; i < length; ++i)
      wire.append(zero, size);
   std::size_t place = 0;
   const auto put = [&](const JsonValue &value) {
      if (place >= length)
         Throw("a packed array has more than the " + std::to_string(length) + " elements that it says");
      Store(value, type, wire.data() + place++ * size);
   };
   for (std::size_t i = 2; i < members.size(); ++i) {
      const auto &[name, value] = members[i];
      if (name.starts_with('p')) {
         place = count(value);
      } else if (!name.starts_with('v')) {
         Throw("a packed array has no '" + name + "' here");
      } else if (value.fKind == JsonValue::kArray) {
         for (const JsonValue &one : *value.fArray)
            put(one);
      } else {
         std::size_t times = 1;
         if (i + 1 < members.size() && members[i + 1].first.starts_with('n'))
            times = count(members[++i].second);
         while (times-- > 0)
            put(value);
      }
   }
   return wire;
}

} // namespace rootlet
