// How maps are opened, left, copied by fork and replaced, on file systems of all kinds and under all names of a file; real
// processes end in every way. Always: what an Update() had returned for is there, and the next producer gets in at once.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include <atomic>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <thread>

#include "CaseTools.h"
#include "RootletSchema.h"
#include "TClass.h"
#include "StoreTools.h"
#include "heap/FileLock.h"
#include "heap/Format.h"

namespace rootlet {
namespace {

using namespace test;
namespace fs = std::filesystem;

class LifeCycle : public testing::Test {
protected:
   const Lines fLines;
   TempFolder fFolder;
   std::string fPath = fFolder / "map";
};

// ---- RECREATE ---------------------------------------------------------------------------------------------------------

TEST_F(LifeCycle, WhoSeesThatAMapIsReplacedFindsTheNewOneWholeUnderItsName)
{
   constexpr int kRounds = 200;
   MakeMap(fPath, "round", "0");
   const pid_t producer = ForkLeashed();
   if (producer == 0) {
      for (int round = 1; round <= kRounds; ++round) {
         const auto map = OpenMap(fPath, "RECREATE");
         TNamed object("round", std::to_string(round).c_str());
         if (!map)
            ::_exit(1);
         map->Add(&object);
         map->Update();
      }
      ::_exit(0);
   }
   int last = 0, seen = 0;
   for (auto map = OpenMap(fPath, "READ"); last < kRounds;) {
      ASSERT_TRUE(map) << "the name leads nowhere: " << Lines::TakeText();
      const bool replaced = map->IsReplaced();
      const std::unique_ptr<TNamed> object = map->Get<TNamed>("round");
      if (object) {
         const int round = std::atoi(object->GetTitle());
         EXPECT_GE(round, last) << "an older map came back";
         last = round;
      }
      Lines::Take(); // a new map is empty before its first Update
      if (replaced) {
         const struct stat before = [&] {
            struct stat info = {};
            ::fstat(map->GetFd(), &info);
            return info;
         }();
         map = OpenMap(fPath, "READ");
         struct stat after = {};
         ASSERT_TRUE(map && ::fstat(map->GetFd(), &after) == 0);
         EXPECT_NE(before.st_ino, after.st_ino) << "marked before the new one had the name";
         ++seen;
      }
   }
   EXPECT_GT(seen, 0);
   int status = -1;
   ::waitpid(producer, &status, 0);
   EXPECT_EQ(status, 0);
}

TEST_F(LifeCycle, AnUnlinkedMapGoesOnAndIsReplacedOnceTheNameIsTakenAgain)
{
   auto producer = OpenMap(fPath, "RECREATE");
   TNamed object("object", "one");
   producer->Add(&object);
   producer->Update();
   const auto consumer = OpenMap(fPath, "READ");
   fs::remove(fPath);
   EXPECT_FALSE(consumer->IsReplaced());
   object.SetTitle(std::string(2 << 20, 'x').c_str()); // it even grows
   producer->Update();
   EXPECT_EQ(ExpectTitle(*consumer, "object", std::string(2 << 20, 'x')), "");
   MakeMap(fPath, "object", "another");
   EXPECT_TRUE(consumer->IsReplaced());
   EXPECT_TRUE(consumer->IsProducerAlive()) << "that of the old file";
}

TEST_F(LifeCycle, RecreateUnderOneLinkLeavesTheOtherLinkAGoodMap)
{
   MakeMap(fPath, "object", "old");
   const std::string link = fFolder / "link";
   fs::create_hard_link(fPath, link);
   const auto consumer = OpenMap(fPath, "READ");
   MakeMap(link, "object", "new");
   EXPECT_TRUE(consumer->IsReplaced()) << "somebody has asked for another one";
   const auto producer = OpenMap(fPath, "UPDATE");
   ASSERT_TRUE(producer) << Lines::TakeText();
   EXPECT_FALSE(consumer->IsReplaced()) << "it has a producer again";
   EXPECT_EQ(ExpectTitle(*consumer, "object", "old") + ExpectTitle(*OpenMap(link, "READ"), "object", "new"), "");
}

// ---- how a process ends -----------------------------------------------------------------------------------------------

TNamed gStatic("static", "destroyed after everything");

/// Ends the process in the middle of an Update.
class Ender : public PayloadWriter {
public:
   explicit Ender(void (*end)()) : fEnd(end) {}
   std::size_t Write(BufferStorage &storage) override
   {
      std::size_t capacity = 0;
      storage.Grow(0, 100000, capacity)[0] = 'x';
      fEnd();
      return 1;
   }

private:
   void (*fEnd)();
};

void NoCore()
{
   const struct rlimit none = {0, 0};
   ::setrlimit(RLIMIT_CORE, &none);
}

struct Ending {
   const char *name;
   void (*end)();
};

const Ending kEndings[] = {
   {"Exit", [] { std::exit(0); }},
   {"QuickExit", [] { std::quick_exit(0); }},
   {"UnderscoreExit", [] { ::_exit(0); }},
   {"Abort",
    [] {
       NoCore();
       ::signal(SIGABRT, SIG_DFL);
       std::abort();
    }},
   {"Terminate",
    [] {
       ::signal(SIGTERM, SIG_DFL);
       ::raise(SIGTERM);
    }},
   {"Kill", [] { ::raise(SIGKILL); }},
   {"Exec", [] { ::execl("/bin/sleep", "sleep", "600", static_cast<char *>(nullptr)); }},
};

class EndingOfAProducer : public LifeCycle, public testing::WithParamInterface<std::tuple<Ending, bool>> {};

TEST_P(EndingOfAProducer, KeepsWhatWasPublishedAndLeavesNoLock)
{
   const auto &[ending, inUpdate] = GetParam();
   int channel[2];
   ASSERT_EQ(::pipe2(channel, O_CLOEXEC), 0); // exec closes the child's end as every end does
   const pid_t child = ForkLeashed();
   if (child == 0) {
      // Never closed, never deleted; its directory has objects that are destroyed later.
      TMapFile *map = TMapFile::Create(fPath.c_str(), "RECREATE");
      map->GetDirectory()->Append(&gStatic);
      map->Update();
      auto other = MapStore::Open(fPath + "2", MapMode::kRecreate);
      Put(*other, "object", "published");
      if (inUpdate) {
         Ender writer(ending.end);
         PublishItem item{other->FindOwn("object"), &writer, nullptr};
         other->Publish({&item, 1});
      }
      ending.end();
      ::_exit(99);
   }
   ::close(channel[1]);
   char byte = 0;
   EXPECT_EQ(::read(channel[0], &byte, 1), 0); // until it has ended, or become another program
   ::close(channel[0]);
   int status = 0;
   const bool lives = std::string(ending.name) == "Exec";
   if (!lives) {
      ASSERT_EQ(::waitpid(child, &status, 0), child);
      EXPECT_FALSE(WIFEXITED(status) && WEXITSTATUS(status) == 99) << "did not end";
      EXPECT_FALSE(WIFSIGNALED(status) && (WTERMSIG(status) == SIGSEGV || WTERMSIG(status) == SIGBUS));
   } else {
      EXPECT_EQ(::kill(child, 0), 0) << "is another program now";
   }
   const auto consumer = OpenMap(fPath, "READ");
   EXPECT_FALSE(consumer->IsProducerAlive());
   EXPECT_EQ(ExpectTitle(*consumer, "static", "destroyed after everything"), "");
   EXPECT_TRUE(OpenMap(fPath, "UPDATE")) << Lines::TakeText();
   const auto next = MapStore::Open(fPath + "2", MapMode::kUpdate);
   EXPECT_EQ(Take(*next, "object"), "published");
   Put(*next, "object", "goes on");
   EXPECT_EQ(Take(*next, "object"), "goes on");
   if (lives) {
      ::kill(child, SIGKILL);
      ::waitpid(child, &status, 0);
   }
}
INSTANTIATE_TEST_SUITE_P(Table, EndingOfAProducer, testing::Combine(testing::ValuesIn(kEndings), testing::Bool()),
                         [](const auto &test) {
                            return std::string(std::get<0>(test.param).name) +
                                   (std::get<1>(test.param) ? "_InUpdate" : "_Idle");
                         });

TEST_F(LifeCycle, ADeadProducersMapIsReadAndAnsweredFor)
{
   const std::string result = InChild([&]() -> std::string {
      TMapFile *map = TMapFile::Create(fPath.c_str(), "RECREATE");
      TNamed object("object", "left");
      map->Add(&object);
      map->Update();
      return Lines::TakeText(); // and ends without Close
   });
   EXPECT_EQ(result, "");
   const auto consumer = OpenMap(fPath, "READ");
   EXPECT_FALSE(consumer->IsProducerAlive());
   EXPECT_FALSE(consumer->IsReplaced());
   EXPECT_EQ(ExpectTitle(*consumer, "object", "left"), "");
}

TEST_F(LifeCycle, KilledConsumersAreNoticedByNobody)
{
   const auto producer = OpenMap(fPath, "RECREATE");
   TNamed object("object", "0");
   producer->Add(&object);
   producer->Update();
   const auto survivor = OpenMap(fPath, "READ");
   for (int round = 1; round <= 30; ++round) {
      int channel[2];
      ASSERT_EQ(::pipe(channel), 0);
      const pid_t child = ForkLeashed();
      if (child == 0) {
         const auto consumer = OpenMap(fPath, "READ");
         if (::write(channel[1], "r", 1) != 1)
            ::_exit(1);
         for (;;)
            consumer->Get<TNamed>("object");
      }
      char byte = 0;
      ASSERT_EQ(::read(channel[0], &byte, 1), 1);
      for (int update = 0; update < 20; ++update) {
         object.SetTitle(std::string(static_cast<std::size_t>(round) * 5000, 'x').c_str());
         producer->Update();
         if (update == round % 20)
            ::kill(child, SIGKILL);
      }
      ::waitpid(child, nullptr, 0);
      ::close(channel[0]);
      ::close(channel[1]);
      ASSERT_EQ(Lines::TakeText() + ExpectTitle(*survivor, "object", object.GetTitle()), "");
   }
   const Long64_t size = producer->GetSize();
   EXPECT_LT(size, 4 << 20) << "nothing is kept for the dead";
}

// ---- fork -------------------------------------------------------------------------------------------------------------

/// What a child may do with what its parent has open, and what it may not.
std::string UseInherited(TMapFile &producer, TMapFile &consumer, TNamed &object)
{
   std::string wrong;
   for (TMapFile *map : {&producer, &consumer}) {
      const std::unique_ptr<TNamed> copy = map->Get<TNamed>("object");
      if (!copy)
         wrong += "cannot read: " + Lines::TakeText();
      if (map->GetFirst() == nullptr || map->GetSchema() == nullptr || !map->IsProducerAlive())
         wrong += "cannot look: " + Lines::TakeText();
      map->GetFreeSize();
      map->GetSize();
   }
   wrong += Lines::TakeText();
   producer.Update();
   wrong += Lines::Expect("TMapFile::Update", {"forked copy of the producer", "open the map anew"});
   producer.Add(&object, "of the child");
   wrong += Lines::Expect("TMapFile::Add", {"forked copy of the producer"});
   producer.Remove("object");
   wrong += Lines::Expect("TMapFile::Remove", {"forked copy of the producer"});
   producer.RemoveAll();
   wrong += Lines::Expect("TMapFile::RemoveAll", {"forked copy of the producer"});
   producer.Sync();
   wrong += Lines::Expect("TMapFile::Sync", {"forked copy of the producer"});
   return wrong;
}

TEST_F(LifeCycle, AChildReadsWhatItsParentHasOpenAndCannotWriteIt)
{
   auto producer = OpenMap(fPath, "RECREATE");
   TNamed object("object", "one");
   producer->Add(&object);
   producer->Update();
   const auto consumer = OpenMap(fPath, "READ");
   const std::string result = InChild([&]() -> std::string {
      std::string wrong = UseInherited(*producer, *consumer, object);
      if (OpenMap(fPath, "UPDATE"))
         wrong += "became a producer beside its parent; ";
      wrong += Lines::Expect("TMapFile::Create", {"is open for writing"});
      producer->Close(); // of its own copy alone
      return wrong + Lines::TakeText();
   });
   EXPECT_EQ(result, "");
   EXPECT_EQ(OpenMap(fPath, "UPDATE"), nullptr) << "the parent still has its locks";
   Lines::Take();
   object.SetTitle("two");
   producer->Update();
   EXPECT_EQ(ExpectTitle(*consumer, "object", "two"), "");
   const std::string later = InChild([&]() -> std::string {
      producer->Close();
      return "";
   });
   EXPECT_EQ(later, "");
}

#ifndef ROOTLET_SANITIZED // the allocators of sanitizers leave the child a lock that a thread of its parent has
TEST_F(LifeCycle, AChildOfABusyThreadedParentNeverHangs)
{
   auto producer = OpenMap(fPath, "RECREATE");
   TNamed object("object", "one"), other("other", "two");
   producer->Add(&object);
   producer->Add(&other);
   producer->Update();
   const auto consumer = OpenMap(fPath, "READ");
   std::atomic<bool> stop{false};
   std::atomic<int> broken{0};
   std::vector<std::thread> threads;
   threads.emplace_back([&] {
      while (!stop)
         producer->Update();
   });
   for (int t = 0; t < 2; ++t)
      threads.emplace_back([&] {
         while (!stop)
            broken += consumer->Get<TNamed>("object") == nullptr || consumer->GetSchema() == nullptr;
      });
   const auto knowsItsLayout = [] {
      rootlet::Schema schema;
      schema.AddClass(TNamed::Class());
      return TNamed::Class()->GetStreamerInfos().size() == 1;
   };
   threads.emplace_back([&] {
      while (!stop)
         broken += !knowsItsLayout();
   });
   std::string result;
   for (int i = 0; i < 60 && result.empty(); ++i)
      result = InChild([&] {
         ::alarm(60); // far more than it needs: a hang ends with SIGALRM
         if (!knowsItsLayout())
            return std::string("another layout");
         return UseInherited(*producer, *consumer, other);
      });
   stop = true;
   for (std::thread &thread : threads)
      thread.join();
   EXPECT_EQ(result, "");
   EXPECT_EQ(broken.load(), 0);
}
#endif

#ifndef __SANITIZE_THREAD__ // which forbids threads and fork together
TEST_F(LifeCycle, ThreadsOfAForkedConsumerReadOnWhileTheMapGrows)
{
   auto producer = OpenMap(fPath, "RECREATE", 65536);
   TNamed object("object", "small"), end("end", "not yet");
   producer->Add(&object);
   producer->Add(&end);
   producer->Update();
   const auto consumer = OpenMap(fPath, "READ");
   const pid_t child = ForkLeashed(); // as a daemon does that opens its map first
   if (child == 0) {
      std::vector<std::thread> threads;
      for (int t = 0; t < 4; ++t)
         threads.emplace_back([&] {
            for (std::string last; last != "now";) {
               if (TitleOf(*consumer, "object") == "(none)")
                  break;
               last = TitleOf(*consumer, "end");
            }
         });
      for (std::thread &thread : threads)
         thread.join();
      const std::string lines = Lines::TakeText();
      std::fputs(lines.c_str(), stderr);
      ::_exit(lines.empty() ? 0 : 1);
   }
   for (std::size_t size = 1000; size < (32 << 20); size += size / 3) {
      object.SetTitle(std::string(size, 'x').c_str());
      producer->Update();
   }
   object.SetTitle("small");
   end.SetTitle("now");
   producer->Update();
   int status = -1;
   ::waitpid(child, &status, 0);
   EXPECT_EQ(status, 0);
   EXPECT_GT(producer->GetSize(), 64 << 20);
}
#endif

// ---- several at once --------------------------------------------------------------------------------------------------

TEST_F(LifeCycle, TwoMapsInOneProcessKeepTheirObjectsApart)
{
   const std::string second = fFolder / "second";
   const auto a = OpenMap(fPath, "RECREATE");
   const auto b = OpenMap(second, "RECREATE");
   TNamed mine("object", "of the first"), theirs("object", "of the second");
   a->Add(&mine);
   b->Add(&theirs);
   a->Update();
   b->Update();
   EXPECT_EQ(ExpectTitle(*a, "object", "of the first") + ExpectTitle(*b, "object", "of the second"), "");
   a->Add(&theirs, "both"); // one object in two maps
   a->Update();
   EXPECT_EQ(ExpectTitle(*a, "both", "of the second"), "");
   EXPECT_EQ(TMapFile::WhichMapFile(reinterpret_cast<void *>(a->GetBaseAddr())), a.get());
   EXPECT_EQ(TMapFile::WhichMapFile(reinterpret_cast<void *>(b->GetBaseAddr())), b.get());
   a->Close();
   EXPECT_EQ(ExpectTitle(*b, "object", "of the second"), "");
   EXPECT_EQ(OpenMap(second, "UPDATE"), nullptr);
   EXPECT_EQ(Lines::Expect("TMapFile::Create", {second, "is open for writing"}), "");
}

TEST_F(LifeCycle, TheSameMapTwiceInOneProcess)
{
   auto producer = OpenMap(fPath, "RECREATE");
   TNamed object("object", "one");
   producer->Add(&object);
   producer->Update();
   const auto first = OpenMap(fPath, "READ");
   auto second = OpenMap(fPath, "READ");
   for (const char *option : {"UPDATE", "RECREATE"}) {
      EXPECT_EQ(OpenMap(fPath, option), nullptr) << option;
      EXPECT_EQ(
         Lines::Expect("TMapFile::Create", {fPath, "is open for writing by process " + std::to_string(::getpid()),
                                            "close it there, or open it here with READ"}),
         "");
   }
   second.reset(); // closing a descriptor of the file takes no lock away
   EXPECT_TRUE(first->IsProducerAlive());
   EXPECT_EQ(OpenMap(fPath, "UPDATE"), nullptr);
   Lines::Take();
   object.SetTitle("two");
   producer->Update();
   EXPECT_EQ(ExpectTitle(*first, "object", "two"), "");
   producer.reset();
   EXPECT_FALSE(first->IsProducerAlive());
   EXPECT_TRUE(OpenMap(fPath, "UPDATE"));
}

// ---- names ------------------------------------------------------------------------------------------------------------

TEST_F(LifeCycle, ARelativePathStaysRightAfterChdir)
{
   const std::string result = InChild([&]() -> std::string {
      fs::current_path(fFolder.Path());
      const auto producer = OpenMap("map", "RECREATE");
      TNamed object("object", "one");
      producer->Add(&object);
      producer->Update();
      const auto consumer = OpenMap("./map", "READ");
      fs::create_directory("elsewhere");
      fs::current_path("elsewhere");
      MakeMap("map", "object", "another map of that name");
      object.SetTitle(std::string(1 << 20, 'x').c_str());
      producer->Update(); // grows
      std::string wrong = ExpectTitle(*consumer, "object", std::string(1 << 20, 'x'));
      if (consumer->IsReplaced())
         wrong += "takes the other file for its own; ";
      producer->Close();
      MakeMap("../map", "object", "replaced");
      if (!consumer->IsReplaced())
         wrong += "does not see RECREATE; ";
      return wrong + Lines::TakeText();
   });
   EXPECT_EQ(result, "");
}

struct OtherName {
   const char *name;
   /// Another name of the file, made in that folder.
   std::string (*make)(const std::string &path, const std::string &folder);
};

const OtherName kOtherNames[] = {
   {"SymbolicLink",
    [](const std::string &path, const std::string &folder) {
       fs::create_symlink(path, folder + "/other");
       return folder + "/other";
    }},
   {"LinkToALink",
    [](const std::string &path, const std::string &folder) {
       fs::create_symlink(path, folder + "/another");
       fs::create_symlink("another", folder + "/other");
       return folder + "/other";
    }},
   {"LinkToTheFolder",
    [](const std::string &path, const std::string &folder) {
       fs::create_directory_symlink(fs::path(path).parent_path(), folder + "/other");
       return folder + "/other/map";
    }},
   {"HardLink",
    [](const std::string &path, const std::string &folder) {
       fs::create_hard_link(path, folder + "/other");
       return folder + "/other";
    }},
   {"ProcSelfFd",
    [](const std::string &path, const std::string &) {
       return "/proc/self/fd/" + std::to_string(::open(path.c_str(), O_RDONLY | O_CLOEXEC)); // ends with the child
    }},
   {"Dots",
    [](const std::string &, const std::string &folder) {
       return folder + "/./../" + fs::path(folder).filename().string() + "/map";
    }},
};

class OtherNameOfAMap : public LifeCycle, public testing::WithParamInterface<OtherName> {};

TEST_P(OtherNameOfAMap, MeansTheSameMap)
{
   const std::string result = InChild([&]() -> std::string {
      MakeMap(fPath, "object", "one");
      const std::string other = GetParam().make(fPath, fFolder.Path());
      const auto consumer = OpenMap(other, "READ");
      if (!consumer)
         return Lines::TakeText();
      std::string wrong = ExpectTitle(*consumer, "object", "one");
      auto producer = OpenMap(other, "UPDATE");
      if (!producer)
         return wrong + Lines::TakeText();
      TNamed object("object", "two");
      producer->Add(&object);
      producer->Update();
      wrong += ExpectTitle(*consumer, "object", "two");
      for (const char *option : {"UPDATE", "RECREATE"}) { // no second producer, whatever it calls the file
         if (OpenMap(fPath, option))
            wrong += std::string("a second producer with ") + option + "; ";
         wrong += Lines::Expect("TMapFile::Create", {"is open for writing by process"});
      }
      object.SetTitle(std::string(1 << 20, 'x').c_str());
      producer->Update();
      wrong += ExpectTitle(*consumer, "object", std::string(1 << 20, 'x'));
      producer.reset();
      MakeMap(other, "object", "made again");
      if (!consumer->IsReplaced())
         wrong += "does not see RECREATE; ";
      const bool named = std::string(GetParam().name) != "ProcSelfFd"; // that one stays with the old file
      return wrong + ExpectTitle(*OpenMap(named ? other : fPath, "READ"), "object", "made again");
   });
   EXPECT_EQ(result, "");
}
INSTANTIATE_TEST_SUITE_P(Table, OtherNameOfAMap, testing::ValuesIn(kOtherNames),
                         [](const auto &test) { return test.param.name; });

TEST_F(LifeCycle, RecreateThroughASymbolicLinkKeepsTheLink)
{
   MakeMap(fPath, "object", "old");
   const std::string link = fFolder / "link";
   fs::create_symlink(fPath, link);
   MakeMap(link, "object", "new");
   EXPECT_TRUE(fs::is_symlink(link));
   EXPECT_EQ(ExpectTitle(*OpenMap(fPath, "READ"), "object", "new"), "");
}

// ---- file systems -----------------------------------------------------------------------------------------------------

/// One whole life of a map in a folder: made, read, grown, left, gone on with, replaced.
std::string LiveIn(const std::string &folder)
{
   const std::string path = folder + "/map";
   std::string wrong;
   auto producer = OpenMap(path, "CREATE", 65536);
   if (!producer)
      return "cannot be made: " + Lines::TakeText();
   TNamed object("object", "one");
   producer->Add(&object);
   producer->Update();
   const auto consumer = OpenMap(path, "READ");
   wrong += consumer->IsProducerAlive() ? "" : "nobody alive; ";
   for (int bytes = 10; bytes < 1 << 21; bytes *= 3) {
      object.SetTitle(std::string(static_cast<std::size_t>(bytes), 'x').c_str());
      producer->Update();
      wrong += ExpectTitle(*consumer, "object", object.GetTitle());
   }
   wrong += producer->Sync() ? "" : "cannot be flushed: " + Lines::TakeText();
   wrong += OpenMap(path, "UPDATE") ? "two producers; " : "";
   wrong += Lines::Expect("TMapFile::Create", {path, "open for writing"});
   producer.reset();
   wrong += consumer->IsProducerAlive() ? "alive for ever; " : "";
   producer = OpenMap(path, "UPDATE");
   if (!producer)
      return wrong + "cannot be gone on with: " + Lines::TakeText();
   wrong += ExpectTitle(*producer, "object", object.GetTitle());
   producer.reset();
   MakeMap(path, "object", "again");
   wrong += consumer->IsReplaced() ? "" : "not replaced; ";
   wrong += ExpectTitle(*consumer, "object", object.GetTitle());
   return wrong + ExpectTitle(*OpenMap(path, "READ"), "object", "again");
}

TEST_F(LifeCycle, InTheFolderForTemporaryFiles)
{
   EXPECT_EQ(LiveIn(fFolder.Path()), "");
}

TEST_F(LifeCycle, OnTheDiskOfTheBuild)
{
   const TempFolder here(BUILD_FOLDER);
   EXPECT_EQ(LiveIn(here.Path()), "");
}

TEST_F(LifeCycle, OnTmpfs)
{
   const std::string result = InSmallTmpfs(std::size_t{64} << 20, LiveIn);
   if (result.find("neither root nor user namespaces") != std::string::npos) {
      const TempFolder shared("/dev/shm"); // a tmpfs wherever there is one
      EXPECT_EQ(LiveIn(shared.Path()), "");
      return;
   }
   EXPECT_EQ(result, "");
}

/// In a mount namespace of its own, with a tmpfs to build on; skips where mounting is forbidden.
std::string WithMounts(const std::function<std::string(const std::string &)> &body)
{
   return InSmallTmpfs(std::size_t{64} << 20, body);
}
#define SKIP_WITHOUT_MOUNTS(result)                                            \
   if (result.find("neither root nor user namespaces") != std::string::npos || \
       result.find("cannot be mounted") != std::string::npos)                  \
   GTEST_SKIP() << result

TEST_F(LifeCycle, OnAnOverlay)
{
   const std::string result = WithMounts([&](const std::string &folder) -> std::string {
      for (const char *part : {"/lower", "/upper", "/work", "/merged"})
         fs::create_directory(folder + part);
      MakeMap(folder + "/lower/below", "object", "of the lower layer");
      const std::string options =
         "lowerdir=" + folder + "/lower,upperdir=" + folder + "/upper,workdir=" + folder + "/work";
      const std::string merged = folder + "/merged";
      if (::mount("overlay", merged.c_str(), "overlay", 0, options.c_str()) != 0)
         return std::string("an overlay cannot be mounted: ") + std::strerror(errno);
      std::string wrong = LiveIn(merged);
      // A file of the lower layer is copied up when the producer opens it; who opens it now sees the copy.
      const std::string below = merged + "/below";
      wrong += ExpectTitle(*OpenMap(below, "READ"), "object", "of the lower layer");
      {
         const auto producer = OpenMap(below, "UPDATE");
         if (!producer)
            return wrong + Lines::TakeText();
         TNamed object("object", "of the upper layer");
         producer->Add(&object);
         producer->Update();
         wrong += ExpectTitle(*OpenMap(below, "READ"), "object", "of the upper layer");
         wrong += OpenMap(below, "UPDATE") ? "two producers; " : "";
         wrong += Lines::Expect("TMapFile::Create", {below, "open for writing"});
      }
      wrong += ExpectTitle(*OpenMap(folder + "/lower/below", "READ"), "object", "of the lower layer");
      ::umount2(merged.c_str(), MNT_DETACH);
      return wrong;
   });
   SKIP_WITHOUT_MOUNTS(result);
   EXPECT_EQ(result, "");
}

TEST_F(LifeCycle, ThroughAReadOnlyMountAConsumerReadsAndAProducerIsToldWhy)
{
   const std::string result = WithMounts([&](const std::string &folder) -> std::string {
      fs::create_directory(folder + "/real");
      fs::create_directory(folder + "/seen");
      const std::string real = folder + "/real/map", seen = folder + "/seen/map", mount = folder + "/seen";
      const auto producer = OpenMap(real, "RECREATE");
      TNamed object("object", "one");
      producer->Add(&object);
      producer->Update();
      if (::mount((folder + "/real").c_str(), mount.c_str(), nullptr, MS_BIND, nullptr) != 0 ||
          ::mount(nullptr, mount.c_str(), nullptr, MS_REMOUNT | MS_BIND | MS_RDONLY, nullptr) != 0)
         return std::string("a folder cannot be mounted once more: ") + std::strerror(errno);
      const auto consumer = OpenMap(seen, "READ");
      if (!consumer)
         return Lines::TakeText();
      std::string wrong = ExpectTitle(*consumer, "object", "one");
      wrong += consumer->IsProducerAlive() ? "" : "nobody alive; ";
      object.SetTitle(std::string(1 << 20, 'x').c_str());
      producer->Update();
      wrong += ExpectTitle(*consumer, "object", std::string(1 << 20, 'x'));
      producer->Close();
      wrong += consumer->IsProducerAlive() ? "alive for ever; " : "";
      for (const char *option : {"UPDATE", "RECREATE"}) {
         wrong += OpenMap(seen, option) ? std::string("a producer with ") + option + "; " : "";
         wrong += Lines::Expect("TMapFile::Create", {seen, "mounted read-only", "open it with READ"});
      }
      for (const char *option : {"CREATE", "UPDATE", "RECREATE"}) {
         wrong += OpenMap(mount + "/new", option) ? std::string("made with ") + option + "; " : "";
         wrong += Lines::Expect("TMapFile::Create", {mount + "/new", "mounted read-only", "choose another folder"});
      }
      MakeMap(real, "object", "made again");
      wrong += consumer->IsReplaced() ? "" : "does not see RECREATE; ";
      ::umount2(mount.c_str(), MNT_DETACH);
      return wrong;
   });
   SKIP_WITHOUT_MOUNTS(result);
   EXPECT_EQ(result, "");
}

// ---- descriptors that the program closes ------------------------------------------------------------------------------

void CloseAllDescriptors()
{
   for (const auto &entry : fs::directory_iterator("/proc/self/fd")) // of the library: the child has pipes below
      if (const int fd = std::atoi(entry.path().filename().c_str()); fd > 2) {
         struct stat info = {};
         if (::fstat(fd, &info) == 0 && S_ISREG(info.st_mode))
            ::close(fd);
      }
}

/// Opens so many files that every number that was closed means one of them.
std::vector<int> TakeAllNumbers(const std::string &folder)
{
   std::vector<int> fds;
   for (int i = 0; i < 20; ++i)
      fds.push_back(::open((folder + "/victim" + std::to_string(i)).c_str(), O_RDWR | O_CREAT, 0600));
   return fds;
}

/// "" if the files that took the numbers are open and untouched.
std::string ExpectUntouched(const std::vector<int> &fds)
{
   std::string wrong;
   for (const int fd : fds) {
      struct stat info = {};
      if (::fstat(fd, &info) != 0)
         wrong += "somebody closed a stranger's descriptor; ";
      else if (info.st_size != 0 || info.st_blocks != 0)
         wrong += "somebody wrote to a stranger's file; ";
      if (IsByteLocked(fd, format::kLeaseLock))
         wrong += "somebody locked a stranger's file; ";
   }
   return wrong;
}

TEST_F(LifeCycle, DescriptorsClosedBehindOurBackAreNoticedAndNobodyElsesFileIsTouched)
{
   const std::string result = InChild([&]() -> std::string {
      auto producer = OpenMap(fPath, "RECREATE");
      TNamed object("object", "one");
      producer->Add(&object);
      producer->Update();
      auto consumer = OpenMap(fPath, "READ");
      std::string wrong = ExpectTitle(*consumer, "object", "one");
      CloseAllDescriptors(); // as a daemon does, and then
      const std::vector<int> victims = TakeAllNumbers(fFolder.Path());
      object.SetTitle("two"); // what is mapped stays mapped
      producer->Update();
      wrong += ExpectTitle(*consumer, "object", "two");
      if (consumer->IsReplaced())
         wrong += "takes a stranger's file for its own; ";
      consumer->IsProducerAlive();
      wrong += Lines::Expect("TMapFile::IsProducerAlive", {fPath, "has closed descriptor", "open it again"});
      producer->Sync();
      wrong += Lines::Expect("TMapFile::Sync", {fPath, "has closed descriptor", "open it again"});
      object.SetTitle(std::string(1 << 20, 'x').c_str());
      producer->Update();
      wrong += Lines::Expect("TMapFile::Update", {fPath, "'object' was not updated", "has closed descriptor"});
      wrong += ExpectTitle(*consumer, "object", "two");
      // Without our locks another producer gets in; then we are told.
      auto other = OpenMap(fPath, "UPDATE");
      if (!other)
         return wrong + "no other producer: " + Lines::TakeText();
      TNamed theirs("object", std::string(1 << 20, 't').c_str());
      other->Add(&theirs);
      other->Update();
      object.SetTitle("three");
      producer->Update();
      wrong += Lines::Expect("TMapFile::Update", {fPath, "open the map again"});
      consumer->Get("object");
      wrong += Lines::Expect("TMapFile::Get", {fPath, "has closed descriptor", "open it again"}); // it had to map more
      producer.reset();
      consumer.reset();
      wrong += ExpectUntouched(victims);
      wrong += Lines::TakeText();
      return wrong + ExpectTitle(*other, "object", theirs.GetTitle());
   });
   EXPECT_EQ(result, "");
}

} // namespace
} // namespace rootlet
