// TBufferJSON and the JSON of classes that this program does not have: the text, the way back, and text that lies.
#include "Bytes.h"
#include "MemoryWatch.h"
#include "Reports.h"
#include "RootletEmulation.h"
#include "TBufferJSON.h"
#include "Zoo.h"

#include "RootletStl.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <cmath>
#include <limits>

using namespace cage;
using rootlet::EmulatedDocument;
using rootlet::Schema;
using ::testing::HasSubstr;
using Json = nlohmann::json;

namespace {

template <class T>
Bytes Streamed(T &object)
{
   TBuffer buffer(TBuffer::kWrite);
   buffer.MapObject(&object, T::Class());
   object.T::Streamer(buffer);
   return Bytes(buffer);
}

template <class T>
std::string TextOf(const T &object, Int_t compact = 3)
{
   return TBufferJSON::ToJSON(&object, compact).Data();
}

} // namespace

// --- every class of the zoo --------------------------------------------------------------------------------------------

template <class T>
class JsonOfTheZoo : public ::testing::Test {
};

using Animals = ::testing::Types<Basics, cage::Arrays, Counted, Packed, Strings, Objects, Embedded, Loops,
                                 BasicContainers, Maps, ObjectContainers, NestedContainers, Outer, Swarm, Census, Hive>;
TYPED_TEST_SUITE(JsonOfTheZoo, Animals);

TYPED_TEST(JsonOfTheZoo, ComesBackToTheByteWhateverTheWhiteSpaceAndPacking)
{
   const std::unique_ptr<TypeParam> object(new TypeParam); // as a dictionary makes it
   object->Fill(3);
   for (const Int_t compact : {0, 1, 2, 3, 13, 20}) {
      const Reports reports;
      const std::string text = TextOf(*object, compact);
      const auto back = TBufferJSON::FromJSON<TypeParam>(text);
      ASSERT_TRUE(back) << reports.Text() << text;
      EXPECT_EQ(Streamed(*back), Streamed(*object)) << text;
      EXPECT_EQ(TextOf(*back, compact), text);
      EXPECT_EQ(reports.Count(), 0u) << reports.Text();
   }
}

TYPED_TEST(JsonOfTheZoo, LooksTheSameWhateverTheWhiteSpace)
{
   TypeParam object;
   object.Fill(2);
   const Json json = Json::parse(TextOf(object, 0));
   EXPECT_EQ(json["_typename"], TypeParam::Class_Name());
   for (const Int_t compact : {1, 2, 3})
      EXPECT_EQ(Json::parse(TextOf(object, compact)), json);
}

TYPED_TEST(JsonOfTheZoo, WithNothingButItsNameIsANewObject)
{
   const auto back =
      TBufferJSON::FromJSON<TypeParam>("{\"_typename\":\"" + std::string(TypeParam::Class_Name()) + "\"}");
   ASSERT_TRUE(back);
   if constexpr (std::is_same_v<TypeParam, Embedded>) { // a new one has null where null cannot be streamed
      EXPECT_TRUE(back->fSure && back->fPoint && back->fPair[1]);
   } else {
      const std::unique_ptr<TypeParam> fresh(new TypeParam);
      EXPECT_EQ(Streamed(*back), Streamed(*fresh));
   }
}

// --- the text ----------------------------------------------------------------------------------------------------------

TEST(JsonShape, FollowsTheDigitForWhiteSpace)
{
   Leaf leaf(7);
   const std::string bits = std::to_string(Json::parse(TextOf(leaf))["fBits"].get<UInt_t>());
   EXPECT_EQ(TextOf(leaf, 0), "{\n  \"_typename\" : \"cage::Leaf\",\n  \"fUniqueID\" : 0,\n  \"fBits\" : " + bits +
                                 ",\n  \"fValue\" : 7\n}");
   EXPECT_EQ(TextOf(leaf, 1),
             "{\n\"_typename\" : \"cage::Leaf\",\n\"fUniqueID\" : 0,\n\"fBits\" : " + bits + ",\n\"fValue\" : 7\n}");
   EXPECT_EQ(TextOf(leaf, 2),
             "{\"_typename\" : \"cage::Leaf\", \"fUniqueID\" : 0, \"fBits\" : " + bits + ", \"fValue\" : 7}");
   EXPECT_EQ(TextOf(leaf, 3), "{\"_typename\":\"cage::Leaf\",\"fUniqueID\":0,\"fBits\":" + bits + ",\"fValue\":7}");
}

TEST(JsonShape, HasPairsTextsAndNestedArraysAsRootWritesThem)
{
   Maps maps;
   maps.fSplit = {{1, 0.5}};
   maps.fNamed = {{"one", 1}};
   maps.fPairs = {{2, 0.25}};
   const Json json = Json::parse(TextOf(maps));
   EXPECT_EQ(json["fSplit"], Json::parse(R"([{"$pair":"pair<int,double>","first":1,"second":0.5}])"));
   EXPECT_EQ(json["fNamed"][0]["$pair"], "pair<string,int>");
   EXPECT_EQ(json["fPairs"], Json::parse(R"([{"$pair":"pair<int,double>","first":2,"second":0.25}])"));

   cage::Arrays arrays;
   arrays.Fill(0);
   const Json rows = Json::parse(TextOf(arrays));
   EXPECT_EQ(rows["fCube"], Json::parse("[[0,1],[2,3]]"));
   EXPECT_EQ(rows["fText"], "abcd");
   EXPECT_EQ(rows["fFlags"], Json::parse("[false,true,false]"));
}

TEST(JsonShape, NamesTheClassBehindAPointerAndTheOneObjectThatTwoShare)
{
   Pointers pointers;
   Leaf leaf(1);
   Flower flower;
   pointers.fShared = pointers.fSame = &leaf;
   pointers.fDerived = &flower;
   pointers.fSelf = &pointers;
   const Json json = Json::parse(TextOf(pointers));
   EXPECT_TRUE(json["fNull"].is_null());
   EXPECT_EQ(json["fShared"]["_typename"], "cage::Leaf");
   EXPECT_EQ(json["fSame"], Json::parse(R"({"$ref":1})"));
   EXPECT_EQ(json["fDerived"]["_typename"], "cage::Flower");
   EXPECT_EQ(json["fSelf"], Json::parse(R"({"$ref":0})"));
}

TEST(JsonShape, IsThatOfTheDynamicClass)
{
   Flower flower;
   flower.fColour = 3;
   const Leaf *leaf = &flower;
   EXPECT_EQ(Json::parse(TBufferJSON::ToJSON(leaf).Data())["fColour"], 3);
   const TObject *object = &flower;
   EXPECT_EQ(Json::parse(TBufferJSON::ConvertToJSON(object).Data())["_typename"], "cage::Flower");
}

TEST(JsonShape, OfOneMemberIsItsValue)
{
   Flower flower;
   flower.fValue = 5;
   EXPECT_STREQ(TBufferJSON::ToJSON(&flower, 0, "fValue"), "5");
   const Reports reports;
   EXPECT_STREQ(TBufferJSON::ToJSON(&flower, 0, "fNone"), "");
   EXPECT_TRUE(reports.IsOneLineWith({"TBufferJSON::ConvertToJSON", "cage::Flower", "fNone"}));
}

TEST(JsonShape, PacksArraysOfZerosAndOfEqualValues)
{
   BasicContainers containers;
   containers.fInts.assign(20, 0);
   EXPECT_EQ(Json::parse(TextOf(containers, 13))["fInts"], Json::parse(R"({"$arr":"Int32","len":20})"));
   containers.fInts[3] = 7;
   containers.fInts[5] = 8;
   EXPECT_EQ(Json::parse(TextOf(containers, 13))["fInts"],
             Json::parse(R"({"$arr":"Int32","len":20,"p":3,"v":[7,0,8]})"));
   std::fill(containers.fInts.begin() + 10, containers.fInts.end() - 1, 9);
   const std::string text = TextOf(containers, 23);
   EXPECT_EQ(Json::parse(text)["fInts"],
             Json::parse(R"({"$arr":"Int32","len":20,"p":3,"v":[7,0,8,0,0,0,0],"v1":9,"n1":9})"));
   const auto back = TBufferJSON::FromJSON<BasicContainers>(text);
   ASSERT_TRUE(back);
   EXPECT_EQ(back->fInts, containers.fInts);
}

// --- values ------------------------------------------------------------------------------------------------------------

TEST(JsonValues, DoublesAndFloatsComeBackExactly)
{
   BasicContainers containers;
   Basics basics;
   using Doubles = std::numeric_limits<Double_t>;
   using Floats = std::numeric_limits<Float_t>;
   for (const Double_t value : {0.1, -1e300, 1e-300, 1. / 3, Doubles::max(), Doubles::min(), Doubles::denorm_min(),
                                1e22, 123456789012345678., -0.0, Doubles::infinity(), -Doubles::infinity()}) {
      basics.fDouble = value;
      basics.fFloat = static_cast<Float_t>(value);
      const auto back = TBufferJSON::FromJSON<Basics>(TextOf(basics));
      ASSERT_TRUE(back);
      EXPECT_EQ(back->fDouble, value);
      EXPECT_EQ(std::signbit(back->fDouble), std::signbit(value));
      EXPECT_EQ(back->fFloat, static_cast<Float_t>(value));
   }
   for (const Float_t value : {0.1f, Floats::max(), Floats::denorm_min(), 16777217.f, 1.f / 3}) {
      basics.fFloat = value;
      const auto back = TBufferJSON::FromJSON<Basics>(TextOf(basics));
      ASSERT_TRUE(back);
      EXPECT_EQ(back->fFloat, value);
   }
   basics.fFloat = 0.1f;
   EXPECT_THAT(TextOf(basics), HasSubstr("\"fFloat\":0.1,"));
   basics.fDouble = Doubles::quiet_NaN();
   EXPECT_THAT(TextOf(basics), HasSubstr("\"fDouble\":null"));
   EXPECT_TRUE(std::isnan(TBufferJSON::FromJSON<Basics>(TextOf(basics))->fDouble));
   basics.fDouble = -Doubles::infinity();
   EXPECT_THAT(TextOf(basics), HasSubstr("\"fDouble\":-2e308"));
}

TEST(JsonValues, IntegersOf64BitsComeBackExactly)
{
   for (const Long64_t value : {std::numeric_limits<Long64_t>::min(), std::numeric_limits<Long64_t>::max(),
                                (Long64_t(1) << 53) + 1, Long64_t(-1)}) {
      Basics basics;
      basics.fLong64 = value;
      basics.fULong64 = static_cast<ULong64_t>(value);
      const auto back = TBufferJSON::FromJSON<Basics>(TextOf(basics));
      ASSERT_TRUE(back);
      EXPECT_EQ(back->fLong64, value);
      EXPECT_EQ(back->fULong64, static_cast<ULong64_t>(value));
   }
}

TEST(JsonValues, NumbersMayStandAsOtherReadersWriteThem)
{
   const auto read = TBufferJSON::FromJSON<Basics>(
      R"({"fLong64":"-9223372036854775808","fULong64":1.8e19,"fInt":2.0,"fDouble":"inf","fFloat":"NaN","fBool":1})");
   ASSERT_TRUE(read);
   EXPECT_EQ(read->fLong64, std::numeric_limits<Long64_t>::min());
   EXPECT_EQ(read->fULong64, 18000000000000000000u);
   EXPECT_EQ(read->fInt, 2);
   EXPECT_TRUE(std::isinf(read->fDouble));
   EXPECT_TRUE(std::isnan(read->fFloat));
   EXPECT_TRUE(read->fBool);
}

TEST(JsonValues, TextsOfAllCharactersComeBack)
{
   Strings strings;
   strings.fText = "quote \" backslash \\ line\n tab\t";
   strings.fStd = std::string("zero \0 inside, ", 15) + "\xc3\xa9 and \xe2\x82\xac";
   const std::string text = TextOf(strings);
   EXPECT_EQ(text.find_first_not_of("\n") == 0 && text.find('\xc3') == std::string::npos, true); // ASCII
   const auto back = TBufferJSON::FromJSON<Strings>(text);
   ASSERT_TRUE(back);
   EXPECT_EQ(back->fText, strings.fText);
   EXPECT_EQ(back->fStd, strings.fStd);
}

TEST(JsonValues, BytesThatAreNoUtf8ComeBackToo)
{
   Strings strings;
   strings.fStd = "\xe9 and \xc3\xa9"; // Latin-1, and UTF-8
   EXPECT_THAT(TextOf(strings), HasSubstr("\"fStd\":\"\\uefe9 and \\u00e9\""));
   std::vector<std::string> texts{"\xff", "\x80\xbf", "\xc3", "\xe2\x82", "\xf0\x9f\x98", "\xf0\x9f\x98\x80"};
   texts.insert(texts.end(), {"\xc0\x80", "\xe0\x80\x80", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\xf5", "\xfe"});
   texts.insert(texts.end(), {"\xee\xbe\x80", "\xee\xbf\xbf", "\xee\xbe", "\xee\xbd\xbf", "\xef\x80\x80"});
   for (int byte = 0; byte < 256; ++byte)
      for (const char *around : {"", "\xee", "\xee\xbe", "\xc3", "a"})
         texts.push_back(around + std::string(1, static_cast<char>(byte)) + around);
   for (const std::string &text : texts) {
      strings.fText = TString(text.data(), static_cast<Int_t>(text.size()));
      strings.fStd = text;
      const std::string json = TextOf(strings);
      EXPECT_TRUE(Json::accept(json)) << json;
      const auto back = TBufferJSON::FromJSON<Strings>(json);
      ASSERT_TRUE(back) << json;
      EXPECT_EQ(back->fStd, text) << json;
      EXPECT_EQ(back->fText, strings.fText) << json;
   }
}

TEST(JsonValues, CharacterArraysAreTextWhateverTheirBytes)
{
   cage::Arrays arrays;
   arrays.Fill(1);
   Json json = Json::parse(TextOf(arrays));
   json["fText"] = "\xee\xbf\xa9t\xee\xbf\xa9"; // U+EFE9
   const auto back = TBufferJSON::FromJSON<cage::Arrays>(json.dump());
   ASSERT_TRUE(back);
   EXPECT_THAT(Streamed(*back).String(), HasSubstr("\xe9t\xe9"));
   EXPECT_THAT(TextOf(*back), HasSubstr("\"\\uefe9t\\uefe9\""));
}

TEST(JsonValues, MembersThatAreMissingStayAndUnknownOnesAreIgnored)
{
   const auto objects = TBufferJSON::FromJSON<Outer>(R"({"fNew":[1,{"_typename":"None"}],"fInner":{"fIn":3}})");
   ASSERT_TRUE(objects);
   EXPECT_EQ(objects->fInner.fIn, 3);
   const auto basics = TBufferJSON::FromJSON<Basics>(R"({"fInt":1})");
   ASSERT_TRUE(basics);
   EXPECT_EQ(basics->fInt, 1);
   EXPECT_EQ(basics->fWide, Wide::kMinus); // as the constructor has it
   EXPECT_EQ(basics->fCache, 42);
}

TEST(JsonValues, CyclesAndSharedObjectsAreRestored)
{
   const auto first = std::make_unique<Pointers>();
   Leaf leaf(4);
   first->fShared = first->fSame = &leaf;
   first->fSelf = first.get();
   first->fAny = first.get();
   first->fPair[1] = &leaf;
   const auto back = TBufferJSON::FromJSON<Pointers>(TextOf(*first));
   ASSERT_TRUE(back);
   EXPECT_EQ(back->fSelf, back.get());
   EXPECT_EQ(back->fAny, back.get());
   ASSERT_TRUE(back->fShared);
   EXPECT_EQ(back->fShared, back->fSame);
   EXPECT_EQ(back->fShared, back->fPair[1]);
   EXPECT_EQ(back->fShared->fValue, 4);
   delete back->fShared;
}

// A `$ref` may stand in front of what it refers to: members in another order.
TEST(JsonValues, ReferencesMayLookAhead)
{
   const auto back = TBufferJSON::FromJSON<Pointers>(
      R"({"_typename":"cage::Pointers","fSame":{"_typename":"cage::Leaf","fValue":8},"fShared":{"$ref":1}})");
   ASSERT_TRUE(back);
   EXPECT_EQ(back->fShared, back->fSame);
   delete back->fShared;
}

TEST(JsonDoors, GiveTheObjectAsTheClassThatWasAskedFor)
{
   const char *flower = R"({"_typename":"cage::Flower","fColour":3})";
   Leaf *leaf = nullptr;
   ASSERT_TRUE(TBufferJSON::FromJSON(leaf, flower));
   const std::unique_ptr<Leaf> owner(leaf);
   EXPECT_EQ(leaf->IsA(), Flower::Class());
   EXPECT_FALSE(TBufferJSON::FromJSON(leaf, flower)); // it points to something already

   const std::unique_ptr<TObject> object(TBufferJSON::ConvertFromJSON(flower));
   ASSERT_TRUE(object);
   EXPECT_EQ(object->IsA(), Flower::Class());

   TClass *cl = nullptr;
   void *any = TBufferJSON::ConvertFromJSONAny(R"({"_typename":"cage::Basics","fInt":5})", &cl);
   ASSERT_EQ(cl, Basics::Class());
   EXPECT_EQ(static_cast<Basics *>(any)->fInt, 5);
   cl->Destructor(any);

   // A second base lies elsewhere in the object.
   const Objects objects;
   Basics *second = nullptr;
   ASSERT_TRUE(TBufferJSON::FromJSON(second, TextOf(objects).c_str()));
   const std::unique_ptr<Basics> ownsSecond(second);
   EXPECT_EQ(second->fCache, 42);
}

template <class T>
void ComesBack(const T &content, const char *text)
{
   EXPECT_STREQ(TBufferJSON::ToJSON(&content, 2), text);
   const auto back = TBufferJSON::FromJSON<T>(text);
   ASSERT_TRUE(back) << text;
   EXPECT_EQ(*back, content);
}

TEST(JsonDoors, TakeContainersAndStringsToo)
{
   ComesBack(std::vector<int>{1, 4, 7}, "[1, 4, 7]");
   ComesBack(std::vector<bool>{true, false}, "[true, false]");
   ComesBack(std::vector<std::string>{"a", "b\"c"}, R"(["a", "b\"c"])");
   ComesBack(std::vector<std::vector<Long64_t>>{{1}, {}, {Long64_t(1) << 62}}, "[[1], [], [4611686018427387904]]");
   ComesBack(std::map<int, double>{{1, 0.5}}, R"([{"$pair" : "pair<int,double>", "first" : 1, "second" : 0.5}])");
   ComesBack(std::map<std::string, std::set<short>>{{"k", {3, 4}}},
             R"([{"$pair" : "pair<string,set<short> >", "first" : "k", "second" : [3, 4]}])");
   ComesBack(std::bitset<3>(5), "[true, false, true]");
   ComesBack(std::string("text"), "\"text\"");
   ComesBack(TString("text"), "\"text\"");

   std::vector<Leaf> leaves(2);
   leaves[1].fValue = 9;
   const auto back = TBufferJSON::FromJSON<std::vector<Leaf>>(TBufferJSON::ToJSON(&leaves).Data());
   ASSERT_TRUE(back);
   ASSERT_EQ(back->size(), 2u);
   EXPECT_EQ((*back)[1].fValue, 9);
   const auto named = TBufferJSON::FromJSON<std::map<std::string, int>>(R"({"one":1,"two":2})");
   ASSERT_TRUE(named); // as ROOT writes maps if asked to
   EXPECT_EQ(named->at("two"), 2);

   const Reports reports;
   EXPECT_FALSE(TBufferJSON::FromJSON<std::vector<int>>("[1, \"x\"]"));
   EXPECT_TRUE(reports.IsOneLineWith({"TBufferJSON::FromJSON", "$[1]", "no number"}));
}

// --- text that lies ----------------------------------------------------------------------------------------------------

struct Lie {
   const char *fText;
   std::vector<std::string> fSays;
};

class JsonLies : public ::testing::TestWithParam<Lie> {};

TEST_P(JsonLies, AreOneLineThatNamesThePlace)
{
   const Reports reports;
   TClass *cl = nullptr;
   EXPECT_EQ(TBufferJSON::ConvertFromJSONAny(GetParam().fText, &cl), nullptr);
   EXPECT_EQ(cl, nullptr);
   EXPECT_TRUE(reports.IsOneLineWith(GetParam().fSays));
}

INSTANTIATE_TEST_SUITE_P(
   Json, JsonLies,
   ::testing::Values(
      Lie{"", {"the text is no JSON", "line 1"}}, Lie{"{\"fX\":1", {"the text is no JSON"}}, Lie{"{} {}", {"no JSON"}},
      Lie{"[1,2]", {"$", "which class"}}, Lie{"{\"fX\":1}", {"$", "_typename"}},
      Lie{R"({"_typename":7})", {"`_typename` is no text"}},
      Lie{R"({"_typename":"Stranger"})", {"Stranger", "not known"}}, Lie{R"({"$ref":0})", {"nothing to refer to"}},
      Lie{R"({"_typename":"cage::Basics","fInt":"x"})", {"$.fInt", "\"x\" is no number"}},
      Lie{R"({"_typename":"cage::Basics","fInt":[]})", {"$.fInt", "an array", "a number"}},
      Lie{R"({"_typename":"cage::Basics","fInt":1.5})", {"$.fInt", "does not fit", "32 bits"}},
      Lie{R"({"_typename":"cage::Basics","fInt":null})", {"$.fInt", "null"}},
      Lie{R"({"_typename":"cage::Basics","fUChar":256})", {"$.fUChar", "unsigned", "8 bits"}},
      Lie{R"({"_typename":"cage::Basics","fChar":-129})", {"$.fChar", "8 bits"}},
      Lie{R"({"_typename":"cage::Basics","fULong64":-1})", {"$.fULong64", "unsigned"}},
      Lie{R"({"_typename":"cage::Basics","fLong64":9223372036854775808})", {"$.fLong64", "64 bits"}},
      Lie{R"({"_typename":"cage::Basics","fLong64":1e300})", {"$.fLong64", "64 bits"}},
      Lie{R"({"_typename":"cage::Arrays","fCube":[[1,2],[3]]})", {"$.fCube", "1 elements", "2"}},
      Lie{R"({"_typename":"cage::Arrays","fCube":[[1,2]]})", {"$.fCube"}},
      Lie{R"({"_typename":"cage::Arrays","fText":"abcde"})", {"$.fText", "5 elements", "4"}},
      Lie{R"({"_typename":"cage::Counted","fN":2,"fValues":[1]})", {"$.fValues", "1 elements", "2"}},
      Lie{R"({"_typename":"cage::Counted","fN":-2})", {"fN", "no number of elements"}},
      Lie{R"({"_typename":"cage::Loops","fN":2,"fLeaves":[{}]})", {"$.fLeaves", "1 elements", "2"}},
      Lie{R"({"_typename":"cage::Strings","fText":[1]})", {"$.fText", "an array", "text"}},
      Lie{R"({"_typename":"cage::Objects","fFlowers":[{},{"fColour":"red"}]})", {"$.fFlowers[1].fColour", "red"}},
      Lie{R"({"_typename":"cage::Objects","fLeaf":{"_typename":"cage::Flower"}})",
          {"$.fLeaf", "cage::Flower", "cage::Leaf"}},
      Lie{R"({"_typename":"cage::Objects","fLeaf":{"$ref":0}})", {"$.fLeaf", "by value"}},
      Lie{R"({"_typename":"cage::Objects","fLeaf":3})", {"$.fLeaf", "a number", "cage::Leaf"}},
      Lie{R"({"_typename":"cage::Pointers","fShared":{"$ref":9}})", {"$.fShared", "`$ref` is 9", "1 objects"}},
      Lie{R"({"_typename":"cage::Pointers","fShared":{"$ref":-1}})", {"$.fShared", "-1"}},
      Lie{R"({"_typename":"cage::Pointers","fShared":{"$ref":"a"}})", {"$.fShared", "text"}},
      Lie{R"({"_typename":"cage::Pointers","fShared":{"$ref":0}})",
          {"$.fShared", "cage::Pointers", "derive", "cage::Leaf"}},
      Lie{R"({"_typename":"cage::Pointers","fShared":{"_typename":"cage::Point"}})", {"$.fShared", "derive"}},
      Lie{R"({"_typename":"cage::Maps","fSplit":[{"first":1}]})", {"$.fSplit[0]", "a pair"}},
      Lie{R"({"_typename":"cage::Maps","fSplit":[{"first":1,"second":[]}]})", {"$.fSplit[0]", "a number"}},
      Lie{R"({"_typename":"cage::BasicContainers","fInts":{"$arr":"Int32","len":3,"v":[1,2,3,4]}})",
          {"$.fInts", "more than the 3"}},
      Lie{R"({"_typename":"cage::BasicContainers","fInts":{"$arr":"Int32","len":3,"p":9,"v":1}})",
          {"$.fInts", "more than the 3"}},
      Lie{R"({"_typename":"cage::BasicContainers","fInts":{"$arr":"Int32","len":2147483647}})", {"$.fInts", "memory"}},
      Lie{R"({"_typename":"cage::BasicContainers","fInts":{"$arr":"Int32","len":-1}})",
          {"$.fInts", "no number of elements"}},
      Lie{R"({"_typename":"cage::BasicContainers","fInts":{"$arr":"Int32"}})", {"$.fInts", "`len`"}},
      Lie{R"({"_typename":"cage::BasicContainers","fBits":[true]})", {"$.fBits", "1 bits", "5"}}));

TEST(JsonHostile, NestingIsAnErrorAndCostsNoStack)
{
   const Reports reports;
   EXPECT_EQ(TBufferJSON::ConvertFromJSON(std::string(1 << 20, '[').c_str()), nullptr);
   EXPECT_THAT(reports.Text(), HasSubstr("no JSON"));
   std::string nested, closed;
   for (int i = 0; i < 200000; ++i) {
      nested += R"({"_typename":"cage::Node","fNext":)";
      closed += '}';
   }
   EXPECT_EQ(TBufferJSON::ConvertFromJSONAny((nested + "null" + closed).c_str()), nullptr);
   EXPECT_THAT(reports.Text(), HasSubstr("nest deeper"));
   EXPECT_LT(reports.Text().size(), 2000u);
}

TEST(JsonHostile, EveryTruncationIsAnErrorOfOneLine)
{
   NestedContainers object;
   object.Fill(2);
   const std::string text = TextOf(object);
   for (std::size_t n = 0; n < text.size(); ++n) {
      const Reports reports;
      ASSERT_FALSE(TBufferJSON::FromJSON<NestedContainers>(text.substr(0, n))) << n;
      ASSERT_EQ(reports.Count(), 1u) << reports.Text();
   }
}

TEST(JsonHostile, EveryCharacterMayChange)
{
   Objects object;
   object.Fill(2);
   const std::string text = TextOf(object);
   const MemoryWatch watch;
   std::size_t made = 0;
   const Reports reports;
   for (std::size_t i = 0; i < text.size(); ++i)
      for (const char c : {'0', '9', '"', '[', '}', '-'}) {
         std::string changed = text;
         changed[i] = c;
         made += TBufferJSON::FromJSON<Objects>(changed) != nullptr;
      }
   EXPECT_GT(made, 0u);
   EXPECT_LT(watch.Taken() / (6 * text.size()), 4000 * text.size());
}

// --- classes that this program does not have -----------------------------------------------------------------------------

namespace {

/// Layouts of classes that only a file tells: Stranger, derived from Ancestor, holds Parts.
std::shared_ptr<Schema> Strangers()
{
   auto schema = std::make_shared<Schema>();
   const auto array = [](auto element, Int_t length) {
      element->SetArrayDim(1);
      element->SetMaxIndex(0, length);
      return element;
   };
   auto ancestor = std::make_unique<TStreamerInfo>("Ancestor", 3, 0x1111);
   ancestor->Add(std::make_unique<TStreamerBasicType>("fAge", "", 3, 4, "int"));
   auto part = std::make_unique<TStreamerInfo>("Part", 2, 0x2222);
   part->Add(std::make_unique<TStreamerBasicType>("fWeight", "", 8, 8, "double"));
   part->Add(std::make_unique<TStreamerString>("fName", "", 65, 8, "TString"));
   auto stranger = std::make_unique<TStreamerInfo>("Stranger", 7, 0x3333);
   stranger->Add(std::make_unique<TStreamerBase>("Ancestor", "", 0, 3, 0x1111));
   stranger->Add(std::make_unique<TStreamerBasicType>("fN", "", 6, 4, "int"));
   stranger->Add(std::make_unique<TStreamerBasicPointer>("fValues", "[fN]", 45, 4, "float*", "fN", "Stranger", 7));
   stranger->Add(array(std::make_unique<TStreamerBasicType>("fText", "", 21, 8, "char"), 8));
   stranger->Add(std::make_unique<TStreamerSTL>("fParts", "", 500, 24, "vector<Part>", 1, 61));
   stranger->Add(std::make_unique<TStreamerSTL>("fTable", "", 500, 48, "map<string,Part>", 4, 61));
   stranger->Add(std::make_unique<TStreamerSTL>("fJagged", "", 500, 24, "vector<vector<short> >", 1, 61));
   stranger->Add(std::make_unique<TStreamerSTLstring>("fStd", "", 500, 32, "string", 365, 365));
   stranger->Add(std::make_unique<TStreamerObjectAny>("fPart", "", 62, 16, "Part"));
   stranger->Add(std::make_unique<TStreamerObjectAnyPointer>("fNext", "", 69, 8, "Stranger*"));
   stranger->Add(std::make_unique<TStreamerObjectAnyPointer>("fAncestor", "", 69, 8, "Ancestor*"));
   stranger->Add(std::make_unique<TStreamerBasicType>("fPacked", "[-1,1,12]", 9, 8, "Double32_t"));
   for (auto *info : {&ancestor, &part, &stranger})
      schema->Add(std::move(*info));
   return schema;
}

constexpr const char *kStranger = R"({
   "_typename":"Stranger", "fAge":99, "fN":3, "fValues":[0.5,1.5,-1e30], "fText":"abc",
   "fParts":[{"_typename":"Part","fWeight":0.1,"fName":"first"},{"_typename":"Part","fWeight":2,"fName":""}],
   "fTable":[{"$pair":"pair<string,Part>","first":"key","second":{"_typename":"Part","fWeight":3,"fName":"in"}}],
   "fJagged":[[1,2],[],[3]], "fStd":"text", "fPart":{"_typename":"Part","fWeight":4,"fName":"own"},
   "fNext":{"$ref":0}, "fAncestor":{"_typename":"Ancestor","fAge":1000}, "fPacked":0})";

} // namespace

TEST(JsonOfStrangers, BecomesBytesAndComesBack)
{
   const auto schema = Strangers();
   const auto document = EmulatedDocument::FromJSON(schema, kStranger);
   const std::string bytes = document->Stream();
   const EmulatedDocument read(schema, "Stranger", bytes.data(), bytes.size());
   EXPECT_TRUE(read.Notes().empty());
   EXPECT_EQ(read.ToJSON(), document->ToJSON());
   EXPECT_EQ(read.Stream(), bytes);
   const Json json = Json::parse(read.ToJSON(3));
   EXPECT_EQ(json["fAge"], 99);
   EXPECT_EQ(json["fText"], "abc");
   EXPECT_EQ(json["fParts"][0]["fWeight"], 0.1);
   EXPECT_EQ(json["fTable"][0]["second"]["fName"], "in");
   EXPECT_EQ(json["fJagged"], Json::parse("[[1,2],[],[3]]"));
   EXPECT_EQ(json["fNext"]["$ref"], 0);
   EXPECT_EQ(json["fAncestor"]["fAge"], 1000);
}

TEST(JsonOfStrangers, KeepsBytesThatAreNoUtf8)
{
   const auto schema = Strangers();
   const auto document = EmulatedDocument::FromJSON(schema, R"({"fText":"\uefe9","fStd":"\ueffe\u00e9",
      "fTable":[{"$pair":"pair<string,Part>","first":"\uef80","second":{"fName":"\uefc3"}}]})",
                                                    "Stranger");
   const std::string bytes = document->Stream();
   for (const char *raw : {"\xe9", "\x03\xfe\xc3\xa9", "\x01\x80", "\x01\xc3"})
      EXPECT_THAT(bytes, HasSubstr(raw));
   const EmulatedDocument read(schema, "Stranger", bytes.data(), bytes.size());
   EXPECT_EQ(EmulatedDocument::FromJSON(schema, read.ToJSON())->Stream(), bytes);
}

TEST(JsonOfStrangers, AnImageHasItsPicture)
{
   const auto schema = std::make_shared<Schema>();
   const std::string png("\x89PNG\r\n\x1a\n\0\xff", 10);
   for (const Bytes &bytes : {Bytes().Object(1, Bytes().TNamedPart("img", "t").U8(1).I32(10).Raw(png)),
                              Bytes().Object(1, Bytes().TNamedPart("none", "t").U8(0))}) {
      const EmulatedDocument read(schema, "TASImage", bytes.Data(), bytes.Size());
      EXPECT_EQ(Bytes(EmulatedDocument::FromJSON(schema, read.ToJSON())->Stream()), bytes);
   }
}

TEST(JsonOfStrangers, ACanvasWhoseLayoutsAreMissingIsAnErrorThatNamesThem)
{
   try {
      EmulatedDocument::FromJSON(std::make_shared<Schema>(), R"({"_typename":"TCanvas","fName":"c1"})");
      FAIL() << "made of nothing";
   } catch (const rootlet::Error &error) {
      EXPECT_THAT(error.what(), HasSubstr("class TPad is not known"));
   }
}

TEST(JsonOfStrangers, IsZeroWhereNothingIsSaid)
{
   const auto schema = Strangers();
   const std::string bytes = EmulatedDocument::FromJSON(schema, "{}", "Stranger")->Stream();
   const EmulatedDocument read(schema, "Stranger", bytes.data(), bytes.size());
   const Json json = Json::parse(read.ToJSON());
   EXPECT_EQ(json["fAge"], 0);
   EXPECT_EQ(json["fValues"], Json::array());
   EXPECT_EQ(json["fPart"]["fName"], "");
   EXPECT_TRUE(json["fNext"].is_null());
}

TEST(JsonOfStrangers, MustFitItsLayout)
{
   const auto schema = Strangers();
   const auto error = [&](const char *text, const char *className = "") -> std::string {
      try {
         EmulatedDocument::FromJSON(schema, text, className);
      } catch (const rootlet::Error &problem) {
         return problem.what();
      }
      return "none";
   };
   EXPECT_THAT(error(R"({"_typename":"Stranger","fParts":[{},{"fWeight":"a"}]})"), HasSubstr("$.fParts[1].fWeight"));
   EXPECT_THAT(error(R"({"_typename":"Part"})", "Stranger"), HasSubstr("class Part does not derive from Stranger"));
   EXPECT_EQ(error(R"({"_typename":"Stranger"})", "Ancestor"), "none");
   EXPECT_THAT(error(R"({"_typename":"Stranger","fNext":{"_typename":"Part"}})"), HasSubstr("$.fNext"));
}

// A class that holds itself by value, and classes that hold a thousand of each other.
TEST(JsonOfStrangers, LayoutsThatAskForWithoutEndAreAnError)
{
   auto schema = std::make_shared<Schema>();
   auto circle = std::make_unique<TStreamerInfo>("Circle", 1, 0x1);
   circle->Add(std::make_unique<TStreamerObjectAny>("fSelf", "", 62, 8, "Circle"));
   schema->Add(std::move(circle));
   for (char c = 'A'; c < 'H'; ++c) {
      auto info = std::make_unique<TStreamerInfo>(std::string(1, c).c_str(), 1, 0x2);
      auto many =
         std::make_unique<TStreamerObjectAny>("fMany", "", 82, 8, std::string(1, static_cast<char>(c + 1)).c_str());
      many->SetArrayDim(1);
      many->SetMaxIndex(0, 1000);
      info->Add(std::move(many));
      schema->Add(std::move(info));
   }
   auto last = std::make_unique<TStreamerInfo>("H", 1, 0x3);
   auto huge = std::make_unique<TStreamerBasicType>("fHuge", "", 28, 8, "double");
   huge->SetArrayDim(1);
   huge->SetMaxIndex(0, 2000000000);
   last->Add(std::move(huge));
   schema->Add(std::move(last));
   const MemoryWatch watch;
   for (const char *name : {"Circle", "A", "H"})
      EXPECT_THROW(EmulatedDocument::FromJSON(schema, "{}", name), rootlet::Error) << name;
   EXPECT_LT(watch.Taken(), std::size_t(1) << 30);
}

// Codes that no type has, and dimensions that do not make the length.
TEST(JsonOfStrangers, LayoutsMayLieOfNumbersToo)
{
   const auto make = [](Int_t type, const std::vector<Int_t> &dimensions) {
      auto schema = std::make_shared<Schema>();
      auto element = std::make_unique<TStreamerBasicType>("fX", "", type, 4, "int");
      element->SetArrayDim(static_cast<Int_t>(dimensions.size()));
      for (std::size_t i = 0; i < dimensions.size(); ++i)
         element->SetMaxIndex(static_cast<Int_t>(i), dimensions[i]);
      auto info = std::make_unique<TStreamerInfo>("Liar", 1, 0x1);
      info->Add(std::move(element));
      schema->Add(std::move(info));
      return schema;
   };
   const Bytes bytes = Bytes().Object(1, Bytes().Raw(std::string(24, '\1')));
   for (const Int_t type : {10, 30, 20, 40}) {
      const auto schema = make(type, {2});
      EXPECT_THROW(EmulatedDocument(schema, "Liar", bytes.Data(), bytes.Size()), rootlet::StreamError) << type;
      EXPECT_THROW(EmulatedDocument::FromJSON(schema, R"({"fX":[1,2]})", "Liar"), rootlet::Error) << type;
   }
   // No product of these is an array that the stream can hold, and none may be looped over.
   for (const auto &dimensions : {std::vector<Int_t>{2000000000, 0}, {0, 2000000000}, {3, 2}, {6, 1, 1, 1, 1}}) {
      const auto schema = make(23, dimensions);
      try {
         const EmulatedDocument document(schema, "Liar", bytes.Data(), bytes.Size());
         EXPECT_LT(document.ToJSON().size(), 1000u);
         EXPECT_LT(document.ToDecodedJson().size(), 1000u);
      } catch (const rootlet::StreamError &) {
         EXPECT_EQ(dimensions.front(), 0); // whose length is the other dimension
      }
   }
}
