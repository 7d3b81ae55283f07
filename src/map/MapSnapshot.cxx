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
   std::uint64_t commits = 0; // of all producers, before it was read
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
   SnapshotData next;
   next.commits = store.SumOfCommits();
   if (fData->generation != 0 && next.commits == fData->commits)
      return false;
   next.generation = store.ReadTogether(
      fNames, [](std::string_view name) { return !IsSchemaRecord(name); }, next.parts);
   const auto isSame = [](const SnapshotPart &a, const SnapshotPart &b) {
      return a.record.id == b.record.id && a.generation == b.generation;
   };
   const bool changed =
      !std::equal(next.parts.begin(), next.parts.end(), fData->parts.begin(), fData->parts.end(), isSame);
   *fData = std::move(next);
   return changed;
}

ULong64_t MapSnapshot::GetGeneration() const
{
   return fData->generation;
}

ULong64_t MapSnapshot::GetGeneration(const char *name) const
{
   return Require(name).generation;
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
