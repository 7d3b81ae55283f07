// See TypeSpec.h.
#include "meta/TypeSpec.h"

#include "meta/ClassName.h"

#include <algorithm>

namespace rootlet {
namespace {

constexpr std::pair<std::string_view, Int_t> kBasics[] = {
   {"char", 1},           {"signed char", 1},     {"short", 2},         {"int", 3},
   {"long", 4},           {"float", 5},           {"double", 8},        {"Double32_t", 9},
   {"unsigned char", 11}, {"unsigned short", 12}, {"unsigned int", 13}, {"unsigned long", 14},
   {"Long64_t", 16},      {"ULong64_t", 17},      {"bool", 18},         {"Float16_t", 19}};

constexpr Int_t kBitset = 8;
constexpr std::pair<std::string_view, Int_t> kContainers[] = {{"vector", 1},
                                                              {"list", 2},
                                                              {"deque", 3},
                                                              {"map", 4},
                                                              {"multimap", 5},
                                                              {"set", 6},
                                                              {"multiset", 7},
                                                              {"bitset", kBitset},
                                                              {"forward_list", 9},
                                                              {"unordered_set", 10},
                                                              {"unordered_multiset", 11},
                                                              {"unordered_map", 12},
                                                              {"unordered_multimap", 13},
                                                              {"ROOT::VecOps::RVec", 14},
                                                              {"ROOT::RVec", 14},
                                                              {"RVec", 14}};

std::string Trimmed(std::string_view text)
{
   const std::size_t first = text.find_first_not_of(' ');
   if (first == text.npos)
      return {};
   return std::string(text.substr(first, text.find_last_not_of(' ') - first + 1));
}

} // namespace

Int_t BasicCode(std::string_view normalized)
{
   const auto *found = std::ranges::find(kBasics, normalized, &std::pair<std::string_view, Int_t>::first);
   return found == std::end(kBasics) ? 0 : found->second;
}

std::vector<std::string> TemplateArguments(std::string_view normalized)
{
   std::vector<std::string> arguments;
   const std::size_t open = normalized.find('<');
   if (open == normalized.npos || !normalized.ends_with('>'))
      return arguments;
   int depth = 0;
   std::size_t start = open + 1;
   for (std::size_t i = open; i < normalized.size(); ++i) {
      const char c = normalized[i];
      depth += (c == '<') - (c == '>');
      if ((c == ',' && depth == 1) || depth == 0) {
         arguments.push_back(Trimmed(normalized.substr(start, i - start)));
         start = i + 1;
         if (depth == 0)
            break;
      }
   }
   return arguments;
}

std::optional<std::pair<std::string, std::string>> PairArguments(std::string_view normalized)
{
   if (!normalized.starts_with("pair<"))
      return std::nullopt;
   auto arguments = TemplateArguments(normalized);
   if (arguments.size() != 2)
      return std::nullopt;
   return std::pair(std::move(arguments[0]), std::move(arguments[1]));
}

TypeSpec ParseType(std::string_view spelled)
{
   while (spelled.starts_with("const "))
      spelled.remove_prefix(6);
   TypeSpec spec;
   spec.fSpelled = Trimmed(spelled);
   spec.fName = NormalizedClassName(spelled);
   const std::string_view name = spec.fName;
   if (name.ends_with('*')) {
      spec.fKind = TypeSpec::kPointer;
      const std::string_view text = spec.fSpelled;
      spec.fArgs.push_back(ParseType(text.substr(0, text.rfind('*'))));
   } else if (name == "string") {
      spec.fKind = TypeSpec::kString;
   } else if (name == "TString") {
      spec.fKind = TypeSpec::kTString;
   } else if (const Int_t code = BasicCode(name)) {
      spec.fKind = TypeSpec::kBasic;
      spec.fCode = code;
   } else {
      const std::string_view head = name.substr(0, name.find('<'));
      auto arguments = TemplateArguments(spec.fSpelled);
      const auto *container = std::ranges::find(kContainers, head, &std::pair<std::string_view, Int_t>::first);
      const std::size_t own = head.ends_with("map") ? 2 : 1;
      if (container != std::end(kContainers) && arguments.size() >= own) {
         spec.fKind = container->second == kBitset ? TypeSpec::kBitset : TypeSpec::kContainer;
         spec.fCode = container->second;
         for (std::size_t i = 0; i < own && spec.fKind == TypeSpec::kContainer; ++i)
            spec.fArgs.push_back(ParseType(arguments[i]));
      } else if ((head == "unique_ptr" || head == "shared_ptr") && !arguments.empty()) {
         spec.fKind = TypeSpec::kPointer;
         spec.fArgs.push_back(ParseType(arguments[0]));
      }
   }
   return spec;
}

} // namespace rootlet
