// The convention: `_typename` names the class; members of bases stand beside those of the class; `{"$ref":n}` is the n-th
// object of the text, pairs not counted; a map is an array of `{"$pair":...,"first":...,"second":...}`; collections have
// `name`, `arr` and, if they have options, `opt`; a TArray is an array. Source: the reference page of TBufferJSON, and what
// JSROOT's parser makes of such text. See JsonWriter.h.
#include "io/JsonWriter.h"

#include "RootletError.h"
#include "io/EmulatedCustom.h"
#include "io/EmulatedLayouts.h"
#include "io/JsonText.h"
#include "io/StackGuard.h"
#include "meta/ClassName.h"
#include "meta/TypeSpec.h"

#include <algorithm>
#include <cmath>
#include <unordered_map>

namespace rootlet {
namespace {

constexpr UInt_t kMemoryBits = 0x03000000;   // of TObject::fBits: where the object lay
constexpr UInt_t kBypassStreamer = 1u << 12; // of TClonesArray's fBits: set by default

class Writer {
public:
   explicit Writer(Int_t compact) : fText(compact % 10), fPacking(compact / 10 % 10) {}
   std::string Take() { return fText.Take(); }
   void Root(const EmulatedObject &object, std::string_view member);

private:
   void Object(const EmulatedObject *object);
   void Members(const EmulatedObject &object);
   void Member(const EmulatedMember &member);
   void Collection(const EmulatedObject &object);
   void Pair(const EmulatedObject &pair);
   void Square(const EmulatedObject &matrix);
   void Value(const EmulatedValue &value);
   void List(const EmulatedList &list);
   void Rows(const Numbers &numbers, const TStreamerElement &element, Int_t dim, std::size_t &at, bool text);
   void ListRows(const EmulatedList &list, const TStreamerElement &element, Int_t dim, std::size_t &at);
   void Array(const Numbers &numbers);
   void Packed(const Numbers &numbers);
   void Key(std::string_view name) { fText.Key(name); }

   JsonText fText;
   Int_t fPacking; // of arrays: 0 none, 1 zeros at the ends are left out, 2 repeated values too
   std::unordered_map<const EmulatedObject *, std::size_t> fNumbers;
};

bool IsCollection(const std::string &name)
{
   return name == "TList" || name == "THashList" || name == "TObjArray" || name == "TClonesArray" || name == "TMap";
}

const EmulatedObject *ObjectIn(const EmulatedValue &value)
{
   EmulatedObject *const *object = std::get_if<EmulatedObject *>(&value);
   return object ? *object : nullptr;
}

// A container or a string that is an object of its own: nothing but its value.
bool IsBare(const EmulatedObject &object)
{
   return !object.Info() && object.Members().size() == 1 && std::string_view(object.Members()[0].fName) == "value";
}

std::string NumberText(const Number &number)
{
   const NumberType &type = number.Type();
   if (type.fCode == 18)
      return number.AsULong64() != 0 ? "true" : "false";
   if (type.IsFloating()) {
      // What the stream has as a float is one: its shortest text has fewer digits.
      const bool wide = type.fCode == 8 || (type.fPacking && type.fPacking->IsRange() && type.fCode == 9);
      return wide ? JsonNumber(number.AsDouble()) : JsonNumber(static_cast<Float_t>(number.AsDouble()));
   }
   return type.IsUnsigned() ? std::to_string(number.AsULong64()) : std::to_string(number.AsLong64());
}

const char *TypedArrayOf(Int_t code)
{
   constexpr const char *kNames[] = {"",       "Int8",    "Int16",   "Int32",  "Int64", "Float32", "Int32",
                                     "",       "Float64", "Float64", "",       "Uint8", "Uint16",  "Uint32",
                                     "Uint64", "Uint32",  "Int64",   "Uint64", "Bool",  "Float32"};
   return kNames[code];
}

// Characters as text, if text keeps them all.
bool IsText(std::string_view bytes)
{
   return bytes.find_first_not_of('\0', bytes.find('\0')) == bytes.npos;
}

// --- objects -----------------------------------------------------------------------------------------------------------

void Writer::Root(const EmulatedObject &object, std::string_view member)
{
   if (member.empty())
      return Object(&object);
   const EmulatedMember *found = nullptr;
   const auto find = [&](auto &self, const EmulatedObject &part) -> void {
      for (const EmulatedMember &candidate : part.Members())
         if (candidate.fIsBase && !found && ObjectIn(candidate.fValue))
            self(self, *ObjectIn(candidate.fValue));
         else if (member == candidate.fName)
            found = &candidate;
   };
   find(find, object);
   if (!found)
      throw Error("class " + object.ClassName() + " streams no member '" + std::string(member) + "'");
   fNumbers.emplace(&object, fNumbers.size());
   Member(*found);
}

void Writer::Object(const EmulatedObject *object)
{
   if (StackIsLow())
      throw Error("objects nest deeper than the stack of this thread allows");
   if (!object)
      return fText.Value("null");
   if (IsBare(*object) || CodeOfArray(object->ClassName())) // never referred to, and nothing but its content
      return Value(object->Members().front().fValue);
   if (object->Tag() == 0 && object->ClassName().starts_with("pair<")) // one behind a pointer can be referred to
      return Pair(*object);
   const auto [number, isNew] = fNumbers.try_emplace(object, fNumbers.size());
   fText.Open('{');
   if (!isNew) {
      Key("$ref");
      fText.Value(std::to_string(number->second));
   } else {
      Key("_typename");
      fText.Value(JsonQuoted(object->ClassName()));
      Members(*object);
   }
   fText.Close('}');
}

void Writer::Pair(const EmulatedObject &pair)
{
   // Of a map the name has all of its arguments, of the pair they are the first two.
   const std::string name = NormalizedClassName(pair.ClassName());
   const auto arguments = TemplateArguments(name);
   fText.Open('{');
   Key("$pair");
   fText.Value(
      JsonQuoted(arguments.size() > 2 ? NormalizedClassName("pair<" + arguments[0] + "," + arguments[1] + ">") : name));
   Members(pair);
   fText.Close('}');
}

void Writer::Members(const EmulatedObject &object)
{
   if (IsCollection(object.ClassName()))
      return Collection(object);
   for (const EmulatedMember &member : object.Members()) {
      if (member.fIsBase) {
         if (const EmulatedObject *base = ObjectIn(member.fValue))
            Members(*base);
         continue;
      }
      const std::string_view name = member.fName;
      const bool nothing =
         std::holds_alternative<Absent>(member.fValue) && member.fElement && member.fElement->GetType() == 0;
      if (nothing)
         continue; // a base class that streams nothing
      if (name == "@processID" || name == "@pid") {
         Key("fPID");
         Value(member.fValue);
      } else if (name == "@uuid") {
         Key("fUUID");
         Value(member.fValue);
      } else if (name == "@triangle") {
         Key("fElements");
         Square(object);
      } else if (name[0] != '@') {
         Key(name);
         Member(member);
      }
   }
}

// Collections show what they hold; the part of TObject only where there is something to tell.
void Writer::Collection(const EmulatedObject &object)
{
   UInt_t plain = 0;
   if (object.ClassName() == "TClonesArray")
      plain = kBypassStreamer;
   const EmulatedObject *base = nullptr;
   const EmulatedList *entries = nullptr;
   std::string_view elements; // of a TClonesArray: "class;version"
   for (const EmulatedMember &member : object.Members()) {
      const std::string_view name = member.fName;
      if (member.fIsBase)
         base = ObjectIn(member.fValue);
      else if (name == "arr")
         entries = std::get_if<EmulatedList>(&member.fValue);
      else if (name == "@class")
         elements = std::get<std::string>(member.fValue);
   }
   const auto isPlain = [&](const EmulatedMember &member) {
      const auto *number = std::get_if<Number>(&member.fValue);
      const ULong64_t value = number ? number->AsULong64() : 0;
      return std::string_view(member.fName) == "fBits" ? (value & ~kMemoryBits) == plain : value == 0;
   };
   if (base && !std::all_of(base->Members().begin(), base->Members().end(), isPlain))
      Members(*base);
   for (const EmulatedMember &member : object.Members()) {
      const std::string_view name = member.fName;
      const bool told = entries && std::any_of(entries->begin(), entries->end(),
                                               [](const EmulatedValue &entry) { return ObjectIn(entry) != nullptr; });
      if (name == "@class" && !told) { // its elements would say it
         Key("class");
         fText.Value(JsonQuoted(elements.substr(0, elements.find(';'))));
      }
      if (member.fIsBase || name[0] == '@' || (name == "fLowerBound" && isPlain(member)))
         continue;
      Key(name);
      Value(member.fValue);
   }
}

// All elements of a symmetric matrix, of which the stream has the upper triangle.
void Writer::Square(const EmulatedObject &matrix)
{
   const auto *triangle = std::get_if<Numbers>(&matrix.Members().back().fValue);
   std::size_t n = 0;
   while (triangle && n * (n + 1) / 2 < triangle->Size())
      ++n;
   fText.Open('[');
   for (std::size_t row = 0; row < n; ++row)
      for (std::size_t column = 0; column < n; ++column) {
         const std::size_t i = std::min(row, column), j = std::max(row, column);
         fText.Element();
         fText.Value(NumberText(triangle->At(i * n - i * (i + 1) / 2 + j)));
      }
   fText.Close(']');
}

// --- values ------------------------------------------------------------------------------------------------------------

void Writer::Member(const EmulatedMember &member)
{
   const TStreamerElement *element = member.fElement;
   if (element && element->GetArrayDim() > 1) {
      std::size_t at = 0;
      const auto *numbers = std::get_if<Numbers>(&member.fValue);
      if (numbers && element->GetType() < 40 && HasShape(*element, numbers->Size())) {
         bool text = numbers->Type().IsCharacter();
         const auto row = static_cast<std::size_t>(element->GetMaxIndex(element->GetArrayDim() - 1));
         for (std::size_t i = 0; text && i < numbers->Wire().size(); i += row)
            text = IsText(std::string_view(numbers->Wire()).substr(i, row));
         return Rows(*numbers, *element, 0, at, text);
      }
      if (const auto *list = std::get_if<EmulatedList>(&member.fValue); list && HasShape(*element, list->size()))
         return ListRows(*list, *element, 0, at);
   }
   if (std::holds_alternative<Absent>(member.fValue) && element) // a counted array that is not there
      return fText.Value(element->GetType() == 41 ? "null" : "[]");
   if (const auto *numbers = std::get_if<Numbers>(&member.fValue); numbers && numbers->Type().IsCharacter() &&
                                                                   element && element->GetType() > 20 &&
                                                                   element->GetType() < 60 && IsText(numbers->Wire())) {
      const std::string_view bytes = numbers->Wire();
      return fText.Value(JsonQuoted(bytes.substr(0, bytes.find('\0'))));
   }
   Value(member.fValue);
}

void Writer::Value(const EmulatedValue &value)
{
   if (const auto *number = std::get_if<Number>(&value))
      return fText.Value(NumberText(*number));
   if (const auto *numbers = std::get_if<Numbers>(&value))
      return Array(*numbers);
   if (const auto *text = std::get_if<std::string>(&value))
      return fText.Value(JsonQuoted(*text));
   if (const auto *list = std::get_if<EmulatedList>(&value))
      return List(*list);
   Object(ObjectIn(value)); // null for what is nowhere, too
}

void Writer::List(const EmulatedList &list)
{
   if (StackIsLow())
      throw Error("containers nest deeper than the stack of this thread allows");
   fText.Open('[');
   for (const EmulatedValue &entry : list) {
      fText.Element();
      Value(entry);
   }
   fText.Close(']');
}

void Writer::Rows(const Numbers &numbers, const TStreamerElement &element, Int_t dim, std::size_t &at, bool text)
{
   const bool last = dim + 1 == element.GetArrayDim();
   if (last && text) {
      const std::string_view row =
         std::string_view(numbers.Wire()).substr(at, static_cast<std::size_t>(element.GetMaxIndex(dim)));
      at += row.size();
      return fText.Value(JsonQuoted(row.substr(0, row.find('\0'))));
   }
   fText.Open('[');
   for (Int_t i = 0; i < element.GetMaxIndex(dim); ++i) {
      fText.Element();
      if (last)
         fText.Value(NumberText(numbers.At(at++)));
      else
         Rows(numbers, element, dim + 1, at, text);
   }
   fText.Close(']');
}

void Writer::ListRows(const EmulatedList &list, const TStreamerElement &element, Int_t dim, std::size_t &at)
{
   fText.Open('[');
   for (Int_t i = 0; i < element.GetMaxIndex(dim); ++i) {
      fText.Element();
      if (dim + 1 == element.GetArrayDim())
         Value(list[at++]);
      else
         ListRows(list, element, dim + 1, at);
   }
   fText.Close(']');
}

void Writer::Array(const Numbers &numbers)
{
   constexpr std::size_t kWorthIt = 7; // shorter ones stay as they are
   bool finite = true;                 // NaN has no place in a typed array
   for (std::size_t i = 0; fPacking && numbers.Type().IsFloating() && finite && i < numbers.Size(); ++i)
      finite = !std::isnan(numbers.At(i).AsDouble());
   if (fPacking && finite && numbers.Size() >= kWorthIt)
      return Packed(numbers);
   fText.Open('[');
   for (std::size_t i = 0; i < numbers.Size(); ++i) {
      fText.Element();
      fText.Value(NumberText(numbers.At(i)));
   }
   fText.Close(']');
}

// {"$arr":"Float64","len":100,"p":10,"v":[1,2],"p1":50,"v1":7,"n1":20}: from place p on stand the values v, or n times
// the value v; what is not said is zero.
void Writer::Packed(const Numbers &numbers)
{
   std::vector<std::string> values;
   for (std::size_t i = 0; i < numbers.Size(); ++i)
      values.push_back(NumberText(numbers.At(i)));
   const auto isZero = [&](std::size_t i) { return values[i] == "0" || values[i] == "false"; };
   const std::size_t n = values.size();
   std::size_t first = 0, last = n; // between them is what counts
   while (first < n && isZero(first))
      ++first;
   while (last > first && isZero(last - 1))
      --last;
   constexpr std::size_t kRun = 5; // as many equal values as are worth a piece of their own
   const auto run = [&](std::size_t i) {
      std::size_t length = 1;
      while (i + length < last && values[i + length] == values[i])
         ++length;
      return length;
   };

   fText.Open('{');
   Key("$arr");
   fText.Value(JsonQuoted(TypedArrayOf(numbers.Type().fCode)));
   Key("len");
   fText.Value(std::to_string(n));
   std::size_t place = 0, pieces = 0;
   for (std::size_t i = first; i < last;) {
      const std::size_t equal = fPacking > 1 ? run(i) : 1;
      if (equal >= kRun && isZero(i)) {
         i += equal;
         continue;
      }
      const std::string suffix = pieces ? std::to_string(pieces) : std::string();
      ++pieces;
      if (i != place) {
         Key("p" + suffix);
         fText.Value(std::to_string(i));
      }
      Key("v" + suffix);
      if (equal >= kRun) {
         fText.Value(values[i]);
         Key("n" + suffix);
         fText.Value(std::to_string(equal));
         i += equal;
      } else {
         fText.Open('[');
         do {
            fText.Element();
            fText.Value(values[i++]);
         } while (i < last && (fPacking < 2 || run(i) < kRun));
         fText.Close(']');
      }
      place = i;
   }
   fText.Close('}');
}

} // namespace

std::string WriteJson(const EmulatedObject &root, Int_t compact, std::string_view member)
{
   Writer writer(compact);
   writer.Root(root, member);
   return writer.Take();
}

} // namespace rootlet
