// Which files are opened at all, under which names, and how new ones get theirs.
#include "heap/OpenFile.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <string>
#include <thread>
#include <vector>

#include "RootletError.h"
#include "TempFolder.h"

namespace rootlet {
namespace {

std::string ErrorOf(const std::function<void()> &call)
{
   try {
      call();
   } catch (const MapError &error) {
      return error.what();
   }
   return "";
}

class OpenFileTest : public testing::Test {
protected:
   void Touch(const std::string &path, const char *text = "x") { std::ofstream(path) << text; }
   void ExpectError(const std::string &path, bool forWriting, const std::string &part)
   {
      const std::string error = ErrorOf([&] { OpenExisting(path, forWriting); });
      EXPECT_NE(error.find(part), std::string::npos) << error;
      EXPECT_NE(error.find(path), std::string::npos) << error;
   }
   test::TempFolder fFolder;
};

TEST_F(OpenFileTest, SaysWhatIsNotARegularFile)
{
   ExpectError(fFolder / "missing", false, "no such file");
   ExpectError(fFolder.Path(), false, "is a folder");
   ExpectError(fFolder.Path(), true, "is a folder");
   ASSERT_EQ(::mkfifo((fFolder / "fifo").c_str(), 0600), 0);
   ExpectError(fFolder / "fifo", false, "not a regular file"); // and does not wait for a writer
   ExpectError(fFolder / "fifo", true, "not a regular file");
}

TEST_F(OpenFileTest, RefusesSymbolicLinksInStickyFoldersOnly)
{
   const std::string sticky = fFolder / "sticky";
   std::filesystem::create_directory(sticky);
   Touch(fFolder / "target");
   std::filesystem::create_symlink(fFolder / "target", sticky + "/link");
   EXPECT_EQ(ResolvePath(sticky + "/link"), std::filesystem::canonical(fFolder / "target"));
   ASSERT_EQ(::chmod(sticky.c_str(), 01777), 0);
   const std::string whole = ResolvePath(sticky + "/link");
   EXPECT_EQ(whole, std::filesystem::canonical(sticky).string() + "/link");
   ExpectError(whole, false, "symbolic link");
   ExpectError(whole, true, "symbolic link");
}

TEST_F(OpenFileTest, PathsStayRightWhenTheFolderChanges)
{
   const auto before = std::filesystem::current_path();
   std::filesystem::current_path(fFolder.Path());
   const std::string whole = ResolvePath("file");
   std::filesystem::current_path(before);
   EXPECT_EQ(whole, std::filesystem::canonical(fFolder.Path()).string() + "/file");
   EXPECT_NE(ErrorOf([&] { ResolvePath(""); }), "");
   EXPECT_NE(ErrorOf([&] { ResolvePath(fFolder / "no-such-folder/file"); }), "");
}

TEST_F(OpenFileTest, ANewFileAppearsWholeOrNotAtAll)
{
   const std::string path = fFolder / "new";
   {
      TemporaryFile abandoned(path, 0600);
      EXPECT_FALSE(PathExists(path));
   }
   EXPECT_TRUE(std::filesystem::is_empty(fFolder.Path())) << "nothing is left behind";
   TemporaryFile file(path, 0600);
   ASSERT_EQ(::write(file.Fd(), "new", 3), 3);
   const UniqueFd fd = file.MoveIntoPlace(false);
   EXPECT_TRUE(PathNames(path, fd.Get()));
   EXPECT_NE(::fcntl(fd.Get(), F_GETFD) & FD_CLOEXEC, 0);

   TemporaryFile second(path, 0600);
   EXPECT_NE(ErrorOf([&] { second.MoveIntoPlace(false); }).find("exists already"), std::string::npos);
   EXPECT_TRUE(PathNames(path, fd.Get()));
   TemporaryFile third(path, 0600);
   const UniqueFd replacing = third.MoveIntoPlace(true);
   EXPECT_TRUE(PathNames(path, replacing.Get()));
   EXPECT_FALSE(PathNames(path, fd.Get()));
}

TEST_F(OpenFileTest, WhatAKilledMakerLeftIsRemovedAndNothingElse)
{
   const std::string path = fFolder / "map";
   const std::vector<std::string> left = {".map.0123456789abcdef.tmp", ".map.ffffffffffffffff.tmp"};
   const std::vector<std::string> others = {".map.0123456789abcde.tmp",  ".map.0123456789ABCDEF.tmp",
                                            ".map.0123456789abcdef",     ".other.0123456789abcdef.tmp",
                                            "map.0123456789abcdef.tmp",  ".map.x.0123456789abcdef.tmp",
                                            ".map.0123456789abcdef.tmp~"};
   for (const std::string &name : left)
      Touch(fFolder / name);
   for (const std::string &name : others)
      Touch(fFolder / name);
   std::filesystem::create_directory(fFolder / ".map.0000000000000001.tmp");
   std::filesystem::create_symlink(fFolder / others[0], fFolder / ".map.0000000000000002.tmp");
   ASSERT_EQ(::mkfifo((fFolder / ".map.0000000000000003.tmp").c_str(), 0600), 0);
   TemporaryFile living(path, 0600);
   ASSERT_EQ(::write(living.Fd(), "living", 6), 6);
   {
      TemporaryFile other(path, 0600); // does not take the living one for a leftover
      EXPECT_NE(ErrorOf([&] { living.MoveIntoPlace(false), other.MoveIntoPlace(false); }).find("exists already"),
                std::string::npos);
   }
   EXPECT_EQ(std::filesystem::file_size(path), 6u);
   for (const std::string &name : left)
      EXPECT_FALSE(PathExists(fFolder / name)) << name;
   for (const std::string &name : others)
      EXPECT_TRUE(PathExists(fFolder / name)) << name;
   for (const char *name : {".map.0000000000000001.tmp", ".map.0000000000000002.tmp", ".map.0000000000000003.tmp"})
      EXPECT_TRUE(PathExists(fFolder / name)) << name;
}

TEST_F(OpenFileTest, ManyMakersOfOneNameDoNotTakeEachOthersFiles)
{
   const std::string path = fFolder / "map";
   std::vector<std::thread> makers;
   for (int maker = 0; maker < 4; ++maker)
      makers.emplace_back([&path] {
         for (int i = 0; i < 200; ++i)
            EXPECT_EQ(ErrorOf([&] { TemporaryFile(path, 0600).MoveIntoPlace(true); }), "");
      });
   for (std::thread &maker : makers)
      maker.join();
   EXPECT_EQ(std::distance(std::filesystem::directory_iterator(fFolder.Path()), {}), 1);
}

TEST_F(OpenFileTest, ModesObeyTheUmask)
{
   const mode_t before = ::umask(027);
   TemporaryFile file(fFolder / "file", 0666);
   ::umask(before);
   struct stat info = {};
   ASSERT_EQ(::fstat(file.Fd(), &info), 0);
   EXPECT_EQ(info.st_mode & 0777, 0640u);
}

TEST_F(OpenFileTest, ForWritingOnlyTheOwnersFilesAndOnlyWithPermission)
{
   const std::string path = fFolder / "file";
   Touch(path);
   ASSERT_EQ(::chmod(path.c_str(), 0444), 0);
   ASSERT_EQ(::chmod(fFolder.Path().c_str(), 0755), 0);
   constexpr uid_t kNobody = 65534;
   if (::geteuid() == 0) {
      ASSERT_EQ(::chown(path.c_str(), kNobody, kNobody), 0);
      ExpectError(path, true, "belongs to another user"); // root too
   }
   const std::string result = test::InChild([&]() -> std::string {
      if (::geteuid() == 0 && (::setgid(kNobody) != 0 || ::setuid(kNobody) != 0))
         return "cannot become another user";
      if (const std::string error = ErrorOf([&] { OpenExisting(path, false); }); !error.empty())
         return error;
      return ErrorOf([&] { OpenExisting(path, true); });
   });
   EXPECT_NE(result.find("permission denied"), std::string::npos) << result;
}

} // namespace
} // namespace rootlet
