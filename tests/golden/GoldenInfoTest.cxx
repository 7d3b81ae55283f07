// The StreamerInfo that our dictionaries give is the one that ROOT 5.34 wrote for the golden classes: every name, title, type
// code, size, dimension, counter and checksum. Built into the program of each golden class, see GoldenClassTest.cxx.
#include GOLDEN_HEADER

#include "RootletSchema.h"
#include "TBuffer.h"
#include "TClass.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>

namespace {

constexpr Int_t kKeyLength = 64; // of every record in golden-classes

std::string BytesOf(TStreamerInfo &info)
{
   TBuffer buffer(TBuffer::kWrite);
   buffer.SetWriteMemoryBits(kFALSE); // where an object lies is no part of a layout
   info.Streamer(buffer);
   return {buffer.Buffer(), static_cast<std::size_t>(buffer.Length())};
}

std::vector<std::filesystem::path> Records()
{
   const std::filesystem::directory_iterator folder(std::string(ROOTLET_SHARED_DIR) +
                                                    "/golden-classes/decoded/streamerinfo");
   std::vector<std::filesystem::path> records(begin(folder), end(folder));
   std::ranges::sort(records);
   return records;
}

} // namespace

TEST(GOLDEN_INFOS, AreThoseOfRootToTheByte)
{
   std::set<std::string> compared;
   for (const auto &path : Records()) {
      std::ifstream file(path, std::ios::binary);
      const std::string bytes{std::istreambuf_iterator<char>(file), {}};
      rootlet::Schema record;
      record.AddRecord(bytes.data(), bytes.size(), kKeyLength);
      for (const auto &roots : record.All()) {
         const TClass *cl = TClass::GetClass(roots->GetName(), kTRUE, kTRUE);
         if (!cl || cl->GetClassVersion() != roots->GetClassVersion() || cl->GetCheckSum() != roots->GetCheckSum())
            continue; // not in this program, or another version of Evolve
         TStreamerInfo ours(cl);
         EXPECT_EQ(BytesOf(ours), BytesOf(*roots)) << roots->GetName();
         if (testing::Test::HasFailure()) {
            ours.ls();
            roots->ls();
            return;
         }
         compared.insert(roots->GetName());
      }
   }
   EXPECT_TRUE(compared.contains(GOLDEN_NAME)) << "no record describes it as we do";
   EXPECT_TRUE(compared.contains("TObject"));
}
