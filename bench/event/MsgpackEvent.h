// msgpack in the rows `event` and `tracks`: objects as arrays of their members, packed into one buffer; unpacked into one zone,
// which refers to the bytes of texts, and converted.
#ifndef ROOTLET_bench_MsgpackEvent
#define ROOTLET_bench_MsgpackEvent

#include "Event.h"
#include "MsgpackZone.h"

#include <msgpack.hpp>

#include <string_view>
#include <vector>

template <>
struct msgpack::adaptor::pack<TString> {
   template <class Stream>
   msgpack::packer<Stream> &operator()(msgpack::packer<Stream> &to, const TString &text) const
   {
      const auto n = static_cast<std::uint32_t>(text.Length());
      return to.pack_str(n).pack_str_body(text.Data(), n);
   }
};
template <>
struct msgpack::adaptor::convert<TString> {
   const msgpack::object &operator()(const msgpack::object &from, TString &text) const
   {
      text = from.as<std::string_view>();
      return from;
   }
};

template <>
struct msgpack::adaptor::pack<event::Vertex> {
   template <class Stream>
   msgpack::packer<Stream> &operator()(msgpack::packer<Stream> &to, const event::Vertex &vertex) const
   {
      return to.pack_array(4).pack(vertex.fX).pack(vertex.fY).pack(vertex.fZ).pack(vertex.fTracks);
   }
};
template <>
struct msgpack::adaptor::convert<event::Vertex> {
   const msgpack::object &operator()(const msgpack::object &from, event::Vertex &vertex) const
   {
      const msgpack::object *members = bench::Members(from, 4);
      members[0] >> vertex.fX;
      members[1] >> vertex.fY;
      members[2] >> vertex.fZ;
      members[3] >> vertex.fTracks;
      return from;
   }
};

template <>
struct msgpack::adaptor::pack<event::Track> {
   template <class Stream>
   msgpack::packer<Stream> &operator()(msgpack::packer<Stream> &to, const event::Track &track) const
   {
      to.pack_array(12).pack(track.fPx).pack(track.fPy).pack(track.fPz).pack(track.fMass2).pack(track.fPhi);
      to.pack(track.fChi2).pack(track.fCovariance).pack(track.fCharge).pack(track.fPoints).pack(track.fFlags);
      return to.pack(track.fSectors).pack(track.fOrigin);
   }
};
template <>
struct msgpack::adaptor::convert<event::Track> {
   const msgpack::object &operator()(const msgpack::object &from, event::Track &track) const
   {
      const msgpack::object *members = bench::Members(from, 12);
      members[0] >> track.fPx;
      members[1] >> track.fPy;
      members[2] >> track.fPz;
      members[3] >> track.fMass2;
      members[4] >> track.fPhi;
      members[5] >> track.fChi2;
      members[6] >> track.fCovariance;
      members[7] >> track.fCharge;
      members[8] >> track.fPoints;
      members[9] >> track.fFlags;
      members[10] >> track.fSectors;
      members[11] >> track.fOrigin;
      return from;
   }
};

template <>
struct msgpack::adaptor::pack<event::Event> {
   template <class Stream>
   msgpack::packer<Stream> &operator()(msgpack::packer<Stream> &to, const event::Event &event) const
   {
      to.pack_array(10).pack(event.fRun).pack(event.fNumber).pack(event.fTime).pack(event.fRotation);
      to.pack(event.fTrigger).pack(event.fStation).pack(event.fComments).pack(event.fAdc);
      return to.pack(event.fTracks).pack(event.fPrimary);
   }
};
template <>
struct msgpack::adaptor::convert<event::Event> {
   const msgpack::object &operator()(const msgpack::object &from, event::Event &event) const
   {
      const msgpack::object *members = bench::Members(from, 10);
      members[0] >> event.fRun;
      members[1] >> event.fNumber;
      members[2] >> event.fTime;
      members[3] >> event.fRotation;
      members[4] >> event.fTrigger;
      members[5] >> event.fStation;
      members[6] >> event.fComments;
      members[7] >> event.fAdc;
      members[8] >> event.fTracks;
      members[9] >> event.fPrimary;
      return from;
   }
};

class MsgpackEvent {
public:
   static constexpr const char *kName = "msgpack";
   static constexpr bool kPacksPhi = false;

   template <class T>
   void Write(const T &object)
   {
      fBytes.clear();
      msgpack::pack(fBytes, object);
   }
   template <class T>
   void Read(T &object)
   {
      fZone.Unpack(fBytes).convert(object);
   }
   std::size_t Bytes() const { return fBytes.size(); }

private:
   msgpack::sbuffer fBytes;
   bench::MsgpackZone fZone;
};

#endif
