// Saves what can be saved of a damaged map file into a new one. Used by `rootlet repair`.
// Never changes the damaged file; takes any file, in memory bounded by its size.
#ifndef ROOTLET_RootletMapRepair
#define ROOTLET_RootletMapRepair

#include <cstdint>
#include <string>
#include <vector>

namespace rootlet {

/// What has become of one object, or of the layout of a class (".StreamerInfo/...").
struct RepairedObject {
   enum State {
      kSaved, ///< the newest version
      kOlder, ///< an older one: the newest is damaged
      kFound, ///< its record is damaged, but name and version are whole; it may be one that had been removed
      kLost
   };
   State state = kSaved;
   std::string name; ///< empty: that is lost too
   std::string className;
   std::uint64_t generation = 0; ///< of the version that was saved
   std::uint64_t length = 0;     ///< its bytes
   std::string why;              ///< unless kSaved
};

struct RepairReport {
   std::string path;   ///< absolute
   std::string output; ///< the same
   std::string title;
   bool sealed = true; ///< false: the map has no checksums, so nobody knows whether what was saved is whole
   std::vector<RepairedObject> objects; ///< in the order in which they were added to the map; the lost ones last
   static constexpr std::size_t kMaxFaults = 1000;
   std::vector<std::string> faults; ///< what is wrong with the file, at most kMaxFaults sentences
   /// Nothing is lost, and every version is the newest one.
   bool IsWhole() const
   {
      for (const RepairedObject &object : objects)
         if (object.state != RepairedObject::kSaved)
            return false;
      return true;
   }
};

/// Makes the map `output` of what is whole in the file `path`: compact, closed, with the title and the options of the old one
/// and a new UUID, flushed to the disk. With `replace` an existing file makes room for it at the end, else it is an error.
/// Throws MapError, with no `output` made, if there is nothing to save, if the file is of another format, if a producer is at
/// work on it, or if `output` cannot be written.
RepairReport RepairMap(const std::string &path, const std::string &output, bool replace);

} // namespace rootlet

#endif
