// Objects of classes that this program does not have: read by their StreamerInfo into a tree of values that can be
// walked, printed and streamed again byte for byte. What ROOT calls emulated objects.
// Used by tools, by JSON, and by the conversion between class versions.
// Invariants: a document owns every object of its tree (objects may refer to each other in cycles); a value keeps its
// wire form, so that writing needs nothing but the tree.
// Threads: a document that is not being read into may be looked at by many.
#ifndef ROOTLET_RootletEmulation
#define ROOTLET_RootletEmulation

#include "RootletSchema.h"
#include "RootletWire.h"

#include <deque>
#include <optional>
#include <variant>

namespace rootlet {

class EmulatedObject;

/// The type of a number in the stream: TStreamerElement's codes 1 to 19, and how it is packed.
struct NumberType {
   Int_t fCode = 3;
   const Packing *fPacking = nullptr; ///< of code 9 (Double32_t) and 19 (Float16_t); owned by the document
   std::size_t WireSize() const;
   Bool_t IsFloating() const { return fCode == 5 || fCode == 8 || fCode == 9 || fCode == 19; }
   Bool_t IsUnsigned() const { return (fCode >= 11 && fCode <= 15) || fCode == 17 || fCode == 18; }
   /// char and its array forms: what JSON shows as text.
   Bool_t IsCharacter() const { return fCode == 1; }
};

/// One number, as it stands in the stream.
class Number {
public:
   Number(NumberType type, const char *wire);
   const NumberType &Type() const { return fType; }
   Long64_t AsLong64() const;   ///< rounded towards zero; unsigned ones wrap
   ULong64_t AsULong64() const; ///< of a negative number its two's complement
   Double_t AsDouble() const;
   /// The bytes, most significant first: Type().WireSize() of them.
   void Store(char *wire) const;

private:
   NumberType fType;
   ULong64_t fBits = 0; // the wire bytes as an unsigned integer
};

/// Many numbers of one type.
class Numbers {
public:
   Numbers(NumberType type, std::string wire) : fType(type), fWire(std::move(wire)) {}
   const NumberType &Type() const { return fType; }
   std::size_t Size() const { return fWire.size() / fType.WireSize(); }
   Number At(std::size_t i) const { return {fType, fWire.data() + i * fType.WireSize()}; }
   const std::string &Wire() const { return fWire; }

private:
   NumberType fType;
   std::string fWire;
};

class EmulatedValue;
/// Elements of a container or of an array that are no numbers. A map has pairs: objects with members first and second.
using EmulatedList = std::vector<EmulatedValue>;
/// A reference to an object that was not read (it stood in a stretch that was skipped): its tag.
struct DanglingReference {
   UInt_t fTag;
};
/// A counted array that is absent.
struct Absent {};

/// What a member holds: nothing, a number, numbers, text, a list, an object (null behind a null pointer).
class EmulatedValue
   : public std::variant<Absent, Number, Numbers, std::string, EmulatedList, EmulatedObject *, DanglingReference> {
public:
   using variant::variant;
};

/// The header of an object or of a container member, as it was met.
struct WireHeader {
   Version_t fVersion = 0;            ///< the word, flags included
   Bool_t fCounted = kTRUE;           ///< there is a byte count
   std::optional<UInt_t> fCheckSum;   ///< behind version 0
   Bool_t fMemberWise = kFALSE;       ///< of containers
   Version_t fElementVersion = 0;     ///< of member-wise containers: the class version of the elements
   std::optional<UInt_t> fElementSum; ///< behind element version 0
   std::string fRest;                 ///< bytes under the byte count that the layout does not explain
};

/// A member or base class of an object.
struct EmulatedMember {
   const char *fName = nullptr;                ///< owned by the schema, the document, or static
   const TStreamerElement *fElement = nullptr; ///< null for what a custom streamer writes
   Bool_t fIsBase = kFALSE;                    ///< a base class; the value is its part, an object
   EmulatedValue fValue;
   std::unique_ptr<WireHeader> fHeader = nullptr; ///< of containers, strings and what else has one for itself
};

/// An object: its class as the stream names it, and its members in the order in which they are streamed.
class EmulatedObject {
public:
   explicit EmulatedObject(std::string className) : fClass(std::move(className)) {}
   const std::string &ClassName() const { return fClass; }
   /// Null for classes with a streamer of their own, and for what could not be decoded.
   const TStreamerInfo *Info() const { return fInfo; }
   /// The class could not be decoded: there is nothing but bytes.
   Bool_t IsOpaque() const { return fOpaque; }
   const std::vector<EmulatedMember> &Members() const { return fMembers; }
   const WireHeader *Header() const { return fHeader.get(); }
   /// Of an object behind a pointer: what references in the stream call it; 0 of others.
   UInt_t Tag() const { return fTag; }
   /// The member of that name, of the class or of its bases (those of the class first); null if there is none.
   const EmulatedValue *Find(std::string_view name) const;
   /// The same as a number (converted as C++ converts), a std::string, or a std::vector of numbers; `otherwise` if the object
   /// has no such member or it holds something else.
   template <class T>
   T Get(std::string_view name, T otherwise = T()) const;

private:
   friend class EmulatedReader;
   friend class Evolution;
   friend class JsonReader;
   void Add(const char *name, const TStreamerElement *element, EmulatedValue value, Bool_t isBase = kFALSE);

   std::string fClass;
   const TStreamerInfo *fInfo = nullptr;
   std::unique_ptr<WireHeader> fHeader; // null: streamed without one
   std::vector<EmulatedMember> fMembers;
   Bool_t fOpaque = kFALSE;
   UInt_t fTag = 0;
};

/// An object and everything that it holds or points to.
class EmulatedDocument {
public:
   /// Reads an object of class `className` as it stands in a TFile key or behind Streamer(): tag 1 is the object itself.
   /// `keylen` as TBuffer::SetBufferDisplacement. Throws StreamError that names byte, class and member path.
   EmulatedDocument(std::shared_ptr<const Schema> schema, std::string_view className, const void *bytes, std::size_t n,
                    Int_t keylen = 0);
   /// The other way: an object of the class that the text names (`_typename`), or of `className` where it names none; with
   /// both, the named class must derive from the other. Members that the text lacks are as in a new object of the class,
   /// or zero where this program does not have it; members that the class lacks are ignored. Throws Error that says where
   /// the text is no JSON, or does not fit the layouts.
   static std::unique_ptr<EmulatedDocument> FromJSON(std::shared_ptr<const Schema> schema, std::string_view json,
                                                     std::string_view className = {});
   ~EmulatedDocument();
   EmulatedDocument(const EmulatedDocument &) = delete;
   EmulatedDocument &operator=(const EmulatedDocument &) = delete;

   const EmulatedObject &Root() const { return *fRoot; }
   /// What could not be decoded and was kept as bytes, a line each.
   const std::vector<std::string> &Notes() const { return fNotes; }
   /// The bytes again: those that were read, to the last one. Throws StreamError where that cannot be: what was read had a
   /// form that no writer gives it (lengths in more bytes than they need, a class named twice).
   std::string Stream() const;
   /// In the convention of ROOT's TBufferJSON, as JSROOT parses it; `compact` as TBufferJSON::ToJSON(). Throws Error where
   /// objects nest deeper than the stack allows.
   std::string ToJSON(Int_t compact = 0) const;
   /// As JSROOT shows an object that it has read from a file: members in the order of the stream, members of the stream
   /// alone left out. For comparison, not for reading back. `indent` spaces a level; -1: on one line.
   std::string ToDecodedJson(int indent = -1) const;

private:
   friend class EmulatedLayouts;
   friend class EmulatedReader;
   friend class Evolution;
   friend class JsonReader;
   EmulatedDocument(std::shared_ptr<const Schema> schema, Int_t keylen);

   std::shared_ptr<const Schema> fSchema;
   Int_t fKeyLength;
   std::deque<EmulatedObject> fObjects;
   std::deque<Packing> fPackings;
   std::deque<TStreamerInfo> fMade; // layouts of pairs that no record describes
   EmulatedObject *fRoot = nullptr;
   std::string fBytes; // what was read; empty if the tree came from elsewhere
   std::vector<std::string> fNotes;
};

template <class T>
T EmulatedObject::Get(std::string_view name, T otherwise) const
{
   const EmulatedValue *value = Find(name);
   const auto convert = []<class Value>(const Number &number, const Value &) {
      if constexpr (std::is_floating_point_v<Value>)
         return static_cast<Value>(number.AsDouble());
      else
         return static_cast<Value>(number.Type().IsUnsigned() ? static_cast<Long64_t>(number.AsULong64())
                                                              : number.AsLong64());
   };
   if (!value)
      return otherwise;
   if constexpr (std::is_arithmetic_v<T>) {
      if (const auto *number = std::get_if<Number>(value))
         return convert(*number, T());
   } else if constexpr (std::is_same_v<T, std::string>) {
      if (const auto *text = std::get_if<std::string>(value))
         return *text;
   } else {
      static_assert(std::is_arithmetic_v<typename T::value_type>,
                    "a number, a std::string or a std::vector of numbers");
      if (const auto *numbers = std::get_if<Numbers>(value)) {
         T all;
         all.reserve(numbers->Size());
         for (std::size_t i = 0; i < numbers->Size(); ++i)
            all.push_back(convert(numbers->At(i), typename T::value_type()));
         return all;
      }
   }
   return otherwise;
}

} // namespace rootlet

#endif
