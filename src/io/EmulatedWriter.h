// Emulated objects as bytes for a buffer of their own, whose pointers use the tags of another one. Private to src/io.
#ifndef ROOTLET_io_EmulatedWriter
#define ROOTLET_io_EmulatedWriter

#include "RootletEmulation.h"

namespace rootlet {

/// The tags of objects behind pointers, for bytes that replace a part of another buffer.
class WrittenTags {
public:
   virtual ~WrittenTags() = default;
   /// The tag of an object that was written already; 0 if it was not.
   virtual UInt_t Written(const EmulatedObject &object) = 0;
   /// The object is being written, its byte count at `position`.
   virtual void Write(const EmulatedObject &object, UInt_t position) = 0;
   /// The header of an object is about to be written at `position`.
   virtual void Begin(const EmulatedObject &object, UInt_t position) = 0;
   /// The columns of these objects, of one class, are about to be written at `position`.
   virtual void BeginColumns(const std::vector<const EmulatedObject *> &objects, UInt_t position) = 0;
};

/// An object with its header, if it has one.
void WriteEmulated(TBuffer &buffer, const EmulatedObject &object, WrittenTags &tags);
/// A member as it stands in an object.
void WriteEmulated(TBuffer &buffer, const EmulatedMember &member, WrittenTags &tags);
/// The columns of a member-wise container, without the count.
void WriteEmulated(TBuffer &buffer, const EmulatedList &columns, WrittenTags &tags);

} // namespace rootlet

#endif
