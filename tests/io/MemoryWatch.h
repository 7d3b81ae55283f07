// MemoryWatch: bytes taken from the heap while it lives; LeakCheckPause: what is allocated while it lives may be lost.
// Used by the tests of hostile streams. Invariant: counts what is asked for, also what is given back again.
#ifndef ROOTLET_tests_MemoryWatch
#define ROOTLET_tests_MemoryWatch

#include <cstddef>

class MemoryWatch {
public:
   MemoryWatch();
   std::size_t Taken() const;

private:
   std::size_t fBefore;
};

class LeakCheckPause {
public:
   explicit LeakCheckPause(bool pause);
   ~LeakCheckPause();
   LeakCheckPause(const LeakCheckPause &) = delete;
   LeakCheckPause &operator=(const LeakCheckPause &) = delete;

private:
   bool fPaused;
};

#endif
