// The register of read rules; see ReadRules.h. Invariant: it is read and changed under its mutex alone.
#include "io/ReadRules.h"

#include "RootletError.h"
#include "TClass.h"
#include "meta/ClassName.h"

#include <algorithm>
#include <charconv>
#include <limits>
#include <mutex>
#include <shared_mutex>

namespace rootlet {
namespace {

struct Register {
   std::shared_mutex fMutex;
   std::multimap<std::string, TClass *, std::less<>> fTargets; // by the name that the class has in the stream
   std::vector<std::shared_ptr<const RuleFunction>> fFunctions;
};

// Never destroyed: libraries take their rules back while the program ends.
Register &TheRegister()
{
   static auto *rules = new Register;
   return *rules;
}

void Remove(Register &rules, const std::string &source, TClass *cl)
{
   for (auto [at, end] = rules.fTargets.equal_range(source); at != end; ++at)
      if (at->second == cl) {
         rules.fTargets.erase(at);
         return;
      }
}

template <class F>
void ForRenames(const ClassDictionary &dictionary, F f)
{
   for (Int_t i = 0; i < dictionary.fNRules; ++i)
      if (const std::string source = NormalizedClassName(dictionary.fRules[i].fSourceClass); source != dictionary.fName)
         f(source);
}

template <class Integer>
bool Parse(std::string_view text, Integer &value, int base)
{
   const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, base);
   return error == std::errc() && end == text.data() + text.size();
}

std::string_view Trimmed(std::string_view text)
{
   while (!text.empty() && text.front() == ' ')
      text.remove_prefix(1);
   while (!text.empty() && text.back() == ' ')
      text.remove_suffix(1);
   return text;
}

bool ParseItem(std::string_view item, RuleFunction &rule)
{
   if (item.starts_with("0x") || item.starts_with("0X"))
      return Parse(item.substr(2), rule.fCheckSums.emplace_back(), 16);
   rule.fVersions.push_back({0, std::numeric_limits<Int_t>::max()});
   ReadRule::Versions &versions = rule.fVersions.back();
   const std::size_t dash = item.find('-');
   const std::string_view first = Trimmed(item.substr(0, dash));
   if (dash == item.npos)
      return Parse(first, versions.fFirst, 10) && ((versions.fLast = versions.fFirst), true);
   const std::string_view last = Trimmed(item.substr(dash + 1));
   return !(first.empty() && last.empty()) && (first.empty() || Parse(first, versions.fFirst, 10)) &&
          (last.empty() || Parse(last, versions.fLast, 10)) && versions.fFirst <= versions.fLast;
}

void ParseVersions(std::string_view text, RuleFunction &rule)
{
   text = Trimmed(text);
   if (text.empty()) {
      rule.fVersions.push_back({0, std::numeric_limits<Int_t>::max()});
      return;
   }
   bool good = text.size() > 2 && text.front() == '[' && text.back() == ']';
   for (std::string_view rest = good ? text.substr(1, text.size() - 2) : ""; good && !rest.empty();) {
      const std::size_t comma = std::min(rest.find(','), rest.size());
      good = ParseItem(Trimmed(rest.substr(0, comma)), rule) && comma + 1 != rest.size();
      rest.remove_prefix(std::min(comma + 1, rest.size()));
   }
   if (!good)
      throw Error("\"" + std::string(text) + "\" is no list of versions for a read rule of class " + rule.fSourceClass +
                  "; write \"[1-3,5]\", \"[4-]\", or a checksum \"[0x1234abcd]\"");
}

} // namespace

Bool_t RuleFunction::Covers(Int_t version, UInt_t checksum) const
{
   return std::ranges::any_of(fVersions, [&](const auto &v) { return v.fFirst <= version && version <= v.fLast; }) ||
          std::ranges::find(fCheckSums, checksum) != fCheckSums.end();
}

void EnterRules(const ClassDictionary &dictionary, TClass *cl)
{
   Register &rules = TheRegister();
   const std::unique_lock lock(rules.fMutex);
   ForRenames(dictionary, [&](const std::string &source) { rules.fTargets.emplace(source, cl); });
}

void RemoveRules(const ClassDictionary &dictionary, TClass *cl)
{
   Register &rules = TheRegister();
   const std::unique_lock lock(rules.fMutex);
   ForRenames(dictionary, [&](const std::string &source) { Remove(rules, source, cl); });
}

TClass *RenamedClass(std::string_view sourceClass, const TClass *wanted)
{
   Register &rules = TheRegister();
   const std::shared_lock lock(rules.fMutex);
   if (rules.fTargets.empty())
      return nullptr;
   TClass *found = nullptr;
   for (auto [at, end] = rules.fTargets.equal_range(NormalizedClassName(sourceClass)); at != end; ++at) {
      TClass *target = at->second;
      if (!target->IsLoaded() || target->HasCustomStreamer()) // a Streamer() written by hand does not convert
         continue;
      if (target == wanted)
         return target;
      if (!found && (!wanted || target->InheritsFrom(wanted)))
         found = target;
   }
   return found;
}

ApplicableRules FindReadRules(const TClass *target, const std::string &sourceClass, Int_t version, UInt_t checksum)
{
   ApplicableRules found;
   for (const ReadRule &rule : target->GetSchemaRules())
      if ((rule.TestVersion(version) || rule.TestChecksum(checksum)) &&
          (sourceClass == rule.fSourceClass || NormalizedClassName(rule.fSourceClass) == sourceClass))
         found.fOfDictionary.push_back(&rule);
   Register &rules = TheRegister();
   const std::shared_lock lock(rules.fMutex);
   for (const auto &rule : rules.fFunctions)
      if (rule->fTarget == target && rule->fFunction && rule->fSourceClass == sourceClass &&
          rule->Covers(version, checksum))
         found.fOfProgram.push_back(rule);
   return found;
}

ReadRuleRegistration::ReadRuleRegistration(const std::string &sourceClass, std::string_view versions, TClass *target,
                                           Function function)
{
   auto rule = std::make_shared<RuleFunction>();
   rule->fSourceClass = NormalizedClassName(sourceClass);
   rule->fTarget = target;
   rule->fFunction = std::move(function);
   if (!target || rule->fSourceClass.empty())
      throw Error("a read rule needs the name of the class in the stream and a class with a dictionary");
   ParseVersions(versions, *rule);
   fRule = std::move(rule);
   Register &rules = TheRegister();
   const std::unique_lock lock(rules.fMutex);
   rules.fFunctions.push_back(fRule);
   if (fRule->fSourceClass != target->GetName())
      rules.fTargets.emplace(fRule->fSourceClass, target);
}

ReadRuleRegistration::~ReadRuleRegistration()
{
   if (!fRule)
      return; // moved from
   Register &rules = TheRegister();
   const std::unique_lock lock(rules.fMutex);
   std::erase(rules.fFunctions, fRule);
   Remove(rules, fRule->fSourceClass, fRule->fTarget);
}

} // namespace rootlet
