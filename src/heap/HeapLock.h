// The lock between producer processes, for chunks and directory: one word in the file that names its holder, whose death
// anybody can prove. Used by MapHeap, Directory, Leases. Not needed for publishing.
// Invariant: no state but the word; what a dead holder left half done is mended from the directory by whoever takes over.
#ifndef ROOTLET_heap_HeapLock
#define ROOTLET_heap_HeapLock

#include <cstdint>

#include "heap/Format.h"
#include "heap/MappedFile.h"

namespace rootlet {

/// Threads: the process's own mutex (MapStore) is held around every use; the lock may then be taken again inside itself.
class HeapLock {
public:
   HeapLock(MappedFile &file, std::uint64_t leaseWord) : fFile(file), fLeaseWord(leaseWord) {}
   HeapLock(const HeapLock &) = delete;
   HeapLock &operator=(const HeapLock &) = delete;

   /// Waits for a living holder, takes over from a dead one.
   void lock();
   void unlock();

private:
   format::Word &LockWord() const;
   bool IsDead(std::uint64_t leaseWord) const;

   MappedFile &fFile;
   std::uint64_t fLeaseWord;
   unsigned fDepth = 0;
};

} // namespace rootlet

#endif
