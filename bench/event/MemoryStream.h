// Streams for the peers that want one (cereal, Boost): straight into memory that is kept, straight out of it. Their archives
// call xsputn and xsgetn, so nothing but these two costs anything. Most calls are for one number.
#ifndef ROOTLET_bench_MemoryStream
#define ROOTLET_bench_MemoryStream

#include <cstddef>
#include <cstring>
#include <memory>
#include <streambuf>

namespace bench {

/// memcpy; numbers without a call.
inline void CopyBytes(char *to, const char *from, std::size_t n)
{
   if (n == 4)
      std::memcpy(to, from, 4);
   else if (n == 8)
      std::memcpy(to, from, 8);
   else
      std::memcpy(to, from, n);
}

class MemoryOut final : public std::streambuf {
public:
   void Rewind() { fSize = 0; }
   const char *Data() const { return fBytes.get(); }
   std::size_t Size() const { return fSize; }

protected:
   std::streamsize xsputn(const char *from, std::streamsize n) override
   {
      const auto more = static_cast<std::size_t>(n);
      if (more > fCapacity - fSize) [[unlikely]]
         Grow(more);
      CopyBytes(fBytes.get() + fSize, from, more);
      fSize += more;
      return n;
   }
   int_type overflow(int_type c) override
   {
      const char byte = traits_type::to_char_type(c);
      return xsputn(&byte, 1) == 1 ? c : traits_type::eof();
   }

private:
   void Grow(std::size_t more)
   {
      const std::size_t capacity = 2 * (fSize + more);
      std::unique_ptr<char[]> grown(new char[capacity]);
      if (fSize)
         std::memcpy(grown.get(), fBytes.get(), fSize);
      fBytes = std::move(grown);
      fCapacity = capacity;
   }
   std::unique_ptr<char[]> fBytes;
   std::size_t fSize = 0;
   std::size_t fCapacity = 0;
};

class MemoryIn final : public std::streambuf {
public:
   void Set(const char *bytes, std::size_t n)
   {
      fFrom = bytes;
      fEnd = bytes + n;
   }

protected:
   std::streamsize xsgetn(char *to, std::streamsize n) override
   {
      if (n > fEnd - fFrom) [[unlikely]]
         n = fEnd - fFrom;
      CopyBytes(to, fFrom, static_cast<std::size_t>(n));
      fFrom += n;
      return n;
   }
   int_type underflow() override { return fFrom == fEnd ? traits_type::eof() : traits_type::to_int_type(*fFrom); }
   int_type uflow() override { return fFrom == fEnd ? traits_type::eof() : traits_type::to_int_type(*fFrom++); }

private:
   const char *fFrom = nullptr;
   const char *fEnd = nullptr;
};

} // namespace bench

#endif
