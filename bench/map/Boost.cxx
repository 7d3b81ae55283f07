// Boost in row `map`: Boost.Serialization's binary archive, straight into and out of a vector in a managed_mapped_file, under an
// interprocess_mutex. Its fast settings: no header, no class information (its classes have no versions then) and no tracking of
// addresses, structures of mere numbers as one piece, and an archive that is used again, which can be as it holds no state.
#include "Contestant.h"
#include "Histogram.h"

#include <boost/archive/binary_iarchive.hpp>
#include <boost/archive/binary_oarchive.hpp>
#include <boost/interprocess/allocators/allocator.hpp>
#include <boost/interprocess/containers/vector.hpp>
#include <boost/interprocess/managed_mapped_file.hpp>
#include <boost/interprocess/sync/interprocess_mutex.hpp>
#include <boost/interprocess/sync/scoped_lock.hpp>
#include <boost/serialization/array.hpp>
#include <boost/serialization/string.hpp>
#include <boost/serialization/vector.hpp>

#include <algorithm>
#include <cstring>
#include <filesystem>
#include <stdexcept>
#include <streambuf>

#define BARE_CLASS(...)                                                               \
   BOOST_CLASS_IMPLEMENTATION(__VA_ARGS__, boost::serialization::object_serializable) \
   BOOST_CLASS_TRACKING(__VA_ARGS__, boost::serialization::track_never)

BARE_CLASS(plain::Axis)
BARE_CLASS(plain::Histogram)
BARE_CLASS(plain::Histogram2)
BARE_CLASS(event::Vertex)
BARE_CLASS(event::Track)
BARE_CLASS(event::Event)
BARE_CLASS(std::vector<double>)
BARE_CLASS(std::vector<float>)
BARE_CLASS(std::vector<int>)
BARE_CLASS(std::vector<std::string>)
BARE_CLASS(std::vector<event::Track>)
#undef BARE_CLASS

namespace boost::serialization {

template <class Archive>
void serialize(Archive &archive, plain::Axis &axis, unsigned /*version*/)
{
   archive &axis.fName &axis.fTitle;
   archive &axis.fDivisions &axis.fAxisColor &axis.fLabelColor &axis.fLabelFont &axis.fLabelOffset &axis.fLabelSize;
   archive &axis.fTickLength &axis.fTitleOffset &axis.fTitleSize &axis.fTitleColor &axis.fTitleFont;
   archive &axis.fBins &axis.fMinimum &axis.fMaximum &axis.fEdges;
   archive &axis.fFirst &axis.fLast &axis.fBits &axis.fTimeDisplay &axis.fTimeFormat;
}

template <class Archive>
void serialize(Archive &archive, plain::Histogram &histogram, unsigned /*version*/)
{
   archive &histogram.fName &histogram.fTitle;
   archive &histogram.fLineColor &histogram.fLineStyle &histogram.fLineWidth &histogram.fFillColor &histogram
      .fFillStyle;
   archive &histogram.fMarkerColor &histogram.fMarkerStyle &histogram.fMarkerSize;
   archive &histogram.fCells &histogram.fX &histogram.fY &histogram.fZ &histogram.fBarOffset &histogram.fBarWidth;
   archive &histogram.fEntries &histogram.fSumw &histogram.fSumw2 &histogram.fSumwx &histogram.fSumwx2;
   archive &histogram.fMaximum &histogram.fMinimum &histogram.fNorm &histogram.fContour &histogram.fSumOfSquares;
   archive &histogram.fOption &histogram.fBuffer &histogram.fErrorOption &histogram.fOverflows &histogram.fContent;
}

template <class Archive>
void serialize(Archive &archive, plain::Histogram2 &histogram, unsigned version)
{
   serialize(archive, static_cast<plain::Histogram &>(histogram), version);
   archive &histogram.fScale &histogram.fSumwy &histogram.fSumwy2 &histogram.fSumwxy;
}

template <class Archive>
void serialize(Archive &archive, event::Vertex &vertex, unsigned /*version*/)
{
   archive &vertex.fX &vertex.fY &vertex.fZ &vertex.fTracks;
}

template <class Archive>
void serialize(Archive &archive, event::Track &track, unsigned /*version*/)
{
   archive &track.fPx &track.fPy &track.fPz &track.fMass2 &track.fPhi &track.fChi2;
   archive &track.fCovariance;
   archive &track.fCharge &track.fPoints &track.fFlags;
   archive &track.fSectors;
   archive &track.fOrigin;
}

template <class Archive>
void serialize(Archive &archive, event::Event &event, unsigned /*version*/)
{
   archive &event.fRun &event.fNumber &event.fTime;
   for (auto &row : event.fRotation)
      archive &row;
   archive &event.fTrigger;
   if constexpr (Archive::is_saving::value) {
      const std::string station = event.fStation.Data();
      archive &station;
   } else {
      std::string station;
      archive &station;
      event.fStation = station.c_str();
   }
   archive &event.fComments &event.fAdc &event.fTracks &event.fPrimary;
}

} // namespace boost::serialization

namespace exchange {
namespace {

namespace ipc = boost::interprocess;
using boost::archive::no_codecvt;
using boost::archive::no_header;

/// What lies in the mapped file.
struct Record {
   using Memory = ipc::managed_mapped_file::segment_manager;
   using Bytes = ipc::vector<char, ipc::allocator<char, Memory>>;

   explicit Record(Memory *memory) : fBytes(memory) {}
   ipc::interprocess_mutex fMutex;
   Bytes fBytes;
};

/// Writes into the vector, from its start on; it grows when it must.
class VectorWriter : public std::streambuf {
public:
   void Begin(Record::Bytes &bytes)
   {
      fBytes = &bytes;
      fUsed = 0;
   }
   void End() { fBytes->resize(fUsed); }

protected:
   std::streamsize xsputn(const char *from, std::streamsize n) override
   {
      const auto size = static_cast<std::size_t>(n);
      if (size > fBytes->size() - fUsed)
         fBytes->resize(std::max(fUsed + size, 2 * fBytes->size()));
      std::memcpy(fBytes->data() + fUsed, from, size);
      fUsed += size;
      return n;
   }
   int_type overflow(int_type c) override
   {
      const char byte = traits_type::to_char_type(c);
      return xsputn(&byte, 1) == 1 ? c : traits_type::eof();
   }

private:
   Record::Bytes *fBytes = nullptr;
   std::size_t fUsed = 0;
};

class VectorReader : public std::streambuf {
public:
   void Begin(Record::Bytes &bytes) { setg(bytes.data(), bytes.data(), bytes.data() + bytes.size()); }

protected:
   std::streamsize xsgetn(char *to, std::streamsize n) override
   {
      const std::streamsize size = std::min<std::streamsize>(n, egptr() - gptr());
      std::memcpy(to, gptr(), static_cast<std::size_t>(size));
      setg(eback(), gptr() + size, egptr());
      return size;
   }
};

// The same content in what is serialised.
plain::Histogram Plain(const TH1F &from)
{
   return plain::Copy(from);
}
plain::Histogram2 Plain(const TH2F &from)
{
   return plain::Copy(from);
}
event::Event Plain(const event::Event &from)
{
   return from;
}
template <class T>
using PlainOf = decltype(Plain(std::declval<const T &>()));

constexpr std::size_t kFileSize = std::size_t{64} << 20;

class NewFile {
public:
   NewFile() { std::filesystem::remove(fPath); }
   ~NewFile() { std::filesystem::remove(fPath); }
   NewFile(const NewFile &) = delete;
   NewFile &operator=(const NewFile &) = delete;
   const char *Path() const { return fPath.c_str(); }

private:
   std::string fPath = MapPath("boost");
};

template <class T>
class BoostProducer final : public Producer {
public:
   void Update(std::int64_t mark) override
   {
      SetMark(fObject, mark);
      const ipc::scoped_lock lock(fRecord.fMutex);
      fWriter.Begin(fRecord.fBytes);
      fArchive << fObject;
      fWriter.End();
   }

private:
   PlainOf<T> fObject = Plain(*Make<T>());
   NewFile fFile;
   ipc::managed_mapped_file fMemory{ipc::create_only, fFile.Path(), kFileSize};
   Record &fRecord = *fMemory.construct<Record>("object")(fMemory.get_segment_manager());
   VectorWriter fWriter;
   boost::archive::binary_oarchive fArchive{fWriter, no_header | no_codecvt};
};

template <class T>
class BoostConsumer final : public Consumer {
public:
   std::int64_t Get() override
   {
      const ipc::scoped_lock lock(fRecord.fMutex);
      if (fRecord.fBytes.empty())
         return -1;
      fReader.Begin(fRecord.fBytes);
      fArchive >> fObject;
      return Mark(fObject);
   }

private:
   PlainOf<T> fObject;
   ipc::managed_mapped_file fMemory{ipc::open_only, MapPath("boost").c_str()};
   Record &fRecord = *fMemory.find<Record>("object").first;
   VectorReader fReader;
   boost::archive::binary_iarchive fArchive{fReader, no_header | no_codecvt};
};

std::unique_ptr<Producer> MakeProducer(What what)
{
   return With(what, []<class T>() -> std::unique_ptr<Producer> { return std::make_unique<BoostProducer<T>>(); });
}

std::unique_ptr<Consumer> MakeConsumer(What what)
{
   return With(what, []<class T>() -> std::unique_ptr<Consumer> { return std::make_unique<BoostConsumer<T>>(); });
}

} // namespace

const Contestant kBoost = {"boost", MakeProducer, MakeConsumer};

} // namespace exchange
