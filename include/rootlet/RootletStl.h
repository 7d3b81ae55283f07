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

} // namespace rootlet::stl

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
