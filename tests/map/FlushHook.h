// Notes what this program flushes to the disk and to what it gives a name, in order. Used to see that a power loss would find
// the one before the other. The program's own functions stand before the C library's, also for librootlet.
#ifndef ROOTLET_tests_FlushHook
#define ROOTLET_tests_FlushHook

#include <sys/types.h>

#include <string>
#include <vector>

namespace rootlet::test {

/// One call that has succeeded.
struct FlushEvent {
   enum Kind { kFlush, kName } kind;
   ino_t file; ///< what was flushed, or has got a name
   off_t size; ///< of the file, at that moment
   friend bool operator==(const FlushEvent &, const FlushEvent &) = default;
};

/// Everything since it was made; if `failing`, fsync() is an input/output error meanwhile. One at a time.
class FlushLog {
public:
   explicit FlushLog(bool failing = false);
   ~FlushLog();
   FlushLog(const FlushLog &) = delete;
   FlushLog &operator=(const FlushLog &) = delete;
   std::vector<FlushEvent> Events() const;
};

} // namespace rootlet::test

#endif
