// Converted bytes that a buffer reads in place of some of its own. Private to src/io.
// Invariant: while a DetourScope lives the buffer's positions are those of the detour; objects keep the tags that they have
// in the buffer's own bytes; classes are named in full.
#ifndef ROOTLET_io_BufferDetour
#define ROOTLET_io_BufferDetour

#include "TBuffer.h"

#include <map>
#include <string>
#include <unordered_map>

namespace rootlet {

struct BufferDetour {
   std::string fBytes;
   std::unordered_map<UInt_t, UInt_t> fTags; // position of an object's byte count, and its tag
   // Objects that were converted and have read rules: by the position of their header; those in columns by the position of
   // the first column and their class.
   std::unordered_map<UInt_t, const EmulatedObject *> fConverted;
   std::map<std::pair<UInt_t, std::string>, std::vector<const EmulatedObject *>> fColumns;
   Evolution *fEvolution = nullptr;   // runs the rules
   const ReadFrame *fFrame = nullptr; // of columns: the frame around them, whose positions are not those of fBytes
};

class DetourScope {
public:
   DetourScope(TBuffer &buffer, const BufferDetour &detour);
   ~DetourScope();
   DetourScope(const DetourScope &) = delete;
   DetourScope &operator=(const DetourScope &) = delete;

private:
   TBuffer &fBuffer;
   char *fStart, *fCurrent, *fEnd;
   Int_t fDisplacement;
   const BufferDetour *fDetour;
};

} // namespace rootlet

#endif
