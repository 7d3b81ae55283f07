// The error handler; see TError.h. Used by everything that reports.
// Invariant: a line reaches standard error through one write(), so lines of threads and processes do not mix.
#include "TError.h"

#include "base/Format.h"

#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <new>
#include <string>
#include <string_view>

Int_t gErrorIgnoreLevel = kPrint;

namespace {

std::atomic<ErrorHandlerFunc_t> gHandler{DefaultErrorHandler};

const char *LevelName(int level)
{
   if (level >= kFatal)
      return "Fatal";
   if (level >= kSysError)
      return "SysError";
   if (level >= kBreak)
      return "Break";
   if (level >= kError)
      return "Error";
   if (level >= kWarning)
      return "Warning";
   if (level >= kInfo)
      return "Info";
   return "Print";
}

/// A name out of a damaged file may hold newlines or terminal escapes: a diagnostic stays one line of text.
void BlankControlCharacters(std::string &line)
{
   for (char &c : line)
      if ((static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == 0x7f)
         c = ' ';
}

void WriteAll(int fd, std::string_view line)
{
   std::size_t done = 0;
   while (done < line.size()) {
      const ssize_t n = ::write(fd, line.data() + done, line.size() - done);
      if (n > 0)
         done += static_cast<std::size_t>(n);
      else if (n == 0 || errno != EINTR)
         return; // nowhere left to report to
   }
}

class KeepErrno {
public:
   ~KeepErrno() { errno = fErrno; }
   int Value() const { return fErrno; }

private:
   const int fErrno = errno;
};

} // namespace

ErrorHandlerFunc_t SetErrorHandler(ErrorHandlerFunc_t newHandler)
{
   return gHandler.exchange(newHandler ? newHandler : DefaultErrorHandler, std::memory_order_acq_rel);
}

ErrorHandlerFunc_t GetErrorHandler()
{
   return gHandler.load(std::memory_order_acquire);
}

void DefaultErrorHandler(int level, Bool_t abort, const char *location, const char *msg)
{
   const KeepErrno keep;
   // A plain Int_t in ROOT's interface; the atomic load makes a change by another thread harmless here.
   if (level >= __atomic_load_n(&gErrorIgnoreLevel, __ATOMIC_RELAXED)) {
      try {
         std::string line;
         if (level >= kInfo) {
            line = LevelName(level);
            if (location && *location)
               line.append(" in <").append(location).append(">");
            line += ": ";
         }
         line += msg ? msg : "";
         BlankControlCharacters(line);
         line += '\n';
         WriteAll(STDERR_FILENO, line);
      } catch (const std::bad_alloc &) {
         WriteAll(STDERR_FILENO, "Error: no memory for a diagnostic\n");
      }
   }
   if (abort)
      std::abort();
}

void ErrorHandler(int level, const char *location, const char *fmt, std::va_list args)
{
   const KeepErrno keep;
   std::string formatted;
   const char *msg = "(no memory to format the message)";
   try {
      if (!fmt)
         formatted = "(no message)";
      else if (rootlet::AppendFormatted(formatted, fmt, args) < 0)
         formatted = fmt; // better the bare format than nothing
      if (level >= kSysError && level < kFatal) {
         char text[256];
         // The GNU form returns the text, which need not lie in the array.
         formatted.append(" (").append(::strerror_r(keep.Value(), text, sizeof text)).append(")");
      }
      msg = formatted.c_str();
   } catch (const std::bad_alloc &) {
   }
   GetErrorHandler()(level, level >= kFatal, location, msg);
}

#define ROOTLET_REPORT(level)                \
   std::va_list args;                        \
   va_start(args, fmt);                      \
   ErrorHandler(level, location, fmt, args); \
   va_end(args)

void Info(const char *location, const char *fmt, ...)
{
   ROOTLET_REPORT(kInfo);
}

void Warning(const char *location, const char *fmt, ...)
{
   ROOTLET_REPORT(kWarning);
}

void Error(const char *location, const char *fmt, ...)
{
   ROOTLET_REPORT(kError);
}

void SysError(const char *location, const char *fmt, ...)
{
   ROOTLET_REPORT(kSysError);
}

void Fatal(const char *location, const char *fmt, ...)
{
   ROOTLET_REPORT(kFatal);
}
