// Durations and points in time in the stream: the number of ticks, as the type counts them (docs/wire-format.md).
// Included by generated dictionaries that have such members. Invariant: the unit is the type's own; what it is does not
// stand in the stream.
#ifndef ROOTLET_RootletChrono
#define ROOTLET_RootletChrono

#include "RootletWire.h"

#include <chrono>

namespace rootlet {

template <WireNumber Rep, class Period>
struct NumberHolder<std::chrono::duration<Rep, Period>> {
   using Number = Rep;
   static Rep Get(const std::chrono::duration<Rep, Period> &x) { return x.count(); }
   static void Set(std::chrono::duration<Rep, Period> &x, Rep number)
   {
      x = std::chrono::duration<Rep, Period>(number);
   }
};

template <class Clock, WireNumber Rep, class Period>
struct NumberHolder<std::chrono::time_point<Clock, std::chrono::duration<Rep, Period>>> {
   using Duration = std::chrono::duration<Rep, Period>;
   using Number = Rep;
   static Rep Get(const std::chrono::time_point<Clock, Duration> &x) { return x.time_since_epoch().count(); }
   static void Set(std::chrono::time_point<Clock, Duration> &x, Rep number)
   {
      x = std::chrono::time_point<Clock, Duration>(Duration(number));
   }
};

} // namespace rootlet

#endif
