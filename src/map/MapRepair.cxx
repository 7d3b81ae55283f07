// RepairMap: Survey finds the records that prove themselves; where records are damaged, the heap is searched for names and
// versions that do; CompactCopy writes what there is. See RootletMapRepair.h.
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <bit>
#include <map>
#include <set>

#include "RootletError.h"
#include "RootletMapRepair.h"
#include "heap/CopyFromShared.h"
#include "heap/Crc32c.h"
#include "heap/FileLock.h"
#include "heap/MapHeap.h"
#include "heap/OpenFile.h"
#include "heap/SigbusGuard.h"
#include "heap/Superblock.h"
#include "map/BlockSeal.h"
#include "map/CompactCopy.h"
#include "map/MapStore.h"
#include "map/Printable.h"
#include "map/Recover.h"
#include "map/Survey.h"

namespace rootlet {

using namespace format;

namespace {

/// A version that is whole, by its block.
struct Version {
   std::uint64_t id = 0; ///< of its record
   std::uint64_t generation = 0;
   std::uint64_t block = 0; ///< offset
   std::uint64_t length = 0;
};

/// Names and versions that prove themselves, wherever in the heap they lie and whatever has become of their records: the id of
/// a record is in both.
class HeapSearch {
public:
   HeapSearch(char *base, std::uint64_t size, bool sealed, const Stretches &known)
      : fBase(base), fSize(size), fBytesLeft(8 * size)
   {
      for (std::uint64_t offset = kChunkSize; offset + kGranule <= size; offset += kGranule) {
         if (known.Touch({offset, kGranule}))
            continue;
         LookForInfo(offset);
         if (sealed) // else nothing proves a version
            LookForVersion(offset);
      }
   }

   struct Name {
      ObjectDescription description;
      std::uint64_t info = 0; ///< offset of its info block
   };
   std::map<std::uint64_t, Name> names;     // by id
   std::map<std::uint64_t, Version> newest; // by id

private:
   void LookForInfo(std::uint64_t offset)
   {
      InfoHeader header;
      CopyFromShared(&header, fBase + offset, sizeof header);
      if (header.recordId == 0 || header.recordId >= kMaxCounter || header.size > fBytesLeft)
         return;
      std::uint64_t copied = 0;
      auto description = DecodeInfo(fBase, fSize, offset, header.recordId, &copied);
      fBytesLeft -= std::min(copied, fBytesLeft);
      if (description)
         names.insert_or_assign(header.recordId, Name{std::move(*description), offset});
   }

   void LookForVersion(std::uint64_t offset)
   {
      BlockHeader header;
      CopyFromShared(&header, fBase + offset, sizeof header);
      if (header.capacity < sizeof header || header.capacity % kGranule != 0 || header.recordId == 0 ||
          header.recordId >= kMaxCounter || header.generation == 0 || header.generation >= kMaxCounter ||
          header.length > header.capacity - sizeof header || !Fits(offset, sizeof header + header.length, fSize) ||
          header.length > fBytesLeft)
         return;
      fBytesLeft -= header.length;
      fPayload.resize(std::max<std::size_t>(fPayload.size(), header.length));
      CopyFromShared(fPayload.data(), fBase + offset + sizeof header, header.length);
      if (SealedCapacity(header, fPayload.data()) == 0)
         return;
      Version &version = newest[header.recordId];
      if (header.generation > version.generation)
         version = {header.recordId, header.generation, offset, header.length};
   }

   char *fBase;
   std::uint64_t fSize;
   std::uint64_t fBytesLeft; // that may be looked at, so that overlapping blocks cost no more than the file has
   std::vector<char> fPayload;
};

class Repair {
public:
   Repair(MappedFile &file, const SuperblockConstant &constant, RepairReport &report)
      : fFile(file), fSize(std::min<std::uint64_t>(file.Size(), file.FileSize())), fConstant(constant), fReport(report)
   {
   }

   /// False if the superblock is damaged and there is nothing to show that this ever was a map.
   bool Run(bool knownSuperblock)
   {
      fReport.sealed = fConstant.sealed != 0 || !knownSuperblock;
      Survey survey = Look(fReport.sealed);
      const auto hasVersion = [](const Survey &some) {
         return std::any_of(some.directory.records.begin(), some.directory.records.end(),
                            [](const auto &record) { return NewestGeneration(*record) != 0; });
      };
      if (!knownSuperblock && !hasVersion(survey)) {
         Survey unsealed = Look(false);
         if (hasVersion(unsealed)) {
            survey = std::move(unsealed);
            fReport.sealed = false;
         }
      }
      CheckWords();
      fReport.faults.insert(fReport.faults.end(), survey.faults.begin(), survey.faults.end());
      for (const auto &record : survey.directory.records)
         TakeRecord(*record, survey);
      const bool isDirectoryWhole = knownSuperblock && survey.isTableWhole && survey.directory.brokenBuckets.empty() &&
                                    survey.damaged.empty() && fUnpublished.empty();
      if (!isDirectoryWhole)
         TakeFromHeap(survey);
      for (const auto &[id, description] : fLost)
         if (!fNames.contains(description.name))
            Lose(description, "no version of it is whole any more");
      for (std::size_t i = fFoundWithoutRecord; i < survey.brokenRecords.size(); ++i)
         Lose({}, "a record whose name is lost");
      return knownSuperblock || !fReport.objects.empty();
   }

   bool HasAny() const { return !fVersions.empty(); }

   void Write(CompactCopy &copy) const
   {
      std::vector<char> payload;
      for (std::size_t i = 0; i < fVersions.size(); ++i) {
         const RepairedObject &object = fReport.objects[i];
         payload.resize(object.length);
         CopyFromShared(payload.data(), fFile.Base() + fVersions[i].block + sizeof(BlockHeader), payload.size());
         copy.Add(fDescriptions[i], object.generation, payload.data(), payload.size());
      }
      copy.Finish();
   }

private:
   Survey Look(bool sealed) const
   {
      // A commit word may be damaged as well; then what it forbids is taken where nothing else is left.
      WalkRules rules = {.sealed = sealed, .checkSeals = sealed, .commits = !IsSuspect(fFile)};
      Survey survey = SurveyMap(fFile.Base(), fSize, rules);
      rules.commits = false;
      return survey.areCommitsWrong ? SurveyMap(fFile.Base(), fSize, rules) : std::move(survey);
   }

   void CheckWords()
   {
      try {
         CheckHeapSize(At<Superblock>(fFile.Base(), 0).heapSize.value.load(std::memory_order_acquire), fFile.FileSize(),
                       "");
      } catch (const MapError &error) {
         fReport.faults.emplace_back(std::string(error.what()).substr(2));
      }
   }

   void TakeRecord(const ProducerRecord &record, const Survey &survey)
   {
      const std::uint64_t newest = NewestGeneration(record);
      const auto damage = survey.damaged.find(record.id);
      if (newest == 0) {
         if (damage != survey.damaged.end())
            fLost.emplace(record.id, record.description);
         else
            fUnpublished.emplace(record.id, record.description); // or its slots are damaged in such a way
         return;
      }
      const auto slot = std::find_if(record.slots.begin(), record.slots.end(),
                                     [newest](const auto &each) { return each.generation == newest; });
      const bool older = damage != survey.damaged.end() && damage->second > newest;
      Take(record.id, record.description, {record.id, newest, slot->block.offset, record.lastLength},
           older ? RepairedObject::kOlder : RepairedObject::kSaved,
           older ? "generation " + std::to_string(damage->second) + " is damaged" : "");
   }

   /// Where records are damaged, what they led to may be whole.
   void TakeFromHeap(const Survey &survey)
   {
      for (const auto &record : survey.versionless)
         if (!fNames.contains(record->description.name))
            fLost.emplace(record->id, record->description);
      HeapSearch search(fFile.Base(), fSize, fReport.sealed, survey.content);
      for (std::size_t i = 0; i < fVersions.size();
           ++i) // a slot that led to a newer one is damaged, the version is not
         if (const Version &version = search.newest[fVersions[i].id];
             fReport.objects[i].state == RepairedObject::kOlder && version.generation > fVersions[i].generation) {
            fVersions[i] = version;
            fReport.objects[i].state = RepairedObject::kFound;
            fReport.objects[i].generation = version.generation;
            fReport.objects[i].length = version.length;
            fReport.objects[i].why = "the slot of its newest version is damaged";
         }
      std::map<std::uint64_t, ObjectDescription> wanted = fLost;
      wanted.insert(fUnpublished.begin(), fUnpublished.end());
      const std::set<std::uint64_t> removed = InfoBlocksOfRemoved(survey);
      for (auto &[id, name] : search.names)
         if (!removed.contains(name.info))
            wanted.try_emplace(id, std::move(name.description));
      std::map<std::string, std::pair<std::uint64_t, const ObjectDescription *>> byName; // the newest one of each
      for (const auto &[id, description] : wanted) {
         const auto version = search.newest.find(id);
         if (version == search.newest.end() || fNames.contains(description.name) || fIds.contains(id))
            continue;
         const auto [known, isNew] = byName.try_emplace(description.name, id, &description);
         if (!isNew && search.newest[known->second.first].generation < version->second.generation)
            known->second = {id, &description};
      }
      for (const auto &[name, what] : byName) {
         const auto &[id, description] = what;
         const bool hasRecord = fLost.erase(id) + fUnpublished.erase(id) != 0;
         Take(id, *description, search.newest[id], RepairedObject::kFound,
              hasRecord ? "no version that its record leads to is whole"
                        : "its record is damaged, or had been removed");
         fFoundWithoutRecord += hasRecord ? 0 : 1;
      }
   }

   /// A removed record still says where its name was; nothing else of it is left, and no bucket leads there.
   std::set<std::uint64_t> InfoBlocksOfRemoved(const Survey &survey) const
   {
      const std::set<std::uint64_t> reached(survey.brokenRecords.begin(), survey.brokenRecords.end());
      std::set<std::uint64_t> infos;
      for (std::size_t chunk = 1; chunk < survey.recordChunks.size(); ++chunk) {
         if (!survey.recordChunks[chunk])
            continue;
         for (std::uint64_t i = 0; i < kRecordsPerChunk; ++i) {
            const std::uint64_t offset = chunk * kChunkSize + i * kRecordSize;
            if (!Fits(offset, kRecordSize, fSize))
               continue;
            const auto &words = At<Record>(fFile.Base(), offset);
            const bool empty = std::all_of(std::begin(words.slots), std::end(words.slots), [](const Slot &slot) {
               return slot.generation.load(std::memory_order_relaxed) == 0;
            });
            if (empty && words.id.load(std::memory_order_relaxed) == 0 && !reached.contains(offset))
               infos.insert(words.info.load(std::memory_order_relaxed));
         }
      }
      return infos;
   }

   void Take(std::uint64_t id, const ObjectDescription &description, const Version &version,
             RepairedObject::State state, std::string why)
   {
      fNames.insert(description.name);
      fIds.insert(id);
      fVersions.push_back(version);
      fDescriptions.push_back(description);
      fReport.objects.push_back(
         {state, description.name, description.className, version.generation, version.length, std::move(why)});
   }

   void Lose(const ObjectDescription &description, const char *why)
   {
      fReport.objects.push_back({RepairedObject::kLost, description.name, description.className, 0, 0, why});
   }

   MappedFile &fFile;
   const std::uint64_t fSize; // of the file, where the last page may end early
   const SuperblockConstant &fConstant;
   RepairReport &fReport;
   std::vector<Version> fVersions; // of the first objects of the report
   std::vector<ObjectDescription> fDescriptions;
   std::map<std::uint64_t, ObjectDescription> fLost; // records of which no version is whole, by id
   std::map<std::uint64_t, ObjectDescription> fUnpublished;
   std::set<std::string> fNames;
   std::set<std::uint64_t> fIds;
   std::size_t fFoundWithoutRecord = 0;
};

/// The constant part, as far as it can be believed. A sound one of another format is no damage: throws MapError.
SuperblockConstant ReadSuperblock(int fd, const std::string &path, std::string &fault)
{
   try {
      return CheckSuperblock(fd, path, false);
   } catch (const MapError &error) {
      fault = std::string(error.what()).substr(path.size() + 2);
      SuperblockConstant constant = {};
      if (::pread(fd, &constant, sizeof constant, 0) != static_cast<ssize_t>(sizeof constant))
         throw;
      const std::uint32_t crc = Crc32c(&constant, offsetof(SuperblockConstant, crc));
      const std::uint32_t swapped = __builtin_bswap32(crc); // made on a machine of the other byte order
      if (constant.crc == crc || constant.crc == swapped)
         throw;
      constant.titleLength = constant.titleLength > kTitleCapacity ? 0 : constant.titleLength;
      constant.slots = constant.slots == 1 || constant.slots > kSlots ? 0 : constant.slots;
      return constant;
   }
}

} // namespace

RepairReport RepairMap(const std::string &path, const std::string &output, bool replace)
{
   RepairReport report;
   report.path = ResolvePath(path);
   report.output = ResolvePath(output);
   UniqueFd fd = OpenExisting(report.path, false);
   struct stat info = {};
   if (::fstat(fd.Get(), &info) != 0 || info.st_size < static_cast<off_t>(2 * kChunkSize))
      throw MapError(report.path + ": has only " + std::to_string(info.st_size) + " bytes; there is nothing to save");
   std::string fault;
   const SuperblockConstant constant = ReadSuperblock(fd.Get(), report.path, fault);
   if (!fault.empty())
      report.faults.push_back(fault);
   for (unsigned i = 0; i < kLeases; ++i)
      if (IsByteLocked(fd.Get(), kLeaseLock + static_cast<std::int64_t>(i)))
         throw MapError(report.path + ": a producer is at work on it; close it there first");
   MappedFile file(std::move(fd), report.path, MappedFile::Access::kRead);
   if (file.IsNamed(report.output))
      throw MapError(report.output + ": is the damaged map itself; what is saved needs another name");
   file.MapLastPage();
   SigbusGuard guard(file);
   Repair repair(file, constant, report);
   const bool isMap = repair.Run(fault.empty());
   file.ThrowIfBroken();
   if (!isMap)
      throw MapError(report.path + ": " + fault + "; and there is nothing in it that could be saved");
   if (!repair.HasAny() && !report.IsWhole())
      throw MapError(report.path + ": damaged, and nothing of it can be saved");
   report.title.assign(constant.title, constant.titleLength);
   MapStore::WriteFile(report.output, (info.st_mode & 0666) | 0600, replace, [&](int out) {
      CompactCopy copy(out, report.output, {0, report.title, report.sealed, constant.slots});
      repair.Write(copy);
      file.ThrowIfBroken();
   });
   return report;
}

} // namespace rootlet
