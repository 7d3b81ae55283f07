// msgpack in the row `graph`: arrays with numbers in place of pointers, packed into one buffer, unpacked into one zone.
#ifndef ROOTLET_bench_MsgpackGraph
#define ROOTLET_bench_MsgpackGraph

#include "MsgpackZone.h"
#include "Numbered.h"

#include <msgpack.hpp>

#include <memory>

class MsgpackGraph {
public:
   static constexpr const char *kName = "msgpack";
   using Decay = std::unique_ptr<graph::Particle>;
   static Decay Make(int particles) { return Decay(graph::Make(particles)); }

   void Write(const Decay &decay)
   {
      fBytes.clear();
      fNumbers.Number(*decay);
      msgpack::packer to(fBytes);
      to.pack_array(2);
      to.pack_array(static_cast<std::uint32_t>(fNumbers.Particles().size()));
      for (const graph::Particle *particle : fNumbers.Particles()) {
         to.pack_array(8).pack(particle->fPdg).pack(particle->fStatus).pack(particle->fMomentum);
         to.pack(fNumbers.Of(particle->fMother)).pack(fNumbers.Of(particle->fElder));
         to.pack(fNumbers.Of(particle->fOrigin)).pack(fNumbers.Of(particle->fDecay));
         to.pack_array(static_cast<std::uint32_t>(particle->fDaughters.size()));
         for (const graph::Particle *daughter : particle->fDaughters)
            to.pack(fNumbers.Of(daughter));
      }
      to.pack_array(static_cast<std::uint32_t>(fNumbers.Points().size()));
      for (const graph::Point *point : fNumbers.Points())
         to.pack_array(4).pack(point->fX).pack(point->fY).pack(point->fZ).pack(point->fTime);
   }
   Decay Read()
   {
      const msgpack::object *from = bench::Members(fZone.Unpack(fBytes), 2);
      const msgpack::object_array &particles = bench::Array(from[0]);
      const msgpack::object_array &points = bench::Array(from[1]);
      fFresh.Make(particles.size, points.size);
      for (std::size_t i = 0; i < particles.size; ++i) {
         const msgpack::object *row = bench::Members(particles.ptr[i], 8);
         graph::Particle &particle = fFresh.NewParticle(i);
         row[0] >> particle.fPdg;
         row[1] >> particle.fStatus;
         row[2] >> particle.fMomentum;
         particle.fMother = fFresh.Particle(row[3].as<std::int32_t>());
         particle.fElder = fFresh.Particle(row[4].as<std::int32_t>());
         particle.fOrigin = fFresh.Point(row[5].as<std::int32_t>());
         particle.fDecay = fFresh.Point(row[6].as<std::int32_t>());
         const msgpack::object_array &daughters = bench::Array(row[7]);
         particle.fDaughters.reserve(daughters.size);
         for (std::size_t k = 0; k < daughters.size; ++k)
            particle.fDaughters.push_back(fFresh.Particle(daughters.ptr[k].as<std::int32_t>()));
      }
      for (std::size_t i = 0; i < points.size; ++i) {
         const msgpack::object *row = bench::Members(points.ptr[i], 4);
         graph::Point &point = fFresh.NewPoint(i);
         row[0] >> point.fX;
         row[1] >> point.fY;
         row[2] >> point.fZ;
         row[3] >> point.fTime;
      }
      return Decay(fFresh.Top());
   }
   std::size_t Bytes() const { return fBytes.size(); }

private:
   msgpack::sbuffer fBytes;
   bench::MsgpackZone fZone;
   graph::Numbers fNumbers;
   graph::Fresh fFresh;
};

#endif
