// What is behind an open TMapFile: the store, the objects that were added, and the listing that was asked for last.
// Used by TMapFile, MapSnapshot and ObjectReader. Invariant: an entry names a record of the store; its object is the caller's.
#ifndef ROOTLET_map_MapFileState
#define ROOTLET_map_MapFileState

#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "TBuffer.h"
#include "TClass.h"
#include "TMapFile.h"
#include "map/AddedObjects.h"
#include "map/DirectLayout.h"
#include "map/MapProcessNumbers.h"
#include "map/MapSchema.h"
#include "map/MapStore.h"
#include "map/Waiting.h"

namespace rootlet {

/// Streams one complete object, as ROOT does: known as the first object, without tag. Or gathers the members of a direct one.
class ObjectWriter final : public PayloadWriter {
public:
   /// `schema` hears of the classes of all objects that are streamed, `numbers` of the processes that they refer to.
   /// `layout`: of a direct object, else null.
   ObjectWriter(const void *object, TClass *cl, ProcessNumbers *numbers, SchemaWriter &schema,
                std::shared_ptr<const DirectLayout> layout)
      : fObject(const_cast<void *>(object)), fClass(cl), fNumbers(numbers), fSchema(&schema), fLayout(std::move(layout))
   {
   }
   std::size_t Write(BufferStorage &storage) override;

private:
   void *fObject;
   TClass *fClass;
   ProcessNumbers *fNumbers;
   SchemaWriter *fSchema;
   std::shared_ptr<const DirectLayout> fLayout;
};

class MapFileState {
public:
   explicit MapFileState(std::unique_ptr<MapStore> store)
      : fStore(std::move(store)), fNumbers(*fStore), fSchemaWriter(*fStore), fWaiters(*fStore)
   {
   }

   MapStore &Store() { return *fStore; }
   ProcessNumbers &Numbers() { return fNumbers; }
   /// The layouts of the classes in the map: as they were when they were loaded last, and loaded anew.
   std::shared_ptr<const Schema> GetSchema() { return fSchemaReader.Get(*fStore); }
   std::shared_ptr<const Schema> LoadSchema() { return fSchemaReader.Load(*fStore); }

   /// Throws Error if the class has no dictionary or the map has no room. `direct`: without streaming, if its class can be.
   /// Returns why it cannot, then it is added all the same; else "".
   std::string Add(const CompleteObject &object, const std::string &name, bool direct);
   /// The record of an object that is published by the caller, not by Update(): a new one or, of the same class, the one that
   /// there is. Its claim is another one from now on.
   ProducerRecord &ClaimShared(const ObjectDescription &description);
   /// Publishes everything added and everything in `directory`; with `only`, that object alone. `report` receives one
   /// sentence for every object that failed.
   template <class Report>
   void Update(const TDirectory &directory, const TObject *only, Report report);
   /// The names under which the object was added, for removing them.
   std::vector<std::string> NamesOf(const void *address) const;
   /// Removes the record and forgets the object; false if there was no record.
   bool Remove(const std::string &name);
   void RemoveAll();
   /// The records, one leading to the next; with `changed`, those that are not as the last listing had them.
   TMapRec *MakeListing(bool changed);

   /// What waits for updates; to be ended before this goes.
   Waiters &GetWaiters() { return fWaiters; }

   std::recursive_mutex &Mutex() const { return fMutex; }

private:
   ProducerRecord &RecordFor(ProducerRecord *own, std::string_view name, TClass *cl, const DirectLayout *layout);
   ProducerRecord &RecordFor(const ObjectDescription &description);
   void Schedule(const CompleteObject &object, std::string_view name, bool direct);
   /// The TProcessIDs that references may be in need of: those that are not in the map yet.
   void ScheduleProcessIDs();

   std::unique_ptr<MapStore> fStore;
   MapProcessNumbers fNumbers;
   mutable std::recursive_mutex fMutex; // recursive: a Streamer may call back
   AddedObjects fAdded;
   std::vector<ObjectWriter> fWriters; // of the Update that runs; kept, so that it need not allocate
   std::vector<PublishItem> fItems;
   SchemaWriter fSchemaWriter;
   SchemaReader fSchemaReader;
   std::uint64_t fRound = 0;     // counts Updates
   std::uint64_t fLastClaim = 0; // of a record
   std::vector<TMapRec> fListing;
   struct Listed {
      std::uint64_t id;
      std::uint64_t generation;
   };
   std::vector<Listed> fListed; // all that were there then, in order of their ids
   Waiters fWaiters;
};

/// The complete object behind a TObject, or behind a pointer to `cl`. Throws Error that names the class without dictionary.
CompleteObject CompleteObjectOf(const TObject *obj);
CompleteObject CompleteObjectOf(const void *obj, TClass *cl);

template <class Report>
void MapFileState::Update(const TDirectory &directory, const TObject *only, Report report)
{
   fStore->RequireWritable("published"); // before the lock: a forked child may wait for it for ever
   std::lock_guard lock(fMutex);
   fWriters.clear();
   fItems.clear();
   ++fRound;
   const auto schedule = [&](const AddedObject &entry) {
      try {
         Schedule(entry.object, entry.name, entry.direct);
      } catch (const Error &error) {
         report(error.what());
      }
   };
   bool found = only == nullptr;
   if (only == nullptr) {
      for (const AddedObject &added : fAdded)
         schedule(added);
   } else {
      for (const AddedObject *added : fAdded.Of(dynamic_cast<const void *>(only))) {
         found = true;
         schedule(*added);
      }
   }
   for (const TObject *object : directory.GetObjects()) {
      if (only != nullptr && object != only)
         continue;
      found = true;
      try {
         Schedule(CompleteObjectOf(object), object->GetName(), false);
      } catch (const Error &error) {
         report(error.what());
      }
   }
   if (!found)
      throw Error(std::string("'") + only->GetName() + "' was not added to " + fStore->Path() + "; Add it first");
   if (!fItems.empty())
      ScheduleProcessIDs();
   for (std::size_t i = 0; i < fItems.size(); ++i)
      fItems[i].writer = &fWriters[i]; // only now: the vector does not move any more
   if (fItems.empty())
      return;
   fStore->Publish(fItems, [this] { return fSchemaWriter.Items(); });
   if (const std::string error = fSchemaWriter.TakeError(); !error.empty())
      report((fStore->Path() + ": " + error).c_str());
   for (const PublishItem &item : fItems) {
      if (!item.error)
         continue;
      std::string what = "an unknown exception";
      try {
         std::rethrow_exception(item.error);
      } catch (const std::exception &error) {
         what = error.what();
      } catch (...) {
      }
      report((fStore->Path() + ": '" + item.record->description.name + "' was not updated: " + what).c_str());
   }
}

} // namespace rootlet

#endif
