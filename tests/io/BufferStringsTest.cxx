// Strings in the stream: TString and std::string (a length byte), char * (an Int), NUL-terminated names.
#include "Bytes.h"

#include "TString.h"

#include <gtest/gtest.h>

#include <memory>

namespace {

std::string Letters(std::size_t n)
{
   std::string s;
   for (std::size_t i = 0; i < n; ++i)
      s += static_cast<char>('a' + i % 26);
   return s;
}

class StringLength : public ::testing::TestWithParam<std::size_t> {};

} // namespace

TEST_P(StringLength, IsOneByteUpTo254AndFiveFrom255)
{
   const std::string text = Letters(GetParam());
   TBuffer buffer(TBuffer::kWrite);
   buffer.WriteTString(TString(text));
   buffer.WriteStdString(text);
   Bytes expected;
   for (int i = 0; i < 2; ++i)
      if (text.size() < 255)
         expected.U8(text.size()).Raw(text);
      else
         expected.U8(255).U32(text.size()).Raw(text);
   EXPECT_EQ(Bytes(buffer), expected);

   TBuffer reading(expected.Data(), expected.Size());
   TString t("old");
   std::string s("old");
   reading.ReadTString(t);
   reading.ReadStdString(s);
   EXPECT_EQ(t, text);
   EXPECT_EQ(s, text);
   EXPECT_EQ(reading.Remaining(), 0u);

   // Every cut of the first string throws and leaves the target as it was.
   const std::size_t one = expected.Size() / 2;
   for (std::size_t n = 0; n < one; ++n) {
      const std::unique_ptr<char[]> exact(new char[n ? n : 1]); // ends where the allocation ends
      std::memcpy(exact.get(), expected.Data(), n);
      TBuffer cut(exact.get(), n);
      s = "kept";
      EXPECT_THROW(cut.ReadStdString(s), rootlet::StreamError) << n;
      EXPECT_EQ(s, "kept");
   }
}

INSTANTIATE_TEST_SUITE_P(Lengths, StringLength,
                         ::testing::Values(0, 1, 15, 16, 127, 128, 253, 254, 255, 256, 300, 70000));

TEST(BufferStrings, NulBytesAreCharactersLikeAnyOther)
{
   const std::string text("a\0b\0", 4);
   TBuffer buffer(TBuffer::kWrite);
   buffer.WriteTString(TString(text));
   buffer.WriteStdString(text);
   EXPECT_EQ(Bytes(buffer), Bytes().U8(4).Raw(text).U8(4).Raw(text));
   buffer.SetReadMode();
   buffer.SetBufferOffset(0);
   TString t;
   std::string s;
   buffer.ReadTString(t);
   buffer.ReadStdString(s);
   EXPECT_EQ(t.Length(), 4);
   EXPECT_EQ(t, text);
   EXPECT_EQ(s, text);
}

TEST(BufferStrings, ALongLengthMayBeShortNegativeOnesThrow)
{
   const Bytes fine = Bytes().U8(255).U32(3).Raw("abc");
   TBuffer buffer(fine.Data(), fine.Size());
   std::string s;
   buffer.ReadStdString(s);
   EXPECT_EQ(s, "abc");
   for (const std::uint32_t length : {0xffffffffu, 0x80000000u, 0x7fffffffu, 4u}) {
      const Bytes bytes = Bytes().U8(255).U32(length).Raw("abc");
      TBuffer broken(bytes.Data(), bytes.Size());
      TString t("kept");
      EXPECT_THROW(broken.ReadTString(t), rootlet::StreamError) << length;
      EXPECT_EQ(t, "kept");
   }
}

TEST(BufferStrings, CharStarIsAnIntAndCharactersNullAndEmptyAreTheSame)
{
   TBuffer buffer(TBuffer::kWrite);
   buffer.WriteCharStar("hello");
   buffer.WriteCharStar("");
   buffer.WriteCharStar(nullptr);
   const Bytes expected = Bytes().I32(5).Raw("hello").I32(0).I32(0);
   EXPECT_EQ(Bytes(buffer), expected);
   buffer.SetReadMode();
   buffer.SetBufferOffset(0);
   char *s = StrDup("what was there is freed");
   buffer.ReadCharStar(s);
   EXPECT_STREQ(s, "hello");
   buffer.ReadCharStar(s);
   EXPECT_EQ(s, nullptr);
   buffer.ReadCharStar(s);
   EXPECT_EQ(s, nullptr);
}

TEST(BufferStrings, BrokenCharStarThrowsAndKeepsTheOldOne)
{
   for (const std::int64_t length : {-1, 6, 0x7fffffff}) {
      const Bytes bytes = Bytes().I32(length).Raw("hello");
      TBuffer buffer(bytes.Data(), bytes.Size());
      const std::unique_ptr<char[]> old(StrDup("old"));
      char *s = old.get();
      EXPECT_THROW(buffer.ReadCharStar(s), rootlet::StreamError) << length;
      EXPECT_EQ(s, old.get());
      EXPECT_STREQ(s, "old");
   }
}

TEST(BufferStrings, NulTerminatedStringsAreCutToTheRoomGivenAndSkippedWhole)
{
   TBuffer buffer(TBuffer::kWrite);
   buffer.WriteString("TObject");
   buffer.WriteString("");
   buffer.WriteString("rest");
   EXPECT_EQ(Bytes(buffer), Bytes().CString("TObject").CString("").CString("rest"));
   const Bytes bytes(buffer);
   TBuffer reading(bytes.Data(), bytes.Size());
   char name[5] = "....";
   EXPECT_STREQ(reading.ReadString(name, sizeof name), "TObj");
   EXPECT_EQ(reading.Length(), 8);
   EXPECT_STREQ(reading.ReadString(name, sizeof name), "");
   EXPECT_STREQ(reading.ReadString(name, -1), "rest"); // -1: the caller knows that it fits
   EXPECT_EQ(reading.Remaining(), 0u);
   const Bytes endless = Bytes().Raw("abc");
   TBuffer cut(endless.Data(), endless.Size());
   EXPECT_THROW(cut.ReadString(name, sizeof name), rootlet::StreamError);
   EXPECT_EQ(cut.Length(), 0);
}
