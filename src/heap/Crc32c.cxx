// CRC32C in three lanes: the processor's instruction takes three cycles but starts one every cycle, so three stretches
// of the data are summed side by side and put together afterwards by a multiplication modulo the polynomial.
#include "heap/Crc32c.h"

#include <array>
#include <cstring>

#if defined(__x86_64__)
#include <nmmintrin.h>
#define ROOTLET_CRC_TARGET __attribute__((target("sse4.2")))
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
      std::uint32_t power = std::uint32_t{1} << 31;  // x^0
      std::uint32_t square = std::uint32_t{1} << 23; // x^8
      for (std::size_t n = bytes; n != 0; n >>= 1) {
         if (n & 1)
            power = Multiply(power, square);
         square = Multiply(square, square);
      }
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

ROOTLET_CRC_TARGET std::uint32_t SumByInstruction(const unsigned char *p, std::size_t size, std::uint32_t crc)
{
   static const Shift longShift(kLongLane);
   static const Shift shortShift(kShortLane);
   crc = SumLanes<kLongLane>(p, size, crc, longShift);
   crc = SumLanes<kShortLane>(p, size, crc, shortShift);
   for (; size >= 8; size -= 8, p += 8)
      crc = Step(crc, Load64(p));
   for (; size != 0; --size, ++p)
      crc = Step(crc, *p);
   return crc;
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

std::uint32_t Crc32c(const void *data, std::size_t size, std::uint32_t previous)
{
#ifdef ROOTLET_CRC_TARGET
   static const bool hardware = ProcessorHasInstruction();
   if (hardware)
      return ~SumByInstruction(static_cast<const unsigned char *>(data), size, ~previous);
#endif
   return Crc32cPortable(data, size, previous);
}

} // namespace rootlet
