// What the layouts say of classes, members and elements. See EmulatedLayouts.h.
#include "io/EmulatedLayouts.h"

#include "TClass.h"
#include "io/EmulatedCustom.h"
#include "meta/ClassName.h"

namespace rootlet {

bool HasShape(const TStreamerElement &element, std::size_t n)
{
   constexpr Int_t kMostDimensions = 5;
   if (element.GetArrayDim() > kMostDimensions)
      return false;
   std::size_t product = 1;
   for (Int_t i = 0; i < element.GetArrayDim(); ++i) {
      const Int_t length = element.GetMaxIndex(i);
      if (length <= 0 || product > n)
         return false;
      product *= static_cast<std::size_t>(length);
   }
   return product == n;
}

const TStreamerInfo *EmulatedLayouts::InfoOf(const std::string &className, const WireHeader &header)
{
   const Schema &schema = *fDocument.fSchema;
   const Int_t version = header.fVersion & 0x3fff;
   if (header.fCheckSum) {
      if (const TStreamerInfo *info = schema.FindByCheckSum(className, *header.fCheckSum))
         return info;
      if (const TStreamerInfo *pair = PairInfo(className))
         return pair;
   } else if (const TStreamerInfo *info = schema.Find(className, version)) {
      return info;
   }
   // The record of a file leaves out what every ROOT has, above all the classes of the record itself.
   const TClass *cl = TClass::GetClass(className.c_str(), kTRUE, kTRUE);
   if (cl && cl->IsLoaded()) {
      const bool fits = header.fCheckSum ? cl->GetCheckSum() == *header.fCheckSum : cl->GetClassVersion() == version;
      const bool described = cl->InheritsFrom("TStreamerElement"); // older versions of most have the same members
      if (described && !fits)
         if (const TStreamerInfo *info = OldElementInfo(className, version))
            return info;
      if (described || (fits && !cl->HasCustomStreamer()))
         return cl->GetStreamerInfo();
   }
   return nullptr;
}

// The layouts of the elements of a StreamerInfo in versions of their own; null where they are as today's.
const TStreamerInfo *EmulatedLayouts::OldElementInfo(const std::string &className, Int_t version)
{
   const bool base = className == "TStreamerBase" && version <= 2;
   if (!base && !(className == "TStreamerElement" && (version == 1 || version == 3)))
      return nullptr;
   const auto [known, isNew] = fOldElements.try_emplace({className, version}, nullptr);
   if (!isNew)
      return known->second;
   TStreamerInfo &info = fDocument.fMade.emplace_back(className.c_str(), version, 0);
   known->second = &info;
   if (base) { // without fBaseVersion
      info.Add(std::make_unique<TStreamerBase>("TStreamerElement", "", element_type::kBase, 0, 0));
      return &info;
   }
   const auto number = [&](const char *name, Int_t code) {
      info.Add(std::make_unique<TStreamerBasicType>(name, "", code, 4, code == 8 ? "double" : "int"));
   };
   info.Add(std::make_unique<TStreamerBase>("TNamed", "", element_type::kTNamed, 0, 1));
   for (const char *name : {"fType", "fSize", "fArrayLength", "fArrayDim"})
      number(name, 3);
   if (version == 1)
      number("@indices", 3); // how many: always five
   auto indices = std::make_unique<TStreamerBasicType>("fMaxIndex", "", element_type::kArray + 3, 4, "int");
   indices->SetArrayDim(1);
   indices->SetMaxIndex(0, 5);
   info.Add(std::move(indices));
   info.Add(std::make_unique<TStreamerString>("fTypeName", "", element_type::kTString, 0, "TString"));
   if (version == 3) // what the title says of a packed value, worked out
      for (const char *name : {"@xmin", "@xmax", "@factor"})
         number(name, 8);
   return &info;
}

const TStreamerInfo *EmulatedLayouts::BaseInfo(const TStreamerBase &base)
{
   const std::string name = NormalizedClassName(base.GetName());
   WireHeader header;
   header.fVersion = static_cast<Version_t>(base.GetBaseVersion());
   if (base.GetBaseVersion() < 0)
      header.fCheckSum = base.GetBaseCheckSum();
   if (const TStreamerInfo *info = InfoOf(name, header))
      return info;
   return fDocument.fSchema->Latest(name);
}

// The element of a member of that type, as a dictionary would describe it.
std::unique_ptr<TStreamerElement> EmulatedLayouts::MemberOfType(const char *name, const std::string &typeName) const
{
   const TypeSpec type = ParseType(typeName);
   const char *text = typeName.c_str();
   switch (type.fKind) {
   case TypeSpec::kBasic:
      return std::make_unique<TStreamerBasicType>(name, "", type.fCode, 0, text);
   case TypeSpec::kString:
      return std::make_unique<TStreamerSTLstring>(name, "", 500, 0, text, 365, 365);
   case TypeSpec::kTString:
      return std::make_unique<TStreamerString>(name, "", 65, 0, text);
   case TypeSpec::kPointer:
      return std::make_unique<TStreamerObjectAnyPointer>(name, "", 69, 0, text);
   case TypeSpec::kContainer:
   case TypeSpec::kBitset:
      return std::make_unique<TStreamerSTL>(name, "", 500, 0, text, 0, 0);
   case TypeSpec::kClass:
      break;
   }
   if (IsUnknown(type)) // an enumeration
      return std::make_unique<TStreamerBasicType>(name, "", 3, 0, text);
   return std::make_unique<TStreamerObjectAny>(name, "", 62, 0, text);
}

const TStreamerInfo *EmulatedLayouts::PairInfo(const std::string &className)
{
   const auto arguments = PairArguments(className);
   if (!arguments)
      return nullptr;
   if (const auto found = fPairs.find(className); found != fPairs.end())
      return found->second;
   TStreamerInfo &info = fDocument.fMade.emplace_back(className.c_str(), 0, 0);
   info.Add(MemberOfType("first", arguments->first));
   info.Add(MemberOfType("second", arguments->second));
   const TStreamerInfo *made = &info;
   fPairs.emplace(className, made);
   return made;
}

// --- types of members and elements ------------------------------------------------------------------------------------

// The type of a container member. What its elements are is in the name, but for enumerations and typedefs of the user's
// own, which only fCtype tells.
const TypeSpec &EmulatedLayouts::TypeOf(const TStreamerElement &element)
{
   return ContainerTypeOf(element).fType;
}

Bool_t EmulatedLayouts::IsGuessed(const TStreamerElement &element)
{
   return ContainerTypeOf(element).fGuessed;
}

EmulatedLayouts::ContainerType &EmulatedLayouts::ContainerTypeOf(const TStreamerElement &element)
{
   const auto [found, isNew] = fTypes.try_emplace(&element);
   TypeSpec &type = found->second.fType;
   if (isNew) {
      type = ParseType(element.GetTypeName());
      if (type.fKind == TypeSpec::kPointer)
         type = TypeSpec(type.fArgs[0]); // a pointer to a container streams like the container
      const auto *stl = dynamic_cast<const TStreamerSTL *>(&element);
      if (stl && type.fArgs.size() == 1 && stl->GetCtype() > 0 && stl->GetCtype() < 20 && IsUnknown(type.fArgs[0])) {
         type.fArgs[0].fKind = TypeSpec::kBasic;
         type.fArgs[0].fCode = stl->GetCtype();
      } else {
         found->second.fGuessed = EnumerationsResolved(type);
      }
   }
   return found->second;
}

// A typedef in a container of containers is told by the members that hold it in a plain container. 0: nobody tells.
Int_t EmulatedLayouts::TypedefCode(const std::string &name)
{
   if (!fTypedefs) {
      fTypedefs.emplace();
      for (const auto &info : fDocument.fSchema->All())
         for (const auto &element : info->GetElements()) {
            const auto *stl = dynamic_cast<const TStreamerSTL *>(element.get());
            if (!stl || stl->GetCtype() <= 0 || stl->GetCtype() >= 20)
               continue;
            const TypeSpec type = ParseType(stl->GetTypeName());
            if (type.fArgs.size() == 1 && type.fArgs[0].fKind == TypeSpec::kClass)
               fTypedefs->emplace(type.fArgs[0].fName, stl->GetCtype());
         }
   }
   const auto found = fTypedefs->find(name);
   return found == fTypedefs->end() ? 0 : found->second;
}

Bool_t EmulatedLayouts::IsUnknown(const TypeSpec &type) const
{
   return type.fKind == TypeSpec::kClass && !fDocument.fSchema->Knows(type.fName) && !PairArguments(type.fName) &&
          !HasCustomLayout(type.fName) && !TClass::GetClass(type.fName.c_str(), kTRUE, kTRUE);
}

// A class that nobody describes, by value in a container: an enumeration, for a class would be in the record.
Bool_t EmulatedLayouts::EnumerationsResolved(TypeSpec &type)
{
   if (type.fKind == TypeSpec::kPointer)
      return kFALSE;
   Bool_t guessed = kFALSE;
   for (TypeSpec &argument : type.fArgs)
      guessed = EnumerationsResolved(argument) || guessed;
   for (TypeSpec &argument : type.fArgs)
      if (IsUnknown(argument)) {
         const Int_t code = TypedefCode(argument.fName);
         argument.fKind = TypeSpec::kBasic;
         argument.fCode = code ? code : 3;
         guessed = guessed || !code;
      }
   return guessed;
}

NumberType EmulatedLayouts::NumberTypeOf(Int_t code)
{
   NumberType type{code, nullptr};
   if (code == 9 || code == 19) { // annotations do not apply in containers
      static const Packing kFloat = Packing::Float();
      static const Packing kFloat16 = Packing::Mantissa(12);
      type.fPacking = code == 9 ? &kFloat : &kFloat16;
   }
   return type;
}

NumberType EmulatedLayouts::NumberTypeOf(const TStreamerElement &element)
{
   const auto [found, isNew] = fNumberTypes.try_emplace(&element);
   NumberType &type = found->second;
   if (isNew) {
      type.fCode = element.GetType() % 20;
      if (type.fCode == 9 || type.fCode == 19)
         type.fPacking = &fDocument.fPackings.emplace_back(Packing::FromTitle(type.fCode, element.GetTitle()));
      if (type.fCode == 11 && NormalizedClassName(element.GetTypeName()) == "bool")
         type.fCode = 18; // as ROOT 3 and 4 wrote it
   }
   return type;
}

std::string EmulatedLayouts::ClassOf(const TStreamerElement &element)
{
   std::string name = NormalizedClassName(element.GetTypeName());
   while (name.ends_with('*') || name.ends_with(' '))
      name.pop_back();
   if (name.starts_with("const "))
      name.erase(0, 6);
   return name;
}

std::string EmulatedLayouts::PairName(const TypeSpec &map)
{
   const std::string &last = map.fArgs[1].fName;
   return "pair<" + map.fArgs[0].fName + "," + last + (last.ends_with('>') ? " >" : ">");
}

// As readers of JSON expect: with all arguments of the map as they are spelled, its comparison too.
std::string EmulatedLayouts::SpelledPairName(const TypeSpec &map)
{
   return "pair" + map.fSpelled.substr(map.fSpelled.find('<'));
}

} // namespace rootlet
