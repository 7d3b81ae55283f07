// Bulk byte order: n values copied and turned, with the widest shuffle that the processor has, chosen at run time.
// Used by rootlet::wire for arrays. Invariant: source and destination may have any alignment and do not overlap.
#include "RootletWire.h"

#include <cstring>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace rootlet::wire {
namespace {

template <std::size_t N>
void SwapPortable(char *to, const char *from, std::size_t n)
{
   using W = Word<N>;
   for (std::size_t i = 0; i < n; ++i) {
      W w;
      std::memcpy(&w, from + i * N, N);
      w = BigEndian(w);
      std::memcpy(to + i * N, &w, N);
   }
}

#if defined(__x86_64__)

// The shuffle that turns each N-byte group of a 16-byte lane.
template <std::size_t N>
__attribute__((target("ssse3"))) __m128i LaneMask()
{
   alignas(16) char order[16];
   for (int i = 0; i < 16; ++i)
      order[i] = static_cast<char>((i / static_cast<int>(N)) * static_cast<int>(N) + static_cast<int>(N) - 1 -
                                   i % static_cast<int>(N));
   return _mm_load_si128(reinterpret_cast<const __m128i *>(order));
}

template <std::size_t N>
__attribute__((target("ssse3"))) void SwapSsse3(char *to, const char *from, std::size_t n)
{
   const __m128i mask = LaneMask<N>();
   const std::size_t bytes = n * N;
   std::size_t at = 0;
   for (; at + 16 <= bytes; at += 16) {
      const __m128i v = _mm_loadu_si128(reinterpret_cast<const __m128i *>(from + at));
      _mm_storeu_si128(reinterpret_cast<__m128i *>(to + at), _mm_shuffle_epi8(v, mask));
   }
   SwapPortable<N>(to + at, from + at, (bytes - at) / N);
}

template <std::size_t N>
__attribute__((target("avx2"))) void SwapAvx2(char *to, const char *from, std::size_t n)
{
   const __m256i mask = _mm256_broadcastsi128_si256(LaneMask<N>());
   const std::size_t bytes = n * N;
   std::size_t at = 0;
   for (; at + 64 <= bytes; at += 64) {
      const __m256i a = _mm256_loadu_si256(reinterpret_cast<const __m256i *>(from + at));
      const __m256i b = _mm256_loadu_si256(reinterpret_cast<const __m256i *>(from + at + 32));
      _mm256_storeu_si256(reinterpret_cast<__m256i *>(to + at), _mm256_shuffle_epi8(a, mask));
      _mm256_storeu_si256(reinterpret_cast<__m256i *>(to + at + 32), _mm256_shuffle_epi8(b, mask));
   }
   SwapPortable<N>(to + at, from + at, (bytes - at) / N);
}

template <std::size_t N>
auto Choose()
{
   __builtin_cpu_init();
   if (__builtin_cpu_supports("avx2"))
      return &SwapAvx2<N>;
   if (__builtin_cpu_supports("ssse3"))
      return &SwapSsse3<N>;
   return &SwapPortable<N>;
}

#else

template <std::size_t N>
auto Choose()
{
   return &SwapPortable<N>;
}

#endif

template <std::size_t N>
void Swap(void *to, const void *from, std::size_t n)
{
   constexpr std::size_t kSmall = 64; // bytes; below, the indirect call costs more than it gives
   if (n * N < kSmall)
      return SwapPortable<N>(static_cast<char *>(to), static_cast<const char *>(from), n);
   static const auto chosen = Choose<N>();
   chosen(static_cast<char *>(to), static_cast<const char *>(from), n);
}

} // namespace

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

} // namespace rootlet::wire
