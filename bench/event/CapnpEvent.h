// Cap'n Proto in the rows `event` and `tracks`: flat messages, not packed, built in place.
#ifndef ROOTLET_bench_CapnpEvent
#define ROOTLET_bench_CapnpEvent

#include "CapnpMessage.h"
#include "Event.h"
#include "event.capnp.h"

#include <stdexcept>
#include <string_view>
#include <vector>

namespace packet {

inline capnp::Text::Reader Text(const char *text, std::size_t n)
{
   return {text, n};
}
inline std::string_view Text(capnp::Text::Reader text)
{
   return {text.begin(), text.size()};
}
template <class Group>
void Fill(Group to, const event::Vertex &from)
{
   to.setX(from.fX);
   to.setY(from.fY);
   to.setZ(from.fZ);
   to.setTracks(from.fTracks);
}
inline void Fill(Track::Builder to, const event::Track &from)
{
   to.setPx(from.fPx);
   to.setPy(from.fPy);
   to.setPz(from.fPz);
   to.setMass2(from.fMass2);
   to.setPhi(from.fPhi);
   to.setChi2(from.fChi2);
   auto covariance = to.getCovariance();
   covariance.setC0(from.fCovariance[0]);
   covariance.setC1(from.fCovariance[1]);
   covariance.setC2(from.fCovariance[2]);
   covariance.setC3(from.fCovariance[3]);
   covariance.setC4(from.fCovariance[4]);
   covariance.setC5(from.fCovariance[5]);
   to.setCharge(from.fCharge);
   to.setPoints(from.fPoints);
   to.setFlags(from.fFlags);
   auto sectors = to.getSectors();
   sectors.setS0(from.fSectors[0]);
   sectors.setS1(from.fSectors[1]);
   sectors.setS2(from.fSectors[2]);
   sectors.setS3(from.fSectors[3]);
   sectors.setS4(from.fSectors[4]);
   sectors.setS5(from.fSectors[5]);
   sectors.setS6(from.fSectors[6]);
   sectors.setS7(from.fSectors[7]);
   Fill(to.getOrigin(), from.fOrigin);
}
template <class Group>
void Copy(Group from, event::Vertex &to)
{
   to.fX = from.getX();
   to.fY = from.getY();
   to.fZ = from.getZ();
   to.fTracks = from.getTracks();
}
inline void Copy(Track::Reader from, event::Track &to)
{
   to.fPx = from.getPx();
   to.fPy = from.getPy();
   to.fPz = from.getPz();
   to.fMass2 = from.getMass2();
   to.fPhi = from.getPhi();
   to.fChi2 = from.getChi2();
   const auto covariance = from.getCovariance();
   to.fCovariance[0] = covariance.getC0();
   to.fCovariance[1] = covariance.getC1();
   to.fCovariance[2] = covariance.getC2();
   to.fCovariance[3] = covariance.getC3();
   to.fCovariance[4] = covariance.getC4();
   to.fCovariance[5] = covariance.getC5();
   to.fCharge = from.getCharge();
   to.fPoints = from.getPoints();
   to.fFlags = from.getFlags();
   const auto sectors = from.getSectors();
   to.fSectors[0] = sectors.getS0();
   to.fSectors[1] = sectors.getS1();
   to.fSectors[2] = sectors.getS2();
   to.fSectors[3] = sectors.getS3();
   to.fSectors[4] = sectors.getS4();
   to.fSectors[5] = sectors.getS5();
   to.fSectors[6] = sectors.getS6();
   to.fSectors[7] = sectors.getS7();
   Copy(from.getOrigin(), to.fOrigin);
}
inline void Fill(capnp::List<Track>::Builder to, const std::vector<event::Track> &from)
{
   for (unsigned i = 0; i < to.size(); ++i)
      Fill(to[i], from[i]);
}
inline void Copy(capnp::List<Track>::Reader from, std::vector<event::Track> &to)
{
   to.resize(from.size());
   for (unsigned i = 0; i < from.size(); ++i)
      Copy(from[i], to[i]);
}

} // namespace packet

class CapnpEvent {
public:
   static constexpr const char *kName = "capnp";
   static constexpr bool kPacksPhi = false;

   void Write(const event::Event &event)
   {
      auto to = fMessage.Begin<packet::Event>();
      to.setRun(event.fRun);
      to.setNumber(event.fNumber);
      to.setTime(event.fTime);
      auto rotation = to.initRotation(9);
      for (unsigned i = 0; i < 9; ++i)
         rotation.set(i, event.fRotation[i / 3][i % 3]);
      to.setTrigger(packet::Text(event.fTrigger.c_str(), event.fTrigger.size()));
      to.setStation(packet::Text(event.fStation.Data(), static_cast<std::size_t>(event.fStation.Length())));
      auto comments = to.initComments(static_cast<unsigned>(event.fComments.size()));
      for (unsigned i = 0; i < comments.size(); ++i)
         comments.set(i, packet::Text(event.fComments[i].c_str(), event.fComments[i].size()));
      auto adc = to.initAdc(static_cast<unsigned>(event.fAdc.size()));
      for (unsigned i = 0; i < adc.size(); ++i)
         adc.set(i, event.fAdc[i]);
      packet::Fill(to.initTracks(static_cast<unsigned>(event.fTracks.size())), event.fTracks);
      packet::Fill(to.getPrimary(), event.fPrimary);
      fMessage.End();
   }
   void Read(event::Event &event)
   {
      auto message = fMessage.Reader();
      const auto from = message.getRoot<packet::Event>();
      event.fRun = from.getRun();
      event.fNumber = from.getNumber();
      event.fTime = from.getTime();
      const auto rotation = from.getRotation();
      if (rotation.size() != 9)
         throw std::runtime_error("a message does not fit the class");
      for (unsigned i = 0; i < 9; ++i)
         event.fRotation[i / 3][i % 3] = rotation[i];
      event.fTrigger = packet::Text(from.getTrigger());
      event.fStation = packet::Text(from.getStation());
      const auto comments = from.getComments();
      event.fComments.resize(comments.size());
      for (unsigned i = 0; i < comments.size(); ++i)
         event.fComments[i] = packet::Text(comments[i]);
      const auto adc = from.getAdc();
      event.fAdc.resize(adc.size());
      for (unsigned i = 0; i < adc.size(); ++i)
         event.fAdc[i] = adc[i];
      packet::Copy(from.getTracks(), event.fTracks);
      packet::Copy(from.getPrimary(), event.fPrimary);
   }
   void Write(const std::vector<event::Track> &tracks)
   {
      packet::Fill(fMessage.Begin<packet::Tracks>().initTracks(static_cast<unsigned>(tracks.size())), tracks);
      fMessage.End();
   }
   void Read(std::vector<event::Track> &tracks)
   {
      auto message = fMessage.Reader();
      packet::Copy(message.getRoot<packet::Tracks>().getTracks(), tracks);
   }
   std::size_t Bytes() const { return fMessage.Bytes(); }

private:
   bench::CapnpMessage fMessage;
};

#endif
