// CheckMap: a sound file is sound whatever its producer does, and every kind of damage is told.
#include <gtest/gtest.h>
#include <signal.h>

#include <numeric>
#include <random>

#include "../heap/TempFolder.h"
#include "FilePatch.h"
#include "RootletError.h"
#include "RootletMapCheck.h"
#include "StoreTools.h"

namespace rootlet {
namespace {

using namespace test;
using namespace format;

std::uint64_t Sum(const MapReport::Bytes &b)
{
   return b.head + b.chunkWords + b.tables + b.records + b.infoBlocks + b.blocks + b.freeInside + b.orphan +
          b.freeChunks + b.held + b.leaked;
}

std::string Text(const MapReport &report)
{
   return std::accumulate(report.faults.begin(), report.faults.end(), std::string(),
                          [](std::string all, const std::string &fault) { return std::move(all) + fault + "\n"; });
}

class CheckTest : public testing::Test {
protected:
   void SetUp() override
   {
      const auto producer = MapStore::Open(fPath, MapMode::kCreate, {.size = 0, .title = "checked"});
      for (int version = 0; version < 5; ++version)
         for (const char *name : {"a", "b"})
            Put(*producer, name, std::string(name) + std::to_string(version));
      fA = *producer->FindOwn("a");
      fB = *producer->FindOwn("b");
      for (unsigned s = 0; s < kSlots; ++s)
         if (fA.slots[s].generation > fA.slots[fNewest].generation)
            fNewest = s;
   }
   MapReport Check() const
   {
      const MapReport report = CheckMap(fPath);
      EXPECT_EQ(Sum(report.bytes), report.heapSize) << "every byte is counted once";
      return report;
   }

   TempFolder fFolder;
   std::string fPath = fFolder / "map";
   ProducerRecord fA, fB;
   unsigned fNewest = 0;
};

TEST_F(CheckTest, ASoundFileIsSoundAndNothingIsLeaked)
{
   const MapReport report = Check();
   EXPECT_EQ(Text(report), "");
   EXPECT_EQ(report.title, "checked");
   EXPECT_EQ(report.records, 2u);
   EXPECT_EQ(report.versions, 6u);
   EXPECT_EQ(report.payload, 12u);
   EXPECT_EQ(report.bytes.leaked, 0u);
   EXPECT_FALSE(report.producerAlive || report.suspect || report.replaced);
   EXPECT_EQ(report.bytes.blocks, 6 * 192u); // header and two bytes take 128, an eighth more may come
}

TEST_F(CheckTest, WhatADeadProducerHeldIsToldAndFoundByTheNextUpdate)
{
   const FilePatch file(fPath);
   { // killed while it had taken a chunk for a large block
      const auto producer = MapStore::Open(fPath, MapMode::kUpdate);
      Put(*producer, "big", std::string(1 << 20, 'x'));
      producer->Remove("big");
   }
   MapReport report = Check();
   EXPECT_TRUE(report.IsSound()) << Text(report);
   EXPECT_GT(report.bytes.leaked, std::uint64_t{1} << 20);
   MapStore::Open(fPath, MapMode::kUpdate);
   report = Check();
   EXPECT_TRUE(report.IsSound()) << Text(report);
   EXPECT_EQ(report.bytes.leaked, 0u);
   EXPECT_GT(report.bytes.freeChunks, std::uint64_t{1} << 20);
}

TEST_F(CheckTest, AnUnusedTailIsNoDamage)
{
   std::filesystem::resize_file(fPath, std::filesystem::file_size(fPath) + 100000);
   EXPECT_TRUE(Check().IsSound());
   EXPECT_EQ(Check().bytes.tail, 100000u);
}

TEST_F(CheckTest, DamageIsToldAndTheFileLeftAsItIs)
{
   const FilePatch file(fPath);
   const auto slot = fA.offset + offsetof(Record, slots) + fNewest * sizeof(Slot);
   const auto block = fA.slots[fNewest].block.offset;
   struct Case {
      const char *name;
      std::uint64_t at;
      std::uint64_t value;
      const char *message;
   } const cases[] = {{"seal", block + sizeof(BlockHeader), 0x1234, "has a broken seal"},
                      {"block outside", slot + 8, std::uint64_t{1} << 45, "points outside the heap"},
                      {"block of the other", slot + 8, fB.slots[0].block.offset, "not its block"},
                      {"capacity", block, 32768, "overlap"},
                      {"id", fA.offset, 0, "has the id 0"},
                      {"info", fA.info.offset + sizeof(InfoHeader), 7, "no sound info block"},
                      {"root", offsetof(Superblock, root), 5, "directory root"},
                      {"heap size", offsetof(Superblock, heapSize), std::uint64_t{1} << 40, "truncated"},
                      {"commit", offsetof(Head, leases), std::uint64_t{1} << 40, "not given out"},
                      {"state", offsetof(Superblock, state), 9, "the state is 9"},
                      {"chunk word", offsetof(Head, chunkWords) + block / kChunkSize * 8, 0, "holds blocks"},
                      {"chunk kind", offsetof(Head, chunkWords) + 8, 77, "directory table"}};
   for (const Case &test : cases) {
      const std::uint64_t before = file.Load(test.at);
      file.Store(test.at, test.value);
      const MapReport report = CheckMap(fPath);
      EXPECT_NE(Text(report).find(test.message), std::string::npos) << test.name << ":\n" << Text(report);
      EXPECT_FALSE(report.IsSound());
      EXPECT_EQ(file.Load(test.at), test.value);
      file.Store(test.at, before);
   }
   EXPECT_TRUE(Check().IsSound());
   for (const auto &each : fA.slots)
      if (each.generation != 0)
         file.Flip(each.block.offset + sizeof(BlockHeader));
   const MapReport report = Check();
   EXPECT_EQ(report.damagedVersions, 3u);
   EXPECT_EQ(report.lostRecords, 1u);
   EXPECT_NE(Text(report).find("no version of 'a' is whole"), std::string::npos);
}

TEST_F(CheckTest, RandomBytesNeverCrashItAndEveryByteIsStillCountedOnce)
{
   const std::uint64_t size = std::filesystem::file_size(fPath);
   std::mt19937_64 random(11);
   for (int round = 0; round < 400; ++round) {
      const FilePatch file(fPath);
      const std::uint64_t at = round % 3 == 0   ? random() % size
                               : round % 3 == 1 ? 1024 + random() % 3000
                                                : fA.offset + random() % 512;
      const auto before = file.Load<unsigned char>(at);
      file.Store(at, static_cast<unsigned char>(random()));
      try {
         Check();
      } catch (const MapError &) {
         EXPECT_LT(at, sizeof(SuperblockConstant)) << "only without its constant part a file is no map at all";
      }
      file.Store(at, before);
   }
   EXPECT_TRUE(Check().IsSound());
}

TEST_F(CheckTest, BesideALivingProducerThereIsNoFalseAlarm)
{
   const pid_t producer = ForkLeashed();
   if (producer == 0) {
      const auto store = MapStore::Open(fPath, MapMode::kUpdate);
      std::mt19937 random(3);
      for (;;) {
         for (const char *name : {"a", "b", "c"})
            Put(*store, name, std::string(random() % 20000, 'x'));
         if (random() % 4 == 0 && !store->Remove("passing" + std::to_string(random() % 50)))
            Put(*store, "passing" + std::to_string(random() % 50), "here");
      }
   }
   const auto consumer = MapStore::Open(fPath, MapMode::kRead);
   while (Take(*consumer, "c")[0] != 'x')
      ::usleep(1000);
   for (int i = 0; i < 100; ++i) {
      const MapReport report = Check();
      EXPECT_EQ(Text(report), "");
      EXPECT_TRUE(report.producerAlive);
      EXPECT_EQ(report.bytes.leaked, 0u);
   }
   ::kill(producer, SIGKILL);
   ::waitpid(producer, nullptr, 0);
   const MapReport report = Check();
   EXPECT_EQ(Text(report), "");
   EXPECT_FALSE(report.producerAlive);
   MapStore::Open(fPath, MapMode::kUpdate);
   EXPECT_EQ(Check().bytes.leaked, 0u);
}

} // namespace
} // namespace rootlet
