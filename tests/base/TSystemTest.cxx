// TSystem: the operating system under ROOT's names.
#include "TSystem.h"

#include "ErrorCapture.h"

#include <gtest/gtest.h>

#include <dlfcn.h>
#include <pthread.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <fstream>
#include <memory>
#include <thread>

namespace {

class TSystemTest : public testing::Test {
protected:
   TSystemTest()
   {
      char name[] = "/tmp/rootlet-system-XXXXXX";
      fDirectory = ::mkdtemp(name);
   }
   ~TSystemTest() override
   {
      for (const char *name : {"/file", "/other", "/a/b/c", "/a/b", "/a", ""})
         gSystem->Unlink(Path(name));
   }
   TString Path(const char *name) const { return fDirectory + name; }
   void Touch(const char *name) const { std::ofstream(Path(name).Data()) << "x"; }
   TString fDirectory;
};

TEST_F(TSystemTest, AccessPathNameIsFalseWhenTheFileIsThere)
{
   EXPECT_TRUE(gSystem->AccessPathName(Path("/file")));
   Touch("/file");
   EXPECT_FALSE(gSystem->AccessPathName(Path("/file")));
   EXPECT_FALSE(gSystem->AccessPathName(Path("/file"), kReadPermission));
   EXPECT_TRUE(gSystem->AccessPathName(Path("/file"), kExecutePermission));
   EXPECT_TRUE(gSystem->AccessPathName(nullptr));
   EXPECT_TRUE(gSystem->AccessPathName(""));
}

TEST_F(TSystemTest, FilesAreRenamedAndRemoved)
{
   Touch("/file");
   EXPECT_EQ(gSystem->Rename(Path("/file"), Path("/other")), 0);
   EXPECT_TRUE(gSystem->AccessPathName(Path("/file")));
   EXPECT_EQ(gSystem->Unlink(Path("/other")), 0);
   errno = 0;
   EXPECT_EQ(gSystem->Unlink(Path("/other")), -1);
   EXPECT_EQ(errno, ENOENT);
   EXPECT_EQ(gSystem->Rename(Path("/file"), Path("/other")), -1);
}

TEST_F(TSystemTest, DirectoriesAreMade)
{
   EXPECT_EQ(gSystem->mkdir(Path("/a/b/c")), -1);
   EXPECT_EQ(gSystem->mkdir(Path("/a/b/c"), kTRUE), 0);
   EXPECT_EQ(gSystem->mkdir(Path("/a/b/c"), kTRUE), 0);
   EXPECT_EQ(gSystem->mkdir(Path("/a")), -1);
   EXPECT_EQ(errno, EEXIST);
   Touch("/file");
   EXPECT_EQ(gSystem->mkdir(Path("/file/below"), kTRUE), -1);
}

TEST_F(TSystemTest, WorkingDirectoryChanges)
{
   const TString before = gSystem->WorkingDirectory();
   EXPECT_TRUE(gSystem->ChangeDirectory(fDirectory));
   EXPECT_EQ(gSystem->WorkingDirectory(), fDirectory);
   EXPECT_FALSE(gSystem->ChangeDirectory(Path("/none")));
   EXPECT_EQ(gSystem->WorkingDirectory(), fDirectory);
   EXPECT_TRUE(gSystem->ChangeDirectory(before));
}

TEST_F(TSystemTest, NamesAreSplitAndJoined)
{
   struct Case {
      const char *fPath, *fDir, *fBase;
   };
   const Case cases[] = {
      {"/tmp/file.map", "/tmp", "file.map"},
      {"file.map", ".", "file.map"},
      {"/file", "/", "file"},
      {"/", "/", "/"},
      {"a/b/c", "a/b", "c"},
      {"", ".", ""},
      {"a/", "a", ""},
   };
   for (const Case &c : cases) {
      EXPECT_EQ(gSystem->DirName(c.fPath), c.fDir) << c.fPath;
      EXPECT_EQ(gSystem->BaseName(c.fPath), c.fBase) << c.fPath;
   }
   EXPECT_EQ(gSystem->ConcatFileName("/tmp", "f"), "/tmp/f");
   EXPECT_EQ(gSystem->ConcatFileName("/tmp/", "f"), "/tmp/f");
   EXPECT_EQ(gSystem->ConcatFileName("", "f"), "f");
   EXPECT_TRUE(gSystem->IsAbsoluteFileName("/a"));
   EXPECT_FALSE(gSystem->IsAbsoluteFileName("a"));
   EXPECT_FALSE(gSystem->IsAbsoluteFileName(nullptr));
}

TEST_F(TSystemTest, EnvironmentIsReadAndSet)
{
   gSystem->Setenv("ROOTLET_TEST_VARIABLE", "value");
   EXPECT_STREQ(gSystem->Getenv("ROOTLET_TEST_VARIABLE"), "value");
   gSystem->Unsetenv("ROOTLET_TEST_VARIABLE");
   EXPECT_EQ(gSystem->Getenv("ROOTLET_TEST_VARIABLE"), nullptr);
   const ErrorCapture errors;
   gSystem->Setenv("A=B", "x");
   EXPECT_EQ(errors.Count(), 1u);
}

TEST_F(TSystemTest, PathsAreExpanded)
{
   gSystem->Setenv("ROOTLET_TEST_DIR", "/data");
   gSystem->Unsetenv("ROOTLET_TEST_NONE");
   const std::string home(gSystem->HomeDirectory().View());
   struct Case {
      std::string fPath, fExpanded;
   };
   const Case cases[] = {
      {"/plain/path", "/plain/path"},
      {"$ROOTLET_TEST_DIR/f", "/data/f"},
      {"${ROOTLET_TEST_DIR}x", "/datax"},
      {"$(ROOTLET_TEST_DIR)x", "/datax"},
      {"a$ROOTLET_TEST_DIR-$ROOTLET_TEST_DIR", "a/data-/data"},
      {"~/f", home + "/f"},
      {"~", home},
      {"a~b", "a~b"},
      {"~other/f", "~other/f"},
      {"cost 5$", "cost 5$"},
      {"${open", "${open"},
      {"", ""},
   };
   for (const Case &c : cases) {
      TString path(c.fPath);
      EXPECT_FALSE(gSystem->ExpandPathName(path)) << c.fPath;
      EXPECT_EQ(path, c.fExpanded);
      const std::unique_ptr<char[]> expanded(gSystem->ExpandPathName(c.fPath.c_str()));
      EXPECT_EQ(expanded.get(), c.fExpanded);
   }
   TString unset("$ROOTLET_TEST_NONE/f");
   EXPECT_TRUE(gSystem->ExpandPathName(unset));
   EXPECT_EQ(unset, "$ROOTLET_TEST_NONE/f");
   EXPECT_EQ(gSystem->ExpandPathName(unset.Data()), nullptr);
   gSystem->Unsetenv("ROOTLET_TEST_DIR");
}

TEST_F(TSystemTest, TempDirectoryIsOneThatCanBeWritten)
{
   const char *set = gSystem->Getenv("TMPDIR");
   const TString before(set);
   gSystem->Setenv("TMPDIR", fDirectory);
   EXPECT_EQ(gSystem->TempDirectory(), fDirectory);
   gSystem->Setenv("TMPDIR", Path("/none"));
   EXPECT_EQ(gSystem->TempDirectory(), "/tmp");
   gSystem->Unsetenv("TMPDIR");
   EXPECT_EQ(gSystem->TempDirectory(), "/tmp");
   if (set)
      gSystem->Setenv("TMPDIR", before);
}

TEST_F(TSystemTest, KnowsTheProcessAndTheTime)
{
   EXPECT_EQ(gSystem->GetPid(), ::getpid());
   EXPECT_GT(gSystem->Now(), 1600000000000LL); // 2020-09-13: milliseconds, not seconds
   EXPECT_FALSE(gSystem->HostName().IsNull());
   EXPECT_FALSE(gSystem->ProcessEvents());
}

TEST_F(TSystemTest, SleepLastsAtLeastTheTimeGiven)
{
   const auto start = std::chrono::steady_clock::now();
   gSystem->Sleep(20);
   EXPECT_GE(std::chrono::steady_clock::now() - start, std::chrono::milliseconds(20));
   gSystem->Sleep(0);
}

std::atomic<int> gSignals{0};

TEST_F(TSystemTest, SleepGoesOnAfterSignals)
{
   struct sigaction action = {}, before;
   action.sa_handler = [](int) { ++gSignals; };
   ASSERT_EQ(::sigaction(SIGUSR1, &action, &before), 0); // without SA_RESTART
   const pthread_t sleeper = ::pthread_self();
   std::atomic<bool> done{false};
   std::thread disturber([&] {
      while (!done) {
         ::pthread_kill(sleeper, SIGUSR1);
         gSystem->Sleep(1);
      }
   });
   const auto start = std::chrono::steady_clock::now();
   gSystem->Sleep(60);
   const auto slept = std::chrono::steady_clock::now() - start;
   done = true;
   disturber.join();
   ::sigaction(SIGUSR1, &before, nullptr);
   EXPECT_GE(slept, std::chrono::milliseconds(60));
   EXPECT_GT(gSignals, 0);
}

TEST_F(TSystemTest, LoadAnswersAsRootDoes)
{
   EXPECT_EQ(gSystem->Load(TEST_MODULE), 0);
   EXPECT_STREQ(gSystem->Getenv("ROOTLET_TEST_LOADS"), "1");
   EXPECT_EQ(gSystem->Load(TEST_MODULE), 1);
   EXPECT_STREQ(gSystem->Getenv("ROOTLET_TEST_LOADS"), "1");
   // Through a handle of the program: a plain dlsym(RTLD_DEFAULT) would keep the library from being unloaded.
   void *program = ::dlopen(nullptr, RTLD_NOW);
   auto *answer = reinterpret_cast<int (*)()>(::dlsym(program, "RootletTestModuleAnswer"));
   ::dlclose(program);
   ASSERT_NE(answer, nullptr);
   EXPECT_EQ(answer(), 42);
   // The same file under its name without ".so" is loaded already.
   TString bare(TEST_MODULE);
   bare.ReplaceAll(".so", "");
   EXPECT_EQ(gSystem->Load(bare), 1);
   gSystem->Unload(bare);
   gSystem->Unload(TEST_MODULE);
   gSystem->Unload(TEST_MODULE);
   EXPECT_EQ(gSystem->Load(bare), 0);
   gSystem->Unload(bare);
   gSystem->Unsetenv("ROOTLET_TEST_LOADS");
}

TEST_F(TSystemTest, LoadReportsWhatCannotBeLoaded)
{
   Touch("/file");
   for (const TString &module : {TString("/no/such/libNone"), Path("/file"), TString()}) {
      const ErrorCapture errors;
      EXPECT_EQ(gSystem->Load(module), -1);
      EXPECT_EQ(errors.Count(), 1u);
      EXPECT_EQ(errors.Location(), "TSystem::Load");
      EXPECT_NE(errors.Message().find(module.IsNull() ? "no library" : module.Data()), std::string::npos);
   }
}

} // namespace
