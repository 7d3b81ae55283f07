// The content of standard containers, member-wise: a count, then for each member of the element class that member of all
// elements. ROOT's choice of this form is made here: at compile time where the types settle it, at run time where the
// class does (a Streamer of its own). Used by RootletStl.h. Invariant: all elements are made before the first column.
#ifndef ROOTLET_RootletStlColumns
#define ROOTLET_RootletStlColumns

#include "RootletStlContent.h"
#include "TClass.h"

#include <memory>
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

} // namespace rootlet::stl

#endif
