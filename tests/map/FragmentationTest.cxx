// How much of a heap is lost between blocks, after many updates of objects that grow and shrink.
// `./dev soak` runs it with a million updates of each kind.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdlib>
#include <numeric>
#include <random>
#include <string>
#include <vector>

#include "../heap/TempFolder.h"
#include "StoreTools.h"
#include "RootletMapCheck.h"
#include "heap/Format.h"
#include "map/MapStore.h"

namespace rootlet::test {
namespace {

using Random = std::mt19937;

struct Workload {
   const char *name;
   unsigned objects;
   std::size_t largest;
   std::size_t (*next)(std::size_t length, std::size_t largest, Random &random);
};

const Workload kWorkloads[] = {
   {"AnySize", 3000, 131072,
    [](std::size_t, std::size_t largest, Random &random) { return 64 + random() % (largest >> random() % 11); }},
   {"GrowAndStartAgain", 1000, 200000,
    [](std::size_t length, std::size_t largest, Random &random) {
       return length > largest ? 100 + random() % 1000 : length + 64 + length * (random() % 20) / 100;
    }},
   {"DoubleAndHalve", 3000, 100000,
    [](std::size_t length, std::size_t largest, Random &random) {
       return random() % 2 == 0 ? std::min(length * 2, largest) : std::max<std::size_t>(length / 2, 100);
    }},
   {"Large", 100, 1000000,
    [](std::size_t, std::size_t largest, Random &random) { return largest / 10 + random() % largest; }},
   {"Small", 20000, 1500, [](std::size_t, std::size_t largest, Random &random) { return 64 + random() % largest; }},
};

class Fragmentation : public testing::TestWithParam<Workload> {};

TEST_P(Fragmentation, TheHeapEndsWithinOneAndAHalfOfTheLivingVersions)
{
   constexpr std::size_t kVersions = 3;
   struct Object {
      ProducerRecord *record;
      std::size_t length;
      std::array<std::size_t, kVersions> living{};
      std::size_t oldest = 0;
   };
   const Workload &workload = GetParam();
   const char *asked = std::getenv("ROOTLET_FRAGMENTATION_UPDATES");
   const unsigned long updates = asked != nullptr ? std::stoul(asked) : 40000;
   TempFolder folder;
   const auto store = MapStore::Open(folder / "map", MapMode::kCreate, {.size = 0, .seal = false, .slots = kVersions});
   Random random(3);
   std::vector<Object> objects;
   constexpr unsigned kTimesEach = 13; // at least, so that a short run has blocks to use again
   for (unsigned i = 0; i < std::min<unsigned long>(workload.objects, updates / kTimesEach); ++i)
      objects.push_back({&AddNamed(*store, "object" + std::to_string(i)), 64 + (workload.largest >> random() % 10)});
   for (unsigned long i = 0; i < updates; ++i) {
      Object &object = objects[random() % objects.size()];
      object.length = workload.next(object.length, workload.largest, random);
      RoomyWriter writer(object.length, object.length);
      PublishItem item = {object.record, &writer};
      ASSERT_NE(store->Publish({&item, 1}), 0u);
      object.living[object.oldest++ % kVersions] = sizeof(format::BlockHeader) + object.length;
   }
   std::uint64_t living = 0;
   for (const Object &object : objects)
      living = std::accumulate(object.living.begin(), object.living.end(), living);
   const MapReport report = CheckMap(store->Path());
   EXPECT_TRUE(report.IsSound()) << report.faults.front();
   EXPECT_EQ(report.bytes.leaked, 0u);
   // Chunks that are free as a whole are there for everything; records and their names are no versions.
   const std::uint64_t taken = report.bytes.blocks + report.bytes.freeInside + report.bytes.held;
   const double ratio = static_cast<double>(taken) / static_cast<double>(living);
   std::printf(
      "%lu updates: %.1f MB of versions in %.1f MB of blocks in %.1f MB of chunks (%.2f times as much), file %.1f MB\n",
      updates, static_cast<double>(living) / 1e6, static_cast<double>(report.bytes.blocks) / 1e6,
      static_cast<double>(taken) / 1e6, ratio, static_cast<double>(report.fileSize) / 1e6);
   EXPECT_LE(ratio, 1.5);
}

INSTANTIATE_TEST_SUITE_P(Table, Fragmentation, testing::ValuesIn(kWorkloads),
                         [](const auto &workload) { return std::string(workload.param.name); });

} // namespace
} // namespace rootlet::test
