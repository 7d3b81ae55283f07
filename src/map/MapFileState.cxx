// Objects and their records. See MapFileState.h.
#include "map/MapFileState.h"

#include <algorithm>
#include <typeinfo>
#include <utility>

#include "RootletError.h"

namespace rootlet {

std::size_t ObjectWriter::Write(BufferStorage &storage)
{
   if (fLayout != nullptr) {
      std::size_t capacity = 0;
      fLayout->Gather(storage.Grow(0, fLayout->PayloadSize(), capacity), fObject, *fNumbers);
      fSchema->Need(fClass);
      return fLayout->PayloadSize();
   }
   TBuffer buffer(storage);
   buffer.SetProcessNumbers(fNumbers);
   buffer.MapObject(fObject, fClass);
   fClass->Streamer(fObject, buffer);
   fSchema->Need(fClass);
   buffer.VisitWrittenClasses([this](const TClass *cl) { fSchema->Need(cl); });
   return buffer.Position();
}

CompleteObject CompleteObjectOf(const TObject *obj)
{
   TClass *cl = obj->IsA();
   // A class derived from one with ClassDef, without its own, inherits IsA: half of the object would be lost.
   if (cl == nullptr || !cl->HasDictionary() || cl->GetTypeInfo() == nullptr || *cl->GetTypeInfo() != typeid(*obj)) {
      const TClass *own = TClass::GetClass(typeid(*obj));
      throw Error(std::string("the class of '") + obj->GetName() + "'" +
                  (own ? std::string(" (") + own->GetName() + ")" : "") +
                  " has no dictionary; give it ClassDef and run dictgen on its header");
   }
   return {dynamic_cast<const void *>(obj), cl};
}

CompleteObject CompleteObjectOf(const void *obj, TClass *cl)
{
   if (cl == nullptr || !cl->HasDictionary())
      throw Error("the class of the object has no dictionary; run dictgen on its header");
   const ClassDictionary &dictionary = cl->RequireDictionary();
   if (dictionary.fIsA == nullptr)
      return {obj, cl};
   TClass *actual = dictionary.fIsA(obj);
   if (actual == nullptr || !actual->HasDictionary())
      throw Error(std::string("an object of a class derived from ") + cl->GetName() +
                  " has no dictionary; run dictgen on its header");
   return {dictionary.fAddress(obj), actual};
}

namespace {

/// The layout of direct objects of the class; null if they are to be streamed.
std::shared_ptr<const DirectLayout> LayoutFor(const CompleteObject &object, bool direct)
{
   if (!direct)
      return nullptr;
   auto layout = DirectLayout::Of(object.cl, object.address);
   return layout->WhyNot().empty() ? layout : nullptr;
}

} // namespace

/// The record of that name, class and layout (null: of streamed objects); `own` is what this producer has of that name. Another
/// one, left by a former producer or object, makes room.
ProducerRecord &MapFileState::RecordFor(ProducerRecord *own, std::string_view name, TClass *cl,
                                        const DirectLayout *layout)
{
   const auto form = layout != nullptr ? format::PayloadForm::kDirect : format::PayloadForm::kStreamed;
   const std::uint64_t fingerprint = layout != nullptr ? layout->Fingerprint() : 0;
   if (own != nullptr && own->description.form == form && own->description.fingerprint == fingerprint &&
       own->description.className == cl->GetName() && own->description.classVersion == cl->GetClassVersion() &&
       own->description.classChecksum == cl->GetCheckSum() &&
       (layout == nullptr || own->description.layout == layout->Bytes()) && !IsSchemaRecord(name))
      return *own; // so nearly every Update finds it
   return RecordFor({std::string(name), cl->GetName(), cl->GetClassVersion(), cl->GetCheckSum(), form, fingerprint,
                     layout != nullptr ? layout->Bytes() : std::string()});
}

ProducerRecord &MapFileState::RecordFor(const ObjectDescription &description)
{
   if (IsSchemaRecord(description.name))
      throw Error("'" + description.name + "' is a name of the map's own; choose another one");
   if (ProducerRecord *record = fStore->FindOwn(description.name)) {
      if (record->description == description)
         return *record;
      RequireEncodable(description); // before anything is lost
      fStore->Remove(description.name);
   }
   return fStore->Add(description);
}

ProducerRecord &MapFileState::ClaimShared(const ObjectDescription &description)
{
   fStore->RequireWritable("added");
   std::lock_guard lock(fMutex);
   ProducerRecord &record = RecordFor(description);
   record.claim = ++fLastClaim;
   fAdded.Erase(description.name);
   return record;
}

std::string MapFileState::Add(const CompleteObject &object, const std::string &name, bool direct)
{
   fStore->RequireWritable("added");
   std::lock_guard lock(fMutex);
   std::string whyNot;
   if (direct) {
      if (!object.cl->HasDefaultConstructor())
         whyNot = std::string(object.cl->GetName()) + " has no default constructor";
      else
         whyNot = DirectLayout::Of(object.cl, object.address)->WhyNot();
   }
   const AddedObject added = {name, object, direct && whyNot.empty()};
   if (fStore->FindOwn(name) == nullptr) // one of another class makes room when there is something to put in its place
      RecordFor(nullptr, name, object.cl, LayoutFor(object, added.direct).get());
   fAdded.Put(added);
   return whyNot;
}

void MapFileState::Schedule(const CompleteObject &object, std::string_view name, bool direct)
{
   ProducerRecord *const own = fStore->FindOwn(name);
   if (own != nullptr && own->round == fRound)
      return; // added by hand and in the directory too: what was added by hand counts
   std::shared_ptr<const DirectLayout> layout = LayoutFor(object, direct);
   ProducerRecord *record = &RecordFor(own, name, object.cl, layout.get());
   record->round = fRound;
   fItems.push_back({record, nullptr, nullptr});
   fWriters.emplace_back(object.address, object.cl, &fNumbers, fSchemaWriter, std::move(layout));
}

void MapFileState::ScheduleProcessIDs()
{
   const std::vector<TProcessID *> used = TProcessID::GetUsed();
   if (used.empty())
      return;
   fNumbers.Load();
   for (const TProcessID *pid : used)
      fNumbers.NumberOf(*pid);
   const std::vector<TProcessID *> numbered = fNumbers.Numbered();
   for (std::size_t number = 0; number < numbered.size(); ++number) {
      const std::string name = MapProcessNumbers::RecordName(number);
      if (numbered[number] && fStore->GenerationOf(name) == 0 && !fStore->IsOfAnother(name))
         Schedule({numbered[number], TProcessID::Class()}, name, false);
   }
}

std::vector<std::string> MapFileState::NamesOf(const void *address) const
{
   fStore->RequireWritable("removed");
   std::lock_guard lock(fMutex);
   std::vector<std::string> names;
   for (const AddedObject *added : fAdded.Of(address))
      names.push_back(added->name);
   return names;
}

bool MapFileState::Remove(const std::string &name)
{
   fStore->RequireWritable("removed");
   std::lock_guard lock(fMutex);
   const bool removed = fStore->Remove(name);
   fAdded.Erase(name);
   return removed;
}

void MapFileState::RemoveAll()
{
   fStore->RequireWritable("removed");
   std::lock_guard lock(fMutex);
   std::vector<std::string> names;
   for (const ProducerRecord *record : fStore->OwnRecords())
      if (!IsSchemaRecord(record->description.name))
         names.push_back(record->description.name);
   for (const std::string &name : names)
      Remove(name);
}

TMapRec *MapFileState::MakeListing(bool changed)
{
   const std::vector<RecordListing> list = fStore->List();
   std::vector<Listed> listed;
   listed.reserve(list.size());
   fListing.clear();
   auto before = fListed.begin(); // both in order of ids
   for (const RecordListing &line : list) {
      if (IsSchemaRecord(line.record.description->name))
         continue;
      listed.push_back({line.record.id, line.generation});
      while (before != fListed.end() && before->id < line.record.id)
         ++before;
      const bool isAsBefore =
         before != fListed.end() && before->id == line.record.id && before->generation == line.generation;
      if (changed && isAsBefore)
         continue;
      TMapRec &record = fListing.emplace_back();
      record.fDescription = line.record.description;
      record.fBufSize = static_cast<Long64_t>(line.length);
      record.fGeneration = line.generation;
   }
   fListed = std::move(listed);
   for (std::size_t i = 1; i < fListing.size(); ++i)
      fListing[i - 1].fNext = &fListing[i];
   return fListing.empty() ? nullptr : &fListing.front();
}

} // namespace rootlet
