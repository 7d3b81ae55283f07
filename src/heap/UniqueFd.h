// A file descriptor with an owner. Used by everything in heap that opens files.
#ifndef ROOTLET_heap_UniqueFd
#define ROOTLET_heap_UniqueFd

#include <unistd.h>

#include <utility>

namespace rootlet {

class UniqueFd {
public:
   UniqueFd() = default;
   explicit UniqueFd(int fd) : fFd(fd) {}
   UniqueFd(UniqueFd &&other) noexcept : fFd(std::exchange(other.fFd, -1)) {}
   UniqueFd &operator=(UniqueFd &&other) noexcept
   {
      std::swap(fFd, other.fFd);
      return *this;
   }
   ~UniqueFd() { Reset(); }

   int Get() const { return fFd; }
   explicit operator bool() const { return fFd >= 0; }
   /// Forgets the descriptor without closing it.
   void Release() { fFd = -1; }
   void Reset()
   {
      if (fFd >= 0)
         ::close(std::exchange(fFd, -1));
   }

private:
   int fFd = -1;
};

} // namespace rootlet

#endif
