// Layouts of direct payloads as bytes, and payloads as streams. See DirectFormat.h.
#include "map/DirectFormat.h"

#include <algorithm>
#include <cstring>
#include <map>
#include <utility>

#include "RootletError.h"
#include "RootletWire.h"
#include "TBuffer.h"
#include "TObject.h"
#include "map/Printable.h"

namespace rootlet {
namespace {

constexpr std::uint8_t kDouble32 = 9, kFloat16 = 19;
constexpr std::string_view kIntegers = "bBhHiIqQ";

/// Bytes that TStreamerElement's code has in a stream; 0 if it is no number that a direct payload can hold.
std::size_t WireSize(const DirectPart &part)
{
   constexpr std::uint8_t kSizes[] = {0, 1, 2, 4, 8, 4, 4, 0, 8, 0, 0, 1, 2, 4, 8, 4, 8, 8, 1, 0};
   if (part.type == kDouble32 || part.type == kFloat16)
      return Packing::FromTitle(part.type, part.packing).WireSize();
   return part.type < sizeof kSizes ? kSizes[part.type] : 0;
}

/// A number of this type can lie in a payload in this format. (Enumerations have the type of an int and any integer's.)
bool Fits(const DirectPart &part)
{
   constexpr std::uint8_t kFloat = 5, kDouble = 8, kBool = 18;
   switch (part.type) {
   case kFloat:
   case kFloat16:
      return part.format == 'f';
   case kDouble:
   case kDouble32:
      return part.format == 'd';
   case kBool:
      return part.format == '?';
   default:
      return WireSize(part) != 0 && kIntegers.find(part.format) != kIntegers.npos;
   }
}

// --- how large it is -------------------------------------------------------------------------------------------------

constexpr std::uint64_t kTooLarge = TBuffer::kMaxSize + 1;

std::uint64_t Sum(std::uint64_t a, std::uint64_t b)
{
   return std::min(a + b, kTooLarge); // both are at most kTooLarge
}

std::uint64_t Product(std::uint64_t count, std::uint64_t size)
{
   return std::min(count * size, kTooLarge); // below 2^32 and 2^31
}

struct Sizes {
   std::uint64_t payload = 0;
   std::uint64_t streamed = 0;
   unsigned depth = 0; ///< of objects in objects, when they are streamed
   void Add(std::uint64_t count, const Sizes &each)
   {
      payload = Sum(payload, Product(count, each.payload));
      streamed = Sum(streamed, Product(count, each.streamed));
      depth = std::max(depth, each.depth + 1);
      if (depth > DirectFormat::kMaxDepth)
         throw Error("nests deeper than " + std::to_string(DirectFormat::kMaxDepth) + " levels");
   }
};

/// The virtual bases of one complete object that were met, by name.
template <class T>
using Met = std::map<std::string_view, T>;

constexpr std::string_view kTObjectName = "TObject";
constexpr Sizes kTObjectSizes = {DirectTObject::kSize, 12, 0};

Sizes Measure(const DirectClass &cls, Met<Sizes> &virtualBases)
{
   Sizes all = {0, cls.isForeign ? 10u : 6u, 0};
   for (const DirectPart &part : cls.parts) {
      const std::uint64_t count = std::max<std::uint64_t>(part.count, 1);
      switch (part.kind) {
      case DirectPart::kBase:
         all.Add(1, Measure(*part.cls, virtualBases));
         break;
      case DirectPart::kVirtualBase: {
         const Sizes sizes = Measure(*part.cls, virtualBases);
         virtualBases.emplace(part.cls->name, sizes);
         all.Add(1, sizes);
         break;
      }
      case DirectPart::kVirtualBaseAgain: {
         const auto met = virtualBases.find(part.name);
         if (met == virtualBases.end())
            throw Error("has the virtual base class " + Printable(part.name) + " again that was not there before");
         all.Add(1, {0, met->second.streamed, met->second.depth});
         break;
      }
      case DirectPart::kObjects: {
         Met<Sizes> own;
         const Sizes sizes = Measure(*part.cls, own);
         if (count > 1 && sizes.payload == 0)
            throw Error("has an array of objects without members, " + Printable(cls.name + "::" + part.name));
         all.Add(count, sizes);
         break;
      }
      case DirectPart::kNumbers:
         if (part.packing.size() > DirectFormat::kMaxPacking)
            throw Error("has the member " + Printable(part.name) + " with a packing of more than " +
                        std::to_string(DirectFormat::kMaxPacking) + " bytes");
         all.Add(count, {SizeOfFormat(part.format), WireSize(part), 0});
         break;
      case DirectPart::kVirtualTObject:
         virtualBases.emplace(kTObjectName, kTObjectSizes);
         [[fallthrough]];
      case DirectPart::kTObject:
         all.Add(1, kTObjectSizes);
         break;
      }
   }
   return all;
}

// --- bytes -----------------------------------------------------------------------------------------------------------

class Encoder {
public:
   explicit Encoder(std::string &bytes) : fBytes(bytes) {}
   void Class(const DirectClass &cls)
   {
      Text(cls.name);
      Put(cls.version);
      Put(cls.checksum);
      Put(static_cast<std::uint8_t>(cls.isForeign));
      Put(static_cast<std::uint32_t>(cls.parts.size()));
      for (const DirectPart &part : cls.parts)
         Part(part);
   }

private:
   void Part(const DirectPart &part)
   {
      Put(static_cast<std::uint8_t>(part.kind));
      switch (part.kind) {
      case DirectPart::kBase:
      case DirectPart::kVirtualBase:
         return Class(*part.cls);
      case DirectPart::kVirtualBaseAgain:
      case DirectPart::kTObject:
      case DirectPart::kVirtualTObject:
         return Text(part.name);
      case DirectPart::kObjects:
         Text(part.name);
         Put(part.count);
         return Class(*part.cls);
      case DirectPart::kNumbers:
         Text(part.name);
         Put(part.count);
         Put(part.type);
         Put(part.format);
         return Text(part.packing);
      }
   }
   template <class T>
   void Put(T value)
   {
      fBytes.append(reinterpret_cast<const char *>(&value), sizeof value);
   }
   void Text(const std::string &text)
   {
      if (text.size() > UINT16_MAX)
         throw Error("has a name of more than 65535 bytes");
      Put(static_cast<std::uint16_t>(text.size()));
      fBytes += text;
   }

   std::string &fBytes;
};

class Decoder {
public:
   explicit Decoder(std::string_view bytes) : fRest(bytes) {}
   DirectClass Top()
   {
      DirectClass top = Class(0);
      if (!fRest.empty())
         throw Error("ends " + std::to_string(fRest.size()) + " bytes before its end");
      return top;
   }

private:
   DirectClass Class(unsigned depth)
   {
      if (depth > DirectFormat::kMaxDepth)
         throw Error("nests deeper than " + std::to_string(DirectFormat::kMaxDepth) + " levels");
      DirectClass cls;
      cls.name = Text();
      cls.version = Take<std::int32_t>();
      cls.checksum = Take<std::uint32_t>();
      const auto isForeign = Take<std::uint8_t>();
      if (isForeign > 1)
         throw Error("has the class " + Printable(cls.name) + " with the mark " + std::to_string(isForeign));
      cls.isForeign = isForeign != 0;
      const auto count = Take<std::uint32_t>();
      constexpr std::size_t kLeastPart = 3;
      if (count > fRest.size() / kLeastPart)
         throw Error("has not room for the " + std::to_string(count) + " members of " + Printable(cls.name));
      for (std::uint32_t i = 0; i < count; ++i)
         cls.parts.push_back(Part(depth));
      return cls;
   }
   DirectPart Part(unsigned depth)
   {
      DirectPart part;
      const auto kind = Take<std::uint8_t>();
      part.kind = static_cast<DirectPart::Kind>(kind);
      switch (part.kind) {
      case DirectPart::kBase:
      case DirectPart::kVirtualBase:
         part.cls = std::make_shared<DirectClass>(Class(depth + 1));
         return part;
      case DirectPart::kVirtualBaseAgain:
      case DirectPart::kTObject:
      case DirectPart::kVirtualTObject:
         part.name = Text();
         return part;
      case DirectPart::kObjects:
         part.name = Text();
         part.count = Take<std::uint32_t>();
         part.cls = std::make_shared<DirectClass>(Class(depth + 1));
         return part;
      case DirectPart::kNumbers:
         part.name = Text();
         part.count = Take<std::uint32_t>();
         part.type = Take<std::uint8_t>();
         part.format = Take<char>();
         part.packing = Text();
         if (!Fits(part))
            throw Error("has the member " + Printable(part.name) + " of the type " + std::to_string(part.type) +
                        " in the format " + std::to_string(static_cast<unsigned char>(part.format)) +
                        ", which is not known");
         return part;
      }
      throw Error("has a part of the kind " + std::to_string(kind) + ", which is not known");
   }
   template <class T>
   T Take()
   {
      T value;
      if (fRest.size() < sizeof value)
         throw Error("ends too early");
      std::memcpy(&value, fRest.data(), sizeof value);
      fRest.remove_prefix(sizeof value);
      return value;
   }
   std::string Text()
   {
      const auto length = Take<std::uint16_t>();
      if (fRest.size() < length)
         throw Error("ends too early");
      std::string text(fRest.substr(0, length));
      fRest.remove_prefix(length);
      return text;
   }

   std::string_view fRest;
};

// --- streams ---------------------------------------------------------------------------------------------------------

template <class T>
T LoadNative(const char *from)
{
   T value;
   std::memcpy(&value, from, sizeof value);
   return value;
}

/// A payload of checked length, written as a stream.
class Converter {
public:
   Converter(TBuffer &buffer, const char *payload) : fBuffer(buffer), fAt(payload) {}
   void CompleteObject(const DirectClass &cls)
   {
      VirtualBases virtualBases;
      Object(cls, virtualBases);
   }

private:
   struct Place {
      const DirectPart *part;
      const char *at;
   };
   using VirtualBases = Met<Place>;

   void Object(const DirectClass &cls, VirtualBases &virtualBases)
   {
      const auto start = static_cast<UInt_t>(fBuffer.Position());
      if (cls.isForeign)
         fBuffer.WriteRun(UInt_t(0), Version_t(0), cls.checksum);
      else
         fBuffer.WriteRun(UInt_t(0), static_cast<Version_t>(cls.version));
      for (const DirectPart &part : cls.parts)
         Part(part, virtualBases);
      fBuffer.SetByteCount(start);
   }

   void Part(const DirectPart &part, VirtualBases &virtualBases)
   {
      switch (part.kind) {
      case DirectPart::kBase:
         return Object(*part.cls, virtualBases);
      case DirectPart::kVirtualBase: { // known from its end on, as in Measure(): it cannot repeat itself
         const char *const at = fAt;
         Object(*part.cls, virtualBases);
         virtualBases.emplace(part.cls->name, Place{&part, at});
         return;
      }
      case DirectPart::kVirtualBaseAgain: {
         const Place first = virtualBases.at(part.name); // which Measure() has seen
         const char *const next = std::exchange(fAt, first.at);
         Part(*first.part, virtualBases);
         fAt = next;
         return;
      }
      case DirectPart::kObjects:
         for (std::uint32_t i = 0; i < std::max(part.count, 1u); ++i)
            CompleteObject(*part.cls);
         return;
      case DirectPart::kNumbers:
         return Numbers(part);
      case DirectPart::kVirtualTObject:
         virtualBases.emplace(kTObjectName, Place{&part, fAt});
         [[fallthrough]];
      case DirectPart::kTObject: {
         const DirectTObject object = DirectTObject::Load(fAt);
         fAt += DirectTObject::kSize;
         fBuffer.WriteRun(Version_t(1), object.uniqueID, object.bits);
         if ((object.bits & TObject::kIsReferenced) != 0)
            fBuffer.WriteRun(object.process);
         return;
      }
      }
   }

   void Numbers(const DirectPart &part)
   {
      const std::size_t count = std::max(part.count, 1u), size = SizeOfFormat(part.format), wireSize = WireSize(part);
      const Packing packing = part.type == kDouble32 || part.type == kFloat16
                                 ? Packing::FromTitle(part.type, part.packing)
                                 : Packing::Float();
      char *to = fBuffer.ReserveMany(count, wireSize);
      for (std::size_t i = 0; i < count; ++i, fAt += size, to += wireSize) {
         if (part.type == kDouble32)
            packing.Store(to, LoadNative<double>(fAt));
         else if (part.type == kFloat16)
            packing.Store(to, LoadNative<float>(fAt));
         else if (part.format == 'd')
            wire::Store(to, LoadNative<double>(fAt));
         else if (part.format == 'f')
            wire::Store(to, LoadNative<float>(fAt));
         else
            Integer(part, to, wireSize);
      }
   }

   void Integer(const DirectPart &part, char *to, std::size_t wireSize)
   {
      std::uint64_t bits = 0;
      bool isNegative = false;
      const auto load = [&]<class T>(T value) {
         bits = static_cast<std::uint64_t>(value); // signed ones keep their sign
         isNegative = value < T(0);
      };
      switch (part.format) {
      case '?': {
         const auto value = LoadNative<std::uint8_t>(fAt);
         if (value > 1)
            throw Error("has the bool " + Printable(part.name) + " with the value " + std::to_string(value));
         load(value);
         break;
      }
      case 'b':
         load(LoadNative<std::int8_t>(fAt));
         break;
      case 'B':
         load(LoadNative<std::uint8_t>(fAt));
         break;
      case 'h':
         load(LoadNative<std::int16_t>(fAt));
         break;
      case 'H':
         load(LoadNative<std::uint16_t>(fAt));
         break;
      case 'i':
         load(LoadNative<std::int32_t>(fAt));
         break;
      case 'I':
         load(LoadNative<std::uint32_t>(fAt));
         break;
      case 'q':
         load(LoadNative<std::int64_t>(fAt));
         break;
      default:
         load(LoadNative<std::uint64_t>(fAt));
         break;
      }
      const std::uint64_t above = wireSize == sizeof bits ? 0 : bits >> (8 * wireSize);
      if (above != 0 && !(isNegative && above == UINT64_MAX >> (8 * wireSize)))
         throw Error("has the number " + Printable(part.name) + " with a value of more than " +
                     std::to_string(8 * wireSize) + " bits, which cannot be streamed");
      for (std::size_t i = wireSize; i-- != 0; bits >>= 8)
         to[i] = static_cast<char>(bits & 0xff);
   }

   TBuffer &fBuffer;
   const char *fAt;
};

} // namespace

DirectTObject DirectTObject::Load(const char *payload)
{
   return {LoadNative<std::uint32_t>(payload), LoadNative<std::uint32_t>(payload + 4),
           LoadNative<std::uint16_t>(payload + 8)};
}

void DirectTObject::Store(char *payload) const
{
   std::memcpy(payload, &uniqueID, sizeof uniqueID);
   std::memcpy(payload + 4, &bits, sizeof bits);
   std::memcpy(payload + 8, &process, sizeof process);
}

std::size_t SizeOfFormat(char format)
{
   switch (format) {
   case '?':
   case 'b':
   case 'B':
      return 1;
   case 'h':
   case 'H':
      return 2;
   case 'i':
   case 'I':
   case 'f':
      return 4;
   case 'q':
   case 'Q':
   case 'd':
      return 8;
   default:
      return 0;
   }
}

DirectFormat::DirectFormat(DirectClass top) : fTop(std::move(top))
{
   Met<Sizes> virtualBases;
   const Sizes sizes = Measure(fTop, virtualBases);
   // Headers may take more than what they are in front of, but what bytes of a file say must not take any memory.
   constexpr std::uint64_t kAnyway = 1 << 20, kTimes = 256;
   if (sizes.payload >= kTooLarge || sizes.streamed >= kTooLarge || sizes.streamed > kAnyway + kTimes * sizes.payload)
      throw Error("has too much in it to be streamed");
   fPayloadSize = sizes.payload;
   fStreamedSize = sizes.streamed;
}

DirectFormat DirectFormat::Decode(std::string_view layout)
{
   return DirectFormat(Decoder(layout).Top());
}

std::string DirectFormat::Encode() const
{
   std::string bytes;
   Encoder(bytes).Class(fTop);
   return bytes;
}

std::string DirectFormat::Streamed(std::string_view payload) const
{
   if (payload.size() != fPayloadSize)
      throw Error("has " + std::to_string(payload.size()) + " bytes where its layout has " +
                  std::to_string(fPayloadSize));
   TBuffer buffer(TBuffer::kWrite, static_cast<Int_t>(std::max<std::size_t>(fStreamedSize, TBuffer::kMinimalSize)));
   Converter(buffer, payload.data()).CompleteObject(fTop);
   return {buffer.Buffer(), buffer.Position()};
}

} // namespace rootlet
