// TClass and the registry: one TClass per class name for the life of the program, dictionaries come and go with their
// libraries. Invariant: the registry's maps are read and written under its mutex; a TClass itself is read without it.
#include "TClass.h"

#include "RootletError.h"
#include "TBuffer.h"
#include "TError.h"
#include "TStreamerInfo.h"
#include "io/ReadRules.h"
#include "meta/ClassChanges.h"
#include "meta/ClassName.h"
#include "meta/KnownLayouts.h"

#include <algorithm>
#include <map>
#include <mutex>
#include <shared_mutex>
#include <typeindex>
#include <unordered_map>

using rootlet::ClassDictionary;

namespace {

struct Entry {
   TClass *fClass = nullptr;
   std::vector<const ClassDictionary *> fDictionaries; // of all libraries that have one; the first is in use
};

struct Registry {
   std::shared_mutex fMutex;
   std::map<std::string, Entry, std::less<>> fByName;
   std::unordered_map<std::type_index, TClass *> fByType;
   std::atomic<std::uint64_t> fChanges{0}; // of dictionaries
};

// Never destroyed: libraries unregister their classes while the program ends.
Registry &TheRegistry()
{
   static auto *registry = new Registry;
   return *registry;
}

} // namespace

// --- registration -------------------------------------------------------------------------------------------------

namespace rootlet {

ClassRegistration::ClassRegistration(const ClassDictionary &dictionary) : fDictionary(dictionary)
{
   Registry &registry = TheRegistry();
   const ClassDictionary *other = nullptr;
   {
      const std::unique_lock lock(registry.fMutex);
      Entry &entry = registry.fByName[dictionary.fName];
      if (!entry.fClass)
         entry.fClass = new TClass(dictionary.fName);
      fClass = entry.fClass;
      if (dictionary.fFormat == kDictionaryFormat) {
         entry.fDictionaries.push_back(&dictionary);
         other = entry.fDictionaries.front();
         if (entry.fDictionaries.size() == 1)
            fClass->ForgetDescriptions(); // of an earlier load
         fClass->fDictionary.store(other, std::memory_order_release);
         registry.fChanges.fetch_add(1, std::memory_order_acq_rel);
         registry.fByType.insert_or_assign(std::type_index(*dictionary.fTypeInfo), fClass);
      }
   }
   if (dictionary.fFormat == kDictionaryFormat)
      EnterRules(dictionary, fClass);
   if (dictionary.fFormat != kDictionaryFormat)
      ::Error("TClass",
              "the dictionary of %s has format %u, this library reads format %u: generate it again with the "
              "dictgen that belongs to this library",
              dictionary.fName, dictionary.fFormat, kDictionaryFormat);
   else if (other != &dictionary &&
            (other->fCheckSum != dictionary.fCheckSum || other->fVersion != dictionary.fVersion))
      ::Error("TClass",
              "two libraries have different dictionaries of %s (version %d and %d): the one loaded first is used",
              dictionary.fName, other->fVersion, dictionary.fVersion);
}

ClassRegistration::~ClassRegistration()
{
   if (fDictionary.fFormat != kDictionaryFormat)
      return; // it was refused, and its other fields may lie elsewhere
   RemoveRules(fDictionary, fClass);
   Registry &registry = TheRegistry();
   const std::unique_lock lock(registry.fMutex);
   Entry &entry = registry.fByName.find(fDictionary.fName)->second;
   std::erase(entry.fDictionaries, &fDictionary);
   // The type_info goes with the library: no key may refer to it any longer.
   registry.fByType.erase(std::type_index(*fDictionary.fTypeInfo));
   const ClassDictionary *next = entry.fDictionaries.empty() ? nullptr : entry.fDictionaries.front();
   fClass->ForgetDescriptions();
   if (next)
      registry.fByType.insert_or_assign(std::type_index(*next->fTypeInfo), fClass);
   fClass->fDictionary.store(next, std::memory_order_release);
   registry.fChanges.fetch_add(1, std::memory_order_acq_rel);
}

std::uint64_t ClassChanges()
{
   return TheRegistry().fChanges.load(std::memory_order_acquire);
}

TClass *FindClass(const std::type_info &type)
{
   return TClass::GetClass(type);
}

} // namespace rootlet

TClass::TClass(const char *name) : TDictionary(name, "") {}

TClass *TClass::GetClass(const char *name, Bool_t, Bool_t silent)
{
   Registry &registry = TheRegistry();
   auto find = [&registry](std::string_view key) -> TClass * {
      const auto found = registry.fByName.find(key);
      return found == registry.fByName.end() || !found->second.fClass->IsLoaded() ? nullptr : found->second.fClass;
   };
   if (!name || !*name)
      return nullptr;
   {
      const std::shared_lock lock(registry.fMutex);
      if (TClass *cl = find(name))
         return cl;
      if (TClass *cl = find(rootlet::NormalizedClassName(name)))
         return cl;
   }
   if (!silent)
      ::Warning("TClass::GetClass", "class %s has no dictionary in this program: load the library that holds it", name);
   return nullptr;
}

TClass *TClass::GetClass(const std::type_info &type)
{
   Registry &registry = TheRegistry();
   const std::shared_lock lock(registry.fMutex);
   const auto found = registry.fByType.find(std::type_index(type));
   return found == registry.fByType.end() ? nullptr : found->second;
}

TClass *TClass::Declare(const char *name)
{
   const std::string normalized = rootlet::NormalizedClassName(name);
   Registry &registry = TheRegistry();
   const std::unique_lock lock(registry.fMutex);
   Entry &entry = registry.fByName[normalized];
   if (!entry.fClass)
      entry.fClass = new TClass(normalized.c_str());
   return entry.fClass;
}

std::vector<TClass *> TClass::GetListOfClasses()
{
   Registry &registry = TheRegistry();
   const std::shared_lock lock(registry.fMutex);
   std::vector<TClass *> classes;
   for (const auto &[name, entry] : registry.fByName)
      if (entry.fClass->IsLoaded())
         classes.push_back(entry.fClass);
   return classes;
}

// --- facts -------------------------------------------------------------------------------------------------------------

void TClass::ThrowUnloaded() const
{
   throw rootlet::Error(std::string("class ") + GetName() +
                        " has no dictionary any more: the library that held it was unloaded");
}

namespace {

// A fact of the dictionary, or `otherwise` when there is none.
template <class T>
T Fact(const TClass &cl, T ClassDictionary::*member, T otherwise)
{
   const ClassDictionary *dictionary = cl.Dictionary();
   return dictionary ? dictionary->*member : otherwise;
}

bool HasFlag(const TClass &cl, UInt_t flag)
{
   return (Fact(cl, &ClassDictionary::fFlags, 0u) & flag) != 0;
}

} // namespace

Version_t TClass::GetClassVersion() const
{
   return Fact(*this, &ClassDictionary::fVersion, Version_t(0));
}

UInt_t TClass::GetCheckSum() const
{
   return Fact(*this, &ClassDictionary::fCheckSum, 0u);
}

Int_t TClass::Size() const
{
   return static_cast<Int_t>(Fact(*this, &ClassDictionary::fSize, std::size_t(0)));
}

const char *TClass::GetTitle() const
{
   return Fact(*this, &ClassDictionary::fTitle, "");
}

const char *TClass::GetDeclFileName() const
{
   return Fact(*this, &ClassDictionary::fDeclFile, "");
}

Int_t TClass::GetDeclFileLine() const
{
   return Fact(*this, &ClassDictionary::fDeclLine, 0);
}

const std::type_info *TClass::GetTypeInfo() const
{
   const ClassDictionary *dictionary = Dictionary();
   return dictionary ? dictionary->fTypeInfo : nullptr;
}

Bool_t TClass::IsForeign() const
{
   return HasFlag(*this, ClassDictionary::kForeign);
}

Bool_t TClass::IsTObject() const
{
   return HasFlag(*this, ClassDictionary::kIsTObject);
}

Bool_t TClass::IsAbstract() const
{
   return HasFlag(*this, ClassDictionary::kAbstract);
}

Bool_t TClass::HasCustomStreamer() const
{
   return HasFlag(*this, ClassDictionary::kCustomStreamer);
}

Bool_t TClass::HasDefaultConstructor() const
{
   const ClassDictionary *dictionary = Dictionary();
   return dictionary && dictionary->fNew;
}

TStreamerInfo *TClass::GetStreamerInfo() const
{
   if (TStreamerInfo *made = fStreamerInfo.load(std::memory_order_acquire))
      return made;
   if (!IsLoaded())
      return nullptr;
   auto fresh = std::make_unique<TStreamerInfo>(this);
   TStreamerInfo *made = nullptr;
   if (fStreamerInfo.compare_exchange_strong(made, fresh.get(), std::memory_order_acq_rel))
      return fresh.release();
   return made; // another thread was faster
}

TStreamerInfo *TClass::GetStreamerInfo(Int_t version, Bool_t silent) const
{
   TStreamerInfo *current = GetStreamerInfo();
   if (version == 0 || (current && current->GetClassVersion() == version))
      return current;
   TStreamerInfo *known = rootlet::KnownLayout(GetName(), version);
   if (!known && !silent)
      ::Error("TClass::GetStreamerInfo",
              "version %d of class %s is not known: this program has version %d, and no layouts that were read have "
              "that one; those of a map are read by its first Get() and by GetSchema()",
              version, GetName(), GetClassVersion());
   return known;
}

std::vector<TStreamerInfo *> TClass::GetStreamerInfos() const
{
   std::vector<TStreamerInfo *> infos = rootlet::KnownLayouts(GetName());
   if (TStreamerInfo *current = GetStreamerInfo()) {
      std::erase_if(infos, [current](const TStreamerInfo *info) {
         return info->GetClassVersion() == current->GetClassVersion() && info->GetCheckSum() == current->GetCheckSum();
      });
      infos.insert(infos.begin(), current);
   }
   std::ranges::stable_sort(infos, {}, &TStreamerInfo::GetClassVersion);
   return infos;
}

std::span<const rootlet::ReadRule> TClass::GetSchemaRules() const
{
   const ClassDictionary *dictionary = Dictionary();
   if (!dictionary || dictionary->fNRules == 0)
      return {};
   return {dictionary->fRules, static_cast<std::size_t>(dictionary->fNRules)};
}

// --- bases and members ------------------------------------------------------------------------------------------------------

namespace {

std::pair<const rootlet::DictionaryBase *, const rootlet::DictionaryBase *> Bases(const ClassDictionary *dictionary)
{
   if (!dictionary || dictionary->fNBases == 0)
      return {nullptr, nullptr};
   return {dictionary->fBases, dictionary->fBases + dictionary->fNBases};
}

} // namespace

Bool_t TClass::InheritsFrom(const TClass *cl) const
{
   return GetBaseClass(cl) != nullptr;
}

Bool_t TClass::InheritsFrom(const char *className) const
{
   return GetBaseClass(className) != nullptr;
}

TClass *TClass::GetBaseClass(const TClass *cl) const
{
   if (cl == this)
      return const_cast<TClass *>(this);
   const auto [first, last] = Bases(Dictionary());
   for (auto base = first; base != last; ++base)
      if (const TClass *baseClass = base->fClass ? base->fClass() : nullptr)
         if (TClass *found = baseClass->GetBaseClass(cl))
            return found;
   return nullptr;
}

TClass *TClass::GetBaseClass(const char *className) const
{
   if (fName == className || fName == rootlet::NormalizedClassName(className ? className : ""))
      return const_cast<TClass *>(this);
   const auto [first, last] = Bases(Dictionary());
   for (auto base = first; base != last; ++base)
      if (const TClass *baseClass = base->fClass ? base->fClass() : nullptr)
         if (TClass *found = baseClass->GetBaseClass(className))
            return found;
   return nullptr;
}

void *TClass::DynamicCast(const TClass *base, void *obj, Bool_t up) const
{
   if (!obj || !base)
      return nullptr;
   if (!up) {
      const ClassDictionary *part = base->Dictionary();
      if (base == this || !part || !part->fIsA)
         return base == this ? obj : nullptr;
      return part->fIsA(obj)->DynamicCast(this, const_cast<void *>(part->fAddress(obj)));
   }
   if (base == this)
      return obj;
   const auto [first, last] = Bases(Dictionary());
   for (auto it = first; it != last; ++it)
      if (const TClass *baseClass = it->fClass ? it->fClass() : nullptr)
         if (baseClass->InheritsFrom(base))
            return baseClass->DynamicCast(base, it->fUpcast(obj));
   return nullptr;
}

TClass *TClass::GetActualClass(const void *object) const
{
   const ClassDictionary *dictionary = Dictionary();
   if (object && dictionary && dictionary->fIsA)
      return dictionary->fIsA(object);
   return const_cast<TClass *>(this);
}

// --- objects ----------------------------------------------------------------------------------------------------------------------

namespace {

void ReportNoConstructor(const TClass &cl)
{
   ::Error("TClass::New", "class %s cannot be made: it has no dictionary, is abstract or has no default constructor",
           cl.GetName());
}

} // namespace

void *TClass::New() const
{
   const ClassDictionary *dictionary = Dictionary();
   if (dictionary && dictionary->fNew)
      return dictionary->fNew();
   ReportNoConstructor(*this);
   return nullptr;
}

void *TClass::New(void *arena) const
{
   const ClassDictionary *dictionary = Dictionary();
   if (dictionary && dictionary->fNewAt)
      return dictionary->fNewAt(arena);
   ReportNoConstructor(*this);
   return nullptr;
}

void *TClass::NewArray(Long_t n) const
{
   const ClassDictionary *dictionary = Dictionary();
   if (dictionary && dictionary->fNewArray && n >= 0)
      return dictionary->fNewArray(static_cast<std::size_t>(n));
   ReportNoConstructor(*this);
   return nullptr;
}

void TClass::Destructor(void *obj, Bool_t dtorOnly) const
{
   const ClassDictionary *dictionary = Dictionary();
   if (!obj)
      return;
   if (!dictionary || !dictionary->fDelete)
      ::Error("TClass::Destructor", "class %s has no dictionary or no accessible destructor: an object is left alone",
              GetName());
   else if (dtorOnly)
      dictionary->fDestruct(obj);
   else
      dictionary->fDelete(obj);
}

void TClass::DeleteArray(void *array) const
{
   const ClassDictionary *dictionary = Dictionary();
   if (array && dictionary && dictionary->fDeleteArray)
      dictionary->fDeleteArray(array);
}

void TClass::Streamer(void *obj, TBuffer &buffer) const
{
   RequireDictionary().fStreamer(buffer, obj);
}

void TClass::StreamColumns(TBuffer &buffer, const rootlet::ObjectRange &objects) const
{
   const ClassDictionary &dictionary = RequireDictionary();
   if (!dictionary.fStreamColumns)
      throw rootlet::Error(std::string("class ") + GetName() +
                           " has a Streamer of its own and cannot be streamed member by member");
   if (buffer.IsWriting())
      return dictionary.fStreamColumns(buffer, objects);
   const rootlet::ReadColumns frame(buffer, this);
   dictionary.fStreamColumns(buffer, objects);
   frame.RunRules(objects);
}
