// Row `find`: one record among many is found by its name, in an order that no cache foresees, beside std::unordered_map with
// the same names. A consumer that asks again finds what it remembers; one that asks for the first time, or for what is not
// there, walks the table in the map; a producer asks its own records.
#include "Scratch.h"

#include "map/MapStore.h"

#include <benchmark/benchmark.h>

#include <algorithm>
#include <cstdint>
#include <map>
#include <memory>
#include <numeric>
#include <random>
#include <string>
#include <unordered_map>
#include <vector>

namespace {

using rootlet::MapMode;
using rootlet::MapStore;

/// As an experiment might name its histograms.
std::string NameOf(std::uint32_t number, const char *kind)
{
   return "run" + std::to_string(4711 + number % 10) + "/sector" + std::to_string(number % 997) + "/" + kind +
          std::to_string(number * 2654435761U);
}

/// Records of one size of map, and the names to ask for. Made once.
struct Content {
   explicit Content(std::size_t count) : scratch("find-" + std::to_string(count))
   {
      std::vector<std::uint32_t> order(count);
      std::iota(order.begin(), order.end(), 0);
      std::shuffle(order.begin(), order.end(), std::mt19937(1));
      producer = MapStore::Open(scratch.Path(), MapMode::kRecreate);
      for (const std::uint32_t number : order) {
         producer->Add({NameOf(number, "px"), "TH1F", 3, 0});
         byName.emplace(NameOf(number, "px"), number);
      }
      std::shuffle(order.begin(), order.end(), std::mt19937(2));
      for (const std::uint32_t number : order) {
         present.push_back(NameOf(number, "px"));
         absent.push_back(NameOf(number, "py"));
      }
      consumer = MapStore::Open(scratch.Path(), MapMode::kRead);
   }

   static Content &Of(const benchmark::State &state)
   {
      static std::map<std::int64_t, std::unique_ptr<Content>> known;
      auto &content = known[state.range(0)];
      if (content == nullptr)
         content = std::make_unique<Content>(static_cast<std::size_t>(state.range(0)));
      return *content;
   }

   Scratch scratch;
   std::unique_ptr<MapStore> producer;
   std::unique_ptr<MapStore> consumer;
   std::unordered_map<std::string, std::uint64_t> byName;
   std::vector<std::string> present;
   std::vector<std::string> absent;
};

/// Asks for one name after the other, again and again.
template <class Find>
void Ask(benchmark::State &state, const std::vector<std::string> &names, bool expected, Find find)
{
   for (const std::string &name : names)
      if (find(name) != expected)
         return state.SkipWithError(name.c_str());
   auto name = names.begin();
   for (auto _ : state) {
      benchmark::DoNotOptimize(find(*name));
      if (++name == names.end())
         name = names.begin();
   }
}

void HitRootlet(benchmark::State &state)
{
   Content &content = Content::Of(state);
   Ask(state, content.present, true, [&](const std::string &name) { return content.consumer->Has(name); });
}

void HitOfProducer(benchmark::State &state)
{
   Content &content = Content::Of(state);
   Ask(state, content.present, true,
       [&](const std::string &name) { return content.producer->FindOwn(name) != nullptr; });
}

void HitUnorderedMap(benchmark::State &state)
{
   const Content &content = Content::Of(state);
   Ask(state, content.present, true,
       [&](const std::string &name) { return content.byName.find(name) != content.byName.end(); });
}

void MissRootlet(benchmark::State &state)
{
   Content &content = Content::Of(state);
   Ask(state, content.absent, false, [&](const std::string &name) { return content.consumer->Has(name); });
}

void MissUnorderedMap(benchmark::State &state)
{
   const Content &content = Content::Of(state);
   Ask(state, content.absent, false,
       [&](const std::string &name) { return content.byName.find(name) != content.byName.end(); });
}

/// What a consumer pays that has just opened the map, for each name that it asks for.
void FirstHitRootlet(benchmark::State &state)
{
   Content &content = Content::Of(state);
   std::unique_ptr<MapStore> consumer;
   while (state.KeepRunningBatch(state.range(0))) {
      state.PauseTiming();
      consumer.reset();
      consumer = MapStore::Open(content.scratch.Path(), MapMode::kRead);
      state.ResumeTiming();
      for (const std::string &name : content.present)
         benchmark::DoNotOptimize(consumer->Has(name));
   }
}

void Sizes(benchmark::internal::Benchmark *benchmark)
{
   benchmark->Arg(1)->Arg(100)->Arg(10'000)->Arg(100'000);
}

void LargerSizes(benchmark::internal::Benchmark *benchmark)
{
   benchmark->Arg(100)->Arg(10'000)->Arg(100'000);
}

} // namespace

BENCHMARK(HitRootlet)->Name("find/rootlet")->Apply(Sizes);
BENCHMARK(HitUnorderedMap)->Name("find/unordered_map")->Apply(Sizes);
BENCHMARK(HitOfProducer)->Name("find own/rootlet")->Apply(Sizes);
BENCHMARK(HitUnorderedMap)->Name("find own/unordered_map")->Apply(Sizes);
BENCHMARK(MissRootlet)->Name("find nothing/rootlet")->Apply(Sizes);
BENCHMARK(MissUnorderedMap)->Name("find nothing/unordered_map")->Apply(Sizes);
BENCHMARK(FirstHitRootlet)->Name("find first/rootlet")->Apply(LargerSizes);
BENCHMARK(HitUnorderedMap)->Name("find first/unordered_map")->Apply(LargerSizes);
