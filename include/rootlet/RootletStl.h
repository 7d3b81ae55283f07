// Standard containers in the stream: vector, list, deque, set, map and their kin, array, pair, bitset, optional and
// std::string, nested to any depth. Included by generated dictionaries that stream a container; facts: docs/wire-format.md, "STL".
// Here are the members of TBuffer and the header in front of a container; what is behind it, object-wise or member-wise,
// is in RootletStlContent.h and RootletStlColumns.h.
#ifndef ROOTLET_RootletStl
#define ROOTLET_RootletStl

#include "RootletStlColumns.h"

namespace rootlet::stl {

/// std::array<C, n>, also in a fixed array.
template <class T>
inline constexpr bool kHasStdArray = wire::IsStdArray<std::remove_const_t<std::remove_all_extents_t<T>>>::value;

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
   } else if constexpr (ObjectSequenceOf<T>) {
      ReadObjects(buffer, &x, kSequence<T>, memberWise);
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
   } else if constexpr (ObjectSequenceOf<T>) {
      WriteObjects(buffer, &x, kSequence<T>, memberWise);
   } else if constexpr (Elements<T> && HasColumns<T>()) {
      if (memberWise)
         WriteMemberWise<Codec>(buffer, x);
      else
         WriteContent<Codec>(buffer, x);
   } else {
      WriteContent<Codec>(buffer, x);
   }
}

/// How members of one type are streamed under a header.
struct UnderHeader {
   void (*fRead)(TBuffer &buffer, void *member, bool memberWise);
   void (*fWrite)(TBuffer &buffer, const void *member, bool memberWise);
   TClass *(*fElementClass)(); ///< if the elements are objects, else null
   UInt_t (*fPairCheckSum)();  ///< if they are pairs, else null
   bool fSplit;                ///< ROOT writes them member by member, unless their class has a Streamer of its own
};
/// One header, and what is behind it: for one member, or for each of many. In the direction of the buffer.
void StreamUnderHeader(TBuffer &buffer, void *member, const UnderHeader &how);
void StreamUnderHeader(TBuffer &buffer, Column<char> members, const UnderHeader &how);

template <class Codec, class Member>
constexpr UnderHeader MakeUnderHeader()
{
   UnderHeader how{[](TBuffer &buffer, void *member, bool memberWise) {
                      ReadCovered<Codec>(buffer, *static_cast<Member *>(member), memberWise);
                   },
                   [](TBuffer &buffer, const void *member, bool memberWise) {
                      WriteCovered<Codec>(buffer, *static_cast<const Member *>(member), memberWise);
                   },
                   nullptr, nullptr, false};
   using C = std::remove_const_t<typename Covered<Member>::Type>;
   if constexpr (HasColumns<C>()) {
      using Value = typename C::value_type;
      constexpr bool kMaySplit = Elements<C> && !std::is_same_v<Codec, codec::ObjectWise>;
      if constexpr (IsPair<Value>::value) {
         how.fPairCheckSum = PairsCheckSum<Codec, C>;
         how.fSplit =
            kMaySplit && SplitsPair<std::conditional_t<Mapping<C>, Codec, typename ElementCodec<Codec>::Type>, Value>();
      } else {
         how.fElementClass = RequireClass<Value>;
         how.fSplit = kMaySplit;
      }
   }
   return how;
}
template <class Codec, class Member>
inline constexpr UnderHeader kUnderHeader = MakeUnderHeader<Codec, Member>();

/// One member of a container type: every container has a header, but those in a std::array.
template <class Codec, class Member>
void StreamMember(TBuffer &buffer, Member &member)
{
   if constexpr (kHasStdArray<Member>) { // the containers follow each other without any header
      auto *first = wire::FlatData(member);
      for (std::size_t i = 0; i < wire::Flat<Member>::kCount; ++i)
         if (buffer.IsReading())
            ReadElement<Codec>(buffer, first[i]);
         else
            WriteElement<Codec>(buffer, first[i]);
   } else {
      StreamUnderHeader(buffer, &member, kUnderHeader<Codec, Member>);
   }
}

} // namespace rootlet::stl

template <class Codec, class C>
void TBuffer::ReadStlAs(C &container)
{
   rootlet::stl::StreamMember<Codec>(*this, container);
}

template <class Codec, class C>
void TBuffer::WriteStlAs(const C &container)
{
   rootlet::stl::StreamMember<Codec>(*this, const_cast<C &>(container));
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

namespace rootlet {

/// Standard containers and std::string, pointers to them and arrays of them: one header for the column.
template <class Codec = codec::Auto, class Member>
void StreamStlColumn(TBuffer &buffer, Column<Member> column)
{
   if constexpr (stl::kHasStdArray<Member>)
      for (std::size_t i = 0; i < column.Size(); ++i)
         stl::StreamMember<Codec>(buffer, column[i]);
   else
      stl::StreamUnderHeader(buffer, column.template As<char>(), stl::kUnderHeader<Codec, Member>);
}

/// std::pair, and arrays of it: each is streamed like an object.
template <class Codec, class Member>
void StreamPairColumn(TBuffer &buffer, Column<Member> column)
{
   for (std::size_t i = 0; i < column.Size(); ++i) {
      auto *first = wire::FlatData(column[i]);
      for (std::size_t k = 0; k < wire::Flat<Member>::kCount; ++k)
         if (buffer.IsReading())
            stl::ReadElement<Codec>(buffer, first[k]);
         else
            stl::WriteElement<Codec>(buffer, first[k]);
   }
}

} // namespace rootlet

#endif
