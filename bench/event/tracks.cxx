// Row `tracks`: a vector of small objects written and read again, with buffers and objects that are used again and again.
#include "Contest.h"

namespace {

const bool kRegistered = [] {
   bench::ProveAll<std::vector<event::Track>>();
   for (const int tracks : {1, 100, 10'000, 100'000})
      bench::RegisterAll<std::vector<event::Track>>(tracks);
   return true;
}();

} // namespace
