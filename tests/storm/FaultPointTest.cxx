// What hooks at fault points show step by step: a reader that is overtaken by growth, and a process killed while it waits
// for the heap lock.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <functional>
#include <iterator>
#include <memory>
#include <new>
#include <optional>
#include <string>

#include "../heap/TempFolder.h"
#include "../map/FilePatch.h"
#include "../map/StoreTools.h"
#include "StormShared.h"
#include "TMapFile.h"
#include "heap/FaultPoint.h"
#include "heap/FileLock.h"
#include "heap/Format.h"
#include "heap/HeapLock.h"
#include "heap/OpenFile.h"
#include "map/MapStore.h"

namespace rootlet::test {
namespace {

using namespace format;

fault::Points &Points()
{
   return fault::Points::Instance();
}

/// A reader is stopped at this point, once it has looked at the size of the heap, until the producer has grown it and put
/// there what the reader is about to find.
class OvertakenReaderTest : public testing::TestWithParam<const char *> {
protected:
   void TearDown() override { Points().Disarm(); }

   void StopAt(const char *point, std::function<void()> meanwhile)
   {
      Points().CallAt(point, 1, [this, meanwhile] {
         ++fStops;
         const std::uint64_t before = fProducer->Size();
         meanwhile();
         EXPECT_GT(fProducer->Size(), before) << "the test is about growth";
         return 0;
      });
   }
   /// Text that does not fit into what is free now.
   std::string LongText() const { return std::string(fProducer->FreeBytes() + 100000, 'n'); }

   TempFolder fFolder;
   std::string fPath = fFolder / "map";
   std::unique_ptr<MapStore> fProducer = MapStore::Open(fPath, MapMode::kCreate, {.size = 0});
   int fStops = 0;
};

TEST_P(OvertakenReaderTest, ReadsTheVersionInTheNewPart)
{
   Put(*fProducer, "a", "old");
   const auto reader = MapStore::Open(fPath, MapMode::kRead);
   ASSERT_EQ(Take(*reader, "a"), "old");
   const std::string text = LongText();
   StopAt(GetParam(), [&] { Put(*fProducer, "a", text); });
   PayloadCopy copy;
   const auto result = reader->Read("a", copy);
   ASSERT_TRUE(result);
   EXPECT_EQ(fStops, 1);
   EXPECT_EQ(result->damagedVersions, 0u);
   EXPECT_EQ(std::string(copy.Data(), copy.Size()), text);
}

INSTANTIATE_TEST_SUITE_P(Points, OvertakenReaderTest, testing::Values("read.record", "read.commit"),
                         [](const auto &test) { return std::string(test.param).substr(5); });

/// The record lies in a chunk of the new part: its bucket leads out of the view.
TEST_F(OvertakenReaderTest, FindsARecordInTheNewPart)
{
   const auto reader = MapStore::Open(fPath, MapMode::kRead);
   StopAt("find.root", [&] {
      Put(*fProducer, "filler", LongText());
      for (int i = 0; i < 300; ++i) // more than the chunks of records have room for
         AddNamed(*fProducer, "more" + std::to_string(i));
      Put(*fProducer, "b", "found");
   });
   EXPECT_EQ(Take(*reader, "b"), "found");
   EXPECT_EQ(fStops, 1);
}

/// The table itself lies in the new part: the root leads out of the view.
TEST_F(OvertakenReaderTest, FindsARecordThroughATableInTheNewPart)
{
   Put(*fProducer, "a", "here");
   const auto reader = MapStore::Open(fPath, MapMode::kRead);
   StopAt("find.root", [&] {
      for (int i = 0; i < (1 << kMinTableLog2) / 2; ++i)
         AddNamed(*fProducer, "more" + std::to_string(i));
   });
   EXPECT_EQ(Take(*reader, "a"), "here");
   EXPECT_EQ(fStops, 1);
}

TEST_F(OvertakenReaderTest, ListsARecordInTheNewPart)
{
   Put(*fProducer, "a", "old");
   const auto reader = MapStore::Open(fPath, MapMode::kRead);
   const std::string text = LongText();
   StopAt("list.root", [&] { Put(*fProducer, "a", text); });
   const auto list = reader->List();
   ASSERT_EQ(list.size(), 1u);
   EXPECT_EQ(list[0].length, text.size());
   EXPECT_EQ(fStops, 1);
}

/// The heap grows, or a stranger writes a size, between the check of the size and its use by a producer that opens the file.
TEST(OvertakenProducer, TakesTheHeapAsItIsByNow)
{
   TempFolder folder;
   const std::string path = folder / "map";
   const auto other = MapStore::Open(path, MapMode::kCreate, {.size = 0, .shared = true});
   Put(*other, "object", "text");
   Points().CallAt("open.producer", 1, [&] {
      Put(*other, "large", std::string(other->FreeBytes() + 3000000, 'l'));
      return 0;
   });
   const auto store = MapStore::Open(path, MapMode::kUpdate, {.size = 0, .shared = true});
   for (int i = 0; i < 40; ++i)
      Put(*store, "own" + std::to_string(i), std::string(100000, 'o'));
   EXPECT_EQ(Take(*store, "object"), "text");
   EXPECT_EQ(Take(*other, "own39"), std::string(100000, 'o'));
   Points().Disarm();
}

TEST(OvertakenProducer, RefusesASizeThatTheFileHasNot)
{
   TempFolder folder;
   const std::string path = folder / "map";
   Put(*MapStore::Open(path, MapMode::kCreate, {.size = 0}), "object", "text");
   for (const std::uint64_t size :
        {std::uint64_t{1} << 30, std::uint64_t{1} << 46, std::uint64_t{100}, ~std::uint64_t{0}}) {
      std::uint64_t before = 0;
      const auto heapSize = [](char *base) -> Word & { return At<Superblock>(base, 0).heapSize.value; };
      const auto stranger = MapStore::Open(path, MapMode::kRead);
      const int fd = ::open(path.c_str(), O_RDWR | O_CLOEXEC);
      before = heapSize(stranger->Base()).load();
      Points().CallAt("open.producer", 1, [&] {
         EXPECT_EQ(::pwrite(fd, &size, sizeof size, offsetof(Superblock, heapSize)), 8);
         return 0;
      });
      EXPECT_NE(MessageOf([&] { MapStore::Open(path, MapMode::kUpdate); }).find("damaged: the heap size"),
                std::string::npos);
      EXPECT_EQ(::pwrite(fd, &before, sizeof before, offsetof(Superblock, heapSize)), 8);
      ::close(fd);
      Points().Disarm();
   }
   EXPECT_EQ(Take(*MapStore::Open(path, MapMode::kUpdate), "object"), "text");
}

/// A listing decodes names and classes of what it has not met yet, and of one class what may be of that class.
TEST(Listing, DescribesEachRecordOnce)
{
   TempFolder folder;
   const std::string path = folder / "map";
   const auto producer = MapStore::Open(path, MapMode::kCreate);
   for (int i = 0; i < 1000; ++i)
      AddNamed(*producer, "object" + std::to_string(i));
   producer->Add({"layout", "AnotherClass", 1, 0});
   const auto reader = MapStore::Open(path, MapMode::kRead);
   auto board = std::make_unique<fault::Board>();
   Points().NoteOn(board.get());
   const auto described = [&] { return board->passes[Points().NumberOf("list.describe")].exchange(0); };
   EXPECT_EQ(reader->List("AnotherClass").size(), 1u);
   EXPECT_EQ(described(), 1u);
   EXPECT_EQ(reader->List().size(), 1001u);
   EXPECT_EQ(described(), 1000u);
   EXPECT_EQ(reader->List().size(), 1001u);
   EXPECT_EQ(described(), 0u);
   producer->Remove("object7");
   AddNamed(*producer, "new"); // where that one was
   EXPECT_EQ(reader->List().back().record.description->name, "new");
   EXPECT_EQ(described(), 1u);
   EXPECT_EQ(reader->List("Test").size(), 1000u);
   EXPECT_EQ(described(), 0u);
   Points().NoteOn(nullptr);
}

/// A file of an earlier boot that is one of this boot by the time that a reader has looked at all of it.
class SuspectReaderTest : public testing::Test {
protected:
   SuspectReaderTest()
   {
      Put(*MapStore::Open(fPath, MapMode::kCreate, {.size = 0}), "a", "old");
      fFile.emplace(fPath);
      fFile->Flip(offsetof(Superblock, bootId));
   }
   void TearDown() override { Points().Disarm(); }

   TempFolder fFolder;
   std::string fPath = fFolder / "map";
   std::optional<FilePatch> fFile;
};

TEST_F(SuspectReaderTest, ListsWhatTheProducerThatMendsTheFileHasPublished)
{
   const auto reader = MapStore::Open(fPath, MapMode::kRead);
   const std::string text(1000000, 'l');
   std::unique_ptr<MapStore> producer;
   Points().CallAt("survey.begin", 1, [&] {
      producer = MapStore::Open(fPath, MapMode::kUpdate);
      Put(*producer, "late", text);
      return 0;
   });
   const auto list = reader->List();
   ASSERT_NE(producer, nullptr);
   ASSERT_EQ(list.size(), 2u);
   EXPECT_EQ(list[1].length, text.size());
   EXPECT_EQ(Take(*reader, "late"), text);
}

/// The boot id comes back, the heap size does not: there is nothing that could be looked at.
TEST_F(SuspectReaderTest, EndsWhenAStrangerTakesTheHeapAway)
{
   const std::unique_ptr<MapStore> readers[] = {MapStore::Open(fPath, MapMode::kRead),
                                                MapStore::Open(fPath, MapMode::kRead)};
   fFile->Store(offsetof(Superblock, heapSize), std::uint64_t{0});
   const std::function<void()> calls[] = {[&] { Take(*readers[0], "a"); }, [&] { readers[1]->List(); }};
   for (const auto &call : calls) {
      Points().CallAt("survey.size", 1, [&] {
         fFile->Flip(offsetof(Superblock, bootId));
         return 0;
      });
      const std::string message = MessageOf(call);
      EXPECT_NE(message.find("damaged"), std::string::npos) << message;
      fFile->Flip(offsetof(Superblock, bootId));
   }
   EXPECT_EQ(Take(*readers[0], "a"), "old") << "which is there when nothing is believed";
}

/// Its producer publishes once more, and is gone, between the look at the object and the claim of its record.
TEST(ResumedShared, HasTheLastVersionOfTheProducerBefore)
{
   TempFolder folder;
   const std::string path = folder / "map";
   std::unique_ptr<TMapFile> before(TMapFile::Create(path.c_str(), "RECREATE SHARED"));
   std::unique_ptr<TMapFile> after(TMapFile::Create(path.c_str(), "UPDATE SHARED"));
   auto rows = std::make_optional(before->Emplace<container_test::Rows>("p", 1u));
   Points().CallAt("read.seal", 1, [&] {
      rows->Write([](container_test::Rows &r) { r.Fill(2); });
      rows.reset();
      before.reset();
      return 0;
   });
   auto resumed = after->Resume<container_test::Rows>("p");
   Points().Disarm();
   ASSERT_TRUE(resumed);
   EXPECT_EQ(before, nullptr);
   EXPECT_EQ(resumed->Get().fNumber, 2u);
}

/// A process that sleeps on the heap lock and is killed leaves the lock as good as it was.
TEST(HeapLockKill, AProcessKilledWhileItWaitsIsForgotten)
{
   TempFolder folder;
   const std::string path = folder / "map";
   MapStore::Open(path, MapMode::kCreate, {.size = 0});
   void *memory = ::mmap(nullptr, sizeof(fault::Board), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
   ASSERT_NE(memory, MAP_FAILED);
   auto &board = *new (memory) fault::Board;

   // Two producers as the format knows them: each holds the byte of its lease.
   const auto lease = [&](unsigned index, MappedFile &file) {
      UniqueFd fd = OpenExisting(path, true);
      EXPECT_TRUE(TryLockBytes(fd.Get(), path, kNumberLock + 100 + index, 1));
      file.KeepLocks(std::move(fd));
      At<Head>(file.Base(), 0).leases[index].number.store(100 + index);
      return LeaseWord(100 + index, index);
   };
   MappedFile file(OpenExisting(path, true), path, MappedFile::Access::kWrite);
   HeapLock lock(file, lease(0, file));
   lock.lock();
   for (int kill = 0; kill < 3; ++kill) {
      const pid_t waiter = ForkLeashed();
      if (waiter == 0) {
         MappedFile own(OpenExisting(path, true), path, MappedFile::Access::kWrite);
         HeapLock waiting(own, lease(1, own));
         Points().NoteOn(&board);
         if (kill == 0)
            Points().KillAt("lock.wait", 1);
         waiting.lock();
         ::_exit(1);
      }
      if (kill != 0) {
         while (board.step.load() != Points().NumberOf("lock.wait"))
            ::usleep(100);
         ::kill(waiter, SIGKILL);
      }
      int status = 0;
      ::waitpid(waiter, &status, 0);
      EXPECT_TRUE(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL) << status;
      EXPECT_EQ(board.step.load(), Points().NumberOf("lock.wait"));
      board.step.store(fault::kNoPoint);
   }
   Points().NoteOn(&board);
   lock.unlock(); // wakes the dead ones
   EXPECT_EQ(board.step.load(), Points().NumberOf("lock.wake"));
   Points().NoteOn(nullptr);
   EXPECT_EQ(At<Superblock>(file.Base(), 0).heapLock.value.load(), 0u);
   MappedFile other(OpenExisting(path, true), path, MappedFile::Access::kWrite);
   HeapLock next(other, lease(1, other));
   next.lock();
   next.unlock();
   ::munmap(memory, sizeof(fault::Board));
}

struct Maker {
   const char *name;
   bool replaces; ///< makes a new file in place of one
   void (*make)(const std::string &path, MapStore &source);
};

const Maker kMakers[] = {
   {"CREATE", false, [](const std::string &path, MapStore &) { MapStore::Open(path, MapMode::kCreate, {.size = 0}); }},
   {"UPDATE", false, [](const std::string &path, MapStore &) { MapStore::Open(path, MapMode::kUpdate, {.size = 0}); }},
   {"RECREATE", true,
    [](const std::string &path, MapStore &) { MapStore::Open(path, MapMode::kRecreate, {.size = 0}); }},
   {"Checkpoint", true, [](const std::string &path, MapStore &source) { source.Checkpoint(path); }},
};

/// Wherever a maker dies before its file has the name: the next one leaves the folder as if there had been none.
TEST(RecreateKill, WhatTheDeadHaveLeftInTheFolderIsRemovedByTheNext)
{
   for (const Maker &maker : kMakers)
      for (const char *point :
           {"create.temporary", "create.leftovers", "create.lock", "create.flush", "create.rename"}) {
         SCOPED_TRACE(std::string(maker.name) + " at " + point);
         TempFolder folder, elsewhere;
         const auto source = MapStore::Open(elsewhere / "source", MapMode::kCreate, {.size = 0});
         const std::string path = folder / "map";
         const auto files = [&] { return std::distance(std::filesystem::directory_iterator(folder.Path()), {}); };
         if (maker.replaces)
            Put(*MapStore::Open(path, MapMode::kCreate), "before", "whole");
         const pid_t dying = ForkLeashed();
         if (dying == 0) {
            Points().KillAt(point, 1);
            maker.make(path, *source);
            ::_exit(1);
         }
         int status = 0;
         ::waitpid(dying, &status, 0);
         ASSERT_TRUE(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL) << status;
         EXPECT_EQ(std::filesystem::exists(path), maker.replaces);
         if (maker.replaces) {
            EXPECT_EQ(Take(*MapStore::Open(path, MapMode::kRead), "before"), "whole");
         }
         EXPECT_EQ(files(), maker.replaces ? 2 : 1);
         maker.make(path, *source);
         EXPECT_EQ(files(), 1);
         EXPECT_EQ(Take(*MapStore::Open(path, MapMode::kRead), "before"), "(none)");
      }
}

/// The new file has its name, and whoever put it there is dead before it could mark the old one.
TEST(RecreateKill, ConsumersSeeThatTheFileIsReplacedThoughNobodyHasMarkedIt)
{
   TempFolder folder;
   const std::string path = folder / "map";
   MapStore::Open(path, MapMode::kCreate, {.size = 0});
   const auto consumer = MapStore::Open(path, MapMode::kRead);
   EXPECT_FALSE(consumer->IsReplaced());
   for (const char *point : {"create.rename", "recreate.mark"}) {
      const pid_t producer = ForkLeashed();
      if (producer == 0) {
         Points().KillAt(point, 1);
         MapStore::Open(path, MapMode::kRecreate, {.size = 0});
         ::_exit(1);
      }
      int status = 0;
      ::waitpid(producer, &status, 0);
      ASSERT_TRUE(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL) << status;
      EXPECT_EQ(consumer->IsReplaced(), std::string(point) == "recreate.mark");
   }
   EXPECT_EQ(At<Superblock>(consumer->Base(), 0).state.value.load(), std::uint64_t{kLive});
   std::filesystem::remove(path);
   EXPECT_FALSE(consumer->IsReplaced()) << "a file without a name has no successor";
}

} // namespace
} // namespace rootlet::test
