// The golden data of ../shared: its files, and the layouts that the files they were cut out of had.
#ifndef ROOTLET_tests_golden_GoldenFiles
#define ROOTLET_tests_golden_GoldenFiles

#include "RootletSchema.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <fstream>
#include <iterator>
#include <map>
#include <memory>
#include <string>

namespace golden {

using Json = nlohmann::json;

inline const std::string kGolden = std::string(ROOTLET_SHARED_DIR) + "/golden/";

inline std::string ReadFile(const std::string &name)
{
   std::ifstream file(kGolden + name, std::ios::binary);
   EXPECT_TRUE(file) << name;
   return {std::istreambuf_iterator<char>(file), {}};
}

/// The layouts of each file, read once.
class Schemas {
public:
   std::shared_ptr<const rootlet::Schema> Of(const Json &entry)
   {
      if (entry.at("streamerinfo").is_null())
         return std::make_shared<rootlet::Schema>();
      const auto name = entry.at("streamerinfo").get<std::string>();
      auto &schema = fSchemas[name];
      if (!schema) {
         const std::string record = ReadFile(name);
         schema = std::make_shared<rootlet::Schema>();
         schema->AddRecord(record.data(), record.size(), entry.at("streamerinfoKeylen").get<int>());
      }
      return schema;
   }

private:
   std::map<std::string, std::shared_ptr<rootlet::Schema>> fSchemas;
};

} // namespace golden

#endif
