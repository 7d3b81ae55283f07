// A publication in every gap between the steps of a wait, and a producer that dies between those of publishing: nobody
// sleeps through it. Whether somebody slept is told by the step that comes only after a second of sleep.
#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "../heap/TempFolder.h"
#include "../map/StoreTools.h"
#include "heap/FaultPoint.h"
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
   const std::uint64_t seen = Put(*producer, "object", "one");
   for (const char *name : {"object", ""}) {
      const std::uint64_t after = name == std::string("") ? consumer->SumOfCommits() : producer->GenerationOf("object");
      fault::Points::Instance().CallAt(GetParam(), 1, [&] {
         Put(*producer, "object", "two");
         return 0;
      });
      const WaitResult result = WaitForUpdate(*consumer, name, after, std::nullopt);
      EXPECT_EQ(result.status, WaitStatus::kUpdated);
      EXPECT_GT(result.generation, seen);
   }
   EXPECT_EQ(Passes("wait.producer"), 0u) << "it was woken by the end of a slice, not by the publication";
}

INSTANTIATE_TEST_SUITE_P(Points, WaitingGap, testing::Values("wait.load", "wait.look", "wait.sleep"),
                         [](const auto &test) { return std::string(test.param).substr(5); });

class WaitingDeath : public WaitingPoint, public testing::WithParamInterface<const char *> {};

/// Behind the commit the version is published, whether its producer lived to say so or not.
TEST_P(WaitingDeath, WhatWasCommittedIsToldAlthoughNobodyWakes)
{
   const pid_t child = ForkLeashed();
   if (child == 0) {
      const auto producer = MapStore::Open(fPath, MapMode::kCreate);
      Put(*producer, "object", "one");
      fault::Points::Instance().KillAt(GetParam(), 1);
      Put(*producer, "object", "two");
      ::_exit(1);
   }
   int status = 0;
   ::waitpid(child, &status, 0);
   ASSERT_TRUE(WIFSIGNALED(status));
   const auto consumer = MapStore::Open(fPath, MapMode::kRead);
   const WaitResult second = WaitForUpdate(*consumer, "object", 1, std::nullopt); // generation 1 was the first
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
   char ready = 0;
   ASSERT_EQ(::read(channel[0], &ready, 1), 1);
   const auto consumer = MapStore::Open(fPath, MapMode::kRead);
   const std::uint64_t seen = consumer->GenerationOf("object");
   fault::Points::Instance().CallAt("wait.sleep", 1, [&] {
      std::fclose(std::fopen((fPath + ".go").c_str(), "w"));
      ::waitpid(child, nullptr, 0);
      return 0;
   });
   EXPECT_EQ(WaitForUpdate(*consumer, "object", seen, std::nullopt).status, WaitStatus::kUpdated);
   EXPECT_EQ(Passes("wait.producer"), 1u) << "nobody has woken it";
   ::close(channel[0]);
   ::close(channel[1]);
}

} // namespace
} // namespace rootlet::test
