// ElementReader: the objects that one collection reads from a stream, until it has read them all.
// Used by the Streamer()s of the collections. Invariant: if the rest cannot be read, every object that was made for this
// collection, or for an unowned collection in it, is deleted, unless something else in the stream refers to it.
#ifndef ROOTLET_ElementReader
#define ROOTLET_ElementReader

#include "RootletReading.h"
#include "TBuffer.h"

#include <compare>
#include <vector>

namespace rootlet {

class ElementReader {
public:
   explicit ElementReader(TBuffer &buffer);
   /// Without Done(), deletes what was read: the collection must not hold it any more.
   ~ElementReader();
   ElementReader(const ElementReader &) = delete;
   ElementReader &operator=(const ElementReader &) = delete;

   /// The next object behind a pointer, null if there is none.
   TObject *Read();
   /// All was read: the objects belong to the collection, or to whom it leaves them.
   void Done();

private:
   struct Made {
      TObject *fObject;
      std::size_t fPosition; // of its pointer in the stream
      auto operator<=>(const Made &) const = default;
   };
   void TakeBack(const Made &made);

   BeingRead fReading; // also while what was read is deleted
   TBuffer &fBuffer;
   ElementReader *fOuter;     // the collection whose element is being read
   std::vector<Made> fOwn;    // made for this collection
   std::vector<Made> fNested; // made for collections inside of its elements
   bool fDone = false;
};

} // namespace rootlet

#endif
