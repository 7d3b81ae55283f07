// Elements of a container that are read into rather than made anew: where nobody can tell, and only there.
#include "Bytes.h"
#include "Reports.h"
#include "Rows.h"

#include "RootletSchema.h"
#include "RootletStl.h"
#include "TClass.h"
#include "TStreamerElement.h"

#include <gtest/gtest.h>

#include <memory>
#include <vector>

using namespace rows;

namespace {

template <class C>
Bytes Written(const C &container)
{
   TBuffer buffer(TBuffer::kWrite);
   buffer.WriteStl(container);
   return Bytes(buffer);
}

template <class C>
void Read(C &container, const Bytes &bytes, std::shared_ptr<const rootlet::Schema> schema = nullptr)
{
   TBuffer buffer(bytes.Data(), bytes.Size());
   buffer.SetSchema(std::move(schema));
   buffer.ReadStl(container);
   EXPECT_EQ(buffer.Remaining(), 0u);
}

template <class C>
C Filled(std::size_t count, int first)
{
   C container(count);
   for (auto &element : container)
      element.Fill(first++);
   return container;
}

template <class T>
bool IsSet()
{
   return TClass::GetClass<T>()->IsSetByReading();
}

} // namespace

TEST(SetByReading, AreClassesOfNumbersStringsAndSuchObjects)
{
   EXPECT_TRUE(IsSet<TObject>());
   EXPECT_TRUE(IsSet<TNamed>());
   EXPECT_TRUE(IsSet<Quad>());
   EXPECT_TRUE(IsSet<Three>());
   EXPECT_TRUE(IsSet<Sizes>());
   EXPECT_TRUE(IsSet<Odd>());
   EXPECT_TRUE(IsSet<rows::Arrays>());
   EXPECT_TRUE(IsSet<rows::Packed>());
   EXPECT_TRUE(IsSet<Row>());
   EXPECT_TRUE(IsSet<rows::Derived>());
   EXPECT_TRUE(IsSet<Virtual>());
   EXPECT_TRUE(IsSet<Deep>());
   EXPECT_TRUE(IsSet<Worded>());
   EXPECT_TRUE(IsSet<Kept>());
   EXPECT_TRUE(IsSet<Around>());
   EXPECT_TRUE(IsSet<Zero>());
   EXPECT_TRUE(IsSet<OnlyBases>());
}

TEST(SetByReading, AreNotClassesOfWhichSomethingIsLeft)
{
   EXPECT_FALSE(IsSet<Dot>()) << "a member that is not streamed";
   EXPECT_FALSE(IsSet<Values>()) << "the same in a member";
   EXPECT_FALSE(IsSet<Cached>());
   EXPECT_FALSE(IsSet<OfCached>());
   EXPECT_FALSE(IsSet<HasCached>());
   EXPECT_FALSE(IsSet<Hollow>());
   EXPECT_FALSE(IsSet<Linked>());
   EXPECT_FALSE(IsSet<Owner>());
   EXPECT_FALSE(IsSet<Counts>());
   EXPECT_FALSE(IsSet<Listed>());
   EXPECT_FALSE(IsSet<Mapped>());
   EXPECT_FALSE(IsSet<Pointing>());
   EXPECT_FALSE(IsSet<LosesMembers>());
}

TEST(ReusedElements, KeepTheirPlaceAndTheirMemory)
{
   const Bytes three = Written(Filled<std::vector<Kept>>(3, 1));
   auto used = Filled<std::vector<Kept>>(5, 20);
   for (Kept &kept : used) {
      kept.fText.reserve(200);
      kept.fInts.reserve(300);
   }
   const Kept *const place = used.data();
   std::vector<const void *> texts, ints;
   for (const Kept &kept : used) {
      texts.push_back(kept.fText.data());
      ints.push_back(kept.fInts.data());
   }
   Read(used, three);
   ASSERT_EQ(used.size(), 3u);
   EXPECT_EQ(used.data(), place);
   for (std::size_t i = 0; i < 3; ++i) {
      EXPECT_EQ(used[i].fText.data(), texts[i]);
      EXPECT_GE(used[i].fText.capacity(), 200u);
      EXPECT_EQ(used[i].fInts.data(), ints[i]);
      EXPECT_GE(used[i].fInts.capacity(), 300u);
   }
   EXPECT_EQ(Written(used), three);
}

TEST(ReusedElements, AreWhatNewOnesWouldBe)
{
   for (const std::size_t count : {1u, 2u, 5u, 6u, 40u}) {
      const Bytes bytes = Written(Filled<std::vector<Kept>>(count, 1));
      for (const std::size_t before : {0u, 1u, 5u, 40u, 41u}) {
         auto vector = Filled<std::vector<Kept>>(before, 11);
         auto list = Filled<std::list<Kept>>(before, 11);
         auto deque = Filled<std::deque<Kept>>(before, 11);
         Read(vector, bytes);
         Read(list, bytes);
         Read(deque, bytes);
         EXPECT_EQ(Written(vector), bytes);
         EXPECT_EQ(Written(list), bytes);
         EXPECT_EQ(Written(deque), bytes);
      }
   }
   auto emptied = Filled<std::vector<Kept>>(4, 1);
   Read(emptied, Written(std::vector<Kept>()));
   EXPECT_TRUE(emptied.empty());
}

TEST(ReusedElements, AreNoneOfAClassWithAMemberThatIsNotStreamed)
{
   auto used = Filled<std::vector<Cached>>(4, 99);
   Read(used, Written(Filled<std::vector<Cached>>(3, 1)));
   ASSERT_EQ(used.size(), 3u);
   for (const Cached &cached : used)
      EXPECT_EQ(cached.fCache, 42);
   auto derived = Filled<std::list<OfCached>>(4, 99);
   Read(derived, Written(Filled<std::list<OfCached>>(4, 1)));
   for (const OfCached &cached : derived)
      EXPECT_EQ(cached.fCache, 42);
   auto having = Filled<std::vector<HasCached>>(4, 99);
   Read(having, Written(Filled<std::vector<HasCached>>(4, 1)));
   for (const HasCached &has : having)
      EXPECT_EQ(has.fCached.fCache, 42);
   std::vector<Dot> dots(2);
   dots[0].fCache = 5;
   Read(dots, Written(Filled<std::vector<Dot>>(2, 1)));
   EXPECT_EQ(dots[0].fCache, 42);
   std::vector<LosesMembers> losing(2);
   losing[1].fLost = 5;
   Read(losing, Written(std::vector<LosesMembers>(2)));
   EXPECT_EQ(losing[1].fLost, 0);
}

TEST(ReusedElements, AreNoneOfAClassThatOwnsWhatIsBehindPointers)
{
   auto used = Filled<std::vector<Owner>>(3, 99);
   const Bytes bytes = Written(Filled<std::vector<Owner>>(2, 1));
   Read(used, bytes);
   EXPECT_EQ(Written(used), bytes);
   auto counts = Filled<std::vector<Counts>>(3, 9);
   const Bytes counted = Written(Filled<std::vector<Counts>>(4, 1));
   Read(counts, counted);
   EXPECT_EQ(Written(counts), counted);
}

TEST(ReusedElements, AreMadeAnewWhereOneHoldsAnObjectOfAnOldVersion)
{
   auto schema = std::make_shared<rootlet::Schema>();
   schema->AddClass(Around::Class());
   auto info = std::make_unique<TStreamerInfo>("rows::Spot", 2, 0x12345678);
   info->Add(std::make_unique<TStreamerBasicType>("fX", "", 5, 4, "float"));
   schema->Add(std::move(info));
   // Three elements; the Spot of the last one is old: of its members it has fX alone.
   Bytes columns = Bytes().I32(1).I32(2).I32(3).Layer(Bytes().Str("a").Str("bb").Str("ccc"));
   for (const int n : {1, 2})
      columns.Object(3, Bytes().F32(static_cast<float>(n)).F32(5).I16(6).F64(7).F64(8).I32(1000));
   columns.Object(2, Bytes().F32(3));
   const Bytes bytes = Bytes().MemberWise(Bytes().I16(1).I32(3).Add(columns));
   std::vector<Around> fresh;
   Read(fresh, bytes, schema);
   auto used = Filled<std::vector<Around>>(5, 30);
   Read(used, bytes, schema);
   auto list = Filled<std::list<Around>>(2, 30);
   Read(list, bytes, schema);
   ASSERT_EQ(fresh.size(), 3u);
   EXPECT_EQ(fresh[2].fSpot.fX, 3);
   EXPECT_EQ(fresh[2].fSpot.fFlag, 77);
   EXPECT_EQ(fresh[2].fSpot.fW[0], 1);
   EXPECT_EQ(fresh[2].fSpot.fLegs, kNone);
   EXPECT_EQ(fresh[1].fSpot.fLegs, kMany);
   EXPECT_EQ(Written(used), Written(fresh));
   EXPECT_EQ(Written(list), Written(fresh));
}

TEST(ReusedElements, AreMadeAnewWhereAllAreOfAnOldVersion)
{
   auto schema = std::make_shared<rootlet::Schema>();
   auto info = std::make_unique<TStreamerInfo>("rows::Spot", 2, 0x12345678);
   info->Add(std::make_unique<TStreamerBasicType>("fX", "", 5, 4, "float"));
   schema->Add(std::move(info));
   const Bytes bytes = Bytes().MemberWise(Bytes().I16(2).I32(2).F32(1).F32(2));
   auto used = Filled<std::vector<Spot>>(5, 30);
   Read(used, bytes, schema);
   ASSERT_EQ(used.size(), 2u);
   EXPECT_EQ(used[1].fX, 2);
   EXPECT_EQ(used[1].fY, 0);
   EXPECT_EQ(used[1].fFlag, 77);
}

TEST(ReusedElements, OfAFailedReadCanBeReadIntoAgain)
{
   const Bytes bytes = Written(Filled<std::vector<Kept>>(4, 1));
   auto used = Filled<std::vector<Kept>>(6, 30);
   for (std::size_t n = 6; n < bytes.Size(); n += 3) {
      TBuffer buffer(bytes.Data(), n);
      EXPECT_THROW(buffer.ReadStl(used), rootlet::StreamError);
   }
   Read(used, bytes);
   EXPECT_EQ(Written(used), bytes);
}

namespace {

struct NoClassDef : Quad { // streams as a Quad
   Int_t fLost = 5;
};

} // namespace

TEST(ReusedElements, AreNoneOfAClassThatIsDerivedFromTheOneThatIsStreamed)
{
   // Without a dictionary of its own it cannot be streamed in a container at all.
   std::vector<NoClassDef> objects(2);
   TBuffer buffer(TBuffer::kWrite);
   EXPECT_THROW(buffer.WriteStl(objects), rootlet::Error);
}
