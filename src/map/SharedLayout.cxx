// Layouts of shareable classes. See SharedLayout.h.
#include "map/SharedLayout.h"

#include <algorithm>
#include <cstring>
#include <iterator>
#include <span>
#include <vector>

#include "map/NameHash.h"
#include "map/Printable.h"

namespace rootlet {
namespace {

struct KindName {
   const char *name;
   std::size_t size;
};
constexpr KindName kKinds[] = {{"bool", 1}, {"i8", 1},  {"i16", 2}, {"i32", 4}, {"i64", 8}, {"u8", 1},
                               {"u16", 2},  {"u32", 4}, {"u64", 8}, {"f32", 4}, {"f64", 8}};
static_assert(std::size(kKinds) == SharedMember::kClass);

std::span<const SharedMember> MembersOf(const SharedClass &cl)
{
   return {cl.fMembers, cl.fMemberCount};
}

std::size_t SizeOf(const SharedMember &member)
{
   return member.fKind == SharedMember::kClass ? member.fClass->fSize : kKinds[member.fKind].size;
}

std::string DescribeClasses(const SharedClass &first)
{
   std::vector<const SharedClass *> classes = {&first};
   std::string text;
   for (std::size_t i = 0; i < classes.size(); ++i) { // grows meanwhile
      const SharedClass &cl = *classes[i];
      text += "class " + std::to_string(cl.fSize) + " " + std::to_string(cl.fAlign) + " " +
              std::to_string(cl.fVersion) + " " + cl.fName + "\n";
      for (const SharedMember &member : MembersOf(cl)) {
         std::string kind;
         if (member.fKind == SharedMember::kClass) {
            auto at = std::find_if(classes.begin(), classes.end(), [&](const SharedClass *known) {
               return std::strcmp(known->fName, member.fClass->fName) == 0;
            });
            if (at == classes.end())
               at = classes.insert(at, member.fClass);
            kind = "@" + std::to_string(at - classes.begin());
         } else {
            kind = kKinds[member.fKind].name;
         }
         text += std::to_string(member.fOffset) + " " + kind + member.fDimensions + " " + member.fName;
         if (*member.fType != '\0')
            text += std::string(" ") + member.fType;
         text += "\n";
      }
   }
   return text;
}

std::string_view TakeLine(std::string_view &text)
{
   const std::size_t end = std::min(text.find('\n'), text.size());
   const std::string_view line = text.substr(0, end);
   text.remove_prefix(std::min(end + 1, text.size()));
   return line;
}

} // namespace

ObjectDescription DescribeShared(const SharedClass &cl, std::string name)
{
   ObjectDescription description;
   description.name = std::move(name);
   description.className = cl.fName;
   description.classVersion = cl.fVersion;
   description.form = format::PayloadForm::kShared;
   description.layout = DescribeClasses(cl);
   description.fingerprint = NameHash(description.layout);
   return description;
}

std::string FirstDifference(std::string_view theirs, std::string_view ours)
{
   const auto said = [](std::string_view line) {
      return line.empty() ? std::string("nothing") : "'" + Printable(line) + "'";
   };
   std::string_view cl;
   while (!theirs.empty() || !ours.empty()) {
      const std::string_view their = TakeLine(theirs);
      const std::string_view our = TakeLine(ours);
      if (their != our)
         return "the map has " + said(their) + " where this program has " + said(our) +
                (cl.empty() || our.starts_with("class ") ? "" : ", in " + Printable(cl));
      if (our.starts_with("class ")) // class SIZE ALIGN VERSION NAME
         cl = our.substr(std::min(our.size(), our.find(' ', our.find(' ', our.find(' ', 6) + 1) + 1) + 1));
   }
   return "their fingerprints differ";
}

std::string FindBadBool(const SharedClass &cl, const char *object)
{
   for (const SharedMember &member : MembersOf(cl)) {
      if (member.fKind != SharedMember::kBool && member.fKind != SharedMember::kClass)
         continue;
      for (std::size_t i = 0; i < member.fCount; ++i) {
         const char *at = object + member.fOffset + i * SizeOf(member);
         if (member.fKind == SharedMember::kBool) {
            if (static_cast<unsigned char>(*at) > 1)
               return member.fName;
         } else if (const std::string inner = FindBadBool(*member.fClass, at); !inner.empty()) {
            return member.fName + ("." + inner);
         }
      }
   }
   return "";
}

void ClearGaps(const SharedClass &cl, char *object)
{
   std::size_t end = 0; // of what members have so far
   for (const SharedMember &member : MembersOf(cl)) {
      if (member.fOffset > end)
         std::memset(object + end, 0, member.fOffset - end);
      end = std::max(end, member.fOffset + member.fCount * SizeOf(member));
      for (std::size_t i = 0; member.fKind == SharedMember::kClass && i < member.fCount; ++i)
         ClearGaps(*member.fClass, object + member.fOffset + i * SizeOf(member));
   }
   std::memset(object + end, 0, cl.fSize - end);
}

} // namespace rootlet
