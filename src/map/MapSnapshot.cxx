// Several objects of one instant. See RootletSnapshot.h.
#include "RootletSnapshot.h"

#include <algorithm>
#include <cstdint>
#include <string_view>
#include <utility>

#include "RootletError.h"
#include "TMapFile.h"
#include "map/MapFileState.h"
#include "map/ObjectReader.h"
#include "map/Printable.h"

namespace rootlet {

struct SnapshotData {
   std::vector<SnapshotPart> parts; // in the order asked for; also what has no version yet
   std::uint64_t generation = 0;
};

namespace {

MapFileState &RequireOpen(MapFileState *state)
{
   if (state == nullptr)
      throw Error("the map of the snapshot is closed; make objects of a snapshot while it is open");
   return *state;
}

std::string Quoted(const char *name)
{
   return "'" + Printable(name == nullptr ? "" : name) + "'";
}

} // namespace

MapSnapshot::MapSnapshot(TMapFile &map, std::vector<std::string> names)
   : fMap(map), fNames(std::move(names)), fData(std::make_unique<SnapshotData>())
{
   Refresh();
}

MapSnapshot::~MapSnapshot() = default;

bool MapSnapshot::Refresh()
{
   MapStore &store = RequireOpen(fMap.fState.get()).Store();
   // What was there is all of one producer: its commit tells whether anything has come since.
   if (!fData->parts.empty() && store.NewestOfProducer(fData->parts.front().record) == fData->generation)
      return false;
   SnapshotData next;
   next.generation = store.ReadTogether(
      fNames, [](std::string_view name) { return !IsSchemaRecord(name); }, next.parts);
   const bool changed = next.generation != fData->generation;
   *fData = std::move(next);
   return changed;
}

ULong64_t MapSnapshot::GetGeneration() const
{
   return fData->generation;
}

std::vector<std::string> MapSnapshot::GetNames() const
{
   std::vector<std::string> names;
   for (const SnapshotPart &part : fData->parts)
      if (part.generation != 0)
         names.push_back(part.record.description->name);
   return names;
}

const SnapshotPart &MapSnapshot::Require(const char *name) const
{
   const auto part = std::find_if(fData->parts.begin(), fData->parts.end(), [&](const SnapshotPart &each) {
      return name != nullptr && each.record.description->name == name;
   });
   if (part == fData->parts.end())
      throw Error(std::string(fMap.GetName()) + ": " + Quoted(name) +
                  " is not in the snapshot; it holds what it was asked for and what was in the map then");
   if (part->generation == 0)
      throw Error(
         std::string(fMap.GetName()) + ": " + Quoted(name) +
         " had not been published yet when the snapshot was taken; Refresh it after the producer's next Update");
   return *part;
}

TObject *MapSnapshot::Get(const char *name, TObject *retObj) const
{
   const SnapshotPart &part = Require(name);
   return ObjectReader(RequireOpen(fMap.fState.get()), *part.record.description, part.copy).Get(retObj);
}

void *MapSnapshot::GetAny(const char *name, const TClass *wanted, Bool_t derivedToo) const
{
   const SnapshotPart &part = Require(name);
   return ObjectReader(RequireOpen(fMap.fState.get()), *part.record.description, part.copy).GetAny(wanted, derivedToo);
}

} // namespace rootlet
