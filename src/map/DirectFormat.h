// What the payload of a direct record holds: the numbers of an object, one after another as they lie in memory, in the order
// in which its Streamer would have written them. The layout in the record's info block names them (mapfile-format.md, "Direct
// payloads"). Made from a class by DirectLayout, from bytes of a file by StreamedPayload.
// Invariant: a DirectFormat can be encoded, and its payload fits into a stream; what bytes of a file say was checked first.
#ifndef ROOTLET_map_DirectFormat
#define ROOTLET_map_DirectFormat

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace rootlet {

struct DirectClass;

/// One base class or member.
struct DirectPart {
   enum Kind : std::uint8_t {
      kBase = 1,
      kVirtualBase = 2,
      kVirtualBaseAgain =
         3,         ///< the stream repeats a virtual base that was met in this complete object; the payload does not
      kObjects = 4, ///< a member: an object, or an array of them
      kNumbers = 5, ///< a member: a number, or an array of them
      kTObject = 6, ///< the base class or a member TObject
      kVirtualTObject = 7
   };
   Kind kind = kBase;
   std::string name = {};    ///< of the member; of the base class met again
   std::uint32_t count = 0;  ///< elements of an array; 0: it is none
   std::uint8_t type = 0;    ///< of numbers: TStreamerElement's code, without the 20 of arrays
   char format = 0;          ///< of numbers: as they lie in the payload, a letter of Python's struct module
   std::string packing = {}; ///< of Double32_t and Float16_t: "[xmin,xmax,nbits]", as in the comment
   std::shared_ptr<DirectClass> cls = {}; ///< of bases and objects
};

struct DirectClass {
   std::string name;
   std::int32_t version = 0;
   std::uint32_t checksum = 0;
   bool isForeign = false; ///< the stream has version 0 and the checksum
   std::vector<DirectPart> parts = {};
};

/// Bytes of a TObject in a payload: fUniqueID, fBits, and the number of the process that fUniqueID is of if it is referred to.
struct DirectTObject {
   static constexpr std::size_t kSize = 10;
   std::uint32_t uniqueID = 0;
   std::uint32_t bits = 0;
   std::uint16_t process = 0;

   static DirectTObject Load(const char *payload);
   void Store(char *payload) const;
};

/// Bytes of one number; 0 if there is no such format.
std::size_t SizeOfFormat(char format);

class DirectFormat {
public:
   /// Bases and members nest at most so deep.
   static constexpr unsigned kMaxDepth = 64;
   /// Bytes of a packing: it is read anew for each object of an array.
   static constexpr std::size_t kMaxPacking = 256;

   /// Throws Error with the reason, to stand behind the name of the class, if its objects do not fit into a stream.
   explicit DirectFormat(DirectClass top);
   /// What Encode() has made. Throws Error that says what is wrong with it.
   static DirectFormat Decode(std::string_view layout);
   std::string Encode() const;

   const DirectClass &Top() const { return fTop; }
   std::size_t PayloadSize() const { return fPayloadSize; }
   /// What the Streamer of the class would have written for the object of a payload. Throws Error if it is no such payload.
   std::string Streamed(std::string_view payload) const;

private:
   DirectClass fTop;
   std::size_t fPayloadSize = 0;
   std::size_t fStreamedSize = 0; // at most
};

} // namespace rootlet

#endif
