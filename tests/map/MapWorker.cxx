// A producer or a consumer as a program of its own, started anew for every pair so that its addresses are random anew.
//   map_worker produce FILE N    makes FILE, publishes patterns 1 to N, prints "r" after the first
//   map_worker consume FILE N    reads until it has seen pattern N; versions must be whole and never go back
//   map_worker share FILE N      makes FILE with two objects that lie in it as themselves, of the numbers 1 to N
//   map_worker update FILE N     goes on with FILE, whoever made it, and publishes pattern N; nothing may have been lost
// Prints where the map lies in memory; exit status 0 if all was well.
// Where the kernel was told not to randomise addresses (sanitizers ask for that), the program does it itself.
#include <cinttypes>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <random>
#include <string_view>

#include <sched.h>
#include <sys/mman.h>
#include <sys/personality.h>

#include "ContainerEvent.h"
#include "StoreTools.h"
#include "TMapFile.h"
#include "WorkerShared.h"

using namespace rootlet;
using rootlet::test::PatternWriter;

namespace {

void Produce(const char *path, std::uint64_t versions)
{
   const auto store = MapStore::Open(path, MapMode::kRecreate, {.size = 0});
   ProducerRecord &record = test::AddNamed(*store, "pattern");
   for (std::uint64_t number = 1; number <= versions; ++number) {
      PatternWriter writer(number, 500 + number * 37 % 3000);
      PublishItem item{&record, &writer, nullptr};
      store->Publish({&item, 1});
      if (item.error)
         std::rethrow_exception(item.error);
      if (number == 1) {
         std::printf("r %" PRIxPTR "\n", reinterpret_cast<std::uintptr_t>(store->Base()));
         std::fflush(stdout);
      }
   }
}

void Consume(const char *path, std::uint64_t versions)
{
   const auto store = MapStore::Open(path, MapMode::kRead);
   PayloadCopy copy;
   std::uint64_t last = 0, generation = 0;
   while (last < versions) {
      const auto result = store->Read("pattern", copy);
      if (!result || result->generation < generation)
         throw Error("the record is gone or went back");
      generation = result->generation;
      const std::uint64_t number = PatternWriter::Check(copy.Data(), copy.Size());
      if (number < last)
         throw Error("an older version");
      last = number;
      ::sched_yield();
   }
   std::printf("c %" PRIxPTR "\n", reinterpret_cast<std::uintptr_t>(store->Base()));
}

void Share(const char *path, std::uint64_t versions)
{
   const std::unique_ptr<TMapFile> map(TMapFile::Create(path, "RECREATE", 0));
   if (!map)
      throw Error("no map");
   auto pattern = map->Emplace<shared_test::Pattern>("pattern");
   auto telemetry = map->Emplace<shared_test::Telemetry>("telemetry", 7, 2.5);
   auto event = map->Emplace<container_test::Event>("event");
   for (std::uint64_t number = 1; number <= versions; ++number) {
      pattern.Write([number](shared_test::Pattern &p) { p.Fill(number); });
      telemetry.Write([number](shared_test::Telemetry &t) {
         t.fHits[2] = {static_cast<double>(number), 0.5F, true};
         t.fGrid[1][0][1] = static_cast<short>(number);
         t.fFlags[3] = true;
         t.fPhases[1] = {3, -4};
      });
      event.Write([](container_test::Event &e) {
         e = {};
         FillEvent(e);
      });
   }
}

void Update(const char *path, std::uint64_t number)
{
   const auto store = MapStore::Open(path, MapMode::kUpdate);
   if (store->LostVersions() != 0 || store->LostRecords() != 0)
      throw Error("something of the map is lost");
   ProducerRecord *known = store->FindOwn("pattern");
   PatternWriter writer(number, 3000);
   PublishItem item{known != nullptr ? known : &test::AddNamed(*store, "pattern"), &writer, nullptr};
   store->Publish({&item, 1});
   if (item.error)
      std::rethrow_exception(item.error);
}

/// Takes up to 8 GiB of address space in steps of a huge page, so that what is mapped next lies elsewhere in every run.
void ShiftWhatIsMappedNext()
{
   const std::size_t steps = std::random_device{}() % 4096;
   if (steps != 0 && ::mmap(nullptr, steps << 21, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) == MAP_FAILED)
      throw Error("no address space");
}

} // namespace

int main(int argc, char **argv)
{
   if (argc != 4)
      return 2;
   try {
      if ((::personality(0xffffffff) & ADDR_NO_RANDOMIZE) != 0)
         ShiftWhatIsMappedNext();
      const std::uint64_t versions = std::strtoull(argv[3], nullptr, 10);
      const std::string_view role = argv[1];
      if (role == "produce")
         Produce(argv[2], versions);
      else if (role == "update")
         Update(argv[2], versions);
      else if (role == "share")
         Share(argv[2], versions);
      else
         Consume(argv[2], versions);
   } catch (const std::exception &error) {
      std::fprintf(stderr, "map_worker %s: %s\n", argv[1], error.what());
      return 1;
   }
   return 0;
}
