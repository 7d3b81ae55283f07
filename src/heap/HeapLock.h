// The lock between producer processes, for chunks and directory: one word in the file that names its holder, whose death
// anybody can prove. Used by MapHeap, Directory, Leases. Not needed for publishing.
// Invariant: no state but the word; what a dead holder left half done is mended from the directory by whoever takes over.
#ifndef ROOTLET_heap_HeapLock
#define ROOTLET_heap_HeapLock

#include <cstdint>
#include <functional>

#include "heap/Format.h"
#include "heap/MappedFile.h"

namespace rootlet {

/// Threads: the process's own mutex (MapStore) is held around every use; the lock may then be taken again inside itself.
class HeapLock {
public:
   HeapLock(MappedFile &file, std::uint64_t leaseWord) : fFile(file), fLeaseWord(leaseWord) {}
   HeapLock(const HeapLock &) = delete;
   HeapLock &operator=(const HeapLock &) = delete;

   /// Waits for a living holder, takes over from a dead one. Throws what mending throws; the lock is not taken then.
   void lock();
   void unlock();

   /// What is called, with the lock taken, after it was taken over from a dead holder. It may be called again after any part
   /// of it was done. A lone producer has nothing to mend: it recovers the whole file when it opens it.
   void MendBy(std::function<void()> mend) { fMend = std::move(mend); }

   /// The producer of that lease is gone: nobody holds the byte of its number. Never true of the lease that this lock was made
   /// for.
   bool IsDead(std::uint64_t leaseWord) const;

private:
   format::Word &LockWord() const;
   void TakeOver(format::Word &word, std::uint64_t from);

   MappedFile &fFile;
   std::uint64_t fLeaseWord;
   std::function<void()> fMend;
   unsigned fDepth = 0;
};

} // namespace rootlet

#endif
