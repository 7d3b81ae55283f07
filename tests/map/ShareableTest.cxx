// Objects that lie in a map as themselves: Emplace, Write, Resume, View. Errors are exceptions here.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>

#include <limits>
#include <memory>
#include <vector>

#include "../heap/TempFolder.h"
#include "CaseTools.h"
#include "FilePatch.h"
#include "RootletEmulation.h"
#include "ShareableShared.h"
#include "ShareableTypes.h"
#include "StoreTools.h"
#include "TMapFile.h"
#include "map/BlockSeal.h"
#include "map/SharedLayout.h"

namespace rootlet {
namespace {

using namespace test;
using namespace shared_test;
using testing::HasSubstr;

/// Where a member of an object in the map lies in the file.
std::uint64_t PlaceOf(const std::string &path, const char *name, std::uint64_t offset)
{
   return NewestBlock(path, name) + sizeof(format::BlockHeader) + offset;
}

class ShareableTest : public testing::Test {
protected:
   std::unique_ptr<TMapFile> Open(const char *option) const { return OpenMap(fPath, option); }
   /// Waits for a child that must end well.
   static void Join(pid_t child)
   {
      int status = -1;
      ::waitpid(child, &status, 0);
      EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0) << "status " << status;
   }

   /// Some members of every kind.
   static void Change(Telemetry &t)
   {
      t.fHits[1] = {1.5, 2.5F, true};
      t.fGrid[1][0][1] = 77;
      t.fFlags[4] = true;
      t.fPhases[1] = {3, 4};
      t.SetSecret(43);
   }

   TempFolder fFolder;
   const std::string fPath = fFolder / "shared.map";
};

TEST_F(ShareableTest, WhatIsWrittenIsReadByAnotherProcess)
{
   const auto map = Open("RECREATE");
   auto telemetry = map->Emplace<Telemetry>("telemetry", 7, 2.5);
   telemetry.Write(Change);
   const std::string found = InChild([this]() -> std::string {
      const auto consumer = Open("READ");
      auto view = consumer->View<Telemetry>("telemetry");
      const auto t = view.Snapshot();
      if (!t)
         return "nothing";
      if (t->fId != 7 || t->fTag != 't' || !t->fValid || t->fI64 != -64 || t->fRate[0][2] != 7.5 ||
          t->fHits[1].fX != 1.5 || !t->fHits[1].fGood || t->fGrid[1][0][1] != 77 || !t->fFlags[4] ||
          t->fPhase != std::complex<float>(1, -1) || t->fAge != std::chrono::milliseconds(1500) ||
          t->fState != State::kOn || t->fChannel != kLeft || t->Secret() != 43)
         return "another value";
      return view.GetGeneration() == consumer->GetFirst()->GetGeneration() ? "" : "another generation";
   });
   EXPECT_EQ(found, "");
   EXPECT_EQ(telemetry.Get().fHits[1].fX, 1.5);
   EXPECT_STREQ(map->GetFirst()->GetClassName(), "shared_test::Telemetry");
   EXPECT_EQ(map->GetFirst()->GetBufSize(), static_cast<Long64_t>(sizeof(Telemetry)));
   EXPECT_EQ(map->GetFirst()->GetGeneration(), telemetry.GetGeneration());
}

TEST_F(ShareableTest, InPlaceGivesEveryMember)
{
   const auto map = Open("RECREATE");
   auto telemetry = map->Emplace<Telemetry>("telemetry", 7, 2.5);
   telemetry.Write(Change);
   auto view = map->View<Telemetry>("telemetry");
   int calls = 0;
   const bool untorn = view.InPlace([&](const InPlaceOf<Telemetry> &t) {
      ++calls;
      EXPECT_EQ(t.fId(), 7);
      EXPECT_EQ(t.fTag(), 't');
      EXPECT_TRUE(t.fValid());
      EXPECT_EQ(t.fI8(), -8);
      EXPECT_EQ(t.fU8(), 8);
      EXPECT_EQ(t.fI16(), -16);
      EXPECT_EQ(t.fU16(), 16);
      EXPECT_EQ(t.fI32(), -32);
      EXPECT_EQ(t.fU32(), 32u);
      EXPECT_EQ(t.fI64(), -64);
      EXPECT_EQ(t.fU64(), 64u);
      EXPECT_EQ(t.fF32(), 0.5F);
      EXPECT_EQ(t.fF64(), 0.25);
      EXPECT_EQ(t.fC16(), u'x');
      EXPECT_EQ(t.fWide(), L'w');
      EXPECT_EQ(t.fByte(), std::byte{7});
      EXPECT_EQ(t.fState(), State::kOn);
      EXPECT_EQ(t.fChannel(), kLeft);
      EXPECT_EQ(t.fRate()[0][2], 7.5);
      EXPECT_EQ(t.fRate().size(), 2u);
      EXPECT_EQ(t.fHits()[1].fX(), 1.5);
      EXPECT_EQ(t.fHits()[1].fEnergy(), 2.5F);
      EXPECT_TRUE(t.fHits()[1].fGood());
      EXPECT_EQ(t.fGrid()[1][0][1], 77);
      EXPECT_EQ(t.fPhase(), std::complex<float>(1, -1));
      EXPECT_EQ(t.fPhases()[1], std::complex<double>(3, 4));
      EXPECT_EQ(t.fAge(), std::chrono::milliseconds(1500));
      EXPECT_EQ(t.fTaken(), std::chrono::system_clock::time_point());
      EXPECT_EQ(t.fSecret(), 43);
      std::vector<bool> flags;
      for (const bool flag : t.fFlags())
         flags.push_back(flag);
      EXPECT_EQ(flags, std::vector<bool>({false, false, false, false, true}));
      double sum = 0;
      for (const auto row : t.fRate())
         for (const double rate : row)
            sum += rate;
      EXPECT_EQ(sum, 15.);
   });
   EXPECT_TRUE(untorn);
   EXPECT_EQ(calls, 1);
   EXPECT_EQ(view.GetGeneration(), telemetry.GetGeneration());
}

TEST_F(ShareableTest, AnIndexOutsideIsAnErrorNotARead)
{
   const auto map = Open("RECREATE");
   auto telemetry = map->Emplace<Telemetry>("telemetry");
   auto view = map->View<Telemetry>("telemetry");
   const std::string message = MessageOf([&] {
      view.InPlace([](const auto &t) { static_cast<void>(t.fFlags()[std::numeric_limits<std::size_t>::max()]); });
   });
   EXPECT_THAT(message,
               HasSubstr("'telemetry' was asked in place for an element that one of its arrays does not have"));
}

TEST_F(ShareableTest, AWriteThatThrowsPublishesNothingAndChangesNothing)
{
   const auto map = Open("RECREATE");
   auto pattern = map->Emplace<Pattern>("p", 1u);
   const Pattern *const address = &pattern.Get();
   const ULong64_t before = pattern.GetGeneration();
   EXPECT_THROW(pattern.Write([](Pattern &p) {
      p.Fill(2);
      throw std::runtime_error("changed my mind");
   }),
                std::runtime_error);
   EXPECT_EQ(pattern.Get().fNumber, 1u);
   EXPECT_TRUE(pattern.Get().IsWhole());
   EXPECT_EQ(pattern.GetGeneration(), before);
   auto view = map->View<Pattern>("p");
   EXPECT_TRUE(view.Read([](const Pattern &p) { EXPECT_EQ(p.fNumber, 1u); }));
   EXPECT_EQ(view.GetGeneration(), before);
   pattern.Write([](Pattern &p) { p.Fill(3); });
   EXPECT_EQ(&pattern.Get(), address);
   EXPECT_EQ(view.Snapshot()->fNumber, 3u);
   EXPECT_GT(view.GetGeneration(), before);
}

TEST_F(ShareableTest, AViewMayBeMadeFirstAndFindsItsObjectAgain)
{
   const auto map = Open("RECREATE");
   const auto consumer = Open("READ");
   auto view = consumer->View<Pattern>("p");
   EXPECT_FALSE(view.Read([](const Pattern &) { ADD_FAILURE(); }));
   EXPECT_FALSE(view.InPlace([](const auto &) { ADD_FAILURE(); }));
   EXPECT_EQ(view.Snapshot(), std::nullopt);
   EXPECT_EQ(view.GetGeneration(), 0u);
   auto pattern = map->Emplace<Pattern>("p", 1u);
   EXPECT_EQ(view.Snapshot()->fNumber, 1u);
   EXPECT_TRUE(map->Remove("p"));
   EXPECT_FALSE(view.Snapshot());
   EXPECT_THAT(MessageOf([&] { pattern.Write([](Pattern &p) { p.Fill(2); }); }),
               HasSubstr("'p' was removed from the map; Emplace it again"));
   EXPECT_EQ(pattern.Get().fNumber, 1u) << "as it was published last";
   pattern = map->Emplace<Pattern>("p", 3u);
   EXPECT_EQ(view.Snapshot()->fNumber, 3u);
   const auto result = consumer->WaitForUpdate("p", view.GetGeneration(), 0);
   EXPECT_EQ(result.status, WaitStatus::kTimeout);
   pattern.Write([](Pattern &p) { p.Fill(4); });
   EXPECT_TRUE(consumer->WaitForUpdate("p", view.GetGeneration(), 0));
}

TEST_F(ShareableTest, TheNextProducerGoesOnWithTheValue)
{
   const pid_t child = ForkLeashed();
   if (child == 0) {
      const auto map = OpenMap(fPath, "RECREATE");
      auto pattern = map->Emplace<Pattern>("p", 5u);
      pattern.Write([](Pattern &) { ::raise(SIGKILL); });
   }
   int status = 0;
   ::waitpid(child, &status, 0);
   ASSERT_TRUE(WIFSIGNALED(status));
   for (const char *option : {"UPDATE", "UPDATE SHARED"}) {
      const auto map = Open(option);
      auto pattern = map->Resume<Pattern>("p");
      ASSERT_TRUE(pattern);
      EXPECT_TRUE(pattern->Get().IsWhole());
      const ULong64_t before = pattern->GetGeneration();
      pattern->Write([](Pattern &p) { p.Fill(p.fNumber + 1); });
      EXPECT_GT(pattern->GetGeneration(), before);
      EXPECT_FALSE(map->Resume<Pattern>("another"));
      EXPECT_EQ(map->GetFirst()->GetNext(), nullptr) << "the record of the one before";
   }
   EXPECT_EQ(Open("READ")->View<Pattern>("p").Snapshot()->fNumber, 7u);
   const auto map = Open("UPDATE");
   auto anew = map->Emplace<Pattern>("p", 1u);
   EXPECT_EQ(map->View<Pattern>("p").Snapshot()->fNumber, 1u);
}

TEST_F(ShareableTest, OfALivingProducerNobodyTakesOver)
{
   const auto map = Open("RECREATE SHARED");
   auto pattern = map->Emplace<Pattern>("p", 5u);
   const std::string found = InChild([this]() -> std::string {
      const auto other = Open("UPDATE SHARED");
      auto own = other->Emplace<Pattern>("own", 1u);
      return MessageOf([&] { static_cast<void>(other->Resume<Pattern>("p")); }) +
             MessageOf([&] { static_cast<void>(other->Emplace<Pattern>("p")); });
   });
   EXPECT_THAT(found, testing::ContainsRegex("'p' .*process .*'p' .*process"));
   EXPECT_EQ(map->View<Pattern>("own").Snapshot()->fNumber, 1u);
}

TEST_F(ShareableTest, WhatIsStreamedIsNotSharedAndTheOtherWayRound)
{
   Lines lines;
   const auto map = Open("RECREATE");
   TNamed named("n", "a title");
   map->Add(&named);
   map->Update();
   EXPECT_THAT(MessageOf([&] { map->View<Pattern>("n").Snapshot(); }),
               HasSubstr("'n' is of the class TNamed and was not put there by Emplace; use Get"));
   EXPECT_THAT(MessageOf([&] { map->View<Pattern>("n").InPlace([](const auto &) {}); }), HasSubstr("use Get"));
   EXPECT_THAT(MessageOf([&] { static_cast<void>(map->Resume<Pattern>("n")); }), HasSubstr("use Get"));
   auto pattern = map->Emplace<Pattern>("p", 1u);
   EXPECT_EQ(map->Get("p"), nullptr);
   EXPECT_EQ(
      Lines::Expect("TMapFile::Get", {"'p' is of the class shared_test::Pattern and lies in the map as itself; use "
                                      "View<shared_test::Pattern>"}),
      "");
   EXPECT_THAT(MessageOf([&] { map->GetEmulated("p"); }), HasSubstr("by View<shared_test::Pattern>"));
   const auto snapshot = map->Snapshot();
   EXPECT_EQ(snapshot->GetNames().size(), 2u);
   EXPECT_THAT(MessageOf([&] { snapshot->Get("p"); }), HasSubstr("use View<shared_test::Pattern>"));

   // Who comes last has the name.
   auto other = map->Emplace<Pattern>("n", 2u);
   map->Update();
   EXPECT_EQ(map->View<Pattern>("n").Snapshot()->fNumber, 2u);
   map->Add(&named);
   map->Update();
   EXPECT_EQ(TitleOf(*map, "n"), "a title");
   EXPECT_THAT(MessageOf([&] { other.Write([](Pattern &) {}); }), HasSubstr("Emplace it again"));
   EXPECT_THAT(MessageOf([&] { static_cast<void>(map->Emplace<Pattern>(".StreamerInfo/X/1/00000000")); }),
               HasSubstr("a name of the map's own"));
   EXPECT_THAT(MessageOf([&] { static_cast<void>(map->Emplace<Pattern>("")); }), HasSubstr("no name"));
   EXPECT_THAT(MessageOf([&] { static_cast<void>(Open("READ")->Emplace<Pattern>("x")); }),
               HasSubstr("open for reading only"));
}

TEST_F(ShareableTest, OfTwoThatShareOneNameTheLastOneCounts)
{
   const auto map = Open("RECREATE");
   auto first = map->Emplace<Pattern>("p", 1u);
   auto second = map->Emplace<Pattern>("p", 2u);
   EXPECT_THAT(MessageOf([&] { first.Write([](Pattern &p) { p.Fill(3); }); }),
               HasSubstr("'p' is published by others since; Emplace it again, or Resume it"));
   EXPECT_EQ(map->View<Pattern>("p").Snapshot()->fNumber, 2u);
   auto third = map->Resume<Pattern>("p");
   EXPECT_THAT(MessageOf([&] { second.Write([](Pattern &p) { p.Fill(4); }); }), HasSubstr("by others"));
   third->Write([](Pattern &p) { p.Fill(5); });
   EXPECT_EQ(map->View<Pattern>("p").Snapshot()->fNumber, 5u);
}

TEST_F(ShareableTest, WhatTheDirectoryHasUnderTheNameLeavesIt)
{
   const auto map = Open("RECREATE");
   TNamed named("p", "a title");
   map->GetDirectory()->Append(&named);
   map->Update();
   auto pattern = map->Emplace<Pattern>("p", 1u);
   map->Update();
   pattern.Write([](Pattern &p) { p.Fill(2); });
   EXPECT_EQ(map->View<Pattern>("p").Snapshot()->fNumber, 2u);
   EXPECT_EQ(map->GetDirectory()->FindObject("p"), nullptr);
}

TEST_F(ShareableTest, AWriteWithinAWriteIsAnError)
{
   const auto map = Open("RECREATE");
   auto pattern = map->Emplace<Pattern>("p", 1u);
   const auto generation = pattern.GetGeneration();
   EXPECT_THAT(MessageOf([&] {
                  pattern.Write([&](Pattern &p) {
                     p.Fill(2);
                     pattern.Write([](Pattern &q) { q.Fill(3); });
                  });
               }),
               HasSubstr("'p' is being written"));
   EXPECT_EQ(pattern.Get().fNumber, 1u);
   EXPECT_EQ(map->View<Pattern>("p").Snapshot()->fNumber, 1u);
   EXPECT_EQ(pattern.GetGeneration(), generation);
   pattern.Write([](Pattern &p) { p.Fill(4); });
   EXPECT_EQ(map->View<Pattern>("p").Snapshot()->fNumber, 4u);
}

TEST(InPlaceBytes, ABoolIsOneOfTheTwoWhateverItsByteIs)
{
   enum class Flag : bool { kNo, kYes };
   const char byte = 2;
   const InPlaceBytes bytes(&byte, 1);
   EXPECT_TRUE(bytes.Load<bool>(0));
   EXPECT_EQ(bytes.Load<Flag>(0), Flag::kYes);
   EXPECT_FALSE(bytes.Load<bool>(1)) << "outside";
   EXPECT_TRUE(bytes.HasLeft());
}

TEST_F(ShareableTest, ACheckpointKeepsWhatIsShared)
{
   const auto map = Open("RECREATE");
   auto telemetry = map->Emplace<Telemetry>("telemetry", 7, 2.5);
   ASSERT_TRUE(map->Checkpoint((fFolder / "copy.map").c_str()));
   EXPECT_EQ(OpenMap(fFolder / "copy.map", "READ")->View<Telemetry>("telemetry").Snapshot()->fRate[0][1], 5.);
}

TEST_F(ShareableTest, AClosedMapIsAnError)
{
   const auto map = Open("RECREATE");
   auto pattern = map->Emplace<Pattern>("p", 1u);
   auto view = map->View<Pattern>("p");
   map->Close();
   EXPECT_THAT(MessageOf([&] { pattern.Write([](Pattern &) {}); }), HasSubstr("the map is closed"));
   EXPECT_THAT(MessageOf([&] { view.Snapshot(); }), HasSubstr("the map is closed"));
   EXPECT_THAT(MessageOf([&] { view.InPlace([](const auto &) {}); }), HasSubstr("the map is closed"));
}

TEST_F(ShareableTest, GapsBetweenMembersHoldNothingOfTheProducersMemory)
{
   const auto map = Open("RECREATE");
   auto telemetry = map->Emplace<Telemetry>("telemetry");
   telemetry.Write([](Telemetry &t) {
      std::memset(static_cast<void *>(&t), 0xee, sizeof t); // what lay in this memory before
      for (Hit &hit : t.fHits)
         hit.fGood = true;
      t.fValid = false;
      for (bool &flag : t.fFlags)
         flag = true;
   });
   const FilePatch file(fPath);
   const std::uint64_t payload = PlaceOf(fPath, "telemetry", 0);
   EXPECT_EQ(file.Load<unsigned char>(payload + offsetof(Named, fTag)), 0xee) << "a member";
   for (std::size_t gap = offsetof(Named, fTag) + 1; gap < sizeof(Named) - 2; ++gap)
      EXPECT_EQ(file.Load<unsigned char>(payload + gap), 0) << "behind it, at " << gap;
   for (const SharedMember &member : Shareable<Telemetry>::kMembers)
      for (std::size_t i = 0; member.fClass != nullptr && i < member.fCount; ++i)
         for (std::size_t gap = offsetof(Hit, fGood) + 1; gap < sizeof(Hit); ++gap)
            EXPECT_EQ(file.Load<unsigned char>(payload + member.fOffset + i * sizeof(Hit) + gap), 0) << "in hit " << i;
   EXPECT_TRUE(map->View<Telemetry>("telemetry").Snapshot()->fHits[2].fGood);
}

TEST_F(ShareableTest, ATemplateInstanceIsShared)
{
   const auto map = Open("RECREATE");
   auto box = map->Emplace<Box<Hit>>("box", Hit{1, 2, true}, 3);
   EXPECT_EQ(map->View<Box<Hit>>("box").Snapshot()->fValue.fX, 1.);
}

// --- hostile files -----------------------------------------------------------------------------------------------------

/// Publishes bytes under a description that is made up.
void Forge(const std::string &path, ObjectDescription description, const std::string &payload)
{
   const auto store = MapStore::Open(path, MapMode::kUpdate);
   store->Remove(description.name);
   StringWriter writer(payload);
   PublishItem item{&store->Add(std::move(description)), &writer, nullptr};
   store->Publish({&item, 1});
   if (item.error)
      std::rethrow_exception(item.error);
}

TEST_F(ShareableTest, BytesThatAreNoObjectAreAnError)
{
   const ObjectDescription good = DescribeShared(Shareable<Telemetry>::kClass, "t");
   const std::size_t flags = Shareable<Telemetry>::kClass.fSize;
   const std::string zeros(flags, '\0');
   const auto message = [&] { return MessageOf([&] { Open("READ")->View<Telemetry>("t").Snapshot(); }); };
   Forge(fPath, good, zeros);
   EXPECT_EQ(message(), "") << "an object of zeros";
   for (const std::size_t size : {std::size_t{0}, flags - 1, flags + 1, 10 * flags}) {
      Forge(fPath, good, std::string(size, '\0'));
      EXPECT_THAT(message(), HasSubstr("is damaged: it has " + std::to_string(size) + " bytes")) << size;
      EXPECT_THAT(MessageOf([&] { Open("READ")->View<Telemetry>("t").InPlace([](const auto &) { ADD_FAILURE(); }); }),
                  HasSubstr("is damaged"))
         << size;
   }
   for (const auto &[member, name] : {std::pair{"fValid", "fValid"}, {"fHits", "fHits.fGood"}, {"fFlags", "fFlags"}}) {
      std::string bytes = zeros;
      for (const SharedMember &m : Shareable<Telemetry>::kMembers)
         if (std::string_view(m.fName) == member)
            bytes[m.fOffset + (m.fClass != nullptr ? 2 * sizeof(Hit) + offsetof(Hit, fGood) : m.fCount - 1)] = 2;
      Forge(fPath, good, bytes);
      EXPECT_THAT(message(), HasSubstr(std::string("is damaged: its member '") + name + "' is neither true nor false"));
      bool seen = false;
      EXPECT_TRUE(Open("READ")->View<Telemetry>("t").InPlace([&](const auto &t) {
         for (const auto hit : t.fHits())
            seen = seen || hit.fGood();
         for (const bool flag : t.fFlags())
            seen = seen || flag;
         seen = seen || t.fValid();
      }));
      EXPECT_TRUE(seen) << "in place it is true";
   }
}

TEST_F(ShareableTest, AnotherLayoutIsAnErrorThatNamesTheFirstDifference)
{
   const SharedClass &cl = Shareable<Hit>::kClass;
   const std::string bytes(sizeof(Hit), '\0');
   const auto message = [&](const ObjectDescription &forged, std::size_t size = sizeof(Hit)) {
      Forge(fPath, forged, std::string(size, '\0'));
      return MessageOf([&] { Open("READ")->View<Hit>("h").Snapshot(); });
   };
   ObjectDescription forged = DescribeShared(cl, "h");
   EXPECT_EQ(message(forged), "");
   const std::string own = forged.layout;
   EXPECT_EQ(own, "class 16 8 1 shared_test::Hit\n0 f64 fX\n8 f32 fEnergy\n12 bool fGood\n");
   forged.layout.replace(own.find("f32"), 3, "i32");
   EXPECT_THAT(
      message(forged),
      HasSubstr("in another layout than this program's shared_test::Hit: the map has '8 i32 fEnergy' where this "
                "program has '8 f32 fEnergy', in shared_test::Hit; build both with the same header"));
   forged.layout = own + "16 f64 fY\n";
   EXPECT_THAT(message(forged), HasSubstr("the map has '16 f64 fY' where this program has nothing"));
   forged.layout = own.substr(0, own.find("12"));
   EXPECT_THAT(message(forged), HasSubstr("the map has nothing where this program has '12 bool fGood'"));
   forged.layout = "";
   EXPECT_THAT(message(forged), HasSubstr("the map has nothing where"));
   forged.layout = "class\n\n \xff\x1b[2J";
   EXPECT_THAT(message(forged), HasSubstr("the map has 'class' where"));
   forged.layout = std::string(1 << 20, 'x');
   EXPECT_LT(message(forged).size(), 1000u);
   forged.layout = own;
   ++forged.fingerprint;
   EXPECT_THAT(message(forged), HasSubstr("their fingerprints differ"));
   --forged.fingerprint;
   EXPECT_THAT(message(forged, 3 * sizeof(Hit)),
               HasSubstr("is damaged: it has 48 bytes, and a shared_test::Hit has 16"));
   forged.form = format::PayloadForm::kDirect;
   EXPECT_THAT(message(forged), HasSubstr("was not put there by Emplace; use Get"));
}

TEST_F(ShareableTest, OfABrokenVersionTheOneBeforeIsRead)
{
   {
      const auto map = Open("RECREATE");
      auto pattern = map->Emplace<Pattern>("p", 1u);
      pattern.Write([](Pattern &p) { p.Fill(2); });
   }
   FilePatch(fPath).Flip(PlaceOf(fPath, "p", 100));
   Lines lines;
   EXPECT_EQ(Open("READ")->View<Pattern>("p").Snapshot()->fNumber, 1u);
   EXPECT_THAT(Lines::TakeText(), HasSubstr("has a damaged newest version, an older one is given"));
}

TEST_F(ShareableTest, OfABrokenHeaderTheVersionBeforeIsSeenInPlace)
{
   {
      const auto map = Open("RECREATE");
      auto pattern = map->Emplace<Pattern>("p", 1u);
      pattern.Write([](Pattern &p) { p.Fill(2); });
   }
   constexpr std::size_t kRecordId = sizeof(format::BlockHeader) - offsetof(format::BlockHeader, recordId);
   FilePatch(fPath).Flip(PlaceOf(fPath, "p", 0) - kRecordId);
   Lines lines;
   std::uint64_t number = 0;
   EXPECT_TRUE(Open("READ")->View<Pattern>("p").InPlace([&](const auto &p) { number = p.fNumber(); }));
   EXPECT_EQ(number, 1u);
   EXPECT_THAT(Lines::TakeText(), HasSubstr("has a damaged newest version, an older one is given"));
}

TEST_F(ShareableTest, ATruncationUnderneathIsAnError)
{
   const auto map = Open("RECREATE");
   auto pattern = map->Emplace<Pattern>("p", 1u);
   const auto consumer = Open("READ");
   auto view = consumer->View<Pattern>("p");
   const std::string message = MessageOf([&] {
      view.InPlace([&](const auto &p) {
         EXPECT_EQ(p.fNumber(), 1u);
         std::filesystem::resize_file(fPath, 0);
         std::uint64_t sum = 0;
         for (const std::uint64_t word : p.fWords())
            sum += word;
         EXPECT_EQ(sum, 0u) << "zeros, and no signal";
         throw std::runtime_error("confused by the zeros");
      });
   });
   EXPECT_THAT(message, HasSubstr("truncated"));
   EXPECT_THAT(MessageOf([&] { view.Snapshot(); }), HasSubstr("truncated"));
   EXPECT_THAT(MessageOf([&] { pattern.Write([](Pattern &) {}); }), HasSubstr("truncated"));
}

// --- at the same time --------------------------------------------------------------------------------------------------

TEST_F(ShareableTest, InPlaceSaysWhetherWhatItSawWasOneVersion)
{
   const auto map = Open("RECREATE");
   auto pattern = map->Emplace<Pattern>("p", 1u);
   auto view = map->View<Pattern>("p");
   int calls = 0;
   // The version goes away under the first look: as many updates as a record has slots.
   EXPECT_TRUE(view.InPlace([&](const auto &p) {
      const std::uint64_t number = p.fNumber();
      if (++calls == 1)
         for (int i = 0; i < 4; ++i)
            pattern.Write([](Pattern &own) { own.Fill(own.fNumber + 1); });
      if (p.fNumber() != number)
         throw std::runtime_error("of a torn look nobody hears");
      EXPECT_EQ(number, 5u);
   }));
   EXPECT_EQ(calls, 2);
   // It goes away under every look.
   EXPECT_FALSE(view.InPlace([&](const auto &) {
      ++calls;
      for (int i = 0; i < 4; ++i)
         pattern.Write([](Pattern &own) { own.Fill(own.fNumber + 1); });
   }));
   EXPECT_EQ(calls, 22);
   EXPECT_THROW(view.InPlace([](const auto &) { throw std::runtime_error("of an untorn one"); }), std::runtime_error);
}

// --- no virtual function can be called through the map -----------------------------------------------------------------

template <class T>
concept Looks = requires(InPlaceOf<T> part)
{
   sizeof part;
};
struct WithVirtual {
   virtual ~WithVirtual() = default;
};
static_assert(!Shareable<WithVirtual>::kShareable && !Shareable<TNamed>::kShareable);
static_assert(!Looks<WithVirtual> && !Looks<TNamed> && Looks<Hit>);
static_assert(!std::is_polymorphic_v<InPlaceOf<Telemetry>> && !std::is_polymorphic_v<InPlaceArray<Hit>>);
static_assert(!std::is_convertible_v<InPlaceOf<Hit>, const Hit &> && !std::is_copy_constructible_v<InPlaceOf<Hit>>);
// What an in-place call is given is a value or another part of a look, never a reference or a pointer into the map.
using Look = const InPlaceOf<Telemetry> &;
static_assert(std::is_same_v<decltype(std::declval<Look>().fF64()), double>);
static_assert(std::is_same_v<decltype(std::declval<Look>().fHits()), InPlaceArray<Hit>>);
static_assert(std::is_same_v<decltype(std::declval<Look>().fHits()[0]), InPlaceOf<Hit>>);
static_assert(std::is_same_v<decltype(*std::declval<Look>().fHits().begin()), InPlaceOf<Hit>>);
static_assert(std::is_same_v<decltype(std::declval<Look>().fState()), State>);

} // namespace
} // namespace rootlet
