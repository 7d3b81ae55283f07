// See FuzzTarget.h. Also what both ways to run a target begin with: `--seeds=FOLDER` writes the seeds there and ends.
#include "FuzzTarget.h"

#include "TError.h"

#include <nlohmann/json.hpp>

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iterator>

namespace rootlet::fuzz {
namespace {

std::string ContentOf(const std::string &path)
{
   std::ifstream file(path, std::ios::binary);
   std::string content{std::istreambuf_iterator<char>(file), {}};
   if (!file)
      Finding(path + " cannot be read");
   return content;
}

void WriteSeeds(const std::string &folder)
{
   AddSeeds([&](const std::string &name, const std::string &bytes) {
      std::string fileName = name;
      for (char &c : fileName)
         if (std::strchr("/<>,:* ", c))
            c = '_';
      std::ofstream file(folder + "/" + fileName, std::ios::binary);
      file << bytes;
      if (!file.flush())
         Finding(folder + "/" + fileName + " cannot be written");
   });
}

} // namespace

void Finding(const std::string &what)
{
   std::fprintf(stderr, "FINDING: %s\n", what.c_str());
   std::abort();
}

std::size_t Input::Number(int bytes)
{
   std::size_t n = 0;
   for (const char c : Take(static_cast<std::size_t>(bytes)))
      n = n << 8 | static_cast<unsigned char>(c);
   return n;
}

std::string_view Input::Take(std::size_t n)
{
   const std::string_view taken = fLeft.substr(0, n);
   fLeft.remove_prefix(taken.size());
   return taken;
}

Seed &Seed::Number(std::size_t n, int bytes)
{
   for (int i = bytes; i-- > 0;)
      fBytes += static_cast<char>(n >> 8 * i);
   return *this;
}

Seed &Seed::Part(std::string_view bytes)
{
   return Number(bytes.size(), 3).Rest(bytes);
}

Seed &Seed::Rest(std::string_view bytes)
{
   fBytes += bytes;
   return *this;
}

void VisitGolden(std::size_t most, const std::function<void(const GoldenEntry &)> &visit)
{
   if (!*ROOTLET_SHARED_DIR)
      return;
   for (const char *folder : {"/golden/", "/golden-classes/decoded/"}) {
      const std::string path = ROOTLET_SHARED_DIR + std::string(folder);
      const auto manifest = nlohmann::json::parse(ContentOf(path + "manifest.json"));
      for (const auto &entry : manifest.at("entries")) {
         GoldenEntry golden;
         golden.fId = entry.at("id").get<std::string>();
         golden.fClass = entry.at("class").get<std::string>();
         golden.fKeyLength = entry.at("keylen").get<int>();
         golden.fIsStreamerInfo = entry.at("kind") == "streamerinfo";
         golden.fPayload = ContentOf(path + entry.at("payload").get<std::string>());
         if (const auto record = entry.find("streamerinfo"); record != entry.end() && record->is_string()) {
            golden.fStreamerInfo = ContentOf(path + record->get<std::string>());
            golden.fStreamerInfoKeyLength = entry.at("streamerinfoKeylen").get<int>();
         }
         if (golden.fPayload.size() + golden.fStreamerInfo.size() <= most)
            visit(golden);
      }
   }
}

ExactCopy::ExactCopy(std::string_view bytes) : fBytes(new char[bytes.size()])
{
   if (!bytes.empty())
      std::memcpy(fBytes, bytes.data(), bytes.size());
}

ExactCopy::~ExactCopy()
{
   delete[] fBytes;
}

} // namespace rootlet::fuzz

// libFuzzer and Replay.cxx call this before anything else.
extern "C" int LLVMFuzzerInitialize(int *argc, char ***argv);
extern "C" int LLVMFuzzerInitialize(int *argc, char ***argv)
{
   constexpr std::string_view kOption = "--seeds=";
   // What hostile bytes are reported with would be all that one sees.
   SetErrorHandler([](int, Bool_t, const char *, const char *) {});
   for (int i = 1; i < *argc; ++i)
      if (std::string_view((*argv)[i]).starts_with(kOption)) {
         rootlet::fuzz::WriteSeeds((*argv)[i] + kOption.size());
         std::exit(0);
      }
   return 0;
}
