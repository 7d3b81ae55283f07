// Several producers in one file: what each owns, what the dead leave, and who may take it over. Real processes, real SIGKILLs.
#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>

#include <functional>
#include <memory>
#include <set>

#include "../heap/TempFolder.h"
#include "RootletMapCheck.h"
#include "StoreTools.h"
#include "heap/Format.h"

namespace rootlet {
namespace {

using namespace test;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;

std::unique_ptr<MapStore> OpenShared(const std::string &path)
{
   return MapStore::Open(path, MapMode::kUpdate, {.size = 0, .shared = true});
}

/// Another process that does one thing with the map and tells what it has to say, then waits until it is killed or let go.
class Other {
public:
   using Body = std::function<std::string()>;

   explicit Other(const Body &body)
   {
      int said[2], end[2];
      if (::pipe2(said, O_CLOEXEC) != 0 || ::pipe2(end, O_CLOEXEC) != 0)
         return;
      fPid = ::fork();
      if (fPid == 0) {
         ::close(end[1]);
         std::string text;
         try {
            text = body();
         } catch (const std::exception &error) {
            text = error.what();
         }
         text += '\n';
         char byte = 0;
         const bool told = ::write(said[1], text.data(), text.size()) == static_cast<ssize_t>(text.size());
         ::_exit(told && ::read(end[0], &byte, 1) == 0 ? 0 : 1);
      }
      ::close(said[1]);
      ::close(end[0]);
      fEnd = end[1];
      for (char c = 0; ::read(said[0], &c, 1) == 1 && c != '\n';)
         fSaid += c;
      ::close(said[0]);
   }
   Other(const Other &) = delete;
   Other &operator=(const Other &) = delete;
   ~Other() { Kill(); }

   const std::string &Said() const { return fSaid; }
   pid_t Pid() const { return fPid; }
   void Kill()
   {
      if (fPid <= 0)
         return;
      ::kill(fPid, SIGKILL);
      ::waitpid(fPid, nullptr, 0);
      ::close(fEnd);
      fPid = 0;
   }

private:
   pid_t fPid = 0;
   int fEnd = -1;
   std::string fSaid;
};

class SharedTest : public testing::Test {
protected:
   /// A producer beside us that has put these texts, one Update each, under names that begin with its own.
   std::unique_ptr<Other> Producer(const std::string &name, int texts = 1, std::size_t size = 10) const
   {
      return std::make_unique<Other>([=, this]() -> std::string {
         static std::unique_ptr<MapStore> store; // lives as long as the process
         store = OpenShared(fPath);
         for (int i = 0; i < texts; ++i)
            Put(*store, name + std::to_string(i), std::string(size, name[0]));
         return "done";
      });
   }
   std::vector<std::string> Names(MapStore &store) const
   {
      std::vector<std::string> names;
      for (const RecordListing &line : store.List())
         names.push_back(line.record.description->name);
      return names;
   }
   /// No leak and no fault in the file, nobody being at work.
   void ExpectSound() const
   {
      const MapReport report = CheckMap(fPath);
      EXPECT_TRUE(report.IsSound()) << testing::PrintToString(report.faults);
   }

   TempFolder fFolder;
   const std::string fPath = fFolder.Path() + "/shared.map";
};

TEST_F(SharedTest, EachProducerPublishesItsOwnAndReadsAll)
{
   const auto mine = OpenShared(fPath);
   Put(*mine, "mine", "of this process");
   const auto other = Producer("other");
   ASSERT_EQ(other->Said(), "done");
   EXPECT_EQ(Take(*mine, "other0"), std::string(10, 'o'));
   EXPECT_THAT(Names(*mine), ElementsAre("mine", "other0"));
   EXPECT_EQ(mine->OwnRecords().size(), 1u);
   EXPECT_EQ(mine->FindOwn("other0"), nullptr);
   const auto consumer = MapStore::Open(fPath, MapMode::kRead);
   EXPECT_EQ(Take(*consumer, "mine"), "of this process");
   EXPECT_EQ(Take(*consumer, "other0"), std::string(10, 'o'));
   Put(*mine, "mine", "again");
   EXPECT_EQ(Take(*consumer, "mine"), "again");
}

TEST_F(SharedTest, NameOfALivingProducerIsTakenAndTheErrorSaysByWhom)
{
   const auto mine = OpenShared(fPath);
   const auto other = Producer("other");
   ASSERT_EQ(other->Said(), "done");
   const std::string process = "process " + std::to_string(other->Pid());
   EXPECT_THAT(MessageOf([&] { AddNamed(*mine, "other0"); }), AllOf(HasSubstr("'other0' belongs"), HasSubstr(process)));
   EXPECT_THAT(MessageOf([&] { mine->Remove("other0"); }), HasSubstr(process));
   EXPECT_EQ(Take(*mine, "other0"), std::string(10, 'o'));
   EXPECT_FALSE(mine->Remove("nobody's"));
}

TEST_F(SharedTest, LoneProducersAndThoseThatShareKeepOutOfEachOthersWay)
{
   const std::string lone = fFolder.Path() + "/lone.map";
   const auto alone = MapStore::Open(lone, MapMode::kCreate);
   const Other sharer([&]() -> std::string { return OpenShared(lone)->Title(); });
   EXPECT_THAT(sharer.Said(), AllOf(HasSubstr("process " + std::to_string(::getpid())), HasSubstr("SHARED")));
   const auto mine = OpenShared(fPath);
   for (const MapMode mode : {MapMode::kUpdate, MapMode::kRecreate}) {
      const Other other([&]() -> std::string { return MapStore::Open(fPath, mode)->Title(); });
      EXPECT_THAT(other.Said(), HasSubstr("is open for writing by process " + std::to_string(::getpid())));
   }
}

TEST_F(SharedTest, WhatADeadProducerLeftIsReadAndCanBeTakenOver)
{
   const auto mine = OpenShared(fPath);
   auto other = Producer("other", 3);
   ASSERT_EQ(other->Said(), "done");
   other->Kill();
   EXPECT_EQ(Take(*mine, "other1"), std::string(10, 'o'));
   ProducerRecord &record = AddNamed(*mine, "other1");
   EXPECT_EQ(Take(*mine, "other1"), std::string(10, 'o')) << "it keeps its version until there is a newer one";
   EXPECT_EQ(mine->FindOwn("other1"), &record);
   for (int i = 0; i < 5; ++i)
      Put(*mine, "other1", "version " + std::to_string(i));
   EXPECT_EQ(Take(*mine, "other1"), "version 4");
   EXPECT_EQ(Take(*mine, "other0"), std::string(10, 'o')) << "nobody has asked for it";
   EXPECT_TRUE(mine->Remove("other2"));
   EXPECT_EQ(Take(*mine, "other2"), "(none)");
   EXPECT_FALSE(mine->Remove("other2"));
   const auto restarted = Producer("other"); // the same names as the dead one
   EXPECT_EQ(restarted->Said(), "done");
}

TEST_F(SharedTest, RecordOfAnotherClassGivesItsNameAway)
{
   const auto mine = OpenShared(fPath);
   auto other = Producer("other");
   ASSERT_EQ(other->Said(), "done");
   other->Kill();
   mine->Add({"other0", "Different", 2, 7});
   EXPECT_EQ(Take(*mine, "other0"), "(no version)");
   EXPECT_THAT(Names(*mine), ElementsAre("other0"));
}

TEST_F(SharedTest, ProducerThatHasTakenOverIsNotTakenOverItself)
{
   const auto mine = OpenShared(fPath);
   auto first = Producer("name");
   ASSERT_EQ(first->Said(), "done");
   first->Kill();
   const auto second = Producer("name");
   ASSERT_EQ(second->Said(), "done");
   EXPECT_THAT(MessageOf([&] { AddNamed(*mine, "name0"); }), HasSubstr(std::to_string(second->Pid())));
}

TEST_F(SharedTest, MemoryOfTheDeadIsUsedAgainAndTheFileDoesNotGrow)
{
   const auto mine = OpenShared(fPath);
   Put(*mine, "mine", "small");
   std::uint64_t afterThree = 0;
   for (int life = 0; life < 12; ++life) {
      auto other = Producer("worker", 4, 300000); // the same names each time
      ASSERT_EQ(other->Said(), "done");
      other->Kill();
      if (life == 2)
         afterThree = mine->Size();
   }
   EXPECT_EQ(mine->Size(), afterThree);
   for (int life = 0; life < 12; ++life) {
      auto other = Producer("w" + std::to_string(life), 1, 300000); // other names, removed by us
      ASSERT_EQ(other->Said(), "done");
      other->Kill();
      EXPECT_TRUE(mine->Remove("w" + std::to_string(life) + "0"));
   }
   EXPECT_LE(mine->Size(), 2 * afterThree);
   EXPECT_EQ(Take(*mine, "worker3"), std::string(300000, 'w'));
}

TEST_F(SharedTest, GrowthByOneIsUsedByTheOthers)
{
   const auto mine = OpenShared(fPath);
   Put(*mine, "mine", "small");
   const std::uint64_t before = mine->Size();
   const auto other = Producer("other", 2, 20000000);
   ASSERT_EQ(other->Said(), "done");
   EXPECT_GT(mine->Size(), before);
   EXPECT_EQ(Take(*mine, "other1"), std::string(20000000, 'o'));
   Put(*mine, "large", std::string(5000000, 'l'));
   EXPECT_EQ(Take(*mine, "large"), std::string(5000000, 'l'));
   EXPECT_EQ(Take(*mine, "other0"), std::string(20000000, 'o')) << "nothing was given out twice";
}

TEST_F(SharedTest, TableGrowsWithTheRecordsOfAll)
{
   const auto mine = OpenShared(fPath);
   for (int i = 0; i < 3000; ++i)
      AddNamed(*mine, "mine" + std::to_string(i));
   const Other other([&]() -> std::string {
      static std::unique_ptr<MapStore> store;
      store = OpenShared(fPath);
      for (int i = 0; i < 3000; ++i) // more than half of the first table together
         AddNamed(*store, "other" + std::to_string(i));
      return "done";
   });
   ASSERT_EQ(other.Said(), "done");
   EXPECT_EQ(mine->List().size(), 6000u);
   for (int i = 0; i < 3000; i += 7) {
      EXPECT_TRUE(mine->Remove("mine" + std::to_string(i)));
      AddNamed(*mine, "more" + std::to_string(i));
   }
   const auto consumer = MapStore::Open(fPath, MapMode::kRead);
   for (int i = 0; i < 3000; ++i) {
      EXPECT_TRUE(consumer->Has("other" + std::to_string(i)));
      EXPECT_EQ(consumer->Has("mine" + std::to_string(i)), i % 7 != 0);
   }
}

TEST_F(SharedTest, LastToGoLeavesAFileThatALoneProducerTakesOverWhole)
{
   {
      const auto mine = OpenShared(fPath);
      auto dead = Producer("dead", 2);
      const auto living = Producer("living", 2);
      dead->Kill();
      Put(*mine, "mine", "text");
   }
   const auto lone = MapStore::Open(fPath, MapMode::kUpdate);
   EXPECT_EQ(lone->OwnRecords().size(), 5u);
   Put(*lone, "dead0", "resurrected");
   EXPECT_EQ(Take(*lone, "living1"), std::string(10, 'l'));
   ExpectSound();
}

TEST_F(SharedTest, SixtyFourShareAndTheNextIsTurnedAway)
{
   std::vector<std::unique_ptr<MapStore>> all;
   std::set<unsigned> entries;
   for (unsigned i = 0; i < format::kLeases; ++i) {
      all.push_back(OpenShared(fPath)); // several of one process are several
      entries.insert(all.back()->LeaseIndex());
      Put(*all.back(), "of" + std::to_string(i), "text");
   }
   EXPECT_EQ(entries.size(), format::kLeases);
   EXPECT_THAT(MessageOf([&] { OpenShared(fPath); }), HasSubstr("64 processes"));
   EXPECT_EQ(all[0]->List().size(), format::kLeases);
   all.erase(all.begin() + 7);
   const auto next = OpenShared(fPath);
   EXPECT_EQ(next->LeaseIndex(), 7u);
   EXPECT_EQ(Take(*next, "of7"), "text");
}

// Killed between drawing a generation and committing it, in the entry that the next producer gets.
TEST_F(SharedTest, VersionThatWasNotCommittedStaysUnseenWhenItsEntryIsUsedAgain)
{
   const auto mine = OpenShared(fPath);
   unsigned entry = 0;
   std::uint64_t published = 0;
   {
      const auto dead = OpenShared(fPath);
      entry = dead->LeaseIndex();
      published = Put(*dead, "name", "published");
      const ProducerRecord &record = *dead->FindOwn("name");
      // As if it had been killed in its next Update, after the slot and before the commit.
      auto &words = format::At<format::Record>(dead->Base(), record.offset);
      auto &super = format::At<format::Superblock>(dead->Base(), 0);
      const std::uint64_t generation = super.nextGeneration.value.fetch_add(1);
      for (unsigned s = 0; s < format::kSlots; ++s)
         if (record.slots[s].generation == 0) {
            words.slots[s].block.store(words.slots[0].block.load() + words.slots[1].block.load() +
                                       words.slots[2].block.load() + words.slots[3].block.load());
            words.slots[s].generation.store(generation);
            break;
         }
   }
   const auto next = OpenShared(fPath);
   ASSERT_EQ(next->LeaseIndex(), entry);
   Put(*next, "another", "text"); // its commit passes the generation
   EXPECT_EQ(mine->GenerationOf("name"), published);
   EXPECT_EQ(Take(*mine, "name"), "published");
}

TEST_F(SharedTest, HeapLockOfADeadProducerIsTakenOverAndItsChunksAreFound)
{
   const auto mine = OpenShared(fPath);
   Put(*mine, "mine", "text");
   auto other = Producer("other", 1, 100000);
   ASSERT_EQ(other->Said(), "done");
   // It dies while it has the lock, and a table that it was making leads nowhere yet.
   auto &head = format::At<format::Head>(mine->Base(), 0);
   std::uint64_t owner = 0;
   for (std::uint64_t chunk = 0; chunk < mine->Size() / format::kChunkSize && owner == 0; ++chunk) {
      const std::uint64_t word = head.chunkWords[chunk].load();
      const std::uint64_t lease = word >> 8;
      if (format::KindOf(word) == format::ChunkKind::kOwned && format::LeaseIndex(lease) != mine->LeaseIndex())
         owner = lease;
   }
   ASSERT_NE(owner, 0u);
   std::uint64_t stray = 0;
   for (std::uint64_t chunk = 0; chunk < mine->Size() / format::kChunkSize; ++chunk)
      if (head.chunkWords[chunk].load() == format::ChunkWord(format::ChunkKind::kFree))
         stray = chunk;
   ASSERT_NE(stray, 0u);
   head.chunkWords[stray].store(format::ChunkWord(format::ChunkKind::kTable));
   head.superblock.heapLock.value.store(owner << 1);
   other->Kill();
   Put(*mine, "new", "text");
   EXPECT_EQ(head.superblock.heapLock.value.load(), 0u);
   EXPECT_NE(format::KindOf(head.chunkWords[stray].load()), format::ChunkKind::kTable);
   EXPECT_EQ(Take(*mine, "other0"), std::string(100000, 'o'));
}

} // namespace
} // namespace rootlet
