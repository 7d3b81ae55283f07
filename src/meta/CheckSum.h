// The arithmetic of ROOT's class checksum (docs/wire-format.md, "Class checksum"); dictgen computes those of classes,
// TStreamerInfo::ComputeCheckSum() those of layouts. Private to the runtime.
#ifndef ROOTLET_meta_CheckSum
#define ROOTLET_meta_CheckSum

#include "Rtypes.h"

#include <string_view>

namespace rootlet {

/// Adds the characters of s, as signed char, to a checksum.
constexpr UInt_t AddToCheckSum(UInt_t id, std::string_view s)
{
   for (const char c : s)
      id = id * 3 + static_cast<UInt_t>(static_cast<Int_t>(static_cast<signed char>(c)));
   return id;
}

} // namespace rootlet

#endif
