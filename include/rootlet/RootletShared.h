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
#include <concepts>
#include <cstddef>
#include <cstring>
#include <memory>
#include <new>
#include <optional>
#include <type_traits>
#include <utility>

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
inline constexpr int kSharedFormat = 1;

struct SharedClass;

/// A member, inherited ones too: elements of one kind, one behind the other.
struct SharedMember {
   enum Kind : unsigned char { kBool, kI8, kI16, kI32, kI64, kU8, kU16, kU32, kU64, kF32, kF64, kClass };

   const char *fName;
   const char *fType; ///< of enumerations and classes of the standard library, whose kind does not say it all; or ""
   const char *fDimensions;   ///< "[3][4]", or ""
   std::size_t fOffset;       ///< in bytes
   std::size_t fCount;        ///< of elements
   Kind fKind;                ///< of one element
   const SharedClass *fClass; ///< of kClass
};

struct SharedClass {
   const char *fName;
   int fVersion;
   std::size_t fSize;
   std::size_t fAlign;
   const SharedMember *fMembers; ///< in order of their offsets
   std::size_t fMemberCount;
};

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
   /// Somebody has asked for an element that is not there, or for bytes outside; he has been given zeros.
   void NoteOutside() const { fLeft = true; }
   bool HasLeft() const { return fLeft; }

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
};

/// What an in-place call is given for an object of class T: a function for each member, public or not. Specialised by dictgen.
template <class T>
class InPlaceOf;

template <class T>
class InPlaceArray;

/// A part of what an in-place call looks at. It is worth nothing after the call.
class InPlacePart {
public:
   InPlacePart(const InPlaceBytes &bytes, std::size_t offset) : fBytes(bytes), fOffset(offset) {}
   InPlacePart(const InPlacePart &) = delete;
   InPlacePart &operator=(const InPlacePart &) = delete;

protected:
   /// A number or enumeration is given by value, an object as an InPlaceOf, an array as an InPlaceArray.
   template <class T>
   auto At(std::size_t offset) const
   {
      if constexpr (std::is_array_v<T>)
         return InPlaceArray<std::remove_extent_t<T>>(fBytes, fOffset + offset, std::extent_v<T>);
      else if constexpr (requires(T array) { []<class U, std::size_t kN>(std::array<U, kN> &) {}(array); })
         return InPlaceArray<typename T::value_type>(fBytes, fOffset + offset, std::tuple_size_v<T>);
      else if constexpr (Shareable<T>::kShareable)
         return InPlaceOf<T>(fBytes, fOffset + offset);
      else
         return fBytes.Load<T>(fOffset + offset);
   }
   const InPlaceBytes &Bytes() const { return fBytes; }

private:
   const InPlaceBytes &fBytes;
   std::size_t fOffset;
};

/// An array, C's or std::array. An index outside of it gives the first element, and the call is an error then.
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
         index = 0; // of no array without elements
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

// --- what both sides are made of ---------------------------------------------------------------------------------------

/// A record of one layout, without its type. Used by Shared and View.
class SharedAccess {
public:
   SharedAccess(TMapFile &map, const char *name, const SharedClass &cl);
   ~SharedAccess();
   SharedAccess(SharedAccess &&) noexcept;
   SharedAccess &operator=(SharedAccess &&) noexcept;

   /// Makes the record this producer's own, or a new one of that name.
   void Claim();
   /// Claims the record that there is, and gives its newest version. False if there is none.
   bool Resume(void *object);
   /// A Write does not call itself: throws Error between the two.
   void BeginWrite();
   void EndWrite();
   /// Publishes the object's bytes as one version of the record that was claimed; those that belong to no member become 0.
   void Publish(void *object);
   /// Copies the newest version, checked, to where an object has room. False if there is none.
   bool Read(void *object);
   /// Calls `look` with the newest version where it lies; true if that was untorn until it returned.
   bool Look(void (*look)(const InPlaceBytes &bytes, void *context), void *context);
   /// Of the version that was published or read last.
   ULong64_t GetGeneration() const;

private:
   struct Data;
   std::unique_ptr<Data> fData;
};

/// Memory for an object of a shareable class. std::memcpy makes an object of such a class out of its bytes: these classes are
/// trivially copyable and of implicit lifetime. They need not be destroyed.
template <class T>
struct SharedStorage {
   alignas(T) unsigned char bytes[sizeof(T)];

   T &Object() { return *std::launder(reinterpret_cast<T *>(bytes)); }
};

// --- the producer's side -----------------------------------------------------------------------------------------------

/// An object that a producer shares; see TMapFile::Emplace and Resume. When it goes, its last version stays in the map. Of
/// several of one name the last one counts: the others throw.
template <class T>
class [[nodiscard]] Shared {
   using Check = typename Shareable<T>::template Required<Shared>;
   static_assert(sizeof(Check) != 0);

public:
   /// The producer's own object, as it was published last. It keeps its address.
   const T &Get() const { return fStorage->Object(); }
   /// Calls `f` with that object to change it, and publishes it as one version: whoever reads sees all of the changes or
   /// none, whatever becomes of this process. If `f` or the publishing throws, the object is again what it was, and nothing
   /// is published.
   template <std::invocable<T &> F>
   void Write(F &&f)
   {
      fAccess.BeginWrite();
      std::memcpy(fBefore->bytes, fStorage->bytes, sizeof(T));
      try {
         std::forward<F>(f)(fStorage->Object());
         fAccess.Publish(fStorage->bytes);
      } catch (...) {
         std::memcpy(fStorage->bytes, fBefore->bytes, sizeof(T));
         fAccess.EndWrite();
         throw;
      }
      fAccess.EndWrite();
   }
   /// Of the version that was published last.
   ULong64_t GetGeneration() const { return fAccess.GetGeneration(); }

private:
   friend class ::TMapFile;
   Shared(TMapFile &map, const char *name) : fAccess(map, name, Shareable<T>::kClass) {}

   template <class... Args>
   static Shared Make(TMapFile &map, const char *name, Args &&...args)
   {
      Shared made(map, name);
      if constexpr (!Shareable<T>::kShareable)
         return made; // has not compiled
      else if constexpr (std::is_constructible_v<T, Args...>)
         ::new (static_cast<void *>(made.fStorage->bytes)) T(std::forward<Args>(args)...);
      else
         ::new (static_cast<void *>(made.fStorage->bytes)) T{std::forward<Args>(args)...};
      made.fAccess.Claim();
      made.fAccess.Publish(made.fStorage->bytes);
      return made;
   }
   static std::optional<Shared> Resume(TMapFile &map, const char *name)
   {
      Shared made(map, name);
      if (!made.fAccess.Resume(made.fStorage->bytes))
         return std::nullopt;
      return made;
   }

   SharedAccess fAccess;
   std::unique_ptr<SharedStorage<T>> fStorage = std::make_unique<SharedStorage<T>>();
   std::unique_ptr<SharedStorage<T>> fBefore = std::make_unique<SharedStorage<T>>();
};

// --- the consumer's side -----------------------------------------------------------------------------------------------

/// Looks at an object that is shared; see TMapFile::View. It may be made before the object is, and it stays good when the object
/// is removed and comes back. An object that is streamed, or of another layout, is an error of the call that meets it.
template <class T>
class View {
   using Check = typename Shareable<T>::template Required<View>;
   static_assert(sizeof(Check) != 0);

public:
   /// Calls `f` with a private copy of the newest version, which is whole, checked, and stays as it is until the next call.
   /// False, and `f` is not called, if there is no version yet.
   template <std::invocable<const T &> F>
   bool Read(F &&f)
   {
      if (!fAccess.Read(fStorage->bytes))
         return false;
      std::forward<F>(f)(std::as_const(fStorage->Object()));
      return true;
   }
   /// A copy of the newest version, if there is one.
   std::optional<T> Snapshot()
   {
      std::optional<T> copy;
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
   std::unique_ptr<SharedStorage<T>> fStorage = std::make_unique<SharedStorage<T>>();
};

} // namespace rootlet

#endif
