// The first page of a map file: made once, checked by everybody who opens one.
// Used by MapStore. Invariant: nothing of the file is used before CheckSuperblock has accepted it.
#ifndef ROOTLET_heap_Superblock
#define ROOTLET_heap_Superblock

#include <cstdint>
#include <string>

#include "heap/Format.h"

namespace rootlet {

/// Allocates and writes an empty heap into an empty file: superblock, one directory table, the rest free.
/// `size` is where the file starts; it is rounded up to whole chunks, at least two. Throws MapError.
struct NewHeap {
   std::uint64_t size = 0;
   std::string title;
   bool sealed = true;
   unsigned slots = 0;
};
void WriteEmptyHeap(int fd, const std::string &path, const NewHeap &heap);

/// The superblock of a new file whose heap has `size` bytes and whose directory has this root; no number is given out yet,
/// and there are no segments. `heap.size` is not looked at. Throws MapError.
void FillSuperblock(format::Superblock &superblock, const std::string &path, const NewHeap &heap, std::uint64_t size,
                    std::uint64_t root);

/// Reads the constant part with `pread` and checks it; throws MapError that names the file and the field.
format::SuperblockConstant CheckSuperblock(int fd, const std::string &path, bool forWriting);

/// Checks the heap size word against the file's size; throws MapError for a truncated or damaged file.
void CheckHeapSize(std::uint64_t heapSize, std::uint64_t fileSize, const std::string &path);

} // namespace rootlet

#endif
