// Sleeping until there is a newer version, and threads that do so for somebody else. Used by TMapFile.
// The steps are those of mapfile-format.md, "Wait". Invariants: a sleeper has loaded the word that it sleeps on before it looked;
// nothing that waits outlives the store.
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
#include <vector>

#include "RootletWaiting.h"
#include "map/MapStore.h"

namespace rootlet {

/// Set in what a wait for any object tells: a number of another kind than the generations of one object.
inline constexpr std::uint64_t kOfAnyObject = std::uint64_t{1} << 63;

/// Waits for a generation of that record above `after`; of any record if `name` is empty. The record need not be there yet.
/// Without `timeout` for ever; 0 looks and returns. `stop` ends it with kTimeout, once somebody calls store.WakeSleepers().
/// Throws MapError, also if `after` is no generation of this file or of the other kind.
WaitResult WaitForUpdate(MapStore &store, std::string_view name, std::uint64_t after,
                         std::optional<std::chrono::milliseconds> timeout, const std::atomic<bool> *stop = nullptr);

/// What is to be watched, and who is told in whose name.
struct Watch {
   std::string name;
   std::uint64_t after = 0;
   const char *where = ""; ///< for messages
   const void *owner = nullptr;
};

/// Waits and tells, until it is stopped, the file is replaced or the map cannot be read any more. That a producer has gone is
/// told once, until something is published again.
/// Threads: all functions at any time. Only the thread itself, while it waits, and who stops it meanwhile touch the store.
class UpdateThread {
public:
   using Tell = std::function<void(UpdateThread &, const WaitResult &)>;

   UpdateThread(MapStore &store, Watch watch, Tell tell);
   ~UpdateThread();
   UpdateThread(const UpdateThread &) = delete;
   UpdateThread &operator=(const UpdateThread &) = delete;

   /// Once. Throws std::system_error if there can be no thread.
   static void Start(const std::shared_ptr<UpdateThread> &self);
   /// Returns when the thread has ended; called by the thread itself, which then ends, at once. Again: nothing.
   void Stop();
   /// If the calling thread is one of that owner, it ends when its Tell has returned.
   static bool StopCurrentOf(const void *owner);

   /// For a Tell: puts the result down for Take() and sleeps until it is taken, or until Stop().
   void PutDown(const WaitResult &result, int fd);
   /// Of a thread that puts its results down.
   WaitResult Take(int fd);

private:
   void Run();
   WaitResult Wait(unsigned &failures);
   bool IsForkedCopy() const;
   void Report(const char *what) const noexcept;

   static thread_local UpdateThread *tCurrent;

   MapStore &fStore;
   Watch fWatch;
   Tell fTell;
   pid_t fProcess; // a forked child has no such thread
   std::unique_ptr<std::thread> fThread;
   std::atomic<bool> fStop{false};
   std::atomic<bool> fWaiting{false}; // in the store, so that a wake may be needed
   std::mutex fStopMutex;             // around making and joining it
   std::mutex fMutex;                 // around what follows
   std::condition_variable fChanged;
   bool fEnded = false;
   std::optional<WaitResult> fResult; // put down and not taken yet
   std::uint64_t fTaken;              // its generation, the last time
};

/// All that waits on one store in this process. Threads: all functions at any time.
class Waiters {
public:
   explicit Waiters(MapStore &store);
   ~Waiters();
   Waiters(const Waiters &) = delete;
   Waiters &operator=(const Waiters &) = delete;

   /// WaitForUpdate, which End() ends with a MapError.
   WaitResult Wait(std::string_view name, std::uint64_t after, std::optional<std::chrono::milliseconds> timeout);
   /// Starts the thread. Throws MapError after End().
   void Start(const std::shared_ptr<UpdateThread> &thread);
   /// Returns when nothing waits any more; but a thread that calls it itself ends later, without touching the store.
   void End();

private:
   struct Here;
   Here &InThisProcess();

   MapStore &fStore;
   std::atomic<Here *> fHere; // a forked child makes its own: there it is that of its parent's threads, locked perhaps
};

} // namespace rootlet

#endif
