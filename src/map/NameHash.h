// The hash of a record's name, part of the file format. Used by Directory and Reader.
#ifndef ROOTLET_map_NameHash
#define ROOTLET_map_NameHash

#include <cstdint>
#include <string_view>

namespace rootlet {

/// FNV-1a over the bytes, then mixed so that the low bits (bucket) and the high 16 (tag) both depend on all of them.
inline std::uint64_t NameHash(std::string_view name)
{
   std::uint64_t hash = 0xcbf29ce484222325;
   for (const char c : name)
      hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3;
   hash = (hash ^ hash >> 32) * 0xd6e8feb86659fd93;
   return hash ^ hash >> 32;
}

} // namespace rootlet

#endif
