// The walk from the directory, then a look at every place where a record can lie. See Survey.h.
#include "map/Survey.h"

#include <algorithm>
#include <utility>

#include "heap/ChunkWords.h"
#include "heap/CopyFromShared.h"
#include "heap/FaultPoint.h"
#include "heap/MapHeap.h"
#include "map/NameHash.h"
#include "map/Printable.h"

namespace rootlet {

using namespace format;

namespace {

class Surveyor final : public WalkListener {
public:
   Surveyor(char *base, std::uint64_t size, WalkRules rules) : fBase(base), fSize(size), fRules(rules)
   {
      fRules.suspect = true;
      fRules.sealedBytes = &fSealedBytes;
   }

   Survey Run()
   {
      const std::uint64_t root = At<Superblock>(fBase, 0).root.value.load(std::memory_order_acquire);
      fFound.directory = WalkDirectory(fBase, fSize, root, fRules, *this);
      fFound.recordChunks.resize(RoundUp(fSize, kChunkSize) / kChunkSize);
      fFromTable = fFound.directory.records.size();
      for (const auto &record : fFound.directory.records)
         fKnown.insert(record->offset);
      fScanning = true;
      FindRecords(true);
      NoteContent();
      FindRecords(false);
      NoteContent();
      KeepOnePerName();
      NoteRecordChunks();
      CountLost();
      return std::move(fFound);
   }

private:
   void Fault(const std::string &what)
   {
      if (fFound.faults.size() < Survey::kMaxFaults)
         fFound.faults.push_back(what);
   }
   void OnBrokenRoot(const std::string &what) override
   {
      fFound.isTableWhole = false;
      Fault(what);
   }
   void OnBrokenRecord(const std::string &what) override
   {
      if (!fScanning)
         Fault(what);
   }
   void OnBrokenSlot(const ProducerRecord &record, const std::string &what, std::uint64_t generation) override
   {
      if (generation == 0)
         return;
      ++fFound.damagedVersions;
      std::uint64_t &newest = fFound.damaged[record.id];
      newest = std::max(newest, generation);
      Fault(what + " (generation " + std::to_string(generation) + ")");
   }
   void OnUnreachable(const ProducerRecord &record) override
   {
      fFound.isTableWhole = false;
      Fault("the directory does not lead to '" + Printable(record.description.name) + "'");
   }
   /// A producer streams for one generation at a time: of two, one was published.
   void OnUncommitted(unsigned, std::uint64_t generation, std::uint64_t) override
   {
      const std::uint64_t other = std::exchange(fUncommitted, generation);
      fFound.areCommitsWrong = fFound.areCommitsWrong || (other != 0 && other != generation);
   }

   bool IsMarked(std::uint64_t chunk) const
   {
      const Word *word = FindChunkWord(fBase, fSize, chunk);
      return word != nullptr && KindOf(word->load(std::memory_order_acquire)) == ChunkKind::kRecords;
   }

   /// Records that no bucket leads to, because the page of the table is an older one or because it is damaged: in the chunks
   /// that are marked as records, or in all others, as their words may be older or damaged too.
   void FindRecords(bool marked)
   {
      for (std::uint64_t chunk = fFound.recordChunks.size(); chunk-- > 1;) { // those that were made last first
         if (IsMarked(chunk) != marked)
            continue;
         for (std::uint64_t i = kRecordsPerChunk; i-- != 0;) {
            const std::uint64_t offset = chunk * kChunkSize + i * kRecordSize;
            if (CanBeRecord(offset) && !fKnown.contains(offset))
               TakeRecord(offset, !marked && fFound.content.Touch({offset, kRecordSize}));
         }
      }
   }

   /// Cheap, for there are many places.
   bool CanBeRecord(std::uint64_t offset) const
   {
      if (!Fits(offset, kRecordSize, fSize))
         return false;
      const auto &words = At<Record>(fBase, offset);
      const std::uint64_t id = words.id.load(std::memory_order_relaxed);
      const std::uint64_t info = words.info.load(std::memory_order_relaxed);
      if (id == 0 || id >= kMaxCounter || info < kChunkSize || info % kGranule != 0 ||
          !Fits(info, sizeof(InfoHeader), fSize))
         return false;
      std::uint64_t idInside = 0;
      CopyFromShared(&idInside, fBase + info + offsetof(InfoHeader, recordId), sizeof idInside);
      return idInside == id;
   }

   /// What lies in the content of another one can only be reported as lost.
   void TakeRecord(std::uint64_t offset, bool inContent)
   {
      if (fNameBytes > fSize)
         return; // sound info blocks do not overlap
      auto record = WalkRecord(fBase, fSize, offset, fRules, *this);
      if (record == nullptr)
         return;
      fNameBytes += record->info.size;
      fKnown.insert(offset);
      const std::uint64_t newest = NewestGeneration(*record);
      WalkedDirectory &directory = fFound.directory;
      directory.maxId = std::max(directory.maxId, record->id);
      directory.maxGeneration = std::max(directory.maxGeneration, newest);
      if (newest != 0 && inContent)
         return;
      if (newest != 0) // else it was never published, or is being removed
         directory.records.push_back(std::move(record));
      else if (fFound.damaged.contains(record->id))
         fFound.versionless.push_back(std::move(record));
   }

   void NoteContent()
   {
      fFound.content = {};
      for (const auto &record : fFound.directory.records) {
         fFound.content.Add(record->info);
         for (const ProducerRecord::Slot &slot : record->slots)
            if (slot.generation != 0)
               fFound.content.Add({slot.block.offset, MapHeap::BlockSize(sizeof(BlockHeader) + LengthOf(slot.block))});
      }
      fFound.content.Sort();
   }

   std::uint64_t LengthOf(Extent block) const
   {
      std::uint64_t length = 0;
      CopyFromShared(&length, fBase + block.offset + offsetof(BlockHeader, length), sizeof length);
      return std::min(length, block.size - sizeof(BlockHeader)); // a producer may be at work on it by now
   }

   /// Of two records of one name, a removed one in an older page, the one with the newer version counts.
   void KeepOnePerName()
   {
      auto &records = fFound.directory.records;
      std::unordered_map<std::string_view, std::size_t> best;
      std::vector<bool> kept(records.size(), true);
      for (std::size_t i = 0; i < records.size(); ++i) {
         const auto [known, isNew] = best.emplace(records[i]->description.name, i);
         if (isNew)
            continue;
         const ProducerRecord &other = *records[known->second];
         const bool better =
            std::pair(NewestGeneration(*records[i]), records[i]->id) > std::pair(NewestGeneration(other), other.id);
         kept[better ? std::exchange(known->second, i) : i] = false;
      }
      std::size_t next = 0;
      for (std::size_t i = 0; i < records.size(); ++i) {
         const bool reached = i < fFromTable;
         if (kept[i] != reached)
            fFound.isTableWhole = false;
         if (kept[i] && !reached)
            Fault("the directory does not lead to '" + Printable(records[i]->description.name) + "'");
         if (kept[i])
            std::swap(records[next++], records[i]);
      }
      records.resize(next);
      std::sort(records.begin(), records.end(), [](const auto &a, const auto &b) { return a->id < b->id; });
   }

   void NoteRecordChunks()
   {
      for (std::uint64_t chunk = 1; chunk < fFound.recordChunks.size(); ++chunk)
         fFound.recordChunks[chunk] = IsMarked(chunk) && !fFound.content.Touch({chunk * kChunkSize, kChunkSize});
      for (const auto &record : fFound.directory.records)
         fFound.recordChunks[record->offset / kChunkSize] = true;
   }

   void CountLost()
   {
      std::unordered_set<std::string_view> names;
      for (const auto &record : fFound.directory.records) {
         names.insert(record->description.name);
         if (NewestGeneration(*record) == 0 && fFound.damaged.contains(record->id)) {
            ++fFound.lostRecords;
            Fault("no version of '" + Printable(record->description.name) + "' is whole any more");
         }
      }
      for (const auto &record : fFound.versionless)
         if (names.insert(record->description.name).second) {
            ++fFound.lostRecords;
            Fault("no version of '" + Printable(record->description.name) + "' is whole any more");
         }
      // What a bucket says of itself counts only if a record can lie there: the whole table may be in other use.
      for (const std::uint64_t bucket : fFound.directory.brokenBuckets) {
         const std::uint64_t offset = BucketRecord(At<Word>(fBase, bucket).load(std::memory_order_relaxed));
         if (offset % kRecordSize == 0 && !fKnown.contains(offset) && Fits(offset, kRecordSize, fSize) &&
             fFound.recordChunks[offset / kChunkSize]) {
            ++fFound.lostRecords;
            fFound.brokenRecords.push_back(offset);
         }
      }
   }

   char *fBase;
   std::uint64_t fSize;
   WalkRules fRules;
   Survey fFound;
   std::uint64_t fSealedBytes = 2 * kSlots * fSize; // of the records in the table, and of those that are found
   std::uint64_t fNameBytes = 0;
   std::size_t fFromTable = 0;
   std::unordered_set<std::uint64_t> fKnown; // offsets of sound records; a bucket may be that of the one before
   std::uint64_t fUncommitted = 0;           // a generation above the commit of its owner
   bool fScanning = false;
};

} // namespace

void Stretches::Sort()
{
   std::sort(fExtents.begin(), fExtents.end(), [](Extent a, Extent b) { return a.offset < b.offset; });
   std::vector<Extent> merged;
   for (const Extent &extent : fExtents) {
      if (merged.empty() || extent.offset > merged.back().End())
         merged.push_back(extent);
      else
         merged.back().size = std::max(merged.back().End(), extent.End()) - merged.back().offset;
   }
   fExtents = std::move(merged);
}

bool Stretches::Touch(Extent part) const
{
   const auto next = std::upper_bound(fExtents.begin(), fExtents.end(), part.offset,
                                      [](std::uint64_t offset, Extent extent) { return offset < extent.offset; });
   return (next != fExtents.end() && next->offset < part.End()) ||
          (next != fExtents.begin() && std::prev(next)->End() > part.offset);
}

std::uint64_t NewestGeneration(const ProducerRecord &record)
{
   std::uint64_t newest = 0;
   for (const ProducerRecord::Slot &slot : record.slots)
      newest = std::max(newest, slot.generation);
   return newest;
}

std::uint64_t Survey::End() const
{
   std::uint64_t end = directory.table.End();
   for (const auto &record : directory.records) {
      end = std::max({end, record->offset + kRecordSize, record->info.End()});
      for (const ProducerRecord::Slot &slot : record->slots)
         end = std::max(end, slot.block.End());
   }
   return end;
}

Survey SurveyMap(char *base, std::uint64_t size, WalkRules rules)
{
   ROOTLET_FAULT_POINT("survey.begin");
   return Surveyor(base, size, rules).Run();
}

} // namespace rootlet
