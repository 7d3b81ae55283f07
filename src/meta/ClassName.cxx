// See ClassName.h. A small recursive parser: name, optional <argument, ...>, optional trailing *, & and ::rest.
#include "meta/ClassName.h"

#include <cctype>
#include <utility>
#include <vector>

namespace rootlet {
namespace {

constexpr int kMaxNesting = 64; // of template arguments; names from a stream are not trusted

constexpr std::pair<std::string_view, std::string_view> kTypedefs[] = {{"Bool_t", "bool"},
                                                                       {"Char_t", "char"},
                                                                       {"UChar_t", "unsigned char"},
                                                                       {"Byte_t", "unsigned char"},
                                                                       {"Short_t", "short"},
                                                                       {"UShort_t", "unsigned short"},
                                                                       {"Int_t", "int"},
                                                                       {"UInt_t", "unsigned int"},
                                                                       {"Long_t", "long"},
                                                                       {"ULong_t", "unsigned long"},
                                                                       {"Float_t", "float"},
                                                                       {"Double_t", "double"},
                                                                       {"long long", "Long64_t"},
                                                                       {"unsigned long long", "ULong64_t"},
                                                                       {"unsigned", "unsigned int"},
                                                                       {"Version_t", "short"},
                                                                       {"Color_t", "short"},
                                                                       {"Style_t", "short"},
                                                                       {"Width_t", "short"},
                                                                       {"Ssiz_t", "int"},
                                                                       {"Axis_t", "double"},
                                                                       {"Stat_t", "double"},
                                                                       {"Size_t", "float"},
                                                                       {"long int", "long"},
                                                                       {"unsigned long int", "unsigned long"},
                                                                       {"long long int", "Long64_t"},
                                                                       {"unsigned long long int", "ULong64_t"},
                                                                       {"short int", "short"},
                                                                       {"unsigned short int", "unsigned short"},
                                                                       {"Font_t", "short"},
                                                                       {"Marker_t", "short"},
                                                                       {"SCoord_t", "short"},
                                                                       {"Real_t", "float"},
                                                                       {"Angle_t", "float"},
                                                                       {"Coord_t", "double"},
                                                                       {"Text_t", "char"},
                                                                       {"Longptr_t", "long"},
                                                                       {"LongDouble_t", "long double"},
                                                                       {"basic_string<char>", "string"}};

std::string_view Resolve(std::string_view name)
{
   for (const auto &[from, to] : kTypedefs)
      if (name == from)
         return to;
   return name;
}

bool IsIdentifier(char c)
{
   return std::isalnum(static_cast<unsigned char>(c)) || c == '_' || c == '$';
}

// Which trailing arguments a standard container may have that are its defaults, given its element or key.
bool IsDefaultArgument(std::string_view argument)
{
   for (std::string_view prefix : {"allocator<", "less<", "char_traits<", "hash<", "equal_to<", "default_delete<"})
      if (argument.starts_with(prefix))
         return true;
   return false;
}

bool IsStdTemplate(std::string_view name)
{
   for (std::string_view known :
        {"vector", "list", "deque", "set", "multiset", "map", "multimap", "forward_list", "unordered_set",
         "unordered_multiset", "unordered_map", "unordered_multimap", "basic_string", "unique_ptr"})
      if (name == known)
         return true;
   return false;
}

// How many arguments of a standard template are never defaults.
std::size_t OwnArguments(std::string_view name)
{
   return name.ends_with("map") ? 2 : 1;
}

class Parser {
public:
   explicit Parser(std::string_view text) : fText(text) {}

   /// Everything was understood: no bracket is missing, none too many.
   bool IsComplete() const { return fAt == fText.size() && fBalanced; }

   // A type up to a comma or '>' that is not its own.
   std::string Type(int depth)
   {
      std::string out;
      while (fAt < fText.size()) {
         const char c = fText[fAt];
         if (c == ',' || c == '>')
            break;
         if (c == '<' && depth < kMaxNesting) {
            out = Template(std::move(out), depth);
         } else if (std::isspace(static_cast<unsigned char>(c))) {
            ++fAt;
            fBlank = true;
         } else {
            // One blank survives between two words: "unsigned int", "const Foo".
            if (fBlank && !out.empty() && IsIdentifier(c) && (IsIdentifier(out.back()) || out.back() == '>'))
               out += ' ';
            fBlank = false;
            out += c;
            ++fAt;
            for (std::string_view standard : {"std::", "__cxx11::"}) // the latter is libstdc++'s, in names of typeid()
               if (out.ends_with(standard) && IsAtStart(out, out.size() - standard.size()))
                  out.resize(out.size() - standard.size());
         }
      }
      fBlank = false;
      return ResolvePointer(out);
   }

private:
   /// What follows at `at` is no part of a longer name.
   static bool IsAtStart(std::string_view out, std::size_t at)
   {
      return at == 0 || (!IsIdentifier(out[at - 1]) && out[at - 1] != ':');
   }
   // A typedef in front of stars.
   static std::string ResolvePointer(const std::string &type)
   {
      const std::size_t stars = type.find_last_not_of("*&") + 1;
      return std::string(Resolve(std::string_view(type).substr(0, stars))) + type.substr(stars);
   }

   std::string Template(std::string name, int depth)
   {
      std::vector<std::string> arguments;
      do {
         ++fAt; // '<' or ','
         arguments.push_back(Type(depth + 1));
      } while (fAt < fText.size() && fText[fAt] == ',');
      if (fAt < fText.size() && fText[fAt] == '>')
         ++fAt;
      else
         fBalanced = false;
      if (IsStdTemplate(name))
         while (arguments.size() > OwnArguments(name) && IsDefaultArgument(arguments.back()))
            arguments.pop_back();
      name += '<';
      for (std::size_t i = 0; i < arguments.size(); ++i) {
         if (i)
            name += ',';
         name += arguments[i];
      }
      if (name.back() == '>')
         name += ' ';
      name += '>';
      return name;
   }

   std::string_view fText;
   std::size_t fAt = 0;
   bool fBlank = false;
   bool fBalanced = true;
};

/// Without blanks at the ends, and with one where there were more.
std::string BlanksFolded(std::string_view text)
{
   std::string out;
   for (const char c : text)
      if (!std::isspace(static_cast<unsigned char>(c)))
         out += c;
      else if (!out.empty() && out.back() != ' ')
         out += ' ';
   if (!out.empty() && out.back() == ' ')
      out.pop_back();
   return out;
}

} // namespace

std::string NormalizedClassName(std::string_view name)
{
   Parser parser(name);
   std::string normalized = parser.Type(0);
   return parser.IsComplete() ? normalized : BlanksFolded(name);
}

} // namespace rootlet
