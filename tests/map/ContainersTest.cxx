// Containers in shared objects: what they are to the producer, and to readers of a copy and in place.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <unistd.h>

#include <array>
#include <cstring>
#include <map>
#include <memory>
#include <optional>
#include <random>
#include <sstream>
#include <string>
#include <vector>

#include "ContainerTools.h"
#include "TString.h"

namespace rootlet {
namespace {

using namespace test;
using namespace container_test;
using testing::ElementsAre;
using testing::HasSubstr;

class ContainersTest : public ContainerMap {};

/// "" if it is what FillEvent makes.
std::string DifferenceOf(const Event &e)
{
   std::string text;
   const auto require = [&](bool holds, const char *what) {
      if (!holds)
         text += std::string(what) + " ";
   };
   require(e.fShorts.size() == 2 && e.fShorts[0] == -1, "shorts");
   require(e.fNumber == 7 && e.fTitle == "an event" && e.fTitle.size() == 8, "title");
   require(std::strcmp(e.fTitle.c_str(), "an event") == 0, "c_str");
   require(e.fNumbers.size() == 2 && e.fNumbers.back() == 2.5, "numbers");
   require(e.fFlags.size() == 3 && e.fFlags[0] && !e.fFlags[1] && e.fFlags[2], "flags");
   require(e.fQualities.size() == 2 && e.fQualities[0] == Quality::kGood, "qualities");
   require(e.fPoints.size() == 1 && e.fPoints[0][2] == 3, "points");
   require(e.fTracks.size() == 3 && e.fTracks[2].fName == "track 2" && e.fTracks[2].fHits.size() == 2 &&
              e.fTracks[2].fHits[1] == Hit{true, 1., 'h'} && e.fTracks[2].fCharge == -2 && e.fTracks[0].fHits.empty(),
           "tracks");
   require(e.fWords.size() == 3 && e.fWords[0].empty() && e.fWords[1] == "a" && e.fWords[2].size() == 44, "words");
   require(e.fDeep.size() == 2 && e.fDeep[0].empty() && e.fDeep[1][0].empty() && e.fDeep[1][1].size() == 3 &&
              e.fDeep[1][1][2] == 6,
           "deep");
   require(e.fGains.size() == 3 && e.fGains.at(-3) == -1.5 && !e.fGains.contains(4) && e.fGains.begin()->first == -3,
           "gains");
   require(e.fByName.size() == 2 && e.fByName.at("muon").fCharge == -1 && e.fByName.at("electron").fHits[0].fX == 3,
           "by name");
   require(e.fTimes.size() == 1 && e.fTimes[0] == std::chrono::milliseconds(1500), "times");
   require(e.fLabels[0].empty() && e.fLabels[1] == "label", "labels");
   return text;
}

TEST_F(ContainersTest, WhatIsWrittenIsReadByAnotherProcess)
{
   const auto map = Open("RECREATE");
   auto event = map->Emplace<Event>("event", 1, "first");
   EXPECT_EQ(event.Get().fTitle, "first");
   event.Write(FillEvent);
   EXPECT_EQ(DifferenceOf(event.Get()), "");
   EXPECT_EQ(InChild([this] {
                const auto consumer = Open("READ");
                auto view = consumer->View<Event>("event");
                std::string found = "nothing";
                view.Read([&](const Event &e) { found = DifferenceOf(e); });
                const auto copy = view.Snapshot();
                return found + (copy.has_value() && copy ? DifferenceOf(*copy) : "no copy") +
                       (copy->fNumber == 7 ? "" : "another number");
             }),
             "");
   auto none = map->View<Event>("none");
   EXPECT_FALSE(none.Snapshot());
   EXPECT_FALSE(none.Read([](const Event &) {}));
}

TEST_F(ContainersTest, InPlaceGivesAllElements)
{
   const auto map = Open("RECREATE");
   auto event = map->Emplace<Event>("event");
   event.Write(FillEvent);
   auto view = map->View<Event>("event");
   int calls = 0;
   EXPECT_TRUE(view.InPlace([&](const InPlaceOf<Event> &e) {
      ++calls;
      EXPECT_EQ(e.fShorts()[0], -1);
      EXPECT_EQ(e.fTitle().str(), "an event");
      EXPECT_TRUE(e.fTitle() == "an event" && e.fTitle() < "an eventful" && e.fTitle() > "an evens" &&
                  e.fTitle() != "");
      EXPECT_EQ(e.fNumbers().size(), 2u);
      EXPECT_EQ(e.fNumbers()[1], 2.5);
      EXPECT_TRUE(e.fFlags()[2]);
      EXPECT_EQ(e.fQualities()[0], Quality::kGood);
      EXPECT_EQ(e.fPoints()[0][2], 3);
      std::string names;
      double sum = 0;
      for (const auto track : e.fTracks()) {
         names += track.fName().str() + ";";
         for (const auto hit : track.fHits())
            sum += hit.fX();
      }
      EXPECT_EQ(names, "track 0;track 1;track 2;");
      EXPECT_EQ(sum, 2.5);
      EXPECT_EQ(e.fWords()[0].str(), "");
      EXPECT_EQ(e.fWords()[2].size(), 44u);
      EXPECT_EQ(e.fDeep()[1][1][2], 6);
      EXPECT_EQ(e.fDeep()[0].size(), 0u);
      EXPECT_EQ(e.fGains()[0].first(), -3);
      EXPECT_EQ(e.fGains()[e.fGains().find(9)].second(), 4.5);
      EXPECT_EQ(e.fGains().find(4), 3u) << "is not there";
      EXPECT_TRUE(e.fByName().contains("muon") && !e.fByName().contains("pion") && !e.fByName().contains("a"));
      EXPECT_EQ(e.fByName()[e.fByName().find("electron")].second().fHits()[0].fTag(), 'e');
      EXPECT_EQ(e.fTimes()[0], std::chrono::milliseconds(1500));
      EXPECT_EQ(e.fLabels()[1].str(), "label");
      EXPECT_EQ(e.fPrivate()[2], 3);
   }));
   EXPECT_EQ(calls, 1);
   for (const auto &look : std::initializer_list<void (*)(const InPlaceOf<Event> &)>{
           [](const InPlaceOf<Event> &e) { static_cast<void>(e.fNumbers()[2]); },
           [](const InPlaceOf<Event> &e) { static_cast<void>(e.fDeep()[0][0]); },
           [](const InPlaceOf<Event> &e) { static_cast<void>(e.fDeep()[0][0][0]); },
           [](const InPlaceOf<Event> &e) { static_cast<void>(e.fTracks()[0].fHits()[0].fX()); },
           [](const InPlaceOf<Event> &e) { static_cast<void>(e.fDeep()[0][0].size()); },
           [](const InPlaceOf<Event> &e) { static_cast<void>(e.fWords()[0][0]); }})
      EXPECT_THAT(MessageOf([&] { view.InPlace(look); }), HasSubstr("was asked in place for an element that"));
}

struct ChangedMyMind {};

TEST_F(ContainersTest, AWriteThatThrowsChangesNothing)
{
   const auto map = Open("RECREATE");
   auto event = map->Emplace<Event>("event");
   event.Write(FillEvent);
   const std::string before = PayloadOf("event");
   const Event *const address = &event.Get();
   for (int round = 0; round < 3; ++round) {
      EXPECT_THROW(event.Write([round](Event &e) {
         e.fNumbers.clear();
         e.fTracks.erase(e.fTracks.begin());
         if (round == 1)
            e.fNumbers.resize(100000, 1.);
         if (round == 2)
            e = Event();
         e.fByName.clear();
         throw ChangedMyMind();
      }),
                   ChangedMyMind);
      EXPECT_EQ(DifferenceOf(event.Get()), "") << round;
   }
   event.Write([](Event &) {});
   EXPECT_EQ(PayloadOf("event"), before) << "to the byte";
   EXPECT_EQ(&event.Get(), address);
}

TEST_F(ContainersTest, TheNextProducerGoesOnWithTheValue)
{
   {
      const auto map = Open("RECREATE");
      auto event = map->Emplace<Event>("event");
      event.Write(FillEvent);
   }
   for (int round = 0; round < 3; ++round) {
      const auto map = Open("UPDATE");
      auto event = map->Resume<Event>("event");
      ASSERT_TRUE(event);
      EXPECT_EQ(event->Get().fTitle, round == 0 ? "an event" : "went on");
      event->Write([](Event &e) {
         e.fTitle = "went on";
         e.fNumbers.push_back(e.fNumbers.back() + 1);
      });
   }
   EXPECT_EQ(Open("READ")->View<Event>("event").Snapshot()->fNumbers.back(), 5.5);
}

TEST_F(ContainersTest, OutsideOfAWriteTheyCannotBeFilled)
{
   const char *const words = "can be filled only while a shared object is being written";
   vector<int> alone;
   EXPECT_THAT(MessageOf([&] { alone.push_back(1); }), HasSubstr(words));
   EXPECT_THAT(MessageOf([&] { alone.reserve(1); }), HasSubstr(words));
   EXPECT_THAT(MessageOf([&] { string text("x"); }), HasSubstr(words));
   EXPECT_THAT(MessageOf([&] { Event event(1, "x"); }), HasSubstr(words));
   EXPECT_TRUE(alone.empty() && alone.begin() == alone.end());
   const auto map = Open("RECREATE");
   auto event = map->Emplace<Event>("event");
   event.Write(FillEvent);
   EXPECT_THAT(MessageOf([&] { const Event copy = event.Get(); }), HasSubstr(words));
   auto view = map->View<Event>("event");
   EXPECT_THAT(MessageOf([&] { view.Read([](const Event &e) { const Event copy = e; }); }), HasSubstr(words));
}

TEST_F(ContainersTest, VariablesEndWithTheWrite)
{
   const auto map = Open("RECREATE");
   auto event = map->Emplace<Event>("event");
   event.Write(FillEvent);
   vector<double> numbers;
   vector<Track> tracks;
   string text;
   std::vector<string> many(1);
   std::optional<Event> whole;
   const auto use = [&](Event &e) {
      numbers = std::move(e.fNumbers);
      tracks = e.fTracks;
      text = "a text that is here for a while";
      many.emplace_back("another").append(text); // which moves the first one
      many[0] = many[1];
      whole.emplace(e);
      whole->fTracks.pop_back();
      EXPECT_EQ(numbers.size() + tracks.size() + whole->fTracks.size(), 2u + 3u + 2u);
      EXPECT_EQ(tracks[2].fHits[1].fX, 1.);
      EXPECT_EQ(many[0], "anothera text that is here for a while");
      std::swap(e.fTracks, tracks);
   };
   const auto expectNothing = [&](const char *when) {
      EXPECT_TRUE(numbers.empty() && tracks.empty() && text.empty() && many[0].empty() && many[1].empty()) << when;
      EXPECT_TRUE(whole && whole->fTitle.empty() && whole->fTracks.empty() && whole->fNumber == 7) << when;
      EXPECT_EQ(numbers.capacity() + tracks.capacity(), 0u) << when;
      whole.reset();
      many.resize(1);
   };
   EXPECT_THROW(event.Write([&](Event &e) {
      use(e);
      throw std::runtime_error("changed my mind");
   }),
                std::runtime_error);
   expectNothing("reverted");
   EXPECT_EQ(DifferenceOf(event.Get()), "");
   event.Write(use);
   expectNothing("written");
   EXPECT_EQ(event.Get().fTracks[2].fName, "track 2");
   EXPECT_TRUE(event.Get().fNumbers.empty());
   const std::string payload = PayloadOf("event");
   EXPECT_EQ(payload.find("here for a while"), std::string::npos);
   numbers.clear();
   event.Write([&](Event &e) {
      e.fNumbers.assign(3, 1.5);
      numbers = {};
      e.fTracks = std::move(tracks);
   });
   EXPECT_THAT(event.Get().fNumbers, ElementsAre(1.5, 1.5, 1.5));
   EXPECT_TRUE(event.Get().fTracks.empty());
}

TEST_F(ContainersTest, BetweenTwoObjectsElementsAreCopied)
{
   const auto map = Open("RECREATE");
   auto first = map->Emplace<Event>("first");
   auto second = map->Emplace<Event>("second");
   first.Write([&](Event &a) {
      FillEvent(a);
      second.Write([&](Event &b) {
         b = a;
         a.fNumber = 8; // is not being written innermost, and may be changed
         a.fNumbers.push_back(3.5);
         b.fDeep = std::move(a.fDeep);
         std::swap(a.fTracks, b.fTracks);
         a.fWords.swap(b.fWords);
      });
   });
   EXPECT_EQ(DifferenceOf(second.Get()), "");
   EXPECT_EQ(DifferenceOf(*map->View<Event>("second").Snapshot()), "");
   const auto copy = map->View<Event>("first").Snapshot();
   EXPECT_EQ(copy->fNumber, 8);
   EXPECT_EQ(copy->fNumbers.size(), 3u);
   EXPECT_EQ(copy->fTracks[2].fHits[1].fX, 1.);
   EXPECT_EQ(copy->fWords[1], "a");
}

/// Does the same to a container and to one of the standard library.
TEST_F(ContainersTest, TheyDoWhatThoseOfTheStandardLibraryDo)
{
   const auto map = Open("RECREATE");
   auto event = map->Emplace<Event>("event");
   std::vector<std::string> words;
   std::map<std::string, int> charges;
   std::string text;
   std::mt19937 random(7);
   const auto below = [&](std::size_t end) { return static_cast<std::size_t>(random() % end); };
   for (int round = 0; round < 300; ++round) {
      event.Write([&](Event &e) {
         for (int step = 0; step < 10; ++step) {
            const std::string word(below(40), static_cast<char>('a' + below(26)));
            const std::size_t at = below(words.size() + 1);
            const auto index = static_cast<std::ptrdiff_t>(at);
            switch (below(14)) {
            case 0:
               words.push_back(word);
               e.fWords.push_back(word);
               break;
            case 1:
               words.insert(words.begin() + index, word);
               e.fWords.emplace(e.fWords.begin() + index, word);
               break;
            case 2:
               words.erase(words.begin() + index, words.end());
               e.fWords.erase(e.fWords.begin() + index, e.fWords.end());
               break;
            case 3:
               words.resize(at);
               e.fWords.resize(at);
               break;
            case 4:
               words.insert(words.begin() + index, 3, word);
               for (int i = 0; i < 3; ++i)
                  e.fWords.emplace(e.fWords.begin() + index, word);
               break;
            case 5:
               if (!words.empty()) {
                  words.push_back(words[at % words.size()]);
                  e.fWords.push_back(e.fWords[at % e.fWords.size()]);
               }
               break;
            case 6:
               std::sort(words.begin(), words.end());
               std::sort(e.fWords.begin(), e.fWords.end());
               break;
            case 7:
               charges[word] = round;
               e.fByName[word].fCharge = round;
               break;
            case 8:
               charges.erase(word);
               e.fByName.erase(word);
               break;
            case 9:
               text += word;
               e.fTitle += word;
               break;
            case 10:
               if (!text.empty()) { // of itself
                  const std::size_t from = below(text.size());
                  const bool append = below(2) == 0;
                  const std::string part = text.substr(from);
                  const std::string_view own = std::string_view(e.fTitle).substr(from);
                  if (append)
                     e.fTitle += own;
                  else
                     e.fTitle.assign(own);
                  text = append ? text + part : part;
                  if (text.size() > 5000) {
                     text.clear();
                     e.fTitle.clear();
                  }
               }
               break;
            case 11:
               words.erase(words.begin(), words.begin() + index);
               e.fWords.erase(e.fWords.begin(), e.fWords.begin() + index);
               break;
            case 12:
               if (charges.try_emplace(word, -1).second != e.fByName.try_emplace(word).second)
                  ADD_FAILURE();
               e.fByName.find(word)->second.fCharge = charges[word];
               break;
            case 13:
               std::reverse(words.begin(), words.end());
               std::reverse(e.fWords.begin(), e.fWords.end());
               break;
            default:
               break;
            }
         }
      });
      const auto copy = map->View<Event>("event").Snapshot();
      ASSERT_EQ(std::vector<std::string>(copy->fWords.begin(), copy->fWords.end()), words) << round;
      ASSERT_EQ(std::string_view(copy->fTitle), text) << round;
      ASSERT_EQ(std::strlen(copy->fTitle.c_str()), text.size());
      std::map<std::string, int> found;
      for (const auto &entry : copy->fByName)
         found.emplace(entry.first, entry.second.fCharge);
      ASSERT_EQ(found, charges) << round;
      ASSERT_TRUE(std::is_sorted(copy->fByName.begin(), copy->fByName.end(),
                                 [](const auto &a, const auto &b) { return a.first < b.first; }));
   }
}

TEST_F(ContainersTest, TheirFunctionsAreThoseOfTheStandardLibrary)
{
   const auto map = Open("RECREATE");
   auto event = map->Emplace<Event>("event");
   event.Write([](Event &e) {
      vector<double> &v = e.fNumbers;
      v.assign(2, 1.5);
      EXPECT_THAT(v, ElementsAre(1.5, 1.5));
      const std::vector<double> more = {1, 2, 3};
      v.insert(v.begin() + 1, more.begin(), more.end());
      EXPECT_THAT(v, ElementsAre(1.5, 1, 2, 3, 1.5));
      v.insert(v.end(), v[2]);
      v.pop_back();
      EXPECT_EQ(v.front(), 1.5);
      EXPECT_EQ(*v.rbegin(), 1.5);
      EXPECT_EQ(v.at(3), 3);
      EXPECT_THROW(v.at(5), std::out_of_range);
      v.resize(6);
      EXPECT_EQ(v.back(), 0.);
      v.resize(1);
      e.fDeep.resize(2);
      e.fDeep[1] = e.fDeep[0];
      EXPECT_EQ(e.fDeep[0], e.fDeep[1]);
      e.fDeep[1].resize(1);
      EXPECT_NE(e.fDeep[0], e.fDeep[1]);
      v = {};
      EXPECT_TRUE(v.empty());
      v.reserve(100);
      EXPECT_EQ(v.capacity(), 100u);
      for (int i = 0; i < 100; ++i)
         v.push_back(i);
      EXPECT_EQ(v.capacity(), 100u);
      v.resize(200, v[7]);
      EXPECT_EQ(v[199], 7.);
      EXPECT_THAT(MessageOf([&] { v.reserve(vector<double>::max_size() + 1); }), HasSubstr("more elements than"));

      flat_map<int, double> &gains = e.fGains;
      gains[1] = 2;
      EXPECT_FALSE(gains.try_emplace(1, 5.).second);
      EXPECT_FALSE(gains.insert_or_assign(1, 6.).second);
      EXPECT_TRUE(gains.insert_or_assign(0, 7.).second);
      EXPECT_EQ(gains.at(1), 6.);
      EXPECT_THROW(gains.at(2), std::out_of_range);
      EXPECT_EQ(gains.lower_bound(1)->second, 6.);
      EXPECT_EQ(gains.erase(2), 0u);
      EXPECT_EQ(gains.erase(gains.begin())->first, 1);
      EXPECT_EQ(gains.size(), 1u);
      EXPECT_EQ(gains.find(9), gains.end());

      e.fWords = {"b", "d"};
      e.fWords.insert(e.fWords.begin(), "a");
      e.fWords.insert(e.fWords.begin() + 2, std::string("c"));
      e.fWords.push_back("e");
      e.fWords.push_back(std::string_view("f"));
      e.fWords.push_back(e.fWords[0]);
      EXPECT_THAT(std::vector<std::string>(e.fWords.begin(), e.fWords.end()),
                  ElementsAre("a", "b", "c", "d", "e", "f", "a"));
      EXPECT_EQ(std::find(e.fWords.begin(), e.fWords.end(), "c") - e.fWords.begin(), 2);
      e.fByName[std::string("x")].fCharge = 1;
      e.fByName[std::string_view("y")].fCharge = 2;
      e.fByName[e.fWords[2]].fCharge = 3;
      EXPECT_EQ(e.fByName.size(), 3u);
      EXPECT_EQ(e.fByName.begin()->first, "c");
      EXPECT_EQ(e.fByName.erase("x"), 1u);

      e.fWords = {e.fWords[1], e.fWords[0]};
      e.fWords.resize(3, "x");
      e.fWords.push_back(TString("tstring"));
      const std::vector<std::string> more2 = {"from std"};
      std::copy(more2.begin(), more2.end(), std::back_inserter(e.fWords));
      EXPECT_EQ(std::vector<std::string>(e.fWords.begin(), e.fWords.end()),
                (std::vector<std::string>{"b", "a", "x", "tstring", "from std"}));
      swap(e.fLabels[0], e.fLabels[1]);

      string &s = e.fTitle;
      EXPECT_EQ(s[0], '\0') << "of an empty one, as std::string has it";
      EXPECT_TRUE(s.empty());
      s = TString("t");
      EXPECT_TRUE(s == TString("t") && s != "u" && "s" < s && s < TString("u") && s == std::string("t"));
      s = {};
      EXPECT_EQ(s.str(), "");
      std::ostringstream out;
      out << (e.fLabels[0] = "shown");
      EXPECT_EQ(out.str(), "shown");
      s = std::string("text");
      s += '!';
      s.push_back('?');
      EXPECT_EQ(s, "text!?");
      EXPECT_LT(s, "texts");
      EXPECT_EQ(s[4], '!');
      EXPECT_EQ(std::string(s.begin(), s.end()), "text!?");
      s = std::string_view(s).substr(1, 2);
      e.fLabels[0] = s;
      EXPECT_EQ(s, e.fLabels[0]);
      EXPECT_LE(s, e.fLabels[0]);
      EXPECT_STREQ(s.c_str(), "ex");
      s = "";
      EXPECT_STREQ(s.c_str(), "");
      EXPECT_EQ(s.append(""), "");
   });
}

/// Where what is given is an element itself, and the room moves, for there is another one behind it.
TEST_F(ContainersTest, ElementsMayBeMadeOfOthers)
{
   const auto map = Open("RECREATE");
   auto event = map->Emplace<Event>("event");
   event.Write([](Event &e) {
      const auto block = [&e] { e.fShorts.resize(e.fShorts.size() + 100); };
      e.fNumbers.assign(8, 7.5);
      block();
      e.fNumbers.resize(20, e.fNumbers[3]);
      EXPECT_THAT(e.fNumbers, testing::Each(7.5));
      e.fNumbers.shrink_to_fit();
      block();
      e.fNumbers.push_back(e.fNumbers.front());
      EXPECT_THAT(e.fNumbers, testing::Each(7.5));
      e.fWords.assign(4, "some text that is longer than others");
      block();
      e.fWords.resize(9, e.fWords[1]);
      e.fWords.insert(e.fWords.begin(), e.fWords[8]);
      EXPECT_EQ(std::count(e.fWords.begin(), e.fWords.end(), "some text that is longer than others"), 10);
      e.fTitle = "abc";
      block();
      e.fTitle += e.fTitle;
      e.fTitle += e.fTitle;
      EXPECT_EQ(e.fTitle, "abcabcabcabc");
      e.fGains.insert_or_assign(1, 9.);
      block();
      e.fGains.insert_or_assign(2, e.fGains.at(1));
      EXPECT_EQ(e.fGains.at(2), 9.);
   });
}

TEST_F(ContainersTest, KeysAreConvertedBeforeTheyAreCompared)
{
   const auto map = Open("RECREATE");
   auto odd = map->Emplace<Odd>("odd");
   odd.Write([](Odd &o) {
      o.fByFloat[0.1] = 1;
      o.fByFloat[0.1] = 2;
      o.fByFloat[3u] = 3;
      o.fByFloat[-1LL] = 4;
      EXPECT_EQ(o.fByFloat.size(), 3u);
      EXPECT_EQ(o.fByFloat.at(0.1), 2);
      o.fByQuality[Quality::kGood] = "good";
      o.fMaps.emplace_back()[5u] = "five";
      o.fMaps[0][-3] = "minus three";
      o.fMaps[0][4u] = "four";
      o.fMaps.push_back({{1, "one"}, {0, "zero"}, {1, "again"}});
      EXPECT_EQ(o.fMaps[0].begin()->second, "minus three");
      EXPECT_EQ(o.fMaps[1].count(1), 1u);
      EXPECT_EQ(o.fMaps[1].at(1), "one");
   });
   auto view = map->View<Odd>("odd");
   EXPECT_TRUE(view.InPlace([](const auto &o) {
      EXPECT_TRUE(o.fByFloat().contains(0.1) && o.fByFloat().contains(-1) && !o.fByFloat().contains(0.2));
      EXPECT_EQ(o.fByQuality()[o.fByQuality().find(Quality::kGood)].second(), "good");
      EXPECT_EQ(o.fMaps()[0].find(5u), 2u);
   }));
}

TEST_F(ContainersTest, ElementsKeepTheirAlignment)
{
   const auto map = Open("RECREATE");
   auto odd = map->Emplace<Odd>("odd");
   const auto aligned = [](const vector<Wide> &wide) { return reinterpret_cast<std::uintptr_t>(wide.data()) % 64; };
   for (int i = 0; i < 5; ++i)
      odd.Write([&](Odd &o) {
         o.fText += "abc";
         o.fWide.emplace_back();
         EXPECT_EQ(aligned(o.fWide), 0u);
      });
   EXPECT_TRUE(map->View<Odd>("odd").InPlace([](const auto &o) { EXPECT_EQ(o.fWide()[4].fC(), 'w'); }));
   const auto copy = map->View<Odd>("odd").Snapshot();
   EXPECT_EQ(aligned(copy->fWide), 0u);
   EXPECT_EQ(copy->fWide.size(), 5u);
   odd = *map->Resume<Odd>("odd");
   EXPECT_EQ(aligned(odd.Get().fWide), 0u);
   EXPECT_EQ(odd.Get().fText, "abcabcabcabcabc");
}

TEST_F(ContainersTest, WhatAConstructorHasLeftThatThrewIsNotPublished)
{
   const auto map = Open("RECREATE");
   auto odd = map->Emplace<Odd>("odd");
   odd.Write([](Odd &o) {
      for (int i = 0; i < 20; ++i) {
         EXPECT_THROW(o.fPicky.emplace_back(-1), std::runtime_error);
         o.fPicky.emplace_back(i);
         o.fText += 'x'; // so that the other one moves when it grows
      }
   });
   EXPECT_EQ(odd.Get().fPicky.size(), 20u);
   EXPECT_EQ(PayloadOf("odd").find('!'), std::string::npos);
}

/// An iterator over numbers of which one cannot be read.
struct BadIterator {
   using difference_type = std::ptrdiff_t;
   using value_type = int;
   int fAt = 0;
   int operator*() const { return fAt == 50 ? throw ChangedMyMind() : 0x21212121; }
   BadIterator &operator++()
   {
      ++fAt;
      return *this;
   }
   BadIterator operator++(int) { return {fAt++}; }
   bool operator==(const BadIterator &) const = default;
};

TEST_F(ContainersTest, AConstructorThatThrowsGivesBackWhatItHas)
{
   const auto map = Open("RECREATE");
   auto matrix = map->Emplace<Matrix>("m");
   matrix.Write([](Matrix &m) {
      EXPECT_THROW(m.fRows.emplace_back(BadIterator(), BadIterator{100}), ChangedMyMind);
      EXPECT_THROW(vector<int>(BadIterator(), BadIterator{100}), ChangedMyMind);
      {
         auto gone = std::make_unique<std::byte[]>(sizeof(vector<int>));
         EXPECT_THROW(::new (gone.get()) vector<int>(BadIterator(), BadIterator{100}), ChangedMyMind);
      }
      EXPECT_TRUE(m.fRows.empty());
      m.fRows.emplace_back(3u);
   });
   EXPECT_EQ(matrix.Get().fRows[0].size(), 3u);
   EXPECT_EQ(PayloadOf("m").find('!'), std::string::npos);
}

/// Copies of it throw, some time. Its bytes are all known: an address in it could have a '!' of its own.
struct Fragile {
   Fragile() = default;
   Fragile(const Fragile &other) : fNumbers(other.fNumbers)
   {
      if (fgLeft-- == 0)
         throw ChangedMyMind();
   }
   Fragile &operator=(const Fragile &) = default;
   ~Fragile() = default;

   static inline int fgLeft = 0; ///< Copies until one throws.

   std::array<int, 4> fNumbers = {0x21212121}; // so large that no room has some to spare, to grow where it is
};

TEST(ContainersInAnArena, AMoveThatFailsLeavesNothingBehind)
{
   SharedArena arena(64);
   const auto signs = [&] { return std::count(arena.Bytes(), arena.Bytes() + arena.Size(), '!'); };
   {
      const SharedArena::Use use(arena);
      Fragile::fgLeft = 1000;
      using Fragiles = std::array<vector<Fragile>, 2>;
      auto &both = *::new (static_cast<void *>(arena.Bytes())) Fragiles();
      for (int i = 0; i < 3; ++i)
         both[0].emplace_back();
      both[1].emplace_back(); // so that the other one has to move
      Fragile::fgLeft = 2;
      EXPECT_THROW(both[0].reserve(100), ChangedMyMind);
      EXPECT_EQ(signs(), 4 * 4);
      Fragile::fgLeft = 1000;
      both[0].shrink_to_fit();
      both[1].emplace_back();
      both[1].pop_back();
      EXPECT_EQ(both[0].capacity(), 3u);
      Fragile::fgLeft = 2;
      EXPECT_THROW(both[0].emplace_back(), ChangedMyMind);
      EXPECT_EQ(signs(), 4 * 4);
      Fragile::fgLeft = 1000;
      both[0].emplace_back();
      EXPECT_EQ(both[0].size(), 4u);
   }
   EXPECT_EQ(signs(), 5 * 4);
}

TEST_F(ContainersTest, AVariableOfTheOuterWriteStaysInItsObject)
{
   const auto map = Open("RECREATE");
   auto first = map->Emplace<Matrix>("first");
   auto second = map->Emplace<Matrix>("second");
   first.Write([&](Matrix &a) {
      vector<vector<int>> rows = {{1, 2}, {3}};
      a.fRows.resize(5); // so that it has to move
      second.Write([&](Matrix &b) {
         for (int i = 0; i < 100; ++i)
            rows.push_back({i});
         b.fRows = rows;
      });
      EXPECT_EQ(rows.size(), 102u);
      a.fRows = std::move(rows);
   });
   EXPECT_EQ(first.Get().fRows[101][0], 99);
   EXPECT_EQ(second.Get().fRows[101][0], 99);
}

TEST_F(ContainersTest, GrowingByOneCostsNoMoreThanTwice)
{
   const auto map = Open("RECREATE");
   auto event = map->Emplace<Event>("event");
   event.Write([](Event &e) {
      for (std::size_t i = 1; i <= 5000; ++i) {
         e.fNumbers.resize(i);
         e.fTimes.resize(i);
      }
   });
   EXPECT_LT(PayloadOf("event").size(), 2 * 4 * 5000 * sizeof(double));
   event.Write([](Event &e) {
      e.fNumbers.clear();
      e.fNumbers.shrink_to_fit();
      e.fTimes.resize(10);
      e.fTimes.shrink_to_fit();
   });
   EXPECT_LT(PayloadOf("event").size(), 2000u);
   event.Write([](Event &e) {
      for (int round = 0; round < 100; ++round) {
         e.fWords.clear();
         for (int i = 0; i < 100; ++i)
            e.fWords.emplace_back("a word");
      }
   });
   EXPECT_LT(PayloadOf("event").size(), 20000u) << "rooms are taken up again";
}

TEST_F(ContainersTest, AnObjectGrowsToManyMegabytes)
{
   const auto map = Open("RECREATE");
   auto numbers = map->Emplace<Numbers>("numbers");
   const Numbers *const address = &numbers.Get();
   constexpr int kCount = 10 << 20;
   numbers.Write([](Numbers &n) {
      for (int i = 0; i < kCount; ++i)
         n.fNumbers.push_back(i);
   });
   EXPECT_EQ(&numbers.Get(), address);
   EXPECT_LT(PayloadOf("numbers").size(), 2 * kCount * sizeof(int) + 1000) << "grew in place";
   auto view = map->View<Numbers>("numbers");
   EXPECT_TRUE(view.InPlace([](const auto &n) {
      EXPECT_EQ(n.fNumbers().size(), static_cast<std::size_t>(kCount));
      EXPECT_EQ(n.fNumbers()[kCount - 1], kCount - 1);
   }));
   EXPECT_EQ(view.Snapshot()->fNumbers.back(), kCount - 1);
}

TEST_F(ContainersTest, WithoutAddressSpaceTheErrorSaysSo)
{
   EXPECT_EQ(InChild([this]() -> std::string {
                const auto map = Open("RECREATE");
                const rlimit before = [] {
                   rlimit limit;
                   ::getrlimit(RLIMIT_AS, &limit);
                   return limit;
                }();
                // What the process has, and some megabytes.
                std::size_t pages = 0;
                if (std::FILE *const file = std::fopen("/proc/self/statm", "r")) {
                   if (std::fscanf(file, "%zu", &pages) != 1)
                      return "no statm";
                   std::fclose(file);
                }
                rlimit tight = before;
                tight.rlim_cur = pages * static_cast<std::size_t>(::sysconf(_SC_PAGESIZE)) + (std::size_t{24} << 20);
                if (::setrlimit(RLIMIT_AS, &tight) != 0)
                   return "no limit";
                auto numbers = map->Emplace<Numbers>("numbers"); // with less than it asks for at first
                std::string said =
                   MessageOf([&] { numbers.Write([](Numbers &n) { n.fNumbers.resize(std::size_t{64} << 20); }); });
                if (said.find("has become larger than its address space") == std::string::npos)
                   return said;
                numbers.Write([](Numbers &n) { n.fNumbers.push_back(5); });
                if (numbers.Get().fNumbers.size() != 1 || numbers.Get().fNumbers[0] != 5)
                   return "the object is not as it was";
                return "";
             }),
             "");
}

} // namespace
} // namespace rootlet
