// RepairMap: every kind of damage, one by one and at random. Always: what it saves was published, under its name; what is whole
// and has its name is saved; the damaged file stays as it is.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <functional>
#include <map>
#include <random>

#include "../heap/TempFolder.h"
#include "FilePatch.h"
#include "RootletMapCheck.h"
#include "RootletMapRepair.h"
#include "StoreTools.h"
#include "heap/Crc32c.h"

namespace rootlet {
namespace {

using namespace test;
using namespace format;
namespace fs = std::filesystem;

std::string BytesOf(const std::string &path)
{
   std::ifstream file(path, std::ios::binary);
   return {std::istreambuf_iterator<char>(file), {}};
}

/// The newest slot of a record, and the others.
const ProducerRecord::Slot &Newest(const ProducerRecord &record)
{
   return *std::max_element(record.slots.begin(), record.slots.end(),
                            [](auto &x, auto &y) { return x.generation < y.generation; });
}

class RepairTest : public testing::Test {
protected:
   void SetUp() override
   {
      const auto producer = MapStore::Open(fPath, MapMode::kCreate, {.size = 0, .title = "to be saved", .slots = 3});
      for (int version = 0; version < 5; ++version)
         for (const char *name : {"a", "b", "removed", "c"})
            Put(*producer, name, std::string(name) + std::to_string(version));
      AddNamed(*producer, "never published");
      producer->Remove("removed");
      for (const char *name : {"a", "b", "c"})
         fRecords[name] = *producer->FindOwn(name);
   }

   RepairReport Repair() const
   {
      const std::string before = BytesOf(fPath);
      const RepairReport report = RepairMap(fPath, fOut, true);
      EXPECT_EQ(BytesOf(fPath), before) << "the damaged file was changed";
      const MapReport check = CheckMap(fOut);
      EXPECT_TRUE(check.IsSound()) << check.faults.at(0);
      EXPECT_EQ(check.bytes.leaked, 0u);
      return report;
   }
   /// One word for each object: "a:saved=a4".
   std::string Outcome(const RepairReport &report) const
   {
      static const char *const kNames[] = {"saved", "older", "found", "lost"};
      const auto saved = MapStore::Open(fOut, MapMode::kRead);
      std::string text;
      for (const RepairedObject &object : report.objects) {
         text += (text.empty() ? "" : " ") + object.name + ":" + kNames[object.state];
         if (object.state != RepairedObject::kLost)
            text += "=" + Take(*saved, object.name);
         EXPECT_EQ(object.why.empty(), object.state == RepairedObject::kSaved);
      }
      return text;
   }

   TempFolder fFolder;
   std::string fPath = fFolder / "map";
   std::string fOut = fFolder / "out";
   std::map<std::string, ProducerRecord> fRecords;
};

TEST_F(RepairTest, ASoundFileIsSavedWhole)
{
   const RepairReport report = Repair();
   EXPECT_TRUE(report.IsWhole());
   EXPECT_EQ(Outcome(report), "a:saved=a4 b:saved=b4 c:saved=c4");
   EXPECT_TRUE(report.faults.empty());
   EXPECT_EQ(report.title, "to be saved");
   EXPECT_EQ(MapStore::Open(fOut, MapMode::kRead)->Title(), "to be saved");
   EXPECT_EQ(FilePatch(fOut).Load<SuperblockConstant>(0).slots, 3u);
   EXPECT_EQ(Put(*MapStore::Open(fOut, MapMode::kUpdate), "a", "a5") > report.objects[0].generation, true);
}

struct Damage {
   const char *name;
   std::function<void(const FilePatch &, std::map<std::string, ProducerRecord> &)> change;
   const char *outcome;
   const char *fault; ///< a part of one of the faults; "" for none
};

template <class T>
void Fill(const FilePatch &file, std::uint64_t from, std::uint64_t to, T value)
{
   for (std::uint64_t at = from; at < to; at += sizeof value)
      file.Store(at, value);
}

void BreakVersion(const FilePatch &file, std::uint64_t block)
{
   file.Flip(block + sizeof(BlockHeader));
}

constexpr const char *kAll = "a:saved=a4 b:saved=b4 c:saved=c4";

const Damage kDamages[] = {
   {"SuperblockBit", [](auto &f, auto &) { f.Flip(70); }, kAll, "superblock does not fit its checksum"},
   {"SuperblockGone", [](auto &f, auto &) { Fill(f, 0, 1024, std::uint64_t{0}); }, kAll, "not a map file"},
   {"FirstPageGone", [](auto &f, auto &) { Fill(f, 0, 4096, ~std::uint64_t{0}); }, kAll, "not a map file"},
   {"HeadGone", [](auto &f, auto &) { Fill(f, 0, kChunkSize, std::uint64_t{0}); }, kAll, "not a map file"},
   {"HeapSizeTooSmall", [](auto &f, auto &) { f.Store(offsetof(Superblock, heapSize), 2 * kChunkSize); }, kAll, ""},
   {"HeapSizeHuge", [](auto &f, auto &) { f.Store(offsetof(Superblock, heapSize), std::uint64_t{1} << 40); }, kAll,
    "truncated"},
   {"HeapSizeZero", [](auto &f, auto &) { f.Store(offsetof(Superblock, heapSize), std::uint64_t{0}); }, kAll,
    "the heap size is 0"},
   {"Root", [](auto &f, auto &) { f.Store(offsetof(Superblock, root), std::uint64_t{12345}); }, kAll,
    "directory root is 12345"},
   {"RootIntoTheBlocks",
    [](auto &f, auto &r) {
       f.Store(offsetof(Superblock, root), RootWord(r["a"].info.offset / kChunkSize * kChunkSize, kMinTableLog2));
    },
    kAll, "does not lead to 'a'"},
   {"DirectoryGone", [](auto &f, auto &) { Fill(f, kChunkSize, 2 * kChunkSize, std::uint64_t{0}); }, kAll,
    "does not lead to 'a'"},
   {"DirectoryOfGarbage", [](auto &f, auto &) { Fill(f, kChunkSize, 2 * kChunkSize, std::uint64_t{0x1234567890}); },
    kAll, "outside the heap"},
   {"ChunkWordsGone", [](auto &f, auto &) { Fill(f, 32768, 32768 + 800, std::uint64_t{0}); }, kAll, ""},
   {"ChunkWordsOfRecords", [](auto &f, auto &) { Fill(f, 32768, 32768 + 800, ChunkWord(ChunkKind::kRecords)); }, kAll,
    ""},
   {"DirectoryAndChunkWordsGone",
    [](auto &f, auto &) {
       Fill(f, kChunkSize, 2 * kChunkSize, std::uint64_t{0});
       Fill(f, 32768, 32768 + 800, std::uint64_t{0});
    },
    kAll, "does not lead to 'b'"},
   {"CommitTooSmall", [](auto &f, auto &) { f.Store(offsetof(Head, leases), std::uint64_t{2}); }, kAll, ""},
   {"CommitTooLarge", [](auto &f, auto &) { f.Store(offsetof(Head, leases), ~std::uint64_t{0}); }, kAll, ""},
   {"NewestVersion", [](auto &f, auto &r) { BreakVersion(f, Newest(r["b"]).block.offset); },
    "a:saved=a4 b:older=b3 c:saved=c4", "of 'b' has a broken seal"},
   {"LengthOfTheNewestVersion", [](auto &f, auto &r) { f.Store(Newest(r["b"]).block.offset + 24, ~std::uint64_t{0}); },
    "a:saved=a4 b:older=b3 c:saved=c4", "of 'b' does not fit its block"},
   {"AllVersions",
    [](auto &f, auto &r) {
       for (const auto &slot : r["b"].slots)
          if (slot.generation != 0)
             BreakVersion(f, slot.block.offset);
    },
    "a:saved=a4 c:saved=c4 b:lost", "no version of 'b' is whole"},
   {"Name", [](auto &f, auto &r) { f.Flip(r["b"].info.offset + sizeof(InfoHeader)); }, "a:saved=a4 c:saved=c4 :lost",
    "no sound info block"},
   {"SlotsGone", [](auto &f, auto &r) { Fill(f, r["b"].offset + 64, r["b"].offset + 128, std::uint64_t{0}); },
    "a:saved=a4 c:saved=c4 b:found=b4", ""},
   {"SlotsOfGarbage", [](auto &f, auto &r) { Fill(f, r["b"].offset + 64, r["b"].offset + 128, std::uint64_t{77}); },
    "a:saved=a4 c:saved=c4 b:found=b4", "of 'b' points outside the heap"},
   {"RecordId", [](auto &f, auto &r) { f.Store(r["b"].offset, std::uint64_t{999}); },
    "a:saved=a4 c:saved=c4 b:found=b4", "no sound info block"},
   {"RecordGone", [](auto &f, auto &r) { Fill(f, r["b"].offset, r["b"].offset + 256, std::uint64_t{0}); },
    "a:saved=a4 c:saved=c4 b:found=b4", "has the id 0"},
};

class RepairOf : public RepairTest, public testing::WithParamInterface<Damage> {};

TEST_P(RepairOf, SavesWhatIsWholeAndSaysWhatIsNot)
{
   GetParam().change(FilePatch(fPath), fRecords);
   const RepairReport report = Repair();
   EXPECT_EQ(Outcome(report), GetParam().outcome);
   EXPECT_EQ(report.IsWhole(), std::string(GetParam().outcome) == kAll);
   std::string faults;
   for (const std::string &fault : report.faults)
      faults += fault + "\n";
   EXPECT_NE(faults.find(GetParam().fault), std::string::npos) << faults;
   EXPECT_EQ(faults.empty(), *GetParam().fault == '\0') << faults;
}

INSTANTIATE_TEST_SUITE_P(Table, RepairOf, testing::ValuesIn(kDamages),
                         [](const auto &test) { return test.param.name; });

TEST_F(RepairTest, WhatIsLeftOfATruncatedFileIsSaved)
{
   const auto last =
      std::ranges::max_element(fRecords, {}, [](const auto &named) { return Newest(named.second).block.offset; });
   const std::uint64_t end = Newest(last->second).block.offset + sizeof(BlockHeader);
   ASSERT_GT(end, last->second.offset) << "the records are gone too";
   fs::resize_file(fPath, end);
   const std::string outcome = Outcome(Repair());
   for (const auto &[name, record] : fRecords) {
      const std::string saved = name + ":saved=" + name + "4";
      EXPECT_EQ(outcome.find(saved) == std::string::npos, name == last->first) << outcome;
      EXPECT_NE(outcome.find(name + ":"), std::string::npos) << outcome;
   }
}

TEST(RepairUnsealed, AMapWithoutSealsIsSavedAsItIs)
{
   TempFolder folder;
   const std::string path = folder / "map";
   Put(*MapStore::Open(path, MapMode::kCreate, {.seal = false}), "a", "one");
   const RepairReport report = RepairMap(path, folder / "out", false);
   EXPECT_FALSE(report.sealed);
   EXPECT_TRUE(report.IsWhole());
   EXPECT_EQ(Take(*MapStore::Open(folder / "out", MapMode::kRead), "a"), "one");
   FilePatch(path).Flip(70);
   EXPECT_FALSE(RepairMap(path, folder / "out", true).sealed) << "the superblock cannot tell any more";
   EXPECT_EQ(Take(*MapStore::Open(folder / "out", MapMode::kRead), "a"), "one");
}

TEST(RepairUnsealed, AVersionThatIsCutIsNotTakenForWhole)
{
   TempFolder folder;
   const std::string path = folder / "map";
   std::uint64_t block = 0;
   {
      const auto producer = MapStore::Open(path, MapMode::kCreate, {.size = 0, .seal = false, .slots = 3});
      for (const char digit : {'0', '1', '2'})
         Put(*producer, "a", std::string(1000, digit));
      block = Newest(*producer->FindOwn("a")).block.offset;
   }
   fs::resize_file(path, block + sizeof(BlockHeader) + 500); // in the middle of a page
   const RepairReport report = RepairMap(path, folder / "out", false);
   EXPECT_FALSE(report.IsWhole());
   EXPECT_EQ(report.objects.at(0).state, RepairedObject::kOlder);
   EXPECT_EQ(Take(*MapStore::Open(folder / "out", MapMode::kRead), "a"), std::string(1000, '1'));
}

TEST_F(RepairTest, WhatCannotBeRepairedIsOneLineAndNothingIsMade)
{
   const auto error = [&](const std::string &path, const std::string &out, bool replace = false) {
      return MessageOf([&] { RepairMap(path, out, replace); });
   };
   EXPECT_EQ(error(fPath, fPath, true), fPath + ": is the damaged map itself; what is saved needs another name");
   EXPECT_NE(error(fFolder / "none", fOut).find("there is no such file"), std::string::npos);
   std::ofstream(fFolder / "text") << std::string(200000, 't');
   EXPECT_NE(error(fFolder / "text", fOut).find("nothing in it that could be saved"), std::string::npos);
   std::ofstream(fFolder / "short") << std::string(100, 't');
   EXPECT_NE(error(fFolder / "short", fOut).find("only 100 bytes"), std::string::npos);
   {
      const auto producer = MapStore::Open(fPath, MapMode::kUpdate);
      EXPECT_NE(error(fPath, fOut).find("a producer is at work"), std::string::npos);
   }
   EXPECT_FALSE(fs::exists(fOut));
   std::ofstream(fOut) << "here";
   EXPECT_NE(error(fPath, fOut).find("exists already"), std::string::npos);
   EXPECT_EQ(BytesOf(fOut), "here");
   const FilePatch file(fPath);
   auto constant = file.Load<SuperblockConstant>(0);
   constant.incompat = 1;
   constant.crc = Crc32c(&constant, offsetof(SuperblockConstant, crc));
   file.Store(0, constant);
   EXPECT_NE(error(fPath, fOut, true).find("incompat"), std::string::npos) << "no damage, but another format";
   EXPECT_EQ(BytesOf(fOut), "here");
}

/// Stretches of random bytes, of zeros, and single bits, all over the file. What is whole is known from the bytes before.
TEST_F(RepairTest, RandomDamageNeverCrashesAndCostsNoMoreThanItHits)
{
   TempFolder memory(MemoryFolder());
   fPath = memory / "map";
   fOut = memory / "out";
   std::map<std::string, std::vector<std::string>> texts;
   std::map<std::string, ProducerRecord> records;
   {
      std::mt19937 random(1);
      const auto store = MapStore::Open(fPath, MapMode::kCreate, {.size = 0});
      for (int i = 0; i < 400; ++i) {
         const std::string name = "object" + std::to_string(i % 80);
         texts[name].push_back(name + "." + std::to_string(i) + std::string(random() % 3000, 'x'));
         Put(*store, name, texts[name].back());
      }
      for (const auto &[name, versions] : texts)
         records[name] = *store->FindOwn(name);
   }
   const std::string whole = BytesOf(fPath);
   unsigned saved = 0, older = 0, lost = 0, refused = 0;
   for (unsigned seed = 0; seed < 300 && !HasFailure(); ++seed) {
      SCOPED_TRACE("seed " + std::to_string(seed));
      std::mt19937 random(seed);
      std::string bytes = whole;
      for (auto n = 1 + random() % 40; n != 0; --n) {
         std::size_t at = random() % bytes.size();
         if (random() % 4 == 0)
            at = random() % (2 * kChunkSize); // the head and the table, which are small
         const std::size_t length = std::min<std::size_t>(std::size_t{1} << random() % 13, bytes.size() - at);
         const auto kind = random() % 3;
         for (std::size_t i = at; i < at + (kind == 0 ? 1 : length); ++i)
            bytes[i] = static_cast<char>(kind == 0 ? bytes[i] ^ (1 << random() % 8) : kind == 1 ? 0 : random());
      }
      std::ofstream(fPath, std::ios::binary | std::ios::trunc) << bytes;
      const auto isWhole = [&](std::uint64_t offset, std::uint64_t size) {
         return bytes.compare(offset, size, whole, offset, size) == 0;
      };
      const bool sameCommit = isWhole(offsetof(Head, leases), 8);
      RepairReport report;
      try {
         report = RepairMap(fPath, fOut, true);
      } catch (const MapError &error) {
         ++refused;
         for (const auto &[name, record] : records)
            EXPECT_FALSE(isWhole(record.info.offset, record.info.size) &&
                         isWhole(Newest(record).block.offset, Newest(record).block.size))
               << name << " could have been saved, but " << error.what();
         continue;
      }
      EXPECT_EQ(BytesOf(fPath), bytes);
      EXPECT_TRUE(CheckMap(fOut).IsSound());
      const auto out = MapStore::Open(fOut, MapMode::kRead);
      for (const auto &[name, versions] : texts) {
         const std::string text = Take(*out, name);
         const bool isThere = std::find(versions.begin(), versions.end(), text) != versions.end();
         EXPECT_TRUE(isThere || text == "(none)") << name << ": " << text.substr(0, 40);
         const ProducerRecord &record = records[name];
         bool any = false;
         for (const auto &slot : record.slots)
            any = any || (slot.generation != 0 && isWhole(slot.block.offset, slot.block.size));
         if (isWhole(record.info.offset, record.info.size) && any) {
            EXPECT_TRUE(isThere) << name << " has a whole version and its name";
            if (sameCommit && isWhole(record.offset, kRecordSize) &&
                isWhole(Newest(record).block.offset, Newest(record).block.size)) {
               EXPECT_EQ(text, versions.back()) << "the newest version of " << name << " is whole";
            }
         }
         (text == versions.back() ? saved : isThere ? older : lost) += 1;
      }
   }
   std::printf("%u objects saved, %u older, %u lost, %u files refused\n", saved, older, lost, refused);
   EXPECT_GT(older, 0u);
   EXPECT_GT(lost, 0u);
}

} // namespace
} // namespace rootlet
