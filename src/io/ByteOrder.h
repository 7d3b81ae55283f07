// Values turned in rows that lie apart, and which instructions do it. Private to src/io; what everybody may call is
// rootlet::wire::SwapCopy (RootletWire.h).
#ifndef ROOTLET_io_ByteOrder
#define ROOTLET_io_ByteOrder

#include <cstddef>

namespace rootlet::wire {

/// Instructions for bulk byte order, each level with those before it. ROOTLET_SIMD=none|ssse3|avx2 keeps this process to a
/// lower one.
enum class ESimd { kNone, kSsse3, kAvx2 };
ESimd Simd();

/// Rows of `fBytes` bytes each, the strides apart on either side.
struct Rows {
   char *fTo;
   std::size_t fToStride;
   const char *fFrom;
   std::size_t fFromStride;
   std::size_t fRows;
   std::size_t fBytes;
};

/// Copies the rows and turns their elements of N bytes each (1, 2, 4 or 8).
template <std::size_t N>
void SwapRows(const Rows &rows);

/// Two to four numbers of 4 bytes each, adjacent in each of n objects that are `stride` bytes apart, to or from as many columns
/// that are `apart` bytes from each other.
struct Abreast {
   char *fTo;
   const char *fFrom;
   std::size_t fStride;
   std::size_t fApart;
   std::size_t fObjects;
   std::size_t fNumbers;
};
void SwapToColumns(const Abreast &abreast);
void SwapFromColumns(const Abreast &abreast);

} // namespace rootlet::wire

#endif
