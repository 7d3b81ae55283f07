// A Cap'n Proto message that is built again and again in the same memory, its first segment: when a message did not fit, it is
// made large enough for the next one. The word in front of it is the segment table, so the message lies flat as it is and
// nothing is copied.
#ifndef ROOTLET_bench_CapnpMessage
#define ROOTLET_bench_CapnpMessage

#include <capnp/message.h>
#include <capnp/serialize.h>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>

namespace bench {

class CapnpMessage {
public:
   /// A new message; the words of the last one are zeros again (its builder sees to that).
   template <class Root>
   typename Root::Builder Begin()
   {
      fBuilder.reset();
      fBuilder.emplace(fMemory.slice(1, fMemory.size()));
      return fBuilder->initRoot<Root>();
   }
   void End()
   {
      const auto segments = fBuilder->getSegmentsForOutput();
      if (segments.size() == 1) {
         const std::uint32_t table[] = {0, static_cast<std::uint32_t>(segments[0].size())};
         std::memcpy(fMemory.begin(), table, sizeof table);
         fWords = fMemory.slice(0, segments[0].size() + 1);
      } else {
         fFlat = capnp::messageToFlatArray(segments);
         fWords = fFlat;
         fBuilder.reset();
         fMemory = Zeros(fFlat.size() + fFlat.size() / 4);
      }
   }
   capnp::FlatArrayMessageReader Reader() const
   {
      capnp::ReaderOptions options;
      options.traversalLimitInWords = UINT64_MAX; // the bytes are no stranger's
      return capnp::FlatArrayMessageReader(fWords, options);
   }
   std::size_t Bytes() const { return fWords.asBytes().size(); }

private:
   static kj::Array<capnp::word> Zeros(std::size_t words)
   {
      auto memory = kj::heapArray<capnp::word>(words);
      std::memset(memory.begin(), 0, memory.asBytes().size());
      return memory;
   }
   kj::Array<capnp::word> fMemory = Zeros(1024);
   kj::Array<capnp::word> fFlat;
   kj::ArrayPtr<const capnp::word> fWords;
   std::optional<capnp::MallocMessageBuilder> fBuilder;
};

} // namespace bench

#endif
