// Bytes: the expected content of a stream, written down by hand from docs/wire-format.md. Used by the tests of io.
// Invariant: independent of the code under test; every value is taken apart by shifts.
#ifndef ROOTLET_tests_Bytes
#define ROOTLET_tests_Bytes

#include "TBuffer.h"

#include <cstring>
#include <ostream>
#include <string>
#include <string_view>

class Bytes {
public:
   Bytes() = default;
   explicit Bytes(std::string raw) : fBytes(std::move(raw)) {}
   Bytes(const char *data, std::size_t n) : fBytes(data, n) {}
   /// What a buffer holds up to its current position.
   explicit Bytes(const TBuffer &buffer) : fBytes(buffer.Buffer(), buffer.Position()) {}

   Bytes &U8(std::uint64_t v) { return Word(v, 1); }
   Bytes &U16(std::uint64_t v) { return Word(v, 2); }
   Bytes &U32(std::uint64_t v) { return Word(v, 4); }
   Bytes &U64(std::uint64_t v) { return Word(v, 8); }
   Bytes &I8(std::int64_t v) { return Word(static_cast<std::uint64_t>(v), 1); }
   Bytes &I16(std::int64_t v) { return Word(static_cast<std::uint64_t>(v), 2); }
   Bytes &I32(std::int64_t v) { return Word(static_cast<std::uint64_t>(v), 4); }
   Bytes &I64(std::int64_t v) { return Word(static_cast<std::uint64_t>(v), 8); }
   Bytes &F32(float v)
   {
      std::uint32_t w;
      std::memcpy(&w, &v, sizeof w);
      return U32(w);
   }
   Bytes &F64(double v)
   {
      std::uint64_t w;
      std::memcpy(&w, &v, sizeof w);
      return U64(w);
   }
   /// A string: length byte (or 255 and an Int) and characters.
   Bytes &Str(std::string_view s)
   {
      if (s.size() < 255)
         U8(s.size());
      else
         U8(255).U32(s.size());
      return Raw(s);
   }
   Bytes &Raw(std::string_view s)
   {
      fBytes += s;
      return *this;
   }
   Bytes &CString(std::string_view s) { return Raw(s).U8(0); }
   Bytes &Add(const Bytes &other) { return Raw(other.fBytes); }
   /// Byte count, then the bytes it covers.
   Bytes &Counted(const Bytes &content) { return U32(0x40000000u | content.Size()).Add(content); }
   /// Byte count, version, content.
   Bytes &Object(int version, const Bytes &content) { return Counted(Bytes().I16(version).Add(content)); }
   /// An object of a class without ClassDef: version 0 and the checksum of the class.
   Bytes &Foreign(std::uint32_t checksum, const Bytes &content)
   {
      return Object(0, Bytes().U32(checksum).Add(content));
   }
   /// A header that belongs to no class: the version of the streamer layer.
   Bytes &Layer(const Bytes &content) { return Object(9, content); }
   /// The same in front of a member-wise container.
   Bytes &MemberWise(const Bytes &content) { return Object(9 | 0x4000, content); }
   /// The TObject part of an object that does not lie on the heap.
   Bytes &TObjectPart(std::uint32_t uid = 0, std::uint32_t bits = 0x02000000) { return U16(1).U32(uid).U32(bits); }
   Bytes &TNamedPart(std::string_view name, std::string_view title, std::uint32_t bits = 0x02000000)
   {
      return Object(1, Bytes().TObjectPart(0, bits).Str(name).Str(title));
   }
   /// A pointer whose class was not met before.
   Bytes &NewPointer(std::string_view className, const Bytes &object)
   {
      return Counted(Bytes().U32(0xffffffff).CString(className).Add(object));
   }
   /// A pointer whose class has that tag.
   Bytes &KnownPointer(std::uint32_t classTag, const Bytes &object)
   {
      return Counted(Bytes().U32(0x80000000u | classTag).Add(object));
   }

   std::size_t Size() const { return fBytes.size(); }
   const char *Data() const { return fBytes.data(); }
   const std::string &String() const { return fBytes; }
   friend bool operator==(const Bytes &, const Bytes &) = default;
   /// Hexadecimal, a blank after each word of four bytes.
   friend std::ostream &operator<<(std::ostream &out, const Bytes &bytes)
   {
      constexpr char kDigits[] = "0123456789abcdef";
      out << bytes.Size() << " bytes:";
      for (std::size_t i = 0; i < bytes.Size(); ++i) {
         const auto byte = static_cast<unsigned char>(bytes.fBytes[i]);
         out << (i % 16 == 0 ? "\n  " : i % 4 == 0 ? " " : "") << kDigits[byte >> 4] << kDigits[byte & 15];
      }
      return out;
   }

private:
   Bytes &Word(std::uint64_t v, int size)
   {
      for (int shift = 8 * (size - 1); shift >= 0; shift -= 8)
         fBytes += static_cast<char>((v >> shift) & 0xff);
      return *this;
   }
   std::string fBytes;
};

#endif
