// Bulk byte order: values copied and turned, one after another or in rows that lie apart, with the widest shuffle that the
// processor has, chosen at run time. Used by rootlet::wire for arrays and by columns. Invariants: source and destination may
// have any alignment and do not overlap; every level gives the same bytes.
#include "io/ByteOrder.h"

#include "RootletWire.h"
#include "TError.h"

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <cstring>
#include <iterator>
#include <string>
#include <string_view>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace rootlet::wire {
namespace {

template <std::size_t N>
inline void SwapOne(char *to, const char *from)
{
   Word<N> w;
   std::memcpy(&w, from, N);
   w = BigEndian(w);
   std::memcpy(to, &w, N);
}

template <std::size_t N>
void SwapPortable(char *to, const char *from, std::size_t bytes)
{
   for (std::size_t at = 0; at < bytes; at += N)
      SwapOne<N>(to + at, from + at);
}

/// Calls row(to, from) for each row. By value: what is stored might be the rows themselves, for all that the compiler knows.
template <class F>
inline __attribute__((always_inline)) void ForEachRow(const Rows rows, F row)
{
   char *to = rows.fTo;
   const char *from = rows.fFrom;
   for (std::size_t i = rows.fRows; i > 0; --i, to += rows.fToStride, from += rows.fFromStride)
      row(to, from);
}

template <std::size_t N>
void RowsPortable(const Rows &rows)
{
   if (rows.fBytes == N)
      ForEachRow(rows, SwapOne<N>);
   else
      ForEachRow(rows, [bytes = rows.fBytes](char *to, const char *from) { SwapPortable<N>(to, from, bytes); });
}

#if defined(__x86_64__)

// The shuffle that turns each N-byte group of a 16-byte lane.
template <std::size_t N>
__attribute__((target("ssse3"))) inline __m128i LaneMask()
{
   if constexpr (N == 2)
      return _mm_setr_epi8(1, 0, 3, 2, 5, 4, 7, 6, 9, 8, 11, 10, 13, 12, 15, 14);
   else if constexpr (N == 4)
      return _mm_setr_epi8(3, 2, 1, 0, 7, 6, 5, 4, 11, 10, 9, 8, 15, 14, 13, 12);
   else
      return _mm_setr_epi8(7, 6, 5, 4, 3, 2, 1, 0, 15, 14, 13, 12, 11, 10, 9, 8);
}

template <std::size_t N>
__attribute__((target("ssse3"))) inline void Swap16(char *to, const char *from, __m128i mask)
{
   const __m128i v = _mm_loadu_si128(reinterpret_cast<const __m128i *>(from));
   _mm_storeu_si128(reinterpret_cast<__m128i *>(to), _mm_shuffle_epi8(v, mask));
}

template <std::size_t N>
__attribute__((target("ssse3"))) inline void Swap8(char *to, const char *from, __m128i mask)
{
   const __m128i v = _mm_loadl_epi64(reinterpret_cast<const __m128i *>(from));
   _mm_storel_epi64(reinterpret_cast<__m128i *>(to), _mm_shuffle_epi8(v, mask));
}

// What is left of 16 bytes: the last whole block is turned once more where there was one.
template <std::size_t N>
__attribute__((target("ssse3"))) inline void SwapTail(char *to, const char *from, std::size_t at, std::size_t bytes,
                                                      __m128i mask)
{
   if (at == bytes)
      return;
   if (bytes >= 16)
      return Swap16<N>(to + bytes - 16, from + bytes - 16, mask);
   if (bytes >= 8) {
      Swap8<N>(to, from, mask);
      if (bytes != 8)
         Swap8<N>(to + bytes - 8, from + bytes - 8, mask);
      return;
   }
   SwapPortable<N>(to, from, bytes);
}

template <std::size_t N>
__attribute__((target("ssse3"))) void SwapSsse3(char *to, const char *from, std::size_t bytes)
{
   const __m128i mask = LaneMask<N>();
   std::size_t at = 0;
   for (; at + 16 <= bytes; at += 16)
      Swap16<N>(to + at, from + at, mask);
   SwapTail<N>(to, from, at, bytes, mask);
}

// Rows of a length that is known here.
template <std::size_t N, std::size_t kBytes>
__attribute__((target("ssse3"))) void ShortRowsSsse3(const Rows rows)
{
   const __m128i mask = LaneMask<N>();
   char *to = rows.fTo;
   const char *from = rows.fFrom;
   for (std::size_t i = rows.fRows; i > 0; --i, to += rows.fToStride, from += rows.fFromStride) {
      for (std::size_t at = 0; at + 16 <= kBytes; at += 16)
         Swap16<N>(to + at, from + at, mask);
      SwapTail<N>(to, from, kBytes / 16 * 16, kBytes, mask);
   }
}

template <std::size_t N>
__attribute__((target("ssse3"))) void RowsSsse3(const Rows &rows)
{
   const std::size_t bytes = rows.fBytes;
   if (bytes == N)
      return RowsPortable<N>(rows);
   switch (bytes) {
   case 8:
      return ShortRowsSsse3<N, 8>(rows);
   case 12:
      return ShortRowsSsse3<N, 12>(rows);
   case 16:
      return ShortRowsSsse3<N, 16>(rows);
   case 24:
      return ShortRowsSsse3<N, 24>(rows);
   case 32:
      return ShortRowsSsse3<N, 32>(rows);
   default:
      break;
   }
   if (bytes < 8)
      return RowsPortable<N>(rows);
   const __m128i mask = LaneMask<N>();
   char *to = rows.fTo;
   const char *from = rows.fFrom;
   for (std::size_t i = rows.fRows; i > 0; --i, to += rows.fToStride, from += rows.fFromStride) {
      std::size_t at = 0;
      for (; at + 16 <= bytes; at += 16)
         Swap16<N>(to + at, from + at, mask);
      SwapTail<N>(to, from, at, bytes, mask);
   }
}

// kNumbers side by side, and not a byte more: what lies behind them may be another thread's.
template <std::size_t kNumbers>
__attribute__((target("ssse3"))) inline __m128i LoadAbreast(const char *from)
{
   if constexpr (kNumbers == 4)
      return _mm_loadu_si128(reinterpret_cast<const __m128i *>(from));
   const __m128i two = _mm_loadl_epi64(reinterpret_cast<const __m128i *>(from));
   if constexpr (kNumbers == 2)
      return two;
   std::int32_t third;
   std::memcpy(&third, from + 8, sizeof third);
   return _mm_unpacklo_epi64(two, _mm_cvtsi32_si128(third));
}

template <std::size_t kNumbers>
__attribute__((target("ssse3"))) inline void StoreAbreast(char *to, __m128i row)
{
   if constexpr (kNumbers == 4)
      return _mm_storeu_si128(reinterpret_cast<__m128i *>(to), row);
   _mm_storel_epi64(reinterpret_cast<__m128i *>(to), row);
   if constexpr (kNumbers == 3) {
      const std::int32_t third = _mm_cvtsi128_si32(_mm_unpackhi_epi64(row, row));
      std::memcpy(to + 8, &third, sizeof third);
   }
}

// Four rows of four numbers, or four columns: the other way round, and their bytes turned.
__attribute__((target("ssse3"))) inline void Transpose(__m128i (&v)[4])
{
   const __m128i mask = LaneMask<4>();
   const __m128i a = _mm_unpacklo_epi32(v[0], v[1]);
   const __m128i b = _mm_unpackhi_epi32(v[0], v[1]);
   const __m128i c = _mm_unpacklo_epi32(v[2], v[3]);
   const __m128i d = _mm_unpackhi_epi32(v[2], v[3]);
   v[0] = _mm_shuffle_epi8(_mm_unpacklo_epi64(a, c), mask);
   v[1] = _mm_shuffle_epi8(_mm_unpackhi_epi64(a, c), mask);
   v[2] = _mm_shuffle_epi8(_mm_unpacklo_epi64(b, d), mask);
   v[3] = _mm_shuffle_epi8(_mm_unpackhi_epi64(b, d), mask);
}

template <std::size_t kNumbers>
__attribute__((target("ssse3"))) std::size_t ToColumnsSsse3(const Abreast abreast)
{
   std::size_t i = 0;
   const char *from = abreast.fFrom;
   for (; i + 4 <= abreast.fObjects; i += 4) {
      __m128i v[4];
      for (__m128i &row : v) {
         row = LoadAbreast<kNumbers>(from);
         from += abreast.fStride;
      }
      Transpose(v);
      char *to = abreast.fTo + 4 * i;
      for (std::size_t k = 0; k < kNumbers; ++k, to += abreast.fApart)
         _mm_storeu_si128(reinterpret_cast<__m128i *>(to), v[k]);
   }
   return i;
}

template <std::size_t kNumbers>
__attribute__((target("ssse3"))) std::size_t FromColumnsSsse3(const Abreast abreast)
{
   std::size_t i = 0;
   char *to = abreast.fTo;
   for (; i + 4 <= abreast.fObjects; i += 4) {
      __m128i v[4] = {};
      const char *from = abreast.fFrom + 4 * i;
      for (std::size_t k = 0; k < kNumbers; ++k, from += abreast.fApart)
         v[k] = _mm_loadu_si128(reinterpret_cast<const __m128i *>(from));
      Transpose(v);
      for (const __m128i &row : v) {
         StoreAbreast<kNumbers>(to, row);
         to += abreast.fStride;
      }
   }
   return i;
}

template <std::size_t N>
__attribute__((target("avx2"))) void SwapAvx2(char *to, const char *from, std::size_t bytes)
{
   const __m256i mask = _mm256_broadcastsi128_si256(LaneMask<N>());
   std::size_t at = 0;
   for (; at + 64 <= bytes; at += 64) {
      const __m256i a = _mm256_loadu_si256(reinterpret_cast<const __m256i *>(from + at));
      const __m256i b = _mm256_loadu_si256(reinterpret_cast<const __m256i *>(from + at + 32));
      _mm256_storeu_si256(reinterpret_cast<__m256i *>(to + at), _mm256_shuffle_epi8(a, mask));
      _mm256_storeu_si256(reinterpret_cast<__m256i *>(to + at + 32), _mm256_shuffle_epi8(b, mask));
   }
   for (; at + 16 <= bytes; at += 16)
      Swap16<N>(to + at, from + at, LaneMask<N>());
   SwapTail<N>(to, from, at, bytes, LaneMask<N>());
}

#endif

constexpr std::string_view kNames[] = {"none", "ssse3", "avx2"};

ESimd BestSimd()
{
#if defined(__x86_64__)
   __builtin_cpu_init();
   if (__builtin_cpu_supports("avx2"))
      return ESimd::kAvx2;
   if (__builtin_cpu_supports("ssse3"))
      return ESimd::kSsse3;
#endif
   return ESimd::kNone;
}

constinit std::atomic<int> gSimd = -1; // an ESimd, once it is known

/// What this processor can do, and ROOTLET_SIMD allows. Known before it complains: an error handler may stream.
ESimd ChooseSimd()
{
   const ESimd best = BestSimd();
   const char *const wish = std::getenv("ROOTLET_SIMD");
   const auto *const found = std::find(std::begin(kNames), std::end(kNames), wish ? std::string_view(wish) : "");
   const auto wanted = static_cast<ESimd>(found - std::begin(kNames));
   const ESimd taken = found == std::end(kNames) ? best : std::min(wanted, best);
   if (gSimd.exchange(static_cast<int>(taken), std::memory_order_relaxed) >= 0 || !wish || !*wish)
      return taken;
   const std::string name(kNames[static_cast<std::size_t>(taken)]);
   if (found == std::end(kNames))
      ::Warning("ROOTLET_SIMD", "there is no level `%s`, but none, ssse3 and avx2: taking %s", wish, name.c_str());
   else if (wanted != taken)
      ::Warning("ROOTLET_SIMD", "this processor has no %s: taking %s", wish, name.c_str());
   return taken;
}

// Not exported, so asked for without a call.
inline ESimd Level()
{
   const int known = gSimd.load(std::memory_order_relaxed);
   return known >= 0 ? static_cast<ESimd>(known) : ChooseSimd();
}

template <std::size_t N>
void Swap(void *to, const void *from, std::size_t n)
{
   auto *const out = static_cast<char *>(to);
   const auto *const in = static_cast<const char *>(from);
   const std::size_t bytes = n * N;
   switch (bytes < 8 ? ESimd::kNone : Level()) {
#if defined(__x86_64__)
   case ESimd::kAvx2:
      return SwapAvx2<N>(out, in, bytes);
   case ESimd::kSsse3:
      return SwapSsse3<N>(out, in, bytes);
#else
   case ESimd::kAvx2:
   case ESimd::kSsse3:
#endif
   case ESimd::kNone:
      return SwapPortable<N>(out, in, bytes);
   }
}

} // namespace

ESimd Simd()
{
   return Level();
}

void SwapCopy(void *to, const void *from, std::size_t n, std::integral_constant<std::size_t, 2>)
{
   Swap<2>(to, from, n);
}

void SwapCopy(void *to, const void *from, std::size_t n, std::integral_constant<std::size_t, 4>)
{
   Swap<4>(to, from, n);
}

void SwapCopy(void *to, const void *from, std::size_t n, std::integral_constant<std::size_t, 8>)
{
   Swap<8>(to, from, n);
}

template <std::size_t N>
void SwapRows(const Rows &rows)
{
   if constexpr (N == 1) {
      ForEachRow(rows, [bytes = rows.fBytes](char *to, const char *from) { std::memcpy(to, from, bytes); });
   } else {
#if defined(__x86_64__)
      if (Level() != ESimd::kNone)
         return RowsSsse3<N>(rows);
#endif
      RowsPortable<N>(rows);
   }
}
template void SwapRows<1>(const Rows &);
template void SwapRows<2>(const Rows &);
template void SwapRows<4>(const Rows &);
template void SwapRows<8>(const Rows &);

void SwapToColumns(const Abreast &abreast)
{
   const std::size_t numbers = abreast.fNumbers;
   std::size_t done = 0;
#if defined(__x86_64__)
   if (Level() != ESimd::kNone)
      done = numbers == 2   ? ToColumnsSsse3<2>(abreast)
             : numbers == 3 ? ToColumnsSsse3<3>(abreast)
                            : ToColumnsSsse3<4>(abreast);
#endif
   for (std::size_t i = done; i < abreast.fObjects; ++i)
      for (std::size_t k = 0; k < numbers; ++k)
         SwapOne<4>(abreast.fTo + k * abreast.fApart + 4 * i, abreast.fFrom + i * abreast.fStride + 4 * k);
}

void SwapFromColumns(const Abreast &abreast)
{
   const std::size_t numbers = abreast.fNumbers;
   std::size_t done = 0;
#if defined(__x86_64__)
   if (Level() != ESimd::kNone)
      done = numbers == 2   ? FromColumnsSsse3<2>(abreast)
             : numbers == 3 ? FromColumnsSsse3<3>(abreast)
                            : FromColumnsSsse3<4>(abreast);
#endif
   for (std::size_t i = done; i < abreast.fObjects; ++i)
      for (std::size_t k = 0; k < numbers; ++k)
         SwapOne<4>(abreast.fTo + i * abreast.fStride + 4 * k, abreast.fFrom + k * abreast.fApart + 4 * i);
}

} // namespace rootlet::wire
