// Containers for classes that are shared as they lie in memory (RootletShared.h): vector, string and flat_map of a fixed layout,
// whose elements lie in the same block as the object that they are members of, wherever that is mapped.
//
//    struct Spectrum { rootlet::string fTitle; rootlet::vector<double> fCounts; rootlet::flat_map<int, double> fGains; };
//    ROOTLET_SHARED(Spectrum)
//
//    auto spectrum = map->Emplace<Spectrum>("spectrum");
//    spectrum.Write([](Spectrum &s) { s.fTitle = "run 7"; s.fCounts.push_back(1.5); s.fGains[3] = 0.98; });
//
// They have the functions of the standard library's that are used most, and two rules of their own. They can be filled and changed
// only in the function that Write calls and in the constructor that Emplace calls; elsewhere what would put elements into one throws
// rootlet::Error. And references to elements, iterators, and what is in variables of these types, end with that function: a variable
// that outlives it is empty. Copies that shall stay are taken into containers of the standard library.
//
// Room for elements is published whether it is used or not (reserve, clear, shrink_to_fit). Elements of containers that hold others are
// best changed where they are. All elements of one object may take 2 GiB, or what address space there is; each Shared of such a
// class reserves that much.
// Threads: as for the object that they are in. Layout: mapfile-format.md, "Shared payloads".
#ifndef ROOTLET_RootletContainers
#define ROOTLET_RootletContainers

#include <algorithm>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <functional>
#include <initializer_list>
#include <iosfwd>
#include <iterator>
#include <limits>
#include <memory>
#include <new>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

namespace rootlet {

/// What lies in a map of a container. Elements may lie before and behind it.
struct ContainerPlace {
   std::int64_t fOffset = 0;    ///< of the first element, in bytes from here; 0 if there is no room for any
   std::uint32_t fSize = 0;     ///< elements
   std::uint32_t fCapacity = 0; ///< elements for which there is room
};

/// The memory of the object that is being written in this thread, as its containers see it. Used by them alone.
namespace arena {
/// Room for elements of the container at this address; all bytes are 0. Of a container that is in no shared object, room in the one
/// that is being written. Throws Error if none is, or if that becomes too large.
void *Allocate(const void *container, std::size_t size, std::size_t alignment);
/// Whether the room could be made larger where it is.
bool Extend(const void *container, void *room, std::size_t size, std::size_t wanted);
/// Gives it back, if it belongs to an object that is being written, and sets it to 0.
void Free(void *room, std::size_t size) noexcept;
/// Whether a container at this address may have its elements in that room: it is in the same object, or in none.
bool MayKeep(const void *container, const void *room) noexcept;
/// The container at this address has elements in that room, or has them no more. If it is in no shared object, it is released, by
/// that function, at the end of the Write.
void Own(void *container, const void *room, void (*release)(void *container));
void Disown(const void *container, const void *room) noexcept;
[[noreturn]] void ThrowTooMany();
[[noreturn]] void ThrowOutOfRange();
} // namespace arena

/// As std::vector. Elements are numbers, bools, enumerations, shareable classes and containers.
template <class E>
class vector {
   static_assert(!std::is_pointer_v<E> && !std::is_reference_v<E> && !std::is_const_v<E> && !std::is_array_v<E>,
                 "the elements of a rootlet::vector have to be objects that mean the same in every process");

public:
   using value_type = E;
   using size_type = std::size_t;
   using difference_type = std::ptrdiff_t;
   using reference = E &;
   using const_reference = const E &;
   using iterator = E *;
   using const_iterator = const E *;

   // All begin as empty ones, so that one that throws gives back what it has.
   vector() = default;
   explicit vector(size_type size) : vector() { resize(size); }
   vector(size_type size, const E &value) : vector() { assign(size, value); }
   template <std::input_iterator It>
   vector(It first, It last) : vector()
   {
      assign(first, last);
   }
   vector(std::initializer_list<E> values) : vector() { assign(values.begin(), values.end()); }
   vector(const vector &other) : vector() { assign(other.begin(), other.end()); }
   vector(vector &&other) : vector()
   {
      Take(other);
   } // NOLINT(performance-noexcept-move-constructor): between two objects it copies
   ~vector() { Release(); }
   vector &operator=(const vector &other)
   {
      if (this != &other)
         assign(other.begin(), other.end());
      return *this;
   }
   vector &operator=(vector &&other) // NOLINT(performance-noexcept-move-constructor)
   {
      if (this != &other) {
         Release();
         Take(other);
      }
      return *this;
   }
   vector &operator=(std::initializer_list<E> values)
   {
      assign(values.begin(), values.end());
      return *this;
   }

   /// The values are none of this vector's own.
   template <std::input_iterator It>
   void assign(It first, It last)
   {
      clear();
      if constexpr (std::forward_iterator<It>)
         reserve(static_cast<size_type>(std::distance(first, last)));
      for (; first != last; ++first)
         emplace_back(*first);
   }
   void assign(std::initializer_list<E> values) { assign(values.begin(), values.end()); }
   void assign(size_type size, const E &value)
   {
      clear();
      reserve(size);
      resize(size, value);
   }

   E *data() { return const_cast<E *>(std::as_const(*this).data()); }
   const E *data() const
   {
      // By numbers: for the compiler no pointer leads from one object into another.
      if (fPlace.fCapacity == 0)
         return nullptr;
      return reinterpret_cast<const E *>(reinterpret_cast<std::uintptr_t>(this) +
                                         static_cast<std::uintptr_t>(fPlace.fOffset));
   }
   size_type size() const { return fPlace.fSize; }
   size_type capacity() const { return fPlace.fCapacity; }
   bool empty() const { return fPlace.fSize == 0; }
   static constexpr size_type max_size() { return std::numeric_limits<std::uint32_t>::max() / sizeof(E); }

   E *begin() { return data(); }
   E *end() { return data() + size(); }
   const E *begin() const { return data(); }
   const E *end() const { return data() + size(); }
   const E *cbegin() const { return begin(); }
   const E *cend() const { return end(); }
   auto rbegin() { return std::reverse_iterator(end()); }
   auto rend() { return std::reverse_iterator(begin()); }
   auto rbegin() const { return std::reverse_iterator(end()); }
   auto rend() const { return std::reverse_iterator(begin()); }

   E &operator[](size_type index) { return data()[index]; }
   const E &operator[](size_type index) const { return data()[index]; }
   /// Throws std::out_of_range.
   E &at(size_type index) { return const_cast<E &>(std::as_const(*this).at(index)); }
   const E &at(size_type index) const
   {
      if (index >= size())
         arena::ThrowOutOfRange();
      return data()[index];
   }
   E &front() { return *begin(); }
   const E &front() const { return *begin(); }
   E &back() { return end()[-1]; }
   const E &back() const { return end()[-1]; }

   template <class... Args>
   E &emplace_back(Args &&...args)
   {
      if (fPlace.fSize == fPlace.fCapacity && !ExtendFor(size() + 1))
         return MoveAndEmplace(std::forward<Args>(args)...);
      E *const made = Construct(end(), std::forward<Args>(args)...);
      ++fPlace.fSize;
      return *made;
   }
   void push_back(const E &value) { emplace_back(value); }
   void push_back(E &&value) { emplace_back(std::move(value)); }
   void pop_back() { Shorten(size() - 1); }
   template <class... Args>
   iterator emplace(const_iterator at, Args &&...args)
   {
      const difference_type index = at - begin();
      emplace_back(std::forward<Args>(args)...);
      std::rotate(begin() + index, end() - 1, end());
      return begin() + index;
   }
   iterator insert(const_iterator at, const E &value) { return emplace(at, value); }
   iterator insert(const_iterator at, E &&value) { return emplace(at, std::move(value)); }
   /// The values are none of this vector's own.
   template <std::input_iterator It>
   iterator insert(const_iterator at, It first, It last)
   {
      const difference_type index = at - begin();
      const size_type before = size();
      for (; first != last; ++first)
         emplace_back(*first);
      std::rotate(begin() + index, begin() + static_cast<difference_type>(before), end());
      return begin() + index;
   }
   iterator erase(const_iterator at) { return erase(at, at + 1); }
   iterator erase(const_iterator first, const_iterator last)
   {
      E *const to = begin() + (first - begin());
      if (first != last) {
         std::move(begin() + (last - begin()), end(), to);
         Shorten(size() - static_cast<size_type>(last - first));
      }
      return to;
   }
   void clear() { Shorten(0); }
   void resize(size_type wanted)
   {
      if (wanted < size())
         return Shorten(wanted);
      ReserveGrowing(wanted);
      while (size() < wanted)
         emplace_back();
   }
   void resize(size_type wanted, const E &value)
   {
      if (wanted <= size())
         return Shorten(wanted);
      const size_type first = size();
      emplace_back(value); // which may be one of ours, and move with them
      ReserveGrowing(wanted);
      while (size() < wanted)
         emplace_back(data()[first]);
   }
   void reserve(size_type wanted)
   {
      if (wanted > capacity() && !ExtendTo(wanted))
         MoveTo(RoomFor(wanted), wanted);
   }
   void shrink_to_fit()
   {
      if (empty())
         Release();
      else if (size() < capacity())
         MoveTo(RoomFor(size()), size());
   }
   void swap(vector &other) { std::swap(*this, other); }
   friend void swap(vector &a, vector &b) { a.swap(b); }

   friend bool operator==(const vector &a, const vector &b)
   {
      return std::equal(a.begin(), a.end(), b.begin(), b.end());
   }

private:
   template <class... Args>
   static E *Make(E *at, Args &&...args)
   {
      if constexpr (std::is_constructible_v<E, Args...>)
         return ::new (static_cast<void *>(at)) E(std::forward<Args>(args)...);
      else
         return ::new (static_cast<void *>(at)) E{std::forward<Args>(args)...};
   }
   /// Room without an element is 0, for the map shows what is there.
   static void Clear(E *at, size_type count) { std::memset(static_cast<void *>(at), 0, count * sizeof(E)); }
   template <class... Args>
   static E *Construct(E *at, Args &&...args)
   {
      if constexpr (std::is_trivially_copyable_v<E> && std::is_nothrow_constructible_v<E, Args...>) {
         return Make(at, std::forward<Args>(args)...);
      } else {
         try {
            return Make(at, std::forward<Args>(args)...);
         } catch (...) {
            Clear(at, 1);
            throw;
         }
      }
   }
   /// The last one first: their own rooms then come back in the order in which they can be taken up again.
   static void Destroy(E *first, E *last)
   {
      if constexpr (!std::is_trivially_destructible_v<E>)
         while (last != first)
            std::destroy_at(--last);
   }

   E *RoomFor(size_type capacity) const
   {
      if (capacity > max_size())
         arena::ThrowTooMany();
      // A variable stays in the object that has its elements.
      const void *const where = this->capacity() == 0 ? static_cast<const void *>(this) : data();
      return static_cast<E *>(arena::Allocate(where, capacity * sizeof(E), alignof(E)));
   }
   /// Twice the room, or what is wanted.
   size_type Grown(size_type wanted) const
   {
      constexpr size_type kFirst = sizeof(E) < 16 ? 16 / sizeof(E) : 1;
      return std::max({wanted, std::min(2 * capacity(), max_size()), kFirst});
   }
   void ReserveGrowing(size_type wanted)
   {
      if (wanted > capacity())
         reserve(Grown(wanted));
   }
   bool ExtendTo(size_type wanted)
   {
      if (capacity() == 0 || wanted > max_size() ||
          !arena::Extend(this, data(), capacity() * sizeof(E), wanted * sizeof(E)))
         return false;
      fPlace.fCapacity = static_cast<std::uint32_t>(wanted);
      return true;
   }
   bool ExtendFor(size_type wanted) { return ExtendTo(Grown(wanted)) || ExtendTo(wanted); }
   /// The room, with this number of elements in it, is this vector's from now on.
   void Put(E *room, size_type capacity, size_type size)
   {
      fPlace.fOffset =
         static_cast<std::int64_t>(reinterpret_cast<std::uintptr_t>(room) - reinterpret_cast<std::uintptr_t>(this));
      fPlace.fCapacity = static_cast<std::uint32_t>(capacity);
      fPlace.fSize = static_cast<std::uint32_t>(size);
   }
   void Own(const E *room)
   {
      arena::Own(this, room, [](void *vector_) { static_cast<vector *>(vector_)->Release(); });
   }
   /// Into a room of that capacity, in which one more element may be behind the last.
   void MoveTo(E *room, size_type capacity, E *made = nullptr)
   {
      E *const old = data();
      const size_type oldCapacity = this->capacity();
      size_type moved = 0;
      try {
         Own(room);
         if constexpr (std::is_trivially_copyable_v<E>) {
            if (!empty())
               std::memcpy(static_cast<void *>(room), static_cast<const void *>(old), size() * sizeof(E));
         } else {
            for (; moved < size(); ++moved)
               Construct(room + moved, std::move(old[moved]));
            Destroy(old, old + size());
         }
      } catch (...) {
         Destroy(room, room + moved);
         if (made != nullptr)
            std::destroy_at(made);
         arena::Disown(this, room);
         arena::Free(room, capacity * sizeof(E));
         throw;
      }
      if (oldCapacity != 0)
         arena::Disown(this, old);
      Put(room, capacity, size());
      if (oldCapacity != 0)
         arena::Free(old, oldCapacity * sizeof(E));
   }
   /// The new element is made before the others move: it may be made of one of them.
   template <class... Args>
   E &MoveAndEmplace(Args &&...args)
   {
      const size_type capacity = Grown(size() + 1);
      E *const room = RoomFor(capacity);
      E *made = nullptr;
      try {
         made = Construct(room + size(), std::forward<Args>(args)...);
      } catch (...) {
         arena::Free(room, capacity * sizeof(E));
         throw;
      }
      MoveTo(room, capacity, made);
      ++fPlace.fSize;
      return *made;
   }
   void Shorten(size_type wanted)
   {
      if (wanted == size())
         return;
      Destroy(begin() + wanted, end());
      Clear(begin() + wanted, size() - wanted);
      fPlace.fSize = static_cast<std::uint32_t>(wanted);
   }
   void Release()
   {
      if (capacity() == 0)
         return;
      E *const room = data();
      Destroy(room, room + size());
      arena::Disown(this, room);
      arena::Free(room, capacity() * sizeof(E));
      fPlace = {};
   }
   void Take(vector &other)
   {
      if (other.capacity() == 0)
         return;
      E *const room = other.data();
      if (!arena::MayKeep(this, room)) {
         assign(std::make_move_iterator(other.begin()), std::make_move_iterator(other.end()));
         return;
      }
      Own(room);
      const ContainerPlace theirs = std::exchange(other.fPlace, {});
      arena::Disown(&other, room);
      Put(room, theirs.fCapacity, theirs.fSize);
   }

   ContainerPlace fPlace;
};

class string;

/// What a string can be made of, and compared with: all that is a std::string_view, but strings themselves.
template <class Text>
inline constexpr bool kIsText =
   std::is_convertible_v<const Text &, std::string_view> && !std::is_same_v<std::remove_cv_t<Text>, string>;

/// As std::string, in fewer functions: for all that does not change it there is its std::string_view.
class string {
public:
   using value_type = char;

   string() = default;
   template <class Text>
   requires(kIsText<Text>) string(const Text &text) // NOLINT(google-explicit-constructor)
   {
      assign(text);
   }
   template <class Text>
   requires(kIsText<Text>) string &operator=(const Text &text)
   {
      assign(text);
      return *this;
   }

   operator std::string_view() const { return {data(), size()}; } // NOLINT(google-explicit-constructor)
   std::string_view view() const { return *this; }
   std::string str() const { return std::string(view()); }
   const char *c_str() const { return fChars.empty() ? "" : fChars.data(); }
   const char *data() const { return c_str(); }
   std::size_t size() const { return fChars.empty() ? 0 : fChars.size() - 1; }
   std::size_t length() const { return size(); }
   bool empty() const { return size() == 0; }
   char &operator[](std::size_t index)
   {
      if (fChars.empty())
         fChars.emplace_back('\0');
      return fChars[index];
   }
   char operator[](std::size_t index) const { return c_str()[index]; }
   char *begin() { return fChars.begin(); }
   char *end() { return begin() + size(); }
   const char *begin() const { return c_str(); }
   const char *end() const { return c_str() + size(); }

   void clear() { fChars.clear(); }
   /// The text may be a part of this one's own, as it may be below.
   void assign(std::string_view text)
   {
      if (text.empty())
         return clear();
      const std::size_t own = OwnIndex(text);
      if (own == kNot) {
         fChars.resize(text.size() + 1);
         std::memcpy(fChars.data(), text.data(), text.size());
      } else {
         std::memmove(fChars.data(), fChars.data() + own, text.size());
         fChars.resize(text.size() + 1);
      }
      fChars.back() = '\0';
   }
   string &append(std::string_view text)
   {
      if (text.empty())
         return *this;
      const std::size_t own = OwnIndex(text);
      const std::size_t before = size();
      fChars.reserve(NextCapacity(before + text.size() + 1));
      fChars.resize(before + text.size() + 1);
      std::memmove(fChars.data() + before, own == kNot ? text.data() : fChars.data() + own, text.size());
      return *this;
   }
   void push_back(char c) { append({&c, 1}); }
   string &operator+=(std::string_view text) { return append(text); }
   string &operator+=(char c)
   {
      push_back(c);
      return *this;
   }
   void reserve(std::size_t size) { fChars.reserve(size + 1); }

   friend void swap(string &a, string &b) { a.fChars.swap(b.fChars); }
   friend bool operator==(const string &a, const string &b) { return a.view() == b.view(); }
   friend std::strong_ordering operator<=>(const string &a, const string &b) { return a.view() <=> b.view(); }
   template <class Text>
   requires(kIsText<Text>) friend bool operator==(const string &a, const Text &b)
   {
      const std::string_view text = b;
      return a.view() == text;
   }
   template <class Text>
   requires(kIsText<Text>) friend std::strong_ordering operator<=>(const string &a, const Text &b)
   {
      const std::string_view text = b;
      return a.view() <=> text;
   }
   template <class Traits>
   friend std::basic_ostream<char, Traits> &operator<<(std::basic_ostream<char, Traits> &out, const string &text)
   {
      return out << text.view();
   }

private:
   static constexpr std::size_t kNot = std::numeric_limits<std::size_t>::max();

   /// Where the text stands in this one, or kNot.
   std::size_t OwnIndex(std::string_view text) const
   {
      const std::less_equal<const char *> before;
      const bool own = before(begin(), text.data()) && before(text.data(), end()) && !fChars.empty();
      return own ? static_cast<std::size_t>(text.data() - begin()) : kNot;
   }
   std::size_t NextCapacity(std::size_t wanted) const
   {
      return wanted <= fChars.capacity() ? wanted : std::max(wanted, 2 * fChars.capacity());
   }

   vector<char> fChars; ///< with a zero behind them, or none at all
};

/// What a flat_map has of each key.
template <class K, class V>
struct flat_map_entry {
   template <class Key, class... Args>
   explicit flat_map_entry(std::piecewise_construct_t, Key &&key, Args &&...args)
      : first(std::forward<Key>(key)), second(std::forward<Args>(args)...)
   {
   }

   K first;
   V second;

   friend bool operator==(const flat_map_entry &, const flat_map_entry &) = default;
};

/// A map that is a vector, sorted by key: found in log n steps, inserted in n. Keys are compared by `<`, and may be looked for as
/// anything that compares with them; keys that are numbers are converted first. Iterators give entries with `first` and `second`; to change
/// a key there breaks the order. A new entry ends all references: not `m[4] = m[9]`.
template <class K, class V>
class flat_map {
public:
   using key_type = K;
   using mapped_type = V;
   using value_type = flat_map_entry<K, V>;
   using size_type = std::size_t;
   using iterator = value_type *;
   using const_iterator = const value_type *;

   flat_map() = default;
   flat_map(std::initializer_list<std::pair<K, V>> entries) { insert(entries.begin(), entries.end()); }

   std::size_t size() const { return fEntries.size(); }
   bool empty() const { return fEntries.empty(); }
   void clear() { fEntries.clear(); }
   void reserve(std::size_t size) { fEntries.reserve(size); }
   iterator begin() { return fEntries.begin(); }
   iterator end() { return fEntries.end(); }
   const_iterator begin() const { return fEntries.begin(); }
   const_iterator end() const { return fEntries.end(); }

   /// The first entry whose key is not less.
   template <class Key>
   iterator lower_bound(const Key &key)
   {
      return const_cast<iterator>(std::as_const(*this).lower_bound(key));
   }
   template <class Key>
   const_iterator lower_bound(const Key &key) const
   {
      const auto &sought = Sought(key);
      return std::lower_bound(begin(), end(), sought,
                              [](const value_type &entry, const auto &than) { return entry.first < than; });
   }
   template <class Key>
   iterator find(const Key &key)
   {
      return const_cast<iterator>(std::as_const(*this).find(key));
   }
   template <class Key>
   const_iterator find(const Key &key) const
   {
      const const_iterator at = lower_bound(key);
      return IsThere(at, key) ? at : end();
   }
   template <class Key>
   bool contains(const Key &key) const
   {
      return find(key) != end();
   }
   template <class Key>
   std::size_t count(const Key &key) const
   {
      return contains(key) ? 1 : 0;
   }
   /// Throws std::out_of_range.
   template <class Key>
   V &at(const Key &key)
   {
      return const_cast<V &>(std::as_const(*this).at(key));
   }
   template <class Key>
   const V &at(const Key &key) const
   {
      const const_iterator found = find(key);
      if (found == end())
         arena::ThrowOutOfRange();
      return found->second;
   }

   /// The entry of the key, and whether it was made now.
   template <class Key, class... Args>
   std::pair<iterator, bool> try_emplace(Key &&key, Args &&...args)
   {
      const iterator at = lower_bound(key);
      if (IsThere(at, key))
         return {at, false};
      return {Emplace(at, std::forward<Key>(key), std::forward<Args>(args)...), true};
   }
   template <class Key, class Value>
   std::pair<iterator, bool> insert_or_assign(Key &&key, Value &&value)
   {
      const iterator at = lower_bound(key);
      if (!IsThere(at, key))
         return {Emplace(at, std::forward<Key>(key), std::forward<Value>(value)), true};
      at->second = std::forward<Value>(value);
      return {at, false};
   }
   /// Of pairs, where the key is not there.
   template <std::input_iterator It>
   void insert(It first, It last)
   {
      for (; first != last; ++first)
         try_emplace(first->first, first->second);
   }
   template <class Key>
   V &operator[](Key &&key)
   {
      return try_emplace(std::forward<Key>(key)).first->second;
   }
   iterator erase(const_iterator at) { return fEntries.erase(at); }
   /// The number of entries that went.
   template <class Key>
   requires(!std::is_convertible_v<Key, const_iterator>) std::size_t erase(const Key &key)
   {
      const iterator at = find(key);
      if (at == end())
         return 0;
      fEntries.erase(at);
      return 1;
   }

   friend bool operator==(const flat_map &a, const flat_map &b) { return a.fEntries == b.fEntries; }

private:
   template <class Key>
   static decltype(auto) Sought(const Key &key)
   {
      if constexpr (std::is_class_v<K>)
         return (key);
      else
         return static_cast<K>(key);
   }
   template <class Key>
   bool IsThere(const_iterator at, const Key &key) const
   {
      return at != end() && !(Sought(key) < at->first);
   }
   template <class Key, class... Args>
   iterator Emplace(const_iterator at, Key &&key, Args &&...args)
   {
      if constexpr (std::is_class_v<K>)
         return fEntries.emplace(at, std::piecewise_construct, std::forward<Key>(key), std::forward<Args>(args)...);
      else
         return fEntries.emplace(at, std::piecewise_construct, static_cast<K>(key), std::forward<Args>(args)...);
   }

   vector<value_type> fEntries;
};

} // namespace rootlet

#endif
