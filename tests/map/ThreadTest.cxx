// Many threads on one mapping: what ThreadSanitizer can see of the protocol.
#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "../heap/TempFolder.h"
#include "StoreTools.h"

namespace rootlet {
namespace {

using namespace test;

/// A producer thread publishes and changes the directory while readers read and list through `reading`.
void RunThreads(MapStore &producer, MapStore &reading)
{
   constexpr int kUpdates = 1500;
   constexpr int kReaders = 3;
   std::atomic<bool> stop{false};
   std::atomic<int> failures{0};
   const auto publish = [&](const std::string &name, std::uint64_t number) {
      ProducerRecord *record = producer.FindOwn(name);
      PatternWriter writer(number, 100 + number * 977 % 9000);
      PublishItem item{record != nullptr ? record : &AddNamed(producer, name), &writer, nullptr};
      producer.Publish({&item, 1});
   };
   publish("steady", 1);
   std::vector<std::thread> readers;
   for (int r = 0; r < kReaders; ++r)
      readers.emplace_back([&] {
         PayloadCopy copy;
         std::uint64_t last = 0;
         try {
            while (!stop.load(std::memory_order_relaxed)) {
               if (!reading.Read("steady", copy) || PatternWriter::Check(copy.Data(), copy.Size()) < last)
                  throw Error("gone, or went back");
               last = PatternWriter::Check(copy.Data(), copy.Size());
               if (const auto result = reading.Read("passing", copy); result && result->generation != 0)
                  PatternWriter::Check(copy.Data(), copy.Size());
               for (const RecordListing &line : reading.List())
                  if (line.record.description->className != "Test")
                     throw Error("a listing of something else");
            }
         } catch (const std::exception &error) {
            ADD_FAILURE() << error.what();
            failures.fetch_add(1);
         }
      });
   for (std::uint64_t number = 2; number < kUpdates && failures.load() == 0; ++number) {
      publish("steady", number);
      if (number % 3 == 0)
         publish("passing", number);
      if (number % 9 == 0)
         producer.Remove("passing");
   }
   stop.store(true);
   for (std::thread &reader : readers)
      reader.join();
   EXPECT_EQ(failures.load(), 0);
}

TEST(MapThreads, ReadersOfTheProducersOwnMapping)
{
   TempFolder folder;
   const auto producer = MapStore::Open(folder / "map", MapMode::kCreate);
   RunThreads(*producer, *producer);
}

TEST(MapThreads, ReadersOfAReadOnlyMapping)
{
   TempFolder folder;
   const auto producer = MapStore::Open(folder / "map", MapMode::kCreate);
   const auto consumer = MapStore::Open(folder / "map", MapMode::kRead);
   RunThreads(*producer, *consumer);
}

TEST(MapThreads, RecordsThatAppearWhileTheHeapGrowsAreNeverTakenForDamage)
{
   TempFolder folder;
   constexpr int kMaps = 60;
   constexpr int kRecords = 40;
   for (int map = 0; map < kMaps && !testing::Test::HasFailure(); ++map) {
      const auto producer = MapStore::Open(folder / "map", MapMode::kRecreate, {.size = 0});
      const auto consumer = MapStore::Open(folder / "map", MapMode::kRead);
      const auto textOf = [](int r) { return std::string(15000, static_cast<char>('a' + r % 26)); };
      std::thread reader([&] {
         try {
            for (int next = 0; next < kRecords;) { // asked for before it exists, so that it appears under the search
               const std::string text = Take(*consumer, std::to_string(next));
               if (text == textOf(next))
                  ++next;
               else if (text[0] != '(')
                  throw Error("not what was published");
            }
         } catch (const Error &error) {
            ADD_FAILURE() << error.what();
         }
      });
      for (int r = 0; r < kRecords; ++r)
         Put(*producer, std::to_string(r), textOf(r));
      reader.join();
   }
}

TEST(MapThreads, SeveralThreadsPublishTheirOwnRecords)
{
   TempFolder folder;
   const auto store = MapStore::Open(folder / "map", MapMode::kCreate);
   std::vector<std::thread> threads;
   for (int t = 0; t < 4; ++t)
      threads.emplace_back([&store, t] {
         for (int i = 0; i < 300; ++i)
            Put(*store, "thread" + std::to_string(t), std::to_string(i));
      });
   for (std::thread &thread : threads)
      thread.join();
   for (int t = 0; t < 4; ++t)
      EXPECT_EQ(Take(*store, "thread" + std::to_string(t)), "299");
}

} // namespace
} // namespace rootlet
