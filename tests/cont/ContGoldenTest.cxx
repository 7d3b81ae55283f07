// Collections that real ROOT wrote: read, and written again to the same bytes.
#include "ContTest.h"
#include "TClass.h"
#include "TClonesArray.h"

#include <nlohmann/json.hpp>

#include <filesystem>
#include <fstream>
#include <map>
#include <memory>

using namespace conttest;

namespace {

struct Payload {
   std::string fId;
   std::string fClass;
   Int_t fKeyLength;
   std::string fBytes;
   nlohmann::json fDecoded;
};

std::string ReadFile(const std::filesystem::path &path)
{
   std::ifstream in(path, std::ios::binary);
   return std::string(std::istreambuf_iterator<char>(in), {});
}

std::vector<Payload> Payloads(const std::string &className)
{
   const std::filesystem::path golden = std::filesystem::path(ROOTLET_SHARED_DIR) / "golden";
   std::vector<Payload> payloads;
   const auto manifest = nlohmann::json::parse(ReadFile(golden / "manifest.json"));
   for (const auto &entry : manifest["entries"]) {
      if (entry["class"] == className && entry["kind"] == "object")
         payloads.push_back({entry["id"], className, entry["keylen"],
                             ReadFile(golden / entry["payload"].get<std::string>()),
                             nlohmann::json::parse(ReadFile(golden / entry["oracle"].get<std::string>()))});
   }
   return payloads;
}

} // namespace

TEST(ContGolden, ClonesArraysOfBothFormsAreReadAndWrittenAgain)
{
   if (std::string(ROOTLET_SHARED_DIR).empty())
      GTEST_SKIP() << "there is no golden data";
   const auto payloads = Payloads("TClonesArray");
   EXPECT_EQ(payloads.size(), 2u);
   for (const Payload &payload : payloads) {
      SCOPED_TRACE(payload.fId);
      const auto array = std::make_unique<TClonesArray>(); // on the heap, as the bits in the bytes say
      TBuffer in(payload.fBytes.data(), payload.fBytes.size());
      in.SetBufferDisplacement(payload.fKeyLength);
      in.MapObject(array.get());
      array->Streamer(in);
      EXPECT_EQ(in.Remaining(), 0u);

      EXPECT_EQ(array->GetName(), payload.fDecoded["name"]);
      std::vector<std::string> expected;
      for (const auto &element : payload.fDecoded["arr"])
         expected.push_back(element["fString"]);
      EXPECT_EQ(Names(*array), expected);

      TBuffer out(TBuffer::kWrite);
      out.SetBufferDisplacement(payload.fKeyLength);
      out.MapObject(array.get());
      array->Streamer(out);
      EXPECT_EQ(std::string(out.Buffer(), static_cast<std::size_t>(out.Length())), payload.fBytes);
   }
}

// The checksums that ROOT computes for the very classes of this room.
TEST(ContGolden, ClassesHaveTheChecksumsOfRoot)
{
   const std::map<std::string, UInt_t> checksums = {
      {"TCollection", 0x57e3cb9c}, {"TSeqCollection", 0xfc6c3bc6}, {"TList", 0x69c5c3bb},
      {"THashList", 0xcc7e49c1},   {"TObjArray", 0xa99e6552},      {"TClonesArray", 0xb6c0ca63},
      {"TObjString", 0x9c8e4800},  {"TArray", 0x007021b2},         {"TArrayF", 0x5a0bf6f1},
      {"TArrayD", 0x7139ef34},     {"TArrayI", 0xd9d571c7}};
   for (const auto &[name, checksum] : checksums) {
      const TClass *cl = TClass::GetClass(name.c_str());
      ASSERT_TRUE(cl) << name;
      EXPECT_EQ(cl->GetCheckSum(), checksum) << name;
   }
   const std::map<std::string, Int_t> sizes = {{"TList", 80}, {"TObjArray", 64}, {"TObjString", 40}, {"TArrayD", 24}};
   for (const auto &[name, size] : sizes)
      EXPECT_EQ(TClass::GetClass(name.c_str())->Size(), size) << name;
}
