// Boost.Serialization in the rows `event` and `tracks`: binary archives over memory that is kept, without header and locale.
// Classes are object_serializable and never tracked: neither versions nor class numbers are written. So the archives have
// nothing to remember and are kept too.
#ifndef ROOTLET_bench_BoostEvent
#define ROOTLET_bench_BoostEvent

#include "Event.h"
#include "MemoryStream.h"

#include <boost/archive/binary_iarchive.hpp>
#include <boost/archive/binary_oarchive.hpp>
#include <boost/serialization/array_wrapper.hpp>
#include <boost/serialization/binary_object.hpp>
#include <boost/serialization/level.hpp>
#include <boost/serialization/split_free.hpp>
#include <boost/serialization/string.hpp>
#include <boost/serialization/tracking.hpp>
#include <boost/serialization/vector.hpp>

#include <vector>

#define ROOTLET_BENCH_BARE(...)                                                       \
   BOOST_CLASS_IMPLEMENTATION(__VA_ARGS__, boost::serialization::object_serializable) \
   BOOST_CLASS_TRACKING(__VA_ARGS__, boost::serialization::track_never)

ROOTLET_BENCH_BARE(TString)
ROOTLET_BENCH_BARE(event::Vertex)
ROOTLET_BENCH_BARE(event::Track)
ROOTLET_BENCH_BARE(event::Event)
ROOTLET_BENCH_BARE(std::vector<std::string>)
ROOTLET_BENCH_BARE(std::vector<Int_t>)
ROOTLET_BENCH_BARE(std::vector<event::Track>)

namespace boost::serialization {

template <class Archive>
void save(Archive &archive, const TString &text, unsigned)
{
   const auto n = static_cast<std::size_t>(text.Length());
   archive << n;
   archive.save_binary(text.Data(), n);
}
template <class Archive>
void load(Archive &archive, TString &text, unsigned)
{
   std::size_t n;
   archive >> n;
   text.Resize(static_cast<Ssiz_t>(n));
   if (n)
      archive.load_binary(&text[0], n);
}
template <class Archive>
void serialize(Archive &archive, TString &text, unsigned version)
{
   split_free(archive, text, version);
}

template <class Archive>
void serialize(Archive &archive, event::Vertex &vertex, unsigned)
{
   archive &vertex.fX &vertex.fY &vertex.fZ &vertex.fTracks;
}
template <class Archive>
void serialize(Archive &archive, event::Track &track, unsigned)
{
   archive &track.fPx &track.fPy &track.fPz &track.fMass2 &track.fPhi &track.fChi2;
   archive &make_array(track.fCovariance, 6) & track.fCharge &track.fPoints &track.fFlags;
   archive &make_array(track.fSectors, 8) & track.fOrigin;
}
template <class Archive>
void serialize(Archive &archive, event::Event &event, unsigned)
{
   archive &event.fRun &event.fNumber &event.fTime &make_array(&event.fRotation[0][0], 9);
   archive &event.fTrigger &event.fStation &event.fComments &event.fAdc &event.fTracks &event.fPrimary;
}

} // namespace boost::serialization

class BoostEvent {
public:
   static constexpr const char *kName = "boost";
   static constexpr bool kPacksPhi = false;

   template <class T>
   void Write(const T &object)
   {
      fOut.Rewind();
      fSave << object;
   }
   template <class T>
   void Read(T &object)
   {
      fIn.Set(fOut.Data(), fOut.Size());
      fLoad >> object;
   }
   std::size_t Bytes() const { return fOut.Size(); }

private:
   static constexpr unsigned kFlags = boost::archive::no_header | boost::archive::no_codecvt;
   bench::MemoryOut fOut;
   bench::MemoryIn fIn;
   boost::archive::binary_oarchive fSave{fOut, kFlags};
   boost::archive::binary_iarchive fLoad{fIn, kFlags};
};

#endif
