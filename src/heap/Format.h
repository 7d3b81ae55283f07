// The map file, byte by byte: every structure that lies in the file, with its offsets asserted.
// Used by heap and map; docs/mapfile-format.md says the same in words and must be changed together with this file.
// Invariant: the file holds offsets from its start, never pointers, and 64-bit numbers that only grow.
#ifndef ROOTLET_heap_Format
#define ROOTLET_heap_Format

#include <atomic>
#include <bit>
#include <cstddef>
#include <cstdint>

namespace rootlet::format {

/// A word of the file that may change while others look at it.
using Word = std::atomic<std::uint64_t>;
static_assert(sizeof(Word) == 8 && alignof(Word) == 8 && Word::is_always_lock_free);

// ---- geometry -------------------------------------------------------------------------------------------------------

inline constexpr unsigned kChunkShift = 16;
inline constexpr std::uint64_t kChunkSize = std::uint64_t{1} << kChunkShift;
inline constexpr unsigned kGranuleShift = 6;
inline constexpr std::uint64_t kGranule = std::uint64_t{1} << kGranuleShift;
inline constexpr std::uint64_t kRecordSize = 256;
inline constexpr std::uint64_t kRecordsPerChunk = kChunkSize / kRecordSize;
inline constexpr unsigned kSlots = 4;
inline constexpr unsigned kLeases = 64;
/// Generations, record ids and lease numbers stay below; no program lives to count so far.
inline constexpr std::uint64_t kMaxCounter = std::uint64_t{1} << 50;
/// Offsets fit in 48 bits, so that a directory word has room for a 16-bit tag.
inline constexpr std::uint64_t kMaxHeapSize = std::uint64_t{1} << 47;

inline constexpr unsigned char kMagic[8] = {0x89, 'R', 'L', 'M', 'A', 'P', '\r', '\n'};
inline constexpr std::uint64_t kByteOrder = 0x0102030405060708;
inline constexpr std::uint32_t kFormatVersion = 1;
inline constexpr std::uint64_t kGeometry = kChunkShift | kGranuleShift << 8 | 8u << 16 | std::uint64_t{kLeases} << 24;
/// Sizes that objects in the heap depend on. Streamed payloads do not.
inline constexpr std::uint64_t kAbi =
   sizeof(void *) | sizeof(long) << 8 | sizeof(long double) << 16 | sizeof(wchar_t) << 24;

/// Feature bits this library knows. Unknown in compat: go on; in roCompat: read only; in incompat: refuse.
inline constexpr std::uint64_t kKnownRoCompat = 0;
inline constexpr std::uint64_t kKnownIncompat = 0;

// ---- superblock -----------------------------------------------------------------------------------------------------

inline constexpr std::size_t kTitleCapacity = 764;

/// Written once, before the file gets its name; covered by `crc` (CRC32C of everything before it).
struct SuperblockConstant {
   unsigned char magic[8];
   std::uint64_t byteOrder;
   std::uint32_t formatVersion;
   std::uint32_t constantSize;
   std::uint64_t compat;
   std::uint64_t roCompat;
   std::uint64_t incompat;
   std::uint64_t abi;
   std::uint64_t geometry;
   unsigned char uuid[16];
   std::uint64_t created; ///< ns since 1970-01-01 UTC
   std::uint32_t sealed;  ///< 1: every block carries a seal
   std::uint32_t slots;   ///< slots used per record, 2 to 4; 0: 3, or 2 for payloads above 1 MiB
   std::uint32_t titleLength;
   unsigned char reserved[156];
   char title[kTitleCapacity];
   std::uint32_t crc;
};
static_assert(sizeof(SuperblockConstant) == 1024);
static_assert(offsetof(SuperblockConstant, byteOrder) == 8);
static_assert(offsetof(SuperblockConstant, formatVersion) == 16);
static_assert(offsetof(SuperblockConstant, constantSize) == 20);
static_assert(offsetof(SuperblockConstant, compat) == 24);
static_assert(offsetof(SuperblockConstant, roCompat) == 32);
static_assert(offsetof(SuperblockConstant, incompat) == 40);
static_assert(offsetof(SuperblockConstant, abi) == 48);
static_assert(offsetof(SuperblockConstant, geometry) == 56);
static_assert(offsetof(SuperblockConstant, uuid) == 64);
static_assert(offsetof(SuperblockConstant, created) == 80);
static_assert(offsetof(SuperblockConstant, sealed) == 88);
static_assert(offsetof(SuperblockConstant, slots) == 92);
static_assert(offsetof(SuperblockConstant, titleLength) == 96);
static_assert(offsetof(SuperblockConstant, title) == 256);
static_assert(offsetof(SuperblockConstant, crc) == 1020);

/// A word alone in its 128 bytes: two cache lines, because x86-64 prefetches pairs.
struct LoneWord {
   Word value;
   unsigned char pad[120];
};
static_assert(sizeof(LoneWord) == 128);

/// The chunk words beyond the first kHeadChunkWords lie in segments; segment k doubles what is covered.
inline constexpr std::uint64_t kHeadChunkWords = 4096;
inline constexpr unsigned kSegments = 20;

enum State : std::uint64_t { kLive = 1, kReplaced = 2 };

struct Superblock {
   SuperblockConstant constant;
   LoneWord heapSize;       ///< bytes of the heap: a multiple of kChunkSize, at most the file's size
   LoneWord root;           ///< directory: offset of the table, with log2 of its capacity in the low 16 bits
   LoneWord nextGeneration; ///< the generation the next Update will draw
   LoneWord notify;         ///< one more for every publication; waiters sleep on the low half
   LoneWord heapLock;       ///< 0, or the owner's lease word shifted by one; bit 0: somebody sleeps
   LoneWord state;          ///< State
   Word bootId[2];          ///< /proc/sys/kernel/random/boot_id of the last producer
   unsigned char padBootId[112];
   LoneWord nextRecordId;
   LoneWord nextLease;
   LoneWord usedBuckets; ///< of the directory table: not empty; what several producers know of each other's changes
   unsigned char reserved[768];
   Word segments[kSegments]; ///< offset of chunk-word segment k, 0: none
   unsigned char padSegments[864];
};
static_assert(sizeof(Superblock) == 4096);
static_assert(offsetof(Superblock, heapSize) == 1024);
static_assert(offsetof(Superblock, root) == 1152);
static_assert(offsetof(Superblock, nextGeneration) == 1280);
static_assert(offsetof(Superblock, notify) == 1408);
static_assert(offsetof(Superblock, heapLock) == 1536);
static_assert(offsetof(Superblock, state) == 1664);
static_assert(offsetof(Superblock, bootId) == 1792);
static_assert(offsetof(Superblock, nextRecordId) == 1920);
static_assert(offsetof(Superblock, nextLease) == 2048);
static_assert(offsetof(Superblock, usedBuckets) == 2176);
static_assert(offsetof(Superblock, segments) == 3072);

// ---- leases ---------------------------------------------------------------------------------------------------------

/// "Lease number and index" in one word: the name of a producer, never given twice.
inline constexpr std::uint64_t LeaseWord(std::uint64_t number, unsigned index)
{
   return number << 6 | index;
}
inline constexpr unsigned LeaseIndex(std::uint64_t leaseWord)
{
   return leaseWord % kLeases;
}
inline constexpr std::uint64_t LeaseNumber(std::uint64_t leaseWord)
{
   return leaseWord >> 6;
}

struct LeaseEntry {
   LoneWord commit; ///< newest generation that this producer has published; only grows, over all leases of the entry
   Word number;     ///< lease that holds the entry now, or held it last; 0: never used
   Word evicted;    ///< equal to `number`: the holder must not publish any more
   Word pid;        ///< for messages only: means nothing in another pid namespace
   Word startTime;  ///< ns since 1970-01-01 UTC, for messages only
   unsigned char pad[96];
};
static_assert(sizeof(LeaseEntry) == 256);
static_assert(offsetof(LeaseEntry, number) == 128);
static_assert(offsetof(LeaseEntry, evicted) == 136);
static_assert(offsetof(LeaseEntry, pid) == 144);
static_assert(offsetof(LeaseEntry, startTime) == 152);

/// An OFD write lock on byte kLeaseLock + i is lease entry i; behind them come the byte of waiters, the one that one of
/// several producers holds while it opens the file, and the one that the maker of a file holds while that has no name. A lock
/// on byte kNumberLock + n says that lease n lives: numbers are never given twice, so there is no moment at which the next
/// holder of an entry could be taken for the last one.
inline constexpr std::int64_t kLeaseLock = std::int64_t{1} << 62;
inline constexpr std::int64_t kWaitingLock = kLeaseLock + kLeases;
inline constexpr std::int64_t kOpeningLock = kWaitingLock + 1;
inline constexpr std::int64_t kMakingLock = kOpeningLock + 1;
inline constexpr std::int64_t kNumberLock = kLeaseLock + (std::int64_t{1} << 20);

// ---- head: chunk 0 --------------------------------------------------------------------------------------------------

struct Head {
   Superblock superblock;
   LeaseEntry leases[kLeases];
   unsigned char reserved[12288];
   Word chunkWords[kHeadChunkWords];
};
static_assert(sizeof(Head) == kChunkSize);
static_assert(offsetof(Head, leases) == 4096);
static_assert(offsetof(Head, chunkWords) == 32768);

/// What a chunk is used for: low 8 bits of its chunk word. Above them, of kOwned and kRecords, the lease word of the producer
/// who may use what is free in it.
enum class ChunkKind : std::uint8_t {
   kFree = 0,
   kHead = 1,
   kSegment = 2,
   kTable = 3,
   kRecords = 4,
   kOwned = 5,
   kOrphan = 6
};
inline constexpr std::uint64_t ChunkWord(ChunkKind kind, std::uint64_t leaseWord = 0)
{
   return static_cast<std::uint64_t>(kind) | leaseWord << 8;
}
inline constexpr ChunkKind KindOf(std::uint64_t chunkWord)
{
   return static_cast<ChunkKind>(chunkWord & 0xff);
}

/// Which segment holds the word of a chunk at or above kHeadChunkWords, and where the segment begins.
inline constexpr unsigned SegmentOf(std::uint64_t chunk)
{
   return static_cast<unsigned>(std::bit_width(chunk / kHeadChunkWords)) - 1;
}
inline constexpr std::uint64_t SegmentFirstChunk(unsigned segment)
{
   return kHeadChunkWords << segment;
}
/// A segment covers as many chunks as all words before it.
inline constexpr std::uint64_t SegmentBytes(unsigned segment)
{
   return SegmentFirstChunk(segment) * sizeof(Word);
}
inline constexpr std::uint64_t SegmentChunks(unsigned segment)
{
   return (SegmentBytes(segment) + kChunkSize - 1) / kChunkSize;
}
/// Chunks that have a word when the first `segments` segments exist.
inline constexpr std::uint64_t CoveredChunks(unsigned segments)
{
   return kHeadChunkWords << segments;
}
static_assert(SegmentOf(4096) == 0 && SegmentOf(8191) == 0 && SegmentOf(8192) == 1 && SegmentFirstChunk(1) == 8192);
static_assert(SegmentFirstChunk(kSegments) * kChunkSize >= kMaxHeapSize / 8);

// ---- directory ------------------------------------------------------------------------------------------------------

inline constexpr std::uint64_t kBucketEmpty = 0;
inline constexpr std::uint64_t kBucketRemoved = 1;
inline constexpr unsigned kMinTableLog2 = 13; ///< 8192 buckets fill one chunk
inline constexpr unsigned kMaxTableLog2 = 40;
inline constexpr std::uint64_t BucketWord(std::uint64_t record, std::uint64_t hash)
{
   return record | (hash >> 48) << 48;
}
inline constexpr std::uint64_t BucketRecord(std::uint64_t bucket)
{
   return bucket & ((std::uint64_t{1} << 48) - 1);
}
inline constexpr std::uint64_t BucketTag(std::uint64_t bucket)
{
   return bucket >> 48;
}
inline constexpr std::uint64_t RootWord(std::uint64_t table, unsigned log2)
{
   return table | log2;
}
inline constexpr std::uint64_t RootTable(std::uint64_t root)
{
   return root & ~(kChunkSize - 1);
}
inline constexpr unsigned RootLog2(std::uint64_t root)
{
   return static_cast<unsigned>(root & (kChunkSize - 1));
}

struct Slot {
   Word generation; ///< 0: being written or unused
   Word block;      ///< offset of its block, 0: none
};

/// Records lie in chunks of their own and stay records for ever: a stale offset finds a record, never other bytes.
struct Record {
   Word id;    ///< 0: unused; never given twice
   Word owner; ///< lease word of the producer
   Word hash;  ///< NameHash of the name
   Word info;  ///< offset of the info block, which never changes while the id stays
   unsigned char reserved[32];
   Slot slots[kSlots];
   unsigned char pad[128];
};
static_assert(sizeof(Record) == kRecordSize);
static_assert(offsetof(Record, owner) == 8);
static_assert(offsetof(Record, hash) == 16);
static_assert(offsetof(Record, info) == 24);
static_assert(offsetof(Record, slots) == 64);

/// What the payloads of a record are.
enum class PayloadForm : std::uint32_t {
   kStreamed = 0, ///< what Streamer() writes
   kDirect = 1,   ///< the numbers that the layout lists, as they lie in memory, in its order
   kShared = 2    ///< an object of a shareable class as it lies in memory, then what its containers hold
};
inline constexpr std::uint32_t kMaxPayloadForm = 2;

/// Begins every info block; the name, the class name and the layout follow it, without terminating zeros.
struct InfoHeader {
   std::uint32_t size; ///< header, names and layout, in bytes
   std::uint32_t crc;  ///< CRC32C of everything behind this field
   std::uint64_t recordId;
   std::uint64_t streamerInfo; ///< offset of the description of the class, 0: none
   std::uint32_t classChecksum;
   std::int32_t classVersion;
   std::uint32_t nameLength;
   std::uint32_t classLength;
   std::uint32_t form; ///< a PayloadForm
   std::uint32_t layoutLength;
   std::uint64_t fingerprint; ///< of the layout; 0 if streamed
   unsigned char reserved[8];
};
static_assert(sizeof(InfoHeader) == 64);
static_assert(offsetof(InfoHeader, recordId) == 8);
static_assert(offsetof(InfoHeader, streamerInfo) == 16);
static_assert(offsetof(InfoHeader, classChecksum) == 24);
static_assert(offsetof(InfoHeader, classVersion) == 28);
static_assert(offsetof(InfoHeader, nameLength) == 32);
static_assert(offsetof(InfoHeader, classLength) == 36);
static_assert(offsetof(InfoHeader, form) == 40);
static_assert(offsetof(InfoHeader, layoutLength) == 44);
static_assert(offsetof(InfoHeader, fingerprint) == 48);
inline constexpr std::uint32_t kMaxNameLength = 1u << 15;
inline constexpr std::uint32_t kMaxLayoutLength = 1u << 20;

/// Begins every block of a slot; the payload follows it.
struct BlockHeader {
   std::uint64_t capacity; ///< bytes of the whole block, header included; a multiple of kGranule
   std::uint64_t recordId;
   std::uint64_t generation;
   std::uint64_t length; ///< bytes of the payload
   std::uint64_t streamerInfo;
   std::uint32_t seal; ///< CRC32C of the header with this field 0 and the payload; 0 in a map without seals
   std::uint32_t reserved32;
   unsigned char reserved[16];
};
static_assert(sizeof(BlockHeader) == kGranule);
static_assert(offsetof(BlockHeader, recordId) == 8);
static_assert(offsetof(BlockHeader, generation) == 16);
static_assert(offsetof(BlockHeader, length) == 24);
static_assert(offsetof(BlockHeader, streamerInfo) == 32);
static_assert(offsetof(BlockHeader, seal) == 40);

// ---- helpers --------------------------------------------------------------------------------------------------------

inline constexpr std::uint64_t RoundUp(std::uint64_t value, std::uint64_t unit)
{
   return (value + unit - 1) / unit * unit;
}

/// True if `length` bytes from `offset` lie inside `size` bytes, whatever the three numbers are.
inline constexpr bool Fits(std::uint64_t offset, std::uint64_t length, std::uint64_t size)
{
   return offset <= size && length <= size - offset;
}

/// The structure at an offset that has been checked.
template <class T>
T &At(char *base, std::uint64_t offset)
{
   return *reinterpret_cast<T *>(base + offset);
}

} // namespace rootlet::format

#endif
