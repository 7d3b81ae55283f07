// What a shareable class looks like: its layout as the map has it, and what its bytes must be before they are an object.
// Used by SharedAccess. Invariant: objects of classes with equal layouts have the same members at the same places.
#ifndef ROOTLET_map_SharedLayout
#define ROOTLET_map_SharedLayout

#include <cstddef>
#include <string>
#include <string_view>

#include "RootletShared.h"
#include "map/InfoBlock.h"

namespace rootlet {

/// The record of an object of this class; mapfile-format.md, "Shared payloads", describes the layout.
ObjectDescription DescribeShared(const SharedClass &cl, std::string name);

/// Where the layout of a record differs first from this program's, as a sentence.
std::string FirstDifference(std::string_view theirs, std::string_view ours);

/// What is wrong with these bytes, as a sentence: a bool that is neither true nor false, a container whose elements do not lie in
/// them; "" if they are an object. However they are made, this looks at none of them more than a few times.
std::string FindBadMember(const SharedClass &cl, const char *object, std::size_t size);

/// The same of containers that hold containers, for bytes in a map, which somebody may be changing: so that who looks at all
/// elements of a version does not meet more than it has bytes.
std::string FindBadNesting(const SharedClass &cl, const char *object, std::size_t size);

/// Sets the bytes to 0 that belong to no member: they may hold anything of the process that has made the object.
void ClearGaps(const SharedClass &cl, char *object);

} // namespace rootlet

#endif
