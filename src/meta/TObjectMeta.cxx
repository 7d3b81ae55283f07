// What TObject and TROOT can only do with the description of a class: names, inheritance, Dump(). See TObject.h.
// Invariant: Dump() reads a member only as the type that the dictionary gives it; of a type it does not know it shows
// the address.
#include "TClass.h"
#include "TObject.h"
#include "TROOT.h"

#include <cstring>
#include <string>
#include <string_view>

const char *TObject::ClassName() const
{
   return IsA()->GetName();
}

const char *TObject::GetTitle() const
{
   return IsA()->GetTitle();
}

Bool_t TObject::InheritsFrom(const char *className) const
{
   return IsA()->InheritsFrom(className);
}

Bool_t TObject::InheritsFrom(const TClass *cl) const
{
   return IsA()->InheritsFrom(cl);
}

TClass *TROOT::GetClass(const char *name, Bool_t load, Bool_t silent) const
{
   return TClass::GetClass(name, load, silent);
}

namespace {

constexpr std::size_t kMaxShown = 10; // elements of an array, in a line that is still read by people

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
      text += TString::Format("%g", static_cast<double>(ValueAt<T>(at)));
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
   text += c >= 0x20 && c < 0x7f ? TString::Format("'%c'", c) : TString::Format("%d", c);
}

struct BasicType {
   const char *fName; // as DictionaryMember::fTrueTypeName
   std::size_t fSize;
   void (*fAppend)(TString &text, const char *at);
};

constexpr BasicType kBasicTypes[] = {
   {"bool", sizeof(bool), AppendBool},
   {"char", sizeof(char), AppendCharacter},
   {"signed char", sizeof(char), AppendNumber<signed char>},
   {"unsigned char", sizeof(char), AppendNumber<unsigned char>},
   {"short", sizeof(short), AppendNumber<short>},
   {"unsigned short", sizeof(short), AppendNumber<unsigned short>},
   {"int", sizeof(int), AppendNumber<int>},
   {"unsigned int", sizeof(int), AppendNumber<unsigned int>},
   {"long", sizeof(long), AppendNumber<long>},
   {"unsigned long", sizeof(long), AppendNumber<unsigned long>},
   {"Long64_t", sizeof(Long64_t), AppendNumber<Long64_t>},
   {"ULong64_t", sizeof(ULong64_t), AppendNumber<ULong64_t>},
   {"float", sizeof(float), AppendNumber<float>},
   {"Float16_t", sizeof(Float16_t), AppendNumber<Float16_t>},
   {"double", sizeof(double), AppendNumber<double>},
   {"Double32_t", sizeof(Double32_t), AppendNumber<Double32_t>},
};

const BasicType *FindBasicType(std::string_view name)
{
   for (const BasicType &type : kBasicTypes)
      if (name == type.fName)
         return &type;
   return nullptr;
}

void AppendAddress(TString &text, const char *at)
{
   const auto *pointer = ValueAt<const void *>(at);
   text += pointer ? TString::Format("->%p", pointer) : TString("->null");
}

void AppendCString(TString &text, const char *at)
{
   const auto *s = ValueAt<const char *>(at);
   text += s ? TString::Format("\"%.*s\"", 200, s) : TString("->null");
}

void AppendTString(TString &text, const char *at)
{
   text += '"' + *reinterpret_cast<const TString *>(at) + '"';
}

void AppendStdString(TString &text, const char *at)
{
   text += '"' + *reinterpret_cast<const std::string *>(at) + '"';
}

/// An enumeration, by the width that it has in memory.
BasicType EnumOfSize(std::size_t size)
{
   switch (size) {
   case 1:
      return {"", 1, AppendNumber<signed char>};
   case 2:
      return {"", 2, AppendNumber<short>};
   case 8:
      return {"", 8, AppendNumber<Long64_t>};
   default:
      return {"", 4, AppendNumber<int>};
   }
}

std::size_t CountOf(const rootlet::DictionaryMember &member)
{
   std::size_t n = 1;
   for (Int_t i = 0; i < member.fArrayDim; ++i)
      n *= static_cast<std::size_t>(member.fMaxIndex[i]);
   return n;
}

/// How the values of a member are shown; fAppend is null where there is no way.
BasicType ShownAs(const rootlet::DictionaryMember &member)
{
   constexpr Int_t kEnum = 3; // the type code of int too, which has been found by its name before
   constexpr Int_t kEnumArray = 23;
   const std::string_view name = member.fTrueTypeName;
   if (const BasicType *basic = FindBasicType(name))
      return *basic;
   if (name == "char*" || name == "const char*")
      return {"", sizeof(char *), AppendCString};
   if (name.ends_with('*'))
      return {"", sizeof(void *), AppendAddress};
   if (name == "TString")
      return {"", sizeof(TString), AppendTString};
   if (name == "string")
      return {"", sizeof(std::string), AppendStdString};
   if (member.fElementType == kEnum || member.fElementType == kEnumArray)
      return EnumOfSize(member.fSize / CountOf(member));
   return {"", 0, nullptr};
}

void PrintMember(const TString &name, const TString &value, const char *title)
{
   Printf("%-30s%-20s%s%s", name.Data(), value.Data(), *title ? " " : "", title);
}

void DumpMembers(const TClass &cl, const void *object, const TString &prefix);

void DumpMember(const rootlet::DictionaryMember &member, const char *at, const TString &prefix)
{
   const TString name = prefix + member.fName;
   const std::size_t n = CountOf(member);
   const BasicType shown = ShownAs(member);
   TString value;
   if (!shown.fAppend) {
      const TClass *cl = n == 1 ? TClass::GetClass(member.fTrueTypeName, kTRUE, kTRUE) : nullptr;
      PrintMember(name, TString::Format("%s at %p", member.fTypeName, static_cast<const void *>(at)), member.fTitle);
      if (cl)
         DumpMembers(*cl, at, name + ".");
      return;
   }
   if (n > 1)
      value += '{';
   for (std::size_t i = 0; i < n && i < kMaxShown; ++i) {
      if (i)
         value += ", ";
      shown.fAppend(value, at + i * shown.fSize);
   }
   if (n > 1)
      value += n > kMaxShown ? ", ...}" : "}";
   PrintMember(name, value, member.fTitle);
}

void DumpMembers(const TClass &cl, const void *object, const TString &prefix)
{
   const rootlet::ClassDictionary *dictionary = cl.Dictionary();
   if (!dictionary)
      return;
   for (Int_t i = 0; i < dictionary->fNBases; ++i) {
      const rootlet::DictionaryBase &base = dictionary->fBases[i];
      if (const TClass *baseClass = base.fClass ? base.fClass() : nullptr)
         DumpMembers(*baseClass, base.fUpcast(const_cast<void *>(object)), prefix);
   }
   for (Int_t i = 0; i < dictionary->fNMembers; ++i)
      DumpMember(dictionary->fMembers[i], static_cast<const char *>(object) + dictionary->fMembers[i].fOffset, prefix);
}

} // namespace

void TObject::Dump() const
{
   Printf("==> Dumping object at: %p, name=%s, class=%s\n", static_cast<const void *>(this), GetName(), ClassName());
   DumpMembers(*IsA(), RootletAddress(), "");
}
