// Saved wakes: who never waits costs the producer no system call, and who waits is woken. The calls are counted where the library
// makes them.
#include <dlfcn.h>
#include <gtest/gtest.h>
#include <linux/futex.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <cstdarg>
#include <thread>

#include "WaitingTools.h"

namespace {

std::atomic<int> gWakes{0};

} // namespace

/// Counts FUTEX_WAKE, and does what was asked for.
extern "C" long syscall(long number, ...) noexcept
{
   static const auto real = reinterpret_cast<long (*)(long, ...)>(::dlsym(RTLD_NEXT, "syscall"));
   long arguments[6];
   va_list list;
   va_start(list, number);
   for (long &argument : arguments)
      argument = va_arg(list, long);
   va_end(list);
   if (number == SYS_futex && static_cast<int>(arguments[1]) == FUTEX_WAKE)
      ++gWakes;
   return real(number, arguments[0], arguments[1], arguments[2], arguments[3], arguments[4], arguments[5]);
}

namespace rootlet {
namespace {

using namespace test;
using std::chrono::milliseconds;

class SavedWakes : public Waiting {
protected:
   SavedWakes() : fObject("object", "one")
   {
      fProducer = OpenMap(fPath, "RECREATE");
      fProducer->Add(&fObject);
      fConsumer = OpenMap(fPath, "READ");
   }
   /// The wakes of one Update.
   int Update()
   {
      const int before = gWakes;
      fProducer->Update();
      return gWakes - before;
   }
   /// Updates, a millisecond apart, until one has as many wakes.
   bool UpdateUntil(int wakes)
   {
      for (int i = 0; i < 10000; ++i) {
         if (Update() == wakes)
            return true;
         std::this_thread::sleep_for(milliseconds(1));
      }
      return false;
   }

   TNamed fObject;
   std::unique_ptr<TMapFile> fProducer;
   std::unique_ptr<TMapFile> fConsumer;
};

TEST_F(SavedWakes, WhoNeverWaitsCostsNone)
{
   for (int i = 0; i < 1000; ++i) {
      ASSERT_EQ(Update(), 0) << "in update " << i;
      const std::unique_ptr<TObject> copy(fConsumer->Get("object"));
      ASSERT_NE(copy, nullptr);
   }
}

TEST_F(SavedWakes, WhoOnlyLooksCostsNone)
{
   Update();
   EXPECT_EQ(fConsumer->WaitForUpdate("object", 0, 0).status, WaitStatus::kUpdated);
   for (int i = 0; i < 100; ++i)
      ASSERT_EQ(Update(), 0);
}

TEST_F(SavedWakes, WhoHasWaitedIsWokenByEveryUpdate)
{
   const auto generation = fConsumer->WaitForUpdate("object", 0, 0).generation;
   EXPECT_EQ(fConsumer->WaitForUpdate("object", generation, 5).status, WaitStatus::kTimeout);
   ASSERT_TRUE(UpdateUntil(1));
   for (int i = 0; i < 1000; ++i)
      ASSERT_EQ(Update(), 1) << "in update " << i;
}

TEST_F(SavedWakes, WhoBeginsToWaitWhileNobodyIsBelievedToIsToldAllTheSame)
{
   constexpr int kWaits = 200;
   std::atomic<bool> stop{false};
   std::thread producer([&] {
      while (!stop)
         fProducer->Update();
   });
   for (int i = 0; i < kWaits; ++i) { // a new open file has no lock yet
      const auto consumer = OpenMap(fPath, "READ");
      const auto now = consumer->WaitForUpdate("object", 0, 60000);
      EXPECT_EQ(now.status, WaitStatus::kUpdated);
      EXPECT_EQ(consumer->WaitForUpdate("object", now.generation, 60000).status, WaitStatus::kUpdated);
   }
   stop = true;
   producer.join();
}

TEST_F(SavedWakes, WhenTheLastOneThatWaitedHasClosedNobodyIsWokenAnyMore)
{
   const auto generation = fConsumer->WaitForUpdate("object", 0, 0).generation;
   EXPECT_EQ(fConsumer->WaitForUpdate("object", generation, 5).status, WaitStatus::kTimeout);
   ASSERT_TRUE(UpdateUntil(1));
   fConsumer.reset();
   EXPECT_TRUE(UpdateUntil(0));
}

TEST_F(SavedWakes, WhoWaitsOnTheProducersOwnMapIsWokenToo)
{
   const auto generation = fProducer->WaitForUpdate("object", 0, 0).generation;
   EXPECT_EQ(fProducer->WaitForUpdate("object", generation, 5).status, WaitStatus::kTimeout);
   EXPECT_TRUE(UpdateUntil(1));
}

} // namespace
} // namespace rootlet
