// Single bytes of a valid, closed file changed at random: a consumer gets a version that was published or a clear error, a
// producer refuses the file or can go on with it. Some thousands here; `./dev hostile` runs 100 000.
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <random>

#include "../heap/TempFolder.h"
#include "FilePatch.h"
#include "StoreTools.h"
#include "TError.h"
#include "TH1F.h"
#include "TVector3.h"
#include "TMapFile.h"
#include "TNamed.h"
#include "heap/Format.h"

namespace rootlet {
namespace {

using namespace test;
using namespace format;

constexpr int kVersions = 5;
const std::vector<std::string> kNames = {"first", "second", "third"};

/// How many bytes are changed, each alone.
int Rounds()
{
   const char *given = std::getenv("ROOTLET_CORRUPTIONS");
   return given != nullptr ? std::atoi(given) : 1500;
}

/// Long enough that most of the bytes in use are payload.
std::string Text(const std::string &name, int version)
{
   std::string text = name + " version " + std::to_string(version) + ": ";
   while (text.size() < 200 + name.size() * 100)
      text += std::to_string(text.size() * static_cast<std::size_t>(version + 7)) + ' ';
   return text;
}

/// The version that a text is, or -1.
int VersionOf(const std::string &name, const std::string &text)
{
   for (int version = 0; version < kVersions; ++version)
      if (text == Text(name, version))
         return version;
   return -1;
}

/// What a byte of a block belongs to.
struct BlockByte {
   std::string name;
   int version = 0;
   bool payloadOrLength = false;
};

/// The file, its content, and the places where a changed byte may matter.
class Victim {
public:
   explicit Victim(const std::string &path) : fPath(path), fPatch(path), fContent(fPatch.Size(), '\0')
   {
      const int fd = ::open(path.c_str(), O_RDWR | O_CLOEXEC);
      fFd = UniqueFd(fd);
      if (::pread(fd, fContent.data(), fContent.size(), 0) != static_cast<ssize_t>(fContent.size()))
         throw std::runtime_error("cannot read " + path);
      for (std::uint64_t word = 0; word < fContent.size(); word += 8)
         if (fContent.compare(word, 8, std::string(8, '\0')) != 0)
            for (std::uint64_t at = word; at < word + 8; ++at)
               fPlaces.push_back(at);
      for (std::uint64_t at = offsetof(Superblock, heapSize); at < offsetof(Head, leases) + sizeof(LeaseEntry); ++at)
         fPlaces.push_back(at);
   }
   const std::string &Path() const { return fPath; }

   /// One in four anywhere, else where something is.
   std::uint64_t RandomPlace(std::mt19937 &random) const
   {
      return random() % 4 == 0 ? random() % fContent.size() : fPlaces[random() % fPlaces.size()];
   }
   void Change(std::uint64_t at, std::mt19937 &random) const
   {
      const auto old = static_cast<unsigned char>(fContent[at]);
      fPatch.Store(at, static_cast<unsigned char>(old ^ (1 + random() % 255)));
   }
   void Restore(std::uint64_t at) const { fPatch.Store(at, fContent[at]); }
   void RestoreAll() const
   {
      if (::ftruncate(fFd.Get(), static_cast<off_t>(fContent.size())) != 0 ||
          ::pwrite(fFd.Get(), fContent.data(), fContent.size(), 0) != static_cast<ssize_t>(fContent.size()))
         throw std::runtime_error("cannot write " + fPath);
   }

private:
   std::string fPath;
   FilePatch fPatch;
   UniqueFd fFd;
   std::string fContent;
   std::vector<std::uint64_t> fPlaces;
};

/// Throws unless the message is one line that names the file.
void CheckMessage(const std::string &message, const std::string &path)
{
   if (message.find(path) == std::string::npos || message.find('\n') != std::string::npos)
      throw std::runtime_error("not a clear error: " + message);
}

class CorruptionTest : public testing::TestWithParam<bool> {
protected:
   void SetUp() override
   {
      const auto producer = MapStore::Open(fPath, MapMode::kCreate, {.size = 0, .seal = GetParam()});
      for (int version = 0; version < kVersions; ++version)
         for (const std::string &name : kNames)
            Put(*producer, name, Text(name, version));
      for (const std::string &name : kNames) {
         const ProducerRecord *record = producer->FindOwn(name);
         std::vector<ProducerRecord::Slot> slots(record->slots.begin(), record->slots.end());
         std::erase_if(slots, [](const auto &slot) { return slot.generation == 0; });
         std::sort(slots.begin(), slots.end(), [](auto &a, auto &b) { return a.generation > b.generation; });
         ASSERT_EQ(slots.size(), 3u);
         for (int age = 0; age < 3; ++age) {
            const std::uint64_t block = slots[static_cast<std::size_t>(age)].block.offset;
            const std::uint64_t end = block + sizeof(BlockHeader) + Text(name, kVersions - 1 - age).size();
            for (std::uint64_t at = block; at < end; ++at) {
               const bool length =
                  at - block >= offsetof(BlockHeader, length) && at - block < offsetof(BlockHeader, streamerInfo);
               fBlocks[at] = {name, kVersions - 1 - age, length || at >= block + sizeof(BlockHeader)};
            }
         }
      }
   }

   /// A description of what was given under a name, for the histogram; throws if it may not be given.
   std::string Judge(MapStore &store, const std::string &name, std::uint64_t changed) const
   {
      const auto block = fBlocks.find(changed);
      int wanted = kVersions - 1; // where only a block was hit, what has to be given is certain
      const bool hit = block != fBlocks.end() && block->second.name == name;
      if (hit && block->second.version == wanted && GetParam())
         --wanted;
      std::string text;
      try {
         text = Take(store, name);
      } catch (const MapError &error) {
         CheckMessage(error.what(), store.Path());
         if (block != fBlocks.end())
            throw std::runtime_error("'" + name + "' cannot be read: " + error.what());
         return "an error";
      }
      const int version = VersionOf(name, text);
      if (!GetParam() && hit && block->second.version == wanted)
         return version == wanted ? "the newest version" : "a damaged or older version (no seals)";
      if (block != fBlocks.end() && version != wanted)
         throw std::runtime_error("'" + name + "' gave version " + std::to_string(version) + " and not " +
                                  std::to_string(wanted));
      if (version < 0 && text != "(none)" && text != "(no version)")
         throw std::runtime_error("'" + name + "' gave '" + text + "'");
      return version == kVersions - 1 ? "the newest version" : version >= 0 ? "an older version" : "nothing " + text;
   }

   TempFolder fFolder{::access("/dev/shm", W_OK) == 0 ? "/dev/shm" : std::filesystem::temp_directory_path().string()};
   std::string fPath = fFolder / "map";
   std::map<std::uint64_t, BlockByte> fBlocks;
   std::map<std::string, int> fOutcomes;

   void Print() const
   {
      for (const auto &[outcome, times] : fOutcomes)
         std::printf("%8d times %s\n", times, outcome.c_str());
   }
};

TEST_P(CorruptionTest, AConsumerGetsWhatWasPublishedOrAClearError)
{
   const Victim victim(fPath);
   std::mt19937 random(31);
   for (int round = 0; round < Rounds(); ++round) {
      const std::uint64_t at = victim.RandomPlace(random);
      victim.Change(at, random);
      try {
         const auto consumer = MapStore::Open(fPath, MapMode::kRead);
         consumer->List();
         for (const std::string &name : kNames)
            ++fOutcomes[Judge(*consumer, name, at)];
      } catch (const MapError &error) {
         ASSERT_NO_THROW(CheckMessage(error.what(), fPath));
         ++fOutcomes["the whole file was refused"];
      } catch (const std::exception &error) {
         FAIL() << "byte " << at << ": " << error.what();
      }
      victim.Restore(at);
   }
   Print();
   EXPECT_GT(fOutcomes["the newest version"], Rounds());
   if (GetParam()) {
      EXPECT_GT(fOutcomes["an older version"], 0);
   }
}

TEST_P(CorruptionTest, AProducerRefusesTheFileOrGoesOnWithIt)
{
   const Victim victim(fPath);
   std::mt19937 random(32);
   const std::string next = "what comes next";
   for (int round = 0; round < Rounds(); ++round) {
      const std::uint64_t at = victim.RandomPlace(random);
      victim.Change(at, random);
      std::unique_ptr<MapStore> producer;
      try {
         producer = MapStore::Open(fPath, MapMode::kUpdate);
      } catch (const MapError &error) {
         ASSERT_NO_THROW(CheckMessage(error.what(), fPath));
         ++fOutcomes["the whole file was refused"];
      }
      try {
         if (producer != nullptr) {
            for (const std::string &name : kNames)
               ++fOutcomes[Judge(*producer, name, at)];
            Put(*producer, "first", next);
            Put(*producer, "new", next);
            producer->Remove("third");
            producer.reset();
            producer = MapStore::Open(fPath, MapMode::kUpdate);
            for (const char *name : {"first", "new"})
               if (Take(*producer, name) != next)
                  throw std::runtime_error(std::string("the new version of '") + name + "' is lost");
            if (Take(*producer, "third") != "(none)")
               throw std::runtime_error("a removed object is back");
            Judge(*producer, "second", at);
            producer.reset();
         }
      } catch (const std::exception &error) {
         FAIL() << "byte " << at << ": " << error.what();
      }
      victim.RestoreAll();
   }
   Print();
   EXPECT_GT(fOutcomes["the newest version"], Rounds());
   EXPECT_GT(fOutcomes["the whole file was refused"], 0);
}

INSTANTIATE_TEST_SUITE_P(WithAndWithout, CorruptionTest, testing::Values(true, false),
                         [](const auto &test) { return test.param ? "Seals" : "NoSeals"; });

// ---- through TMapFile -----------------------------------------------------------------------------------------------

std::vector<std::string> gLines;

void KeepLine(int, Bool_t, const char *location, const char *message)
{
   gLines.push_back(std::string(location) + ": " + message);
}

/// Restores the handler that was there.
class KeptLines {
public:
   KeptLines() : fBefore(SetErrorHandler(KeepLine)) { gLines.clear(); }
   ~KeptLines() { SetErrorHandler(fBefore); }
   KeptLines(const KeptLines &) = delete;
   KeptLines &operator=(const KeptLines &) = delete;

private:
   ErrorHandlerFunc_t fBefore;
};

TEST(CorruptionOfObjects, EveryGetGivesAnObjectThatWasPublishedOrOneLine)
{
   const TempFolder folder(::access("/dev/shm", W_OK) == 0 ? "/dev/shm"
                                                           : std::filesystem::temp_directory_path().string());
   const std::string path = folder / "map";
   TH1::AddDirectory(kFALSE);
   {
      const std::unique_ptr<TMapFile> map(TMapFile::Create(path.c_str(), "CREATE", 0));
      TNamed named("named", "");
      TH1F histogram("histogram", "filled", 20, 0, 20);
      map->Add(&named);
      map->Add(&histogram);
      TVector3 vector;
      map->AddDirect(&vector, "vector");
      for (int version = 0; version < kVersions; ++version) {
         vector.SetXYZ(version, version + 1, version + 2);
         named.SetTitle(("version " + std::to_string(version)).c_str());
         histogram.Fill(version + 0.5);
         map->Update();
      }
   }
   const Victim victim(path);
   std::mt19937 random(33);
   const KeptLines lines;
   int newest = 0, failed = 0;
   for (int round = 0; round < Rounds(); ++round) {
      const std::uint64_t at = victim.RandomPlace(random);
      victim.Change(at, random);
      gLines.clear();
      const std::unique_ptr<TMapFile> map(TMapFile::Create(path.c_str(), "READ"));
      if (map == nullptr) {
         ASSERT_EQ(gLines.size(), 1u) << "byte " << at;
         ASSERT_NO_THROW(CheckMessage(gLines[0], path));
      } else {
         gLines.clear();
         const std::unique_ptr<TNamed> named(static_cast<TNamed *>(map->Get("named")));
         for (const std::string &line : gLines) // an older version has one too, if a seal was broken
            ASSERT_NO_THROW(CheckMessage(line, path)) << "byte " << at;
         if (named == nullptr) {
            ASSERT_EQ(gLines.size(), 1u) << "byte " << at;
         } else {
            const std::string title = named->GetTitle();
            ASSERT_TRUE(title.rfind("version ", 0) == 0 && title.size() == 9) << "byte " << at << ": " << title;
            newest += title == "version 4" ? 1 : 0;
         }
         gLines.clear();
         const std::unique_ptr<TH1F> histogram(static_cast<TH1F *>(map->Get("histogram")));
         failed += histogram == nullptr ? 1 : 0;
         if (histogram != nullptr) {
            const int entries = static_cast<int>(histogram->GetEntries());
            ASSERT_TRUE(entries >= 1 && entries <= kVersions) << "byte " << at;
            for (int bin = 1; bin <= kVersions; ++bin)
               ASSERT_EQ(histogram->GetBinContent(bin), bin <= entries ? 1 : 0) << "byte " << at;
         } else {
            ASSERT_EQ(gLines.size(), 1u) << "byte " << at;
            ASSERT_NO_THROW(CheckMessage(gLines[0], path)) << "byte " << at;
         }
         gLines.clear();
         const std::unique_ptr<TVector3> vector(static_cast<TVector3 *>(map->Get("vector")));
         if (vector != nullptr) {
            ASSERT_TRUE(vector->X() >= 0 && vector->X() < kVersions) << "byte " << at;
            ASSERT_TRUE(vector->Y() == vector->X() + 1 && vector->Z() == vector->X() + 2) << "byte " << at;
         } else {
            ASSERT_EQ(gLines.size(), 1u) << "byte " << at;
            ASSERT_NO_THROW(CheckMessage(gLines[0], path)) << "byte " << at;
         }
         map->GetFirst();
      }
      victim.Restore(at);
   }
   EXPECT_GT(newest, Rounds() / 2);
   EXPECT_GT(failed, 0);
}

} // namespace
} // namespace rootlet
