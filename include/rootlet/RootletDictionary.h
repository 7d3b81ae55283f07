// The facts about one class, as dictgen emits them: constant tables, no code that runs before main but one registration.
// Used by generated dictionaries (which define such tables) and by TClass (which reads them). Nothing else includes it
// for its own sake. Invariant: every pointer here points into the library that holds the dictionary; TClass copies
// nothing and lets go of the table when that library is unloaded.
#ifndef ROOTLET_RootletDictionary
#define ROOTLET_RootletDictionary

#include "Rtypes.h"

#include <array>
#include <atomic>
#include <cstddef>
#include <iterator>
#include <type_traits>
#include <typeinfo>

namespace rootlet {

/// The shape of the tables below; a dictionary made for another shape is refused when it registers.
constexpr UInt_t kDictionaryFormat = 5;

/// One base class, in order of declaration.
struct DictionaryBase {
   const char *fName;               ///< class name as in class tags
   UInt_t fCheckSum;                ///< its class checksum
   Version_t fVersion;              ///< its ClassDef version; -1 if it has no ClassDef
   const char *fTitle;              ///< the comment behind its ClassDef
   void *(*fUpcast)(void *derived); ///< the base part of a derived object; right for virtual bases too
   TClass *(*fClass)();             ///< its class description; null if it has no dictionary (a standard container)
   UInt_t fFlags;
   enum EFlags : UInt_t { kNone = 0, kVirtual = 1, kIsPrivate = 2, kIsProtected = 4 };
};

/// One non-static data member that has a name, in order of declaration, transient ones included (their fElementType is
/// kTransient).
struct DictionaryMember {
   static constexpr Int_t kTransient = -1; ///< marked `//!`, or not streamable and therefore left out
   const char *fName;
   const char *fTypeName;     ///< as TStreamerElement::fTypeName, e.g. "Float_t*", "vector<Int_t>"
   const char *fTrueTypeName; ///< every typedef resolved: the form that enters the class checksum
   const char *fTitle;        ///< the comment behind it, markers included, as TStreamerElement's title
   std::size_t fOffset;       ///< bytes from the start of the object
   std::size_t fSize;         ///< sizeof the member, whole array included; of one element for a counted array
   Int_t fElementType;        ///< TStreamerElement::fType (wire-format.md), kTransient if not streamed
   Int_t fArrayDim;           ///< number of fixed dimensions
   Int_t fMaxIndex[5];        ///< the dimensions
   const char *fCountName;    ///< for `//[n]`: the counter, else ""
   const char *fCountClass;   ///< and the class that declares it
   Int_t fCountVersion;       ///< and that class's version
   Int_t fStlType;            ///< TStreamerSTL::fSTLtype, 0 if not a container
   Int_t fStlContent;         ///< TStreamerSTL::fCtype
   UInt_t fFlags;
   enum EFlags : UInt_t {
      kNone = 0,
      kPacked = 1,
      kIsPrivate = 2,
      kIsProtected = 4,
      kPersistentEnum = 8,
      kDontSplit = 16,
      kIsConst = 32,
      kBitField = 64,     ///< has no address: fOffset says nothing
      kOverlapping = 128, ///< [[no_unique_address]]: other members may lie in its padding
      kHeld = 256,        ///< what the stream has is in a std::atomic, a type of std::chrono, or an enumeration of bool
      kUnsignedEnum = 512 ///< an enumeration whose numbers are unsigned
   };
   std::size_t (*fContentSize)(const void *container); ///< ContentSize<>::Of of a standard container, else null
};

/// How many elements a standard container has. Member is the type of the data member: the container, an array of
/// containers, a pointer to one; or of a pointer to that data member. Of() is given one container.
template <class Member>
struct ContentSize {
   static std::size_t Of(const void *container)
   {
      const auto &content = *static_cast<const Member *>(container);
      if constexpr (requires { content.has_value(); })
         return content.has_value();
      else if constexpr (requires { content.size(); })
         return content.size();
      else
         return static_cast<std::size_t>(std::distance(content.begin(), content.end()));
   }
};
template <class Class, class Member>
struct ContentSize<Member Class::*> : ContentSize<Member> {
};
template <class Member>
struct ContentSize<Member *> : ContentSize<Member> {
};
template <class Member>
struct ContentSize<const Member> : ContentSize<Member> {
};
template <class Member, std::size_t N>
struct ContentSize<Member[N]> : ContentSize<Member> {
};
template <class Member, std::size_t N>
struct ContentSize<const Member[N]> : ContentSize<Member> {
};
template <class Member, std::size_t N>
struct ContentSize<std::array<Member, N>> : ContentSize<Member> {
};

/// The values that a read rule takes from the stream: a struct with one member for each that its `source` declares.
/// Who converts another version of a class makes one, reads the members of these names into it, and hands it to the rule.
struct RuleSource {
   const DictionaryMember *fMembers; ///< name, type, and offset in the struct
   Int_t fNMembers;
   std::size_t fSize;
   void *(*fNew)();               ///< all values zero or empty; null if one of them cannot be made without a value
   void (*fDelete)(void *values); ///< null together with fNew
   /// Reads the members one after another, without a header; a `T *` to numbers as Int n and n of them. Null for raw rules.
   void (*fStreamer)(TBuffer &buffer, void *values);
};

/// A read rule (`#pragma read` in the LinkDef file): code that computes members of an object from what was read.
struct ReadRule {
   struct Versions {
      Int_t fFirst;
      Int_t fLast;
   };
   const char *fSourceClass;  ///< the class in the stream
   const char *fTargetClass;  ///< the class in memory: the one whose dictionary lists the rule
   const char *fVersionText;  ///< as written: "[1-3,5]"
   const char *fCheckSumText; ///< as written: "[0x1234]"
   const char *fSource;       ///< as written: "Int_t fOld; Double_t fB[3]"
   const char *fTarget;       ///< the members that it sets: "fNew,fOther"
   const char *fInclude;      ///< headers that the code needs: "cmath"
   const char *fCode;
   UInt_t fFlags;
   const Versions *fVersions; ///< what fVersionText says
   Int_t fNVersions;
   const UInt_t *fCheckSums; ///< what fCheckSumText says
   Int_t fNCheckSums;
   RuleSource fValues;
   void (*fFunction)(void *object, void *values);       ///< null for a raw rule and one that only renames a class
   void (*fRawFunction)(void *object, TBuffer &buffer); ///< of a raw rule: reads its one source member by itself

   enum EFlags : UInt_t {
      kNone = 0,
      kRaw = 1,    ///< `#pragma readraw`
      kEmbed = 2,  ///< embed="true": to be written to files beside the StreamerInfo of its class
      kCurrent = 4 ///< covers the current version of its own class: the class's Streamer() runs it after reading
   };

   /// The rule applies to this version of the source class, or to the layout with this checksum.
   Bool_t TestVersion(Int_t version) const
   {
      for (Int_t i = 0; i < fNVersions; ++i)
         if (fVersions[i].fFirst <= version && version <= fVersions[i].fLast)
            return true;
      return false;
   }
   Bool_t TestChecksum(UInt_t checksum) const
   {
      for (Int_t i = 0; i < fNCheckSums; ++i)
         if (fCheckSums[i] == checksum)
            return true;
      return false;
   }
};

/// The offset of a part of T that is no member with a name: `part` maps T & to it. No object is made.
template <class T, class F>
std::size_t OffsetOf(F part)
{
   union Storage {
      Storage() {}
      ~Storage() {}
      char fFirst;
      T fObject;
   };
   static Storage storage;
   return static_cast<std::size_t>(reinterpret_cast<const char *>(&part(storage.fObject)) - &storage.fFirst);
}

/// Everything about one class.
struct ClassDictionary {
   UInt_t fFormat;        ///< kDictionaryFormat
   const char *fName;     ///< as in class tags: "geo::Box", "Pair2<double>"
   const char *fTitle;    ///< the comment behind ClassDef
   const char *fDeclFile; ///< header that declares it, as it was included
   Int_t fDeclLine;
   Version_t fVersion; ///< ClassDef's; of a foreign class (one without ClassDef) 1, or what LinkDef says
   UInt_t fCheckSum;   ///< ROOT's class checksum
   std::size_t fSize;  ///< sizeof
   std::size_t fAlign; ///< alignof
   const std::type_info *fTypeInfo;
   UInt_t fFlags;
   const DictionaryBase *fBases;
   Int_t fNBases;
   const DictionaryMember *fMembers;
   Int_t fNMembers;

   /// Streams one complete object of exactly this class, header included; never dispatches virtually.
   void (*fStreamer)(TBuffer &buffer, void *object);
   /// Streams many objects member by member, without headers; null for classes with a Streamer of their own.
   void (*fStreamColumns)(TBuffer &buffer, const ObjectRange &objects);
   /// The dynamic class of an object given by its address as this class; null if it is always this class.
   TClass *(*fIsA)(const void *object);
   /// The address of that object as its dynamic class (RootletAddress()); null together with fIsA.
   const void *(*fAddress)(const void *object);

   // Null where the class has no accessible default constructor (or is abstract).
   void *(*fNew)();                   ///< new X
   void *(*fNewAt)(void *storage);    ///< new (storage) X
   void *(*fNewArray)(std::size_t n); ///< new X[n]
   // Null where the destructor is not accessible.
   void (*fDelete)(void *object);     ///< delete
   void (*fDeleteArray)(void *array); ///< delete[]
   void (*fDestruct)(void *object);   ///< ~X()

   const ReadRule *fRules = nullptr;
   Int_t fNRules = 0;

   enum EFlags : UInt_t {
      kForeign = 1, ///< no ClassDef: up to version 1, version 0 and checksum on the wire
      kCustomStreamer =
         2,           ///< its Streamer() is written by hand (LinkDef "-"): StreamerInfo does not describe the bytes
      kIsTObject = 4, ///< derives from TObject
      kAbstract = 8,
      kHasVTable = 16,
      kUnnamedMembers = 32 ///< of which fMembers does not tell: an anonymous union that is not streamed
   };
};

/// Registers a dictionary with TClass while it lives: constructed when the library is loaded, destroyed when it goes.
class ClassRegistration {
public:
   explicit ClassRegistration(const ClassDictionary &dictionary);
   ~ClassRegistration();
   ClassRegistration(const ClassRegistration &) = delete;
   ClassRegistration &operator=(const ClassRegistration &) = delete;
   TClass *Class() const { return fClass; }

private:
   const ClassDictionary &fDictionary;
   TClass *fClass;
};

/// The class registered for a C++ type; null if there is none. Takes a lock: ClassOf<T>() remembers the answer.
TClass *FindClass(const std::type_info &type);

/// X has ClassDef of its own (not just a base class that has).
template <class T>
concept HasClassDef = requires
{
   typename T::RootletClassDefOf;
}
&&std::is_same_v<typename T::RootletClassDefOf, T>;

/// The class description of T; null if T has no dictionary in any loaded library.
template <class T>
TClass *ClassOf()
{
   if constexpr (HasClassDef<T>) {
      return T::Class();
   } else {
      static std::atomic<TClass *> found{nullptr}; // TClass objects are never destroyed
      TClass *cl = found.load(std::memory_order_acquire);
      if (!cl) {
         cl = FindClass(typeid(T));
         found.store(cl, std::memory_order_release);
      }
      return cl;
   }
}

/// The dynamic class of an object of (a class derived from) X, as far as dictionaries tell: a derived class without
/// one counts as its next base class that has one. What dictgen enters as fIsA.
template <class X>
TClass *DynamicClassOf(const void *object)
{
   auto *x = static_cast<const X *>(object);
   if constexpr (HasClassDef<X>) {
      return x->IsA();
   } else {
      TClass *dynamic = FindClass(typeid(*x));
      return dynamic ? dynamic : ClassOf<X>();
   }
}

/// The address of that object as the class that DynamicClassOf() names. What dictgen enters as fAddress.
template <class X>
const void *DynamicAddressOf(const void *object)
{
   auto *x = static_cast<const X *>(object);
   if constexpr (HasClassDef<X>)
      return x->RootletAddress();
   else
      return FindClass(typeid(*x)) ? dynamic_cast<const void *>(x) : object;
}

} // namespace rootlet

#endif
