// TString: memory, editing, searching, numbers; see TString.h. Text streams and Form() are in TStringIO.cxx.
// Invariant: every change that may need memory goes through Splice() or SpliceRoom(), which report a result that is too long,
// allocate before they change anything, and copy when the source lies in the string itself.
#include "TString.h"

#include "RootletError.h"
#include "TError.h"

#include <regex.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <limits>
#include <memory>
#include <new>

namespace {

constexpr std::size_t kShortCapacity = 15;
constexpr std::size_t kBlock = 128;
constexpr std::size_t kMaxLength = std::numeric_limits<Ssiz_t>::max(); // with the NUL 2^31 bytes: 2^24 blocks

std::size_t Size(Ssiz_t n)
{
   return static_cast<std::size_t>(n);
}

Ssiz_t Signed(std::size_t n)
{
   return static_cast<Ssiz_t>(n);
}

/// Bytes of memory for n characters and their NUL, whole blocks.
std::size_t BytesFor(std::size_t n)
{
   return (n + 1 + kBlock - 1) / kBlock * kBlock;
}

std::size_t LengthOf(const char *s)
{
   return s ? std::strlen(s) : 0;
}

bool IsSpace(char c)
{
   return c == ' ' || (c >= '\t' && c <= '\r');
}

bool IsLetter(char c)
{
   return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool IsDecimal(char c)
{
   return c >= '0' && c <= '9';
}

char Lower(char c)
{
   return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
}

char Upper(char c)
{
   return c >= 'a' && c <= 'z' ? static_cast<char>(c - ('a' - 'A')) : c;
}

bool EqualIgnoringCase(char a, char b)
{
   return Lower(a) == Lower(b);
}

bool EqualParts(std::string_view a, std::string_view b, TString::ECaseCompare cmp)
{
   if (cmp == TString::kExact)
      return a == b;
   return std::equal(a.begin(), a.end(), b.begin(), b.end(), EqualIgnoringCase);
}

int Compare(std::string_view a, std::string_view b, TString::ECaseCompare cmp)
{
   if (cmp == TString::kExact)
      return a.compare(b);
   const auto [ia, ib] = std::mismatch(a.begin(), a.end(), b.begin(), b.end(), EqualIgnoringCase);
   if (ia == a.end() || ib == b.end())
      return (ia == a.end() ? 0 : 1) - (ib == b.end() ? 0 : 1);
   return static_cast<unsigned char>(Lower(*ia)) < static_cast<unsigned char>(Lower(*ib)) ? -1 : 1;
}

Ssiz_t Find(std::string_view text, std::string_view pattern, Ssiz_t start, TString::ECaseCompare cmp)
{
   if (start < 0 || Size(start) > text.size())
      return kNPOS;
   if (cmp == TString::kExact) {
      const std::size_t at = text.find(pattern, Size(start));
      return at == std::string_view::npos ? kNPOS : Signed(at);
   }
   const auto at = std::search(text.begin() + start, text.end(), pattern.begin(), pattern.end(), EqualIgnoringCase);
   return at == text.end() && !pattern.empty() ? kNPOS : Signed(Size(static_cast<Ssiz_t>(at - text.begin())));
}

template <class Predicate>
bool AllOf(std::string_view text, Predicate predicate)
{
   return !text.empty() && std::all_of(text.begin(), text.end(), predicate);
}

std::string WithoutSpace(std::string_view text)
{
   std::string rest;
   std::copy_if(text.begin(), text.end(), std::back_inserter(rest), [](char c) { return !IsSpace(c); });
   return rest;
}

/// The text without whitespace, '.' as decimal sign, no '+' in front: what from_chars takes.
std::string PlainNumber(std::string_view text)
{
   std::string number = WithoutSpace(text);
   std::replace(number.begin(), number.end(), ',', '.');
   if (number.size() > 1 && number[0] == '+' && number[1] != '-')
      number.erase(0, 1);
   return number;
}

/// The integer at the start of the text; the nearest limit where it does not fit.
template <class T>
T ParseInteger(std::string_view text)
{
   const std::string number = PlainNumber(text);
   T value = 0;
   const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), value);
   if (error == std::errc::result_out_of_range)
      return number[0] == '-' ? std::numeric_limits<T>::min() : std::numeric_limits<T>::max();
   return value;
}

std::string Digits(ULong64_t value, bool negative, Int_t base)
{
   if (base < 2 || base > 36) {
      Error("TString::LLtoa", "base %d is not in the range 2 to 36", base);
      return "!";
   }
   char text[65];
   const auto end = std::to_chars(text, text + sizeof text, value, base).ptr;
   std::string digits(negative ? "-" : "");
   std::transform(text, end, std::back_inserter(digits), Upper);
   return digits;
}

} // namespace

// --- memory --------------------------------------------------------------------------------------------------------

/// Gives a string without content (in the short form) its first one; too long a one is reported and leaves it empty.
void TString::Init(const char *s, std::size_t n, const char *where)
{
   SetShortSize(0);
   Splice(0, 0, s, n, where);
}

/// Takes `bytes` of new[] memory (a multiple of 128) in place of what it has.
void TString::Adopt(char *memory, std::size_t bytes)
{
   Free();
   const std::size_t blocks = bytes / kBlock - 1;
   fLong.fData = memory;
   fLong.fSize = 0;
   fLong.fBlocks[0] = static_cast<UChar_t>(blocks);
   fLong.fBlocks[1] = static_cast<UChar_t>(blocks >> 8);
   fLong.fBlocks[2] = static_cast<UChar_t>(blocks >> 16);
   fLong.fFlag = 0x80;
}

void TString::Free()
{
   if (IsLong())
      delete[] fLong.fData;
}

void TString::SetSize(std::size_t n)
{
   if (IsLong()) {
      fLong.fSize = Signed(n);
      fLong.fData[n] = 0;
   } else {
      SetShortSize(Signed(n));
   }
}

/// Makes the n characters at pos (both inside the string) m characters, which the caller fills; returns their address.
/// Null, reported and nothing changed, if the result is too long.
char *TString::SpliceRoom(std::size_t pos, std::size_t n, std::size_t m, const char *where)
{
   const std::size_t length = Size(Length());
   const std::size_t tail = length - pos - n;
   if (m > kMaxLength - (length - n)) {
      Error(where, "a string of %zu characters is longer than 2147483647, the limit of TString", length - n + m);
      return nullptr;
   }
   const std::size_t newLength = length - n + m;
   const std::size_t capacity = Size(Capacity());
   if (newLength <= capacity) {
      char *data = MutableData();
      if (n != m && tail)
         std::memmove(data + pos + m, data + pos + n, tail);
   } else {
      // At least doubled, so that appending n characters one by one costs O(n).
      const std::size_t bytes = BytesFor(length ? std::max(newLength, std::min(2 * capacity, kMaxLength)) : newLength);
      std::unique_ptr<char[]> memory(new char[bytes]);
      std::memcpy(memory.get(), Data(), pos);
      std::memcpy(memory.get() + pos + m, Data() + pos + n, tail);
      Adopt(memory.release(), bytes);
   }
   SetSize(newLength);
   return MutableData() + pos;
}

/// Replaces the n characters at pos by the m at s. Returns null if the result is too long.
char *TString::Splice(std::size_t pos, std::size_t n, const char *s, std::size_t m, const char *where)
{
   const auto from = reinterpret_cast<std::uintptr_t>(s);
   const auto data = reinterpret_cast<std::uintptr_t>(Data());
   if (m && from >= data && from <= data + Size(Length())) {
      const std::string copy(s, m); // part of this very string, which is about to move
      return Splice(pos, n, copy.data(), m, where);
   }
   char *room = SpliceRoom(pos, n, m, where);
   if (room && m)
      std::memcpy(room, s, m);
   return room;
}

TString::TString(const char *s)
{
   Init(s, LengthOf(s), "TString::TString");
}

TString::TString(const char *s, Ssiz_t n)
{
   SetShortSize(0);
   if (n < 0)
      Error("TString::TString", "negative length %d", n);
   else if (s)
      Splice(0, 0, s, Size(n), "TString::TString");
}

TString::TString(char c)
{
   Init(&c, 1, "TString::TString");
}

TString::TString(char c, Ssiz_t n)
{
   SetShortSize(0);
   Append(c, n);
}

TString::TString(Ssiz_t capacity)
{
   SetShortSize(0);
   Capacity(capacity);
}

TString::TString(std::string_view s)
{
   Init(s.data(), s.size(), "TString::TString");
}

TString::TString(const TString &s)
{
   Init(s.Data(), Size(s.Length()), "TString::TString");
}

TString::TString(TString &&s) noexcept
{
   SetShortSize(0);
   Swap(s);
}

TString::~TString()
{
   Free();
}

TString &TString::operator=(const TString &s) &
{
   return *this = s.View();
}

TString &TString::operator=(TString &&s) &noexcept
{
   if (this != &s) {
      Free();
      SetShortSize(0);
      Swap(s);
   }
   return *this;
}

TString &TString::operator=(const char *s) &
{
   return *this = std::string_view(s, LengthOf(s));
}

TString &TString::operator=(const std::string &s) &
{
   return *this = std::string_view(s);
}

TString &TString::operator=(std::string_view s) &
{
   if (s.size() > Size(Capacity())) {
      Splice(0, Size(Length()), s.data(), s.size(), "TString::operator=");
   } else {
      if (!s.empty())
         std::memmove(MutableData(), s.data(), s.size()); // which may be part of this very string
      SetSize(s.size());
   }
   return *this;
}

TString &TString::operator=(char c) &
{
   Splice(0, Size(Length()), &c, 1, "TString::operator=");
   return *this;
}

void TString::Swap(TString &other) noexcept
{
   std::swap(fLong, other.fLong);
}

Ssiz_t TString::Capacity() const
{
   if (!IsLong())
      return Signed(kShortCapacity);
   const std::size_t blocks = 1 + (fLong.fBlocks[0] | (Size(fLong.fBlocks[1]) << 8) | (Size(fLong.fBlocks[2]) << 16));
   return Signed(blocks * kBlock - 1);
}

Ssiz_t TString::Capacity(Ssiz_t n)
{
   if (n > Capacity()) {
      const std::size_t length = Size(Length());
      const std::size_t bytes = BytesFor(Size(n));
      std::unique_ptr<char[]> memory(new char[bytes]);
      std::memcpy(memory.get(), Data(), length);
      Adopt(memory.release(), bytes);
      SetSize(length);
   }
   return Capacity();
}

char *TString::ResizeForOverwrite(Ssiz_t n)
{
   if (n < 0)
      throw rootlet::Error("TString::ResizeForOverwrite: negative length " + std::to_string(n));
   return SpliceRoom(0, Size(Length()), Size(n), "TString::ResizeForOverwrite");
}

char &TString::OutsideOf(Ssiz_t i) const
{
   Error("TString::operator[]", "position %d is outside a string of length %d", i, Length());
   static thread_local char nowhere; // takes what is written to a position that is not there
   nowhere = 0;
   return nowhere;
}

// --- editing -------------------------------------------------------------------------------------------------------

TString &TString::Append(const char *s)
{
   return Append(s, Signed(std::min(LengthOf(s), kMaxLength)));
}

TString &TString::Append(const char *s, Ssiz_t n)
{
   return Replace(Length(), 0, s, n);
}

TString &TString::Append(const TString &s)
{
   return Replace(Length(), 0, s.Data(), s.Length());
}

TString &TString::Append(const TString &s, Ssiz_t n)
{
   return Replace(Length(), 0, s.Data(), std::min(n, s.Length()));
}

TString &TString::Append(char c, Ssiz_t rep)
{
   if (rep < 0)
      Error("TString::Append", "negative count %d", rep);
   else if (char *room = SpliceRoom(Size(Length()), 0, Size(rep), "TString::Append"))
      std::memset(room, c, Size(rep));
   return *this;
}

TString &TString::operator+=(const std::string &s)
{
   return *this += std::string_view(s);
}

TString &TString::operator+=(std::string_view s)
{
   Splice(Size(Length()), 0, s.data(), s.size(), "TString::operator+=");
   return *this;
}

TString &TString::operator+=(Long64_t i)
{
   char text[24];
   return *this += std::string_view(text, std::to_chars(text, text + sizeof text, i).ptr);
}

TString &TString::operator+=(ULong64_t i)
{
   char text[24];
   return *this += std::string_view(text, std::to_chars(text, text + sizeof text, i).ptr);
}

TString &TString::operator+=(Float_t f)
{
   char text[32];
   const auto end = std::to_chars(text, text + sizeof text, f, std::chars_format::general, 9).ptr;
   return *this += std::string_view(text, end);
}

TString &TString::operator+=(Double_t d)
{
   char text[32];
   const auto end = std::to_chars(text, text + sizeof text, d, std::chars_format::general, 17).ptr;
   return *this += std::string_view(text, end);
}

TString &TString::Prepend(const char *s)
{
   return Insert(0, s);
}

TString &TString::Prepend(const char *s, Ssiz_t n)
{
   return Replace(0, 0, s, n);
}

TString &TString::Prepend(const TString &s)
{
   return Replace(0, 0, s.Data(), s.Length());
}

TString &TString::Prepend(const TString &s, Ssiz_t n)
{
   return Replace(0, 0, s.Data(), std::min(n, s.Length()));
}

TString &TString::Prepend(char c, Ssiz_t rep)
{
   if (rep < 0)
      Error("TString::Prepend", "negative count %d", rep);
   else if (char *room = SpliceRoom(0, 0, Size(rep), "TString::Prepend"))
      std::memset(room, c, Size(rep));
   return *this;
}

TString &TString::Insert(Ssiz_t pos, const char *s)
{
   return Replace(pos, 0, s);
}

TString &TString::Insert(Ssiz_t pos, const char *s, Ssiz_t n)
{
   return Replace(pos, 0, s, n);
}

TString &TString::Insert(Ssiz_t pos, const TString &s)
{
   return Replace(pos, 0, s.Data(), s.Length());
}

TString &TString::Insert(Ssiz_t pos, const TString &s, Ssiz_t n)
{
   return Replace(pos, 0, s.Data(), std::min(n, s.Length()));
}

TString &TString::Remove(Ssiz_t pos, Ssiz_t n)
{
   return Replace(pos, n, nullptr, 0);
}

TString &TString::Remove(Ssiz_t pos)
{
   return Replace(pos, std::max(Length() - pos, 0), nullptr, 0);
}

TString &TString::Remove(EStripType type, char c)
{
   const std::string_view text = View();
   std::size_t begin = 0;
   std::size_t end = text.size();
   if (type & kLeading)
      begin = std::min(text.find_first_not_of(c), end);
   if (type & kTrailing)
      end = std::max(text.find_last_not_of(c) + 1, begin); // npos + 1 is 0
   Remove(Signed(end));
   return Remove(0, Signed(begin));
}

TString &TString::Replace(Ssiz_t pos, Ssiz_t n, const char *s)
{
   return Replace(pos, n, s, Signed(std::min(LengthOf(s), kMaxLength)));
}

TString &TString::Replace(Ssiz_t pos, Ssiz_t n, const TString &s)
{
   return Replace(pos, n, s.Data(), s.Length());
}

TString &TString::Replace(Ssiz_t pos, Ssiz_t n, const TString &s, Ssiz_t ns)
{
   return Replace(pos, n, s.Data(), std::min(ns, s.Length()));
}

TString &TString::Replace(Ssiz_t pos, Ssiz_t n, const char *s, Ssiz_t ns)
{
   const Ssiz_t length = Length();
   if (pos < 0 || pos > length)
      Error("TString::Replace", "position %d is outside a string of length %d", pos, length);
   else if (n < 0 || ns < 0)
      Error("TString::Replace", "negative length %d", std::min(n, ns));
   else
      Splice(Size(pos), Size(std::min(n, length - pos)), s, s ? Size(ns) : 0, "TString::Replace");
   return *this;
}

TString &TString::ReplaceAll(const char *s1, const char *s2)
{
   return ReplaceAll(TString(s1), TString(s2));
}

TString &TString::ReplaceAll(const TString &s1, const TString &s2)
{
   const std::string_view from = s1.View();
   const std::string_view text = View();
   std::size_t found = from.empty() ? std::string_view::npos : text.find(from);
   if (found == std::string_view::npos)
      return *this;
   std::string result;
   std::size_t done = 0;
   for (; found != std::string_view::npos; found = text.find(from, done)) {
      result.append(text, done, found - done).append(s2.View());
      done = found + from.size();
   }
   result.append(text, done);
   return *this = result;
}

TString TString::Strip(EStripType type, char c) const
{
   TString s(*this);
   s.Remove(type, c);
   return s;
}

TString &TString::Chop()
{
   return IsNull() ? *this : Remove(Length() - 1);
}

void TString::Resize(Ssiz_t n)
{
   if (n < 0)
      Error("TString::Resize", "negative length %d", n);
   else if (n <= Length())
      SetSize(Size(n));
   else
      Append(' ', n - Length());
}

void TString::Clear()
{
   SetSize(0);
}

void TString::ToLower()
{
   std::transform(Data(), Data() + Length(), MutableData(), Lower);
}

void TString::ToUpper()
{
   std::transform(Data(), Data() + Length(), MutableData(), Upper);
}

TString ToLower(const TString &s)
{
   TString lower(s);
   lower.ToLower();
   return lower;
}

TString ToUpper(const TString &s)
{
   TString upper(s);
   upper.ToUpper();
   return upper;
}

// --- parts, searching, comparing -----------------------------------------------------------------------------------

TString TString::operator()(Ssiz_t start, Ssiz_t len) const
{
   const Ssiz_t begin = std::clamp(start, 0, Length());
   const Ssiz_t end = static_cast<Ssiz_t>(std::clamp<Long64_t>(Long64_t(start) + std::max(len, 0), begin, Length()));
   return TString(View().substr(Size(begin), Size(end - begin)));
}

TString TString::SubString(const char *pattern, Ssiz_t start, ECaseCompare cmp) const
{
   const Ssiz_t at = Index(pattern, start, cmp);
   return at == kNPOS ? TString() : (*this)(at, Signed(LengthOf(pattern)));
}

int TString::CompareTo(const char *s, ECaseCompare cmp) const
{
   return Compare(View(), s ? std::string_view(s) : std::string_view(), cmp);
}

int TString::CompareTo(const TString &s, ECaseCompare cmp) const
{
   return Compare(View(), s.View(), cmp);
}

Bool_t TString::BeginsWith(const char *s, ECaseCompare cmp) const
{
   return s && EqualParts(View().substr(0, LengthOf(s)), s, cmp);
}

Bool_t TString::BeginsWith(const TString &s, ECaseCompare cmp) const
{
   return EqualParts(View().substr(0, Size(s.Length())), s.View(), cmp);
}

Bool_t TString::EndsWith(const char *s, ECaseCompare cmp) const
{
   return s && LengthOf(s) <= Size(Length()) && EqualParts(View().substr(Size(Length()) - LengthOf(s)), s, cmp);
}

Bool_t TString::EndsWith(const TString &s, ECaseCompare cmp) const
{
   return s.Length() <= Length() && EqualParts(View().substr(Size(Length() - s.Length())), s.View(), cmp);
}

Ssiz_t TString::First(char c) const
{
   return Index(c, 0);
}

Ssiz_t TString::First(const char *anyOf) const
{
   const std::size_t at = View().find_first_of(anyOf ? anyOf : "");
   return at == std::string_view::npos ? kNPOS : Signed(at);
}

Ssiz_t TString::Last(char c) const
{
   const std::size_t at = View().rfind(c);
   return at == std::string_view::npos ? kNPOS : Signed(at);
}

Ssiz_t TString::Index(const char *s, Ssiz_t start, ECaseCompare cmp) const
{
   return s ? Find(View(), s, start, cmp) : kNPOS;
}

Ssiz_t TString::Index(const char *s, Ssiz_t n, Ssiz_t start, ECaseCompare cmp) const
{
   return s && n >= 0 ? Find(View(), {s, Size(n)}, start, cmp) : kNPOS;
}

Ssiz_t TString::Index(const TString &s, Ssiz_t start, ECaseCompare cmp) const
{
   return Find(View(), s.View(), start, cmp);
}

Ssiz_t TString::Index(char c, Ssiz_t start) const
{
   return Find(View(), {&c, 1}, start, kExact);
}

Int_t TString::CountChar(Int_t c) const
{
   return static_cast<Int_t>(std::count(Data(), Data() + Length(), static_cast<char>(c)));
}

UInt_t TString::Hash(ECaseCompare cmp) const
{
   UInt_t hash = 2166136261u; // FNV-1a, 32 bits
   for (const char c : View()) {
      hash ^= static_cast<unsigned char>(cmp == kIgnoreCase ? Lower(c) : c);
      hash *= 16777619u;
   }
   return hash;
}

Bool_t TString::Tokenize(TString &tok, Ssiz_t &from, const char *delim) const
{
   tok.Clear();
   if (from < 0 || from >= Length() || !delim)
      return kFALSE;
   regex_t regex;
   const int compiled = ::regcomp(&regex, delim, REG_EXTENDED);
   if (compiled != 0) {
      char why[128];
      ::regerror(compiled, &regex, why, sizeof why);
      Error("TString::Tokenize", "`%s` is not a regular expression: %s", delim, why);
      return kFALSE;
   }
   // The part to search is given by its ends, so that it may hold NULs.
   regmatch_t match = {from, Length()};
   const bool found = ::regexec(&regex, Data(), 1, &match, REG_STARTEND) == 0 && match.rm_eo > match.rm_so;
   ::regfree(&regex);
   const Ssiz_t end = found ? match.rm_so : Length();
   const Ssiz_t next = found ? match.rm_eo : Length();
   tok = TString(Data() + from, end - from);
   from = next;
   return kTRUE;
}

// --- what the characters are ---------------------------------------------------------------------------------------

Bool_t TString::IsWhitespace() const
{
   return std::all_of(Data(), Data() + Length(), IsSpace);
}

Bool_t TString::IsAscii() const
{
   return std::all_of(Data(), Data() + Length(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

Bool_t TString::IsAlpha() const
{
   return AllOf(View(), IsLetter);
}

Bool_t TString::IsAlnum() const
{
   return AllOf(View(), [](char c) { return IsLetter(c) || IsDecimal(c); });
}

Bool_t TString::IsDigit() const
{
   return !IsWhitespace() && AllOf(View(), [](char c) { return IsDecimal(c) || IsSpace(c); });
}

Bool_t TString::IsHex() const
{
   return AllOf(View(), [](char c) { return IsDecimal(c) || (Lower(c) >= 'a' && Lower(c) <= 'f'); });
}

Bool_t TString::IsBin() const
{
   return AllOf(View(), [](char c) { return c == '0' || c == '1'; });
}

Bool_t TString::IsOct() const
{
   return AllOf(View(), [](char c) { return c >= '0' && c <= '7'; });
}

Bool_t TString::IsDec() const
{
   return AllOf(View(), IsDecimal);
}

// --- numbers -------------------------------------------------------------------------------------------------------

Bool_t TString::IsFloat() const
{
   const std::string number = PlainNumber(View());
   if (number.find_first_not_of("0123456789+-.eE") != std::string::npos)
      return kFALSE; // "inf" and "nan" are no numbers
   double value;
   const char *const last = number.data() + number.size();
   return !number.empty() && std::from_chars(number.data(), last, value).ptr == last;
}

Int_t TString::Atoi() const
{
   return ParseInteger<Int_t>(View());
}

Long64_t TString::Atoll() const
{
   return ParseInteger<Long64_t>(View());
}

Double_t TString::Atof() const
{
   const std::string number = PlainNumber(View());
   Double_t value = 0;
   const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), value);
   if (error != std::errc::result_out_of_range)
      return value;
   // Too large or too small: from_chars does not say which, the exponent does.
   const std::string_view text(number.data(), end);
   const std::size_t exponent = text.find_first_of("eE");
   const bool small = exponent != std::string_view::npos ? text.find('-', exponent) != std::string_view::npos
                                                         : text.find_first_of("123456789") > text.find('.');
   return std::copysign(small ? 0. : HUGE_VAL, text[0] == '-' ? -1. : 1.);
}

TString TString::LLtoa(Long64_t value, Int_t base)
{
   const auto bits = static_cast<ULong64_t>(value);
   return Digits(value < 0 ? 0 - bits : bits, value < 0, base);
}

TString TString::ULLtoa(ULong64_t value, Int_t base)
{
   return Digits(value, false, base);
}
