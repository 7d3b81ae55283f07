// A decay as a table, for the peers that have no references: every object has a number, every pointer is the number of what it
// points to. Peers that stream it write these rows and read them; the pointers are theirs to turn into numbers and back, which
// is part of the work.
#ifndef ROOTLET_bench_Numbered
#define ROOTLET_bench_Numbered

#include "Graph.h"

#include <algorithm>
#include <bit>
#include <cstdint>
#include <stdexcept>
#include <vector>

namespace graph {

constexpr std::int32_t kNull = -1;

/// Numbers of addresses: a table with open addressing, which keeps its memory.
class AddressTable {
public:
   void Clear()
   {
      std::fill(fSlots.begin(), fSlots.end(), Slot());
      fUsed = 0;
   }
   /// Where the number of `address` stands; kNull at first.
   std::int32_t &At(const void *address)
   {
      if (2 * fUsed >= fSlots.size())
         Grow();
      Slot &slot = Find(address);
      if (!slot.fAddress) {
         slot.fAddress = address;
         ++fUsed;
      }
      return slot.fNumber;
   }
   /// Of one that is there.
   std::int32_t Number(const void *address) { return Find(address).fNumber; }

private:
   struct Slot {
      const void *fAddress = nullptr;
      std::int32_t fNumber = kNull;
   };
   Slot &Find(const void *address)
   {
      std::size_t i = reinterpret_cast<std::size_t>(address) * 0x9E3779B97F4A7C15u >> fShift;
      while (fSlots[i].fAddress && fSlots[i].fAddress != address)
         i = (i + 1) & (fSlots.size() - 1);
      return fSlots[i];
   }
   void Grow()
   {
      std::vector<Slot> old(std::max<std::size_t>(2 * fSlots.size(), 64));
      old.swap(fSlots);
      fShift = 64 - std::countr_zero(fSlots.size());
      for (const Slot &slot : old)
         if (slot.fAddress)
            Find(slot.fAddress) = slot;
   }
   std::vector<Slot> fSlots;
   std::size_t fUsed = 0;
   int fShift = 0;
};

/// Writing: numbers the objects of a decay in the order in which they are met. Used again, it keeps its memory.
class Numbers {
public:
   void Number(const Particle &top)
   {
      fParticles.clear();
      fPoints.clear();
      fNumbers.Clear();
      fDaughters = 0;
      Meet(&top, fParticles);
      for (std::size_t i = 0; i < fParticles.size(); ++i) { // which grows meanwhile
         const Particle &particle = *fParticles[i];
         Meet(particle.fMother, fParticles);
         Meet(particle.fElder, fParticles);
         Meet(particle.fOrigin, fPoints);
         Meet(particle.fDecay, fPoints);
         for (const Particle *daughter : particle.fDaughters)
            Meet(daughter, fParticles);
         fDaughters += particle.fDaughters.size();
      }
   }
   const std::vector<const Particle *> &Particles() const { return fParticles; }
   const std::vector<const Point *> &Points() const { return fPoints; }
   /// How many daughters all particles have together.
   std::size_t Daughters() const { return fDaughters; }
   /// Of an object that was met, or of none.
   std::int32_t Of(const TObject *object) { return object ? fNumbers.Number(object) : kNull; }

private:
   template <class T>
   void Meet(const T *object, std::vector<const T *> &met)
   {
      if (!object)
         return;
      if (std::int32_t &number = fNumbers.At(static_cast<const TObject *>(object)); number == kNull) {
         number = static_cast<std::int32_t>(met.size());
         met.push_back(object);
      }
   }
   std::vector<const Particle *> fParticles;
   std::vector<const Point *> fPoints;
   AddressTable fNumbers;
   std::size_t fDaughters = 0;
};

/// Reading: so many new objects, whose pointers are found by number.
class Fresh {
public:
   void Make(std::size_t particles, std::size_t points)
   {
      fParticles.clear();
      fPoints.clear();
      fParticles.reserve(particles);
      fPoints.reserve(points);
      for (std::size_t i = 0; i < particles; ++i)
         fParticles.push_back(new graph::Particle);
      for (std::size_t i = 0; i < points; ++i)
         fPoints.push_back(new graph::Point);
   }
   graph::Particle &NewParticle(std::size_t i) { return *fParticles[i]; }
   graph::Point &NewPoint(std::size_t i) { return *fPoints[i]; }
   graph::Particle *Particle(std::int32_t number) const { return At(fParticles, number); }
   graph::Point *Point(std::int32_t number) const { return At(fPoints, number); }
   graph::Particle *Top() const { return fParticles.empty() ? nullptr : fParticles.front(); }

private:
   template <class T>
   static T *At(const std::vector<T *> &objects, std::int32_t number)
   {
      if (number == kNull)
         return nullptr;
      if (static_cast<std::size_t>(number) >= objects.size())
         throw std::runtime_error("a number leads to no object");
      return objects[static_cast<std::size_t>(number)];
   }
   std::vector<graph::Particle *> fParticles;
   std::vector<graph::Point *> fPoints;
};

} // namespace graph

#endif
