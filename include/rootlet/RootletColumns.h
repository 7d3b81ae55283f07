// Columns: one member of many objects, one value after another. What RootletStreamColumns() of a generated dictionary is
// made of, and containers that are streamed member by member (RootletStlColumns.h); facts: docs/wire-format.md.
// Each function streams one column, in the direction of the buffer. Invariant: it knows the type of the member, never the
// class around it, so that all classes share it; those for numbers are in the library.
#ifndef ROOTLET_RootletColumns
#define ROOTLET_RootletColumns

#include "TBuffer.h"

#include <cstddef>
#include <exception>
#include <limits>
#include <tuple>
#include <type_traits>

namespace rootlet {

/// `length` numbers in each object: those of the column and what follows in memory.
template <WireBasic T>
void StreamNumbers(TBuffer &buffer, Column<T> column, std::size_t length)
{
   const std::size_t size = column.Size() * length * wire::BasicSize<T>(); // at most 4 times what they take in memory
   if (buffer.IsReading()) {
      const char *from = buffer.Consume(size);
      if (length == 1)
         column.ForEach([&](T &x) { from = wire::Load(from, x); });
      else
         column.ForEach([&](T &x) { from = wire::LoadMany(from, &x, length); });
   } else {
      char *to = buffer.Reserve(size);
      if (length == 1)
         column.ForEach([&](T &x) { to = wire::Store(to, x); });
      else
         column.ForEach([&](T &x) { to = wire::StoreMany(to, &x, length); });
   }
}
extern template void StreamNumbers<bool>(TBuffer &, Column<bool>, std::size_t);
extern template void StreamNumbers<char>(TBuffer &, Column<char>, std::size_t);
extern template void StreamNumbers<unsigned char>(TBuffer &, Column<unsigned char>, std::size_t);
extern template void StreamNumbers<short>(TBuffer &, Column<short>, std::size_t);
extern template void StreamNumbers<unsigned short>(TBuffer &, Column<unsigned short>, std::size_t);
extern template void StreamNumbers<int>(TBuffer &, Column<int>, std::size_t);
extern template void StreamNumbers<unsigned int>(TBuffer &, Column<unsigned int>, std::size_t);
extern template void StreamNumbers<long>(TBuffer &, Column<long>, std::size_t);
extern template void StreamNumbers<unsigned long>(TBuffer &, Column<unsigned long>, std::size_t);
extern template void StreamNumbers<long long>(TBuffer &, Column<long long>, std::size_t);
extern template void StreamNumbers<unsigned long long>(TBuffer &, Column<unsigned long long>, std::size_t);
extern template void StreamNumbers<float>(TBuffer &, Column<float>, std::size_t);
extern template void StreamNumbers<double>(TBuffer &, Column<double>, std::size_t);

/// The same for Double32_t and Float16_t: T is double or float.
template <class T>
void StreamPackedNumbers(TBuffer &buffer, Column<T> column, std::size_t length, const Packing &packing);
extern template void StreamPackedNumbers<double>(TBuffer &, Column<double>, std::size_t, const Packing &);
extern template void StreamPackedNumbers<float>(TBuffer &, Column<float>, std::size_t, const Packing &);

/// Basic values, and fixed arrays of them.
template <class T>
void StreamRunColumn(TBuffer &buffer, Column<T> column)
{
   StreamNumbers(buffer, column.template As<typename wire::Flat<T>::Element>(), wire::Flat<T>::kCount);
}
template <class T>
void StreamPackedColumn(TBuffer &buffer, Column<T> column, const Packing &packing)
{
   StreamPackedNumbers(buffer, column.template As<typename wire::Flat<T>::Element>(), wire::Flat<T>::kCount, packing);
}

/// `T *p; //[n]`.
template <class Count, class T>
void StreamCountedColumn(TBuffer &buffer, Column<Count> counts, Column<T> column)
{
   for (std::size_t i = 0; i < column.Size(); ++i)
      if (buffer.IsReading())
         buffer.ReadCounted(counts[i], column[i]);
      else
         buffer.WriteCounted(counts[i], column[i]);
}
template <class Count, class T>
void StreamCountedPackedColumn(TBuffer &buffer, Column<Count> counts, Column<T> column, const Packing &packing)
{
   for (std::size_t i = 0; i < column.Size(); ++i)
      if (buffer.IsReading())
         buffer.ReadCountedPacked(counts[i], column[i], packing);
      else
         buffer.WriteCountedPacked(counts[i], column[i], packing);
}

/// `char *`; what a `const char *` points to may be a literal, so it is replaced, not deleted.
template <class T>
void StreamCharStarColumn(TBuffer &buffer, Column<T> column)
{
   for (std::size_t i = 0; i < column.Size(); ++i) {
      if (buffer.IsWriting()) {
         buffer.WriteCharStar(column[i]);
      } else if constexpr (std::is_same_v<T, char *>) {
         buffer.ReadCharStar(column[i]);
      } else {
         char *text = nullptr;
         buffer.ReadCharStar(text);
         column[i] = text;
      }
   }
}

/// Base classes TObject and TNamed, and bases and classes with a Streamer of their own: each with its header.
template <class T>
void StreamObjectColumn(TBuffer &buffer, const ObjectRange &objects)
{
   objects.ForEach<T>([&](T &x) { x.T::Streamer(buffer); });
}

/// Runs f under one header of the streamer layer.
template <class F>
void StreamHeaded(TBuffer &buffer, F f)
{
   if (buffer.IsReading())
      ReadHeaded(buffer, "column of members", f);
   else
      WriteHeaded(buffer, f);
}

/// Objects by value, and arrays of them; a column of arrays of TString, TObject or TNamed has one header.
template <class T>
void StreamValueColumn(TBuffer &buffer, Column<T> column)
{
   using Element = typename wire::Flat<T>::Element;
   auto stream = [&] {
      for (std::size_t i = 0; i < column.Size(); ++i)
         if (buffer.IsReading())
            buffer.ReadArrayContent(column[i]);
         else
            buffer.WriteArrayContent(column[i]);
   };
   if constexpr (!std::is_same_v<T, Element> && kHeadedInArrays<Element>)
      StreamHeaded(buffer, stream);
   else
      stream();
}

/// Pointers, std::unique_ptr, and arrays of them.
template <class T>
void StreamPointerColumn(TBuffer &buffer, Column<T> column)
{
   if (buffer.IsReading())
      column.ForEach([&](T &x) { buffer.ReadPointer(x); });
   else
      column.ForEach([&](T &x) { buffer.WritePointer(x); });
}

/// Pointers with `//->`.
template <class T>
void StreamEmbeddedColumn(TBuffer &buffer, Column<T> column)
{
   if (buffer.IsReading())
      column.ForEach([&](T &x) { buffer.ReadEmbedded(x); });
   else
      column.ForEach([&](T &x) { buffer.WriteEmbedded(x); });
}

/// `X *p; //[n]` and `X **p; //[n]`.
template <class Count, class T>
void StreamLoopColumn(TBuffer &buffer, Column<Count> counts, Column<T> column)
{
   StreamHeaded(buffer, [&] {
      for (std::size_t i = 0; i < column.Size(); ++i)
         if (buffer.IsReading())
            buffer.ReadLoopContent(counts[i], column[i]);
         else
            buffer.WriteLoopContent(counts[i], column[i]);
   });
}

/// While a buffer is read into objects with counted arrays: if that fails, there is nothing to count. A counter without
/// its array would lead destructors astray.
template <class... Count>
class ZeroOnFailure {
public:
   explicit ZeroOnFailure(const TBuffer &buffer, Column<Count>... counters)
      : fCounters(counters...),
        fBefore(buffer.IsReading() ? std::uncaught_exceptions() : std::numeric_limits<int>::max())
   {
   }
   ~ZeroOnFailure()
   {
      if (std::uncaught_exceptions() > fBefore)
         std::apply([](auto... counters) { (Zero(counters), ...); }, fCounters);
   }
   ZeroOnFailure(const ZeroOnFailure &) = delete;
   ZeroOnFailure &operator=(const ZeroOnFailure &) = delete;

private:
   template <class T>
   static void Zero(Column<T> counters)
   {
      counters.ForEach([](T &counter) { counter = 0; });
   }
   std::tuple<Column<Count>...> fCounters;
   int fBefore;
};

} // namespace rootlet

#include "RootletFixedColumns.h" // columns of fixed size

#endif
