// Boost.Serialization in the row `graph`: it follows plain pointers and keeps their identity, so the objects are the ones that
// Rootlet streams.
#ifndef ROOTLET_bench_BoostGraph
#define ROOTLET_bench_BoostGraph

#include "Graph.h"
#include "MemoryStream.h"

#include <boost/archive/binary_iarchive.hpp>
#include <boost/archive/binary_oarchive.hpp>
#include <boost/serialization/array_wrapper.hpp>
#include <boost/serialization/vector.hpp>

#include <memory>

// The vector within a particle is met once: it needs neither a class number nor tracking.
BOOST_CLASS_IMPLEMENTATION(std::vector<graph::Particle *>, boost::serialization::object_serializable)
BOOST_CLASS_TRACKING(std::vector<graph::Particle *>, boost::serialization::track_never)

namespace boost::serialization {

template <class Archive>
void serialize(Archive &archive, graph::Point &point, unsigned)
{
   archive &point.fX &point.fY &point.fZ &point.fTime;
}
template <class Archive>
void serialize(Archive &archive, graph::Particle &particle, unsigned)
{
   archive &particle.fPdg &particle.fStatus &make_array(particle.fMomentum, 4);
   archive &particle.fMother &particle.fElder &particle.fOrigin &particle.fDecay &particle.fDaughters;
}

} // namespace boost::serialization

class BoostGraph {
public:
   static constexpr const char *kName = "boost";
   using Decay = std::unique_ptr<graph::Particle>;
   static Decay Make(int particles) { return Decay(graph::Make(particles)); }

   // An archive remembers the objects that it has met: each decay has one of its own.
   void Write(const Decay &decay)
   {
      fOut.Rewind();
      boost::archive::binary_oarchive archive(fOut, kFlags);
      const graph::Particle *top = decay.get();
      archive << top;
   }
   Decay Read()
   {
      fIn.Set(fOut.Data(), fOut.Size());
      boost::archive::binary_iarchive archive(fIn, kFlags);
      graph::Particle *top = nullptr;
      archive >> top;
      return Decay(top);
   }
   std::size_t Bytes() const { return fOut.Size(); }

private:
   static constexpr unsigned kFlags = boost::archive::no_header | boost::archive::no_codecvt;
   bench::MemoryOut fOut;
   bench::MemoryIn fIn;
};

#endif
