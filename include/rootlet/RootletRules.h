// Read rules made by a program itself: functions that compute members of an object from what the stream had, for objects
// that another version of the class wrote, or a class that has another name by now. `#pragma read` in a LinkDef file makes
// the same in dictionaries.
// Used by programs; the conversion between versions (src/io/EvolutionRules.cxx) runs the rules.
// Invariant: a rule holds for as long as its registration lives.
// Threads: rules may come and go while other threads read; one that is running is kept until it is done.
#ifndef ROOTLET_RootletRules
#define ROOTLET_RootletRules

#include "RootletEmulation.h"
#include "TBuffer.h"

#include <functional>

namespace rootlet {

struct RuleFunction; // src/io/ReadRules.h

/// A rule while it lives. Objects of `sourceClass` in the versions given become objects of `target`: members are converted by
/// name first, then the function is called with the object (its address as `target`) and what the stream had.
/// It does not run for objects that the stream has in the very layout of this program.
class ReadRuleRegistration {
public:
   using Function = std::function<void(void *object, const EmulatedObject &onfile)>;
   /// `versions` as in `#pragma read`: "[1-3,5]", "[-2]", "[4-]", and checksums "[0x1234abcd]"; empty: all. Throws
   /// rootlet::Error if it is malformed or `target` is null. An empty function only gives the class its new name.
   ReadRuleRegistration(const std::string &sourceClass, std::string_view versions, TClass *target, Function function);
   ReadRuleRegistration(ReadRuleRegistration &&) = default;
   ReadRuleRegistration &operator=(ReadRuleRegistration &&) = delete;
   ~ReadRuleRegistration();

private:
   std::shared_ptr<const RuleFunction> fRule;
};

/// As the constructor, for a function that takes (T &object, const rootlet::EmulatedObject &onfile).
template <class T, class F>
[[nodiscard]] ReadRuleRegistration AddReadRule(const std::string &sourceClass, std::string_view versions, F function)
{
   return {sourceClass, versions, RequireClass<T>(),
           [function](void *object, const EmulatedObject &onfile) { function(*static_cast<T *>(object), onfile); }};
}

/// The class that objects of `sourceClass` become by a rule, to be pointed to as `wanted` (null: as anything); null if there
/// is none. Names are compared as TClass normalises them.
TClass *RenamedClass(std::string_view sourceClass, const TClass *wanted = nullptr);

} // namespace rootlet

#endif
