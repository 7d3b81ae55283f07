// Damaged, truncated, foreign and hostile files: an error or something that was published, never a crash.
#include <gtest/gtest.h>
#include <signal.h>

#include <filesystem>
#include <fstream>
#include <functional>
#include <random>

#include "../heap/TempFolder.h"
#include "FilePatch.h"
#include "StoreTools.h"
#include "heap/Format.h"

namespace rootlet {
namespace {

using namespace test;
using format::BlockHeader;

const std::vector<std::string> kNames = {"first", "second", "third"};

/// A map whose three records have each had several versions.
void MakeMap(const std::string &path, const MapOptions &options = {})
{
   const auto producer = MapStore::Open(path, MapMode::kRecreate, options);
   for (int version = 0; version < 4; ++version)
      for (const std::string &name : kNames)
         Put(*producer, name, name + " version " + std::to_string(version));
}

/// "" if the answer is an error, nothing, or a text that was published under that name.
std::string Judge(MapStore &store, const std::string &name)
{
   try {
      const std::string text = Take(store, name);
      if (text == "(none)" || text == "(no version)" ||
          (text.rfind(name + " version ", 0) == 0 && text.size() == name.size() + 10))
         return "";
      return "'" + name + "' gave '" + text + "'";
   } catch (const MapError &) {
      return "";
   }
}

std::string JudgeAll(const std::string &path, MapMode mode)
{
   try {
      const auto store = MapStore::Open(path, mode);
      store->List();
      for (const std::string &name : kNames)
         if (const std::string bad = Judge(*store, name); !bad.empty())
            return bad;
      if (mode == MapMode::kUpdate) {
         Put(*store, "new", "new version 0");
         if (Take(*store, "new") != "new version 0")
            return "cannot go on";
      }
   } catch (const MapError &) {
   }
   return "";
}

class DamageTest : public testing::Test {
protected:
   TempFolder fFolder{MemoryFolder()};
   std::string fPath = fFolder / "map";
};

struct BadFile {
   const char *name;
   std::string content;
   const char *message;
};

class BadFileTest : public DamageTest, public testing::WithParamInterface<BadFile> {};

TEST_P(BadFileTest, IsRefusedWithTheReasonAndLeftAsItIs)
{
   std::ofstream(fPath, std::ios::binary) << GetParam().content;
   for (const MapMode mode : {MapMode::kRead, MapMode::kUpdate}) {
      const std::string error = MessageOf([&] { MapStore::Open(fPath, mode); });
      EXPECT_NE(error.find(GetParam().message), std::string::npos) << error;
      EXPECT_NE(error.find(fPath), std::string::npos) << error;
      EXPECT_EQ(error.find('\n'), std::string::npos);
   }
   EXPECT_EQ(std::filesystem::file_size(fPath), GetParam().content.size());
   MakeMap(fPath); // RECREATE replaces whatever was there
   EXPECT_EQ(Take(*MapStore::Open(fPath, MapMode::kRead), "first"), "first version 3");
}

INSTANTIATE_TEST_SUITE_P(
   Table, BadFileTest,
   testing::Values(BadFile{"Empty", "", "is empty"},
                   BadFile{"Text", "This is a text, and no map at all.\n", "not a map file"},
                   BadFile{"RootFile", std::string("root\0\0\xf7\x4e", 8) + std::string(5000, 'r'), "not a map file"},
                   BadFile{"Zeros", std::string(200000, '\0'), "not a map file"},
                   BadFile{"MagicOnly", "\x89RLMAP\r\n", "truncated"}, BadFile{"OneByte", "\x89", "truncated"},
                   BadFile{"MagicAndZeros", "\x89RLMAP\r\n" + std::string(300000, '\0'), "byte order"}),
   [](const auto &test) { return test.param.name; });

TEST_F(DamageTest, ATruncatedMapIsRefused)
{
   MakeMap(fPath);
   const auto whole = std::filesystem::file_size(fPath);
   for (const std::uintmax_t size : {whole - 1, whole / 2, std::uintmax_t{65536}, std::uintmax_t{5000},
                                     std::uintmax_t{1024}, std::uintmax_t{700}}) {
      std::filesystem::resize_file(fPath, size);
      for (const MapMode mode : {MapMode::kRead, MapMode::kUpdate}) {
         const std::string error = MessageOf([&] { MapStore::Open(fPath, mode); });
         EXPECT_TRUE(error.find("truncated") != std::string::npos || error.find("too small") != std::string::npos)
            << size << ": " << error;
      }
   }
}

TEST_F(DamageTest, TruncationToNothingUnderAProducerIsAnErrorOfEveryCall)
{
   // In a child each, because the first call that meets it decides.
   const std::vector<std::pair<const char *, std::function<void(MapStore &)>>> calls = {
      {"FreeBytes", [](MapStore &store) { store.FreeBytes(); }},
      {"Size", [](MapStore &store) { store.Size(); }},
      {"IsReplaced", [](MapStore &store) { store.IsReplaced(); }},
      {"Publish", [](MapStore &store) { EXPECT_NE(MessageOf([&] { Put(store, "first", "x"); }), ""); }},
      {"Add", [](MapStore &store) { EXPECT_NE(MessageOf([&] { AddNamed(store, "x"); }), ""); }},
      {"Remove", [](MapStore &store) { EXPECT_NE(MessageOf([&] { store.Remove("first"); }), ""); }},
   };
   for (const auto &[name, call] : calls) {
      MakeMap(fPath);
      const std::string result = InChild([&, &call = call]() -> std::string {
         const auto producer = MapStore::Open(fPath, MapMode::kUpdate);
         std::filesystem::resize_file(fPath, 0);
         call(*producer);
         const std::string message = MessageOf([&] { Put(*producer, "first", "y"); });
         return message.find("truncated") != std::string::npos ? "" : "went on: " + message;
      });
      EXPECT_EQ(result, "") << name;
   }
}

// ---- a stranger who writes while a producer has the file -------------------------------------------------------------

TEST_F(DamageTest, AProducerDoesNotGiveOutWhatItUsesThoughChunkWordsSayFree)
{
   constexpr std::size_t kLarge = 20 << 20;
   const auto producer = MapStore::Open(fPath, MapMode::kCreate, {.size = 0});
   Put(*producer, "gap", std::string(kLarge, 'g'));
   const std::string behind(1 << 20, 'b');
   Put(*producer, "behind", behind);
   producer->Remove("gap"); // whole chunks go back to the file, so the next search begins there
   const FilePatch file(fPath);
   for (std::uint64_t chunk = 2; chunk < producer->Size() / format::kChunkSize; ++chunk)
      if (format::KindOf(file.Load(offsetof(format::Head, chunkWords) + chunk * 8)) != format::ChunkKind::kRecords)
         file.Store(offsetof(format::Head, chunkWords) + chunk * 8, std::uint64_t{0});
   const std::string larger(kLarge + (4 << 20), 'l'); // has no room in the gap
   Put(*producer, "larger", larger);
   EXPECT_EQ(Take(*producer, "behind"), behind);
   EXPECT_EQ(Take(*producer, "larger"), larger);
}

TEST_F(DamageTest, ATableThatAStrangerHasFilledIsMadeAnew)
{
   const auto producer = MapStore::Open(fPath, MapMode::kCreate);
   const FilePatch file(fPath);
   for (std::uint64_t at = format::kChunkSize; at < 2 * format::kChunkSize; at += 8)
      file.Store(at, ~std::uint64_t{0});
   Put(*producer, "a", "one");
   EXPECT_EQ(Take(*MapStore::Open(fPath, MapMode::kRead), "a"), "one");
   EXPECT_TRUE(producer->Remove("a"));
}

TEST_F(DamageTest, AProducerOfAHugeMapNeedsNoSegmentWords)
{
   constexpr std::uint64_t kChunks = format::kHeadChunkWords + 10;
   const auto producer = MapStore::Open(fPath, MapMode::kCreate, {.size = kChunks * format::kChunkSize});
   const std::uint64_t free = producer->FreeBytes();
   FilePatch(fPath).Store(offsetof(format::Superblock, segments), std::uint64_t{0});
   EXPECT_EQ(producer->FreeBytes(), free); // looks at every chunk
   Put(*producer, "a", "one");
   EXPECT_EQ(Take(*producer, "a"), "one");
}

TEST_F(DamageTest, CountersThatWentBackAreErrors)
{
   const auto producer = MapStore::Open(fPath, MapMode::kCreate);
   for (int i = 0; i < 5; ++i)
      Put(*producer, "a", "version " + std::to_string(i));
   const FilePatch file(fPath);
   for (const std::uint64_t value : {std::uint64_t{0}, std::uint64_t{3}, format::kMaxCounter, ~std::uint64_t{0}}) {
      file.Store(offsetof(format::Superblock, nextGeneration), value);
      EXPECT_EQ(MessageOf([&] { Put(*producer, "a", "x"); }), fPath + ": damaged: the next generation is " +
                                                                 std::to_string(value) +
                                                                 "; make the map again with RECREATE");
      file.Store(offsetof(format::Superblock, nextRecordId), value == 3 ? 1 : value);
      EXPECT_NE(MessageOf([&] { AddNamed(*producer, "b"); }).find("the next record id is"), std::string::npos);
      EXPECT_EQ(Take(*MapStore::Open(fPath, MapMode::kRead), "a"), "version 4");
   }
   file.Store(offsetof(format::Superblock, nextGeneration), std::uint64_t{100});
   EXPECT_EQ(Put(*producer, "a", "version 5"), 100u);
}

TEST_F(DamageTest, AHeapSizeThatAStrangerWroteIsNotTold)
{
   MakeMap(fPath);
   const auto consumer = MapStore::Open(fPath, MapMode::kRead);
   FilePatch(fPath).Store(offsetof(format::Superblock, heapSize), ~std::uint64_t{0});
   EXPECT_EQ(consumer->Size(), std::filesystem::file_size(fPath));
   EXPECT_EQ(Take(*consumer, "first"), "first version 3");
}

// ---- records that lie ------------------------------------------------------------------------------------------------

TEST_F(DamageTest, ARecordOfAnOwnerThatNeverWasIsDamaged)
{
   MakeMap(fPath);
   const std::uint64_t owner =
      MapStore::Open(fPath, MapMode::kUpdate)->FindOwn("first")->offset + offsetof(format::Record, owner);
   const FilePatch file(fPath);
   for (const std::uint64_t word : {format::LeaseWord(1, 5), ~std::uint64_t{0}}) {
      file.Store(owner, word);
      EXPECT_EQ(MessageOf([&] { Take(*MapStore::Open(fPath, MapMode::kRead), "first"); }),
                fPath + ": damaged: the owner of 'first' is no producer that the file knows");
   }
}

TEST_F(DamageTest, ABucketThatLeadsToAnotherRecordIsDamaged)
{
   MakeMap(fPath);
   const auto consumer = MapStore::Open(fPath, MapMode::kRead);
   const FilePatch file(fPath);
   const auto offsetOf = [](const ProducerRecord *record) { return record->offset; };
   std::uint64_t first = 0, second = 0;
   {
      const auto producer = MapStore::Open(fPath, MapMode::kUpdate);
      first = offsetOf(producer->FindOwn("first"));
      second = offsetOf(producer->FindOwn("second"));
   }
   for (std::uint64_t at = format::kChunkSize; at < 2 * format::kChunkSize; at += 8)
      if (format::BucketRecord(file.Load(at)) == first)
         file.Store(at, file.Load(at) - first + second);
   EXPECT_EQ(MessageOf([&] { Take(*consumer, "first"); }),
             fPath + ": damaged: the directory entry for 'first' is not sound");
   EXPECT_EQ(Take(*consumer, "second"), "second version 3");
}

TEST_F(DamageTest, AListingTakesNoMoreMemoryThanTheFile)
{
   const std::string name(30000, 'n');
   Put(*MapStore::Open(fPath, MapMode::kCreate), name, "x");
   const FilePatch file(fPath);
   std::uint64_t bucket = 0;
   for (std::uint64_t at = format::kChunkSize; at < 2 * format::kChunkSize; at += 8)
      if (file.Load(at) != 0)
         bucket = file.Load(at);
   for (std::uint64_t at = format::kChunkSize; at < 2 * format::kChunkSize; at += 8)
      file.Store(at, bucket); // 8192 times 30 kB
   const auto consumer = MapStore::Open(fPath, MapMode::kRead);
   EXPECT_EQ(MessageOf([&] { consumer->List(); }), fPath + ": damaged: the info blocks of the records overlap");
   EXPECT_EQ(Take(*consumer, name), "x");
   std::string other = name;
   other[0] = 'o'; // has another hash, so the table leads nowhere; all of it is looked at
   EXPECT_EQ(Take(*consumer, other), "(none)");
}

TEST_F(DamageTest, ABrokenSealGivesTheNextOlderVersionAndSaysSo)
{
   MakeMap(fPath);
   std::vector<ProducerRecord::Slot> slots;
   {
      const auto producer = MapStore::Open(fPath, MapMode::kUpdate);
      const ProducerRecord *record = producer->FindOwn("second");
      slots.assign(record->slots.begin(), record->slots.end());
   }
   std::erase_if(slots, [](const auto &slot) { return slot.generation == 0; });
   std::sort(slots.begin(), slots.end(), [](const auto &a, const auto &b) { return a.generation > b.generation; });
   ASSERT_EQ(slots.size(), 3u);
   const FilePatch file(fPath);
   const auto consumer = MapStore::Open(fPath, MapMode::kRead);
   PayloadCopy copy;
   for (unsigned damaged = 0; damaged < 3; ++damaged) {
      const auto result = consumer->Read("second", copy);
      EXPECT_EQ(result->damagedVersions, damaged);
      EXPECT_EQ(result->generation, slots[damaged].generation);
      EXPECT_EQ(std::string(copy.Data(), copy.Size()), "second version " + std::to_string(3 - damaged));
      file.Flip(slots[damaged].block.offset + sizeof(BlockHeader) + 3);
   }
   EXPECT_NE(MessageOf([&] { consumer->Read("second", copy); }).find("no version of 'second' is whole"),
             std::string::npos);
   EXPECT_EQ(Take(*consumer, "third"), "third version 3");
   file.Flip(slots[0].block.offset + sizeof(BlockHeader) + 3);
   EXPECT_EQ(Take(*consumer, "second"), "second version 3");
}

TEST_F(DamageTest, EveryBitOfEveryBlockHeaderMatters)
{
   MakeMap(fPath);
   const std::uint64_t block = NewestBlock(fPath, "first");
   const FilePatch file(fPath);
   const auto consumer = MapStore::Open(fPath, MapMode::kRead);
   for (std::uint64_t at = 0; at < sizeof(BlockHeader); ++at)
      for (unsigned bit = 0; bit < 8; ++bit) {
         file.Flip(block + at, bit);
         EXPECT_EQ(Take(*consumer, "first"), "first version 2") << "byte " << at << " bit " << bit;
         file.Flip(block + at, bit);
      }
   EXPECT_EQ(Take(*consumer, "first"), "first version 3");
}

TEST_F(DamageTest, EveryFlippedByteOfTheHeadGivesAnErrorOrACorrectReadToAConsumer)
{
   MakeMap(fPath);
   const FilePatch file(fPath);
   const std::uint64_t leases = offsetof(format::Head, leases) + sizeof(format::LeaseEntry);
   for (std::uint64_t at = 0; at < leases; ++at) {
      file.Flip(at, at % 8);
      EXPECT_EQ(JudgeAll(fPath, MapMode::kRead), "") << "byte " << at;
      file.Flip(at, at % 8);
   }
   for (std::uint64_t at = offsetof(format::Head, chunkWords); at < offsetof(format::Head, chunkWords) + 128; ++at) {
      file.Flip(at, at % 8);
      EXPECT_EQ(JudgeAll(fPath, MapMode::kRead), "") << "byte " << at;
      file.Flip(at, at % 8);
   }
   EXPECT_EQ(Take(*MapStore::Open(fPath, MapMode::kRead), "first"), "first version 3");
}

TEST_F(DamageTest, EveryFlippedByteOfTheHeadGivesAnErrorOrACorrectMapToAProducer)
{
   const std::string original = fFolder / "original";
   MakeMap(original, {.size = 0});
   const std::uint64_t end = offsetof(format::Head, leases) + sizeof(format::LeaseEntry);
   for (std::uint64_t at = 0; at < end; ++at) {
      std::filesystem::copy_file(original, fPath, std::filesystem::copy_options::overwrite_existing);
      FilePatch(fPath).Flip(at, at % 8);
      EXPECT_EQ(JudgeAll(fPath, MapMode::kUpdate), "") << "byte " << at;
   }
}

TEST_F(DamageTest, RandomCorruptionNeverShowsAnythingThatWasNotPublished)
{
   const std::string original = fFolder / "original";
   MakeMap(original, {.size = 0});
   const std::uint64_t size = std::filesystem::file_size(original);
   // Where anything lies at all: head, the used end of the table is sparse, records and blocks.
   std::vector<std::uint64_t> places;
   const FilePatch source(original);
   for (std::uint64_t at = 0; at < size; ++at)
      if (source.Load<unsigned char>(at) != 0)
         places.push_back(at);
   std::mt19937 random(5);
   for (int i = 0; i < 1500; ++i) {
      std::filesystem::copy_file(original, fPath, std::filesystem::copy_options::overwrite_existing);
      const FilePatch file(fPath);
      const int bytes = 1 + static_cast<int>(random() % 4);
      for (int b = 0; b < bytes; ++b)
         file.Store<unsigned char>(random() % 3 == 0 ? random() % size : places[random() % places.size()],
                                   static_cast<unsigned char>(random()));
      EXPECT_EQ(JudgeAll(fPath, MapMode::kRead), "") << "round " << i;
      EXPECT_EQ(JudgeAll(fPath, MapMode::kUpdate), "") << "round " << i;
   }
}

} // namespace
} // namespace rootlet
