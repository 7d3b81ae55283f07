// FlatBuffers in the row `graph`: vectors of structs with numbers in place of pointers, in one builder that is used again.
#ifndef ROOTLET_bench_FlatbuffersGraph
#define ROOTLET_bench_FlatbuffersGraph

#include "Numbered.h"
#include "graph_generated.h"

#include <memory>
#include <new>
#include <stdexcept>

class FlatbuffersGraph {
public:
   static constexpr const char *kName = "flatbuffers";
   using Decay = std::unique_ptr<graph::Particle>;
   static Decay Make(int particles) { return Decay(graph::Make(particles)); }

   void Write(const Decay &decay)
   {
      fBuilder.Clear();
      fNumbers.Number(*decay);
      std::int32_t *daughter;
      const auto daughters = fBuilder.CreateUninitializedVector(fNumbers.Daughters(), &daughter);
      for (const graph::Particle *particle : fNumbers.Particles())
         for (const graph::Particle *of : particle->fDaughters)
            *daughter++ = flatbuffers::EndianScalar(fNumbers.Of(of));
      fbs::Particle *to;
      const auto particles = fBuilder.CreateUninitializedVectorOfStructs(fNumbers.Particles().size(), &to);
      std::uint32_t first = 0;
      for (const graph::Particle *particle : fNumbers.Particles()) {
         const auto n = static_cast<std::uint32_t>(particle->fDaughters.size());
         new (to++)
            fbs::Particle(particle->fPdg, particle->fStatus, flatbuffers::span<const float, 4>(particle->fMomentum, 4),
                          fNumbers.Of(particle->fMother), fNumbers.Of(particle->fElder), fNumbers.Of(particle->fOrigin),
                          fNumbers.Of(particle->fDecay), first, n);
         first += n;
      }
      fbs::Point *at;
      const auto points = fBuilder.CreateUninitializedVectorOfStructs(fNumbers.Points().size(), &at);
      for (const graph::Point *point : fNumbers.Points())
         new (at++) fbs::Point(point->fX, point->fY, point->fZ, point->fTime);
      fBuilder.Finish(fbs::CreateDecay(fBuilder, particles, points, daughters));
   }
   Decay Read()
   {
      flatbuffers::Verifier verifier(fBuilder.GetBufferPointer(), fBuilder.GetSize());
      Check(verifier.VerifyBuffer<fbs::Decay>(nullptr));
      const auto &from = *flatbuffers::GetRoot<fbs::Decay>(fBuilder.GetBufferPointer());
      Check(from.particles() && from.points() && from.daughters());
      const auto &particles = *from.particles();
      const auto &points = *from.points();
      const auto &daughters = *from.daughters();
      fFresh.Make(particles.size(), points.size());
      for (unsigned i = 0; i < particles.size(); ++i) {
         const fbs::Particle &row = *particles[i];
         graph::Particle &particle = fFresh.NewParticle(i);
         particle.fPdg = row.pdg();
         particle.fStatus = row.status();
         for (unsigned k = 0; k < 4; ++k)
            particle.fMomentum[k] = (*row.momentum())[k];
         particle.fMother = fFresh.Particle(row.mother());
         particle.fElder = fFresh.Particle(row.elder());
         particle.fOrigin = fFresh.Point(row.origin());
         particle.fDecay = fFresh.Point(row.decay());
         Check(row.daughters() <= daughters.size() && row.first_daughter() <= daughters.size() - row.daughters());
         particle.fDaughters.reserve(row.daughters());
         for (unsigned k = 0; k < row.daughters(); ++k)
            particle.fDaughters.push_back(fFresh.Particle(daughters[row.first_daughter() + k]));
      }
      for (unsigned i = 0; i < points.size(); ++i) {
         const fbs::Point &row = *points[i];
         graph::Point &point = fFresh.NewPoint(i);
         point.fX = row.x();
         point.fY = row.y();
         point.fZ = row.z();
         point.fTime = row.time();
      }
      return Decay(fFresh.Top());
   }
   std::size_t Bytes() const { return fBuilder.GetSize(); }

private:
   static void Check(bool right)
   {
      if (!right)
         throw std::runtime_error("a buffer does not fit the class");
   }
   flatbuffers::FlatBufferBuilder fBuilder;
   graph::Numbers fNumbers;
   graph::Fresh fFresh;
};

#endif
