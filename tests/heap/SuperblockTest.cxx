// The first page: what is written there, and that no changed bit goes unnoticed. (What each foreign value is answered with is
// in tests/map/ForeignTest.cxx.)
#include "heap/Superblock.h"

#include <fcntl.h>
#include <gtest/gtest.h>

#include "RootletError.h"
#include "TempFolder.h"
#include "heap/UniqueFd.h"

namespace rootlet {
namespace {

using format::SuperblockConstant;

class SuperblockTest : public testing::Test {
protected:
   void SetUp() override
   {
      fFd = UniqueFd(::open(fPath.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
      WriteEmptyHeap(fFd.Get(), fPath, {300000, "a title", true, 0});
   }
   std::string Check()
   {
      try {
         CheckSuperblock(fFd.Get(), fPath, false);
      } catch (const MapError &error) {
         EXPECT_NE(std::string(error.what()).find(fPath), std::string::npos) << error.what();
         return error.what();
      }
      return "";
   }
   test::TempFolder fFolder;
   std::string fPath = fFolder / "map";
   UniqueFd fFd;
};

TEST_F(SuperblockTest, ANewHeapIsAccepted)
{
   EXPECT_EQ(Check(), "");
   const SuperblockConstant constant = CheckSuperblock(fFd.Get(), fPath, true);
   EXPECT_EQ(std::string(constant.title, constant.titleLength), "a title");
   EXPECT_EQ(::lseek(fFd.Get(), 0, SEEK_END), 5 * 65536);
}

TEST_F(SuperblockTest, EverySingleFlippedBitOfTheConstantPartIsFound)
{
   for (off_t at = 0; at < static_cast<off_t>(sizeof(SuperblockConstant)); ++at) {
      unsigned char byte = 0;
      ASSERT_EQ(::pread(fFd.Get(), &byte, 1, at), 1);
      const unsigned char flipped = byte ^ static_cast<unsigned char>(1 << (at % 8));
      ASSERT_EQ(::pwrite(fFd.Get(), &flipped, 1, at), 1);
      EXPECT_NE(Check(), "") << "byte " << at;
      ASSERT_EQ(::pwrite(fFd.Get(), &byte, 1, at), 1);
   }
   EXPECT_EQ(Check(), "");
}

TEST_F(SuperblockTest, EveryTruncationIsFound)
{
   for (const off_t size : {1023, 500, 100, 8, 3, 1, 0}) {
      ASSERT_EQ(::ftruncate(fFd.Get(), size), 0);
      const std::string error = Check();
      EXPECT_NE(error.find(size == 0 ? "empty" : "truncated"), std::string::npos) << size << ": " << error;
   }
}

TEST(Superblock, TitlesThatDoNotFitAreRefusedBeforeAnythingIsWritten)
{
   test::TempFolder folder;
   const std::string path = folder / "map";
   UniqueFd fd(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
   EXPECT_THROW(WriteEmptyHeap(fd.Get(), path, {0, std::string(765, 't'), true, 0}), MapError);
   EXPECT_NO_THROW(WriteEmptyHeap(fd.Get(), path, {0, std::string(764, 't'), true, 0}));
}

TEST(Superblock, HeapSizesAreComparedWithTheFile)
{
   EXPECT_NO_THROW(CheckHeapSize(131072, 131072, "f"));
   EXPECT_NO_THROW(CheckHeapSize(131072, 1000000, "f")); // a tail that a dead producer left
   for (const std::uint64_t size :
        {std::uint64_t{0}, std::uint64_t{65536}, std::uint64_t{131073}, ~std::uint64_t{0}, std::uint64_t{1} << 60})
      EXPECT_THROW(CheckHeapSize(size, ~std::uint64_t{0}, "f"), MapError) << size;
   EXPECT_THROW(CheckHeapSize(196608, 131072, "f"), MapError);
}

} // namespace
} // namespace rootlet
