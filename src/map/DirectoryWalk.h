// The walk over everything that the directory of a map file reaches: checks every offset, changes nothing.
// Used by Recover (nobody else writes then) and by CheckMap and RepairMap (a producer may). What is broken is told to a
// listener, which decides what becomes of it. Invariant: no word of the file is believed before it has been checked.
#ifndef ROOTLET_map_DirectoryWalk
#define ROOTLET_map_DirectoryWalk

#include <cstdint>
#include <memory>
#include <string>
#include <unordered_set>
#include <vector>

#include "heap/ExtentAllocator.h"
#include "map/ProducerRecord.h"

namespace rootlet {

/// Hears what is wrong; may throw, which ends the walk. `what` is a part of a sentence without the file's name.
class WalkListener {
public:
   virtual ~WalkListener() = default;
   /// There is no directory: nothing can be walked.
   virtual void OnBrokenRoot(const std::string &what) = 0;
   /// A bucket that leads to no sound record.
   virtual void OnBrokenRecord(const std::string &what) = 0;
   /// A slot that is not sound; `generation` is 0 if it held no version.
   virtual void OnBrokenSlot(const ProducerRecord &record, const std::string &what, std::uint64_t generation) = 0;
   /// A record that no probe from its hash finds: an empty bucket comes before its own.
   virtual void OnUnreachable(const ProducerRecord &record) = 0;
   /// A whole version that the producer of this lease entry has not published (yet): `commit` is what it has.
   virtual void OnUncommitted(unsigned entry, std::uint64_t generation, std::uint64_t commit) = 0;
};

/// What may be believed of a file.
struct WalkRules {
   bool sealed = true;   ///< blocks have seals
   bool suspect = false; ///< pages are of different ages, or damaged: what proves itself counts, not what leads there
   bool checkSeals = false; ///< without seals nothing is whole then
   bool commits = true;     ///< of a suspect file too: commit words count
   /// Bytes whose seals may still be checked, so that blocks that overlap cost no more than the file has; null: any number.
   std::uint64_t *sealedBytes = nullptr;
};

struct WalkedDirectory {
   Extent table;                                         ///< size 0: there is none
   std::vector<std::unique_ptr<ProducerRecord>> records; ///< in order of their ids
   std::unordered_set<std::uint64_t> recordOffsets;      ///< all that a bucket leads to, sound or not
   std::vector<std::uint64_t> brokenBuckets;             ///< offsets
   std::uint64_t removedBuckets = 0;
   std::uint64_t maxGeneration = 0;
   std::uint64_t maxId = 0;
};

/// Walks the table whose root is `root` in a heap of `size` bytes at `base`, all of them mapped. The memory it takes is
/// bounded by the size.
WalkedDirectory WalkDirectory(char *base, std::uint64_t size, std::uint64_t root, const WalkRules &rules,
                              WalkListener &listener);

/// Checks the record at `offset`, wherever the offset comes from; null, and the listener told, if it is not sound.
std::unique_ptr<ProducerRecord> WalkRecord(char *base, std::uint64_t size, std::uint64_t offset, const WalkRules &rules,
                                           WalkListener &listener);

} // namespace rootlet

#endif
