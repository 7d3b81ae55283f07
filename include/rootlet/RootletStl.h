// Standard containers in the stream: vector, list, deque, set, map and their kin, array, pair, bitset, optional and
// std::string, nested to any depth. Included by generated dictionaries that stream a container; facts: docs/wire-format.md, "STL".
// Invariant: a container that is being read holds only complete elements, also when reading throws.
//
// A container member has a header and then its content, in one of two forms: object-wise (the elements one after
// another) or member-wise (for each member of the element class, that member of all elements). ROOT's choice is made
// here at compile time where the types settle it and at run time where the class does (custom Streamer).
#ifndef ROOTLET_RootletStl
#define ROOTLET_RootletStl

#include "TBuffer.h"
#include "TClass.h"
#include "TString.h"

#include <algorithm>
#include <bitset>
#include <iterator>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace rootlet {

/// What C++ types cannot tell: Double32_t is double and Float16_t is float, but their bytes differ. dictgen spells a
/// codec where one of them stands inside a container, and where a comment asks for the object-wise form.
namespace codec {
struct Auto {};       ///< as the type says
struct ObjectWise {}; ///< `//||`: never member-wise
struct Double32 {};   ///< a Float
struct Float16 {};    ///< 12 bits of mantissa
template <class Element>
struct Sequence {
};
template <class Key, class Value>
struct Mapping {
};
template <class First, class Second>
struct PairOf {
};
} // namespace codec

namespace stl {

template <class T>
struct IsBitset : std::false_type {
};
template <std::size_t N>
struct IsBitset<std::bitset<N>> : std::true_type {
};
template <class T>
struct IsOptional : std::false_type {
};
template <class T>
struct IsOptional<std::optional<T>> : std::true_type {
};
template <class T>
struct IsPair : std::false_type {
};
template <class A, class B>
struct IsPair<std::pair<A, B>> : std::true_type {
};

template <class T>
concept String = std::is_same_v<T, std::string> || std::is_same_v<T, TString>;
/// The containers of the standard library that hold elements: they, and they alone, have an allocator and iterators.
template <class T>
concept Elements = !String<T> && !HasClassDef<T> && requires(T & c)
{
   typename T::value_type;
   typename T::allocator_type;
   c.begin();
   c.end();
   c.clear();
};
template <class T>
concept Mapping = Elements<T> && requires
{
   typename T::mapped_type;
};
template <class T>
concept Set = Elements<T> && !Mapping<T> && requires
{
   typename T::key_type;
};
template <class T>
concept Sequence = Elements<T> && !Mapping<T> && !Set<T>;
template <class T>
concept Container = Elements<T> || IsBitset<T>::value || IsOptional<T>::value;
template <class T>
concept Pointer = std::is_pointer_v<T> || IsUniquePtr<T>::value;
/// A class of the user's, held by value.
template <class T>
concept Object = std::is_class_v<T> && !String<T> && !Container<T> && !IsPair<T>::value && !IsUniquePtr<T>::value &&
                 !wire::IsStdArray<T>::value && !WireBasic<T>;

/// The value of a container; bool for a bitset.
template <class C>
struct ElementOf {
   using Type = bool;
};
template <Elements C>
struct ElementOf<C> {
   using Type = typename C::value_type;
};
template <class T>
struct ElementOf<std::optional<T>> {
   using Type = T;
};
/// What a member-wise container is read into: its elements, with keys that can still be written.
template <class C>
struct Readable {
   using Type = typename C::value_type;
};
template <Mapping C>
struct Readable<C> {
   using Type = std::pair<std::remove_const_t<typename C::key_type>, typename C::mapped_type>;
};

template <class Codec>
struct ElementCodec {
   using Type = codec::Auto;
};
template <class E>
struct ElementCodec<codec::Sequence<E>> {
   using Type = E;
};
template <class Codec>
struct PairCodec {
   using First = codec::Auto;
   using Second = codec::Auto;
};
template <class K, class V>
struct PairCodec<codec::Mapping<K, V>> {
   using First = K;
   using Second = V;
};
template <class A, class B>
struct PairCodec<codec::PairOf<A, B>> {
   using First = A;
   using Second = B;
};

/// The checksum of `std::pair<First, Second>`, names as ROOT 5.34 spells them.
UInt_t PairCheckSum(const std::string &first, const std::string &second);
/// ROOT's name of a type, for that checksum; of a class by its dictionary.
std::string DemangledName(const std::type_info &type);
/// Closes the list of template arguments as ROOT does: `> >`.
inline std::string WithArgument(std::string name, const std::string &argument)
{
   return name.append(argument).append(argument.ends_with('>') ? " >" : ">");
}

template <class Codec, class T>
std::string TypeName()
{
   if constexpr (std::is_same_v<Codec, codec::Double32>)
      return "Double32_t";
   else if constexpr (std::is_same_v<Codec, codec::Float16>)
      return "Float16_t";
   else if constexpr (std::is_same_v<T, std::string>)
      return "string";
   else if constexpr (std::is_same_v<T, long long>)
      return "Long64_t";
   else if constexpr (std::is_same_v<T, unsigned long long>)
      return "ULong64_t";
   else if constexpr (std::is_pointer_v<T>)
      return TypeName<codec::Auto, std::remove_const_t<std::remove_pointer_t<T>>>() + "*";
   else if constexpr (HoldsNumber<T>)
      return TypeName<codec::Auto, typename NumberHolder<T>::Number>();
   else if constexpr (IsOptional<T>::value)
      return WithArgument("vector<", TypeName<typename ElementCodec<Codec>::Type, typename T::value_type>());
   else if constexpr (wire::IsStdArray<T>::value)
      return "array<" + TypeName<typename ElementCodec<Codec>::Type, typename T::value_type>() + "," +
             std::to_string(std::tuple_size_v<T>) + ">";
   else
      return DemangledName(typeid(T));
}

// --- elements ------------------------------------------------------------------------------------------------

template <class Codec, class T>
void ReadElement(TBuffer &buffer, T &x);
template <class Codec, class T>
void WriteElement(TBuffer &buffer, const T &x);
template <class Codec, class C>
void ReadContent(TBuffer &buffer, C &container);
template <class Codec, class C>
void WriteContent(TBuffer &buffer, const C &container);

/// The least that one element takes in the stream: what bounds a count before memory is taken.
template <class Codec, class T>
constexpr std::size_t MinimalSize()
{
   if constexpr (std::is_same_v<Codec, codec::Double32> || Pointer<T> || Container<T>)
      return 4;
   else if constexpr (std::is_same_v<Codec, codec::Float16>)
      return 3;
   else if constexpr (WireBasic<T>)
      return wire::BasicSize<T>();
   else if constexpr (IsPair<T>::value)
      return sizeof(Version_t);
   else if constexpr (wire::IsStdArray<T>::value)
      return std::tuple_size_v<T> * MinimalSize<typename ElementCodec<Codec>::Type, typename T::value_type>();
   else
      return 1; // the length of a string; an object with a Streamer of its own
}

constexpr Packing kFloat16 = Packing::Mantissa(12);

/// A pair as an object streams like a class: its strings and containers are members, with a header.
template <class Codec, class T>
void ReadPairMember(TBuffer &buffer, T &x)
{
   if constexpr (std::is_same_v<T, std::string> || Container<T>)
      buffer.ReadStlAs<Codec>(x);
   else
      ReadElement<Codec>(buffer, x);
}
template <class Codec, class T>
void WritePairMember(TBuffer &buffer, const T &x)
{
   if constexpr (std::is_same_v<T, std::string> || Container<T>)
      buffer.WriteStlAs<Codec>(x);
   else
      WriteElement<Codec>(buffer, x);
}

template <class Codec, class T>
void ReadElement(TBuffer &buffer, T &x)
{
   if constexpr (std::is_same_v<Codec, codec::Double32>) {
      buffer.ReadPacked(x, Packing::Float());
   } else if constexpr (std::is_same_v<Codec, codec::Float16>) {
      buffer.ReadPacked(x, kFloat16);
   } else if constexpr (WireBasic<T>) {
      buffer.ReadRun(x);
   } else if constexpr (std::is_same_v<T, std::string>) {
      buffer.ReadStdString(x);
   } else if constexpr (Pointer<T>) {
      buffer.ReadPointer(x);
   } else if constexpr (Container<T>) {
      ReadContent<Codec>(buffer, x);
   } else if constexpr (wire::IsStdArray<T>::value) {
      if constexpr (WireBasic<typename wire::Flat<T>::Element> && std::is_same_v<Codec, codec::Auto>)
         buffer.ReadRun(x);
      else
         for (auto &element : x)
            ReadElement<typename ElementCodec<Codec>::Type>(buffer, element);
   } else if constexpr (IsPair<T>::value) {
      UInt_t start, count, checksum;
      if (buffer.ReadVersion(&start, &count) == 0)
         buffer.ReadRun(checksum); // not compared: pairs of other writers carry other ones
      ReadPairMember<typename PairCodec<Codec>::First>(buffer, x.first);
      ReadPairMember<typename PairCodec<Codec>::Second>(buffer, x.second);
      buffer.CheckByteCount(start, count, "pair");
   } else {
      buffer.ReadValue(x);
   }
}

template <class Codec, class T>
void WriteElement(TBuffer &buffer, const T &x)
{
   if constexpr (std::is_same_v<Codec, codec::Double32>) {
      buffer.WritePacked(x, Packing::Float());
   } else if constexpr (std::is_same_v<Codec, codec::Float16>) {
      buffer.WritePacked(x, kFloat16);
   } else if constexpr (WireBasic<T>) {
      buffer.WriteRun(x);
   } else if constexpr (std::is_same_v<T, std::string>) {
      buffer.WriteStdString(x);
   } else if constexpr (Pointer<T>) {
      buffer.WritePointer(x);
   } else if constexpr (Container<T>) {
      WriteContent<Codec>(buffer, x);
   } else if constexpr (wire::IsStdArray<T>::value) {
      if constexpr (WireBasic<typename wire::Flat<T>::Element> && std::is_same_v<Codec, codec::Auto>)
         buffer.WriteRun(x);
      else
         for (const auto &element : x)
            WriteElement<typename ElementCodec<Codec>::Type>(buffer, element);
   } else if constexpr (IsPair<T>::value) {
      using First = typename PairCodec<Codec>::First;
      using Second = typename PairCodec<Codec>::Second;
      static const UInt_t checksum = PairCheckSum(TypeName<First, std::remove_const_t<typename T::first_type>>(),
                                                  TypeName<Second, typename T::second_type>());
      const auto position = static_cast<UInt_t>(buffer.Position());
      buffer.WriteRun(UInt_t(0), Version_t(0), checksum);
      WritePairMember<First>(buffer, x.first);
      WritePairMember<Second>(buffer, x.second);
      buffer.SetByteCount(position);
   } else {
      buffer.WriteValue(x);
   }
}

// --- object-wise content -----------------------------------------------------------------------------------------

template <class C>
std::size_t SizeOf(const C &container)
{
   if constexpr (requires { container.size(); })
      return container.size();
   else
      return static_cast<std::size_t>(std::distance(container.begin(), container.end())); // forward_list
}

template <class C>
inline constexpr bool kContiguousBasics = requires(C &c)
{
   c.data();
}
&&WireBasic<typename C::value_type>;

/// Elements to make at once when the stream announces n: all, unless they would take far more memory than the bytes left
/// can be worth; then the rest follows as it is read.
template <class T>
std::size_t FirstRoom(const TBuffer &buffer, std::size_t n)
{
   constexpr std::size_t kSize = sizeof(T); // NOLINT(bugprone-sizeof-expression): T may be a pointer
   return std::min(n, (65536 + 64 * buffer.Remaining()) / kSize + 1);
}

template <class C>
void Clear(C &container)
{
   if constexpr (IsOptional<C>::value)
      container.reset();
   else
      container.clear();
}

/// n elements in a sequence whose old content is of no interest.
template <class C>
void Resize(C &container, std::size_t n)
{
   if constexpr (std::is_move_constructible_v<typename C::value_type>)
      container.resize(n);
   else
      container = C(n);
}

/// Adds an element to a set or map. Equal keys, which no writer streams, would lose an element that others may point to;
/// only where packing has rounded the keys may they be equal.
template <class KeyCodec, class C, class... T>
typename C::iterator Insert(TBuffer &buffer, C &container, T &&...element)
{
   const std::size_t before = container.size();
   const auto at = container.emplace_hint(container.end(), std::forward<T>(element)...);
   if constexpr (std::is_same_v<KeyCodec, codec::Auto>)
      if (container.size() == before)
         buffer.Throw("a set or map has two equal keys");
   return at;
}

template <class T>
inline constexpr bool kCanBeMade = std::is_default_constructible_v<T>;
/// Keys are read beside the container and then moved into it.
template <class T>
inline constexpr bool kCanBeKey = kCanBeMade<T> &&std::is_move_constructible_v<T>;

/// Elements are made by their default constructor, then read. Those without one can be written all the same.
template <class C>
constexpr bool CanMakeElements()
{
   if constexpr (Mapping<C>)
      return kCanBeKey<typename C::key_type> && kCanBeMade<typename C::mapped_type>;
   else if constexpr (Set<C>)
      return kCanBeKey<typename C::key_type>;
   else
      return kCanBeMade<typename ElementOf<C>::Type>;
}

/// n elements that cannot be made: none is all there may be.
template <class C>
void ReadNone(TBuffer &buffer, C &container, std::size_t n)
{
   if (n) {
      using Element = typename ElementOf<C>::Type;
      if constexpr (!Mapping<C>)
         ThrowCannotMake(buffer, typeid(Element), kCanBeMade<Element>);
      else if constexpr (kCanBeKey<typename C::key_type>)
         ThrowCannotMake(buffer, typeid(typename C::mapped_type));
      else
         ThrowCannotMake(buffer, typeid(typename C::key_type), kCanBeMade<typename C::key_type>);
   }
   Clear(container);
}

/// The value of an optional, which streams as a vector of none or one.
template <class C>
void CheckOptional(const TBuffer &buffer, std::size_t n)
{
   if (IsOptional<C>::value && n > 1)
      buffer.Throw("a std::optional cannot hold %zu values", n);
}

template <class Codec, class C>
void ReadElements(TBuffer &buffer, C &container, std::size_t n)
{
   if constexpr (Mapping<C>) {
      using Key = std::remove_const_t<typename C::key_type>;
      container.clear();
      for (std::size_t i = 0; i < n; ++i) {
         Key key{};
         ReadElement<typename PairCodec<Codec>::First>(buffer, key);
         if constexpr (std::is_move_constructible_v<typename C::mapped_type>) {
            typename C::mapped_type value{};
            ReadElement<typename PairCodec<Codec>::Second>(buffer, value);
            Insert<typename PairCodec<Codec>::First>(buffer, container, std::move(key), std::move(value));
         } else { // it stays where it is made
            const auto at =
               Insert<typename PairCodec<Codec>::First>(buffer, container, std::piecewise_construct,
                                                        std::forward_as_tuple(std::move(key)), std::forward_as_tuple());
            ReadElement<typename PairCodec<Codec>::Second>(buffer, at->second);
         }
      }
   } else if constexpr (IsOptional<C>::value) {
      CheckOptional<C>(buffer, n);
      container.reset();
      if (n)
         ReadElement<typename ElementCodec<Codec>::Type>(buffer, container.emplace());
   } else if constexpr (Set<C>) {
      container.clear();
      for (std::size_t i = 0; i < n; ++i) {
         typename C::value_type value{};
         ReadElement<typename ElementCodec<Codec>::Type>(buffer, value);
         Insert<typename ElementCodec<Codec>::Type>(buffer, container, std::move(value));
      }
   } else if constexpr (kContiguousBasics<C> && std::is_same_v<typename ElementCodec<Codec>::Type, codec::Auto>) {
      Resize(container, n);
      buffer.ReadFastArray(container.data(), static_cast<Int_t>(n));
   } else if constexpr (std::is_same_v<typename C::value_type, bool>) {
      Resize(container, n);
      const char *from = buffer.ConsumeMany(n, 1);
      for (auto it = container.begin(); it != container.end(); ++it, ++from)
         *it = *from != 0;
   } else if constexpr (requires { container.before_begin(); }) { // forward_list
      container.clear();
      auto last = container.before_begin();
      for (std::size_t i = 0; i < n; ++i) {
         last = container.emplace_after(last);
         ReadElement<typename ElementCodec<Codec>::Type>(buffer, *last);
      }
   } else if constexpr (requires { container.reserve(n); } && !std::is_move_constructible_v<typename C::value_type>) {
      container = C(n); // a vector of such cannot grow
      for (auto &element : container)
         ReadElement<typename ElementCodec<Codec>::Type>(buffer, element);
   } else {
      container.clear();
      if constexpr (requires { container.reserve(n); })
         container.reserve(FirstRoom<typename C::value_type>(buffer, n));
      for (std::size_t i = 0; i < n; ++i)
         ReadElement<typename ElementCodec<Codec>::Type>(buffer, container.emplace_back());
   }
}

template <class Codec, class C>
void WriteElements(TBuffer &buffer, const C &container)
{
   if constexpr (Mapping<C>) {
      for (const auto &[key, value] : container) {
         WriteElement<typename PairCodec<Codec>::First>(buffer, key);
         WriteElement<typename PairCodec<Codec>::Second>(buffer, value);
      }
   } else if constexpr (kContiguousBasics<C> && std::is_same_v<typename ElementCodec<Codec>::Type, codec::Auto>) {
      buffer.WriteFastArray(container.data(), static_cast<Int_t>(container.size()));
   } else if constexpr (std::is_same_v<typename C::value_type, bool>) {
      char *to = buffer.ReserveMany(SizeOf(container), 1);
      for (const bool flag : container)
         *to++ = flag ? 1 : 0;
   } else {
      for (const auto &element : container)
         WriteElement<typename ElementCodec<Codec>::Type>(buffer, element);
   }
}

template <class Codec, class C>
constexpr std::size_t MinimalElementSize()
{
   if constexpr (Mapping<C>)
      return MinimalSize<typename PairCodec<Codec>::First, typename C::key_type>() +
             MinimalSize<typename PairCodec<Codec>::Second, typename C::mapped_type>();
   else
      return MinimalSize<typename ElementCodec<Codec>::Type, typename ElementOf<C>::Type>();
}

template <class C>
Int_t CountOf(TBuffer &buffer, const C &container)
{
   const std::size_t n = SizeOf(container);
   if (n > TBuffer::kMaxSize)
      buffer.Throw("a container of %zu elements cannot be streamed", n);
   return static_cast<Int_t>(n);
}

template <class Codec, class C>
void ReadContent(TBuffer &buffer, C &container)
{
   const auto n = static_cast<std::size_t>(buffer.ReadCount(MinimalElementSize<Codec, C>()));
   if constexpr (IsBitset<C>::value) {
      const char *from = buffer.ConsumeMany(n, 1);
      container.reset();
      for (std::size_t i = 0; i < n && i < container.size(); ++i)
         container[i] = from[i] != 0;
   } else if constexpr (!CanMakeElements<C>()) {
      ReadNone(buffer, container, n);
   } else {
      ReadElements<Codec>(buffer, container, n);
   }
}

template <class Codec, class C>
void WriteContent(TBuffer &buffer, const C &container)
{
   if constexpr (IsBitset<C>::value) {
      buffer.WriteRun(static_cast<Int_t>(container.size()));
      char *to = buffer.ReserveMany(container.size(), 1);
      for (std::size_t i = 0; i < container.size(); ++i)
         *to++ = container[i] ? 1 : 0;
   } else if constexpr (IsOptional<C>::value) {
      buffer.WriteRun(static_cast<Int_t>(container ? 1 : 0));
      if (container)
         WriteElement<typename ElementCodec<Codec>::Type>(buffer, *container);
   } else {
      buffer.WriteRun(CountOf(buffer, container));
      WriteElements<Codec>(buffer, container);
   }
}

// --- member-wise content --------------------------------------------------------------------------------------------

/// The pairs that ROOT takes apart by default: those for which it brings a dictionary along.
template <class Codec, class P>
constexpr bool SplitsPair()
{
   using First = std::remove_const_t<typename P::first_type>;
   using Second = typename P::second_type;
   auto number = []<class T>(T *) {
      return std::is_same_v<T, int> || std::is_same_v<T, long> || std::is_same_v<T, float> || std::is_same_v<T, double>;
   };
   return std::is_same_v<typename PairCodec<Codec>::First, codec::Auto> &&
          std::is_same_v<typename PairCodec<Codec>::Second, codec::Auto> &&
          (number(static_cast<First *>(nullptr)) ||
           std::is_same_v<First, std::string>)&&number(static_cast<Second *>(nullptr));
}

/// The form in which ROOT writes a container as a member.
template <class Codec, class C>
bool IsMemberWise()
{
   if constexpr (Elements<C> && !std::is_same_v<Codec, codec::ObjectWise>) {
      if constexpr (Mapping<C>) {
         return SplitsPair<Codec, typename C::value_type>();
      } else if constexpr (IsPair<typename C::value_type>::value) {
         return SplitsPair<typename ElementCodec<Codec>::Type, typename C::value_type>();
      } else if constexpr (Object<typename C::value_type>) {
         static const bool split = !RequireClass<typename C::value_type>()->HasCustomStreamer();
         return split;
      }
   }
   return false;
}

/// Whether this container can be read member-wise at all.
template <class C>
constexpr bool HasColumns()
{
   if constexpr (Elements<C> || IsOptional<C>::value)
      return Mapping<C> || IsPair<typename C::value_type>::value || Object<typename C::value_type>;
   else
      return false;
}

/// The version of the element class that stands in front of member-wise content, which ends at byte `end`. If it is not
/// the one of this program, the result makes the buffer yield converted content.
void WriteElementVersion(TBuffer &buffer, const TClass *cl);
std::unique_ptr<ConvertedColumns> ReadElementVersion(TBuffer &buffer, TClass *cl, std::size_t end);
/// The least that an object of the class takes in member-wise content; 0 if nothing of it is streamed.
std::size_t MinimalColumnsSize(const TClass *cl);
/// Throws unless n objects, `minimal` bytes each in the stream and `size` in memory, can be there.
void CheckObjects(const TBuffer &buffer, Int_t n, std::size_t minimal, std::size_t size);

template <class Codec, class C>
void WriteElementVersion(TBuffer &buffer)
{
   using Value = typename C::value_type;
   if constexpr (Mapping<C> || IsPair<Value>::value) {
      using Pairs = PairCodec<std::conditional_t<Mapping<C>, Codec, typename ElementCodec<Codec>::Type>>;
      static const UInt_t checksum =
         PairCheckSum(TypeName<typename Pairs::First, std::remove_const_t<typename Value::first_type>>(),
                      TypeName<typename Pairs::Second, typename Value::second_type>());
      buffer.WriteRun(Version_t(0), checksum);
   } else if constexpr (Object<Value>) {
      WriteElementVersion(buffer, RequireClass<Value>());
   }
}

template <class Codec, class C>
std::unique_ptr<ConvertedColumns> ReadElementVersion(TBuffer &buffer, std::size_t end)
{
   using Value = typename C::value_type;
   if constexpr (Mapping<C> || IsPair<Value>::value) {
      Version_t version;
      UInt_t checksum;
      buffer.ReadRun(version);
      if (version == 0)
         buffer.ReadRun(checksum); // not compared: it depends on the writer's dictionary
   } else if constexpr (Object<Value>) {
      return ReadElementVersion(buffer, RequireClass<Value>(), end);
   }
   return nullptr;
}

/// The elements of a container as a range that columns can walk.
template <class C>
class Walk {
public:
   explicit Walk(const C &container)
   {
      using Value = typename C::value_type;
      if constexpr (requires { container.data(); }) {
         fFirst = const_cast<Value *>(container.data());
         fSize = container.size();
      } else {
         fPointers.reserve(SizeOf(container));
         for (const auto &element : container)
            fPointers.push_back(const_cast<Value *>(&element));
         fSize = fPointers.size();
      }
   }
   ObjectRange Range() const
   {
      return fFirst ? ObjectRange(fFirst, sizeof(typename C::value_type), fSize) : ObjectRange(fPointers.data(), fSize);
   }

private:
   void *fFirst = nullptr;
   std::vector<void *> fPointers;
   std::size_t fSize = 0;
};

/// One member of a pair for all pairs: numbers one after another, strings under one header.
template <class Codec, class X, class F>
void ReadPairColumn(TBuffer &buffer, const ObjectRange &pairs, F member)
{
   using Member = std::remove_cvref_t<decltype(member(std::declval<X &>()))>;
   auto read = [&](X &pair) { ReadElement<Codec>(buffer, const_cast<Member &>(member(pair))); };
   if constexpr (std::is_same_v<Member, std::string> || Container<Member>)
      buffer.ReadHeadedColumn<X>(pairs, read);
   else
      pairs.ForEach<X>(read);
}
template <class Codec, class X, class F>
void WritePairColumn(TBuffer &buffer, const ObjectRange &pairs, F member)
{
   using Member = std::remove_cvref_t<decltype(member(std::declval<X &>()))>;
   auto write = [&](X &pair) { WriteElement<Codec>(buffer, member(pair)); };
   if constexpr (std::is_same_v<Member, std::string> || Container<Member>)
      buffer.WriteHeadedColumn<X>(pairs, write);
   else
      pairs.ForEach<X>(write);
}

template <class Codec, class X>
void ReadColumns(TBuffer &buffer, const ObjectRange &objects)
{
   if constexpr (IsPair<X>::value) {
      ReadPairColumn<typename PairCodec<Codec>::First, X>(
         buffer, objects, [](X & x) -> auto & { return x.first; });
      ReadPairColumn<typename PairCodec<Codec>::Second, X>(
         buffer, objects, [](X & x) -> auto & { return x.second; });
   } else if constexpr (HasClassDef<X>) {
      X::RootletStreamColumns(buffer, objects);
   } else {
      RequireClass<X>()->StreamColumns(buffer, objects);
   }
}

template <class Codec, class X>
void WriteColumns(TBuffer &buffer, const ObjectRange &objects)
{
   if constexpr (IsPair<X>::value) {
      WritePairColumn<typename PairCodec<Codec>::First, X>(
         buffer, objects, [](X & x) -> auto & { return x.first; });
      WritePairColumn<typename PairCodec<Codec>::Second, X>(
         buffer, objects, [](X & x) -> auto & { return x.second; });
   } else {
      ReadColumns<Codec, X>(buffer, objects); // one function for both directions
   }
}

/// The number of elements, all of which are made before the first column is read.
template <class Codec, class C>
std::size_t ReadColumnsCount(TBuffer &buffer)
{
   using Value = typename C::value_type;
   Int_t n;
   buffer.ReadRun(n);
   if constexpr (IsPair<Value>::value) {
      using Pairs = PairCodec<std::conditional_t<Mapping<C>, Codec, typename ElementCodec<Codec>::Type>>;
      using First = std::remove_const_t<typename Value::first_type>;
      constexpr std::size_t kMinimal = MinimalSize<typename Pairs::First, First>() +
                                       MinimalSize<typename Pairs::Second, typename Value::second_type>();
      CheckObjects(buffer, n, kMinimal, sizeof(Value));
   } else {
      static const std::size_t minimal = MinimalColumnsSize(RequireClass<Value>());
      CheckObjects(buffer, n, minimal, sizeof(Value));
   }
   return static_cast<std::size_t>(n);
}

template <class Codec, class C>
void ReadMemberWise(TBuffer &buffer, C &container)
{
   const std::size_t n = ReadColumnsCount<Codec, C>(buffer);
   if constexpr (!CanMakeElements<C>()) {
      ReadNone(buffer, container, n);
   } else if constexpr (IsOptional<C>::value) {
      CheckOptional<C>(buffer, n);
      container.reset();
      if (n) {
         void *const value = &container.emplace();
         ReadColumns<typename ElementCodec<Codec>::Type, typename C::value_type>(buffer, ObjectRange(&value, 1));
      }
   } else if constexpr (Mapping<C> && !std::is_move_constructible_v<typename Readable<C>::Type>) {
      if (n) // our own writer does not take such pairs apart
         buffer.Throw("a map whose values cannot be moved is not read member by member");
      container.clear();
   } else if constexpr (Mapping<C> || Set<C>) {
      // Keys are constant inside the container: read the elements beside it, then move them in.
      using Element = typename Readable<C>::Type;
      using Inner = std::conditional_t<Mapping<C>, Codec, typename ElementCodec<Codec>::Type>;
      std::vector<Element> elements(n);
      if (n)
         ReadColumns<Inner, Element>(buffer, Walk<std::vector<Element>>(elements).Range());
      container.clear();
      for (Element &element : elements)
         Insert<codec::Auto>(buffer, container, std::move(element));
   } else {
      using Element = typename C::value_type;
      container.clear();
      Resize(container, n);
      if (n)
         ReadColumns<typename ElementCodec<Codec>::Type, Element>(buffer, Walk<C>(container).Range());
   }
}

template <class Codec, class C>
void WriteMemberWise(TBuffer &buffer, const C &container)
{
   buffer.WriteRun(CountOf(buffer, container));
   if (SizeOf(container) == 0)
      return;
   using Inner = std::conditional_t<Mapping<C>, Codec, typename ElementCodec<Codec>::Type>;
   WriteColumns<Inner, typename C::value_type>(buffer, Walk<C>(container).Range());
}

/// std::array<C, n>, also in a fixed array.
template <class T>
inline constexpr bool kHasStdArray = wire::IsStdArray<std::remove_const_t<std::remove_all_extents_t<T>>>::value;

// --- members: the header and what is behind it ---------------------------------------------------------------------------

/// What a header covers: one container, a fixed array of them, a pointer to one, or one per object of a range.
template <class T>
struct Covered {
   using Type = T;
};
template <class T>
struct Covered<T *> : Covered<T> {
};
template <class T, std::size_t N>
struct Covered<T[N]> : Covered<T> {
};

template <class Codec, class T>
void ReadCovered(TBuffer &buffer, T &x, bool memberWise)
{
   if constexpr (std::is_array_v<T>) {
      for (auto &element : x)
         ReadCovered<Codec>(buffer, element, memberWise);
   } else if constexpr (std::is_pointer_v<T>) {
      if (!x)
         x = new std::remove_pointer_t<T>();
      ReadCovered<Codec>(buffer, *x, memberWise);
   } else if constexpr (std::is_same_v<T, std::string>) {
      buffer.ReadStdString(x);
   } else if constexpr (HasColumns<T>()) {
      if (memberWise)
         ReadMemberWise<Codec>(buffer, x);
      else
         ReadContent<Codec>(buffer, x);
   } else {
      if (memberWise)
         buffer.Throw("a container of basic values cannot be member-wise");
      ReadContent<Codec>(buffer, x);
   }
}

template <class Codec, class T>
void WriteCovered(TBuffer &buffer, const T &x, bool memberWise)
{
   if constexpr (std::is_array_v<T>) {
      for (const auto &element : x)
         WriteCovered<Codec>(buffer, element, memberWise);
   } else if constexpr (std::is_pointer_v<T>) {
      if (x)
         WriteCovered<Codec>(buffer, *x, memberWise);
      else if constexpr (std::is_same_v<std::remove_cv_t<std::remove_pointer_t<T>>, std::string>)
         buffer.WriteStringBytes({});
      else
         buffer.WriteRun(Int_t(0)); // null streams as empty
   } else if constexpr (std::is_same_v<T, std::string>) {
      buffer.WriteStdString(x);
   } else if constexpr (Elements<T> && HasColumns<T>()) {
      if (memberWise)
         WriteMemberWise<Codec>(buffer, x);
      else
         WriteContent<Codec>(buffer, x);
   } else {
      WriteContent<Codec>(buffer, x);
   }
}

/// The header of container type C, then f(memberWise), which streams what it covers.
template <class Codec, class C, class F>
void ReadUnderHeader(TBuffer &buffer, F f)
{
   UInt_t start, count;
   const bool memberWise = (buffer.ReadVersion(&start, &count) & 0x4000) != 0;
   std::unique_ptr<ConvertedColumns> converted; // of elements in another version
   if constexpr (HasColumns<C>())
      if (memberWise)
         converted = ReadElementVersion<Codec, C>(buffer, start + sizeof(UInt_t) + count);
   f(memberWise);
   converted.reset();
   buffer.CheckByteCount(start, count, "container");
}

template <class Codec, class C, class F>
void WriteUnderHeader(TBuffer &buffer, F f)
{
   const bool memberWise = IsMemberWise<Codec, C>();
   const UInt_t position = buffer.WriteStreamerVersion(memberWise);
   if constexpr (HasColumns<C>())
      if (memberWise)
         WriteElementVersion<Codec, C>(buffer);
   f(memberWise);
   buffer.SetByteCount(position);
}

} // namespace stl
} // namespace rootlet

template <class Codec, class C>
void TBuffer::ReadStlAs(C &container)
{
   if constexpr (rootlet::stl::kHasStdArray<C>) { // the containers follow each other without any header
      auto *first = rootlet::wire::FlatData(container);
      for (std::size_t i = 0; i < rootlet::wire::Flat<C>::kCount; ++i)
         rootlet::stl::ReadElement<Codec>(*this, first[i]);
   } else {
      using Type = typename rootlet::stl::Covered<C>::Type;
      rootlet::stl::ReadUnderHeader<Codec, Type>(
         *this, [&](bool memberWise) { rootlet::stl::ReadCovered<Codec>(*this, container, memberWise); });
   }
}

template <class Codec, class C>
void TBuffer::WriteStlAs(const C &container)
{
   if constexpr (rootlet::stl::kHasStdArray<C>) {
      const auto *first = rootlet::wire::FlatData(container);
      for (std::size_t i = 0; i < rootlet::wire::Flat<C>::kCount; ++i)
         rootlet::stl::WriteElement<Codec>(*this, first[i]);
   } else {
      using Type = std::remove_const_t<typename rootlet::stl::Covered<C>::Type>;
      rootlet::stl::WriteUnderHeader<Codec, Type>(
         *this, [&](bool memberWise) { rootlet::stl::WriteCovered<Codec>(*this, container, memberWise); });
   }
}

template <class C>
void TBuffer::ReadStl(C &container)
{
   ReadStlAs<rootlet::codec::Auto>(container);
}

template <class C>
void TBuffer::WriteStl(const C &container)
{
   WriteStlAs<rootlet::codec::Auto>(container);
}

template <class Codec, class X, class F>
void TBuffer::ReadStlColumnAs(const rootlet::ObjectRange &objects, F member)
{
   using Member = std::remove_reference_t<decltype(member(std::declval<X &>()))>;
   if constexpr (rootlet::stl::kHasStdArray<Member>) {
      objects.ForEach<X>([&](X &x) { ReadStlAs<Codec>(member(x)); });
   } else {
      using Type = typename rootlet::stl::Covered<Member>::Type;
      rootlet::stl::ReadUnderHeader<Codec, Type>(*this, [&](bool memberWise) {
         objects.ForEach<X>([&](X &x) { rootlet::stl::ReadCovered<Codec>(*this, member(x), memberWise); });
      });
   }
}

template <class Codec, class X, class F>
void TBuffer::WriteStlColumnAs(const rootlet::ObjectRange &objects, F member)
{
   using Member = std::remove_reference_t<decltype(member(std::declval<X &>()))>;
   if constexpr (rootlet::stl::kHasStdArray<Member>) {
      objects.ForEach<X>([&](X &x) { WriteStlAs<Codec>(member(x)); });
   } else {
      using Type = std::remove_const_t<typename rootlet::stl::Covered<Member>::Type>;
      rootlet::stl::WriteUnderHeader<Codec, Type>(*this, [&](bool memberWise) {
         objects.ForEach<X>([&](X &x) { rootlet::stl::WriteCovered<Codec>(*this, member(x), memberWise); });
      });
   }
}

template <class X, class F>
void TBuffer::ReadStlColumn(const rootlet::ObjectRange &objects, F member)
{
   ReadStlColumnAs<rootlet::codec::Auto, X>(objects, member);
}

template <class X, class F>
void TBuffer::WriteStlColumn(const rootlet::ObjectRange &objects, F member)
{
   WriteStlColumnAs<rootlet::codec::Auto, X>(objects, member);
}

#endif
