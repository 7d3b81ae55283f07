// Where msgpack unpacks to, again and again, and the arrays that it finds there.
#ifndef ROOTLET_bench_MsgpackZone
#define ROOTLET_bench_MsgpackZone

#include <msgpack.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>

namespace bench {

class MsgpackZone {
public:
   /// Valid until the next one. Texts stay where they are in the bytes.
   msgpack::object Unpack(const msgpack::sbuffer &bytes)
   {
      // No byte makes more than one object: the first piece of such a zone, which is the one that it keeps, has room for all.
      if (const std::size_t most = bytes.size() * sizeof(msgpack::object); most > fPiece) {
         fZone.emplace(most);
         fPiece = most;
      }
      fZone->clear();
      const auto refer = [](msgpack::type::object_type, std::size_t, void *) { return true; };
      return msgpack::unpack(*fZone, bytes.data(), bytes.size(), refer);
   }

private:
   std::optional<msgpack::zone> fZone;
   std::size_t fPiece = 0;
};

inline const msgpack::object_array &Array(const msgpack::object &from)
{
   if (from.type != msgpack::type::ARRAY)
      throw msgpack::type_error();
   return from.via.array;
}
/// The members of an object that is an array of n.
inline const msgpack::object *Members(const msgpack::object &from, std::uint32_t n)
{
   if (Array(from).size != n)
      throw msgpack::type_error();
   return from.via.array.ptr;
}

} // namespace bench

#endif
