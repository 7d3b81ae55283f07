// protobuf in the row `graph`: one message on an arena that is used again, filled from the numbered decay.
#ifndef ROOTLET_bench_ProtobufGraph
#define ROOTLET_bench_ProtobufGraph

#include "Numbered.h"
#include "graph.pb.h"

#include <google/protobuf/arena.h>

#include <algorithm>
#include <memory>
#include <stdexcept>

class ProtobufGraph {
public:
   static constexpr const char *kName = "protobuf";
   using Decay = std::unique_ptr<graph::Particle>;
   static Decay Make(int particles) { return Decay(graph::Make(particles)); }

   void Write(const Decay &decay)
   {
      fMessage.Clear();
      fNumbers.Number(*decay);
      fMessage.mutable_particles()->Reserve(static_cast<int>(fNumbers.Particles().size()));
      for (const graph::Particle *particle : fNumbers.Particles()) {
         pb::Particle &to = *fMessage.add_particles();
         to.set_pdg(particle->fPdg);
         to.set_status(particle->fStatus);
         to.mutable_momentum()->Add(std::begin(particle->fMomentum), std::end(particle->fMomentum));
         to.set_mother(fNumbers.Of(particle->fMother));
         to.set_elder(fNumbers.Of(particle->fElder));
         to.set_origin(fNumbers.Of(particle->fOrigin));
         to.set_decay(fNumbers.Of(particle->fDecay));
         to.mutable_daughters()->Reserve(static_cast<int>(particle->fDaughters.size()));
         for (const graph::Particle *daughter : particle->fDaughters)
            to.add_daughters(fNumbers.Of(daughter));
      }
      fMessage.mutable_points()->Reserve(static_cast<int>(fNumbers.Points().size()));
      for (const graph::Point *point : fNumbers.Points()) {
         pb::Point &to = *fMessage.add_points();
         to.set_x(point->fX);
         to.set_y(point->fY);
         to.set_z(point->fZ);
         to.set_time(point->fTime);
      }
      fSize = fMessage.ByteSizeLong();
      if (fSize > fCapacity) {
         fBytes.reset(new std::uint8_t[fSize]);
         fCapacity = fSize;
      }
      fMessage.SerializeWithCachedSizesToArray(fBytes.get());
   }
   Decay Read()
   {
      Check(fMessage.ParseFromArray(fBytes.get(), static_cast<int>(fSize)));
      fFresh.Make(static_cast<std::size_t>(fMessage.particles_size()),
                  static_cast<std::size_t>(fMessage.points_size()));
      for (int i = 0; i < fMessage.particles_size(); ++i) {
         const pb::Particle &from = fMessage.particles(i);
         graph::Particle &particle = fFresh.NewParticle(static_cast<std::size_t>(i));
         Check(from.momentum_size() == 4);
         particle.fPdg = from.pdg();
         particle.fStatus = from.status();
         std::copy_n(from.momentum().data(), 4, particle.fMomentum);
         particle.fMother = fFresh.Particle(from.mother());
         particle.fElder = fFresh.Particle(from.elder());
         particle.fOrigin = fFresh.Point(from.origin());
         particle.fDecay = fFresh.Point(from.decay());
         particle.fDaughters.reserve(static_cast<std::size_t>(from.daughters_size()));
         for (const std::int32_t daughter : from.daughters())
            particle.fDaughters.push_back(fFresh.Particle(daughter));
      }
      for (int i = 0; i < fMessage.points_size(); ++i) {
         const pb::Point &from = fMessage.points(i);
         graph::Point &point = fFresh.NewPoint(static_cast<std::size_t>(i));
         point.fX = from.x();
         point.fY = from.y();
         point.fZ = from.z();
         point.fTime = from.time();
      }
      return Decay(fFresh.Top());
   }
   std::size_t Bytes() const { return fSize; }

private:
   static void Check(bool right)
   {
      if (!right)
         throw std::runtime_error("a message does not fit the class");
   }
   google::protobuf::Arena fArena;
   pb::Decay &fMessage = *google::protobuf::Arena::CreateMessage<pb::Decay>(&fArena);
   graph::Numbers fNumbers;
   graph::Fresh fFresh;
   std::unique_ptr<std::uint8_t[]> fBytes;
   std::size_t fSize = 0;
   std::size_t fCapacity = 0;
};

#endif
