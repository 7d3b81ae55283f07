// CheckMap: one pass over the file by DirectoryWalk, every seal, and an account of every chunk. See RootletMapCheck.h.
// Beside a living producer passes are repeated, and a fault counts only if all of them have it: generations are never
// reused, so the same sentence is the same fault.
#include <algorithm>
#include <chrono>
#include <set>
#include <thread>

#include "RootletError.h"
#include "RootletMapCheck.h"
#include "heap/ChunkWords.h"
#include "heap/CopyFromShared.h"
#include "heap/Fences.h"
#include "heap/FileLock.h"
#include "heap/OpenFile.h"
#include "heap/SigbusGuard.h"
#include "heap/Superblock.h"
#include "map/BlockSeal.h"
#include "map/DirectoryWalk.h"
#include "map/Printable.h"
#include "map/Recover.h"

namespace rootlet {

using namespace format;

namespace {

constexpr int kLivePasses = 4;

class CheckPass final : public WalkListener {
public:
   CheckPass(MappedFile &file, const SuperblockConstant &constant, bool live) : fFile(file), fBase(nullptr), fLive(live)
   {
      fReport.path = file.Path();
      fReport.title.assign(constant.title, constant.titleLength);
      fReport.sealed = constant.sealed != 0;
      fReport.producerAlive = live;
   }

   MapReport Run()
   {
      fReport.fileSize = fFile.FileSize();
      const std::uint64_t mapped = fFile.Extend();
      fBase = fFile.Base();
      CheckWords(mapped);
      fRules.sealed = fReport.sealed;
      fRules.suspect = fReport.suspect;
      fRules.checkSeals = fReport.suspect && fReport.sealed;
      fRules.commits = !fReport.suspect;
      fWalked = WalkDirectory(fBase, fSize, Super().root.value.load(std::memory_order_acquire), fRules, *this);
      fReport.records = fWalked.records.size();
      if (fReport.suspect && !fReport.sealed && fReport.records != 0)
         Fault("a map without seals is not believed after another boot");
      for (const auto &record : fWalked.records)
         CheckVersions(*record);
      AccountForChunks();
      fFile.ThrowIfBroken();
      return std::move(fReport);
   }

private:
   Superblock &Super() const { return At<Superblock>(fBase, 0); }

   void Fault(std::string what)
   {
      if (++fReport.faultCount <= MapReport::kMaxFaults)
         fReport.faults.push_back(std::move(what));
   }
   void OnBrokenRoot(const std::string &what) override { Fault(what); }
   void OnBrokenRecord(const std::string &what) override
   {
      ++fReport.lostRecords;
      Fault(what);
   }
   void OnBrokenSlot(const ProducerRecord &record, const std::string &what, std::uint64_t generation) override
   {
      if (generation != 0) {
         ++fReport.damagedVersions;
         fDamagedRecords.insert(record.id);
      }
      Fault(what + (generation == 0 ? "" : " (generation " + std::to_string(generation) + ")"));
   }
   void OnUnreachable(const ProducerRecord &record) override
   {
      Fault("the directory does not lead to '" + Printable(record.description.name) + "'");
   }
   void OnUncommitted(unsigned, std::uint64_t, std::uint64_t) override { ++fReport.uncommitted; }

   void CheckWords(std::uint64_t mapped)
   {
      Superblock &super = Super();
      fSize = super.heapSize.value.load(std::memory_order_acquire);
      try {
         CheckHeapSize(fSize, fReport.fileSize, "");
      } catch (const MapError &error) {
         Fault(std::string(error.what()).substr(2));
         fSize = mapped;
      }
      fSize = std::min<std::uint64_t>(fSize, mapped) / kChunkSize * kChunkSize;
      fReport.heapSize = fSize;
      fReport.bytes.tail = fReport.fileSize - std::min(fReport.fileSize, fSize);
      const std::uint64_t state = super.state.value.load(std::memory_order_acquire);
      fReport.replaced = state == kReplaced;
      if (state != kLive && state != kReplaced)
         Fault("the state is " + std::to_string(state));
      fReport.suspect = IsSuspect(fFile);
      const auto counter = [this](Word &word, const char *name) {
         const std::uint64_t value = word.load(std::memory_order_acquire);
         if (value == 0 || value >= kMaxCounter)
            Fault(std::string("the ") + name + " is " + std::to_string(value));
         return value;
      };
      counter(super.nextRecordId.value, "next record id");
      counter(super.nextLease.value, "next lease number");
      // Commits first: a living producer draws its generation before it commits it.
      std::uint64_t commits[kLeases];
      for (unsigned i = 0; i < kLeases; ++i)
         commits[i] = At<Head>(fBase, 0).leases[i].commit.value.load(std::memory_order_acquire);
      const std::uint64_t next = counter(super.nextGeneration.value, "next generation");
      for (const std::uint64_t commit : commits)
         if (commit >= next && (!fReport.suspect || commit >= kMaxCounter))
            Fault("a producer has published generation " + std::to_string(commit) + ", which is not given out yet");
   }

   /// Seals of the versions that the walk has accepted, each over a private copy.
   void CheckVersions(const ProducerRecord &record)
   {
      const auto &words = At<Record>(fBase, record.offset);
      bool any = false;
      for (unsigned s = 0; s < kSlots; ++s) {
         const ProducerRecord::Slot &slot = record.slots[s];
         if (slot.generation == 0)
            continue;
         BlockHeader header;
         CopyFromShared(&header, fBase + slot.block.offset, sizeof header);
         bool whole = header.generation == slot.generation && header.recordId == record.id &&
                      header.length <= slot.block.size - sizeof header;
         if (whole && fReport.sealed) {
            fPayload.resize(std::max<std::size_t>(fPayload.size(), header.length));
            CopyFromShared(fPayload.data(), fBase + slot.block.offset + sizeof header, header.length);
            whole = SealedCapacity(header, fPayload.data()) != 0;
         }
         AcquireFence();
         if (!fReport.suspect && words.slots[s].generation.load(std::memory_order_relaxed) != slot.generation) {
            any = true; // rewritten meanwhile: then there is a newer one
            continue;
         }
         if (whole && (fReport.sealed || !fReport.suspect)) {
            ++fReport.versions;
            fReport.payload += header.length;
            any = true;
         } else if (whole) {
            fDamagedRecords.insert(record.id);
         } else {
            OnBrokenSlot(record,
                         "slot " + std::to_string(s) + " of '" + record.description.name + "' has a broken seal",
                         slot.generation);
         }
      }
      if (!any && fDamagedRecords.contains(record.id)) {
         ++fReport.lostRecords;
         Fault("no version of '" + record.description.name + "' is whole any more");
      }
   }

   /// Every chunk is counted once, under one name.
   void AccountForChunks()
   {
      const std::uint64_t chunks = fSize / kChunkSize;
      struct Claim {
         Extent extent;
         bool info;
      };
      std::vector<Claim> claims;
      for (const auto &record : fWalked.records) {
         claims.push_back({record->info, true});
         for (const ProducerRecord::Slot &slot : record->slots)
            if (slot.block.size != 0)
               claims.push_back({slot.block, false});
      }
      std::sort(claims.begin(), claims.end(), [](const Claim &a, const Claim &b) {
         return a.extent.offset != b.extent.offset ? a.extent.offset < b.extent.offset : a.info < b.info;
      });
      std::uint64_t end = 0;
      for (Claim &claim : claims) {
         if (claim.extent.offset < end) {
            ++fReport.overlaps;
            Fault("two blocks overlap at offset " + std::to_string(claim.extent.offset));
            const std::uint64_t cut = std::min(end - claim.extent.offset, claim.extent.size);
            claim.extent = {claim.extent.offset + cut, claim.extent.size - cut};
         }
         end = std::max(end, claim.extent.End());
      }
      std::vector<bool> segments = SegmentChunksOf(chunks);
      auto claim = claims.begin();
      for (std::uint64_t chunk = 0; chunk < chunks; ++chunk) {
         const std::uint64_t begin = chunk * kChunkSize;
         const std::uint64_t chunkEnd = begin + kChunkSize;
         std::uint64_t info = 0;
         std::uint64_t blocks = 0;
         while (claim != claims.end() && claim->extent.End() <= begin)
            ++claim;
         for (auto inside = claim; inside != claims.end() && inside->extent.offset < chunkEnd; ++inside) {
            const std::uint64_t from = std::max(inside->extent.offset, begin);
            const std::uint64_t to = std::min(inside->extent.End(), chunkEnd);
            (inside->info ? info : blocks) += to > from ? to - from : 0;
         }
         AccountForChunk(chunk, info, blocks, segments[chunk]);
      }
   }

   std::vector<bool> SegmentChunksOf(std::uint64_t chunks)
   {
      std::vector<bool> is(chunks, false);
      for (unsigned k = 0; k < kSegments && CoveredChunks(k) < chunks; ++k) {
         const std::uint64_t offset = Super().segments[k].load(std::memory_order_acquire);
         if (offset < kChunkSize || offset % kChunkSize != 0 || !Fits(offset, SegmentChunks(k) * kChunkSize, fSize)) {
            Fault("segment " + std::to_string(k) + " of the chunk words is at offset " + std::to_string(offset));
            continue;
         }
         for (std::uint64_t i = 0; i < SegmentChunks(k); ++i)
            is[offset / kChunkSize + i] = true;
      }
      return is;
   }

   void AccountForChunk(std::uint64_t chunk, std::uint64_t info, std::uint64_t blocks, bool isSegment)
   {
      MapReport::Bytes &bytes = fReport.bytes;
      const std::uint64_t offset = chunk * kChunkSize;
      const bool isTable = offset >= fWalked.table.offset && offset < fWalked.table.End();
      const Word *found = FindChunkWord(fBase, fSize, chunk);
      const std::uint64_t word = found == nullptr ? 0 : found->load(std::memory_order_acquire);
      const ChunkKind kind = KindOf(word);
      const bool used = info + blocks != 0;
      const auto wrong = [&](const char *what) {
         Fault("chunk " + std::to_string(chunk) + " " + what + ", but its word is " + std::to_string(word));
      };
      if (chunk == 0 || isSegment || isTable) {
         (chunk == 0 ? bytes.head : isSegment ? bytes.chunkWords : bytes.tables) += kChunkSize;
         if (found != nullptr && kind != (chunk == 0  ? ChunkKind::kHead
                                          : isSegment ? ChunkKind::kSegment
                                                      : ChunkKind::kTable))
            wrong(chunk == 0 ? "is the head" : isSegment ? "holds chunk words" : "holds the directory table");
         if (used || (isSegment && isTable)) {
            ++fReport.overlaps;
            Fault("a block or table overlaps chunk " + std::to_string(chunk));
         }
      } else if (kind == ChunkKind::kRecords) {
         bytes.records += kChunkSize;
         CountUnreachedRecords(offset);
         if (used) {
            ++fReport.overlaps;
            Fault("a block overlaps the records in chunk " + std::to_string(chunk));
         }
      } else if (used) {
         bytes.infoBlocks += info;
         bytes.blocks += blocks;
         (kind == ChunkKind::kOrphan ? bytes.orphan : bytes.freeInside) += kChunkSize - info - blocks;
         if (kind != ChunkKind::kOwned && kind != ChunkKind::kOrphan)
            wrong("holds blocks");
      } else if (kind == ChunkKind::kFree) {
         bytes.freeChunks += kChunkSize;
      } else if (kind == ChunkKind::kOrphan) {
         bytes.orphan += kChunkSize;
      } else if (kind == ChunkKind::kOwned || kind == ChunkKind::kTable || kind == ChunkKind::kSegment) {
         (fLive ? bytes.held : bytes.leaked) += kChunkSize;
         ++fReport.unreachedChunks;
      } else {
         bytes.leaked += kChunkSize;
         wrong("is of no known kind");
      }
   }

   void CountUnreachedRecords(std::uint64_t chunk)
   {
      for (std::uint64_t i = 0; i < kRecordsPerChunk; ++i) {
         const std::uint64_t offset = chunk + i * kRecordSize;
         if (At<Record>(fBase, offset).id.load(std::memory_order_acquire) != 0 &&
             !fWalked.recordOffsets.contains(offset))
            ++fReport.unreachedRecords;
      }
   }

   MappedFile &fFile;
   char *fBase;
   bool fLive;
   std::uint64_t fSize = 0;
   WalkRules fRules;
   WalkedDirectory fWalked;
   MapReport fReport;
   std::set<std::uint64_t> fDamagedRecords; // ids
   std::vector<char> fPayload;
};

bool IsAnyLeaseLocked(int fd)
{
   for (unsigned i = 0; i < kLeases; ++i)
      if (IsByteLocked(fd, kLeaseLock + static_cast<std::int64_t>(i)))
         return true;
   return false;
}

/// Of the faults of the later pass those that the earlier one had too.
void KeepCommonFaults(MapReport &later, const MapReport &earlier)
{
   if (later.faultCount > MapReport::kMaxFaults && earlier.faultCount > MapReport::kMaxFaults)
      return; // too many to compare, and too many for anything that a producer does
   const std::set<std::string> known(earlier.faults.begin(), earlier.faults.end());
   std::erase_if(later.faults, [&](const std::string &fault) { return !known.contains(fault); });
   later.faultCount = later.faults.size();
   later.damagedVersions = std::min(later.damagedVersions, later.faultCount);
   later.lostRecords = std::min(later.lostRecords, later.faultCount);
   later.overlaps = std::min(later.overlaps, later.faultCount);
}

} // namespace

MapReport CheckMap(const std::string &path)
{
   const std::string whole = ResolvePath(path);
   UniqueFd fd = OpenExisting(whole, false);
   const SuperblockConstant constant = CheckSuperblock(fd.Get(), whole, false);
   MappedFile file(std::move(fd), whole, MappedFile::Access::kRead);
   if (file.Size() < sizeof(Head))
      throw MapError(whole + ": truncated: only " + std::to_string(file.Size()) +
                     " bytes; make it again with RECREATE");
   SigbusGuard guard(file);
   const bool lived = IsAnyLeaseLocked(file.Fd());
   MapReport report = CheckPass(file, constant, lived).Run();
   for (int pass = 1; pass < kLivePasses && !report.IsSound(); ++pass) {
      if (!lived && !IsAnyLeaseLocked(file.Fd()))
         break; // nobody has changed anything
      std::this_thread::sleep_for(std::chrono::milliseconds(2 << pass));
      MapReport again = CheckPass(file, constant, IsAnyLeaseLocked(file.Fd())).Run();
      KeepCommonFaults(again, report);
      report = std::move(again);
   }
   return report;
}

} // namespace rootlet
