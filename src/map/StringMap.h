// A hash map with string keys that is searched by string_view without making a string. Used by Directory and Reader.
#ifndef ROOTLET_map_StringMap
#define ROOTLET_map_StringMap

#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace rootlet {

struct StringHash {
   using is_transparent = void;
   std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>()(text); }
};

template <class Value>
using StringMap = std::unordered_map<std::string, Value, StringHash, std::equal_to<>>;

} // namespace rootlet

#endif
