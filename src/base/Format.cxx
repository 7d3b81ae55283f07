// printf into a std::string; see Format.h.
#include "base/Format.h"

#include <cstdio>

int rootlet::AppendFormatted(std::string &out, const char *fmt, std::va_list args)
{
   const std::size_t before = out.size();
   char small[256]; // most messages and names fit: one pass and no allocation but the result's
   std::va_list again;
   va_copy(again, args);
   const int n = std::vsnprintf(small, sizeof small, fmt, args);
   if (n >= 0 && static_cast<std::size_t>(n) < sizeof small) {
      out.append(small, static_cast<std::size_t>(n));
   } else if (n >= 0) {
      out.resize(before + static_cast<std::size_t>(n));
      std::vsnprintf(out.data() + before, static_cast<std::size_t>(n) + 1, fmt, again); // the NUL is the string's own
   }
   va_end(again);
   return n;
}
