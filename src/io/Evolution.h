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
#include "io/EmulatedWriter.h"
#include "io/ReadRules.h"
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
   /// The object of class `cl`, which is `sourceClass` in the stream, whose header stands at byte `start`, in the layout of this
   /// program. What the stream does not say stays as it is in `object`, which will be read. Sets `end` to the byte behind it.
   BufferDetour Object(TClass *cl, const std::string &sourceClass, std::size_t start, const void *object,
                       std::size_t &end);
   /// Member-wise content of elements of `cl` from the current byte on; `elements` says which version the stream has. With
   /// n < 0 counts and columns up to `end`, else the columns of n objects; sets `end` to the byte behind them.
   BufferDetour Columns(TClass *cl, const std::string &sourceClass, const WireHeader &elements, Int_t n,
                        std::size_t &end);
   /// Runs the read rules for an object that was `converted`, and has been read (EvolutionRules.cxx).
   void RunRules(const EmulatedObject &converted, void *object);
   /// The same for an object of class `cl` that was read in columns, and for its bases, which have no headers there.
   void RunRulesInColumns(const EmulatedObject &converted, const TClass *cl, void *object);

private:
   using Pool = std::vector<EmulatedMember *>; // the members that a stream has, those of bases too
   /// The tags that objects have in the stream, and where converted objects stand.
   class Tags : public WrittenTags {
   public:
      Tags(Evolution &evolution, BufferDetour &detour);
      UInt_t Written(const EmulatedObject &object) override;
      void Write(const EmulatedObject &object, UInt_t position) override;
      void Begin(const EmulatedObject &object, UInt_t position) override;
      void BeginColumns(const std::vector<const EmulatedObject *> &objects, UInt_t position) override;

   private:
      Evolution &fEvolution;
      BufferDetour &fDetour;
      std::unordered_map<const EmulatedObject *, UInt_t> fWritten;
   };
   /// A rule to be run for an object when that has been read.
   struct PendingRule {
      const ReadRule *fOfDictionary = nullptr;
      std::shared_ptr<const RuleFunction> fOfProgram;
      EmulatedObject *fSource = nullptr; ///< the values of its source members; for a function all that the stream had
   };
   using PendingRules = std::vector<PendingRule>;

   void Upgrade(EmulatedObject &object, const EmulatedObject *defaults = nullptr);
   void UpgradeInside(EmulatedValue &value);
   void UpgradeContainer(EmulatedMember &member);
   void Build(EmulatedObject &object, TClass *cl, const EmulatedObject *old, Pool &pool,
              const EmulatedObject *defaults);
   void BuildBase(EmulatedObject &object, const TStreamerBase &base, const std::vector<EmulatedObject *> &oldBases,
                  Pool &pool, const EmulatedObject *defaults);
   static Bool_t IsCurrent(const TClass *cl, const EmulatedObject &object);
   TClass *TargetOf(const EmulatedObject &object) const;
   void CollectBases(const EmulatedObject &object, std::vector<EmulatedObject *> &bases) const;
   static void CollectMembers(EmulatedObject &object, Pool &pool);
   static bool IsOwn(const EmulatedObject &object, const EmulatedMember &member);
   static EmulatedMember *OtherContainerBase(const EmulatedObject &object, const EmulatedObject &old, const Pool &pool);
   void BuildMember(EmulatedObject &object, const TClass *cl, const TStreamerElement &element,
                    const EmulatedObject *old, Pool &pool, const EmulatedObject *defaults);
   const EmulatedObject *DefaultsOf(TClass *cl, const void *object = nullptr);
   void UpgradeClonesArray(EmulatedObject &object);

   // Read rules (EvolutionRules.cxx).
   void PrepareRules(const EmulatedObject &old, const TClass *cl);
   void PrepareRulesOfBases(const EmulatedObject &old, const TClass *cl);
   EmulatedObject *SourceOf(const ReadRule &rule, const EmulatedObject &old, const TClass *cl);
   EmulatedObject *Snapshot(const EmulatedObject &old);
   const TStreamerInfo &InfoOf(const ReadRule &rule);
   Bool_t IsTargetOfRule(const EmulatedObject &object, std::string_view member) const;
   static void CompleteHeader(EmulatedMember &member);
   void Run(const PendingRule &rule, void *object);
   BufferDetour ValuesOf(const EmulatedObject &source);

   // Values, as an element of the current layout wants them; none where there is no way (EvolutionValues.cxx).
   std::optional<EmulatedValue> Converted(EmulatedMember &from, const TStreamerElement &to, EmulatedObject &owner,
                                          const Pool &pool, const EmulatedValue *given);
   std::optional<std::size_t> Counted(const TStreamerElement &to, EmulatedObject &owner, const Pool &pool,
                                      std::size_t size) const;
   std::optional<EmulatedValue> ConvertedElement(EmulatedValue &value, const TypeSpec &to);
   std::optional<EmulatedValue> ConvertedContent(EmulatedValue &value, const TypeSpec &to);
   std::optional<EmulatedValue> ConvertedPair(EmulatedValue &value, const std::string &name);
   std::optional<EmulatedValue> ConvertedObject(EmulatedValue &value, const std::string &className, Bool_t pointer);
   std::optional<EmulatedValue> Remade(const EmulatedValue &value, const std::string &className);
   static Bool_t RemakeCollection(const EmulatedObject &source, EmulatedObject &made);
   static void SetHeader(EmulatedMember &member, const EmulatedMember *met);
   void MakeWhole(EmulatedObject &object);
   NumberType TypeOf(const TStreamerElement &element);

   TBuffer &fBuffer;
   EmulatedDocument fDocument;
   EvolutionLayouts fLayouts{fDocument};
   std::set<const EmulatedObject *> fUpgraded;
   std::map<TClass *, const EmulatedObject *> fDefaults;
   std::map<const EmulatedObject *, TClass *> fRenamed; // what objects of a class that has another name now become
   // By the object as the stream has it and the class that it is made anew in.
   std::map<std::pair<const EmulatedObject *, std::string>, EmulatedObject *> fRemade;
   // By the object as the stream has it, and the class that it becomes.
   std::map<std::pair<const EmulatedObject *, const TClass *>, PendingRules> fPrepared;
   std::unordered_map<const EmulatedObject *, PendingRules> fPending; // by the converted object
   std::map<const ReadRule *, TStreamerInfo> fSources;
   std::map<const TStreamerElement *, NumberType> fTypes;
   UInt_t fFreshTag = 0x3ffffffd; // for objects that the stream has no tag for; counts down
};

/// The class stands in a stream with its own header: version, or 0 and a checksum.
WireHeader HeaderOf(const TClass *cl);
/// This program has the class, and streams it as its StreamerInfo says; else null.
TClass *CompiledClass(const std::string &name);
/// The numbers that a value is: one is a sequence of one, an absent array is an empty one.
std::optional<std::string> NumbersIn(const EmulatedValue &value, NumberType to);
/// Members that could not be converted are reported once each.
void ReportNotConverted(const TClass *cl, const TStreamerElement *from, const TStreamerElement &to);

} // namespace rootlet

#endif
