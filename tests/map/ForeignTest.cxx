// The table of cases, part three: files that another program, machine or version of this library made. Each is opened for
// reading and for writing; what is refused is one line that names file, cause and remedy, and stays as it is, byte for byte.
#include <gtest/gtest.h>

#include <cstddef>
#include <fstream>

#include "CaseTools.h"
#include "FilePatch.h"
#include "heap/Crc32c.h"
#include "heap/Format.h"

namespace rootlet {
namespace {

using namespace test;
using format::SuperblockConstant;

struct Foreign {
   const char *name;
   void (*change)(SuperblockConstant &);
   std::vector<std::string> reading; ///< the words of the line; empty: it can be read
   std::vector<std::string> writing;
};

const std::vector<std::string> kNoMap = {"not a map file (wrong magic)", "RECREATE would replace it"};
const std::vector<std::string> kByteOrder = {"another byte order", "RECREATE"};
const std::vector<std::string> kVersion2 = {"format version 2", "knows version 1", "RECREATE"};
const std::vector<std::string> kAbi = {"another ABI", "RECREATE"};
const std::vector<std::string> kGeometry = {"another chunk, granule or record size", "RECREATE"};
const std::vector<std::string> kIncompat = {"(incompat word)", "use a newer one"};
const std::vector<std::string> kRoCompat = {"(ro_compat word)", "READ"};

const Foreign kForeign[] = {
   {"Magic", [](auto &c) { c.magic[3] = 'x'; }, kNoMap, kNoMap},
   {"ByteOrder", [](auto &c) { c.byteOrder = 0x0807060504030201; }, kByteOrder, kByteOrder},
   {"FormatVersion", [](auto &c) { c.formatVersion = 2; }, kVersion2, kVersion2},
   {"SizeOfThePart", [](auto &c) { c.constantSize = 512; }, {"format version"}, {"format version"}},
   {"UnknownCompat", [](auto &c) { c.compat = std::uint64_t{1} << 63; }, {}, {}},
   {"UnknownRoCompat", [](auto &c) { c.roCompat = std::uint64_t{1} << 63; }, {}, kRoCompat},
   {"UnknownIncompat", [](auto &c) { c.incompat = std::uint64_t{1} << 63; }, kIncompat, kIncompat},
   {"Abi", [](auto &c) { c.abi ^= 4; }, kAbi, kAbi},
   {"Geometry", [](auto &c) { c.geometry += 1; }, kGeometry, kGeometry},
   {"TitleLength", [](auto &c) { c.titleLength = 100000; }, {"damaged", "title length"}, {"damaged", "title length"}},
   {"FiveSlots", [](auto &c) { c.slots = 5; }, {"damaged", "number of slots"}, {"damaged", "number of slots"}},
   {"OneSlot", [](auto &c) { c.slots = 1; }, {"damaged", "number of slots"}, {"damaged", "number of slots"}},
   {"SealOption", [](auto &c) { c.sealed = 2; }, {"damaged", "seal option"}, {"damaged", "seal option"}},
};

class ForeignFile : public testing::TestWithParam<Foreign> {
protected:
   std::string Bytes() const
   {
      std::ifstream file(fPath, std::ios::binary);
      return {std::istreambuf_iterator<char>(file), {}};
   }
   /// "" if the option is answered with such a line, or with a good map.
   std::string Try(const char *option, const std::vector<std::string> &words) const
   {
      const std::string before = Bytes();
      const auto map = OpenMap(fPath, option);
      if (words.empty())
         return map ? ExpectTitle(*map, "object", "a title") : "refused: " + Lines::TakeText();
      std::vector<std::string> all = words;
      all.push_back(fPath);
      std::string wrong = map ? "was opened; " : Lines::Expect("TMapFile::Create", all);
      if (Bytes() != before)
         wrong += "was changed; ";
      return wrong;
   }
   const Lines fLines;
   TempFolder fFolder;
   std::string fPath = fFolder / "map";
};

TEST_P(ForeignFile, IsReadOrRefusedAndStaysAsItIs)
{
   MakeMap(fPath, "object", "a title");
   {
      const FilePatch file(fPath);
      auto constant = file.Load<SuperblockConstant>(0);
      GetParam().change(constant);
      constant.crc = Crc32c(&constant, offsetof(SuperblockConstant, crc));
      file.Store(0, constant);
   }
   EXPECT_EQ(Try("READ", GetParam().reading), "");
   EXPECT_EQ(Try("UPDATE", GetParam().writing), "");
   const auto consumer = GetParam().reading.empty() ? OpenMap(fPath, "READ") : nullptr;
   MakeMap(fPath, "object", "made again"); // RECREATE replaces it
   EXPECT_EQ(ExpectTitle(*OpenMap(fPath, "READ"), "object", "made again"), "");
   if (consumer) {
      EXPECT_EQ(ExpectTitle(*consumer, "object", "a title"), "");
      EXPECT_TRUE(consumer->IsReplaced());
   }
}

INSTANTIATE_TEST_SUITE_P(Table, ForeignFile, testing::ValuesIn(kForeign),
                         [](const auto &test) { return test.param.name; });

} // namespace
} // namespace rootlet
