// Does anything grow that should not? Two producers publish without pause, each into its own map, objects that grow and
// shrink, and objects that come and go; one begins its map anew (RECREATE) now and then, the other goes on with it (UPDATE),
// so that nothing hides there. Four consumers read both and check every byte. Once warm, the sizes of the files, and the
// private memory, descriptors and mappings of all processes must stay as they are.
//    map_soak [--seconds N] [--folder DIR]      seconds count from when everything is warm; exit status 0 if all was well
// Used by ctest (short) and by `./dev soak` (half an hour).
#include <TError.h>
#include <TMapFile.h>
#include <TNamed.h>
#include <sched.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <cinttypes>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMaps = 2;
constexpr std::size_t kConsumers = 4;
constexpr std::size_t kObjects = 12;
constexpr int kUpdatesPerLife = 1500; // then the map is opened anew: RECREATE the first, UPDATE the second
constexpr std::array<const char *, kMaps> kRenewal = {"RECREATE", "UPDATE"};
constexpr std::uint64_t kWarmLives = 3;

/// What the processes tell each other, beside the maps.
struct Notes {
   std::atomic<bool> stop{false};
   std::array<std::atomic<std::uint64_t>, kMaps> updates{};
   std::array<std::atomic<std::uint64_t>, kMaps> lives{};
   std::array<std::atomic<std::uint64_t>, kMaps> last{}; ///< number of the very last Update; 0: it is still to come
   std::array<std::atomic<std::uint64_t>, kConsumers> reads{};
   std::array<std::atomic<std::uint64_t>, kConsumers> reopened{};
};

[[noreturn]] void Fail(const std::string &what)
{
   throw std::runtime_error(what);
}

// --- texts that prove themselves whole ---------------------------------------------------------------------------------

/// Waves of different lengths and heights (64 bytes to 128 KiB), with some noise.
std::size_t LengthOf(std::size_t object, std::uint64_t number)
{
   const std::uint64_t period = 200 + 17 * object, half = period / 2, phase = number % period;
   const std::uint64_t height = std::uint64_t{256} << (object % 10);
   return 64 + height * std::min(phase, period - phase) / half + number * 2654435761 % 200;
}

std::string TextOf(std::size_t object, std::uint64_t number)
{
   std::string text = std::to_string(number) + ":";
   text.resize(LengthOf(object, number), static_cast<char>('a' + (number + object) % 26));
   return text;
}

/// The number of the text; throws if it is not, byte for byte, what was written.
std::uint64_t NumberOf(std::size_t object, const TNamed &read)
{
   const std::uint64_t number = std::strtoull(read.GetTitle(), nullptr, 10);
   if (TextOf(object, number) != read.GetTitle())
      Fail(std::string("torn: ") + read.GetName() + " of number " + std::to_string(number));
   return number;
}

std::string NameOf(std::size_t object)
{
   return "object" + std::to_string(object);
}

// --- producing ---------------------------------------------------------------------------------------------------------

void FailOnAnyLine(int, Bool_t, const char *location, const char *message)
{
   std::fprintf(stderr, "%s: %s\n", location, message);
   ::_exit(1);
}

void Produce(const std::string &path, std::size_t self, Notes &notes)
{
   SetErrorHandler(FailOnAnyLine);
   std::vector<TNamed> objects(kObjects);
   TNamed passing("", "in passing");
   std::uint64_t number = 0;
   const auto publish = [&](TMapFile &map) {
      ++number;
      for (std::size_t o = 0; o < kObjects; ++o)
         objects[o].SetTitle(TextOf(o, number).c_str());
      map.Update();
      notes.updates[self].store(number);
   };
   const auto open = [&](const char *option) {
      std::unique_ptr<TMapFile> map(TMapFile::Create(path.c_str(), option, 65536));
      for (std::size_t o = 0; o < kObjects; ++o)
         map->Add(&objects[o], NameOf(o).c_str());
      return map;
   };
   for (const char *option = "RECREATE"; !notes.stop.load(); option = kRenewal[self]) {
      const auto map = open(option);
      for (int update = 0; update < kUpdatesPerLife && !notes.stop.load(); ++update) {
         if (number % 10 == 0) {
            const std::string name = "passing" + std::to_string(number / 10 % 7);
            if (!map->Remove(name.c_str()))
               map->Add(&passing, name.c_str());
         }
         publish(*map);
      }
      notes.lives[self].fetch_add(1);
   }
   const auto map = open("UPDATE");
   publish(*map);
   notes.last[self].store(number);
}

// --- consuming ---------------------------------------------------------------------------------------------------------

/// A map that was just made anew is empty for a moment; everything else is a fault.
void FailUnlessTooEarly(int, Bool_t, const char *location, const char *message)
{
   if (std::strstr(message, "is not in the map") == nullptr &&
       std::strstr(message, "has not been published yet") == nullptr)
      FailOnAnyLine(0, kFALSE, location, message);
}

class Follower {
public:
   Follower(std::string path, std::size_t map, Notes &notes) : fPath(std::move(path)), fMap(map), fNotes(notes)
   {
      Open();
   }

   /// Reads one object and checks it. False once the very last version has been seen of all objects.
   bool ReadOne(std::size_t object)
   {
      const std::uint64_t last = fNotes.last[fMap].load();
      const bool replaced = fFile->IsReplaced();
      std::unique_ptr<TNamed> made;
      const TNamed *read = nullptr;
      if (object % 2 == 0)
         read = static_cast<const TNamed *>(fFile->Get(NameOf(object).c_str(), &fInto));
      else
         read = (made = fFile->Get<TNamed>(NameOf(object).c_str())).get();
      if (read != nullptr) {
         const std::uint64_t number = NumberOf(object, *read);
         if (number < fSeen[object])
            Fail("went back from " + std::to_string(fSeen[object]) + " to " + std::to_string(number));
         fSeen[object] = number;
         if (last != 0 && !replaced && number < last)
            Fail("number " + std::to_string(number) + " instead of the last, " + std::to_string(last));
      }
      if (replaced)
         Open();
      return last == 0 || std::any_of(fSeen.begin(), fSeen.end(), [last](auto seen) { return seen < last; });
   }
   void Look()
   {
      for (const TMapRec *record = fFile->GetFirst(); record != nullptr; record = record->GetNext())
         if (record->GetBufSize() < 0)
            Fail("a record of less than nothing");
   }
   std::uint64_t Reopened() const { return fReopened; }

private:
   void Open()
   {
      fFile.reset(TMapFile::Create(fPath.c_str(), "READ"));
      if (fFile == nullptr)
         Fail("cannot be opened");
      ++fReopened;
   }

   std::string fPath;
   std::size_t fMap;
   Notes &fNotes;
   std::unique_ptr<TMapFile> fFile;
   TNamed fInto;
   std::array<std::uint64_t, kObjects> fSeen{};
   std::uint64_t fReopened = 0;
};

void Consume(const std::array<std::string, kMaps> &paths, std::size_t self, Notes &notes)
{
   SetErrorHandler(FailUnlessTooEarly);
   std::vector<std::unique_ptr<Follower>> followers;
   for (std::size_t m = 0; m < kMaps; ++m)
      followers.push_back(std::make_unique<Follower>(paths[m], m, notes));
   for (bool more = true; more;) {
      more = false;
      std::uint64_t reopened = 0;
      for (const auto &follower : followers) {
         for (std::size_t o = 0; o < kObjects; ++o)
            more = follower->ReadOne(o) || more;
         follower->Look();
         reopened += follower->Reopened();
      }
      notes.reads[self].fetch_add(kMaps * kObjects);
      notes.reopened[self].store(reopened);
      ::sched_yield();
   }
}

// --- watching ----------------------------------------------------------------------------------------------------------

/// Something that must not grow: the most it had while warming up, and since.
struct Gauge {
   std::string name;
   std::uint64_t slack; ///< by which it may pass what it had, beside a tenth: what is open for a moment counts too
   std::uint64_t warm = 0;
   std::uint64_t since = 0;

   void Note(std::uint64_t value, bool isWarm) { (isWarm ? since : warm) = std::max(isWarm ? since : warm, value); }
   bool IsFlat() const { return since <= warm + warm / 10 + slack; }
};

std::uint64_t PrivateBytes(pid_t pid)
{
   std::ifstream status("/proc/" + std::to_string(pid) + "/status");
   for (std::string line; std::getline(status, line);)
      if (line.rfind("RssAnon:", 0) == 0)
         return std::strtoull(line.c_str() + 8, nullptr, 10) * 1024;
   return 0;
}

std::uint64_t Mappings(pid_t pid)
{
   std::ifstream maps("/proc/" + std::to_string(pid) + "/maps");
   std::uint64_t lines = 0;
   for (std::string line; std::getline(maps, line);)
      ++lines;
   return lines;
}

std::uint64_t Descriptors(pid_t pid)
{
   std::error_code ignored;
   std::uint64_t count = 0;
   for (fs::directory_iterator fd("/proc/" + std::to_string(pid) + "/fd", ignored), end; fd != end;
        fd.increment(ignored))
      ++count;
   return count;
}

class Watch {
public:
   Watch(std::array<std::string, kMaps> paths, const std::vector<pid_t> &pids) : fPaths(std::move(paths)), fPids(pids)
   {
      for (std::size_t m = 0; m < kMaps; ++m)
         fGauges.push_back({std::string("bytes of the map that lives by ") + kRenewal[m], std::uint64_t{256} << 10});
      for (std::size_t p = 0; p < pids.size(); ++p) {
         const std::string who = p < kMaps ? "producer " + std::to_string(p) : "consumer " + std::to_string(p - kMaps);
         fGauges.push_back({"private bytes of " + who, std::uint64_t{2} << 20});
         fGauges.push_back({"mappings of " + who, 4});
         fGauges.push_back({"descriptors of " + who, 3});
      }
   }

   void Sample(bool isWarm)
   {
      std::size_t g = 0;
      for (const std::string &path : fPaths)
         fGauges[g++].Note(fs::file_size(path), isWarm);
      for (const pid_t pid : fPids) {
         fGauges[g++].Note(PrivateBytes(pid), isWarm);
         fGauges[g++].Note(Mappings(pid), isWarm);
         fGauges[g++].Note(Descriptors(pid), isWarm);
      }
      fSamples += isWarm ? 1 : 0;
   }

   /// Prints all gauges; false if one has grown.
   bool Report() const
   {
      bool flat = true;
      std::printf("%-48s %14s %14s   (%u samples)\n", "", "warming up", "since", fSamples);
      for (const Gauge &gauge : fGauges) {
         std::printf("%-48s %14" PRIu64 " %14" PRIu64 "%s\n", gauge.name.c_str(), gauge.warm, gauge.since,
                     gauge.IsFlat() ? "" : "   HAS GROWN");
         flat = flat && gauge.IsFlat();
      }
      return flat && fSamples != 0;
   }

private:
   std::array<std::string, kMaps> fPaths;
   const std::vector<pid_t> &fPids;
   std::vector<Gauge> fGauges;
   unsigned fSamples = 0;
};

template <class Body>
pid_t Start(const char *who, Body body)
{
   std::fflush(nullptr);
   const pid_t child = ::fork();
   if (child != 0)
      return child;
   ::prctl(PR_SET_PDEATHSIG, SIGKILL);
   try {
      body();
   } catch (const std::exception &error) {
      std::fprintf(stderr, "%s: %s\n", who, error.what());
      ::_exit(1);
   }
   ::_exit(0);
}

/// Everything but the head, the directory and the layouts of classes must be free once all objects are removed.
void RequireNothingLost(const std::string &path)
{
   const std::unique_ptr<TMapFile> map(TMapFile::Create(path.c_str(), "UPDATE"));
   if (map == nullptr)
      Fail("cannot be opened at the end");
   map->RemoveAll();
   if (map->GetSize() - map->GetFreeSize() > 512 << 10)
      Fail(path + ": " + std::to_string(map->GetSize() - map->GetFreeSize()) + " bytes are in use by nobody");
}

int Soak(const std::string &folder, std::uint64_t seconds)
{
   const std::array<std::string, kMaps> paths = {folder + "/recreated.map", folder + "/updated.map"};
   void *page = ::mmap(nullptr, sizeof(Notes), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
   if (page == MAP_FAILED)
      Fail("no shared memory");
   Notes &notes = *new (page) Notes;

   std::vector<pid_t> pids;
   const auto requireAllAlive = [&] {
      for (const pid_t pid : pids)
         if (::waitpid(pid, nullptr, WNOHANG) != 0)
            Fail("a process has ended; see above");
   };
   for (std::size_t m = 0; m < kMaps; ++m)
      pids.push_back(Start("producer", [&] { Produce(paths[m], m, notes); }));
   while (
      std::any_of(notes.updates.begin(), notes.updates.end(), [](const auto &count) { return count.load() == 0; })) {
      requireAllAlive();
      ::usleep(1000);
   }
   for (std::size_t c = 0; c < kConsumers; ++c)
      pids.push_back(Start("consumer", [&] { Consume(paths, c, notes); }));

   const auto isWarm = [&] {
      const auto all = [](const auto &counts, std::uint64_t least) {
         return std::all_of(counts.begin(), counts.end(), [least](const auto &count) { return count.load() >= least; });
      };
      return all(notes.lives, kWarmLives) && all(notes.reopened, kMaps + kWarmLives - 1);
   };
   Watch watch(paths, pids);
   using Clock = std::chrono::steady_clock;
   for (Clock::time_point end = Clock::time_point::max(); Clock::now() < end;) {
      requireAllAlive();
      const bool warm = isWarm();
      watch.Sample(warm);
      if (warm && end == Clock::time_point::max())
         end = Clock::now() + std::chrono::seconds(seconds);
      ::usleep(50000);
   }
   notes.stop.store(true);
   bool good = true;
   for (const pid_t pid : pids) {
      int status = -1;
      good = ::waitpid(pid, &status, 0) == pid && status == 0 && good;
   }
   good = watch.Report() && good;
   std::printf("updates: %" PRIu64 " in %" PRIu64 " lives, %" PRIu64 " in %" PRIu64 "; reads:", notes.updates[0].load(),
               notes.lives[0].load(), notes.updates[1].load(), notes.lives[1].load());
   for (std::size_t c = 0; c < kConsumers; ++c)
      std::printf(" %" PRIu64, notes.reads[c].load());
   std::printf("\n");
   for (const std::string &path : paths)
      RequireNothingLost(path);
   return good ? 0 : 1;
}

} // namespace

int main(int argc, char **argv)
{
   std::uint64_t seconds = 1800;
   std::string parent = fs::temp_directory_path();
   for (int i = 1; i + 1 < argc; i += 2) {
      if (std::strcmp(argv[i], "--seconds") == 0)
         seconds = std::strtoull(argv[i + 1], nullptr, 10);
      else if (std::strcmp(argv[i], "--folder") == 0)
         parent = argv[i + 1];
   }
   std::string folder = parent + "/rootlet-soak-XXXXXX";
   if (::mkdtemp(folder.data()) == nullptr) {
      std::fprintf(stderr, "map_soak: no folder in %s\n", parent.c_str());
      return 2;
   }
   int result = 1;
   try {
      result = Soak(folder, seconds);
   } catch (const std::exception &error) {
      std::fprintf(stderr, "map_soak: %s\n", error.what());
   }
   std::error_code ignored;
   fs::remove_all(folder, ignored);
   return result;
}
