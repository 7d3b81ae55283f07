// Objects and their records. See MapFileState.h.
#include "map/MapFileState.h"

#include <algorithm>
#include <typeinfo>
#include <utility>

#include "RootletError.h"

namespace rootlet {

std::size_t ObjectWriter::Write(BufferStorage &storage)
{
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

/// The record of that name and class. One of another class, left by a former producer or object, makes room.
ProducerRecord &MapFileState::RecordFor(std::string_view name, TClass *cl)
{
   if (ProducerRecord *record = fStore->FindOwn(name); // of nearly every Update
       record != nullptr && record->description.form == format::PayloadForm::kStreamed &&
       record->description.className == cl->GetName() && record->description.classVersion == cl->GetClassVersion() &&
       record->description.classChecksum == cl->GetCheckSum())
      return *record;
   return RecordFor({std::string(name), cl->GetName(), cl->GetClassVersion(), cl->GetCheckSum()});
}

ProducerRecord &MapFileState::RecordFor(const ObjectDescription &description)
{
   if (IsSchemaRecord(description.name))
      throw Error("'" + description.name + "' is a name of the map's own; choose another one");
   if (ProducerRecord *record = fStore->FindOwn(description.name)) {
      if (record->description == description)
         return *record;
      fStore->Remove(description.name);
   }
   return fStore->Add(description);
}

ProducerRecord &MapFileState::ClaimShared(const ObjectDescription &description)
{
   fStore->RequireWritable("added");
   std::lock_guard lock(fMutex);
   ProducerRecord &record = RecordFor(description);
   std::erase_if(fAdded, [&](const Entry &entry) { return entry.name == description.name; });
   return record;
}

void MapFileState::Add(const CompleteObject &object, const std::string &name)
{
   fStore->RequireWritable("added");
   std::lock_guard lock(fMutex);
   if (fStore->FindOwn(name) == nullptr) // one of another class makes room when there is something to put in its place
      RecordFor(name, object.cl);
   const auto entry = std::find_if(fAdded.begin(), fAdded.end(), [&](const Entry &e) { return e.name == name; });
   if (entry != fAdded.end())
      entry->object = object;
   else
      fAdded.push_back({name, object});
}

void MapFileState::Schedule(const CompleteObject &object, std::string_view name)
{
   ProducerRecord *record = &RecordFor(name, object.cl);
   if (std::exchange(record->round, fRound) == fRound)
      return; // added by hand and in the directory too: what was added by hand counts
   fItems.push_back({record, nullptr, nullptr});
   fWriters.emplace_back(object.address, object.cl, &fNumbers, fSchemaWriter);
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
         Schedule({numbered[number], TProcessID::Class()}, name);
   }
}

std::vector<std::string> MapFileState::NamesOf(const void *address) const
{
   fStore->RequireWritable("removed");
   std::lock_guard lock(fMutex);
   std::vector<std::string> names;
   for (const Entry &entry : fAdded)
      if (entry.object.address == address)
         names.push_back(entry.name);
   return names;
}

bool MapFileState::Remove(const std::string &name)
{
   fStore->RequireWritable("removed");
   std::lock_guard lock(fMutex);
   const bool removed = fStore->Remove(name);
   std::erase_if(fAdded, [&](const Entry &entry) { return entry.name == name; });
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

TMapRec *MapFileState::MakeListing()
{
   fListing.clear();
   for (const RecordListing &line : fStore->List()) {
      if (IsSchemaRecord(line.record.description->name))
         continue;
      TMapRec &record = fListing.emplace_back();
      record.fName = line.record.description->name;
      record.fClassName = line.record.description->className;
      record.fBufSize = static_cast<Long64_t>(line.length);
      record.fGeneration = line.generation;
      if (fListing.size() > 1)
         fListing[fListing.size() - 2].fNext = &record;
   }
   return fListing.empty() ? nullptr : &fListing.front();
}

} // namespace rootlet
