// What a shareable class looks like: its layout as the map has it, and what its bytes must be before they are an object.
// Used by SharedAccess. Invariant: objects of classes with equal layouts have the same members at the same places.
#ifndef ROOTLET_map_SharedLayout
#define ROOTLET_map_SharedLayout

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "RootletShared.h"
#include "map/InfoBlock.h"

namespace rootlet {

/// The record of an object of this class; mapfile-format.md, "Shared payloads", describes the layout.
ObjectDescription DescribeShared(const SharedClass &cl, std::string name);

/// Where the layout of a record differs first from this program's, as a sentence.
std::string FirstDifference(std::string_view theirs, std::string_view ours);

/// What has to be done with the bytes of every object of a class, found out once: a few runs of bytes for each object in it.
class SharedPlan {
public:
   explicit SharedPlan(const SharedClass &cl);
   explicit SharedPlan(const SharedMember &element);

   /// What is wrong with these bytes, as a sentence: a bool that is neither true nor false, a container whose elements do not lie in
   /// them; "" if they are an object. However they are made, this looks at none of them more than a few times.
   std::string FindBadMember(const char *object, std::size_t size) const;
   /// The same of containers that hold containers, for bytes in a map, which somebody may be changing: so that who looks at all
   /// elements of a version does not meet more than it has bytes.
   std::string FindBadNesting(const char *object, std::size_t size) const;
   /// Sets the bytes to 0 that belong to no member and no element: they may hold anything of the process that has made the object.
   void ClearGaps(char *object) const;

   struct Run {
      std::size_t begin, end; // offsets in the object
   };

private:
   struct Container {
      std::size_t at;
      std::size_t elementSize, alignment; // in bytes
      bool isString;
      std::shared_ptr<const SharedPlan> elements;
   };
   template <bool kInMap>
   class Inspector;

   void AddMembers(const SharedClass &cl, std::size_t at);
   void AddMember(const SharedMember &member, std::size_t at);
   /// Of the member there, as in "fHits.fGood"; "" if an element is no object of a class.
   std::string NameAt(std::size_t offset) const;
   bool HasNesting() const;
   template <bool kInMap>
   std::string Find(const char *object, std::size_t size) const;

   const SharedClass *fClass = nullptr;    // or, of elements,
   const SharedMember *fElement = nullptr; // what they are
   std::vector<Run> fGaps;
   std::vector<Run> fBools;
   std::vector<Container> fContainers;
};

} // namespace rootlet

#endif
