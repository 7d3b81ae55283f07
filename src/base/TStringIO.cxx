// Formatting with printf and text streams for TString, and Form(), Printf(), StrDup(); see TString.h.
#include "TString.h"

#include "TError.h"
#include "base/Format.h"

#include <pthread.h>

#include <array>
#include <istream>
#include <iterator>
#include <memory>
#include <new>
#include <ostream>

// --- printf --------------------------------------------------------------------------------------------------------

/// The arguments may point into this string: the text is complete before the string changes.
void TString::FormatV(const char *fmt, std::va_list args)
{
   std::string text;
   if (!fmt || rootlet::AppendFormatted(text, fmt, args) < 0)
      ::Error("TString::Form", "the format `%s` cannot be carried out", fmt ? fmt : "(null)");
   else
      *this = text;
}

void TString::Form(const char *fmt, ...)
{
   std::va_list args;
   va_start(args, fmt);
   FormatV(fmt, args);
   va_end(args);
}

TString TString::Format(const char *fmt, ...)
{
   TString s;
   std::va_list args;
   va_start(args, fmt);
   s.FormatV(fmt, args);
   va_end(args);
   return s;
}

namespace {

constexpr std::size_t kRingSize = 16;
constexpr std::size_t kKeptCapacity = 65536; // a ring of 16 such is the most that a thread keeps for Form()

struct FormRing {
   std::array<std::string, kRingSize> fTexts;
   std::size_t fNext = 0;
};

thread_local FormRing *tRing = nullptr;

void DeleteRing(void *ring)
{
   delete static_cast<FormRing *>(ring);
   tRing = nullptr;
}

/// The ring goes when its thread ends, after the destructors of all thread_local objects: these may call Form() too,
/// which a thread_local ring would not survive. At the end of the program the ring of the main thread stays.
pthread_key_t RingKey()
{
   static const pthread_key_t key = [] {
      pthread_key_t made;
      if (::pthread_key_create(&made, DeleteRing) != 0)
         throw std::bad_alloc(); // the limit on keys is reached
      return made;
   }();
   return key;
}

std::string &NextFormBuffer()
{
   if (!tRing) {
      const pthread_key_t key = RingKey();
      auto ring = std::make_unique<FormRing>();
      if (::pthread_setspecific(key, ring.get()) != 0)
         throw std::bad_alloc();
      tRing = ring.release();
   }
   std::string &text = tRing->fTexts[tRing->fNext];
   tRing->fNext = (tRing->fNext + 1) % kRingSize;
   if (text.capacity() > kKeptCapacity)
      std::string().swap(text);
   text.clear();
   return text;
}

} // namespace

char *Form(const char *fmt, ...)
{
   std::string formatted; // apart from the ring: an argument may be the buffer that is due
   std::va_list args;
   va_start(args, fmt);
   if (!fmt || rootlet::AppendFormatted(formatted, fmt, args) < 0)
      Error("Form", "the format `%s` cannot be carried out", fmt ? fmt : "(null)");
   va_end(args);
   std::string &text = NextFormBuffer();
   text = formatted;
   return text.data();
}

void Printf(const char *fmt, ...)
{
   std::string line;
   std::va_list args;
   va_start(args, fmt);
   if (!fmt || rootlet::AppendFormatted(line, fmt, args) < 0)
      Error("Printf", "the format `%s` cannot be carried out", fmt ? fmt : "(null)");
   va_end(args);
   line += '\n';
   std::fwrite(line.data(), 1, line.size(), stdout);
   std::fflush(stdout);
}

char *StrDup(const char *s)
{
   if (!s)
      return nullptr;
   const std::size_t n = std::strlen(s) + 1;
   return static_cast<char *>(std::memcpy(new char[n], s, n));
}

// --- text streams --------------------------------------------------------------------------------------------------

std::ostream &operator<<(std::ostream &out, const TString &s)
{
   return out << s.View();
}

std::istream &operator>>(std::istream &in, TString &s)
{
   return s.ReadToken(in);
}

std::istream &TString::ReadToken(std::istream &in)
{
   std::string word;
   in >> word;
   *this = word;
   return in;
}

std::istream &TString::ReadLine(std::istream &in, Bool_t skipWhite)
{
   if (skipWhite)
      in >> std::ws;
   return ReadToDelim(in, '\n');
}

std::istream &TString::ReadToDelim(std::istream &in, char delim)
{
   std::string line;
   std::getline(in, line, delim);
   *this = line;
   return in;
}

std::istream &TString::ReadFile(std::istream &in)
{
   *this = std::string(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>());
   in.setstate(std::ios_base::eofbit);
   return in;
}

Bool_t TString::Gets(FILE *file, Bool_t chop)
{
   std::string line;
   int c = std::getc(file);
   if (c == EOF)
      return kFALSE;
   for (; c != EOF; c = std::getc(file)) {
      if (c != '\n' || !chop)
         line += static_cast<char>(c);
      if (c == '\n')
         break;
   }
   *this = line;
   return kTRUE;
}

void TString::Puts(FILE *file) const
{
   std::fwrite(Data(), 1, static_cast<std::size_t>(Length()), file);
}
