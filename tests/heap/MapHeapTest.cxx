// The heap in a file: allocation, growth, giving back, rebuilding after a producer that is gone.
#include "heap/MapHeap.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/syscall.h>

#include <algorithm>
#include <cstring>
#include <optional>
#include <random>
#include <vector>

#include "RootletError.h"
#include "TempFolder.h"
#include "heap/ChunkWords.h"
#include "heap/Superblock.h"

namespace rootlet {
namespace {

using format::ChunkKind;
using format::kChunkSize;

class MapHeapTest : public testing::Test {
protected:
   void SetUp() override
   {
      const int fd = ::open(fPath.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
      ASSERT_GE(fd, 0);
      UniqueFd file(fd);
      WriteEmptyHeap(fd, fPath, {});
      fFile = std::make_unique<MappedFile>(std::move(file), fPath, MappedFile::Access::kWrite);
      fLock = std::make_unique<HeapLock>(*fFile, kLease);
      fHeap = std::make_unique<MapHeap>(*fFile, *fLock, kLease);
      Rebuild({});
   }
   void Rebuild(std::vector<Extent> blocks) { fHeap->Rebuild({{{kChunkSize, kChunkSize}}, std::move(blocks)}); }
   ChunkKind Kind(std::uint64_t offset) const
   {
      return format::KindOf(FindChunkWord(fFile->Base(), fHeap->Size(), offset / kChunkSize)->load());
   }

   static constexpr std::uint64_t kLease = format::LeaseWord(1, 0);
   test::TempFolder fFolder;
   std::string fPath = fFolder / "heap";
   std::unique_ptr<MappedFile> fFile;
   std::unique_ptr<HeapLock> fLock;
   std::unique_ptr<MapHeap> fHeap;
};

TEST_F(MapHeapTest, StartsWithHeadAndTableOnly)
{
   EXPECT_EQ(fHeap->Size(), 2 * kChunkSize);
   EXPECT_EQ(fHeap->FreeBytes(), 0u);
   EXPECT_EQ(Kind(0), ChunkKind::kHead);
   EXPECT_EQ(Kind(kChunkSize), ChunkKind::kTable);
}

TEST_F(MapHeapTest, GrowsByDoublingUpTo16MiB)
{
   std::uint64_t size = fHeap->Size();
   for (int i = 0; i < 2000; ++i) {
      const std::uint64_t offset = fHeap->Allocate(60000);
      std::memset(fFile->Base() + offset, i, 60000);
      if (fHeap->Size() != size) {
         EXPECT_EQ(fHeap->Size() - size, std::min<std::uint64_t>(size, 16 << 20));
         size = fHeap->Size();
      }
   }
   EXPECT_GT(size, 2000u * 60000);
   EXPECT_GE(fFile->Size(), size);
}

TEST_F(MapHeapTest, AddressesStayValidWhileItGrows)
{
   const std::uint64_t offset = fHeap->Allocate(100);
   char *before = fFile->Base() + offset;
   std::strcpy(before, "still here");
   fHeap->Allocate(200 << 20);
   EXPECT_STREQ(before, "still here");
   EXPECT_STREQ(fFile->Base() + offset, "still here");
   EXPECT_TRUE(fFile->Contains(before));
}

TEST_F(MapHeapTest, UsesFreedSpaceAgain)
{
   for (int round = 0; round < 100; ++round) {
      std::vector<std::uint64_t> blocks;
      for (int i = 0; i < 50; ++i)
         blocks.push_back(fHeap->Allocate(10000));
      for (const std::uint64_t block : blocks)
         fHeap->Free(block, MapHeap::BlockSize(10000));
   }
   EXPECT_LE(fHeap->Size(), 2u << 20);
}

TEST_F(MapHeapTest, GivesLargeFreeStretchesBackAsWholeChunks)
{
   const std::uint64_t size = std::uint64_t{40} << 20;
   const std::uint64_t block = fHeap->Allocate(size);
   fHeap->Free(block, size);
   EXPECT_EQ(Kind(block), ChunkKind::kFree);
   EXPECT_EQ(fHeap->AllocateChunks(100, ChunkKind::kTable), block);
}

TEST_F(MapHeapTest, GrowsByWhatIsAskedIfThatIsMoreThanAStep)
{
   const std::uint64_t before = fHeap->Size();
   const std::uint64_t block = fHeap->Allocate(100 << 20);
   EXPECT_EQ(block, before);
   EXPECT_EQ(fHeap->Size(), before + (100 << 20));
   fHeap->Allocate(60000);
   EXPECT_EQ(fHeap->Size(), before + (116 << 20)) << "16 MiB at a time from here on";
}

#ifndef ROOTLET_SANITIZED // their malloc makes system calls of its own
TEST_F(MapHeapTest, AllocatesAndFreesWithoutAnySystemCall)
{
   const std::string result = test::InChild([&]() -> std::string {
      const auto work = [this] {
         std::vector<Extent> blocks(300);
         std::mt19937 random(11);
         for (int step = 0; step < 20000; ++step) {
            Extent &block = blocks[random() % blocks.size()];
            if (block.size != 0)
               fHeap->Free(block.offset, block.size);
            const std::uint64_t size = MapHeap::BlockSize(1 + random() % (1 << (6 + random() % 14)));
            block = {fHeap->Allocate(size), size};
         }
         for (const Extent &block : blocks)
            if (block.size != 0)
               fHeap->Free(block.offset, block.size);
      };
      work(); // grows, and lets the private memory grow
      work();
      const std::uint64_t size = fHeap->Size();
      // From here on the kernel kills whoever asks it for more than read, write and exit.
      if (::prctl(PR_SET_SECCOMP, SECCOMP_MODE_STRICT) != 0)
         return "no seccomp";
      work();
      ::syscall(SYS_exit, fHeap->Size() == size ? 0 : 3);
      return "still here";
   });
   EXPECT_EQ(result, "");
}
#endif

TEST_F(MapHeapTest, ABlockMovesDownOnlyInASparseHeapAndOnlyToWhereItFits)
{
   constexpr std::uint64_t kBlock = 65536;
   std::vector<std::uint64_t> blocks;
   for (int i = 0; i < 160; ++i) // 10 MiB
      blocks.push_back(fHeap->Allocate(kBlock));
   std::ranges::sort(blocks);
   const std::uint64_t last = blocks.back();
   for (std::size_t i = 1; i < 16; ++i)
      fHeap->Free(blocks[2 * i], kBlock);
   EXPECT_EQ(fHeap->AllocateLower(100, last), std::nullopt) << "not a MiB is free";
   for (std::size_t i = 16; i < 40; ++i)
      fHeap->Free(blocks[2 * i], kBlock);
   const std::uint64_t free = fHeap->FreeBytes();
   EXPECT_EQ(fHeap->AllocateLower(kBlock + 1, last), std::nullopt) << "no hole is so large";
   EXPECT_EQ(fHeap->AllocateLower(100, blocks[2]), std::nullopt) << "no hole is lower";
   EXPECT_EQ(fHeap->FreeBytes(), free);
   const auto lower = fHeap->AllocateLower(kBlock, last);
   ASSERT_NE(lower, std::nullopt);
   EXPECT_LT(*lower, last);
   EXPECT_EQ(fHeap->FreeBytes(), free - kBlock);
   for (std::size_t i = 5; i < 40; ++i)
      if (blocks[2 * i] != *lower)
         fHeap->Allocate(kBlock);
   EXPECT_EQ(fHeap->AllocateLower(100, last), std::nullopt) << "hardly anything is free";
}

TEST_F(MapHeapTest, ChunksOfRecordsAreZeroEvenWhenTheyWereUsedBefore)
{
   const std::uint64_t block = fHeap->Allocate(20 << 20);
   std::memset(fFile->Base() + block, 0xff, 20 << 20);
   fHeap->Free(block, 20 << 20);
   const std::uint64_t chunk = fHeap->AllocateChunks(2, ChunkKind::kRecords);
   for (std::uint64_t i = 0; i < 2 * kChunkSize; ++i)
      ASSERT_EQ(fFile->Base()[chunk + i], 0);
}

TEST_F(MapHeapTest, RebuildFreesWhatNobodyReaches)
{
   const std::uint64_t kept = fHeap->Allocate(1000);
   for (int i = 0; i < 300; ++i)
      fHeap->Allocate(5000);
   const std::uint64_t records = fHeap->AllocateChunks(1, ChunkKind::kRecords);
   Rebuild({{kept, 1024}});
   EXPECT_EQ(Kind(records), ChunkKind::kRecords);
   EXPECT_EQ(Kind(kept), ChunkKind::kOwned);
   EXPECT_EQ(fHeap->FreeBytes(), fHeap->Size() - 3 * kChunkSize - 1024);
   const std::uint64_t size = fHeap->Size();
   for (int i = 0; i < 300; ++i) {
      const std::uint64_t block = fHeap->Allocate(5000);
      EXPECT_TRUE(block >= kept + 1024 || block + 5056 <= kept);
   }
   EXPECT_EQ(fHeap->Size(), size);
}

TEST_F(MapHeapTest, RebuildRefusesOverlaps)
{
   fHeap->AllocateChunks(4, ChunkKind::kOwned);
   const std::uint64_t at = 3 * kChunkSize;
   EXPECT_THROW(Rebuild({{at, 128}, {at + 64, 128}}), MapError);
   EXPECT_THROW(Rebuild({{64, 64}}), MapError) << "a block in the head";
   EXPECT_THROW(Rebuild({{kChunkSize, 64}}), MapError) << "a block in the table";
   EXPECT_NO_THROW(Rebuild({{at, 128}, {at + 128, 128}}));
}

TEST_F(MapHeapTest, GrowsPastWhatTheHeadsChunkWordsCover)
{
   const std::uint64_t covered = format::kHeadChunkWords * kChunkSize; // 256 MiB
   while (fHeap->Size() <= 2 * covered + (32 << 20))
      fHeap->AllocateChunks(256, ChunkKind::kTable);
   const auto &superblock = format::At<format::Superblock>(fFile->Base(), 0);
   EXPECT_NE(superblock.segments[0].load(), 0u);
   EXPECT_NE(superblock.segments[1].load(), 0u);
   EXPECT_EQ(Kind(superblock.segments[1].load()), ChunkKind::kSegment);
   EXPECT_EQ(Kind(2 * covered + (1 << 20)), ChunkKind::kTable);
   MapHeap again(*fFile, *fLock, kLease);
   EXPECT_EQ(again.Size(), fHeap->Size());
}

TEST_F(MapHeapTest, AnImpossibleSizeIsAnErrorAndChangesNothing)
{
   const std::uint64_t size = fHeap->Size();
   EXPECT_THROW(fHeap->Allocate(std::uint64_t{1} << 60), MapError);
   EXPECT_EQ(fHeap->Size(), size);
   EXPECT_NO_THROW(fHeap->Allocate(100));
}

} // namespace
} // namespace rootlet
