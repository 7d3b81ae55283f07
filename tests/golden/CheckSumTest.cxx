// Class checksums from the elements of every StreamerInfo record that ROOT wrote since 5.34/20: they are the stored ones,
// but for those whose elements do not show what enters them; these are listed, each with its reason.
// Needs the golden data; skipped, saying so, where it is absent.
#include "RootletSchema.h"
#include "TBuffer.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <fstream>
#include <iterator>
#include <map>
#include <set>
#include <string>

namespace {

using nlohmann::json;

constexpr int kFirstVersion = 53420; // older files lose how typedefs were spelled, which entered their checksums

std::string ReadFile(const std::string &path)
{
   std::ifstream file(path, std::ios::binary);
   EXPECT_TRUE(file) << path;
   return {std::istreambuf_iterator<char>(file), {}};
}

/// Calls visit(info) for every layout in the records that ROOT itself wrote since 5.34/20.
template <class F>
void VisitInfos(F visit)
{
   for (const char *folder : {"/golden/", "/golden-classes/decoded/"}) {
      const std::string path = ROOTLET_SHARED_DIR + std::string(folder);
      const json manifest = json::parse(ReadFile(path + "manifest.json"));
      for (const json &entry : manifest.at("entries")) {
         if (entry.at("kind") != "streamerinfo" || entry.at("writer") != "root" ||
             entry.at("rootVersionOfFile").get<int>() < kFirstVersion)
            continue;
         const std::string record = ReadFile(path + entry.at("payload").get<std::string>());
         rootlet::Schema schema;
         schema.AddRecord(record.data(), record.size(), entry.at("keylen").get<int>());
         for (const auto &info : schema.All())
            visit(*info);
      }
   }
}

/// A container that has a StreamerInfo of its own: its checksum depends on the writer's standard library.
bool IsContainer(const TStreamerInfo &info)
{
   return info.GetElements().size() == 1 && std::string(info.GetElements()[0]->GetName()) == "This";
}

/// A pair for which the writer had no dictionary: its checksum is a constant without meaning, or 0.
bool IsPairWithoutDictionary(const TStreamerInfo &info)
{
   return std::string_view(info.GetName()).starts_with("pair<") &&
          (info.GetCheckSum() == 0 || std::string(info.GetElements()[0]->GetTitle()) == "Emulation");
}

// Ordinary classes that cannot be recomputed, and why.
constexpr const char *kVersion0 = "ClassDef(X,0): the record lists the bases alone";
constexpr const char *kUniquePtr = "std::unique_ptr members are shown as pointers";
constexpr const char *kArray = "std::array members are shown as arrays";
const std::map<std::string, std::string> kLeftOut = {{"TSeqCollection", kVersion0}, {"THashList", kVersion0},
                                                     {"TF1", kUniquePtr},           {"TF1Convolution", kUniquePtr},
                                                     {"TF1NormSum", kUniquePtr},    {"mu2e::CrvHitInfoReco", kArray},
                                                     {"ExampleFail", kArray}};

TEST(CheckSum, OfTheElementsIsTheStoredOneForEveryOrdinaryClass)
{
   if (*ROOTLET_SHARED_DIR == 0)
      GTEST_SKIP() << "the golden data is not on this machine";
   std::set<std::string> equal;
   std::map<std::string, std::string> different;
   int infos = 0, containers = 0, pairs = 0;
   VisitInfos([&](const TStreamerInfo &info) {
      const std::string name = info.GetName();
      if (IsContainer(info)) {
         ++containers;
      } else if (IsPairWithoutDictionary(info)) {
         ++pairs;
      } else if (info.HasCheckSumOfElements()) {
         ++infos;
         equal.insert(name + ";" + std::to_string(info.GetClassVersion()) + ";" + std::to_string(info.GetCheckSum()));
      } else {
         const auto reason = kLeftOut.find(name);
         different[name] = reason == kLeftOut.end() ? "no reason" : reason->second;
      }
   });
   for (const auto &[name, reason] : different)
      std::printf("left out: %s: %s\n", name.c_str(), reason.c_str());
   std::printf("%d layouts of %zu classes and versions are equal; left out: %d of containers, %d of pairs without "
               "dictionary, %zu classes\n",
               infos, equal.size(), containers, pairs, different.size());
   EXPECT_EQ(different, kLeftOut);
   EXPECT_GE(equal.size(), 347u);
   EXPECT_GE(infos, 1727);
   EXPECT_GE(containers, 61);
   EXPECT_GE(pairs, 17);
}

// What the elements do not show, put in by hand.
TEST(CheckSum, OfClassesThatAreLeftOutFollowsFromTheirDeclarations)
{
   if (*ROOTLET_SHARED_DIR == 0)
      GTEST_SKIP() << "the golden data is not on this machine";
   const std::map<std::string, std::pair<std::string, std::string>> declared = {
      {"mu2e::CrvHitInfoReco", {"PEsPerLayer", "array<float,4>"}},
      {"ExampleFail", {"twovectors", "array<vector<double>,2>"}}};
   std::size_t checked = 0;
   VisitInfos([&](const TStreamerInfo &info) {
      const auto found = declared.find(info.GetName());
      if (found == declared.end())
         return;
      TStreamerInfo asDeclared(info.GetName(), info.GetClassVersion(), info.GetCheckSum());
      for (const auto &element : info.GetElements()) {
         const auto &[member, type] = found->second;
         if (const auto *base = dynamic_cast<const TStreamerBase *>(element.get()))
            asDeclared.Add(std::make_unique<TStreamerBase>(base->GetName(), "", base->GetType(), base->GetBaseVersion(),
                                                           base->GetBaseCheckSum()));
         else
            asDeclared.Add(std::make_unique<TStreamerBasicType>(
               element->GetName(), element->GetTitle(), element->GetType(), 0,
               member == element->GetName() ? type.c_str() : element->GetTypeName()));
      }
      EXPECT_TRUE(asDeclared.HasCheckSumOfElements()) << info.GetName();
      ++checked;
   });
   EXPECT_GE(checked, declared.size());
}

TEST(CheckSum, CommentsCountAsTheVersionsOfRootTakeThem)
{
   const auto sumOf = [](const char *title, const char *type, TStreamerInfo::EForm form) {
      TStreamerInfo info("X", 1, 0);
      info.Add(std::make_unique<TStreamerBasicType>("fX", title, 3, 4, type));
      return info.ComputeCheckSum(form);
   };
   const UInt_t plain = sumOf("", "int", TStreamerInfo::kRoot5);
   EXPECT_NE(sumOf("width [mm]", "int", TStreamerInfo::kRoot5), plain);
   EXPECT_EQ(sumOf("width [mm]", "int", TStreamerInfo::kRoot6), plain);
   EXPECT_EQ(sumOf("[mm] width", "int", TStreamerInfo::kRoot5), sumOf("width [mm]", "int", TStreamerInfo::kRoot5));
   EXPECT_EQ(sumOf("[mm] width", "int", TStreamerInfo::kRoot5), sumOf("[mm] width", "int", TStreamerInfo::kRoot6));
   EXPECT_EQ(sumOf("no end [mm", "int", TStreamerInfo::kRoot5), plain);
   EXPECT_EQ(sumOf("", "const Int_t", TStreamerInfo::kRoot5), plain);
   EXPECT_NE(sumOf("", "const Int_t", TStreamerInfo::kRoot6), plain);
   EXPECT_NE(sumOf("", "EColour", TStreamerInfo::kRoot5), plain);
}

} // namespace
