// The producer's Update: streams objects straight into free slots of their records and publishes all with one store.
// Used by MapStore. The steps and their memory orders are those of mapfile-format.md, "Publish".
// Invariant: between two commits nothing that a reader may be told to take is written.
#ifndef ROOTLET_map_Publisher
#define ROOTLET_map_Publisher

#include <cstdint>
#include <exception>
#include <functional>
#include <span>

#include "TBuffer.h"
#include "heap/MapHeap.h"
#include "heap/MappedFile.h"
#include "map/Lease.h"
#include "map/ProducerRecord.h"
#include "map/Sleepers.h"

namespace rootlet {

/// Writes the payload of one version.
class PayloadWriter {
public:
   virtual ~PayloadWriter() = default;
   /// Writes to the memory that `storage` lends (storage.Grow(0, n, capacity) tells where it begins), asking it for more
   /// as it goes, and returns the number of bytes written. An exception leaves the record with its old version.
   virtual std::size_t Write(BufferStorage &storage) = 0;
};

/// One object to publish; `error` receives what its writer has thrown.
struct PublishItem {
   ProducerRecord *record = nullptr;
   PayloadWriter *writer = nullptr;
   std::exception_ptr error = nullptr;
};

/// Further items that are only known once the others have been written. Does not throw.
using LateItems = std::function<std::span<PublishItem>()>;

/// Threads: one at a time (MapStore's mutex).
class Publisher {
public:
   /// `generation`: the newest that is given out.
   Publisher(MappedFile &file, MapHeap &heap, const Lease &lease, bool sealed, unsigned slots, std::uint64_t generation)
      : fFile(file), fHeap(heap), fLease(lease), fSealed(sealed), fSlots(slots), fLast(generation)
   {
   }

   /// Publishes all items together; returns their generation, or 0 if not one of them could be written.
   /// Throws MapError if nothing can be published any more: evicted, a forked copy, or the file truncated or its counter of
   /// generations changed by a stranger.
   /// `late`, if given, is asked once all items are written: what it returns is published with them.
   std::uint64_t Publish(std::span<PublishItem> items, const LateItems &late = {});

private:
   void PublishOne(const PublishItem &item, std::uint64_t generation);
   unsigned ChooseSlot(ProducerRecord &record);
   void Invalidate(ProducerRecord &record, unsigned slot);

   MappedFile &fFile;
   MapHeap &fHeap;
   const Lease &fLease;
   bool fSealed;
   unsigned fSlots;     // 0: by the size of the payload
   std::uint64_t fLast; // newest generation that this producer knows of
   SleepersQuestion fSleepers;
};

} // namespace rootlet

#endif
