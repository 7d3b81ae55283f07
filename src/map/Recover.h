// What a new producer does with a file that another one left, closed or killed: walks the directory once, checks every
// offset, finds again what the dead one held, and takes its records over. Used by MapStore when it opens with UPDATE.
// Invariant: every step may be repeated from the start; a file that is refused is left as it was.
#ifndef ROOTLET_map_Recover
#define ROOTLET_map_Recover

#include "heap/HeapLock.h"
#include "heap/MapHeap.h"
#include "heap/MappedFile.h"
#include "map/Directory.h"
#include "map/Lease.h"

namespace rootlet {

/// True if the last producer ran under another kernel: then pages of the file may be of different ages, commit words
/// mean nothing, and only seals tell what is whole.
bool IsSuspect(const MappedFile &file);

/// The caller holds all leases and the heap lock. Throws MapError that names the file and the field.
DirectoryContents Recover(MappedFile &file, MapHeap &heap, const Lease &lease, bool sealed);

} // namespace rootlet

#endif
