// Schema evolution: objects. See Evolution.h; values are converted in EvolutionValues.cxx.
#include "io/Evolution.h"

#include "TClass.h"
#include "io/EmulatedCustom.h"
#include "io/EmulatedReader.h"
#include "io/EmulatedWriter.h"
#include "io/StackGuard.h"
#include "meta/ClassName.h"
#include "meta/StreamerElements.h"

#include <algorithm>

namespace rootlet {
namespace {

EmulatedObject *ObjectIn(const EmulatedValue &value)
{
   EmulatedObject *const *object = std::get_if<EmulatedObject *>(&value);
   return object ? *object : nullptr;
}

/// There is nothing to convert: no array, a null pointer, an empty container.
bool IsNothing(const EmulatedValue &value)
{
   if (EmulatedObject *const *object = std::get_if<EmulatedObject *>(&value))
      return !*object;
   if (const auto *numbers = std::get_if<Numbers>(&value))
      return numbers->Size() == 0;
   const auto *list = std::get_if<EmulatedList>(&value);
   return std::holds_alternative<Absent>(value) || (list && list->empty());
}

std::string SourceClass(const std::string &name, const TClass *cl)
{
   return name == cl->GetName() ? "class " + name : "class " + name + " (now " + cl->GetName() + ")";
}

} // namespace

TClass *CompiledClass(const std::string &name)
{
   if (HasCustomLayout(name))
      return nullptr;
   TClass *cl = TClass::GetClass(name.c_str(), kTRUE, kTRUE);
   return cl && cl->IsLoaded() && !cl->HasCustomStreamer() ? cl : nullptr;
}

// --- tags of the stream ----------------------------------------------------------------------------------------------

Evolution::Tags::Tags(Evolution &evolution, BufferDetour &detour) : fEvolution(evolution), fDetour(detour)
{
   detour.fEvolution = &evolution;
}

UInt_t Evolution::Tags::Written(const EmulatedObject &object)
{
   const auto found = fWritten.find(&object);
   if (found != fWritten.end())
      return found->second;
   // For the source of a rule: what the object itself has read already is not made a second time.
   return object.Tag() && fEvolution.fBuffer.ReadObjectAt(object.Tag()) ? object.Tag() : 0;
}

void Evolution::Tags::Write(const EmulatedObject &object, UInt_t position)
{
   const UInt_t tag = object.Tag() ? object.Tag() : fEvolution.fFreshTag--;
   fWritten.emplace(&object, tag);
   fDetour.fTags.emplace(position, tag);
}

void Evolution::Tags::Begin(const EmulatedObject &object, UInt_t position)
{
   if (fEvolution.fPending.contains(&object))
      fDetour.fConverted.emplace(position, &object);
}

void Evolution::Tags::BeginColumns(const std::vector<const EmulatedObject *> &objects, UInt_t position)
{
   if (fEvolution.fPending.contains(objects.front()))
      fDetour.fColumns.emplace(std::pair(position, objects.front()->ClassName()), objects);
}

// --- headers ---------------------------------------------------------------------------------------------------------

WireHeader HeaderOf(const TClass *cl)
{
   WireHeader header;
   header.fVersion = cl->GetClassVersion();
   if (cl->IsForeign()) {
      header.fVersion = 0;
      header.fCheckSum = cl->GetCheckSum();
   }
   return header;
}

Evolution::Evolution(TBuffer &buffer) : fBuffer(buffer), fDocument(buffer.GetSchema(), buffer.GetBufferDisplacement())
{
}

// --- what the runtime calls --------------------------------------------------------------------------------------------

void ReadFrame::ReadOther(void *object)
{
   const ClassDictionary &dictionary = fClass->RequireDictionary();
   const std::string sourceClass = fRenamed ? std::exchange(fBuffer.fSourceClass, {}) : fClass->GetName();
   if (!fBuffer.GetSchema()) {
      if (fRenamed)
         fBuffer.Throw("the stream holds %s, and the buffer has no StreamerInfo to convert it by (SetSchema)",
                       SourceClass(sourceClass, fClass).c_str());
      if (fVersion == 0 && fCheckSum)
         fBuffer.Throw(
            "the stream holds class %s with checksum %#x, this program has %#x, and the buffer has no StreamerInfo "
            "to convert it by (SetSchema)",
            dictionary.fName, fCheckSum, dictionary.fCheckSum);
      fBuffer.Throw(
         "the stream holds version %d of class %s, this program has version %d, and the buffer has no StreamerInfo "
         "to convert it by (SetSchema)",
         fVersion, dictionary.fName, dictionary.fVersion);
   }
   std::size_t end = 0;
   Evolution evolution(fBuffer);
   const BufferDetour detour = evolution.Object(fClass, sourceClass, fStart, object, end);
   {
      const DetourScope scope(fBuffer, detour);
      fBuffer.fReadFrame = fOuter; // the converted object has a frame of its own
      dictionary.fStreamer(fBuffer, object);
   }
   fBuffer.fReadFrame = this;
   fBuffer.SetBufferOffset(static_cast<Int_t>(end));
   End();
}

// The base classes that the writer had are those of this program, in their versions.
static bool HasOurBases(const Schema &schema, const TClass *cl, const TStreamerInfo &info)
{
   const ClassDictionary &dictionary = cl->RequireDictionary();
   Int_t i = 0;
   for (const auto &element : info.GetElements()) {
      const auto *base = dynamic_cast<const TStreamerBase *>(element.get());
      if (!base && !(element && IsContainerBase(*element)))
         continue;
      if (i == dictionary.fNBases || NormalizedClassName(element->GetName()) != dictionary.fBases[i].fName)
         return false;
      const DictionaryBase &ours = dictionary.fBases[i++];
      if (!base)
         continue; // what its elements are is in its name, and they have a version of their own in the stream
      if (base->GetBaseVersion() != ours.fVersion ||
          (ours.fVersion < 0 && base->GetBaseCheckSum() && base->GetBaseCheckSum() != ours.fCheckSum))
         return false;
      const TClass *of = ours.fClass ? ours.fClass() : nullptr;
      const TStreamerInfo *theirs = schema.Find(base->GetName(), base->GetBaseVersion());
      if (of && theirs && !HasOurBases(schema, of, *theirs))
         return false;
   }
   return i == dictionary.fNBases;
}

Bool_t ConvertedColumns::AreNeeded(const TBuffer &buffer, const TClass *cl, Version_t version, UInt_t checksum)
{
   if (cl->IsForeign() && cl->GetClassVersion() <= 1)
      return version != 0 || checksum != cl->GetCheckSum(); // which its bases take part in
   if (version != cl->GetClassVersion())
      return kTRUE;
   const TStreamerInfo *info = buffer.GetSchema() && cl->RequireDictionary().fNBases
                                  ? buffer.GetSchema()->Find(cl->GetName(), version)
                                  : nullptr;
   return info && !HasOurBases(*buffer.GetSchema(), cl, *info);
}

ConvertedColumns::ConvertedColumns(TBuffer &buffer, TClass *cl, Version_t version, UInt_t checksum, std::size_t end)
   : fBuffer(buffer), fEnd(end)
{
   if (!buffer.GetSchema())
      buffer.Throw("the stream holds elements of version %d (checksum %#x) of class %s, this program has version %d "
                   "(checksum %#x), and the buffer has no StreamerInfo to convert them by (SetSchema)",
                   version, checksum, cl->GetName(), cl->GetClassVersion(), cl->GetCheckSum());
   WireHeader elements;
   elements.fVersion = version;
   if (version == 0 && checksum)
      elements.fCheckSum = checksum;
   fEvolution = std::make_unique<Evolution>(buffer);
   fDetour = std::make_unique<BufferDetour>(fEvolution->Columns(cl, cl->GetName(), elements, -1, fEnd));
   fScope = std::make_unique<DetourScope>(buffer, *fDetour);
}

ConvertedColumns::ConvertedColumns(TBuffer &buffer, TClass *cl, Version_t version, Int_t n,
                                   const std::string &sourceClass)
   : fBuffer(buffer), fEnd(0)
{
   if (!buffer.GetSchema())
      buffer.Throw("the stream holds elements of version %d of %s, this program has version %d, and the buffer has no "
                   "StreamerInfo to convert them by (SetSchema)",
                   version, SourceClass(sourceClass, cl).c_str(), cl->GetClassVersion());
   WireHeader elements;
   elements.fVersion = version;
   fEvolution = std::make_unique<Evolution>(buffer);
   fDetour = std::make_unique<BufferDetour>(fEvolution->Columns(cl, sourceClass, elements, n, fEnd));
   fScope = std::make_unique<DetourScope>(buffer, *fDetour);
}

ConvertedColumns::~ConvertedColumns()
{
   fScope.reset();
   fBuffer.SetBufferOffset(static_cast<Int_t>(fEnd));
}

// --- whole objects and columns ---------------------------------------------------------------------------------------

BufferDetour Evolution::Object(TClass *cl, const std::string &sourceClass, std::size_t start, const void *object,
                               std::size_t &end)
{
   TBuffer part(fBuffer.Buffer(), static_cast<std::size_t>(fBuffer.BufferSize()));
   part.SetBufferDisplacement(fBuffer.GetBufferDisplacement());
   part.SetBufferOffset(static_cast<Int_t>(start));
   EmulatedReader reader(fDocument, part);
   EmulatedObject *read = reader.ReadPart(sourceClass);
   end = part.Position();
   if (read->IsOpaque())
      fBuffer.Throw("the stream holds version %d of %s, whose StreamerInfo it does not have; this program has version "
                    "%d",
                    read->Header()->fVersion, SourceClass(sourceClass, cl).c_str(), cl->GetClassVersion());
   if (sourceClass != cl->GetName())
      fRenamed.emplace(read, cl);
   if (!CompiledClass(cl->GetName())) // it would be written as it was read, and then this would go on for ever
      fBuffer.Throw("the stream holds version %d of class %s, whose Streamer is its own and knows version %d",
                    read->Header() ? read->Header()->fVersion & 0x3fff : 0, cl->GetName(), cl->GetClassVersion());
   Upgrade(*read, DefaultsOf(cl, object));
   BufferDetour detour;
   TBuffer written(TBuffer::kWrite);
   Tags tags(*this, detour);
   WriteEmulated(written, *read, tags);
   detour.fBytes.assign(written.Buffer(), written.Position());
   return detour;
}

BufferDetour Evolution::Columns(TClass *cl, const std::string &sourceClass, const WireHeader &elements, Int_t n,
                                std::size_t &end)
{
   TBuffer part(fBuffer.Buffer(), n < 0 ? end : static_cast<std::size_t>(fBuffer.BufferSize()));
   part.SetBufferDisplacement(fBuffer.GetBufferDisplacement());
   part.SetBufferOffset(static_cast<Int_t>(fBuffer.Position()));
   EmulatedReader reader(fDocument, part);
   BufferDetour detour;
   detour.fFrame = fBuffer.fReadFrame;
   TBuffer written(TBuffer::kWrite);
   Tags tags(*this, detour);
   const bool counted = n < 0;
   do {
      if (counted) {
         part.ReadRun(n);
         written.WriteRun(n);
      }
      EmulatedList list = reader.ReadPart(sourceClass, elements, n);
      for (EmulatedValue &element : list) {
         if (sourceClass != cl->GetName() && ObjectIn(element))
            fRenamed.emplace(ObjectIn(element), cl);
         UpgradeInside(element);
      }
      WriteEmulated(written, list, tags);
   } while (counted && part.Remaining());
   end = part.Position();
   detour.fBytes.assign(written.Buffer(), written.Position());
   return detour;
}

// --- upgrading ---------------------------------------------------------------------------------------------------------

void Evolution::UpgradeInside(EmulatedValue &value)
{
   if (EmulatedObject *object = ObjectIn(value))
      Upgrade(*object);
   else if (auto *list = std::get_if<EmulatedList>(&value))
      for (EmulatedValue &element : *list)
         UpgradeInside(element);
}

void Evolution::Upgrade(EmulatedObject &object, const EmulatedObject *defaults)
{
   if (StackIsLow())
      fBuffer.Throw("objects nest deeper than the stack of this thread allows");
   if (!fUpgraded.insert(&object).second)
      return;
   TClass *cl = TargetOf(object);
   if (cl && !object.fOpaque && (object.fClass != cl->GetName() || !IsCurrent(cl, object))) {
      EmulatedObject old(object.fClass);
      old.fInfo = object.fInfo;
      old.fMembers = std::exchange(object.fMembers, {});
      object.fClass = cl->GetName();
      PrepareRules(old, cl); // from what the stream had: conversion takes from it
      PrepareRulesOfBases(old, cl);
      if (const auto prepared = fPrepared.extract({&old, cl}))
         fPending.emplace(&object, std::move(prepared.mapped()));
      Pool pool;
      CollectMembers(old, pool);
      const bool headed = object.fHeader != nullptr;
      Build(object, cl, &old, pool, defaults ? defaults : DefaultsOf(cl));
      if (!headed)
         object.fHeader.reset(); // an element in columns
   }
   for (EmulatedMember &member : object.fMembers) {
      UpgradeInside(member.fValue);
      UpgradeContainer(member);
   }
   if (object.fClass == "TClonesArray")
      UpgradeClonesArray(object);
}

Bool_t Evolution::IsCurrent(const TClass *cl, const EmulatedObject &object)
{
   const bool byCheckSum = cl->IsForeign() && cl->GetClassVersion() <= 1;
   if (object.Header() && byCheckSum)
      return object.Header()->fCheckSum == cl->GetCheckSum();
   if (object.Header())
      return !object.Header()->fCheckSum && (object.Header()->fVersion & 0x3fff) == cl->GetClassVersion();
   const TStreamerInfo *info = object.Info();
   return info && info->GetCheckSum() == cl->GetCheckSum() &&
          (cl->IsForeign() || info->GetClassVersion() == cl->GetClassVersion());
}

// What objects of this class become in this program; null if it has no class for them.
TClass *Evolution::TargetOf(const EmulatedObject &object) const
{
   if (const auto found = fRenamed.find(&object); found != fRenamed.end())
      return found->second;
   if (TClass *cl = CompiledClass(object.fClass))
      return cl;
   return HasCustomLayout(object.fClass) ? nullptr : RenamedClass(object.fClass);
}

// It names the class and the version that its objects have: now it is the current one.
void Evolution::UpgradeClonesArray(EmulatedObject &object)
{
   for (EmulatedMember &member : object.fMembers) {
      std::string *description = std::get_if<std::string>(&member.fValue);
      if (!description || std::string_view(member.fName) != "@class")
         continue;
      const std::string name = NormalizedClassName(description->substr(0, description->find(';')));
      TClass *cl = CompiledClass(name);
      if (!cl)
         cl = RenamedClass(name);
      if (cl)
         *description = cl->GetName() + (";" + std::to_string(cl->GetClassVersion()));
   }
}

void Evolution::CollectMembers(EmulatedObject &object, Pool &pool)
{
   for (EmulatedMember &member : object.fMembers)
      if (!member.fIsBase)
         pool.push_back(&member);
   for (EmulatedMember &member : object.fMembers)
      if (member.fIsBase && ObjectIn(member.fValue))
         CollectMembers(*ObjectIn(member.fValue), pool);
}

void Evolution::CollectBases(const EmulatedObject &object, std::vector<EmulatedObject *> &bases) const
{
   for (const EmulatedMember &member : object.fMembers)
      if (member.fIsBase && ObjectIn(member.fValue)) {
         bases.push_back(ObjectIn(member.fValue));
         CollectBases(*bases.back(), bases);
      }
}

// A member-wise container says which version its elements have: now it is the current one.
void Evolution::UpgradeContainer(EmulatedMember &member)
{
   if (!member.fHeader || !member.fHeader->fMemberWise || !member.fElement)
      return;
   TypeSpec type = ParseType(member.fElement->GetTypeName());
   if (type.fKind == TypeSpec::kPointer)
      type = TypeSpec(type.fArgs[0]);
   if (type.fKind != TypeSpec::kContainer || type.fArgs.size() != 1)
      return;
   if (const TClass *cl = CompiledClass(type.fArgs[0].fName)) {
      const WireHeader element = HeaderOf(cl);
      member.fHeader->fElementVersion = element.fVersion;
      member.fHeader->fElementSum = element.fCheckSum;
   }
}

// Fills `object` with the members of the current layout of `cl`. `old` is what the stream had for this very class: its
// members come first where a name stands in several classes.
void Evolution::Build(EmulatedObject &object, TClass *cl, const EmulatedObject *old, Pool &pool,
                      const EmulatedObject *defaults)
{
   fUpgraded.insert(&object);
   object.fInfo = cl->GetStreamerInfo();
   object.fHeader = std::make_unique<WireHeader>(HeaderOf(cl));
   std::vector<EmulatedObject *> oldBases;
   if (old)
      CollectBases(*old, oldBases);
   for (const auto &element : object.fInfo->GetElements()) {
      if (!element || element->GetType() < 0)
         continue;
      if (const auto *base = dynamic_cast<const TStreamerBase *>(element.get())) {
         BuildBase(object, *base, oldBases, pool, defaults);
         continue;
      }
      BuildMember(object, cl, *element, old, pool, defaults);
   }
}

// It is a member of the class itself, not of a base.
bool Evolution::IsOwn(const EmulatedObject &object, const EmulatedMember &member)
{
   const auto &members = object.fMembers;
   return !members.empty() && &member >= &members.front() && &member <= &members.back();
}

// A container that is a base class is named by its type, so in another type it has another name: it takes the value of the
// one that the stream has, if both versions have one only.
EmulatedMember *Evolution::OtherContainerBase(const EmulatedObject &object, const EmulatedObject &old, const Pool &pool)
{
   const auto isOne = [](const TStreamerElement *element) { return element && IsContainerBase(*element); };
   const auto now = std::ranges::count_if(object.fInfo->GetElements(), [&](const auto &e) { return isOne(e.get()); });
   EmulatedMember *found = nullptr;
   for (EmulatedMember *member : pool)
      if (IsOwn(old, *member) && isOne(member->fElement)) {
         if (found)
            return nullptr;
         found = member;
      }
   return now == 1 ? found : nullptr;
}

void Evolution::BuildMember(EmulatedObject &object, const TClass *cl, const TStreamerElement &element,
                            const EmulatedObject *old, Pool &pool, const EmulatedObject *defaults)
{
   const std::string_view name(element.GetName());
   EmulatedMember *from = nullptr;
   for (EmulatedMember *candidate : pool) {
      if (name != candidate->fName)
         continue;
      const bool own = old && IsOwn(*old, *candidate);
      if (!from || own)
         from = candidate;
      if (own)
         break;
   }
   if (!from && old && IsContainerBase(element))
      from = OtherContainerBase(object, *old, pool);
   EmulatedMember &member = object.fMembers.emplace_back();
   member.fName = element.GetName();
   member.fElement = &element;
   const EmulatedValue *given = defaults ? defaults->Find(name) : nullptr;
   std::optional<EmulatedValue> value;
   if (from)
      value = Converted(*from, element, object, pool, given);
   if (from && !value && !IsNothing(from->fValue) && !IsTargetOfRule(object, name))
      ReportNotConverted(cl, from->fElement, element);
   if (value)
      member.fValue = std::move(*value);
   else if (given)
      member.fValue = *given;
   SetHeader(member, value ? from : nullptr);
}

void Evolution::BuildBase(EmulatedObject &object, const TStreamerBase &base,
                          const std::vector<EmulatedObject *> &oldBases, Pool &pool, const EmulatedObject *defaults)
{
   const std::string name = NormalizedClassName(base.GetName());
   TClass *cl = CompiledClass(name);
   EmulatedObject *old = nullptr;
   for (EmulatedObject *candidate : oldBases)
      if (NormalizedClassName(candidate->fClass) == name || (cl && RenamedClass(candidate->fClass, cl) == cl)) {
         old = candidate;
         break;
      }
   const EmulatedObject *given = nullptr;
   if (defaults)
      for (const EmulatedMember &member : defaults->fMembers)
         if (member.fIsBase && ObjectIn(member.fValue) && ObjectIn(member.fValue)->fClass == name)
            given = ObjectIn(member.fValue);
   EmulatedObject *part = old;
   if (cl) {
      part = &fDocument.fObjects.emplace_back(name);
      if (const auto prepared = fPrepared.extract({old, cl}))
         fPending.emplace(part, std::move(prepared.mapped()));
      Pool theirs;
      for (EmulatedMember *member : pool) // what the class itself has under that name is not a new base's
         if (old || !object.fInfo->GetElement(member->fName))
            theirs.push_back(member);
      Build(*part, cl, old, theirs, given);
      for (EmulatedMember &member : part->fMembers) {
         UpgradeInside(member.fValue);
         UpgradeContainer(member);
      }
   } else if (!part) {
      part = const_cast<EmulatedObject *>(given); // a class with a layout of its own, as a new object has it
   }
   object.Add(base.GetName(), &base, part ? EmulatedValue(part) : EmulatedValue(Absent{}), part != nullptr);
}

// What a new object of the class streams; null if none can be made.
const EmulatedObject *Evolution::DefaultsOf(TClass *cl, const void *object)
{
   if (!object) {
      const auto [found, isNew] = fDefaults.try_emplace(cl, nullptr);
      if (!isNew)
         return found->second;
   }
   const ClassDictionary &dictionary = cl->RequireDictionary();
   void *made = object || !dictionary.fNew || !dictionary.fDelete ? nullptr : dictionary.fNew();
   if (!object && !made)
      return nullptr;
   TBuffer buffer(TBuffer::kWrite);
   cl->Streamer(made ? made : const_cast<void *>(object), buffer);
   if (made)
      dictionary.fDelete(made);
   buffer.SetReadMode();
   buffer.SetBufferOffset(0);
   TBuffer bytes(buffer.Buffer(), static_cast<std::size_t>(buffer.BufferSize()));
   EmulatedReader reader(fDocument, bytes);
   const std::size_t before = fDocument.fObjects.size();
   const EmulatedObject *read = reader.ReadPart(cl->GetName());
   // These objects are in no stream: they have no tags there.
   for (std::size_t i = before; i < fDocument.fObjects.size(); ++i) {
      fDocument.fObjects[i].fTag = 0;
      for (EmulatedMember &member : fDocument.fObjects[i].fMembers)
         if (std::holds_alternative<DanglingReference>(member.fValue))
            member.fValue = static_cast<EmulatedObject *>(nullptr);
   }
   if (!object)
      fDefaults[cl] = read;
   return read;
}

} // namespace rootlet
