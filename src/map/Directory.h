// The producer's side of the directory: inserts and removes records so that consumers look things up at any moment.
// Used by MapStore. Invariants: one store (a bucket or the root) is the only moment of change; what the directory reaches
// is in use, everything else is free. A producer changes its own records only; those of a dead one it can make its own.
#ifndef ROOTLET_map_Directory
#define ROOTLET_map_Directory

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "heap/HeapLock.h"
#include "heap/MapHeap.h"
#include "heap/MappedFile.h"
#include "map/Lease.h"
#include "map/ProducerRecord.h"
#include "map/Reader.h"
#include "map/StringMap.h"

namespace rootlet {

/// What recovery found in the file.
struct DirectoryContents {
   std::vector<std::unique_ptr<ProducerRecord>> records;
   std::vector<std::uint64_t> unusedRecords; ///< offsets
   std::uint64_t table = 0;                  ///< offset
   unsigned log2 = 0;                        ///< of its number of buckets
   std::uint64_t usedBuckets = 0;            ///< not empty: of records, or removed
   std::uint64_t generation = 0;             ///< the newest that is given out
   std::uint64_t lastId = 0;                 ///< the same of record ids
   unsigned lostVersions = 0;                ///< versions that a power loss has destroyed
   unsigned lostRecords = 0;                 ///< records of which no version is left
};

/// Threads: one at a time (MapStore's mutex).
class Directory {
public:
   Directory(MappedFile &file, MapHeap &heap, HeapLock &lock, const Lease &lease, DirectoryContents contents);

   /// From now on there may be records of other producers, found by `others`, and changes of theirs to the table: of one that
   /// has none itself yet.
   void Share(Reader &others);

   /// A new record, without a version, or the one that a dead producer left under that name, of the same class, with its
   /// versions. Throws MapError, with nothing changed, if the name is taken or there is no room. `mayCommit`: no version is
   /// written that is not committed; else a record that has versions cannot become our own.
   ProducerRecord &Insert(ObjectDescription description, bool mayCommit);
   /// Takes the record out and frees all it has. The reference is gone afterwards.
   void Remove(ProducerRecord &record);
   /// The same of a record that a dead producer has left; false if there is none of that name. Throws MapError if its producer
   /// lives.
   bool RemoveOfTheDead(std::string_view name);
   /// True if another producer, who lives, has a record of that name.
   bool IsOfAnother(std::string_view name);
   /// One of this producer's own; null if there is none.
   ProducerRecord *Find(std::string_view name) const;
   std::size_t Size() const { return fRecords.size(); }
   /// All records of this producer, in order of insertion.
   std::vector<ProducerRecord *> Records() const;

private:
   bool IsShared() const { return fOthers != nullptr; }
   void Refresh();
   std::optional<RecordReference> FindOfOthers(std::string_view name, std::uint64_t &owner);
   ProducerRecord *Claim(std::string_view name, bool mayCommit);
   void CommitClaim(const ProducerRecord &record);
   void FindUnused();
   format::Superblock &Superblock() const { return format::At<format::Superblock>(fFile.Base(), 0); }
   std::uint64_t TakeUnusedRecord();
   [[nodiscard]] bool StoreBucket(std::uint64_t table, unsigned log2, std::uint64_t record, std::uint64_t hash,
                                  std::memory_order order);
   void ClearBucket(const ProducerRecord &record);
   void MakeRoom();
   void Rehash();
   struct Place {
      std::uint64_t record; // offset
      std::uint64_t hash;
   };
   std::vector<Place> RecordsOfOthers() const;
   void NoteUsed(std::uint64_t used);

   MappedFile &fFile;
   MapHeap &fHeap;
   HeapLock &fLock;
   const Lease &fLease;
   Reader *fOthers = nullptr; // null: a lone producer
   StringMap<std::unique_ptr<ProducerRecord>> fRecords;
   std::vector<std::uint64_t> fUnused; // offsets of places for records
   std::uint64_t fUsed;                // buckets that are not empty
   std::uint64_t fLastId;
   std::uint64_t fTable;
   unsigned fLog2;
};

} // namespace rootlet

#endif
