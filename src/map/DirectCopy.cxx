// Direct objects, gathered from their places and scattered into them. See DirectLayout.h.
#include "map/DirectLayout.h"

#include <cstring>

#include "RootletError.h"
#include "TBuffer.h"
#include "TObject.h"
#include "map/DirectFormat.h"

namespace rootlet {

template <class Char>
Char *DirectLayout::AnchorIn(Char *object, std::size_t anchor) const
{
   void *at = const_cast<char *>(object);
   for (const Upcast upcast : fAnchors[anchor])
      at = upcast(at);
   return static_cast<Char *>(at);
}

namespace {

/// The first and the last word of the run, which may overlap.
template <class Word>
void CopyEnds(char *to, const char *from, std::size_t size)
{
   Word first, last;
   std::memcpy(&first, from, sizeof first);
   std::memcpy(&last, from + size - sizeof last, sizeof last);
   std::memcpy(to, &first, sizeof first);
   std::memcpy(to + size - sizeof last, &last, sizeof last);
}

/// Most runs have a few numbers: these are copied without a call.
inline void CopyRun(char *to, const char *from, std::size_t size)
{
   if (size > 2 * sizeof(std::uint64_t))
      std::memcpy(to, from, size);
   else if (size >= sizeof(std::uint64_t))
      CopyEnds<std::uint64_t>(to, from, size);
   else if (size >= sizeof(std::uint32_t))
      CopyEnds<std::uint32_t>(to, from, size);
   else
      for (std::size_t i = 0; i < size; ++i)
         to[i] = from[i];
}

/// Of fBits, what tells of an object in its place.
constexpr UInt_t kMemoryBits = TObject::kIsOnHeap | TObject::kNotDeleted;

/// Where fUniqueID and fBits lie in a TObject.
struct TObjectOffsets {
   std::size_t uniqueID = 0;
   std::size_t bits = 0;
   static const TObjectOffsets &Get()
   {
      static const TObjectOffsets offsets = {
         static_cast<std::size_t>(TObject::Class()->GetDataMemberOffset("fUniqueID")),
         static_cast<std::size_t>(TObject::Class()->GetDataMemberOffset("fBits"))};
      return offsets;
   }
};

void GatherTObject(char *payload, const char *part, ProcessNumbers &numbers)
{
   constexpr UInt_t kUniqueIdMask = 0x00ffffff; // as in a stream
   const TObjectOffsets &offsets = TObjectOffsets::Get();
   DirectTObject object;
   std::memcpy(&object.uniqueID, part + offsets.uniqueID, sizeof object.uniqueID);
   std::memcpy(&object.bits, part + offsets.bits, sizeof object.bits);
   if ((object.bits & TObject::kIsReferenced) != 0) {
      const auto *referenced = reinterpret_cast<const TObject *>(part);
      if (const TProcessID *pid = TProcessID::GetProcessWithUID(referenced))
         object.process = numbers.NumberOf(*pid);
      object.uniqueID &= kUniqueIdMask;
   }
   object.Store(payload);
}

void ScatterTObject(const char *payload, char *part, ProcessNumbers &numbers)
{
   const TObjectOffsets &offsets = TObjectOffsets::Get();
   const DirectTObject object = DirectTObject::Load(payload);
   UInt_t own;
   std::memcpy(&own, part + offsets.bits, sizeof own);
   if (((own | object.bits) & TObject::kIsReferenced) != 0) { // tables know of it, or will: the Streamer knows how
      TBuffer buffer(TBuffer::kWrite, TBuffer::kMinimalSize);
      buffer.WriteRun(Version_t(1), object.uniqueID, object.bits, object.process);
      buffer.SetReadMode();
      buffer.SetBufferOffset(0);
      buffer.SetProcessNumbers(&numbers);
      reinterpret_cast<TObject *>(part)->TObject::Streamer(buffer);
      return;
   }
   own = (own & kMemoryBits) | (object.bits & ~kMemoryBits);
   std::memcpy(part + offsets.uniqueID, &object.uniqueID, sizeof object.uniqueID);
   std::memcpy(part + offsets.bits, &own, sizeof own);
}

} // namespace

void DirectLayout::Gather(char *payload, const void *object, ProcessNumbers &numbers) const
{
   const char *const bytes = static_cast<const char *>(object);
   std::size_t anchor = 0;
   const char *from = bytes;
   const auto at = [&](const Run &run) {
      if (run.anchor != anchor)
         from = AnchorIn(bytes, anchor = run.anchor);
      return from + run.offset;
   };
   for (const Run &run : fRuns)
      CopyRun(payload + run.payload, at(run), run.size);
   for (const Run &run : fTObjects)
      GatherTObject(payload + run.payload, at(run), numbers);
}

void DirectLayout::Scatter(std::string_view payload, void *object, ProcessNumbers &numbers) const
{
   if (payload.size() != fPayloadSize)
      throw Error("is damaged: it has " + std::to_string(payload.size()) + " bytes where its layout has " +
                  std::to_string(fPayloadSize));
   for (const Bools &bools : fBools)
      for (const char each : payload.substr(bools.payload, bools.count))
         if (static_cast<unsigned char>(each) > 1)
            throw Error("is damaged: it has a bool with the value " + std::to_string(static_cast<unsigned char>(each)));
   char *const bytes = static_cast<char *>(object);
   std::size_t anchor = 0;
   char *to = bytes;
   const auto at = [&](const Run &run) {
      if (run.anchor != anchor)
         to = AnchorIn(bytes, anchor = run.anchor);
      return to + run.offset;
   };
   for (const Run &run : fRuns)
      CopyRun(at(run), payload.data() + run.payload, run.size);
   for (const Run &run : fTObjects)
      ScatterTObject(payload.data() + run.payload, at(run), numbers);
}

} // namespace rootlet
