// A power loss, simulated: the pages of a map file are of different ages, each as it was at some instant since the last Sync().
// Seeded, so that every image can be made again. What must hold is judged from the bytes of the image, by steps of its own:
// never a wrong object; the newest version whose seal holds; a loss is reported; what was synced and not touched since is there.
#include <gtest/gtest.h>

#include <array>
#include <cstring>
#include <fstream>
#include <map>
#include <random>
#include <set>

#include "../heap/TempFolder.h"
#include "FilePatch.h"
#include "RootletMapCheck.h"
#include "StoreTools.h"
#include "map/BlockSeal.h"

namespace rootlet {
namespace {

using namespace test;
using namespace format;

constexpr std::size_t kPage = 4096;

std::string TextOf(const std::string &name, unsigned number)
{
   std::string text = name + ":" + std::to_string(number) + ":";
   text.resize(text.size() + (std::size_t{number} * 2654435761u + name.size() * 977) % (number % 5 == 0 ? 9000 : 600),
               static_cast<char>('a' + number % 26));
   return text;
}

/// Takes a picture of the file when it has written half of itself.
class PhotographedWriter : public PayloadWriter {
public:
   PhotographedWriter(std::string text, std::function<void()> takePicture)
      : fText(std::move(text)), fTakePicture(std::move(takePicture))
   {
   }
   std::size_t Write(BufferStorage &storage) override
   {
      std::size_t capacity = 0;
      char *start = storage.Grow(0, fText.size(), capacity);
      std::memcpy(start, fText.data(), fText.size() / 2);
      if (fTakePicture)
         fTakePicture();
      std::memcpy(start, fText.data(), fText.size());
      return fText.size();
   }

private:
   std::string fText;
   std::function<void()> fTakePicture;
};

/// What a producer has done, and how the file looked meanwhile.
class History {
public:
   struct Workload {
      const char *name;
      unsigned objects;     ///< published before the Sync
      unsigned late;        ///< published for the first time after it
      unsigned steps;       ///< after it
      std::size_t large;    ///< bytes of an object that makes the heap grow, 0: none
      bool rehash = false;  ///< the table is made anew after the Sync
      bool passing = false; ///< objects are removed and added again
   };

   History(const std::string &path, const Workload &workload, unsigned seed) : fPath(path), fRandom(seed)
   {
      fStore = MapStore::Open(path, MapMode::kRecreate, {.size = 0});
      for (unsigned i = 0; i < workload.objects; ++i)
         for (std::uint64_t version = fRandom() % 5; version < 5; ++version)
            Publish(NameOf(i));
      fStore->Sync();
      synced = current;
      TakePicture();
      for (unsigned step = 0; step < workload.steps; ++step) {
         const auto i = static_cast<unsigned>(fRandom() % (workload.objects + workload.late));
         const std::string name = NameOf(i % 4 == 0 ? i / 2 : i); // some are left alone
         if (i % 4 != 1 || i >= workload.objects)
            Publish(name, step % 7 == 0);
         if (workload.passing && step % 5 == 0)
            Remove("passing" + std::to_string(step % 3));
         if (workload.passing && step % 5 == 1)
            Publish("passing" + std::to_string(fRandom() % 3));
         if (step % 4 == 0)
            TakePicture();
         if (workload.large != 0 && step == workload.steps / 2) {
            Put(*fStore, "large", std::string(workload.large, 'l'));
            touched.insert("large");
            TakePicture();
            fStore->Remove("large"); // others move in
         }
         if (workload.rehash && step == workload.steps / 2)
            for (std::uint64_t n = 0; n < (std::uint64_t{1} << kMinTableLog2) * 6 / 10; ++n) {
               AddNamed(*fStore, "brief" + std::to_string(n));
               fStore->Remove("brief" + std::to_string(n));
            }
      }
      TakePicture();
      fStore.reset();
      TakePicture();
   }

   /// Every page as it was at some instant; the boot id is another one.
   std::string Image(std::mt19937 &random) const
   {
      std::string image = fPictures.back();
      const std::uint64_t oneOf = 1 + random() % 8; // some images are nearly new
      for (std::size_t at = 0; at < image.size(); at += kPage) {
         const std::string &picture = random() % oneOf == 0 ? fPictures[random() % fPictures.size()] : fPictures.back();
         for (std::size_t i = at; i < at + kPage; ++i)
            image[i] = i < picture.size() ? picture[i] : '\0'; // nothing was written there yet
      }
      std::uint64_t id = random();
      std::memcpy(&image[offsetof(Superblock, bootId)], &id, sizeof id);
      return image;
   }

   std::map<std::string, unsigned> synced;              ///< number of the version that Sync() has flushed
   std::map<std::string, unsigned> current;             ///< and of the last one
   std::set<std::string> touched;                       ///< updated, removed or added since
   std::map<std::string, std::uint64_t> places;         ///< offsets of records that were never removed
   std::map<std::string, std::set<unsigned>> published; ///< all numbers

private:
   static std::string NameOf(unsigned i) { return "object" + std::to_string(i); }

   void Publish(const std::string &name, bool photographed = false)
   {
      const unsigned number = ++fNumber;
      ProducerRecord *record = fStore->FindOwn(name);
      if (record == nullptr)
         record = &AddNamed(*fStore, name);
      published[name].insert(number); // may be whole before Publish returns
      PhotographedWriter writer(TextOf(name, number),
                                photographed ? [this] { TakePicture(); } : std::function<void()>());
      PublishItem item{record, &writer, nullptr};
      fStore->Publish({&item, 1});
      if (item.error)
         std::rethrow_exception(item.error);
      current[name] = number;
      touched.insert(name);
      if (name.starts_with("object"))
         places[name] = record->offset;
      if (fPictures.empty())
         touched.clear();
   }

   void Remove(const std::string &name)
   {
      fStore->Remove(name);
      current.erase(name);
      touched.insert(name);
   }

   void TakePicture()
   {
      std::ifstream file(fPath, std::ios::binary);
      fPictures.emplace_back(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
   }

   std::string fPath;
   std::mt19937 fRandom;
   std::unique_ptr<MapStore> fStore;
   unsigned fNumber = 0;
   std::vector<std::string> fPictures; // since the Sync
};

/// What the bytes of an image say of one record, seen with no code of the library but the seal.
struct Judged {
   bool isRecord = false;    ///< there, with a name
   std::uint64_t newest = 0; ///< generation of the newest version of a slot whose seal holds
   bool isDamaged = false;   ///< a slot has a version that is not whole
};

Judged Judge(const std::string &image, std::uint64_t offset, const std::string &name)
{
   const auto load = [&](std::uint64_t at, auto &value) {
      if (!Fits(at, sizeof value, image.size()))
         return false;
      std::memcpy(&value, image.data() + at, sizeof value);
      return true;
   };
   Judged judged;
   std::array<std::uint64_t, 4> words{};
   InfoHeader info;
   if (!load(offset, words) || words[0] == 0 || words[3] == 0 || !load(words[3], info) || info.recordId != words[0] ||
       info.nameLength != name.size() || info.size > 4096 || !Fits(words[3], info.size, image.size()) ||
       image.compare(words[3] + sizeof info, name.size(), name) != 0 ||
       Crc32c(image.data() + words[3] + 8, info.size - 8) != info.crc)
      return judged;
   judged.isRecord = true;
   for (unsigned s = 0; s < kSlots; ++s) {
      std::array<std::uint64_t, 2> slot{};
      BlockHeader header;
      load(offset + 64 + 16 * s, slot);
      if (slot[0] == 0)
         continue;
      const bool whole = load(slot[1], header) && header.recordId == words[0] &&
                         header.length <= image.size() - slot[1] - sizeof header &&
                         BlockSeal(header, image.data() + slot[1] + sizeof header) == header.seal;
      if (whole)
         judged.newest = std::max(judged.newest, header.generation);
      judged.isDamaged = judged.isDamaged || !whole;
   }
   return judged;
}

class PowerLoss : public testing::TestWithParam<History::Workload> {
protected:
   /// The number of the version that is served, 0 for none; -1 for a loss that is reported.
   static int Served(MapStore &store, const History &history, const std::string &name, std::uint64_t &generation)
   {
      PayloadCopy copy;
      generation = 0;
      try {
         const auto result = store.Read(name, copy);
         if (!result || result->generation == 0)
            return 0;
         generation = result->generation;
      } catch (const MapError &error) {
         EXPECT_NE(std::string(error.what()).find("no version of '" + name + "' is whole"), std::string::npos)
            << error.what();
         return -1;
      }
      const std::string text(copy.Data(), copy.Size());
      const unsigned number =
         static_cast<unsigned>(std::strtoul(text.c_str() + std::min(text.size(), name.size() + 1), nullptr, 10));
      const auto known = history.published.find(name);
      EXPECT_TRUE(known != history.published.end() && known->second.contains(number) && text == TextOf(name, number))
         << name << ": a wrong object: " << text.substr(0, 40);
      return static_cast<int>(number);
   }

   TempFolder fFolder{MemoryFolder()};
   std::string fPath = fFolder / "map";
};

TEST_P(PowerLoss, ServesTheNewestVersionWhoseSealHoldsAndReportsWhatIsLost)
{
   constexpr unsigned kHistories = 5;
   constexpr unsigned kImages = 20;
   unsigned lost = 0, older = 0;
   for (unsigned h = 0; h < kHistories && !HasFailure(); ++h) {
      const History history(fFolder / "history", GetParam(), h);
      for (unsigned i = 0; i < kImages && !HasFailure(); ++i) {
         SCOPED_TRACE("history " + std::to_string(h) + ", image " + std::to_string(i));
         std::mt19937 random(1000 * h + i);
         const std::string image = history.Image(random);
         std::ofstream(fPath, std::ios::binary | std::ios::trunc) << image;
         std::map<std::string, int> served;
         {
            const auto consumer = MapStore::Open(fPath, MapMode::kRead);
            for (const auto &[name, numbers] : history.published) {
               std::uint64_t generation = 0;
               served[name] = Served(*consumer, history, name, generation);
               if (const auto place = history.places.find(name); place != history.places.end()) {
                  const Judged judged = Judge(image, place->second, name);
                  if (judged.newest != 0) {
                     EXPECT_EQ(generation, judged.newest) << name;
                  } else if (judged.isRecord && judged.isDamaged) {
                     EXPECT_NE(served[name], 0) << name << ": lost, and nobody says so";
                  }
               }
               if (history.synced.contains(name) && !history.touched.contains(name)) {
                  EXPECT_EQ(served[name], static_cast<int>(history.synced.at(name))) << name << " was synced";
               }
               lost += served[name] == -1 ? 1 : 0;
               older += served[name] > 0 && history.current.contains(name) &&
                              served[name] < static_cast<int>(history.current.at(name))
                           ? 1
                           : 0;
            }
         }
         const bool anyLost = std::any_of(served.begin(), served.end(), [](auto &each) { return each.second == -1; });
         {
            const auto producer = MapStore::Open(fPath, MapMode::kUpdate);
            EXPECT_TRUE(!anyLost || producer->LostRecords() != 0);
            std::uint64_t last = 0;
            for (const auto &[name, before] : served) {
               std::uint64_t generation = 0;
               const int now = Served(*producer, history, name, generation);
               EXPECT_TRUE(now == before || (before == -1 && now == 0) ||
                           (now < before && producer->LostVersions() + producer->LostRecords() != 0))
                  << name << ": " << before << ", after recovery " << now;
               if (history.synced.contains(name) && !history.touched.contains(name)) {
                  EXPECT_EQ(now, static_cast<int>(history.synced.at(name))) << name << " was synced";
               }
               last = std::max(last, generation);
            }
            for (const auto &[name, numbers] : history.published)
               EXPECT_GT(Put(*producer, name, "new " + name), last);
         }
         const MapReport report = CheckMap(fPath);
         EXPECT_TRUE(report.IsSound()) << report.faults.at(0);
         const auto again = MapStore::Open(fPath, MapMode::kUpdate);
         EXPECT_EQ(again->LostVersions() + again->LostRecords(), 0u);
         for (const auto &[name, numbers] : history.published)
            EXPECT_EQ(Take(*again, name), "new " + name);
      }
   }
   std::printf("%u images, %u objects lost and reported, %u older than the last version\n", kHistories * kImages, lost,
               older);
   EXPECT_GT(older, 0u) << "the images are too good";
}

INSTANTIATE_TEST_SUITE_P(Table, PowerLoss,
                         testing::Values(History::Workload{"UpdatesAlone", 20, 0, 60, 0},
                                         History::Workload{"NewObjects", 20, 300, 300,
                                                           0}, // more than a chunk of records
                                         History::Workload{"Growth", 20, 20, 60, 1000000},
                                         History::Workload{"RemovedAndAdded", 20, 10, 80, 0, false, true},
                                         History::Workload{"AnotherTable", 20, 20, 60, 0, true, true}),
                         [](const auto &test) { return test.param.name; });

} // namespace
} // namespace rootlet
