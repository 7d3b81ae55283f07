// What a record is: its name, its class and the form of its payloads, in an info block that never changes. Written by Directory, read by Reader and
// Recover. Invariant: an info block is believed only after its CRC, its lengths and its record id have been checked.
#ifndef ROOTLET_map_InfoBlock
#define ROOTLET_map_InfoBlock

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "heap/Format.h"

namespace rootlet {

/// Name and class of the object that a record holds, and how.
struct ObjectDescription {
   std::string name;
   std::string className;
   std::int32_t classVersion = 0;
   std::uint32_t classChecksum = 0;
   format::PayloadForm form = format::PayloadForm::kStreamed;
   std::uint64_t fingerprint = 0; ///< of the layout; equal ones are laid out alike. 0 if streamed
   std::string layout = {}; ///< where each member lies in the payload, for those who have another layout; may be empty
   friend bool operator==(const ObjectDescription &, const ObjectDescription &) = default;
};

/// How many bytes its info block takes.
inline std::size_t InfoSize(const ObjectDescription &description)
{
   return sizeof(format::InfoHeader) + description.name.size() + description.className.size() +
          description.layout.size();
}

/// Throws MapError if a name is too long or empty, or the layout too long.
void RequireEncodable(const ObjectDescription &description);

/// The bytes of an info block. Throws as RequireEncodable() does.
std::vector<char> EncodeInfo(const ObjectDescription &description, std::uint64_t recordId);

/// Copies the info block at `offset` out of `usable` bytes at `base` and decodes it; nothing if it is not a sound one of
/// this record. `size` receives the bytes it takes; of an unsound one those that were copied. Sound ones do not overlap: who
/// has copied more than `usable` bytes of them in one walk has met a hostile file.
std::optional<ObjectDescription> DecodeInfo(const char *base, std::uint64_t usable, std::uint64_t offset,
                                            std::uint64_t recordId, std::uint64_t *size = nullptr);

} // namespace rootlet

#endif
