// A shared library for the tests of TSystem::Load(): counts in a variable of the environment how often it was loaded.
// It uses no inline function of the C++ library: some of these have variables that keep a library from being unloaded.
#include <stdio.h>
#include <stdlib.h>

namespace {

struct CountLoads {
   CountLoads()
   {
      const char *before = ::getenv("ROOTLET_TEST_LOADS");
      char count[16];
      ::snprintf(count, sizeof count, "%d", (before ? ::atoi(before) : 0) + 1);
      ::setenv("ROOTLET_TEST_LOADS", count, 1);
   }
};

const CountLoads kCount;

} // namespace

extern "C" int RootletTestModuleAnswer()
{
   return 42;
}
