// The layouts of the classes in a map: StreamerInfo records beside the objects, so that a program with another version of a
// class, or without it, can read them. Used by MapFileState and TMapFile.
// Invariants: a layout is published before or together with the first object that needs it, and never changes; its record
// is an ordinary one under a name that no object may have, so that it survives what objects survive.
#ifndef ROOTLET_map_MapSchema
#define ROOTLET_map_MapSchema

#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "RootletSchema.h"
#include "map/MapStore.h"

namespace rootlet {

/// The name of a record that holds a layout: no object may have it, and listings leave it out.
bool IsSchemaRecord(std::string_view name);

/// The producer's side. Threads: one at a time.
class SchemaWriter {
public:
   explicit SchemaWriter(MapStore &store);
   ~SchemaWriter();
   /// An object of that class is in the map, or is going to be.
   void Need(const TClass *cl)
   {
      if (cl != fLast && fKnown.insert(cl).second)
         fNew.push_back(cl);
      fLast = cl;
   }
   /// What has to be published for the classes that were needed since the last call; stays good until the next one.
   std::span<PublishItem> Items();
   /// Why a layout could not be put into the map; empty if all could. Forgets it: the next Update tries again.
   std::string TakeError();

private:
   class Writer;

   MapStore &fStore;
   std::set<const TClass *> fKnown;
   std::vector<const TClass *> fNew;
   const TClass *fLast = nullptr;
   std::set<std::string, std::less<>> fPublished; // names of records
   std::deque<Writer> fWriters;
   std::vector<PublishItem> fItems;
   std::string fError;
};

/// The consumer's side: what the map says about its classes.
class SchemaReader {
public:
   /// Those that were loaded last; the first time, all in the map.
   std::shared_ptr<const Schema> Get(MapStore &store);
   /// All layouts in the map now, but for damaged ones, of which a warning tells. The same object as before if there is nothing
   /// new.
   std::shared_ptr<const Schema> Load(MapStore &store);

private:
   std::unique_lock<std::mutex> Lock(const MapStore &store);

   std::mutex fMutex;
   std::shared_ptr<const Schema> fSchema;
   std::map<std::string, std::uint64_t> fLoaded; // names of records and their generations
};

} // namespace rootlet

#endif
