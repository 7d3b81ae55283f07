// The limit: what somebody would write by hand for this event alone. Big-endian, track after track, one check of the size at the
// front, no versions, no byte counts, no references.
#ifndef ROOTLET_bench_Hand
#define ROOTLET_bench_Hand

#include "Event.h"

#include <bit>
#include <cstring>
#include <stdexcept>

namespace hand {

template <class T>
auto Turned(T value)
{
   if constexpr (sizeof(T) == 2)
      return __builtin_bswap16(std::bit_cast<std::uint16_t>(value));
   else if constexpr (sizeof(T) == 4)
      return __builtin_bswap32(std::bit_cast<std::uint32_t>(value));
   else
      return __builtin_bswap64(std::bit_cast<std::uint64_t>(value));
}

template <class T>
void Put(char *&to, T value)
{
   const auto turned = Turned(value);
   std::memcpy(to, &turned, sizeof turned);
   to += sizeof turned;
}
inline void Put(char *&to, const char *text, std::size_t n)
{
   Put(to, static_cast<std::uint32_t>(n));
   std::memcpy(to, text, n);
   to += n;
}
inline void Put(char *&to, const event::Vertex &vertex)
{
   Put(to, vertex.fX);
   Put(to, vertex.fY);
   Put(to, vertex.fZ);
   Put(to, vertex.fTracks);
}

template <class T>
void Take(const char *&from, T &value)
{
   decltype(Turned(value)) turned;
   std::memcpy(&turned, from, sizeof turned);
   from += sizeof turned;
   value = std::bit_cast<T>(Turned(turned));
}
template <class String>
void TakeText(const char *&from, String &text)
{
   std::uint32_t n;
   Take(from, n);
   text = std::string_view(from, n);
   from += n;
}
inline void Take(const char *&from, event::Vertex &vertex)
{
   Take(from, vertex.fX);
   Take(from, vertex.fY);
   Take(from, vertex.fZ);
   Take(from, vertex.fTracks);
}

// An angle in 16 bits of a full turn, as the annotation of fPhi says.
constexpr double kPi = 3.14159265358979323846;
constexpr double kSteps = 65536 / (2 * kPi);

constexpr std::size_t kVertex = 16;
constexpr std::size_t kTrack = 6 * 4 + 6 * 4 + 3 * 4 + 8 * 2 + kVertex;

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

inline void Write(const event::Event &event, std::vector<char> &buffer)
{
   std::size_t size = 4 + 8 + 8 + 9 * 4 + 4 + event.fTrigger.size() + 4 +
                      static_cast<std::size_t>(event.fStation.Length()) + 4 + 4 + 4 * event.fAdc.size() + 4 +
                      kTrack * event.fTracks.size() + kVertex;
   for (const std::string &comment : event.fComments)
      size += 4 + comment.size();
   buffer.resize(size);
   char *to = buffer.data();
   Put(to, event.fRun);
   Put(to, event.fNumber);
   Put(to, event.fTime);
   for (const auto &row : event.fRotation)
      for (const Float_t x : row)
         Put(to, x);
   Put(to, event.fTrigger.data(), event.fTrigger.size());
   Put(to, event.fStation.Data(), static_cast<std::size_t>(event.fStation.Length()));
   Put(to, static_cast<std::uint32_t>(event.fComments.size()));
   for (const std::string &comment : event.fComments)
      Put(to, comment.data(), comment.size());
   Put(to, static_cast<std::uint32_t>(event.fAdc.size()));
   for (const Int_t adc : event.fAdc)
      Put(to, adc);
   Put(to, static_cast<std::uint32_t>(event.fTracks.size()));
   for (const event::Track &track : event.fTracks)
      Put(to, track);
   Put(to, event.fPrimary);
}

inline void Read(const std::vector<char> &buffer, event::Event &event)
{
   const char *from = buffer.data();
   const char *const end = from + buffer.size();
   auto check = [&](std::size_t n) {
      if (n > static_cast<std::size_t>(end - from))
         throw std::runtime_error("the bytes end too early");
   };
   check(64);
   Take(from, event.fRun);
   Take(from, event.fNumber);
   Take(from, event.fTime);
   for (auto &row : event.fRotation)
      for (Float_t &x : row)
         Take(from, x);
   TakeText(from, event.fTrigger);
   TakeText(from, event.fStation);
   std::uint32_t n;
   Take(from, n);
   check(n);
   event.fComments.resize(n);
   for (std::string &comment : event.fComments)
      TakeText(from, comment);
   Take(from, n);
   check(4 * n);
   event.fAdc.resize(n);
   for (Int_t &adc : event.fAdc)
      Take(from, adc);
   Take(from, n);
   check(kTrack * n);
   event.fTracks.resize(n);
   for (event::Track &track : event.fTracks)
      Take(from, track);
   Take(from, event.fPrimary);
}

} // namespace hand

#endif
