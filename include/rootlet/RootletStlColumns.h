// The content of standard containers, member-wise: a count, then for each member of the element class that member of all
// elements. ROOT's choice of this form is made here: at compile time where the types settle it, at run time where the
// class does (a Streamer of its own). Used by RootletStl.h. Invariant: all elements are made before the first column.
#ifndef ROOTLET_RootletStlColumns
#define ROOTLET_RootletStlColumns

#include "RootletColumns.h"
#include "RootletStlContent.h"
#include "TClass.h"

#include <vector>

namespace rootlet::stl {

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

/// Whether this container can be read member-wise at all.
template <class C>
constexpr bool HasColumns()
{
   if constexpr (Elements<C> || IsOptional<C>::value)
      return Mapping<C> || IsPair<typename C::value_type>::value || Object<typename C::value_type>;
   else
      return false;
}

/// The checksum in front of pairs that are streamed member by member; C holds pairs.
template <class Codec, class C>
UInt_t PairsCheckSum()
{
   using Value = typename C::value_type;
   using Pairs = PairCodec<std::conditional_t<Mapping<C>, Codec, typename ElementCodec<Codec>::Type>>;
   static const UInt_t checksum =
      PairCheckSum(TypeName<typename Pairs::First, std::remove_const_t<typename Value::first_type>>(),
                   TypeName<typename Pairs::Second, typename Value::second_type>());
   return checksum;
}

/// A number of objects of that class, `size` bytes each in memory, in member-wise content: as many as can be there.
std::size_t ReadObjectsCount(TBuffer &buffer, const TClass *cl, std::size_t size);

/// The elements of a container as a range that columns can walk; `pointers` has to outlive it.
template <class C>
ObjectRange Walk(const C &container, std::vector<void *> &pointers)
{
   using Value = typename C::value_type;
   if constexpr (requires { container.data(); }) {
      return {const_cast<Value *>(container.data()), sizeof(Value), container.size()};
   } else {
      pointers.reserve(SizeOf(container));
      for (const auto &element : container)
         pointers.push_back(const_cast<Value *>(&element));
      return {pointers.data(), pointers.size()};
   }
}

/// One member of a pair for all pairs: numbers one after another, strings under one header.
template <class Codec, class T>
void StreamSplitPair(TBuffer &buffer, Column<T> column)
{
   auto stream = [&] {
      for (std::size_t i = 0; i < column.Size(); ++i)
         if (buffer.IsReading())
            ReadElement<Codec>(buffer, column[i]);
         else
            WriteElement<Codec>(buffer, column[i]);
   };
   if constexpr (std::is_same_v<T, std::string> || Container<T>)
      StreamHeaded(buffer, stream);
   else if constexpr (WireBasic<T> && std::is_same_v<Codec, codec::Auto>)
      StreamRunColumn(buffer, column);
   else
      stream();
}

template <class Codec, class X>
void StreamColumns(TBuffer &buffer, const ObjectRange &objects)
{
   if constexpr (IsPair<X>::value) {
      StreamSplitPair<typename PairCodec<Codec>::First>(buffer, objects.Member(&X::first));
      StreamSplitPair<typename PairCodec<Codec>::Second>(buffer, objects.Member(&X::second));
   } else {
      RequireClass<X>()->StreamColumns(buffer, objects);
   }
}

/// The number of elements, all of which are made before the first column is read.
template <class Codec, class C>
std::size_t ReadColumnsCount(TBuffer &buffer)
{
   using Value = typename C::value_type;
   if constexpr (IsPair<Value>::value) {
      using Pairs = PairCodec<std::conditional_t<Mapping<C>, Codec, typename ElementCodec<Codec>::Type>>;
      using First = std::remove_const_t<typename Value::first_type>;
      return static_cast<std::size_t>(
         buffer.ReadCount(MinimalSize<typename Pairs::First, First>() +
                          MinimalSize<typename Pairs::Second, typename Value::second_type>()));
   } else {
      return ReadObjectsCount(buffer, RequireClass<Value>(), sizeof(Value));
   }
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
         StreamColumns<typename ElementCodec<Codec>::Type, typename C::value_type>(buffer, ObjectRange(&value, 1));
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
         StreamColumns<Inner, Element>(buffer, ObjectRange(elements.data(), sizeof(Element), n));
      container.clear();
      for (Element &element : elements)
         Insert<codec::Auto>(buffer, container, std::move(element));
   } else {
      using Element = typename C::value_type;
      container.clear();
      Resize(container, n);
      std::vector<void *> pointers;
      if (n)
         StreamColumns<typename ElementCodec<Codec>::Type, Element>(buffer, Walk(container, pointers));
   }
}

template <class Codec, class C>
void WriteMemberWise(TBuffer &buffer, const C &container)
{
   buffer.WriteRun(CheckedCount(buffer, SizeOf(container)));
   if (SizeOf(container) == 0)
      return;
   using Inner = std::conditional_t<Mapping<C>, Codec, typename ElementCodec<Codec>::Type>;
   std::vector<void *> pointers;
   StreamColumns<Inner, typename C::value_type>(buffer, Walk(container, pointers));
}

/// A sequence of objects without its type: what the library needs to stream it, one after another or member by member.
struct ObjectSequence {
   std::size_t fSize; ///< of an object in memory
   TClass *(*fClass)();
   /// Keeps the first `kept` elements and adds new ones, made by the default constructor, up to n.
   void (*fResize)(void *container, std::size_t kept, std::size_t n);
   ObjectRange (*fWalk)(const void *container, std::vector<void *> &pointers);
   void (*fStream)(TBuffer &buffer, void *object);
};
void ReadObjects(TBuffer &buffer, void *container, const ObjectSequence &sequence, bool memberWise);
void WriteObjects(TBuffer &buffer, const void *container, const ObjectSequence &sequence, bool memberWise);

template <class C>
concept ObjectSequenceOf = Sequence<C> && Object<typename C::value_type> &&
   std::is_default_constructible_v<typename C::value_type> && std::is_move_constructible_v<typename C::value_type> &&
   requires(C &c)
{
   c.resize(1);
};

template <ObjectSequenceOf C>
inline constexpr ObjectSequence kSequence = {
   sizeof(typename C::value_type),
   RequireClass<typename C::value_type>,
   [](void *container, std::size_t kept, std::size_t n) {
      auto &elements = *static_cast<C *>(container);
      if (kept == 0)
         elements.clear();
      elements.resize(n);
   },
   [](const void *container, std::vector<void *> &pointers) {
      return Walk(*static_cast<const C *>(container), pointers);
   },
   [](TBuffer &buffer, void *object) { ReadOne(buffer, *static_cast<typename C::value_type *>(object)); },
};

} // namespace rootlet::stl

#endif
