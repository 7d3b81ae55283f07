// A live rewriter: another process flips bits, writes numbers, truncates and extends a map while two consumers read it and a
// producer goes on with it. None of them dies of a signal, hangs, or takes more memory than follows from the size of the file.
// (What they get was published, but not always what the producer meant: who may write to the file may change a version before
// its seal is made.) Some seconds here; `./dev hostile` runs it for ten minutes under sanitizers.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <time.h>

#include <array>
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <random>

#include "../heap/TempFolder.h"
#include "RootletEmulation.h"
#include "StoreTools.h"
#include "TError.h"
#include "TH1F.h"
#include "TMapFile.h"
#include "TNamed.h"
#include "heap/Format.h"

namespace rootlet {
namespace {

using namespace test;
using namespace format;

constexpr int kRecords = 4;
/// The file never gets larger: the producer's objects take some 2 MiB, and the rewriter extends it by no more than that.
constexpr std::uint64_t kMostFile = std::uint64_t{32} << 20;
/// An actor that has finished no call for so long hangs. (A call takes 2 s at the very most, and sanitizers 20 times that.)
constexpr int kHangSeconds = 120;
/// For AddressSanitizer (ASAN_OPTIONS=handle_abort=1) to show where it hangs.
constexpr int kStackSeconds = 10;

int Seconds()
{
   const char *given = std::getenv("ROOTLET_REWRITER_SECONDS");
   return given != nullptr ? std::atoi(given) : 4;
}

enum Actor { kStoreConsumer, kObjectConsumer, kProducer, kRewriter, kActors };
constexpr const char *kActorNames[kActors] = {"the consumer", "the consumer of objects", "the producer",
                                              "the rewriter"};

/// What the processes tell the test; memory beside the map.
struct Notes {
   std::atomic<bool> stop{false};
   struct Of {
      std::atomic<std::uint64_t> calls{0}, good{0}, errors{0}, opened{0}, refused{0};
      std::atomic<const char *> call{"starting"};
   };
   std::array<Of, kActors> of;
   std::atomic<std::uint64_t> rewrites{0}, truncations{0}, restorations{0};
   std::atomic<std::uint64_t> largest{0}; ///< bytes of the file
   std::atomic<std::uint64_t> changed{0}; ///< versions that were changed before they were sealed
};

/// Something that must not be; the actor ends with it.
class Wrong : public std::runtime_error {
   using std::runtime_error::runtime_error;
};

/// One of the processes: notes each call, counts its errors, and checks that they are errors of one line.
class Acting {
public:
   Acting(Notes &notes, Actor self, const std::string &path) : fNotes(notes), fOf(notes.of[self]), fPath(path) {}
   bool Stopped() const { return fNotes.stop.load(); }

   /// True if the call came to its end without an error.
   template <class Call>
   bool Try(const char *what, Call call)
   {
      fOf.call.store(what);
      bool good = false;
      try {
         call();
         good = true;
      } catch (const std::bad_alloc &) {
         throw Wrong("took too much memory");
      } catch (const Error &error) {
         CheckLine(error.what());
      }
      fOf.calls.fetch_add(1);
      (good ? fOf.good : fOf.errors).fetch_add(1);
      return good;
   }
   void CheckLine(const std::string &line) const
   {
      if (line.empty() || line.find('\n') != std::string::npos || line.find("file size limit") != std::string::npos ||
          line.find("not enough memory") != std::string::npos)
         throw Wrong("gave the error: " + line);
   }
   void NoteOpening(bool opened) { (opened ? fOf.opened : fOf.refused).fetch_add(1); }
   void NoteErrors(std::size_t lines) { fOf.errors.fetch_add(lines); }
   const std::string &Path() const { return fPath; }
   Notes &All() const { return fNotes; }

private:
   Notes &fNotes;
   Notes::Of &fOf;
   std::string fPath;
};

// ---- the rewriter ---------------------------------------------------------------------------------------------------

std::string ContentOf(const std::string &path)
{
   std::ifstream file(path, std::ios::binary);
   return {std::istreambuf_iterator<char>(file), {}};
}

class Rewriter {
public:
   Rewriter(Acting &acting, std::string original) : fActing(acting), fOriginal(std::move(original)), fRandom(9) {}

   void Run()
   {
      while (!fActing.Stopped()) {
         fFd = UniqueFd(::open(fActing.Path().c_str(), O_RDWR | O_CLOEXEC));
         if (!fFd)
            throw Wrong("cannot open the file");
         struct stat info = {};
         ::fstat(fFd.Get(), &info);
         fSize = static_cast<std::uint64_t>(info.st_size);
         auto &largest = fActing.All().largest;
         largest.store(std::max(largest.load(), fSize));
         if (fRandom() % 4 == 0)
            Restore();
         else
            fActing.Try("rewriting", [this] { Burst(); });
         if (fRandom() % 2 == 0)
            ::usleep(static_cast<useconds_t>(fRandom() % 2000)); // meanwhile the others get further
      }
   }

private:
   void Write(std::uint64_t at, const void *bytes, std::size_t size)
   {
      static_cast<void>(::pwrite(fFd.Get(), bytes, size, static_cast<off_t>(at)) == 0);
      fActing.All().rewrites.fetch_add(1);
   }
   void Flip(std::uint64_t at)
   {
      unsigned char byte = 0;
      if (::pread(fFd.Get(), &byte, 1, static_cast<off_t>(at)) == 1) {
         byte = static_cast<unsigned char>(byte ^ 1u << fRandom() % 8);
         Write(at, &byte, 1);
      }
   }
   /// A word that steers: of the superblock, of the producer's lease, of the chunks, of the directory.
   std::uint64_t Word()
   {
      switch (fRandom() % 4) {
      case 0:
         return offsetof(Superblock, heapSize) + fRandom() % 9 * sizeof(LoneWord);
      case 1:
         return offsetof(Head, leases) + (fRandom() % 2 == 0 ? 0 : 128 + fRandom() % 4 * 8);
      case 2:
         return offsetof(Head, chunkWords) + fRandom() % 64 * 8;
      default:
         return kChunkSize + fRandom() % (2 * kChunkSize) / 8 * 8;
      }
   }
   std::uint64_t Number()
   {
      switch (fRandom() % 6) {
      case 0:
         return 0;
      case 1:
         return ~std::uint64_t{0};
      case 2:
         return fRandom() % (fSize / kChunkSize + 1) * kChunkSize;
      case 3:
         return fRandom() % (fSize + 1) / kGranule * kGranule;
      case 4:
         return ChunkWord(static_cast<ChunkKind>(fRandom() % 8), LeaseWord(fRandom() % 8, 0));
      default:
         return std::uint64_t{1} << fRandom() % 64;
      }
   }
   void Burst()
   {
      for (std::uint64_t left = fRandom() % (fRandom() % 2 == 0 ? 60 : 4); left != 0; --left) {
         switch (fRandom() % 16) {
         case 0: {
            const std::uint64_t number = Number();
            Write(Word(), &number, sizeof number);
            break;
         }
         case 1:
         case 2:
         case 3:
            Flip(Word() + fRandom() % 8);
            break;
         default:
            Flip(fRandom() % (fSize + 1));
         }
      }
      if (fRandom() % 50 == 0) {
         const std::uint64_t size =
            fRandom() % 3 == 0 ? fRandom() % 4096 : fRandom() % (fSize + (std::uint64_t{2} << 20));
         if (::ftruncate(fFd.Get(), static_cast<off_t>(std::min(size, kMostFile))) == 0)
            fActing.All().truncations.fetch_add(1);
      }
   }
   /// Makes it the map of the beginning, or at least mends its head, so that all go on.
   void Restore()
   {
      if (fSize < fOriginal.size() || fRandom() % 4 == 0) {
         if (::ftruncate(fFd.Get(), static_cast<off_t>(fOriginal.size())) != 0)
            throw Wrong("cannot resize the file");
         Write(0, fOriginal.data(), fOriginal.size());
      } else {
         Write(0, fOriginal.data(), sizeof(SuperblockConstant));
      }
      fActing.All().restorations.fetch_add(1);
   }

   Acting &fActing;
   std::string fOriginal;
   std::mt19937_64 fRandom;
   UniqueFd fFd;
   std::uint64_t fSize = 0;
};

// ---- consumers ------------------------------------------------------------------------------------------------------

std::string RecordName(int r)
{
   return "record" + std::to_string(r);
}

void ConsumeFromStore(Acting &acting)
{
   constexpr int kRounds = 200;
   PayloadCopy copy;
   while (!acting.Stopped()) {
      std::unique_ptr<MapStore> store;
      acting.NoteOpening(
         acting.Try("opening with READ", [&] { store = MapStore::Open(acting.Path(), MapMode::kRead); }));
      for (int round = 0; store != nullptr && round < kRounds && !acting.Stopped(); ++round) {
         for (int r = 0; r < kRecords; ++r)
            acting.Try("Read", [&] {
               const auto result = store->Read(RecordName(r), copy);
               if (copy.Size() > kMostFile)
                  throw Wrong("got a version of " + std::to_string(copy.Size()) + " bytes");
               if (result && result->generation != 0)
                  try {
                     PatternWriter::Check(copy.Data(), copy.Size());
                  } catch (const std::runtime_error &) {
                     acting.All().changed.fetch_add(1);
                  }
            });
         if (round % 10 != 0)
            continue;
         acting.Try("List", [&] {
            if (store->List().size() > kMostFile / kRecordSize)
               throw Wrong("lists more records than there can be");
         });
         acting.Try("the rest", [&] {
            if (store->Size() > kMostFile)
               throw Wrong("tells of " + std::to_string(store->Size()) + " bytes of heap");
            store->IsReplaced();
            store->IsProducerAlive();
            store->Has("missing");
         });
      }
   }
}

std::size_t gLines = 0;
Acting *gActing = nullptr;

void CountLine(int, Bool_t, const char *, const char *message)
{
   ++gLines;
   gActing->CheckLine(message);
}

void ConsumeObjects(Acting &acting)
{
   constexpr int kRounds = 50;
   gActing = &acting;
   SetErrorHandler(CountLine);
   if (std::freopen("/dev/null", "w", stdout) == nullptr) // for ls and Print
      throw Wrong("has no /dev/null");
   TH1::AddDirectory(kFALSE);
   while (!acting.Stopped()) {
      std::unique_ptr<TMapFile> map;
      acting.Try("Create READ", [&] { map.reset(TMapFile::Create(acting.Path().c_str(), "READ")); });
      acting.NoteOpening(map != nullptr);
      for (int round = 0; map != nullptr && round < kRounds && !acting.Stopped(); ++round) {
         acting.Try("Get", [&] {
            const std::unique_ptr<TNamed> named(static_cast<TNamed *>(map->Get("named")));
            const std::unique_ptr<TH1F> histogram(static_cast<TH1F *>(map->Get("histogram")));
         });
         acting.Try("GetEmulated", [&] { map->GetEmulated("histogram"); });
         if (round % 10 == 0)
            acting.Try("ls, Print, GetFirst", [&] {
               map->ls();
               map->Print();
               for (const TMapRec *record = map->GetFirst(); record != nullptr; record = record->GetNext())
                  if (record->GetBufSize() < 0 || static_cast<std::uint64_t>(record->GetBufSize()) > kMostFile)
                     throw Wrong("lists an object of " + std::to_string(record->GetBufSize()) + " bytes");
               map->IsReplaced();
            });
         acting.NoteErrors(std::exchange(gLines, 0));
      }
   }
}

// ---- the producer ---------------------------------------------------------------------------------------------------

void ProduceInStore(Acting &acting, std::mt19937 &random, std::uint64_t &number)
{
   constexpr int kRounds = 100;
   std::unique_ptr<MapStore> store;
   acting.NoteOpening(
      acting.Try("opening with UPDATE", [&] { store = MapStore::Open(acting.Path(), MapMode::kUpdate); }));
   for (int round = 0; store != nullptr && round < kRounds && !acting.Stopped(); ++round) {
      acting.Try("Publish", [&] {
         ++number;
         std::vector<PatternWriter> writers;
         std::vector<PublishItem> items;
         writers.reserve(kRecords);
         for (int r = 0; r < kRecords; ++r) {
            ProducerRecord *record = store->FindOwn(RecordName(r));
            writers.emplace_back(number, 16 + random() % (std::size_t{1} << (6 + random() % 12)));
            items.push_back({record != nullptr ? record : &AddNamed(*store, RecordName(r)), &writers.back(), nullptr});
         }
         store->Publish(items);
         for (const PublishItem &item : items)
            if (item.error)
               std::rethrow_exception(item.error);
      });
      acting.Try("Add and Remove", [&] {
         const std::string name = "passing" + std::to_string(random() % 8);
         if (!store->Remove(name))
            AddNamed(*store, name);
      });
      acting.Try("FreeBytes", [&] { store->FreeBytes(); });
   }
}

void ProduceObjects(Acting &acting, std::uint64_t &number)
{
   constexpr int kRounds = 50;
   std::unique_ptr<TMapFile> map;
   acting.Try("Create UPDATE", [&] { map.reset(TMapFile::Create(acting.Path().c_str(), "UPDATE")); });
   acting.NoteOpening(map != nullptr);
   if (map == nullptr)
      return;
   TNamed named("named", "");
   TH1F histogram("histogram", "filled", 20, 0, 20);
   acting.Try("Add", [&] {
      map->Add(&named);
      map->Add(&histogram);
   });
   for (int round = 0; round < kRounds && !acting.Stopped(); ++round)
      acting.Try("Update", [&] {
         named.SetTitle(("title " + std::to_string(++number)).c_str());
         histogram.Fill(static_cast<double>(number % 20));
         map->Update();
         map->GetFreeSize();
         const std::unique_ptr<TNamed> own(static_cast<TNamed *>(map->Get("named")));
      });
   acting.NoteErrors(std::exchange(gLines, 0));
}

void Produce(Acting &acting)
{
   gActing = &acting;
   SetErrorHandler(CountLine);
   TH1::AddDirectory(kFALSE);
   struct rlimit limit = {2 * kMostFile, RLIM_INFINITY};
   ::setrlimit(RLIMIT_FSIZE, &limit);
   std::mt19937 random(10);
   std::uint64_t number = 100;
   while (!acting.Stopped()) {
      ProduceInStore(acting, random, number);
      ProduceObjects(acting, number);
   }
}

// ---- all of them ----------------------------------------------------------------------------------------------------

/// Private memory that the process may still take from now on.
void LimitMemory(std::uint64_t more)
{
#ifndef ROOTLET_SANITIZED
   std::ifstream status("/proc/self/status");
   std::string word;
   std::uint64_t kibibytes = 0;
   while (status >> word)
      if (word == "VmData:" && status >> kibibytes)
         break;
   struct rlimit limit = {kibibytes * 1024 + more, RLIM_INFINITY};
   ::setrlimit(RLIMIT_DATA, &limit);
#else
   static_cast<void>(more);
#endif
}

pid_t Start(Notes &notes, Actor self, const std::string &path, const std::string &original)
{
   const pid_t child = ForkLeashed();
   if (child != 0)
      return child;
   Acting acting(notes, self, path);
   try {
      LimitMemory(4 * kMostFile);
      switch (self) {
      case kStoreConsumer:
         ConsumeFromStore(acting);
         break;
      case kObjectConsumer:
         ConsumeObjects(acting);
         break;
      case kProducer:
         Produce(acting);
         break;
      default:
         Rewriter(acting, original).Run();
      }
   } catch (const std::exception &error) {
      std::fprintf(stderr, "%s %s\n", kActorNames[self], error.what());
      ::_exit(1);
   }
   ::_exit(0);
}

time_t Now()
{
   struct timespec now = {};
   ::clock_gettime(CLOCK_MONOTONIC, &now);
   return now.tv_sec;
}

TEST(LiveRewriter, NobodyCrashesHangsOrGetsWhatWasNotPublished)
{
   const TempFolder folder(::access("/dev/shm", W_OK) == 0 ? "/dev/shm"
                                                           : std::filesystem::temp_directory_path().string());
   const std::string path = folder / "map";
   void *page = ::mmap(nullptr, sizeof(Notes), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
   ASSERT_NE(page, MAP_FAILED);
   Notes &notes = *new (page) Notes;
   {
      const std::unique_ptr<TMapFile> map(TMapFile::Create(path.c_str(), "CREATE", 0));
      TNamed named("named", "title 0");
      TH1F histogram("histogram", "filled", 20, 0, 20);
      map->Add(&named);
      map->Add(&histogram);
      map->Update();
   }
   {
      const auto store = MapStore::Open(path, MapMode::kUpdate);
      for (std::uint64_t number = 1; number < 5; ++number)
         for (int r = 0; r < kRecords; ++r) {
            PatternWriter writer(number, 3000);
            ProducerRecord *record = store->FindOwn(RecordName(r));
            PublishItem item{record != nullptr ? record : &AddNamed(*store, RecordName(r)), &writer, nullptr};
            store->Publish({&item, 1});
         }
   }
   const std::string original = ContentOf(path);

   std::array<pid_t, kActors> actors{};
   for (int a = 0; a < kActors; ++a)
      actors[static_cast<std::size_t>(a)] = Start(notes, static_cast<Actor>(a), path, original);

   std::array<std::uint64_t, kActors> calls{};
   std::array<time_t, kActors> moved{}, slowest{};
   std::array<bool, kActors> hangs{};
   moved.fill(Now());
   const time_t end = Now() + Seconds();
   bool well = true;
   const auto fail = [&](int a, const std::string &what) {
      ADD_FAILURE() << kActorNames[a] << " " << what << " in " << notes.of[static_cast<std::size_t>(a)].call.load();
      well = false;
   };
   while (actors != std::array<pid_t, kActors>{}) {
      ::usleep(20000);
      if (Now() >= end || !well)
         notes.stop.store(true);
      for (int a = 0; a < kActors; ++a) {
         const auto at = static_cast<std::size_t>(a);
         if (actors[at] == 0)
            continue;
         int status = 0;
         if (::waitpid(actors[at], &status, WNOHANG) != 0) {
            actors[at] = 0;
            if (WIFSIGNALED(status))
               fail(a, "died of signal " + std::to_string(WTERMSIG(status)));
            else if (status != 0)
               fail(a, "found something");
            continue;
         }
         const std::uint64_t now = notes.of[at].calls.load();
         if (std::exchange(calls[at], now) != now)
            moved[at] = Now();
         const time_t still = Now() - moved[at];
         slowest[at] = std::max(slowest[at], still);
         if (still > kHangSeconds && !std::exchange(hangs[at], true)) {
            fail(a, "hangs");
            ::kill(actors[at], SIGABRT);
         } else if (still > kHangSeconds + kStackSeconds) {
            ::kill(actors[at], SIGKILL);
         }
      }
   }

   std::printf(
      "%llu rewrites, %llu truncations, %llu times restored; the file had %llu bytes at most; %llu versions were "
      "changed before they were sealed\n",
      static_cast<unsigned long long>(notes.rewrites), static_cast<unsigned long long>(notes.truncations),
      static_cast<unsigned long long>(notes.restorations), static_cast<unsigned long long>(notes.largest),
      static_cast<unsigned long long>(notes.changed));
   for (int a = 0; a < kRewriter; ++a) {
      const auto &of = notes.of[static_cast<std::size_t>(a)];
      std::printf(
         "%-24s %9llu calls, %9llu without error, %9llu errors; opened %llu, refused %llu; the slowest took %lld "
         "s\n",
         kActorNames[a], static_cast<unsigned long long>(of.calls), static_cast<unsigned long long>(of.good),
         static_cast<unsigned long long>(of.errors), static_cast<unsigned long long>(of.opened),
         static_cast<unsigned long long>(of.refused), static_cast<long long>(slowest[static_cast<std::size_t>(a)]));
      EXPECT_GT(of.good, 0u) << kActorNames[a];
      EXPECT_GT(of.errors, 0u) << kActorNames[a];
      EXPECT_GT(of.opened, 0u) << kActorNames[a];
      EXPECT_GT(of.refused, 0u) << kActorNames[a];
   }
   EXPECT_GT(notes.truncations, 0u);
   EXPECT_LE(notes.largest, kMostFile);
   ::munmap(page, sizeof(Notes));
}

} // namespace
} // namespace rootlet
