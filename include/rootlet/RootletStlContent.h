// The content of standard containers, object-wise: a count, then the elements one after another, nested to any depth.
// Used by RootletStl.h. Invariant: a container that is being read holds only complete elements, also when reading throws;
// no count is believed before it was compared with the bytes left.
#ifndef ROOTLET_RootletStlContent
#define ROOTLET_RootletStlContent

#include "RootletStlTypes.h"

#include <algorithm>
#include <iterator>

namespace rootlet::stl {

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

/// Elements of `size` bytes to make at once when many are announced: all, unless they would take far more memory than the
/// bytes left can be worth; then the rest follows as it is read.
inline std::size_t FirstRoom(const TBuffer &buffer, std::size_t size)
{
   return (65536 + 64 * buffer.Remaining()) / size + 1;
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
         container.reserve(
            std::min(n, FirstRoom(buffer, sizeof(typename C::value_type)))); // NOLINT(bugprone-sizeof-expression)
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

inline Int_t CheckedCount(const TBuffer &buffer, std::size_t n)
{
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
      buffer.WriteRun(CheckedCount(buffer, SizeOf(container)));
      WriteElements<Codec>(buffer, container);
   }
}

} // namespace rootlet::stl

#endif
