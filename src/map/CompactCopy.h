// Writes a whole map file from front to back: one version of each object without gaps, then records and directory, the head
// last. Used by MapStore (Checkpoint) and RepairMap. Invariant: what it writes has no producer and needs no recovery; before
// Finish() it is no map at all.
#ifndef ROOTLET_map_CompactCopy
#define ROOTLET_map_CompactCopy

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "heap/Superblock.h"
#include "map/InfoBlock.h"

namespace rootlet {

/// Threads: one. Errors: MapError that names the new file; the caller then throws it away.
class CompactCopy {
public:
   /// `fd` is an empty file; `path` is for messages. Of `like` the size is not looked at.
   CompactCopy(int fd, std::string path, NewHeap like);

   /// The object gets a new record, in the order in which they are added, and keeps its generation, which must not be 0.
   void Add(const ObjectDescription &description, std::uint64_t generation, const char *payload, std::size_t size);
   void Finish();

private:
   struct Entry {
      std::uint64_t hash;
      std::uint64_t info; ///< offset
      std::uint64_t generation;
      std::uint64_t block; ///< offset
   };

   std::uint64_t Append(const void *bytes, std::size_t size);
   void Flush();
   void Write(const void *bytes, std::size_t size);
   void FinishChunks(std::uint64_t chunkWord);
   /// Whole chunks for what is built in memory; returns where they are.
   std::uint64_t AppendChunks(const void *bytes, std::size_t size, format::ChunkKind kind);
   void AppendSegments(format::Head &head);

   int fFd;
   std::string fPath;
   NewHeap fLike;
   std::vector<Entry> fEntries;
   std::vector<std::uint64_t> fWords; // of the chunks so far
   std::vector<char> fPending;        // written to memory, not to the file
   std::uint64_t fWritten;            // bytes of the file
};

} // namespace rootlet

#endif
