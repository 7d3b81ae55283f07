// Version headers and the promise of their byte count, counted arrays of basics.
#include "Bytes.h"
#include "Reports.h"

#include "TClass.h"
#include "TNamed.h"

#include <gtest/gtest.h>

#include <vector>

TEST(VersionHeader, IsByteCountAndVersion)
{
   TBuffer buffer(TBuffer::kWrite);
   const UInt_t position = buffer.WriteVersion(TNamed::Class(), kTRUE);
   buffer << Int_t(7);
   buffer.SetByteCount(position);
   EXPECT_EQ(Bytes(buffer), Bytes().Object(1, Bytes().I32(7)));
   buffer.Reset();
   buffer.WriteVersion(TNamed::Class());
   EXPECT_EQ(Bytes(buffer), Bytes().I16(1));
}

TEST(VersionHeader, OfTheStreamerLayerIsNineAndMarksMemberWise)
{
   TBuffer buffer(TBuffer::kWrite);
   buffer.SetByteCount(buffer.WriteStreamerVersion());
   buffer.SetByteCount(buffer.WriteStreamerVersion(kTRUE));
   EXPECT_EQ(Bytes(buffer), Bytes().U32(0x40000002).U16(9).U32(0x40000002).U16(0x4009));
}

TEST(VersionHeader, IsReadWithAndWithoutByteCount)
{
   const Bytes bytes = Bytes().Object(5, Bytes().I32(7)).I16(3).I32(8);
   TBuffer buffer(bytes.Data(), bytes.Size());
   UInt_t start = 99, count = 99;
   Int_t value;
   EXPECT_EQ(buffer.ReadVersion(&start, &count), 5);
   EXPECT_EQ(start, 0u);
   EXPECT_EQ(count, 6u);
   buffer >> value;
   EXPECT_EQ(buffer.CheckByteCount(start, count, "X"), 0);
   EXPECT_EQ(buffer.ReadVersion(&start, &count), 3); // as in streams of ROOT 2
   EXPECT_EQ(start, 10u);
   EXPECT_EQ(count, 0u);
   buffer >> value;
   EXPECT_EQ(value, 8);
   EXPECT_EQ(buffer.CheckByteCount(start, count, "X"), 0); // nothing was promised
}

TEST(VersionHeader, WithoutByteCountMayEndTheBuffer)
{
   const Bytes bytes = Bytes().I16(2);
   TBuffer buffer(bytes.Data(), bytes.Size());
   UInt_t start, count;
   EXPECT_EQ(buffer.ReadVersion(&start, &count), 2);
   EXPECT_EQ(buffer.Remaining(), 0u);
}

TEST(VersionHeader, HalfAByteCountIsNoVersion)
{
   const Bytes whole = Bytes().U32(0x40000002).U16(9);
   for (std::size_t n = 0; n < whole.Size(); ++n) {
      TBuffer buffer(whole.Data(), n);
      UInt_t start, count;
      EXPECT_THROW(buffer.ReadVersion(&start, &count), rootlet::StreamError) << n;
   }
}

TEST(VersionHeader, AByteCountPastTheEndThrows)
{
   for (const std::uint32_t count : {3u, 0x3fffffffu, 0x3ffffffeu, 100u}) {
      const Bytes bytes = Bytes().U32(0x40000000u | count).U16(1);
      TBuffer buffer(bytes.Data(), bytes.Size());
      UInt_t start, got;
      EXPECT_THROW(buffer.ReadVersion(&start, &got), rootlet::StreamError) << count;
   }
}

namespace {

struct Mismatch {
   Int_t fRead;     // bytes read of an object of 6 bytes content
   Int_t fExpected; // what CheckByteCount says
};

class ByteCountMismatch : public ::testing::TestWithParam<Mismatch> {};

} // namespace

TEST_P(ByteCountMismatch, IsReportedWithBothOffsetsAndReadingGoesOnAtThePromisedOne)
{
   const Bytes bytes = Bytes().I32(-1).Object(4, Bytes().Raw("abcdef")).Raw("next end");
   TBuffer buffer(bytes.Data(), bytes.Size());
   Int_t before;
   buffer >> before;
   UInt_t start, count;
   buffer.ReadVersion(&start, &count);
   buffer.Consume(static_cast<std::size_t>(GetParam().fRead));
   const Int_t position = buffer.Length();
   Reports reports;
   EXPECT_EQ(buffer.CheckByteCount(start, count, "Thing"), GetParam().fExpected);
   EXPECT_EQ(buffer.Length(), 16);
   if (GetParam().fExpected == 0)
      EXPECT_EQ(reports.Count(), 0u) << reports.Text();
   else
      EXPECT_TRUE(reports.IsOneLineWith({"Thing", "byte 4", "16", std::to_string(position)}));
}

INSTANTIATE_TEST_SUITE_P(ByteCounts, ByteCountMismatch,
                         ::testing::Values(Mismatch{6, 0}, Mismatch{0, -6}, Mismatch{5, -1}, Mismatch{7, 1},
                                           Mismatch{14, 8}));

TEST(ByteCount, OfAClassIsReportedUnderItsName)
{
   const Bytes bytes = Bytes().Object(1, Bytes().I32(1).I32(2));
   TBuffer buffer(bytes.Data(), bytes.Size());
   UInt_t start, count;
   buffer.ReadVersion(&start, &count);
   Reports reports;
   buffer.CheckByteCount(start, count, TNamed::Class());
   EXPECT_TRUE(reports.IsOneLineWith({"TNamed"}));
   EXPECT_EQ(buffer.Remaining(), 0u);
}

TEST(ByteCount, PromisesThatSendReadingBackForEverAreRefused)
{
   // Each object is one byte "long" and reads everything behind it. Going where each byte count says would read the same
   // bytes again and again; the work done is bounded by the bytes there are.
   Bytes bytes;
   for (int i = 0; i < 1000; ++i)
      bytes.U32(0x40000002).U16(1);
   TBuffer buffer(bytes.Data(), bytes.Size());
   Reports reports;
   std::size_t consumed = 0;
   auto readAll = [&] {
      for (int i = 0; i < 1000; ++i) {
         UInt_t start, count;
         buffer.ReadVersion(&start, &count);
         consumed += buffer.Remaining();
         buffer.Consume(buffer.Remaining());
         buffer.CheckByteCount(start, count, "Greedy");
      }
   };
   EXPECT_THROW(readAll(), rootlet::StreamError);
   EXPECT_LE(consumed, 4 * bytes.Size());
}

TEST(CountedArray, IsAFlagByteAndTheValues)
{
   Float_t three[3] = {1, 2, 3};
   Float_t *values = three;
   Float_t *none = nullptr;
   TBuffer buffer(TBuffer::kWrite);
   buffer.WriteCounted(3, values);
   buffer.WriteCounted(3, none); // null although 3 are promised: legal
   buffer.WriteCounted(0, values);
   buffer.WriteCounted(-1, values);
   EXPECT_EQ(Bytes(buffer), Bytes().U8(1).F32(1).F32(2).F32(3).U8(0).U8(0).U8(0));
   const Bytes bytes(buffer);
   TBuffer reading(bytes.Data(), bytes.Size());
   Float_t *back = new Float_t[1]; // replaced
   reading.ReadCounted(3, back);
   ASSERT_NE(back, nullptr);
   EXPECT_EQ(back[2], 3.f);
   reading.ReadCounted(3, back);
   EXPECT_EQ(back, nullptr);
   reading.ReadCounted(0, back);
   EXPECT_EQ(back, nullptr);
}

TEST(CountedArray, OfPointersHasOneFlagForAll)
{
   Short_t a[2] = {1, 2}, b[2] = {3, 4};
   Short_t *both[2] = {a, b};
   TBuffer buffer(TBuffer::kWrite);
   buffer.WriteCounted(2, both);
   EXPECT_EQ(Bytes(buffer), Bytes().U8(1).I16(1).I16(2).I16(3).I16(4));
   Short_t *half[2] = {a, nullptr};
   EXPECT_THROW(buffer.WriteCounted(2, half), rootlet::StreamError);
   const Bytes bytes = Bytes().U8(1).I16(1).I16(2).I16(3).I16(4);
   TBuffer reading(bytes.Data(), bytes.Size());
   Short_t *back[2] = {nullptr, new Short_t[7]};
   reading.ReadCounted(2, back);
   EXPECT_EQ(back[0][1], 2);
   EXPECT_EQ(back[1][1], 4);
   delete[] back[0];
   delete[] back[1];
}

TEST(CountedArray, PackedOnesPackEachElement)
{
   Double_t two[2] = {-1, 1};
   Double_t *values = two;
   TBuffer buffer(TBuffer::kWrite);
   buffer.WriteCountedPacked(2, values, rootlet::Packing::Mantissa(12));
   EXPECT_EQ(Bytes(buffer), Bytes().U8(1).U8(127).U16(0x2000).U8(127).U16(0));
   const Bytes bytes(buffer);
   TBuffer reading(bytes.Data(), bytes.Size());
   Double_t *back = nullptr;
   reading.ReadCountedPacked(2, back, rootlet::Packing::Mantissa(12));
   EXPECT_EQ(back[0], -1.0);
   delete[] back;
}

TEST(CountedArray, BrokenOnesThrowAndLeaveNull)
{
   for (const Long64_t n : {Long64_t(4), Long64_t(kMaxInt), Long64_t(1) << 60}) {
      const Bytes bytes = Bytes().U8(1).F32(1).F32(2).F32(3);
      TBuffer buffer(bytes.Data(), bytes.Size());
      Float_t *values = new Float_t[2];
      EXPECT_THROW(buffer.ReadCounted(n, values), rootlet::StreamError) << n;
      EXPECT_EQ(values, nullptr);
   }
   // Also when not even the flag is there: the counter may have grown already, so the old array is not kept.
   TBuffer empty("", 0);
   Float_t *values = new Float_t[2];
   EXPECT_THROW(empty.ReadCounted(3, values), rootlet::StreamError);
   EXPECT_EQ(values, nullptr);
   values = new Float_t[2];
   EXPECT_THROW(empty.ReadCountedPacked(3, values, rootlet::Packing::Float()), rootlet::StreamError);
   EXPECT_EQ(values, nullptr);
}
