// Reads the boot id from /proc. See BootId.h.
#include "heap/BootId.h"

#include <fstream>
#include <string>

namespace rootlet {
namespace {

BootId ReadBootId()
{
   std::ifstream file("/proc/sys/kernel/random/boot_id");
   std::string text;
   BootId id{};
   if (!(file >> text))
      return id;
   unsigned digits = 0;
   for (const char c : text) {
      if (c == '-' || digits == 32)
         continue;
      const auto digit = static_cast<std::uint64_t>(c <= '9' ? c - '0' : c - 'a' + 10);
      id[digits / 16] = id[digits / 16] << 4 | (digit & 15);
      ++digits;
   }
   return id;
}

} // namespace

const BootId &ThisBoot()
{
   static const BootId id = ReadBootId();
   return id;
}

} // namespace rootlet
