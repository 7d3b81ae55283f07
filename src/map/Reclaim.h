// What a dead producer leaves beside living ones: half-done changes of the directory, versions that it had not committed, and
// chunks. Used by MapStore when one of several producers opens the file, takes the heap lock over, or needs room.
// Invariants: nothing of a living producer is changed; every step may be repeated from the start.
#ifndef ROOTLET_map_Reclaim
#define ROOTLET_map_Reclaim

#include "heap/HeapLock.h"
#include "heap/MapHeap.h"
#include "heap/MappedFile.h"

namespace rootlet {

/// The caller holds the heap lock and has refreshed the heap. What the dead have published stays, and stays theirs until
/// somebody adds an object of that name.
void ReclaimFromTheDead(MappedFile &file, MapHeap &heap, const HeapLock &lock);

/// True if a dead producer has left chunks that nobody has reclaimed, or might have been used up since.
bool HaveTheDeadLeftChunks(const MapHeap &heap, const HeapLock &lock);

} // namespace rootlet

#endif
