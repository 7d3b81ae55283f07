// Opening in all modes, and the one lock around everything a producer does. See MapStore.h.
#include "map/MapStore.h"

#include <sys/stat.h>

#include <algorithm>
#include <unordered_set>

#include "RootletError.h"
#include "heap/BootId.h"
#include "heap/FaultPoint.h"
#include "heap/FileLock.h"
#include "heap/Futex.h"
#include "heap/OpenFile.h"
#include "heap/SigbusGuard.h"
#include "heap/Superblock.h"
#include "map/CompactCopy.h"
#include "map/Printable.h"
#include "map/Reclaim.h"
#include "map/Recover.h"

namespace rootlet {

using namespace format;

namespace {

constexpr int kReadTries = 100; // of records, while others come
constexpr int kOpenTries = 20;  // against another process that replaces the file at the same moment

/// Tells consumers of the file that has just lost its name. What is not a map file has none.
void MarkReplaced(UniqueFd fd, const std::string &path)
{
   try {
      CheckSuperblock(fd.Get(), path, true);
      MappedFile file(std::move(fd), path, MappedFile::Access::kWrite);
      SigbusGuard guard(file);
      auto &superblock = At<Superblock>(file.Base(), 0);
      ROOTLET_FAULT_POINT("recreate.state");
      superblock.state.value.store(kReplaced, std::memory_order_release);
      ROOTLET_FAULT_POINT("recreate.notify");
      superblock.notify.value.fetch_add(1, std::memory_order_release);
      ROOTLET_FAULT_POINT("recreate.wake");
      FutexWake(superblock.notify.value);
   } catch (const MapError &) {
      // not a map file, or a damaged one: nobody waits for it
   }
}

/// What becomes of a name that leads nowhere yet, or is to lead to another file.
struct NewFile {
   mode_t mode;
   bool shared;
   const FillFile &fill;
};

/// The descriptor that has the locks, and what it has locked.
struct OpenProducer {
   UniqueFd fd;
   LockedLease lease;
};

/// The whole file is built under another name; whoever sees the name sees a complete map.
UniqueFd CreateFile(const std::string &path, const NewFile &made, bool replace)
{
   if (!replace && PathExists(path))
      throw MapError(path + ": exists already; use UPDATE to go on with it or RECREATE to replace it");
   TemporaryFile temporary(path, made.mode);
   made.fill(temporary.Fd());
   ROOTLET_FAULT_POINT("create.lock");
   if (made.shared)
      LockOpening(temporary.Fd(), path);
   LockAllLeases(temporary.Fd(), path);
   return temporary.MoveIntoPlace(replace);
}

UniqueFd Recreate(const std::string &path, const NewFile &made)
{
   for (int tries = 0; tries < kOpenTries; ++tries) {
      if (!PathExists(path)) {
         try {
            return CreateFile(path, made, false);
         } catch (const MapError &) {
            if (!PathExists(path))
               throw;
            continue; // somebody else was faster
         }
      }
      UniqueFd old = OpenExisting(path, true);
      ROOTLET_FAULT_POINT("recreate.lock");
      LockAllLeases(old.Get(), path);
      if (!PathNames(path, old.Get()))
         continue;
      ROOTLET_FAULT_POINT("recreate.locked");
      UniqueFd fd = CreateFile(path, made, true);
      ROOTLET_FAULT_POINT("recreate.mark");
      MarkReplaced(std::move(old), path);
      return fd;
   }
   throw MapError(path + ": other processes keep replacing the file");
}

OpenProducer OpenForUpdate(const std::string &path, const NewFile &made)
{
   for (int tries = 0; tries < kOpenTries; ++tries) {
      if (!PathExists(path)) {
         try {
            return {CreateFile(path, made, false), {0, true}};
         } catch (const MapError &) {
            if (!PathExists(path))
               throw;
            continue;
         }
      }
      UniqueFd fd = OpenExisting(path, true);
      CheckSuperblock(fd.Get(), path, true);
      ROOTLET_FAULT_POINT("update.lock");
      LockedLease lease = {0, true};
      if (made.shared) {
         LockOpening(fd.Get(), path);
         lease = LockOneLease(fd.Get(), path);
      } else {
         LockAllLeases(fd.Get(), path);
      }
      ROOTLET_FAULT_POINT("update.locked");
      if (PathNames(path, fd.Get()))
         return {std::move(fd), lease};
   }
   throw MapError(path + ": other processes keep replacing the file");
}

} // namespace

struct MapStore::Producer {
   /// Alone at first, whether the file is to be shared or not.
   Producer(MappedFile &file, bool sealed, unsigned slots)
      : Producer(
           file, 0, [&](Producer &self) { return self.Recovered(file, sealed); }, sealed, slots)
   {
      // The last step: before it the file is recovered anew.
      auto &superblock = At<Superblock>(file.Base(), 0);
      superblock.state.value.store(kLive, std::memory_order_release); // RECREATE of another link may have marked it
      ROOTLET_FAULT_POINT("recover.boot");
      superblock.bootId[0].store(ThisBoot()[0], std::memory_order_release);
      ROOTLET_FAULT_POINT("recover.boot-half");
      superblock.bootId[1].store(ThisBoot()[1], std::memory_order_release);
      ROOTLET_FAULT_POINT("recover.done");
   }
   /// Beside others.
   Producer(MappedFile &file, unsigned index, bool sealed, unsigned slots)
      : Producer(
           file, index, [](Producer &) { return DirectoryContents(); }, sealed, slots)
   {
   }

   /// From now on there may be other producers.
   void Share(MappedFile &file, Reader &reader)
   {
      lock.MendBy([this, &file] {
         heap.Refresh();
         ReclaimFromTheDead(file, heap, lock);
      });
      heap.Share([this, &file] {
         if (HaveTheDeadLeftChunks(heap, lock))
            ReclaimFromTheDead(file, heap, lock);
      });
      directory.Share(reader);
      shared = true;
   }

   DirectoryContents Recovered(MappedFile &file, bool sealed)
   {
      std::lock_guard guard(lock);
      ROOTLET_FAULT_POINT("recover.begin");
      DirectoryContents contents = Recover(file, heap, lease, sealed);
      lostVersions = contents.lostVersions;
      lostRecords = contents.lostRecords;
      generation = contents.generation;
      return contents;
   }

   unsigned lostVersions = 0; // before `directory`, whose construction sets them
   unsigned lostRecords = 0;
   std::uint64_t generation = 0;
   bool shared = false;
   Lease lease;
   HeapLock lock;
   MapHeap heap;
   Directory directory;
   Publisher publisher;

private:
   template <class Contents>
   Producer(MappedFile &file, unsigned index, Contents contents, bool sealed, unsigned slots)
      : lease(file, index), lock(file, lease.LeaseWord()), heap(file, lock, lease.LeaseWord()),
        directory(file, heap, lock, lease, contents(*this)), publisher(file, heap, lease, sealed, slots, generation)
   {
   }
};

std::unique_ptr<MapStore> MapStore::Open(const std::string &path, MapMode mode, const MapOptions &options)
{
   const std::string whole = ResolvePath(path);
   if (options.slots == 1 || options.slots > kSlots)
      throw MapError(whole + ": a record can have 2 to 4 slots, not " + std::to_string(options.slots));
   const FillFile fill = [&](int fd) {
      WriteEmptyHeap(fd, whole, {options.size, options.title, options.seal, options.slots});
   };
   const NewFile made = {options.mode, options.shared, fill};
   OpenProducer opened = {{}, {0, true}};
   switch (mode) {
   case MapMode::kCreate:
      opened.fd = CreateFile(whole, made, false);
      break;
   case MapMode::kRecreate:
      opened.fd = Recreate(whole, made);
      break;
   case MapMode::kUpdate:
      opened = OpenForUpdate(whole, made);
      break;
   case MapMode::kRead:
      return std::unique_ptr<MapStore>(new MapStore(OpenExisting(whole, false), whole, false));
   }
   ROOTLET_FAULT_POINT("open.again");
   UniqueFd mapped = OpenAgain(whole, opened.fd.Get());
   std::unique_ptr<MapStore> store(new MapStore(std::move(mapped), whole, true));
   store->fFile.KeepLocks(std::move(opened.fd));
   ROOTLET_FAULT_POINT("open.producer");
   store->BecomeProducer(opened.lease, options.shared);
   ROOTLET_FAULT_POINT("open.done");
   return store;
}

MapStore::MapStore(UniqueFd fd, const std::string &path, bool write)
   : fConstant(CheckSuperblock(fd.Get(), path, write)),
     fFile(std::move(fd), path, write ? MappedFile::Access::kWrite : MappedFile::Access::kRead),
     fTitle(fConstant.title, fConstant.titleLength), fReader(fFile, fConstant.sealed != 0)
{
   SigbusGuard guard(fFile);
   const std::uint64_t heapSize = At<Superblock>(fFile.Base(), 0).heapSize.value.load(std::memory_order_acquire);
   fFile.ThrowIfBroken();
   CheckHeapSize(heapSize, fFile.FileSize(), path);
   fFile.Extend();
}

MapStore::~MapStore() = default;

void MapStore::BecomeProducer(const LockedLease &lease, bool shared)
{
   SigbusGuard guard(fFile);
   const bool sealed = fConstant.sealed != 0;
   if (lease.alone) {
      fProducer = std::make_unique<Producer>(fFile, sealed, fConstant.slots);
      fLostVersions = fProducer->lostVersions;
      fLostRecords = fProducer->lostRecords;
      fFile.ThrowIfBroken();
      if (!shared)
         return;
      // What it has recovered belongs to a lease that ends here: to whoever adds objects of these names.
      fProducer->lease.End();
      fProducer.reset();
   }
   fProducer = std::make_unique<Producer>(fFile, lease.index, sealed, fConstant.slots);
   fProducer->Share(fFile, fReader);
   {
      const std::lock_guard lock(fProducer->lock);
      ReclaimFromTheDead(fFile, fProducer->heap, fProducer->lock);
   }
   fFile.ThrowIfBroken();
   if (lease.alone)
      UnlockOtherLeases(fFile.LockFd(), lease.index);
   UnlockOpening(fFile.LockFd());
}

/// To be asked before any lock is taken: a thread that a forked child does not have may hold it for ever.
void MapStore::RequireOriginal(const char *what) const
{
   if (fProducer == nullptr)
      throw MapError(Path() + ": is open for reading only, so nothing can be " + what + "; open it with UPDATE");
   if (fFile.IsForkedCopy())
      throw MapError(Path() + ": this process is a forked copy of the producer, so nothing can be " + what +
                     "; open the map anew in this process once the producer has closed it");
}

/// Caller has asked RequireOriginal and holds fMutex.
MapStore::Producer &MapStore::RequireProducer(const char *what) const
{
   if (fPhase == Phase::kStreaming)
      throw MapError(Path() + ": nothing can be " + what + " while an object is being streamed into the map");
   SigbusGuard guard(const_cast<MappedFile &>(fFile));
   const std::uint64_t size = At<Superblock>(fFile.Base(), 0).heapSize.value.load(std::memory_order_relaxed);
   const bool evicted = fProducer->lease.IsEvicted();
   fFile.ThrowIfBroken();
   if (evicted && size != 0) // else it is gone with everything
      throw MapError(Path() + ": another producer has taken over, because our locks were gone; open the map again");
   if (fProducer->shared ? size < fProducer->heap.Size() : size != fProducer->heap.Size()) // only we may change it
      throw MapError(Path() + ": damaged: somebody has changed the heap size from " +
                     std::to_string(fProducer->heap.Size()) + " to " + std::to_string(size) +
                     "; close it and make it again with RECREATE");
   return *fProducer;
}

void MapStore::RequireWritable(const char *what) const
{
   RequireOriginal(what);
   std::lock_guard lock(fMutex);
   RequireProducer(what);
}

std::uint64_t MapStore::Size() const
{
   SigbusGuard guard(const_cast<MappedFile &>(fFile));
   const std::uint64_t heap = At<Superblock>(fFile.Base(), 0).heapSize.value.load(std::memory_order_acquire);
   struct stat info = {}; // a stranger may have written any number
   return heap <= fFile.Size() || ::fstat(fFile.Fd(), &info) != 0
             ? std::min<std::uint64_t>(heap, fFile.Size())
             : std::min(heap, static_cast<std::uint64_t>(info.st_size));
}

/// The path is asked too: RECREATE may have died between giving its file the name and marking this one.
bool MapStore::IsReplaced() const
{
   return fFile.PathNamesAnother() || IsMarkedReplaced();
}

bool MapStore::IsMarkedReplaced() const
{
   SigbusGuard guard(const_cast<MappedFile &>(fFile));
   return At<Superblock>(fFile.Base(), 0).state.value.load(std::memory_order_acquire) == kReplaced;
}

bool MapStore::IsProducerAlive() const
{
   if (IsWritable() && !fFile.IsForkedCopy())
      return true;                      // our own locks do not show when we ask
   static_cast<void>(fFile.FileSize()); // a number that means another file by now would know of no lock
   for (unsigned i = 0; i < kLeases; ++i)
      if (IsByteLocked(fFile.Fd(), kLeaseLock + static_cast<std::int64_t>(i)))
         return true;
   return false;
}

bool MapStore::IsProducerAlive(std::string_view name)
{
   const auto record = name.empty() ? std::nullopt : fReader.Find(name);
   const std::uint64_t owner = record ? fReader.OwnerOf(*record) : 0;
   if (owner == 0)
      return IsProducerAlive();
   if (IsWritable() && !IsForkedCopy() && owner == fProducer->lease.LeaseWord())
      return true;
   static_cast<void>(fFile.FileSize());
   // A lone producer that is just opening the file has all entries, and takes over all records.
   return IsByteLocked(fFile.Fd(), kNumberLock + static_cast<std::int64_t>(LeaseNumber(owner))) ||
          AreBytesLockedTogether(fFile.Fd(), kLeaseLock, kLeases);
}

std::uint64_t MapStore::Notifications() const
{
   SigbusGuard guard(const_cast<MappedFile &>(fFile));
   const std::uint64_t notifications = At<Superblock>(fFile.Base(), 0).notify.value.load(std::memory_order_acquire);
   fFile.ThrowIfBroken();
   return notifications;
}

void MapStore::Sleep(std::uint64_t notifications, std::chrono::milliseconds atMost)
{
   const auto sleep = std::min(atMost, fSleepersLock.MaySleep(fFile.Fd()));
   FutexWait(At<Superblock>(fFile.Base(), 0).notify.value, notifications, static_cast<long>(sleep.count()));
}

void MapStore::WakeSleepers() const
{
   FutexWake(At<Superblock>(fFile.Base(), 0).notify.value);
}

std::uint64_t MapStore::SumOfCommits()
{
   SigbusGuard guard(fFile);
   std::uint64_t sum = 0;
   if (IsSuspect(fFile)) { // commit words mean nothing
      for (const RecordListing &line : fReader.List())
         sum = std::max(sum, line.generation);
      return sum;
   }
   for (const LeaseEntry &entry : At<Head>(fFile.Base(), 0).leases)
      sum += entry.commit.value.load(std::memory_order_acquire);
   fFile.ThrowIfBroken();
   return sum;
}

void MapStore::RequireGenerationOfThisFile(std::uint64_t generation) const
{
   SigbusGuard guard(const_cast<MappedFile &>(fFile));
   const bool suspect =
      IsSuspect(fFile); // then the next word may be an older one; asked first, it may be mended meanwhile
   const std::uint64_t next = At<Superblock>(fFile.Base(), 0).nextGeneration.value.load(std::memory_order_acquire);
   fFile.ThrowIfBroken();
   if (generation >= next && generation != 0 && !suspect)
      throw MapError(Path() + ": has no generation " + std::to_string(generation) + " yet, the newest is " +
                     std::to_string(next == 0 ? 0 : next - 1) +
                     "; wait from 0 when the map has been opened anew, and from what Get has told since");
}

std::optional<ReadResult> MapStore::Read(std::string_view name, PayloadCopy &copy,
                                         std::shared_ptr<const ObjectDescription> *description)
{
   // A record that is removed and added again between finding and reading is looked up anew.
   for (int tries = 0; tries < kOpenTries; ++tries) {
      const auto record = fReader.Find(name);
      if (!record)
         return std::nullopt;
      if (const auto result = fReader.Read(*record, copy)) {
         if (description != nullptr)
            *description = record->description;
         return result;
      }
   }
   throw MapError(Path() + ": '" + Printable(name) + "' is removed and added again faster than it can be read");
}

std::optional<ReadResult> MapStore::ReadInPlace(std::string_view name, const InPlaceCall &call,
                                                std::shared_ptr<const ObjectDescription> &description)
{
   for (int tries = 0; tries < kOpenTries; ++tries) {
      const auto record = fReader.Find(name);
      if (!record)
         return std::nullopt;
      description = record->description;
      if (const auto result = fReader.ReadInPlace(*record, call))
         return result;
   }
   throw MapError(Path() + ": '" + Printable(name) + "' is removed and added again faster than it can be read");
}

std::uint64_t MapStore::ReadTogether(std::span<const std::string> names, bool (*wanted)(std::string_view name),
                                     std::vector<SnapshotPart> &parts)
{
   for (int tries = 0; tries < kReadTries; ++tries) {
      std::vector<SnapshotPart> found;
      const auto add = [&](RecordReference record) {
         const std::size_t i = found.size();
         found.push_back({std::move(record), i < parts.size() ? std::move(parts[i].copy) : PayloadCopy()});
      };
      if (names.empty()) {
         for (RecordListing &line : fReader.List())
            if (wanted(line.record.description->name))
               add(std::move(line.record));
      } else {
         for (const std::string &name : names)
            if (auto record = fReader.Find(name))
               add(std::move(*record));
      }
      parts.swap(found);
      const std::uint64_t generation = fReader.ReadTogether(parts);
      // What came or came back meanwhile may have been published with the others. (A record has its number before anybody can
      // find it, so numbers do not tell what the first look has missed.)
      std::unordered_set<std::string_view> have;
      for (const SnapshotPart &part : parts)
         have.insert(part.record.description->name);
      bool missed = false;
      if (!names.empty() && parts.size() != names.size()) {
         missed = std::any_of(names.begin(), names.end(),
                              [&](const std::string &name) { return !have.contains(name) && GenerationOf(name) != 0; });
      } else if (names.empty()) {
         const auto list = fReader.List();
         missed = std::any_of(list.begin(), list.end(), [&](const RecordListing &line) {
            const std::string &name = line.record.description->name;
            return line.generation != 0 && wanted(name) && !have.contains(name);
         });
      }
      if (!missed)
         return generation;
   }
   throw MapError(Path() + ": records are added and published faster than they can be read together");
}

void MapStore::WriteFile(const std::string &path, mode_t mode, bool replace, const FillFile &fill)
{
   if (replace)
      Recreate(path, {mode, false, fill});
   else
      CreateFile(path, {mode, false, fill}, false);
}

unsigned MapStore::Checkpoint(const std::string &path)
{
   std::unique_lock lock(fMutex, std::defer_lock);
   if (!IsForkedCopy()) // its parent's threads may hold it for ever
      lock.lock();
   if (fPhase == Phase::kStreaming)
      throw MapError(Path() + ": cannot be copied while an object is being streamed into the map");
   const std::string whole = ResolvePath(path);
   if (fFile.IsNamed(whole))
      throw MapError(whole + ": is the map itself; a checkpoint needs another name");
   struct stat info = {};
   const bool known = fFile.FileSize() != 0 && ::fstat(fFile.Fd(), &info) == 0;
   const mode_t mode = known ? (info.st_mode & 0666) | 0600 : 0600;
   unsigned damaged = 0;
   WriteFile(whole, mode, true, [&](int fd) {
      CompactCopy copy(fd, whole, {0, fTitle, fConstant.sealed != 0, fConstant.slots});
      PayloadCopy payload;
      std::unordered_set<std::string> met; // names: one may be removed and added again meanwhile
      // Twice: the layout of a class may have come meanwhile, before the object that needs it.
      for (int round = 0; round < 2; ++round)
         for (const RecordListing &line : fReader.List()) {
            if (line.generation == 0 || met.contains(line.record.description->name))
               continue;
            const auto result = fReader.Read(line.record, payload);
            if (!result || result->generation == 0)
               continue; // removed since it was listed
            met.insert(line.record.description->name);
            damaged += result->damagedVersions != 0 ? 1 : 0;
            copy.Add(*line.record.description, result->generation, payload.Data(), payload.Size());
         }
      copy.Finish();
   });
   return damaged;
}

ProducerRecord &MapStore::Add(ObjectDescription description)
{
   RequireOriginal("added");
   std::lock_guard lock(fMutex);
   Producer &producer = RequireProducer("added");
   SigbusGuard guard(fFile);
   ProducerRecord &record = producer.directory.Insert(std::move(description), fPhase == Phase::kIdle);
   fFile.ThrowIfBroken();
   return record;
}

bool MapStore::IsOfAnother(std::string_view name) const
{
   RequireOriginal("added");
   std::lock_guard lock(fMutex);
   SigbusGuard guard(const_cast<MappedFile &>(fFile));
   return fProducer->directory.IsOfAnother(name);
}

bool MapStore::IsShared() const
{
   return fProducer != nullptr && fProducer->shared;
}

unsigned MapStore::LeaseIndex() const
{
   return fProducer == nullptr ? 0 : fProducer->lease.Index();
}

std::uint64_t MapStore::GenerationOf(std::string_view name)
{
   const auto record = fReader.Find(name);
   return record ? fReader.NewestOf(*record) : 0;
}

ProducerRecord *MapStore::FindOwn(std::string_view name) const
{
   std::lock_guard lock(fMutex);
   return fProducer == nullptr ? nullptr : fProducer->directory.Find(name);
}

std::vector<ProducerRecord *> MapStore::OwnRecords() const
{
   std::lock_guard lock(fMutex);
   return fProducer == nullptr ? std::vector<ProducerRecord *>() : fProducer->directory.Records();
}

bool MapStore::Remove(std::string_view name)
{
   RequireOriginal("removed");
   std::lock_guard lock(fMutex);
   Producer &producer = RequireProducer("removed");
   SigbusGuard guard(fFile);
   bool removed = true;
   if (ProducerRecord *record = producer.directory.Find(name))
      producer.directory.Remove(*record);
   else
      removed = producer.directory.RemoveOfTheDead(name);
   fFile.ThrowIfBroken();
   return removed;
}

std::uint64_t MapStore::Publish(std::span<PublishItem> items, const LateItems &late)
{
   RequireOriginal("published");
   std::lock_guard lock(fMutex);
   Producer &producer = RequireProducer("published");
   struct Mark {
      explicit Mark(Phase &phase) : fPhase(phase) { fPhase = Phase::kStreaming; }
      ~Mark() { fPhase = Phase::kIdle; }
      Phase &fPhase;
   } mark(fPhase);
   if (!late)
      return producer.publisher.Publish(items);
   return producer.publisher.Publish(items, [&] {
      fPhase = Phase::kLate; // no object is being streamed now
      const auto more = late();
      fPhase = Phase::kStreaming;
      return more;
   });
}

void MapStore::Sync()
{
   RequireOriginal("flushed");
   std::lock_guard lock(fMutex);
   RequireProducer("flushed");
   fFile.Sync();
}

std::uint64_t MapStore::FreeBytes() const
{
   if (fProducer == nullptr || IsForkedCopy())
      return 0;
   std::lock_guard lock(fMutex);
   SigbusGuard guard(const_cast<MappedFile &>(fFile));
   return fProducer->heap.FreeBytes();
}

} // namespace rootlet
