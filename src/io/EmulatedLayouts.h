// What the layouts of a document say of a class, a member or an element: found by version or checksum in its schema, in
// the classes of this program, or made from the name of a pair. Private to src/io.
// Used by what builds emulated objects: EmulatedReader from bytes, JsonReader from JSON.
#ifndef ROOTLET_io_EmulatedLayouts
#define ROOTLET_io_EmulatedLayouts

#include "RootletEmulation.h"
#include "meta/TypeSpec.h"

#include <unordered_map>

namespace rootlet {

/// TStreamerElement::GetType(): what a member is (docs/wire-format.md, "TStreamerInfo").
namespace element_type {
enum EElementType {
   kBase = 0,
   kCharStar = 7,
   kArray = 20,
   kCounted = 40,
   kEndOfBasic = 60,
   kObject = 61,
   kAny = 62,
   kEmbeddedObject = 63,
   kObjectPointer = 64,
   kTString = 65,
   kTObject = 66,
   kTNamed = 67,
   kEmbeddedAny = 68,
   kAnyPointer = 69,
   kSTL0 = 300,
   kString = 365,
   kSTL = 500,
   kLoop = 501
};
} // namespace element_type

/// The dimensions of the element are those of an array of n values. What a file tells of them need not be so.
bool HasShape(const TStreamerElement &element, std::size_t n);

class EmulatedLayouts {
public:
   explicit EmulatedLayouts(EmulatedDocument &document) : fDocument(document) {}

protected:
   /// The layout of the version or checksum that the header names; null if nobody knows it.
   const TStreamerInfo *InfoOf(const std::string &className, const WireHeader &header);
   const TStreamerInfo *BaseInfo(const TStreamerBase &base);
   const TStreamerInfo *PairInfo(const std::string &className);
   /// The type of a container member.
   const TypeSpec &TypeOf(const TStreamerElement &element);
   /// Its elements are of a type that nobody describes, and taken for enumerations.
   Bool_t IsGuessed(const TStreamerElement &element);
   NumberType NumberTypeOf(const TStreamerElement &element);
   static NumberType NumberTypeOf(Int_t code); // in containers, where no annotation applies
   /// The class of a member, without the stars of pointers.
   static std::string ClassOf(const TStreamerElement &element);
   static std::string PairName(const TypeSpec &map);
   static std::string SpelledPairName(const TypeSpec &map);

   EmulatedDocument &fDocument;

private:
   std::unique_ptr<TStreamerElement> MemberOfType(const char *name, const std::string &typeName) const;
   Bool_t IsUnknown(const TypeSpec &type) const;
   /// True if it has guessed.
   Bool_t EnumerationsResolved(TypeSpec &type);
   Int_t TypedefCode(const std::string &name);
   const TStreamerInfo *OldElementInfo(const std::string &className, Int_t version);

   std::unordered_map<const TStreamerElement *, NumberType> fNumberTypes;
   struct ContainerType {
      TypeSpec fType;
      Bool_t fGuessed = kFALSE;
   };
   ContainerType &ContainerTypeOf(const TStreamerElement &element);

   std::unordered_map<const TStreamerElement *, ContainerType> fTypes;
   std::optional<std::unordered_map<std::string, Int_t>> fTypedefs; // the user's own, as far as the layouts tell
   std::map<std::pair<std::string, Int_t>, const TStreamerInfo *> fOldElements;
   std::map<std::string, const TStreamerInfo *, std::less<>> fPairs;
};

} // namespace rootlet

#endif
