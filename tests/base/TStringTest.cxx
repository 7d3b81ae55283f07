// TString: every function, at the border between the two forms (15 characters), with NULs, with itself as argument.
#include "TString.h"

#include "ErrorCapture.h"
#include "RootletError.h"

#include <gtest/gtest.h>

#include <climits>
#include <cmath>
#include <limits>
#include <unordered_set>
#include <vector>

namespace {

using namespace std::string_literals;
using namespace std::string_view_literals;

std::string Str(const TString &s)
{
   EXPECT_EQ(s.Data()[s.Length()], '\0');
   return std::string(s.View());
}

/// 0, 1, 2, ... in letters, so that a misplaced part is seen.
std::string Letters(std::size_t n)
{
   std::string s;
   for (std::size_t i = 0; i < n; ++i)
      s += static_cast<char>('a' + i % 26);
   return s;
}

} // namespace

TEST(TStringLayout, IsThatOfRoot)
{
   EXPECT_EQ(sizeof(TString), 24u);
   EXPECT_EQ(alignof(TString), 8u);
   EXPECT_EQ(TString::kNPOS, -1);
}

// --- every length around the border, every way to get there -------------------------------------------------------

class TStringLength : public testing::TestWithParam<int> {
protected:
   const std::string fText = Letters(static_cast<std::size_t>(GetParam()));
   Ssiz_t Length() const { return GetParam(); }
};

INSTANTIATE_TEST_SUITE_P(Border, TStringLength, testing::Values(0, 1, 7, 14, 15, 16, 17, 127, 128, 129, 1000, 100000));

TEST_P(TStringLength, ConstructorsTakeAllCharacters)
{
   const TString all[] = {TString(fText.c_str()), TString(fText.data(), Length()), TString(fText),
                          TString(std::string_view(fText))};
   for (const TString &s : all) {
      EXPECT_EQ(s.Length(), Length());
      EXPECT_EQ(Str(s), fText);
      EXPECT_GE(s.Capacity(), s.Length());
   }
   EXPECT_EQ(Str(TString('x', Length())), std::string(fText.size(), 'x'));
}

TEST_P(TStringLength, ShortStringsLieInsideTheObjectLongOnesDoNot)
{
   const TString s(fText);
   const char *object = reinterpret_cast<const char *>(&s);
   const bool inside = s.Data() >= object && s.Data() < object + sizeof s;
   EXPECT_EQ(inside, Length() <= 15);
}

TEST_P(TStringLength, CopyAndAssignmentAreIndependent)
{
   const TString s(fText);
   TString copy(s);
   TString assigned("before");
   assigned = s;
   TString overLong(std::string(300, 'z'));
   overLong = s;
   copy += "!";
   EXPECT_EQ(Str(s), fText);
   EXPECT_EQ(Str(copy), fText + "!");
   EXPECT_EQ(Str(assigned), fText);
   EXPECT_EQ(Str(overLong), fText);
}

TEST_P(TStringLength, MoveLeavesAnEmptyString)
{
   TString s(fText);
   TString moved(std::move(s));
   EXPECT_EQ(Str(moved), fText);
   EXPECT_EQ(Str(s), "");
   TString target(std::string(200, 'q'));
   target = std::move(moved);
   EXPECT_EQ(Str(target), fText);
   EXPECT_EQ(Str(moved), "");
   moved = "again";
   EXPECT_EQ(Str(moved), "again");
}

TEST_P(TStringLength, SelfAssignmentChangesNothing)
{
   TString s(fText);
   TString &same = s;
   s = same;
   EXPECT_EQ(Str(s), fText);
   s = s.Data();
   EXPECT_EQ(Str(s), fText);
   s = std::move(same);
   EXPECT_EQ(Str(s), fText);
   s = s.View();
   EXPECT_EQ(Str(s), fText);
}

TEST_P(TStringLength, PartsOfItselfAreGoodArguments)
{
   TString s(fText);
   EXPECT_EQ(Str(s.Append(s)), fText + fText);
   s = fText;
   EXPECT_EQ(Str(s.Append(s.Data())), fText + fText);
   s = fText;
   EXPECT_EQ(Str(s.Prepend(s.Data())), fText + fText);
   const Ssiz_t half = Length() / 2;
   const std::string front = fText.substr(0, fText.size() / 2), back = fText.substr(fText.size() / 2);
   s = fText;
   EXPECT_EQ(Str(s.Insert(half, s.Data() + half)), front + back + back);
   s = fText;
   EXPECT_EQ(Str(s.Insert(half, s)), front + fText + back);
   s = fText;
   EXPECT_EQ(Str(s.Replace(0, half, s.Data() + half, Length() - half)), back + back);
   s = fText;
   s = s.Data() + half;
   EXPECT_EQ(Str(s), back);
   s = fText;
   s.Form("<%s|%s>", s.Data(), s.Data());
   EXPECT_EQ(Str(s), "<" + fText + "|" + fText + ">");
}

TEST_P(TStringLength, GrowsAndShrinksOneCharacterAtATime)
{
   TString s;
   for (char c : fText)
      s += c;
   EXPECT_EQ(Str(s), fText);
   for (Ssiz_t i = Length(); i > 0; --i)
      s.Chop();
   EXPECT_EQ(Str(s), "");
   EXPECT_EQ(Str(s.Chop()), "");
}

TEST_P(TStringLength, ResizeCutsOrFillsWithBlanks)
{
   for (const std::size_t n : {0u, 14u, 15u, 16u, 40u}) {
      TString s(fText);
      s.Resize(static_cast<Ssiz_t>(n));
      std::string expected = fText;
      expected.resize(n, ' ');
      EXPECT_EQ(Str(s), expected);
   }
}

TEST_P(TStringLength, ResizeForOverwriteGivesWritableMemory)
{
   TString s("old");
   char *to = s.ResizeForOverwrite(Length());
   std::memcpy(to, fText.data(), fText.size());
   EXPECT_EQ(s.Length(), Length());
   EXPECT_EQ(Str(s), fText);
}

TEST_P(TStringLength, SwapExchangesContents)
{
   for (const std::size_t n : {3u, 15u, 16u, 500u}) {
      TString a(fText);
      TString b(std::string(n, 'b'));
      a.Swap(b);
      EXPECT_EQ(Str(a), std::string(n, 'b'));
      EXPECT_EQ(Str(b), fText);
   }
}

TEST_P(TStringLength, CapacityIsKept)
{
   TString s{Length()};
   EXPECT_EQ(s.Length(), 0);
   EXPECT_GE(s.Capacity(), Length());
   const char *memory = s.Data();
   s += fText;
   EXPECT_EQ(s.Data(), memory);
   s.Clear();
   EXPECT_EQ(Str(s), "");
   EXPECT_EQ(s.Data(), memory);
   EXPECT_GE(s.Capacity(1000), 1000);
   EXPECT_EQ(Str(s), "");
}

// --- replacing: against std::string -------------------------------------------------------------------------------

TEST(TString, ReplaceEqualsStdStringForAllPositionsAndLengths)
{
   for (const std::size_t length : {0u, 5u, 14u, 15u, 16u, 30u})
      for (const std::size_t insert : {0u, 1u, 2u, 11u, 20u, 130u})
         for (std::size_t pos = 0; pos <= length; ++pos)
            for (const std::size_t n : {std::size_t(0), std::size_t(1), std::size_t(4), length}) {
               std::string expected = Letters(length);
               TString s(expected);
               const std::string with(insert, '#');
               expected.replace(pos, n, with);
               s.Replace(static_cast<Ssiz_t>(pos), static_cast<Ssiz_t>(n), with.c_str());
               ASSERT_EQ(Str(s), expected) << length << " " << insert << " " << pos << " " << n;
            }
}

TEST(TString, EmbeddedNulsAreCharacters)
{
   const std::string text = "a\0b\0\0c"s;
   TString s(text);
   EXPECT_EQ(s.Length(), 6);
   EXPECT_EQ(Str(s + s), text + text);
   EXPECT_EQ(Str(TString(text.data(), 6)), text);
   EXPECT_EQ(s.CountChar(0), 3);
   EXPECT_EQ(s.First('b'), 2);
   EXPECT_EQ(s.Last('\0'), 4);
   EXPECT_EQ(s.Index(TString("\0c"s)), 4);
   EXPECT_TRUE(s.Contains(TString("\0b\0"s)));
   EXPECT_EQ(Str(TString(s).ReplaceAll(TString("\0"s), TString("-"))), "a-b--c");
   EXPECT_EQ(Str(TString("x").Prepend(s)), text + "x");
   EXPECT_EQ(Str(TString("xy").Insert(1, s)), "x" + text + "y");
   EXPECT_TRUE(s == TString(text));
   EXPECT_FALSE(s == "a");
   EXPECT_NE(s.Hash(), TString("a").Hash());
   EXPECT_TRUE(s.EndsWith(TString("\0\0c"s)));
   EXPECT_GT(s.CompareTo("a"), 0);
   std::string copy(s);
   EXPECT_EQ(copy, text);
}

TEST(TString, NullPointersAreEmptyStrings)
{
   const char *null = nullptr;
   TString s(null);
   EXPECT_TRUE(s.IsNull());
   s = "text";
   s += null;
   s.Append(null, 5).Prepend(null).Insert(2, null).Replace(1, 0, null);
   EXPECT_EQ(Str(s), "text");
   EXPECT_FALSE(s == null);
   EXPECT_FALSE(s.Contains(null));
   EXPECT_FALSE(s.BeginsWith(null));
   EXPECT_FALSE(s.EndsWith(null));
   EXPECT_GT(s.CompareTo(null), 0);
   EXPECT_EQ(s.First(null), kNPOS);
   EXPECT_EQ(Str(s.ReplaceAll(null, "x")), "text");
   EXPECT_EQ(Str(s.ReplaceAll("t", null)), "ex");
   s = null;
   EXPECT_TRUE(s.IsNull());
}

TEST(TString, ErrorsAreReportedAndChangeNothing)
{
   struct Case {
      const char *fWhat;
      void (*fDo)(TString &s);
   };
   const Case cases[] = {
      {"insert behind the end", [](TString &s) { s.Insert(5, "x"); }},
      {"insert before the start", [](TString &s) { s.Insert(-1, "x"); }},
      {"replace behind the end", [](TString &s) { s.Replace(6, 1, "x"); }},
      {"replace a negative length", [](TString &s) { s.Replace(1, -1, "x"); }},
      {"replace by a negative length", [](TString &s) { s.Replace(1, 1, "x", -1); }},
      {"remove behind the end", [](TString &s) { s.Remove(5, 1); }},
      {"append a negative length", [](TString &s) { s.Append("x", -2); }},
      {"append a negative count", [](TString &s) { s.Append('x', -2); }},
      {"prepend a negative count", [](TString &s) { s.Prepend('x', -2); }},
      {"resize to a negative length", [](TString &s) { s.Resize(-1); }},
      {"write behind the end", [](TString &s) { s[4] = 'x'; }},
      {"write before the start", [](TString &s) { s[-1] = 'x'; }},
      {"grow past the limit", [](TString &s) { s.Append('x', INT_MAX); }},
      {"prepend past the limit", [](TString &s) { s.Prepend('x', INT_MAX - 3); }},
      {"an impossible format",
       [](TString &s) {
          const char *none = nullptr;
          s.Form(none, 1);
       }},
   };
   for (const Case &c : cases) {
      const ErrorCapture errors;
      TString s("text");
      c.fDo(s);
      EXPECT_EQ(errors.Count(), 1u) << c.fWhat;
      EXPECT_EQ(Str(s), "text") << c.fWhat;
   }
}

TEST(TString, ReadingOutsideGivesNulAndOneLine)
{
   const TString s("text");
   const ErrorCapture errors;
   EXPECT_EQ(s[3], 't');
   EXPECT_EQ(errors.Count(), 0u);
   EXPECT_EQ(s[4], '\0');
   EXPECT_EQ(errors.Message(), "position 4 is outside a string of length 4");
   EXPECT_EQ(errors.Location(), "TString::operator[]");
}

TEST(TString, NegativeLengthsInConstructorsGiveEmptyStrings)
{
   const ErrorCapture errors;
   EXPECT_TRUE(TString("abc", -1).IsNull());
   EXPECT_TRUE(TString('c', -1).IsNull());
   EXPECT_EQ(errors.Count(), 2u);
   TString s("abc");
   EXPECT_THROW(s.ResizeForOverwrite(-1), rootlet::Error);
   EXPECT_EQ(Str(s), "abc");
}

// --- editing ------------------------------------------------------------------------------------------------------

TEST(TString, EditingFunctionsReturnTheStringItself)
{
   TString s("b");
   s.Append("c").Prepend("a").Append('d').Append("efg", 1).Prepend("_-", 1).Prepend('<', 2).Append(TString("xyz"), 2);
   EXPECT_EQ(Str(s), "<<_abcdexy");
   EXPECT_EQ(Str(s.Insert(2, "||")), "<<||_abcdexy");
   EXPECT_EQ(Str(s.Insert(2, "123", 2)), "<<12||_abcdexy");
   EXPECT_EQ(Str(s.Insert(0, TString("uvw"), 1)), "u<<12||_abcdexy");
   EXPECT_EQ(Str(s.Remove(1, 4)), "u||_abcdexy");
   EXPECT_EQ(Str(s.Remove(9)), "u||_abcde");
   EXPECT_EQ(Str(s.Remove(9)), "u||_abcde");
   EXPECT_EQ(Str(s.Replace(1, 2, TString("=="))), "u==_abcde");
   EXPECT_EQ(Str(s.Replace(1, 2, TString("+--"), 1)), "u+_abcde");
   EXPECT_EQ(Str(s.Replace(6, 100, "!")), "u+_abc!");
   EXPECT_EQ(Str(s.Append(TString("q"), 100)), "u+_abc!q");
   EXPECT_EQ(Str(s.Prepend(TString("q"), 100)), "qu+_abc!q");
}

TEST(TString, ReplaceAllGoesFromLeftToRightOnce)
{
   struct Case {
      const char *fText, *fFrom, *fTo, *fResult;
   };
   const Case cases[] = {
      {"aaa", "a", "b", "bbb"},
      {"aaa", "aa", "b", "ba"},
      {"aaa", "a", "aa", "aaaaaa"},
      {"abcabc", "bc", "", "aa"},
      {"abc", "", "x", "abc"},
      {"abc", "z", "x", "abc"},
      {"", "a", "b", ""},
      {"a.b.c", ".", "::", "a::b::c"},
      {"0123456789", "89", "a long end", "01234567a long end"},
   };
   for (const Case &c : cases)
      EXPECT_EQ(Str(TString(c.fText).ReplaceAll(c.fFrom, c.fTo)), c.fResult) << c.fText;
   TString s("abab");
   EXPECT_EQ(Str(s.ReplaceAll(s, s + s)), "abababab");
   EXPECT_EQ(Str(s.ReplaceAll("b", s.Data())), "aabababab"
                                               "aabababab"
                                               "aabababab"
                                               "aabababab");
}

TEST(TString, StripTakesCharactersOffTheEnds)
{
   struct Case {
      const char *fText;
      TString::EStripType fType;
      const char *fResult;
   };
   const Case cases[] = {
      {"  a b  ", TString::kLeading, "a b  "},
      {"  a b  ", TString::kTrailing, "  a b"},
      {"  a b  ", TString::kBoth, "a b"},
      {"    ", TString::kLeading, ""},
      {"    ", TString::kTrailing, ""},
      {"    ", TString::kBoth, ""},
      {"", TString::kBoth, ""},
      {"a", TString::kBoth, "a"},
   };
   for (const Case &c : cases) {
      const TString s(c.fText);
      EXPECT_EQ(Str(s.Strip(c.fType)), c.fResult) << c.fText;
      EXPECT_EQ(Str(TString(s).Remove(c.fType, ' ')), c.fResult) << c.fText;
   }
   EXPECT_EQ(Str(TString("//path//").Strip(TString::kBoth, '/')), "path");
   EXPECT_EQ(Str(TString("a  ").Strip()), "a");
}

TEST(TString, CaseConversionIsThatOfAscii)
{
   TString s("Az{[09 \xc4\xe4");
   s.ToUpper();
   EXPECT_EQ(Str(s), "AZ{[09 \xc4\xe4");
   s.ToLower();
   EXPECT_EQ(Str(s), "az{[09 \xc4\xe4");
   EXPECT_EQ(Str(ToUpper(TString("abc"))), "ABC");
   EXPECT_EQ(Str(ToLower(TString("ABC"))), "abc");
}

// --- numbers appended ---------------------------------------------------------------------------------------------

TEST(TString, NumbersAreAppendedInDecimal)
{
   TString s;
   s += Short_t(-3);
   s += ' ';
   s += UShort_t(65535);
   s += ' ';
   s += -12;
   s += ' ';
   s += 4294967295u;
   s += ' ';
   s += -5L;
   s += ' ';
   s += 6UL;
   s += ' ';
   s += std::numeric_limits<Long64_t>::min();
   s += ' ';
   s += std::numeric_limits<ULong64_t>::max();
   EXPECT_EQ(Str(s), "-3 65535 -12 4294967295 -5 6 -9223372036854775808 18446744073709551615");
   EXPECT_EQ(Str(TString("h") + 1), "h1");
   EXPECT_EQ(Str(TString("h") + 0), "h0");
   EXPECT_EQ(Str(12ul + TString("h")), "12h");
   EXPECT_EQ(Str(TString("h") + 'x'), "hx");
   EXPECT_EQ(Str('x' + TString("h")), "xh");
   EXPECT_EQ(Str(TString("x=") + 0.5), "x=0.5");
}

TEST(TString, FloatingPointNumbersAreAppendedSoThatTheyReadBackEqual)
{
   for (const double d : {0.5, 0.1, -1e-300, 1e300, 1. / 3, 123456789.0, 0.0, std::numeric_limits<double>::max(),
                          std::numeric_limits<double>::denorm_min()}) {
      TString s;
      s += d;
      EXPECT_EQ(Str(s), Str(TString::Format("%.17g", d)));
      EXPECT_EQ(std::strtod(s.Data(), nullptr), d);
   }
   for (const float f : {0.5f, 0.1f, 1e-30f, 3.1415927f}) {
      TString s;
      s += f;
      EXPECT_EQ(Str(s), Str(TString::Format("%.9g", static_cast<double>(f))));
      EXPECT_EQ(std::strtof(s.Data(), nullptr), f);
   }
   TString s;
   s += HUGE_VAL;
   EXPECT_EQ(Str(s), "inf");
}

// --- searching and comparing --------------------------------------------------------------------------------------

TEST(TString, IndexFindsFromTheStartGiven)
{
   const TString s("abcABCabc");
   struct Case {
      const char *fPattern;
      Ssiz_t fStart;
      TString::ECaseCompare fCase;
      Ssiz_t fResult;
   };
   const Case cases[] = {
      {"abc", 0, TString::kExact, 0},      {"abc", 1, TString::kExact, 6},
      {"abc", 1, TString::kIgnoreCase, 3}, {"ABC", 0, TString::kExact, 3},
      {"aBc", 0, TString::kExact, kNPOS},  {"aBc", 4, TString::kIgnoreCase, 6},
      {"abc", 7, TString::kExact, kNPOS},  {"abc", 7, TString::kIgnoreCase, kNPOS},
      {"", 0, TString::kExact, 0},         {"", 9, TString::kExact, 9},
      {"", 9, TString::kIgnoreCase, 9},    {"", 10, TString::kExact, kNPOS},
      {"abc", -1, TString::kExact, kNPOS}, {"abcABCabcd", 0, TString::kIgnoreCase, kNPOS},
   };
   for (const Case &c : cases) {
      EXPECT_EQ(s.Index(c.fPattern, c.fStart, c.fCase), c.fResult) << c.fPattern << " " << c.fStart;
      EXPECT_EQ(s.Index(TString(c.fPattern), c.fStart, c.fCase), c.fResult) << c.fPattern << " " << c.fStart;
   }
   EXPECT_EQ(s.Index("abcX", 3, 1, TString::kExact), 6);
   EXPECT_EQ(s.Index("abcX", 4, 0, TString::kExact), kNPOS);
   EXPECT_EQ(s.Index('C'), 5);
   EXPECT_EQ(s.Index('c', 3), 8);
   EXPECT_EQ(s.Index('x'), kNPOS);
   EXPECT_EQ(s.First('c'), 2);
   EXPECT_EQ(s.First("CB"), 4);
   EXPECT_EQ(s.First("xyz"), kNPOS);
   EXPECT_EQ(s.Last('a'), 6);
   EXPECT_EQ(s.Last('x'), kNPOS);
   EXPECT_EQ(s.CountChar('b'), 2);
   EXPECT_EQ(s.CountChar('x'), 0);
}

TEST(TString, BeginsAndEndsWith)
{
   const TString s("libEvent.so");
   EXPECT_TRUE(s.BeginsWith("lib"));
   EXPECT_FALSE(s.BeginsWith("LIB"));
   EXPECT_TRUE(s.BeginsWith("LIB", TString::kIgnoreCase));
   EXPECT_TRUE(s.BeginsWith(""));
   EXPECT_FALSE(s.BeginsWith("libEvent.so.1"));
   EXPECT_TRUE(s.BeginsWith(TString("lib")));
   EXPECT_TRUE(s.EndsWith(".so"));
   EXPECT_FALSE(s.EndsWith(".SO"));
   EXPECT_TRUE(s.EndsWith(".SO", TString::kIgnoreCase));
   EXPECT_TRUE(s.EndsWith(""));
   EXPECT_FALSE(s.EndsWith("/usr/lib/libEvent.so"));
   EXPECT_TRUE(s.EndsWith(TString("libEvent.so")));
   EXPECT_TRUE(s.Contains("Event"));
   EXPECT_TRUE(s.Contains("EVENT", TString::kIgnoreCase));
   EXPECT_FALSE(s.Contains(TString("EVENT")));
}

TEST(TString, CompareToHasTheSignOfTheFirstDifference)
{
   struct Case {
      const char *fA, *fB;
      int fExact, fIgnoring;
   };
   const Case cases[] = {
      {"", "", 0, 0},         {"a", "", 1, 1},          {"", "a", -1, -1},
      {"abc", "abd", -1, -1}, {"abc", "ab", 1, 1},      {"ABC", "abc", -1, 0},
      {"abc", "ABD", 1, -1},  {"a\xff", "a\x01", 1, 1}, {"Z", "a", -1, 1},
   };
   auto sign = [](int x) { return (x > 0) - (x < 0); };
   for (const Case &c : cases) {
      const TString a(c.fA);
      EXPECT_EQ(sign(a.CompareTo(c.fB)), c.fExact) << c.fA << " " << c.fB;
      EXPECT_EQ(sign(a.CompareTo(TString(c.fB))), c.fExact) << c.fA << " " << c.fB;
      EXPECT_EQ(sign(a.CompareTo(c.fB, TString::kIgnoreCase)), c.fIgnoring) << c.fA << " " << c.fB;
      EXPECT_EQ(a.EqualTo(c.fB, TString::kIgnoreCase), c.fIgnoring == 0);
      EXPECT_EQ(a == c.fB, c.fExact == 0);
      EXPECT_EQ(a != TString(c.fB), c.fExact != 0);
      EXPECT_EQ(a < TString(c.fB), c.fExact < 0);
      EXPECT_EQ(a <= c.fB, c.fExact <= 0);
      EXPECT_EQ(a >= TString(c.fB), c.fExact >= 0);
      EXPECT_EQ(c.fB<a, c.fExact> 0);
   }
   EXPECT_TRUE("abc" == TString("abc"));
   EXPECT_TRUE(TString("abc") == "abc"s);
   EXPECT_TRUE(TString("abc") == std::string_view("abc"));
   EXPECT_TRUE("abc"s == TString("abc"));
}

TEST(TString, HashIsOfTheCharacters)
{
   EXPECT_EQ(TString("").Hash(), 2166136261u); // published values of 32-bit FNV-1a
   EXPECT_EQ(TString("a").Hash(), 0xe40c292cu);
   EXPECT_EQ(TString("foobar").Hash(), 0xbf9cf968u);
   EXPECT_NE(TString("ABC").Hash(), TString("abc").Hash());
   EXPECT_EQ(TString("ABC").Hash(TString::kIgnoreCase), TString("abC").Hash(TString::kIgnoreCase));
   TString grown(300);
   grown += "foobar";
   EXPECT_EQ(grown.Hash(), TString("foobar").Hash());
   EXPECT_TRUE((std::unordered_set<TString>{"a", "b"}.contains("b")));
}

TEST(TString, PartsAreClamped)
{
   const TString s("0123456789");
   EXPECT_EQ(Str(s(2, 3)), "234");
   EXPECT_EQ(Str(s(8, 100)), "89");
   EXPECT_EQ(Str(s(10, 1)), "");
   EXPECT_EQ(Str(s(100, 1)), "");
   EXPECT_EQ(Str(s(-3, 5)), "01");
   EXPECT_EQ(Str(s(3, -1)), "");
   EXPECT_EQ(Str(s(0, INT_MAX)), "0123456789");
   EXPECT_EQ(Str(s(5, INT_MAX)), "56789");
   EXPECT_EQ(Str(s.SubString("456")), "456");
   EXPECT_EQ(Str(s.SubString("456", 5)), "");
   EXPECT_EQ(Str(TString("aBc").SubString("b", 0, TString::kIgnoreCase)), "B");
   EXPECT_EQ(s(3), '3');
   TString w(s);
   w(3) = 'x';
   w[4] = 'y';
   EXPECT_EQ(Str(w), "012xy56789");
   static_assert(!std::is_assignable_v<TString, const char *>, "a part of a string cannot be assigned to");
}

TEST(TString, TokenizeSplitsAtARegularExpression)
{
   struct Case {
      const char *fText, *fDelim;
      std::vector<std::string> fParts;
   };
   const Case cases[] = {
      {"a b c", " ", {"a", "b", "c"}},
      {"tok1 tok2|tok3", "[ |]", {"tok1", "tok2", "tok3"}},
      {"a,,b", ",", {"a", "", "b"}},
      {"a,,b", ",+", {"a", "b"}},
      {"a,b,", ",", {"a", "b"}},
      {",a", ",", {"", "a"}},
      {"", ",", {}},
      {"abc", "x*", {"abc"}},
      {"a::b::c", "::", {"a", "b", "c"}},
   };
   for (const Case &c : cases) {
      const TString s(c.fText);
      std::vector<std::string> parts;
      TString tok;
      Ssiz_t from = 0;
      while (s.Tokenize(tok, from, c.fDelim))
         parts.push_back(Str(tok));
      EXPECT_EQ(parts, c.fParts) << c.fText;
      EXPECT_TRUE(tok.IsNull());
   }
}

TEST(TString, TokenizeReportsABadExpression)
{
   const ErrorCapture errors;
   TString tok;
   Ssiz_t from = 0;
   EXPECT_FALSE(TString("a b").Tokenize(tok, from, "["));
   EXPECT_EQ(errors.Count(), 1u);
   EXPECT_EQ(from, 0);
}

// --- classes of characters, numbers -------------------------------------------------------------------------------

TEST(TString, KindsOfStrings)
{
   struct Case {
      const char *fText;
      bool fDigit, fFloat, fAlpha, fAlnum, fHex, fBin, fOct, fDec, fSpace;
   };
   const Case cases[] = {
      //            digit  float  alpha  alnum  hex    bin    oct    dec    space
      {"", false, false, false, false, false, false, false, false, true},
      {"  ", false, false, false, false, false, false, false, false, true},
      {"101", true, true, false, true, true, true, true, true, false},
      {"1 234", true, true, false, false, false, false, false, false, false},
      {"789", true, true, false, true, true, false, false, true, false},
      {"abc", false, false, true, true, true, false, false, false, false},
      {"xyz", false, false, true, true, false, false, false, false, false},
      {"a1", false, false, false, true, true, false, false, false, false},
      {"-1", false, true, false, false, false, false, false, false, false},
      {"6,43e-20", false, true, false, false, false, false, false, false, false},
      {"+6.43E+20", false, true, false, false, false, false, false, false, false},
      {".5", false, true, false, false, false, false, false, false, false},
      {"1e", false, false, false, true, true, false, false, false, false},
      {"+-1", false, false, false, false, false, false, false, false, false},
      {"1.2.3", false, false, false, false, false, false, false, false, false},
      {"nan", false, false, true, true, false, false, false, false, false},
      {"1e999", false, true, false, true, true, false, false, false, false},
   };
   for (const Case &c : cases) {
      const TString s(c.fText);
      EXPECT_EQ(s.IsDigit(), c.fDigit) << c.fText;
      EXPECT_EQ(s.IsFloat(), c.fFloat) << c.fText;
      EXPECT_EQ(s.IsAlpha(), c.fAlpha) << c.fText;
      EXPECT_EQ(s.IsAlnum(), c.fAlnum) << c.fText;
      EXPECT_EQ(s.IsHex(), c.fHex) << c.fText;
      EXPECT_EQ(s.IsBin(), c.fBin) << c.fText;
      EXPECT_EQ(s.IsOct(), c.fOct) << c.fText;
      EXPECT_EQ(s.IsDec(), c.fDec) << c.fText;
      EXPECT_EQ(s.IsWhitespace(), c.fSpace) << c.fText;
   }
   EXPECT_TRUE(TString("abc\t~").IsAscii());
   EXPECT_FALSE(TString("\xc3\xa4").IsAscii());
}

TEST(TString, IntegersSkipWhitespaceAndSaturate)
{
   struct Case {
      const char *fText;
      Int_t fInt;
      Long64_t fLong;
   };
   const Case cases[] = {
      {"", 0, 0},
      {"x", 0, 0},
      {"42", 42, 42},
      {"  1 000 ", 1000, 1000},
      {"-7", -7, -7},
      {"+7", 7, 7},
      {"12abc", 12, 12},
      {"2147483648", INT_MAX, 2147483648LL},
      {"-99999999999999999999", INT_MIN, std::numeric_limits<Long64_t>::min()},
      {"99999999999999999999", INT_MAX, std::numeric_limits<Long64_t>::max()},
   };
   for (const Case &c : cases) {
      EXPECT_EQ(TString(c.fText).Atoi(), c.fInt) << c.fText;
      EXPECT_EQ(TString(c.fText).Atoll(), c.fLong) << c.fText;
   }
}

TEST(TString, AtofReadsBothDecimalSigns)
{
   struct Case {
      const char *fText;
      double fValue;
   };
   const Case cases[] = {
      {"", 0},          {"x", 0},          {"1.5", 1.5},    {"1,5", 1.5},        {" 64 320.25", 64320.25},
      {"-1e-3", -1e-3}, {"+2.5E+2", 250.}, {"3.5abc", 3.5}, {"1e999", HUGE_VAL}, {"-1e999", -HUGE_VAL},
      {"1e-999", 0.},
   };
   for (const Case &c : cases)
      EXPECT_EQ(TString(c.fText).Atof(), c.fValue) << c.fText;
   EXPECT_TRUE(std::signbit(TString("-1e-999").Atof()));
}

TEST(TString, IntegersInAnyBase)
{
   EXPECT_EQ(Str(TString::Itoa(255, 16)), "FF");
   EXPECT_EQ(Str(TString::Itoa(-255, 2)), "-11111111");
   EXPECT_EQ(Str(TString::UItoa(4294967295u, 10)), "4294967295");
   EXPECT_EQ(Str(TString::LLtoa(std::numeric_limits<Long64_t>::min(), 2)), "-1" + std::string(63, '0'));
   EXPECT_EQ(Str(TString::ULLtoa(std::numeric_limits<ULong64_t>::max(), 36)), "3W5E11264SGSF");
   EXPECT_EQ(Str(TString::Itoa(0, 10)), "0");
   const ErrorCapture errors;
   EXPECT_EQ(Str(TString::Itoa(1, 1)), "!");
   EXPECT_EQ(Str(TString::Itoa(1, 37)), "!");
   EXPECT_EQ(errors.Count(), 2u);
}

TEST(TString, ConvertsWhereAPlainStringIsWanted)
{
   const TString s("text");
   const char *p = s;
   std::string_view v = s;
   const std::string str(s);
   EXPECT_STREQ(p, "text");
   EXPECT_EQ(v, "text");
   EXPECT_EQ(str, "text");
   EXPECT_EQ(Str(s.Copy()), "text");
   TString c = 'x';
   EXPECT_EQ(Str(c), "x");
   c = 'y';
   EXPECT_EQ(Str(c), "y");
   c = "std"s;
   c += "+view"sv.substr(0, 2);
   c += "str"s;
   EXPECT_EQ(Str(c), "std+vstr");
   EXPECT_EQ(Str("pre" + s + "post"), "pretextpost");
}
