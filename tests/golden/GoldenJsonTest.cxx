// Objects of all classes that ROOT's files hold, as JSON and back: what comes back streams into bytes in which the same
// values are found. Nothing of their classes is compiled in. Needs the golden data; skipped, saying so, where it is absent.
#include "GoldenFiles.h"
#include "RootletEmulation.h"
#include "RootletError.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <fstream>
#include <iterator>
#include <map>
#include <memory>
#include <string>

namespace {

using Json = nlohmann::json;
using rootlet::EmulatedDocument;
using rootlet::Schema;
using golden::ReadFile;
using golden::Schemas;

// JSON does not say where a collection lay in memory: these bits of fBits are left out.
std::string WithoutMemoryBits(std::string json)
{
   constexpr unsigned long kMemoryBits = 0x03000000;
   const std::string name = "\"fBits\":";
   for (std::size_t at = 0; (at = json.find(name, at)) != std::string::npos;) {
      at += name.size();
      const std::size_t end = json.find_first_not_of("0123456789", at);
      json.replace(at, end - at, std::to_string(std::stoul(json.substr(at, end - at)) & ~kMemoryBits));
   }
   return json;
}

// Where two texts part.
std::string FirstDifference(const std::string &ours, const std::string &theirs)
{
   if (ours == theirs)
      return {};
   std::size_t at = 0;
   while (at < ours.size() && at < theirs.size() && ours[at] == theirs[at])
      ++at;
   const std::size_t from = at < 60 ? 0 : at - 60;
   return "at " + std::to_string(at) + ": " + ours.substr(from, 120) + "\n  instead of: " + theirs.substr(from, 120);
}

TEST(GoldenJson, WhatRootWroteComesBackFromJsonWithItsValues)
{
   if (*ROOTLET_SHARED_DIR == 0)
      GTEST_SKIP() << "the golden data is not on this machine";
   const Json manifest = Json::parse(ReadFile("manifest.json"));
   Schemas schemas;
   int checked = 0, canvases = 0;
   for (const Json &entry : manifest.at("entries")) {
      const auto name = entry.at("class").get<std::string>();
      if (entry.value("oracleStatus", "") != "ok")
         continue;
      const std::string payload = ReadFile(entry.at("payload").get<std::string>());
      const auto schema = schemas.Of(entry);
      const EmulatedDocument document(schema, name, payload.data(), payload.size(), entry.at("keylen").get<int>());
      const std::string text = document.ToJSON(3);
      try {
         const std::string bytes = EmulatedDocument::FromJSON(schema, text, name)->Stream();
         const EmulatedDocument back(schema, name, bytes.data(), bytes.size());
         EXPECT_EQ(FirstDifference(back.ToJSON(3), text), "") << entry.at("id");
         EXPECT_EQ(
            FirstDifference(WithoutMemoryBits(back.ToDecodedJson()), WithoutMemoryBits(document.ToDecodedJson())), "")
            << entry.at("id");
         // What a canvas has behind its fCatt is in bits of its JSON.
         constexpr std::size_t kFlags = 8;
         if (name == "TCanvas") {
            EXPECT_EQ(bytes.substr(bytes.size() - kFlags), payload.substr(payload.size() - kFlags)) << entry.at("id");
            ++canvases;
         }
         ++checked;
      } catch (const rootlet::Error &error) {
         ADD_FAILURE() << entry.at("id") << ": " << error.what();
      }
   }
   RecordProperty("checked", checked);
   EXPECT_GE(checked, 191);
   EXPECT_GE(canvases, 1);
}

} // namespace
