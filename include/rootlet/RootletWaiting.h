// Waiting for the next version of an object in a map, instead of looking again and again. See TMapFile::WaitForUpdate,
// OnUpdate and MakeUpdateEvent.
//
//    ULong64_t seen = 0;                               // generation of the version that was looked at last
//    while (map->WaitForUpdate("h", seen))             // sleeps; ends when the producer has
//       h = (TH1F *)map->Get("h", h, &seen);
//
// A wait takes no processor time while nothing happens. It never sleeps through a version newer than `seen` (one whose
// producer dies before it can wake anybody is told within a second); of several newer ones a slow consumer gets the newest.
#ifndef ROOTLET_RootletWaiting
#define ROOTLET_RootletWaiting

#include <memory>

#include "Rtypes.h"

namespace rootlet {

/// What a wait has ended with. What was published before a producer's end, or before the file was replaced, is always told
/// first.
enum class WaitStatus {
   kUpdated,    ///< there is a newer version
   kTimeout,    ///< there is none yet
   kNoProducer, ///< there is none, and nobody lives who could publish it: its producer has closed the map or died
   kReplaced, ///< there is none: another file has the name, by RECREATE or otherwise; Close the map, and Create it again
   kFailed ///< the map cannot be read any more; the reason has been reported. (Callbacks and events; else it is thrown.)
};

struct WaitResult {
   WaitStatus status = WaitStatus::kTimeout;
   /// The `after` of the next wait of the same kind. With kUpdated the newest generation of the object, or for any object a
   /// number of another kind, which grows with every Update() of every producer; else what was waited from.
   ULong64_t generation = 0;

   explicit operator bool() const { return status == WaitStatus::kUpdated; }
};

class UpdateThread; // src/map

/// A callback that is called until this goes, or the map is closed. Both wait for the end of a call that runs, unless they
/// come from within it.
class UpdateCallback {
public:
   explicit UpdateCallback(std::shared_ptr<UpdateThread> thread);
   ~UpdateCallback();
   UpdateCallback(const UpdateCallback &) = delete;
   UpdateCallback &operator=(const UpdateCallback &) = delete;

private:
   std::shared_ptr<UpdateThread> fThread;
};

/// A descriptor for poll(2), epoll(7), select(2) and the event loops made of them. Threads: all functions at any time.
class UpdateEvent {
public:
   UpdateEvent(int fd, std::shared_ptr<UpdateThread> thread);
   ~UpdateEvent();
   UpdateEvent(const UpdateEvent &) = delete;
   UpdateEvent &operator=(const UpdateEvent &) = delete;

   /// Readable from the moment at which something has happened until Take(). Belongs to this object: not to be closed, nor
   /// read.
   int GetFd() const { return fFd; }
   /// What has happened, newest state; kTimeout if nothing has. From now on the next event is waited for.
   WaitResult Take();

private:
   int fFd;
   std::shared_ptr<UpdateThread> fThread;
};

} // namespace rootlet

#endif
