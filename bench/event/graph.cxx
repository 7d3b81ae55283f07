// Row `graph`: objects that point to each other written, and read into new objects, which are deleted within the time that is
// measured, by everybody.
#include "BoostGraph.h"
#include "CapnpGraph.h"
#include "CerealGraph.h"
#include "FlatbuffersGraph.h"
#include "HandGraph.h"
#include "MsgpackGraph.h"
#include "ProtobufGraph.h"
#include "RootletGraph.h"

#include <benchmark/benchmark.h>

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace {

template <class T>
const void *Address(const T *object)
{
   return object;
}
template <class T>
const void *Address(const std::shared_ptr<T> &object)
{
   return object.get();
}
template <class T>
const void *Address(const std::weak_ptr<T> &object)
{
   return object.lock().get();
}

/// What two decays have in common if they are the same: every value, and of every pointer the how-manieth object that was met
/// it leads to. Any kind of pointers.
class Description {
public:
   template <class Particle>
   void Add(const Particle &particle)
   {
      fValues.insert(fValues.end(), {Number(&particle), double(particle.fPdg), double(particle.fStatus)});
      fValues.insert(fValues.end(), std::begin(particle.fMomentum), std::end(particle.fMomentum));
      fValues.insert(fValues.end(), {Number(Address(particle.fMother)), Number(Address(particle.fElder))});
      AddPoint(particle.fOrigin);
      AddPoint(particle.fDecay);
      fValues.push_back(static_cast<double>(particle.fDaughters.size()));
      for (const auto &daughter : particle.fDaughters)
         Add(*daughter);
   }
   bool operator==(const Description &other) const { return fValues == other.fValues; }

private:
   double Number(const void *address)
   {
      return address ? static_cast<double>(fMet.try_emplace(address, fMet.size()).first->second) : -1;
   }
   template <class Pointer>
   void AddPoint(const Pointer &point)
   {
      fValues.push_back(Number(Address(point)));
      if (point)
         fValues.insert(fValues.end(), {point->fX, point->fY, point->fZ, point->fTime});
   }
   std::vector<double> fValues;
   std::map<const void *, std::size_t> fMet;
};

/// Ends the program unless what the contestant reads is what all of them write, twice.
template <class Contestant>
void Prove()
{
   Contestant contestant;
   for (const int particles : {1, 1000, 7, 333}) {
      const std::unique_ptr<graph::Particle> wanted(graph::Make(particles));
      Description original;
      original.Add(*wanted);
      contestant.Write(Contestant::Make(particles));
      for (int i = 0; i < 2; ++i) {
         Description read;
         if (const auto decay = contestant.Read())
            read.Add(*decay);
         if (!(read == original)) {
            std::fprintf(stderr, "%s reads something else than it has written (%d particles)\n", Contestant::kName,
                         particles);
            std::abort();
         }
      }
   }
}

template <class Contestant>
void Write(benchmark::State &state)
{
   Contestant contestant;
   const auto decay = Contestant::Make(static_cast<int>(state.range(0)));
   contestant.Write(decay); // what is used again is there from now on
   for (auto _ : state) {
      contestant.Write(decay);
      benchmark::ClobberMemory();
   }
   state.counters["bytes"] = static_cast<double>(contestant.Bytes());
}

template <class Contestant>
void Read(benchmark::State &state)
{
   Contestant contestant;
   contestant.Write(Contestant::Make(static_cast<int>(state.range(0))));
   contestant.Read();
   for (auto _ : state)
      benchmark::DoNotOptimize(contestant.Read());
   state.counters["bytes"] = static_cast<double>(contestant.Bytes());
}

template <class... Contestants>
void RegisterAll()
{
   (Prove<Contestants>(), ...);
   const auto add = [](const std::string &name, void (*function)(benchmark::State &), int particles) {
      benchmark::RegisterBenchmark(name.c_str(), function)->Arg(particles);
   };
   for (const int particles : {10, 1000, 100'000}) {
      (add(std::string("write/") + Contestants::kName, Write<Contestants>, particles), ...);
      (add(std::string("read/") + Contestants::kName, Read<Contestants>, particles), ...);
   }
}

const bool kRegistered = [] {
   RegisterAll<RootletGraph, HandGraph, CerealGraph, BoostGraph, ProtobufGraph, FlatbuffersGraph, CapnpGraph,
               MsgpackGraph>();
   return true;
}();

} // namespace
