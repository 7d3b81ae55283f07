// printf into a std::string. Used by TError, TString and Form(); the one place that calls vsnprintf.
#ifndef ROOTLET_base_Format
#define ROOTLET_base_Format

#include <cstdarg>
#include <string>

namespace rootlet {

/// Appends the formatted text to `out` and returns its length. A format that vsnprintf rejects (a wide character that
/// the locale cannot show, a result past INT_MAX) appends nothing and returns -1.
int AppendFormatted(std::string &out, const char *fmt, std::va_list args) __attribute__((format(printf, 2, 0)));

} // namespace rootlet

#endif
