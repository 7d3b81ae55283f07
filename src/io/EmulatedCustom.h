// The classes whose StreamerInfo does not describe their bytes: one table of them all. Private to src/io.
// Used by whoever reads, writes or makes their objects: EmulatedReader, EmulatedWriter, JsonReader. Facts: docs/wire-format.md,
// "Custom streamers every reader must know".
#ifndef ROOTLET_io_EmulatedCustom
#define ROOTLET_io_EmulatedCustom

#include "Rtypes.h"

#include <span>
#include <string_view>

namespace rootlet {

enum class CustomLayout {
   kNone, ///< a class as others: its StreamerInfo describes it
   kNothing,
   kTObject,
   kArray,
   kDatime,
   kList,
   kObjArray,
   kClonesArray,
   kMap,
   kRef,
   kRefArray,
   kMatrixSym,
   kStreamerInfo,
   kObjString, ///< lists of rules in a StreamerInfo record have them, the record does not describe them
   kCanvas,
   kImage
};

struct CustomClass {
   std::string_view fName;
   CustomLayout fLayout;
   Version_t fVersion = 0; ///< in its header; 0 if it has none of its own
   Int_t fCode = 0;        ///< of TArrayI and its kin: of their numbers
};

/// The class's entry; that of classes as others has kNone.
const CustomClass &CustomOf(std::string_view className);
inline bool HasCustomLayout(std::string_view className)
{
   return CustomOf(className).fLayout != CustomLayout::kNone;
}
/// Of TArrayI and its kin the code of their numbers; 0 of other classes.
inline Int_t CodeOfArray(std::string_view className)
{
   return CustomOf(className).fCode;
}

/// What a TCanvas streams behind its TPad. JSROOT has no member for what bits of fBits say as well.
struct CanvasField {
   enum { kText = -1, kAttributes = -2 };
   const char *fName; ///< those that JSON leaves out begin with @
   Int_t fCode;       ///< of a number, or one of the above
   UInt_t fBit = 0;   ///< of fBits, if that says the same
};
std::span<const CanvasField> CanvasFields();

} // namespace rootlet

#endif
