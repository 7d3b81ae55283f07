// ROOT's error handler: every diagnostic of the library goes through one replaceable function.
// Used by all ROOT-shaped functions. One call gives one line: "Error in <TMapFile::Create>: message".
// Invariant: reporting never changes errno and never throws.
// Threads: all functions may be called at any time from any thread.
#ifndef ROOTLET_TError
#define ROOTLET_TError

#include "Rtypes.h"

#include <cstdarg>

const Int_t kUnset = -1;
const Int_t kPrint = 0;
const Int_t kInfo = 1000;
const Int_t kWarning = 2000;
const Int_t kError = 3000;
const Int_t kBreak = 4000;
const Int_t kSysError = 5000;
const Int_t kFatal = 6000;

/// Receives each diagnostic, already formatted and without a newline. `abort` is true for Fatal only; Rootlet itself
/// never reports Fatal. May be called from several threads at once.
using ErrorHandlerFunc_t = void (*)(int level, Bool_t abort, const char *location, const char *msg);

/// Diagnostics below this level are dropped by DefaultErrorHandler. Default kPrint: nothing is dropped.
/// Set it before other threads report.
R__EXTERN Int_t gErrorIgnoreLevel;

/// Installs a handler and returns the one before it; null restores DefaultErrorHandler.
ErrorHandlerFunc_t SetErrorHandler(ErrorHandlerFunc_t newHandler);
ErrorHandlerFunc_t GetErrorHandler();

/// Writes the line to standard error in one write, control characters as blanks. With `abort` the program then ends
/// through std::abort(), as in ROOT.
void DefaultErrorHandler(int level, Bool_t abort, const char *location, const char *msg);

#if defined(__GNUC__)
#define ROOTLET_PRINTF(fmt, first) __attribute__((format(printf, fmt, first)))
#else
#define ROOTLET_PRINTF(fmt, first)
#endif

void Info(const char *location, const char *fmt, ...) ROOTLET_PRINTF(2, 3);
void Warning(const char *location, const char *fmt, ...) ROOTLET_PRINTF(2, 3);
void Error(const char *location, const char *fmt, ...) ROOTLET_PRINTF(2, 3);
/// As Error, with the text of errno (taken at the call) appended.
void SysError(const char *location, const char *fmt, ...) ROOTLET_PRINTF(2, 3);
/// For programs: reports and asks the handler to end the program. Rootlet does not call it.
void Fatal(const char *location, const char *fmt, ...) ROOTLET_PRINTF(2, 3);

/// What the functions above do: formats, adds the text of errno for kSysError, calls the handler.
void ErrorHandler(int level, const char *location, const char *fmt, std::va_list args) ROOTLET_PRINTF(3, 0);

#endif
