// What TClass tells of members and bases, and what Dump() shows of objects.
#include "Showcase.h"
#include "TClass.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <sstream>
#include <string>
#include <vector>

using namespace showcase;
using testing::ElementsAre;
using testing::HasSubstr;

Everything::Everything()
   : TNamed("every", "thing"), fValues(new Float_t[2]{1.5f, -2}), fPoints(new Point[2]), fFigure(new Disc), fFlag(5)
{
   fN = 2;
   // Nobody may look behind this one.
   fWild = reinterpret_cast<Figure *>(0x10); // NOLINT(performance-no-int-to-ptr)
}

Everything::~Everything()
{
   delete[] fValues;
   delete[] fPoints;
   delete fFigure;
}

namespace {

std::string Output(auto print)
{
   testing::internal::CaptureStdout();
   print();
   return testing::internal::GetCapturedStdout();
}

/// Name to the rest of the line, of what Dump() printed.
std::map<std::string, std::string> Lines(const std::string &dump)
{
   std::map<std::string, std::string> lines;
   std::istringstream in(dump);
   for (std::string line; std::getline(in, line);)
      if (const std::size_t blank = line.find(' '); blank != std::string::npos)
         lines[line.substr(0, blank)] = line.substr(std::min(line.find_first_not_of(' ', blank), line.size()));
   return lines;
}

std::string DumpOf(const TObject &object)
{
   return Output([&] { object.IsA()->Dump(object.RootletAddress(), kTRUE); });
}

// --- lists -----------------------------------------------------------------------------------------------------------------

TEST(Introspection, ListsMembersInOrderOfDeclaration)
{
   std::vector<std::string> names;
   for (const TDataMember *member : *Disc::Class()->GetListOfDataMembers())
      names.emplace_back(member->GetName());
   EXPECT_THAT(names, ElementsAre("fRadius"));

   const TClass *cl = Everything::Class();
   const TListOfDataMembers *members = cl->GetListOfDataMembers();
   EXPECT_EQ(members->GetSize(), 34);
   EXPECT_EQ(cl->GetNdata(), 34);
   EXPECT_STREQ(members->First()->GetName(), "fBool");
   EXPECT_STREQ(members->Last()->GetName(), "fFixed");
   EXPECT_EQ(members->At(-1), nullptr);
   EXPECT_EQ(members->At(34), nullptr);
   EXPECT_EQ(cl->GetListOfDataMembers(), members) << "made once";
}

struct Expected {
   const char *fName, *fType, *fFull, *fTrue, *fTitle;
   Int_t fUnit;
   std::vector<Int_t> fDimensions;
   Long_t fProperty;
};

TEST(Introspection, TellsTypeTitleSizeDimensionsAndProperties)
{
   const Expected table[] = {
      {"fBool", "Bool_t", "Bool_t", "bool", "a bool", 1, {}, kIsPublic | kIsFundamental},
      {"fPacked", "Double32_t", "Double32_t", "Double32_t", "[0,1,8] packed", 8, {}, kIsPublic | kIsFundamental},
      {"fColour", "showcase::EColour", "showcase::EColour", "showcase::EColour", "", 4, {}, kIsPublic | kIsEnum},
      {"fLevels", "showcase::Level", "showcase::Level", "showcase::Level", "", 1, {2}, kIsPublic | kIsEnum | kIsArray},
      {"fMatrix", "Int_t", "Int_t", "int", "two dimensions", 4, {2, 3}, kIsPublic | kIsFundamental | kIsArray},
      {"fValues",
       "Float_t",
       "Float_t*",
       "float*",
       "[fN] counted, fN in a base",
       4,
       {},
       kIsPublic | kIsFundamental | kIsPointer},
      {"fPath",
       "vector<showcase::Point>",
       "vector<showcase::Point>",
       "vector<showcase::Point>",
       "a way",
       sizeof(std::vector<Point>),
       {},
       kIsPublic},
      {"fFigure",
       "showcase::Figure",
       "showcase::Figure*",
       "showcase::Figure*",
       "whatever figure",
       8,
       {},
       kIsPublic | kIsPointer},
      {"fBoth",
       "showcase::Figure",
       "showcase::Figure*",
       "showcase::Figure*",
       "",
       8,
       {2},
       kIsPublic | kIsPointer | kIsArray},
      {"fWild",
       "showcase::Figure",
       "showcase::Figure*",
       "showcase::Figure*",
       "! may point anywhere",
       8,
       {},
       kIsPublic | kIsPointer},
      {"fFixed", "Int_t", "Int_t", "int", "a constant", 4, {}, kIsPrivate | kIsFundamental | kIsConstant},
   };
   for (const Expected &expected : table) {
      SCOPED_TRACE(expected.fName);
      const TDataMember *member = Everything::Class()->GetDataMember(expected.fName);
      ASSERT_NE(member, nullptr);
      EXPECT_EQ(member->GetClass(), Everything::Class());
      EXPECT_STREQ(member->GetTypeName(), expected.fType);
      EXPECT_STREQ(member->GetFullTypeName(), expected.fFull);
      EXPECT_STREQ(member->GetTrueTypeName(), expected.fTrue);
      EXPECT_STREQ(member->GetTitle(), expected.fTitle);
      EXPECT_EQ(member->GetUnitSize(), expected.fUnit);
      EXPECT_EQ(member->GetArrayDim(), static_cast<Int_t>(expected.fDimensions.size()));
      for (Int_t i = 0; i < member->GetArrayDim(); ++i)
         EXPECT_EQ(member->GetMaxIndex(i), expected.fDimensions[static_cast<std::size_t>(i)]);
      EXPECT_EQ(member->GetMaxIndex(member->GetArrayDim()), -1);
      EXPECT_EQ(member->Property(), expected.fProperty);
   }
   EXPECT_EQ(Everything::Class()->GetDataMember("fN"), nullptr) << "that one is its base's";
   EXPECT_EQ(Everything::Class()->GetDataMember(nullptr), nullptr);
}

TEST(Introspection, TellsWhatIsInTheStream)
{
   const TClass *cl = Everything::Class();
   EXPECT_TRUE(cl->GetDataMember("fPath")->IsPersistent());
   EXPECT_FALSE(cl->GetDataMember("fCache")->IsPersistent());
   EXPECT_STREQ(cl->GetDataMember("fPoints")->GetArrayIndex(), "fN");
   EXPECT_EQ(cl->GetDataMember("fPath")->IsSTLContainer(), 1);
   EXPECT_EQ(cl->GetDataMember("fFar")->IsSTLContainer(), 1);
   EXPECT_EQ(cl->GetDataMember("fIndex")->IsSTLContainer(), 4);
   EXPECT_EQ(cl->GetDataMember("fWords")->IsSTLContainer(), 0);
   EXPECT_EQ(cl->GetDataMember("fCache")->IsSTLContainer(), 0);
   EXPECT_TRUE(cl->GetDataMember("fColour")->IsEnum());
   EXPECT_FALSE(cl->GetDataMember("fColour")->IsBasic());
}

TEST(Introspection, OffsetsLeadToTheMembers)
{
   const Everything object;
   const TClass *cl = Everything::Class();
   const auto at = [&](const char *name) {
      return reinterpret_cast<const char *>(&object) + cl->GetDataMemberOffset(name);
   };
   EXPECT_EQ(static_cast<const void *>(at("fMatrix")), &object.fMatrix);
   EXPECT_EQ(static_cast<const void *>(at("fPlace.fY")), &object.fPlace.fY);
   EXPECT_EQ(cl->GetDataMember("fPath")->GetOffset(), cl->GetDataMemberOffset("fPath"));
   EXPECT_EQ(*reinterpret_cast<const Int_t *>(at("fN")), 2) << "of a base";
   EXPECT_EQ(*reinterpret_cast<const Short_t *>(at("fPlace.fSecret")), 3) << "private, of a class without ClassDef";
   EXPECT_EQ(cl->GetDataMemberOffset("fNone"), 0);
   EXPECT_EQ(cl->GetDataMemberOffset("fPlace.fNone"), 0);
   EXPECT_EQ(cl->GetDataMemberOffset("fFigure.fRadius"), 0) << "behind a pointer";
   EXPECT_EQ(cl->GetDataMemberOffset("fDepth"), 0) << "in a virtual base";
   EXPECT_EQ(cl->GetDataMemberOffset(nullptr), 0);
}

TEST(Introspection, ListsBasesWithAccessAndPlace)
{
   const TListOfBases *bases = Everything::Class()->GetListOfBases();
   ASSERT_EQ(bases->GetSize(), 3);
   const Everything object;
   const TBaseClass &named = *bases->At(0);
   EXPECT_STREQ(named.GetName(), "TNamed");
   EXPECT_EQ(named.GetClassPointer(), TNamed::Class());
   EXPECT_EQ(named.GetDelta(), 0);
   EXPECT_EQ(named.Property(), kIsClass | kIsPublic);
   const TBaseClass &counting = *bases->FindObject("showcase::Counting");
   EXPECT_STREQ(counting.GetTitle(), "has the counter");
   EXPECT_EQ(counting.GetDelta(), static_cast<Long_t>(sizeof(TNamed)));
   EXPECT_EQ(counting.GetClassVersion(), 5);
   EXPECT_EQ(counting.Property(), kIsClass | kIsProtected);
   const TBaseClass &rooted = *bases->At(2);
   EXPECT_EQ(rooted.GetDelta(), -1);
   EXPECT_EQ(rooted.Property(), kIsClass | kIsPublic | kIsVirtualBase);
   EXPECT_EQ(TObject::Class()->GetListOfBases()->GetSize(), 0);
   EXPECT_EQ(Figure::Class()->Property(), kIsClass | kIsCompiled | kIsAbstract);
}

TEST(Introspection, AClassWithoutDictionaryHasNothingToList)
{
   const TClass *cl = TClass::Declare("showcase::Unknown");
   EXPECT_TRUE(cl->GetListOfDataMembers()->IsEmpty());
   EXPECT_TRUE(cl->GetListOfBases()->IsEmpty());
   EXPECT_EQ(cl->GetDataMember("fX"), nullptr);
   EXPECT_EQ(cl->Property(), kIsClass);
   EXPECT_THAT(Output([&] { cl->Dump(&cl); }), HasSubstr("class=showcase::Unknown"));
}

TEST(Introspection, LsShowsOffsetTypeAndTitle)
{
   const std::string text = Output([] { Disc::Class()->ls(); });
   EXPECT_EQ(text, "OBJ: TClass\tshowcase::Disc\ta figure : version 2, checksum 0x" +
                      std::string(TString::Format("%x", Disc::Class()->GetCheckSum()).Data()) +
                      ", 16 bytes\n"
                      "       0 showcase::Figure         public base, version 1\n"
                      "       8 Double_t                 fRadius  //[cm]\n");
   EXPECT_THAT(Output([] { Everything::Class()->GetListOfBases()->Print(); }),
               HasSubstr("       - showcase::Rooted         public virtual base, version 1\n"));
   EXPECT_THAT(Output([] { Everything::Class()->GetDataMember("fMatrix")->Print(); }),
               HasSubstr(" Int_t                    fMatrix[2][3]  //two dimensions\n"));
}

// --- Dump ------------------------------------------------------------------------------------------------------------------

TEST(Dump, ShowsNameValueAndTitleOfEveryMember)
{
   const Everything object;
   auto lines = Lines(DumpOf(object));
   const std::map<std::string, std::string> expected = {
      {"fUniqueID", "0                   object unique identifier"},
      {"fName", "\"every\"             object identifier"},
      {"fN", "2                   how many"},
      {"fDepth", "11"},
      {"fBool", "true                a bool"},
      {"fChar", "'c'"},
      {"fByte", "200"},
      {"fSmall", "-5"},
      {"fLarge", "9223372036854775808 the \"largest\""},
      {"fPacked", "0.25                [0,1,8] packed"},
      {"fColour", "7"},
      {"fLevel", "-2                  of one byte"},
      {"fLevels", "{2, -2}"},
      {"fMatrix", "{1, 2, 3, 4, 5, 6}  two dimensions"},
      {"fMany", "{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, ...}"},
      {"fLabel", "\"ab\\\"c\"             characters"},
      {"fText", "\"line\\nbreak\""},
      {"fWords", "{\"one\", \"\"}"},
      {"fPair", "{1, 2}"},
      {"fLiteral", "\"lit\""},
      {"fValues", "->{1.5, -2}         [fN] counted, fN in a base"},
      {"fPoints", "->showcase::Point[2] [fN]"},
      {"fPath", "size 2              a way"},
      {"fIndex", "size 1"},
      {"fForward", "size 3"},
      {"fSets", "{size 1, size 0}"},
      {"fMask", "size 9"},
      {"fFar", "->null"},
      {"fPlace", "showcase::Point     by value"},
      {"fPlace.fX", "0.5                 abscissa"},
      {"fPlace.fHidden", "size 2"},
      {"fPlace.fSecret", "3                   not for others"},
      {"fPlaces", "showcase::Point"},
      {"fPlaces[1].fY", "-1.5"},
      {"fFigure", "->showcase::Disc    whatever figure"},
      {"fNothing", "->null"},
      {"fBoth", "{->null, ->null}"},
      {"fOwned", "->null"},
      {"fCache", "size 1              ! a cache"},
      {"fWild", "->showcase::Figure  ! may point anywhere"},
      {"fFlag", "UInt_t              ! a bit-field"},
      {"fFixed", "77                  a constant"},
   };
   for (const auto &[name, line] : expected) {
      ASSERT_TRUE(lines.contains(name)) << name;
      EXPECT_EQ(lines[name], line) << name;
   }
   for (const TDataMember *member : *Everything::Class()->GetListOfDataMembers())
      EXPECT_TRUE(expected.contains(member->GetName())) << member->GetName();
}

TEST(Dump, ShowsAddressesUnlessTheyAreUnwanted)
{
   const Everything object;
   const std::string with = Output([&] { object.Dump(); });
   EXPECT_THAT(with, HasSubstr(TString::Format("==> Dumping object at: %p, name=every, class=showcase::Everything\n",
                                               object.RootletAddress())
                                  .Data()));
   EXPECT_THAT(with, HasSubstr(TString::Format("->%p", static_cast<const void *>(object.fFigure)).Data()));
   EXPECT_THAT(with, HasSubstr("->0x10"));
   const Everything other;
   EXPECT_EQ(DumpOf(object), DumpOf(other));
   EXPECT_THAT(DumpOf(object), HasSubstr("==> Dumping object, name=every, class=showcase::Everything\n"));
}

TEST(Dump, IsForObjectsThatAreNoTObjectsToo)
{
   const Point point;
   const std::string text = Output([&] { TClass::GetClass<Point>()->Dump(&point, kTRUE); });
   EXPECT_EQ(text, "==> Dumping object, class=showcase::Point\n\n"
                   "fX                            0.5                 abscissa\n"
                   "fY                            -1.5\n"
                   "fHidden                       size 2\n"
                   "fSecret                       3                   not for others\n");
   EXPECT_THAT(Output([] { TClass::GetClass<Point>()->Dump(nullptr); }), HasSubstr("is null"));
}

TEST(Dump, FollowsPointersToContainersThatAreStreamed)
{
   std::vector<Int_t> far = {1, 2, 3, 4};
   Everything object;
   object.fFar = &far;
   EXPECT_EQ(Lines(DumpOf(object))["fFar"].substr(0, 8), "->size 4");
   object.fFar = nullptr;
}

TEST(Dump, AClassShowsItself)
{
   EXPECT_THAT(Output([] { Disc::Class()->Dump(); }), HasSubstr("name=showcase::Disc, class=TClass\n"));
}

} // namespace
