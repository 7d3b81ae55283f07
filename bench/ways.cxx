// What one version costs in each way of sharing (docs/choosing.md): to publish it, and to read it, beside memcpy of as many bytes
// in the same run. One process has the map open twice, as producer and as consumer; nobody waits.
#include "Ways.h"
#include "WaysShared.h"

#include "TMapFile.h"

#include <benchmark/benchmark.h>

#include <cstdint>
#include <cstring>
#include <filesystem>
#include <memory>
#include <string>
#include <unistd.h>
#include <vector>

namespace {

/// A map on tmpfs where there is one, gone with this.
class Map {
public:
   Map() : fProducer(TMapFile::Create(fPath.c_str(), "RECREATE")), fConsumer(TMapFile::Create(fPath.c_str(), "READ")) {}
   ~Map()
   {
      fConsumer.reset();
      fProducer.reset();
      std::filesystem::remove(fPath);
   }
   Map(const Map &) = delete;
   Map &operator=(const Map &) = delete;
   TMapFile &Producer() { return *fProducer; }
   TMapFile &Consumer() { return *fConsumer; }

private:
   std::string fPath = (::access("/dev/shm", W_OK) == 0 ? "/dev/shm/rootlet-bench-" : "/tmp/rootlet-bench-") +
                       std::to_string(::getpid());
   std::unique_ptr<TMapFile> fProducer;
   std::unique_ptr<TMapFile> fConsumer;
};

template <class T, bool kDirect>
class Added {
public:
   Added()
   {
      if (kDirect)
         fMap.Producer().AddDirect(&fObject, "object");
      else
         fMap.Producer().Add(&fObject, "object");
      fMap.Producer().Update();
   }
   void Publish()
   {
      ++fObject.fNumber;
      fMap.Producer().Update();
   }
   TObject *Read(TObject *into) { return fMap.Consumer().Get("object", into); }

private:
   Map fMap;
   T fObject;
};

template <class T, bool kDirect>
void Update(benchmark::State &state)
{
   Added<T, kDirect> added;
   for (auto _ : state)
      added.Publish();
}

template <class T, bool kDirect>
void Get(benchmark::State &state)
{
   Added<T, kDirect> added;
   T copy;
   for (auto _ : state)
      benchmark::DoNotOptimize(added.Read(&copy));
}

template <class T>
class Emplaced {
public:
   rootlet::Shared<T> &Object() { return fObject; }
   rootlet::View<T> &Look() { return fView; }

private:
   Map fMap;
   rootlet::Shared<T> fObject = fMap.Producer().Emplace<T>("object");
   rootlet::View<T> fView = fMap.Consumer().View<T>("object");
};

template <class T>
void Write(benchmark::State &state)
{
   Emplaced<T> emplaced;
   for (auto _ : state)
      emplaced.Object().Write([](T &object) { ++object.fNumber; });
}

template <class T>
void Read(benchmark::State &state)
{
   Emplaced<T> emplaced;
   for (auto _ : state)
      emplaced.Look().Read([](const T &object) { benchmark::DoNotOptimize(object.fNumber); });
}

template <class T>
void InPlace(benchmark::State &state)
{
   Emplaced<T> emplaced;
   for (auto _ : state)
      emplaced.Look().InPlace([](const auto &object) { benchmark::DoNotOptimize(object.fNumber()); });
}

void Memcpy(benchmark::State &state)
{
   const std::vector<char> from(static_cast<std::size_t>(state.range(0)));
   std::vector<char> to(from.size());
   for (auto _ : state) {
      std::memcpy(to.data(), from.data(), from.size());
      benchmark::ClobberMemory();
   }
}

/// `bytes`: of one version.
void Register(const std::string &name, std::size_t bytes)
{
   benchmark::RegisterBenchmark((name + "/memcpy").c_str(), Memcpy)->Arg(static_cast<std::int64_t>(bytes));
}

template <class T>
void RegisterStreamed(const std::string &name)
{
   benchmark::RegisterBenchmark((name + "/Add Update").c_str(), Update<T, false>);
   benchmark::RegisterBenchmark((name + "/Add Get").c_str(), Get<T, false>);
}

template <class T>
void RegisterDirect(const std::string &name)
{
   benchmark::RegisterBenchmark((name + "/AddDirect Update").c_str(), Update<T, true>);
   benchmark::RegisterBenchmark((name + "/AddDirect Get").c_str(), Get<T, true>);
}

template <class T>
void RegisterShared(const std::string &name)
{
   benchmark::RegisterBenchmark((name + "/Emplace Write").c_str(), Write<T>);
   benchmark::RegisterBenchmark((name + "/Emplace Read").c_str(), Read<T>);
   benchmark::RegisterBenchmark((name + "/Emplace InPlace").c_str(), InPlace<T>);
}

template <class T, class Plain>
void RegisterAll(const std::string &name)
{
   Register(name, sizeof(Plain));
   RegisterStreamed<T>(name);
   RegisterDirect<T>(name);
   RegisterShared<Plain>(name);
}

const bool kRegistered = [] {
   RegisterAll<SmallRow, SmallPlainRow>("8 numbers");
   RegisterAll<LargeRow, LargePlainRow>("8192 numbers");
   RegisterAll<Hits, PlainHits>("1000 hits");
   Register("vector of 1000 hits", sizeof(PlainHitVector) + 1000 * sizeof(Hit));
   RegisterStreamed<HitVector>("vector of 1000 hits");
   RegisterShared<PlainHitVector>("vector of 1000 hits");
   return true;
}();

} // namespace
