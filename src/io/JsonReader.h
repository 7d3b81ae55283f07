// JSON in the convention of ROOT's TBufferJSON as emulated objects, which can then be streamed. Private to src/io; the
// doors to it are EmulatedDocument::FromJSON() and TBufferJSON.
// Invariant: the result has the form that streaming needs whatever the JSON says: what it lacks is as in a new object of
// the class, or zero where this program does not have the class; what does not fit is an error with its place.
#ifndef ROOTLET_io_JsonReader
#define ROOTLET_io_JsonReader

#include "io/EmulatedLayouts.h"
#include "io/JsonText.h"

#include <unordered_map>
#include <unordered_set>

namespace rootlet {

class JsonReader : private EmulatedLayouts {
public:
   /// `tree`, of `textSize` bytes, must outlive the reader.
   JsonReader(EmulatedDocument &document, const JsonTree &tree, std::size_t textSize);
   /// The object that the document is about. Throws rootlet::Error that names the place, as in `$.fTracks[3].fX`.
   EmulatedObject *Top(std::string_view className);

private:
   /// A part of the way to the value that is being read: a name, or a place in an array.
   struct Place {
      std::string_view fName;
      std::size_t fIndex = 0;
   };
   class Step {
   public:
      Step(JsonReader &reader, std::string_view name) : fReader(reader) { reader.fPath.push_back({name, 0}); }
      Step(JsonReader &reader, std::size_t index) : fReader(reader) { reader.fPath.push_back({{}, index}); }
      ~Step() { fReader.fPath.pop_back(); }
      Step(const Step &) = delete;
      Step &operator=(const Step &) = delete;

   private:
      JsonReader &fReader;
   };

   /// The JSON of an object: members of the class and of all of its bases. A name that stands there several times (a
   /// class and its base have a member of that name) is taken in turn.
   class Source {
   public:
      explicit Source(const JsonObject *json) : fJson(json) {}
      const JsonValue *Take(std::string_view name);
      bool Has(std::string_view name) const { return fJson && fJson->Find(name); }

   private:
      const JsonObject *fJson; // may be null: nothing is said
      std::size_t fNext = 0;   // where the next member stands, if they come in order
      std::unordered_set<const JsonValue *> fTaken;
   };

   /// What stands in for members that the JSON lacks: the same part of a new object, made when first asked for.
   class Standby {
   public:
      explicit Standby(const std::string &className) : fClass(&className) {}
      /// A base class or member by value of what `outer` stands in for.
      Standby(Standby &outer, std::string_view name) : fOuter(&outer), fName(name) {}
      EmulatedObject *Get(JsonReader &reader);
      EmulatedMember *Find(JsonReader &reader, std::string_view name);

   private:
      const std::string *fClass = nullptr;
      Standby *fOuter = nullptr;
      std::string_view fName;
      bool fKnown = false;
      EmulatedObject *fObject = nullptr;
   };

   // objects (JsonReader.cxx)
   EmulatedObject *NewObject(const std::string &className);
   EmulatedObject *NewDefault(const std::string &className);
   void Fill(EmulatedObject &object, Source &source, Standby &standby);
   void FillByInfo(EmulatedObject &object, const TStreamerInfo &info, Source &source, Standby &standby);
   EmulatedObject *Described(const JsonValue *json, const std::string &className, Standby &standby);
   EmulatedObject *ByValue(const JsonValue *json, const std::string &className);
   EmulatedValue Pointer(const JsonValue &json, const std::string &declared);
   EmulatedObject *Reference(const JsonValue &number, const std::string &declared);
   EmulatedObject *Pointee(const JsonObject &json, const std::string &declared);
   std::string ClassNamed(const JsonObject &json, const std::string &declared) const;
   void CheckDerived(const std::string &className, const std::string &declared);
   const TStreamerInfo *LayoutOf(const std::string &className, WireHeader &header);

   // classes with a streamer of their own (JsonCustom.cxx)
   bool FillCustom(EmulatedObject &object, Source &source, Standby &standby);
   void AddBase(EmulatedObject &object, const char *className, Source &source, Standby &standby);
   void AddNumber(EmulatedObject &object, const char *name, const char *key, Int_t code, Source &source,
                  Standby &standby, Long64_t otherwise = 0);
   void AddText(EmulatedObject &object, const char *name, const char *key, Source &source, Standby &standby);
   void AddPointers(EmulatedObject &object, Source &source, Standby &standby);
   void AddClones(EmulatedObject &object, Source &source, Standby &standby);
   void AddPairs(EmulatedObject &object, Source &source, Standby &standby);
   void AddMatrix(EmulatedObject &object, Source &source, Standby &standby);
   void AddCanvas(EmulatedObject &object, Source &source, Standby &standby);

   // members (JsonMembers.cxx)
   EmulatedValue Member(const EmulatedObject &object, const TStreamerElement &element, const JsonValue *json,
                        Standby &standby);
   EmulatedValue Array(const JsonValue *json, const TStreamerElement &element);
   EmulatedValue CountedArray(const EmulatedObject &object, const JsonValue *json, const TStreamerElement &element);
   EmulatedValue Loop(const EmulatedObject &object, const JsonValue *json, const TStreamerElement &element);
   EmulatedValue Content(const JsonValue *json, const TypeSpec &type);
   EmulatedValue Element(const JsonValue &json, const TypeSpec &type);
   EmulatedValue Map(const JsonValue &json, const TypeSpec &type);
   void KeepCount(const EmulatedObject &object, const TStreamerElement &element, EmulatedValue &value);
   Long64_t CountOf(const EmulatedObject &object, const TStreamerElement &element);

   // numbers and text (JsonMembers.cxx)
   void Store(const JsonValue &json, NumberType type, char *wire);
   Number ToNumber(const JsonValue &json, NumberType type);
   std::string ToNumbers(const JsonValue &json, NumberType type);
   std::string Unpacked(const JsonObject &json, NumberType type);
   std::string ToText(const JsonValue *json);
   std::vector<const JsonValue *> ToList(const JsonValue &json);
   void Flatten(const JsonValue &json, Int_t dimensions, std::vector<const JsonValue *> &flat);

   void Take(std::size_t bytes);
   [[noreturn]] void Throw(const std::string &what) const;
   [[noreturn]] void ThrowKind(const JsonValue &json, const char *wanted) const;

   const JsonTree &fTree;
   std::vector<Place> fPath;
   std::size_t fLeft; // bytes that may still be made of nothing: by packed arrays, by members that the JSON lacks
   std::unordered_map<const JsonObject *, EmulatedObject *> fMade;
   std::map<std::string, std::string, std::less<>>
      fDefaults; // new objects of a class, streamed; empty: none can be made
};

} // namespace rootlet

#endif
