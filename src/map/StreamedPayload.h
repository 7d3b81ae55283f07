// The bytes of one version as the Streamer of its class writes them, whatever form the record has. Used by all who read
// objects by their layouts in the map. Invariant: a form that is not known here is an error, never taken for a stream.
#ifndef ROOTLET_map_StreamedPayload
#define ROOTLET_map_StreamedPayload

#include <cstddef>
#include <string>

#include "map/InfoBlock.h"
#include "map/Reader.h"

namespace rootlet {

class StreamedPayload {
public:
   /// `copy` must live longer. Throws Error that begins with `path` and the name of the object if its form cannot be streamed,
   /// or if it is not what its layout says.
   StreamedPayload(const std::string &path, const ObjectDescription &description, const PayloadCopy &copy);

   const char *Data() const { return fCopy != nullptr ? fCopy->Data() : fMade.data(); }
   std::size_t Size() const { return fCopy != nullptr ? fCopy->Size() : fMade.size(); }

private:
   const PayloadCopy *fCopy = nullptr; // of a streamed one
   std::string fMade;                  // of any other
};

} // namespace rootlet

#endif
