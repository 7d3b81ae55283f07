// Layouts of shareable classes. See SharedLayout.h.
#include "map/SharedLayout.h"

#include <algorithm>
#include <cstring>
#include <iterator>
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

const SharedMember &ElementOf(const SharedMember &container)
{
   return container.fKind == SharedMember::kString ? kCharacter : *container.fElement;
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

/// Whether a member, or one of its own members, is so; elements of containers are not asked.
template <class F>
bool HoldsAny(const SharedMember &member, const F &is)
{
   if (member.fKind != SharedMember::kClass)
      return is(member);
   return std::ranges::any_of(MembersOf(*member.fClass),
                              [&](const SharedMember &inner) { return HoldsAny(inner, is); });
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

struct Problem {
   const char *what; // of the member; null: there is none
   std::string path; // of the member, as in "fHits.fGood"
};

/// Looks at what has to be right before somebody takes bytes as an object. `kInMap`: at the containers alone, by loads under which
/// another process may write.
template <bool kInMap>
class Inspector {
public:
   Inspector(const char *object, std::size_t size) : fObject(object), fSize(size) {}

   /// What is wrong with a class that lies there.
   Problem Inspect(const SharedClass &cl, std::size_t at)
   {
      for (const SharedMember &member : MembersOf(cl)) {
         Problem problem = Inspect(member, at + member.fOffset);
         if (problem.what != nullptr) {
            problem.path = member.fName + ((problem.path.empty() ? "" : ".") + problem.path);
            return problem;
         }
      }
      return {};
   }

private:
   static bool Matters(const SharedMember &member)
   {
      return HoldsAny(member, [](const SharedMember &inner) {
         return IsContainer(inner) || (!kInMap && inner.fKind == SharedMember::kBool);
      });
   }
   Problem Inspect(const SharedMember &member, std::size_t at)
   {
      if (Matters(member))
         for (std::size_t i = 0; i < member.fCount; ++i)
            if (Problem problem = InspectOne(member, at + i * SizeOf(member)); problem.what != nullptr)
               return problem;
      return {};
   }
   Problem InspectOne(const SharedMember &member, std::size_t at)
   {
      if (member.fKind == SharedMember::kClass)
         return Inspect(*member.fClass, at);
      if (IsContainer(member))
         return InspectContainer(member, at);
      return {static_cast<unsigned char>(fObject[at]) > 1 ? "is neither true nor false" : nullptr, ""};
   }
   Problem InspectContainer(const SharedMember &member, std::size_t at)
   {
      ContainerPlace place;
      if (kInMap)
         CopyFromShared(&place, fObject + at, sizeof place);
      else
         std::memcpy(&place, fObject + at, sizeof place);
      const SharedMember &element = ElementOf(member);
      const std::size_t size = element.fCount * SizeOf(element);
      const std::size_t begin = at + static_cast<std::size_t>(place.fOffset);
      if (place.fSize > place.fCapacity)
         return {"has more elements than there is room for", ""};
      if (place.fCapacity != 0 &&
          (begin > fSize || begin % AlignmentOf(element) != 0 || place.fCapacity > (fSize - begin) / size))
         return {"has elements that do not lie in the object", ""};
      fElements += place.fCapacity * size; // no overflow: each is at most fSize
      if (fElements > fSize)
         return {"has elements that are those of another member too", ""};
      if (!kInMap && member.fKind == SharedMember::kString && place.fSize != 0 &&
          fObject[begin + place.fSize - 1] != '\0')
         return {"is a string without an end", ""};
      if (Matters(element))
         for (std::size_t i = 0; i < place.fSize; ++i)
            if (Problem problem = Inspect(element, begin + i * size); problem.what != nullptr)
               return problem;
      return {};
   }

   const char *fObject;
   std::size_t fSize;
   std::size_t fElements = 0; // bytes of all rooms that were met
};

std::string Sentence(const Problem &problem)
{
   return problem.what == nullptr ? "" : "its member '" + problem.path + "' " + problem.what;
}

/// Whether a container may have others in its elements.
bool HasNesting(const SharedClass &cl)
{
   return std::ranges::any_of(MembersOf(cl), [](const SharedMember &member) {
      return HoldsAny(member, [](const SharedMember &inner) {
         return inner.fKind == SharedMember::kVector && HoldsAny(*inner.fElement, IsContainer);
      });
   });
}

/// Whether there are bytes in it that belong to no member.
bool HasGaps(const SharedMember &element)
{
   if (element.fKind != SharedMember::kClass)
      return false;
   std::size_t end = 0;
   for (const SharedMember &member : MembersOf(*element.fClass)) {
      if (member.fOffset != end || HasGaps(member))
         return true;
      end += member.fCount * SizeOf(member);
   }
   return end != element.fClass->fSize;
}

void ClearGapsOf(const SharedMember &member, char *at);

/// Of the elements that a container has; what is behind them is 0 already.
void ClearGapsOfElements(const SharedMember &container, char *at)
{
   const SharedMember &element = ElementOf(container);
   if (!HasGaps(element) && !HoldsAny(element, IsContainer))
      return;
   ContainerPlace place;
   std::memcpy(&place, at, sizeof place);
   for (std::size_t i = 0; i < place.fSize; ++i)
      ClearGapsOf(element, at + place.fOffset + i * element.fCount * SizeOf(element));
}

void ClearGapsOf(const SharedMember &member, char *at)
{
   for (std::size_t i = 0; i < member.fCount; ++i, at += SizeOf(member)) {
      if (member.fKind == SharedMember::kClass)
         ClearGaps(*member.fClass, at);
      else if (IsContainer(member))
         ClearGapsOfElements(member, at);
      else
         return;
   }
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

std::string FindBadMember(const SharedClass &cl, const char *object, std::size_t size)
{
   return Sentence(Inspector<false>(object, size).Inspect(cl, 0));
}

std::string FindBadNesting(const SharedClass &cl, const char *object, std::size_t size)
{
   return HasNesting(cl) ? Sentence(Inspector<true>(object, size).Inspect(cl, 0)) : "";
}

void ClearGaps(const SharedClass &cl, char *object)
{
   std::size_t end = 0; // of what members have so far
   for (const SharedMember &member : MembersOf(cl)) {
      if (member.fOffset > end)
         std::memset(object + end, 0, member.fOffset - end);
      end = std::max(end, member.fOffset + member.fCount * SizeOf(member));
      ClearGapsOf(member, object + member.fOffset);
   }
   std::memset(object + end, 0, cl.fSize - end);
}

} // namespace rootlet
