// What kind of thing a member of a dictionary is. Private to src/meta: used by TDataMember and by Dump().
#ifndef ROOTLET_meta_MemberTypes
#define ROOTLET_meta_MemberTypes

#include "RootletDictionary.h"

#include <string_view>

namespace rootlet {

/// A number, a bool or a character in memory, by its name with typedefs resolved.
bool IsBasicType(std::string_view trueTypeName);

inline bool IsStreamed(const DictionaryMember &member)
{
   return member.fElementType != DictionaryMember::kTransient;
}

/// Type code (wire-format.md) of a pointer to an object: `X *`, std::unique_ptr, arrays of them.
inline bool IsObjectPointer(const DictionaryMember &member)
{
   const Int_t type = member.fElementType;
   return type == 63 || type == 64 || type == 68 || type == 69;
}

/// The elements of a fixed array; 1 for any other member.
inline std::size_t FixedLength(const DictionaryMember &member)
{
   std::size_t n = 1;
   for (Int_t i = 0; i < member.fArrayDim; ++i)
      n *= static_cast<std::size_t>(member.fMaxIndex[i]);
   return n;
}

} // namespace rootlet

#endif
