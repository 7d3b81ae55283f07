// Making and checking the head of a map file. See Superblock.h.
#include "heap/Superblock.h"

#include <sys/random.h>
#include <time.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <memory>

#include "RootletError.h"
#include "heap/BootId.h"
#include "heap/Crc32c.h"
#include "heap/FaultPoint.h"
#include "heap/MappedFile.h"
#include "heap/OpenFile.h"

namespace rootlet {

using namespace format;

namespace {

/// The segments of a heap of this size lie in chunks that the head's own words cover.
constexpr std::uint64_t kMaxFirstSize = std::uint64_t{1} << 40;

std::uint32_t ConstantCrc(const SuperblockConstant &constant)
{
   return Crc32c(&constant, offsetof(SuperblockConstant, crc));
}

SuperblockConstant MakeConstant(const NewHeap &heap, const std::string &path)
{
   if (heap.title.size() > kTitleCapacity)
      throw MapError(path + ": the title has " + std::to_string(heap.title.size()) + " bytes; at most " +
                     std::to_string(kTitleCapacity) + " are possible");
   SuperblockConstant constant = {};
   std::memcpy(constant.magic, kMagic, sizeof kMagic);
   constant.byteOrder = kByteOrder;
   constant.formatVersion = kFormatVersion;
   constant.constantSize = sizeof constant;
   constant.abi = kAbi;
   constant.geometry = kGeometry;
   if (::getrandom(constant.uuid, sizeof constant.uuid, 0) != static_cast<ssize_t>(sizeof constant.uuid))
      throw MapError(path + ": no random numbers: " + std::strerror(errno));
   struct timespec now = {};
   ::clock_gettime(CLOCK_REALTIME, &now);
   constant.created = static_cast<std::uint64_t>(now.tv_sec) * 1000000000 + static_cast<std::uint64_t>(now.tv_nsec);
   constant.sealed = heap.sealed ? 1 : 0;
   constant.slots = heap.slots;
   constant.titleLength = static_cast<std::uint32_t>(heap.title.size());
   std::memcpy(constant.title, heap.title.data(), heap.title.size());
   constant.crc = ConstantCrc(constant);
   return constant;
}

} // namespace

void WriteEmptyHeap(int fd, const std::string &path, const NewHeap &heap)
{
   if (heap.size > kMaxFirstSize)
      throw MapError(path + ": a size of " + std::to_string(heap.size) + " bytes is more than a map can start with");
   const auto head = std::make_unique<Head>();
   head->chunkWords[0] = ChunkWord(ChunkKind::kHead);
   head->chunkWords[1] = ChunkWord(ChunkKind::kTable);
   std::uint64_t used = 2;
   std::uint64_t chunks = std::max(RoundUp(heap.size, kChunkSize) / kChunkSize, used);
   for (unsigned k = 0; CoveredChunks(k) < chunks; ++k) {
      head->superblock.segments[k] = used * kChunkSize; // its words are zero, as all of a new file
      for (const std::uint64_t end = used + SegmentChunks(k); used < end; ++used)
         head->chunkWords[used] = ChunkWord(ChunkKind::kSegment);
      chunks = std::max(chunks, used);
   }
   const std::uint64_t size = chunks * kChunkSize;
   ROOTLET_FAULT_POINT("create.space");
   MappedFile::AllocateSpace(fd, path, 0, size);

   FillSuperblock(head->superblock, path, heap, size, RootWord(kChunkSize, kMinTableLog2));
   ROOTLET_FAULT_POINT("create.head");
   WriteBytes(fd, path, head.get(), sizeof(Head), 0);
}

void FillSuperblock(Superblock &superblock, const std::string &path, const NewHeap &heap, std::uint64_t size,
                    std::uint64_t root)
{
   superblock.constant = MakeConstant(heap, path);
   superblock.heapSize.value = size;
   superblock.root.value = root;
   superblock.nextGeneration.value = 1;
   superblock.state.value = kLive;
   superblock.bootId[0] = ThisBoot()[0];
   superblock.bootId[1] = ThisBoot()[1];
   superblock.nextRecordId.value = 1;
   superblock.nextLease.value = 1;
}

SuperblockConstant CheckSuperblock(int fd, const std::string &path, bool forWriting)
{
   SuperblockConstant constant = {};
   ssize_t got = 0;
   do
      got = ::pread(fd, &constant, sizeof constant, 0);
   while (got < 0 && errno == EINTR);
   if (got < 0)
      throw MapError(path + ": cannot be read: " + std::strerror(errno));
   if (got == 0)
      throw MapError(path + ": is empty, not a map file; make it again with RECREATE");
   const std::size_t compared = std::min(sizeof kMagic, static_cast<std::size_t>(got));
   if (std::memcmp(constant.magic, kMagic, compared) != 0)
      throw MapError(path + ": is not a map file (wrong magic); RECREATE would replace it");
   if (static_cast<std::size_t>(got) < sizeof constant)
      throw MapError(path + ": truncated: only " + std::to_string(got) + " bytes; make it again with RECREATE");
   if (constant.byteOrder != kByteOrder)
      throw MapError(path + ": was written on a machine of another byte order; make it again with RECREATE");
   if (constant.formatVersion != kFormatVersion || constant.constantSize != sizeof constant)
      throw MapError(path + ": has format version " + std::to_string(constant.formatVersion) +
                     ", this library knows version " + std::to_string(kFormatVersion) +
                     "; use its library, or make it again with RECREATE");
   if (constant.crc != ConstantCrc(constant))
      throw MapError(path + ": damaged: the superblock does not fit its checksum");
   if (constant.incompat & ~kKnownIncompat)
      throw MapError(path + ": uses features that this library does not know (incompat word); use a newer one");
   if (forWriting && (constant.roCompat & ~kKnownRoCompat))
      throw MapError(path +
                     ": uses features with which this library can only read it (ro_compat word); open it with READ");
   if (constant.abi != kAbi)
      throw MapError(
         path + ": was written by a program of another ABI (sizes of pointer, long, long double, wchar_t); make it "
                "again with RECREATE");
   if (constant.geometry != kGeometry)
      throw MapError(path + ": has another chunk, granule or record size; make it again with RECREATE");
   if (constant.titleLength > kTitleCapacity)
      throw MapError(path + ": damaged: the title length is " + std::to_string(constant.titleLength));
   if (constant.slots == 1 || constant.slots > kSlots || constant.sealed > 1)
      throw MapError(path + ": damaged: impossible number of slots or seal option");
   return constant;
}

void CheckHeapSize(std::uint64_t heapSize, std::uint64_t fileSize, const std::string &path)
{
   if (heapSize < 2 * kChunkSize || heapSize % kChunkSize != 0 || heapSize > kMaxHeapSize)
      throw MapError(path + ": damaged: the heap size is " + std::to_string(heapSize));
   if (heapSize > fileSize)
      throw MapError(path + ": truncated: the file has " + std::to_string(fileSize) + " bytes, its heap " +
                     std::to_string(heapSize) + "; make it again with RECREATE");
}

} // namespace rootlet
