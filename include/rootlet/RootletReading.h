// BeingRead: which objects are being read on this thread, from the outermost to the innermost.
// Used by TBuffer, which tells, and by collections, which do not delete such an object: changed bytes can make a collection
// own one that it is a part of, and then its reading fails. Invariant: scopes end in the reverse order of their beginning.
#ifndef ROOTLET_RootletReading
#define ROOTLET_RootletReading

#include <vector>

class TBuffer;

namespace rootlet {

class BeingRead {
public:
   /// `object`: what is read now, or null to tell only of the buffer and its first object (TBuffer::MapObject()).
   explicit BeingRead(TBuffer &buffer, const void *object = nullptr)
      : fBuffer(buffer), fObject(object), fOuter(tInnermost)
   {
      tInnermost = this;
   }
   ~BeingRead() { tInnermost = fOuter; }
   BeingRead(const BeingRead &) = delete;
   BeingRead &operator=(const BeingRead &) = delete;
   /// The addresses of the complete objects.
   static std::vector<const void *> Objects();

private:
   static constinit thread_local const BeingRead *tInnermost;
   TBuffer &fBuffer;
   const void *fObject;
   const BeingRead *fOuter;
};

} // namespace rootlet

#endif
