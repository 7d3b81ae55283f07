// The objects that a producer has added to its map: in order, and by name and by address, however many there are. Used by
// MapFileState. Invariant: a name stands there once; an object may have several.
#ifndef ROOTLET_map_AddedObjects
#define ROOTLET_map_AddedObjects

#include <iterator>
#include <list>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "map/StringMap.h"

class TClass;

namespace rootlet {

/// An object by the address of its dynamic class.
struct CompleteObject {
   const void *address = nullptr;
   TClass *cl = nullptr;
};

struct AddedObject {
   std::string name;
   CompleteObject object;
   bool direct = false; ///< not streamed
};

/// Threads: one at a time.
class AddedObjects {
public:
   /// Another object of that name makes room, in its place.
   void Put(AddedObject added)
   {
      auto [known, isNew] = fByName.try_emplace(added.name);
      if (isNew)
         known->second = fList.emplace(fList.end());
      else
         Forget(known->second);
      *known->second = std::move(added);
      fByAddress.emplace(known->second->object.address, known->second);
   }
   void Erase(std::string_view name)
   {
      const auto found = fByName.find(name);
      if (found == fByName.end())
         return;
      Forget(found->second);
      fList.erase(found->second);
      fByName.erase(found);
   }
   /// All entries of one object.
   std::vector<const AddedObject *> Of(const void *address) const
   {
      std::vector<const AddedObject *> found;
      for (auto [at, end] = fByAddress.equal_range(address); at != end; ++at)
         found.push_back(&*at->second);
      return found;
   }
   auto begin() const { return fList.begin(); }
   auto end() const { return fList.end(); }

private:
   using Place = std::list<AddedObject>::iterator;

   void Forget(Place place)
   {
      auto [at, end] = fByAddress.equal_range(place->object.address);
      while (at != end && at->second != place)
         ++at;
      if (at != end)
         fByAddress.erase(at);
   }

   std::list<AddedObject> fList; // in order of addition
   StringMap<Place> fByName;
   std::unordered_multimap<const void *, Place> fByAddress;
};

} // namespace rootlet

#endif
