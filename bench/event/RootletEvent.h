// Rootlet in the rows `event` and `tracks`: generated streamers, one buffer that is used again.
#ifndef ROOTLET_bench_RootletEvent
#define ROOTLET_bench_RootletEvent

#include "Event.h"

#include "RootletStl.h"
#include "TBuffer.h"

#include <vector>

class RootletEvent {
public:
   static constexpr const char *kName = "rootlet";
   static constexpr bool kPacksPhi = true;

   void Write(const event::Event &event)
   {
      fOut.Reset();
      fOut.MapObject(&event);
      const_cast<event::Event &>(event).Streamer(fOut); // a Streamer serves both ways
   }
   void Read(event::Event &event)
   {
      Rewind();
      fIn.MapObject(&event);
      event.Streamer(fIn);
   }
   void Write(const std::vector<event::Track> &tracks)
   {
      fOut.Reset();
      fOut.WriteStl(tracks);
   }
   void Read(std::vector<event::Track> &tracks)
   {
      Rewind();
      fIn.ReadStl(tracks);
   }
   std::size_t Bytes() const { return static_cast<std::size_t>(fOut.Length()); }

private:
   void Rewind() { fIn.SetBuffer(fOut.Buffer(), static_cast<UInt_t>(fOut.Length()), kFALSE); }
   TBuffer fOut{TBuffer::kWrite};
   TBuffer fIn{nullptr, 0};
};

#endif
