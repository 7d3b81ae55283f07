// What the types of standard containers say about their streams: codecs, which kind of container it is, what its elements
// are, and the names that ROOT has for them. Used by the other RootletStl*.h. Invariant: nothing here reads or writes.
#ifndef ROOTLET_RootletStlTypes
#define ROOTLET_RootletStlTypes

#include "RootletWire.h"
#include "TBuffer.h"
#include "TString.h"

#include <bitset>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <tuple>
#include <type_traits>
#include <typeinfo>
#include <utility>

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

} // namespace stl
} // namespace rootlet

#endif
