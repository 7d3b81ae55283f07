// Makes an object of one version that has been copied out of a map. Used by TMapFile and MapSnapshot.
#ifndef ROOTLET_map_ObjectReader
#define ROOTLET_map_ObjectReader

#include <memory>
#include <string>

#include "map/InfoBlock.h"
#include "map/MapFileState.h"
#include "map/Reader.h"
#include "map/StreamedPayload.h"

namespace rootlet {

/// Errors: Error that names the file and the object.
class ObjectReader {
public:
   /// All three must live longer. Throws if the program has no dictionary of the class.
   ObjectReader(MapFileState &state, const ObjectDescription &description, const PayloadCopy &copy);

   /// A new object, owned by the caller; or `existing`, if it is given and of the same class, read into.
   TObject *Get(TObject *existing);
   /// A new object of the class `wanted`, or one derived from it if that is allowed, as a pointer to `wanted`.
   void *GetAny(const TClass *wanted, bool derivedToo);

private:
   std::string Object() const;
   void ReadInto(void *object);
   bool ScatterInto(void *object);
   void *Make();
   void Stream(void *object, const StreamedPayload &payload, const std::shared_ptr<const Schema> &schema) const;

   MapFileState &fState;
   const ObjectDescription &fDescription;
   const PayloadCopy &fCopy;
   TClass *fClass = nullptr;
   std::string fSourceClass; // its name in the map, if a read rule has given it another one
};

} // namespace rootlet

#endif
