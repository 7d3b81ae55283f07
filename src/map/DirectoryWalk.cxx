// Buckets, records, slots and block headers, one after the other. See DirectoryWalk.h.
#include "map/DirectoryWalk.h"

#include <algorithm>
#include <string_view>

#include "heap/ChunkWords.h"
#include "heap/CopyFromShared.h"
#include "heap/FaultPoint.h"
#include "heap/MapHeap.h"
#include "map/BlockSeal.h"
#include "map/NameHash.h"
#include "map/Printable.h"

namespace rootlet {

using namespace format;

namespace {

class RecordWalk {
public:
   RecordWalk(char *base, std::uint64_t size, const WalkRules &rules, WalkListener &listener)
      : fBase(base), fSize(size), fRules(rules), fListener(listener)
   {
   }

   /// `infoBytes` receives what was copied to find the name.
   std::unique_ptr<ProducerRecord> Run(std::uint64_t offset, std::uint64_t *infoBytes)
   {
      ROOTLET_FAULT_POINT("recover.record");
      const std::string name = "the record at offset " + std::to_string(offset);
      auto record = std::make_unique<ProducerRecord>();
      auto &words = At<Record>(fBase, offset);
      record->offset = offset;
      record->id = words.id.load(std::memory_order_acquire);
      if (record->id == 0 || record->id >= kMaxCounter)
         return Broken(name + " has the id " + std::to_string(record->id));
      const std::uint64_t infoOffset = words.info.load(std::memory_order_relaxed);
      std::uint64_t infoSize = 0;
      auto description = DecodeInfo(fBase, fSize, infoOffset, record->id, &infoSize);
      if (infoBytes != nullptr)
         *infoBytes = infoSize;
      if (!description)
         return Broken(name + " has no sound info block");
      record->description = std::move(*description);
      record->info = {infoOffset, MapHeap::BlockSize(infoSize)};
      if (!Fits(infoOffset, record->info.size, fSize))
         return Broken(name + " has an info block that passes the end");
      if (words.hash.load(std::memory_order_relaxed) != NameHash(record->description.name))
         return Broken(name + " has the hash of another name");
      WalkSlots(*record, words);
      return record;
   }

private:
   std::unique_ptr<ProducerRecord> Broken(const std::string &what)
   {
      fListener.OnBrokenRecord(what);
      return nullptr;
   }

   void WalkSlots(ProducerRecord &record, Record &words)
   {
      const unsigned index = LeaseIndex(words.owner.load(std::memory_order_acquire));
      const std::uint64_t commit = At<Head>(fBase, 0).leases[index].commit.value.load(std::memory_order_acquire);
      std::uint64_t newest = 0;
      for (unsigned s = 0; s < kSlots; ++s) {
         const std::uint64_t generation = words.slots[s].generation.load(std::memory_order_acquire);
         const std::uint64_t block = words.slots[s].block.load(std::memory_order_acquire);
         std::uint64_t length = 0;
         ProducerRecord::Slot slot = WalkBlock(record, s, generation, block, length);
         if (!fRules.suspect && slot.generation > commit) {
            fListener.OnUncommitted(index, slot.generation, commit);
            slot.generation = 0; // streamed by a producer that died before it committed, or that is about to
         }
         if (slot.generation > newest) {
            newest = slot.generation;
            record.lastLength = length;
         }
         record.slots[s] = slot;
      }
   }

   /// What a slot holds, as far as it can be believed.
   ProducerRecord::Slot WalkBlock(const ProducerRecord &record, unsigned index, std::uint64_t generation,
                                  std::uint64_t offset, std::uint64_t &length)
   {
      const auto broken = [&](const std::string &what) {
         fListener.OnBrokenSlot(
            record, "slot " + std::to_string(index) + " of '" + Printable(record.description.name) + "' " + what,
            generation);
         return ProducerRecord::Slot{};
      };
      if (offset == 0)
         return generation == 0 ? ProducerRecord::Slot{} : broken("has a version but no block");
      if (offset < kChunkSize || offset % kGranule != 0 || !Fits(offset, sizeof(BlockHeader), fSize))
         return broken("points outside the heap");
      BlockHeader header;
      CopyFromShared(&header, fBase + offset, sizeof header);
      if (header.capacity < sizeof header || header.capacity % kGranule != 0 || !Fits(offset, header.capacity, fSize) ||
          header.recordId != record.id)
         return broken("points to something that is not its block");
      if (generation == 0)
         return fRules.suspect ? ProducerRecord::Slot{} : ProducerRecord::Slot{0, {offset, header.capacity}};
      if (header.generation != generation || header.length > header.capacity - sizeof header ||
          generation >= kMaxCounter)
         return broken("does not fit its block");
      if (fRules.checkSeals && !(fRules.sealed && BlockSeal(header, fBase + offset + sizeof header) == header.seal))
         return broken("has a broken seal");
      length = header.length;
      return {generation, {offset, header.capacity}};
   }

   char *fBase;
   std::uint64_t fSize;
   const WalkRules &fRules;
   WalkListener &fListener;
};

class TableWalk {
public:
   TableWalk(char *base, std::uint64_t size, const WalkRules &rules, WalkListener &listener)
      : fBase(base), fSize(size), fRules(rules), fListener(listener)
   {
   }

   WalkedDirectory Run(std::uint64_t root)
   {
      const std::uint64_t table = RootTable(root);
      const unsigned log2 = RootLog2(root);
      if (log2 < kMinTableLog2 || log2 > kMaxTableLog2 || table < kChunkSize ||
          !Fits(table, std::uint64_t{8} << log2, fSize)) {
         fListener.OnBrokenRoot("the directory root is " + std::to_string(root));
         return {};
      }
      fFound.table = {table, std::uint64_t{8} << log2};
      const std::uint64_t capacity = std::uint64_t{1} << log2;
      std::uint64_t lastEmpty = capacity; // none yet
      for (std::uint64_t i = 0; i < capacity; ++i) {
         const std::uint64_t at = table + i * sizeof(Word);
         const std::uint64_t bucket = At<Word>(fBase, at).load(std::memory_order_acquire);
         if (bucket == kBucketEmpty)
            lastEmpty = i;
         else if (bucket == kBucketRemoved)
            ++fFound.removedBuckets;
         else if (!Enter(bucket))
            fFound.brokenBuckets.push_back(at);
         else
            fPlaces.push_back({fFound.records.back().get(), i, lastEmpty});
      }
      CheckProbes(capacity, lastEmpty);
      std::sort(fFound.records.begin(), fFound.records.end(),
                [](const auto &a, const auto &b) { return a->id < b->id; });
      return std::move(fFound);
   }

private:
   struct Place {
      const ProducerRecord *record;
      std::uint64_t bucket;
      std::uint64_t emptyBefore; // the last empty bucket that the walk had met; the capacity if none
   };

   bool Broken(const std::string &what)
   {
      fListener.OnBrokenRecord(what);
      return false;
   }

   /// Every record must be found by a probe from its hash, which ends at the first empty bucket.
   void CheckProbes(std::uint64_t capacity, std::uint64_t lastEmpty)
   {
      for (const Place &place : fPlaces) {
         const std::uint64_t empty = place.emptyBefore != capacity ? place.emptyBefore : lastEmpty;
         const std::uint64_t probe = (place.bucket - NameHash(place.record->description.name)) & (capacity - 1);
         if (empty != capacity && probe >= (place.bucket - empty - 1) % capacity + 1)
            fListener.OnUnreachable(*place.record);
      }
   }

   bool Enter(std::uint64_t bucket)
   {
      const std::uint64_t offset = BucketRecord(bucket);
      const std::string name = "the record at offset " + std::to_string(offset);
      if (offset < kChunkSize || offset % kRecordSize != 0 || !Fits(offset, kRecordSize, fSize))
         return Broken(name + " lies outside the heap");
      Word *chunkWord = FindChunkWord(fBase, fSize, offset / kChunkSize);
      if (chunkWord == nullptr || KindOf(chunkWord->load(std::memory_order_acquire)) != ChunkKind::kRecords)
         return Broken(name + " lies in a chunk that holds no records");
      if (!fFound.recordOffsets.insert(offset).second)
         return Broken(name + " is in the directory twice");
      if (fInfoBytes > fSize) // could make us copy and keep far more names than the file has bytes
         return Broken("the info blocks overlap");
      std::uint64_t infoBytes = 0;
      auto record = RecordWalk(fBase, fSize, fRules, fListener).Run(offset, &infoBytes);
      fInfoBytes += infoBytes;
      if (record == nullptr)
         return false;
      if (BucketTag(bucket) != NameHash(record->description.name) >> 48)
         return Broken(name + " has the hash of another name");
      if (!fNames.insert(record->description.name).second)
         return Broken("two records have the name '" + Printable(record->description.name) + "'");
      fFound.maxId = std::max(fFound.maxId, record->id);
      for (const ProducerRecord::Slot &slot : record->slots)
         fFound.maxGeneration = std::max(fFound.maxGeneration, slot.generation);
      fFound.records.push_back(std::move(record));
      return true;
   }

   char *fBase;
   std::uint64_t fSize;
   const WalkRules &fRules;
   WalkListener &fListener;
   WalkedDirectory fFound;
   std::unordered_set<std::string_view> fNames; // owned by the records
   std::vector<Place> fPlaces;
   std::uint64_t fInfoBytes = 0;
};

} // namespace

WalkedDirectory WalkDirectory(char *base, std::uint64_t size, std::uint64_t root, const WalkRules &rules,
                              WalkListener &listener)
{
   return TableWalk(base, size, rules, listener).Run(root);
}

std::unique_ptr<ProducerRecord> WalkRecord(char *base, std::uint64_t size, std::uint64_t offset, const WalkRules &rules,
                                           WalkListener &listener)
{
   return RecordWalk(base, size, rules, listener).Run(offset, nullptr);
}

} // namespace rootlet
