// BeingRead: see RootletReading.h.
#include "RootletReading.h"

#include "TBuffer.h"
#include "io/BufferReferences.h"

namespace rootlet {

constinit thread_local const BeingRead *BeingRead::tInnermost = nullptr;

std::vector<const void *> BeingRead::Objects()
{
   std::vector<const void *> objects;
   const TBuffer *last = nullptr;
   for (const BeingRead *scope = tInnermost; scope; scope = scope->fOuter) {
      if (scope->fObject)
         objects.push_back(scope->fObject);
      if (&scope->fBuffer != last)
         if (const void *top = scope->fBuffer.ReadObjectAt(BufferReferences::kTopTag))
            objects.push_back(top);
      last = &scope->fBuffer;
   }
   return objects;
}

} // namespace rootlet
