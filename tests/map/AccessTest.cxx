// Who may open what: modes, owners, links in folders where everybody may write, things that are no files; and that a consumer
// has nothing in its hands with which it could write.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <grp.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/un.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "CaseTools.h"
#include "heap/UniqueFd.h"

namespace rootlet {
namespace {

using namespace test;
namespace fs = std::filesystem;

constexpr uid_t kNobody = 65534;

class Access : public testing::Test {
protected:
   const Lines fLines;
   TempFolder fFolder;
   std::string fPath = fFolder / "map";
};

mode_t ModeOf(const std::string &path)
{
   struct stat info = {};
   return ::stat(path.c_str(), &info) == 0 ? info.st_mode & 07777 : ~mode_t{0};
}

/// As another user than the owner of what the test has made; root is needed for that.
std::string AsNobody(const std::function<std::string()> &body)
{
   return InChild([&]() -> std::string {
      if (::setgroups(0, nullptr) != 0 || ::setgid(kNobody) != 0 || ::setuid(kNobody) != 0)
         return "cannot become another user";
      return body();
   });
}
#define SKIP_WITHOUT_ROOT() \
   if (::geteuid() != 0)    \
   GTEST_SKIP() << "only root can make files of two users"

// ---- modes ------------------------------------------------------------------------------------------------------------

struct Mode {
   const char *name;
   UInt_t asked;
   mode_t umask;
   mode_t has;
};

class ModeOfAMap : public Access, public testing::WithParamInterface<Mode> {};

TEST_P(ModeOfAMap, IsWhatIsAskedLessTheUmask)
{
   for (const char *option : {"CREATE", "RECREATE", "UPDATE"}) {
      const std::string path = fFolder / option;
      const mode_t before = ::umask(GetParam().umask);
      const std::unique_ptr<TMapFile> map(TMapFile::Create(path.c_str(), option, 0, "", GetParam().asked));
      ::umask(before);
      ASSERT_TRUE(map) << Lines::TakeText();
      EXPECT_EQ(ModeOf(path), GetParam().has) << option;
   }
}
INSTANTIATE_TEST_SUITE_P(Table, ModeOfAMap,
                         testing::Values(Mode{"Default", 0600, 0, 0600}, Mode{"DefaultAndUmask", 0600, 022, 0600},
                                         Mode{"Group", 0640, 0, 0640}, Mode{"GroupAndUmask", 0640, 027, 0640},
                                         Mode{"All", 0644, 0, 0644}, Mode{"AllButUmask", 0666, 022, 0644},
                                         Mode{"AllButStrictUmask", 0666, 077, 0600}),
                         [](const auto &test) { return test.param.name; });

TEST_F(Access, WithoutAskingAMapIsForItsOwnerAlone)
{
   const mode_t before = ::umask(0);
   const auto map = OpenMap(fPath, "RECREATE");
   ::umask(before);
   EXPECT_EQ(ModeOf(fPath), 0600u);
}

TEST_F(Access, ModesThatMakeNoSenseAreOneLine)
{
   for (const UInt_t mode : {0u, 0444u, 0200u, 0777u, 04600u, 0100600u}) {
      const std::unique_ptr<TMapFile> map(TMapFile::Create(fPath.c_str(), "CREATE", 0, "", mode));
      EXPECT_EQ(map, nullptr);
      EXPECT_EQ(Lines::Expect("TMapFile::Create", {fPath, "mode of a map", "0600"}), "") << std::oct << mode;
      EXPECT_FALSE(fs::exists(fPath));
   }
}

TEST_F(Access, RecreateGivesTheModeThatIsAskedNotTheOldOne)
{
   const mode_t before = ::umask(022);
   std::unique_ptr<TMapFile>(TMapFile::Create(fPath.c_str(), "RECREATE", 0, "", 0644));
   EXPECT_EQ(ModeOf(fPath), 0644u);
   std::unique_ptr<TMapFile>(TMapFile::Create(fPath.c_str(), "UPDATE", 0, "", 0600));
   EXPECT_EQ(ModeOf(fPath), 0644u) << "UPDATE leaves it";
   std::unique_ptr<TMapFile>(TMapFile::Create(fPath.c_str(), "RECREATE"));
   EXPECT_EQ(ModeOf(fPath), 0600u);
   ::umask(before);
}

// ---- owners -----------------------------------------------------------------------------------------------------------

TEST_F(Access, AnotherUsersMapIsReadIfItsModeSaysSoAndNeverWritten)
{
   SKIP_WITHOUT_ROOT();
   ASSERT_EQ(::chmod(fFolder.Path().c_str(), 0777), 0); // even where that user may make files and write to the map
   MakeMap(fPath, "object", "of root");
   ASSERT_EQ(::chmod(fPath.c_str(), 0666), 0);
   const std::string result = AsNobody([&] {
      const auto consumer = OpenMap(fPath, "READ");
      std::string wrong = consumer ? ExpectTitle(*consumer, "object", "of root") : Lines::TakeText();
      for (const char *option : {"UPDATE", "RECREATE"}) {
         wrong += OpenMap(fPath, option) ? std::string("opened with ") + option + "; " : "";
         wrong += Lines::Expect("TMapFile::Create", {fPath, "belongs to another user", "only the owner may write"});
      }
      return wrong;
   });
   EXPECT_EQ(result, "");
   ASSERT_EQ(::chmod(fPath.c_str(), 0600), 0);
   const std::string refused = AsNobody([&] {
      std::string wrong = OpenMap(fPath, "READ") ? "read; " : "";
      return wrong + Lines::Expect("TMapFile::Create", {fPath, "permission denied", "ask its owner"});
   });
   EXPECT_EQ(refused, "");
   EXPECT_EQ(ExpectTitle(*OpenMap(fPath, "READ"), "object", "of root"), "");
}

TEST_F(Access, RootDoesNotWriteToAUsersMapEither)
{
   SKIP_WITHOUT_ROOT();
   MakeMap(fPath, "object", "of nobody");
   ASSERT_EQ(::chown(fPath.c_str(), kNobody, kNobody), 0);
   EXPECT_EQ(ExpectTitle(*OpenMap(fPath, "READ"), "object", "of nobody"), "");
   for (const char *option : {"UPDATE", "RECREATE"}) {
      EXPECT_EQ(OpenMap(fPath, option), nullptr);
      EXPECT_EQ(Lines::Expect("TMapFile::Create", {fPath, "belongs to another user"}), "");
   }
}

TEST_F(Access, AFolderInWhichNobodyMayWriteIsOneLine)
{
   SKIP_WITHOUT_ROOT();
   ASSERT_EQ(::chmod(fFolder.Path().c_str(), 0755), 0);
   const std::string result = AsNobody([&] {
      std::string wrong;
      for (const char *option : {"CREATE", "RECREATE", "UPDATE"}) {
         wrong += OpenMap(fPath, option) ? std::string("made with ") + option + "; " : "";
         wrong += Lines::Expect("TMapFile::Create", {fPath, "no permission to write in the folder"});
      }
      return wrong;
   });
   EXPECT_EQ(result, "");
}

// ---- links where everybody may write ----------------------------------------------------------------------------------

TEST_F(Access, InAStickyFolderASymbolicLinkIsNeverFollowed)
{
   const std::string sticky = fFolder / "sticky", link = sticky + "/link", dangling = sticky + "/dangling";
   fs::create_directory(sticky);
   MakeMap(fPath, "object", "of the victim");
   fs::create_symlink(fPath, link);
   fs::create_symlink(fFolder / "victim", dangling);
   EXPECT_EQ(ExpectTitle(*OpenMap(link, "READ"), "object", "of the victim"), "") << "a folder of one's own";
   ASSERT_EQ(::chmod(sticky.c_str(), 01777), 0);
   for (const char *option : {"READ", "UPDATE", "RECREATE"}) {
      EXPECT_EQ(OpenMap(link, option), nullptr) << option;
      EXPECT_EQ(Lines::Expect("TMapFile::Create", {link, "symbolic link", "name the file itself"}), "");
      EXPECT_EQ(OpenMap(dangling, option), nullptr) << option;
      EXPECT_EQ(Lines::Expect("TMapFile::Create", {dangling, "symbolic link", "name the file itself"}), "");
   }
   for (const std::string &path : {link, dangling}) {
      EXPECT_EQ(OpenMap(path, "CREATE"), nullptr);
      EXPECT_EQ(Lines::Expect("TMapFile::Create", {path, "exists already"}), "");
   }
   EXPECT_FALSE(fs::exists(fFolder / "victim")) << "nothing was made through the link";
   EXPECT_EQ(ExpectTitle(*OpenMap(fPath, "READ"), "object", "of the victim"), "");
}

TEST_F(Access, InAStickyFolderMapsLiveAsElsewhere)
{
   ASSERT_EQ(::chmod(fFolder.Path().c_str(), 01777), 0);
   MakeMap(fPath, "object", "one");
   const auto consumer = OpenMap(fPath, "READ");
   EXPECT_TRUE(OpenMap(fPath, "UPDATE")) << Lines::TakeText();
   MakeMap(fPath, "object", "two");
   EXPECT_TRUE(consumer->IsReplaced());
   EXPECT_EQ(ExpectTitle(*OpenMap(fPath, "READ"), "object", "two"), "");
}

TEST_F(Access, AFileThatAStrangerHasPutIntoAStickyFolderIsNotWritten)
{
   SKIP_WITHOUT_ROOT();
   ASSERT_EQ(::chmod(fFolder.Path().c_str(), 01777), 0);
   EXPECT_EQ(AsNobody([&] {
                ::umask(0);
                const std::unique_ptr<TMapFile> trap(TMapFile::Create(fPath.c_str(), "CREATE", 0, "", 0666));
                return Lines::TakeText();
             }),
             "");
   for (const char *option : {"UPDATE", "RECREATE"}) {
      EXPECT_EQ(OpenMap(fPath, option), nullptr);
      EXPECT_EQ(Lines::Expect("TMapFile::Create", {fPath, "belongs to another user"}), "");
   }
}

// ---- what is no file --------------------------------------------------------------------------------------------------

struct NoFile {
   const char *name;
   bool (*make)(const std::string &path); ///< false where this user cannot
   const char *words;
};

const NoFile kNoFiles[] = {
   {"Folder", [](const std::string &path) { return ::mkdir(path.c_str(), 0700) == 0; }, "is a folder, not a file"},
   {"Fifo", [](const std::string &path) { return ::mkfifo(path.c_str(), 0600) == 0; }, "is not a regular file"},
   {"Socket",
    [](const std::string &path) {
       struct sockaddr_un address = {};
       address.sun_family = AF_UNIX;
       path.copy(address.sun_path, sizeof address.sun_path - 1);
       const UniqueFd fd(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
       return ::bind(fd.Get(), reinterpret_cast<const struct sockaddr *>(&address), sizeof address) == 0;
    },
    "No such device or address"},
   {"NullDevice", [](const std::string &path) { return ::mknod(path.c_str(), S_IFCHR | 0600, makedev(1, 3)) == 0; },
    "is not a regular file"},
   {"ZeroDevice", [](const std::string &path) { return ::mknod(path.c_str(), S_IFCHR | 0600, makedev(1, 5)) == 0; },
    "is not a regular file"},
};

class WhatIsNoFile : public Access, public testing::WithParamInterface<NoFile> {};

TEST_P(WhatIsNoFile, IsOneLineForEveryOptionAndStays)
{
   if (!GetParam().make(fPath))
      GTEST_SKIP() << "this user cannot make it";
   struct stat before = {}, after = {};
   ASSERT_EQ(::lstat(fPath.c_str(), &before), 0);
   for (const char *option : {"READ", "UPDATE", "RECREATE"}) {
      EXPECT_EQ(OpenMap(fPath, option), nullptr) << option;
      EXPECT_EQ(Lines::Expect("TMapFile::Create", {fPath, GetParam().words}), "") << option;
   }
   EXPECT_EQ(OpenMap(fPath, "CREATE"), nullptr);
   EXPECT_EQ(Lines::Expect("TMapFile::Create", {fPath, "exists already"}), "");
   ASSERT_EQ(::lstat(fPath.c_str(), &after), 0);
   EXPECT_EQ(before.st_ino, after.st_ino);
}
INSTANTIATE_TEST_SUITE_P(Table, WhatIsNoFile, testing::ValuesIn(kNoFiles),
                         [](const auto &test) { return test.param.name; });

// ---- a consumer cannot write ------------------------------------------------------------------------------------------

/// The lines of /proc/self/maps for a file: each with its permissions.
std::vector<std::string> MappingsOf(const std::string &path)
{
   std::vector<std::string> found;
   std::ifstream maps("/proc/self/maps");
   for (std::string line; std::getline(maps, line);)
      if (line.size() > path.size() && line.compare(line.size() - path.size(), path.size(), path) == 0)
         found.push_back(line.substr(line.find(' ') + 1, 4));
   return found;
}

/// Open modes of all descriptors of a file.
std::vector<int> DescriptorsOf(const std::string &path)
{
   std::vector<int> found;
   struct stat wanted = {}, info = {};
   ::stat(path.c_str(), &wanted);
   for (int fd = 0; fd < 256; ++fd)
      if (::fstat(fd, &info) == 0 && info.st_ino == wanted.st_ino && info.st_dev == wanted.st_dev)
         found.push_back(::fcntl(fd, F_GETFL) & O_ACCMODE);
   return found;
}

TEST_F(Access, AConsumerHasNoMeansToWrite)
{
   const std::string path = fs::canonical(fFolder.Path()).string() + "/map";
   auto producer = OpenMap(path, "RECREATE");
   TNamed object("object", "one");
   producer->Add(&object);
   producer->Update();
   const std::string result = InChild([&]() -> std::string {
      producer.reset(); // what was inherited is not the consumer's
      const auto consumer = OpenMap(path, "READ");
      std::string wrong = ExpectTitle(*consumer, "object", "one");
      if (MappingsOf(path) != std::vector<std::string>{"r--s"})
         wrong += "mapped " + testing::PrintToString(MappingsOf(path)) + "; ";
      if (DescriptorsOf(path) != std::vector<int>{O_RDONLY})
         wrong += "descriptors " + testing::PrintToString(DescriptorsOf(path)) + "; ";
      void *base = reinterpret_cast<void *>(consumer->GetBaseAddr());
      if (::mprotect(base, 4096, PROT_READ | PROT_WRITE) == 0 || errno != EACCES)
         wrong += "could make it writable; ";
      if (::write(consumer->GetFd(), "x", 1) >= 0 || ::ftruncate(consumer->GetFd(), 0) == 0)
         wrong += "could write; ";
      return wrong + Lines::TakeText();
   });
   EXPECT_EQ(result, "");
}

TEST_F(Access, AConsumerStaysWithoutMeansWhileTheMapGrows)
{
   const std::string path = fs::canonical(fFolder.Path()).string() + "/map";
   int ready[2], go[2];
   ASSERT_EQ(::pipe(ready), 0);
   ASSERT_EQ(::pipe(go), 0);
   MakeMap(path, "object", "one");
   const pid_t child = ForkLeashed();
   if (child == 0) {
      const auto consumer = OpenMap(path, "READ");
      char byte = 'r';
      bool good = ExpectTitle(*consumer, "object", "one").empty() && ::write(ready[1], &byte, 1) == 1;
      good =
         good && ::read(go[0], &byte, 1) == 1 && ExpectTitle(*consumer, "object", std::string(4 << 20, 'x')).empty();
      for (const std::string &permissions : MappingsOf(path))
         good = good && permissions == "r--s";
      ::_exit(good && !MappingsOf(path).empty() ? 0 : 1);
   }
   char byte = 0;
   ASSERT_EQ(::read(ready[0], &byte, 1), 1);
   const auto producer = OpenMap(path, "UPDATE");
   ASSERT_TRUE(producer) << Lines::TakeText();
   TNamed object("object", std::string(4 << 20, 'x').c_str());
   producer->Add(&object);
   producer->Update();
   ASSERT_EQ(::write(go[1], &byte, 1), 1);
   int status = -1;
   ::waitpid(child, &status, 0);
   EXPECT_EQ(status, 0);
   for (const int fd : {ready[0], ready[1], go[0], go[1]})
      ::close(fd);
}

TEST_F(Access, AConsumerNeedsNoWritePermissionAnywhere)
{
   SKIP_WITHOUT_ROOT();
   MakeMap(fPath, "object", "one");
   ASSERT_EQ(::chmod(fPath.c_str(), 0444), 0);
   ASSERT_EQ(::chmod(fFolder.Path().c_str(), 0555), 0);
   const std::string result = AsNobody([&]() -> std::string {
      const auto consumer = OpenMap(fPath, "READ");
      return consumer ? ExpectTitle(*consumer, "object", "one") : Lines::TakeText();
   });
   EXPECT_EQ(result, "");
   ::chmod(fFolder.Path().c_str(), 0755);
}

} // namespace
} // namespace rootlet
