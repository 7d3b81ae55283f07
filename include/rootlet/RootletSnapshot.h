// Several objects of a map as they were at one instant: what their producer had published with one Update().
//
//    const auto snapshot = map->Snapshot({"hpx", "hpxpy"});
//    do {
//       hpx = (TH1F *)snapshot->Get("hpx", hpx);
//       hpxpy = (TH2F *)snapshot->Get("hpxpy", hpxpy);      // never ahead of hpx, never behind it
//    } while (map->WaitForUpdate("hpx", snapshot->GetGeneration()) && snapshot->Refresh());
//
// The objects belong to one producer: what two producers publish has no order.
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

/// Holds copies of the versions, so it is as large as they are, and it stays as it is whatever becomes of the map; to make
/// objects of them the map must be open.
/// Errors: rootlet::Error. Threads: one at a time; different snapshots of one map at once.
class MapSnapshot {
public:
   /// See TMapFile::Snapshot.
   MapSnapshot(TMapFile &map, std::vector<std::string> names);
   ~MapSnapshot();
   MapSnapshot(const MapSnapshot &) = delete;
   MapSnapshot &operator=(const MapSnapshot &) = delete;

   /// The same objects as they are now. Returns false if nothing has been published since. After an error this one stays as it
   /// was.
   bool Refresh();
   /// The Update() that the objects are of: the newest of their producer. (Objects that it did not publish have an older one.)
   ULong64_t GetGeneration() const;
   /// The names of the objects that are in the map and have been published, in the order asked for; of all, in the order in
   /// which they were added.
   std::vector<std::string> GetNames() const;

   /// As TMapFile::Get: a new object, owned by the caller, or `retObj`, read into.
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
