// The TProcessIDs of a map, numbered as in a TFile: number n is the record "ProcessID<n>", an object of class TProcessID.
// Used by MapFileState. Invariant: a number that was given stands for the same TProcessID as long as the file exists.
// Threads: the store asks for numbers while it holds its own lock, so the store is never asked under the lock of this class.
#ifndef ROOTLET_map_MapProcessNumbers
#define ROOTLET_map_MapProcessNumbers

#include <mutex>
#include <set>
#include <string>
#include <vector>

#include "TProcessID.h"
#include "map/MapStore.h"

namespace rootlet {

class MapProcessNumbers final : public ProcessNumbers {
public:
   explicit MapProcessNumbers(MapStore &store) : fStore(store) {}

   UShort_t NumberOf(const TProcessID &pid) override;
   /// Null after one line if the map does not tell.
   TProcessID *At(UShort_t number) override;

   static std::string RecordName(std::size_t number) { return "ProcessID" + std::to_string(number); }
   /// Producer, before it streams: knows the numbers that are in the map already.
   void Load();
   /// All that have a number, by number; null where another object has the name of the record.
   std::vector<TProcessID *> Numbered() const;

private:
   /// What the record holds, as this process knows it. Throws Error if there is no such record.
   TProcessID *Read(std::size_t number);

   MapStore &fStore;
   mutable std::mutex fMutex;
   std::size_t NewNumber() const;

   std::vector<TProcessID *> fByNumber; // null: not known
   std::set<std::size_t> fTaken;        // producer: numbers that the map has
   bool fLoaded = false;
};

} // namespace rootlet

#endif
