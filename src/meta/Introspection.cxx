// The lists of members and bases that a class gives out, and how they print; see TClass.h, TDataMember.h, TBaseClass.h.
// Invariant: a list is made once for a loaded dictionary and never destroyed, for nobody knows who still looks at it.
#include "MemberTypes.h"
#include "TClass.h"
#include "meta/ClassChanges.h"
#include "meta/ElementCodes.h"

#include <algorithm>
#include <cstdint>
#include <mutex>
#include <span>
#include <string>
#include <string_view>
#include <typeinfo>
#include <utility>

using rootlet::ClassDictionary;
using rootlet::DictionaryBase;
using rootlet::DictionaryMember;

namespace {

// Keeps what is out of use where a leak checker finds it.
void Retire(const void *list)
{
   static std::mutex mutex;
   static auto *retired = new std::vector<const void *>;
   const std::lock_guard lock(mutex);
   if (list)
      retired->push_back(list);
}

/// The list in `slot`, made by `make` if there is none.
template <class List, class F>
const List *Listed(std::atomic<const List *> &slot, F make)
{
   if (const List *made = slot.load(std::memory_order_acquire))
      return made;
   auto fresh = std::make_unique<const List>(make());
   const List *made = nullptr;
   return slot.compare_exchange_strong(made, fresh.get(), std::memory_order_acq_rel) ? fresh.release() : made;
}

using namespace rootlet::element;

/// Reading it leaves nothing of what it was.
bool IsSet(const DictionaryMember &member)
{
   const Int_t code =
      member.fArrayDim && member.fElementType < kStl ? member.fElementType - kArray : member.fElementType;
   if (BasicSize(code) || code == kTString || code == kTNamed)
      return true;
   if (code == kStl) // strings are such; not so pointers to containers
      return (BasicSize(member.fStlContent) || member.fStlContent == kStlString || member.fStlType == kStlString) &&
             !std::string_view(member.fTypeName).ends_with('*');
   if (code != kObject && code != kAny && code != kTObject)
      return false;
   const TClass *cl = TClass::GetClass(member.fTypeName, kTRUE, kTRUE);
   return cl && cl->IsSetByReading();
}

bool IsSet(const TClass &cl, const ClassDictionary &dictionary)
{
   const std::string_view name = dictionary.fName;
   if ((cl.HasCustomStreamer() && name != "TNamed") || (dictionary.fFlags & ClassDictionary::kUnnamedMembers))
      return false;
   for (const DictionaryBase &base : std::span(dictionary.fBases, static_cast<std::size_t>(dictionary.fNBases))) {
      const TClass *its = base.fClass ? base.fClass() : nullptr;
      if (!its || !its->IsSetByReading() || std::string_view(base.fName) == "TQObject") // that is never streamed
         return false;
   }
   if (dictionary.fVersion == 0)
      return dictionary.fNMembers == 0; // only its bases are streamed
   const std::span members(dictionary.fMembers, static_cast<std::size_t>(dictionary.fNMembers));
   return std::all_of(members.begin(), members.end(), [](const DictionaryMember &member) { return IsSet(member); });
}

template <class List>
const List *Empty()
{
   static const auto *empty = new List({});
   return empty;
}

} // namespace

void TClass::ForgetDescriptions()
{
   Retire(fStreamerInfo.exchange(nullptr, std::memory_order_acq_rel));
   Retire(fData.exchange(nullptr, std::memory_order_acq_rel));
   Retire(fBase.exchange(nullptr, std::memory_order_acq_rel));
}

Bool_t TClass::IsSetByReading() const
{
   // The answer depends on other classes too: it holds until any class comes or goes.
   const std::uint64_t now = 2 * rootlet::ClassChanges() + 2;
   const std::uint64_t known = fSetByReading.load(std::memory_order_acquire);
   if ((known & ~std::uint64_t(1)) == now)
      return (known & 1) != 0;
   const ClassDictionary *dictionary = Dictionary();
   if (!dictionary)
      return kFALSE;
   const Bool_t set = *dictionary->fTypeInfo == typeid(TObject) || IsSet(*this, *dictionary);
   fSetByReading.store(now | (set ? 1u : 0u), std::memory_order_release);
   return set;
}

const TListOfDataMembers *TClass::GetListOfDataMembers(Bool_t) const
{
   const ClassDictionary *dictionary = Dictionary();
   if (!dictionary)
      return Empty<TListOfDataMembers>();
   return Listed(fData, [&] {
      std::vector<std::unique_ptr<TDataMember>> members;
      for (Int_t i = 0; i < dictionary->fNMembers; ++i)
         members.push_back(std::make_unique<TDataMember>(dictionary->fMembers[i], const_cast<TClass *>(this)));
      return TListOfDataMembers(std::move(members));
   });
}

const TListOfBases *TClass::GetListOfBases() const
{
   const ClassDictionary *dictionary = Dictionary();
   if (!dictionary)
      return Empty<TListOfBases>();
   return Listed(fBase, [&] {
      std::vector<std::unique_ptr<TBaseClass>> bases;
      for (Int_t i = 0; i < dictionary->fNBases; ++i)
         bases.push_back(std::make_unique<TBaseClass>(dictionary->fBases[i], dictionary->fAlign));
      return TListOfBases(std::move(bases));
   });
}

Long_t TClass::Property() const
{
   Long_t bits = kIsClass;
   if (IsLoaded())
      bits |= kIsCompiled;
   if (IsAbstract())
      bits |= kIsAbstract;
   return bits;
}

namespace {

/// The offset of `name`; -1 if there is none, or none that is the same in every object.
Long_t OffsetOf(const TClass &cl, std::string_view name)
{
   const std::string first(name.substr(0, name.find('.')));
   if (const TDataMember *member = cl.GetDataMember(first.c_str())) {
      if (first.size() == name.size())
         return member->GetOffset();
      const TClass *inner = member->IsaPointer() ? nullptr : TClass::GetClass(member->GetTrueTypeName(), kTRUE, kTRUE);
      const Long_t offset = inner ? OffsetOf(*inner, name.substr(first.size() + 1)) : -1;
      return offset < 0 ? -1 : member->GetOffset() + offset;
   }
   for (const TBaseClass *base : *cl.GetListOfBases()) {
      const TClass *baseClass = base->GetDelta() < 0 ? nullptr : base->GetClassPointer();
      const Long_t offset = baseClass ? OffsetOf(*baseClass, name) : -1;
      if (offset >= 0)
         return base->GetDelta() + offset;
   }
   return -1;
}

} // namespace

Long_t TClass::GetDataMemberOffset(const char *name) const
{
   const Long_t offset = name ? OffsetOf(*this, name) : -1;
   return offset < 0 ? 0 : offset;
}

void TClass::Print(Option_t *) const
{
   Printf("OBJ: TClass\t%s\t%s : version %d, checksum %#x, %d bytes", GetName(), GetTitle(), GetClassVersion(),
          GetCheckSum(), Size());
   GetListOfBases()->ls();
   GetListOfDataMembers()->ls();
}

void TClass::ls(Option_t *option) const
{
   Print(option);
}

// --- one member ------------------------------------------------------------------------------------------------------------

TDataMember::TDataMember(const DictionaryMember &member, TClass *cl)
   : TDictionary(member.fName, member.fTitle), fClass(cl), fTypeName(member.fTypeName), fFullTypeName(member.fTypeName),
     fTrueTypeName(member.fTrueTypeName), fArrayIndex(member.fCountName), fOffset(static_cast<Long_t>(member.fOffset)),
     fUnitSize(static_cast<Int_t>(member.fSize)), fArrayDim(member.fArrayDim), fMaxIndex{},
     fStlType(rootlet::IsStreamed(member) ? member.fStlType : kTransient), fProperty(0)
{
   for (Int_t i = 0; i < fArrayDim; ++i)
      fMaxIndex[i] = member.fMaxIndex[i];
   if (const std::size_t n = rootlet::FixedLength(member); n > 1 && !fArrayIndex.Length())
      fUnitSize /= static_cast<Int_t>(n);
   const Bool_t pointer = fTrueTypeName.EndsWith("*") || rootlet::IsObjectPointer(member);
   while (fTypeName.EndsWith("*"))
      fTypeName.Remove(fTypeName.Length() - 1);
   if (fTypeName.BeginsWith("const "))
      fTypeName.Remove(0, 6);

   const auto set = [this](Bool_t given, EProperty property) {
      if (given)
         fProperty |= property;
   };
   const Bool_t isPrivate = (member.fFlags & DictionaryMember::kIsPrivate) != 0;
   const Bool_t isProtected = (member.fFlags & DictionaryMember::kIsProtected) != 0;
   const Bool_t isEnum = (member.fFlags & DictionaryMember::kPersistentEnum) != 0;
   std::string_view bare(fTrueTypeName.Data(), static_cast<std::size_t>(fTrueTypeName.Length()));
   while (bare.ends_with('*'))
      bare.remove_suffix(1);
   set(isPrivate, kIsPrivate);
   set(isProtected, kIsProtected);
   set(!isPrivate && !isProtected, kIsPublic);
   set(isEnum, kIsEnum);
   set(!isEnum && rootlet::IsBasicType(bare), kIsFundamental);
   set(pointer, kIsPointer);
   set(fArrayDim > 0, kIsArray);
   set((member.fFlags & DictionaryMember::kIsConst) != 0, kIsConstant);
}

Int_t TDataMember::IsSTLContainer() const
{
   constexpr Int_t kString = 365;     // std::string is listed among the containers in a stream
   constexpr Int_t kPointerToIt = 40; // added to the type of the container
   if (fStlType <= 0 || fStlType == kString)
      return 0;
   return fStlType > kPointerToIt ? fStlType - kPointerToIt : fStlType;
}

void TDataMember::ls(Option_t *) const
{
   TString dimensions;
   for (Int_t i = 0; i < fArrayDim; ++i)
      dimensions += TString::Format("[%d]", fMaxIndex[i]);
   Printf("  %6ld %-24s %s%s%s%s", fOffset, fFullTypeName.Data(), GetName(), dimensions.Data(),
          *GetTitle() ? "  //" : "", GetTitle());
}

// --- one base --------------------------------------------------------------------------------------------------------------

TBaseClass::TBaseClass(const DictionaryBase &base, std::size_t align)
   : TDictionary(base.fName, base.fTitle), fDelta(-1), fVersion(base.fVersion), fProperty(kIsClass)
{
   const Bool_t isPrivate = (base.fFlags & DictionaryBase::kIsPrivate) != 0;
   const Bool_t isProtected = (base.fFlags & DictionaryBase::kIsProtected) != 0;
   fProperty |= isPrivate ? kIsPrivate : isProtected ? kIsProtected : kIsPublic;
   if (base.fFlags & DictionaryBase::kVirtual) {
      fProperty |= kIsVirtualBase;
      return;
   }
   // A base that is not virtual lies at the same place in every object: any address tells it, for nothing is read there.
   const std::uintptr_t object = align * 64;
   fDelta =
      static_cast<Long_t>(reinterpret_cast<std::uintptr_t>(base.fUpcast(reinterpret_cast<void *>(object))) - object);
}

TClass *TBaseClass::GetClassPointer(Bool_t) const
{
   return TClass::GetClass(GetName(), kTRUE, kTRUE);
}

void TBaseClass::ls(Option_t *) const
{
   const char *access = fProperty & kIsPrivate ? "private" : fProperty & kIsProtected ? "protected" : "public";
   if (fDelta < 0)
      Printf("       - %-24s %s virtual base, version %d", GetName(), access, fVersion);
   else
      Printf("  %6ld %-24s %s base, version %d", fDelta, GetName(), access, fVersion);
}
