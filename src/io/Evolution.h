// Schema evolution: an object that the stream holds in another version of its class becomes bytes of the version that this
// program has. It is read by the writer's StreamerInfo into a tree, the tree takes the shape of the current layout (members
// found by name, values converted, what the stream does not have as a new object has it) and is written again; then the
// class's own Streamer() reads it. Private to src/io.
// Invariant: pointers keep their identity: an object in the converted bytes has the tag that it has in the stream.
#ifndef ROOTLET_io_Evolution
#define ROOTLET_io_Evolution

#include "RootletEmulation.h"
#include "TBuffer.h"
#include "io/BufferDetour.h"
#include "io/EmulatedLayouts.h"
#include "meta/TypeSpec.h"

#include <set>

namespace rootlet {

/// What a document's layouts say, for the conversion.
class EvolutionLayouts : public EmulatedLayouts {
public:
   using EmulatedLayouts::EmulatedLayouts;
   using EmulatedLayouts::PairInfo;
   using EmulatedLayouts::PairName;
   using EmulatedLayouts::TypeOf;
};

class Evolution {
public:
   /// For the objects in `buffer`, which has a schema.
   explicit Evolution(TBuffer &buffer);
   /// The object of class `cl` whose header stands at byte `start`, in the layout of this program. What the stream does not
   /// say stays as it is in `object`, which will be read. Sets `end` to the byte behind the object.
   BufferDetour Object(TClass *cl, std::size_t start, const void *object, std::size_t &end);
   /// Member-wise content of elements of `cl` from the current byte on; `elements` says which version the stream has. With
   /// n < 0 counts and columns up to `end`, else the columns of n objects; sets `end` to the byte behind them.
   BufferDetour Columns(TClass *cl, const WireHeader &elements, Int_t n, std::size_t &end);

private:
   using Pool = std::vector<EmulatedMember *>; // the members that a stream has, those of bases too

   void Upgrade(EmulatedObject &object, const EmulatedObject *defaults = nullptr);
   void UpgradeInside(EmulatedValue &value);
   void UpgradeContainer(EmulatedMember &member);
   void Build(EmulatedObject &object, TClass *cl, const EmulatedObject *old, Pool &pool,
              const EmulatedObject *defaults);
   void BuildBase(EmulatedObject &object, const TStreamerBase &base, const std::vector<EmulatedObject *> &oldBases,
                  Pool &pool, const EmulatedObject *defaults);
   const EmulatedObject *DefaultsOf(TClass *cl, const void *object = nullptr);
   std::string Written(const EmulatedObject &object, BufferDetour &detour);

   // Values, as an element of the current layout wants them; none where there is no way (EvolutionValues.cxx).
   std::optional<EmulatedValue> Converted(EmulatedMember &from, const TStreamerElement &to, EmulatedObject &owner,
                                          const Pool &pool, const EmulatedValue *given);
   std::optional<std::size_t> Counted(const TStreamerElement &to, EmulatedObject &owner, const Pool &pool,
                                      std::size_t size) const;
   std::optional<EmulatedValue> ConvertedElement(EmulatedValue &value, const TypeSpec &to);
   std::optional<EmulatedValue> ConvertedContent(EmulatedValue &value, const TypeSpec &to);
   std::optional<EmulatedValue> ConvertedPair(EmulatedValue &value, const std::string &name);
   std::optional<EmulatedValue> ConvertedObject(EmulatedValue &value, const std::string &className, Bool_t pointer);
   static void SetHeader(EmulatedMember &member, const EmulatedMember *met);
   void MakeWhole(EmulatedObject &object);
   NumberType TypeOf(const TStreamerElement &element);

   TBuffer &fBuffer;
   EmulatedDocument fDocument;
   EvolutionLayouts fLayouts{fDocument};
   std::set<const EmulatedObject *> fUpgraded;
   std::map<TClass *, const EmulatedObject *> fDefaults;
   std::map<const TStreamerElement *, NumberType> fTypes;
   UInt_t fFreshTag = 0x3ffffffd; // for objects that the stream has no tag for; counts down
};

/// The class stands in a stream with its own header: version, or 0 and a checksum.
WireHeader HeaderOf(const TClass *cl);
/// This program has the class, and streams it as its StreamerInfo says; else null.
TClass *CompiledClass(const std::string &name);
/// Members that could not be converted are reported once each.
void ReportNotConverted(const TClass *cl, const TStreamerElement *from, const TStreamerElement &to);

} // namespace rootlet

#endif
