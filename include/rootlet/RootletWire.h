// How basic values lie in a stream: big-endian, two's complement, IEEE 754, without padding (docs/wire-format.md).
// Used by TBuffer and, through it, by generated code. Nothing here knows a buffer or checks a bound: the caller has
// made sure that kWireSize<T> bytes are there.
#ifndef ROOTLET_RootletWire
#define ROOTLET_RootletWire

#include "Rtypes.h"

#include <array>
#include <atomic>
#include <bit>
#include <concepts>
#include <cstring>
#include <string_view>
#include <type_traits>
#include <typeinfo>

namespace rootlet {

/// A number: bool, integers, float, double, enumerations and std::byte.
template <class T>
concept WireNumber =
   (std::is_arithmetic_v<T> && !std::is_same_v<T, long double> && !std::is_same_v<T, wchar_t>) || std::is_enum_v<T>;

/// What lies around a number and is streamed as that number: Number, Get(x) and Set(x, number). std::atomic here,
/// std::chrono in RootletChrono.h.
template <class T>
struct NumberHolder {
};
template <WireNumber T>
struct NumberHolder<std::atomic<T>> {
   using Number = T;
   static T Get(const std::atomic<T> &x) { return x.load(std::memory_order_relaxed); }
   static void Set(std::atomic<T> &x, T number) { x.store(number, std::memory_order_relaxed); }
};
template <class T>
concept HoldsNumber = requires
{
   typename NumberHolder<T>::Number;
};

/// A type that the stream holds as one number.
template <class T>
concept WireBasic = WireNumber<T> || HoldsNumber<T>;

namespace wire {

/// Set in the first word of an object: the other bits count the bytes that follow it.
inline constexpr UInt_t kByteCountFlag = 0x40000000;

/// The stream has 32 bits for an enumeration; this value needs more.
[[noreturn]] void ThrowEnumTooLarge(const std::type_info &type, long long value);

/// Bytes of one basic value in the stream: `long` is 8 on every platform, an enumeration is 4 whatever lies under it.
template <WireBasic T>
constexpr std::size_t BasicSize()
{
   if constexpr (HoldsNumber<T>)
      return BasicSize<typename NumberHolder<T>::Number>();
   else if constexpr (std::is_same_v<T, std::byte>)
      return 1;
   else if constexpr (std::is_enum_v<T>)
      return 4;
   else if constexpr (std::is_same_v<T, long> || std::is_same_v<T, unsigned long>)
      return 8;
   else
      return sizeof(T);
}

/// The unsigned integer of N bytes.
template <std::size_t N>
using Word = std::conditional_t<
   N == 1, std::uint8_t,
   std::conditional_t<N == 2, std::uint16_t, std::conditional_t<N == 4, std::uint32_t, std::uint64_t>>>;

template <std::unsigned_integral W>
constexpr W BigEndian(W w)
{
   if constexpr (sizeof(W) == 1 || std::endian::native == std::endian::big)
      return w;
   else if constexpr (sizeof(W) == 2)
      return __builtin_bswap16(w);
   else if constexpr (sizeof(W) == 4)
      return __builtin_bswap32(w);
   else
      return __builtin_bswap64(w);
}

/// Copies n values of sizeof(W) bytes and turns their byte order; source and destination do not overlap.
/// Vectorised, chosen for the processor at run time (src/io/ByteOrder.cxx).
void SwapCopy(void *to, const void *from, std::size_t n, std::integral_constant<std::size_t, 2>);
void SwapCopy(void *to, const void *from, std::size_t n, std::integral_constant<std::size_t, 4>);
void SwapCopy(void *to, const void *from, std::size_t n, std::integral_constant<std::size_t, 8>);

/// The number of an enumeration that a word of the stream stands for; where it is 8 bytes large, filled up with its sign, or
/// zeros. Any number may stand in a stream: it goes to and from memory as bytes, for not all of them are values of T.
template <class T, std::unsigned_integral W>
constexpr std::underlying_type_t<T> EnumNumber(W w)
{
   using Underlying = std::underlying_type_t<T>;
   using Number = std::conditional_t<std::is_signed_v<Underlying>, std::make_signed_t<W>, W>;
   return static_cast<Underlying>(static_cast<Number>(w));
}

template <WireBasic T>
char *Store(char *to, const T &value)
{
   using W = Word<BasicSize<T>()>;
   W w;
   if constexpr (HoldsNumber<T>) {
      return Store(to, NumberHolder<T>::Get(value));
   } else if constexpr (std::is_same_v<T, bool>) {
      std::memcpy(&w, &value, 1); // as a byte: what lies there may be no valid bool
   } else if constexpr (std::is_floating_point_v<T>) {
      w = std::bit_cast<W>(value);
   } else if constexpr (std::is_enum_v<T> && !std::is_same_v<T, std::byte>) {
      std::underlying_type_t<T> number;
      std::memcpy(&number, &value, sizeof number); // what lies there may be no value of the enumeration
      w = static_cast<W>(number);
      if constexpr (sizeof number > sizeof(W))
         if (EnumNumber<T>(w) != number) [[unlikely]]
            ThrowEnumTooLarge(typeid(T), static_cast<long long>(number));
   } else {
      w = static_cast<W>(value);
   }
   w = BigEndian(w);
   std::memcpy(to, &w, sizeof w);
   return to + sizeof w;
}

template <WireBasic T>
const char *Load(const char *from, T &value)
{
   if constexpr (HoldsNumber<T>) {
      typename NumberHolder<T>::Number number;
      from = Load(from, number);
      NumberHolder<T>::Set(value, number);
      return from;
   } else {
      using W = Word<BasicSize<T>()>;
      W w;
      std::memcpy(&w, from, sizeof w);
      w = BigEndian(w);
      if constexpr (std::is_same_v<T, bool>) {
         value = w != 0;
      } else if constexpr (std::is_floating_point_v<T>) {
         value = std::bit_cast<T>(w);
      } else if constexpr (std::is_enum_v<T> && !std::is_same_v<T, std::byte>) {
         const auto number = EnumNumber<T>(w);
         std::memcpy(&value, &number, sizeof number);
      } else {
         value = static_cast<T>(w);
      }
      return from + sizeof w;
   }
}

/// Numbers whose bytes in the stream differ from those in memory by their order at most.
template <WireBasic T>
inline constexpr bool kAsInMemory = WireNumber<T> &&BasicSize<T>() == sizeof(T);

/// n values one after another.
template <WireBasic T>
char *StoreMany(char *to, const T *values, std::size_t n)
{
   constexpr std::size_t size = BasicSize<T>();
   if constexpr (kAsInMemory<T> && (size == 1 || std::endian::native == std::endian::big)) {
      if (n)
         std::memcpy(to, values, n * size);
      return to + n * size;
   } else if constexpr (kAsInMemory<T>) {
      SwapCopy(to, values, n, std::integral_constant<std::size_t, size>());
      return to + n * size;
   } else {
      for (std::size_t i = 0; i < n; ++i)
         to = Store(to, values[i]);
      return to;
   }
}

template <WireBasic T>
const char *LoadMany(const char *from, T *values, std::size_t n)
{
   constexpr std::size_t size = BasicSize<T>();
   if constexpr (!std::is_same_v<T, bool> && kAsInMemory<T> && (size == 1 || std::endian::native == std::endian::big)) {
      if (n)
         std::memcpy(values, from, n * size);
      return from + n * size;
   } else if constexpr (kAsInMemory<T> && size > 1) {
      SwapCopy(values, from, n, std::integral_constant<std::size_t, size>());
      return from + n * size;
   } else {
      for (std::size_t i = 0; i < n; ++i)
         from = Load(from, values[i]);
      return from;
   }
}

template <class T>
struct IsStdArray : std::false_type {
};
template <class T, std::size_t N>
struct IsStdArray<std::array<T, N>> : std::true_type {
};

/// Any nesting of `T[n]` and `std::array<T,n>`, down to the element.
template <class T>
struct Flat {
   using Element = T;
   static constexpr std::size_t kCount = 1;
};
template <class T, std::size_t N>
struct Flat<T[N]> {
   using Element = typename Flat<T>::Element;
   static constexpr std::size_t kCount = N * Flat<T>::kCount;
};
template <class T, std::size_t N>
struct Flat<std::array<T, N>> {
   using Element = typename Flat<T>::Element;
   static constexpr std::size_t kCount = N * Flat<T>::kCount;
};
template <class T>
struct Flat<const T> : Flat<T> {
};

/// The first element of a (nested) array, or the object itself.
template <class T>
auto *FlatData(T &x)
{
   if constexpr (std::is_array_v<T>)
      return FlatData(x[0]);
   else if constexpr (IsStdArray<std::remove_const_t<T>>::value)
      return FlatData(*x.data());
   else
      return &x;
}

template <class T>
constexpr std::size_t kWireSize = Flat<T>::kCount *BasicSize<typename Flat<T>::Element>();

} // namespace wire

/// How a Double32_t or Float16_t lies in the stream: the annotation of the member, worked out by dictgen.
/// Arithmetic is in double; the rules are those of docs/wire-format.md, "Packed Double32_t and Float16_t".
class Packing {
public:
   /// A plain float: Double32_t without annotation.
   static constexpr Packing Float() { return Packing(kFloat, 0, 0, 0); }
   /// `[xmin,xmax,nbits]` with xmin < xmax: an unsigned integer of 2 to 32 bits, 4 bytes in the stream.
   static constexpr Packing Range(double xmin, double xmax, int nbits) { return Packing(kRange, nbits, xmin, xmax); }
   /// `[0,0,nbits]`: sign, exponent and nbits of mantissa, 3 bytes in the stream. Float16_t has 12.
   static constexpr Packing Mantissa(int nbits) { return Packing(kMantissa, nbits, 0, 0); }

   /// How a Double32_t (code 9) or Float16_t (code 19) with this comment is packed: what dictgen works out, for those who
   /// have nothing but the StreamerInfo.
   static Packing FromTitle(Int_t code, std::string_view title);

   std::size_t WireSize() const { return fForm == kMantissa ? 3 : 4; }
   bool IsRange() const { return fForm == kRange; }
   /// Of a range the bits of a value, of the mantissa form those of the mantissa; else 0.
   int Nbits() const { return fNbits; }
   /// Of a range: its limits, and the steps of one unit.
   double Xmin() const { return fXmin; }
   double Xmax() const { return fXmax; }
   double Factor() const { return fFactor; }
   char *Store(char *to, double value) const;
   const char *Load(const char *from, double &value) const;
   const char *Load(const char *from, float &value) const;
   /// n values one after another; T is double or float.
   template <class T>
   void StoreMany(char *to, const T *values, std::size_t n) const;
   template <class T>
   void LoadMany(const char *from, T *values, std::size_t n) const;

private:
   enum EForm { kFloat, kRange, kMantissa };
   constexpr Packing(EForm form, int nbits, double xmin, double xmax)
      : fForm(form), fNbits(nbits), fXmin(xmin), fXmax(xmax),
        fFactor(form == kRange ? (nbits < 32 ? static_cast<double>(1u << nbits) : 4294967295.0) / (xmax - xmin) : 0)
   {
   }
   EForm fForm;
   int fNbits;
   double fXmin;
   double fXmax;
   double fFactor;
};

} // namespace rootlet

#endif
