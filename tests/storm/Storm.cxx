// Births, deaths, and what must be true after them. See Storm.h.
#include "Storm.h"

#include <signal.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <new>
#include <optional>
#include <stdexcept>

#include "../heap/TempFolder.h"
#include "../map/StoreTools.h"
#include "StormSample.h"
#include "StormShared.h"
#include "RootletError.h"
#include "RootletMapCheck.h"
#include "TMapFile.h"
#include "heap/ChunkWords.h"
#include "heap/Format.h"
#include "map/Waiting.h"

namespace rootlet::test {
namespace {

using namespace format;

/// Not a measure of anything: what has not come back by then never will.
constexpr auto kForEver = std::chrono::seconds(120);
/// Which process must die at this point so that the next one finds the heap lock taken and a record without bucket.
constexpr const char *kWorstDeath = "insert.bucket";

Notes &ShareNotes()
{
   void *memory = ::mmap(nullptr, sizeof(Notes), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
   if (memory == MAP_FAILED)
      throw std::bad_alloc();
   return *new (memory) Notes;
}

constexpr unsigned kWaitedFor = kRecords - 1; // pattern of producer 0

/// Waits for a version of it newer than the one that was read; none whose Update() has returned may be slept through.
void WaitForNext(Notes &notes, MapStore &store, std::uint64_t number, std::uint64_t generation)
{
   const std::string name = PatternName(0, kWaitedFor);
   const std::uint64_t returned = notes.producers[0].returned[EpochOf(store)].load();
   const WaitResult result = WaitForUpdate(store, name, number == 0 ? 0 : generation, std::chrono::milliseconds(3));
   if (!result && returned > number)
      throw Error(name + ": waited, while version " + std::to_string(returned) + " is there and " +
                  std::to_string(number) + " had been read");
}

/// All patterns of a producer are of one Update(). While its successor takes one after the other over they have two owners.
void TakeSnapshot(MapStore &store, unsigned producer, std::vector<SnapshotPart> &parts, std::uint64_t atLeast)
{
   std::vector<std::string> names;
   for (unsigned r = 0; r < kRecords; ++r)
      names.push_back(PatternName(producer, r));
   try {
      store.ReadTogether(names, nullptr, parts);
   } catch (const MapError &error) {
      const std::string what = error.what();
      if (what.find("different producers") == std::string::npos && what.find("faster than") == std::string::npos)
         throw;
      return;
   }
   for (const SnapshotPart &part : parts) {
      const std::uint64_t number = part.generation == 0 ? 0 : PatternWriter::Check(part.copy.Data(), part.copy.Size());
      if (number < atLeast ||
          number != (parts.front().generation == 0
                        ? 0
                        : PatternWriter::Check(parts.front().copy.Data(), parts.front().copy.Size())))
         throw Error(part.record.description->name + ": version " + std::to_string(number) +
                     " in a snapshot of others");
   }
}

constexpr Int_t kTorn = -1;

/// The number that the sample of that name follows from, kTorn if it does not; nothing if there is none.
std::optional<Int_t> NumberIn(TMapFile &map, const std::string &name, bool direct)
{
   const auto look = [](const auto &sample) {
      return !sample ? std::nullopt : std::optional<Int_t>(sample->IsWhole() ? sample->Number() : kTorn);
   };
   return direct ? look(map.Get<StormDirect>(name.c_str())) : look(map.Get<StormSample>(name.c_str()));
}

/// The number of the object that a producer shares, as a copy and in place: whole, and not below `atLeast`.
std::uint64_t ReadShared(TMapFile &map, unsigned producer, std::uint64_t atLeast)
{
   using container_test::Rows;
   const std::string name = SharedName(producer);
   auto view = map.View<Rows>(name.c_str());
   const auto rows = view.Snapshot();
   if (!rows || !rows->IsWhole())
      throw Error(name + (rows ? " is torn" : " is gone"));
   std::uint64_t number = rows->fNumber;
   bool whole = true;
   const bool counts = view.InPlace([&](const InPlaceOf<Rows> &r) {
      number = r.fNumber();
      whole = container_test::IsWhole(r);
   });
   if (counts && !whole)
      throw Error(name + " is torn in place");
   number = counts ? number : rows->fNumber;
   if (rows->fNumber < atLeast || number < rows->fNumber)
      throw Error(name + ": an older version is back");
   return number;
}

/// Every object whole, none older than before, none missing that had been returned.
void ConsumeFile(Notes &notes, unsigned self, const std::string &path)
{
   const auto store = MapStore::Open(path, MapMode::kRead);
   const std::uint64_t epoch = EpochOf(*store);
   const std::unique_ptr<TMapFile> objects(self == 0 ? TMapFile::Create(path.c_str(), "READ") : nullptr);
   ConsumerNotes &own = notes.consumers[self];
   std::uint64_t generation = 0; // of what is waited for
   std::vector<SnapshotPart> parts;
   std::array<std::uint64_t, kProducers * kRecords> last{};
   std::array<std::uint64_t, kProducers * kSamples> lastSample{};
   std::array<std::uint64_t, kProducers> lastShared{};
   PayloadCopy copy;
   own.epoch.store(epoch);
   while (!notes.stop.load() && !store->IsReplaced()) {
      for (unsigned i = 0; i < last.size(); ++i) {
         const std::string name = PatternName(i / kRecords, i % kRecords);
         const std::uint64_t returned = notes.producers[i / kRecords].returned[epoch].load();
         const auto result = store->Read(name, copy);
         if (!result || result->generation == 0) {
            if (returned != 0)
               throw Error(name + " is gone");
            continue;
         }
         const std::uint64_t number = PatternWriter::Check(copy.Data(), copy.Size());
         if (result->damagedVersions != 0)
            throw Error(name + ": a seal is broken");
         if (number < last[i])
            throw Error(name + ": went back from " + std::to_string(last[i]) + " to " + std::to_string(number));
         if (number < returned)
            throw Error(name + ": version " + std::to_string(returned) + ", whose Update had returned, is lost");
         last[i] = number;
         if (i == kWaitedFor)
            generation = result->generation;
         own.objects.fetch_add(1);
      }
      for (unsigned i = 0; objects && i < lastSample.size(); ++i) {
         const std::uint64_t returned = notes.producers[i / kSamples].sampled[epoch].load();
         if (returned == 0)
            continue;
         const std::string name = SampleName(i / kSamples, i % kSamples);
         const std::optional<Int_t> sample = NumberIn(*objects, name, i % kSamples == kDirectSample);
         if (!sample && objects->IsReplaced())
            break;
         if (!sample || *sample == kTorn)
            throw Error(name + (sample ? " is torn" : " is gone"));
         const auto number = static_cast<std::uint64_t>(*sample);
         if (number < lastSample[i] || number < returned)
            throw Error(name + ": an older version is back");
         lastSample[i] = number;
         own.objects.fetch_add(1);
      }
      for (unsigned p = 0; objects && p < kProducers; ++p) {
         const std::uint64_t returned = notes.producers[p].written[epoch].load();
         if (returned != 0)
            lastShared[p] = ReadShared(*objects, p, std::max(returned, lastShared[p]));
         own.objects.fetch_add(1);
      }
      own.rounds.fetch_add(1);
      if (self == 1)
         for (unsigned p = 0; p < kProducers; ++p)
            TakeSnapshot(*store, p, parts, last[p * kRecords]);
      // One reads without a pause, the others leave room for it and the producers.
      if (self == 1)
         ::usleep(100);
      if (self == 2)
         WaitForNext(notes, *store, last[kWaitedFor], generation);
   }
}

[[noreturn]] void Consume(Notes &notes, unsigned self, const std::string &path)
{
   try {
      while (!notes.stop.load())
         ConsumeFile(notes, self, path);
   } catch (const std::exception &error) {
      notes.Find("consumer " + std::to_string(self) + ": " + error.what());
      ::_exit(1);
   }
   ::_exit(0);
}

/// Bytes that the map has a use for, counted from the words and the records themselves.
std::uint64_t BytesInUse(const MapStore &store)
{
   const auto &superblock = At<Superblock>(store.Base(), 0);
   std::uint64_t bytes = kChunkSize + (std::uint64_t{8} << RootLog2(superblock.root.value.load()));
   for (unsigned k = 0; k < kSegments; ++k)
      if (superblock.segments[k].load() != 0)
         bytes += SegmentChunks(k) * kChunkSize;
   for (std::uint64_t chunk = 0; chunk < store.Size() / kChunkSize; ++chunk)
      if (KindOf(FindChunkWord(store.Base(), store.Size(), chunk)->load()) == ChunkKind::kRecords)
         bytes += kChunkSize;
   for (const ProducerRecord *record : store.OwnRecords()) {
      bytes += record->info.size;
      for (const auto &slot : record->slots)
         bytes += slot.block.size;
   }
   return bytes;
}

void CheckNothingLeaks(const MapStore &store, const std::string &when)
{
   const std::uint64_t used = BytesInUse(store);
   const std::uint64_t free = store.FreeBytes();
   if (used + free != store.Size())
      throw Error(store.Path() + ": " + when + ": " + std::to_string(used) + " bytes in use and " +
                  std::to_string(free) + " free are not the " + std::to_string(store.Size()) + " of the heap");
}

} // namespace

Storm::Storm(std::string folder, Mutant mutant) : Storm(std::move(folder), mutant, false) {}

Storm::Storm(std::string folder, Shared) : Storm(std::move(folder), Mutant::kNone, true) {}

Storm::Storm(std::string folder, Mutant mutant, bool shared)
   : fFolder(std::move(folder)), fMutant(mutant), fShared(shared), fNotes(ShareNotes()),
     fRehearsed(fault::Points::Instance().Names().size()), fPasses(fRehearsed.size()), fAtRandom(fRehearsed.size() + 1),
     fAtPoint(fRehearsed.size())
{
   Stage stage{fNotes, 0, fFolder, std::mt19937(0)};
   const std::string path = Recreate(stage)->Path();
   for (unsigned c = 0; c < kConsumers; ++c)
      if ((fConsumers[c] = ForkLeashed()) == 0)
         Consume(fNotes, c, path);
}

Storm::~Storm()
{
   Finish();
   ::munmap(&fNotes, sizeof(Notes));
}

/// Forks a producer that does one job, or one after the other for ever.
pid_t Storm::Start(unsigned producer, unsigned seed, bool forEver, std::size_t job, std::string_view killAt,
                   std::uint64_t nth)
{
   ProducerNotes &notes = fNotes.producers[producer];
   notes.board.step.store(fault::kNoPoint);
   notes.inUpdate.store(false);
   const pid_t child = ForkLeashed();
   if (child != 0)
      return child;
   try {
      fault::Points &points = fault::Points::Instance();
      points.NoteOn(&notes.board);
      Mutate(fMutant);
      if (!killAt.empty())
         points.KillAt(killAt, nth);
      Stage stage{fNotes, producer, fFolder, std::mt19937(seed), fMutant};
      stage.shared = fShared;
      if (forEver)
         stage.rounds = 1000;
      const std::span<const Job> jobs = fShared ? SharedJobs() : Jobs();
      std::vector<unsigned> weights;
      for (const Job &each : jobs)
         weights.push_back(each.weight);
      std::discrete_distribution<std::size_t> next(weights.begin(), weights.end());
      do
         jobs[forEver ? next(stage.random) : job].run(stage);
      while (forEver);
   } catch (const std::exception &error) {
      fNotes.Find(std::string("producer: ") + error.what());
      ::_exit(1);
   }
   ::_exit(0);
}

bool Storm::WaitFor(pid_t child, int &status, const std::string &what)
{
   const auto end = std::chrono::steady_clock::now() + kForEver;
   while (::waitpid(child, &status, WNOHANG) == 0) {
      if (std::chrono::steady_clock::now() > end) {
         fNotes.Find(what + " hangs");
         ::kill(child, SIGKILL);
         ::waitpid(child, &status, 0);
         return false;
      }
      ::usleep(100);
   }
   return true;
}

void Storm::Rehearse()
{
   for (std::size_t job = 0; job < Jobs().size() && !fNotes.HasFinding(); ++job) {
      auto &passes = fNotes.producers[0].board.passes;
      for (Counter &counter : passes)
         counter.store(0);
      int status = 0;
      // After a death in the middle, so that there is something to take over and to mend.
      WaitFor(Start(0, ++fSeed, false, 0, kWorstDeath, 1), status, "a producer");
      for (Counter &counter : passes)
         counter.store(0);
      if (WaitFor(Start(0, ++fSeed, false, job), status, Jobs()[job].name) && status != 0)
         fNotes.Find(std::string("the job '") + Jobs()[job].name + "' ended with status " + std::to_string(status));
      for (unsigned point = 0; point < fRehearsed.size(); ++point) {
         fPasses[point] += passes[point].load();
         if (passes[point].load() != 0)
            fRehearsed[point].push_back({job, passes[point].load()});
      }
   }
}

/// Nobody waits for the dead: every consumer finishes another round, in the file that has the name now.
void Storm::AwaitConsumers()
{
   const std::uint64_t opened = fNotes.openedEpoch.load();
   const auto end = std::chrono::steady_clock::now() + kForEver;
   for (unsigned c = 0; c < kConsumers; ++c) {
      const ConsumerNotes &consumer = fNotes.consumers[c];
      const std::uint64_t before = consumer.rounds.load();
      while ((consumer.rounds.load() < before + 2 || consumer.epoch.load() < opened) && !fNotes.HasFinding()) {
         if (std::chrono::steady_clock::now() > end)
            fNotes.Find("consumer " + std::to_string(c) + " hangs in epoch " + std::to_string(consumer.epoch.load()) +
                        " of " + std::to_string(opened));
         ::usleep(50);
      }
   }
}

/// Those that share the map with this one, for ever.
void Storm::StartOthers(unsigned producer)
{
   for (unsigned p = 0; fShared && p < kProducers; ++p)
      if (p != producer && fLiving[p] == 0)
         fLiving[p] = Start(p, ++fSeed, true, 0);
}

void Storm::KillAtRandom(unsigned kills)
{
   for (unsigned kill = 0; kill < kills && !fNotes.HasFinding(); ++kill) {
      const unsigned producer = kill % kProducers;
      StartOthers(producer);
      const pid_t living = std::exchange(fLiving[producer], 0);
      // Most kills fall once it publishes; every tenth at once, so that opening and recovery are hit too.
      const bool atOnce = kill % 10 == 0 && living == 0;
      if (!KillWhenItPublishes(producer, living != 0 ? living : Start(producer, ++fSeed, true, 0), atOnce))
         return;
      AwaitConsumers();
      if (fShared)
         CheckBesideTheLiving();
      else if (fRandom() % 4 == 0) // else the next producer meets what this one left
         JudgeMap();
   }
}

/// False, with a finding, if it did not die of this.
bool Storm::KillWhenItPublishes(unsigned producer, pid_t child, bool atOnce)
{
   ProducerNotes &notes = fNotes.producers[producer];
   const std::uint64_t begun = notes.number.load();
   int status = 0;
   pid_t ended = 0;
   const auto end = std::chrono::steady_clock::now() + kForEver;
   while (!atOnce && notes.number.load() == begun && (ended = ::waitpid(child, &status, WNOHANG)) == 0) {
      if (std::chrono::steady_clock::now() > end) {
         fNotes.Find("a producer hangs");
         break;
      }
      ::usleep(100);
   }
   if (ended == 0) {
      ::usleep(static_cast<useconds_t>(fRandom() % 2000));
      ::kill(child, SIGKILL);
      ::waitpid(child, &status, 0);
   }
   if (!WIFSIGNALED(status) || WTERMSIG(status) != SIGKILL) {
      fNotes.Find("a producer ended by itself, with status " + std::to_string(status));
      return false;
   }
   ++fRandomKills;
   ++fAtRandom[std::min<std::size_t>(notes.board.step.load(), fAtRandom.size() - 1)];
   fInsideUpdate += notes.inUpdate.load() ? 1 : 0;
   return true;
}

/// Nothing is wrong with the file that could not be a change on its way, and those who live go on publishing.
void Storm::CheckBesideTheLiving()
{
   const std::string path = Stage{fNotes, 0, fFolder, std::mt19937(0)}.MapPath();
   if (fRandom() % 16 == 0) {
      const MapReport report = CheckMap(path);
      if (!report.IsSound())
         fNotes.Find("check: " + report.faults.front());
   }
   const auto end = std::chrono::steady_clock::now() + kForEver;
   for (unsigned p = 0; p < kProducers; ++p) {
      const Counter &number = fNotes.producers[p].number;
      const std::uint64_t before = number.load();
      while (fLiving[p] != 0 && number.load() < before + 1 && !fNotes.HasFinding()) {
         if (std::chrono::steady_clock::now() > end)
            fNotes.Find("producer " + std::to_string(p) + " hangs beside a dead one");
         ::usleep(50);
      }
   }
}

void Storm::KillAtPoints(unsigned times)
{
   for (unsigned point = 0; point < fRehearsed.size(); ++point)
      for (unsigned i = 0; i < times && !fRehearsed[point].empty() && !fNotes.HasFinding(); ++i)
         if (KillOnceAt(point))
            ++fAtPoint[point];
}

void Storm::KillWhereProducersMeet(std::initializer_list<std::string_view> points, unsigned times)
{
   constexpr unsigned kVictim = 0;
   if (!fShared || fLiving[kVictim] != 0)
      return fNotes.Find("nobody can be killed where producers meet in a storm that has one, or has begun");
   for (const std::string_view name : points) {
      const unsigned point = fault::Points::Instance().NumberOf(name);
      for (unsigned kill = 0; kill < times && !fNotes.HasFinding(); ++kill) {
         StartOthers(kVictim);
         int status = 0;
         if (!WaitFor(Start(kVictim, ++fSeed, true, 0, name, 1), status, std::string("one to die at ").append(name)) ||
             !DiedAt(point, status))
            return;
         ++fAtPoint[point];
         AwaitConsumers();
         CheckBesideTheLiving();
      }
   }
}

/// False, with a finding, if producer 0 has ended in another way.
bool Storm::DiedAt(unsigned point, int status)
{
   const std::string what = "a producer that was to die at " + fault::Points::Instance().Names()[point];
   if (!WIFSIGNALED(status) || WTERMSIG(status) != SIGKILL)
      fNotes.Find(what + " ended with status " + std::to_string(status));
   else if (fNotes.producers[0].board.step.load() != point)
      fNotes.Find(what + " died elsewhere");
   return !fNotes.HasFinding();
}

/// One death at one of its passages, then the checks. False if it was never passed.
bool Storm::KillOnceAt(unsigned point)
{
   const std::string &name = fault::Points::Instance().Names()[point];
   for (int tries = 0; tries < 20 && !fNotes.HasFinding(); ++tries) {
      const auto &jobs = fRehearsed[point];
      const Rehearsed &chosen = jobs[fRandom() % jobs.size()];
      int status = 0;
      // The one before it has died too, so that recovery is killed while it mends something.
      WaitFor(Start(0, ++fSeed, false, 0, kWorstDeath, 1), status, "a producer");
      // No rehearsal is like the other: when a later passage is not reached, the first one is.
      const std::uint64_t nth = tries % 2 == 0 ? 1 + fRandom() % chosen.passes : 1;
      if (!WaitFor(Start(0, ++fSeed, false, chosen.job, name, nth), status, Jobs()[chosen.job].name + (" at " + name)))
         return false;
      if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
         continue;
      if (!DiedAt(point, status))
         return false;
      AwaitConsumers();
      JudgeMap();
      Stage stage{fNotes, 0, fFolder, std::mt19937(0)};
      for (const std::string &path :
           {stage.MadePath(), stage.LargePath(), stage.LossPath(), stage.CopyPath(), stage.SharedPath()})
         if (std::filesystem::exists(path))
            Judge(path);
      return true;
   }
   return false;
}

/// What must be true of any map after any death: a producer opens it, nothing has leaked, and it goes on.
void Storm::Judge(const std::string &path)
{
   try {
      const auto store = MapStore::Open(path, MapMode::kUpdate);
      CheckNothingLeaks(*store, "after recovery");
      Put(*store, "judge", "goes on");
      if (Take(*store, "judge") != "goes on")
         throw Error(path + ": does not go on");
      store->Remove("judge");
      CheckNothingLeaks(*store, "after the next update");
   } catch (const std::exception &error) {
      fNotes.Find(std::string("judge: ") + error.what());
   }
}

/// The map of the consumers also has everything that was returned, all of one Update.
void Storm::JudgeMap()
{
   const std::string path = Stage{fNotes, 0, fFolder, std::mt19937(0)}.MapPath();
   try {
      const auto store = MapStore::Open(path, MapMode::kUpdate);
      CheckNothingLeaks(*store, "after recovery");
      const std::uint64_t epoch = EpochOf(*store);
      if (epoch < fNotes.openedEpoch.load())
         throw Error("the file of epoch " + std::to_string(epoch) + " is back");
      PayloadCopy copy;
      for (unsigned p = 0; p < kProducers; ++p) {
         std::array<std::uint64_t, kRecords> numbers{};
         for (unsigned r = 0; r < kRecords; ++r) {
            const auto result = store->Read(PatternName(p, r), copy);
            if (result && result->generation != 0)
               numbers[r] = PatternWriter::Check(copy.Data(), copy.Size());
            if (result && result->damagedVersions != 0)
               throw Error(PatternName(p, r) + " is damaged");
            if (numbers[r] != numbers[0])
               throw Error("half of an Update is published: " + std::to_string(numbers[r]) + " beside " +
                           std::to_string(numbers[0]));
         }
         if (numbers[0] < fNotes.producers[p].returned[epoch].load())
            throw Error("version " + std::to_string(fNotes.producers[p].returned[epoch].load()) +
                        ", whose Update had returned, is lost");
      }
   } catch (const std::exception &error) {
      fNotes.Find(std::string("judge: ") + error.what());
      return;
   }
   JudgeSamples();
   Judge(path);
}

void Storm::JudgeSamples()
{
   const std::string path = Stage{fNotes, 0, fFolder, std::mt19937(0)}.MapPath();
   const std::unique_ptr<TMapFile> map(TMapFile::Create(path.c_str(), "READ"));
   if (!map)
      return fNotes.Find("judge: TMapFile cannot open the map");
   const std::uint64_t epoch = std::stoull(map->GetTitle());
   for (unsigned p = 0; p < kProducers; ++p) {
      const std::uint64_t returned = fNotes.producers[p].sampled[epoch].load();
      Int_t first = 0;
      for (unsigned s = 0; s < kSamples && returned != 0; ++s) {
         const std::optional<Int_t> sample = NumberIn(*map, SampleName(p, s), s == kDirectSample);
         if (!sample || *sample == kTorn || static_cast<std::uint64_t>(*sample) < returned)
            return fNotes.Find("judge: " + SampleName(p, s) + " is lost or torn");
         if (s == 0)
            first = *sample;
         if (*sample != first)
            return fNotes.Find("judge: half of an Update of objects is published");
      }
      try {
         if (const std::uint64_t written = fNotes.producers[p].written[epoch].load(); written != 0)
            ReadShared(*map, p, written);
      } catch (const Error &error) {
         return fNotes.Find(std::string("judge: ") + error.what());
      }
   }
}

void Storm::Finish()
{
   if (std::exchange(fFinished, true))
      return;
   for (pid_t &producer : fLiving)
      if (producer != 0) {
         ::kill(producer, SIGKILL);
         ::waitpid(std::exchange(producer, 0), nullptr, 0);
      }
   fNotes.stop.store(true);
   for (unsigned c = 0; c < kConsumers; ++c) {
      int status = 0;
      if (WaitFor(fConsumers[c], status, "consumer " + std::to_string(c)) && status != 0)
         fNotes.Find("consumer " + std::to_string(c) + " ended with status " + std::to_string(status));
   }
   if (!fNotes.HasFinding())
      JudgeMap();
}

std::vector<std::string> Storm::PointsNeverPassed() const
{
   std::vector<std::string> names;
   for (unsigned point = 0; point < fPasses.size(); ++point)
      if (fPasses[point] == 0)
         names.push_back(fault::Points::Instance().Names()[point]);
   return names;
}

std::vector<std::string> Storm::StepsWithoutKill() const
{
   std::vector<std::string> names;
   for (unsigned point = 0; point < fAtPoint.size(); ++point)
      if (fAtPoint[point] == 0 && fPasses[point] != 0)
         names.push_back(fault::Points::Instance().Names()[point]);
   return names;
}

unsigned Storm::KillsAt(std::string_view point) const
{
   return fAtPoint[fault::Points::Instance().NumberOf(point)];
}

std::uint64_t Storm::ObjectsRead() const
{
   std::uint64_t objects = 0;
   for (const ConsumerNotes &consumer : fNotes.consumers)
      objects += consumer.objects.load();
   return objects;
}

void Storm::PrintHistogram() const
{
   const std::vector<std::string> &names = fault::Points::Instance().Names();
   std::vector<unsigned> order(names.size());
   for (unsigned point = 0; point < order.size(); ++point)
      order[point] = point;
   std::sort(order.begin(), order.end(), [&](unsigned a, unsigned b) { return names[a] < names[b]; });
   std::printf("%-26s %10s %10s\n", "kills in the step", "at random", "at once");
   std::printf("%-26s %10u\n", "(before the first one)", fAtRandom.back());
   unsigned atPoints = 0;
   for (const unsigned point : order) {
      std::printf("%-26s %10u %10u\n", names[point].c_str(), fAtRandom[point], fAtPoint[point]);
      atPoints += fAtPoint[point];
   }
   std::printf("%u kills at random instants, %u of them inside Update; %u at %zu points; %llu objects read and whole; "
               "%llu files\n",
               fRandomKills, fInsideUpdate, atPoints, names.size(), static_cast<unsigned long long>(ObjectsRead()),
               static_cast<unsigned long long>(fNotes.nextEpoch.load() - 1));
}

} // namespace rootlet::test
