// What lies in the map of objects with containers: their layout, no byte more than they have, and what is refused of others' bytes.
#include <gmock/gmock.h>

#include <algorithm>
#include <cstring>
#include <limits>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "ContainerTools.h"
#include "map/SharedLayout.h"

namespace rootlet {
namespace {

using namespace test;
using namespace container_test;
using testing::HasSubstr;

class ContainerBytes : public ContainerMap {};

TEST_F(ContainerBytes, WhatIsNotUsedIsZeroInTheMap)
{
   const auto map = Open("RECREATE");
   auto event = map->Emplace<Event>("event");
   const auto fill = [](Event &e, char c) {
      e.fTitle = std::string(100, c);
      e.fNumbers.reserve(10);
      e.fTracks.resize(3);
      for (Track &track : e.fTracks) {
         track.fName = std::string(50, c);
         track.fHits.resize(5);
         std::memset(static_cast<void *>(track.fHits.data()), c, 5 * sizeof(Hit)); // with what is between their members
         for (Hit &hit : track.fHits)
            hit.fGood = true;
      }
   };
   event.Write([&](Event &e) { fill(e, '!'); });
   EXPECT_EQ(event.Get().fTracks[1].fHits[4].fTag, '!');
   std::string payload = PayloadOf("event");
   const auto signs = [&] { return std::count(payload.begin(), payload.end(), '!'); };
   EXPECT_EQ(signs(), 100 + 3 * (50 + 5 * 9)) << "the members, and nothing between them";
   event.Write([](Event &e) {
      e.fTitle = "short";
      e.fTracks[0].fName.clear();
      e.fTracks[1].fHits.pop_back();
      e.fTracks.erase(e.fTracks.begin() + 2);
   });
   payload = PayloadOf("event");
   EXPECT_EQ(signs(), 50 + (5 + 4) * 9);
   event.Write([](Event &e) { e.fTracks.clear(); });
   payload = PayloadOf("event");
   EXPECT_EQ(signs(), 0);
}

TEST_F(ContainerBytes, WhatIsGivenBackIsNotPublishedForEver)
{
   const auto map = Open("RECREATE");
   auto event = map->Emplace<Event>("event");
   std::size_t largest = 0;
   for (std::size_t round = 0; round < 200; ++round) {
      event.Write([&](Event &e) { // both grow, so neither is always the last
         e.fNumbers = vector<double>();
         e.fWords.clear();
         for (std::size_t i = 0; i < 1000; ++i) {
            e.fNumbers.push_back(1);
            if (i % 10 == 0)
               e.fWords.emplace_back("a word");
         }
      });
      largest = std::max(largest, PayloadOf("event").size());
   }
   const std::size_t living = 1000 * sizeof(double) + 100 * (sizeof(string) + 16);
   EXPECT_LT(largest, 8 * living);
   EXPECT_EQ(map->View<Event>("event").Snapshot()->fNumbers.size(), 1000u);
}

TEST_F(ContainerBytes, TheLayoutSaysWhatTheElementsAre)
{
   EXPECT_EQ(DescribeShared(Shareable<Event>::kClass, "e").layout,
             "class 248 8 1 container_test::Event\n"
             "0 vector<i16> container_test::Base::fShorts\n"
             "16 i32 fNumber\n"
             "24 string fTitle\n"
             "40 vector<f64> fNumbers\n"
             "56 vector<bool> fFlags\n"
             "72 vector<u8 container_test::Quality> fQualities\n"
             "88 vector<f32[3]> fPoints\n"
             "104 vector<@1> fTracks\n"
             "120 vector<string> fWords\n"
             "136 vector<vector<vector<i32>>> fDeep\n"
             "152 vector<@2> fGains rootlet::flat_map\n"
             "168 vector<@3> fByName rootlet::flat_map\n"
             "184 vector<i64 std::chrono::duration<long,std::ratio<1,1000>>> fTimes\n"
             "200 string[2] fLabels\n"
             "232 vector<i32> fPrivate\n"
             "class 40 8 1 container_test::Track\n"
             "0 string fName\n"
             "16 vector<@4> fHits\n"
             "32 i32 fCharge\n"
             "class 16 8 1 rootlet::flat_map_entry<int,double>\n"
             "0 i32 first\n"
             "8 f64 second\n"
             "class 56 8 1 rootlet::flat_map_entry<rootlet::string,container_test::Track>\n"
             "0 string first\n"
             "16 @1 second\n"
             "class 24 8 1 container_test::Hit\n"
             "0 bool fGood\n"
             "8 f64 fX\n"
             "16 i8 fTag\n");
}

/// Objects that somebody has written by hand, or changed.
class HostileContainers : public ContainerMap {
protected:
   template <class T>
   void Forge(const std::string &payload)
   {
      const auto store = MapStore::Open(fPath, MapMode::kUpdate);
      store->Remove("x");
      StringWriter writer(payload);
      PublishItem item{&store->Add(DescribeShared(Shareable<T>::kClass, "x")), &writer, nullptr};
      store->Publish({&item, 1});
      if (item.error)
         std::rethrow_exception(item.error);
   }
   /// What reading it says; "" if it is good.
   template <class T>
   std::string Said()
   {
      return MessageOf([&] {
         const auto map = Open("READ");
         static_cast<void>(map->View<T>("x").Snapshot());
      });
   }
   static std::string Place(std::int64_t offset, std::uint32_t size, std::uint32_t capacity)
   {
      const ContainerPlace place{offset, size, capacity};
      return {reinterpret_cast<const char *>(&place), sizeof place};
   }
};

TEST_F(HostileContainers, PlacesOutsideOfTheObjectAreRefused)
{
   const std::string ints(8 * sizeof(int), '\1');
   Forge<Numbers>(Place(16, 8, 8) + ints);
   EXPECT_EQ(Said<Numbers>(), "");
   Forge<Numbers>(Place(0, 0, 0));
   EXPECT_EQ(Said<Numbers>(), "");
   Forge<Numbers>(Place(12345, 0, 0));
   EXPECT_EQ(Said<Numbers>(), "") << "of no elements nobody asks where they are";
   constexpr std::uint32_t kMax = std::numeric_limits<std::uint32_t>::max();
   constexpr std::int64_t kFar = std::numeric_limits<std::int64_t>::max();
   int quiet = 0, loud = 0;
   for (const auto &[place, words] :
        std::vector<std::pair<std::string, std::string>>{{Place(16, 9, 8), "has more elements than there is room for"},
                                                         {Place(16, 1, 0), "has more elements than there is room for"},
                                                         {Place(16, 9, 9), "do not lie in the object"},
                                                         {Place(16, 0, kMax), "do not lie in the object"},
                                                         {Place(16, kMax, kMax), "do not lie in the object"},
                                                         {Place(20, 8, 8), "do not lie in the object"},
                                                         {Place(17, 1, 1), "do not lie in the object"},
                                                         {Place(-4, 1, 1), "do not lie in the object"},
                                                         {Place(kFar, 1, 1), "do not lie in the object"},
                                                         {Place(-kFar, 1, 1), "do not lie in the object"},
                                                         {Place(48, 1, 1), "do not lie in the object"}}) {
      Forge<Numbers>(place + ints);
      EXPECT_THAT(Said<Numbers>(), HasSubstr("'x' is damaged: its member 'fNumbers' has"));
      EXPECT_THAT(Said<Numbers>(), HasSubstr(words));
      EXPECT_THAT(MessageOf([&] { static_cast<void>(Open("UPDATE")->Resume<Numbers>("x")); }), HasSubstr(words));
      // In place those that would lie outside are not there, and it is an error to have asked.
      std::size_t seen = 0;
      const std::string said = MessageOf([&] {
         Open("READ")->View<Numbers>("x").InPlace([&](const auto &n) {
            for (const int number : n.fNumbers())
               seen += number == 0x01010101 ? 0u : 1u;
         });
      });
      EXPECT_EQ(seen, 0u) << "bytes of others";
      EXPECT_THAT(said, testing::AnyOf("", HasSubstr("a container in it has elements that do not lie in the object")));
      said.empty() ? ++quiet : ++loud;
   }
   EXPECT_EQ(quiet, 2) << "one without elements, one whose element is there";
   EXPECT_EQ(loud, 9);
   Forge<Numbers>(std::string(8, '\0'));
   EXPECT_THAT(Said<Numbers>(), HasSubstr("it has 8 bytes, and a container_test::Numbers has at least 16"));
}

TEST_F(HostileContainers, AStringHasItsEnd)
{
   Forge<Text>(Place(16, 4, 4) + std::string("abc\0", 4));
   EXPECT_EQ(Said<Text>(), "");
   Forge<Text>(Place(16, 4, 4) + "abcd");
   EXPECT_THAT(Said<Text>(), HasSubstr("its member 'fText' is a string without an end"));
   EXPECT_TRUE(Open("READ")->View<Text>("x").InPlace([](const auto &t) { EXPECT_EQ(t.fText().str(), "abc"); }));
}

TEST_F(HostileContainers, ElementsThatAreSharedByManyAreRefusedAndCostLittle)
{
   // Many rows that all claim the numbers of all rows.
   constexpr std::uint32_t kRows = 1 << 16;
   std::string payload = Place(16, kRows, kRows);
   for (std::uint32_t row = 0; row < kRows; ++row)
      payload += Place(16 - static_cast<std::int64_t>(payload.size()), kRows, kRows);
   Forge<Matrix>(payload);
   EXPECT_THAT(Said<Matrix>(), HasSubstr("its member 'fRows' has elements that are those of another member too"));
   int calls = 0;
   EXPECT_THAT(MessageOf([&] { Open("READ")->View<Matrix>("x").InPlace([&](const auto &) { ++calls; }); }),
               HasSubstr("those of another member too"));
   EXPECT_EQ(calls, 0);
}

TEST_F(HostileContainers, BoolsOfElementsAreLookedAt)
{
   {
      const auto map = Open("RECREATE");
      auto event = map->Emplace<Event>("x");
      event.Write(FillEvent);
   }
   const std::string good = PayloadOf("x");
   // By changes of one byte every way to be bad is met, and no other way to fail.
   const SharedPlan plan(Shareable<Event>::kClass);
   std::map<std::string, int> said;
   for (std::size_t at = 0; at < good.size(); ++at) {
      std::string bad = good;
      bad[at] = static_cast<char>(bad[at] ^ 0x82);
      const std::string problem = plan.FindBadMember(bad.data(), bad.size());
      ++said[problem];
      if (at % 64 == 0) {
         Forge<Event>(bad);
         const std::string message = Said<Event>();
         EXPECT_EQ(message.empty(), problem.empty()) << at;
         EXPECT_THAT(message, HasSubstr(problem));
      }
   }
   EXPECT_GT(said["its member 'fFlags' is neither true nor false"], 2);
   EXPECT_GT(said["its member 'fTracks.fHits.fGood' is neither true nor false"], 2);
   EXPECT_GT(said["its member 'fByName.second.fHits.fGood' is neither true nor false"], 0);
   EXPECT_GT(said["its member 'fDeep' has elements that do not lie in the object"], 2);
   EXPECT_GT(said["its member 'fByName.first' has more elements than there is room for"], 0);
   EXPECT_GT(said["its member 'fWords' is a string without an end"], 0);
   EXPECT_GT(said[""], 100) << "numbers may be anything";
}

TEST_F(HostileContainers, OverlapsThatAreNotSeenHarmNobody)
{
   // Two rows with the same elements, in a payload with room enough for both.
   std::string payload = Place(16, 2, 2) + Place(32, 4, 4) + Place(16, 4, 4) + std::string(64, '\2');
   Forge<Matrix>(payload);
   EXPECT_EQ(Said<Matrix>(), "");
   const auto map = Open("UPDATE");
   auto matrix = map->Resume<Matrix>("x");
   ASSERT_TRUE(matrix);
   matrix->Write([](Matrix &m) {
      m.fRows[0][0] = 7;
      m.fRows[0].clear();
   });
   EXPECT_EQ(matrix->Get().fRows[1][0], 0x02020202) << "they are each other's no more";
}

} // namespace
} // namespace rootlet
