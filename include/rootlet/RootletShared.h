// Objects of plain classes that lie in a map as themselves: published as the bytes that they are in memory, read as a
// copy of these, or looked at where they lie. No Streamer is called, and no dictionary is needed.
//
//    struct Telemetry { ULong64_t fCount; double fRate[4]; };   // Telemetry.h, with ROOTLET_SHARED(Telemetry) behind it
//
//    auto telemetry = map->Emplace<Telemetry>("telemetry");                  // producer
//    telemetry.Write([&](Telemetry &t) { ++t.fCount; t.fRate[0] = r; });     // one version; none if it throws
//
//    auto view = map->View<Telemetry>("telemetry");                          // consumer
//    view.Read([](const Telemetry &t) { Show(t); });                         // of a private, checked copy
//    double rate = 0;
//    if (view.InPlace([&](const auto &t) { rate = t.fRate()[0]; }))          // without a copy; counts only if true
//       Show(rate);
//
// Which classes can: those without virtual functions, pointers, references, and whatever else means nothing in another
// process, all the way down. dictgen decides, for the classes that ROOTLET_SHARED names, and writes what it found into a
// header (rootlet_generate_dictionary(... SHARED_HEADER TelemetryShared.h)) that the users of these functions include.
// Any other class does not compile here, and the message says which member forbids it. So no virtual function can be
// called through a map: no class that is let in has one, and nobody is handed a T & or T * into the mapping.
//
// Producer and consumer must have the class with the same members at the same places: what the map holds is compared
// with that, and another layout is an error. There is no schema evolution; objects that need it are streamed (Add).
//
// Errors: rootlet::Error. Threads: each Shared and each View is for one thread at a time; any number of them at once.
// The TMapFile must live longer than both.
#ifndef ROOTLET_RootletShared
#define ROOTLET_RootletShared

#include <array>
#include <bit>
#include <compare>
#include <concepts>
#include <cstddef>
#include <cstring>
#include <exception>
#include <memory>
#include <new>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include "RootletContainers.h"
#include "Rtypes.h"

// A producer in another thread writes what is loaded here, which ThreadSanitizer must not see: the library loads then.
#if defined(__SANITIZE_THREAD__)
#define ROOTLET_SHARED_OPAQUE 1
#elif defined(__has_feature)
#if __has_feature(thread_sanitizer)
#define ROOTLET_SHARED_OPAQUE 1
#endif
#endif

class TMapFile;

namespace rootlet {

// --- what dictgen emits ------------------------------------------------------------------------------------------------

/// The shape of what follows; raised when it changes.
inline constexpr int kSharedFormat = 2;

struct SharedClass;

/// A member, inherited ones too: elements of one kind, one behind the other.
struct SharedMember {
   enum Kind : unsigned char {
      kBool,
      kI8,
      kI16,
      kI32,
      kI64,
      kU8,
      kU16,
      kU32,
      kU64,
      kF32,
      kF64,
      kClass,
      kVector, ///< a flat_map is one of its entries
      kString
   };

   const char *fName;
   const char *fType; ///< of enumerations and classes of the standard library, whose kind does not say it all; or ""
   const char *fDimensions;      ///< "[3][4]", or ""
   std::size_t fOffset;          ///< in bytes
   std::size_t fCount;           ///< of elements
   Kind fKind;                   ///< of one element
   const SharedClass *fClass;    ///< of kClass
   const SharedMember *fElement; ///< of kVector: one element
};

struct SharedClass {
   const char *fName;
   int fVersion;
   std::size_t fSize;
   std::size_t fAlign;
   const SharedMember *fMembers; ///< in order of their offsets
   std::size_t fMemberCount;
};

/// Whether its objects have a part of them outside of sizeof.
constexpr bool HoldsContainers(const SharedClass &cl)
{
   for (std::size_t i = 0; i < cl.fMemberCount; ++i) {
      const SharedMember &member = cl.fMembers[i];
      if (member.fKind == SharedMember::kVector || member.fKind == SharedMember::kString ||
          (member.fKind == SharedMember::kClass && HoldsContainers(*member.fClass)))
         return true;
   }
   return false;
}

/// Whether the compiler agrees with dictgen that the bytes of an object are all of it, or its containers copy the rest.
template <class T>
constexpr bool IsCopiedAsBytes(const SharedClass &cl)
{
   return !std::is_polymorphic_v<T> && std::is_copy_constructible_v<T> &&
          (HoldsContainers(cl) || (std::is_trivially_copyable_v<T> && std::is_trivially_copy_constructible_v<T>));
}

/// Of a class that cannot be shared, so that there is one error and no others behind it.
struct NotShareable {
   static constexpr bool kShareable = false;
   static constexpr SharedClass kClass = {};
   template <class Use>
   static constexpr bool kIsRequired = false;
};

/// What dictgen has found out about T; it specialises this for the classes that ROOTLET_SHARED names.
template <class T>
struct Shareable : NotShareable {
   template <class Use>
   struct Required {
      static_assert(
         kIsRequired<Use>,
         "nothing says that this class can be shared: write ROOTLET_SHARED(Name) behind it, give its header to "
         "rootlet_generate_dictionary(... HEADERS Name.h SHARED_HEADER NameShared.h), and include NameShared.h here");
   };
};

/// What an in-place call looks at: bytes that may change under it.
class InPlaceBytes {
public:
   InPlaceBytes(const char *bytes, std::size_t size) : fBytes(bytes), fSize(size) {}
   InPlaceBytes(const InPlaceBytes &) = delete;
   InPlaceBytes &operator=(const InPlaceBytes &) = delete;

   /// The value there, loaded by relaxed atomic loads; zeros if it would lie outside.
   template <class T>
   T Load(std::size_t offset) const
   {
      std::array<unsigned char, sizeof(T)> bytes{};
      if (offset > fSize || sizeof(T) > fSize - offset)
         fLeft = true;
      else
         Copy<alignof(T)>(bytes.data(), fBytes + offset, sizeof(T));
      if constexpr (IsBool<T>())
         return static_cast<T>(bytes[0] != 0); // whatever it is, this is one of the two
      else
         return std::bit_cast<T>(bytes);
   }
   /// Where the elements of a container are that lies there, and how many; none if they would lie outside.
   std::pair<std::size_t, std::size_t> FindElements(std::size_t offset, std::size_t size, std::size_t alignment) const;
   /// Somebody has asked for an element that is not there, or for bytes outside; he has been given zeros.
   void NoteOutside() const { fLeft = true; }
   bool HasLeft() const { return fLeft; }
   /// A container would have elements outside.
   bool IsDamaged() const { return fIsDamaged; }

private:
   template <class T>
   static constexpr bool IsBool()
   {
      if constexpr (std::is_enum_v<T>)
         return std::is_same_v<std::underlying_type_t<T>, bool>;
      else
         return std::is_same_v<T, bool>;
   }
   template <std::size_t kAlign>
   static void Copy(unsigned char *to, const char *from, std::size_t size)
   {
#ifdef ROOTLET_SHARED_OPAQUE
      CopyOpaquely(to, from, size);
#else
      using Word =
         std::conditional_t<kAlign % 8 == 0, unsigned long long,
                            std::conditional_t<kAlign % 4 == 0, unsigned,
                                               std::conditional_t<kAlign % 2 == 0, unsigned short, unsigned char>>>;
      for (std::size_t i = 0; i < size; i += sizeof(Word)) {
         const Word word = __atomic_load_n(reinterpret_cast<const Word *>(from + i), __ATOMIC_RELAXED);
         std::memcpy(to + i, &word, sizeof word);
      }
#endif
   }
   static void CopyOpaquely(unsigned char *to, const char *from, std::size_t size);

   const char *fBytes;
   std::size_t fSize;
   mutable bool fLeft = false;
   mutable bool fIsDamaged = false;
};

/// What an in-place call is given for an object of class T: a function for each member, public or not. Specialised by dictgen.
template <class T>
class InPlaceOf;

template <class T>
class InPlaceArray;

/// What a container is in place: its Type, made of where the elements are. Specialised below.
template <class T>
struct InPlaceContainer {
};

/// A part of what an in-place call looks at. It is worth nothing after the call.
class InPlacePart {
public:
   InPlacePart(const InPlaceBytes &bytes, std::size_t offset) : fBytes(bytes), fOffset(offset) {}
   InPlacePart(const InPlacePart &) = delete;
   InPlacePart &operator=(const InPlacePart &) = delete;

protected:
   /// A number or enumeration is given by value, an object as an InPlaceOf, an array or vector as an InPlaceArray, a string as an
   /// InPlaceString, a flat_map as an InPlaceMap.
   template <class T>
   auto At(std::size_t offset) const
   {
      if constexpr (std::is_array_v<T>)
         return InPlaceArray<std::remove_extent_t<T>>(fBytes, fOffset + offset, std::extent_v<T>);
      else if constexpr (requires(T array) { []<class U, std::size_t kN>(std::array<U, kN> &) {}(array); })
         return InPlaceArray<typename T::value_type>(fBytes, fOffset + offset, std::tuple_size_v<T>);
      else if constexpr (requires { typename InPlaceContainer<T>::Type; })
         return OpenContainer<T>(offset);
      else if constexpr (Shareable<T>::kShareable)
         return InPlaceOf<T>(fBytes, fOffset + offset);
      else
         return fBytes.Load<T>(fOffset + offset);
   }
   const InPlaceBytes &Bytes() const { return fBytes; }

private:
   template <class T>
   auto OpenContainer(std::size_t offset) const
   {
      using Element = typename InPlaceContainer<T>::Element;
      const auto [at, size] = fBytes.FindElements(fOffset + offset, sizeof(Element), alignof(Element));
      return typename InPlaceContainer<T>::Type(fBytes, at, size);
   }

   const InPlaceBytes &fBytes;
   std::size_t fOffset;
};

/// An array, C's or std::array, or a vector. An index outside of it gives the first element, and the call is an error then.
template <class T>
class InPlaceArray : public InPlacePart {
public:
   InPlaceArray(const InPlaceBytes &bytes, std::size_t offset, std::size_t size)
      : InPlacePart(bytes, offset), fSize(size)
   {
   }
   std::size_t size() const { return fSize; }
   auto operator[](std::size_t index) const
   {
      if (index >= fSize) {
         Bytes().NoteOutside();
         index = 0; // if it has no elements, some bytes of the object
      }
      return At<T>(index * sizeof(T));
   }

   class Iterator {
   public:
      Iterator(const InPlaceArray &array, std::size_t index) : fArray(&array), fIndex(index) {}
      auto operator*() const { return (*fArray)[fIndex]; }
      Iterator &operator++()
      {
         ++fIndex;
         return *this;
      }
      bool operator==(const Iterator &) const = default;

   private:
      const InPlaceArray *fArray;
      std::size_t fIndex;
   };
   Iterator begin() const { return {*this, 0}; }
   Iterator end() const { return {*this, fSize}; }

private:
   std::size_t fSize;
};

/// A rootlet::string.
class InPlaceString : public InPlaceArray<char> {
public:
   InPlaceString(const InPlaceBytes &bytes, std::size_t offset, std::size_t size)
      : InPlaceArray(bytes, offset, size == 0 ? 0 : size - 1) // without the zero behind it
   {
   }
   std::string str() const
   {
      std::string text;
      text.reserve(size());
      for (const char c : *this)
         text += c;
      return text;
   }

   friend bool operator==(const InPlaceString &a, std::string_view b) { return (a <=> b) == 0; }
   friend std::strong_ordering operator<=>(const InPlaceString &a, std::string_view b)
   {
      const std::string_view::size_type common = a.size() < b.size() ? a.size() : b.size();
      for (std::size_t i = 0; i < common; ++i)
         if (const auto order = static_cast<unsigned char>(a[i]) <=> static_cast<unsigned char>(b[i]); order != 0)
            return order;
      return a.size() <=> b.size();
   }
};

/// A rootlet::flat_map: its entries, in order of their keys, each with first() and second().
template <class K, class V>
class InPlaceMap : public InPlaceArray<flat_map_entry<K, V>> {
public:
   using InPlaceArray<flat_map_entry<K, V>>::InPlaceArray;

   /// The index of the entry with that key; size() if there is none.
   template <class Key>
   std::size_t find(const Key &key) const
   {
      if constexpr (!std::is_class_v<K> && !std::is_same_v<K, Key>) {
         return find(static_cast<K>(key));
      } else {
         return Find(key);
      }
   }
   template <class Key>
   bool contains(const Key &key) const
   {
      return find(key) != this->size();
   }

private:
   template <class Key>
   std::size_t Find(const Key &key) const
   {
      std::size_t first = 0;
      for (std::size_t count = this->size(); count > 0;) {
         const std::size_t half = count / 2;
         if ((*this)[first + half].first() < key) {
            first += half + 1;
            count -= half + 1;
         } else {
            count = half;
         }
      }
      return first < this->size() && !(key < (*this)[first].first()) ? first : this->size();
   }
};

template <class E>
struct InPlaceContainer<vector<E>> {
   using Element = E;
   using Type = InPlaceArray<E>;
};
template <>
struct InPlaceContainer<string> {
   using Element = char;
   using Type = InPlaceString;
};
template <class K, class V>
struct InPlaceContainer<flat_map<K, V>> {
   using Element = flat_map_entry<K, V>;
   using Type = InPlaceMap<K, V>;
};

// --- what both sides are made of ---------------------------------------------------------------------------------------

/// Memory for one object of a shareable class and for what its containers hold. std::memcpy makes an object of such a class out
/// of its bytes, for its bytes are all that it is. They need not be destroyed.
class SharedBytes {
public:
   SharedBytes() = default;
   explicit SharedBytes(std::size_t size) { Reserve(size); }
   /// Room for so many bytes, with unknown content.
   char *Reserve(std::size_t size);
   bool HasRoomFor(std::size_t size) const { return fBytes != nullptr && size <= fCapacity; }
   char *Data() const { return fBytes.get(); }
   template <class T>
   T &Object() const
   {
      return *std::launder(reinterpret_cast<T *>(fBytes.get()));
   }

private:
   struct Delete {
      void operator()(char *bytes) const;
   };
   std::unique_ptr<char, Delete> fBytes;
   std::size_t fCapacity = 0;
};

/// A record of one layout, without its type. Used by Shared and View.
class SharedAccess {
public:
   SharedAccess(TMapFile &map, const char *name, const SharedClass &cl);
   ~SharedAccess();
   SharedAccess(SharedAccess &&) noexcept;
   SharedAccess &operator=(SharedAccess &&) noexcept;

   /// Makes the record this producer's own, or a new one of that name.
   void Claim();
   /// Claims the record that there is, and gives its newest version and its size; nothing if there is none.
   std::optional<std::size_t> Resume(SharedBytes &object);
   /// A Write does not call itself: throws Error between the two.
   void BeginWrite();
   void EndWrite();
   /// Publishes the object's bytes as one version of the record that was claimed; those that belong to no member become 0.
   void Publish(char *object, std::size_t size);
   /// Copies the newest version, checked, and gives its size; nothing if there is none.
   std::optional<std::size_t> Read(SharedBytes &object);
   /// Calls `look` with the newest version where it lies; true if that was untorn until it returned.
   bool Look(void (*look)(const InPlaceBytes &bytes, void *context), void *context);
   /// Of the version that was published or read last.
   ULong64_t GetGeneration() const;

private:
   struct Data;
   std::unique_ptr<Data> fData;
};

/// The producer's own object of a class without containers.
template <class T, bool kHoldsContainers = HoldsContainers(Shareable<T>::kClass)>
class SharedObject {
public:
   char *Bytes() const { return fObject.Data(); }
   std::size_t Size() const { return sizeof(T); }
   T &Get() const { return fObject.template Object<T>(); }
   /// Calls `f` with memory for an object, or with the object.
   template <class F>
   void Change(F &&f)
   {
      std::forward<F>(f)();
   }
   void Load(const SharedBytes &bytes, std::size_t) { std::memcpy(Bytes(), bytes.Data(), sizeof(T)); }
   /// What Revert goes back to.
   void Keep() { std::memcpy(fKept.Data(), Bytes(), sizeof(T)); }
   void Revert() { std::memcpy(Bytes(), fKept.Data(), sizeof(T)); }

private:
   SharedBytes fObject{sizeof(T)};
   SharedBytes fKept{sizeof(T)};
};

struct ArenaData;

/// The memory of an object with containers: the object first, then their elements, one behind the other. It keeps its address, and
/// takes as much of it as it may need at most.
class SharedArena {
public:
   explicit SharedArena(std::size_t objectSize);
   ~SharedArena();
   SharedArena(SharedArena &&) noexcept;
   SharedArena &operator=(SharedArena &&) noexcept;

   char *Bytes() const;
   std::size_t Size() const;
   /// So much of it was given back that it is worth a copy of the rest.
   bool IsSparse() const;
   void Load(const char *bytes, std::size_t size);
   void Keep();
   void Revert();

   /// While there is one, containers in this arena get their memory from it, in this thread.
   class Use {
   public:
      explicit Use(SharedArena &arena);
      ~Use();
      Use(const Use &) = delete;
      Use &operator=(const Use &) = delete;

   private:
      friend struct ArenaData;
      ArenaData *fArena;
      Use *fOuter;
   };

private:
   std::unique_ptr<ArenaData> fData;
};

/// The producer's own object of a class with containers.
template <class T>
class SharedObject<T, true> {
public:
   char *Bytes() const { return fArena.Bytes(); }
   std::size_t Size() const { return fArena.Size(); }
   T &Get() const { return *std::launder(reinterpret_cast<T *>(Bytes())); }
   template <class F>
   void Change(F &&f)
   {
      {
         const SharedArena::Use use(fArena);
         std::forward<F>(f)();
      }
      if (fArena.IsSparse()) {
         try {
            Compact();
         } catch (const std::exception &) { // no memory for a second one: it stays as it is, until it can be copied
         }
      }
   }
   void Load(const SharedBytes &bytes, std::size_t size)
   {
      fArena.Load(bytes.Data(), size);
      Compact(); // so that no two containers share elements, whoever has written them
   }
   void Keep() { fArena.Keep(); }
   void Revert() { fArena.Revert(); }

private:
   /// As copies of containers have no room to spare.
   void Compact()
   {
      SharedArena fresh(sizeof(T));
      {
         const SharedArena::Use use(fresh);
         ::new (static_cast<void *>(fresh.Bytes())) T(std::as_const(Get()));
      }
      fArena.Load(fresh.Bytes(), fresh.Size());
   }

   SharedArena fArena{sizeof(T)};
};

// --- the producer's side -----------------------------------------------------------------------------------------------

/// An object that a producer shares; see TMapFile::Emplace and Resume. When it goes, its last version stays in the map. Of
/// several of one name the last one counts: the others throw.
template <class T>
class [[nodiscard]] Shared {
   using Check = typename Shareable<T>::template Required<Shared>;
   static_assert(sizeof(Check) != 0);

public:
   /// The producer's own object, as it was published last. It keeps its address; the elements of its containers do not.
   const T &Get() const { return fObject.Get(); }
   /// Calls `f` with that object to change it, and publishes it as one version: whoever reads sees all of the changes or
   /// none, whatever becomes of this process. If `f` or the publishing throws, the object is again what it was, and nothing
   /// is published.
   template <std::invocable<T &> F>
   void Write(F &&f)
   {
      const Writing writing(fAccess);
      fObject.Keep();
      try {
         fObject.Change([&] { std::forward<F>(f)(fObject.Get()); });
         fAccess.Publish(fObject.Bytes(), fObject.Size());
      } catch (...) {
         fObject.Revert();
         throw;
      }
   }
   /// Of the version that was published last.
   ULong64_t GetGeneration() const { return fAccess.GetGeneration(); }

private:
   friend class ::TMapFile;
   struct Writing {
      explicit Writing(SharedAccess &access) : fOf(access) { fOf.BeginWrite(); }
      ~Writing() { fOf.EndWrite(); }
      Writing(const Writing &) = delete;
      Writing &operator=(const Writing &) = delete;
      SharedAccess &fOf;
   };
   Shared(TMapFile &map, const char *name) : fAccess(map, name, Shareable<T>::kClass) {}

   template <class... Args>
   static Shared Make(TMapFile &map, const char *name, Args &&...args)
   {
      Shared made(map, name);
      if constexpr (Shareable<T>::kShareable) { // else it has not compiled
         made.fObject.Change([&] {
            void *const at = made.fObject.Bytes();
            if constexpr (std::is_constructible_v<T, Args...>)
               ::new (at) T(std::forward<Args>(args)...);
            else
               ::new (at) T{std::forward<Args>(args)...};
         });
         made.fAccess.Claim();
         made.fAccess.Publish(made.fObject.Bytes(), made.fObject.Size());
      }
      return made;
   }
   static std::optional<Shared> Resume(TMapFile &map, const char *name)
   {
      Shared made(map, name);
      SharedBytes bytes;
      const auto size = made.fAccess.Resume(bytes);
      if (!size)
         return std::nullopt;
      made.fObject.Load(bytes, *size);
      return made;
   }

   SharedAccess fAccess;
   SharedObject<T> fObject;
};

// --- the consumer's side -----------------------------------------------------------------------------------------------

/// A copy of an object with containers, as View::Snapshot gives it; std::optional has the others.
template <class T>
class SharedCopy {
public:
   bool has_value() const { return fHasValue; }
   explicit operator bool() const { return fHasValue; }
   const T &operator*() const { return fBytes.Object<T>(); }
   const T *operator->() const { return &**this; }

private:
   template <class>
   friend class View;

   SharedBytes fBytes;
   bool fHasValue = false;
};

/// Looks at an object that is shared; see TMapFile::View. It may be made before the object is, and it stays good when the object
/// is removed and comes back. An object that is streamed, or of another layout, is an error of the call that meets it.
template <class T>
class View {
   using Check = typename Shareable<T>::template Required<View>;
   static_assert(sizeof(Check) != 0);
   static constexpr bool kHoldsContainers = HoldsContainers(Shareable<T>::kClass);

public:
   /// Calls `f` with a private copy of the newest version, which is whole, checked, and stays as it is until the next call.
   /// False, and `f` is not called, if there is no version yet.
   template <std::invocable<const T &> F>
   bool Read(F &&f)
   {
      if (!fAccess.Read(fBytes))
         return false;
      std::forward<F>(f)(std::as_const(fBytes.template Object<T>()));
      return true;
   }
   /// A copy of the newest version, if there is one: a std::optional<T>, or, if T has containers, a SharedCopy<T>.
   auto Snapshot()
   {
      std::conditional_t<kHoldsContainers, SharedCopy<T>, std::optional<T>> copy;
      if constexpr (kHoldsContainers)
         copy.fHasValue = fAccess.Read(copy.fBytes).has_value();
      else
         Read([&](const T &object) { copy.emplace(object); });
      return copy;
   }
   /// Calls `f` with the newest version where it lies in the map, as a rootlet::InPlaceOf<T>: without a copy, and without the seal
   /// being checked. The producer may write there at the same time, so `f` may see values of several versions, and is then
   /// called once more, a bounded number of times; what it has seen, and what it has thrown, counts only for the call after which this
   /// returns true (or throws). False if there is no version, or none stayed as it was for long enough.
   /// `f` should be short, take what it needs, and do nothing that cannot be done again; it must neither close the map nor end
   /// this View.
   template <class F>
   bool InPlace(F &&f)
   {
      return fAccess.Look(
         [](const InPlaceBytes &bytes, void *context) {
            (*static_cast<std::remove_reference_t<F> *>(context))(InPlaceOf<T>(bytes, 0));
         },
         const_cast<void *>(static_cast<const void *>(std::addressof(f))));
   }
   /// Of the version that was given last, to wait for the one after it (TMapFile::WaitForUpdate); 0 before the first.
   ULong64_t GetGeneration() const { return fAccess.GetGeneration(); }

private:
   friend class ::TMapFile;
   View(TMapFile &map, const char *name) : fAccess(map, name, Shareable<T>::kClass) {}

   SharedAccess fAccess;
   SharedBytes fBytes;
};

} // namespace rootlet

#endif
