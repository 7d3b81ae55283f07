// TStreamerInfo and its elements: built from a dictionary, listed. Their bytes are in src/io/StreamerInfoStreamer.cxx.
#include "TStreamerInfo.h"

#include "TClass.h"
#include "meta/StreamerElements.h"
#include "meta/TypeSpec.h"

using rootlet::DictionaryMember;

namespace {

// Element types of docs/wire-format.md, "TStreamerInfo".
enum EElementType {
   kArray = 20,   // added to a basic type: a fixed array
   kCounted = 40, // added to a basic type: a counted array
   kEndOfBasic = 60,
   kObject = 61,
   kAny = 62,
   kObjectp = 63,
   kObjectP = 64,
   kTString = 65,
   kTObject = 66,
   kTNamed = 67,
   kAnyp = 68,
   kAnyP = 69,
   kObjectArray = 81,
   kAnyArray = 82,
   kTStringArray = 85,
   kTNamedArray = 87,
   kSTL = 500,
   kSTLstring = 365,
   kStreamLoop = 501
};

// ROOT sets this bit in every record that it writes.
constexpr UInt_t kRecordBit = 1u << 16;

// TStreamerSTL::fCtype: what the elements of a container are. A name that is no class is an enumeration, for elements of a
// class without dictionary could not be streamed.
Int_t ContentOf(const rootlet::TypeSpec &container)
{
   using rootlet::TypeSpec;
   constexpr Int_t kInt = 3, kBool = 18, kBoolInVector = 21;
   if (container.fKind == TypeSpec::kBitset)
      return kBool;
   const TypeSpec &element = container.fArgs[0];
   if (!container.IsMap() && element.fKind == TypeSpec::kBasic)
      return element.fCode == kBool && container.fName.starts_with("vector<") ? kBoolInVector : element.fCode;
   if (!container.IsMap() && element.fKind == TypeSpec::kPointer)
      return kObjectp;
   const bool isEnum = !container.IsMap() && element.fKind == TypeSpec::kClass && !element.fName.ends_with('>') &&
                       !TClass::GetClass(element.fName.c_str(), kTRUE, kTRUE);
   return isEnum ? kInt : kObject;
}

std::unique_ptr<TStreamerElement> MakeBase(const rootlet::DictionaryBase &base)
{
   const rootlet::TypeSpec container = base.fClass ? rootlet::TypeSpec() : rootlet::ParseType(base.fName);
   if (container.fCode)
      return std::make_unique<TStreamerSTL>(base.fName, base.fTitle, kSTL, 0, base.fName, container.fCode,
                                            ContentOf(container));
   const std::string_view name(base.fName);
   const Int_t type = name == "TObject" ? kTObject : name == "TNamed" ? kTNamed : 0;
   return std::make_unique<TStreamerBase>(base.fName, base.fTitle, type, base.fVersion, base.fCheckSum);
}

template <class Element>
std::unique_ptr<TStreamerElement> Make(const DictionaryMember &m)
{
   return std::make_unique<Element>(m.fName, m.fTitle, m.fElementType, static_cast<Int_t>(m.fSize), m.fTypeName);
}

std::unique_ptr<TStreamerElement> MakeByType(const DictionaryMember &m)
{
   const auto size = static_cast<Int_t>(m.fSize);
   switch (m.fElementType) {
   case kObject:
   case kTObject:
   case kTNamed:
   case kObjectArray:
   case kTStringArray + 1:
   case kTNamedArray:
      return Make<TStreamerObject>(m);
   case kAny:
   case kAnyArray:
      return Make<TStreamerObjectAny>(m);
   case kObjectp:
   case kObjectP:
      return Make<TStreamerObjectPointer>(m);
   case kAnyp:
   case kAnyP:
      return Make<TStreamerObjectAnyPointer>(m);
   case kTString:
   case kTStringArray:
      return Make<TStreamerString>(m);
   case kStreamLoop:
      return std::make_unique<TStreamerLoop>(m.fName, m.fTitle, size, m.fTypeName, m.fCountName, m.fCountClass,
                                             m.fCountVersion);
   case kSTL:
      if (m.fStlType == kSTLstring)
         return std::make_unique<TStreamerSTLstring>(m.fName, m.fTitle, m.fElementType, size, m.fTypeName, m.fStlType,
                                                     m.fStlContent);
      return std::make_unique<TStreamerSTL>(m.fName, m.fTitle, m.fElementType, size, m.fTypeName, m.fStlType,
                                            m.fStlContent);
   default:
      break;
   }
   if (m.fElementType > kCounted && m.fElementType < kEndOfBasic)
      return std::make_unique<TStreamerBasicPointer>(m.fName, m.fTitle, m.fElementType, size, m.fTypeName, m.fCountName,
                                                     m.fCountClass, m.fCountVersion);
   return Make<TStreamerBasicType>(m);
}

} // namespace

std::unique_ptr<TStreamerElement> rootlet::MakeStreamerElement(const DictionaryMember &m)
{
   auto element = MakeByType(m);
   element->SetArrayDim(m.fArrayDim);
   for (Int_t dim = 0; dim < m.fArrayDim; ++dim)
      element->SetMaxIndex(dim, m.fMaxIndex[dim]);
   if (m.fFlags & DictionaryMember::kPacked)
      element->SetBit(TStreamerElement::kHasRange);
   return element;
}

bool rootlet::IsContainerBase(const TStreamerElement &element)
{
   return dynamic_cast<const TStreamerSTL *>(&element) && std::string_view(element.GetName()) == element.GetTypeName();
}

TStreamerInfo::TStreamerInfo() {}

TStreamerInfo::~TStreamerInfo() {}

TStreamerInfo::TStreamerInfo(const char *name, Int_t version, UInt_t checksum)
   : TNamed(name, ""), fCheckSum(checksum), fClassVersion(version)
{
}

TStreamerInfo::TStreamerInfo(const TClass *cl) : TNamed(cl->GetName(), "")
{
   const rootlet::ClassDictionary &dictionary = cl->RequireDictionary();
   SetBit(kRecordBit);
   fCheckSum = dictionary.fCheckSum;
   fClassVersion = dictionary.fVersion;
   for (Int_t i = 0; i < dictionary.fNBases; ++i)
      fElements.push_back(MakeBase(dictionary.fBases[i]));
   if (fClassVersion == 0)
      return; // the record of a ClassDef(X,0) lists the bases only
   for (Int_t i = 0; i < dictionary.fNMembers; ++i)
      if (dictionary.fMembers[i].fElementType != DictionaryMember::kTransient)
         fElements.push_back(rootlet::MakeStreamerElement(dictionary.fMembers[i]));
}

TStreamerElement *TStreamerInfo::GetElement(const char *name) const
{
   for (const auto &element : fElements)
      if (element && std::string_view(element->GetName()) == name)
         return element.get();
   return nullptr;
}

void TStreamerInfo::ls(Option_t *option) const
{
   Printf("StreamerInfo for class: %s, version=%d, checksum=0x%x", GetName(), fClassVersion, fCheckSum);
   for (const auto &element : fElements)
      if (element)
         element->ls(option);
}

TStreamerElement::TStreamerElement(const char *name, const char *title, Int_t type, Int_t size, const char *typeName)
   : TNamed(name, title), fType(type), fSize(size), fTypeName(typeName)
{
}

void TStreamerElement::SetMaxIndex(Int_t dim, Int_t max)
{
   if (dim < 0 || dim >= 5)
      return;
   fMaxIndex[dim] = max;
   fArrayLength = fArrayLength ? fArrayLength * max : max;
}

void TStreamerElement::ls(Option_t *) const
{
   TString type(fTypeName);
   for (Int_t dim = 0; dim < GetArrayDim(); ++dim)
      type += TString::Format("[%d]", fMaxIndex[dim]);
   Printf("  %-20s %-20s type=%3d, size=%5d, %s", type.Data(), GetName(), fType, fSize, GetTitle());
}

TStreamerBase::TStreamerBase(const char *name, const char *title, Int_t type, Int_t baseVersion, UInt_t baseCheckSum)
   : TStreamerElement(name, title, type, 0, "BASE"), fBaseVersion(baseVersion)
{
   fMaxIndex[1] = static_cast<Int_t>(baseCheckSum);
}

TStreamerBasicPointer::TStreamerBasicPointer(const char *name, const char *title, Int_t type, Int_t size,
                                             const char *typeName, const char *countName, const char *countClass,
                                             Int_t countVersion)
   : TStreamerElement(name, title, type, size, typeName), fCountVersion(countVersion), fCountName(countName),
     fCountClass(countClass)
{
}

TStreamerLoop::TStreamerLoop(const char *name, const char *title, Int_t size, const char *typeName,
                             const char *countName, const char *countClass, Int_t countVersion)
   : TStreamerElement(name, title, kStreamLoop, size, typeName), fCountVersion(countVersion), fCountName(countName),
     fCountClass(countClass)
{
}

TStreamerSTL::TStreamerSTL(const char *name, const char *title, Int_t type, Int_t size, const char *typeName,
                           Int_t stlType, Int_t contentType)
   : TStreamerElement(name, title, type, size, typeName), fSTLtype(stlType), fCtype(contentType)
{
}
