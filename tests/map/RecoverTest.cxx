// What UPDATE does with a file in every state that a dead producer, a power loss or a stranger can leave it in.
#include "map/Recover.h"

#include <gtest/gtest.h>

#include <array>
#include <functional>

#include "../heap/TempFolder.h"
#include "FilePatch.h"
#include "RootletMapCheck.h"
#include "StoreTools.h"
#include "heap/Format.h"
#include "map/BlockSeal.h"

namespace rootlet {
namespace {

using namespace test;
using namespace format;

constexpr std::uint64_t kRootWord = offsetof(Superblock, root);
constexpr std::uint64_t kBootIdWord = offsetof(Superblock, bootId);
constexpr std::uint64_t kCommitWord = offsetof(Head, leases);

class RecoverTest : public testing::Test {
protected:
   void SetUp() override
   {
      const auto producer = MapStore::Open(fPath, MapMode::kCreate, fOptions);
      for (int version = 0; version < 5; ++version)
         for (const char *name : {"a", "b"})
            Put(*producer, name, std::string(name) + std::to_string(version));
      fA = *producer->FindOwn("a");
      fB = *producer->FindOwn("b");
   }
   /// Slots of a record, newest first.
   static std::vector<unsigned> ByAge(const ProducerRecord &record)
   {
      std::vector<unsigned> order;
      for (unsigned s = 0; s < kSlots; ++s)
         if (record.slots[s].generation != 0)
            order.push_back(s);
      std::sort(order.begin(), order.end(),
                [&](unsigned x, unsigned y) { return record.slots[x].generation > record.slots[y].generation; });
      return order;
   }
   static std::uint64_t SlotWord(const ProducerRecord &record, unsigned slot)
   {
      return record.offset + offsetof(Record, slots) + slot * sizeof(Slot);
   }
   std::string UpdateError() const
   {
      return MessageOf([&] { MapStore::Open(fPath, MapMode::kUpdate); });
   }

   TempFolder fFolder;
   std::string fPath = fFolder / "map";
   MapOptions fOptions = {.size = 0};
   ProducerRecord fA, fB;
};

TEST_F(RecoverTest, AVersionThatWasNotCommittedIsForgotten)
{
   const FilePatch file(fPath);
   const std::uint64_t commit = file.Load(kCommitWord);
   const unsigned newest = ByAge(fB)[0];
   ASSERT_EQ(fB.slots[newest].generation, commit);
   file.Store(kCommitWord, commit - 1); // as if its producer had died between sealing and committing
   EXPECT_EQ(Take(*MapStore::Open(fPath, MapMode::kRead), "b"), "b3");
   const auto next = MapStore::Open(fPath, MapMode::kUpdate);
   EXPECT_EQ(Take(*next, "b"), "b3");
   EXPECT_EQ(Take(*next, "a"), "a4");
   Put(*next, "b", "b5");
   EXPECT_EQ(Take(*next, "b"), "b5");
}

TEST_F(RecoverTest, ADeadHoldersHeapLockIsTakenOver)
{
   const FilePatch file(fPath);
   for (const std::uint64_t holder : {LeaseWord(1, 0) << 1, LeaseWord(7, 13) << 1 | 1, ~std::uint64_t{0}}) {
      file.Store(offsetof(Superblock, heapLock), holder);
      const auto next = MapStore::Open(fPath, MapMode::kUpdate);
      AddNamed(*next, "c");
      EXPECT_TRUE(next->Remove("c"));
   }
}

TEST_F(RecoverTest, ARecordThatNoBucketReachesIsUsedAgain)
{
   const FilePatch file(fPath);
   const std::uint64_t stray = fA.offset / kChunkSize * kChunkSize + 200 * kRecordSize;
   file.Store(stray, std::uint64_t{12345}); // filled, but its producer died before the bucket
   const auto next = MapStore::Open(fPath, MapMode::kUpdate);
   EXPECT_EQ(file.Load(stray), 0u);
   const std::uint64_t size = next->Size();
   for (int i = 0; i < 254; ++i)
      AddNamed(*next, "r" + std::to_string(i));
   EXPECT_NE(file.Load(stray), 0u);
   EXPECT_LE(next->Size(), 2 * size);
}

TEST_F(RecoverTest, AnUnusedTailOfTheFileIsNoDamage)
{
   std::filesystem::resize_file(fPath, std::filesystem::file_size(fPath) + 100000);
   const auto next = MapStore::Open(fPath, MapMode::kUpdate);
   Put(*next, "a", std::string(1 << 20, 'x'));
   EXPECT_EQ(Take(*MapStore::Open(fPath, MapMode::kRead), "a"), std::string(1 << 20, 'x'));
}

TEST_F(RecoverTest, GenerationsNeverRepeatOverProducers)
{
   std::uint64_t last = 0;
   for (int i = 0; i < 5; ++i) {
      const std::uint64_t generation = Put(*MapStore::Open(fPath, MapMode::kUpdate), "a", std::to_string(i));
      EXPECT_GT(generation, last);
      last = generation;
   }
}

TEST_F(RecoverTest, AfterAnotherBootOnlySealsAreBelieved)
{
   const FilePatch file(fPath);
   file.Flip(kBootIdWord);
   file.Store(kCommitWord, std::uint64_t{1}); // an older page
   const auto consumer = MapStore::Open(fPath, MapMode::kRead);
   EXPECT_EQ(Take(*consumer, "a"), "a4");
   const auto order = ByAge(fA);
   file.Flip(fA.slots[order[0]].block.offset + sizeof(BlockHeader));
   EXPECT_EQ(Take(*consumer, "a"), "a3");

   {
      const auto next = MapStore::Open(fPath, MapMode::kUpdate);
      EXPECT_EQ(next->LostVersions(), 1u);
      EXPECT_EQ(next->LostRecords(), 0u);
      EXPECT_EQ(Take(*next, "a"), "a3");
      EXPECT_EQ(Take(*next, "b"), "b4");
      EXPECT_GT(Put(*next, "b", "b5"), fB.slots[ByAge(fB)[0]].generation);
   }
   EXPECT_EQ(Take(*consumer, "b"), "b5");
   EXPECT_EQ(MapStore::Open(fPath, MapMode::kUpdate)->LostVersions(), 0u) << "the file is no longer suspect";
}

TEST_F(RecoverTest, WhatAPowerLossHasDestroyedForGoodIsReportedAndTheRestGoesOn)
{
   const FilePatch file(fPath);
   file.Flip(kBootIdWord);
   for (const unsigned s : ByAge(fA))
      file.Flip(fA.slots[s].block.offset + sizeof(BlockHeader));
   EXPECT_NE(MessageOf([&] { Take(*MapStore::Open(fPath, MapMode::kRead), "a"); }).find("no version of 'a'"),
             std::string::npos);
   const auto next = MapStore::Open(fPath, MapMode::kUpdate);
   EXPECT_EQ(next->LostRecords(), 1u);
   EXPECT_EQ(Take(*next, "a"), "(no version)");
   EXPECT_EQ(Take(*next, "b"), "b4");
   Put(*next, "a", "again");
   EXPECT_EQ(Take(*next, "a"), "again");
}

TEST_F(RecoverTest, ARecordWhoseNameIsLostAfterAPowerLossIsDropped)
{
   const FilePatch file(fPath);
   file.Flip(kBootIdWord);
   file.Flip(fA.info.offset + sizeof(InfoHeader));
   const auto next = MapStore::Open(fPath, MapMode::kUpdate);
   EXPECT_EQ(next->LostRecords(), 1u);
   EXPECT_EQ(Take(*next, "a"), "(none)");
   EXPECT_EQ(Take(*next, "b"), "b4");
   Put(*next, "a", "again");
}

TEST_F(RecoverTest, AfterAPowerLossARecordWhoseBucketIsGoneIsEnteredAgain)
{
   const FilePatch file(fPath);
   file.Flip(kBootIdWord);
   for (std::uint64_t at = kChunkSize; at < 2 * kChunkSize; at += 8) // an older page of the table
      file.Store(at, std::uint64_t{0});
   const auto consumer = MapStore::Open(fPath, MapMode::kRead);
   EXPECT_EQ(Take(*consumer, "a"), "a4") << "the record proves itself";
   {
      const auto next = MapStore::Open(fPath, MapMode::kUpdate);
      EXPECT_EQ(next->LostRecords(), 0u);
      Put(*next, "c", "c0");
   }
   const auto again = MapStore::Open(fPath, MapMode::kUpdate);
   EXPECT_EQ(Take(*again, "a") + Take(*again, "b") + Take(*again, "c"), "a4b4c0");
   EXPECT_EQ(Take(*consumer, "a"), "a4");
   EXPECT_TRUE(CheckMap(fPath).IsSound());
}

TEST_F(RecoverTest, AfterAPowerLossBlocksThatOverlapOnlyInTheirRoomToGrowAreBothKept)
{
   const FilePatch file(fPath);
   const Extent block = fA.slots[ByAge(fA)[0]].block;
   auto header = file.Load<BlockHeader>(block.offset);
   const auto payload = file.Load<std::array<char, 2>>(block.offset + sizeof header);
   header.capacity = 16384; // as in an older page, from before the room was given to others
   header.seal = BlockSeal(header, payload.data());
   file.Store(block.offset, header);
   EXPECT_NE(UpdateError().find("overlap"), std::string::npos) << "not without a power loss";
   file.Flip(kBootIdWord);
   {
      const auto next = MapStore::Open(fPath, MapMode::kUpdate);
      EXPECT_EQ(next->LostRecords() + next->LostVersions(), 0u);
      EXPECT_EQ(Take(*next, "a") + Take(*next, "b"), "a4b4");
   }
   EXPECT_EQ(file.Load<BlockHeader>(block.offset).capacity, 128u) << "what its seal covers";
   EXPECT_TRUE(CheckMap(fPath).IsSound());
}

TEST_F(RecoverTest, AfterAPowerLossTheNewerOfTwoBlocksThatOverlapIsKept)
{
   const FilePatch file(fPath);
   const unsigned newest = ByAge(fA)[0];
   const Extent block = fA.slots[newest].block;
   // A whole version of `a`, newer than all, that covers whatever lies behind it.
   BlockHeader header = file.Load<BlockHeader>(block.offset);
   std::string payload(4096 - sizeof header, 'n');
   header.capacity = 4096;
   header.length = payload.size();
   header.generation = file.Load(offsetof(Superblock, nextGeneration));
   header.seal = BlockSeal(header, payload.data());
   file.Store(block.offset, header);
   for (std::size_t i = 0; i < payload.size(); ++i)
      file.Store(block.offset + sizeof header + i, payload[i]);
   file.Store(SlotWord(fA, newest), header.generation);
   file.Flip(kBootIdWord);
   const auto next = MapStore::Open(fPath, MapMode::kUpdate);
   EXPECT_EQ(Take(*next, "a"), payload);
   EXPECT_GT(next->LostVersions() + next->LostRecords(), 0u);
   EXPECT_GT(Put(*next, "b", "b5"), header.generation);
   EXPECT_EQ(Take(*next, "a") + Take(*next, "b"), payload + "b5");
}

TEST(RecoverUnsealed, AMapWithoutSealsIsNotBelievedAfterAnotherBoot)
{
   TempFolder folder;
   const std::string path = folder / "map";
   Put(*MapStore::Open(path, MapMode::kCreate, {.seal = false}), "a", "one");
   FilePatch(path).Flip(kBootIdWord);
   EXPECT_NE(MessageOf([&] { Take(*MapStore::Open(path, MapMode::kRead), "a"); }), "");
   EXPECT_EQ(MapStore::Open(path, MapMode::kUpdate)->LostRecords(), 1u);
}

TEST_F(RecoverTest, AfterAnotherBootADirectoryThatLeadsNowhereIsMadeAnew)
{
   const FilePatch file(fPath);
   file.Flip(kBootIdWord);
   for (std::uint64_t at = kChunkSize; at < 2 * kChunkSize; at += 8)
      if (BucketRecord(file.Load(at)) == fA.offset) {
         file.Store(at < 100000 ? at + 800 : at - 800, file.Load(at)); // an older page of the table
         file.Store(at, std::uint64_t{0});
         break;
      }
   const auto next = MapStore::Open(fPath, MapMode::kUpdate);
   EXPECT_EQ(Take(*next, "a"), "a4");
   EXPECT_EQ(Take(*next, "b"), "b4");
   EXPECT_TRUE(next->Remove("a"));
   EXPECT_EQ(Take(*MapStore::Open(fPath, MapMode::kRead), "a"), "(none)");
}

TEST_F(RecoverTest, WhatIsRefusedForItsSegmentsKeepsThem)
{
   const std::string path = fFolder / "huge";
   Put(*MapStore::Open(path, MapMode::kCreate, {.size = (kHeadChunkWords + 10) * kChunkSize}), "a", "one");
   const FilePatch file(path);
   const std::uint64_t at = offsetof(Superblock, segments);
   const std::uint64_t good = file.Load(at);
   for (const std::uint64_t bad : {good + 1, std::uint64_t{0}, std::uint64_t{1} << 40}) {
      file.Store(at, bad);
      EXPECT_NE(MessageOf([&] { MapStore::Open(path, MapMode::kUpdate); }).find("chunk words cover"),
                std::string::npos);
      EXPECT_EQ(file.Load(at), bad) << "changed, though refused";
   }
   file.Store(at, kChunkSize); // the table
   EXPECT_NE(MessageOf([&] { MapStore::Open(path, MapMode::kUpdate); }).find("overlaps"), std::string::npos);
   file.Store(at, good);
   EXPECT_EQ(Take(*MapStore::Open(path, MapMode::kUpdate), "a"), "one");
}

TEST_F(RecoverTest, NamesInMessagesAreOneLine)
{
   const std::string path = fFolder / "names";
   std::uint64_t slot = 0;
   {
      const auto producer = MapStore::Open(path, MapMode::kCreate);
      Put(*producer, "two\nlines \x1b[31m\xc3\xa9", "x");
      slot = SlotWord(*producer->OwnRecords()[0], 0);
   }
   const FilePatch file(path);
   for (unsigned s = 0; s < kSlots; ++s)
      file.Store(slot + s * sizeof(Slot) + offsetof(Slot, block), std::uint64_t{1});
   EXPECT_EQ(MessageOf([&] { MapStore::Open(path, MapMode::kUpdate); }),
             path + ": damaged: slot 0 of 'two\\x0alines \\x1b[31m\xc3\xa9' points outside the heap");
}

struct Hostile {
   const char *name;
   std::function<void(const FilePatch &, const ProducerRecord &a, const ProducerRecord &b)> change;
   const char *message;
};

class HostileTest : public RecoverTest, public testing::WithParamInterface<Hostile> {};

TEST_P(HostileTest, UpdateRefusesTheFileAndLeavesItAsItWas)
{
   {
      const FilePatch file(fPath);
      GetParam().change(file, fA, fB);
   }
   const auto content = [&] {
      const FilePatch file(fPath);
      std::string bytes;
      for (std::uint64_t at = 65536; at < file.Size(); at += 8) { // the head has the lease, which a try takes
         const std::uint64_t word = file.Load(at);
         bytes.append(reinterpret_cast<const char *>(&word), 8);
      }
      return bytes;
   };
   const std::string before = content();
   const std::string error = UpdateError();
   EXPECT_NE(error.find(GetParam().message), std::string::npos) << error;
   EXPECT_NE(error.find(fPath), std::string::npos) << error;
   EXPECT_EQ(content(), before);
   EXPECT_EQ(UpdateError(), error) << "and no lock is left";
   for (const char *name : {"a", "b"}) // a consumer may still find something, but nothing wrong
      try {
         const std::string text = Take(*MapStore::Open(fPath, MapMode::kRead), name);
         EXPECT_TRUE(text[0] == *name || text[0] == '(') << text;
      } catch (const MapError &) {
      }
}

std::uint64_t SlotOf(const ProducerRecord &record, bool block)
{
   unsigned newest = 0;
   for (unsigned s = 0; s < kSlots; ++s)
      if (record.slots[s].generation > record.slots[newest].generation)
         newest = s;
   return record.offset + offsetof(Record, slots) + newest * sizeof(Slot) + (block ? offsetof(Slot, block) : 0);
}

/// The bucket of a record in the only table.
std::uint64_t BucketOf(const FilePatch &file, const ProducerRecord &record)
{
   for (std::uint64_t at = kChunkSize; at < 2 * kChunkSize; at += 8)
      if (BucketRecord(file.Load(at)) == record.offset)
         return at;
   throw std::runtime_error("no bucket");
}

INSTANTIATE_TEST_SUITE_P(
   Table, HostileTest,
   testing::Values(
      Hostile{"RootOutside", [](auto &f, auto &, auto &) { f.Store(kRootWord, RootWord(std::uint64_t{1} << 40, 13)); }, "directory root"},
      Hostile{"RootOnTheHead", [](auto &f, auto &, auto &) { f.Store(kRootWord, RootWord(0, 13)); }, "directory root"},
      Hostile{"RootTooLarge", [](auto &f, auto &, auto &) { f.Store(kRootWord, RootWord(kChunkSize, 40)); }, "directory root"},
      Hostile{"RootTooSmall", [](auto &f, auto &, auto &) { f.Store(kRootWord, RootWord(kChunkSize, 1)); }, "directory root"},
      Hostile{"NoGeneration", [](auto &f, auto &, auto &) { f.Store(offsetof(Superblock, nextGeneration), std::uint64_t{0}); }, "next generation"},
      Hostile{"HugeGeneration", [](auto &f, auto &, auto &) { f.Store(offsetof(Superblock, nextGeneration), ~std::uint64_t{0}); }, "next generation"},
      Hostile{"HugeRecordId", [](auto &f, auto &, auto &) { f.Store(offsetof(Superblock, nextRecordId), ~std::uint64_t{0} - 5); }, "next record id"},
      Hostile{"HugeLease", [](auto &f, auto &, auto &) { f.Store(offsetof(Superblock, nextLease), std::uint64_t{1} << 60); }, "next lease"},
      Hostile{"CommitOfTheFuture", [](auto &f, auto &, auto &) { f.Store(kCommitWord, std::uint64_t{1} << 40); }, "not given out"},
      Hostile{"HeapSizeOdd", [](auto &f, auto &, auto &) { f.Store(offsetof(Superblock, heapSize), std::uint64_t{200001}); }, "heap size"},
      Hostile{"HeapSizeHuge", [](auto &f, auto &, auto &) { f.Store(offsetof(Superblock, heapSize), std::uint64_t{1} << 46); }, "truncated"},
      Hostile{"BucketOutside", [](auto &f, auto &a, auto &) { f.Store(BucketOf(f, a), (std::uint64_t{1} << 47) + 256); }, "outside the heap"},
      Hostile{"BucketUnaligned", [](auto &f, auto &a, auto &) { f.Store(BucketOf(f, a), f.Load(BucketOf(f, a)) + 8); }, "outside the heap"},
      Hostile{"BucketToABlock", [](auto &f, auto &a, auto &) { f.Store(BucketOf(f, a), a.info.offset / 256 * 256); }, "holds no records"},
      Hostile{"RecordTwice", [](auto &f, auto &a, auto &b) { f.Store(BucketOf(f, b), f.Load(BucketOf(f, a))); }, "twice"},
      Hostile{"RecordWithoutId", [](auto &f, auto &a, auto &) { f.Store(a.offset, std::uint64_t{0}); }, "has the id 0"},
      Hostile{"OtherHash", [](auto &f, auto &a, auto &) { f.Flip(a.offset + offsetof(Record, hash)); }, "hash of another"},
      Hostile{"InfoOutside", [](auto &f, auto &a, auto &) { f.Store(a.offset + offsetof(Record, info), ~std::uint64_t{63}); }, "info block"},
      Hostile{"InfoOfTheOther", [](auto &f, auto &a, auto &b) { f.Store(a.offset + offsetof(Record, info), b.info.offset); }, "info block"},
      Hostile{"InfoChanged", [](auto &f, auto &a, auto &) { f.Flip(a.info.offset + sizeof(InfoHeader)); }, "info block"},
      Hostile{"BlockOutside", [](auto &f, auto &a, auto &) { f.Store(SlotOf(a, true), std::uint64_t{1} << 50); }, "outside the heap"},
      Hostile{"BlockInTheHead", [](auto &f, auto &a, auto &) { f.Store(SlotOf(a, true), std::uint64_t{64}); }, "outside the heap"},
      Hostile{"BlockUnaligned", [](auto &f, auto &a, auto &) { f.Store(SlotOf(a, true), f.Load(SlotOf(a, true)) + 8); }, "outside the heap"},
      Hostile{"BlockMissing", [](auto &f, auto &a, auto &) { f.Store(SlotOf(a, true), std::uint64_t{0}); }, "no block"},
      Hostile{"BlockOfTheOther", [](auto &f, auto &a, auto &b) { f.Store(SlotOf(a, true), f.Load(SlotOf(b, true))); }, "not its block"},
      Hostile{"GenerationChanged", [](auto &f, auto &a, auto &) { f.Store(SlotOf(a, false), f.Load(SlotOf(a, false)) - 1); }, "does not fit its block"},
      Hostile{"CapacityHuge", [](auto &f, auto &a, auto &) { f.Store(f.Load(SlotOf(a, true)), std::uint64_t{1} << 40); }, "not its block"},
      Hostile{"CapacityZero", [](auto &f, auto &a, auto &) { f.Store(f.Load(SlotOf(a, true)), std::uint64_t{0}); }, "not its block"},
      Hostile{"CapacityOverlaps", [](auto &f, auto &a, auto &) { const auto at = f.Load(SlotOf(a, true)); f.Store(at, std::uint64_t{16384}); }, "overlap"},
      Hostile{"LengthPastTheBlock", [](auto &f, auto &a, auto &) { f.Store(f.Load(SlotOf(a, true)) + offsetof(BlockHeader, length), std::uint64_t{1} << 30); }, "does not fit its block"},
      Hostile{"CommitOlderThanSeveralVersions", [](auto &f, auto &, auto &) { f.Store(kCommitWord, std::uint64_t{2}); }, "the commit of lease entry 0 is 2"},
      Hostile{"BucketMoved", [](auto &f, auto &a, auto &) { const auto at = BucketOf(f, a); f.Store(at < 100000 ? at + 800 : at - 800, f.Load(at)); f.Store(at, std::uint64_t{0}); }, "does not lead to 'a'"},
      Hostile{"TableOfRecords", [](auto &f, auto &, auto &) { f.Store(offsetof(Head, chunkWords) + 8, ChunkWord(ChunkKind::kRecords)); }, "overlaps"},
      Hostile{"BlocksChunkOfRecords", [](auto &f, auto &a, auto &) { f.Store(offsetof(Head, chunkWords) + a.info.offset / kChunkSize * 8, ChunkWord(ChunkKind::kRecords)); }, "overlaps"},
      Hostile{"LastGeneration", [](auto &f, auto &, auto &) { f.Store(offsetof(Superblock, nextGeneration), kMaxCounter - 1); }, "next generation"},
      Hostile{"RecordsChunkUnnamed", [](auto &f, auto &a, auto &) { f.Store(offsetof(Head, chunkWords) + a.offset / kChunkSize * 8, std::uint64_t{0}); }, "holds no records"}),
   [](const auto &test) { return test.param.name; });

} // namespace
} // namespace rootlet
