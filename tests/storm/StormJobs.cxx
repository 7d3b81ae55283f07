// The producers of the storm. See StormJobs.h.
#include "StormJobs.h"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <memory>
#include <vector>

#include "../map/FilePatch.h"
#include "../map/StoreTools.h"
#include "StormSample.h"
#include "RootletError.h"
#include "StormShared.h"
#include "TMapFile.h"
#include "heap/Format.h"
#include "map/BlockSeal.h"
#include "map/Waiting.h"

namespace rootlet::test {
namespace {

using namespace format;
using container_test::Rows;

MapStore *gStore = nullptr;                 // of the Update that runs, for the mutants' hook
const ProducerRecord *gStreaming = nullptr; // the same: what was streamed last

/// A pattern that says which record it is for.
class TellingWriter : public PatternWriter {
public:
   TellingWriter(const ProducerRecord &record, std::uint64_t number, std::size_t bytes)
      : PatternWriter(number, bytes), fRecord(&record)
   {
   }
   std::size_t Write(BufferStorage &storage) override
   {
      const std::size_t length = PatternWriter::Write(storage);
      gStreaming = fRecord;
      return length;
   }

private:
   const ProducerRecord *fRecord;
};

void PublishOne(MapStore &store, ProducerRecord &record, PayloadWriter &writer)
{
   PublishItem item{&record, &writer, nullptr};
   store.Publish({&item, 1});
   if (item.error)
      std::rethrow_exception(item.error);
}

ProducerRecord &RecordOf(MapStore &store, const std::string &name)
{
   ProducerRecord *record = store.FindOwn(name);
   return record != nullptr ? *record : AddNamed(store, name);
}

/// All patterns of this producer under one number, each of its own size, at most 64 << `scale` bytes.
void PublishPatterns(Stage &stage, MapStore &store, unsigned scale)
{
   ProducerNotes &notes = stage.Own();
   const std::uint64_t epoch = EpochOf(store);
   const std::uint64_t number = notes.number.fetch_add(1) + 1;
   std::vector<TellingWriter> writers;
   std::vector<PublishItem> items;
   writers.reserve(kRecords);
   for (unsigned r = 0; r < kRecords; ++r) {
      ProducerRecord &record = RecordOf(store, PatternName(stage.self, r));
      writers.emplace_back(record, number, 16 + stage.random() % (std::size_t{64} << scale));
      items.push_back({&record, &writers.back(), nullptr});
   }
   gStore = &store;
   notes.inUpdate.store(true);
   store.Publish(items);
   for (const PublishItem &item : items)
      if (item.error)
         std::rethrow_exception(item.error);
   notes.returned[epoch].store(number);
   notes.inUpdate.store(false);
}

void Update(Stage &stage)
{
   const auto store = MapStore::Open(stage.MapPath(), MapMode::kUpdate, {.shared = stage.shared});
   for (unsigned round = 0; round < stage.rounds; ++round) {
      if (stage.random() % 4 == 0) {
         const std::string passing = "passing" + std::to_string(stage.self) + "." + std::to_string(stage.random() % 3);
         if (!store->Remove(passing))
            AddNamed(*store, passing);
      }
      PublishPatterns(stage, *store, static_cast<unsigned>(stage.random() % 10));
   }
}

void UpdateObjects(Stage &stage)
{
   const std::unique_ptr<TMapFile> map(
      TMapFile::Create(stage.MapPath().c_str(), stage.shared ? "UPDATE SHARED" : "UPDATE"));
   if (!map)
      throw Error("TMapFile cannot open the map");
   ProducerNotes &notes = stage.Own();
   const std::uint64_t epoch = std::stoull(map->GetTitle());
   std::vector<std::unique_ptr<StormSample>> samples;
   for (unsigned s = 0; s < kDirectSample; ++s) {
      samples.push_back(std::make_unique<StormSample>(SampleName(stage.self, s).c_str()));
      map->Add(samples.back().get());
   }
   StormDirect direct;
   map->AddDirect(&direct, SampleName(stage.self, kDirectSample).c_str());
   const std::string name = SharedName(stage.self);
   auto rows = map->Resume<Rows>(name.c_str());
   if (!rows)
      rows = map->Emplace<Rows>(name.c_str());
   auto view = map->View<Rows>(name.c_str());
   for (unsigned round = 0; round < stage.rounds; ++round) {
      const std::uint64_t number = notes.number.fetch_add(1) + 1;
      for (const auto &sample : samples)
         sample->Fill(static_cast<Int_t>(number));
      direct.Fill(static_cast<Int_t>(number));
      notes.inUpdate.store(true);
      map->Update();
      notes.sampled[epoch].store(number);
      rows->Write([number](Rows &r) { r.Fill(number); });
      notes.written[epoch].store(number);
      notes.inUpdate.store(false);
      try {
         rows->Write([](Rows &r) {
            r.Fill(0);
            throw Error("nobody shall see this");
         });
      } catch (const Error &) {
      }
      std::uint64_t seen = 0;
      if (!view.InPlace([&](const InPlaceOf<Rows> &r) { seen = r.fNumber(); }) || seen != number)
         throw Error(name + ": is not what was written");
   }
}

void Reopen(Stage &stage)
{
   MapStore::Open(stage.MapPath(), MapMode::kUpdate, {.shared = stage.shared});
}

void Replace(Stage &stage)
{
   const auto store = Recreate(stage);
   PublishPatterns(stage, *store, 4);
}

void Grow(Stage &stage)
{
   const auto store = Recreate(stage);
   for (unsigned scale = 8; scale < 14; ++scale)
      PublishPatterns(stage, *store, scale);
   store->Sync();
}

/// The file system has no fallocate: zeros are written.
void GrowByZeros(Stage &stage)
{
   fault::Points::Instance().FailAt("space.fallocate", 1, EOPNOTSUPP, true);
   Grow(stage);
}

/// The disk has no room for a whole step, and then for what is needed.
void GrowOnAFullDisk(Stage &stage)
{
   const auto store = Recreate(stage);
   PublishPatterns(stage, *store, 4);
   fault::Points::Instance().FailAt("space.fallocate", 1, ENOSPC);
   for (unsigned scale = 10; scale < 13; ++scale)
      PublishPatterns(stage, *store, scale);
}

/// So many names that half of the table is in use or removed and it is made anew: n buckets of 2n are hit by the hashes of
/// 2n ln 2 names, as a removed bucket may be hit again.
void Rehash(Stage &stage)
{
   const auto store = MapStore::Open(stage.MapPath(), MapMode::kUpdate);
   const std::string name = "brief" + std::to_string(stage.random()) + ".";
   for (std::uint64_t i = 0; i < (std::uint64_t{1} << kMinTableLog2) * 8 / 10; ++i) {
      AddNamed(*store, name + std::to_string(i));
      store->Remove(name + std::to_string(i));
   }
}

/// One record that becomes so large that it uses fewer slots, then small; and room for 17 MiB, given back.
void UpdateLarge(Stage &stage)
{
   const auto store = MapStore::Open(stage.MapPath(), MapMode::kUpdate);
   store->Remove("large");
   ProducerRecord &record = AddNamed(*store, "large");
   for (const std::size_t size : {100000, 100000, 100000, 1300000, 1300000, 1300000, 200, 200})
      if (RoomyWriter writer(size, size); true)
         PublishOne(*store, record, writer);
   RoomyWriter roomy(std::size_t{17} << 20, 100);
   PublishOne(*store, record, roomy);
   store->Remove("large");
}

void Create(Stage &stage)
{
   std::filesystem::remove(stage.MadePath());
   Put(*MapStore::Open(stage.MadePath(), MapMode::kCreate, {.size = 0}), "made", "made");
}

/// The file system cannot rename without replacing.
void CreateByLink(Stage &stage)
{
   fault::Points::Instance().FailAt("create.rename", 1, EINVAL);
   Create(stage);
}

/// One growth past the 256 MiB whose chunk words the head holds.
void GrowPastTheHead(Stage &stage)
{
   const auto store = MapStore::Open(stage.LargePath(), MapMode::kRecreate, {.size = 0});
   RoomyWriter roomy(std::size_t{257} << 20, 100);
   PublishOne(*store, AddNamed(*store, "large"), roomy);
}

/// Opens a file after a power loss: one record is broken, one is not in the table, a block claims what was given to others
/// since, and the heap size is an older one.
void RecoverAfterPowerLoss(Stage &stage)
{
   const std::string large(1 << 20, 'l');
   std::uint64_t broken = 0, kept = 0, block = 0, size = 0;
   {
      const auto store = MapStore::Open(stage.LossPath(), MapMode::kRecreate, {.size = 0});
      for (const char *name : {"kept", "cut", "broken"})
         Put(*store, name, name);
      kept = store->FindOwn("kept")->offset;
      broken = store->FindOwn("broken")->offset;
      for (const ProducerRecord::Slot &slot : store->FindOwn("cut")->slots)
         block = std::max(block, slot.block.offset);
      size = store->Size();
      Put(*store, "large", large);
   }
   const FilePatch file(stage.LossPath());
   file.Flip(broken + offsetof(Record, hash));
   auto header = file.Load<BlockHeader>(block);
   header.capacity = 16384;
   header.seal = BlockSeal(header, "cut");
   file.Store(block, header);
   const std::uint64_t table = RootTable(file.Load(offsetof(Superblock, root)));
   for (std::uint64_t at = table; at < table + kChunkSize; at += 8)
      if (BucketRecord(file.Load(at)) == kept)
         file.Store(at, std::uint64_t{0});
   file.Store(offsetof(Superblock, heapSize), size);
   file.Flip(offsetof(Superblock, bootId));
   for (const MapMode mode : {MapMode::kRead, MapMode::kUpdate}) { // who reads it sees what the producer will mend
      const auto store = MapStore::Open(stage.LossPath(), mode);
      if (Take(*store, "kept") != "kept" || Take(*store, "broken") != "(none)" || Take(*store, "cut") != "cut" ||
          Take(*store, "large") != large)
         throw Error("a power loss has cost another record");
   }
}

/// The copy is whole whoever dies while it is made: the one before, or the new one.
void MakeCheckpoint(Stage &stage)
{
   const auto store = MapStore::Open(stage.MapPath(), MapMode::kUpdate);
   PublishPatterns(stage, *store, 6);
   store->Checkpoint(stage.CopyPath());
   const auto copy = MapStore::Open(stage.CopyPath(), MapMode::kRead);
   PayloadCopy payload;
   const auto result = copy->Read(PatternName(stage.self, 0), payload);
   if (!result || PatternWriter::Check(payload.Data(), payload.Size()) != stage.Own().number.load())
      throw Error("the checkpoint has another version");
}

std::unique_ptr<MapStore> OpenShared(const std::string &path)
{
   return MapStore::Open(path, MapMode::kUpdate, {.size = 0, .shared = true});
}

/// A producer beside this one that is killed at a point, after it has published `texts`.
void DieBeside(Stage &stage, const char *point, const std::vector<std::string> &names)
{
   const pid_t other = ::fork();
   if (other == 0) {
      fault::Points &points = fault::Points::Instance();
      points.NoteOn(nullptr);
      points.Disarm();
      const auto store = OpenShared(stage.SharedPath());
      for (const std::string &name : names)
         Put(*store, name, std::string(100000, 'd'));
      points.KillAt(point, 1);
      Put(*store, "half done after " + names.back(), std::string(200000, 'h'));
      ::_exit(1);
   }
   int status = 0;
   if (::waitpid(other, &status, 0) != other || !WIFSIGNALED(status) || WTERMSIG(status) != SIGKILL)
      throw Error(std::string("the producer that was to die at ") + point + " lived");
}

/// Goes on beside producers that have died: in the middle of a change of the directory, and of an Update.
void Share(Stage &stage)
{
   std::filesystem::remove(stage.SharedPath());
   const auto keeper = OpenShared(stage.SharedPath());
   Put(*keeper, "kept", "kept");
   DieBeside(stage, "insert.bucket", {"first", "second"});
   DieBeside(stage, "publish.commit", {"third"});
   const auto next = OpenShared(stage.SharedPath());
   for (const char *name : {"second", "third", "new"}) // places for the new one are in chunks of the dead
      for (int round = 0; round < 4; ++round)
         Put(*next, name, std::string(100000, 'n'));
   DieBeside(stage, "insert.bucket", {"fourth"});
   Put(*keeper, "large", std::string(3000000, 'l')); // takes the lock over, and what is free
   if (Take(*keeper, "first") != std::string(100000, 'd') || Take(*keeper, "third") != std::string(100000, 'n') ||
       Take(*next, "kept") != "kept" || Take(*next, "fourth") != std::string(100000, 'd'))
      throw Error("a producer that has died beside others has cost a version");
}

void Consume(Stage &stage)
{
   const auto store = MapStore::Open(stage.MapPath(), MapMode::kRead);
   PayloadCopy copy;
   for (int round = 0; round < 2; ++round)
      for (const RecordListing &line : store->List())
         store->Read(line.record.description->name, copy);
}

/// Looks, then sleeps, then asks for the producer: this process has the only one that could be.
void Wait(Stage &stage)
{
   const auto store = MapStore::Open(stage.MapPath(), MapMode::kRead);
   const std::uint64_t seen =
      WaitForUpdate(*store, PatternName(stage.self, 0), 0, std::chrono::milliseconds(0)).generation;
   WaitForUpdate(*store, PatternName(stage.self, 0), seen, std::chrono::milliseconds(2));
   WaitForUpdate(*store, "", 0, std::chrono::milliseconds(2));
}

constexpr Job kJobs[] = {
   {"update", 300, Update},
   {"update objects", 60, UpdateObjects},
   {"reopen", 20, Reopen},
   {"recreate", 10, Replace},
   {"grow", 6, Grow},
   {"grow without fallocate", 0, GrowByZeros},
   {"grow on a full disk", 0, GrowOnAFullDisk},
   {"rehash", 3, Rehash},
   {"update large objects", 3, UpdateLarge},
   {"create", 10, Create},
   {"create by link", 0, CreateByLink},
   {"grow past the head", 0, GrowPastTheHead},
   {"recover after a power loss", 0, RecoverAfterPowerLoss},
   {"checkpoint", 5, MakeCheckpoint},
   {"share", 0, Share},
   {"consume", 10, Consume},
   {"wait", 5, Wait},
};

constexpr Job kSharedJobs[] = {
   {"update", 10, Update},
   {"update objects", 5, UpdateObjects},
   {"reopen", 1, Reopen},
   {"consume", 1, Consume},
};

} // namespace

std::span<const Job> Jobs()
{
   return kJobs;
}

std::span<const Job> SharedJobs()
{
   return kSharedJobs;
}

std::uint64_t EpochOf(const MapStore &store)
{
   return std::stoull(store.Title());
}

std::unique_ptr<MapStore> Recreate(Stage &stage)
{
   const std::uint64_t epoch = stage.notes.nextEpoch.fetch_add(1);
   if (epoch >= kMaxEpochs)
      throw Error("the storm has run out of epochs");
   auto store = MapStore::Open(stage.MapPath(), MapMode::kRecreate, {.size = 0, .title = std::to_string(epoch)});
   stage.notes.openedEpoch.store(epoch);
   return store;
}

void Mutate(Mutant mutant)
{
   if (mutant == Mutant::kNone)
      return;
   // At this point the payload is written, the header with the seal is not.
   fault::Points::Instance().CallAt(
      "publish.seal", 1,
      [mutant] {
         if (gStore == nullptr || gStreaming == nullptr)
            return 0;
         auto &head = At<Head>(gStore->Base(), 0);
         const std::uint64_t generation = head.superblock.nextGeneration.value.load() - 1;
         if (mutant == Mutant::kCommitBeforeSeal)
            for (Slot &slot : At<Record>(gStore->Base(), gStreaming->offset).slots)
               if (slot.generation.load() == 0 && slot.block.load() != 0)
                  slot.generation.store(generation);
         head.leases[0].commit.value.store(generation);
         return 0;
      },
      true);
}

} // namespace rootlet::test
