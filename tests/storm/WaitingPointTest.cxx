// A publication in every gap between the steps of a wait, and a producer that dies between those of publishing: nobody
// sleeps through it. Whether somebody slept is told by the step that comes only after a second of sleep.
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "../heap/TempFolder.h"
#include "../map/StoreTools.h"
#include "heap/FaultPoint.h"
#include "heap/Format.h"
#include "map/Waiting.h"

namespace rootlet::test {
namespace {

using std::chrono::milliseconds;

class WaitingPoint : public testing::Test {
protected:
   WaitingPoint() { fault::Points::Instance().NoteOn(fBoard.get()); }
   ~WaitingPoint() override
   {
      fault::Points::Instance().Disarm();
      fault::Points::Instance().NoteOn(nullptr);
   }
   std::uint64_t Passes(const char *point) const
   {
      return fBoard->passes[fault::Points::Instance().NumberOf(point)].load();
   }

   std::unique_ptr<fault::Board> fBoard = std::make_unique<fault::Board>();
   TempFolder fFolder;
   std::string fPath = fFolder / "map";
};

class WaitingGap : public WaitingPoint, public testing::WithParamInterface<const char *> {};

TEST_P(WaitingGap, APublicationThereIsNotSleptThrough)
{
   const auto producer = MapStore::Open(fPath, MapMode::kCreate);
   const auto consumer = MapStore::Open(fPath, MapMode::kRead);
   Put(*producer, "object", "one");
   for (const char *name : {"object", ""}) {
      const bool ofAny = name == std::string();
      const std::uint64_t after =
         ofAny ? WaitForUpdate(*consumer, "", 0, milliseconds(0)).generation : producer->GenerationOf("object");
      fault::Points::Instance().CallAt(GetParam(), 1, [&] {
         Put(*producer, "object", "two");
         return 0;
      });
      const WaitResult result = WaitForUpdate(*consumer, name, after, std::nullopt);
      EXPECT_EQ(result.status, WaitStatus::kUpdated);
      EXPECT_GT(result.generation, after);
   }
   EXPECT_EQ(Passes("wait.producer"), 0u) << "it was woken by the end of a slice, not by the publication";
}

INSTANTIATE_TEST_SUITE_P(Points, WaitingGap, testing::Values("wait.load", "wait.look", "wait.sleep"),
                         [](const auto &test) { return std::string(test.param).substr(5); });

class WaitingDeath : public WaitingPoint, public testing::WithParamInterface<const char *> {};

/// Behind the commit the version is published, whether its producer lived to say so or not.
TEST_P(WaitingDeath, WhatWasCommittedIsToldAlthoughNobodyWakes)
{
   std::uint64_t first = 0;
   {
      const auto producer = MapStore::Open(fPath, MapMode::kCreate);
      first = Put(*producer, "object", "one");
   }
   const pid_t child = ForkLeashed();
   if (child == 0) {
      const auto producer = MapStore::Open(fPath, MapMode::kUpdate);
      fault::Points::Instance().KillAt(GetParam(), 1);
      Put(*producer, "object", "two");
      ::_exit(1);
   }
   int status = 0;
   ::waitpid(child, &status, 0);
   ASSERT_TRUE(WIFSIGNALED(status));
   const auto consumer = MapStore::Open(fPath, MapMode::kRead);
   const WaitResult second = WaitForUpdate(*consumer, "object", first, std::nullopt);
   EXPECT_EQ(second.status, WaitStatus::kUpdated);
   EXPECT_EQ(Take(*consumer, "object"), "two");
   EXPECT_EQ(WaitForUpdate(*consumer, "object", second.generation, std::nullopt).status, WaitStatus::kNoProducer);
}

INSTANTIATE_TEST_SUITE_P(Points, WaitingDeath, testing::Values("publish.notify", "publish.wake", "publish.done"),
                         [](const auto &test) { return std::string(test.param).substr(8); });

/// The producer dies while the consumer sleeps, or has just looked: the life is asked after it, then the version.
TEST_F(WaitingPoint, ADeathBetweenCommitAndWakeIsNoticedByTheSlice)
{
   int channel[2];
   ASSERT_EQ(::pipe(channel), 0);
   const pid_t child = ForkLeashed();
   if (child == 0) {
      const auto producer = MapStore::Open(fPath, MapMode::kCreate);
      Put(*producer, "object", "one");
      static_cast<void>(!::write(channel[1], "r", 1));
      while (::access((fPath + ".go").c_str(), F_OK) != 0)
         ::usleep(1000);
      fault::Points::Instance().KillAt("publish.notify", 1);
      Put(*producer, "object", "two");
      ::_exit(1);
   }
   ::close(channel[1]);
   char ready = 0;
   ASSERT_EQ(::read(channel[0], &ready, 1), 1);
   const auto consumer = MapStore::Open(fPath, MapMode::kRead);
   const std::uint64_t seen = consumer->GenerationOf("object");
   // Whoever waits for the first time sleeps shortly at first.
   EXPECT_EQ(WaitForUpdate(*consumer, "object", seen, milliseconds(5)).status, WaitStatus::kTimeout);
   const auto before = Passes("wait.producer");
   fault::Points::Instance().CallAt("wait.sleep", 1, [&] {
      std::fclose(std::fopen((fPath + ".go").c_str(), "w"));
      ::waitpid(child, nullptr, 0);
      return 0;
   });
   EXPECT_EQ(WaitForUpdate(*consumer, "object", seen, std::nullopt).status, WaitStatus::kUpdated);
   EXPECT_EQ(Passes("wait.producer"), before + 1) << "nobody has woken it";
   ::close(channel[0]);
}

/// A producer that opens the file has it, long before it owns the records.
TEST_F(WaitingPoint, AProducerThatIsStillRecoveringTheFileLives)
{
   {
      const auto producer = MapStore::Open(fPath, MapMode::kCreate);
      Put(*producer, "object", "one");
   }
   const auto consumer = MapStore::Open(fPath, MapMode::kRead);
   const std::uint64_t seen = consumer->GenerationOf("object");
   WaitStatus status = WaitStatus::kFailed;
   fault::Points::Instance().CallAt("recover.begin", 1, [&] {
      status = WaitForUpdate(*consumer, "object", seen, milliseconds(5)).status;
      return 0;
   });
   EXPECT_EQ(WaitForUpdate(*consumer, "object", seen, milliseconds(5)).status, WaitStatus::kNoProducer);
   const auto producer = MapStore::Open(fPath, MapMode::kUpdate);
   EXPECT_EQ(status, WaitStatus::kTimeout);
}

/// While the slots are looked at one after the other, newer versions come into those that were passed already.
TEST_F(WaitingPoint, ALookThatIsOvertakenLooksAgain)
{
   const auto producer = MapStore::Open(fPath, MapMode::kCreate);
   const auto consumer = MapStore::Open(fPath, MapMode::kRead);
   for (std::uint64_t slot = 1; slot <= format::kSlots; ++slot)
      for (int more = 1; more < 5; ++more) {
         std::uint64_t newest = 0;
         for (int version = 0; version < 5; ++version)
            newest = Put(*producer, "object", "text");
         fault::Points::Instance().CallAt("newest.slot", slot, [&] {
            for (int version = 0; version < more; ++version)
               Put(*producer, "object", "text");
            return 0;
         });
         EXPECT_GE(consumer->GenerationOf("object"), newest) << more << " versions before slot " << slot;
         fault::Points::Instance().Disarm();
      }
}

/// Publications at every step of a snapshot: it is of one Update, or taken again.
class SnapshotPoint : public WaitingPoint, public testing::WithParamInterface<const char *> {};

TEST_P(SnapshotPoint, APublicationThereLeavesItOfOneUpdate)
{
   const auto producer = MapStore::Open(fPath, MapMode::kCreate);
   const auto consumer = MapStore::Open(fPath, MapMode::kRead);
   constexpr unsigned kRecords = 4;
   std::vector<std::string> names;
   std::vector<ProducerRecord *> records;
   for (unsigned r = 0; r < kRecords; ++r) {
      names.push_back("r" + std::to_string(r));
      records.push_back(&AddNamed(*producer, names.back()));
   }
   std::uint64_t number = 0;
   const auto publish = [&] {
      ++number;
      std::vector<PatternWriter> writers(kRecords, PatternWriter(number, 200));
      std::vector<PublishItem> items;
      for (unsigned r = 0; r < kRecords; ++r)
         items.push_back({records[r], &writers[r], nullptr});
      producer->Publish(items);
   };
   std::vector<SnapshotPart> parts;
   for (std::uint64_t pass = 1; pass <= kRecords; ++pass)
      for (int more = 1; more < 5; ++more) {
         publish();
         fault::Points::Instance().CallAt(GetParam(), pass, [&] {
            for (int version = 0; version < more; ++version)
               publish();
            return 0;
         });
         const std::uint64_t before = number;
         consumer->ReadTogether(names, nullptr, parts);
         ASSERT_EQ(parts.size(), kRecords);
         for (const SnapshotPart &part : parts) {
            const std::uint64_t here = PatternWriter::Check(part.copy.Data(), part.copy.Size());
            EXPECT_EQ(here, PatternWriter::Check(parts[0].copy.Data(), parts[0].copy.Size()))
               << more << " versions at passage " << pass;
            EXPECT_GE(here, before);
         }
         EXPECT_EQ(number, before + static_cast<unsigned>(more)) << "the point was not passed so often";
         fault::Points::Instance().Disarm();
      }
   // Without end: an error, not a wait without end.
   fault::Points::Instance().CallAt(
      GetParam(), 1, [&] { return publish(), publish(), publish(), 0; }, true);
   EXPECT_NE(MessageOf([&] { consumer->ReadTogether(names, nullptr, parts); }).find("rewritten faster"),
             std::string::npos);
}

INSTANTIATE_TEST_SUITE_P(Points, SnapshotPoint,
                         testing::Values("read.record", "read.commit", "read.slots", "read.offset", "read.copy",
                                         "read.check"),
                         [](const auto &test) { return std::string(test.param).substr(5); });

} // namespace
} // namespace rootlet::test
