// Columns that take as many bytes of the stream for each object: numbers, packed numbers, objects of nothing but numbers, and
// TObject as a base. Adjacent ones are streamed together: one check of the bounds for all, and a few objects at a time, so that
// each object is fetched into the cache once and not once for each of its members. Used by generated dictionaries; facts:
// docs/wire-format.md, "Member-wise".
// Invariant: the bytes are those of the columns one after another, whichever way they are streamed.
#ifndef ROOTLET_RootletFixedColumns
#define ROOTLET_RootletFixedColumns

#ifndef ROOTLET_RootletColumns
#error "include RootletColumns.h, not RootletFixedColumns.h"
#endif

#include <bit>
#include <initializer_list>

namespace rootlet {

struct ColumnPart;

/// How the part of a column that belongs to some objects is streamed. False: it cannot be done in as many bytes as were
/// thought, and nothing was changed outside of the part.
struct ColumnKernels {
   bool (*fWrite)(char *to, const ObjectRange &objects, const ColumnPart &part);
   bool (*fRead)(const char *from, const ObjectRange &objects, const ColumnPart &part);
};

/// What of each object is streamed, and into how many bytes.
struct ColumnPart {
   const ColumnKernels *fKernels = nullptr;
   std::ptrdiff_t fShift = 0;         ///< bytes into the object
   std::size_t fLength = 1;           ///< elements in each object; of numbers abreast: their columns
   std::size_t fSize = 0;             ///< bytes in the stream for each object, in one column
   std::size_t fStride = fSize;       ///< from one object's to the next one's in the stream
   const Packing *fPacking = nullptr; ///< of packed numbers
   UInt_t fDroppedBits = 0;           ///< of a TObject: bits that are not written
   std::size_t fApart = 0;            ///< bytes between the columns of adjacent numbers
   unsigned char fHeader[10] = {};    ///< of an object by value: what stands in front of its numbers
};

/// A column of fixed size as dictgen names it. Lives as long as the statement that it is made in.
struct FixedColumn {
   ColumnPart fPart;
   /// The class of objects by value, whose numbers are looked up; else null.
   TClass *(*fClass)();
   /// Streams this column alone, without a thought of its size.
   void (*fAlone)(TBuffer &buffer, const ObjectRange &objects, const FixedColumn &column);
};

/// Numbers that lie in memory as in the stream but for their byte order, by the logarithm of their size.
extern const ColumnKernels kTurnedNumbers[4];
extern const ColumnKernels kTObjects;
extern const ColumnKernels kPackedDoubles;
extern const ColumnKernels kPackedFloats;

/// Numbers of which more than the byte order differs: bool, enumerations, what holds a number.
template <class T>
inline constexpr ColumnKernels kOtherNumbers = {
   [](char *to, const ObjectRange &objects, const ColumnPart &part) {
      objects.ForEach<T>(
         [&](T &first) {
            wire::StoreMany(to, &first, part.fLength);
            to += part.fStride;
         },
         part.fShift);
      return true;
   },
   [](const char *from, const ObjectRange &objects, const ColumnPart &part) {
      objects.ForEach<T>(
         [&](T &first) {
            wire::LoadMany(from, &first, part.fLength);
            from += part.fStride;
         },
         part.fShift);
      return true;
   }};

/// Basic values, and fixed arrays of them.
template <class T>
FixedColumn FixedRun(Column<T> column)
{
   using Element = typename wire::Flat<T>::Element;
   constexpr std::size_t kSize = wire::kWireSize<T>;
   const ColumnKernels *kernels = nullptr;
   if constexpr (wire::kAsInMemory<Element> && !std::is_same_v<Element, bool>)
      kernels = &kTurnedNumbers[std::countr_zero(sizeof(Element))];
   else
      kernels = &kOtherNumbers<Element>;
   return {{.fKernels = kernels, .fShift = column.Shift(), .fLength = wire::Flat<T>::kCount, .fSize = kSize},
           nullptr,
           [](TBuffer &buffer, const ObjectRange &objects, const FixedColumn &self) {
              StreamRunColumn(buffer, Column<T>(objects, self.fPart.fShift));
           }};
}

/// Double32_t and Float16_t; `packing` must outlive the result.
template <class T>
FixedColumn FixedPacked(Column<T> column, const Packing &packing)
{
   using Element = typename wire::Flat<T>::Element;
   const std::size_t size = wire::Flat<T>::kCount * packing.WireSize();
   return {{std::is_same_v<Element, float> ? &kPackedFloats : &kPackedDoubles,
            column.Shift(),
            wire::Flat<T>::kCount,
            size,
            size,
            &packing,
            0,
            0,
            {}},
           nullptr,
           [](TBuffer &buffer, const ObjectRange &objects, const FixedColumn &self) {
              StreamPackedColumn(buffer, Column<T>(objects, self.fPart.fShift), *self.fPart.fPacking);
           }};
}

/// An object by value: of fixed size if its class turns out to have nothing but numbers.
template <class T>
FixedColumn FixedValue(Column<T> column)
{
   return {{.fShift = column.Shift()},
           &RequireClass<T>,
           [](TBuffer &buffer, const ObjectRange &objects, const FixedColumn &self) {
              StreamValueColumn(buffer, Column<T>(objects, self.fPart.fShift));
           }};
}

/// TObject as a base class; `parts` are those of the objects.
FixedColumn FixedTObject(const ObjectRange &objects, const ObjectRange &parts);

/// Streams adjacent columns, in the direction of the buffer.
void StreamFixedColumns(TBuffer &buffer, const ObjectRange &objects, std::initializer_list<FixedColumn> columns);

} // namespace rootlet

#endif
