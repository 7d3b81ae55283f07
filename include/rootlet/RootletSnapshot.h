// Several objects of a map as they were at one instant: what their producer had published with one Update().
//
//    const auto snapshot = map->Snapshot({"hpx", "hpxpy"});
//    do {
//       hpx = (TH1F *)snapshot->Get("hpx", hpx);
//       hpxpy = (TH2F *)snapshot->Get("hpxpy", hpxpy);      // of the same instant as hpx
//    } while (map->WaitForUpdate("hpx", snapshot->GetGeneration()) && snapshot->Refresh());
//
// The objects belong to one producer: what two producers publish has no order. In a map from before the last boot, and of what
// a power loss has left until it is published again, the newest whole versions are given, of whatever Update() they are.
#ifndef ROOTLET_RootletSnapshot
#define ROOTLET_RootletSnapshot

#include <memory>
#include <string>
#include <type_traits>
#include <vector>

#include "RootletDictionary.h"
#include "TObject.h"

class TClass;
class TMapFile;

namespace rootlet {

struct SnapshotData; // src/map, as the next
struct SnapshotPart;

/// Holds copies of the versions, so it is as large as they are, and it stays as it is whatever is published or removed later. The
/// TMapFile must live longer, and be open when objects are made.
/// Errors: rootlet::Error. Threads: one at a time; different snapshots of one map at once.
class MapSnapshot {
public:
   /// See TMapFile::Snapshot.
   MapSnapshot(TMapFile &map, std::vector<std::string> names);
   ~MapSnapshot();
   MapSnapshot(const MapSnapshot &) = delete;
   MapSnapshot &operator=(const MapSnapshot &) = delete;

   /// The same objects as they are now. Returns false if no producer has published anything of them since, and then this one
   /// stays as it was, as it does after an error.
   bool Refresh();
   /// The Update() that the objects are of: the newest of their producer. An object that it did not publish (Update(obj), or a
   /// Streamer that failed) has an older generation of its own.
   ULong64_t GetGeneration() const;
   ULong64_t GetGeneration(const char *name) const;
   /// The names of the objects that are in the map and have been published, in the order asked for; of all, in the order in
   /// which they were added.
   std::vector<std::string> GetNames() const;

   /// A new object, owned by the caller, or `retObj`, read into. Throws where TMapFile::Get reports.
   TObject *Get(const char *name, TObject *retObj = nullptr) const;
   template <class T>
   std::unique_ptr<T> Get(const char *name) const
   {
      return std::unique_ptr<T>(
         static_cast<T *>(GetAny(name, rootlet::ClassOf<T>(), std::has_virtual_destructor_v<T>)));
   }

private:
   const SnapshotPart &Require(const char *name) const;
   void *GetAny(const char *name, const TClass *wanted, Bool_t derivedToo) const;

   TMapFile &fMap;
   std::vector<std::string> fNames;
   std::unique_ptr<SnapshotData> fData;
};

} // namespace rootlet

#endif
