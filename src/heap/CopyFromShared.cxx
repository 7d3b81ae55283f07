// The payload copy of a seqlock reader: assembly on x86-64 and arm64, relaxed atomic loads elsewhere.
// Every load of shared bytes in this file is inside assembly or is an atomic; keep it so.
#include "heap/CopyFromShared.h"

#include <cstdint>

namespace rootlet {
namespace {

#if defined(__x86_64__)

// Two loads that overlap cover every length between one and two operand widths.
#define ROOTLET_COPY_ENDS(load, store, width, type)                                                                    \
   do {                                                                                                                \
      type first, last;                                                                                                \
      asm volatile(load " (%2), %0\n\t" load " -" #width "(%2,%3), %1\n\t" store " %0, (%4)\n\t" store " %1, -" #width \
                        "(%4,%3)"                                                                                      \
                   : "=&r"(first), "=&r"(last)                                                                         \
                   : "r"(from), "r"(size), "r"(to)                                                                     \
                   : "memory");                                                                                        \
   } while (false)

void CopySmall(char *to, const char *from, std::size_t size)
{
   if (size >= 16) { // 16 to 63
      asm volatile("movdqu (%0), %%xmm0\n\t"
                   "movdqu -16(%0,%1), %%xmm1\n\t"
                   "cmp $32, %1\n\t"
                   "jbe 1f\n\t"
                   "movdqu 16(%0), %%xmm2\n\t"
                   "movdqu -32(%0,%1), %%xmm3\n\t"
                   "movdqu %%xmm2, 16(%2)\n\t"
                   "movdqu %%xmm3, -32(%2,%1)\n"
                   "1:\n\t"
                   "movdqu %%xmm0, (%2)\n\t"
                   "movdqu %%xmm1, -16(%2,%1)"
                   :
                   : "r"(from), "r"(size), "r"(to)
                   : "xmm0", "xmm1", "xmm2", "xmm3", "cc", "memory");
   } else if (size >= 8) {
      ROOTLET_COPY_ENDS("movq", "movq", 8, std::uint64_t);
   } else if (size >= 4) {
      ROOTLET_COPY_ENDS("movl", "movl", 4, std::uint32_t);
   } else if (size >= 2) {
      ROOTLET_COPY_ENDS("movw", "movw", 2, std::uint16_t);
   } else if (size == 1) {
      std::uint32_t byte;
      asm volatile("movzbl (%1), %0\n\tmovb %b0, (%2)" : "=&q"(byte) : "r"(from), "r"(to) : "memory");
   }
}

/// 64 bytes a round, then the last 64 once more where they overlap; size >= 64.
void CopySse2(char *to, const char *from, std::size_t size)
{
   const char *lastFrom = from + size - 64;
   char *lastTo = to + size - 64;
   asm volatile("1:\n\t"
                "cmp %2, %0\n\t"
                "jae 2f\n\t"
                "movdqu (%0), %%xmm0\n\t"
                "movdqu 16(%0), %%xmm1\n\t"
                "movdqu 32(%0), %%xmm2\n\t"
                "movdqu 48(%0), %%xmm3\n\t"
                "movdqu %%xmm0, (%1)\n\t"
                "movdqu %%xmm1, 16(%1)\n\t"
                "movdqu %%xmm2, 32(%1)\n\t"
                "movdqu %%xmm3, 48(%1)\n\t"
                "add $64, %0\n\t"
                "add $64, %1\n\t"
                "jmp 1b\n"
                "2:\n\t"
                "movdqu (%2), %%xmm0\n\t"
                "movdqu 16(%2), %%xmm1\n\t"
                "movdqu 32(%2), %%xmm2\n\t"
                "movdqu 48(%2), %%xmm3\n\t"
                "movdqu %%xmm0, (%3)\n\t"
                "movdqu %%xmm1, 16(%3)\n\t"
                "movdqu %%xmm2, 32(%3)\n\t"
                "movdqu %%xmm3, 48(%3)"
                : "+r"(from), "+r"(to)
                : "r"(lastFrom), "r"(lastTo)
                : "xmm0", "xmm1", "xmm2", "xmm3", "cc", "memory");
}

/// As CopySse2 with 32-byte registers.
__attribute__((target("avx2"))) void CopyAvx2(char *to, const char *from, std::size_t size)
{
   const char *lastFrom = from + size - 64;
   char *lastTo = to + size - 64;
   asm volatile("1:\n\t"
                "cmp %2, %0\n\t"
                "jae 2f\n\t"
                "vmovdqu (%0), %%ymm0\n\t"
                "vmovdqu 32(%0), %%ymm1\n\t"
                "vmovdqu %%ymm0, (%1)\n\t"
                "vmovdqu %%ymm1, 32(%1)\n\t"
                "add $64, %0\n\t"
                "add $64, %1\n\t"
                "jmp 1b\n"
                "2:\n\t"
                "vmovdqu (%2), %%ymm0\n\t"
                "vmovdqu 32(%2), %%ymm1\n\t"
                "vmovdqu %%ymm0, (%3)\n\t"
                "vmovdqu %%ymm1, 32(%3)\n\t"
                "vzeroupper"
                : "+r"(from), "+r"(to)
                : "r"(lastFrom), "r"(lastTo)
                : "xmm0", "xmm1", "cc", "memory");
}

void CopyByString(char *to, const char *from, std::size_t size)
{
   asm volatile("rep movsb" : "+D"(to), "+S"(from), "+c"(size) : : "memory");
}

constexpr std::size_t kStringCopyFrom = 65536; // from here on the microcode's copy is the fastest

void Copy(char *to, const char *from, std::size_t size)
{
   static const bool avx2 = __builtin_cpu_supports("avx2");
   if (size < 64)
      CopySmall(to, from, size);
   else if (size >= kStringCopyFrom)
      CopyByString(to, from, size);
   else if (avx2)
      CopyAvx2(to, from, size);
   else
      CopySse2(to, from, size);
}

#elif defined(__aarch64__)

void Copy(char *to, const char *from, std::size_t size)
{
   for (; size >= 64; size -= 64, to += 64, from += 64)
      asm volatile("ldp q0, q1, [%0]\n\t"
                   "ldp q2, q3, [%0, #32]\n\t"
                   "stp q0, q1, [%1]\n\t"
                   "stp q2, q3, [%1, #32]"
                   :
                   : "r"(from), "r"(to)
                   : "v0", "v1", "v2", "v3", "memory");
   for (; size >= 8; size -= 8, to += 8, from += 8) {
      std::uint64_t word;
      asm volatile("ldr %0, [%1]\n\tstr %0, [%2]" : "=&r"(word) : "r"(from), "r"(to) : "memory");
   }
   for (; size != 0; --size, ++to, ++from) {
      std::uint32_t byte;
      asm volatile("ldrb %w0, [%1]\n\tstrb %w0, [%2]" : "=&r"(byte) : "r"(from), "r"(to) : "memory");
   }
}

#else

void Copy(char *to, const char *from, std::size_t size)
{
   auto copyByte = [&] {
      *to++ = __atomic_load_n(from++, __ATOMIC_RELAXED);
      --size;
   };
   while (size != 0 && reinterpret_cast<std::uintptr_t>(from) % 8 != 0)
      copyByte();
   for (; size >= 8; size -= 8, from += 8, to += 8) {
      const std::uint64_t word = __atomic_load_n(reinterpret_cast<const std::uint64_t *>(from), __ATOMIC_RELAXED);
      __builtin_memcpy(to, &word, 8);
   }
   while (size != 0)
      copyByte();
}

#endif

} // namespace

void CopyFromShared(void *to, const void *from, std::size_t size)
{
   Copy(static_cast<char *>(to), static_cast<const char *>(from), size);
}

} // namespace rootlet
