// The values of StdZoo.h after a round trip, and what readers that know only the described form see.
#include "StdZoo.h"
#include "StdZooTwin.h"

#include "RootletError.h"
#include "TBuffer.h"
#include "TClass.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace {

template <class T>
void Copy(T &from, T &to)
{
   TBuffer buffer(TBuffer::kWrite);
   from.Streamer(buffer);
   TBuffer reading(buffer.Buffer(), static_cast<std::size_t>(buffer.Length()));
   to.Streamer(reading);
   EXPECT_EQ(reading.Length(), buffer.Length());
}

const rootlet::DictionaryMember *MemberOf(const TClass *cl, const std::string &name)
{
   const rootlet::ClassDictionary *dictionary = cl->Dictionary();
   for (Int_t i = 0; i < dictionary->fNMembers; ++i)
      if (dictionary->fMembers[i].fName == name)
         return &dictionary->fMembers[i];
   return nullptr;
}

TEST(StdZoo, NumbersInWrappersComeBack)
{
   zoo::Numbers numbers, other;
   numbers.Fill(1);
   Copy(numbers, other);
   EXPECT_EQ(other.fAtomic, 101);
   EXPECT_TRUE(other.fFlags[1]);
   EXPECT_EQ(other.fDouble, 1.5);
   EXPECT_EQ(other.fLarge[0], zoo::ELarge::kBelow);
   EXPECT_EQ(other.fLarge[1], zoo::ELarge::kAbove);
   ASSERT_EQ(other.fAtomics.size(), 3u);
   EXPECT_EQ(other.fAtomics[2], 1);
   EXPECT_EQ(other.fAtomicMap.at(1), 7);
   EXPECT_EQ(other.fSeconds, numbers.fSeconds);
   EXPECT_EQ(other.fMillis, numbers.fMillis);
   EXPECT_EQ(other.fTime, numbers.fTime);
   EXPECT_EQ(other.fSteady, numbers.fSteady);
   EXPECT_EQ(other.fDelays, numbers.fDelays);
   EXPECT_EQ(other.fSchedule, numbers.fSchedule);
   EXPECT_EQ(other.fBytes, numbers.fBytes);
   EXPECT_EQ(other.fMask, zoo::EFlags::kHigh);
   EXPECT_EQ(other.fLarges, numbers.fLarges);
   EXPECT_EQ(other.fMasks, numbers.fMasks);
   EXPECT_EQ(other.fCounted[1], 1);
}

// The stream has 32 bits for an enumeration, as ROOT does: what does not fit must not be lost in silence.
TEST(StdZoo, LargeEnumerationValuesAreRefusedWhenWritten)
{
   zoo::Numbers numbers;
   numbers.fMask = static_cast<zoo::EFlags>(0x100000000);
   TBuffer buffer(TBuffer::kWrite);
   try {
      numbers.Streamer(buffer);
      FAIL() << "written";
   } catch (const rootlet::Error &error) {
      EXPECT_STREQ(error.what(),
                   "an enumeration has 32 bits in the stream, and the value 4294967296 of zoo::EFlags needs "
                   "more: store it as an integer");
   }
   numbers.fMask = zoo::EFlags::kNone;
   numbers.fLarges = {static_cast<zoo::ELarge>(-3000000000)};
   EXPECT_THROW(numbers.Streamer(buffer), rootlet::Error);
}

TEST(StdZoo, OptionalsComeBackFullAndEmpty)
{
   zoo::Optionals optionals, other;
   optionals.Fill(1);
   Copy(optionals, other);
   EXPECT_EQ(other.fInt, 1);
   EXPECT_EQ(other.fBool, false);
   EXPECT_EQ(other.fPacked, 0.5);
   EXPECT_EQ(other.fString, "string");
   EXPECT_EQ(other.fDot, optionals.fDot);
   EXPECT_EQ(other.fPair, optionals.fPair);
   EXPECT_EQ(other.fDots, optionals.fDots);
   EXPECT_EQ(other.fTwice, optionals.fTwice);
   EXPECT_EQ(other.fArrayInside, optionals.fArrayInside);
   EXPECT_EQ(other.fArray[0], std::nullopt);
   EXPECT_EQ(other.fArray[1], 5);
   EXPECT_EQ(other.fStdArray, optionals.fStdArray);
   EXPECT_EQ(other.fVector, optionals.fVector);
   EXPECT_EQ(other.fMap, optionals.fMap);
   EXPECT_EQ(*other.fPointer, 1);

   zoo::Optionals empty;
   Copy(empty, other);
   EXPECT_EQ(other.fInt, std::nullopt);
   EXPECT_EQ(other.fDot, std::nullopt);
   EXPECT_EQ(other.fTwice, std::nullopt);
   EXPECT_EQ(other.fVector.size(), 0u);
}

// As a vector of its value, an optional takes part in schema evolution and is read by programs that know none.
TEST(StdZoo, OptionalsAreDescribedAsVectors)
{
   const rootlet::DictionaryMember *dot = MemberOf(zoo::Optionals::Class(), "fDot");
   EXPECT_STREQ(dot->fTypeName, "vector<zoo::Dot>");
   EXPECT_STREQ(dot->fTrueTypeName, "vector<zoo::Dot>");
   EXPECT_EQ(dot->fElementType, 500);
   EXPECT_EQ(dot->fStlType, 1);
   EXPECT_STREQ(MemberOf(zoo::Optionals::Class(), "fVector")->fTypeName, "vector<vector<Int_t> >");
}

TEST(StdZoo, ArraysInContainersComeBack)
{
   zoo::InnerArrays arrays, other;
   arrays.Fill(1);
   Copy(arrays, other);
   EXPECT_EQ(other.fVector, arrays.fVector);
   EXPECT_EQ(other.fMatrices, arrays.fMatrices);
   EXPECT_EQ(other.fPacked, arrays.fPacked);
   EXPECT_EQ(other.fKeys, arrays.fKeys);
   EXPECT_EQ(other.fSet, arrays.fSet);
   EXPECT_EQ(other.fDots, arrays.fDots);
   EXPECT_EQ(other.fStrings, arrays.fStrings);
   EXPECT_EQ(other.fTStrings, arrays.fTStrings);
   EXPECT_EQ(other.fVectors, arrays.fVectors);
   EXPECT_EQ(other.fNested, arrays.fNested);
   EXPECT_EQ(other.fStringPairs[1], arrays.fStringPairs[1]);
   EXPECT_EQ(other.fPair, arrays.fPair);
   ASSERT_EQ(other.fPointers.size(), 1u);
   EXPECT_STREQ(other.fPointers[0][0]->GetName(), "first");
   EXPECT_EQ(other.fPointers[0][1], nullptr);
   ASSERT_EQ(other.fUnique.size(), 1u);
   EXPECT_STREQ(other.fUnique[0][1]->GetName(), "unique");
   EXPECT_EQ(other.fFlags, arrays.fFlags);
}

TEST(StdZoo, TuplesAndComplexNumbersComeBack)
{
   zoo::Tuples tuples, other;
   tuples.Fill(1);
   Copy(tuples, other);
   EXPECT_EQ(std::get<0>(other), 1);
   EXPECT_EQ(std::get<1>(other), "base");
   EXPECT_EQ(other.fComplex, tuples.fComplex);
   EXPECT_EQ(other.fArray[1], tuples.fArray[1]);
   EXPECT_EQ(other.fSpectrum, tuples.fSpectrum);
   EXPECT_EQ(other.fComplexMap, tuples.fComplexMap);
   EXPECT_EQ(*other.fPointer, *tuples.fPointer);
   EXPECT_EQ(other.fTuple, tuples.fTuple);
   EXPECT_EQ(other.fMixed, tuples.fMixed);
   EXPECT_EQ(std::get<0>(other.fOdd), 11);
   EXPECT_EQ(std::get<1>(other.fOdd), 21);
   EXPECT_STREQ(std::get<2>(other.fOdd)->GetName(), "unique");
   EXPECT_STREQ(std::get<3>(other.fOdd)->GetName(), "plain");
   EXPECT_EQ(other.fInner, tuples.fInner);
   EXPECT_EQ(other.fOuter, tuples.fOuter);
   EXPECT_EQ(other.fOptional, tuples.fOptional);
   EXPECT_EQ(other.fVector, tuples.fVector);
   EXPECT_EQ(other.fTuples, tuples.fTuples);
   EXPECT_EQ(other.fMap, tuples.fMap);
   EXPECT_EQ(other.fMaybe, tuples.fMaybe);
   EXPECT_EQ(other.fPair, tuples.fPair);

   zoo::Templates templates, same;
   templates.Fill(1);
   Copy(templates, same);
   EXPECT_EQ(same.fPack, templates.fPack);
   EXPECT_EQ(same.fEmpty, templates.fEmpty);
   EXPECT_EQ(same.fPlaces, templates.fPlaces);
   EXPECT_EQ(same.fHolder, templates.fHolder);
   EXPECT_EQ(same.fPacks, templates.fPacks);
}

// Members with names, types and offsets: what a reader needs that has no such class.
TEST(StdZoo, TuplesAndComplexNumbersAreDescribed)
{
   using Tuple = std::tuple<Int_t, std::string>;
   const TClass *tuple = TClass::GetClass("tuple<int,string>");
   ASSERT_NE(tuple, nullptr);
   EXPECT_EQ(tuple, rootlet::ClassOf<Tuple>());
   EXPECT_TRUE(tuple->IsForeign());
   Tuple object(1, "one");
   const rootlet::DictionaryMember *name = MemberOf(tuple, "_1");
   ASSERT_NE(name, nullptr);
   EXPECT_STREQ(name->fTypeName, "string");
   EXPECT_EQ(reinterpret_cast<const char *>(&object) + name->fOffset,
             reinterpret_cast<const char *>(&std::get<1>(object)));

   const TClass *complex = TClass::GetClass("complex<double>");
   ASSERT_EQ(complex, rootlet::ClassOf<std::complex<double>>());
   EXPECT_EQ(MemberOf(complex, "_real")->fOffset, 0u);
   EXPECT_EQ(MemberOf(complex, "_imag")->fOffset, sizeof(double));
   EXPECT_STREQ(MemberOf(complex, "_imag")->fTypeName, "double");
   EXPECT_EQ(MemberOf(zoo::Tuples::Class(), "fComplex")->fElementType, 62);
   EXPECT_EQ(TClass::GetClass("zoo::Pack<int,string>"), (rootlet::ClassOf<zoo::Pack<Int_t, std::string>>()));
   EXPECT_EQ(TClass::GetClass("zoo::Places<1,2,3>"), (rootlet::ClassOf<zoo::Places<1, 2, 3>>()));
   EXPECT_EQ(TClass::GetClass("zoo::Holder<zoo::Single,double>"),
             (rootlet::ClassOf<zoo::Holder<zoo::Single, double>>()));
}

// Two dictionaries of one program have it; the first one serves both.
TEST(StdZoo, ATupleMayBeInTwoDictionaries)
{
   zoo::Twin twin, other;
   twin.fTuple = {5, "twin"};
   Copy(twin, other);
   EXPECT_EQ(other.fTuple, twin.fTuple);
   EXPECT_EQ(rootlet::ClassOf<decltype(twin.fTuple)>()->GetCheckSum(),
             TClass::GetClass("tuple<int,string>")->GetCheckSum());
}

TEST(StdZoo, TypesThatStreamAlikeAreStillTwoClasses)
{
   const TClass *optional = rootlet::ClassOf<std::tuple<std::optional<Int_t>>>();
   const TClass *vector = rootlet::ClassOf<std::tuple<std::vector<Int_t>>>();
   ASSERT_NE(optional, nullptr);
   EXPECT_NE(optional, vector);
   EXPECT_STREQ(optional->GetName(), "tuple<optional<int> >");
   EXPECT_STREQ(vector->GetName(), "tuple<vector<int> >");
}

TEST(StdZoo, PrivateTypesInsideStandardOnesComeBack)
{
   zoo::Secrets secrets, other;
   secrets.Fill(5);
   Copy(secrets, other);
   EXPECT_EQ(other.Sum(), 5 + 6 + 7);
}

// Classes without default constructor: what is there already is read, what would have to be made is refused.
TEST(StdZoo, WhatCannotBeMadeCanBeWritten)
{
   zoo::Unmakeable object, other;
   object.fMember.fI = 7;
   object.fPairs[0].first.fI = 8;
   other.fVector.emplace_back(9);
   Copy(object, other);
   EXPECT_EQ(other.fMember.fI, 7);
   EXPECT_EQ(other.fPairs[0].first.fI, 8);
   EXPECT_TRUE(other.fVector.empty()) << "an empty container needs no constructor";

   auto refused = [](zoo::Unmakeable &full) {
      TBuffer buffer(TBuffer::kWrite);
      full.Streamer(buffer);
      TBuffer reading(buffer.Buffer(), static_cast<std::size_t>(buffer.Length()));
      zoo::Unmakeable empty;
      try {
         empty.Streamer(reading);
      } catch (const rootlet::StreamError &error) {
         return std::string(error.what());
      }
      return std::string("read");
   };
   const auto message =
      testing::HasSubstr("zoo::Made has no public default constructor: it can be written, but no object "
                         "can be made to read into; give the class one");
   zoo::Unmakeable inVector, inMap, inSet, inOptional;
   inVector.fVector.emplace_back(1);
   inMap.fMap.emplace(1, zoo::Made(2));
   inSet.fSet.emplace(1);
   inOptional.fMaybe.emplace(1);
   EXPECT_THAT(refused(inVector), message);
   EXPECT_THAT(refused(inMap), message);
   EXPECT_THAT(refused(inSet), message);
   EXPECT_THAT(refused(inOptional), message);
}

// Three floats one after another, no header: what docs/wire-format.md says.
TEST(StdZoo, AnArrayInAContainerIsItsElements)
{
   zoo::InnerArrays arrays;
   arrays.fVector = {{1, 2, 3}};
   TBuffer with(TBuffer::kWrite), without(TBuffer::kWrite);
   arrays.Streamer(with);
   arrays.fVector.clear();
   arrays.Streamer(without);
   EXPECT_EQ(with.Length() - without.Length(), 3 * 4);
}

// Two values in a stream that a vector of ROOT's wrote: more than an optional can hold.
TEST(StdZoo, AnOptionalHoldsNoTwoValues)
{
   zoo::Optionals optionals;
   TBuffer buffer(TBuffer::kWrite);
   optionals.Streamer(buffer);
   std::string bytes(buffer.Buffer(), static_cast<std::size_t>(buffer.Length()));
   // byte count and version of the class, TObject, byte count and version of the first member: then its count
   const std::size_t count = 6 + 10 + 6;
   ASSERT_EQ(bytes.substr(count, 4), std::string(4, '\0'));
   bytes[count + 3] = 2;
   TBuffer reading(bytes.data(), bytes.size());
   EXPECT_THROW(optionals.Streamer(reading), rootlet::StreamError);
}

} // namespace
