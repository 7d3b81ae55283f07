// The right to publish: an entry of the lease table, proved alive by a file lock that dies with the process.
// Used by MapStore and Publisher. Invariant: the entry's commit word only grows, over all leases it ever carries.
#ifndef ROOTLET_map_Lease
#define ROOTLET_map_Lease

#include <cstdint>
#include <string>

#include "heap/Format.h"
#include "heap/MappedFile.h"

namespace rootlet {

/// Locks all lease entries of an open map file, as a lone producer does. Throws MapError that names the holder.
void LockAllLeases(int fd, const std::string &path);

/// The part of opening that one of several producers does alone: whoever comes then waits until it is over, or until the
/// process that opens is dead.
void LockOpening(int fd, const std::string &path);
void UnlockOpening(int fd);

/// What one of several producers has locked. All entries if there is no other producer: then it recovers the whole file, and
/// shares it by UnlockOtherLeases().
struct LockedLease {
   unsigned index = 0;
   bool alone = false;
};
/// The caller has LockOpening. Throws MapError that names the holder if a lone producer has the file.
LockedLease LockOneLease(int fd, const std::string &path);
void UnlockOtherLeases(int fd, unsigned index);

/// " (process 1234)", as far as the file tells; nothing if the lease has ended.
std::string ProcessOfLease(const MappedFile &file, std::uint64_t leaseWord);

class Lease {
public:
   /// Draws a lease number, locks its byte (MappedFile::LockFd) and enters it into the entry, which the caller has locked. The
   /// commit word is left alone.
   Lease(MappedFile &file, unsigned index);

   /// Number and index, as records and the heap lock name it.
   std::uint64_t LeaseWord() const { return format::LeaseWord(fNumber, fIndex); }
   unsigned Index() const { return fIndex; }
   /// From now on this lease is one of a dead producer. Else it ends with the process, or when the locks are closed.
   void End() const;
   format::Word &Commit() const { return Entry().commit.value; }
   /// Another producer has taken this lease away, or the entry, which it can only if our locks are gone.
   bool IsEvicted() const
   {
      return Entry().evicted.load(std::memory_order_relaxed) == fNumber ||
             Entry().number.load(std::memory_order_relaxed) != fNumber;
   }

private:
   format::LeaseEntry &Entry() const { return format::At<format::Head>(fFile.Base(), 0).leases[fIndex]; }

   MappedFile &fFile;
   unsigned fIndex;
   std::uint64_t fNumber;
};

} // namespace rootlet

#endif
