// Read rules for objects that the stream has in another version of their class, or under another name: those of LinkDef and
// functions that a program registers.
#include "../base/ErrorCapture.h"
#include "RootletRules.h"
#include "Rules.h"
#include "TClass.h"
#include "TStreamerElement.h"

#include <gtest/gtest.h>

#include <cstring>

namespace {

/// A version 2 of rules::Track that had polar coordinates; see RulesLinkDef.h.
std::unique_ptr<TStreamerInfo> PolarTrack(Int_t version, UInt_t checksum)
{
   auto info = std::make_unique<TStreamerInfo>("rules::Track", version, checksum);
   auto polar = std::make_unique<TStreamerBasicType>("fPolar", "", 28, 16, "double");
   polar->SetArrayDim(1);
   polar->SetMaxIndex(0, 2);
   info->Add(std::move(polar));
   info->Add(std::make_unique<TStreamerSTL>("fOld", "", 500, 24, "vector<int>", 1, 3));
   info->Add(std::make_unique<TStreamerObjectAny>("fPlain", "", 62, 8, "rules::Plain"));
   return info;
}

void WritePolarTrack(TBuffer &buffer, Version_t version, double r)
{
   const auto start = buffer.Position();
   buffer.WriteRun(UInt_t(0), version, r, 0.5);
   const UInt_t content = buffer.WriteStreamerVersion();
   buffer.WriteRun(3, 1, 2, 3);
   buffer.SetByteCount(content);
   rules::Plain plain;
   plain.fValue = 5;
   buffer.StreamObject(&plain, TClass::GetClass<rules::Plain>());
   buffer.SetByteCount(static_cast<UInt_t>(start));
}

void Reread(TBuffer &buffer, std::shared_ptr<const rootlet::Schema> schema)
{
   buffer.SetReadMode();
   buffer.SetBufferOffset();
   buffer.SetSchema(std::move(schema));
}

rules::Track ReadTrack(Version_t version, UInt_t checksum)
{
   auto schema = std::make_shared<rootlet::Schema>();
   schema->Add(PolarTrack(version, checksum));
   TBuffer buffer(TBuffer::kWrite);
   WritePolarTrack(buffer, version, 21);
   const Int_t length = buffer.Length();
   Reread(buffer, schema);
   rules::Track track;
   track.Streamer(buffer);
   EXPECT_EQ(buffer.Length(), length);
   return track;
}

// fX and fY are private: they come out of the stream.
std::pair<double, double> Position(const rules::Track &track)
{
   TBuffer buffer(TBuffer::kWrite);
   const_cast<rules::Track &>(track).Streamer(buffer);
   buffer.SetReadMode();
   buffer.SetBufferOffset(6);
   std::pair<double, double> position;
   buffer.ReadRun(position.first, position.second);
   return position;
}

void Fill(rules::Shower &shower, int n)
{
   shower.fName = std::string(static_cast<std::size_t>(n), 's');
   shower.fN = n;
   if (n)
      shower.fEnergies = new float[static_cast<std::size_t>(n)];
   for (int i = 0; i < n; ++i)
      shower.fEnergies[i] = static_cast<float>(i + 1);
   shower.fTime = 5;
   shower.fMadeBy = new rules::Plain;
   shower.fMadeBy->fValue = 10 * n;
   constexpr char kComment[] = "by hand";
   shower.fComment = new char[sizeof kComment];
   std::strcpy(shower.fComment, kComment);
   shower.fParts.resize(2);
   shower.fParts[1].fValue = n;
}

void Check(const rules::Cluster &cluster, int n)
{
   EXPECT_EQ(cluster.fName, std::string(static_cast<std::size_t>(n), 's'));
   EXPECT_EQ(cluster.fLength, 100u + static_cast<std::size_t>(n)); // the rule for the base class's old name
   EXPECT_EQ(cluster.fEnergy, n * (n + 1) / 2.);
   EXPECT_EQ(cluster.fSeconds, 5e-9);
   ASSERT_NE(cluster.fMaker, nullptr);
   EXPECT_EQ(cluster.fMaker->fValue, 10 * n);
   EXPECT_EQ(cluster.fMaker->Cached(), 15 * n); // a current object in an old one: its own rule has run
   EXPECT_EQ(cluster.fRemark, "by hand");
   EXPECT_EQ(cluster.fParts, n);
   EXPECT_EQ(cluster.fCurrentRules, 0); // that rule is for version 2 of Cluster, not of Shower
}

std::shared_ptr<const rootlet::Schema> SchemaOf(const char *name)
{
   auto schema = std::make_shared<rootlet::Schema>();
   schema->AddClass(TClass::GetClass(name));
   return schema;
}

} // namespace

TEST(RulesForOtherVersions, AreRunWithWhatTheStreamHad)
{
   const rules::Track track = ReadTrack(2, 0x77);
   EXPECT_EQ(Position(track), std::pair(42., 8.));
   EXPECT_EQ(track.Calls(), 0); // the rule for version 3 does not run
}

TEST(RulesForOtherVersions, AreFoundByChecksumToo)
{
   EXPECT_EQ(Position(ReadTrack(77, 0x1234abcd)), std::pair(42., 8.));
   EXPECT_EQ(Position(ReadTrack(78, 0x1234abce)), std::pair(0., 0.));
}

TEST(RulesForOtherVersions, ThatAreRawReadTheirMemberFromTheBytes)
{
   auto schema = std::make_shared<rootlet::Schema>();
   auto info = std::make_unique<TStreamerInfo>("rules::Track", 1, 0x78u);
   info->Add(std::make_unique<TStreamerBasicType>("fY", "", 5, 4, "float"));
   info->Add(std::make_unique<TStreamerBasicType>("fX", "", 2, 2, "short"));
   schema->Add(std::move(info));
   TBuffer buffer(TBuffer::kWrite);
   buffer.WriteRun(UInt_t(0x40000000 | 8), Version_t(1), 3.f, Short_t(-9));
   Reread(buffer, schema);
   rules::Track track;
   const ErrorCapture said;
   track.Streamer(buffer);
   EXPECT_EQ(Position(track), std::pair(-9., 3.)); // fY by its name
   // The other rule for version 1 has no source there.
   EXPECT_EQ(ErrorCapture::Message(),
             "a read rule for class rules::Track is not run: its source 'fPolar' does not exist in "
             "version 1 of class rules::Track (checksum 0x78); correct the rule's versions or its "
             "source");
}

TEST(RulesForOtherVersions, RunForMemberWiseElements)
{
   auto schema = std::make_shared<rootlet::Schema>();
   schema->Add(PolarTrack(2, 0x79));
   rules::Event event;
   event.fByNumber[7]; // object-wise, of the current version: its rule runs as ever
   TBuffer buffer(TBuffer::kWrite);
   event.Streamer(buffer);
   // fTracks, behind Named and before fByNumber, is empty: two tracks take its place.
   TBuffer tracks(TBuffer::kWrite);
   const UInt_t header = tracks.WriteStreamerVersion(kTRUE);
   tracks.WriteRun(Version_t(2), 2);
   tracks.WriteRun(1., 0., 2., 0.);
   const UInt_t lists = tracks.WriteStreamerVersion();
   tracks.WriteRun(1, 7, 0);
   tracks.SetByteCount(lists);
   rules::Plain plain;
   for (plain.fValue = 5; plain.fValue <= 6; ++plain.fValue)
      tracks.StreamObject(&plain, TClass::GetClass<rules::Plain>());
   tracks.SetByteCount(header);
   const std::string bytes(buffer.Buffer(), buffer.Position());
   TBuffer empty(TBuffer::kWrite);
   const UInt_t emptyHeader = empty.WriteStreamerVersion(kTRUE);
   empty.WriteRun(Version_t(3), 0);
   empty.SetByteCount(emptyHeader);
   const std::size_t at = bytes.find(std::string(empty.Buffer(), empty.Position()));
   ASSERT_NE(at, bytes.npos);
   std::string patched = bytes;
   patched.replace(at, empty.Position(), std::string(tracks.Buffer(), tracks.Position()));
   const UInt_t count = static_cast<UInt_t>(patched.size() - 4) | 0x40000000;
   for (int i = 0; i < 4; ++i)
      patched[static_cast<std::size_t>(i)] = static_cast<char>(count >> (24 - 8 * i));

   TBuffer again(patched.data(), patched.size());
   again.SetSchema(schema);
   rules::Event copy;
   copy.Streamer(again);
   ASSERT_EQ(copy.fTracks.size(), 2u);
   EXPECT_EQ(Position(copy.fTracks[0]), std::pair(2., 6.)); // one old value, and the Plain
   EXPECT_EQ(Position(copy.fTracks[1]), std::pair(4., 6.));
   EXPECT_EQ(copy.fTracks[0].Calls(), 0);
   EXPECT_EQ(copy.fByNumber.at(7).Calls(), 1);
}

TEST(RenamedClasses, AreReadAsMembersOfEveryKind)
{
   rules::OldCalorimeter old;
   Fill(old.fBest, 3);
   old.fShowers.resize(2);
   Fill(old.fShowers[0], 1);
   Fill(old.fShowers[1], 2);
   Fill(old.fByCell[9], 4);
   old.fLast = new rules::Shower;
   Fill(*old.fLast, 5);
   old.fLabel = new rules::Label;
   old.fLabel->fName = "label";
   Fill(old.fPair[0], 6);
   Fill(old.fPair[1], 0);
   TBuffer buffer(TBuffer::kWrite);
   old.Streamer(buffer);
   const Int_t length = buffer.Length();
   Reread(buffer, SchemaOf("rules::OldCalorimeter"));
   buffer.SetSourceClass("rules::OldCalorimeter");
   rules::Calorimeter calorimeter;
   calorimeter.Streamer(buffer);
   EXPECT_EQ(buffer.Length(), length);
   {
      SCOPED_TRACE("by value");
      Check(calorimeter.fBest, 3);
   }
   ASSERT_EQ(calorimeter.fShowers.size(), 2u);
   {
      SCOPED_TRACE("member-wise");
      Check(calorimeter.fShowers[0], 1);
      Check(calorimeter.fShowers[1], 2);
   }
   {
      SCOPED_TRACE("in a map");
      Check(calorimeter.fByCell.at(9), 4);
   }
   ASSERT_NE(calorimeter.fLast, nullptr);
   {
      SCOPED_TRACE("behind a pointer");
      Check(*calorimeter.fLast, 5);
   }
   ASSERT_NE(calorimeter.fLabel, nullptr);
   EXPECT_EQ(calorimeter.fLabel->fLength, 105u);
   {
      SCOPED_TRACE("in an array");
      Check(calorimeter.fPair[0], 6);
      Check(calorimeter.fPair[1], 0);
   }
}

TEST(RenamedClasses, AreReadAsObjectsOfTheirOwn)
{
   rules::Shower shower;
   Fill(shower, 3);
   TBuffer buffer(TBuffer::kWrite);
   buffer.WriteObjectAny(&shower, rules::Shower::Class());
   Reread(buffer, SchemaOf("rules::Shower"));
   const std::unique_ptr<rules::Cluster> cluster(
      static_cast<rules::Cluster *>(buffer.ReadObjectAny(rules::Cluster::Class())));
   ASSERT_NE(cluster, nullptr);
   Check(*cluster, 3);
}

TEST(RenamedClasses, NeedTheLayoutThatTheyHad)
{
   rules::Shower shower;
   TBuffer buffer(TBuffer::kWrite);
   buffer.WriteObjectAny(&shower, rules::Shower::Class());
   Reread(buffer, nullptr);
   const ErrorCapture said;
   EXPECT_EQ(buffer.ReadObjectAny(rules::Cluster::Class()), nullptr);
   EXPECT_NE(
      ErrorCapture::Message().find("the stream holds class rules::Shower (now rules::Cluster), and the buffer has no "
                                   "StreamerInfo to convert it by (SetSchema)"),
      std::string::npos)
      << ErrorCapture::Message();
}

TEST(RenamedClasses, AreFoundWhileTheirDictionaryIsThere)
{
   EXPECT_EQ(rootlet::RenamedClass("rules::Shower"), rules::Cluster::Class());
   EXPECT_EQ(rootlet::RenamedClass("rules::Shower", rules::Named::Class()), rules::Cluster::Class());
   EXPECT_EQ(rootlet::RenamedClass("rules::Shower", rules::Event::Class()), nullptr);
   EXPECT_EQ(rootlet::RenamedClass("rules::Unheard"), nullptr);
}

TEST(RegisteredRules, SeeAllThatTheStreamHad)
{
   rules::Shower shower;
   Fill(shower, 3);
   TBuffer buffer(TBuffer::kWrite);
   buffer.WriteObjectAny(&shower, rules::Shower::Class());
   int calls = 0;
   {
      const auto rule = rootlet::AddReadRule<rules::Cluster>(
         "rules::Shower", "[2]", [&calls](rules::Cluster &cluster, const rootlet::EmulatedObject &onfile) {
            ++calls;
            EXPECT_EQ(onfile.ClassName(), "rules::Shower");
            EXPECT_EQ(cluster.fParts, 3); // after those of LinkDef
            cluster.fParts = onfile.Get<int>("fN") * 100;
            cluster.fRemark = onfile.Get<std::string>("fName") + onfile.Get<std::string>("fComment");
            const auto energies = onfile.Get<std::vector<double>>("fEnergies");
            cluster.fEnergy = energies.at(2) + onfile.Get<double>("fMissing", 0.5);
         });
      const auto other = rootlet::AddReadRule<rules::Cluster>(
         "rules::Shower", "[1,3-]", [&calls](rules::Cluster &, const rootlet::EmulatedObject &) { calls += 100; });
      Reread(buffer, SchemaOf("rules::Shower"));
      const std::unique_ptr<rules::Cluster> cluster(
         static_cast<rules::Cluster *>(buffer.ReadObjectAny(rules::Cluster::Class())));
      ASSERT_NE(cluster, nullptr);
      EXPECT_EQ(cluster->fParts, 300);
      EXPECT_EQ(cluster->fRemark, "sssby hand");
      EXPECT_EQ(cluster->fEnergy, 3.5);
   }
   EXPECT_EQ(calls, 1);
   Reread(buffer, SchemaOf("rules::Shower"));
   const std::unique_ptr<rules::Cluster> cluster(
      static_cast<rules::Cluster *>(buffer.ReadObjectAny(rules::Cluster::Class())));
   ASSERT_NE(cluster, nullptr);
   Check(*cluster, 3); // the rule has gone
   EXPECT_EQ(calls, 1);
}

TEST(RegisteredRules, GiveClassesOtherNamesWhileTheyLive)
{
   EXPECT_EQ(rootlet::RenamedClass("rules::Anything"), nullptr);
   {
      const rootlet::ReadRuleRegistration rule("rules::Anything", "", rules::Named::Class(), nullptr);
      EXPECT_EQ(rootlet::RenamedClass("rules::Anything"), rules::Named::Class());
   }
   EXPECT_EQ(rootlet::RenamedClass("rules::Anything"), nullptr);
}

TEST(RegisteredRules, WithMalformedVersionsAreRefused)
{
   for (const char *versions : {"1-3", "[]", "[3-1]", "[1,]", "[-]", "[x]", "[0xyz]", "[1"})
      try {
         const rootlet::ReadRuleRegistration rule("rules::Label", versions, rules::Named::Class(), nullptr);
         ADD_FAILURE() << versions;
      } catch (const rootlet::Error &error) {
         EXPECT_EQ(error.what(),
                   std::string("\"") + versions +
                      "\" is no list of versions for a read rule of class rules::Label; write \"[1-3,5]\", "
                      "\"[4-]\", or a checksum \"[0x1234abcd]\"");
      }
   EXPECT_THROW(rootlet::ReadRuleRegistration("", "", rules::Named::Class(), nullptr), rootlet::Error);
   EXPECT_THROW(rootlet::ReadRuleRegistration("rules::Label", "", nullptr, nullptr), rootlet::Error);
}
