// Versions of shared objects are whole, whoever reads while they are written and wherever their producer dies: of a fixed size, and
// with containers that change theirs.
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "../heap/TempFolder.h"
#include "CaseTools.h"
#include "ShareableShared.h"
#include "StoreTools.h"
#include "TMapFile.h"

namespace rootlet {
namespace {

using namespace test;

template <class T>
class SharedVersions : public testing::Test {
protected:
   static void WriteNext(Shared<T> &shared)
   {
      shared.Write([](T &object) { object.Fill(object.fNumber + 1); });
   }

   TempFolder fFolder;
   const std::string fPath = fFolder / "shared.map";
};

using Classes = testing::Types<shared_test::Pattern, container_test::Rows>;
TYPED_TEST_SUITE(SharedVersions, Classes);

TYPED_TEST(SharedVersions, ThreadsOnOneMappingSeeWholeOnes)
{
   const std::unique_ptr<TMapFile> map = OpenMap(this->fPath, "RECREATE");
   auto shared = map->Emplace<TypeParam>("object", 1u);
   std::atomic<bool> stop{false};
   std::atomic<int> reads{0}, looks{0}, torn{0};
   const auto consume = [&](bool inPlace) {
      auto view = map->View<TypeParam>("object");
      std::uint64_t last = 0;
      while (!stop.load()) {
         std::uint64_t number = 0;
         bool whole = true;
         if (!inPlace) {
            view.Read([&](const TypeParam &object) {
               number = object.fNumber;
               whole = object.IsWhole();
            });
            reads.fetch_add(1);
         } else if (view.InPlace([&](const InPlaceOf<TypeParam> &object) {
                       number = object.fNumber();
                       whole = IsWhole(object);
                    })) {
            looks.fetch_add(1);
         } else {
            continue;
         }
         if (!whole || number < last)
            torn.fetch_add(1);
         last = number;
      }
   };
   std::vector<std::thread> threads;
   for (int i = 0; i < 4; ++i)
      threads.emplace_back(consume, i % 2 == 1);
   while (reads.load() < 500 || looks.load() < 500)
      this->WriteNext(shared);
   stop.store(true);
   for (std::thread &thread : threads)
      thread.join();
   EXPECT_EQ(torn.load(), 0);
}

TYPED_TEST(SharedVersions, AProducerThatIsKilledAtAnyInstantLeavesAWholeOne)
{
   for (int round = 0; round < 20; ++round) {
      const pid_t child = ForkLeashed();
      if (child == 0) {
         const std::unique_ptr<TMapFile> map = OpenMap(this->fPath, "UPDATE");
         auto shared = map->Resume<TypeParam>("object");
         if (!shared)
            shared = map->Emplace<TypeParam>("object", 1u);
         for (;;)
            this->WriteNext(*shared);
      }
      std::unique_ptr<TMapFile> consumer;
      {
         Lines lines;
         while (!(consumer = OpenMap(this->fPath, "READ")))
            ::usleep(1000);
      }
      auto view = consumer->View<TypeParam>("object");
      std::uint64_t last = 0;
      for (int reads = 0; reads < 50;) {
         if (!view.Read([&](const TypeParam &object) {
                EXPECT_TRUE(object.IsWhole());
                EXPECT_GE(object.fNumber, last);
                last = object.fNumber;
             }))
            continue;
         ++reads;
      }
      ::kill(child, SIGKILL);
      ::waitpid(child, nullptr, 0);
      const auto left = view.Snapshot();
      ASSERT_TRUE(left);
      EXPECT_TRUE(left->IsWhole());
      EXPECT_GE(left->fNumber, last);
   }
}

} // namespace
} // namespace rootlet
