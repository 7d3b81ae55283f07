// The store of named byte strings: publishing, reading, names, modes, errors that leave everything as it was.
#include "map/MapStore.h"

#include <gtest/gtest.h>

#include <cstddef>
#include <cstring>
#include <vector>

#include "../heap/SmallTmpfs.h"
#include "StoreTools.h"
#include "heap/Crc32c.h"
#include "heap/Format.h"
#include "map/InfoBlock.h"

namespace rootlet {
namespace {

using namespace test;
using testing::Test;

class MapStoreTest : public Test {
protected:
   std::unique_ptr<MapStore> Open(MapMode mode, const MapOptions &options = {}) const
   {
      return MapStore::Open(fPath, mode, options);
   }
   std::string OpenError(MapMode mode, const MapOptions &options = {}) const
   {
      return MessageOf([&] { Open(mode, options); });
   }
   TempFolder fFolder;
   std::string fPath = fFolder / "map";
};

TEST_F(MapStoreTest, AConsumerReadsWhatTheProducerPublished)
{
   const auto producer = Open(MapMode::kCreate);
   const auto consumer = Open(MapMode::kRead);
   EXPECT_EQ(Take(*consumer, "a"), "(none)");
   AddNamed(*producer, "a");
   EXPECT_EQ(Take(*consumer, "a"), "(no version)");
   const auto first = Put(*producer, "a", "one");
   EXPECT_EQ(Take(*consumer, "a"), "one");
   const auto second = Put(*producer, "a", "two, which is longer");
   EXPECT_EQ(Take(*consumer, "a"), "two, which is longer");
   EXPECT_EQ(Take(*producer, "a"), "two, which is longer");
   EXPECT_LT(first, second);
   PayloadCopy copy;
   std::shared_ptr<const ObjectDescription> description;
   EXPECT_EQ(consumer->Read("a", copy, &description)->generation, second);
   EXPECT_EQ(description->className, "Test");
   EXPECT_EQ(description->classVersion, 1);
}

TEST_F(MapStoreTest, EmptyAndLargePayloadsComeBackWhole)
{
   const auto producer = Open(MapMode::kCreate, {.size = 0});
   const auto consumer = Open(MapMode::kRead);
   for (const std::size_t size :
        {0u, 1u, 448u, 449u, 5000u, 65536u, 1u << 20, 3000001u, 20u << 20, 100u, 0u, 7u << 20}) {
      const std::string text(size, static_cast<char>('a' + size % 26));
      Put(*producer, "x", text);
      ASSERT_EQ(Take(*consumer, "x"), text) << size;
   }
}

TEST_F(MapStoreTest, AllItemsOfOnePublishHaveOneGeneration)
{
   const auto producer = Open(MapMode::kCreate);
   std::vector<StringWriter> writers;
   std::vector<PublishItem> items;
   for (int i = 0; i < 20; ++i)
      writers.emplace_back(std::to_string(i));
   for (int i = 0; i < 20; ++i)
      items.push_back({&AddNamed(*producer, "r" + std::to_string(i)), &writers[static_cast<std::size_t>(i)], nullptr});
   const auto generation = producer->Publish(items);
   const auto consumer = Open(MapMode::kRead);
   for (const RecordListing &line : consumer->List()) {
      EXPECT_EQ(line.generation, generation);
      EXPECT_EQ(line.record.description->name, "r" + Take(*consumer, line.record.description->name));
   }
   EXPECT_EQ(consumer->List().size(), 20u);
}

TEST_F(MapStoreTest, ARecordWhoseWriterFailsKeepsItsVersionAndTheOthersGoOn)
{
   const auto producer = Open(MapMode::kCreate);
   const auto consumer = Open(MapMode::kRead);
   Put(*producer, "good", "old good");
   Put(*producer, "bad", "old bad");
   for (int round = 0; round < 5; ++round) {
      StringWriter good("new good " + std::to_string(round));
      FailingWriter bad;
      PublishItem items[] = {{producer->FindOwn("bad"), &bad, nullptr}, {producer->FindOwn("good"), &good, nullptr}};
      EXPECT_NE(producer->Publish(items), 0u);
      EXPECT_TRUE(items[0].error);
      EXPECT_FALSE(items[1].error);
      EXPECT_EQ(Take(*consumer, "bad"), "old bad");
      EXPECT_EQ(Take(*consumer, "good"), "new good " + std::to_string(round));
   }
   FailingWriter bad;
   PublishItem item{producer->FindOwn("bad"), &bad, nullptr};
   EXPECT_EQ(producer->Publish({&item, 1}), 0u);
   Put(*producer, "bad", "recovered");
   EXPECT_EQ(Take(*consumer, "bad"), "recovered");
}

TEST_F(MapStoreTest, AWriterThatPublishesOrAddsIsToldSo)
{
   const auto producer = Open(MapMode::kCreate);
   class Nested : public PayloadWriter {
   public:
      explicit Nested(MapStore &store) : fStore(store) {}
      std::size_t Write(BufferStorage &) override
      {
         AddNamed(fStore, "other");
         return 0;
      }

   private:
      MapStore &fStore;
   } writer(*producer);
   PublishItem item{&AddNamed(*producer, "a"), &writer, nullptr};
   EXPECT_EQ(producer->Publish({&item, 1}), 0u);
   EXPECT_NE(MessageOf([&] { std::rethrow_exception(item.error); }).find("while an object is being streamed"),
             std::string::npos);
   Put(*producer, "a", "fine");
}

TEST_F(MapStoreTest, NamesAreUniqueAndRemovedOnesAreGone)
{
   const auto producer = Open(MapMode::kCreate);
   const auto consumer = Open(MapMode::kRead);
   Put(*producer, "a", "one");
   EXPECT_NE(MessageOf([&] { AddNamed(*producer, "a"); }).find("'a'"), std::string::npos);
   EXPECT_TRUE(producer->Remove("a"));
   EXPECT_FALSE(producer->Remove("a"));
   EXPECT_EQ(Take(*consumer, "a"), "(none)");
   Put(*producer, "a", "two");
   EXPECT_EQ(Take(*consumer, "a"), "two");
   EXPECT_NE(MessageOf([&] { AddNamed(*producer, ""); }), "");
   EXPECT_NE(MessageOf([&] { AddNamed(*producer, std::string(40000, 'n')); }), "");
   const std::string strange = "name with / \n and \xff";
   Put(*producer, strange, "ok");
   EXPECT_EQ(Take(*consumer, strange), "ok");
}

TEST_F(MapStoreTest, TenThousandRecordsAreFoundAndListedInOrder)
{
   const auto producer = Open(MapMode::kCreate);
   const auto consumer = Open(MapMode::kRead);
   for (int i = 0; i < 10000; ++i)
      Put(*producer, "record" + std::to_string(i), std::to_string(i));
   for (int i = 0; i < 10000; ++i)
      ASSERT_EQ(Take(*consumer, "record" + std::to_string(i)), std::to_string(i));
   EXPECT_EQ(Take(*consumer, "record10000"), "(none)");
   const auto list = consumer->List();
   ASSERT_EQ(list.size(), 10000u);
   EXPECT_EQ(list[0].record.description->name, "record0");
   EXPECT_EQ(list[9999].record.description->name, "record9999");
   EXPECT_EQ(list[9999].length, 4u);
}

TEST_F(MapStoreTest, AddingAndRemovingForeverTakesNoMoreSpace)
{
   const auto producer = Open(MapMode::kCreate);
   std::uint64_t size = 0, free = 0;
   for (int i = 0; i < 30000; ++i) {
      Put(*producer, "r" + std::to_string(i), std::string(300, 'x'));
      if (i >= 10) {
         EXPECT_TRUE(producer->Remove("r" + std::to_string(i - 10)));
      }
      if (i == 100) {
         size = producer->Size();
         free = producer->FreeBytes();
      }
   }
   EXPECT_EQ(producer->Size(), size);
   EXPECT_NEAR(static_cast<double>(producer->FreeBytes()), static_cast<double>(free), 65536);
   EXPECT_EQ(producer->OwnRecords().size(), 10u);
}

TEST_F(MapStoreTest, AShrunkObjectGivesItsSpaceBack)
{
   const auto producer = Open(MapMode::kCreate);
   Put(*producer, "a", std::string(10 << 20, 'x'));
   Put(*producer, "a", std::string(10 << 20, 'y'));
   for (int i = 0; i < 4; ++i)
      Put(*producer, "a", "small");
   EXPECT_GT(producer->FreeBytes(), producer->Size() - (1 << 20));
}

struct SlotCase {
   unsigned slots;
   unsigned blocks;
};
class MapStoreSlots : public MapStoreTest, public testing::WithParamInterface<SlotCase> {};

TEST_P(MapStoreSlots, ARecordUsesAsManySlotsAsTheMapSays)
{
   const auto producer = Open(MapMode::kCreate, {.slots = GetParam().slots});
   for (int i = 0; i < 10; ++i)
      Put(*producer, "a", std::to_string(i));
   unsigned blocks = 0;
   for (const auto &slot : producer->FindOwn("a")->slots)
      blocks += slot.block.size != 0;
   EXPECT_EQ(blocks, GetParam().blocks);
   EXPECT_EQ(Take(*producer, "a"), "9");
}
INSTANTIATE_TEST_SUITE_P(Table, MapStoreSlots,
                         testing::Values(SlotCase{0, 3}, SlotCase{2, 2}, SlotCase{3, 3}, SlotCase{4, 4}));

TEST_F(MapStoreTest, LargeRecordsUseTwoSlots)
{
   const auto producer = Open(MapMode::kCreate);
   for (int i = 0; i < 4; ++i)
      Put(*producer, "a", std::string(100, 'x'));
   for (int i = 0; i < 4; ++i)
      Put(*producer, "a", std::string(2 << 20, static_cast<char>('a' + i)));
   unsigned blocks = 0;
   for (const auto &slot : producer->FindOwn("a")->slots)
      blocks += slot.block.size != 0;
   EXPECT_EQ(blocks, 2u);
   EXPECT_EQ(Take(*producer, "a"), std::string(2 << 20, 'd'));
}

TEST_F(MapStoreTest, AMapWithoutSealsWorksToo)
{
   const auto producer = Open(MapMode::kCreate, {.seal = false});
   Put(*producer, "a", "unsealed");
   EXPECT_EQ(Take(*Open(MapMode::kRead), "a"), "unsealed");
   EXPECT_NE(OpenError(MapMode::kCreate, {.slots = 1}).find("2 to 4 slots"), std::string::npos);
}

TEST_F(MapStoreTest, UpdateGoesOnWhereTheLastProducerStopped)
{
   std::uint64_t last = 0;
   {
      const auto producer = Open(MapMode::kRecreate, {.title = "the title"});
      Put(*producer, "a", "one");
      last = Put(*producer, "b", "two");
   }
   EXPECT_EQ(Take(*Open(MapMode::kRead), "a"), "one") << "without any producer";
   const auto consumer = Open(MapMode::kRead);
   EXPECT_FALSE(consumer->IsProducerAlive());
   const auto producer = Open(MapMode::kUpdate);
   EXPECT_TRUE(consumer->IsProducerAlive());
   EXPECT_EQ(producer->Title(), "the title");
   EXPECT_EQ(Take(*consumer, "b"), "two");
   EXPECT_EQ(producer->OwnRecords().size(), 2u);
   EXPECT_GT(Put(*producer, "a", "three"), last);
   EXPECT_EQ(Take(*consumer, "a"), "three");
   EXPECT_EQ(Take(*consumer, "b"), "two");
}

TEST_F(MapStoreTest, UpdateMakesAFileWhereThereIsNone)
{
   EXPECT_NE(OpenError(MapMode::kRead).find("no such file"), std::string::npos);
   Put(*Open(MapMode::kUpdate), "a", "one");
   EXPECT_EQ(Take(*Open(MapMode::kRead), "a"), "one");
}

TEST_F(MapStoreTest, RecreateReplacesAndTellsTheConsumersOfTheOldFile)
{
   Put(*Open(MapMode::kCreate), "a", "old");
   const auto consumer = Open(MapMode::kRead);
   const auto producer = Open(MapMode::kRecreate);
   EXPECT_TRUE(consumer->IsReplaced());
   EXPECT_EQ(Take(*consumer, "a"), "old") << "what it holds stays readable";
   const auto next = Open(MapMode::kRead);
   EXPECT_FALSE(next->IsReplaced());
   EXPECT_EQ(Take(*next, "a"), "(none)");
}

TEST_F(MapStoreTest, OneProducerAtATimeAndTheErrorNamesIt)
{
   const auto producer = Open(MapMode::kCreate);
   Put(*producer, "a", "one");
   EXPECT_NE(OpenError(MapMode::kCreate).find("exists already"), std::string::npos);
   for (const MapMode mode : {MapMode::kUpdate, MapMode::kRecreate}) {
      const std::string error = OpenError(mode);
      EXPECT_NE(error.find("process " + std::to_string(::getpid())), std::string::npos) << error;
      EXPECT_NE(error.find(fPath), std::string::npos) << error;
   }
   Put(*producer, "a", "two");
   EXPECT_EQ(Take(*Open(MapMode::kRead), "a"), "two");
}

TEST_F(MapStoreTest, AConsumerCannotChangeAnything)
{
   Put(*Open(MapMode::kCreate), "a", "one");
   const auto consumer = Open(MapMode::kRead);
   EXPECT_NE(MessageOf([&] { AddNamed(*consumer, "b"); }).find("reading only"), std::string::npos);
   EXPECT_NE(MessageOf([&] { consumer->Remove("a"); }).find("reading only"), std::string::npos);
   EXPECT_NE(MessageOf([&] { consumer->Publish({}); }).find("reading only"), std::string::npos);
   EXPECT_NE(MessageOf([&] { consumer->Sync(); }).find("reading only"), std::string::npos);
   EXPECT_EQ(::fcntl(consumer->Fd(), F_GETFL) & O_ACCMODE, O_RDONLY);
}

TEST_F(MapStoreTest, TheSameMapTwiceInOneProcess)
{
   const auto producer = Open(MapMode::kCreate);
   const auto first = Open(MapMode::kRead);
   const auto second = Open(MapMode::kRead);
   Put(*producer, "a", "one");
   EXPECT_EQ(Take(*first, "a"), "one");
   EXPECT_EQ(Take(*second, "a"), "one");
   EXPECT_FALSE(first->Contains(second->Base()));
   EXPECT_NE(OpenError(MapMode::kUpdate), "") << "locks are between open files, not processes";
}

TEST_F(MapStoreTest, AFullDiskIsAnErrorOfThatRecordAndLosesNothing)
{
   const std::string result = InSmallTmpfs(4 << 20, [](const std::string &folder) -> std::string {
      const std::string path = folder + "/map";
      const auto producer = MapStore::Open(path, MapMode::kCreate, {});
      const auto consumer = MapStore::Open(path, MapMode::kRead, {});
      Put(*producer, "a", "kept");
      Put(*producer, "b", "old");
      const std::string error = MessageOf([&] { Put(*producer, "a", std::string(8 << 20, 'x')); });
      if (error.find("disk is full") == std::string::npos || error.find(path) == std::string::npos)
         return "error: " + error;
      if (Take(*consumer, "a") != "kept" || Take(*consumer, "b") != "old")
         return "something was lost";
      Put(*producer, "b", "new");
      Put(*producer, "a", "goes on");
      if (Take(*consumer, "a") != "goes on" || Take(*consumer, "b") != "new")
         return "does not go on";
      int records = 0; // until nothing fits any more, not even a record
      const std::string full = MessageOf([&] {
         for (;; ++records)
            Put(*producer, "r" + std::to_string(records), std::string(3000, 'r'));
      });
      if (full.find("disk is full") == std::string::npos || records < 500)
         return "after " + std::to_string(records) + " records: " + full;
      for (int i = 0; i < records; ++i)
         if (Take(*consumer, "r" + std::to_string(i)) != std::string(3000, 'r'))
            return "record " + std::to_string(i) + " was lost";
      return MessageOf([&] { MapStore::Open(folder + "/second", MapMode::kCreate, {}); }).find("disk is full") !=
                   std::string::npos
                ? ""
                : "a second map found room";
   });
   EXPECT_EQ(result, "");
}

TEST_F(MapStoreTest, AMapCanStartLarge)
{
   const auto producer = Open(MapMode::kCreate, {.size = std::uint64_t{700} << 20});
   EXPECT_GE(producer->Size(), std::uint64_t{700} << 20);
   EXPECT_GT(producer->FreeBytes(), std::uint64_t{699} << 20);
   Put(*producer, "a", std::string(40 << 20, 'x'));
   EXPECT_EQ(producer->Size(), std::uint64_t{700} << 20);
   PayloadCopy copy;
   EXPECT_NE(Open(MapMode::kRead)->Read("a", copy)->generation, 0u);
}

TEST_F(MapStoreTest, SyncFlushes)
{
   const auto producer = Open(MapMode::kCreate);
   Put(*producer, "a", "one");
   EXPECT_NO_THROW(producer->Sync());
}

/// Names are C strings for whoever asks for them.
TEST_F(MapStoreTest, ANameHasNoZeroByte)
{
   const auto producer = MapStore::Open(fPath, MapMode::kCreate);
   const std::string message = MessageOf([&] { AddNamed(*producer, std::string("a\0b", 3)); });
   EXPECT_NE(message.find("'a\\x00b': a name with a zero byte"), std::string::npos) << message;
   std::vector<char> file(format::kChunkSize);
   std::vector<char> info = EncodeInfo({"a_b", "Test", 1, 0}, 7);
   const auto isSound = [&] {
      const std::uint32_t sum = Crc32c(info.data() + 8, info.size() - 8);
      std::memcpy(info.data() + offsetof(format::InfoHeader, crc), &sum, sizeof sum);
      file.resize(format::kChunkSize);
      file.insert(file.end(), info.begin(), info.end());
      return DecodeInfo(file.data(), file.size(), format::kChunkSize, 7).has_value();
   };
   EXPECT_TRUE(isSound());
   info[sizeof(format::InfoHeader) + 1] = 0;
   EXPECT_FALSE(isSound());
}

} // namespace
} // namespace rootlet
