// Schema evolution: values. A value that the stream has becomes one that the current layout wants: numbers of any type,
// arrays and containers of other lengths and kinds, text, objects by value and behind pointers. See Evolution.h.
#include "io/Evolution.h"

#include "TClass.h"
#include "meta/ClassName.h"

#include <algorithm>
#include <bit>
#include <limits>

namespace rootlet {
namespace {

template <class T>
T Clamped(Double_t value)
{
   if (value != value)
      return 0;
   if (value <= static_cast<Double_t>(std::numeric_limits<T>::min()))
      return std::numeric_limits<T>::min();
   if (value >= static_cast<Double_t>(std::numeric_limits<T>::max()))
      return std::numeric_limits<T>::max();
   return static_cast<T>(value);
}

/// The number as another type: floating ones are cut and kept within the range of integers; integers keep their low bits.
void StoreAs(NumberType to, const Number &number, char *wire)
{
   const bool floating = number.Type().IsFloating();
   if (to.fPacking) {
      to.fPacking->Store(wire, number.AsDouble());
      return;
   }
   ULong64_t bits;
   if (to.fCode == 5) {
      bits = std::bit_cast<UInt_t>(static_cast<Float_t>(number.AsDouble()));
   } else if (to.fCode == 8) {
      bits = std::bit_cast<ULong64_t>(number.AsDouble());
   } else if (to.fCode == 18) {
      bits = floating ? number.AsDouble() != 0 : number.AsULong64() != 0;
   } else if (floating) {
      const Double_t value = number.AsDouble();
      const std::size_t size = to.WireSize();
      if (to.IsUnsigned())
         bits = size == 1   ? Clamped<UChar_t>(value)
                : size == 2 ? Clamped<UShort_t>(value)
                : size == 4 ? Clamped<UInt_t>(value)
                            : Clamped<ULong64_t>(value);
      else
         bits = static_cast<ULong64_t>(size == 1   ? Clamped<signed char>(value)
                                       : size == 2 ? Clamped<Short_t>(value)
                                       : size == 4 ? Clamped<Int_t>(value)
                                                   : Clamped<Long64_t>(value));
   } else {
      bits = number.AsULong64();
   }
   const std::size_t size = to.WireSize();
   for (std::size_t i = 0; i < size; ++i)
      wire[i] = static_cast<char>(bits >> 8 * (size - 1 - i));
}

Number NumberAs(NumberType to, const Number &number)
{
   char wire[sizeof(ULong64_t)];
   StoreAs(to, number, wire);
   return {to, wire};
}

std::string WireAs(NumberType to, const Numbers &numbers)
{
   if (numbers.Type().fCode == to.fCode && numbers.Type().fPacking == to.fPacking)
      return numbers.Wire();
   std::string wire(numbers.Size() * to.WireSize(), '\0');
   for (std::size_t i = 0; i < numbers.Size(); ++i)
      StoreAs(to, numbers.At(i), wire.data() + i * to.WireSize());
   return wire;
}

NumberType InContainer(Int_t code)
{
   static const Packing kFloat = Packing::Float();
   static const Packing kFloat16 = Packing::Mantissa(12);
   return {code, code == 9 ? &kFloat : code == 19 ? &kFloat16 : nullptr};
}

bool IsSameClass(const std::string &met, const std::string &wanted)
{
   if (met == wanted || NormalizedClassName(met) == NormalizedClassName(wanted))
      return true;
   const TClass *from = TClass::GetClass(met.c_str(), kTRUE, kTRUE);
   return from && from->InheritsFrom(wanted.c_str());
}

EmulatedObject *ObjectIn(const EmulatedValue &value)
{
   EmulatedObject *const *object = std::get_if<EmulatedObject *>(&value);
   return object ? *object : nullptr;
}

std::string WithoutStars(std::string name)
{
   while (name.ends_with('*') || name.ends_with(' '))
      name.pop_back();
   return name;
}

} // namespace

NumberType Evolution::TypeOf(const TStreamerElement &element)
{
   const auto [found, isNew] = fTypes.try_emplace(&element);
   if (isNew) {
      found->second.fCode = element.GetType() % 20;
      if (found->second.fCode == 9 || found->second.fCode == 19)
         found->second.fPacking =
            &fDocument.fPackings.emplace_back(Packing::FromTitle(found->second.fCode, element.GetTitle()));
   }
   return found->second;
}

// n numbers; fewer are filled up with zeros if `padded`.
std::optional<EmulatedValue> Evolution::ConvertedArray(EmulatedValue &value, NumberType to, std::size_t n,
                                                       Bool_t padded)
{
   std::string wire;
   if (const auto *numbers = std::get_if<Numbers>(&value))
      wire = WireAs(to, *numbers);
   else if (const auto *text = std::get_if<std::string>(&value); text && to.IsCharacter())
      wire = *text;
   else
      return std::nullopt;
   if (wire.size() < n * to.WireSize() && !padded)
      return std::nullopt;
   wire.resize(n * to.WireSize(), '\0');
   return Numbers(to, std::move(wire));
}

std::optional<EmulatedValue> Evolution::ConvertedObject(EmulatedValue &value, const std::string &className,
                                                        Bool_t pointer)
{
   if (std::holds_alternative<DanglingReference>(value)) // an object outside of what is converted: its tag stays good
      return pointer ? std::optional<EmulatedValue>(value) : std::nullopt;
   EmulatedObject *const *object = std::get_if<EmulatedObject *>(&value);
   if (!object)
      return std::nullopt;
   if (!*object)
      return pointer ? std::optional<EmulatedValue>(value) : std::nullopt;
   if (pointer ? !IsSameClass((*object)->fClass, className)
               : NormalizedClassName((*object)->fClass) != NormalizedClassName(className))
      return std::nullopt;
   return value;
}

std::optional<EmulatedValue> Evolution::Converted(EmulatedMember &from, const TStreamerElement &to,
                                                  const EmulatedObject &owner)
{
   constexpr Int_t kArray = 20, kCounted = 40, kEndOfBasic = 60, kCharStar = 7, kTString = 65, kLoop = 501, kSTL = 500;
   EmulatedValue &value = from.fValue;
   const Int_t type = to.GetType();
   const auto length = static_cast<std::size_t>(std::max(to.GetArrayLength(), 0));
   if (type == kCharStar || type == kTString ||
       (type == kSTL && std::string_view(to.GetTypeName()).starts_with("string"))) {
      if (const auto *numbers = std::get_if<Numbers>(&value); numbers && numbers->Type().IsCharacter() && !length)
         return std::string(numbers->Wire().substr(0, numbers->Wire().find('\0')));
      if (std::holds_alternative<std::string>(value) && !length)
         return value;
      if (!length)
         return std::nullopt;
   }
   if (type > 0 && type < kArray) {
      if (const auto *number = std::get_if<Number>(&value))
         return NumberAs(TypeOf(to), *number);
      return std::nullopt;
   }
   if (type > kArray && type < kCounted)
      return ConvertedArray(value, TypeOf(to), length, kTRUE);
   if (type > kCounted && type < kEndOfBasic) {
      const auto *pointer = dynamic_cast<const TStreamerBasicPointer *>(&to);
      const EmulatedValue *counter = pointer ? owner.Find(pointer->GetCountName()) : nullptr;
      const Number *count = counter ? std::get_if<Number>(counter) : nullptr;
      if (!count || count->AsLong64() < 0)
         return std::nullopt;
      if (std::holds_alternative<Absent>(value))
         return value;
      // The counter was converted by itself: an array that it does not fit would be misread.
      return ConvertedArray(value, TypeOf(to),
                            static_cast<std::size_t>(count->AsLong64()) * std::max<std::size_t>(length, 1), kFALSE);
   }
   const TypeSpec spec = ParseType(to.GetTypeName());
   if (type == kSTL) {
      const TypeSpec content = spec.fKind == TypeSpec::kPointer ? TypeSpec(spec.fArgs[0]) : spec;
      if (!length)
         return ConvertedContent(value, content);
      auto *list = std::get_if<EmulatedList>(&value);
      if (!list || list->size() != length)
         return std::nullopt;
      EmulatedList contents;
      for (EmulatedValue &one : *list)
         if (auto converted = ConvertedContent(one, content))
            contents.push_back(std::move(*converted));
      return contents.size() == length ? std::optional<EmulatedValue>(std::move(contents)) : std::nullopt;
   }
   if (type == kLoop)
      return from.fElement && from.fElement->GetType() == kLoop ? std::optional<EmulatedValue>(value) : std::nullopt;

   const std::string className = WithoutStars(spec.fName);
   const Bool_t pointer = type == 64 || type == 69 || type == 84 || type == 89;
   if (!length) {
      if (type == kTString)
         return std::nullopt;
      return ConvertedObject(value, className, pointer);
   }
   auto *list = std::get_if<EmulatedList>(&value);
   if (!list)
      return std::nullopt;
   EmulatedList objects;
   for (EmulatedValue &one : *list) {
      if (objects.size() == length)
         break;
      if (std::holds_alternative<std::string>(one) && type == kTString + kArray) {
         objects.push_back(one);
         continue;
      }
      auto converted = ConvertedObject(one, className, pointer);
      if (!converted)
         return std::nullopt;
      objects.push_back(std::move(*converted));
   }
   while (pointer && objects.size() < length)
      objects.emplace_back(static_cast<EmulatedObject *>(nullptr));
   while (type == kTString + kArray && objects.size() < length)
      objects.emplace_back(std::string());
   return objects.size() == length ? std::optional<EmulatedValue>(std::move(objects)) : std::nullopt;
}

// --- containers ------------------------------------------------------------------------------------------------------

std::optional<EmulatedValue> Evolution::ConvertedContent(EmulatedValue &value, const TypeSpec &to)
{
   switch (to.fKind) {
   case TypeSpec::kString:
   case TypeSpec::kTString:
      return std::holds_alternative<std::string>(value) ? std::optional<EmulatedValue>(value) : std::nullopt;
   case TypeSpec::kBitset: {
      const auto *numbers = std::get_if<Numbers>(&value);
      const auto arguments = TemplateArguments(to.fName);
      const std::size_t n = arguments.empty() ? 0 : std::strtoul(arguments[0].c_str(), nullptr, 10);
      return numbers && n ? ConvertedArray(value, InContainer(18), n, kTRUE) : std::nullopt;
   }
   case TypeSpec::kContainer:
      break;
   default:
      return std::nullopt;
   }
   if (!to.IsMap() && to.fArgs[0].fKind == TypeSpec::kBasic) {
      if (const auto *numbers = std::get_if<Numbers>(&value))
         return ConvertedArray(value, InContainer(to.fArgs[0].fCode), numbers->Size(), kFALSE);
      return std::nullopt;
   }
   auto *list = std::get_if<EmulatedList>(&value);
   if (!list)
      return std::nullopt;
   EmulatedList content;
   for (EmulatedValue &entry : *list) {
      if (!to.IsMap()) {
         auto converted = ConvertedElement(entry, to.fArgs[0]);
         if (!converted)
            return std::nullopt;
         content.push_back(std::move(*converted));
         continue;
      }
      EmulatedObject *pair = ObjectIn(entry);
      if (!pair || pair->fMembers.size() != 2)
         return std::nullopt;
      for (std::size_t i = 0; i < 2; ++i) {
         auto converted = ConvertedElement(pair->fMembers[i].fValue, to.fArgs[i]);
         if (!converted)
            return std::nullopt;
         pair->fMembers[i].fValue = std::move(*converted);
      }
      content.push_back(entry);
   }
   return content;
}

std::optional<EmulatedValue> Evolution::ConvertedElement(EmulatedValue &value, const TypeSpec &to)
{
   switch (to.fKind) {
   case TypeSpec::kBasic:
      if (const auto *number = std::get_if<Number>(&value))
         return NumberAs(InContainer(to.fCode), *number);
      return std::nullopt;
   case TypeSpec::kPointer:
      return ConvertedObject(value, to.fArgs[0].fName, kTRUE);
   case TypeSpec::kClass: {
      auto converted = ConvertedObject(value, to.fName, kFALSE);
      return converted;
   }
   default:
      return ConvertedContent(value, to);
   }
}

} // namespace rootlet
