// Producers killed at random instants and at every step, beneath three consumers. The length of the storm is taken from
// the environment (ROOTLET_STORM_KILLS, ROOTLET_STORM_KILLS_PER_POINT; `./dev storm` sets them); else it is short.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>

#include "../heap/TempFolder.h"
#include "Storm.h"

namespace rootlet::test {
namespace {

using testing::UnorderedElementsAre;

#ifdef ROOTLET_SANITIZED
constexpr unsigned kKills = 50;
constexpr unsigned kOneOf = 10; // opening is slow there, and hit more often
#else
constexpr unsigned kKills = 500;
constexpr unsigned kOneOf = 2;
#endif

unsigned Wanted(const char *variable, unsigned otherwise)
{
   const char *text = std::getenv(variable);
   return text == nullptr ? otherwise : static_cast<unsigned>(std::strtoul(text, nullptr, 10));
}

TEST(Storm, KillsAtRandomInstantsLoseNothingAndStopNobody)
{
   const unsigned kills = Wanted("ROOTLET_STORM_KILLS", kKills);
   TempFolder folder;
   Storm storm(folder.Path());
   storm.KillAtRandom(kills);
   storm.Finish();
   storm.PrintHistogram();
   EXPECT_EQ(storm.Finding(), "");
   EXPECT_GE(storm.KillsInsideUpdate(), kills / kOneOf);
   EXPECT_GT(storm.ObjectsRead(), kills);
}

TEST(Storm, KillsOfProducersThatShareTheMapLoseNothingAndStopNobody)
{
   const unsigned kills = Wanted("ROOTLET_STORM_KILLS", kKills / 2);
   TempFolder folder;
   Storm storm(folder.Path(), Storm::Shared());
   storm.KillAtRandom(kills);
   storm.Finish();
   storm.PrintHistogram();
   EXPECT_EQ(storm.Finding(), "");
   EXPECT_GE(storm.KillsInsideUpdate(), kills / kOneOf / 2);
   EXPECT_GT(storm.ObjectsRead(), kills);
}

TEST(Storm, KillsAtEveryStepLoseNothingAndStopNobody)
{
   TempFolder folder;
   Storm storm(folder.Path());
   storm.Rehearse();
   EXPECT_EQ(storm.Finding(), "");
   // Only where there are two producers: the storm after this one kills there.
   EXPECT_THAT(storm.PointsNeverPassed(), UnorderedElementsAre("lock.wait", "lock.wake"));
   storm.KillAtPoints(Wanted("ROOTLET_STORM_KILLS_PER_POINT", 1));
   storm.Finish();
   storm.PrintHistogram();
   EXPECT_EQ(storm.Finding(), "");
   EXPECT_THAT(storm.StepsWithoutKill(), testing::IsEmpty());
}

TEST(Storm, KillsWhereProducersMeetLoseNothingAndStopNobody)
{
   const unsigned kills = Wanted("ROOTLET_STORM_KILLS_PER_POINT", 3);
   TempFolder folder;
   Storm storm(folder.Path(), Storm::Shared());
   storm.KillWhereProducersMeet({"lock.wait", "lock.wake"}, kills);
   storm.Finish();
   storm.PrintHistogram();
   EXPECT_EQ(storm.Finding(), "");
   EXPECT_EQ(storm.KillsAt("lock.wait"), kills);
   EXPECT_EQ(storm.KillsAt("lock.wake"), kills);
}

/// The storm would be worth nothing if it did not find these. Most are found by the first few kills; on a busy machine, beneath a
/// sanitizer, few kills fall where it matters.
constexpr unsigned kMutantKills = 3000;

class MutantTest : public testing::TestWithParam<Mutant> {};

TEST_P(MutantTest, IsFoundByTheStorm)
{
   TempFolder folder;
   Storm storm(folder.Path(), GetParam());
   while (storm.Finding().empty() && storm.RandomKills() < kMutantKills)
      storm.KillAtRandom(kKills);
   storm.Finish();
   EXPECT_NE(storm.Finding(), "");
   std::printf("found after %u kills: %s\n", storm.RandomKills(), storm.Finding().c_str());
}

INSTANTIATE_TEST_SUITE_P(Storm, MutantTest, testing::Values(Mutant::kCommitBeforeSeal, Mutant::kCommitTooEarly),
                         [](const auto &test) {
                            return test.param == Mutant::kCommitBeforeSeal ? "CommitBeforeSeal" : "CommitTooEarly";
                         });

} // namespace
} // namespace rootlet::test
