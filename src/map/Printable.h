// Text out of a file, as one line of a message or a listing may show it: what steers a terminal or ends the line is written
// as \xNN. Used by all that print names and classes of records.
#ifndef ROOTLET_map_Printable
#define ROOTLET_map_Printable

#include <cstddef>
#include <string>
#include <string_view>

namespace rootlet {

/// At most `most` bytes of it, then "..."; UTF-8 stays.
inline std::string Printable(std::string_view text, std::size_t most = 200)
{
   constexpr char kDigits[] = "0123456789abcdef";
   std::string shown;
   for (std::size_t i = 0; i < text.size() && i < most; ++i) {
      const auto byte = static_cast<unsigned char>(text[i]);
      const bool control = byte < 0x20 || byte == 0x7f ||
                           (byte == 0xc2 && i + 1 < text.size() && static_cast<unsigned char>(text[i + 1]) < 0xa0);
      if (!control) {
         shown += text[i];
         continue;
      }
      shown += "\\x";
      shown += kDigits[byte >> 4];
      shown += kDigits[byte & 15];
   }
   return text.size() > most ? shown + "..." : shown;
}

} // namespace rootlet

#endif
