// Code written by hand in the row `graph`: rows with numbers in place of pointers, big-endian.
#ifndef ROOTLET_bench_HandGraph
#define ROOTLET_bench_HandGraph

#include "Hand.h"
#include "Numbered.h"

#include <memory>
#include <stdexcept>
#include <vector>

class HandGraph {
public:
   static constexpr const char *kName = "hand";
   using Decay = std::unique_ptr<graph::Particle>;
   static Decay Make(int particles) { return Decay(graph::Make(particles)); }

   void Write(const Decay &decay)
   {
      fNumbers.Number(*decay);
      const auto &particles = fNumbers.Particles();
      const auto &points = fNumbers.Points();
      fBytes.resize(8 + kParticle * particles.size() + 4 * fNumbers.Daughters() + kPoint * points.size());
      char *to = fBytes.data();
      hand::Put(to, static_cast<std::uint32_t>(particles.size()));
      hand::Put(to, static_cast<std::uint32_t>(points.size()));
      for (const graph::Particle *particle : particles) {
         hand::Put(to, particle->fPdg);
         hand::Put(to, particle->fStatus);
         for (const Float_t x : particle->fMomentum)
            hand::Put(to, x);
         hand::Put(to, fNumbers.Of(particle->fMother));
         hand::Put(to, fNumbers.Of(particle->fElder));
         hand::Put(to, fNumbers.Of(particle->fOrigin));
         hand::Put(to, fNumbers.Of(particle->fDecay));
         hand::Put(to, static_cast<std::uint32_t>(particle->fDaughters.size()));
         for (const graph::Particle *daughter : particle->fDaughters)
            hand::Put(to, fNumbers.Of(daughter));
      }
      for (const graph::Point *point : points) {
         hand::Put(to, point->fX);
         hand::Put(to, point->fY);
         hand::Put(to, point->fZ);
         hand::Put(to, point->fTime);
      }
   }
   Decay Read()
   {
      const char *from = fBytes.data();
      const char *const end = from + fBytes.size();
      const auto check = [&](std::size_t n) {
         if (n > static_cast<std::size_t>(end - from))
            throw std::runtime_error("the bytes end too early");
      };
      std::uint32_t particles, points;
      check(8);
      hand::Take(from, particles);
      hand::Take(from, points);
      check(kParticle * particles + kPoint * points);
      fFresh.Make(particles, points);
      for (std::size_t i = 0; i < particles; ++i) {
         graph::Particle &particle = fFresh.NewParticle(i);
         check(kParticle);
         hand::Take(from, particle.fPdg);
         hand::Take(from, particle.fStatus);
         for (Float_t &x : particle.fMomentum)
            hand::Take(from, x);
         particle.fMother = fFresh.Particle(Number(from));
         particle.fElder = fFresh.Particle(Number(from));
         particle.fOrigin = fFresh.Point(Number(from));
         particle.fDecay = fFresh.Point(Number(from));
         std::uint32_t daughters;
         hand::Take(from, daughters);
         check(4 * std::size_t(daughters));
         particle.fDaughters.resize(daughters);
         for (graph::Particle *&daughter : particle.fDaughters)
            daughter = fFresh.Particle(Number(from));
      }
      check(kPoint * points);
      for (std::size_t i = 0; i < points; ++i) {
         graph::Point &point = fFresh.NewPoint(i);
         hand::Take(from, point.fX);
         hand::Take(from, point.fY);
         hand::Take(from, point.fZ);
         hand::Take(from, point.fTime);
      }
      return Decay(fFresh.Top());
   }
   std::size_t Bytes() const { return fBytes.size(); }

private:
   static constexpr std::size_t kParticle = 2 * 4 + 4 * 4 + 4 * 4 + 4; // without daughters
   static constexpr std::size_t kPoint = 4 * 4;
   static std::int32_t Number(const char *&from)
   {
      std::int32_t number;
      hand::Take(from, number);
      return number;
   }
   graph::Numbers fNumbers;
   graph::Fresh fFresh;
   std::vector<char> fBytes;
};

#endif
