// Files in memory: growth, limits, truncation by strangers, forks.
#include "heap/MappedFile.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include <cstring>
#include <fstream>
#include <vector>

#include "RootletError.h"
#include "SmallTmpfs.h"
#include "TempFolder.h"
#include "heap/FileLock.h"
#include "heap/Format.h"
#include "heap/SigbusGuard.h"

namespace rootlet {
namespace {

using test::ForkLeashed;
using test::InChild;

constexpr std::size_t kStart = 128 << 10;

class MappedFileTest : public testing::Test {
protected:
   std::unique_ptr<MappedFile> Make(std::size_t size = kStart) { return Make(fPath, size); }
   static std::unique_ptr<MappedFile> Make(const std::string &path, std::size_t size)
   {
      UniqueFd fd(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
      MappedFile::AllocateSpace(fd.Get(), path, 0, size);
      return std::make_unique<MappedFile>(std::move(fd), path, MappedFile::Access::kWrite);
   }
   std::unique_ptr<MappedFile> OpenReader() const
   {
      return std::make_unique<MappedFile>(UniqueFd(::open(fPath.c_str(), O_RDONLY | O_CLOEXEC)), fPath,
                                          MappedFile::Access::kRead);
   }
   static std::string GrowError(MappedFile &file, std::size_t to)
   {
      try {
         file.Grow(file.Size(), to);
      } catch (const MapError &error) {
         return error.what();
      }
      return "";
   }

   test::TempFolder fFolder;
   std::string fPath = fFolder / "file";
};

/// What is adopted is mapped, also where the file has grown behind our back and nothing has to be allocated.
TEST_F(MappedFileTest, AdoptsWhatTheFileHasGrownByMeanwhile)
{
   const auto file = Make();
   ASSERT_EQ(::truncate(fPath.c_str(), 3 * kStart), 0);
   EXPECT_EQ(file->Size(), kStart);
   file->Adopt(kStart, 2 * kStart);
   ASSERT_GE(file->Size(), 2 * kStart);
   std::memset(file->Base() + kStart, 'x', kStart);
   file->Adopt(2 * kStart, 4 * kStart); // a part is there
   ASSERT_GE(file->Size(), 4 * kStart);
   std::memset(file->Base() + 2 * kStart, 'x', 2 * kStart);
}

TEST_F(MappedFileTest, AnEmptyFileCannotBeMapped)
{
   std::fclose(std::fopen(fPath.c_str(), "w"));
   EXPECT_THROW(OpenReader(), MapError);
}

TEST_F(MappedFileTest, AReaderSeesWhatTheProducerWritesAndGrowsAfterIt)
{
   const auto producer = Make();
   const auto reader = OpenReader();
   std::strcpy(producer->Base() + 100, "hello");
   EXPECT_STREQ(reader->Base() + 100, "hello");
   producer->Grow(kStart, 4 * kStart);
   std::strcpy(producer->Base() + 3 * kStart, "there");
   EXPECT_EQ(reader->Size(), kStart);
   EXPECT_EQ(reader->Extend(), 4 * kStart);
   EXPECT_STREQ(reader->Base() + 3 * kStart, "there");
}

TEST_F(MappedFileTest, AReaderCannotWrite)
{
   Make();
   const std::string result = InChild([&]() -> std::string {
      struct sigaction action = {};
      action.sa_handler = [](int) { ::_exit(42); };
      ::sigaction(SIGSEGV, &action, nullptr);
      *OpenReader()->Base() = 1;
      return "could write";
   });
   EXPECT_EQ(result, " [exit status 42]");
}

#ifndef ROOTLET_SANITIZED // shadow memory alone is more than the limit
TEST_F(MappedFileTest, GrowsWithoutReservedAddressSpace)
{
   const std::string result = InChild([&]() -> std::string {
      const struct rlimit limit = {std::size_t{900} << 20, std::size_t{900} << 20};
      ::setrlimit(RLIMIT_AS, &limit);
      auto small = Make(fFolder / "small", kStart);
      char *first = small->Base();
      std::strcpy(first + 5, "kept");
      std::size_t size = kStart;
      for (; size < (std::size_t{300} << 20); size *= 2)
         small->Grow(size, 2 * size);
      if (std::strcmp(first + 5, "kept") != 0 || std::strcmp(small->Base() + 5, "kept") != 0)
         return "lost";
      small->Base()[size - 1] = 1;
      return small->Contains(first) ? "" : "a former address is not known any more";
   });
   EXPECT_EQ(result, "");
}
#endif

#ifndef ROOTLET_SANITIZED
TEST_F(MappedFileTest, ReservesAddressSpaceAheadAndTakesLessWhereThereIsLess)
{
   constexpr std::size_t kWanted = std::size_t{64} << 30;
   const auto roomy = Make();
   EXPECT_TRUE(roomy->Contains(roomy->Base() + kWanted - 1));
   const std::string result = InChild([&]() -> std::string {
      std::ifstream statm("/proc/self/statm");
      std::size_t pages = 0;
      statm >> pages; // 4 GiB more than there is now
      const std::size_t more = pages * static_cast<std::size_t>(::sysconf(_SC_PAGESIZE)) + (std::size_t{4} << 30);
      const struct rlimit limit = {more, more};
      ::setrlimit(RLIMIT_AS, &limit);
      std::vector<std::unique_ptr<MappedFile>> files;
      for (int i = 0; i < 12; ++i) { // each finds less, and grows all the same
         files.push_back(Make(fFolder / std::to_string(i), kStart));
         MappedFile &file = *files.back();
         if (file.Contains(file.Base() + (std::size_t{4} << 30)))
            return "reserved more than there is";
         for (std::size_t size = kStart; size < (std::size_t{8} << 20); size *= 2)
            file.Grow(size, 2 * size);
         file.Base()[file.Size() - 1] = 1;
      }
      return files.front()->Contains(files.front()->Base() + (std::size_t{200} << 20)) ? "" : "reserved too little";
   });
   EXPECT_EQ(result, "");
}
#endif

TEST_F(MappedFileTest, TheFileSizeLimitIsAnErrorNotASignal)
{
   const std::string result = InChild([&]() -> std::string {
      auto file = Make();
      std::strcpy(file->Base(), "kept");
      const struct rlimit limit = {1 << 20, 1 << 20};
      ::setrlimit(RLIMIT_FSIZE, &limit);
      const std::string error = GrowError(*file, 2 << 20);
      if (error.find("file size limit") == std::string::npos || error.find(fPath) == std::string::npos)
         return "error: " + error;
      if (file->Size() != kStart || std::strcmp(file->Base(), "kept") != 0)
         return "changed";
      return GrowError(*file, 1 << 20);
   });
   EXPECT_EQ(result, "");
}

TEST_F(MappedFileTest, AFullDiskIsAnErrorAndTheSpaceIsGivenBack)
{
   const std::string result = test::InSmallTmpfs(4 << 20, [](const std::string &folder) -> std::string {
      auto file = Make(folder + "/file", kStart);
      std::memset(file->Base(), 7, kStart);
      const std::string error = GrowError(*file, 16 << 20);
      if (error.find("disk is full") == std::string::npos)
         return "error: " + error;
      if (file->Size() != kStart || file->Base()[kStart - 1] != 7)
         return "changed";
      return GrowError(*file, 3 << 20); // there is room for this
   });
   EXPECT_EQ(result, "");
}

TEST_F(MappedFileTest, TruncationUnderAGuardBreaksTheFileAndNotTheProcess)
{
   const auto producer = Make();
   const auto reader = OpenReader();
   ASSERT_EQ(::truncate(fPath.c_str(), 0), 0);
   char sum = 0;
   {
      SigbusGuard guard(*reader);
      for (std::size_t i = 0; i < kStart; i += 512)
         sum = static_cast<char>(sum | const_cast<volatile char *>(reader->Base())[i]);
   }
   EXPECT_EQ(sum, 0);
   EXPECT_TRUE(reader->IsBroken());
   EXPECT_FALSE(producer->IsBroken()) << "only the mapping that met it";
   EXPECT_THROW(reader->ThrowIfBroken(), MapError);
}

TEST_F(MappedFileTest, AProducerWritingUnderAGuardSurvivesTruncation)
{
   const auto producer = Make();
   ASSERT_EQ(::truncate(fPath.c_str(), 4096), 0);
   {
      SigbusGuard guard(*producer);
      std::memset(producer->Base() + kStart / 2, 1, 1000);
   }
   EXPECT_TRUE(producer->IsBroken());
}

TEST_F(MappedFileTest, FaultsElsewhereGoToTheHandlerBefore)
{
   Make();
   const std::string result = InChild([&]() -> std::string {
      auto file = Make(); // installs our handler if nothing did yet
      const std::string other = fFolder / "other";
      const int fd = ::open(other.c_str(), O_RDWR | O_CREAT, 0600);
      if (::ftruncate(fd, 4096) != 0)
         return "no file";
      auto *page = static_cast<volatile char *>(::mmap(nullptr, 4096, PROT_READ, MAP_SHARED, fd, 0));
      if (::ftruncate(fd, 0) != 0)
         return "not truncated";
      struct rlimit none = {0, 0};
      ::setrlimit(RLIMIT_CORE, &none);
      ::signal(SIGALRM, SIG_DFL);
      SigbusGuard guard(*file);
      return page[0] == 0 ? "read zero" : "read something";
   });
   // A sanitizer's own handler ends the process with a report instead of the signal.
   EXPECT_TRUE(result.find("[killed by signal 7]") != std::string::npos ||
               result.find("[exit status") != std::string::npos)
      << result;
}

TEST_F(MappedFileTest, AForkedChildDoesNotKeepTheLocksOfItsParent)
{
   auto producer = Make();
   producer->KeepLocks(UniqueFd(::open(fPath.c_str(), O_RDWR | O_CLOEXEC)));
   ASSERT_TRUE(TryLockBytes(producer->LockFd(), producer->Path(), format::kLeaseLock, format::kLeases));
   int channel[2];
   int ready[2];
   ASSERT_EQ(::pipe(channel), 0);
   ASSERT_EQ(::pipe(ready), 0);
   const pid_t child = ForkLeashed();
   if (child == 0) {
      char byte = 0;
      ::close(channel[1]);
      ::close(ready[1]);                              // the parent's read ends: fork handlers have run
      const ssize_t n = ::read(channel[0], &byte, 1); // until the test is over
      ::_exit(n == 0 && producer->IsForkedCopy() && producer->LockFd() < 0 ? 0 : 1);
   }
   ::close(channel[0]);
   ::close(ready[1]);
   char byte = 0;
   ASSERT_EQ(::read(ready[0], &byte, 1), 0);
   ::close(ready[0]);
   UniqueFd other(::open(fPath.c_str(), O_RDWR | O_CLOEXEC));
   EXPECT_FALSE(TryLockBytes(other.Get(), fPath, format::kLeaseLock, 1)) << "the parent still holds it";
   EXPECT_TRUE(IsByteLocked(other.Get(), format::kLeaseLock));
   producer.reset();
   EXPECT_TRUE(TryLockBytes(other.Get(), fPath, format::kLeaseLock, format::kLeases)) << "the child holds nothing";
   ::close(channel[1]);
   int status = 0;
   ::waitpid(child, &status, 0);
   EXPECT_EQ(status, 0);
}

TEST_F(MappedFileTest, AStrangersReadLockIsNoLivingProducer)
{
   const auto file = Make();
   UniqueFd stranger(::open(fPath.c_str(), O_RDONLY | O_CLOEXEC));
   struct flock lock = {};
   lock.l_type = F_RDLCK;
   lock.l_start = format::kLeaseLock;
   lock.l_len = 1;
   ASSERT_EQ(::fcntl(stranger.Get(), F_OFD_SETLK, &lock), 0);
   UniqueFd asking(::open(fPath.c_str(), O_RDONLY | O_CLOEXEC));
   EXPECT_FALSE(IsByteLocked(asking.Get(), format::kLeaseLock));
}

TEST_F(MappedFileTest, DescriptorsAreClosedOnExec)
{
   const auto file = Make();
   EXPECT_NE(::fcntl(file->Fd(), F_GETFD) & FD_CLOEXEC, 0);
}

} // namespace
} // namespace rootlet
