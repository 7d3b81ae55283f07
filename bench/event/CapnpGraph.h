// Cap'n Proto in the row `graph`: lists of rows with numbers in place of pointers, built in place.
#ifndef ROOTLET_bench_CapnpGraph
#define ROOTLET_bench_CapnpGraph

#include "CapnpMessage.h"
#include "Numbered.h"
#include "graph.capnp.h"

#include <memory>
#include <stdexcept>

class CapnpGraph {
public:
   static constexpr const char *kName = "capnp";
   using Decay = std::unique_ptr<graph::Particle>;
   static Decay Make(int particles) { return Decay(graph::Make(particles)); }

   void Write(const Decay &decay)
   {
      fNumbers.Number(*decay);
      auto to = fMessage.Begin<packet::Decay>();
      auto daughters = to.initDaughters(static_cast<unsigned>(fNumbers.Daughters()));
      auto particles = to.initParticles(static_cast<unsigned>(fNumbers.Particles().size()));
      unsigned next = 0;
      for (unsigned i = 0; i < particles.size(); ++i) {
         const graph::Particle &particle = *fNumbers.Particles()[i];
         auto row = particles[i];
         row.setPdg(particle.fPdg);
         row.setStatus(particle.fStatus);
         auto momentum = row.getMomentum();
         momentum.setX(particle.fMomentum[0]);
         momentum.setY(particle.fMomentum[1]);
         momentum.setZ(particle.fMomentum[2]);
         momentum.setE(particle.fMomentum[3]);
         row.setMother(fNumbers.Of(particle.fMother));
         row.setElder(fNumbers.Of(particle.fElder));
         row.setOrigin(fNumbers.Of(particle.fOrigin));
         row.setDecay(fNumbers.Of(particle.fDecay));
         row.setFirstDaughter(next);
         row.setDaughters(static_cast<unsigned>(particle.fDaughters.size()));
         for (const graph::Particle *daughter : particle.fDaughters)
            daughters.set(next++, fNumbers.Of(daughter));
      }
      auto points = to.initPoints(static_cast<unsigned>(fNumbers.Points().size()));
      for (unsigned i = 0; i < points.size(); ++i) {
         const graph::Point &point = *fNumbers.Points()[i];
         auto row = points[i];
         row.setX(point.fX);
         row.setY(point.fY);
         row.setZ(point.fZ);
         row.setTime(point.fTime);
      }
      fMessage.End();
   }
   Decay Read()
   {
      auto message = fMessage.Reader();
      const auto from = message.getRoot<packet::Decay>();
      const auto particles = from.getParticles();
      const auto points = from.getPoints();
      const auto daughters = from.getDaughters();
      fFresh.Make(particles.size(), points.size());
      for (unsigned i = 0; i < particles.size(); ++i) {
         const auto row = particles[i];
         graph::Particle &particle = fFresh.NewParticle(i);
         particle.fPdg = row.getPdg();
         particle.fStatus = row.getStatus();
         const auto momentum = row.getMomentum();
         particle.fMomentum[0] = momentum.getX();
         particle.fMomentum[1] = momentum.getY();
         particle.fMomentum[2] = momentum.getZ();
         particle.fMomentum[3] = momentum.getE();
         particle.fMother = fFresh.Particle(row.getMother());
         particle.fElder = fFresh.Particle(row.getElder());
         particle.fOrigin = fFresh.Point(row.getOrigin());
         particle.fDecay = fFresh.Point(row.getDecay());
         const unsigned first = row.getFirstDaughter(), n = row.getDaughters();
         if (n > daughters.size() || first > daughters.size() - n)
            throw std::runtime_error("a message does not fit the class");
         particle.fDaughters.reserve(n);
         for (unsigned k = 0; k < n; ++k)
            particle.fDaughters.push_back(fFresh.Particle(daughters[first + k]));
      }
      for (unsigned i = 0; i < points.size(); ++i) {
         const auto row = points[i];
         graph::Point &point = fFresh.NewPoint(i);
         point.fX = row.getX();
         point.fY = row.getY();
         point.fZ = row.getZ();
         point.fTime = row.getTime();
      }
      return Decay(fFresh.Top());
   }
   std::size_t Bytes() const { return fMessage.Bytes(); }

private:
   bench::CapnpMessage fMessage;
   graph::Numbers fNumbers;
   graph::Fresh fFresh;
};

#endif
