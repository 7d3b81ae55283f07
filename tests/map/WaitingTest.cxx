// Waiting for updates: what ends a wait, and what is told then. Real processes are killed.
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/resource.h>

#include <atomic>
#include <functional>
#include <optional>
#include <thread>
#include <utility>

#include "FilePatch.h"
#include "RootletError.h"
#include "heap/Format.h"
#include "WaitingTools.h"
#include "heap/Futex.h"

namespace rootlet {

namespace {

using namespace test;
/// A producer in a process of its own, which does what it is told to by single letters, in order.
class ProducerProcess {
public:
   template <class Body>
   explicit ProducerProcess(Body body)
   {
      int orders[2];
      int answers[2];
      if (::pipe(orders) != 0 || ::pipe(answers) != 0)
         return;
      fPid = ForkLeashed();
      if (fPid == 0) {
         ::close(orders[1]);
         ::close(answers[0]);
         try {
            body([&] {
               char letter = 0;
               if (::write(answers[1], "x", 1) != 1 || ::read(orders[0], &letter, 1) != 1)
                  ::_exit(2);
               return letter;
            });
         } catch (const std::exception &error) {
            std::fprintf(stderr, "producer: %s\n", error.what());
            ::_exit(1);
         }
         ::_exit(0);
      }
      ::close(orders[0]);
      ::close(answers[1]);
      fOrders = UniqueFd(orders[1]);
      fAnswers = UniqueFd(answers[0]);
      AwaitDone();
   }
   ~ProducerProcess()
   {
      if (fPid > 0)
         Kill();
   }
   ProducerProcess(const ProducerProcess &) = delete;
   ProducerProcess &operator=(const ProducerProcess &) = delete;

   /// Returns when it has been done.
   bool Tell(char letter) { return ::write(fOrders.Get(), &letter, 1) == 1 && AwaitDone(); }
   void Kill()
   {
      ::kill(fPid, SIGKILL);
      ::waitpid(fPid, nullptr, 0);
      fPid = 0;
   }
   int End()
   {
      fOrders.Reset();
      int status = -1;
      ::waitpid(std::exchange(fPid, 0), &status, 0);
      return status;
   }

private:
   bool AwaitDone()
   {
      char done = 0;
      return ::read(fAnswers.Get(), &done, 1) == 1;
   }
   pid_t fPid = 0;
   UniqueFd fOrders;
   UniqueFd fAnswers;
};

/// Publishes a text under a name at each 'p'; anything else ends it without any good-bye but that of its destructor.
auto Publishing(const std::string &path, const std::string &name, bool shared)
{
   return [=](const auto &next) {
      const auto store = MapStore::Open(path, MapMode::kUpdate, {.size = 0, .shared = shared});
      Put(*store, name, "first");
      while (next() == 'p')
         Put(*store, name, "next");
   };
}

TEST_F(Waiting, EndsAtOnceIfThereIsANewerVersion)
{
   const auto producer = MapStore::Open(fPath, MapMode::kCreate);
   const auto consumer = MapStore::Open(fPath, MapMode::kRead);
   const std::uint64_t generation = Put(*producer, "object", "text");
   for (MapStore *store : {producer.get(), consumer.get()})
      for (const Long_t timeout : {0L, 1L, kLong}) {
         const WaitResult result = Wait(*store, "object", 0, timeout);
         EXPECT_EQ(result.status, WaitStatus::kUpdated);
         EXPECT_EQ(result.generation, generation);
         EXPECT_TRUE(result);
      }
}

TEST_F(Waiting, EndsWithTheTimeoutIfThereIsNone)
{
   const auto producer = MapStore::Open(fPath, MapMode::kCreate);
   const auto consumer = MapStore::Open(fPath, MapMode::kRead);
   const std::uint64_t generation = Put(*producer, "object", "text");
   const std::uint64_t sum = Wait(*consumer, "", 0, 0).generation;
   EXPECT_GE(sum, generation);
   for (const Long_t timeout : {0L, 1L, 30L}) {
      const auto before = std::chrono::steady_clock::now();
      for (const auto &[name, after] : {std::pair("object", generation), {"", sum}, {"not there", std::uint64_t{0}}}) {
         const WaitResult result = Wait(*consumer, name, after, timeout);
         EXPECT_EQ(result.status, WaitStatus::kTimeout) << name;
         EXPECT_EQ(result.generation, after);
         EXPECT_FALSE(result);
      }
      EXPECT_GE(std::chrono::steady_clock::now() - before, 3 * milliseconds(timeout));
   }
}

TEST_F(Waiting, TheLongestTimeoutsAreLong)
{
   const auto producer = MapStore::Open(fPath, MapMode::kCreate);
   std::atomic<int> told{0};
   std::thread waiter([&] {
      std::uint64_t seen = 0;
      for (const milliseconds longest : {milliseconds::max(), milliseconds(std::int64_t{1} << 53)}) {
         const WaitResult result = WaitForUpdate(*producer, "object", seen, longest);
         EXPECT_EQ(result.status, WaitStatus::kUpdated);
         seen = result.generation;
         told.fetch_add(1);
      }
   });
   for (int round = 0; round < 2; ++round) {
      std::this_thread::sleep_for(milliseconds(30));
      EXPECT_EQ(told.load(), round);
      Put(*producer, "object", "text");
      while (told.load() == round)
         std::this_thread::yield();
   }
   waiter.join();
}

/// Both wait for each other's answer.
TEST_F(Waiting, TwoProducersAnswerEachOther)
{
   constexpr int kRounds = 2000;
   const auto first = MapStore::Open(fPath, MapMode::kCreate, {.size = 0, .shared = true});
   Put(*first, "ball", "0");
   ProducerProcess second([&](const auto &next) {
      const auto store = MapStore::Open(fPath, MapMode::kUpdate, {.size = 0, .shared = true});
      Put(*store, "answer", "0");
      std::uint64_t seen = store->GenerationOf("ball");
      next();
      for (int round = 1; round <= kRounds; ++round) {
         const WaitResult result = WaitForUpdate(*store, "ball", seen, std::nullopt);
         if (!result || Take(*store, "ball") != std::to_string(round))
            throw Error("round " + std::to_string(round) + " has " + Take(*store, "ball"));
         seen = result.generation;
         Put(*store, "answer", std::to_string(round));
      }
      next();
   });
   std::uint64_t seen = first->GenerationOf("answer");
   std::thread order([&] { EXPECT_TRUE(second.Tell('g')); }); // answered after the last round
   for (int round = 1; round <= kRounds; ++round) {
      Put(*first, "ball", std::to_string(round));
      const WaitResult result = Wait(*first, "answer", seen);
      EXPECT_EQ(result.status, WaitStatus::kUpdated) << round;
      EXPECT_EQ(Take(*first, "answer"), std::to_string(round));
      if (HasFailure())
         break;
      seen = result.generation;
   }
   if (HasFailure())
      second.Kill();
   order.join();
   EXPECT_EQ(second.End(), 2 << 8) << "its last order never came";
}

/// The generations of two producers do not come in order: "newer than the newest" would miss one.
TEST_F(Waiting, ForAnyObjectSeesAnOlderGenerationThatComesLater)
{
   const auto late = MapStore::Open(fPath, MapMode::kCreate, {.size = 0, .shared = true});
   const auto early = MapStore::Open(fPath, MapMode::kUpdate, {.size = 0, .shared = true});
   const auto consumer = MapStore::Open(fPath, MapMode::kRead);
   class Interrupted : public StringWriter {
   public:
      Interrupted(MapStore &other) : StringWriter("late"), fOther(other) {}
      std::size_t Write(BufferStorage &storage) override
      {
         fGeneration = Put(fOther, "early", "early"); // draws the higher number, commits first
         return StringWriter::Write(storage);
      }
      std::uint64_t fGeneration = 0;

   private:
      MapStore &fOther;
   } writer(*early);
   std::atomic<WaitStatus> seen{WaitStatus::kFailed};
   std::thread waiter;
   ProducerRecord &record = AddNamed(*late, "late");
   class Between : public PayloadWriter {
   public:
      Between(Interrupted &writer, std::thread &waiter, MapStore &consumer, std::atomic<WaitStatus> &seen)
         : fWriter(writer), fWaiter(waiter), fConsumer(consumer), fSeen(seen)
      {
      }
      std::size_t Write(BufferStorage &storage) override
      {
         const std::size_t length = fWriter.Write(storage);
         const std::uint64_t sum = WaitForUpdate(fConsumer, "", 0, milliseconds(0)).generation; // has seen "early"
         fWaiter =
            std::thread([this, sum] { fSeen.store(WaitForUpdate(fConsumer, "", sum, milliseconds(kLong)).status); });
         return length;
      }

   private:
      Interrupted &fWriter;
      std::thread &fWaiter;
      MapStore &fConsumer;
      std::atomic<WaitStatus> &fSeen;
   } between(writer, waiter, *consumer, seen);
   PublishItem item{&record, &between, nullptr};
   const std::uint64_t generation = late->Publish({&item, 1});
   ASSERT_TRUE(waiter.joinable());
   waiter.join();
   EXPECT_LT(generation, writer.fGeneration);
   EXPECT_EQ(seen.load(), WaitStatus::kUpdated);
}

TEST_F(Waiting, TellsThatTheProducerWasKilledButFirstWhatItHadPublished)
{
   ProducerProcess producer(Publishing(fPath, "object", false));
   const auto consumer = MapStore::Open(fPath, MapMode::kRead);
   const WaitResult first = Wait(*consumer, "object", 0);
   ASSERT_TRUE(first);
   EXPECT_TRUE(producer.Tell('p'));
   producer.Kill();
   const WaitResult second = Wait(*consumer, "object", first.generation);
   EXPECT_EQ(second.status, WaitStatus::kUpdated);
   for (const Long_t timeout : {kLong, 20L, kLong}) { // again and again, not once
      const WaitResult third = Wait(*consumer, "object", second.generation, timeout);
      EXPECT_EQ(third.status, WaitStatus::kNoProducer);
      EXPECT_EQ(third.generation, second.generation);
   }
   EXPECT_EQ(Wait(*consumer, "", Wait(*consumer, "", 0).generation).status, WaitStatus::kNoProducer);
   EXPECT_EQ(Wait(*consumer, "object", second.generation, 0).status, WaitStatus::kTimeout) << "0 only looks";
}

TEST_F(Waiting, GoesOnWhenANewProducerHasCome)
{
   {
      const auto producer = MapStore::Open(fPath, MapMode::kCreate);
      Put(*producer, "object", "old");
   }
   const auto consumer = MapStore::Open(fPath, MapMode::kRead);
   const std::uint64_t seen = Wait(*consumer, "object", 0).generation;
   EXPECT_EQ(Wait(*consumer, "object", seen, 20).status, WaitStatus::kNoProducer);
   const auto producer = MapStore::Open(fPath, MapMode::kUpdate);
   EXPECT_EQ(Wait(*consumer, "object", seen, 20).status, WaitStatus::kTimeout)
      << "the new one has the old one's objects";
   Put(*producer, "object", "new");
   EXPECT_TRUE(Wait(*consumer, "object", seen));
}

TEST_F(Waiting, OfSeveralProducersTheOwnerOfTheObjectCounts)
{
   const auto living = MapStore::Open(fPath, MapMode::kCreate, {.size = 0, .shared = true});
   Put(*living, "living", "text");
   ProducerProcess dying(Publishing(fPath, "dying", true));
   const auto consumer = MapStore::Open(fPath, MapMode::kRead);
   const std::uint64_t seen = Wait(*consumer, "dying", 0).generation;
   EXPECT_EQ(Wait(*consumer, "dying", seen, 20).status, WaitStatus::kTimeout);
   dying.Kill();
   for (MapStore *store : {living.get(), consumer.get()}) {
      EXPECT_EQ(Wait(*store, "dying", seen, 20).status, WaitStatus::kNoProducer);
      EXPECT_EQ(Wait(*store, "living", Wait(*store, "living", 0).generation, 20).status, WaitStatus::kTimeout);
      EXPECT_EQ(Wait(*store, "", Wait(*store, "", 0).generation, 20).status, WaitStatus::kTimeout);
      EXPECT_EQ(Wait(*store, "nobody's", 0, 20).status, WaitStatus::kTimeout);
   }
   Put(*living, "dying", "taken over");
   EXPECT_TRUE(Wait(*consumer, "dying", seen));
}

TEST_F(Waiting, TellsAReplacementButFirstWhatTheOldFileHad)
{
   auto producer = MapStore::Open(fPath, MapMode::kCreate);
   const auto consumer = MapStore::Open(fPath, MapMode::kRead);
   const std::uint64_t first = Put(*producer, "object", "one");
   std::atomic<int> asleep{0};
   std::thread waiter([&] {
      asleep.store(1);
      WaitStatus status = WaitStatus::kNoProducer;
      while (status == WaitStatus::kNoProducer) // for a moment there is none
         status = WaitForUpdate(*consumer, "object", first, std::nullopt).status;
      EXPECT_EQ(status, WaitStatus::kReplaced);
   });
   while (asleep.load() == 0)
      std::this_thread::yield();
   producer.reset();
   producer = MapStore::Open(fPath, MapMode::kRecreate);
   waiter.join();
   EXPECT_EQ(Wait(*consumer, "object", 0).status, WaitStatus::kUpdated);
   EXPECT_EQ(Wait(*consumer, "object", first, 0).status, WaitStatus::kReplaced);
}

TEST_F(Waiting, TellsAReplacementThatNobodyHasMarked)
{
   const auto producer = MapStore::Open(fPath, MapMode::kCreate);
   const auto consumer = MapStore::Open(fPath, MapMode::kRead);
   const std::uint64_t first = Put(*producer, "object", "one");
   ASSERT_EQ(::unlink(fPath.c_str()), 0);
   EXPECT_EQ(Wait(*consumer, "object", first, 20).status, WaitStatus::kTimeout) << "the name leads nowhere";
   const auto other = MapStore::Open(fPath, MapMode::kCreate);
   EXPECT_EQ(Wait(*consumer, "object", first).status, WaitStatus::kReplaced);
}

TEST_F(Waiting, RefusesAGenerationOfAnotherFile)
{
   const auto producer = MapStore::Open(fPath, MapMode::kCreate);
   const std::uint64_t newest = Put(*producer, "object", "one");
   EXPECT_EQ(Wait(*producer, "object", newest, 0).status, WaitStatus::kTimeout);
   const std::string message = MessageOf([&] { Wait(*producer, "object", newest + 1); });
   EXPECT_NE(message.find(fPath), std::string::npos);
   EXPECT_NE(message.find("wait from 0 when the map has been opened anew"), std::string::npos) << message;
   const std::uint64_t ofAny = Wait(*producer, "", 0).generation;
   EXPECT_NE(MessageOf([&] { Wait(*producer, "object", ofAny); }).find("not what a wait for any object has"),
             std::string::npos);
   EXPECT_NE(MessageOf([&] { Wait(*producer, "", newest); }).find("is a generation of one object"), std::string::npos);
}

TEST_F(Waiting, ForAnyObjectOfAnEmptyMapComesToRest)
{
   const auto producer = MapStore::Open(fPath, MapMode::kCreate);
   const WaitResult first = Wait(*producer, "", 0, 0); // that a producer has opened the file may count
   EXPECT_EQ(Wait(*producer, "", first.generation, 20).status, WaitStatus::kTimeout);
   AddNamed(*producer, "object");
   EXPECT_EQ(Wait(*producer, "", first.generation, 20).status, WaitStatus::kTimeout);
   Put(*producer, "object", "text");
   EXPECT_EQ(Wait(*producer, "", first.generation, 0).status, WaitStatus::kUpdated);
}

/// After another boot commit words mean nothing: what Get gives is what a wait tells.
TEST_F(Waiting, TellsWhatASuspectFileHas)
{
   std::uint64_t newest = 0;
   {
      const auto producer = MapStore::Open(fPath, MapMode::kCreate);
      Put(*producer, "object", "one");
      newest = Put(*producer, "object", "two");
   }
   const FilePatch file(fPath);
   file.Flip(offsetof(format::Superblock, bootId));
   file.Store(offsetof(format::Head, leases) + offsetof(format::LeaseEntry, commit), std::uint64_t{1}); // an older page
   const auto consumer = MapStore::Open(fPath, MapMode::kRead);
   const WaitResult result = Wait(*consumer, "object", 0);
   EXPECT_EQ(result.status, WaitStatus::kUpdated);
   EXPECT_EQ(result.generation, newest);
   EXPECT_EQ(Take(*consumer, "object"), "two");
   EXPECT_EQ(Wait(*consumer, "object", newest, 20).status, WaitStatus::kNoProducer);
   const WaitResult any = Wait(*consumer, "", 0);
   EXPECT_EQ(any.status, WaitStatus::kUpdated);
   EXPECT_EQ(Wait(*consumer, "", any.generation, 20).status, WaitStatus::kNoProducer);
   EXPECT_EQ(Wait(*consumer, "not there", 0, 20).status, WaitStatus::kNoProducer);
   const auto producer = MapStore::Open(fPath, MapMode::kUpdate);
   Put(*producer, "object", "three");
   EXPECT_TRUE(Wait(*consumer, "object", newest));
   EXPECT_TRUE(Wait(*consumer, "", any.generation));
}

/// The words that a wait looks at may have any value.
TEST_F(Waiting, EndsWhateverAHostileFileSays)
{
   {
      const auto producer = MapStore::Open(fPath, MapMode::kCreate);
      Put(*producer, "object", "text");
   }
   const FilePatch file(fPath);
   const std::uint64_t record = MapStore::Open(fPath, MapMode::kRead)->List().at(0).record.offset;
   const std::uint64_t words[] = {offsetof(format::Superblock, notify),
                                  offsetof(format::Superblock, nextGeneration),
                                  offsetof(format::Superblock, state),
                                  offsetof(format::Head, leases) + offsetof(format::LeaseEntry, commit),
                                  offsetof(format::Head, leases) + offsetof(format::LeaseEntry, number),
                                  record + offsetof(format::Record, owner),
                                  record + offsetof(format::Record, slots),
                                  record + offsetof(format::Record, slots) + sizeof(format::Slot)};
   for (const std::uint64_t word : words)
      for (const std::uint64_t value : {std::uint64_t{0}, std::uint64_t{1}, std::uint64_t{1} << 50,
                                        std::uint64_t{1} << 62, std::uint64_t{1} << 63, ~std::uint64_t{0}}) {
         const auto before = file.Load(word);
         file.Store(word, value);
         MessageOf([&] { // an error or an answer
            const auto consumer = MapStore::Open(fPath, MapMode::kRead);
            std::uint64_t seen = 0;
            for (int round = 0; round < 3; ++round)
               seen = Wait(*consumer, "object", seen, 1).generation;
         });
         MessageOf([&] {
            const auto consumer = MapStore::Open(fPath, MapMode::kRead);
            std::uint64_t seen = 0;
            for (int round = 0; round < 3; ++round)
               seen = Wait(*consumer, "", seen, 1).generation;
         });
         file.Store(word, before);
      }
   EXPECT_EQ(Take(*MapStore::Open(fPath, MapMode::kRead), "object"), "text");
}

TEST_F(Waiting, IsAnErrorWhenAStrangerTruncatesTheFile)
{
   const auto producer = MapStore::Open(fPath, MapMode::kCreate);
   const auto consumer = MapStore::Open(fPath, MapMode::kRead);
   std::thread waiter([&] {
      const std::string message = MessageOf([&] { WaitForUpdate(*consumer, "object", 0, std::nullopt); });
      EXPECT_NE(message.find("truncated"), std::string::npos) << message;
   });
   ASSERT_EQ(::truncate(fPath.c_str(), 0), 0);
   waiter.join();
}

/// The program closes the descriptor through which the producer's life is asked.
TEST_F(Waiting, IsAnErrorWhenTheDescriptorIsGone)
{
   EXPECT_EQ(InChild([&]() -> std::string {
                const auto producer = MapStore::Open(fPath, MapMode::kCreate);
                const auto consumer = MapStore::Open(fPath, MapMode::kRead);
                ::close(consumer->Fd());
                const std::string message = MessageOf([&] { Wait(*consumer, "object", 0, 5); });
                return message.find("descriptor") != std::string::npos ? "" : "not told: " + message;
             }),
             "");
}

/// What the processor has done for one thread while `body` ran in it.
std::chrono::microseconds ProcessorTime(const std::function<void()> &body)
{
   const auto used = [] {
      struct rusage usage = {};
      ::getrusage(RUSAGE_THREAD, &usage);
      const auto micro = [](const timeval &t) { return t.tv_sec * 1000000L + t.tv_usec; };
      return std::chrono::microseconds(micro(usage.ru_utime) + micro(usage.ru_stime));
   };
   const auto before = used();
   body();
   return used() - before;
}

/// 5 s: less than 1 ms, or where a machine is so busy that five bare sleeps of a second take that, less than twice as much.
TEST_F(Waiting, TakesNoProcessorTimeWhileNothingHappens)
{
#ifdef ROOTLET_SANITIZED
   constexpr int kDearer = 20;
#else
   constexpr int kDearer = 1;
#endif
   const auto producer = MapStore::Open(fPath, MapMode::kCreate);
   const auto consumer = MapStore::Open(fPath, MapMode::kRead);
   const std::uint64_t seen = Put(*producer, "object", "text");
   Wait(*consumer, "object", seen, 5); // what is done once
   std::chrono::microseconds used(0), allowed(0);
   for (int tries = 0; tries < 3 && used >= allowed; ++tries) {
      std::chrono::microseconds bare(0);
      std::thread sleeper([&] {
         bare = ProcessorTime([] {
            format::Word word{0};
            for (int slice = 0; slice < 5; ++slice)
               FutexWait(word, 0, 1000);
         });
      });
      std::thread waiter([&] {
         used = ProcessorTime([&] { EXPECT_EQ(Wait(*consumer, "object", seen, 5000).status, WaitStatus::kTimeout); });
      });
      sleeper.join();
      waiter.join();
      allowed = kDearer * std::max<std::chrono::microseconds>(milliseconds(1), 2 * bare);
   }
   EXPECT_LT(used, allowed);
   std::printf("5 s of waiting: %ld us of the processor\n", static_cast<long>(used.count()));
}

TEST_F(Waiting, AForkedChildWaitsToo)
{
   auto producer = MapStore::Open(fPath, MapMode::kCreate);
   const auto consumer = MapStore::Open(fPath, MapMode::kRead);
   ProducerProcess child([&](const auto &next) {
      for (MapStore *store : {producer.get(), consumer.get()})
         if (Wait(*store, "object", 0, 20).status != WaitStatus::kTimeout)
            throw Error("something without anything");
      next();
      std::uint64_t seen = 0;
      for (MapStore *store : {producer.get(), consumer.get()}) {
         const WaitResult result = WaitForUpdate(*store, "object", 0, std::nullopt);
         if (!result)
            throw Error("nothing");
         seen = result.generation;
      }
      next();
      for (MapStore *store : {producer.get(), consumer.get()})
         if (Wait(*store, "object", seen, 20).status != WaitStatus::kNoProducer)
            throw Error("the parent has closed the map, but lives in it");
   });
   Put(*producer, "object", "text");
   EXPECT_TRUE(child.Tell('w'));
   producer.reset();
   EXPECT_FALSE(child.Tell('e'));
   EXPECT_EQ(child.End(), 0);
}

} // namespace
} // namespace rootlet
