// cereal in the row `graph`: it follows smart pointers only, so the decay is made of them here. Classes without virtual
// functions, of which cereal need not write the names. What owns is a shared_ptr; what would make a cycle is a weak_ptr.
#ifndef ROOTLET_bench_CerealGraph
#define ROOTLET_bench_CerealGraph

#include "Graph.h"
#include "MemoryStream.h"

#include <cereal/archives/binary.hpp>
#include <cereal/types/memory.hpp>
#include <cereal/types/vector.hpp>

#include <algorithm>
#include <istream>
#include <memory>
#include <ostream>
#include <unordered_map>
#include <vector>

namespace smart {

struct Point {
   float fX = 0;
   float fY = 0;
   float fZ = 0;
   float fTime = 0;

   template <class Archive>
   void serialize(Archive &archive)
   {
      archive(fX, fY, fZ, fTime);
   }
};

struct Particle {
   int fPdg = 0;
   int fStatus = 0;
   float fMomentum[4] = {};
   std::weak_ptr<Particle> fMother;
   std::shared_ptr<Particle> fElder;
   std::shared_ptr<Point> fOrigin;
   std::shared_ptr<Point> fDecay;
   std::vector<std::shared_ptr<Particle>> fDaughters;

   template <class Archive>
   void serialize(Archive &archive)
   {
      archive(fPdg, fStatus, fMomentum, fMother, fElder, fOrigin, fDecay, fDaughters);
   }
};

/// A decay like graph::Make's.
inline std::shared_ptr<Particle> Make(int particles)
{
   std::vector<std::shared_ptr<Particle>> all;
   for (int i = 0; i < particles; ++i) {
      auto particle = std::make_shared<Particle>();
      const auto x = static_cast<float>(i);
      particle->fPdg = i % 5 * 100 - 211;
      particle->fStatus = i;
      for (int k = 0; k < 4; ++k)
         particle->fMomentum[k] = x / static_cast<float>(k + 1);
      if (i > 0) {
         Particle &mother = *all[static_cast<std::size_t>((i - 1) / graph::kDaughters)];
         if (mother.fDaughters.empty())
            mother.fDecay = std::make_shared<Point>(Point{x, 0, -2 * x, 0.5f * x});
         else
            particle->fElder = mother.fDaughters.back();
         particle->fMother = all[static_cast<std::size_t>((i - 1) / graph::kDaughters)];
         particle->fOrigin = mother.fDecay;
         mother.fDaughters.push_back(particle);
      }
      all.push_back(std::move(particle));
   }
   return all.empty() ? nullptr : all.front();
}

} // namespace smart

class CerealGraph {
public:
   static constexpr const char *kName = "cereal";
   using Decay = std::shared_ptr<smart::Particle>;
   static Decay Make(int particles) { return smart::Make(particles); }

   // An archive remembers the objects that it has met: each decay has one of its own.
   void Write(const Decay &decay)
   {
      fOut.Rewind();
      cereal::BinaryOutputArchive archive(fOutStream);
      archive(decay);
   }
   Decay Read()
   {
      fIn.Set(fOut.Data(), fOut.Size());
      cereal::BinaryInputArchive archive(fInStream);
      Decay decay;
      archive(decay);
      return decay;
   }
   std::size_t Bytes() const { return fOut.Size(); }

private:
   bench::MemoryOut fOut;
   bench::MemoryIn fIn;
   std::ostream fOutStream{&fOut};
   std::istream fInStream{&fIn};
};

#endif
