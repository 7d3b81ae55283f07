// Layouts of shareable classes. See SharedLayout.h.
#include "map/SharedLayout.h"

#include <algorithm>
#include <cstring>
#include <iterator>
#include <limits>
#include <memory>
#include <span>
#include <utility>
#include <vector>

#include "RootletContainers.h"
#include "heap/CopyFromShared.h"
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

/// Of a string: as those of a vector.
constexpr SharedMember kCharacter = {"", "", "", 0, 1, SharedMember::kI8, nullptr, nullptr};

std::span<const SharedMember> MembersOf(const SharedClass &cl)
{
   return {cl.fMembers, cl.fMemberCount};
}

bool IsContainer(const SharedMember &member)
{
   return member.fKind == SharedMember::kVector || member.fKind == SharedMember::kString;
}

std::size_t SizeOf(const SharedMember &member)
{
   if (IsContainer(member))
      return sizeof(ContainerPlace);
   return member.fKind == SharedMember::kClass ? member.fClass->fSize : kKinds[member.fKind].size;
}

std::size_t AlignmentOf(const SharedMember &member)
{
   if (IsContainer(member))
      return alignof(ContainerPlace);
   return member.fKind == SharedMember::kClass ? member.fClass->fAlign : kKinds[member.fKind].size;
}

/// Writes the classes down, in the order in which they are met.
class LayoutWriter {
public:
   explicit LayoutWriter(const SharedClass &first) : fClasses{&first}
   {
      for (std::size_t i = 0; i < fClasses.size(); ++i) { // grows meanwhile
         const SharedClass &cl = *fClasses[i];
         fText += "class " + std::to_string(cl.fSize) + " " + std::to_string(cl.fAlign) + " " +
                  std::to_string(cl.fVersion) + " " + cl.fName + "\n";
         for (const SharedMember &member : MembersOf(cl)) {
            fText += std::to_string(member.fOffset) + " " + Kind(member) + " " + member.fName;
            if (*member.fType != '\0')
               fText += std::string(" ") + member.fType;
            fText += "\n";
         }
      }
   }
   std::string Take() { return std::move(fText); }

private:
   std::string Kind(const SharedMember &member)
   {
      std::string kind;
      switch (member.fKind) {
      case SharedMember::kClass:
         kind = "@" + std::to_string(Number(*member.fClass));
         break;
      case SharedMember::kString:
         kind = "string";
         break;
      case SharedMember::kVector: {
         const SharedMember &element = *member.fElement;
         kind = "vector<" + Kind(element) + (*element.fType != '\0' ? " " : "") + element.fType + ">";
         break;
      }
      default:
         kind = kKinds[member.fKind].name;
      }
      return kind + member.fDimensions;
   }
   std::size_t Number(const SharedClass &cl)
   {
      auto at = std::ranges::find_if(
         fClasses, [&](const SharedClass *known) { return std::strcmp(known->fName, cl.fName) == 0; });
      if (at == fClasses.end())
         at = fClasses.insert(at, &cl);
      return static_cast<std::size_t>(at - fClasses.begin());
   }

   std::vector<const SharedClass *> fClasses;
   std::string fText;
};

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
   description.layout = LayoutWriter(cl).Take();
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

// --- SharedPlan --------------------------------------------------------------------------------------------------------

namespace {

void Append(std::vector<SharedPlan::Run> &runs, std::size_t begin, std::size_t end)
{
   if (begin == end)
      return;
   if (!runs.empty() && runs.back().end == begin)
      runs.back().end = end;
   else
      runs.push_back({begin, end});
}

} // namespace

SharedPlan::SharedPlan(const SharedClass &cl) : fClass(&cl)
{
   AddMembers(cl, 0);
}

SharedPlan::SharedPlan(const SharedMember &element) : fElement(&element)
{
   AddMember(element, 0);
}

void SharedPlan::AddMembers(const SharedClass &cl, std::size_t at)
{
   std::size_t end = 0; // of what members have so far
   for (const SharedMember &member : MembersOf(cl)) {
      if (member.fOffset > end)
         Append(fGaps, at + end, at + member.fOffset);
      AddMember(member, at + member.fOffset);
      end = std::max(end, member.fOffset + member.fCount * SizeOf(member));
   }
   Append(fGaps, at + end, at + cl.fSize);
}

void SharedPlan::AddMember(const SharedMember &member, std::size_t at)
{
   switch (member.fKind) {
   case SharedMember::kBool:
      Append(fBools, at, at + member.fCount);
      break;
   case SharedMember::kClass:
      for (std::size_t i = 0; i < member.fCount; ++i)
         AddMembers(*member.fClass, at + i * SizeOf(member));
      break;
   case SharedMember::kVector:
   case SharedMember::kString: {
      const SharedMember &element = member.fKind == SharedMember::kString ? kCharacter : *member.fElement;
      const auto elements = std::make_shared<const SharedPlan>(element);
      for (std::size_t i = 0; i < member.fCount; ++i)
         fContainers.push_back({at + i * SizeOf(member), element.fCount * SizeOf(element), AlignmentOf(element),
                                member.fKind == SharedMember::kString, elements});
      break;
   }
   default:
      break;
   }
}

void SharedPlan::ClearGaps(char *object) const
{
   for (const Run &gap : fGaps)
      std::memset(object + gap.begin, 0, gap.end - gap.begin);
   for (const Container &container : fContainers) {
      if (container.elements->fGaps.empty() && container.elements->fContainers.empty())
         continue; // what is behind the elements is 0 already
      ContainerPlace place;
      std::memcpy(&place, object + container.at, sizeof place);
      for (std::size_t i = 0; i < place.fSize; ++i)
         container.elements->ClearGaps(object + container.at + place.fOffset + i * container.elementSize);
   }
}

std::string SharedPlan::NameAt(std::size_t offset) const
{
   std::string name;
   const SharedClass *cl = fClass;
   if (fElement != nullptr && fElement->fKind == SharedMember::kClass) {
      cl = fElement->fClass;
      offset %= cl->fSize;
   }
   while (cl != nullptr) {
      const auto members = MembersOf(*cl);
      const auto member = std::ranges::find_if(members, [offset](const SharedMember &m) {
         return offset >= m.fOffset && offset - m.fOffset < m.fCount * SizeOf(m);
      });
      if (member == members.end())
         break;
      name += (name.empty() ? "" : ".") + std::string(member->fName);
      cl = member->fKind == SharedMember::kClass ? member->fClass : nullptr;
      offset = cl != nullptr ? (offset - member->fOffset) % cl->fSize : 0;
   }
   return name;
}

bool SharedPlan::HasNesting() const
{
   return std::ranges::any_of(fContainers, [](const Container &c) { return !c.elements->fContainers.empty(); });
}

/// Looks at what has to be right before somebody takes bytes as an object. `kInMap`: at the containers alone, by loads under which
/// another process may write.
template <bool kInMap>
class SharedPlan::Inspector {
public:
   struct Problem {
      const char *what = nullptr; // of the member; null: there is none
      std::string path;           // of the member, as in "fHits.fGood"
   };

   Inspector(const char *object, std::size_t size) : fObject(object), fSize(size) {}

   /// What is wrong with what lies there.
   Problem Inspect(const SharedPlan &plan, std::size_t at)
   {
      if (!kInMap)
         if (const std::size_t bad = FindBadBool(plan, at); bad != kNone)
            return {"is neither true nor false", plan.NameAt(bad)};
      for (const Container &container : plan.fContainers) {
         Problem problem = Inspect(container, at + container.at);
         if (problem.what != nullptr) {
            const std::string name = plan.NameAt(container.at);
            problem.path = name + (name.empty() || problem.path.empty() ? "" : ".") + problem.path;
            return problem;
         }
      }
      return {};
   }

private:
   static constexpr std::size_t kNone = std::numeric_limits<std::size_t>::max();

   /// Its offset in what lies there.
   std::size_t FindBadBool(const SharedPlan &plan, std::size_t at) const
   {
      for (const Run &run : plan.fBools)
         for (std::size_t i = run.begin; i < run.end; ++i)
            if (static_cast<unsigned char>(fObject[at + i]) > 1)
               return i;
      return kNone;
   }
   Problem Inspect(const Container &container, std::size_t at)
   {
      ContainerPlace place;
      if (kInMap)
         CopyFromShared(&place, fObject + at, sizeof place);
      else
         std::memcpy(&place, fObject + at, sizeof place);
      const std::size_t size = container.elementSize;
      const std::size_t begin = at + static_cast<std::size_t>(place.fOffset);
      if (place.fSize > place.fCapacity)
         return {"has more elements than there is room for", ""};
      if (place.fCapacity != 0 &&
          (begin > fSize || begin % container.alignment != 0 || place.fCapacity > (fSize - begin) / size))
         return {"has elements that do not lie in the object", ""};
      fElements += place.fCapacity * size; // no overflow: each is at most fSize
      if (fElements > fSize)
         return {"has elements that are those of another member too", ""};
      if (!kInMap && container.isString && place.fSize != 0 && fObject[begin + place.fSize - 1] != '\0')
         return {"is a string without an end", ""};
      const SharedPlan &elements = *container.elements;
      if (!elements.fContainers.empty()) {
         for (std::size_t i = 0; i < place.fSize; ++i)
            if (Problem problem = Inspect(elements, begin + i * size); problem.what != nullptr)
               return problem;
      } else if (!kInMap && !elements.fBools.empty()) {
         for (std::size_t i = 0; i < place.fSize; ++i)
            if (const std::size_t bad = FindBadBool(elements, begin + i * size); bad != kNone)
               return {"is neither true nor false", elements.NameAt(bad)};
      }
      return {};
   }

   const char *fObject;
   std::size_t fSize;
   std::size_t fElements = 0; // bytes of all rooms that were met
};

template <bool kInMap>
std::string SharedPlan::Find(const char *object, std::size_t size) const
{
   const auto problem = Inspector<kInMap>(object, size).Inspect(*this, 0);
   return problem.what == nullptr ? "" : "its member '" + problem.path + "' " + problem.what;
}

std::string SharedPlan::FindBadMember(const char *object, std::size_t size) const
{
   return Find<false>(object, size);
}

std::string SharedPlan::FindBadNesting(const char *object, std::size_t size) const
{
   return HasNesting() ? Find<true>(object, size) : "";
}

} // namespace rootlet
