// FlatBuffers in the rows `event` and `tracks`: one builder that is used again, whose own memory holds the bytes. What is read
// is verified first, then copied into the objects.
#ifndef ROOTLET_bench_FlatbuffersEvent
#define ROOTLET_bench_FlatbuffersEvent

#include "Event.h"
#include "event_generated.h"

#include <algorithm>
#include <cstring>
#include <new>
#include <stdexcept>
#include <string_view>
#include <vector>

namespace fbs {

inline Vertex Packed(const event::Vertex &vertex)
{
   return {vertex.fX, vertex.fY, vertex.fZ, vertex.fTracks};
}
inline void Copy(const Vertex &from, event::Vertex &to)
{
   to.fX = from.x();
   to.fY = from.y();
   to.fZ = from.z();
   to.fTracks = from.tracks();
}
inline void Copy(const Track &from, event::Track &to)
{
   to.fPx = from.px();
   to.fPy = from.py();
   to.fPz = from.pz();
   to.fMass2 = from.mass2();
   to.fPhi = from.phi();
   to.fChi2 = from.chi2();
   for (unsigned i = 0; i < 6; ++i)
      to.fCovariance[i] = (*from.covariance())[i];
   to.fCharge = from.charge();
   to.fPoints = from.points();
   to.fFlags = from.flags();
   for (unsigned i = 0; i < 8; ++i)
      to.fSectors[i] = (*from.sectors())[i];
   Copy(from.origin(), to.fOrigin);
}
inline std::string_view Text(const flatbuffers::String *text)
{
   return {text->c_str(), text->size()};
}

} // namespace fbs

class FlatbuffersEvent {
public:
   static constexpr const char *kName = "flatbuffers";
   static constexpr bool kPacksPhi = false;

   void Write(const event::Event &event)
   {
      fBuilder.Clear();
      const auto trigger = fBuilder.CreateString(event.fTrigger);
      const auto station =
         fBuilder.CreateString(event.fStation.Data(), static_cast<std::size_t>(event.fStation.Length()));
      const auto comments = fBuilder.CreateVectorOfStrings(event.fComments);
      const auto adc = fBuilder.CreateVector(event.fAdc);
      const auto tracks = Build(event.fTracks);
      const fbs::Rotation rotation(flatbuffers::span<const float, 9>(&event.fRotation[0][0], 9));
      const fbs::Vertex primary = fbs::Packed(event.fPrimary);
      fBuilder.Finish(fbs::CreateEvent(fBuilder, event.fRun, event.fNumber, event.fTime, &rotation, trigger, station,
                                       comments, adc, tracks, &primary));
   }
   void Read(event::Event &event)
   {
      const fbs::Event &from = Root<fbs::Event>();
      Check(from.rotation() && from.trigger() && from.station() && from.comments() && from.adc() && from.primary());
      event.fRun = from.run();
      event.fNumber = from.number();
      event.fTime = from.time();
      for (unsigned i = 0; i < 9; ++i)
         event.fRotation[i / 3][i % 3] = (*from.rotation()->rows())[i];
      event.fTrigger = fbs::Text(from.trigger());
      event.fStation = fbs::Text(from.station());
      event.fComments.resize(from.comments()->size());
      for (unsigned i = 0; i < from.comments()->size(); ++i)
         event.fComments[i] = fbs::Text((*from.comments())[i]);
      event.fAdc.assign(from.adc()->begin(), from.adc()->end());
      Copy(from.tracks(), event.fTracks);
      fbs::Copy(*from.primary(), event.fPrimary);
   }
   void Write(const std::vector<event::Track> &tracks)
   {
      fBuilder.Clear();
      fBuilder.Finish(fbs::CreateTracks(fBuilder, Build(tracks)));
   }
   void Read(std::vector<event::Track> &tracks) { Copy(Root<fbs::Tracks>().tracks(), tracks); }
   std::size_t Bytes() const { return fBuilder.GetSize(); }

private:
   static void Check(bool right)
   {
      if (!right)
         throw std::runtime_error("a buffer does not fit the class");
   }
   template <class T>
   const T &Root() const
   {
      flatbuffers::Verifier verifier(fBuilder.GetBufferPointer(), fBuilder.GetSize());
      Check(verifier.VerifyBuffer<T>(nullptr));
      return *flatbuffers::GetRoot<T>(fBuilder.GetBufferPointer());
   }
   flatbuffers::Offset<flatbuffers::Vector<const fbs::Track *>> Build(const std::vector<event::Track> &tracks)
   {
      fbs::Track *to;
      const auto offset = fBuilder.CreateUninitializedVectorOfStructs(tracks.size(), &to);
      for (const event::Track &track : tracks)
         new (to++) fbs::Track(track.fPx, track.fPy, track.fPz, track.fMass2, track.fPhi, track.fChi2,
                               flatbuffers::span<const float, 6>(track.fCovariance, 6), track.fCharge, track.fPoints,
                               track.fFlags, flatbuffers::span<const std::int16_t, 8>(track.fSectors, 8),
                               fbs::Packed(track.fOrigin));
      return offset;
   }
   static void Copy(const flatbuffers::Vector<const fbs::Track *> *from, std::vector<event::Track> &to)
   {
      Check(from);
      to.resize(from->size());
      for (unsigned i = 0; i < from->size(); ++i)
         fbs::Copy(*(*from)[i], to[i]);
   }
   flatbuffers::FlatBufferBuilder fBuilder;
};

#endif
