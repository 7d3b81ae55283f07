// Schema evolution against ROOT's own bytes: a program that has one version of the class Evolve reads what ROOT wrote of all
// three, by the StreamerInfo of their files, and keeps every value that can be kept. Built once per version.
#include GOLDEN_HEADER

#include "RootletSchema.h"
#include "TBuffer.h"
#include "TClass.h"
#include "TNamed.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <fstream>
#include <iterator>
#include <memory>
#include <string>

namespace {

const std::string kClasses = std::string(ROOTLET_SHARED_DIR) + "/golden-classes/";

std::string ReadFile(const std::string &path)
{
   std::ifstream file(path, std::ios::binary);
   EXPECT_TRUE(file) << path;
   return {std::istreambuf_iterator<char>(file), {}};
}

/// The layouts in the file that version `version` was written to.
std::shared_ptr<const rootlet::Schema> SchemaOf(int version)
{
   const auto manifest = nlohmann::json::parse(ReadFile(kClasses + "decoded/manifest.json"));
   const std::string file = "/evolve-v" + std::to_string(version) + ".root";
   auto schema = std::make_shared<rootlet::Schema>();
   for (const auto &entry : manifest["entries"])
      if (entry["key"] == "StreamerInfo" && entry["file"].get<std::string>().ends_with(file)) {
         const std::string record = ReadFile(kClasses + "decoded/" + entry["payload"].get<std::string>());
         schema->AddRecord(record.data(), record.size(), entry["keylen"].get<int>());
      }
   EXPECT_NE(schema->Find("Evolve", version), nullptr);
   return schema;
}

std::string BytesOf(int version, int seed)
{
   return ReadFile(kClasses + "bytes/evolve-v" + std::to_string(version) + "/Evolve.seed" + std::to_string(seed) +
                   ".streamer.bin");
}

/// What an object of `version` filled with `seed` holds, read by this program's version.
template <class T>
void Expect(const T &object, int version, int seed)
{
   EXPECT_EQ(object.fCount, 10 * version + seed);
   EXPECT_EQ(object.fEnergy, version + 0.25);
   EXPECT_EQ(object.fText, "v" + std::to_string(version));
   const int stored = version == 3 ? 5 : 3;
   for (int i = 0; i < static_cast<int>(std::size(object.fArr)); ++i)
      EXPECT_EQ(object.fArr[i], i < stored ? version * i + seed : 0) << "element " << i;
   if constexpr (requires { object.fGone; }) {
      EXPECT_EQ(object.fGone, version == 1 ? 7 : 0) << "what the stream does not have is as in a new object";
   }
   if constexpr (requires { object.fNew; }) {
      using Value = typename decltype(object.fNew)::value_type;
      decltype(object.fNew) expected;
      if (version == 2)
         expected = {5, static_cast<Value>(6 + seed)};
      else if (version == 3)
         expected = {static_cast<Value>(0.5), static_cast<Value>(6.5 + seed)};
      EXPECT_EQ(object.fNew, expected);
   }
   if constexpr (std::is_base_of_v<TNamed, T>) {
      EXPECT_STREQ(object.GetName(), version == 3 ? "evolved" : "");
   }
}

class GOLDEN_SUITE : public testing::TestWithParam<std::tuple<int, int>> {};

TEST_P(GOLDEN_SUITE, EveryVersionIsReadWithTheValuesThatCanBeKept)
{
   const auto [version, seed] = GetParam();
   const std::string bytes = BytesOf(version, seed);
   TBuffer buffer(bytes.data(), bytes.size());
   buffer.SetSchema(SchemaOf(version));
   Evolve object;
   buffer.MapObject(&object);
   object.Streamer(buffer);
   EXPECT_EQ(buffer.Position(), bytes.size());
   Expect(object, version, seed);
}

TEST_P(GOLDEN_SUITE, WithoutStreamerInfoAnotherVersionIsAnErrorThatNamesBoth)
{
   const auto [version, seed] = GetParam();
   const std::string bytes = BytesOf(version, seed);
   TBuffer buffer(bytes.data(), bytes.size());
   Evolve object;
   if (version == Evolve::Class_Version())
      return object.Streamer(buffer);
   try {
      object.Streamer(buffer);
      FAIL() << "read";
   } catch (const rootlet::StreamError &error) {
      const std::string what = error.what();
      EXPECT_NE(what.find("version " + std::to_string(version) + " of class Evolve"), std::string::npos) << what;
      EXPECT_NE(what.find("version " + std::to_string(Evolve::Class_Version())), std::string::npos) << what;
   }
}

INSTANTIATE_TEST_SUITE_P(Versions, GOLDEN_SUITE, testing::Combine(testing::Values(1, 2, 3), testing::Values(0, 1, 2)));

} // namespace
