// Emulated objects as JSON in the convention of ROOT's TBufferJSON, which JSROOT parses and draws. Private to src/io; the
// doors to it are EmulatedDocument::ToJSON() and TBufferJSON.
#ifndef ROOTLET_io_JsonWriter
#define ROOTLET_io_JsonWriter

#include "RootletEmulation.h"

#include <string>

namespace rootlet {

/// `compact` as TBufferJSON::ToJSON(); `member`, if not empty, is the only member that is written. Throws rootlet::Error:
/// there is no such member, or objects nest deeper than the stack allows.
std::string WriteJson(const EmulatedObject &root, Int_t compact, std::string_view member = {});

} // namespace rootlet

#endif
