// TString: ROOT's string of bytes. 24 bytes large; up to 15 characters lie inside the object, 2^31 - 1 at most anywhere.
// Used everywhere. Invariant: Data() is always NUL-terminated; characters may be any bytes, NUL included.
//
// Arguments may point into the string itself. Case conversion and character classes are those of ASCII, whatever the
// locale. Errors: a position outside the string, a negative length or a result that is too long is reported in one line
// and leaves the string as it was; without memory std::bad_alloc is thrown, and the string is as it was.
// Threads: as for std::string.
#ifndef ROOTLET_TString
#define ROOTLET_TString

#include "Rtypes.h"

#include <compare>
#include <cstdarg>
#include <cstdio>
#include <cstring>
#include <iosfwd>
#include <string>
#include <string_view>
#include <type_traits>

class TString {
public:
   enum EStripType { kLeading = 0x1, kTrailing = 0x2, kBoth = 0x3 };
   enum ECaseCompare { kExact, kIgnoreCase };
   static constexpr Ssiz_t kNPOS = ::kNPOS;

   TString() { SetShortSize(0); }
   /// Null is the empty string.
   TString(const char *s);
   /// n bytes, NULs included.
   TString(const char *s, Ssiz_t n);
   TString(char c);
   TString(char c, Ssiz_t n);
   /// Empty, with room for `capacity` characters.
   explicit TString(Ssiz_t capacity);
   TString(std::string_view s);
   TString(const std::string &s) : TString(std::string_view(s)) {}
   TString(const TString &s);
   TString(TString &&s) noexcept;
   virtual ~TString();

   // Only to a named string: `s(0, 3) = "xyz"` changes a part of the string in ROOT, here it does not compile.
   TString &operator=(const TString &s) &;
   TString &operator=(TString &&s) &noexcept;
   TString &operator=(const char *s) &;
   TString &operator=(const std::string &s) &;
   TString &operator=(std::string_view s) &;
   TString &operator=(char c) &;

   const char *Data() const { return IsLong() ? fLong.fData : fShort.fData; }
   Ssiz_t Length() const { return IsLong() ? fLong.fSize : 15 - fShort.fRest; }
   /// Characters that fit without new memory.
   Ssiz_t Capacity() const;
   /// Makes room for at least n characters (n > 0); returns the new capacity.
   Ssiz_t Capacity(Ssiz_t n);
   operator const char *() const { return Data(); }
   operator std::string_view() const { return View(); }
   std::string_view View() const { return {Data(), static_cast<std::size_t>(Length())}; }
   explicit operator std::string() const { return std::string(View()); }
   Bool_t IsNull() const { return Length() == 0; }
   Bool_t IsWhitespace() const;
   /// One character; the position is checked: outside, one line is reported and the result is a NUL of no string.
   char operator[](Ssiz_t i) const { return IsInside(i) ? Data()[i] : OutsideOf(i); }
   char &operator[](Ssiz_t i) { return IsInside(i) ? MutableData()[i] : OutsideOf(i); }
   /// The same without a check.
   char operator()(Ssiz_t i) const { return Data()[i]; }
   char &operator()(Ssiz_t i) { return MutableData()[i]; }
   /// The part [start, start + len), clamped to the string.
   TString operator()(Ssiz_t start, Ssiz_t len) const;
   /// The first occurrence of `pattern` from `start` on; empty if there is none.
   TString SubString(const char *pattern, Ssiz_t start = 0, ECaseCompare cmp = kExact) const;

   TString &operator+=(const char *s) { return Append(s); }
   TString &operator+=(const TString &s) { return Append(s); }
   TString &operator+=(const std::string &s);
   TString &operator+=(std::string_view s);
   TString &operator+=(char c) { return Append(c); }
   // A number is appended in decimal; a floating point number with the digits that give the same value again when read.
   TString &operator+=(Short_t i) { return operator+=(static_cast<Long64_t>(i)); }
   TString &operator+=(UShort_t i) { return operator+=(static_cast<ULong64_t>(i)); }
   TString &operator+=(Int_t i) { return operator+=(static_cast<Long64_t>(i)); }
   TString &operator+=(UInt_t i) { return operator+=(static_cast<ULong64_t>(i)); }
   TString &operator+=(Long_t i) { return operator+=(static_cast<Long64_t>(i)); }
   TString &operator+=(ULong_t i) { return operator+=(static_cast<ULong64_t>(i)); }
   TString &operator+=(Long64_t i);
   TString &operator+=(ULong64_t i);
   /// As printf's %.9g.
   TString &operator+=(Float_t f);
   /// As printf's %.17g.
   TString &operator+=(Double_t d);

   TString &Append(const char *s);
   TString &Append(const char *s, Ssiz_t n);
   TString &Append(const TString &s);
   TString &Append(const TString &s, Ssiz_t n);
   TString &Append(char c, Ssiz_t rep = 1);
   TString &Prepend(const char *s);
   TString &Prepend(const char *s, Ssiz_t n);
   TString &Prepend(const TString &s);
   TString &Prepend(const TString &s, Ssiz_t n);
   TString &Prepend(char c, Ssiz_t rep = 1);
   TString &Insert(Ssiz_t pos, const char *s);
   TString &Insert(Ssiz_t pos, const char *s, Ssiz_t n);
   TString &Insert(Ssiz_t pos, const TString &s);
   TString &Insert(Ssiz_t pos, const TString &s, Ssiz_t n);
   TString &Remove(Ssiz_t pos, Ssiz_t n);
   TString &Remove(Ssiz_t pos);
   /// Takes all `c` off one or both ends.
   TString &Remove(EStripType type, char c);
   TString &Replace(Ssiz_t pos, Ssiz_t n, const char *s);
   TString &Replace(Ssiz_t pos, Ssiz_t n, const char *s, Ssiz_t ns);
   TString &Replace(Ssiz_t pos, Ssiz_t n, const TString &s);
   TString &Replace(Ssiz_t pos, Ssiz_t n, const TString &s, Ssiz_t ns);
   /// Every occurrence of s1, found from left to right, becomes s2. An empty s1 occurs nowhere.
   TString &ReplaceAll(const char *s1, const char *s2);
   TString &ReplaceAll(const TString &s1, const TString &s2);
   /// A copy without the `c` at the end, the start, or both.
   TString Strip(EStripType type = kTrailing, char c = ' ') const;
   /// Without the last character.
   TString &Chop();
   /// Cut off, or filled up with blanks.
   void Resize(Ssiz_t n);
   /// Empty; the memory is kept.
   void Clear();
   void ToLower();
   void ToUpper();
   TString Copy() const { return *this; }
   void Swap(TString &other) noexcept;

   int CompareTo(const char *s, ECaseCompare cmp = kExact) const;
   int CompareTo(const TString &s, ECaseCompare cmp = kExact) const;
   Bool_t EqualTo(const char *s, ECaseCompare cmp = kExact) const { return CompareTo(s, cmp) == 0; }
   Bool_t EqualTo(const TString &s, ECaseCompare cmp = kExact) const { return CompareTo(s, cmp) == 0; }
   Bool_t Contains(const char *s, ECaseCompare cmp = kExact) const { return Index(s, 0, cmp) != kNPOS; }
   Bool_t Contains(const TString &s, ECaseCompare cmp = kExact) const { return Index(s, 0, cmp) != kNPOS; }
   Bool_t BeginsWith(const char *s, ECaseCompare cmp = kExact) const;
   Bool_t BeginsWith(const TString &s, ECaseCompare cmp = kExact) const;
   Bool_t EndsWith(const char *s, ECaseCompare cmp = kExact) const;
   Bool_t EndsWith(const TString &s, ECaseCompare cmp = kExact) const;
   // Positions, kNPOS if there is none.
   Ssiz_t First(char c) const;
   /// The first of any of these characters.
   Ssiz_t First(const char *anyOf) const;
   Ssiz_t Last(char c) const;
   /// The first occurrence at `start` or later; that of the empty string is `start`, of null there is none.
   Ssiz_t Index(const char *s, Ssiz_t start = 0, ECaseCompare cmp = kExact) const;
   Ssiz_t Index(const char *s, Ssiz_t n, Ssiz_t start, ECaseCompare cmp) const;
   Ssiz_t Index(const TString &s, Ssiz_t start = 0, ECaseCompare cmp = kExact) const;
   Ssiz_t Index(char c, Ssiz_t start = 0) const;
   Int_t CountChar(Int_t c) const;
   /// Of the characters; the same on every platform. With kIgnoreCase equal for strings that differ in case only.
   UInt_t Hash(ECaseCompare cmp = kExact) const;
   Bool_t IsAscii() const;
   Bool_t IsAlpha() const;
   Bool_t IsAlnum() const;
   /// Digits and whitespace only, at least one digit: "123456", "123 456".
   Bool_t IsDigit() const;
   /// A number as Atof() takes it: "64 320", "6.43e-20", "6,43".
   Bool_t IsFloat() const;
   Bool_t IsHex() const;
   Bool_t IsBin() const;
   Bool_t IsOct() const;
   Bool_t IsDec() const;
   /// Whitespace is skipped wherever it is: "1 000" is 1000. Past the range the nearest limit; no number: 0.
   Int_t Atoi() const;
   Long64_t Atoll() const;
   /// As Atoi(); the decimal sign is '.' or ','.
   Double_t Atof() const;
   // Digits 0-9 and A-Z for a base of 2 to 36; another base is reported and gives "!".
   static TString Itoa(Int_t value, Int_t base) { return LLtoa(value, base); }
   static TString UItoa(UInt_t value, Int_t base) { return ULLtoa(value, base); }
   static TString LLtoa(Long64_t value, Int_t base);
   static TString ULLtoa(ULong64_t value, Int_t base);

   /// Takes the parts between matches of the regular expression `delim` (POSIX extended), one with each call:
   ///    TString tok; Ssiz_t from = 0;
   ///    while (list.Tokenize(tok, from, "[ |]")) ...
   /// `from` is moved behind the delimiter. kFALSE when the end of the string is reached. An expression that is not one
   /// is reported.
   Bool_t Tokenize(TString &tok, Ssiz_t &from, const char *delim = " ") const;

   /// printf into this string; the arguments may be parts of it.
   void Form(const char *fmt, ...) __attribute__((format(printf, 2, 3)));
   static TString Format(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

   // From a text stream, replacing the string. The result is that of the stream, as in `while (s.ReadLine(in))`.
   std::istream &ReadLine(std::istream &in, Bool_t skipWhite = kTRUE);
   std::istream &ReadToken(std::istream &in);
   std::istream &ReadToDelim(std::istream &in, char delim = '\n');
   std::istream &ReadFile(std::istream &in);
   std::istream &ReadString(std::istream &in) { return ReadToDelim(in, '\0'); }
   /// One line from a C stream, without its newline if `chop`; kFALSE at the end.
   Bool_t Gets(FILE *file, Bool_t chop = kTRUE);
   void Puts(FILE *file) const;

   /// For strings streamed by hand: bytes only, no header.
   virtual void Streamer(TBuffer &buffer);
   static TClass *Class();

   friend Bool_t operator==(const TString &a, const TString &b) { return a.View() == b.View(); }
   friend Bool_t operator==(const TString &a, const char *b) { return b && a.View() == b; }
   friend Bool_t operator==(const TString &a, const std::string &b) { return a.View() == b; }
   friend Bool_t operator==(const TString &a, std::string_view b) { return a.View() == b; }
   friend std::strong_ordering operator<=>(const TString &a, const TString &b) { return a.View() <=> b.View(); }
   friend std::strong_ordering operator<=>(const TString &a, const char *b)
   {
      return a.View() <=> std::string_view(b ? b : "");
   }
   friend TString operator+(const TString &a, const TString &b) { return TString(a).Append(b); }
   friend TString operator+(const TString &a, const char *b) { return TString(a).Append(b); }
   friend TString operator+(const char *a, const TString &b) { return TString(a).Append(b); }
   friend TString operator+(const TString &a, char b) { return TString(a).Append(b); }
   friend TString operator+(char a, const TString &b) { return TString(a).Append(b); }
   /// Numbers are added as by +=.
   template <class N>
   requires std::is_arithmetic_v<N>
   friend TString operator+(const TString &a, N b)
   {
      TString sum(a);
      sum += b;
      return sum;
   }
   template <class N>
   requires std::is_arithmetic_v<N>
   friend TString operator+(N a, const TString &b)
   {
      TString sum;
      sum += a;
      return sum.Append(b);
   }

   /// Sets the length to n and returns the characters, to be filled by the caller. What was in the string is lost.
   /// Throws rootlet::Error for a negative n.
   char *ResizeForOverwrite(Ssiz_t n);

private:
   struct Long {
      char *fData;
      Ssiz_t fSize;
      UChar_t fBlocks[3]; // memory in blocks of 128 bytes, less one, least significant byte first
      UChar_t fFlag;      // 0x80
   };
   struct Short {
      char fData[15];
      UChar_t fRest; // 15 - length, so that it is the final NUL of a string of 15
   };
   static_assert(sizeof(Long) == 16 && sizeof(Short) == 16);
   // The last byte of both forms tells them apart, on machines of either byte order.
   Bool_t IsLong() const { return (fShort.fRest & 0x80) != 0; }
   Bool_t IsInside(Ssiz_t i) const { return i >= 0 && i < Length(); }
   char &OutsideOf(Ssiz_t i) const;
   void SetShortSize(Ssiz_t n)
   {
      fShort.fRest = static_cast<UChar_t>(15 - n);
      if (n < 15)
         fShort.fData[n] = 0;
   }
   char *MutableData() { return IsLong() ? fLong.fData : fShort.fData; }
   void Init(const char *s, std::size_t n, const char *where);
   char *Splice(std::size_t pos, std::size_t n, const char *s, std::size_t m, const char *where);
   char *SpliceRoom(std::size_t pos, std::size_t n, std::size_t m, const char *where);
   void SetSize(std::size_t n);
   void Adopt(char *memory, std::size_t bytes);
   void Free();
   void FormatV(const char *fmt, std::va_list args);

   union {
      Long fLong;
      Short fShort;
   };
};

std::ostream &operator<<(std::ostream &out, const TString &s);
/// Reads a word: up to the next whitespace.
std::istream &operator>>(std::istream &in, TString &s);
TBuffer &operator<<(TBuffer &buffer, const TString &s);
TBuffer &operator>>(TBuffer &buffer, TString &s);

TString ToLower(const TString &s);
TString ToUpper(const TString &s);

/// printf into one of a ring of 16 buffers of the calling thread; valid for the next 15 calls.
char *Form(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
/// printf to standard output, with a newline.
void Printf(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
/// A copy in new[] memory, owned by the caller; null for null.
char *StrDup(const char *s);

template <>
struct std::hash<TString> {
   std::size_t operator()(const TString &s) const noexcept { return std::hash<std::string_view>()(s.View()); }
};

#endif
