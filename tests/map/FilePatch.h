// Changes bytes of a map file behind everybody's back. Used by the tests of damage and recovery.
#ifndef ROOTLET_tests_FilePatch
#define ROOTLET_tests_FilePatch

#include <fcntl.h>
#include <unistd.h>

#include <cstdint>
#include <stdexcept>
#include <string>

#include "heap/UniqueFd.h"

namespace rootlet::test {

class FilePatch {
public:
   explicit FilePatch(const std::string &path) : fFd(::open(path.c_str(), O_RDWR | O_CLOEXEC)) {}
   template <class T = std::uint64_t>
   T Load(std::uint64_t offset) const
   {
      T value{};
      if (::pread(fFd.Get(), &value, sizeof value, static_cast<off_t>(offset)) != static_cast<ssize_t>(sizeof value))
         throw std::runtime_error("cannot read at " + std::to_string(offset));
      return value;
   }
   template <class T = std::uint64_t>
   void Store(std::uint64_t offset, T value) const
   {
      if (::pwrite(fFd.Get(), &value, sizeof value, static_cast<off_t>(offset)) != static_cast<ssize_t>(sizeof value))
         throw std::runtime_error("cannot write at " + std::to_string(offset));
   }
   void Flip(std::uint64_t offset, unsigned bit = 0) const
   {
      Store<unsigned char>(offset, static_cast<unsigned char>(Load<unsigned char>(offset) ^ 1u << bit));
   }
   std::uint64_t Size() const { return static_cast<std::uint64_t>(::lseek(fFd.Get(), 0, SEEK_END)); }

private:
   UniqueFd fFd;
};

} // namespace rootlet::test

#endif
