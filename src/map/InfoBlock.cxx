// Info blocks. See InfoBlock.h.
#include "map/InfoBlock.h"

#include <cstddef>
#include <cstring>

#include "RootletError.h"
#include "heap/CopyFromShared.h"
#include "heap/Crc32c.h"
#include "heap/Format.h"
#include "map/Printable.h"

namespace rootlet {

using format::InfoHeader;
using format::kMaxLayoutLength;
using format::kMaxNameLength;

namespace {

constexpr std::size_t kSummedFrom = offsetof(InfoHeader, recordId);

std::uint32_t InfoCrc(const char *block, std::size_t size)
{
   return Crc32c(block + kSummedFrom, size - kSummedFrom);
}

} // namespace

void RequireEncodable(const ObjectDescription &description)
{
   const std::string &name = description.name;
   const std::string &className = description.className;
   if (name.empty())
      throw MapError("an object without a name cannot be put into a map");
   if (name.find('\0') != std::string::npos)
      throw MapError("'" + Printable(name) + "': a name with a zero byte in it cannot be put into a map");
   if (name.size() > kMaxNameLength || className.size() > kMaxNameLength)
      throw MapError("'" + name.substr(0, 40) + "...': a name or class name of more than " +
                     std::to_string(kMaxNameLength) + " bytes cannot be put into a map");
   const std::string &layout = description.layout;
   if (layout.size() > kMaxLayoutLength)
      throw MapError("'" + name + "': the class " + className +
                     " has too many members to be put into a map as it is, " + std::to_string(layout.size()) +
                     " bytes of layout; share it in parts, or stream it");
}

std::vector<char> EncodeInfo(const ObjectDescription &description, std::uint64_t recordId)
{
   RequireEncodable(description);
   const std::string &name = description.name;
   const std::string &className = description.className;
   const std::string &layout = description.layout;
   InfoHeader header = {};
   header.size = static_cast<std::uint32_t>(InfoSize(description));
   header.recordId = recordId;
   header.classChecksum = description.classChecksum;
   header.classVersion = description.classVersion;
   header.nameLength = static_cast<std::uint32_t>(name.size());
   header.classLength = static_cast<std::uint32_t>(className.size());
   header.form = static_cast<std::uint32_t>(description.form);
   header.layoutLength = static_cast<std::uint32_t>(layout.size());
   header.fingerprint = description.fingerprint;
   std::vector<char> block(header.size);
   std::memcpy(block.data(), &header, sizeof header);
   std::memcpy(block.data() + sizeof header, name.data(), name.size());
   std::memcpy(block.data() + sizeof header + name.size(), className.data(), className.size());
   std::memcpy(block.data() + sizeof header + name.size() + className.size(), layout.data(), layout.size());
   header.crc = InfoCrc(block.data(), block.size());
   std::memcpy(block.data(), &header, sizeof header);
   return block;
}

std::optional<ObjectDescription> DecodeInfo(const char *base, std::uint64_t usable, std::uint64_t offset,
                                            std::uint64_t recordId, std::uint64_t *size)
{
   if (size != nullptr)
      *size = 0;
   if (offset < format::kChunkSize || offset % format::kGranule != 0 ||
       !format::Fits(offset, sizeof(InfoHeader), usable))
      return std::nullopt;
   InfoHeader header;
   CopyFromShared(&header, base + offset, sizeof header);
   if (header.nameLength == 0 || header.nameLength > kMaxNameLength || header.classLength > kMaxNameLength ||
       header.layoutLength > kMaxLayoutLength ||
       header.size != sizeof header + header.nameLength + header.classLength + header.layoutLength ||
       !format::Fits(offset, header.size, usable))
      return std::nullopt;
   if (size != nullptr)
      *size = header.size;
   std::vector<char> block(header.size);
   CopyFromShared(block.data(), base + offset, block.size());
   // Header and block are two copies; the sum decides about the block, so the lengths must be taken from it again.
   InfoHeader copied;
   std::memcpy(&copied, block.data(), sizeof copied);
   if (copied.crc != InfoCrc(block.data(), block.size()) || copied.size != header.size ||
       copied.nameLength != header.nameLength || copied.classLength != header.classLength ||
       copied.layoutLength != header.layoutLength || copied.form > format::kMaxPayloadForm ||
       copied.recordId != recordId)
      return std::nullopt;
   ObjectDescription description;
   description.name.assign(block.data() + sizeof copied, copied.nameLength);
   if (description.name.find('\0') != std::string::npos) // nobody could ask for it
      return std::nullopt;
   description.className.assign(block.data() + sizeof copied + copied.nameLength, copied.classLength);
   description.layout.assign(block.data() + sizeof copied + copied.nameLength + copied.classLength,
                             copied.layoutLength);
   description.form = static_cast<format::PayloadForm>(copied.form);
   description.fingerprint = copied.fingerprint;
   description.classVersion = copied.classVersion;
   description.classChecksum = copied.classChecksum;
   return description;
}

} // namespace rootlet
