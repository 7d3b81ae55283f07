// How deep objects may nest: as deep as the stack of the calling thread allows, and then an error, never a crash.
// Private to src/io.
#ifndef ROOTLET_io_StackGuard
#define ROOTLET_io_StackGuard

namespace rootlet {

/// True when less than a quarter MiB of the calling thread's stack is left.
bool StackIsLow();

} // namespace rootlet

#endif
