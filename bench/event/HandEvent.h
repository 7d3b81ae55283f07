// Code written by hand in the rows `event` and `tracks`. The tracks alone are streamed as within the event.
#ifndef ROOTLET_bench_HandEvent
#define ROOTLET_bench_HandEvent

#include "Hand.h"

#include <stdexcept>
#include <vector>

class HandEvent {
public:
   static constexpr const char *kName = "hand";
   static constexpr bool kPacksPhi = true;

   void Write(const event::Event &event) { hand::Write(event, fBytes); }
   void Read(event::Event &event) { hand::Read(fBytes, event); }
   void Write(const std::vector<event::Track> &tracks)
   {
      fBytes.resize(4 + hand::kTrack * tracks.size());
      char *to = fBytes.data();
      hand::Put(to, static_cast<std::uint32_t>(tracks.size()));
      for (const event::Track &track : tracks)
         hand::Put(to, track);
   }
   void Read(std::vector<event::Track> &tracks)
   {
      const char *from = fBytes.data();
      std::uint32_t n;
      if (fBytes.size() < sizeof n)
         throw std::runtime_error("the bytes end too early");
      hand::Take(from, n);
      if ((fBytes.size() - sizeof n) / hand::kTrack < n)
         throw std::runtime_error("the bytes end too early");
      tracks.resize(n);
      for (event::Track &track : tracks)
         hand::Take(from, track);
   }
   std::size_t Bytes() const { return fBytes.size(); }

private:
   std::vector<char> fBytes;
};

#endif
