// Schema evolution: read rules. Before an object takes its new shape the values that its rules want are set aside, as a tree
// in the shape of the rule's source; when the object has been read its rules run. See Evolution.h and RootletRules.h.
// Invariant: a rule sees what the stream had, its own source types apart, whatever became of the members of that name.
#include "TClass.h"
#include "TError.h"
#include "io/Evolution.h"
#include "meta/ClassName.h"
#include "meta/StreamerElements.h"

#include <algorithm>
#include <mutex>

namespace rootlet {
namespace {

constexpr const char *kWhere = "TBuffer::ReadObject";

EmulatedObject *ObjectIn(const EmulatedValue &value)
{
   EmulatedObject *const *object = std::get_if<EmulatedObject *>(&value);
   return object ? *object : nullptr;
}

// Numbers that the rule sees as a pointer: the stream has their number in another member.
bool IsArrayOfItsOwn(const TStreamerElement &element)
{
   const auto *pointer = dynamic_cast<const TStreamerBasicPointer *>(&element);
   return pointer && !*pointer->GetCountName();
}

// As C++ arrays hold them: packed types are what they stand for.
NumberType Unpacked(Int_t elementType)
{
   constexpr Int_t kDouble32 = 9, kFloat16 = 19, kFloat = 5, kDouble = 8;
   const Int_t code = elementType % 20;
   return {code == kDouble32 ? kDouble : code == kFloat16 ? kFloat : code};
}

// One line for each rule and version: there may be a million objects.
void WarnOnce(const ReadRule &rule, const TStreamerInfo &info, const char *member, const char *why)
{
   static std::mutex mutex;
   static std::set<std::pair<std::string, Int_t>> said;
   const std::string what = std::string(rule.fTargetClass) + "\n" + rule.fSource + "\n" + member;
   {
      const std::lock_guard lock(mutex);
      if (!said.emplace(what, info.GetClassVersion()).second)
         return;
   }
   ::Warning(kWhere,
             "a read rule for class %s is not run: its source '%s' %s in version %d of class %s (checksum %#x); "
             "correct the rule's versions or its source",
             rule.fTargetClass, member, why, info.GetClassVersion(), info.GetName(), info.GetCheckSum());
}

} // namespace

// --- before the object is converted --------------------------------------------------------------------------------------

void Evolution::PrepareRules(const EmulatedObject &old, const TClass *cl)
{
   if (!old.fInfo)
      return;
   const std::string name = NormalizedClassName(old.fClass);
   const ApplicableRules rules = FindReadRules(cl, name, old.fInfo->GetClassVersion(), old.fInfo->GetCheckSum());
   if (rules.IsEmpty() && cl->GetSchemaRules().empty())
      return;
   PendingRules &pending = fPrepared[{&old, cl}]; // also without any: those for the current version do not run either
   for (const ReadRule *rule : rules.fOfDictionary)
      if (rule->fFunction || rule->fRawFunction)
         if (EmulatedObject *source = SourceOf(*rule, old, cl))
            pending.push_back({rule, nullptr, source});
   for (const auto &rule : rules.fOfProgram)
      pending.push_back({nullptr, rule, Snapshot(old)});
}

// The base parts that the stream has may become base parts of `cl`, near or far, of the same name or by a rule.
void Evolution::PrepareRulesOfBases(const EmulatedObject &old, const TClass *cl)
{
   std::vector<EmulatedObject *> oldBases;
   CollectBases(old, oldBases);
   const ClassDictionary &dictionary = cl->RequireDictionary();
   for (Int_t i = 0; i < dictionary.fNBases; ++i) {
      TClass *base = dictionary.fBases[i].fClass ? dictionary.fBases[i].fClass() : nullptr;
      if (!base)
         continue;
      for (const EmulatedObject *part : oldBases)
         if (base->GetName() == part->fClass ? !IsCurrent(base, *part) : RenamedClass(part->fClass, base) == base)
            PrepareRules(*part, base);
      PrepareRulesOfBases(old, base);
   }
}

// The object as the stream has it: conversion takes its members away.
EmulatedObject *Evolution::Snapshot(const EmulatedObject &old)
{
   EmulatedObject *copy = &fDocument.fObjects.emplace_back(old.fClass);
   copy->fInfo = old.fInfo;
   copy->fTag = old.fTag;
   for (const EmulatedMember &member : old.fMembers) {
      const EmulatedObject *base = member.fIsBase ? ObjectIn(member.fValue) : nullptr;
      copy->Add(member.fName, member.fElement, base ? EmulatedValue(Snapshot(*base)) : member.fValue, member.fIsBase);
      if (member.fHeader)
         copy->fMembers.back().fHeader = std::make_unique<WireHeader>(*member.fHeader);
   }
   return copy;
}

const TStreamerInfo &Evolution::InfoOf(const ReadRule &rule)
{
   const auto [found, isNew] = fSources.try_emplace(&rule);
   for (Int_t i = 0; isNew && i < rule.fValues.fNMembers; ++i)
      found->second.Add(MakeStreamerElement(rule.fValues.fMembers[i]));
   return found->second;
}

// `list` holds names with commas between them.
static Bool_t IsListed(std::string_view list, std::string_view name)
{
   for (std::size_t start = 0; start <= list.size();) {
      const std::size_t end = std::min(list.find(',', start), list.size());
      if (list.substr(start, end - start) == name)
         return kTRUE;
      start = end + 1;
   }
   return kFALSE;
}

// Whatever becomes of a member, its rule sets it.
Bool_t Evolution::IsTargetOfRule(const EmulatedObject &object, std::string_view member) const
{
   const auto found = fPending.find(&object);
   return found != fPending.end() && std::ranges::any_of(found->second, [&](const PendingRule &rule) {
             return !rule.fOfDictionary || IsListed(rule.fOfDictionary->fTarget, member);
          });
}

// The values of the rule's source members; null if the stream does not have them.
EmulatedObject *Evolution::SourceOf(const ReadRule &rule, const EmulatedObject &old, const TClass *cl)
{
   EmulatedObject *from = Snapshot(old);
   EmulatedObject *source = &fDocument.fObjects.emplace_back(cl->GetName());
   Pool pool;
   CollectMembers(*from, pool);
   const TStreamerInfo &info = InfoOf(rule);
   source->fInfo = &info;
   for (const auto &element : info.GetElements()) {
      const auto found = std::ranges::find(pool, std::string_view(element->GetName()),
                                           [](const auto *m) { return std::string_view(m->fName); });
      if (found == pool.end()) {
         WarnOnce(rule, *old.fInfo, element->GetName(), "does not exist");
         return nullptr;
      }
      EmulatedMember &member = **found;
      if (rule.fFlags & ReadRule::kRaw) { // its code reads what stands in the stream
         source->fMembers.push_back(std::move(member));
         continue;
      }
      std::optional<EmulatedValue> value;
      if (!IsArrayOfItsOwn(*element))
         value = Converted(member, *element, *source, pool, nullptr);
      else if (const NumberType type = Unpacked(element->GetType()); auto wire = NumbersIn(member.fValue, type))
         value = Numbers(type, std::move(*wire));
      if (!value) {
         WarnOnce(rule, *old.fInfo, element->GetName(), "has a type that cannot become the rule's");
         return nullptr;
      }
      source->Add(element->GetName(), element.get(), std::move(*value));
      SetHeader(source->fMembers.back(), &member);
   }
   for (EmulatedMember &member : source->fMembers) {
      if (!(rule.fFlags & ReadRule::kRaw)) {
         UpgradeInside(member.fValue);
         UpgradeContainer(member);
      }
      CompleteHeader(member);
   }
   return source;
}

// Of a member that stood in a column only the first object has the header: here it stands alone.
void Evolution::CompleteHeader(EmulatedMember &member)
{
   constexpr Int_t kSTL = 500;
   const auto *list = std::get_if<EmulatedList>(&member.fValue);
   if (!list || list->empty() || !member.fElement || member.fElement->GetType() != kSTL ||
       (member.fHeader && member.fHeader->fMemberWise) || ParseType(member.fElement->GetTypeName()).IsMap())
      return;
   const EmulatedObject *first = ObjectIn(list->front());
   if (!first || first->fHeader || !first->fInfo)
      return;
   constexpr Version_t kMemberWise = 0x4000 | 9;
   member.fHeader = std::make_unique<WireHeader>();
   member.fHeader->fVersion = kMemberWise;
   member.fHeader->fMemberWise = kTRUE;
   const TClass *cl = TClass::GetClass(first->fClass.c_str(), kTRUE, kTRUE);
   if (cl && !(cl->IsForeign() && cl->GetClassVersion() <= 1))
      member.fHeader->fElementVersion = static_cast<Version_t>(first->fInfo->GetClassVersion());
   else // a class without ClassDef, or a pair
      member.fHeader->fElementSum = first->fInfo->GetCheckSum();
}

// --- when it has been read -----------------------------------------------------------------------------------------------

ReadColumns::ReadColumns(const TBuffer &buffer, const TClass *cl) : fBuffer(buffer)
{
   if (!buffer.fDetour || buffer.fDetour->fColumns.empty())
      return;
   const auto found = buffer.fDetour->fColumns.find({static_cast<UInt_t>(buffer.Position()), cl->GetName()});
   if (found == buffer.fDetour->fColumns.end())
      return;
   fConverted = &found->second;
   fClass = cl;
}

void ReadColumns::RunRules(const ObjectRange &objects) const
{
   if (!fConverted)
      return;
   for (std::size_t i = 0; i < objects.Size(); ++i)
      fBuffer.fDetour->fEvolution->RunRulesInColumns(*(*fConverted)[i], fClass, objects.At(i));
}

void Evolution::RunRulesInColumns(const EmulatedObject &converted, const TClass *cl, void *object)
{
   const ClassDictionary &dictionary = cl->RequireDictionary();
   for (const EmulatedMember &member : converted.fMembers) {
      const EmulatedObject *part = member.fIsBase ? ObjectIn(member.fValue) : nullptr;
      for (Int_t i = 0; part && i < dictionary.fNBases; ++i) {
         const DictionaryBase &base = dictionary.fBases[i];
         const TClass *of = base.fClass ? base.fClass() : nullptr;
         if (of && part->fClass == of->GetName() &&
             !of->IsForeign()) // those without ClassDef have columns of their own
            RunRulesInColumns(*part, of, base.fUpcast(object));
      }
   }
   RunRules(converted, object);
}

void Evolution::RunRules(const EmulatedObject &converted, void *object)
{
   const auto found = fPending.find(&converted);
   if (found == fPending.end())
      return;
   for (const PendingRule &rule : found->second)
      Run(rule, object);
}

void Evolution::Run(const PendingRule &pending, void *object)
{
   if (pending.fOfProgram)
      return pending.fOfProgram->fFunction(object, *pending.fSource);
   const ReadRule &rule = *pending.fOfDictionary;
   const BufferDetour bytes = ValuesOf(*pending.fSource);
   const auto restore = [&, frame = std::exchange(fBuffer.fReadFrame, nullptr)](auto *) { fBuffer.fReadFrame = frame; };
   const std::unique_ptr<TBuffer, decltype(restore)> restored(&fBuffer, restore);
   const DetourScope scope(fBuffer, bytes);
   if (rule.fRawFunction)
      return rule.fRawFunction(object, fBuffer);
   void *made = rule.fValues.fNew ? rule.fValues.fNew() : nullptr;
   const std::unique_ptr<void, void (*)(void *)> values(
      made, rule.fValues.fDelete ? rule.fValues.fDelete : [](void *) {});
   if (rule.fValues.fNMembers && !made)
      fBuffer.Throw("a read rule for class %s cannot be run: a source member has no default constructor",
                    rule.fTargetClass);
   if (made)
      rule.fValues.fStreamer(fBuffer, made);
   rule.fFunction(object, made);
}

BufferDetour Evolution::ValuesOf(const EmulatedObject &source)
{
   BufferDetour bytes;
   TBuffer written(TBuffer::kWrite);
   Tags tags(*this, bytes);
   for (const EmulatedMember &member : source.fMembers) {
      const auto *numbers = std::get_if<Numbers>(&member.fValue);
      if (numbers && member.fElement && IsArrayOfItsOwn(*member.fElement)) {
         written.WriteRun(static_cast<Int_t>(numbers->Size()));
         std::ranges::copy(numbers->Wire(), written.Reserve(numbers->Wire().size()));
      } else {
         WriteEmulated(written, member, tags);
      }
   }
   bytes.fBytes.assign(written.Buffer(), written.Position());
   return bytes;
}

} // namespace rootlet
