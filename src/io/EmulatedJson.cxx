// An emulated document as JSROOT shows an object that it has read from a file: the convention of the golden data. `_typename`
// names the class, members of bases stand beside those of the class, `{"$ref":n}` is the n-th object opened before. What
// ROOT's TBufferJSON writes is another convention (JsonWriter.h).
#include "io/EmulatedLayouts.h"
#include "meta/ClassName.h"
#include "meta/TypeSpec.h"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <unordered_map>

namespace rootlet {
namespace {

using Json = nlohmann::ordered_json;

class Writer {
public:
   Json Object(const EmulatedObject *object);

private:
   void Members(Json &json, const EmulatedObject &object);
   void Adjust(Json &json, const EmulatedObject &object, std::size_t before);
   static Json Square(const EmulatedObject &object);
   Json Member(const EmulatedMember &member);
   Json Value(const EmulatedValue &value, const TStreamerElement *element);
   Json Dimensions(const Json &flat, const TStreamerElement &element, Int_t dims, Int_t dim, std::size_t &at);

   std::unordered_map<const EmulatedObject *, std::size_t> fOpened;
   std::size_t fCount = 0;
};

// Text is shown byte by byte, whatever its encoding: each byte is one character.
std::string Characters(std::string_view bytes)
{
   std::string utf8;
   for (const char c : bytes) {
      const auto byte = static_cast<unsigned char>(c);
      if (byte < 0x80) {
         utf8 += c;
      } else {
         utf8 += static_cast<char>(0xc0 | byte >> 6);
         utf8 += static_cast<char>(0x80 | (byte & 0x3f));
      }
   }
   return utf8;
}

// A text that starts with a zero byte is shown as empty.
Json Text(std::string_view bytes)
{
   return bytes.empty() || bytes.front() == 0 ? std::string() : Characters(bytes);
}

Json OfNumber(const Number &number, bool single)
{
   if (number.Type().fCode == 18 && single)
      return number.AsULong64() != 0;
   if (number.Type().IsFloating()) {
      const Double_t value = number.AsDouble();
      if (std::isnan(value))
         return "NaN";
      if (std::isinf(value))
         return value < 0 ? "-Infinity" : "Infinity";
      constexpr Double_t kExact = 9007199254740992.0;
      if (value == std::trunc(value) && std::abs(value) < kExact && !(value == 0 && std::signbit(value)))
         return static_cast<Long64_t>(value);
      return value;
   }
   constexpr Long64_t kExact = (Long64_t(1) << 53) - 1; // beyond this a JSON number is no longer exact for its readers
   if (number.Type().IsUnsigned()) {
      const ULong64_t value = number.AsULong64();
      return value > static_cast<ULong64_t>(kExact) ? Json(std::to_string(value)) : Json(value);
   }
   const Long64_t value = number.AsLong64();
   return value > kExact || value < -kExact ? Json(std::to_string(value)) : Json(value);
}

bool IsArrayClass(const std::string &name)
{
   return name.starts_with("TArray") && name.size() <= 9;
}

// How readers that know the runtime's arrays show them.
Json OfNumbers(const Numbers &numbers, bool text)
{
   if (text && numbers.Type().IsCharacter()) {
      const std::string_view wire = numbers.Wire();
      return Text(wire.substr(0, wire.find('\0')));
   }
   Json array = Json::array();
   for (std::size_t i = 0; i < numbers.Size(); ++i)
      array.push_back(OfNumber(numbers.At(i), false));
   return array;
}

// An array of character arrays: the last dimension is that of one text.
Json Texts(const Numbers &numbers, std::size_t length)
{
   Json array = Json::array();
   const std::string_view wire = numbers.Wire();
   for (std::size_t at = 0; at < wire.size(); at += length) {
      const std::string_view text = wire.substr(at, length);
      array.push_back(Text(text.substr(0, text.find('\0'))));
   }
   return array;
}

// Brings these keys behind all others, in this order; but the first `before` keys, which another base has brought, stay.
void MoveBehind(Json &json, std::size_t before, std::initializer_list<std::string_view> names)
{
   Json ordered;
   for (auto &[key, value] : json.items())
      if (ordered.size() < before || std::find(names.begin(), names.end(), key) == names.end())
         ordered[key] = std::move(value);
   for (const std::string_view name : names)
      if (const std::string key(name); !ordered.contains(key))
         ordered[key] = std::move(json[key]);
   json = std::move(ordered);
}

Json Indices(const Numbers &numbers)
{
   Json array = Json::array();
   for (std::size_t i = 0; i < numbers.Size(); ++i)
      array.push_back(static_cast<UInt_t>(numbers.At(i).AsLong64()));
   return array;
}

Json Writer::Object(const EmulatedObject *object)
{
   if (!object)
      return nullptr;
   if (IsArrayClass(object->ClassName()) && fCount) // never referred to, and nothing but its content
      return Value(object->Members().front().fValue, nullptr);
   if (const auto found = fOpened.find(object); found != fOpened.end())
      return {{"$ref", found->second}};
   fOpened.emplace(object, fCount++);
   Json json;
   json["_typename"] = Characters(object->ClassName());
   Members(json, *object);
   return json;
}

void Writer::Members(Json &json, const EmulatedObject &object)
{
   const std::size_t before = json.size();
   const std::string &cls = object.ClassName();
   for (const EmulatedMember &member : object.Members()) {
      if (member.fIsBase) {
         Members(json, *std::get<EmulatedObject *>(member.fValue));
         continue;
      }
      const bool nothing =
         std::holds_alternative<Absent>(member.fValue) && member.fElement && member.fElement->GetType() == 0;
      if (cls == "TRef" && member.fName[0] == '@') {
         json[std::string_view(member.fName) == "@uuid" ? "fUUID" : "fPID"] = Value(member.fValue, nullptr);
         continue;
      }
      if (member.fName[0] == '@' || nothing)
         continue; // what the stream needs and a reader does not
      const bool array = IsArrayClass(cls) && std::string_view(member.fName) == "fArray";
      if (cls == "TStreamerBase" && std::string_view(member.fName) == "fBaseVersion") {
         json["fBaseVersion"] = static_cast<UInt_t>(std::get<Number>(member.fValue).AsLong64());
         continue;
      }
      if (cls == "TStreamerElement" && std::string_view(member.fName) == "fMaxIndex") {
         json["fMaxIndex"] = Indices(std::get<Numbers>(member.fValue)); // of a base class one is its checksum
         continue;
      }
      json[array && fCount == 1 && object.Members().size() == 1 && json.size() == 1 ? "value"
                                                                                    : Characters(member.fName)] =
         Member(member);
   }
   if (cls == "TStreamerElement" && json.contains("fTitle") && json.contains("fType")) {
      // What readers expect there follows from the title.
      const int code = json["fType"].get<int>() % 20;
      const Packing packing =
         code == 9 || code == 19 ? Packing::FromTitle(code, json["fTitle"].get<std::string>()) : Packing::Float();
      json["fFactor"] = packing.IsRange() ? packing.Factor() : 0;
      json["fXmax"] = packing.IsRange() ? packing.Xmax() : 0;
      json["fXmin"] = packing.IsRange()         ? packing.Xmin()
                      : code == 9 || code == 19 ? Packing::FromTitle(9, json["fTitle"].get<std::string>()).Nbits()
                                                : 0;
   }
   Adjust(json, object, before);
}

// What readers of ROOT's JSON expect that the stream does not say in so many words. The first `before` keys are not the object's.
void Writer::Adjust(Json &json, const EmulatedObject &object, std::size_t before)
{
   const std::string &cls = object.ClassName();
   if (cls == "TClonesArray" || cls == "TObjArray") {
      json["fLast"] = static_cast<Long64_t>(json["arr"].size()) - 1;
      if (cls == "TClonesArray")
         MoveBehind(json, before, {"fUniqueID", "fBits", "name", "fLast", "fLowerBound", "arr"});
      else
         MoveBehind(json, before, {"name", "fUniqueID", "fBits", "arr", "fLast", "fLowerBound"});
   } else if (cls == "TRefArray") {
      json["fLast"] = static_cast<Long64_t>(json["fUIDs"].size()) - 1;
      MoveBehind(json, before, {"fUniqueID", "fBits", "name", "fLast", "fLowerBound", "fUIDs"});
   } else if (cls == "TMap") {
      MoveBehind(json, before, {"name", "arr", "fUniqueID", "fBits"});
   } else if (cls.starts_with("TMatrixTSym<")) {
      json["fElements"] = Square(object);
   } else if (object.Info() && json.contains("fTypeName") && json.contains("fMaxIndex")) {
      // A StreamerInfo element: old codes are put right.
      const std::string type = NormalizedClassName(json["fTypeName"].get<std::string>());
      if (type == "bool" && json["fType"] == 11)
         json["fType"] = 18;
      if (json.contains("fSTLtype")) {
         const std::string_view name = type;
         if (name.starts_with("set<"))
            json["fSTLtype"] = 6;
         else if (name.starts_with("multimap<"))
            json["fSTLtype"] = 5;
      }
   }
}

// The triangle that the stream has, both halves filled.
Json Writer::Square(const EmulatedObject &object)
{
   const EmulatedMember &last = object.Members().back();
   const auto *triangle = std::get_if<Numbers>(&last.fValue);
   Json square = Json::array();
   if (!triangle)
      return square;
   std::size_t n = 0;
   while (n * (n + 1) / 2 < triangle->Size())
      ++n;
   const auto at = [n](std::size_t row, std::size_t column) {
      if (row > column)
         std::swap(row, column);
      return row * n - row * (row + 1) / 2 + column;
   };
   for (std::size_t row = 0; row < n; ++row)
      for (std::size_t column = 0; column < n; ++column)
         square.push_back(OfNumber(triangle->At(at(row, column)), false));
   return square;
}

Json Writer::Dimensions(const Json &flat, const TStreamerElement &element, Int_t dims, Int_t dim, std::size_t &at)
{
   Json array = Json::array();
   for (Int_t i = 0; i < element.GetMaxIndex(dim); ++i) {
      if (dim + 1 < dims)
         array.push_back(Dimensions(flat, element, dims, dim + 1, at));
      else
         array.push_back(flat[at++]);
   }
   return array;
}

Json Writer::Member(const EmulatedMember &member)
{
   const TStreamerElement *element = member.fElement;
   const Int_t dims = element ? element->GetArrayDim() : 0;
   std::size_t at = 0;
   if (const auto *numbers = std::get_if<Numbers>(&member.fValue);
       numbers && dims > 1 && numbers->Type().IsCharacter() && HasShape(*element, numbers->Size())) {
      const Json texts = Texts(*numbers, static_cast<std::size_t>(element->GetMaxIndex(dims - 1)));
      return Dimensions(texts, *element, dims - 1, 0, at);
   }
   Json json = Value(member.fValue, element);
   if (dims > 1 && json.is_array() && HasShape(*element, json.size()))
      return Dimensions(json, *element, dims, 0, at);
   return json;
}

Json Writer::Value(const EmulatedValue &value, const TStreamerElement *element)
{
   if (const auto *number = std::get_if<Number>(&value))
      return OfNumber(*number, true);
   if (const auto *numbers = std::get_if<Numbers>(&value))
      return OfNumbers(*numbers, element && element->GetType() > 20 && element->GetType() < 60);
   if (const auto *text = std::get_if<std::string>(&value))
      return Text(*text);
   if (const auto *list = std::get_if<EmulatedList>(&value)) {
      Json array = Json::array();
      for (const EmulatedValue &entry : *list)
         array.push_back(Value(entry, nullptr));
      return array;
   }
   if (EmulatedObject *const *object = std::get_if<EmulatedObject *>(&value))
      return Object(*object);
   if (std::holds_alternative<Absent>(value) && element && element->GetType() < 60) {
      const Int_t code = element->GetType() % 20;
      return code == 1 || code == 9 || code == 19 ? Json(nullptr) : Json::array();
   }
   return nullptr;
}

} // namespace

std::string EmulatedDocument::ToDecodedJson(int indent) const
{
   return Writer().Object(fRoot).dump(indent, ' ', true);
}

} // namespace rootlet
