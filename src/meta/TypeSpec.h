// Types as StreamerInfo spells them, taken apart.
// Private to the runtime.
#ifndef ROOTLET_meta_TypeSpec
#define ROOTLET_meta_TypeSpec

#include "Rtypes.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace rootlet {

/// A type name taken apart. Names are normalised first (meta/ClassName.h).
struct TypeSpec {
   enum EKind { kBasic, kString, kTString, kPointer, kContainer, kBitset, kClass };
   EKind fKind = kClass;
   std::string fName;           ///< normalised
   std::string fSpelled;        ///< as it was given
   Int_t fCode = 0;             ///< of basic types: TStreamerElement's code; of containers: TStreamerSTL::fSTLtype
   std::vector<TypeSpec> fArgs; ///< pointee; element, or key and value
   Bool_t IsMap() const { return fKind == kContainer && fArgs.size() == 2; }
};

/// Names that are not known are classes.
TypeSpec ParseType(std::string_view name);
/// The code of a basic type of that normalised name; 0 if it is none.
Int_t BasicCode(std::string_view normalized);
/// "pair<K,V>": K and V; none if it is no pair.
std::optional<std::pair<std::string, std::string>> PairArguments(std::string_view normalized);
/// The template arguments of a name, split at the outermost commas; empty if it has none.
std::vector<std::string> TemplateArguments(std::string_view normalized);

} // namespace rootlet

#endif
