// The map for few or many small keys, against std::map: below and above the number of entries from which it has a table, with
// a good hash and with one that sends many keys to one place.
#include "io/FlatMap.h"

#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <random>

namespace {

struct GoodHash {
   std::size_t operator()(std::uint32_t key) const { return rootlet::Mixed(key); }
};
struct PoorHash { // three places, the last of which is at the end of the table
   std::size_t operator()(std::uint32_t key) const { return key % 3 == 2 ? ~std::size_t(0) : key % 3; }
};

/// The map under test beside what it should be; the order in which entries came is that of fKeys.
template <class Hash>
struct Twins {
   rootlet::FlatMap<std::uint32_t, int, Hash> fMap;
   std::map<std::uint32_t, int> fModel;
   std::vector<std::uint32_t> fKeys;

   void Insert(std::uint32_t key, int value)
   {
      ASSERT_EQ(fMap.Insert(key, value), std::pair(fKeys.size(), true));
      ASSERT_EQ(fMap.Insert(key, value + 1), std::pair(fKeys.size(), false)); // and keeps the first value
      fModel[key] = value;
      fKeys.push_back(key);
   }
   template <class F>
   void EraseIf(F taken)
   {
      fMap.EraseIf([&](std::uint32_t key, int value) { return taken(key, value); });
      std::erase_if(fModel, [&](const auto &entry) { return taken(entry.first, entry.second); });
      std::erase_if(fKeys, [&](std::uint32_t key) { return !fModel.contains(key); });
   }
   void Clear()
   {
      fMap.Clear();
      fModel.clear();
      fKeys.clear();
   }
   void Expect(std::uint32_t keys)
   {
      ASSERT_EQ(fMap.Size(), fModel.size());
      ASSERT_EQ(fMap.Entries().size(), fKeys.size());
      for (std::size_t i = 0; i < fKeys.size(); ++i) {
         ASSERT_EQ(fMap.Entries()[i].first, fKeys[i]);
         ASSERT_EQ(fMap.IndexOf(fKeys[i]), i);
         ASSERT_EQ(fMap.At(i), fModel.at(fKeys[i]));
      }
      for (std::uint32_t key = 0; key < keys; ++key) {
         const auto found = fModel.find(key);
         const int *const value = std::as_const(fMap).Find(key);
         if (found == fModel.end()) {
            ASSERT_EQ(value, nullptr);
            ASSERT_EQ(fMap.IndexOf(key), fMap.kNone);
         } else {
            ASSERT_NE(value, nullptr);
            ASSERT_EQ(*value, found->second);
         }
      }
   }
};

template <class Hash>
void ExpectEqualsAMap(std::uint32_t keys, unsigned seed)
{
   std::mt19937 random(seed);
   Twins<Hash> twins;
   for (int step = 0; step < 400; ++step) {
      const auto key = static_cast<std::uint32_t>(random() % keys);
      const unsigned what = static_cast<unsigned>(random() % 100);
      if (what < 80) {
         if (int *const value = twins.fMap.Find(key)) {
            ASSERT_EQ(twins.fMap.Insert(key, -1), std::pair(twins.fMap.IndexOf(key), false));
            *value = twins.fModel[key] = step;
         } else {
            twins.Insert(key, step);
         }
      } else if (what < 95) {
         twins.EraseIf([&](std::uint32_t its, int) { return its % 11 == key % 11; });
      } else if (what < 97) {
         twins.EraseIf([&](std::uint32_t, int value) { return value > step - 30; }); // the youngest, as ForgetRead()
      } else if (what < 98) {
         twins.EraseIf([](std::uint32_t, int) { return false; });
      } else if (what < 99) {
         twins.EraseIf([](std::uint32_t, int) { return true; });
      } else {
         twins.Clear();
      }
      twins.Expect(keys);
      if (::testing::Test::HasFatalFailure())
         return;
   }
}

template <class Hash>
void ExpectEqualsAMap()
{
   for (const std::uint32_t keys : {4u, 8u, 9u, 10u, 40u, 300u})
      for (unsigned seed = 1; seed <= 4; ++seed) {
         SCOPED_TRACE(::testing::Message() << keys << " keys, seed " << seed);
         ExpectEqualsAMap<Hash>(keys, seed);
      }
}

} // namespace

TEST(FlatMap, EqualsAMap)
{
   ExpectEqualsAMap<GoodHash>();
}

TEST(FlatMap, EqualsAMapWhereKeysCollide)
{
   ExpectEqualsAMap<PoorHash>();
}

TEST(FlatMap, FindsAllOnEitherSideOfEachGrowth)
{
   Twins<GoodHash> twins;
   twins.Expect(10);
   for (std::uint32_t key = 0; key < 140; ++key) {
      twins.Insert(key * 7, static_cast<int>(key));
      twins.Expect(1000);
   }
   // Back below the limit: no table any more, and up again.
   twins.EraseIf([](std::uint32_t key, int) { return key >= 8 * 7; });
   twins.Expect(1000);
   for (std::uint32_t key = 0; key < 20; ++key) {
      twins.Insert(1000 + key, 1);
      twins.Expect(1100);
   }
}

TEST(FlatMap, ClearedIsAsNewButForItsMemory)
{
   Twins<GoodHash> twins;
   for (std::uint32_t key = 0; key < 100; ++key)
      twins.Insert(key, 1);
   const auto capacity = twins.fMap.Entries().capacity();
   for (int round = 0; round < 3; ++round) {
      twins.Clear();
      twins.Expect(200);
      EXPECT_EQ(twins.fMap.Entries().capacity(), capacity);
      for (std::uint32_t key = 0; key < 100; ++key)
         twins.Insert(2 * key, round);
      twins.Expect(200);
   }
}

TEST(FlatMap, OwnsItsValues)
{
   rootlet::FlatMap<std::uint32_t, std::shared_ptr<int>, GoodHash> map;
   const auto value = std::make_shared<int>(5);
   for (std::uint32_t key = 0; key < 20; ++key)
      map.Insert(key, value);
   EXPECT_EQ(value.use_count(), 21);
   map.EraseIf([](std::uint32_t key, const auto &) { return key % 2 == 0; });
   EXPECT_EQ(value.use_count(), 11);
   map.Clear();
   EXPECT_EQ(value.use_count(), 1);
}
