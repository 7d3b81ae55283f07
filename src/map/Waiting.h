// Sleeping until there is a newer version, and the thread that does so for somebody else. Used by TMapFile.
// The steps are those of mapfile-format.md, "Wait". Invariant: a sleeper has loaded the word that it sleeps on before it looked.
#ifndef ROOTLET_map_Waiting
#define ROOTLET_map_Waiting

#include <sys/types.h>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>

#include "RootletWaiting.h"
#include "map/MapStore.h"

namespace rootlet {

/// Waits for a generation of that record above `after`; of any record if `name` is empty. The record need not be there yet.
/// Without `timeout` for ever; 0 looks and returns. `stop` ends it with kTimeout, once somebody calls store.WakeSleepers().
/// Throws MapError, also if `after` is no generation of this file.
WaitResult WaitForUpdate(MapStore &store, std::string_view name, std::uint64_t after,
                         std::optional<std::chrono::milliseconds> timeout, const std::atomic<bool> *stop = nullptr);

/// Waits and tells, until it is stopped, the file is replaced or the map cannot be read any more. That a producer has gone is
/// told once, until something is published again.
/// Threads: all functions at any time. Only the thread itself and Stop() touch the store; never once Stop() has returned.
class UpdateThread {
public:
   using Tell = std::function<void(UpdateThread &, const WaitResult &)>;

   static std::shared_ptr<UpdateThread> Start(MapStore &store, std::string_view name, std::uint64_t after, Tell tell);
   ~UpdateThread();
   UpdateThread(const UpdateThread &) = delete;
   UpdateThread &operator=(const UpdateThread &) = delete;

   /// Returns when the thread has ended; called by the thread itself, which then ends, at once. Again: nothing.
   void Stop();

   /// For a Tell: puts the result down for Take() and sleeps until it is taken, or until Stop().
   void PutDown(const WaitResult &result, int fd);
   /// Of a thread that puts its results down.
   WaitResult Take(int fd);

private:
   UpdateThread(MapStore &store, std::string_view name, std::uint64_t after, Tell tell);
   void Run();
   bool IsForkedCopy() const;

   MapStore &fStore;
   std::string fName;
   std::uint64_t fAfter;
   Tell fTell;
   pid_t fProcess; // a forked child has no such thread
   std::unique_ptr<std::thread> fThread;
   std::atomic<bool> fStop{false};
   std::atomic<std::thread::id> fRunner; // the thread, once it runs
   std::mutex fStopMutex;                // around making and joining it
   std::mutex fMutex;                    // around what follows
   std::condition_variable fChanged;
   bool fEnded = false;
   bool fStoppedItself = false;       // the store may have gone since
   std::optional<WaitResult> fResult; // put down and not taken yet
   std::uint64_t fTaken;              // its generation, the last time
};

} // namespace rootlet

#endif
