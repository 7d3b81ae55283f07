// ROOT's basic type names and the ClassDef family. Included by everything.
// ClassDef declares what dictgen defines in the dictionary of the class; a class with ClassDef and no dictionary
// fails to link, it never misbehaves at run time.
#ifndef ROOTLET_Rtypes
#define ROOTLET_Rtypes

#include "RootletAnnotations.h"

#include <cstddef>
#include <cstdint>

using Char_t = char;
using UChar_t = unsigned char;
using Short_t = short;
using UShort_t = unsigned short;
using Int_t = int;
using UInt_t = unsigned int;
using Long_t = long;
using ULong_t = unsigned long;
using Float_t = float;
using Float16_t = float;
using Double_t = double;
using Double32_t = double;
using LongDouble_t = long double;
using Text_t = char;
using Bool_t = bool;
using Byte_t = unsigned char;
using Version_t = short;
using Option_t = const char;
using Ssiz_t = int;
using Real_t = float;
using Long64_t = long long;
using ULong64_t = unsigned long long;
using Longptr_t = long;
using Axis_t = double;
using Stat_t = double;
using Font_t = short;
using Style_t = short;
using Marker_t = short;
using Width_t = short;
using Color_t = short;
using SCoord_t = short;
using Coord_t = double;
using Angle_t = float;
using Size_t = float;

constexpr Bool_t kTRUE = true;
constexpr Bool_t kFALSE = false;
const Int_t kMaxInt = 2147483647;
const UInt_t kMaxUInt = 4294967295u;
const Short_t kMaxShort = 32767;
const UShort_t kMaxUShort = 65535;
const UChar_t kMaxUChar = 255;
const Int_t kMaxLong = 2147483647;
const Long64_t kMaxLong64 = 9223372036854775807LL;
const std::size_t kBitsPerByte = 8;
const Ssiz_t kNPOS = -1;

enum EColor {
   kWhite = 0,
   kBlack = 1,
   kGray = 920,
   kRed = 632,
   kGreen = 416,
   kBlue = 600,
   kYellow = 400,
   kMagenta = 616,
   kCyan = 432
};

#define R__EXTERN extern
#define BIT(n) (1u << (n))
#define SETBIT(n, i) ((n) |= BIT(i))
#define CLRBIT(n, i) ((n) &= ~BIT(i))
#define TESTBIT(n, i) (static_cast<Bool_t>(((n)&BIT(i)) != 0))

class TBuffer;
class TClass;

namespace rootlet {
struct ClassDictionary;
class ObjectRange;
} // namespace rootlet

// What dictgen defines for every class with ClassDef:
//   Class()        the class description (TClass.h), built when first asked for;
//   Streamer()     writes the object to a buffer or reads it from there (TBuffer.h);
//   RootletStreamColumns()  the same for many objects, member by member (member-wise containers);
//   IsA()          the class of the object, RootletAddress() its address as that class;
//   RootletDictionary()     the facts behind TClass (RootletDictionary.h); a member, because it names private members.
#define ROOTLET_CLASSDEF_COMMON(name, id)                                                  \
public:                                                                                    \
   using RootletClassDefOf = name;                                                         \
   static constexpr Version_t Class_Version()                                              \
   {                                                                                       \
      return id;                                                                           \
   }                                                                                       \
   static const char *Class_Name();                                                        \
   static TClass *Class();                                                                 \
   static const rootlet::ClassDictionary &RootletDictionary();                             \
   static void RootletStreamColumns(TBuffer &buffer, const rootlet::ObjectRange &objects); \
   static const char *DeclFileName()                                                       \
   {                                                                                       \
      return __FILE__;                                                                     \
   }                                                                                       \
   static int DeclFileLine()                                                               \
   {                                                                                       \
      return __LINE__;                                                                     \
   }

#define ROOTLET_CLASSDEF(name, id, virtual_keyword, override_keyword)  \
   ROOTLET_CLASSDEF_COMMON(name, id)                                   \
   virtual_keyword TClass *IsA() const override_keyword                \
   {                                                                   \
      return name::Class();                                            \
   }                                                                   \
   virtual_keyword const void *RootletAddress() const override_keyword \
   {                                                                   \
      return this;                                                     \
   }                                                                   \
   virtual_keyword void Streamer(TBuffer &R__b) override_keyword;
/// Stands last in every form: people write a `;` behind ClassDef, which the language allows behind a function's body.
#define ROOTLET_CLASSDEF_END(name)      \
   void StreamerNVirtual(TBuffer &R__b) \
   {                                    \
      name::Streamer(R__b);             \
   }

/// For a class with virtual functions, derived from TObject or not. The version rises whenever the members change;
/// version 0: the class is never stored by itself.
#if defined(__clang__)
#define ROOTLET_NO_OVERRIDE_WARNING _Pragma("GCC diagnostic ignored \"-Winconsistent-missing-override\"")
#else
#define ROOTLET_NO_OVERRIDE_WARNING _Pragma("GCC diagnostic ignored \"-Wsuggest-override\"")
#endif
#define ClassDef(name, id)                                                                          \
   _Pragma("GCC diagnostic push") ROOTLET_NO_OVERRIDE_WARNING ROOTLET_CLASSDEF(name, id, virtual, ) \
      _Pragma("GCC diagnostic pop") ROOTLET_CLASSDEF_END(name)
/// As ClassDef, where a base class has ClassDef too: the functions are marked `override`.
#define ClassDefOverride(name, id) ROOTLET_CLASSDEF(name, id, , override) ROOTLET_CLASSDEF_END(name)
/// As ClassDef, for a class that must not get virtual functions.
#define ClassDefNV(name, id)          \
   ROOTLET_CLASSDEF_COMMON(name, id)  \
   TClass *IsA() const                \
   {                                  \
      return name::Class();           \
   }                                  \
   const void *RootletAddress() const \
   {                                  \
      return this;                    \
   }                                  \
   void Streamer(TBuffer &buffer);    \
   ROOTLET_CLASSDEF_END(name)
/// ROOT builds these dictionaries while the program runs; dictgen builds them beforehand, so they equal ClassDef.
#define ClassDefInline(name, id) ClassDef(name, id)
#define ClassDefInlineOverride(name, id) ClassDefOverride(name, id)
#define ClassDefInlineNV(name, id) ClassDefNV(name, id)
/// Asks for a dictionary of a class that has no ClassDef: a plain struct, somebody else's, a template instance with
/// commas or without. Stands at namespace scope of a header that dictgen is given, any number of times.
#if defined(__DICTGEN__)
#define ROOTLET_DICT(...) ROOTLET_DICT_COUNTED(__COUNTER__, __VA_ARGS__)
#define ROOTLET_DICT_COUNTED(count, ...) ROOTLET_DICT_NAMED(count, __VA_ARGS__)
#define ROOTLET_DICT_NAMED(count, ...)    \
   namespace rootlet_dict {               \
   using Requested_##count = __VA_ARGS__; \
   }
#else
#define ROOTLET_DICT(...)
#endif
/// ROOT code places these in source files; nothing is left for them to do.
#define ClassImp(name)
#define templateClassImp(name)
#define ClassDefT(name, id) ClassDef(name, id)
#define ClassDefT2(name, Tmpl)

#endif
