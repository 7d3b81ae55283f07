// The codes of TStreamerElement::GetType() for members (docs/wire-format.md, "StreamerInfo"), and what a number takes in the stream.
// Used by whoever asks a DictionaryMember how it is streamed; private to src.
#ifndef ROOTLET_meta_ElementCodes
#define ROOTLET_meta_ElementCodes

#include "Rtypes.h"

#include <cstddef>
#include <iterator>

namespace rootlet::element {

inline constexpr Int_t kCharStar = 7, kDouble32 = 9, kFloat16 = 19;
inline constexpr Int_t kArray = 20;   ///< added for fixed arrays
inline constexpr Int_t kCounted = 40; ///< added for arrays with a counter
inline constexpr Int_t kObject = 61, kAny = 62, kTString = 65, kTObject = 66, kTNamed = 67;
inline constexpr Int_t kStl = 500, kStlString = 365;

/// Bytes of one number; the fewest that it may have, if it is packed. 0 if it is none.
constexpr std::size_t BasicSize(Int_t code)
{
   constexpr std::size_t kSizes[] = {0, 1, 2, 4, 8, 4, 4, 0, 8, 3, 0, 1, 2, 4, 8, 4, 8, 8, 1, 3};
   return code > 0 && code < static_cast<Int_t>(std::size(kSizes)) ? kSizes[code] : 0;
}

} // namespace rootlet::element

#endif
