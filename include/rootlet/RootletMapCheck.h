// Looks at a map file as a whole: is it sound, and where are its bytes. Used by `rootlet check`.
// Never changes the file; takes any file, however damaged, in memory bounded by its size.
#ifndef ROOTLET_RootletMapCheck
#define ROOTLET_RootletMapCheck

#include <cstdint>
#include <string>
#include <vector>

namespace rootlet {

/// What CheckMap found. All sizes in bytes.
struct MapReport {
   std::string path; ///< absolute
   std::string title;
   bool sealed = true;         ///< versions carry a checksum
   bool producerAlive = false; ///< some process has the file open for writing: the figures are of one instant
   bool replaced = false;      ///< RECREATE has put another file in the place of this one
   bool suspect = false;       ///< the last producer wrote before the last boot: only seals are believed

   /// One sentence for each thing that is wrong, of at most kMaxFaults; `faultCount` counts all of them.
   static constexpr std::size_t kMaxFaults = 1000;
   std::vector<std::string> faults;
   std::uint64_t faultCount = 0;
   bool IsSound() const { return faultCount == 0; }

   std::uint64_t records = 0;         ///< sound ones that the directory reaches
   std::uint64_t versions = 0;        ///< whole ones, of all records
   std::uint64_t uncommitted = 0;     ///< streamed, but not published (yet)
   std::uint64_t damagedVersions = 0; ///< their seal or their block does not hold
   std::uint64_t lostRecords = 0;     ///< in the directory, but not sound, or without any version that is left
   std::uint64_t overlaps = 0;        ///< stretches of the heap that two records, or a record and a table, claim

   // What a producer that was killed leaves behind. No damage: the next UPDATE finds it.
   std::uint64_t unreachedRecords = 0; ///< filled, but not in the directory
   std::uint64_t unreachedChunks = 0;  ///< of 64 KiB: tables, chunk words and chunks of blocks that nothing leads to

   std::uint64_t fileSize = 0;
   std::uint64_t heapSize = 0; ///< the sum of the following, without the tail
   struct Bytes {
      std::uint64_t head = 0;       ///< superblock, leases, and the first chunk words
      std::uint64_t chunkWords = 0; ///< segments of further chunk words
      std::uint64_t tables = 0;     ///< the directory table
      std::uint64_t records = 0;    ///< chunks of records
      std::uint64_t infoBlocks = 0; ///< names and classes
      std::uint64_t blocks = 0;     ///< of the slots, room to grow included
      std::uint64_t freeInside = 0; ///< free between the blocks of a chunk
      std::uint64_t orphan = 0;     ///< free in chunks of dead producers, in which nobody allocates
      std::uint64_t freeChunks = 0;
      std::uint64_t held = 0; ///< chunks of a living producer that nothing leads to: it may be about to use them
      std::uint64_t leaked =
         0; ///< marked as in use, but nothing leads there and nobody lives who could know: until UPDATE
      std::uint64_t tail = 0; ///< of the file, behind the heap
   } bytes;
   std::uint64_t payload = 0; ///< bytes of all whole versions
};

/// Walks the whole file and checks every seal. Throws MapError if it cannot be read as a map at all. Beside a living producer
/// only what stays wrong when it is looked at again is reported.
MapReport CheckMap(const std::string &path);

} // namespace rootlet

#endif
