// Appending blocks, then everything that leads to them. See CompactCopy.h.
#include "map/CompactCopy.h"

#include <algorithm>
#include <cstring>
#include <memory>

#include "RootletError.h"
#include "heap/FaultPoint.h"
#include "heap/MapHeap.h"
#include "heap/MappedFile.h"
#include "heap/OpenFile.h"
#include "map/BlockSeal.h"
#include "map/NameHash.h"

namespace rootlet {

using namespace format;

namespace {

constexpr std::size_t kPiece = std::size_t{1} << 20;
constexpr std::uint64_t kLeaseNumber = 1;

} // namespace

CompactCopy::CompactCopy(int fd, std::string path, NewHeap like)
   : fFd(fd), fPath(std::move(path)), fLike(std::move(like)), fWords{ChunkWord(ChunkKind::kHead)}, fWritten(kChunkSize)
{
   MappedFile::AllocateSpace(fFd, fPath, 0, kChunkSize);
}

void CompactCopy::Add(const ObjectDescription &description, std::uint64_t generation, const char *payload,
                      std::size_t size)
{
   ROOTLET_FAULT_POINT("copy.object");
   const std::uint64_t id = fEntries.size() + 1;
   const std::vector<char> info = EncodeInfo(description, id);
   const std::uint64_t infoOffset = Append(info.data(), info.size());
   BlockHeader header = {};
   header.capacity = MapHeap::BlockSize(sizeof header + size);
   header.recordId = id;
   header.generation = generation;
   header.length = size;
   header.seal = fLike.sealed ? BlockSeal(header, payload) : 0;
   const std::uint64_t block = Append(&header, sizeof header);
   Append(payload, size);
   fEntries.push_back({NameHash(description.name), infoOffset, generation, block});
}

/// Where the bytes lie; the next ones begin at a granule.
std::uint64_t CompactCopy::Append(const void *bytes, std::size_t size)
{
   const std::uint64_t offset = fWritten + fPending.size();
   const char *from = static_cast<const char *>(bytes);
   if (size < kPiece) {
      fPending.insert(fPending.end(), from, from + size);
      fPending.resize(MapHeap::BlockSize(fPending.size()));
   }
   if (size >= kPiece || fPending.size() >= kPiece)
      Flush();
   if (size >= kPiece)
      Write(bytes, size);
   return offset;
}

void CompactCopy::Flush()
{
   Write(fPending.data(), fPending.size());
   fPending.clear();
}

void CompactCopy::Write(const void *bytes, std::size_t size)
{
   ROOTLET_FAULT_POINT("copy.write");
   const std::uint64_t end = fWritten + MapHeap::BlockSize(size);
   MappedFile::AllocateSpace(fFd, fPath, fWritten, end);
   WriteBytes(fFd, fPath, bytes, size, fWritten);
   fWritten = end;
}

/// Ends the chunk that is being written; all chunks since the last time are of this kind.
void CompactCopy::FinishChunks(std::uint64_t chunkWord)
{
   fPending.resize(RoundUp(fWritten + fPending.size(), kChunkSize) - fWritten);
   Flush();
   fWords.resize(fWritten / kChunkSize, chunkWord);
}

std::uint64_t CompactCopy::AppendChunks(const void *bytes, std::size_t size, ChunkKind kind)
{
   const std::uint64_t offset = Append(bytes, size);
   FinishChunks(ChunkWord(kind));
   return offset;
}

void CompactCopy::Finish()
{
   FinishChunks(ChunkWord(ChunkKind::kOwned, LeaseWord(kLeaseNumber, 0)));

   std::vector<Record> records(fEntries.size());
   std::uint64_t newest = 0;
   for (std::size_t i = 0; i < records.size(); ++i) {
      const Entry &entry = fEntries[i];
      records[i].id = i + 1;
      records[i].owner = LeaseWord(kLeaseNumber, 0);
      records[i].hash = entry.hash;
      records[i].info = entry.info;
      records[i].slots[0].generation = entry.generation;
      records[i].slots[0].block = entry.block;
      newest = std::max(newest, entry.generation);
   }
   ROOTLET_FAULT_POINT("copy.records");
   const std::uint64_t recordsAt =
      records.empty() ? 0 : AppendChunks(records.data(), records.size() * sizeof(Record), ChunkKind::kRecords);

   unsigned log2 = kMinTableLog2;
   while ((std::uint64_t{1} << log2) < 4 * (records.size() + 1))
      ++log2;
   const std::uint64_t capacity = std::uint64_t{1} << log2;
   std::vector<std::uint64_t> table(capacity);
   for (std::size_t i = 0; i < fEntries.size(); ++i) {
      std::uint64_t bucket = fEntries[i].hash & (capacity - 1);
      while (table[bucket] != kBucketEmpty)
         bucket = (bucket + 1) & (capacity - 1);
      table[bucket] = BucketWord(recordsAt + i * sizeof(Record), fEntries[i].hash);
   }
   ROOTLET_FAULT_POINT("copy.table");
   const std::uint64_t tableAt = AppendChunks(table.data(), capacity * sizeof(std::uint64_t), ChunkKind::kTable);

   const auto head = std::make_unique<Head>();
   AppendSegments(*head);
   std::copy_n(fWords.begin(), std::min<std::size_t>(fWords.size(), kHeadChunkWords), head->chunkWords);
   FillSuperblock(head->superblock, fPath, fLike, fWritten, RootWord(tableAt, log2));
   head->superblock.nextGeneration.value = newest + 1;
   head->superblock.nextRecordId.value = records.size() + 1;
   head->superblock.nextLease.value = kLeaseNumber + 1;
   head->leases[0].commit.value = newest;
   head->leases[0].number = kLeaseNumber;
   ROOTLET_FAULT_POINT("copy.head");
   WriteBytes(fFd, fPath, head.get(), sizeof(Head), 0);
}

/// The chunk words that the head has no room for, behind everything else; each segment may make the next one necessary.
void CompactCopy::AppendSegments(Head &head)
{
   unsigned segments = 0;
   std::uint64_t chunks = fWords.size();
   for (; CoveredChunks(segments) < chunks; ++segments) {
      head.superblock.segments[segments] = chunks * kChunkSize;
      chunks += SegmentChunks(segments);
   }
   fWords.resize(chunks, ChunkWord(ChunkKind::kSegment));
   for (unsigned k = 0; k < segments; ++k) {
      const std::uint64_t first = SegmentFirstChunk(k);
      std::vector<std::uint64_t> words(SegmentChunks(k) * kChunkSize / sizeof(Word));
      std::copy(fWords.begin() + static_cast<std::ptrdiff_t>(first),
                fWords.begin() + static_cast<std::ptrdiff_t>(std::min(2 * first, chunks)), words.begin());
      Write(words.data(), words.size() * sizeof(Word));
   }
}

} // namespace rootlet
