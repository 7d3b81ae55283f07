// One golden class through dictgen: what it streams is what ROOT 5.34 streamed, to the last byte, and what is read back
// streams to the same bytes again. Built once per class with GOLDEN_HEADER, GOLDEN_CLASS, GOLDEN_FOLDER, GOLDEN_SUITE.
#include GOLDEN_HEADER

#include "TBuffer.h"
#include "TBufferJSON.h"
#include "TClass.h"
#include "TError.h"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <vector>

// The golden classes leak on purpose: their graphs are shared, and nobody owns them.
#if defined(__SANITIZE_ADDRESS__)
extern "C" const char *__asan_default_options()
{
   return "detect_leaks=0";
}
#endif

namespace {

#define GOLDEN_STRING_(x) #x
#define GOLDEN_STRING(x) GOLDEN_STRING_(x)

std::string ReadFile(int seed, const char *kind)
{
   const std::string path = std::string(ROOTLET_SHARED_DIR) + "/golden-classes/bytes/" + GOLDEN_FOLDER + "/" +
                            GOLDEN_STRING(GOLDEN_CLASS) + ".seed" + std::to_string(seed) + "." + kind + ".bin";
   std::ifstream file(path, std::ios::binary);
   EXPECT_TRUE(file) << path;
   return {std::istreambuf_iterator<char>(file), {}};
}

std::string Bytes(const TBuffer &buffer)
{
   return {buffer.Buffer(), static_cast<std::size_t>(buffer.Length())};
}

// What is equal is not printed; what is not, with the place of the first difference.
testing::AssertionResult SameBytes(const std::string &ours, const std::string &roots)
{
   if (ours == roots)
      return testing::AssertionSuccess();
   std::size_t at = 0;
   while (at < ours.size() && at < roots.size() && ours[at] == roots[at])
      ++at;
   auto hex = [at](const std::string &bytes) {
      static const char *digits = "0123456789abcdef";
      std::string text;
      for (std::size_t i = at < 16 ? 0 : at - 16; i < std::min(at + 16, bytes.size()); ++i) {
         text += i == at ? '|' : ' ';
         text += digits[static_cast<unsigned char>(bytes[i]) >> 4];
         text += digits[static_cast<unsigned char>(bytes[i]) & 15];
      }
      return text;
   };
   return testing::AssertionFailure() << ours.size() << " bytes against ROOT's " << roots.size()
                                      << ", first difference at " << at << "\n ours " << hex(ours) << "\n ROOT"
                                      << hex(roots);
}

class GOLDEN_SUITE : public testing::TestWithParam<int> {};

TEST_P(GOLDEN_SUITE, StreamsToRootsBytes)
{
   auto object = std::make_unique<GOLDEN_CLASS>();
   object->Fill(GetParam());
   TBuffer buffer(TBuffer::kWrite);
   buffer.MapObject(object.get());
   object->Streamer(buffer);
   EXPECT_TRUE(SameBytes(Bytes(buffer), ReadFile(GetParam(), "streamer")));
}

TEST_P(GOLDEN_SUITE, WriteObjectGivesRootsBytes)
{
   auto object = std::make_unique<GOLDEN_CLASS>();
   object->Fill(GetParam());
   TBuffer buffer(TBuffer::kWrite);
   buffer.WriteObject(object.get());
   EXPECT_TRUE(SameBytes(Bytes(buffer), ReadFile(GetParam(), "any")));
}

TEST_P(GOLDEN_SUITE, WhatIsReadStreamsToTheSameBytes)
{
   const std::string bytes = ReadFile(GetParam(), "streamer");
   TBuffer in(bytes.data(), bytes.size());
   auto object = std::make_unique<GOLDEN_CLASS>();
   in.MapObject(object.get());
   object->Streamer(in);
   EXPECT_EQ(in.Remaining(), 0u);
   TBuffer out(TBuffer::kWrite);
   out.MapObject(object.get());
   object->Streamer(out);
   EXPECT_TRUE(SameBytes(Bytes(out), bytes));
}

TEST_P(GOLDEN_SUITE, WhatReadObjectGivesStreamsToTheSameBytes)
{
   const std::string bytes = ReadFile(GetParam(), "any");
   TBuffer in(bytes.data(), bytes.size());
   std::unique_ptr<TObject> object(in.ReadObject(nullptr));
   ASSERT_TRUE(object);
   EXPECT_EQ(object->IsA(), GOLDEN_CLASS::Class());
   EXPECT_EQ(in.Remaining(), 0u);
   TBuffer out(TBuffer::kWrite);
   out.WriteObject(object.get());
   EXPECT_TRUE(SameBytes(Bytes(out), bytes));
}

TEST_P(GOLDEN_SUITE, WhatComesBackFromJsonStreamsToRootsBytes)
{
   auto object = std::make_unique<GOLDEN_CLASS>();
   object->Fill(GetParam());
   for (const Int_t compact : {0, 23}) {
      const TString json = TBufferJSON::ToJSON(object.get(), compact);
      const auto back = TBufferJSON::FromJSON<GOLDEN_CLASS>(json.Data());
      ASSERT_TRUE(back) << json;
      TBuffer buffer(TBuffer::kWrite);
      buffer.MapObject(back.get());
      back->Streamer(buffer);
      EXPECT_TRUE(SameBytes(Bytes(buffer), ReadFile(GetParam(), "streamer"))) << json;
   }
}

TEST_P(GOLDEN_SUITE, EveryTruncationIsAnErrorOrAShorterObjectAndNeverACrash)
{
   const std::string bytes = ReadFile(GetParam(), "any");
   const auto quiet = SetErrorHandler([](int, Bool_t, const char *, const char *) {});
   for (std::size_t n = 0; n < bytes.size(); ++n) {
      const std::vector<char> part(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(n));
      TBuffer in(part.data(), part.size());
      EXPECT_EQ(in.ReadObject(nullptr), nullptr) << n << " bytes of " << bytes.size();
   }
   SetErrorHandler(quiet);
}

INSTANTIATE_TEST_SUITE_P(Seeds, GOLDEN_SUITE, testing::Values(0, 1, 2));

} // namespace
