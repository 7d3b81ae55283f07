// Which read rules there are for objects of a class in the stream: those of dictionaries, and those that the program has
// registered. Private to the runtime. Used by TClass (registration), by buffers and the map (names that classes had), and
// by the conversion between versions.
#ifndef ROOTLET_io_ReadRules
#define ROOTLET_io_ReadRules

#include "RootletRules.h"

namespace rootlet {

/// A rule that is a function of the program.
struct RuleFunction {
   std::string fSourceClass;
   TClass *fTarget = nullptr;
   std::vector<ReadRule::Versions> fVersions;
   std::vector<UInt_t> fCheckSums;
   ReadRuleRegistration::Function fFunction;
   Bool_t Covers(Int_t version, UInt_t checksum) const;
};

/// The rules for objects that the stream has as `sourceClass` in this version.
struct ApplicableRules {
   std::vector<const ReadRule *> fOfDictionary;
   std::vector<std::shared_ptr<const RuleFunction>> fOfProgram;
   Bool_t IsEmpty() const { return fOfDictionary.empty() && fOfProgram.empty(); }
};
ApplicableRules FindReadRules(const TClass *target, const std::string &sourceClass, Int_t version, UInt_t checksum);

/// The dictionary's rules for classes of other names; the registry of TClass calls these.
void EnterRules(const ClassDictionary &dictionary, TClass *cl);
void RemoveRules(const ClassDictionary &dictionary, TClass *cl);

} // namespace rootlet

#endif
