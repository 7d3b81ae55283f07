// Read rules: what they compute after the current version was read, in every way a class is read, and what TClass says
// of those that wait for other versions.
#include "Rules.h"
#include "TBuffer.h"
#include "TClass.h"

#include <gtest/gtest.h>

#include <cstring>
#include <memory>
#include <string_view>

namespace {

// `x` written and read again by its own dictionary.
template <class T>
void RoundTrip(const T &from, T &to)
{
   TBuffer buffer(TBuffer::kWrite);
   buffer.StreamObject(const_cast<T *>(&from), TClass::GetClass<T>());
   buffer.SetReadMode();
   buffer.SetBufferOffset();
   buffer.StreamObject(&to, TClass::GetClass<T>());
}

} // namespace

TEST(Rules, FillTransientMembersAfterReading)
{
   rules::Track track;
   RoundTrip(rules::Track(3, 4), track);
   EXPECT_EQ(track.Radius2(), 25);
   EXPECT_EQ(track.Twice(), 14);
   EXPECT_EQ(track.Calls(), 1);
}

TEST(Rules, DoNotRunWhenAnObjectIsWritten)
{
   const rules::Track track(3, 4);
   rules::Track copy;
   RoundTrip(track, copy);
   EXPECT_EQ(track.Radius2(), -1);
   EXPECT_EQ(track.Calls(), 0);
}

TEST(Rules, RunForEachElementOfAContainer)
{
   rules::Event event, copy;
   event.fTracks = {{3, 4}, {6, 8}, {0, 1}}; // streamed member-wise
   event.fByNumber = {{7, {1, 1}}, {8, {2, 2}}};
   RoundTrip(event, copy);
   ASSERT_EQ(copy.fTracks.size(), 3u);
   EXPECT_EQ(copy.fTracks[0].Radius2(), 25);
   EXPECT_EQ(copy.fTracks[1].Radius2(), 100);
   EXPECT_EQ(copy.fTracks[2].Radius2(), 1);
   for (const rules::Track &track : copy.fTracks)
      EXPECT_EQ(track.Calls(), 1);
   EXPECT_EQ(copy.fByNumber.at(7).Radius2(), 2);
   EXPECT_EQ(copy.fByNumber.at(8).Radius2(), 8);
}

TEST(Rules, OfABaseClassRunWithIt)
{
   rules::Event event, copy;
   event.fName = "twelve chars";
   event.fN = 3;
   event.fWeights = new float[3]{1, 2, 4};
   event.fTracks.resize(2);
   RoundTrip(event, copy);
   EXPECT_EQ(copy.fLength, 12u);
   EXPECT_EQ(copy.fSum, 7);
   EXPECT_EQ(copy.fSize, 14); // a const member
}

TEST(Rules, ConvertNumbersToTheTypeOfTheSource)
{
   rules::Plain plain, copy;
   plain.fValue = 5;
   RoundTrip(plain, copy);
   EXPECT_EQ(copy.Cached(), 7);
}

TEST(Rules, ReachClassesThatAreNotPublic)
{
   rules::Box box, copy;
   box.Add(4);
   box.Add(5);
   RoundTrip(box, copy);
   ASSERT_EQ(copy.Size(), 2u);
   EXPECT_EQ(copy.Doubled(0), 8);
   EXPECT_EQ(copy.Doubled(1), 10);
   EXPECT_EQ(copy.Total(), 3 * (8 + 10)); // after the rules of its parts
}

TEST(Rules, OfTemplateInstances)
{
   rules::Pair<double> pair{1, 2, 0}, copy;
   RoundTrip(pair, copy);
   EXPECT_EQ(copy.fLarger, 2);
}

TEST(Rules, AreListedByTClass)
{
   const auto all = rules::Track::Class()->GetSchemaRules();
   ASSERT_EQ(all.size(), 4u);
   EXPECT_STREQ(all[0].fSourceClass, "rules::Track");
   EXPECT_STREQ(all[0].fTargetClass, "rules::Track");
   EXPECT_STREQ(all[0].fTarget, "fRadius2,fTwice,fCalls");
   EXPECT_STREQ(all[0].fInclude, "cmath");
   EXPECT_NE(std::strstr(all[0].fCode, "/* not \"fX\" alone */"), nullptr);
   EXPECT_EQ(all[0].fFlags, rootlet::ReadRule::kEmbed | rootlet::ReadRule::kCurrent);
   EXPECT_FALSE(all[0].TestVersion(2));
   EXPECT_TRUE(all[0].TestVersion(3));
   EXPECT_TRUE(all[0].TestVersion(1000));
   EXPECT_EQ(all[1].fFlags, rootlet::ReadRule::kNone);
   EXPECT_TRUE(all[1].TestVersion(1) && all[1].TestVersion(2));
   EXPECT_FALSE(all[1].TestVersion(3));
   EXPECT_TRUE(all[1].TestChecksum(0x1234abcd));
   EXPECT_FALSE(all[1].TestChecksum(0x1234abce));
   EXPECT_STREQ(all[2].fSourceClass, "rules::OldTrack");
   EXPECT_STREQ(all[2].fVersionText, "[-7,9]");
   EXPECT_TRUE(all[2].TestVersion(0) && all[2].TestVersion(7) && all[2].TestVersion(9));
   EXPECT_FALSE(all[2].TestVersion(8) || all[2].TestVersion(10));
   EXPECT_EQ(all[3].fFlags, rootlet::ReadRule::kRaw);
   EXPECT_TRUE(TClass::GetClass("rules::Pair<double>")->GetSchemaRules()[0].TestVersion(1)); // without version: all
   EXPECT_TRUE(TObject::Class()->GetSchemaRules().empty());
}

// The table has all that is needed to run a rule: the values go, by name and type, into a struct that the rule has made.
TEST(Rules, CanBeRunWithValuesOfAnotherVersion)
{
   const rootlet::ReadRule &rule = rules::Track::Class()->GetSchemaRules()[1];
   const rootlet::RuleSource &source = rule.fValues;
   ASSERT_EQ(source.fNMembers, 3);
   void *values = source.fNew();
   for (Int_t i = 0; i < source.fNMembers; ++i) {
      void *place = static_cast<char *>(values) + source.fMembers[i].fOffset;
      const std::string_view name = source.fMembers[i].fName, type = source.fMembers[i].fTypeName;
      if (name == "fPolar" && type == "Double_t" && source.fMembers[i].fMaxIndex[0] == 2)
         static_cast<double *>(place)[0] = 21;
      else if (name == "fOld" && type == "vector<int>")
         static_cast<std::vector<int> *>(place)->assign({1, 2, 3});
      else if (name == "fPlain" && type == "rules::Plain")
         static_cast<rules::Plain *>(place)->fValue = 5;
   }
   rules::Track track;
   rule.fFunction(&track, values);
   source.fDelete(values);
   rules::Track copy;
   RoundTrip(track, copy);
   EXPECT_EQ(copy.Radius2(), 42. * 42. + 8. * 8.);
}

TEST(Rules, RawOnesReadTheirMember)
{
   const rootlet::ReadRule &rule = rules::Track::Class()->GetSchemaRules()[3];
   EXPECT_EQ(rule.fFunction, nullptr);
   TBuffer buffer(TBuffer::kWrite);
   buffer.WriteRun(Short_t(9));
   buffer.SetReadMode();
   buffer.SetBufferOffset();
   rules::Track track, copy;
   rule.fRawFunction(&track, buffer);
   EXPECT_EQ(buffer.Length(), 2);
   RoundTrip(track, copy);
   EXPECT_EQ(copy.Radius2(), 81);
}

// A version that LinkDef gives to a class without ClassDef stands in the stream in place of 0 and a checksum.
TEST(LinkDefVersion, IsWritten)
{
   rules::Plain plain;
   TBuffer buffer(TBuffer::kWrite);
   buffer.StreamObject(&plain, TClass::GetClass<rules::Plain>());
   EXPECT_EQ(buffer.Length(), 4 + 2 + 4);
   EXPECT_EQ(buffer.Buffer()[4], 0);
   EXPECT_EQ(buffer.Buffer()[5], 4);
   EXPECT_EQ(TClass::GetClass<rules::Plain>()->GetClassVersion(), 4);
}

// Objects that were written before the class had a version are read by their checksum.
TEST(LinkDefVersion, ChecksumIsReadToo)
{
   const TClass *cl = TClass::GetClass<rules::Plain>();
   TBuffer buffer(TBuffer::kWrite);
   buffer.WriteRun(UInt_t(0x40000000 | 10), Version_t(0), cl->GetCheckSum(), 17);
   buffer.SetReadMode();
   buffer.SetBufferOffset();
   rules::Plain plain;
   buffer.StreamObject(&plain, cl);
   EXPECT_EQ(plain.fValue, 17);
}
