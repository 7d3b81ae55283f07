// Named steps at which tests stop, fail or kill a process. Used by heap and map at every step that changes a file, and by
// the reader; passed over by tests/storm/.
// Invariant: in the library that users get a point is nothing at all. Only a variant that is compiled for tests
// (ROOTLET_FAULT_POINTS) knows the names.
#ifndef ROOTLET_heap_FaultPoint
#define ROOTLET_heap_FaultPoint

#ifndef ROOTLET_FAULT_POINTS

/// The step of this name begins here.
#define ROOTLET_FAULT_POINT(name) static_cast<void>(0)
/// The same, before a system call: an error number that a test wants to see in place of the call, or 0.
#define ROOTLET_FAULT_ERROR(name) 0

#else

#include <signal.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <mutex>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace rootlet::fault {

inline constexpr unsigned kMaxPoints = 256;
inline constexpr unsigned kNoPoint = kMaxPoints; ///< before the first one

/// Where a process is, in memory that it shares with the test: what it had noted when it was killed is still there.
struct Board {
   std::atomic<unsigned> step{kNoPoint};
   std::array<std::atomic<std::uint64_t>, kMaxPoints> passes{};
};

/// Does something to the process; the number it returns is what ROOTLET_FAULT_ERROR gives.
using Hook = std::function<int()>;

/// All points of the program, by number, and what is to happen at them in this process (and in its forks).
/// Threads: all functions at any time.
class Points {
public:
   static Points &Instance()
   {
      static Points points;
      return points;
   }

   /// Called before main() for every point in the code, once per name.
   unsigned Register(const char *name)
   {
      if (fNames.size() == kMaxPoints)
         throw std::length_error("more fault points than kMaxPoints");
      fNames.emplace_back(name);
      return static_cast<unsigned>(fNames.size() - 1);
   }
   const std::vector<std::string> &Names() const { return fNames; }
   unsigned NumberOf(std::string_view name) const
   {
      for (unsigned point = 0; point < fNames.size(); ++point)
         if (fNames[point] == name)
            return point;
      throw std::invalid_argument("there is no fault point named '" + std::string(name) + "'");
   }

   /// Where to note what is passed; the caller's memory, null for nowhere.
   void NoteOn(Board *board) { fBoard.store(board, std::memory_order_release); }

   /// Calls `hook` at the `nth` passage from now (1 is the next one) and, with `always`, at all later ones.
   void CallAt(std::string_view name, std::uint64_t nth, Hook hook, bool always = false)
   {
      const std::lock_guard lock(fMutex);
      fPlans.push_back({NumberOf(name), nth, always, std::move(hook)});
      fArmed.store(true, std::memory_order_release);
   }
   /// A real SIGKILL to this process.
   void KillAt(std::string_view name, std::uint64_t nth)
   {
      CallAt(name, nth, [] {
         ::kill(::getpid(), SIGKILL);
         for (;;)
            ::pause();
         return 0;
      });
   }
   /// The system call behind a ROOTLET_FAULT_ERROR is not made; the code sees it fail with this error.
   void FailAt(std::string_view name, std::uint64_t nth, int error, bool always = false)
   {
      CallAt(
         name, nth, [error] { return error; }, always);
   }
   void Disarm()
   {
      const std::lock_guard lock(fMutex);
      fPlans.clear();
      fArmed.store(false, std::memory_order_release);
   }

   int Pass(unsigned point)
   {
      // Relaxed, and the compiler held back: a stronger store would be a fence in the code under test.
      if (Board *board = fBoard.load(std::memory_order_relaxed)) {
         board->step.store(point, std::memory_order_relaxed);
         std::atomic<std::uint64_t> &passes = board->passes[point];
         passes.store(passes.load(std::memory_order_relaxed) + 1, std::memory_order_relaxed);
         std::atomic_signal_fence(std::memory_order_seq_cst);
      }
      return fArmed.load(std::memory_order_relaxed) ? CallHook(point) : 0;
   }

private:
   struct Plan {
      unsigned point;
      std::uint64_t countdown;
      bool always;
      Hook hook;
   };

   int CallHook(unsigned point)
   {
      Hook hook;
      {
         const std::lock_guard lock(fMutex);
         for (std::size_t i = 0; i < fPlans.size() && !hook; ++i) {
            Plan &plan = fPlans[i];
            if (plan.point != point || --plan.countdown != 0)
               continue;
            hook = plan.hook;
            if (plan.always)
               plan.countdown = 1;
            else
               fPlans.erase(fPlans.begin() + static_cast<std::ptrdiff_t>(i));
         }
      }
      return hook ? hook() : 0; // may pass points itself
   }

   std::vector<std::string> fNames;
   std::atomic<Board *> fBoard{nullptr};
   std::atomic<bool> fArmed{false};
   std::mutex fMutex;
   std::vector<Plan> fPlans;
};

template <std::size_t kSize>
struct Name {
   consteval Name(const char (&name)[kSize])
   {
      for (std::size_t i = 0; i < kSize; ++i)
         text[i] = name[i];
   }
   char text[kSize];
};

/// One per name, wherever and however often it is written.
template <Name kName>
struct Point {
   static inline const unsigned number = Points::Instance().Register(kName.text);
};

} // namespace rootlet::fault

#define ROOTLET_FAULT_POINT(name) \
   static_cast<void>(::rootlet::fault::Points::Instance().Pass(::rootlet::fault::Point<name>::number))
#define ROOTLET_FAULT_ERROR(name) ::rootlet::fault::Points::Instance().Pass(::rootlet::fault::Point<name>::number)

#endif // ROOTLET_FAULT_POINTS

#endif
