// What is left of a map whose words cannot all be believed, because a power loss has left pages of different ages or because
// it is damaged. Used by Recover and Reader after another boot, and by RepairMap. Changes nothing.
// Invariant: a record counts if its info block, its id and its hash prove it, wherever it lies and whatever leads to it; a
// version counts if its seal holds.
#ifndef ROOTLET_map_Survey
#define ROOTLET_map_Survey

#include <cstdint>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "map/DirectoryWalk.h"

namespace rootlet {

/// Stretches of the heap that are in use; they may overlap.
class Stretches {
public:
   void Add(Extent extent) { fExtents.push_back(extent); }
   /// To be called between the last Add and the first question.
   void Sort();
   bool Touch(Extent part) const;
   bool IsEmpty() const { return fExtents.empty(); }

private:
   std::vector<Extent> fExtents;
};

struct Survey {
   /// Sound records, one per name; their slots hold whole versions only. No version: it has none that is whole (`damaged`
   /// knows why), or was never published.
   WalkedDirectory directory;
   /// Sound records outside of the directory of which no version is whole: removed ones in an older page, or lost.
   std::vector<std::unique_ptr<ProducerRecord>> versionless;
   std::vector<std::uint64_t> brokenRecords;                 ///< offsets that buckets lead to, where no sound record is
   Stretches content;                                        ///< info blocks and whole versions of all records
   std::vector<bool> recordChunks;                           ///< by chunk: holds records, or places for them
   std::unordered_map<std::uint64_t, std::uint64_t> damaged; ///< by record id: the newest generation that is not whole
   unsigned damagedVersions = 0;
   unsigned lostRecords = 0;     ///< without a whole version, or without a name (`brokenRecords`)
   bool isTableWhole = true;     ///< the table leads to all records and to nothing else
   bool areCommitsWrong = false; ///< commit words that were believed are older than several versions
   static constexpr std::size_t kMaxFaults = 1000;
   std::vector<std::string> faults; ///< one sentence for each thing that is wrong, of at most kMaxFaults

   /// The heap cannot be smaller.
   std::uint64_t End() const;
};

/// `size` bytes at `base` may be looked at, whatever the heap size is. What it costs is bounded by the size.
Survey SurveyMap(char *base, std::uint64_t size, WalkRules rules);

std::uint64_t NewestGeneration(const ProducerRecord &record);

} // namespace rootlet

#endif
