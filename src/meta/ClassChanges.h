// Tells whether dictionaries have come or gone. Private to the runtime: for what is worked out from dictionaries and kept.
#ifndef ROOTLET_meta_ClassChanges
#define ROOTLET_meta_ClassChanges

#include <cstdint>

namespace rootlet {

/// Grows with each dictionary that is registered, or goes with its library. What was worked out from dictionaries holds as
/// long as this is the same as before.
std::uint64_t ClassChanges();

} // namespace rootlet

#endif
