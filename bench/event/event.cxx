// Row `event`: an event of many tracks written and read again, with buffers and objects that are used again and again.
#include "Contest.h"

namespace {

const bool kRegistered = [] {
   bench::ProveAll<event::Event>();
   for (const int tracks : {1, 10, 100, 600, 10'000})
      bench::RegisterAll<event::Event>(tracks);
   // 110 MB, without msgpack, whose zone takes ten times as much; and the end of what one object can have in a map, beside the
   // peer that reads and writes like us: the large sizes are most of what a round takes.
   bench::Register<event::Event, RootletEvent, HandEvent, CerealEvent, BoostEvent, ProtobufEvent, FlatbuffersEvent,
                   CapnpEvent>(1'000'000);
   bench::Register<event::Event, RootletEvent, HandEvent, BoostEvent>(2'400'000);
   return true;
}();

} // namespace
