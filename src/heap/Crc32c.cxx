// CRC32C in three lanes: the processor's instruction takes three cycles but starts one every cycle, so three stretches
// of the data are summed side by side and put together afterwards by a multiplication modulo the polynomial.
// Where there are carry-less multiplications of whole vectors (AVX-512 with VPCLMULQDQ), longer data is folded by these: what was summed so
// far is multiplied by x^n modulo the polynomial, which moves it on by n bits, and added to what lies there.
#include "heap/Crc32c.h"

#include <array>
#include <cstring>

#if defined(__x86_64__)
#include <immintrin.h>
#define ROOTLET_CRC_TARGET __attribute__((target("sse4.2")))
#define ROOTLET_FOLD_TARGET __attribute__((target("avx512f,pclmul,vpclmulqdq,sse4.2")))
#elif defined(__aarch64__)
#include <arm_acle.h>
#include <asm/hwcap.h>
#include <sys/auxv.h>
#define ROOTLET_CRC_TARGET __attribute__((target("+crc")))
#endif

namespace rootlet {
namespace {

constexpr std::uint32_t kPolynomial = 0x82f63b78; // reflected: bit 31 is the coefficient of x^0

constexpr std::uint32_t TimesX(std::uint32_t a)
{
   return (a >> 1) ^ ((a & 1) ? kPolynomial : 0);
}

constexpr std::uint32_t Multiply(std::uint32_t a, std::uint32_t b)
{
   std::uint32_t product = 0;
   for (int bit = 31; bit >= 0; --bit) {
      if (a >> bit & 1)
         product ^= b;
      b = TimesX(b);
   }
   return product;
}

/// x^n modulo the polynomial.
constexpr std::uint32_t Power(std::size_t n)
{
   std::uint32_t power = std::uint32_t{1} << 31;  // x^0
   std::uint32_t square = std::uint32_t{1} << 30; // x^1
   for (; n != 0; n >>= 1) {
      if (n & 1)
         power = Multiply(power, square);
      square = Multiply(square, square);
   }
   return power;
}

using ByteTables = std::array<std::array<std::uint32_t, 256>, 8>;

/// Table k: the effect of a byte that is followed by k more bytes.
constexpr ByteTables MakeByteTables()
{
   ByteTables tables{};
   for (std::uint32_t byte = 0; byte < 256; ++byte) {
      std::uint32_t crc = byte;
      for (int bit = 0; bit < 8; ++bit)
         crc = TimesX(crc);
      tables[0][byte] = crc;
   }
   for (std::size_t k = 1; k < tables.size(); ++k)
      for (std::size_t byte = 0; byte < 256; ++byte)
         tables[k][byte] = (tables[k - 1][byte] >> 8) ^ tables[0][tables[k - 1][byte] & 0xff];
   return tables;
}
constexpr ByteTables kByteTables = MakeByteTables();

std::uint64_t Load64(const unsigned char *p)
{
   std::uint64_t value;
   std::memcpy(&value, p, sizeof value);
   return value;
}

std::uint32_t SumByTable(const unsigned char *p, std::size_t size, std::uint32_t crc)
{
   for (; size >= 8; size -= 8, p += 8) {
      std::uint32_t next = 0;
      for (std::size_t i = 0; i < 8; ++i) {
         const std::uint32_t byte = p[i] ^ (i < 4 ? crc >> (8 * i) & 0xff : 0);
         next ^= kByteTables[7 - i][byte];
      }
      crc = next;
   }
   for (; size != 0; --size, ++p)
      crc = (crc >> 8) ^ kByteTables[0][(crc ^ *p) & 0xff];
   return crc;
}

#ifdef ROOTLET_CRC_TARGET

/// Multiplication by x^(8 n) for a fixed n: what n further zero bytes do to a sum.
class Shift {
public:
   constexpr explicit Shift(std::size_t bytes)
   {
      const std::uint32_t power = Power(8 * bytes);
      for (std::size_t k = 0; k < 4; ++k)
         for (std::uint32_t byte = 0; byte < 256; ++byte)
            fTables[k][byte] = Multiply(power, byte << (8 * k));
   }
   std::uint32_t operator()(std::uint32_t crc) const
   {
      return fTables[0][crc & 0xff] ^ fTables[1][crc >> 8 & 0xff] ^ fTables[2][crc >> 16 & 0xff] ^
             fTables[3][crc >> 24];
   }

private:
   std::array<std::array<std::uint32_t, 256>, 4> fTables{};
};

constexpr std::size_t kLongLane = 4096;
constexpr std::size_t kShortLane = 256;

ROOTLET_CRC_TARGET inline std::uint32_t Step(std::uint32_t crc, std::uint64_t value)
{
#if defined(__x86_64__)
   return static_cast<std::uint32_t>(_mm_crc32_u64(crc, value));
#else
   return __crc32cd(crc, value);
#endif
}

ROOTLET_CRC_TARGET inline std::uint32_t Step(std::uint32_t crc, unsigned char value)
{
#if defined(__x86_64__)
   return _mm_crc32_u8(crc, value);
#else
   return __crc32cb(crc, value);
#endif
}

ROOTLET_CRC_TARGET std::uint32_t SumRest(const unsigned char *p, std::size_t size, std::uint32_t crc)
{
   for (; size >= 8; size -= 8, p += 8)
      crc = Step(crc, Load64(p));
   for (; size != 0; --size, ++p)
      crc = Step(crc, *p);
   return crc;
}

template <std::size_t Lane>
ROOTLET_CRC_TARGET std::uint32_t SumLanes(const unsigned char *&p, std::size_t &size, std::uint32_t crc,
                                          const Shift &shift)
{
   while (size >= 3 * Lane) {
      std::uint32_t second = 0;
      std::uint32_t third = 0;
      for (std::size_t i = 0; i < Lane; i += 8) {
         crc = Step(crc, Load64(p + i));
         second = Step(second, Load64(p + Lane + i));
         third = Step(third, Load64(p + 2 * Lane + i));
      }
      crc = shift(shift(crc) ^ second) ^ third;
      p += 3 * Lane;
      size -= 3 * Lane;
   }
   return crc;
}

#if defined(__x86_64__)

using Vector = __m512i; // four times 128 bits, of which bit 0 is the highest power, as in a sum

ROOTLET_FOLD_TARGET inline Vector Load(const unsigned char *p)
{
   return _mm512_loadu_si512(p);
}

/// What lies so many bytes behind `sum`, together with it. A product of two halves of 64 bits is too low by one power.
template <std::size_t Bytes>
ROOTLET_FOLD_TARGET inline Vector Fold(Vector sum, Vector there)
{
   static constexpr auto kFirst = static_cast<long long>(std::uint64_t{Power(8 * Bytes + 63)} << 32);
   static constexpr auto kSecond = static_cast<long long>(std::uint64_t{Power(8 * Bytes - 1)} << 32);
   const Vector by = _mm512_set4_epi64(kSecond, kFirst, kSecond, kFirst);
   constexpr int kXorOfThree = 0x96;
   return _mm512_ternarylogic_epi64(_mm512_clmulepi64_epi128(sum, by, 0x00), _mm512_clmulepi64_epi128(sum, by, 0x11),
                                    there, kXorOfThree);
}

/// Four vectors side by side, for a multiplication takes as long as four of them wait for each other.
struct Folded {
   static constexpr std::size_t kSize = 4 * sizeof(Vector);

   ROOTLET_FOLD_TARGET explicit Folded(const unsigned char *p)
      : a(Load(p)), b(Load(p + 64)), c(Load(p + 128)), d(Load(p + 192))
   {
   }
   ROOTLET_FOLD_TARGET void Add(const unsigned char *p)
   {
      a = Fold<kSize>(a, Load(p));
      b = Fold<kSize>(b, Load(p + 64));
      c = Fold<kSize>(c, Load(p + 128));
      d = Fold<kSize>(d, Load(p + 192));
   }
   ROOTLET_FOLD_TARGET Vector Together() const
   {
      const Vector none = _mm512_setzero_si512();
      return _mm512_xor_si512(_mm512_xor_si512(Fold<192>(a, none), Fold<128>(b, none)), Fold<64>(c, d));
   }

   Vector a, b, c, d;
};

ROOTLET_FOLD_TARGET inline std::uint32_t SumOf(Vector vector)
{
   std::uint64_t words[sizeof vector / 8];
   _mm512_storeu_si512(words, vector);
   std::uint32_t crc = 0;
   for (const std::uint64_t word : words)
      crc = Step(crc, word);
   return crc;
}

/// What so many further zero bytes do to a sum.
template <std::size_t Bytes>
ROOTLET_FOLD_TARGET inline std::uint32_t MoveBy(std::uint32_t crc)
{
   const __m128i product = _mm_clmulepi64_si128(_mm_cvtsi32_si128(static_cast<int>(crc)),
                                                _mm_cvtsi32_si128(static_cast<int>(Power(8 * Bytes - 33))), 0x00);
   return Step(0, static_cast<std::uint64_t>(_mm_cvtsi128_si64(product)));
}

/// Most of a block is folded while three lanes of it are summed by the other instruction, which has a unit of its own.
constexpr std::size_t kRounds = 16;
constexpr std::size_t kFoldedPart = kRounds * Folded::kSize;
constexpr std::size_t kLanePerRound = 48;
constexpr std::size_t kLane = kRounds * kLanePerRound;
constexpr std::size_t kBlock = kFoldedPart + 3 * kLane;

ROOTLET_FOLD_TARGET std::uint32_t SumBlock(const unsigned char *p, std::uint32_t crc)
{
   Folded folded(p);
   std::uint32_t first = 0;
   std::uint32_t second = 0;
   std::uint32_t third = 0;
   for (std::size_t round = 0; round < kRounds; ++round) {
      if (round != 0)
         folded.Add(p + round * Folded::kSize);
      const unsigned char *lane = p + kFoldedPart + round * kLanePerRound;
      for (std::size_t i = 0; i < kLanePerRound; i += 8) {
         first = Step(first, Load64(lane + i));
         second = Step(second, Load64(lane + kLane + i));
         third = Step(third, Load64(lane + 2 * kLane + i));
      }
   }
   return MoveBy<kBlock>(crc) ^ MoveBy<3 * kLane>(SumOf(folded.Together())) ^ MoveBy<2 * kLane>(first) ^
          MoveBy<kLane>(second) ^ third;
}

/// Whole blocks, then what is large enough to be folded alone, then the rest.
ROOTLET_FOLD_TARGET std::uint32_t SumByFolding(const unsigned char *p, std::size_t size, std::uint32_t crc)
{
   for (; size >= kBlock; size -= kBlock, p += kBlock)
      crc = SumBlock(p, crc);
   if (size < Folded::kSize)
      return SumRest(p, size, crc);
   const unsigned char *const end = p + size;
   Folded folded(p);
   folded.a = _mm512_xor_si512(folded.a, _mm512_zextsi128_si512(_mm_cvtsi32_si128(static_cast<int>(crc))));
   for (p += Folded::kSize; end - p >= static_cast<std::ptrdiff_t>(Folded::kSize); p += Folded::kSize)
      folded.Add(p);
   Vector vector = folded.Together();
   for (; end - p >= static_cast<std::ptrdiff_t>(sizeof vector); p += sizeof vector)
      vector = Fold<sizeof vector>(vector, Load(p));
   return SumRest(p, static_cast<std::size_t>(end - p), SumOf(vector));
}

bool ProcessorFolds()
{
   return __builtin_cpu_supports("sse4.2") && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("pclmul") &&
          __builtin_cpu_supports("vpclmulqdq");
}

#endif

ROOTLET_CRC_TARGET std::uint32_t SumByLanes(const unsigned char *p, std::size_t size, std::uint32_t crc)
{
   static const Shift longShift(kLongLane);
   static const Shift shortShift(kShortLane);
   crc = SumLanes<kLongLane>(p, size, crc, longShift);
   crc = SumLanes<kShortLane>(p, size, crc, shortShift);
   return SumRest(p, size, crc);
}

bool ProcessorHasInstruction()
{
#if defined(__x86_64__)
   return __builtin_cpu_supports("sse4.2");
#else
   return (getauxval(AT_HWCAP) & HWCAP_CRC32) != 0;
#endif
}

#endif // ROOTLET_CRC_TARGET

} // namespace

std::uint32_t Crc32cPortable(const void *data, std::size_t size, std::uint32_t previous)
{
   return ~SumByTable(static_cast<const unsigned char *>(data), size, ~previous);
}

std::uint32_t Crc32cByLanes(const void *data, std::size_t size, std::uint32_t previous)
{
#ifdef ROOTLET_CRC_TARGET
   static const bool hardware = ProcessorHasInstruction();
   if (hardware)
      return ~SumByLanes(static_cast<const unsigned char *>(data), size, ~previous);
#endif
   return Crc32cPortable(data, size, previous);
}

std::uint32_t Crc32c(const void *data, std::size_t size, std::uint32_t previous)
{
#if defined(__x86_64__)
   static const bool folds = ProcessorFolds();
   if (folds)
      return ~SumByFolding(static_cast<const unsigned char *>(data), size, ~previous);
#endif
   return Crc32cByLanes(data, size, previous);
}

} // namespace rootlet
