// Schema evolution: values. A value that the stream has becomes one that the current layout wants: numbers of any type,
// arrays and containers of other lengths and kinds, text, objects by value and behind pointers. See Evolution.h.
#include "io/Evolution.h"

#include "TClass.h"
#include "TError.h"
#include "io/EmulatedCustom.h"
#include "meta/ClassName.h"

#include <algorithm>
#include <bit>
#include <functional>
#include <iterator>
#include <limits>
#include <mutex>
#include <numeric>
#include <span>

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
   return met == wanted || NormalizedClassName(met) == NormalizedClassName(wanted);
}

bool IsDerived(const std::string &met, const std::string &wanted)
{
   const TClass *from = TClass::GetClass(met.c_str(), kTRUE, kTRUE);
   return from && from->InheritsFrom(wanted.c_str());
}

EmulatedObject *ObjectIn(const EmulatedValue &value)
{
   EmulatedObject *const *object = std::get_if<EmulatedObject *>(&value);
   return object ? *object : nullptr;
}

/// The class of objects by value or behind a pointer.
const std::string &ClassIn(const TypeSpec &type)
{
   return type.fKind == TypeSpec::kPointer ? ClassIn(type.fArgs[0]) : type.fName;
}

bool IsText(const TypeSpec &type)
{
   return type.fKind == TypeSpec::kString || type.fKind == TypeSpec::kTString;
}

/// A container that has each key once.
bool HasUniqueKeys(const TypeSpec &type)
{
   return std::ranges::any_of(
      std::initializer_list<std::string_view>{"set<", "map<", "unordered_set<", "unordered_map<"},
      [&](std::string_view name) { return type.fName.starts_with(name); });
}

/// What a key is known by, where this program can tell: numbers and text.
std::optional<std::string> KeyOf(const EmulatedValue &value)
{
   if (const auto *text = std::get_if<std::string>(&value))
      return *text;
   const auto *number = std::get_if<Number>(&value);
   if (!number)
      return std::nullopt;
   char wire[sizeof(ULong64_t)];
   number->Store(wire);
   return std::string(wire, number->Type().WireSize());
}

/// The text that a value is: characters end where a zero stands.
std::optional<std::string> TextIn(const EmulatedValue &value)
{
   if (const auto *text = std::get_if<std::string>(&value))
      return *text;
   const auto *numbers = std::get_if<Numbers>(&value);
   if (!numbers || !numbers->Type().IsCharacter())
      return std::nullopt;
   return numbers->Wire().substr(0, numbers->Wire().find('\0'));
}

/// What a TArray holds; null if the value is none.
const Numbers *NumbersOfArray(const EmulatedValue &value)
{
   const EmulatedObject *object = ObjectIn(value);
   const EmulatedValue *array = object && CodeOfArray(object->ClassName()) ? object->Find("fArray") : nullptr;
   return array ? std::get_if<Numbers>(array) : nullptr;
}

using Extents = std::span<const std::size_t>;

/// The dimensions of a fixed array; none of anything else, or where they are not positive.
std::vector<std::size_t> ExtentsOf(const TStreamerElement *element)
{
   constexpr Int_t kMostDimensions = 5;
   std::vector<std::size_t> extents;
   for (Int_t i = 0; element && i < std::min(element->GetArrayDim(), kMostDimensions); ++i) {
      if (element->GetMaxIndex(i) <= 0)
         return {};
      extents.push_back(static_cast<std::size_t>(element->GetMaxIndex(i)));
   }
   return extents;
}

std::size_t CellsIn(Extents extents)
{
   return std::accumulate(extents.begin(), extents.end(), std::size_t(1), std::multiplies<>());
}

/// How many sequences stand in each other in a type; text is one of characters.
std::size_t DepthOf(const TypeSpec &type)
{
   if (type.fKind == TypeSpec::kContainer && !type.IsMap())
      return 1 + DepthOf(type.fArgs[0]);
   return IsText(type) || type.fKind == TypeSpec::kBitset || CodeOfArray(type.fName) ? 1 : 0;
}

/// The cells of a fixed array as sequences in sequences, `depth` deeper than one row.
EmulatedValue Nested(const Numbers &numbers, Extents extents, std::size_t depth)
{
   if (depth == 0 || extents.size() < 2 || numbers.Size() < extents[0] || numbers.Size() % extents[0] != 0)
      return numbers;
   const std::size_t bytes = numbers.Wire().size() / extents[0];
   EmulatedList rows;
   for (std::size_t i = 0; i < extents[0]; ++i)
      rows.push_back(Nested({numbers.Type(), numbers.Wire().substr(i * bytes, bytes)}, extents.subspan(1), depth - 1));
   return rows;
}

/// The value of an array of several dimensions as `length` places of type `place` (0: one place) want it; none of other values.
std::optional<EmulatedValue> InRows(const EmulatedMember &from, const TStreamerElement &to, const TypeSpec &place)
{
   const auto *numbers = std::get_if<Numbers>(&from.fValue);
   std::vector<std::size_t> extents = ExtentsOf(from.fElement);
   std::size_t depth = DepthOf(place);
   if (!numbers || extents.size() < 2 || depth == 0)
      return std::nullopt;
   if (to.GetArrayLength() > 0) { // whose places are one list, whatever its dimensions
      const auto merged = std::min<std::size_t>(static_cast<std::size_t>(to.GetArrayDim()), extents.size() - 1);
      const auto end = extents.begin() + static_cast<std::ptrdiff_t>(merged);
      const std::size_t places = CellsIn({extents.begin(), end});
      extents.erase(extents.begin(), end);
      extents.insert(extents.begin(), places);
   } else {
      --depth;
   }
   return Nested(*numbers, extents, depth);
}

/// The text of a value that is cut to `size` characters would not end there any more.
bool IsCutText(const EmulatedValue &value, NumberType to, std::size_t size)
{
   if (!to.IsCharacter())
      return false;
   if (const auto *text = std::get_if<std::string>(&value))
      return text->size() >= size;
   const auto *numbers = std::get_if<Numbers>(&value);
   const std::size_t end = numbers && numbers->Type().IsCharacter() ? numbers->Wire().find('\0') : std::string::npos;
   return end != std::string::npos && end >= size;
}

/// Fills the cells of a fixed array from the front; sequences in sequences fill the rows, each from its front. Text ends with
/// a zero whatever is cut. False if there is no way.
bool FillCells(const EmulatedValue &value, NumberType number, Extents extents, char *cells)
{
   const std::size_t size = CellsIn(extents) * number.WireSize();
   if (const auto *list = std::get_if<EmulatedList>(&value)) {
      if (extents.size() < 2)
         return false;
      const std::size_t row = size / extents[0];
      for (std::size_t i = 0; i < std::min(list->size(), extents[0]); ++i)
         if (!FillCells((*list)[i], number, extents.subspan(1), cells + i * row))
            return false;
      return true;
   }
   const std::optional<std::string> wire = NumbersIn(value, number);
   if (!wire)
      return false;
   if (std::holds_alternative<std::string>(value))
      std::fill_n(cells, size, '\0');
   std::copy_n(wire->begin(), std::min(wire->size(), size), cells);
   if (IsCutText(value, number, size))
      cells[size - 1] = '\0';
   return true;
}

/// Collections that hold the same: those that a list is read as, and arrays.
bool IsList(std::string_view className)
{
   return className == "TList" || className == "THashList";
}

/// The elements of a list; anything else is a list of one.
std::vector<EmulatedValue *> CellsOf(EmulatedValue &value)
{
   std::vector<EmulatedValue *> cells;
   if (auto *list = std::get_if<EmulatedList>(&value))
      for (EmulatedValue &element : *list)
         cells.push_back(&element);
   else if (!std::holds_alternative<Absent>(value))
      cells.push_back(&value);
   return cells;
}

} // namespace

std::optional<std::string> NumbersIn(const EmulatedValue &value, NumberType to)
{
   if (const auto *number = std::get_if<Number>(&value)) {
      std::string wire(to.WireSize(), '\0');
      StoreAs(to, *number, wire.data());
      return wire;
   }
   if (const auto *numbers = std::get_if<Numbers>(&value))
      return WireAs(to, *numbers);
   if (const auto *numbers = NumbersOfArray(value))
      return WireAs(to, *numbers);
   if (const auto *text = std::get_if<std::string>(&value); text && to.IsCharacter())
      return *text;
   if (std::holds_alternative<Absent>(value))
      return std::string();
   return std::nullopt;
}

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

// An object at a place of that class.
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
   const std::string &met = (*object)->fClass;
   if (IsSameClass(met, className) || (pointer && IsDerived(met, className)))
      return value;
   const TClass *wanted = TClass::GetClass(className.c_str(), kTRUE, kTRUE);
   TClass *target = wanted ? RenamedClass(met, wanted) : nullptr;
   if (!target && pointer && !TClass::GetClass(met.c_str(), kTRUE, kTRUE))
      return value; // whoever reads the pointer passes it over
   if (!target || (!pointer && target != wanted))
      return std::nullopt;
   fRenamed.emplace(*object, target);
   return value;
}

// TArrays and collections whose class has become another one of the same content. The same object becomes the same one.
std::optional<EmulatedValue> Evolution::Remade(const EmulatedValue &value, const std::string &className)
{
   const EmulatedObject *source = ObjectIn(value);
   if (source)
      if (const auto found = fRemade.find({source, className}); found != fRemade.end())
         return found->second;
   EmulatedObject made(className);
   if (const Int_t code = CodeOfArray(className)) {
      const NumberType number = InContainer(code);
      std::optional<std::string> wire = NumbersIn(value, number);
      if (!wire)
         return std::nullopt;
      made.Add("fArray", nullptr, Numbers(number, std::move(*wire)));
   } else if (!source || !RemakeCollection(*source, made)) {
      return std::nullopt;
   }
   EmulatedObject *object = &fDocument.fObjects.emplace_back(std::move(made));
   if (source) {
      object->fTag = source->fTag;
      fRemade.emplace(std::pair(source, className), object);
   }
   return object;
}

// `made` gets what a TList, THashList or TObjArray holds, if it is another one of them. Lists have no empty places.
Bool_t Evolution::RemakeCollection(const EmulatedObject &source, EmulatedObject &made)
{
   const bool toList = IsList(made.fClass);
   const bool known = IsList(source.fClass) || source.fClass == "TObjArray";
   const EmulatedValue *name = source.Find("name"), *entries = source.Find("arr");
   const auto *list = entries ? std::get_if<EmulatedList>(entries) : nullptr;
   if (!known || !(toList || made.fClass == "TObjArray") || !name || !list || source.fMembers.empty())
      return kFALSE;
   EmulatedList content = *list;
   if (toList)
      std::erase_if(content, [](const EmulatedValue &entry) {
         return !ObjectIn(entry) && !std::holds_alternative<DanglingReference>(entry);
      });
   made.fHeader = std::make_unique<WireHeader>(HeaderOf(TClass::GetClass(toList ? "TList" : "TObjArray")));
   made.Add("TObject", nullptr, source.fMembers.front().fValue, kTRUE);
   made.Add("name", nullptr, *name);
   if (!toList) {
      constexpr char kZero[sizeof(Int_t)] = {};
      made.Add("fLowerBound", nullptr, Number({3, nullptr}, kZero));
   }
   const EmulatedList options(content.size(), EmulatedValue(std::string()));
   made.Add("arr", nullptr, std::move(content));
   if (toList)
      made.Add("opt", nullptr, options);
   return kTRUE;
}

// --- members -----------------------------------------------------------------------------------------------------------

// Numbers, text and objects stand in sequences: one value is a sequence of one. A place takes from the front what it has room
// for; what the stream does not have stays as it is in `given`, a new object.
std::optional<EmulatedValue> Evolution::Converted(EmulatedMember &from, const TStreamerElement &to,
                                                  EmulatedObject &owner, const Pool &pool, const EmulatedValue *given)
{
   constexpr Int_t kArray = 20, kCounted = 40, kEndOfBasic = 60, kCharStar = 7, kTString = 65, kSTL = 500, kLoop = 501;
   EmulatedValue &value = from.fValue;
   const Int_t type = to.GetType();
   const auto length = static_cast<std::size_t>(std::max(to.GetArrayLength(), 0));
   if (type > 0 && type < kEndOfBasic && type != kCharStar) {
      const NumberType number = TypeOf(to);
      const std::size_t size = number.WireSize();
      if (type > kArray && type < kCounted) {
         const auto *rest = given ? std::get_if<Numbers>(given) : nullptr;
         std::string cells = rest && rest->Size() == length ? rest->Wire() : std::string(length * size, '\0');
         std::vector<std::size_t> extents = ExtentsOf(&to);
         if (CellsIn(extents) != length)
            extents = {length};
         if (!FillCells(value, number, extents, cells.data()))
            return std::nullopt;
         return Numbers(number, std::move(cells));
      }
      std::optional<std::string> wire = NumbersIn(value, number);
      if (!wire)
         return std::nullopt;
      if (type < kArray)
         return wire->empty() ? std::nullopt : std::optional<EmulatedValue>(Number(number, wire->data()));
      const auto fits = Counted(to, owner, pool, wire->size() / size);
      if (!fits)
         return std::nullopt;
      if (std::holds_alternative<Absent>(value))
         return value;
      wire->resize(*fits * size);
      return Numbers(number, std::move(*wire));
   }
   if (type == kLoop) {
      TypeSpec element = ParseType(to.GetTypeName()); // of an array, spelled as a pointer to its elements
      element = TypeSpec(element.fArgs.empty() ? element : element.fArgs[0]);
      EmulatedList objects;
      for (EmulatedValue *cell : CellsOf(value)) {
         auto converted = ConvertedElement(*cell, element);
         if (!converted)
            return std::nullopt;
         objects.push_back(std::move(*converted));
      }
      const auto fits = Counted(to, owner, pool, objects.size());
      if (!fits)
         return std::nullopt;
      objects.resize(*fits);
      return objects;
   }
   TypeSpec place =
      type == kSTL || type == kTString || type == kTString + kArray ? fLayouts.TypeOf(to) : ParseType(to.GetTypeName());
   if (type == kCharStar)
      place.fKind = TypeSpec::kTString;
   if (type % kArray == 3 || type % kArray == 8) // never null: the object itself
      place = TypeSpec(place.fArgs.empty() ? place : place.fArgs[0]);
   std::optional<EmulatedValue> rows = InRows(from, to, place);
   EmulatedValue &source = rows ? *rows : value;
   if (!length) {
      if (place.fKind == TypeSpec::kContainer || place.fKind == TypeSpec::kBitset)
         return ConvertedContent(source, place);
      if (auto converted = ConvertedElement(source, place))
         return converted;
   }
   EmulatedList list;
   for (EmulatedValue *cell : CellsOf(source)) {
      if (list.size() == std::max<std::size_t>(length, 1))
         break;
      auto converted = ConvertedElement(*cell, place);
      if (!converted)
         return std::nullopt;
      list.push_back(std::move(*converted));
   }
   if (!length)
      return list.empty() ? std::nullopt : std::optional<EmulatedValue>(std::move(list.front()));
   const auto *rest = given ? std::get_if<EmulatedList>(given) : nullptr;
   if (rest && rest->size() == length)
      std::copy(rest->begin() + static_cast<std::ptrdiff_t>(list.size()), rest->end(), std::back_inserter(list));
   return list.size() == length ? std::optional<EmulatedValue>(std::move(list)) : std::nullopt;
}

// How many of `size` elements a counted array has room for; none if its counter promises more than there are. A counter that
// the stream does not have becomes what the array needs.
std::optional<std::size_t> Evolution::Counted(const TStreamerElement &to, EmulatedObject &owner, const Pool &pool,
                                              std::size_t size) const
{
   const auto *pointer = dynamic_cast<const TStreamerBasicPointer *>(&to);
   const auto *loop = dynamic_cast<const TStreamerLoop *>(&to);
   const std::string_view name = pointer ? pointer->GetCountName() : loop ? loop->GetCountName() : "";
   auto *counter = const_cast<EmulatedValue *>(owner.Find(name));
   auto *count = counter ? std::get_if<Number>(counter) : nullptr;
   if (!count || count->AsLong64() < 0)
      return std::nullopt;
   const auto each = static_cast<std::size_t>(std::max(to.GetArrayLength(), 1));
   const bool isRead = std::ranges::any_of(pool, [&](const EmulatedMember *member) { return name == member->fName; });
   if (!isRead && count->AsLong64() == 0 && size % each == 0) {
      char wire[sizeof(ULong64_t)] = {};
      wire::Store(wire, static_cast<Long64_t>(size / each));
      *count = NumberAs(count->Type(), Number({16, nullptr}, wire));
   }
   const std::size_t wanted = static_cast<std::size_t>(count->AsLong64()) * each;
   return wanted <= size || size == 0 ? std::optional<std::size_t>(std::min(wanted, size)) : std::nullopt;
}

// --- containers ------------------------------------------------------------------------------------------------------

// The content of a container, without its header.
std::optional<EmulatedValue> Evolution::ConvertedContent(EmulatedValue &value, const TypeSpec &to)
{
   if (to.fKind == TypeSpec::kBitset) {
      const auto arguments = TemplateArguments(to.fName);
      const std::size_t n = arguments.empty() ? 0 : std::strtoul(arguments[0].c_str(), nullptr, 10);
      std::optional<std::string> bits = NumbersIn(value, InContainer(18));
      if (!bits || !n)
         return std::nullopt;
      bits->resize(n, '\0');
      return Numbers(InContainer(18), std::move(*bits));
   }
   std::set<std::string> keys;
   const bool unique = HasUniqueKeys(to);
   const auto isNew = [&](const EmulatedValue &key) {
      const std::optional<std::string> known = unique ? KeyOf(key) : std::nullopt;
      return !known || keys.insert(*known).second;
   };
   if (!to.IsMap() && to.fArgs[0].fKind == TypeSpec::kBasic) {
      const NumberType number = InContainer(to.fArgs[0].fCode);
      std::optional<std::string> wire = NumbersIn(value, number);
      if (!wire)
         return std::nullopt;
      Numbers numbers(number, std::move(*wire));
      if (!unique)
         return numbers;
      std::string distinct;
      for (std::size_t i = 0; i < numbers.Size(); ++i)
         if (isNew(numbers.At(i)))
            distinct.append(numbers.Wire(), i * number.WireSize(), number.WireSize());
      return Numbers(number, std::move(distinct));
   }
   if (std::holds_alternative<EmulatedObject *>(value) && !ObjectIn(value))
      return std::nullopt;
   EmulatedValue spread; // numbers are sequences of one; but characters are one text
   if (const auto *numbers = std::get_if<Numbers>(&value)) {
      EmulatedList alone;
      if (numbers->Type().IsCharacter() && !to.IsMap() && IsText(to.fArgs[0]))
         alone.push_back(*numbers);
      else
         for (std::size_t i = 0; i < numbers->Size(); ++i)
            alone.push_back(numbers->At(i));
      spread = std::move(alone);
   }
   const std::string pair = to.IsMap() ? EvolutionLayouts::PairName(to) : std::string();
   EmulatedList content;
   for (EmulatedValue *entry : CellsOf(std::holds_alternative<Numbers>(value) ? spread : value)) {
      auto converted = to.IsMap() ? ConvertedPair(*entry, pair) : ConvertedElement(*entry, to.fArgs[0]);
      if (!converted)
         return std::nullopt;
      if (isNew(to.IsMap() ? ObjectIn(*converted)->fMembers.front().fValue : *converted))
         content.push_back(std::move(*converted));
   }
   return content;
}

// A pair, as an object of its own: members with headers, so that it can stand in any container.
std::optional<EmulatedValue> Evolution::ConvertedPair(EmulatedValue &value, const std::string &name)
{
   EmulatedObject *pair = ObjectIn(value);
   const TStreamerInfo *info = fLayouts.PairInfo(name);
   if (!pair || !info || pair->fMembers.size() != info->GetElements().size())
      return std::nullopt;
   EmulatedObject &made = fDocument.fObjects.emplace_back(name);
   made.fInfo = info;
   made.fHeader = std::make_unique<WireHeader>();
   made.fHeader->fCheckSum = 0; // nobody compares that of a pair
   for (std::size_t i = 0; i < pair->fMembers.size(); ++i) {
      const TStreamerElement &element = *info->GetElements()[i];
      auto converted = Converted(pair->fMembers[i], element, made, {}, nullptr);
      if (!converted)
         return std::nullopt;
      made.Add(element.GetName(), &element, std::move(*converted));
      SetHeader(made.fMembers.back(), nullptr);
   }
   return &made;
}

// An element of a container or an array.
std::optional<EmulatedValue> Evolution::ConvertedElement(EmulatedValue &value, const TypeSpec &to)
{
   if (to.fKind == TypeSpec::kBasic) {
      const auto *number = std::get_if<Number>(&value);
      return number ? std::optional<EmulatedValue>(NumberAs(InContainer(to.fCode), *number)) : std::nullopt;
   }
   if (IsText(to)) {
      auto text = TextIn(value);
      return text ? std::optional<EmulatedValue>(std::move(*text)) : std::nullopt;
   }
   if (to.fKind != TypeSpec::kPointer && to.fKind != TypeSpec::kClass)
      return ConvertedContent(value, to);
   if (to.fKind == TypeSpec::kClass && PairArguments(to.fName))
      return ConvertedPair(value, to.fName);
   const bool pointer = to.fKind == TypeSpec::kPointer;
   auto converted = ConvertedObject(value, ClassIn(to), pointer);
   if (!converted)
      converted = Remade(value, ClassIn(to));
   if (converted && ObjectIn(*converted)) {
      Upgrade(*ObjectIn(*converted));
      MakeWhole(*ObjectIn(*converted));
   }
   return converted;
}

void ReportNotConverted(const TClass *cl, const TStreamerElement *from, const TStreamerElement &to)
{
   static std::mutex mutex;
   static std::set<std::pair<std::string, std::string>> reported;
   {
      const std::lock_guard lock(mutex);
      if (!reported.emplace(cl->GetName(), to.GetName()).second)
         return;
   }
   const auto spelled = [](const TStreamerElement *element) {
      std::string type = element ? element->GetTypeName() : "an object";
      for (Int_t i = 0; element && i < element->GetArrayDim(); ++i)
         type += "[" + std::to_string(element->GetMaxIndex(i)) + "]";
      return type;
   };
   ::Warning(
      "TBuffer::SetSchema",
      "%s::%s is %s in the stream and %s in this program: there is no way from one to the other, the member stays "
      "as it was; a read rule could convert it",
      cl->GetName(), to.GetName(), spelled(from).c_str(), spelled(&to).c_str());
}

// --- headers -----------------------------------------------------------------------------------------------------------

// The header of a member as a new object has it, of streamer layer version 9; like that of `met` if the content is of the same
// kind.
void Evolution::SetHeader(EmulatedMember &member, const EmulatedMember *met)
{
   const Int_t type = member.fElement->GetType();
   member.fHeader.reset();
   if (type != 300 && type != 365 && type != 500 && type != 501 && !(type >= 85 && type <= 87))
      return;
   member.fHeader = std::make_unique<WireHeader>();
   constexpr Version_t kStreamerLayer = 9;
   member.fHeader->fVersion = kStreamerLayer;
   if (met && met->fHeader && met->fHeader->fMemberWise && met->fElement &&
       NormalizedClassName(met->fElement->GetTypeName()) == NormalizedClassName(member.fElement->GetTypeName()) &&
       met->fElement->GetArrayLength() == member.fElement->GetArrayLength())
      *member.fHeader = *met->fHeader;
}

// An object that had stood in columns gets the headers that it needs anywhere else; so do its parts.
void Evolution::MakeWhole(EmulatedObject &object)
{
   TClass *cl = object.fHeader ? nullptr : CompiledClass(object.fClass);
   if (!cl)
      return;
   object.fHeader = std::make_unique<WireHeader>(HeaderOf(cl));
   for (EmulatedMember &member : object.fMembers) {
      if (!member.fElement)
         continue;
      SetHeader(member, nullptr);
      const Int_t type = member.fElement->GetType();
      if (type == 64 || type == 69 || type == 84 || type == 89)
         continue; // what pointers lead to has its headers
      for (EmulatedValue *cell : CellsOf(member.fValue))
         for (EmulatedValue *inner : CellsOf(*cell))
            if (ObjectIn(*inner))
               MakeWhole(*ObjectIn(*inner));
   }
}

} // namespace rootlet
