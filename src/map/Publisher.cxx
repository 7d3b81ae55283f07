// Publish, step by step. See Publisher.h.
#include "map/Publisher.h"

#include <algorithm>
#include <cstring>

#include "RootletError.h"
#include "heap/FaultPoint.h"
#include "heap/Fences.h"
#include "heap/Futex.h"
#include "heap/SigbusGuard.h"
#include "map/BlockSeal.h"

namespace rootlet {

using namespace format;

namespace {

constexpr std::uint64_t kLargePayload = std::uint64_t{1} << 20;

format::Slot &SlotWords(MappedFile &file, const ProducerRecord &record, unsigned slot)
{
   return At<Record>(file.Base(), record.offset).slots[slot];
}

/// The block of one invalidated slot, as memory that a TBuffer writes to.
class SlotStorage final : public BufferStorage {
public:
   SlotStorage(MappedFile &file, MapHeap &heap, ProducerRecord &record, unsigned slot)
      : fFile(file), fHeap(heap), fRecord(record), fSlot(slot)
   {
   }

   char *Grow(std::size_t used, std::size_t wanted, std::size_t &capacity) override
   {
      if (Block().size == 0 || wanted > Block().size - sizeof(BlockHeader))
         Replace(used, std::max(wanted, used + used / 4));
      capacity = Block().size - sizeof(BlockHeader);
      return Payload();
   }

   /// Writes the header, which makes the block a whole version, and gives back what is far too much. In a heap that has become
   /// sparse the version moves to a lower place that fits.
   void Finish(std::uint64_t generation, std::size_t length, bool sealed)
   {
      if (Block().size == 0 || length > Block().size - sizeof(BlockHeader))
         throw MapError("the writer of '" + fRecord.description.name + "' reports more bytes than it had room for");
      const std::uint64_t needed = MapHeap::BlockSize(sizeof(BlockHeader) + length);
      const std::uint64_t kept = MapHeap::BlockSize(needed + needed / 8);
      if (const auto lower = fHeap.AllocateLower(kept, Block().offset)) {
         ROOTLET_FAULT_POINT("publish.lower");
         MoveTo({*lower, kept}, length);
      }
      std::uint64_t surplus = 0;
      if (Block().size > needed + needed / 4 + kShrinkFrom) {
         ROOTLET_FAULT_POINT("shrink.capacity");
         surplus = Block().size - kept;
         Block().size = kept;
         // One store: a kill must not leave half of the number.
         At<Word>(fFile.Base(), Block().offset + offsetof(BlockHeader, capacity))
            .store(kept, std::memory_order_relaxed);
      }
      ROOTLET_FAULT_POINT("publish.seal");
      BlockHeader header = {};
      header.capacity = Block().size;
      header.recordId = fRecord.id;
      header.generation = generation;
      header.length = length;
      header.seal = sealed ? BlockSeal(header, Payload()) : 0;
      ROOTLET_FAULT_POINT("publish.header");
      std::memcpy(fFile.Base() + Block().offset, &header, sizeof header);
      if (surplus != 0) {
         ROOTLET_FAULT_POINT("shrink.free");
         fHeap.Free(Block().End(), surplus); // after the header has given it up
      }
   }

private:
   static constexpr std::uint64_t kShrinkFrom = 256;

   Extent &Block() { return fRecord.slots[fSlot].block; }
   char *Payload() { return fFile.Base() + Block().offset + sizeof(BlockHeader); }

   /// Step 3: a larger block.
   void Replace(std::size_t used, std::size_t wanted)
   {
      if (wanted > kMaxHeapSize)
         throw MapError(fFile.Path() + ": no room for an object of " + std::to_string(wanted) + " bytes");
      const std::uint64_t size = MapHeap::BlockSize(sizeof(BlockHeader) + wanted);
      ROOTLET_FAULT_POINT("block.allocate");
      MoveTo({fHeap.Allocate(size), size}, used);
   }

   /// The first `used` bytes of the payload are kept; the old block is freed once nothing points to it.
   void MoveTo(Extent block, std::size_t used)
   {
      const Extent old = Block();
      ROOTLET_FAULT_POINT("block.copy");
      char *base = fFile.Base();
      if (used != 0)
         std::memcpy(base + block.offset + sizeof(BlockHeader), base + old.offset + sizeof(BlockHeader), used);
      BlockHeader header = {};
      header.capacity = block.size;
      header.recordId = fRecord.id;
      ROOTLET_FAULT_POINT("block.header");
      std::memcpy(base + block.offset, &header, sizeof header);
      ROOTLET_FAULT_POINT("block.offset");
      SlotWords(fFile, fRecord, fSlot).block.store(block.offset, std::memory_order_release);
      Block() = block;
      if (old.size != 0) {
         ROOTLET_FAULT_POINT("block.free-old");
         fHeap.Free(old.offset, old.size);
      }
   }

   MappedFile &fFile;
   MapHeap &fHeap;
   ProducerRecord &fRecord;
   unsigned fSlot;
};

} // namespace

std::uint64_t Publisher::Publish(std::span<PublishItem> items, const LateItems &late)
{
   // Step 1.
   if (fFile.IsForkedCopy())
      throw MapError(fFile.Path() +
                     ": this process is a forked copy of the producer; it may read the map, not write it");
   SigbusGuard guard(fFile);
   if (fLease.IsEvicted())
      throw MapError(fFile.Path() + ": another producer has taken over; open the map again");
   fFile.ThrowIfBroken();
   auto &superblock = At<Superblock>(fFile.Base(), 0);
   ROOTLET_FAULT_POINT("publish.generation");
   const std::uint64_t generation = superblock.nextGeneration.value.fetch_add(1, std::memory_order_relaxed);
   fFile.ThrowIfBroken();
   if (generation <= fLast || generation >= kMaxCounter)
      throw MapError(fFile.Path() + ": damaged: the next generation is " + std::to_string(generation) +
                     "; make the map again with RECREATE");
   fLast = generation;

   bool any = false;
   const auto writeAll = [&](std::span<PublishItem> some) {
      for (PublishItem &item : some) {
         try {
            PublishOne(item, generation);
            item.error = nullptr;
            any = true;
         } catch (...) {
            item.error = std::current_exception();
         }
      }
   };
   writeAll(items);
   if (late) {
      ROOTLET_FAULT_POINT("publish.late");
      writeAll(late());
   }
   fFile.ThrowIfBroken();
   if (!any)
      return 0;
   ROOTLET_FAULT_POINT("publish.commit");
   // Step 5: the one store that publishes all of them.
   fLease.Commit().store(generation, std::memory_order_release);
   ROOTLET_FAULT_POINT("publish.notify");
   // Step 6.
   superblock.notify.value.fetch_add(1, std::memory_order_release);
   ROOTLET_FAULT_POINT("publish.wake");
   if (fSleepers.MaySomebodySleep(fFile.LockFd()))
      FutexWake(superblock.notify.value);
   ROOTLET_FAULT_POINT("publish.done");
   return generation;
}

void Publisher::PublishOne(const PublishItem &item, std::uint64_t generation)
{
   ProducerRecord &record = *item.record;
   ROOTLET_FAULT_POINT("publish.choose");
   const unsigned slot = ChooseSlot(record);
   Invalidate(record, slot);
   if (const Extent block = record.slots[slot].block; block.size != 0 && !fHeap.Holds(block)) {
      // It lies in a chunk of a dead producer, in which nobody writes.
      ROOTLET_FAULT_POINT("publish.move-out");
      SlotWords(fFile, record, slot).block.store(0, std::memory_order_release);
      record.slots[slot].block = {};
   }
   SlotStorage storage(fFile, fHeap, record, slot);
   if (record.slots[slot].block.size == 0) {
      std::size_t capacity = 0;
      storage.Grow(0, std::max<std::uint64_t>(record.lastLength + record.lastLength / 8, 448), capacity);
   }
   ROOTLET_FAULT_POINT("publish.stream");
   const std::size_t length = item.writer->Write(storage); // step 4
   storage.Finish(generation, length, fSealed);
   ROOTLET_FAULT_POINT("publish.slot");
   SlotWords(fFile, record, slot).generation.store(generation, std::memory_order_release);
   record.slots[slot].generation = generation;
   record.lastLength = length;
}

/// The slot with the oldest version, so never the newest one, which readers take. A record uses fewer slots when its
/// payload is large; a slot too many gives its block back.
unsigned Publisher::ChooseSlot(ProducerRecord &record)
{
   const unsigned wanted = fSlots != 0 ? fSlots : record.lastLength > kLargePayload ? 2 : 3;
   for (;;) {
      unsigned blocks = 0;
      unsigned empty = kSlots;
      unsigned oldest = kSlots;
      for (unsigned s = kSlots; s-- != 0;) {
         if (record.slots[s].block.size == 0) {
            empty = s;
            continue;
         }
         ++blocks;
         if (oldest == kSlots || record.slots[s].generation < record.slots[oldest].generation)
            oldest = s;
      }
      if (blocks == wanted || (blocks != 0 && record.slots[oldest].generation == 0))
         return oldest;
      if (blocks < wanted)
         return empty;
      ROOTLET_FAULT_POINT("slot.give-back");
      Invalidate(record, oldest);
      ROOTLET_FAULT_POINT("slot.offset");
      SlotWords(fFile, record, oldest).block.store(0, std::memory_order_release);
      const Extent block = record.slots[oldest].block;
      record.slots[oldest].block = {};
      ROOTLET_FAULT_POINT("slot.free");
      fHeap.Free(block.offset, block.size);
   }
}

/// Step 2: after it, and only then, anything may touch the slot's block. Release, so that the 0 does not overtake the last
/// commit: a reader would find no slot that the commit it has seen allows.
void Publisher::Invalidate(ProducerRecord &record, unsigned slot)
{
   ROOTLET_FAULT_POINT("publish.invalidate");
   SlotWords(fFile, record, slot).generation.store(0, std::memory_order_release);
   record.slots[slot].generation = 0;
   ReleaseFence();
}

} // namespace rootlet
