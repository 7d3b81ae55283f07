// Runs a fuzz target without libFuzzer: over its own seeds, as they are, cut short and with single bytes changed, and over
// the files in the folders that the command line names. Ends with status 0 if all of them were survived.
#include "FuzzTarget.h"

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <vector>

extern "C" int LLVMFuzzerInitialize(int *argc, char ***argv);

namespace {

void Run(const std::string &bytes)
{
   LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t *>(bytes.data()), bytes.size());
}

/// The seed, and some of what a fuzzer would make of it: enough to see that the target can fail.
void RunAround(std::string seed)
{
   Run(seed);
   constexpr std::size_t kPlaces = 16;
   const std::size_t step = seed.size() / kPlaces + 1;
   for (std::size_t at = 0; at < seed.size(); at += step) {
      Run(seed.substr(0, at));
      for (const char value : {'\0', '\xff', '\x40'}) {
         const char before = seed[at];
         seed[at] = value;
         Run(seed);
         seed[at] = before;
      }
   }
}

} // namespace

int main(int argc, char **argv)
{
   LLVMFuzzerInitialize(&argc, &argv);
   std::size_t seeds = 0, kept = 0;
   rootlet::fuzz::AddSeeds([&](const std::string &, const std::string &bytes) {
      RunAround(bytes);
      ++seeds;
   });
   for (int i = 1; i < argc; ++i)
      for (const auto &entry : std::filesystem::directory_iterator(argv[i])) {
         std::ifstream file(entry.path(), std::ios::binary);
         std::fprintf(stderr, "%s\n", entry.path().c_str());
         Run({std::istreambuf_iterator<char>(file), {}});
         ++kept;
      }
   std::printf("%zu seeds and %zu kept inputs were survived\n", seeds, kept);
   return seeds ? 0 : 1;
}
