// Makes fallocate() of this program fail as on a full disk, a used-up quota or a broken disk, where none of these can be had
// for real. Used by the tables of cases. The program's own fallocate() stands before the C library's, also for librootlet.
#ifndef ROOTLET_tests_FallocateHook
#define ROOTLET_tests_FallocateHook

#include <cstdint>

namespace rootlet::test {

/// While one lives, `left` more bytes can be allocated; what would take more fails with `error`. One at a time.
class FailingFallocate {
public:
   FailingFallocate(int error, std::uint64_t left);
   ~FailingFallocate();
   FailingFallocate(const FailingFallocate &) = delete;
   FailingFallocate &operator=(const FailingFallocate &) = delete;
   /// How often it was refused.
   static unsigned Refusals();
};

} // namespace rootlet::test

#endif
