// cereal in the rows `event` and `tracks`: its binary archive, without versions of classes, over memory that is kept.
// The archives are kept too: where no pointers are, they know nothing of what they have streamed.
#ifndef ROOTLET_bench_CerealEvent
#define ROOTLET_bench_CerealEvent

#include "Event.h"
#include "MemoryStream.h"

#include <cereal/archives/binary.hpp>
#include <cereal/types/string.hpp>
#include <cereal/types/vector.hpp>

#include <istream>
#include <ostream>
#include <vector>

namespace cereal {

template <class Archive>
void save(Archive &archive, const TString &text)
{
   archive(make_size_tag(static_cast<size_type>(text.Length())));
   archive(binary_data(text.Data(), static_cast<std::size_t>(text.Length())));
}
template <class Archive>
void load(Archive &archive, TString &text)
{
   size_type n;
   archive(make_size_tag(n));
   text.Resize(static_cast<Ssiz_t>(n));
   if (n)
      archive(binary_data(&text[0], static_cast<std::size_t>(n)));
}

template <class Archive>
void serialize(Archive &archive, event::Vertex &vertex)
{
   archive(vertex.fX, vertex.fY, vertex.fZ, vertex.fTracks);
}
template <class Archive>
void serialize(Archive &archive, event::Track &track)
{
   archive(track.fPx, track.fPy, track.fPz, track.fMass2, track.fPhi, track.fChi2, track.fCovariance, track.fCharge,
           track.fPoints, track.fFlags, track.fSectors, track.fOrigin);
}
template <class Archive>
void serialize(Archive &archive, event::Event &event)
{
   archive(event.fRun, event.fNumber, event.fTime, event.fRotation, event.fTrigger, event.fStation, event.fComments,
           event.fAdc, event.fTracks, event.fPrimary);
}

} // namespace cereal

class CerealEvent {
public:
   static constexpr const char *kName = "cereal";
   static constexpr bool kPacksPhi = false;

   template <class T>
   void Write(const T &object)
   {
      fOut.Rewind();
      fSave(object);
   }
   template <class T>
   void Read(T &object)
   {
      fIn.Set(fOut.Data(), fOut.Size());
      fLoad(object);
   }
   std::size_t Bytes() const { return fOut.Size(); }

private:
   bench::MemoryOut fOut;
   bench::MemoryIn fIn;
   std::ostream fOutStream{&fOut};
   std::istream fInStream{&fIn};
   cereal::BinaryOutputArchive fSave{fOutStream};
   cereal::BinaryInputArchive fLoad{fInStream};
};

#endif
