// A producer's private knowledge of one of its records. Made by Directory or Recover, used by Publisher.
// Invariant: the producer works from this, never from the words in the file, which a stranger might have changed.
#ifndef ROOTLET_map_ProducerRecord
#define ROOTLET_map_ProducerRecord

#include <array>
#include <cstdint>

#include "heap/ExtentAllocator.h"
#include "heap/Format.h"
#include "map/InfoBlock.h"

namespace rootlet {

struct ProducerRecord {
   struct Slot {
      std::uint64_t generation = 0; ///< 0: holds no version
      Extent block;                 ///< size 0: has no block
   };

   std::uint64_t offset = 0; ///< of the record in the file
   std::uint64_t id = 0;
   Extent info;
   ObjectDescription description;
   std::array<Slot, format::kSlots> slots;
   std::uint64_t lastLength = 0; ///< bytes of the newest payload
   std::uint64_t round = 0;      ///< for callers: the round in which they have scheduled it already
   std::uint64_t claim = 0;      ///< for callers: which of those who publish it by themselves has it
};

} // namespace rootlet

#endif
