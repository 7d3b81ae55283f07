// What a producer of the storm does between its birth and its death. Used by Storm.cxx, in forked children.
#ifndef ROOTLET_tests_StormJobs
#define ROOTLET_tests_StormJobs

#include <random>
#include <span>
#include <string>

#include "StormNotes.h"
#include "map/MapStore.h"

namespace rootlet::test {

/// A producer that does not keep to the protocol; made by hooks, so that the storm has something to find.
enum class Mutant {
   kNone,
   kCommitBeforeSeal, ///< tells readers to take each version before its header and seal are written
   kCommitTooEarly    ///< commits when the first object of several is sealed
};

struct Stage {
   Notes &notes;
   unsigned self; ///< number of this producer
   std::string folder;
   std::mt19937 random;
   Mutant mutant = Mutant::kNone;
   unsigned rounds = 10; ///< of updates in one job
   bool shared = false;  ///< other producers are at work in the map of the consumers

   ProducerNotes &Own() { return notes.producers[self]; }
   /// The map that consumers read; one of its own for CREATE; a large one; one after a power loss; a copy; and one that is
   /// shared.
   std::string MapPath() const { return folder + "/map"; }
   std::string MadePath() const { return folder + "/made"; }
   std::string LargePath() const { return folder + "/large"; }
   std::string LossPath() const { return folder + "/loss"; }
   std::string CopyPath() const { return folder + "/copy" + std::to_string(self); }
   std::string SharedPath() const { return folder + "/shared"; }
};

struct Job {
   const char *name;
   unsigned weight;      ///< how often it comes in a random life
   void (*run)(Stage &); ///< throws if something is wrong
};
std::span<const Job> Jobs();
/// For producers that share a map.
std::span<const Job> SharedJobs();

/// A new file for a new epoch in the place of the old one.
std::unique_ptr<MapStore> Recreate(Stage &stage);
std::uint64_t EpochOf(const MapStore &store);
/// Makes the process a mutant from now on.
void Mutate(Mutant mutant);

} // namespace rootlet::test

#endif
