// Formatting and text streams of TString; Form(), Printf(), StrDup().
#include "TString.h"

#include "ErrorCapture.h"

#include <gtest/gtest.h>

#include <iomanip>
#include <memory>
#include <set>
#include <sstream>
#include <thread>
#include <vector>

namespace {

class FormLength : public testing::TestWithParam<int> {};

INSTANTIATE_TEST_SUITE_P(Border, FormLength, testing::Values(0, 1, 15, 16, 255, 256, 257, 5000, 100000));

TEST_P(FormLength, AllFormattersGiveTheWholeText)
{
   const std::string text(static_cast<std::size_t>(GetParam()), 'f');
   TString s("before");
   s.Form("%s", text.c_str());
   EXPECT_EQ(s.View(), text);
   EXPECT_EQ(TString::Format("%s", text.c_str()).View(), text);
   EXPECT_EQ(Form("%s", text.c_str()), text);
   testing::internal::CaptureStdout();
   Printf("%s", text.c_str());
   EXPECT_EQ(testing::internal::GetCapturedStdout(), text + "\n");
}

TEST(Form, SixteenResultsLiveAtOnce)
{
   std::vector<const char *> results;
   for (int i = 0; i < 16; ++i)
      results.push_back(Form("result %d", i));
   for (int i = 0; i < 16; ++i)
      EXPECT_EQ(results[static_cast<std::size_t>(i)], "result " + std::to_string(i));
   EXPECT_EQ(std::set<const char *>(results.begin(), results.end()).size(), 16u);
}

TEST(Form, AResultIsAGoodArgumentHoweverOldItsBufferIs)
{
   const char *text = Form("start");
   for (int i = 0; i < 100; ++i)
      text = Form("%s.", text);
   EXPECT_EQ(text, "start" + std::string(100, '.'));
   const char *oldest = Form("oldest");
   for (int i = 0; i < 15; ++i)
      Form("%d", i);
   EXPECT_STREQ(Form("<%s>", oldest), "<oldest>"); // goes into the buffer that holds `oldest`
}

TEST(Form, ResultsCanBeWrittenTo)
{
   char *text = Form("%s", "abc");
   text[1] = 'X';
   EXPECT_STREQ(text, "aXc");
}

TEST(Form, EachThreadHasItsOwnRing)
{
   const char *mine = Form("mine");
   std::vector<std::thread> threads;
   for (int t = 0; t < 4; ++t)
      threads.emplace_back([t] {
         for (int i = 0; i < 1000; ++i) {
            const char *first = Form("thread %d", t);
            const char *second = Form("%d", i);
            ASSERT_EQ(first, "thread " + std::to_string(t));
            ASSERT_EQ(second, std::to_string(i));
         }
      });
   for (std::thread &thread : threads)
      thread.join();
   EXPECT_STREQ(mine, "mine");
}

struct FormsAtThreadExit {
   ~FormsAtThreadExit() { *fResult = Form("%s", "late"); }
   std::string *fResult = nullptr;
};

TEST(Form, WorksInDestructorsAtThreadExit)
{
   std::string result;
   std::thread([&result] {
      static thread_local FormsAtThreadExit late; // made before the ring, so destroyed after it
      late.fResult = &result;
      Form("ring is made");
   }).join();
   EXPECT_EQ(result, "late");
}

TEST(Form, ReportsAFormatThatCannotBeCarriedOut)
{
   const ErrorCapture errors;
   const char *none = nullptr;
   EXPECT_STREQ(Form(none, 1), "");
   EXPECT_EQ(errors.Count(), 1u);
   EXPECT_EQ(errors.Location(), "Form");
}

TEST(StrDup, CopiesIntoMemoryOfTheCaller)
{
   EXPECT_EQ(StrDup(nullptr), nullptr);
   const std::unique_ptr<char[]> empty(StrDup(""));
   EXPECT_STREQ(empty.get(), "");
   const std::unique_ptr<char[]> copy(StrDup("text"));
   EXPECT_STREQ(copy.get(), "text");
}

TEST(TStringStream, WritesAllCharactersAndHonoursTheWidth)
{
   std::ostringstream out;
   out << TString("a\0b", 3) << '|' << std::setw(6) << std::left << TString("c") << '|';
   EXPECT_EQ(out.str(), std::string("a\0b|c     |", 11));
}

TEST(TStringStream, ReadsWords)
{
   std::istringstream in("  one a-rather-long-second-word\nthree");
   TString a("old"), b, c, d("old");
   in >> a >> b >> c;
   EXPECT_EQ(a, "one");
   EXPECT_EQ(b, "a-rather-long-second-word");
   EXPECT_EQ(c, "three");
   EXPECT_FALSE(in >> d);
   EXPECT_TRUE(d.IsNull());
}

TEST(TStringStream, ReadsLines)
{
   std::istringstream in("first\n\n   second line\nlast");
   TString s;
   std::vector<std::string> lines;
   while (s.ReadLine(in, kFALSE))
      lines.emplace_back(s.View());
   EXPECT_EQ(lines, (std::vector<std::string>{"first", "", "   second line", "last"}));
   std::istringstream again("\n \n  first\nsecond");
   EXPECT_TRUE(s.ReadLine(again));
   EXPECT_EQ(s, "first");
}

TEST(TStringStream, ReadsToADelimiterAndWholeFiles)
{
   std::istringstream in(std::string("a;b\0c;d\ne", 9));
   TString s;
   EXPECT_TRUE(s.ReadToDelim(in, ';'));
   EXPECT_EQ(s, "a");
   EXPECT_TRUE(s.ReadString(in));
   EXPECT_EQ(s, "b");
   EXPECT_TRUE(s.ReadFile(in));
   EXPECT_EQ(s, "c;d\ne");
   EXPECT_TRUE(in.eof());
}

TEST(TStringStream, GetsAndPutsUseCStreams)
{
   const std::unique_ptr<FILE, int (*)(FILE *)> file(std::tmpfile(), std::fclose);
   ASSERT_TRUE(file);
   TString("one\n\ntwo").Puts(file.get());
   std::rewind(file.get());
   TString s;
   EXPECT_TRUE(s.Gets(file.get()));
   EXPECT_EQ(s, "one");
   EXPECT_TRUE(s.Gets(file.get(), kFALSE));
   EXPECT_EQ(s, "\n");
   EXPECT_TRUE(s.Gets(file.get()));
   EXPECT_EQ(s, "two");
   EXPECT_FALSE(s.Gets(file.get()));
   EXPECT_EQ(s, "two");
}

} // namespace
