// Where the members of a direct payload lie in the objects of a class of this program: runs of bytes that are gathered into
// a slot and scattered into an object. Used by MapFileState to publish and by ObjectReader to read.
//
// Why this is no undefined behaviour, whatever a compiler makes of it: bytes are copied into objects whose constructor has
// ended, never before (a compiler drops what is stored into memory before a constructor); what is copied are the bytes of
// single numbers that are trivially copyable and not const, each whole, through char pointers into the object that holds
// them; a bool is proved to be 0 or 1 first. Padding is never touched, for a derived class may keep members in it, and
// neither are pointers to virtual tables and bases: the object keeps those that its own constructor has given it, so its
// type is what it was, at whatever addresses this program has its code.
// Invariants: a layout holds while the dictionaries that it was made from do; a virtual base is looked for in each object
// anew, so no assumption is made of what the object is a part of.
#ifndef ROOTLET_map_DirectLayout
#define ROOTLET_map_DirectLayout

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "TClass.h"
#include "TProcessID.h"

namespace rootlet {

/// The fingerprint of a layout: layouts with the same one are the same.
std::uint64_t DirectFingerprint(std::string_view layout);

/// Threads: all functions at any time.
class DirectLayout {
public:
   /// The layout of a class with a dictionary: made with the first object, `object`, and kept until a dictionary comes or goes.
   static std::shared_ptr<const DirectLayout> Of(const TClass *cl, const void *object);
   ~DirectLayout();
   DirectLayout(const DirectLayout &) = delete;
   DirectLayout &operator=(const DirectLayout &) = delete;

   /// Why objects of the class cannot be direct, as a sentence that names the class or its member; empty if they can. The
   /// functions below are for those that can.
   const std::string &WhyNot() const { return fWhyNot; }
   /// As it stands in an info block.
   const std::string &Bytes() const { return fBytes; }
   std::uint64_t Fingerprint() const { return fFingerprint; }
   std::size_t PayloadSize() const { return fPayloadSize; }
   /// Writes PayloadSize() bytes. `numbers` tells the numbers of processes that the object's identifiers are of.
   void Gather(char *payload, const void *object, ProcessNumbers &numbers) const;
   /// Throws Error, with the object as it was, if these are not the bytes of such an object.
   void Scatter(std::string_view payload, void *object, ProcessNumbers &numbers) const;

private:
   class Builder;
   using Upcast = void *(*)(void *derived);
   struct Run {
      std::size_t anchor;  ///< in fAnchors
      std::size_t offset;  ///< from there
      std::size_t payload; ///< offset in the payload
      std::size_t size;
   };
   struct Bools {
      std::size_t payload;
      std::size_t count;
   };

   DirectLayout() = default;
   template <class Char>
   Char *AnchorIn(Char *object, std::size_t anchor) const;

   std::string fWhyNot;
   std::string fBytes;
   std::uint64_t fFingerprint = 0;
   std::size_t fPayloadSize = 0;
   std::vector<std::vector<Upcast>> fAnchors; // ways from an object to itself, and to each of its virtual bases
   std::vector<Run> fRuns;
   std::vector<Run> fTObjects; // `size` is that of the payload
   std::vector<Bools> fBools;
   std::uint64_t fChanges = 0; // ClassChanges() when it was made
};

} // namespace rootlet

#endif
