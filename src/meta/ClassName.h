// Class names as they stand in class tags: one spelling for each class (docs/wire-format.md, "The name is the class's
// real one"). Private to the runtime; TClass::GetClass() accepts whatever normalises to a registered name.
#ifndef ROOTLET_meta_ClassName
#define ROOTLET_meta_ClassName

#include <string>
#include <string_view>

namespace rootlet {

/// "std::vector<Double_t, std::allocator<Double_t>>" becomes "vector<double>": no `std::`, ROOT's typedefs resolved
/// (Long64_t, ULong64_t, Double32_t and Float16_t stay), default arguments of containers dropped, no blank after a
/// comma, one blank in "> >". A name that does not parse as a template is returned with its blanks folded.
std::string NormalizedClassName(std::string_view name);

} // namespace rootlet

#endif
