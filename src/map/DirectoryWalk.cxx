// Buckets, records, slots and block headers, one after the other. See DirectoryWalk.h.
#include "map/DirectoryWalk.h"

#include <algorithm>
#include <array>
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

   /// What a slot holds, as far as it can be believed.
   struct Version {
      std::uint64_t generation = 0;
      std::uint64_t length = 0; ///< bytes of the payload
      Extent block;
   };
   using Versions = std::array<Version, kSlots>;

   void WalkSlots(ProducerRecord &record, Record &words)
   {
      const unsigned index = LeaseIndex(words.owner.load(std::memory_order_acquire));
      const std::uint64_t commit = At<Head>(fBase, 0).leases[index].commit.value.load(std::memory_order_acquire);
      Versions versions;
      if (fRules.suspect)
         return WalkSuspectSlots(record, words, index, fRules.commits ? commit : kMaxCounter);
      for (unsigned s = 0; s < kSlots; ++s) {
         const std::uint64_t generation = words.slots[s].generation.load(std::memory_order_acquire);
         const std::uint64_t block = words.slots[s].block.load(std::memory_order_acquire);
         versions[s] = WalkBlock(record, s, generation, block);
         record.slots[s].block = versions[s].block;
         if (versions[s].generation > commit) // streamed by a producer that died before it committed, or is about to
            fListener.OnUncommitted(index, versions[s].generation, commit);
      }
      Keep(record, versions, commit);
   }

   /// A version is what its sealed block says, whatever the slot says of it: their pages may be of different ages. Where
   /// nothing else is left, one that was not published counts, and then the block of a slot that was being rewritten.
   void WalkSuspectSlots(ProducerRecord &record, Record &words, unsigned index, std::uint64_t commit)
   {
      Versions versions;
      for (const bool beingWritten : {false, true}) {
         for (unsigned s = 0; s < kSlots; ++s) {
            const std::uint64_t generation = words.slots[s].generation.load(std::memory_order_acquire);
            const std::uint64_t block = words.slots[s].block.load(std::memory_order_acquire);
            if ((generation == 0) == beingWritten)
               versions[s] = WalkBlock(record, s, generation, block);
            if (versions[s].generation > commit)
               fListener.OnUncommitted(index, versions[s].generation, commit);
         }
         if (Keep(record, versions, commit) || Keep(record, versions, kMaxCounter))
            return;
      }
   }

   /// The versions up to `last` become those of the record. False if there is none.
   static bool Keep(ProducerRecord &record, const Versions &versions, std::uint64_t last)
   {
      std::uint64_t newest = 0;
      for (unsigned s = 0; s < kSlots; ++s) {
         const auto &[generation, length, block] = versions[s];
         if (generation == 0 || generation > last)
            continue;
         record.slots[s] = {generation, block};
         if (generation > newest) {
            newest = generation;
            record.lastLength = length;
         }
      }
      return newest != 0;
   }

   Version WalkBlock(const ProducerRecord &record, unsigned index, std::uint64_t generation, std::uint64_t offset)
   {
      const auto broken = [&](const std::string &what) {
         fListener.OnBrokenSlot(
            record, "slot " + std::to_string(index) + " of '" + Printable(record.description.name) + "' " + what,
            generation);
         return Version{};
      };
      if (offset == 0)
         return generation == 0 ? Version{} : broken("has a version but no block");
      if (offset < kChunkSize || offset % kGranule != 0 || !Fits(offset, sizeof(BlockHeader), fSize))
         return broken("points outside the heap");
      BlockHeader header;
      CopyFromShared(&header, fBase + offset, sizeof header);
      if (header.capacity < sizeof header || header.capacity % kGranule != 0 || !Fits(offset, header.capacity, fSize) ||
          header.recordId != record.id)
         return broken("points to something that is not its block");
      if (generation == 0 && !fRules.suspect)
         return {0, 0, {offset, header.capacity}};
      const bool sealDecides = fRules.suspect && fRules.checkSeals;
      if ((header.generation != generation && !sealDecides) || header.generation == 0 ||
          header.generation >= kMaxCounter || header.length > header.capacity - sizeof header)
         return broken("does not fit its block");
      const std::uint64_t capacity = fRules.checkSeals ? SealedCapacityOf(header, offset) : header.capacity;
      if (capacity == 0)
         return broken("has a broken seal");
      return {header.generation, header.length, {offset, capacity}};
   }

   /// 0 if the seal does not hold, or may not be checked any more.
   std::uint64_t SealedCapacityOf(const BlockHeader &header, std::uint64_t offset)
   {
      if (!fRules.sealed || (fRules.sealedBytes != nullptr && header.length > *fRules.sealedBytes))
         return 0;
      if (fRules.sealedBytes != nullptr)
         *fRules.sealedBytes -= header.length;
      fPayload.resize(std::max<std::size_t>(fPayload.size(), header.length));
      CopyFromShared(fPayload.data(), fBase + offset + sizeof header, header.length);
      return SealedCapacity(header, fPayload.data());
   }

   char *fBase;
   std::uint64_t fSize;
   const WalkRules &fRules;
   WalkListener &fListener;
   std::vector<char> fPayload;
};

class TableWalk {
public:
   TableWalk(char *base, std::uint64_t size, const WalkRules &rules, WalkListener &listener)
      : fBase(base), fSize(size), fRules(rules), fListener(listener), fRecordWalk(base, size, rules, listener)
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
      // On a suspect file the chunk words prove nothing, and the record must prove itself.
      Word *chunkWord = FindChunkWord(fBase, fSize, offset / kChunkSize);
      if (!fRules.suspect &&
          (chunkWord == nullptr || KindOf(chunkWord->load(std::memory_order_acquire)) != ChunkKind::kRecords))
         return Broken(name + " lies in a chunk that holds no records");
      if (!fFound.recordOffsets.insert(offset).second)
         return Broken(name + " is in the directory twice");
      if (fInfoBytes > fSize) // could make us copy and keep far more names than the file has bytes
         return Broken("the info blocks overlap");
      std::uint64_t infoBytes = 0;
      auto record = fRecordWalk.Run(offset, &infoBytes);
      fInfoBytes += infoBytes;
      if (record == nullptr)
         return false;
      if (BucketTag(bucket) != NameHash(record->description.name) >> 48)
         return Broken(name + " has the hash of another name");
      if (!fNames.insert(record->description.name).second && !fRules.suspect)
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
   RecordWalk fRecordWalk;
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
