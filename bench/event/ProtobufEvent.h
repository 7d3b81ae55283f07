// protobuf in the rows `event` and `tracks`: one message on an arena that is used again, filled from the objects before it is
// written, copied into the objects after it was parsed.
#ifndef ROOTLET_bench_ProtobufEvent
#define ROOTLET_bench_ProtobufEvent

#include "Event.h"
#include "event.pb.h"

#include <google/protobuf/arena.h>

#include <algorithm>
#include <memory>
#include <stdexcept>
#include <string_view>
#include <vector>

namespace pb {

inline void Fill(Vertex &to, const event::Vertex &from)
{
   to.set_x(from.fX);
   to.set_y(from.fY);
   to.set_z(from.fZ);
   to.set_tracks(from.fTracks);
}
inline void Fill(Track &to, const event::Track &from)
{
   to.set_px(from.fPx);
   to.set_py(from.fPy);
   to.set_pz(from.fPz);
   to.set_mass2(from.fMass2);
   to.set_phi(from.fPhi);
   to.set_chi2(from.fChi2);
   to.mutable_covariance()->Add(std::begin(from.fCovariance), std::end(from.fCovariance));
   to.set_charge(from.fCharge);
   to.set_points(from.fPoints);
   to.set_flags(from.fFlags);
   to.mutable_sectors()->Add(std::begin(from.fSectors), std::end(from.fSectors));
   Fill(*to.mutable_origin(), from.fOrigin);
}
inline void Fill(Event &to, const event::Event &from)
{
   to.set_run(from.fRun);
   to.set_number(from.fNumber);
   to.set_time(from.fTime);
   to.mutable_rotation()->Add(&from.fRotation[0][0], &from.fRotation[0][0] + 9);
   to.set_trigger(from.fTrigger);
   to.set_station(from.fStation.Data(), static_cast<std::size_t>(from.fStation.Length()));
   for (const std::string &comment : from.fComments)
      to.add_comments(comment);
   to.mutable_adc()->Add(from.fAdc.begin(), from.fAdc.end());
   to.mutable_tracks()->Reserve(static_cast<int>(from.fTracks.size()));
   for (const event::Track &track : from.fTracks)
      Fill(*to.add_tracks(), track);
   Fill(*to.mutable_primary(), from.fPrimary);
}
inline void Fill(Tracks &to, const std::vector<event::Track> &from)
{
   to.mutable_tracks()->Reserve(static_cast<int>(from.size()));
   for (const event::Track &track : from)
      Fill(*to.add_tracks(), track);
}

inline void Check(bool right)
{
   if (!right)
      throw std::runtime_error("a message does not fit the class");
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
   Check(from.covariance_size() == 6 && from.sectors_size() == 8);
   to.fPx = from.px();
   to.fPy = from.py();
   to.fPz = from.pz();
   to.fMass2 = from.mass2();
   to.fPhi = from.phi();
   to.fChi2 = from.chi2();
   std::copy_n(from.covariance().data(), 6, to.fCovariance);
   to.fCharge = from.charge();
   to.fPoints = from.points();
   to.fFlags = from.flags();
   for (int i = 0; i < 8; ++i)
      to.fSectors[i] = static_cast<Short_t>(from.sectors(i));
   Copy(from.origin(), to.fOrigin);
}
inline void Copy(const Tracks &from, std::vector<event::Track> &to)
{
   to.resize(static_cast<std::size_t>(from.tracks_size()));
   for (std::size_t i = 0; i < to.size(); ++i)
      Copy(from.tracks(static_cast<int>(i)), to[i]);
}
inline void Copy(const Event &from, event::Event &to)
{
   Check(from.rotation_size() == 9);
   to.fRun = from.run();
   to.fNumber = from.number();
   to.fTime = from.time();
   std::copy_n(from.rotation().data(), 9, &to.fRotation[0][0]);
   to.fTrigger = from.trigger();
   to.fStation = std::string_view(from.station());
   to.fComments.assign(from.comments().begin(), from.comments().end());
   to.fAdc.assign(from.adc().begin(), from.adc().end());
   to.fTracks.resize(static_cast<std::size_t>(from.tracks_size()));
   for (std::size_t i = 0; i < to.fTracks.size(); ++i)
      Copy(from.tracks(static_cast<int>(i)), to.fTracks[i]);
   Copy(from.primary(), to.fPrimary);
}

} // namespace pb

class ProtobufEvent {
public:
   static constexpr const char *kName = "protobuf";
   static constexpr bool kPacksPhi = false;

   void Write(const event::Event &event) { Write(Message(fEvent), event); }
   void Read(event::Event &event) { Read(Message(fEvent), event); }
   void Write(const std::vector<event::Track> &tracks) { Write(Message(fTracks), tracks); }
   void Read(std::vector<event::Track> &tracks) { Read(Message(fTracks), tracks); }
   std::size_t Bytes() const { return fSize; }

private:
   template <class M>
   M &Message(M *&message)
   {
      if (!message)
         message = google::protobuf::Arena::CreateMessage<M>(&fArena);
      return *message;
   }
   template <class M, class T>
   void Write(M &message, const T &object)
   {
      message.Clear();
      pb::Fill(message, object);
      fSize = message.ByteSizeLong();
      if (fSize > fCapacity) {
         fBytes.reset(new std::uint8_t[fSize]);
         fCapacity = fSize;
      }
      message.SerializeWithCachedSizesToArray(fBytes.get());
   }
   template <class M, class T>
   void Read(M &message, T &object)
   {
      pb::Check(message.ParseFromArray(fBytes.get(), static_cast<int>(fSize)));
      pb::Copy(message, object);
   }

   google::protobuf::Arena fArena;
   pb::Event *fEvent = nullptr;
   pb::Tracks *fTracks = nullptr;
   std::unique_ptr<std::uint8_t[]> fBytes;
   std::size_t fSize = 0;
   std::size_t fCapacity = 0;
};

#endif
