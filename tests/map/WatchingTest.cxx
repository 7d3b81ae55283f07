// Watching a map: what Get tells to wait from, callbacks in threads of their own, descriptors for event loops.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <signal.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <condition_variable>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "FilePatch.h"
#include "RootletEmulation.h"
#include "RootletError.h"
#include "WaitingTools.h"
#include "heap/Format.h"

namespace {

/// eventfd() fails as if there were no descriptors left. A limit would take them from the sanitizers too, which need some to look at
/// objects.
std::atomic<bool> gNoEvents{false};

} // namespace

extern "C" int eventfd(unsigned count, int flags) noexcept
{
   if (gNoEvents.load()) {
      errno = EMFILE;
      return -1;
   }
   return static_cast<int>(::syscall(SYS_eventfd2, count, flags));
}

namespace rootlet {
namespace {

using namespace test;

// ---- TMapFile: what Get tells -------------------------------------------------------------------------------------------

class Watching : public Waiting {
protected:
   Watching() : fObject("object", "one")
   {
      fProducer = OpenMap(fPath, "RECREATE");
      fProducer->Add(&fObject);
      fConsumer = OpenMap(fPath, "READ");
   }
   void Publish(const char *title)
   {
      fObject.SetTitle(title);
      fProducer->Update();
   }

   TNamed fObject;
   std::unique_ptr<TMapFile> fProducer;
   std::unique_ptr<TMapFile> fConsumer;
};

TEST_F(Watching, GetTellsWhatToWaitFrom)
{
   ULong64_t seen = 7;
   EXPECT_EQ(fConsumer->Get("object", nullptr, &seen), nullptr);
   EXPECT_EQ(seen, 7u) << "there is no version";
   Lines::Take();
   seen = 0;
   Publish("one");
   EXPECT_TRUE(fConsumer->WaitForUpdate("object", seen));
   Publish("two");
   std::unique_ptr<TNamed> read(static_cast<TNamed *>(fConsumer->Get("object", nullptr, &seen)));
   EXPECT_STREQ(read->GetTitle(), "two");
   EXPECT_EQ(fConsumer->WaitForUpdate("object", seen, 0).status, WaitStatus::kTimeout) << "the same version twice";
   Publish("three");
   EXPECT_TRUE(fConsumer->WaitForUpdate("object", seen, kLong));
   ULong64_t again = 0, emulated = 0;
   EXPECT_STREQ(fConsumer->Get<TNamed>("object", &again)->GetTitle(), "three");
   EXPECT_TRUE(fConsumer->GetEmulated("object", &emulated));
   EXPECT_GT(again, seen);
   EXPECT_EQ(emulated, again);
   EXPECT_EQ(fConsumer->WaitForUpdate("object", again, 0).generation, again);
   EXPECT_TRUE(fConsumer->WaitForUpdate(nullptr, 0)) << "any object";
}

/// Else a loop of waiting and reading would spin on what cannot be read.
TEST_F(Watching, GetTellsADamagedVersionToo)
{
   Publish("one");
   Publish("two");
   const ULong64_t newest = MapStore::Open(fPath, MapMode::kRead)->GenerationOf("object");
   FilePatch(fPath).Flip(NewestBlock(fPath, "object") + sizeof(format::BlockHeader));
   ULong64_t seen = 0;
   std::unique_ptr<TNamed> read(static_cast<TNamed *>(fConsumer->Get("object", nullptr, &seen)));
   ASSERT_TRUE(read);
   EXPECT_STREQ(read->GetTitle(), "one");
   EXPECT_EQ(seen, newest);
   EXPECT_EQ(fConsumer->WaitForUpdate("object", seen, 0).status, WaitStatus::kTimeout);
   EXPECT_NE(Lines::TakeText().find("Warning in <TMapFile::Get>"), std::string::npos);
}

TEST_F(Watching, AClosedMapIsAnError)
{
   fConsumer->Close();
   EXPECT_THROW(fConsumer->WaitForUpdate("object", 0), Error);
   EXPECT_EQ(fConsumer->OnUpdate("object", [](const WaitResult &) {}), nullptr);
   EXPECT_EQ(Lines::Expect("TMapFile::OnUpdate", {fPath, "is closed"}), "");
   EXPECT_EQ(fConsumer->MakeUpdateEvent(), nullptr);
   EXPECT_EQ(Lines::Expect("TMapFile::MakeUpdateEvent", {fPath, "is closed"}), "");
   EXPECT_EQ(fProducer->OnUpdate("object", nullptr), nullptr);
   EXPECT_EQ(Lines::Expect("TMapFile::OnUpdate", {"no callback"}), "");
}

// ---- callbacks ----------------------------------------------------------------------------------------------------------

/// What callbacks have been told.
class Told {
public:
   void operator()(const WaitResult &result)
   {
      const std::lock_guard lock(fMutex);
      fResults.push_back(result);
      fChanged.notify_all();
   }
   /// Waits until `count` results are there, and returns the last one's status.
   std::optional<WaitStatus> Await(std::size_t count)
   {
      std::unique_lock lock(fMutex);
      if (!fChanged.wait_for(lock, milliseconds(kLong), [&] { return fResults.size() >= count; }))
         return std::nullopt;
      return fResults[count - 1].status;
   }
   std::size_t Count()
   {
      const std::lock_guard lock(fMutex);
      return fResults.size();
   }

private:
   std::mutex fMutex;
   std::condition_variable fChanged;
   std::vector<WaitResult> fResults;
};

TEST_F(Watching, ACallbackHearsOfEveryUpdateUntilItIsDestroyed)
{
   Told told;
   auto watch = fConsumer->OnUpdate("object", std::ref(told));
   ASSERT_TRUE(watch);
   for (std::size_t round = 1; round <= 100; ++round) {
      Publish(std::to_string(round).c_str());
      ASSERT_EQ(told.Await(round), WaitStatus::kUpdated);
   }
   watch.reset();
   const std::size_t count = told.Count();
   EXPECT_EQ(count, 100u);
   Publish("unheard");
   std::this_thread::sleep_for(milliseconds(20));
   EXPECT_EQ(told.Count(), count);
}

TEST_F(Watching, ACallbackHearsOnceThatTheProducerHasGoneAndOfTheNext)
{
   Told told;
   Publish("one");
   const auto watch = fConsumer->OnUpdate("object", std::ref(told));
   EXPECT_EQ(told.Await(1), WaitStatus::kUpdated);
   fProducer.reset();
   EXPECT_EQ(told.Await(2), WaitStatus::kNoProducer);
   std::this_thread::sleep_for(milliseconds(1200)); // longer than a slice
   EXPECT_EQ(told.Count(), 2u);
   fProducer = OpenMap(fPath, "UPDATE");
   fProducer->Add(&fObject);
   Publish("again");
   EXPECT_EQ(told.Await(3), WaitStatus::kUpdated);
   fProducer.reset();
   fProducer = OpenMap(fPath, "RECREATE");
   const auto next = told.Await(4);
   EXPECT_EQ(next == WaitStatus::kNoProducer ? told.Await(5) : next, WaitStatus::kReplaced);
   EXPECT_EQ(Lines::TakeText(), "");
}

TEST_F(Watching, ACallbackThatThrowsIsReportedAndCalledAgain)
{
   Told told;
   const auto watch = fConsumer->OnUpdate("object", [&](const WaitResult &result) {
      told(result);
      throw Error("not today");
   });
   Publish("one");
   EXPECT_EQ(told.Await(1), WaitStatus::kUpdated);
   Publish("two");
   EXPECT_EQ(told.Await(2), WaitStatus::kUpdated);
   Publish("three");
   EXPECT_EQ(told.Await(3), WaitStatus::kUpdated);
   EXPECT_NE(Lines::TakeText().find("Error in <TMapFile::OnUpdate>: not today"), std::string::npos);
}

TEST_F(Watching, ACallbackMayEndItselfAndItsMap)
{
   std::unique_ptr<UpdateCallback> watch;
   std::mutex mutex;
   Told told;
   {
      const std::lock_guard lock(mutex); // `watch` is set before the callback sees it
      watch = fConsumer->OnUpdate("object", [&](const WaitResult &result) {
         const std::lock_guard inside(mutex);
         watch.reset();
         told(result);
      });
      Publish("one");
   }
   EXPECT_EQ(told.Await(1), WaitStatus::kUpdated);
   const auto closing = fConsumer->OnUpdate("object", [&](const WaitResult &result) {
      fConsumer->Close();
      told(result);
   });
   EXPECT_EQ(told.Await(2), WaitStatus::kUpdated);
   EXPECT_FALSE(fConsumer->IsOpen());
}

/// Each in the middle of a callback, together: the first one closes, and neither waits for the other.
TEST_F(Watching, TwoCallbacksMayBothCloseTheMapWhileItIsDestroyed)
{
   for (int round = 0; round < 50; ++round) {
      auto consumer = OpenMap(fPath, "READ");
      std::atomic<int> inside{0};
      std::vector<std::unique_ptr<UpdateCallback>> watches;
      for (int i = 0; i < 2; ++i)
         watches.push_back(consumer->OnUpdate("object", [&inside, map = consumer.get()](const WaitResult &) {
            inside.fetch_add(1);
            while (inside.load() < 2)
               std::this_thread::yield();
            map->Close();
         }));
      Publish("text");
      while (inside.load() < 2)
         std::this_thread::yield();
      if (round % 2 == 0)
         watches.clear();
      consumer.reset();
   }
}

TEST_F(Watching, ACallbackCannotWatchAMapThatIsBeingClosed)
{
   for (int round = 0; round < 20; ++round) {
      auto consumer = OpenMap(fPath, "READ");
      std::atomic<bool> inside{false};
      std::atomic<bool> refused{false};
      const auto watch = consumer->OnUpdate("object", [&, map = consumer.get()](const WaitResult &) {
         inside.store(true);
         while (map->MakeUpdateEvent("object"))
            std::this_thread::yield();
         refused.store(true);
      });
      Publish("text");
      while (!inside.load())
         std::this_thread::yield();
      Lines::Take();
      consumer.reset();
      EXPECT_TRUE(refused.load());
      EXPECT_EQ(Lines::Expect("TMapFile::MakeUpdateEvent", {fPath, "is being closed"}), "");
   }
}

TEST_F(Watching, ClosingTheMapEndsACallThatWaits)
{
   for (int round = 0; round < 3; ++round) {
      auto consumer = OpenMap(fPath, "READ");
      std::atomic<bool> begun{false};
      std::thread waiter([&, map = consumer.get()] {
         begun.store(true);
         const std::string message = MessageOf([&] { map->WaitForUpdate("not there", 0); });
         EXPECT_NE(message.find("was closed while an update was waited for"), std::string::npos) << message;
      });
      while (!begun.load())
         std::this_thread::yield();
      std::this_thread::sleep_for(milliseconds(100)); // the call has begun
      consumer->Close();
      waiter.join();
   }
}

/// Threads that come and go beside publications: what ThreadSanitizer can see.
TEST_F(Watching, ThreadsMayWatchAndStopAtAnyTime)
{
   std::atomic<bool> stop{false};
   std::vector<std::thread> threads;
   for (int t = 0; t < 3; ++t)
      threads.emplace_back([&, t] {
         for (int round = 0; round < 60; ++round) {
            std::atomic<int> calls{0};
            const auto watch = fConsumer->OnUpdate(t == 0 ? "object" : nullptr, [&](const WaitResult &) { ++calls; });
            const auto event = fConsumer->MakeUpdateEvent("object");
            std::thread taker([&] { event->Take(); });
            event->Take();
            fConsumer->WaitForUpdate("object", 0, 1);
            taker.join();
         }
      });
   std::thread publisher([&] {
      while (!stop.load())
         Publish("text");
   });
   for (std::thread &thread : threads)
      thread.join();
   stop.store(true);
   publisher.join();
}

TEST_F(Watching, AFalseStartIsTold)
{
   Publish("one");
   EXPECT_EQ(fConsumer->OnUpdate(
                "object", [](const WaitResult &) {}, 1000),
             nullptr);
   EXPECT_EQ(Lines::Expect("TMapFile::OnUpdate", {fPath, "has no generation 1000 yet"}), "");
   EXPECT_EQ(fConsumer->MakeUpdateEvent(nullptr, 1000), nullptr);
   EXPECT_EQ(Lines::Expect("TMapFile::MakeUpdateEvent", {fPath, "is a generation of one object"}), "");
   EXPECT_EQ(InChild([&]() -> std::string {
                gNoEvents.store(true);
                if (fConsumer->MakeUpdateEvent("object"))
                   return "an event without a descriptor";
                return Lines::Expect("TMapFile::MakeUpdateEvent", {fPath, "no descriptor can be made"});
             }),
             "");
}

TEST_F(Watching, TheProgramMayEndWhileItIsWatching)
{
   for (int round = 0; round < 5; ++round) {
      const pid_t child = ForkLeashed();
      if (child == 0) {
         auto *consumer = OpenMap(fPath, "READ").release();
         static auto callback = consumer->OnUpdate("object", [](const WaitResult &) {});
         static auto event = consumer->MakeUpdateEvent("object");
         std::exit(0); // their destructors run after main
      }
      int status = -1;
      ::waitpid(child, &status, 0);
      EXPECT_EQ(status, 0);
   }
}

TEST_F(Watching, ClosingTheMapEndsAllCallbacksAndEvents)
{
   Told told;
   std::vector<std::unique_ptr<UpdateCallback>> callbacks;
   std::vector<std::unique_ptr<UpdateEvent>> events;
   Publish("one");
   for (int i = 0; i < 5; ++i) {
      callbacks.push_back(fConsumer->OnUpdate(i % 2 == 0 ? "object" : "not there", std::ref(told)));
      events.push_back(fConsumer->MakeUpdateEvent(i % 2 == 0 ? "object" : nullptr)); // put down, never taken
   }
   EXPECT_EQ(told.Await(3), WaitStatus::kUpdated);
   fConsumer.reset();
   const std::size_t count = told.Count();
   Publish("two");
   std::this_thread::sleep_for(milliseconds(20));
   EXPECT_EQ(told.Count(), count);
   callbacks.clear();
   for (const auto &event : events)
      event->Take();
}

TEST_F(Watching, ACallbackHearsThatTheMapCannotBeReadAnyMore)
{
   Told told;
   const auto watch = fConsumer->OnUpdate("object", std::ref(told));
   ASSERT_EQ(::truncate(fPath.c_str(), 0), 0);
   EXPECT_EQ(told.Await(1), WaitStatus::kFailed);
   EXPECT_EQ(Lines::Expect("TMapFile::OnUpdate", {fPath, "truncated"}), "");
}

TEST_F(Watching, SignalsGoToTheProgramsOwnThreads)
{
   static std::atomic<int> handled;
   static std::atomic<pthread_t> by;
   handled.store(0);
   Told told;
   const auto watch = fConsumer->OnUpdate("object", std::ref(told));
   Publish("one");
   ASSERT_EQ(told.Await(1), WaitStatus::kUpdated); // so it runs
   struct sigaction action = {}, before = {};
   action.sa_handler = [](int) {
      by.store(::pthread_self());
      handled.fetch_add(1);
   };
   ::sigaction(SIGUSR1, &action, &before);
   sigset_t blocked, old;
   ::sigemptyset(&blocked);
   ::sigaddset(&blocked, SIGUSR1);
   ::pthread_sigmask(SIG_BLOCK, &blocked, &old);
   ::kill(::getpid(), SIGUSR1); // only the watching thread could take it now
   std::this_thread::sleep_for(milliseconds(20));
   EXPECT_EQ(handled.load(), 0);
   ::pthread_sigmask(SIG_SETMASK, &old, nullptr);
   EXPECT_EQ(handled.load(), 1);
   EXPECT_TRUE(::pthread_equal(by.load(), ::pthread_self()));
   ::sigaction(SIGUSR1, &before, nullptr);
}

#ifndef __SANITIZE_THREAD__ // whose runtime has no threads in a child of a process with threads
TEST_F(Watching, AForkedChildHasNoThreadToWaitFor)
{
   Told told;
   auto watch = fConsumer->OnUpdate("object", std::ref(told));
   auto event = fConsumer->MakeUpdateEvent("object");
   Publish("one");
   EXPECT_EQ(told.Await(1), WaitStatus::kUpdated);
   EXPECT_EQ(InChild([&]() -> std::string {
                watch.reset();
                event.reset();
                auto own = fConsumer->MakeUpdateEvent("object");
                struct pollfd poll = {own->GetFd(), POLLIN, 0};
                if (::poll(&poll, 1, static_cast<int>(kLong)) != 1 || own->Take().status != WaitStatus::kUpdated)
                   return "a child cannot watch";
                fConsumer.reset();
                own.reset();
                return "";
             }),
             "");
   Publish("two");
   EXPECT_EQ(told.Await(2), WaitStatus::kUpdated);
}
#endif

// ---- descriptors --------------------------------------------------------------------------------------------------------

TEST_F(Watching, AnEventFitsEpoll)
{
   const auto event = fConsumer->MakeUpdateEvent("object");
   ASSERT_TRUE(event);
   const UniqueFd poll(::epoll_create1(EPOLL_CLOEXEC));
   struct epoll_event wanted = {EPOLLIN, {.fd = event->GetFd()}};
   ASSERT_EQ(::epoll_ctl(poll.Get(), EPOLL_CTL_ADD, event->GetFd(), &wanted), 0);
   struct epoll_event got = {};
   const auto readable = [&](int timeout) { return ::epoll_wait(poll.Get(), &got, 1, timeout) == 1; };
   EXPECT_FALSE(readable(20));
   EXPECT_EQ(event->Take().status, WaitStatus::kTimeout) << "nothing has happened";
   Publish("one");
   ASSERT_TRUE(readable(static_cast<int>(kLong)));
   Publish("two"); // not taken yet: stays one event
   EXPECT_TRUE(readable(0));
   const WaitResult first = event->Take();
   EXPECT_EQ(first.status, WaitStatus::kUpdated);
   EXPECT_TRUE(readable(static_cast<int>(kLong))) << "the second one came meanwhile";
   const WaitResult second = event->Take();
   EXPECT_EQ(second.status, WaitStatus::kUpdated);
   EXPECT_GT(second.generation, first.generation);
   EXPECT_FALSE(readable(20));
   const WaitResult nothing = event->Take();
   EXPECT_EQ(nothing.status, WaitStatus::kTimeout);
   EXPECT_EQ(nothing.generation, second.generation);
   fProducer.reset();
   ASSERT_TRUE(readable(static_cast<int>(kLong)));
   EXPECT_EQ(event->Take().status, WaitStatus::kNoProducer);
   fProducer = OpenMap(fPath, "RECREATE");
   ASSERT_TRUE(readable(static_cast<int>(kLong)));
   EXPECT_EQ(event->Take().status, WaitStatus::kReplaced);
   EXPECT_FALSE(readable(20)) << "nothing comes after that";
}

TEST_F(Watching, DescriptorsAreGivenBackAndNotInherited)
{
   const auto openDescriptors = [] {
      std::size_t count = 0;
      for ([[maybe_unused]] const auto &entry : std::filesystem::directory_iterator("/proc/self/fd"))
         ++count;
      return count;
   };
   const std::size_t before = openDescriptors();
   for (int i = 0; i < 20; ++i) {
      const auto event = fConsumer->MakeUpdateEvent();
      EXPECT_NE(::fcntl(event->GetFd(), F_GETFD) & FD_CLOEXEC, 0);
   }
   EXPECT_EQ(openDescriptors(), before);
}

} // namespace
} // namespace rootlet
