// The graph of row `graph`: a decay. Every particle but the first knows its mother and, as all its sisters do, the point where
// she decayed; each but the eldest sister knows the one before her. So there are null pointers, shared objects and cycles, and
// no way that does not meet known objects is longer than the tree is deep.
#ifndef ROOTLET_bench_Graph
#define ROOTLET_bench_Graph

#include <algorithm>
#include <cstddef>
#include <vector>

#include "TObject.h"

namespace graph {

/// Where a particle decays.
class Point : public TObject {
public:
   Float_t fX = 0; // in cm
   Float_t fY = 0;
   Float_t fZ = 0;
   Float_t fTime = 0; // in ns

   ClassDefOverride(Point, 1)
};

/// Owns its daughters and the point where it decays.
class Particle : public TObject {
public:
   Particle() = default;
   Particle(const Particle &) = delete;
   Particle &operator=(const Particle &) = delete;
   ~Particle() override
   {
      for (const Particle *daughter : fDaughters)
         delete daughter;
      delete fDecay;
   }

   Int_t fPdg = 0; // the kind of particle
   Int_t fStatus = 0;
   Float_t fMomentum[4] = {}; // in GeV/c
   Particle *fMother = nullptr;
   Particle *fElder = nullptr; // the sister before this one
   Point *fOrigin = nullptr;   // the mother's fDecay
   Point *fDecay = nullptr;    // null if it lives on
   std::vector<Particle *> fDaughters;

   ClassDefOverride(Particle, 1)
};

constexpr int kDaughters = 4;

/// The decay of `particles` of them, four daughters each, deleted by the caller.
inline Particle *Make(int particles)
{
   std::vector<Particle *> all;
   all.reserve(static_cast<std::size_t>(particles));
   for (int i = 0; i < particles; ++i) {
      auto *particle = new Particle;
      const auto x = static_cast<Float_t>(i);
      particle->fPdg = i % 5 * 100 - 211;
      particle->fStatus = i;
      for (int k = 0; k < 4; ++k)
         particle->fMomentum[k] = x / static_cast<Float_t>(k + 1);
      if (i > 0) {
         Particle *mother = all[static_cast<std::size_t>((i - 1) / kDaughters)];
         if (mother->fDaughters.empty()) {
            mother->fDecay = new Point;
            mother->fDecay->fX = x;
            mother->fDecay->fZ = -2 * x;
            mother->fDecay->fTime = 0.5f * x;
         } else {
            particle->fElder = mother->fDaughters.back();
         }
         particle->fMother = mother;
         particle->fOrigin = mother->fDecay;
         mother->fDaughters.push_back(particle);
      }
      all.push_back(particle);
   }
   return all.empty() ? nullptr : all.front();
}

} // namespace graph

#endif
