// A map for few or many small keys, that are looked for far more often than taken out: the entries lie in a row, in the order in
// which they came; while they are few they are gone through, later a table of hashes leads to them. An empty one has no memory.
// Private to src/io. Invariant: an entry keeps its index until EraseIf() takes something out.
#ifndef ROOTLET_io_FlatMap
#define ROOTLET_io_FlatMap

#include <sys/auxv.h>

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <utility>
#include <vector>

namespace rootlet {

template <class Key, class Value, class Hash>
class FlatMap {
public:
   static constexpr std::size_t kNone = ~std::size_t(0);

   std::size_t Size() const { return fEntries.size(); }
   const std::vector<std::pair<Key, Value>> &Entries() const { return fEntries; }
   Value &At(std::size_t index) { return fEntries[index].second; }

   /// Index of the entry; kNone if there is none.
   std::size_t IndexOf(const Key &key) const
   {
      if (fSlots.empty()) {
         for (std::size_t i = fEntries.size(); i-- > 0;)
            if (fEntries[i].first == key)
               return i;
         return kNone;
      }
      for (std::size_t slot = First(key); fSlots[slot]; slot = Next(slot))
         if (fEntries[fSlots[slot] - 1].first == key)
            return fSlots[slot] - 1;
      return kNone;
   }
   /// Null if there is none. Valid until something is inserted or taken out.
   Value *Find(const Key &key)
   {
      const std::size_t index = IndexOf(key);
      return index == kNone ? nullptr : &fEntries[index].second;
   }
   const Value *Find(const Key &key) const { return const_cast<FlatMap *>(this)->Find(key); }

   /// The entry's index, and true if the key is new; else the entry stays as it is.
   std::pair<std::size_t, bool> Insert(const Key &key, Value value)
   {
      std::size_t slot = 0; // where the table will lead to it
      if (fSlots.empty()) {
         if (const std::size_t index = IndexOf(key); index != kNone)
            return {index, false};
      } else {
         for (slot = First(key); fSlots[slot]; slot = Next(slot))
            if (fEntries[fSlots[slot] - 1].first == key)
               return {fSlots[slot] - 1, false};
      }
      fEntries.emplace_back(key, std::move(value));
      if (fSlots.empty() ? fEntries.size() > kFew : 2 * fEntries.size() > fSlots.size())
         Rehash();
      else if (!fSlots.empty())
         fSlots[slot] = static_cast<std::uint32_t>(fEntries.size());
      return {fEntries.size() - 1, true};
   }

   /// Keeps its memory.
   void Clear()
   {
      fEntries.clear();
      fSlots.clear();
   }
   /// Takes out the entries for which taken(key, value) is true.
   template <class F>
   void EraseIf(F taken)
   {
      if (std::erase_if(fEntries, [&](const auto &entry) { return taken(entry.first, entry.second); }) == 0)
         return;
      fSlots.clear();
      if (fEntries.size() > kFew)
         Rehash();
   }

private:
   static constexpr std::size_t kFew = 8;

   std::size_t First(const Key &key) const { return Hash()(key) & (fSlots.size() - 1); }
   std::size_t Next(std::size_t slot) const { return (slot + 1) & (fSlots.size() - 1); }
   void Rehash()
   {
      fSlots.assign(std::bit_ceil(4 * fEntries.size()), 0);
      for (std::size_t i = 0; i < fEntries.size(); ++i) {
         std::size_t slot = First(fEntries[i].first);
         while (fSlots[slot])
            slot = Next(slot);
         fSlots[slot] = static_cast<std::uint32_t>(i + 1);
      }
   }

   std::vector<std::pair<Key, Value>> fEntries;
   std::vector<std::uint32_t> fSlots; // 1 + index, 0: free; a power of two, at most half of them taken
};

/// All bits of a number into those that a table looks at, in another way in each process: keys may be chosen by a stranger, who
/// could make a table slow if he knew.
inline std::size_t Mixed(std::uint64_t x)
{
   static const std::uint64_t seed = [] {
      std::uint64_t random = 0;
      if (const auto *given = reinterpret_cast<const char *>(::getauxval(AT_RANDOM))) // 16 bytes, from the kernel
         std::memcpy(&random, given + 8, sizeof random);
      return random;
   }();
   x = (x ^ seed) * 0x9E3779B97F4A7C15ull;
   x = (x ^ (x >> 32)) * 0xD6E8FEB86659FD93ull;
   return static_cast<std::size_t>(x ^ (x >> 32));
}

} // namespace rootlet

#endif
