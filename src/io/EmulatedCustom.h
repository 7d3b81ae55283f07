// The classes whose StreamerInfo does not describe their bytes. Private to src/io.
#ifndef ROOTLET_io_EmulatedCustom
#define ROOTLET_io_EmulatedCustom

#include "Rtypes.h"

#include <string_view>

namespace rootlet {

/// The class has a layout of its own that EmulatedReader knows.
bool HasCustomLayout(std::string_view className);
/// Of TArrayI and its kin the code of their numbers; 0 of other classes.
Int_t CodeOfArray(std::string_view className);

} // namespace rootlet

#endif
