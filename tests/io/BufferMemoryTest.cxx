// The memory of a TBuffer: its own, somebody else's, storage that moves; and the 1 GiB that no object may pass.
#include "Bytes.h"
#include "Reports.h"

#include "TNamed.h"

#include <gtest/gtest.h>

#include <memory>
#include <numeric>
#include <vector>

namespace {

/// Hands out its memory in ever new places, as a map file that grows does.
class MovingStorage : public rootlet::BufferStorage {
public:
   explicit MovingStorage(std::size_t limit) : fLimit(limit) {}
   char *Grow(std::size_t used, std::size_t wanted, std::size_t &capacity) override
   {
      if (wanted > fLimit)
         throw rootlet::MapError("the map is full");
      ++fGrown;
      auto moved = std::make_unique<char[]>(std::max<std::size_t>(wanted, 8));
      if (used)
         std::memcpy(moved.get(), fMemory.get(), used);
      fMemory = std::move(moved); // the old memory is gone: AddressSanitizer sees who still uses it
      capacity = std::max<std::size_t>(wanted, 8);
      return fMemory.get();
   }
   int Grown() const { return fGrown; }

private:
   std::size_t fLimit;
   std::unique_ptr<char[]> fMemory;
   int fGrown = 0;
};

int gReallocations = 0;

char *GiveMore(char *old, std::size_t newsize, std::size_t oldsize)
{
   ++gReallocations;
   char *more = new char[newsize];
   std::memcpy(more, old, std::min(oldsize, newsize));
   delete[] old;
   return more;
}

char *GiveNothing(char *, std::size_t, std::size_t)
{
   return nullptr;
}

void WriteNumbers(TBuffer &buffer, int n)
{
   for (int i = 0; i < n; ++i)
      buffer << i;
}

Bytes Numbers(int n)
{
   Bytes bytes;
   for (int i = 0; i < n; ++i)
      bytes.I32(i);
   return bytes;
}

} // namespace

TEST(BufferMemory, GrowsAndKeepsWhatWasWritten)
{
   TBuffer buffer(TBuffer::kWrite, 1);
   EXPECT_GE(buffer.BufferSize(), TBuffer::kMinimalSize);
   WriteNumbers(buffer, 10000);
   EXPECT_EQ(buffer.Length(), 40000);
   EXPECT_GE(buffer.BufferSize(), 40000);
   EXPECT_EQ(Bytes(buffer), Numbers(10000));
}

TEST(BufferMemory, GrowsForOneLargeWrite)
{
   TBuffer buffer(TBuffer::kWrite, 128);
   buffer << Char_t('x');
   const std::vector<Double_t> values(100000, 0.5);
   buffer.WriteFastArray(values.data(), 100000);
   EXPECT_EQ(buffer.Length(), 800001);
   EXPECT_EQ(buffer.Buffer()[0], 'x');
}

TEST(BufferMemory, AdoptedMemoryGrowsAndIsFreed)
{
   TBuffer buffer(TBuffer::kWrite, 16, new char[16]); // AddressSanitizer checks that new[] meets delete[]
   WriteNumbers(buffer, 1000);
   EXPECT_EQ(Bytes(buffer), Numbers(1000));
}

TEST(BufferMemory, ForeignMemoryIsFilledToItsLastByteAndThenThrows)
{
   char memory[16 + 4];
   std::memset(memory, 0x55, sizeof memory);
   TBuffer buffer(TBuffer::kWrite, 16, memory, kFALSE);
   WriteNumbers(buffer, 4);
   EXPECT_EQ(buffer.Remaining(), 0u);
   EXPECT_THROW(buffer << 4, rootlet::StreamError);
   EXPECT_EQ(buffer.Length(), 16);
   EXPECT_EQ(Bytes(memory, 16), Numbers(4));
   EXPECT_EQ(Bytes(memory + 16, 4), Bytes().U32(0x55555555));
   EXPECT_THROW(buffer.Expand(100), rootlet::StreamError);
   EXPECT_EQ(buffer.Buffer(), memory);
}

TEST(BufferMemory, ReallocFunctionIsAskedForMore)
{
   gReallocations = 0;
   TBuffer buffer(TBuffer::kWrite, 16, new char[16], kTRUE, &GiveMore);
   WriteNumbers(buffer, 1000);
   EXPECT_GT(gReallocations, 0);
   EXPECT_EQ(Bytes(buffer), Numbers(1000));
}

TEST(BufferMemory, ReallocFunctionWithoutMemoryThrowsAndLosesNothing)
{
   char memory[16];
   TBuffer buffer(TBuffer::kWrite, 16, memory, kFALSE, &GiveNothing);
   WriteNumbers(buffer, 4);
   EXPECT_THROW(buffer << 4, rootlet::StreamError);
   EXPECT_EQ(Bytes(buffer), Numbers(4));
}

TEST(BufferMemory, StorageMayMoveWithEveryGrowth)
{
   MovingStorage storage(1 << 20);
   TBuffer buffer(storage);
   WriteNumbers(buffer, 5000);
   EXPECT_EQ(Bytes(buffer), Numbers(5000));
   EXPECT_GT(storage.Grown(), 2);
   EXPECT_TRUE(buffer.IsWriting());
}

TEST(BufferMemory, FullStorageThrowsItsOwnErrorAndKeepsWhatWasWritten)
{
   MovingStorage storage(64);
   TBuffer buffer(storage);
   EXPECT_THROW(WriteNumbers(buffer, 100), rootlet::MapError);
   EXPECT_EQ(Bytes(buffer), Numbers(buffer.Length() / 4));
   EXPECT_LE(buffer.Length(), 64);
}

TEST(BufferMemory, ExpandWithCopyKeepsPositionWithoutCopyRewinds)
{
   TBuffer buffer(TBuffer::kWrite, 128);
   WriteNumbers(buffer, 10);
   buffer.Expand(5000);
   EXPECT_EQ(buffer.BufferSize(), 5000);
   EXPECT_EQ(Bytes(buffer), Numbers(10));
   buffer.Expand(8); // never below what was written
   EXPECT_EQ(buffer.BufferSize(), 40);
   EXPECT_EQ(Bytes(buffer), Numbers(10));
   buffer.Expand(256, kFALSE);
   EXPECT_EQ(buffer.Length(), 0);
   EXPECT_EQ(buffer.BufferSize(), 256);
}

TEST(BufferMemory, OffsetIsClampedToTheBuffer)
{
   const char bytes[10] = {};
   TBuffer buffer(bytes, sizeof bytes);
   for (const auto &[asked, got] : std::vector<std::pair<Int_t, Int_t>>{
           {0, 0}, {3, 3}, {10, 10}, {11, 10}, {kMaxInt, 10}, {-1, 0}, {-kMaxInt - 1, 0}}) {
      buffer.SetBufferOffset(asked);
      EXPECT_EQ(buffer.Length(), got) << asked;
   }
}

TEST(BufferMemory, SetBufferReplacesDetachLeavesTheMemoryToTheCaller)
{
   TBuffer buffer(TBuffer::kWrite);
   WriteNumbers(buffer, 3);
   const std::unique_ptr<char[]> mine(buffer.Buffer());
   buffer.DetachBuffer();
   EXPECT_EQ(buffer.BufferSize(), 0);
   EXPECT_EQ(Bytes(mine.get(), 12), Numbers(3));
   WriteNumbers(buffer, 2); // a detached buffer starts again with memory of its own
   EXPECT_EQ(Bytes(buffer), Numbers(2));
   buffer.SetBuffer(mine.get(), 12, kFALSE);
   buffer.SetReadMode();
   Int_t i = -1;
   buffer >> i >> i >> i;
   EXPECT_EQ(i, 2);
   EXPECT_THROW(buffer >> i, rootlet::StreamError);
   buffer.SetBuffer(nullptr); // nothing to read
   EXPECT_THROW(buffer >> i, rootlet::StreamError);
}

TEST(BufferMemory, ResetKeepsTheMemory)
{
   TBuffer buffer(TBuffer::kWrite, 4096);
   WriteNumbers(buffer, 100);
   const char *start = buffer.Buffer();
   buffer.Reset();
   EXPECT_EQ(buffer.Length(), 0);
   EXPECT_EQ(buffer.Buffer(), start);
}

TEST(BufferMemory, ReadingBufferNeverGrows)
{
   const Bytes bytes = Bytes().U8(1);
   TBuffer buffer(bytes.Data(), bytes.Size());
   EXPECT_THROW(buffer << Int_t(1), rootlet::StreamError);
   Reports reports;
   EXPECT_EQ(buffer.WriteObjectAny(&bytes, nullptr), 0);
   EXPECT_TRUE(reports.IsOneLineWith({"TBuffer::WriteObject", "reading"}));
}

TEST(BufferLimit, OneGiBIsRefusedWithoutBeingAllocated)
{
   // The value would not even be looked at: the limit is known before a byte is copied or allocated.
   MovingStorage storage(1 << 16);
   TBuffer buffer(storage);
   buffer << Char_t('x');
   const Double_t one = 1;
   EXPECT_THROW(buffer.WriteFastArray(&one, kMaxInt), rootlet::StreamError);
   EXPECT_THROW(buffer.WriteFastArray(&one, static_cast<Int_t>(TBuffer::kMaxSize / 8 + 1)), rootlet::StreamError);
   EXPECT_THROW(buffer.WriteStringBytes(std::string_view("x", std::size_t(TBuffer::kMaxSize) + 1)),
                rootlet::StreamError);
   const Char_t c = 0;
   const Char_t *const volatile lone = &c; // one byte is there, which the compiler must not notice
   EXPECT_THROW(buffer.WriteFastArray(lone, static_cast<Int_t>(TBuffer::kMaxSize)), rootlet::StreamError);
   EXPECT_EQ(Bytes(buffer), Bytes().Raw("x"));
   // Below the limit it is the storage that says no.
   EXPECT_THROW(buffer.WriteFastArray(lone, static_cast<Int_t>(TBuffer::kMaxSize - 1)), rootlet::MapError);
   EXPECT_EQ(Bytes(buffer), Bytes().Raw("x"));
}

TEST(BufferLimit, ACounterPastTheLimitIsAnErrorNotAnEmptyArray)
{
   TBuffer buffer(TBuffer::kWrite);
   Float_t one = 1;
   Float_t *values = &one;
   for (const Long64_t n : {Long64_t(kMaxInt) + 1, Long64_t(kMaxUInt), Long64_t(TBuffer::kMaxSize)}) {
      EXPECT_THROW(buffer.WriteCounted(n, values), rootlet::StreamError) << n;
      EXPECT_THROW(buffer.WriteCountedPacked(n, values, rootlet::Packing::Float()), rootlet::StreamError) << n;
   }
}

TEST(BufferLimit, CountsThatTheBytesCannotHoldAreRefusedBeforeMemoryIsTaken)
{
   const std::pair<std::int64_t, std::size_t> counts[] = {{-1, 4}, {kMaxInt, 4},    {-kMaxInt - 1LL, 1},
                                                          {3, 4},  {0x40000000, 1}, {9, 1}};
   for (const auto &[n, size] : counts) {
      const Bytes bytes = Bytes().I32(n).U64(0); // 8 bytes follow
      TBuffer buffer(bytes.Data(), bytes.Size());
      EXPECT_THROW(buffer.ReadCount(size), rootlet::StreamError) << n;
      Int_t *values = nullptr;
      TBuffer again(bytes.Data(), bytes.Size());
      if (size == sizeof(Int_t)) {
         EXPECT_THROW(again.ReadArray(values), rootlet::StreamError) << n;
      }
      EXPECT_EQ(values, nullptr);
   }
   const Bytes enough = Bytes().I32(2).U64(0);
   TBuffer buffer(enough.Data(), enough.Size());
   EXPECT_EQ(buffer.ReadCount(4), 2);
}

TEST(BufferErrors, StreamErrorNamesTheOffset)
{
   const Bytes bytes = Bytes().U64(0).U8(1);
   TBuffer buffer(bytes.Data(), bytes.Size());
   Long64_t l;
   buffer >> l;
   try {
      Int_t i;
      buffer >> i;
      FAIL() << "read past the end";
   } catch (const rootlet::StreamError &error) {
      EXPECT_EQ(error.Offset(), 8u);
      EXPECT_EQ(error.Path(), "");
      EXPECT_NE(std::string(error.what()).find("at byte 8"), std::string::npos) << error.what();
   }
}
