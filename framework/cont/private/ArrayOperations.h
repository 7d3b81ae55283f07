// What the arrays of basic types, TArrayC ... TArrayD, have in common; each of their source files is made of it.
// Invariant: an array changes only after everything that may fail has succeeded.
#ifndef ROOTLET_ArrayOperations
#define ROOTLET_ArrayOperations

#include "TBuffer.h"

#include <algorithm>
#include <numeric>

namespace rootlet::array {

/// A new array of n elements: copies of `from`, 0 where that has no more (or is null).
template <class T>
T *Copy(Int_t n, const T *from, Int_t nfrom)
{
   if (n <= 0)
      return nullptr;
   T *to = new T[static_cast<std::size_t>(n)];
   const Int_t ncopied = from ? std::clamp(nfrom, 0, n) : 0;
   std::copy_n(from, ncopied, to);
   std::fill(to + ncopied, to + n, T(0));
   return to;
}

/// Gives an array n elements from new[] in place of those that it has.
template <class Array, class T>
void Replace(Array &array, Int_t n, T *elements)
{
   delete[] array.fArray;
   array.fArray = elements;
   array.fN = n;
}

template <class Array>
void Resize(Array &array, Int_t n)
{
   if (n >= 0 && n != array.fN)
      Replace(array, n, Copy(n, array.fArray, array.fN));
}

template <class Array, class T>
void Assign(Array &array, Int_t n, const T *from)
{
   if (n >= 0)
      Replace(array, n, Copy(n, from, n));
}

template <class Array>
Stat_t Sum(const Array &array)
{
   return std::accumulate(array.fArray, array.fArray + array.fN, Stat_t(0));
}

/// Where an access outside of an array leads to.
template <class T>
T &Nowhere()
{
   static thread_local T nowhere;
   return nowhere = T(0);
}

template <class Array>
void Stream(Array &array, TBuffer &b)
{
   using T = std::remove_pointer_t<decltype(array.fArray)>;
   if (b.IsWriting()) {
      b.WriteArray(array.fArray, array.fN);
      return;
   }
   const Int_t n = b.ReadCount(wire::BasicSize<T>());
   if (n != array.fN)
      Replace(array, n, n ? new T[static_cast<std::size_t>(n)] : nullptr);
   b.ReadFastArray(array.fArray, n);
}

} // namespace rootlet::array

#endif
