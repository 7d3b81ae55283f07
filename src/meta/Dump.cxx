// TClass::Dump(): the values of an object, by the facts of its dictionary.
// Invariant: a member is read only as the type that the dictionary gives it; of a type that is not known here its name
// is shown. A pointer is followed only where a stream would follow it: what is marked `//!` may point anywhere.
#include "MemberTypes.h"
#include "TClass.h"
#include "TObject.h"

#include <cstring>
#include <string>
#include <string_view>

using rootlet::ClassDictionary;
using rootlet::DictionaryMember;

namespace {

constexpr std::size_t kMaxShown = 10; // elements of an array, in a line that is still read by people
constexpr std::size_t kMaxText = 200; // characters of a string

template <class T>
T ValueAt(const char *at)
{
   T value;
   std::memcpy(&value, at, sizeof value);
   return value;
}

template <class T>
void AppendNumber(TString &text, const char *at)
{
   if constexpr (std::is_floating_point_v<T>)
      text += TString::Format("%.*g", sizeof(T) == sizeof(float) ? 7 : 15, static_cast<double>(ValueAt<T>(at)));
   else
      text += ValueAt<T>(at);
}

void AppendBool(TString &text, const char *at)
{
   text += *at ? "true" : "false";
}

void AppendCharacter(TString &text, const char *at)
{
   const auto c = static_cast<unsigned char>(*at);
   text += c >= 0x20 && c < 0x7f ? TString::Format("'%c'", c) : TString::Format("%d", static_cast<int>(*at));
}

void AppendQuoted(TString &text, std::string_view value)
{
   text += '"';
   for (const char c : value.substr(0, kMaxText)) {
      if (c == '"' || c == '\\')
         text += TString::Format("\\%c", c);
      else if (c == '\n')
         text += "\\n";
      else
         text += c;
   }
   text += value.size() > kMaxText ? "...\"" : "\"";
}

void AppendTString(TString &text, const char *at)
{
   const auto &s = *reinterpret_cast<const TString *>(at);
   AppendQuoted(text, {s.Data(), static_cast<std::size_t>(s.Length())});
}

void AppendStdString(TString &text, const char *at)
{
   AppendQuoted(text, *reinterpret_cast<const std::string *>(at));
}

struct ValueType {
   std::string_view fName; // as DictionaryMember::fTrueTypeName
   std::size_t fSize = 0;
   void (*fAppend)(TString &text, const char *at) = nullptr;
   Int_t fCode = 0; // type code in a stream (wire-format.md)
};

constexpr ValueType kBasicTypes[] = {
   {"bool", sizeof(bool), AppendBool, 18},
   {"char", sizeof(char), AppendCharacter, 1},
   {"signed char", sizeof(char), AppendNumber<signed char>},
   {"unsigned char", sizeof(char), AppendNumber<unsigned char>, 11},
   {"short", sizeof(short), AppendNumber<short>, 2},
   {"unsigned short", sizeof(short), AppendNumber<unsigned short>, 12},
   {"int", sizeof(int), AppendNumber<int>, 3},
   {"unsigned int", sizeof(int), AppendNumber<unsigned int>, 13},
   {"long", sizeof(long), AppendNumber<long>, 4},
   {"unsigned long", sizeof(long), AppendNumber<unsigned long>, 14},
   {"Long64_t", sizeof(Long64_t), AppendNumber<Long64_t>, 16},
   {"ULong64_t", sizeof(ULong64_t), AppendNumber<ULong64_t>, 17},
   {"float", sizeof(float), AppendNumber<float>, 5},
   {"Float16_t", sizeof(Float16_t), AppendNumber<Float16_t>, 19},
   {"double", sizeof(double), AppendNumber<double>, 8},
   {"Double32_t", sizeof(Double32_t), AppendNumber<Double32_t>, 9},
};
constexpr ValueType kStringTypes[] = {
   {"TString", sizeof(TString), AppendTString},
   {"string", sizeof(std::string), AppendStdString},
};

ValueType BasicType(std::string_view name)
{
   for (const ValueType &type : kBasicTypes)
      if (name == type.fName)
         return type;
   return {};
}

/// Of a streamed value or fixed array, which may have another type in memory: std::array, std::atomic.
ValueType BasicType(Int_t code)
{
   constexpr Int_t kArray = 20;
   for (const ValueType &type : kBasicTypes)
      if (code > 0 && (code == type.fCode || code == type.fCode + kArray))
         return type;
   return {};
}

/// An integer of that width.
ValueType IntegerOfSize(std::size_t size)
{
   return BasicType(size == 1 ? "signed char" : size == 2 ? "short" : size == 4 ? "int" : size == 8 ? "Long64_t" : "");
}

/// How one element of the member, `size` bytes of it, is shown; without fAppend where there is no way.
ValueType ShownAs(const DictionaryMember &member, std::size_t size)
{
   ValueType type = BasicType(member.fTypeName); // the true name of a `signed char` is `char`
   if (!type.fAppend)
      type = BasicType(member.fTrueTypeName);
   if (!type.fAppend)
      type = BasicType(member.fElementType);
   for (const ValueType &text : kStringTypes)
      if (text.fName == member.fTrueTypeName)
         type = text;
   // An enumeration has its own name, or `int` if it has none; what lies under it may have any width.
   if ((member.fFlags & DictionaryMember::kPersistentEnum) || (type.fAppend && type.fSize != size))
      type = IntegerOfSize(size);
   return type.fSize == size ? type : ValueType();
}

std::string_view WithoutStar(std::string_view name)
{
   if (name.starts_with("const "))
      name.remove_prefix(6);
   if (name.ends_with('*'))
      name.remove_suffix(1);
   return name;
}

class Dumper {
public:
   explicit Dumper(Bool_t noAddress) : fNoAddress(noAddress) {}
   void Members(const TClass &cl, const void *object, const TString &prefix) const;

private:
   void Member(const TClass &cl, const void *object, const DictionaryMember &member, const TString &prefix) const;
   void Objects(const DictionaryMember &member, const char *at, std::size_t n, std::size_t size,
                const TString &name) const;
   TString Value(const TClass &cl, const void *object, const DictionaryMember &member, const char *at) const;
   void AppendPointer(TString &text, const DictionaryMember &member, const void *pointer) const;
   TString CountedValues(const DictionaryMember &member, const char *values, Long64_t n) const;

   Bool_t fNoAddress;
};

void PrintMember(const TString &name, const TString &value, const char *title)
{
   if (*title)
      Printf("%-29s %-19s %s", name.Data(), value.Data(), title);
   else
      Printf("%-29s %s", name.Data(), value.Data());
}

/// `{a, b, c, ...}`, or the element alone where there is but one.
template <class F>
TString Listed(std::size_t n, bool braces, F append)
{
   TString text;
   if (braces)
      text += '{';
   for (std::size_t i = 0; i < n && i < kMaxShown; ++i) {
      if (i)
         text += ", ";
      append(text, i);
   }
   if (braces)
      text += n > kMaxShown ? ", ...}" : "}";
   return text;
}

/// The counter of that name in the class or its bases; -1 if it cannot be found.
Long64_t CounterIn(const TClass &cl, const void *object, std::string_view name)
{
   const ClassDictionary *dictionary = cl.Dictionary();
   if (!dictionary)
      return -1;
   for (Int_t i = 0; i < dictionary->fNMembers; ++i) {
      const DictionaryMember &member = dictionary->fMembers[i];
      if (name == member.fName) // an Int_t or a UInt_t, as dictgen has seen to
         return ValueAt<Int_t>(static_cast<const char *>(object) + member.fOffset);
   }
   for (Int_t i = 0; i < dictionary->fNBases; ++i) {
      const rootlet::DictionaryBase &base = dictionary->fBases[i];
      const TClass *baseClass = base.fClass ? base.fClass() : nullptr;
      const Long64_t n = baseClass ? CounterIn(*baseClass, base.fUpcast(const_cast<void *>(object)), name) : -1;
      if (n >= 0)
         return n;
   }
   return -1;
}

void Dumper::AppendPointer(TString &text, const DictionaryMember &member, const void *pointer) const
{
   if (!pointer) {
      text += "->null";
      return;
   }
   if (!fNoAddress) {
      text += TString::Format("->%p", pointer);
      return;
   }
   std::string name(WithoutStar(member.fTypeName));
   if (rootlet::IsObjectPointer(member))
      if (const TClass *cl = TClass::GetClass(name.c_str(), kTRUE, kTRUE))
         name = cl->GetActualClass(pointer)->GetName();
   text += "->" + name;
}

TString Dumper::CountedValues(const DictionaryMember &member, const char *values, Long64_t n) const
{
   const std::string element(WithoutStar(member.fTrueTypeName));
   ValueType type = BasicType(element);
   if (!type.fAppend || type.fSize != member.fSize)
      type = IntegerOfSize(member.fSize); // an enumeration
   if (!type.fAppend)
      return "";
   return Listed(static_cast<std::size_t>(n), true,
                 [&](TString &text, std::size_t i) { type.fAppend(text, values + i * type.fSize); });
}

/// The value of a member that is no object with a dictionary of its own.
TString Dumper::Value(const TClass &cl, const void *object, const DictionaryMember &member, const char *at) const
{
   constexpr Int_t kCharStar = 7;
   constexpr Int_t kCharArray = 21;
   constexpr Int_t kCounted = 40;
   constexpr Int_t kCountedEnd = 60;
   constexpr Int_t kLoop = 501;
   const std::size_t n = rootlet::FixedLength(member);
   const bool array = member.fArrayDim > 0;
   const bool isPointer = std::string_view(member.fTrueTypeName).ends_with('*');
   const bool streamed = rootlet::IsStreamed(member);

   if (member.fElementType == kLoop || (member.fElementType > kCounted && member.fElementType < kCountedEnd)) {
      const Long64_t count = CounterIn(cl, object, member.fCountName);
      return Listed(n, array, [&](TString &text, std::size_t i) {
         const auto *values = ValueAt<const char *>(at + i * sizeof(char *));
         if (!values || count < 0)
            text += "->null";
         else if (member.fElementType == kLoop)
            text += TString::Format("->%s[%lld]", std::string(WithoutStar(member.fTypeName)).c_str(), count);
         else
            text += "->" + CountedValues(member, values, count);
      });
   }
   if (member.fContentSize)
      return Listed(n, array, [&](TString &text, std::size_t i) {
         const char *container = at + i * (isPointer ? sizeof(void *) : member.fSize / n);
         if (isPointer) {
            container = ValueAt<const char *>(container);
            if (!container || !streamed)
               return AppendPointer(text, member, container);
         }
         text += TString::Format("%ssize %zu", isPointer ? "->" : "", member.fContentSize(container));
      });
   if (member.fElementType == kCharStar) {
      TString text;
      if (const auto *s = ValueAt<const char *>(at))
         AppendQuoted(text, s);
      else
         text = "->null";
      return text;
   }
   if (isPointer || rootlet::IsObjectPointer(member))
      return Listed(n, array, [&](TString &text, std::size_t i) {
         AppendPointer(text, member, ValueAt<const void *>(at + i * sizeof(void *)));
      });
   if (member.fElementType == kCharArray && member.fArrayDim == 1) {
      TString text;
      AppendQuoted(text, {at, strnlen(at, n)});
      return text;
   }
   const ValueType shown = ShownAs(member, member.fSize / n);
   if (!shown.fAppend || (member.fFlags & DictionaryMember::kBitField))
      return member.fTypeName;
   return Listed(n, array, [&](TString &text, std::size_t i) { shown.fAppend(text, at + i * shown.fSize); });
}

/// One object or an array of them: a line with the class, then theirs.
void Dumper::Objects(const DictionaryMember &member, const char *at, std::size_t n, std::size_t size,
                     const TString &name) const
{
   const TClass &cl = *TClass::GetClass(member.fTrueTypeName, kTRUE, kTRUE);
   PrintMember(name, member.fTypeName, member.fTitle);
   for (std::size_t i = 0; i < n && i < kMaxShown; ++i)
      Members(cl, at + i * size, name + (member.fArrayDim ? TString::Format("[%zu].", i) : TString(".")));
}

void Dumper::Member(const TClass &cl, const void *object, const DictionaryMember &member, const TString &prefix) const
{
   const char *at = static_cast<const char *>(object) + member.fOffset;
   const std::size_t n = rootlet::FixedLength(member);
   const TString name = prefix + member.fName;
   const std::string_view type = member.fTrueTypeName;
   const bool text = type == "TString" || type == "string";
   const TClass *inner = text || member.fContentSize ? nullptr : TClass::GetClass(member.fTrueTypeName, kTRUE, kTRUE);
   if (inner && static_cast<std::size_t>(inner->Size()) * n == member.fSize)
      Objects(member, at, n, member.fSize / n, name);
   else
      PrintMember(name, Value(cl, object, member, at), member.fTitle);
}

void Dumper::Members(const TClass &cl, const void *object, const TString &prefix) const
{
   const ClassDictionary *dictionary = cl.Dictionary();
   if (!dictionary)
      return;
   for (Int_t i = 0; i < dictionary->fNBases; ++i) {
      const rootlet::DictionaryBase &base = dictionary->fBases[i];
      if (const TClass *baseClass = base.fClass ? base.fClass() : nullptr)
         Members(*baseClass, base.fUpcast(const_cast<void *>(object)), prefix);
   }
   for (Int_t i = 0; i < dictionary->fNMembers; ++i)
      Member(cl, object, dictionary->fMembers[i], prefix);
}

} // namespace

bool rootlet::IsBasicType(std::string_view trueTypeName)
{
   return BasicType(trueTypeName).fAppend != nullptr;
}

void TClass::Dump(const void *obj, Bool_t noAddr) const
{
   if (!obj) {
      Printf("==> Dumping nothing: the object of class %s is null\n", GetName());
      return;
   }
   TString head("==> Dumping object");
   if (!noAddr)
      head += TString::Format(" at: %p", obj);
   const auto *named =
      IsTObject() ? static_cast<const TObject *>(DynamicCast(TObject::Class(), const_cast<void *>(obj))) : nullptr;
   head += TString::Format("%s%s, class=%s\n", named ? ", name=" : "", named ? named->GetName() : "", GetName());
   Printf("%s", head.Data());
   Dumper(noAddr).Members(*this, obj, "");
}
