// Class names and checksums as they stand in class tags.
#include "meta/CheckSum.h"
#include "meta/ClassName.h"

#include "RootletStl.h"

#include <gtest/gtest.h>

#include <map>
#include <string>

namespace {

struct Spelling {
   const char *fGiven;
   const char *fNormal;
};

class ClassName : public ::testing::TestWithParam<Spelling> {};

} // namespace

TEST_P(ClassName, HasOneSpelling)
{
   EXPECT_EQ(rootlet::NormalizedClassName(GetParam().fGiven), GetParam().fNormal);
   EXPECT_EQ(rootlet::NormalizedClassName(GetParam().fNormal), GetParam().fNormal); // and that one stays
}

INSTANTIATE_TEST_SUITE_P(
   Spellings, ClassName,
   ::testing::Values(
      Spelling{"TObject", "TObject"}, Spelling{"geo::Box", "geo::Box"}, Spelling{" TObject ", "TObject"},
      Spelling{"", ""}, Spelling{"Int_t", "int"}, Spelling{"UChar_t", "unsigned char"},
      Spelling{"unsigned", "unsigned int"}, Spelling{"Long64_t", "Long64_t"}, Spelling{"long long", "Long64_t"},
      Spelling{"unsigned long long", "ULong64_t"}, Spelling{"unsigned long long int", "ULong64_t"},
      Spelling{"Double32_t", "Double32_t"}, Spelling{"Float16_t", "Float16_t"}, Spelling{"long int", "long"},
      Spelling{"unsigned   int", "unsigned int"}, Spelling{"Font_t", "short"}, Spelling{"Real_t", "float"},
      Spelling{"Coord_t", "double"}, Spelling{"Marker_t", "short"}, Spelling{"Text_t", "char"},
      Spelling{"Angle_t", "float"}, Spelling{"Pair2<Double_t>", "Pair2<double>"},
      Spelling{"Pair2< double >", "Pair2<double>"}, Spelling{"TParameter<Long64_t>", "TParameter<Long64_t>"},
      Spelling{"TParameter<long long>", "TParameter<Long64_t>"}, Spelling{"std::vector<int>", "vector<int>"},
      Spelling{"std::vector<int, std::allocator<int> >", "vector<int>"},
      Spelling{"vector<vector<Float_t>>", "vector<vector<float> >"},
      Spelling{"vector<vector<float> >", "vector<vector<float> >"}, Spelling{"std::string", "string"},
      Spelling{"std::basic_string<char>", "string"},
      Spelling{"std::basic_string<char, std::char_traits<char>, std::allocator<char>>", "string"},
      Spelling{"std::__cxx11::basic_string<char, std::char_traits<char>, std::allocator<char> >", "string"},
      Spelling{"map<std::string, Int_t>", "map<string,int>"},
      Spelling{"std::map<int,double,std::less<int>,std::allocator<std::pair<const int,double> > >", "map<int,double>"},
      Spelling{"set<int,greater<int> >", "set<int,greater<int> >"},
      Spelling{"std::set<int, std::less<int>>", "set<int>"},
      Spelling{"set<int,less<int>,MyAllocator<int> >", "set<int,less<int>,MyAllocator<int> >"},
      Spelling{"std::unordered_map<int,float,std::hash<int>,std::equal_to<int>>", "unordered_map<int,float>"},
      Spelling{"unique_ptr<TObject,default_delete<TObject> >", "unique_ptr<TObject>"},
      Spelling{"pair< std::string , vector<Int_t> >", "pair<string,vector<int> >"},
      Spelling{"vector<TObject *>", "vector<TObject*>"}, Spelling{"vector<Int_t*>", "vector<int*>"},
      Spelling{"mystd::vector<Int_t>", "mystd::vector<int>"}, Spelling{"Outer<Int_t>::Inner", "Outer<int>::Inner"},
      Spelling{"geo::Array<geo::Box, 3>", "geo::Array<geo::Box,3>"}, Spelling{"A<>", "A<>"}));

TEST(ClassNames, WhatIsNoTemplateStaysWhatItIs)
{
   // Such a name must not turn into that of a class which exists: it comes from a broken stream.
   for (const char *broken : {"TObject>", "TObject,rest", "vector<int>>", "vector<int", "vector<int,", "vector<", "<",
                              ">", ",", "<>>", "a<b>c<"})
      EXPECT_EQ(rootlet::NormalizedClassName(broken), broken);
}

TEST(ClassNames, NestingWithoutEndIsBounded)
{
   std::string deep;
   for (int i = 0; i < 100000; ++i)
      deep += "v<";
   EXPECT_EQ(rootlet::NormalizedClassName(deep), deep);
   deep += "int" + std::string(100000, '>');
   EXPECT_EQ(rootlet::NormalizedClassName(deep), deep);
}

TEST(CheckSum, OfPairsIsRoots)
{
   EXPECT_EQ(rootlet::stl::PairCheckSum("string", "int"), 0x3a5a6572u);
   EXPECT_EQ(rootlet::stl::PairCheckSum("int", "double"), 0xc2f43e1au);
}

TEST(CheckSum, AddsCharactersAsSignedChar)
{
   EXPECT_EQ(rootlet::AddToCheckSum(0, ""), 0u);
   EXPECT_EQ(rootlet::AddToCheckSum(5, "a"), 5 * 3 + 97u);
   EXPECT_EQ(rootlet::AddToCheckSum(0, "\xff"), 0xffffffffu);
   EXPECT_EQ(rootlet::AddToCheckSum(0, "ab"), 97 * 3 + 98u);
}

TEST(CheckSum, SpellsTypesAsRoot)
{
   using rootlet::codec::Auto;
   EXPECT_EQ((rootlet::stl::TypeName<Auto, Int_t>()), "int");
   EXPECT_EQ((rootlet::stl::TypeName<Auto, ULong_t>()), "unsigned long");
   EXPECT_EQ((rootlet::stl::TypeName<Auto, Long64_t>()), "Long64_t");
   EXPECT_EQ((rootlet::stl::TypeName<Auto, ULong64_t>()), "ULong64_t");
   EXPECT_EQ((rootlet::stl::TypeName<Auto, std::string>()), "string");
   EXPECT_EQ((rootlet::stl::TypeName<rootlet::codec::Double32, double>()), "Double32_t");
   EXPECT_EQ((rootlet::stl::TypeName<rootlet::codec::Float16, float>()), "Float16_t");
   EXPECT_EQ((rootlet::stl::TypeName<Auto, std::vector<int>>()), "vector<int>");
   EXPECT_EQ((rootlet::stl::TypeName<Auto, std::vector<std::vector<std::string>>>()), "vector<vector<string> >");
   EXPECT_EQ((rootlet::stl::TypeName<Auto, std::map<std::string, float>>()), "map<string,float>");
   EXPECT_EQ((rootlet::stl::TypeName<Auto, TObject *>()), "TObject*");
   EXPECT_EQ((rootlet::stl::TypeName<Auto, std::vector<Long64_t>>()), "vector<Long64_t>");
   EXPECT_EQ((rootlet::stl::TypeName<Auto, TString>()), "TString");
}
