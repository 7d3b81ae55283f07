// Snapshots: objects of one Update, read together while their producer goes on.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "CaseTools.h"
#include "FilePatch.h"
#include "RootletError.h"
#include "StoreTools.h"
#include "heap/Format.h"

namespace rootlet {
namespace {

using namespace test;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class SnapshotTest : public testing::Test {
protected:
   SnapshotTest()
   {
      fProducer = OpenMap(fPath, "RECREATE SHARED");
      for (TNamed *object : {&fFirst, &fSecond})
         fProducer->Add(object);
      fConsumer = OpenMap(fPath, "READ");
   }
   void Publish(const char *title)
   {
      fFirst.SetTitle(title);
      fSecond.SetTitle(title);
      fProducer->Update();
   }
   static std::string TitleIn(const MapSnapshot &snapshot, const char *name)
   {
      return snapshot.Get<TNamed>(name)->GetTitle();
   }

   const Lines fLines;
   TempFolder fFolder;
   std::string fPath = fFolder / "map";
   TNamed fFirst{"first", ""};
   TNamed fSecond{"second", ""};
   std::unique_ptr<TMapFile> fProducer;
   std::unique_ptr<TMapFile> fConsumer;
};

TEST_F(SnapshotTest, HoldsWhatWasPublishedTogetherWhateverComesLater)
{
   Publish("one");
   const auto snapshot = fConsumer->Snapshot();
   Publish("two");
   EXPECT_THAT(snapshot->GetNames(), ElementsAre("first", "second"));
   EXPECT_EQ(TitleIn(*snapshot, "first"), "one");
   fProducer->RemoveAll();
   EXPECT_EQ(TitleIn(*snapshot, "second"), "one");
   TNamed existing;
   EXPECT_EQ(snapshot->Get("first", &existing), &existing);
   EXPECT_STREQ(existing.GetTitle(), "one");
   const std::unique_ptr<TObject> made(snapshot->Get("second"));
   EXPECT_STREQ(made->GetTitle(), "one");
}

TEST_F(SnapshotTest, HasTheNamesItWasAskedForInThatOrder)
{
   EXPECT_THAT(fConsumer->Snapshot()->GetNames(), IsEmpty()) << "nothing is published";
   EXPECT_EQ(fConsumer->Snapshot({"not there"})->GetGeneration(), 0u);
   Publish("one");
   EXPECT_THAT(fConsumer->Snapshot({"second", "not there", "first"})->GetNames(), ElementsAre("second", "first"));
   EXPECT_THAT(fConsumer->Snapshot({"second", "second"})->GetNames(), ElementsAre("second", "second"));
   const auto snapshot = fConsumer->Snapshot({"second"});
   EXPECT_THAT(MessageOf([&] { snapshot->Get("first"); }), HasSubstr("'first' is not in the snapshot"));
   EXPECT_THAT(MessageOf([&] { snapshot->Get(nullptr); }), HasSubstr("is not in the snapshot"));
}

TEST_F(SnapshotTest, LeavesOutWhatIsNotPublishedYet)
{
   Publish("one");
   TNamed third("third", "");
   fProducer->Add(&third);
   const auto snapshot = fConsumer->Snapshot();
   EXPECT_THAT(snapshot->GetNames(), ElementsAre("first", "second"));
   EXPECT_THAT(MessageOf([&] { snapshot->Get("third"); }), HasSubstr("had not been published yet"));
   fProducer->Update();
   EXPECT_TRUE(snapshot->Refresh());
   EXPECT_THAT(snapshot->GetNames(), ElementsAre("first", "second", "third"));
}

TEST_F(SnapshotTest, IsRefreshedWhenSomethingHasBeenPublished)
{
   Publish("one");
   const auto snapshot = fConsumer->Snapshot();
   const ULong64_t first = snapshot->GetGeneration();
   EXPECT_FALSE(snapshot->Refresh());
   EXPECT_FALSE(snapshot->Refresh());
   Publish("two");
   EXPECT_EQ(TitleIn(*snapshot, "first"), "one");
   EXPECT_TRUE(fConsumer->WaitForUpdate("first", snapshot->GetGeneration()));
   EXPECT_TRUE(snapshot->Refresh());
   EXPECT_GT(snapshot->GetGeneration(), first);
   EXPECT_EQ(TitleIn(*snapshot, "second"), "two");
   fSecond.SetTitle("two and a half");
   fProducer->Update(&fSecond); // an Update of one object leaves the others
   EXPECT_TRUE(snapshot->Refresh());
   EXPECT_EQ(TitleIn(*snapshot, "first"), "two");
   EXPECT_EQ(TitleIn(*snapshot, "second"), "two and a half");
   fProducer->Remove("first");
   Publish("three");
   EXPECT_TRUE(snapshot->Refresh());
   EXPECT_THAT(snapshot->GetNames(), ElementsAre("second"));
}

TEST_F(SnapshotTest, IsRefreshedAcrossRemovalsAndTakeOvers)
{
   Publish("one");
   const auto first = fConsumer->Snapshot({"first"});
   const auto both = fConsumer->Snapshot({"first", "second"});
   fProducer->Remove("first");
   EXPECT_FALSE(both->Refresh()) << "nothing is published";
   EXPECT_EQ(TitleIn(*both, "first"), "one");
   fProducer->Add(&fFirst);
   Publish("two");
   EXPECT_TRUE(first->Refresh());
   EXPECT_EQ(TitleIn(*first, "first"), "two");
   EXPECT_TRUE(both->Refresh());
   fProducer.reset();
   fProducer = OpenMap(fPath, "SHARED");
   fProducer->Add(&fSecond);
   Publish("three"); // takes one of them over
   EXPECT_THAT(MessageOf([&] { both->Refresh(); }), HasSubstr("different producers"));
   EXPECT_EQ(TitleIn(*both, "second"), "two");
   fProducer->Add(&fFirst);
   Publish("four");
   EXPECT_TRUE(both->Refresh());
   EXPECT_EQ(TitleIn(*both, "first"), "four");
   EXPECT_EQ(both->GetGeneration("first"), both->GetGeneration());
   fProducer->Update(&fSecond);
   EXPECT_TRUE(both->Refresh());
   EXPECT_LT(both->GetGeneration("first"), both->GetGeneration("second"));
}

TEST_F(SnapshotTest, IsOfOneProducer)
{
   Publish("one");
   const auto other = OpenMap(fPath, "SHARED");
   TNamed others("other's", "text");
   other->Add(&others);
   other->Update();
   EXPECT_THAT(MessageOf([&] { fConsumer->Snapshot(); }),
               testing::AllOf(HasSubstr(fPath), HasSubstr("'first' (process "), HasSubstr("'other's' (process "),
                              HasSubstr("name those alone")));
   EXPECT_EQ(TitleIn(*fConsumer->Snapshot({"other's"}), "other's"), "text");
   EXPECT_EQ(TitleIn(*fConsumer->Snapshot({"first", "second"}), "second"), "one");
   EXPECT_THAT(Lines::TakeText(), IsEmpty());
}

TEST_F(SnapshotTest, GoesOnWithTheNextProducer)
{
   Publish("one");
   const auto snapshot = fConsumer->Snapshot();
   fProducer.reset();
   EXPECT_FALSE(snapshot->Refresh());
   fProducer = OpenMap(fPath, "UPDATE");
   for (TNamed *object : {&fFirst, &fSecond})
      fProducer->Add(object);
   Publish("two");
   EXPECT_TRUE(snapshot->Refresh());
   EXPECT_EQ(TitleIn(*snapshot, "first"), "two");
   EXPECT_EQ(TitleIn(*snapshot, "second"), "two");
}

/// The one before would be of another Update.
TEST_F(SnapshotTest, IsAnErrorWhereTheNewestVersionIsDamagedAndKeepsWhatItHad)
{
   Publish("one");
   const auto snapshot = fConsumer->Snapshot();
   Publish("two");
   FilePatch(fPath).Flip(NewestBlock(fPath, "second") + sizeof(format::BlockHeader));
   EXPECT_THAT(
      MessageOf([&] { fConsumer->Snapshot(); }),
      testing::AllOf(HasSubstr(fPath), HasSubstr("'second' is not whole"), HasSubstr("Get gives the one before")));
   EXPECT_THAT(MessageOf([&] { snapshot->Refresh(); }), HasSubstr("'second' is not whole"));
   EXPECT_EQ(TitleIn(*snapshot, "first"), "one");
   EXPECT_EQ(TitleIn(*fConsumer->Snapshot({"first"}), "first"), "two");
}

TEST_F(SnapshotTest, NeedsAnOpenMap)
{
   Publish("one");
   const auto snapshot = fConsumer->Snapshot();
   fConsumer->Close();
   EXPECT_THROW(fConsumer->Snapshot(), Error);
   EXPECT_THROW(snapshot->Refresh(), Error);
   EXPECT_THROW(snapshot->Get("first"), Error);
   EXPECT_THAT(snapshot->GetNames(), ElementsAre("first", "second"));
}

// ---- while producers go on ----------------------------------------------------------------------------------------------

/// Patterns that are always published together, under one number each time.
class Together {
public:
   Together(MapStore &store, const std::string &prefix, unsigned records)
   {
      for (unsigned r = 0; r < records; ++r)
         fRecords.push_back(&AddNamed(store, prefix + std::to_string(r)));
   }
   void Publish(MapStore &store, std::uint64_t number)
   {
      std::vector<PatternWriter> writers;
      std::vector<PublishItem> items;
      writers.reserve(fRecords.size());
      for (ProducerRecord *record : fRecords) {
         writers.emplace_back(number, 100 + (number * 31 + writers.size() * 7) % 400);
         items.push_back({record, &writers.back(), nullptr});
      }
      store.Publish(items);
   }

private:
   std::vector<ProducerRecord *> fRecords;
};

std::vector<std::string> NamesOf(const std::string &prefix, unsigned records)
{
   std::vector<std::string> names;
   for (unsigned r = 0; r < records; ++r)
      names.push_back(prefix + std::to_string(r));
   return names;
}

/// The one number of all of them, 0 if nothing is published yet; throws if they are of several Updates.
std::uint64_t NumberOfAll(MapStore &store, const std::vector<std::string> &names, std::vector<SnapshotPart> &parts)
{
   store.ReadTogether(names, nullptr, parts);
   std::uint64_t number = 0;
   for (const SnapshotPart &part : parts) {
      const std::uint64_t here = part.generation == 0 ? 0 : PatternWriter::Check(part.copy.Data(), part.copy.Size());
      if (&part != &parts.front() && here != number)
         throw std::runtime_error("of two Updates: " + std::to_string(number) + " and " + std::to_string(here));
      number = here;
   }
   if (number != 0 && parts.size() != names.size())
      throw std::runtime_error("some are missing");
   return number;
}

/// 1 000 records in all; every snapshot of one producer's is of one Update.
TEST(Snapshots, EightProducersAndEightConsumersOfAThousandRecords)
{
#ifdef ROOTLET_SANITIZED
   constexpr unsigned kProducers = 3, kConsumers = 3, kRecords = 40;
#else
   constexpr unsigned kProducers = 8, kConsumers = 8, kRecords = 125;
#endif
   constexpr std::uint64_t kUpdates = 200;
   constexpr unsigned kSnapshots = 100;
   TempFolder folder(MemoryFolder());
   const std::string path = folder / "map";
   MapStore::Open(path, MapMode::kCreate, {.size = 0, .shared = true});
   const auto nameOf = [](unsigned p) { return "p" + std::to_string(p) + "."; };
   std::vector<pid_t> producers, consumers;
   for (unsigned p = 0; p < kProducers; ++p) {
      producers.push_back(ForkLeashed());
      if (producers.back() == 0) {
         const auto store = MapStore::Open(path, MapMode::kUpdate, {.size = 0, .shared = true});
         Together together(*store, nameOf(p), kRecords);
         for (std::uint64_t number = 1;; ++number) {
            together.Publish(*store, number);
            if (number > kUpdates) // a steady one from here on, until it is ended
               ::usleep(1000);
         }
      }
   }
   for (unsigned c = 0; c < kConsumers; ++c) {
      consumers.push_back(ForkLeashed());
      if (consumers.back() == 0) {
         try {
            const auto store = MapStore::Open(path, MapMode::kRead);
            std::vector<SnapshotPart> parts;
            std::vector<std::uint64_t> last(kProducers);
            for (unsigned taken = 0; taken < kSnapshots;) {
               for (unsigned p = 0; p < kProducers; ++p) {
                  std::uint64_t number = 0;
                  try {
                     number = NumberOfAll(*store, NamesOf(nameOf(p), kRecords), parts);
                  } catch (const MapError &error) { // an error is no snapshot; it must be this one
                     if (std::string(error.what()).find("faster than") == std::string::npos)
                        throw;
                     continue;
                  }
                  if (number < last[p])
                     throw std::runtime_error("went back");
                  taken += number > last[p] ? 1 : 0;
                  last[p] = number;
               }
            }
         } catch (const std::exception &error) {
            std::fprintf(stderr, "consumer %u: %s\n", c, error.what());
            ::_exit(1);
         }
         ::_exit(0);
      }
   }
   for (const pid_t consumer : consumers) {
      int status = -1;
      ::waitpid(consumer, &status, 0);
      EXPECT_EQ(status, 0);
   }
   for (const pid_t producer : producers) {
      int status = 0;
      EXPECT_EQ(::waitpid(producer, &status, WNOHANG), 0) << "it has ended by itself: " << status;
      ::kill(producer, SIGKILL);
      ::waitpid(producer, &status, 0);
   }
}

/// Threads on one mapping: what ThreadSanitizer can see.
TEST(Snapshots, OfTheProducersOwnMapping)
{
   constexpr unsigned kRecords = 12;
   constexpr std::uint64_t kUpdates = 1000;
   TempFolder folder;
   const auto store = MapStore::Open(folder / "map", MapMode::kCreate, {.size = 0});
   Together together(*store, "r", kRecords);
   std::atomic<bool> stop{false};
   std::atomic<unsigned> taken{0};
   std::vector<std::thread> readers;
   for (int r = 0; r < 3; ++r)
      readers.emplace_back([&] {
         std::vector<SnapshotPart> parts;
         std::uint64_t last = 0;
         while (!stop.load(std::memory_order_relaxed))
            try {
               const std::uint64_t number = NumberOfAll(*store, NamesOf("r", kRecords), parts);
               EXPECT_GE(number, last);
               last = number;
               taken.fetch_add(1);
            } catch (const MapError &error) {
               EXPECT_THAT(error.what(), HasSubstr("rewritten faster"));
            } catch (const std::exception &error) {
               ADD_FAILURE() << error.what();
               return;
            }
      });
   for (std::uint64_t number = 1; number <= kUpdates; ++number) {
      together.Publish(*store, number);
      if (number % 100 == 0) // so that on one processor readers have their turn too
         while (taken.load() < number / 100)
            std::this_thread::yield();
   }
   stop.store(true);
   for (std::thread &reader : readers)
      reader.join();
   EXPECT_GE(taken.load(), kUpdates / 100);
}

/// Names that are not in the map, and records that come and go without having been published, are no reason to fail.
TEST(Snapshots, OfSomeRecordsWhileOthersComeAndGo)
{
   TempFolder folder;
   const std::string path = folder / "map";
   const auto store = MapStore::Open(path, MapMode::kCreate, {.size = 0});
   const auto reading = MapStore::Open(path, MapMode::kRead);
   Put(*store, "steady", "text");
   std::atomic<bool> stop{false};
   std::atomic<int> passed{0};
   std::thread adder([&] {
      while (!stop.load()) {
         AddNamed(*store, "passing");
         store->Remove("passing");
         passed.fetch_add(1);
      }
   });
   std::vector<SnapshotPart> parts;
   const std::vector<std::string> names = {"not there", "steady", "passing"};
   for (int round = 0; round < 500 || passed.load() < 1000; ++round)
      for (const bool all : {false, true}) {
         std::string message = MessageOf([&] {
            reading->ReadTogether(
               all ? std::span<const std::string>() : names, [](std::string_view) { return true; }, parts);
         });
         EXPECT_EQ(message, "");
         EXPECT_EQ(std::count_if(parts.begin(), parts.end(), [](const auto &part) { return part.generation != 0; }), 1);
      }
   stop.store(true);
   adder.join();
}

/// What is added and published while all are listed is there, or nothing of it.
TEST(Snapshots, OfAllRecordsWhileRecordsAreAdded)
{
   constexpr unsigned kPairs = 300;
   TempFolder folder;
   const std::string path = folder / "map";
   const auto store = MapStore::Open(path, MapMode::kCreate, {.size = 0});
   const auto reading = MapStore::Open(path, MapMode::kRead);
   std::atomic<bool> stop{false};
   std::atomic<unsigned> taken{0};
   std::thread reader([&] {
      std::vector<SnapshotPart> parts;
      while (!stop.load())
         try {
            reading->ReadTogether(
               {}, [](std::string_view) { return true; }, parts);
            const auto published =
               std::count_if(parts.begin(), parts.end(), [](const SnapshotPart &part) { return part.generation != 0; });
            EXPECT_EQ(published % 2, 0) << "half of a pair";
            taken.fetch_add(1);
         } catch (const MapError &error) {
            EXPECT_THAT(error.what(), testing::AnyOf(HasSubstr("published faster than they can be read together"),
                                                     HasSubstr("rewritten faster")));
         }
   });
   for (unsigned pair = 0; pair < kPairs; ++pair) {
      StringWriter left("left"), right("right");
      PublishItem items[] = {{&AddNamed(*store, "left" + std::to_string(pair)), &left, nullptr},
                             {&AddNamed(*store, "right" + std::to_string(pair)), &right, nullptr}};
      store->Publish(items);
      while (taken.load() < pair / 10)
         std::this_thread::yield();
   }
   stop.store(true);
   reader.join();
}

} // namespace
} // namespace rootlet
