// The producer's side of the directory: inserts and removes records so that consumers look things up at any moment.
// Used by MapStore. Invariant: one store (a bucket or the root) is the only moment of change; what the directory reaches
// is in use, everything else is free.
#ifndef ROOTLET_map_Directory
#define ROOTLET_map_Directory

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "heap/HeapLock.h"
#include "heap/MapHeap.h"
#include "heap/MappedFile.h"
#include "map/ProducerRecord.h"
#include "map/StringMap.h"

namespace rootlet {

/// What recovery found in the file.
struct DirectoryContents {
   std::vector<std::unique_ptr<ProducerRecord>> records;
   std::vector<std::uint64_t> unusedRecords; ///< offsets
   std::uint64_t table = 0;                  ///< offset
   unsigned log2 = 0;                        ///< of its number of buckets
   std::uint64_t removedBuckets = 0;
   std::uint64_t generation = 0; ///< the newest that is given out
   std::uint64_t lastId = 0;     ///< the same of record ids
   unsigned lostVersions = 0;    ///< versions that a power loss has destroyed
   unsigned lostRecords = 0;     ///< records of which no version is left
};

/// Threads: one at a time (MapStore's mutex).
class Directory {
public:
   Directory(MappedFile &file, MapHeap &heap, HeapLock &lock, std::uint64_t leaseWord, DirectoryContents contents);

   /// A new record; it has no version yet. Throws MapError, with nothing changed, if the name is taken or there is no room.
   ProducerRecord &Insert(ObjectDescription description);
   /// Takes the record out and frees all it has. The reference is gone afterwards.
   void Remove(ProducerRecord &record);
   /// Null if there is none.
   ProducerRecord *Find(std::string_view name) const;
   std::size_t Size() const { return fRecords.size(); }
   /// All records, in order of insertion.
   std::vector<ProducerRecord *> Records() const;

private:
   format::Superblock &Superblock() const { return format::At<format::Superblock>(fFile.Base(), 0); }
   std::uint64_t TakeUnusedRecord();
   [[nodiscard]] bool StoreBucket(std::uint64_t table, unsigned log2, const ProducerRecord &record,
                                  std::memory_order order);
   void ClearBucket(const ProducerRecord &record);
   void MakeRoom();
   void Rehash(unsigned log2);

   MappedFile &fFile;
   MapHeap &fHeap;
   HeapLock &fLock;
   std::uint64_t fLeaseWord;
   StringMap<std::unique_ptr<ProducerRecord>> fRecords;
   std::vector<std::uint64_t> fUnused;
   std::uint64_t fRemoved;
   std::uint64_t fLastId;
   std::uint64_t fTable;
   unsigned fLog2;
};

} // namespace rootlet

#endif
