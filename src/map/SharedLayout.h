// What a shareable class looks like: its layout as the map has it, and what its bytes must be before they are an object.
// Used by SharedAccess. Invariant: objects of classes with equal layouts have the same members at the same places.
#ifndef ROOTLET_map_SharedLayout
#define ROOTLET_map_SharedLayout

#include <cstdint>
#include <string>
#include <string_view>

#include "RootletShared.h"
#include "map/InfoBlock.h"

namespace rootlet {

/// The record of an object of this class; mapfile-format.md, "Shared payloads", describes the layout.
ObjectDescription DescribeShared(const SharedClass &cl, std::string name);

/// Where the layout of a record differs first from this program's, as a sentence.
std::string FirstDifference(std::string_view theirs, std::string_view ours);

/// The name of a bool that is neither true nor false in these bytes, as in "fHits.fGood"; "" if the bytes are an object.
std::string FindBadBool(const SharedClass &cl, const char *object);

/// Sets the bytes to 0 that belong to no member: they may hold anything of the process that has made the object.
void ClearGaps(const SharedClass &cl, char *object);

} // namespace rootlet

#endif
