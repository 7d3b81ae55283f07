// Who competes in the rows `event` and `tracks`, and the proof that everybody streams the same content.
// A contestant has Write(object), which leaves the bytes in memory that it uses again, Read(object) from these bytes into an
// object that is there already, Bytes() and its name.
#ifndef ROOTLET_bench_Contest
#define ROOTLET_bench_Contest

#include "BoostEvent.h"
#include "CapnpEvent.h"
#include "CerealEvent.h"
#include "FlatbuffersEvent.h"
#include "HandEvent.h"
#include "MsgpackEvent.h"
#include "ProtobufEvent.h"
#include "RootletEvent.h"

#include <benchmark/benchmark.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace bench {

inline bool Same(const event::Vertex &a, const event::Vertex &b)
{
   return a.fX == b.fX && a.fY == b.fY && a.fZ == b.fZ && a.fTracks == b.fTracks;
}
/// `off`: by so much fPhi may differ.
inline bool Same(const event::Track &a, const event::Track &b, double off)
{
   return a.fPx == b.fPx && a.fPy == b.fPy && a.fPz == b.fPz && a.fMass2 == b.fMass2 &&
          std::abs(a.fPhi - b.fPhi) <= off && a.fChi2 == b.fChi2 && std::ranges::equal(a.fCovariance, b.fCovariance) &&
          a.fCharge == b.fCharge && a.fPoints == b.fPoints && a.fFlags == b.fFlags &&
          std::ranges::equal(a.fSectors, b.fSectors) && Same(a.fOrigin, b.fOrigin);
}
inline bool Same(const std::vector<event::Track> &a, const std::vector<event::Track> &b, double off)
{
   return std::ranges::equal(a, b, [off](const auto &x, const auto &y) { return Same(x, y, off); });
}
inline bool Same(const event::Event &a, const event::Event &b, double off)
{
   for (int i = 0; i < 9; ++i)
      if (a.fRotation[i / 3][i % 3] != b.fRotation[i / 3][i % 3])
         return false;
   return a.fRun == b.fRun && a.fNumber == b.fNumber && a.fTime == b.fTime && a.fTrigger == b.fTrigger &&
          a.fStation == b.fStation && a.fComments == b.fComments && a.fAdc == b.fAdc &&
          Same(a.fTracks, b.fTracks, off) && Same(a.fPrimary, b.fPrimary);
}

/// What the row streams, of event `seed`: the event, or its tracks alone.
template <class T>
T Content(std::int64_t tracks, int seed)
{
   event::Event event = event::Make(static_cast<int>(tracks), seed);
   if constexpr (std::is_same_v<T, event::Event>)
      return event;
   else
      return std::move(event.fTracks);
}

/// Of one size, and made once for it: the object that all contestants write and read into, which leaves it as it is, and the
/// contestant whose turn it is.
template <class T>
class Ring {
public:
   explicit Ring(std::int64_t tracks) : fObject(Content<T>(tracks, 1)), fTracks(tracks) {}
   static Ring &Of(std::int64_t tracks)
   {
      static std::unique_ptr<Ring> kept;
      if (!kept || kept->fTracks != tracks) {
         kept.reset();
         kept = std::make_unique<Ring>(tracks);
      }
      return *kept;
   }
   /// Has written and read: what it uses again is there, and as large as it has to be.
   template <class Contestant>
   Contestant &Ready()
   {
      if (fWhose != Contestant::kName) {
         fContestant.reset();
         auto contestant = std::make_shared<Contestant>();
         contestant->Write(fObject);
         contestant->Read(fObject);
         fContestant = std::move(contestant);
         fWhose = Contestant::kName;
      }
      return *static_cast<Contestant *>(fContestant.get());
   }
   T fObject;

private:
   std::int64_t fTracks;
   std::shared_ptr<void> fContestant;
   std::string fWhose;
};

/// Ends the program unless what the contestant reads is what it has written: into an object that is new, into one that was
/// longer, with bytes where others were.
template <class T, class Contestant>
void Prove()
{
   constexpr double kOff = Contestant::kPacksPhi ? 3.1416 / 65536 : 0;
   Contestant contestant;
   T read;
   for (const int tracks : {3, 700, 7, 0, 20}) {
      const T content = Content<T>(tracks, tracks);
      contestant.Write(content);
      contestant.Read(read);
      if (!Same(content, read, kOff)) {
         std::fprintf(stderr, "%s reads something else than it has written (%d tracks)\n", Contestant::kName, tracks);
         std::abort();
      }
   }
}

template <class T, class Contestant>
void Write(benchmark::State &state)
{
   Ring<T> &ring = Ring<T>::Of(state.range(0));
   Contestant &contestant = ring.template Ready<Contestant>();
   for (auto _ : state) {
      contestant.Write(ring.fObject);
      benchmark::ClobberMemory();
   }
   state.counters["bytes"] = static_cast<double>(contestant.Bytes());
}

template <class T, class Contestant>
void Read(benchmark::State &state)
{
   Ring<T> &ring = Ring<T>::Of(state.range(0));
   Contestant &contestant = ring.template Ready<Contestant>();
   for (auto _ : state) {
      contestant.Read(ring.fObject);
      benchmark::ClobberMemory();
   }
   state.counters["bytes"] = static_cast<double>(contestant.Bytes());
}

template <class T, class... Contestants>
void Register(std::int64_t tracks)
{
   const auto add = [tracks](const std::string &name, void (*function)(benchmark::State &)) {
      benchmark::RegisterBenchmark(name.c_str(), function)->Arg(tracks);
   };
   ((add(std::string("write/") + Contestants::kName, Write<T, Contestants>),
     add(std::string("read/") + Contestants::kName, Read<T, Contestants>)),
    ...);
}

/// All of them.
template <class T>
void RegisterAll(std::int64_t tracks)
{
   Register<T, RootletEvent, HandEvent, CerealEvent, BoostEvent, ProtobufEvent, FlatbuffersEvent, CapnpEvent,
            MsgpackEvent>(tracks);
}
template <class T>
void ProveAll()
{
   Prove<T, RootletEvent>();
   Prove<T, HandEvent>();
   Prove<T, CerealEvent>();
   Prove<T, BoostEvent>();
   Prove<T, ProtobufEvent>();
   Prove<T, FlatbuffersEvent>();
   Prove<T, CapnpEvent>();
   Prove<T, MsgpackEvent>();
}

} // namespace bench

#endif
