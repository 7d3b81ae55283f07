// The one way to copy bytes that a producer may be rewriting at the same moment. Used for blocks and info blocks only.
// The bytes mean nothing until the words around the copy have been checked again (a seqlock's read side).
#ifndef ROOTLET_heap_CopyFromShared
#define ROOTLET_heap_CopyFromShared

#include <cstddef>

namespace rootlet {

/// Copies `size` bytes from the mapping to private memory. A plain memcpy here would be a data race, which the compiler
/// may exploit; this copy is opaque to the compiler and to ThreadSanitizer and as fast as memcpy where it is assembly.
void CopyFromShared(void *to, const void *from, std::size_t size);

} // namespace rootlet

#endif
