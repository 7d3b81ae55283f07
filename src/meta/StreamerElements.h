// How a dictionary's row becomes an element of a StreamerInfo. Private to the runtime.
#ifndef ROOTLET_meta_StreamerElements
#define ROOTLET_meta_StreamerElements

#include "RootletDictionary.h"
#include "TStreamerElement.h"

#include <memory>

namespace rootlet {

/// Of a member that is streamed, or a source member of a read rule.
std::unique_ptr<TStreamerElement> MakeStreamerElement(const DictionaryMember &member);
/// A base class that is a standard container: an STL element that is named like its type, streamed like a member.
bool IsContainerBase(const TStreamerElement &element);

} // namespace rootlet

#endif
