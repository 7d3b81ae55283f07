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

class Lease {
public:
   /// Enters a new lease number into entry 0. The caller holds all entries. The commit word is left alone.
   explicit Lease(MappedFile &file);

   /// Number and index, as records and the heap lock name it.
   std::uint64_t LeaseWord() const { return format::LeaseWord(fNumber, kIndex); }
   format::Word &Commit() const { return Entry().commit.value; }
   /// Another producer has taken this lease away, or the entry, which it can only if our locks are gone.
   bool IsEvicted() const
   {
      return Entry().evicted.load(std::memory_order_relaxed) == fNumber ||
             Entry().number.load(std::memory_order_relaxed) != fNumber;
   }

private:
   static constexpr unsigned kIndex = 0;
   format::LeaseEntry &Entry() const { return format::At<format::Head>(fFile.Base(), 0).leases[kIndex]; }

   MappedFile &fFile;
   std::uint64_t fNumber;
};

} // namespace rootlet

#endif
