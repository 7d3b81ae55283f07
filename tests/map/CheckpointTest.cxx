// Checkpoint: the copy is a whole map of its own, whoever makes it and whatever the map looks like; an error is one line and
// leaves everything as it was. And new files of all kinds are on the disk before anybody is told of them.
#include <gtest/gtest.h>
#include <grp.h>
#include <sys/stat.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <thread>

#include "CaseTools.h"
#include "FallocateHook.h"
#include "FilePatch.h"
#include "FlushHook.h"
#include "RootletEmulation.h"
#include "RootletMapCheck.h"
#include "StoreTools.h"
#include "map/CompactCopy.h"

namespace rootlet {
namespace {

using namespace test;
using namespace format;
namespace fs = std::filesystem;

/// The names of everything in a folder.
std::vector<std::string> ContentOf(const std::string &folder)
{
   std::vector<std::string> names;
   for (const auto &entry : fs::directory_iterator(folder))
      names.push_back(entry.path().filename());
   std::sort(names.begin(), names.end());
   return names;
}

/// Sound, and without a byte that is not needed.
void ExpectCompact(const std::string &path, std::uint64_t records)
{
   const MapReport report = CheckMap(path);
   EXPECT_TRUE(report.IsSound()) << report.faults.at(0);
   EXPECT_FALSE(report.producerAlive || report.suspect || report.replaced);
   EXPECT_EQ(report.records, records);
   EXPECT_EQ(report.versions, records);
   EXPECT_EQ(report.uncommitted + report.unreachedRecords + report.unreachedChunks, 0u);
   EXPECT_EQ(report.bytes.leaked + report.bytes.held + report.bytes.freeChunks + report.bytes.orphan, 0u);
   EXPECT_EQ(report.bytes.tail, 0u);
   EXPECT_LT(report.bytes.freeInside, kChunkSize) << "behind the last block alone";
   EXPECT_LE(report.bytes.blocks, report.payload + 127 * records) << "no room to grow";
}

class Checkpoint : public testing::Test {
protected:
   const Lines fLines;
   TempFolder fFolder;
   std::string fPath = fFolder / "map";
   std::string fCopy = fFolder / "copy";
};

// ---- what is in it ----------------------------------------------------------------------------------------------------

class CheckpointBy : public Checkpoint, public testing::WithParamInterface<const char *> {
protected:
   bool ByProducer() const { return std::string(GetParam()) == "Producer"; }
};

TEST_P(CheckpointBy, IsAWholeMapOfItsOwnThatGoesOn)
{
   const std::unique_ptr<TMapFile> producer(TMapFile::Create(fPath.c_str(), "RECREATE", 1 << 20, "the title"));
   std::vector<std::unique_ptr<TNamed>> objects;
   for (int i = 0; i < 600; ++i) { // more than a chunk of records
      objects.push_back(std::make_unique<TNamed>(("object" + std::to_string(i)).c_str(), ""));
      producer->Add(objects.back().get());
   }
   for (int round = 0; round < 5; ++round) {
      for (int i = 0; i < 600; ++i)
         objects[i]->SetTitle((std::to_string(round) + std::string(static_cast<std::size_t>(i), 'x')).c_str());
      producer->Update();
   }
   const ULong64_t generation = producer->GetFirst()->GetGeneration();
   const TNamed neverPublished("never", "");
   producer->Add(&neverPublished);
   producer->Remove("object7");
   const auto consumer = OpenMap(fPath, "READ");
   ASSERT_TRUE((ByProducer() ? producer : consumer)->Checkpoint(fCopy.c_str())) << Lines::TakeText();
   EXPECT_EQ(ContentOf(fFolder.Path()), (std::vector<std::string>{"copy", "map"}));
   const std::uint64_t layouts = producer->GetSchema()->All().size();
   ASSERT_GT(layouts, 0u);
   ExpectCompact(fCopy, 599 + layouts);
   EXPECT_LT(fs::file_size(fCopy) * 2, fs::file_size(fPath));

   const FilePatch map(fPath), copy(fCopy);
   EXPECT_NE(map.Load(offsetof(SuperblockConstant, uuid)), copy.Load(offsetof(SuperblockConstant, uuid)));
   objects[8]->SetTitle("of the map alone");
   producer->Update();
   {
      const auto reader = OpenMap(fCopy, "READ");
      EXPECT_STREQ(reader->GetTitle(), "the title");
      EXPECT_FALSE(reader->IsProducerAlive());
      std::string wrong;
      TMapRec *record = reader->GetFirst();
      for (int i = 0; i < 600; ++i) {
         if (i == 7)
            continue;
         wrong += ExpectTitle(*reader, ("object" + std::to_string(i)).c_str(),
                              "4" + std::string(static_cast<std::size_t>(i), 'x'));
         ASSERT_NE(record, nullptr);
         EXPECT_EQ(record->GetName(), "object" + std::to_string(i)) << "in the order of the map";
         EXPECT_EQ(record->GetGeneration(), generation);
         record = record->GetNext();
      }
      EXPECT_EQ(record, nullptr);
      EXPECT_EQ(wrong, "");
      EXPECT_EQ(reader->GetEmulated("object1")->Root().ClassName(), "TNamed") << "the layouts are there";
   }
   const auto next = OpenMap(fCopy, "UPDATE");
   ASSERT_TRUE(next) << Lines::TakeText();
   objects[8]->SetTitle(std::string(1 << 20, 'y').c_str());
   next->Add(objects[8].get());
   next->Update();
   const auto reader = OpenMap(fCopy, "READ");
   EXPECT_EQ(ExpectTitle(*reader, "object8", std::string(1 << 20, 'y')) +
                ExpectTitle(*reader, "object599", "4" + std::string(599, 'x')) +
                ExpectTitle(*consumer, "object8", "of the map alone"),
             "");
   EXPECT_GT(reader->GetFirst()->GetNext()->GetGeneration(), 0u);
   next->Close();
   EXPECT_TRUE(CheckMap(fCopy).IsSound());
}

TEST_P(CheckpointBy, TakesThePlaceOfAnOlderOneWhoseConsumersAreTold)
{
   TNamed object("object", "first");
   const auto producer = OpenMap(fPath, "RECREATE");
   const auto consumer = OpenMap(fPath, "READ");
   producer->Add(&object);
   producer->Update();
   TMapFile &map = *(ByProducer() ? producer : consumer);
   ASSERT_TRUE(map.Checkpoint(fCopy.c_str()));
   const auto reader = OpenMap(fCopy, "READ");
   object.SetTitle("second");
   producer->Update();
   ASSERT_TRUE(map.Checkpoint(fCopy.c_str()));
   EXPECT_TRUE(reader->IsReplaced());
   EXPECT_EQ(ExpectTitle(*reader, "object", "first") + ExpectTitle(*OpenMap(fCopy, "READ"), "object", "second"), "");
   EXPECT_FALSE(producer->IsReplaced() || consumer->IsReplaced());
}

TEST_P(CheckpointBy, OfAnEmptyMapIsAnEmptyMap)
{
   const auto producer = OpenMap(fPath, "RECREATE");
   ASSERT_TRUE((ByProducer() ? OpenMap(fPath, "READ").get() : producer.get())->Checkpoint(fCopy.c_str()));
   ExpectCompact(fCopy, 0);
   ASSERT_TRUE(OpenMap(fCopy, "UPDATE"));
}

INSTANTIATE_TEST_SUITE_P(Table, CheckpointBy, testing::Values("Producer", "Consumer"),
                         [](const auto &test) { return std::string(test.param); });

TEST_F(Checkpoint, KeepsTheOptionsOfTheMap)
{
   for (const bool seal : {true, false}) {
      const auto store = MapStore::Open(fPath, MapMode::kRecreate, {.mode = 0640, .seal = seal, .slots = 4});
      Put(*store, "a", "text");
      EXPECT_EQ(store->Checkpoint(fCopy), 0u);
      const auto constant = FilePatch(fCopy).Load<SuperblockConstant>(0);
      EXPECT_EQ(constant.sealed, seal ? 1u : 0u);
      EXPECT_EQ(constant.slots, 4u);
      EXPECT_EQ(fs::status(fCopy).permissions(), fs::status(fPath).permissions());
      EXPECT_EQ(Take(*MapStore::Open(fCopy, MapMode::kRead), "a"), "text");
      EXPECT_TRUE(CheckMap(fCopy).IsSound());
   }
}

TEST_F(Checkpoint, HasAnOlderVersionWhereTheNewestIsDamagedAndSaysSo)
{
   {
      const auto store = MapStore::Open(fPath, MapMode::kCreate);
      Put(*store, "a", "a0");
      Put(*store, "a", "a1");
      Put(*store, "b", "b0");
   }
   FilePatch(fPath).Flip(NewestBlock(fPath, "a") + sizeof(BlockHeader));
   const auto map = OpenMap(fPath, "READ");
   EXPECT_TRUE(map->Checkpoint(fCopy.c_str()));
   EXPECT_NE(
      Lines::TakeText().find("Warning in <TMapFile::Checkpoint>: " + fPath + ": the newest versions of 1 objects"),
      std::string::npos);
   ExpectCompact(fCopy, 2);
   EXPECT_EQ(Take(*MapStore::Open(fCopy, MapMode::kRead), "a"), "a0");
   EXPECT_EQ(Take(*MapStore::Open(fCopy, MapMode::kRead), "b"), "b0");
}

TEST_F(Checkpoint, OfAProducerIsOneInstantWhateverItsOtherThreadsDo)
{
   const auto producer = OpenMap(fPath, "RECREATE");
   std::atomic<bool> stop{false};
   std::thread updating([&] {
      TNamed a("a", ""), b("b", "");
      producer->Add(&a);
      producer->Add(&b);
      for (int round = 0; !stop.load(); ++round) {
         a.SetTitle(std::to_string(round).c_str());
         b.SetTitle((std::to_string(round) + std::string(static_cast<std::size_t>(round % 3000), ' ')).c_str());
         producer->Update();
      }
   });
   int last = -1;
   for (int i = 0; i < 30; ++i) {
      EXPECT_TRUE(producer->Checkpoint(fCopy.c_str())) << Lines::TakeText();
      EXPECT_TRUE(CheckMap(fCopy).IsSound());
      const auto copy = OpenMap(fCopy, "READ");
      if (copy->GetFirst() == nullptr)
         continue; // the thread has not begun
      const int a = std::stoi(TitleOf(*copy, "a")), b = std::stoi(TitleOf(*copy, "b"));
      EXPECT_EQ(a, b);
      EXPECT_GE(a, last);
      last = a;
   }
   stop = true;
   updating.join();
}

TEST_F(Checkpoint, OfAConsumerIsWholeWhileTheProducerGoesOn)
{
   MapStore::Open(fPath, MapMode::kCreate);
   const pid_t child = ForkLeashed();
   if (child == 0) {
      const auto store = MapStore::Open(fPath, MapMode::kUpdate);
      for (std::uint64_t number = 1;; ++number) {
         for (const char *name : {"a", "b"}) {
            PatternWriter writer(number, 16 + number * 64 % 50000);
            ProducerRecord *record = store->FindOwn(name);
            PublishItem item{record != nullptr ? record : &AddNamed(*store, name), &writer, nullptr};
            store->Publish({&item, 1});
         }
         const std::string passing = "passing" + std::to_string(number % 3);
         if (!store->Remove(passing))
            Put(*store, passing, "in passing");
      }
   }
   const auto consumer = MapStore::Open(fPath, MapMode::kRead);
   while (!consumer->Has("b"))
      std::this_thread::yield();
   std::uint64_t last = 0;
   for (int i = 0; i < 30; ++i) {
      EXPECT_EQ(consumer->Checkpoint(fCopy), 0u);
      EXPECT_TRUE(CheckMap(fCopy).IsSound());
      const auto copy = MapStore::Open(fCopy, MapMode::kRead);
      PayloadCopy payload;
      const auto result = copy->Read("a", payload);
      ASSERT_TRUE(result && result->generation != 0);
      const std::uint64_t number = PatternWriter::Check(payload.Data(), payload.Size());
      EXPECT_GE(number, last);
      last = number;
   }
   ::kill(child, SIGKILL);
   ::waitpid(child, nullptr, 0);
}

/// More chunks than the head has words for.
TEST_F(Checkpoint, OfManyChunksHasSegments)
{
   TempFolder folder(MemoryFolder());
   const std::string path = folder / "copy";
   const std::string piece(8 << 20, 'p');
   MapStore::WriteFile(path, 0600, false, [&](int fd) {
      CompactCopy copy(fd, path, {});
      for (int i = 0; i < 33; ++i)
         copy.Add({"object" + std::to_string(i), "Test", 1, 0}, 7, piece.data(), piece.size());
      copy.Finish();
   });
   const MapReport report = CheckMap(path);
   EXPECT_TRUE(report.IsSound()) << report.faults.at(0);
   EXPECT_EQ(report.bytes.chunkWords, kChunkSize);
   EXPECT_EQ(report.records, 33u);
   EXPECT_EQ(report.bytes.leaked, 0u);
   const auto store = MapStore::Open(path, MapMode::kUpdate);
   EXPECT_EQ(Take(*store, "object32"), piece);
   Put(*store, "object0", piece + piece);
   EXPECT_EQ(Take(*store, "object0"), piece + piece);
}

// ---- what can go wrong ------------------------------------------------------------------------------------------------

/// `prepare` gives the path of the copy; everything in the folder must be afterwards what it was then.
struct Failure {
   const char *name;
   std::function<std::string(const std::string &folder)> prepare;
   std::vector<std::string> words;
};

const Failure kFailures[] = {
   {"TheMapItself", [](auto &folder) { return folder + "/map"; }, {"/map: is the map itself", "another name"}},
   {"ALinkToTheMap",
    [](auto &folder) {
       fs::create_hard_link(folder + "/map", folder + "/link");
       return folder + "/link";
    },
    {"/link: is the map itself"}},
   {"ASymbolicLinkToTheMap",
    [](auto &folder) {
       fs::create_symlink("map", folder + "/link");
       return folder + "/link";
    },
    {"/map: is the map itself"}},
   {"NoFolder", [](auto &folder) { return folder + "/none/copy"; }, {"/none", "No such file or directory"}},
   {"AFolder",
    [](auto &folder) {
       fs::create_directory(folder + "/copy");
       return folder + "/copy";
    },
    {"/copy: is a folder"}},
   {"NoName", [](auto &) { return std::string(); }, {"no file name is given"}},
   {"AnotherMapInUse",
    [](auto &folder) {
       static std::unique_ptr<TMapFile> other; // in the child that runs this case
       other = OpenMap(folder + "/copy", "RECREATE");
       return folder + "/copy";
    },
    {"/copy: is open for writing by process"}},
   {"FullDisk",
    [](auto &folder) {
       static FailingFallocate full(ENOSPC, 100000);
       return folder + "/copy";
    },
    {"/copy: cannot grow to", "the disk is full", "make room"}},
   {"Quota",
    [](auto &folder) {
       static FailingFallocate full(EDQUOT, 100000);
       return folder + "/copy";
    },
    {"/copy: cannot grow to", "quota is used up", "make room"}},
   {"BrokenDisk",
    [](auto &folder) {
       static FlushLog broken(true);
       return folder + "/copy";
    },
    {"/copy: cannot be flushed to the disk", "check the disk"}},
   {"NoPermission",
    [](auto &folder) {
       fs::create_directory(folder + "/closed");
       ::chmod((folder + "/closed").c_str(), 0555);
       if (::geteuid() == 0 && (::chmod(folder.c_str(), 0755) != 0 || ::setgroups(0, nullptr) != 0 ||
                                ::setgid(65534) != 0 || ::setuid(65534) != 0))
          throw Error("cannot become another user");
       return folder + "/closed/copy";
    },
    {"/closed/copy: cannot be created: no permission to write in the folder"}},
};

class CheckpointError : public Checkpoint, public testing::WithParamInterface<std::tuple<const char *, Failure>> {};

TEST_P(CheckpointError, IsOneLineAndLeavesEverythingAsItWas)
{
   const auto &[by, failure] = GetParam();
   const bool byProducer = std::string(by) == "Producer";
   EXPECT_EQ(InChild([&, &failing = failure]() -> std::string {
                MakeMap(fPath, "object", std::string(1 << 20, 'o').c_str());
                if (!OpenMap(fPath, "READ")->Checkpoint((fFolder / "older").c_str()))
                   return Lines::TakeText();
                const auto map = OpenMap(fPath, byProducer ? "UPDATE" : "READ");
                const std::string copy = failing.prepare(fFolder.Path());
                const auto before = ContentOf(fFolder.Path());
                const std::uint64_t size = fs::file_size(fPath);
                if (map->Checkpoint(copy.c_str()))
                   return "no error";
                std::string wrong = Lines::Expect("TMapFile::Checkpoint", failing.words);
                if (ContentOf(fFolder.Path()) != before || fs::file_size(fPath) != size)
                   wrong += "something is left; ";
                for (const char *folder : {"copy", "closed"})
                   if (fs::is_directory(fFolder / folder) && !fs::is_empty(fFolder / folder))
                      wrong += "something is left in a folder; ";
                wrong += ExpectTitle(*map, "object", std::string(1 << 20, 'o'));
                return wrong;
             }),
             "");
}

INSTANTIATE_TEST_SUITE_P(Table, CheckpointError,
                         testing::Combine(testing::Values("Producer", "Consumer"), testing::ValuesIn(kFailures)),
                         [](const auto &test) {
                            return std::string(std::get<0>(test.param)) + "_" + std::get<1>(test.param).name;
                         });

TEST_F(Checkpoint, AnObjectOfWhichNothingIsWholeIsAnErrorAndTheOlderCopyStays)
{
   std::uint64_t block = 0;
   {
      const auto store = MapStore::Open(fPath, MapMode::kCreate);
      Put(*store, "a", "a0");
      store->Checkpoint(fCopy);
      for (const auto &slot : store->FindOwn("a")->slots)
         block = std::max(block, slot.block.offset);
   }
   FilePatch(fPath).Flip(block + sizeof(BlockHeader));
   EXPECT_FALSE(OpenMap(fPath, "READ")->Checkpoint(fCopy.c_str()));
   EXPECT_EQ(Lines::Expect("TMapFile::Checkpoint", {fPath, "no version of 'a' is whole any more"}), "");
   EXPECT_EQ(ContentOf(fFolder.Path()), (std::vector<std::string>{"copy", "map"}));
   EXPECT_EQ(Take(*MapStore::Open(fCopy, MapMode::kRead), "a"), "a0");
}

TEST_F(Checkpoint, OfAClosedMapIsOneLine)
{
   MakeMap(fPath, "object", "o");
   const auto map = OpenMap(fPath, "READ");
   map->Close();
   EXPECT_FALSE(map->Checkpoint(fCopy.c_str()));
   EXPECT_EQ(Lines::Expect("TMapFile::Checkpoint", {"the map is closed"}), "");
}

TEST_F(Checkpoint, AForkedChildMayCopyToo)
{
   const auto producer = OpenMap(fPath, "RECREATE");
   TNamed object("object", "o");
   producer->Add(&object);
   producer->Update();
   EXPECT_EQ(InChild([&] { return producer->Checkpoint(fCopy.c_str()) ? std::string() : Lines::TakeText(); }), "");
   EXPECT_EQ(ExpectTitle(*OpenMap(fCopy, "READ"), "object", "o"), "");
}

// ---- on the disk ------------------------------------------------------------------------------------------------------

/// A file is flushed with all its bytes before it gets its name, and its folder afterwards.
TEST_F(Checkpoint, NewFilesAreOnTheDiskBeforeAnybodyIsToldOfThem)
{
   const auto inode = [](const std::string &path) {
      struct stat info = {};
      ::stat(path.c_str(), &info);
      return info.st_ino;
   };
   const auto expect = [&](const std::vector<FlushEvent> &events, const std::string &path, const char *what) {
      const off_t size = static_cast<off_t>(fs::file_size(path));
      ASSERT_EQ(events.size(), 3u) << what;
      EXPECT_EQ(events[0], (FlushEvent{FlushEvent::kFlush, inode(path), size})) << what;
      EXPECT_EQ(events[1], (FlushEvent{FlushEvent::kName, inode(path), size})) << what;
      EXPECT_EQ(events[2].kind, FlushEvent::kFlush) << what;
      EXPECT_EQ(events[2].file, inode(fFolder.Path())) << what;
   };
   for (const char *option : {"CREATE", "RECREATE"}) {
      const FlushLog log;
      ASSERT_TRUE(OpenMap(fPath, option));
      expect(log.Events(), fPath, option);
   }
   {
      const auto map = OpenMap(fPath, "UPDATE");
      const FlushLog log;
      ASSERT_TRUE(map->Checkpoint(fCopy.c_str()));
      expect(log.Events(), fCopy, "Checkpoint");
   }
   const auto map = OpenMap(fPath, "UPDATE");
   const FlushLog log;
   ASSERT_TRUE(map->Sync());
   ASSERT_EQ(log.Events().size(), 1u);
   EXPECT_EQ(log.Events()[0].file, inode(fPath));
}

TEST_F(Checkpoint, AFileThatCannotBeFlushedIsNotMade)
{
   MakeMap(fPath, "object", "old");
   const FlushLog broken(true);
   EXPECT_FALSE(OpenMap(fPath, "RECREATE"));
   EXPECT_EQ(Lines::Expect("TMapFile::Create", {fPath, "cannot be flushed to the disk", "check the disk"}), "");
   EXPECT_EQ(ContentOf(fFolder.Path()), std::vector<std::string>{"map"});
   EXPECT_EQ(ExpectTitle(*OpenMap(fPath, "READ"), "object", "old"), "");
}

} // namespace
} // namespace rootlet
