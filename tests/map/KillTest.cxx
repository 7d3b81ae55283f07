// A producer killed with SIGKILL at random instants, 200 times, beneath three consumers that check every object.
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/wait.h>

#include <array>
#include <atomic>
#include <cstdio>
#include <random>

#include "../heap/TempFolder.h"
#include "StoreTools.h"
#include "heap/Format.h"

namespace rootlet {
namespace {

using namespace test;

#ifdef ROOTLET_SANITIZED
constexpr int kKills = 50;
#else
constexpr int kKills = 200;
#endif
constexpr int kConsumers = 3;
constexpr int kRecords = 5;

enum Place { kOpening, kIdle, kInDirectory, kInUpdate, kInStreaming, kPlaces };
constexpr const char *kPlaceNames[kPlaces] = {"opening the map", "between updates", "adding or removing a record",
                                              "inside Update, around the streaming", "inside Update, streaming"};

/// Memory that the processes share beside the map: nothing of it is the library's.
struct Notes {
   std::atomic<int> place{kOpening};
   std::atomic<std::uint64_t> started{0};  ///< number of the newest Update that began
   std::atomic<std::uint64_t> returned{0}; ///< number of the newest Update that had returned
   std::atomic<bool> stop{false};
   std::array<std::atomic<std::uint64_t>, kConsumers> reads{};
};

std::string RecordName(int r)
{
   return "record" + std::to_string(r);
}

/// Notes that it is streaming.
class NotingWriter : public PatternWriter {
public:
   NotingWriter(Notes &notes, std::uint64_t number, std::size_t bytes) : PatternWriter(number, bytes), fNotes(&notes) {}
   std::size_t Write(BufferStorage &storage) override
   {
      fNotes->place.store(kInStreaming);
      const std::size_t length = PatternWriter::Write(storage);
      fNotes->place.store(kInUpdate);
      return length;
   }

private:
   Notes *fNotes;
};

/// Publishes for ever: all records together under one number, with sizes that grow and shrink; records come and go.
[[noreturn]] void ProduceUntilKilled(const std::string &path, Notes &notes, unsigned seed)
{
   try {
      std::mt19937 random(seed);
      const auto store = MapStore::Open(path, MapMode::kUpdate);
      std::uint64_t number = notes.started.load();
      for (;;) {
         notes.place.store(kIdle);
         ++number;
         if (random() % 4 == 0) {
            notes.place.store(kInDirectory);
            const std::string name = "passing" + std::to_string(random() % 3);
            if (!store->Remove(name))
               AddNamed(*store, name);
         }
         std::vector<NotingWriter> writers;
         std::vector<PublishItem> items;
         writers.reserve(kRecords);
         for (int r = 0; r < kRecords; ++r) {
            ProducerRecord *record = store->FindOwn(RecordName(r));
            const std::size_t bytes = 16 + random() % (std::size_t{1} << (6 + random() % 10));
            writers.emplace_back(notes, number, bytes);
            items.push_back({record != nullptr ? record : &AddNamed(*store, RecordName(r)), &writers.back(), nullptr});
         }
         notes.started.store(number);
         notes.place.store(kInUpdate);
         store->Publish(items);
         notes.returned.store(number);
         notes.place.store(kIdle);
      }
   } catch (const std::exception &error) {
      std::fprintf(stderr, "producer: %s\n", error.what());
      ::_exit(1);
   }
}

/// Every object whole, none older than before, none missing that had been returned.
[[noreturn]] void ConsumeUntilStopped(const std::string &path, Notes &notes, int self)
{
   try {
      const auto store = MapStore::Open(path, MapMode::kRead);
      PayloadCopy copy;
      std::array<std::uint64_t, kRecords> last{};
      while (!notes.stop.load()) {
         for (int r = 0; r < kRecords; ++r) {
            const std::uint64_t returned = notes.returned.load();
            const auto result = store->Read(RecordName(r), copy);
            if (!result || result->generation == 0) {
               if (returned != 0)
                  throw Error(RecordName(r) + " is gone");
               continue;
            }
            const std::uint64_t number = PatternWriter::Check(copy.Data(), copy.Size());
            if (number < last[static_cast<std::size_t>(r)])
               throw Error("went back");
            if (number < returned)
               throw Error("a version whose Update had returned is lost");
            if (result->damagedVersions != 0)
               throw Error("a seal is broken");
            last[static_cast<std::size_t>(r)] = number;
         }
         notes.reads[static_cast<std::size_t>(self)].fetch_add(1);
      }
   } catch (const std::exception &error) {
      std::fprintf(stderr, "consumer %d: %s\n", self, error.what());
      ::_exit(1);
   }
   ::_exit(0);
}

/// Bytes that the directory reaches, counted from the records themselves.
std::uint64_t ReachableBytes(const MapStore &store)
{
   std::uint64_t bytes = 2 * format::kChunkSize; // head and table
   std::vector<std::uint64_t> chunks;
   for (const ProducerRecord *record : store.OwnRecords()) {
      bytes += record->info.size;
      for (const auto &slot : record->slots)
         bytes += slot.block.size;
      const std::uint64_t chunk = record->offset / format::kChunkSize;
      if (std::find(chunks.begin(), chunks.end(), chunk) == chunks.end()) {
         chunks.push_back(chunk);
         bytes += format::kChunkSize;
      }
   }
   return bytes;
}

TEST(MapKill, AProducerKilledAnywhereLosesNothingAndStopsNobody)
{
   TempFolder folder;
   const std::string path = folder / "map";
   void *page = ::mmap(nullptr, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
   ASSERT_NE(page, MAP_FAILED);
   Notes &notes = *new (page) Notes;
   MapStore::Open(path, MapMode::kCreate, {.size = 0});

   std::array<pid_t, kConsumers> consumers{};
   for (int c = 0; c < kConsumers; ++c)
      if ((consumers[static_cast<std::size_t>(c)] = ForkLeashed()) == 0)
         ConsumeUntilStopped(path, notes, c);

   std::mt19937 random(20);
   std::array<int, kPlaces> fell{};
   bool consumersLive = true;
   for (int kill = 0; kill < kKills && consumersLive; ++kill) {
      notes.place.store(kOpening);
      const pid_t producer = ForkLeashed();
      if (producer == 0)
         ProduceUntilKilled(path, notes, static_cast<unsigned>(kill));
      // Most kills fall once it publishes; every tenth at once, so that opening and recovery are hit too.
      const std::uint64_t begun = notes.started.load();
      int status = 0;
      pid_t ended = 0;
      while (kill % 10 != 0 && notes.started.load() == begun && (ended = ::waitpid(producer, &status, WNOHANG)) == 0)
         ::usleep(200);
      ASSERT_EQ(ended, 0) << "the producer ended by itself";
      ::usleep(static_cast<useconds_t>(random() % 3000));
      ::kill(producer, SIGKILL);
      ::waitpid(producer, &status, 0);
      ASSERT_TRUE(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL) << "the producer ended by itself: " << status;
      ++fell[static_cast<std::size_t>(notes.place.load())];

      // Nobody waits for the dead one: every consumer finishes another round.
      for (int c = 0; c < kConsumers; ++c) {
         auto &reads = notes.reads[static_cast<std::size_t>(c)];
         const std::uint64_t before = reads.load();
         while (reads.load() < before + 2 && consumersLive) {
            ::usleep(100);
            consumersLive = ::waitpid(consumers[static_cast<std::size_t>(c)], &status, WNOHANG) == 0;
         }
      }
   }
   EXPECT_TRUE(consumersLive) << "a consumer has found something";
   notes.stop.store(true);
   for (const pid_t consumer : consumers) {
      int status = 0;
      if (::waitpid(consumer, &status, 0) == consumer) {
         EXPECT_EQ(status, 0);
      }
   }

   for (int place = 0; place < kPlaces; ++place)
      std::printf("%4d kills %s\n", fell[static_cast<std::size_t>(place)], kPlaceNames[place]);
   EXPECT_GE(fell[kInUpdate] + fell[kInStreaming], kKills / 2);

   const auto next = MapStore::Open(path, MapMode::kUpdate);
   PayloadCopy copy;
   for (int r = 0; r < kRecords; ++r) {
      ASSERT_TRUE(next->Read(RecordName(r), copy));
      EXPECT_GE(PatternWriter::Check(copy.Data(), copy.Size()), notes.returned.load());
   }
   EXPECT_EQ(next->FreeBytes() + ReachableBytes(*next), next->Size()) << "bytes are leaked";
   EXPECT_LT(next->Size(), 4u << 20);
   ::munmap(page, 4096);
}

} // namespace
} // namespace rootlet
