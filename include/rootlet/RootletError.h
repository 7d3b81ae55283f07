// The exceptions of Rootlet: thrown by every function that ROOT does not have, and caught by those that it has
// (these report one line through the error handler of TError.h and return null, a negative number or a zombie).
// Invariant: what() is one complete sentence that names the place, the cause and, where there is one, the remedy.
#ifndef ROOTLET_RootletError
#define ROOTLET_RootletError

#include <cstddef>
#include <stdexcept>
#include <string>
#include <utility>

namespace rootlet {

/// Base of all exceptions thrown by Rootlet.
class Error : public std::runtime_error {
public:
   using std::runtime_error::runtime_error;
};

/// Bytes that cannot be read, or an object that cannot be written. Offset() counts bytes from the start of the buffer;
/// Path() is the chain of classes being streamed, outermost first, as in "Event/Track".
class StreamError : public Error {
public:
   StreamError(const std::string &what, std::size_t offset, std::string path)
      : Error(what), fOffset(offset), fPath(std::move(path))
   {
   }
   std::size_t Offset() const { return fOffset; }
   const std::string &Path() const { return fPath; }

private:
   std::size_t fOffset;
   std::string fPath;
};

/// A map file that cannot be opened, is damaged, is foreign, or cannot take what it is asked to hold.
class MapError : public Error {
public:
   using Error::Error;
};

} // namespace rootlet

#endif
