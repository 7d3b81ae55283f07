// What dictgen emits, at work: every member type is written, read back, and written again to the same bytes; object by
// object, and member by member as containers hold them.
#include "MemberZoo.h"
#include "StdZoo.h"

#include "TBuffer.h"
#include "TClass.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <type_traits>
#include <vector>

namespace {

template <class T>
std::string BytesOf(T &object)
{
   TBuffer buffer(TBuffer::kWrite);
   if constexpr (std::is_base_of_v<TObject, T>)
      buffer.MapObject(&object);
   object.Streamer(buffer);
   return {buffer.Buffer(), static_cast<std::size_t>(buffer.Length())};
}

template <class T>
void ReadInto(T &object, const std::string &bytes)
{
   TBuffer buffer(bytes.data(), bytes.size());
   if constexpr (std::is_base_of_v<TObject, T>)
      buffer.MapObject(&object);
   object.Streamer(buffer);
   EXPECT_EQ(buffer.Length(), static_cast<Int_t>(bytes.size()));
}

template <class T>
std::string ColumnsOf(const std::vector<std::unique_ptr<T>> &objects)
{
   std::vector<void *> pointers;
   for (const auto &object : objects)
      pointers.push_back(object.get());
   TBuffer buffer(TBuffer::kWrite);
   T::RootletStreamColumns(buffer, rootlet::ObjectRange(pointers.data(), pointers.size()));
   return {buffer.Buffer(), static_cast<std::size_t>(buffer.Length())};
}

template <class T>
class MemberZoo : public testing::Test {
};

using Animals =
   testing::Types<zoo::Scalars, zoo::Arrays, zoo::Packings, zoo::Containers, zoo::Pointers, zoo::Row, zoo::Values,
                  zoo::Numbers, zoo::Optionals, zoo::InnerArrays, zoo::Tuples, zoo::Templates>;
TYPED_TEST_SUITE(MemberZoo, Animals);

TYPED_TEST(MemberZoo, ComesBackAsItWasWritten)
{
   for (int seed = 0; seed < 3; ++seed) {
      auto object = std::make_unique<TypeParam>();
      auto copy = std::make_unique<TypeParam>();
      const std::string empty = BytesOf(*copy);
      object->Fill(seed % 2);
      const std::string bytes = BytesOf(*object);
      EXPECT_NE(bytes, empty);
      ReadInto(*copy, bytes);
      EXPECT_EQ(BytesOf(*copy), bytes);
   }
}

// Without those that own objects through plain pointers: reading lets go of such objects, as ROOT does.
template <class T>
class MemberZooAgain : public testing::Test {
};

using AnimalsWithoutPointers = testing::Types<zoo::Scalars, zoo::Arrays, zoo::Packings, zoo::Row, zoo::Values,
                                              zoo::Numbers, zoo::Optionals, zoo::Templates>;
TYPED_TEST_SUITE(MemberZooAgain, AnimalsWithoutPointers);

TYPED_TEST(MemberZooAgain, ReplacesWhatWasThere)
{
   TypeParam object, other;
   object.Fill(0);
   other.Fill(1);
   const std::string bytes = BytesOf(object);
   ReadInto(other, bytes);
   EXPECT_EQ(BytesOf(other), bytes);
}

// Without Pointers: its cycle goes through the object itself, which a column does not make known.
template <class T>
class MemberZooColumns : public testing::Test {
};

using ColumnAnimals = testing::Types<zoo::Scalars, zoo::Arrays, zoo::Packings, zoo::Containers, zoo::Row, zoo::Values,
                                     zoo::Numbers, zoo::Optionals, zoo::InnerArrays, zoo::Tuples, zoo::Templates>;
TYPED_TEST_SUITE(MemberZooColumns, ColumnAnimals);

TYPED_TEST(MemberZooColumns, ComeBackAsTheyWereWritten)
{
   std::vector<std::unique_ptr<TypeParam>> objects, copies;
   for (int seed = 0; seed < 2; ++seed) {
      objects.push_back(std::make_unique<TypeParam>());
      copies.push_back(std::make_unique<TypeParam>());
      objects.back()->Fill(seed);
   }
   const std::string bytes = ColumnsOf(objects);
   std::vector<void *> pointers{copies[0].get(), copies[1].get()};
   TBuffer buffer(bytes.data(), bytes.size());
   TypeParam::RootletStreamColumns(buffer, rootlet::ObjectRange(pointers.data(), pointers.size()));
   EXPECT_EQ(buffer.Length(), static_cast<Int_t>(bytes.size()));
   for (std::size_t i = 0; i < 2; ++i)
      EXPECT_EQ(BytesOf(*copies[i]), BytesOf(*objects[i]));
}

TYPED_TEST(MemberZoo, IsKnownByNameWithItsMembers)
{
   TClass *cl = TClass::GetClass(TypeParam::Class_Name());
   ASSERT_EQ(cl, TypeParam::Class());
   EXPECT_EQ(cl->Size(), static_cast<Int_t>(sizeof(TypeParam)));
   EXPECT_EQ(cl->GetClassVersion(), TypeParam::Class_Version());
   std::unique_ptr<TypeParam> object(static_cast<TypeParam *>(cl->New()));
   ASSERT_NE(object, nullptr);
   EXPECT_EQ(cl->GetActualClass(object.get()), cl);
}

TEST(MemberZooValues, AreTheSameAfterReading)
{
   zoo::Scalars scalars, other;
   scalars.Fill(1);
   ReadInto(other, BytesOf(scalars));
   EXPECT_EQ(other.fULong64, scalars.fULong64);
   EXPECT_EQ(other.fMode, zoo::EMode::kOn);
   EXPECT_EQ(other.fPlain, zoo::kMany);
   EXPECT_EQ(const_cast<const volatile Int_t &>(other.fConst), 4712);
   EXPECT_EQ(other.b, 6);
   EXPECT_EQ(other.fCache, 5) << "transient members stay as they are";

   zoo::Values values, same;
   values.Fill(1);
   ReadInto(same, BytesOf(values));
   EXPECT_TRUE(same.SameSecrets(values));
   EXPECT_EQ(same.InnerValue(), 11);
   EXPECT_EQ(same.fInherited, 3);
   EXPECT_EQ(same.fVectorBox.fValues[0], (std::vector<Int_t>{7, 8}));
}

TEST(MemberZooValues, ConstantStringsAreReplacedNotDeleted)
{
   zoo::Label label, other;
   label.fText = "another literal";
   ReadInto(other, BytesOf(label));
   EXPECT_STREQ(other.fText, "another literal");
   delete[] other.fText; // memory of its own now
}

TEST(MemberZooValues, KeepTheShapeOfTheGraph)
{
   zoo::Pointers pointers, other;
   pointers.Fill(1);
   ReadInto(other, BytesOf(pointers));
   EXPECT_EQ(other.fAny, other.fNamed) << "written once, restored as shared";
   EXPECT_EQ(other.fSelf, &other);
   EXPECT_EQ(other.fNull, nullptr);
   EXPECT_EQ(dynamic_cast<zoo::Circle *>(other.fShape)->fRadius, 1);
   EXPECT_EQ(other.fPoint->fY, 1);
   EXPECT_EQ(other.fArray[0], nullptr);
   EXPECT_STREQ(other.fArray[1]->GetName(), "second");
   EXPECT_EQ(other.fUnique->fRadius, 8);
   EXPECT_EQ(other.fLoop[1].fRadius, 6);
   EXPECT_EQ(other.fPointerLoop[0], nullptr);
   EXPECT_STREQ(other.fPointerLoop[1]->GetName(), "loop");
   EXPECT_EQ(other.fConst->fX, 2);
}

TEST(MemberZooValues, ContainersHoldWhatWasPutIn)
{
   zoo::Containers containers, other;
   containers.Fill(1);
   ReadInto(other, BytesOf(containers));
   EXPECT_EQ(other.fFlags, containers.fFlags);
   EXPECT_EQ(other.fDescending, containers.fDescending);
   EXPECT_EQ(other.fPackedMap, containers.fPackedMap);
   EXPECT_EQ(other.fMultimap, containers.fMultimap);
   EXPECT_EQ(other.fDeep, containers.fDeep);
   EXPECT_EQ(other.fNested, containers.fNested);
   EXPECT_EQ(other.fUnsplit, containers.fUnsplit);
   EXPECT_EQ(other.fSecrets, containers.fSecrets);
   EXPECT_EQ(other.fPods, containers.fPods);
   EXPECT_EQ(other.fObjectPairs, containers.fObjectPairs);
   EXPECT_EQ(other.fBits, containers.fBits);
   EXPECT_EQ(other.fStdArray, containers.fStdArray);
   EXPECT_EQ(*other.fPointer, *containers.fPointer);
   EXPECT_EQ(other.fPair, containers.fPair);
   EXPECT_EQ(other.fNamed[1], nullptr);
   EXPECT_STREQ(other.fNamed[2]->GetName(), "s2");
}

} // namespace
