// Code written by hand in the rows `event` and `tracks`. The tracks alone are streamed as within the event.
#ifndef ROOTLET_bench_HandEvent
#define ROOTLET_bench_HandEvent

#include "Hand.h"

#include <stdexcept>
#include <vector>

namespace hand {

inline void Put(char *&to, const event::Track &track)
{
   Put(to, track.fPx);
   Put(to, track.fPy);
   Put(to, track.fPz);
   Put(to, track.fMass2);
   Put(to, static_cast<std::uint32_t>((track.fPhi + kPi) * kSteps + 0.5));
   Put(to, static_cast<float>(track.fChi2));
   for (const Float_t x : track.fCovariance)
      Put(to, x);
   Put(to, track.fCharge);
   Put(to, track.fPoints);
   Put(to, track.fFlags);
   for (const Short_t sector : track.fSectors)
      Put(to, sector);
   Put(to, track.fOrigin);
}

inline void Take(const char *&from, event::Track &track)
{
   Take(from, track.fPx);
   Take(from, track.fPy);
   Take(from, track.fPz);
   Take(from, track.fMass2);
   std::uint32_t phi;
   Take(from, phi);
   track.fPhi = phi / kSteps - kPi;
   float chi2;
   Take(from, chi2);
   track.fChi2 = static_cast<double>(chi2);
   for (Float_t &x : track.fCovariance)
      Take(from, x);
   Take(from, track.fCharge);
   Take(from, track.fPoints);
   Take(from, track.fFlags);
   for (Short_t &sector : track.fSectors)
      Take(from, sector);
   Take(from, track.fOrigin);
}

} // namespace hand

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
