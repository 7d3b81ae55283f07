// Row `ways`: what one version costs in each way of sharing (docs/choosing.md), to publish it and to read it: streamed (Add, Get),
// direct (AddDirect, Get), shared (Emplace, Write and Read) and in place (InPlace). Beside it memcpy of as many bytes, memcpy
// with the checksum that seals a version, and an object in a file of Boost.Interprocess, which is found by its name and
// copied under its mutex. One process has each file open twice, as producer and as consumer; nobody waits.
#include "Scratch.h"
#include "Ways.h"
#include "WaysShared.h"

#include "TMapFile.h"
#include "heap/Crc32c.h"

#include <benchmark/benchmark.h>
#include <boost/interprocess/managed_mapped_file.hpp>
#include <boost/interprocess/sync/interprocess_mutex.hpp>
#include <boost/interprocess/sync/scoped_lock.hpp>

#include <cstdint>
#include <cstring>
#include <memory>
#include <string>
#include <vector>

namespace {

std::shared_ptr<void> gKept;

/// What a benchmark needs, made once for all calls that measure the same. It goes before the next one is made, for the large ones
/// take much memory.
template <class Stage>
Stage &Kept()
{
   static std::weak_ptr<Stage> known;
   auto stage = known.lock();
   if (stage == nullptr) {
      gKept.reset();
      stage = std::make_shared<Stage>();
      gKept = stage;
      known = stage;
   }
   return *stage;
}

/// So often each is done before it is measured: until every version that a map keeps has its place in memory.
constexpr int kWarmUp = 4;

// --- maps ----------------------------------------------------------------------------------------------------------------

class Map {
public:
   TMapFile &Producer() { return *fProducer; }
   TMapFile &Consumer() { return *fConsumer; }

private:
   Scratch fScratch{"ways"};
   std::unique_ptr<TMapFile> fProducer{TMapFile::Create(fScratch.Path().c_str(), "RECREATE")};
   std::unique_ptr<TMapFile> fConsumer{TMapFile::Create(fScratch.Path().c_str(), "READ")};
};

template <class T, bool kDirect>
class Added {
public:
   Added()
   {
      if (kDirect)
         fMap.Producer().AddDirect(fObject.get(), "object");
      else
         fMap.Producer().Add(fObject.get(), "object");
      for (int i = 0; i < kWarmUp; ++i)
         Publish();
   }
   void Publish()
   {
      ++fObject->fNumber;
      fMap.Producer().Update();
   }
   TObject *Read(TObject *into) { return fMap.Consumer().Get("object", into); }

private:
   std::unique_ptr<T> fObject = std::make_unique<T>();
   Map fMap; // goes first
};

template <class T, bool kDirect>
void Update(benchmark::State &state)
{
   auto &added = Kept<Added<T, kDirect>>();
   for (auto _ : state)
      added.Publish();
}

template <class T, bool kDirect>
void Get(benchmark::State &state)
{
   auto &added = Kept<Added<T, kDirect>>();
   const auto copy = std::make_unique<T>();
   added.Read(copy.get());
   for (auto _ : state)
      benchmark::DoNotOptimize(added.Read(copy.get()));
}

template <class T>
class Emplaced {
public:
   Emplaced()
   {
      for (int i = 0; i < kWarmUp; ++i)
         Publish();
   }
   void Publish()
   {
      fObject.Write([](T &object) { ++object.fNumber; });
   }
   rootlet::View<T> &Look() { return fView; }

private:
   Map fMap;
   rootlet::Shared<T> fObject = fMap.Producer().Emplace<T>("object");
   rootlet::View<T> fView = fMap.Consumer().View<T>("object");
};

template <class T>
void Write(benchmark::State &state)
{
   auto &emplaced = Kept<Emplaced<T>>();
   for (auto _ : state)
      emplaced.Publish();
}

template <class T>
void Read(benchmark::State &state)
{
   auto &emplaced = Kept<Emplaced<T>>();
   emplaced.Look().Read([](const T &) {});
   for (auto _ : state)
      emplaced.Look().Read([](const T &object) { benchmark::DoNotOptimize(object.fNumber); });
}

template <class T>
void InPlace(benchmark::State &state)
{
   auto &emplaced = Kept<Emplaced<T>>();
   for (auto _ : state)
      emplaced.Look().InPlace([](const auto &object) { benchmark::DoNotOptimize(object.fNumber()); });
}

// --- the limits ----------------------------------------------------------------------------------------------------------

/// To publish or to read: both are a copy.
void Memcpy(benchmark::State &state, std::size_t bytes, bool seal)
{
   std::vector<char> from(bytes, 1);
   std::vector<char> to(bytes); // cleared, so there
   for (auto _ : state) {
      ++from[0];
      std::memcpy(to.data(), from.data(), bytes);
      if (seal)
         benchmark::DoNotOptimize(rootlet::Crc32c(to.data(), bytes));
      benchmark::ClobberMemory();
   }
}

// --- Boost.Interprocess --------------------------------------------------------------------------------------------------

template <class T>
class Managed {
   struct Guarded {
      boost::interprocess::interprocess_mutex mutex;
      T object;
   };
   using Lock = boost::interprocess::scoped_lock<boost::interprocess::interprocess_mutex>;

public:
   /// The producer keeps the address of its object.
   void Publish()
   {
      ++fOwn->fNumber;
      const Lock lock(fProducers->mutex);
      std::memcpy(static_cast<void *>(&fProducers->object), fOwn.get(), sizeof(T));
   }
   void Read(T &copy)
   {
      Guarded &found = Find();
      const Lock lock(found.mutex);
      std::memcpy(static_cast<void *>(&copy), &found.object, sizeof(T));
   }
   Int_t Look()
   {
      Guarded &found = Find();
      const Lock lock(found.mutex);
      return found.object.fNumber;
   }

private:
   Guarded &Find() { return *fConsumer.find<Guarded>("object").first; }

   using File = boost::interprocess::managed_mapped_file;
   Scratch fScratch{"boost"};
   std::unique_ptr<T> fOwn = std::make_unique<T>();
   File fProducer{boost::interprocess::create_only, fScratch.Path().c_str(), sizeof(T) + (std::size_t{1} << 20)};
   Guarded *fProducers = fProducer.construct<Guarded>("object")();
   File fConsumer{boost::interprocess::open_only, fScratch.Path().c_str()};
};

template <class T>
void PublishManaged(benchmark::State &state)
{
   auto &managed = Kept<Managed<T>>();
   for (auto _ : state)
      managed.Publish();
}

template <class T>
void ReadManaged(benchmark::State &state)
{
   auto &managed = Kept<Managed<T>>();
   const auto copy = std::make_unique<T>();
   managed.Read(*copy);
   for (auto _ : state) {
      managed.Read(*copy);
      benchmark::ClobberMemory();
   }
}

template <class T>
void LookManaged(benchmark::State &state)
{
   auto &managed = Kept<Managed<T>>();
   for (auto _ : state)
      benchmark::DoNotOptimize(managed.Look());
}

// --- the table -----------------------------------------------------------------------------------------------------------

/// The benchmarks of one content.
struct Content {
   std::string what;
   std::string size = {}; ///< the end of the names, for what comes in several sizes

   template <class Run>
   void Register(const std::string &doing, const std::string &who, Run run) const
   {
      benchmark::RegisterBenchmark((doing + " " + what + "/" + who + size).c_str(), run);
   }
   template <class T>
   void RegisterStreamed() const
   {
      Register("publish", "rootlet streamed", Update<T, false>);
      Register("read", "rootlet streamed", Get<T, false>);
   }
   template <class T>
   void RegisterDirect() const
   {
      Register("publish", "rootlet direct", Update<T, true>);
      Register("read", "rootlet direct", Get<T, true>);
   }
   template <class T>
   void RegisterShared() const
   {
      Register("publish", "rootlet shared", Write<T>);
      Register("read", "rootlet shared", Read<T>);
      Register("look at", "rootlet", InPlace<T>);
   }
   void RegisterLimits(std::size_t bytes) const
   {
      for (const char *doing : {"publish", "read"}) {
         Register(doing, "memcpy", [bytes](benchmark::State &state) { Memcpy(state, bytes, false); });
         Register(doing, "memcpy + seal", [bytes](benchmark::State &state) { Memcpy(state, bytes, true); });
      }
   }
   template <class T>
   void RegisterManaged() const
   {
      Register("publish", "boost", PublishManaged<T>);
      Register("read", "boost", ReadManaged<T>);
      Register("look at", "boost", LookManaged<T>);
   }
   template <class T, class Plain>
   void RegisterAll() const
   {
      RegisterStreamed<T>();
      RegisterDirect<T>();
      RegisterShared<Plain>();
      RegisterLimits(sizeof(Plain));
      RegisterManaged<Plain>();
   }
};

template <class T, class Plain>
void RegisterNumbers()
{
   const Content content{"numbers", "/" + std::to_string(sizeof(Plain::fValues))};
   content.RegisterAll<T, Plain>();
}

const bool kRegistered = [] {
   RegisterNumbers<Row64B, PlainRow64B>();
   RegisterNumbers<Row1K, PlainRow1K>();
   RegisterNumbers<Row64K, PlainRow64K>();
   RegisterNumbers<Row1M, PlainRow1M>();
   RegisterNumbers<Row64M, PlainRow64M>();
   Content{"1000 hits"}.RegisterAll<Hits, PlainHits>();
   const Content hits{"a vector of 1000 hits"};
   hits.RegisterStreamed<HitVector>();
   hits.RegisterShared<PlainHitVector>();
   hits.RegisterLimits(sizeof(PlainHitVector) + 1000 * sizeof(Hit));
   return true;
}();

} // namespace
