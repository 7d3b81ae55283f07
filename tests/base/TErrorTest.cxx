// The error handler: what a line looks like, what is dropped, handlers, threads.
#include "TError.h"

#include "ErrorCapture.h"

#include <gtest/gtest.h>

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <csignal>
#include <functional>
#include <map>
#include <sstream>
#include <thread>

namespace {

std::string Captured(const std::function<void()> &report)
{
   testing::internal::CaptureStderr();
   report();
   return testing::internal::GetCapturedStderr();
}

TEST(TError, EachFunctionWritesOneLine)
{
   struct Case {
      void (*fReport)();
      const char *fLine;
   };
   const Case cases[] = {
      {[] { Info("A::B", "value %d", 1); }, "Info in <A::B>: value 1\n"},
      {[] { Warning("A::B", "%s", "text"); }, "Warning in <A::B>: text\n"},
      {[] { Error("A::B", "%s %s", "x", "y"); }, "Error in <A::B>: x y\n"},
      {[] {
          errno = ENOENT;
          SysError("A::B", "cannot open `%s`", "f");
       },
       "SysError in <A::B>: cannot open `f` (No such file or directory)\n"},
      {[] { Error("", "no place"); }, "Error: no place\n"},
      {[] { Error(nullptr, "no place"); }, "Error: no place\n"},
      {[] { DefaultErrorHandler(kPrint, kFALSE, "x", "as it is"); }, "as it is\n"},
      {[] { DefaultErrorHandler(kBreak, kFALSE, "x", "y"); }, "Break in <x>: y\n"},
      {[] { DefaultErrorHandler(kInfo + 1, kFALSE, "x", "between levels"); }, "Info in <x>: between levels\n"},
      {[] { DefaultErrorHandler(kError, kFALSE, "x", nullptr); }, "Error in <x>: \n"},
   };
   for (const Case &c : cases)
      EXPECT_EQ(Captured(c.fReport), c.fLine);
}

TEST(TError, ControlCharactersCannotBreakTheLine)
{
   EXPECT_EQ(Captured([] { Error("a\nb", "name `%s`", "x\n\x1b[31m\ty\x7f\xc3\xa4"); }),
             "Error in <a b>: name `x  [31m\ty \xc3\xa4`\n");
}

TEST(TError, LongMessagesAreComplete)
{
   const std::string text(100000, 'm');
   EXPECT_EQ(Captured([&] { Error("A", "%s", text.c_str()); }), "Error in <A>: " + text + "\n");
}

TEST(TError, IgnoreLevelDropsWhatIsBelow)
{
   const Int_t before = gErrorIgnoreLevel;
   gErrorIgnoreLevel = kError;
   EXPECT_EQ(Captured([] {
                Info("A", "no");
                Warning("A", "no");
                Error("A", "yes");
             }),
             "Error in <A>: yes\n");
   gErrorIgnoreLevel = kFatal;
   EXPECT_EQ(Captured([] { Error("A", "no"); }), "");
   gErrorIgnoreLevel = before;
   EXPECT_EQ(before, kPrint);
}

TEST(TError, HandlerReceivesLevelLocationAndMessage)
{
   const ErrorCapture errors;
   Error("A::B", "%d%%", 5);
   Warning("W", "w");
   ASSERT_EQ(errors.Count(), 2u);
   EXPECT_EQ(errors.Lines()[0].fLevel, kError);
   EXPECT_FALSE(errors.Lines()[0].fAbort);
   EXPECT_EQ(errors.Lines()[0].fLocation, "A::B");
   EXPECT_EQ(errors.Lines()[0].fMessage, "5%");
   EXPECT_EQ(errors.Lines()[1].fLevel, kWarning);
}

TEST(TError, HandlerDecidesOnTheIgnoreLevelItself)
{
   const Int_t before = gErrorIgnoreLevel;
   gErrorIgnoreLevel = kFatal;
   {
      const ErrorCapture errors;
      Info("A", "still told");
      EXPECT_EQ(errors.Message(), "still told");
   }
   gErrorIgnoreLevel = before;
}

void NoHandler(int, Bool_t, const char *, const char *) {}

TEST(TError, SetErrorHandlerReturnsTheOneBefore)
{
   const ErrorHandlerFunc_t first = SetErrorHandler(NoHandler);
   EXPECT_EQ(first, DefaultErrorHandler);
   EXPECT_EQ(GetErrorHandler(), NoHandler);
   EXPECT_EQ(SetErrorHandler(nullptr), NoHandler);
   EXPECT_EQ(GetErrorHandler(), DefaultErrorHandler);
}

TEST(TError, ReportingKeepsErrno)
{
   for (const ErrorHandlerFunc_t handler : {ErrorHandlerFunc_t(DefaultErrorHandler), ErrorHandlerFunc_t(NoHandler)}) {
      SetErrorHandler(handler);
      errno = EBUSY;
      Captured([] {
         errno = EBUSY;
         SysError("A", "%s", "x");
         EXPECT_EQ(errno, EBUSY);
      });
   }
   SetErrorHandler(nullptr);
}

TEST(TError, FatalTellsTheHandlerToEndTheProgram)
{
   {
      const ErrorCapture errors;
      Fatal("A", "over");
      ASSERT_EQ(errors.Count(), 1u);
      EXPECT_TRUE(errors.Lines()[0].fAbort);
      EXPECT_EQ(errors.Lines()[0].fLevel, kFatal);
   }
   EXPECT_EXIT(Fatal("A", "over"), testing::KilledBySignal(SIGABRT), "Fatal in <A>: over");
}

TEST(TError, LinesOfThreadsAndProcessesDoNotMix)
{
   int ends[2];
   ASSERT_EQ(::pipe(ends), 0);
   const int kept = ::dup(STDERR_FILENO);
   ::dup2(ends[1], STDERR_FILENO);
   std::string output;
   std::thread reader([&] {
      char bytes[4096];
      for (ssize_t n; (n = ::read(ends[0], bytes, sizeof bytes)) > 0;)
         output.append(bytes, static_cast<std::size_t>(n));
   });
   constexpr int kLines = 200, kThreads = 3;
   const auto report = [](int who) {
      for (int i = 0; i < kLines; ++i)
         Error("Place", "%s", std::string(100, static_cast<char>('a' + who)).c_str());
   };
   const pid_t child = ::fork();
   if (child == 0) {
      report(kThreads);
      ::_exit(0);
   }
   std::vector<std::thread> threads;
   for (int t = 0; t < kThreads; ++t)
      threads.emplace_back(report, t);
   for (std::thread &thread : threads)
      thread.join();
   int status = -1;
   ::waitpid(child, &status, 0);
   ::dup2(kept, STDERR_FILENO);
   ::close(kept);
   ::close(ends[1]);
   reader.join();
   ::close(ends[0]);

   EXPECT_EQ(status, 0);
   std::map<std::string, int> counts;
   std::istringstream lines(output);
   for (std::string line; std::getline(lines, line);)
      ++counts[line];
   EXPECT_EQ(counts.size(), kThreads + 1u);
   for (int who = 0; who <= kThreads; ++who)
      EXPECT_EQ(counts["Error in <Place>: " + std::string(100, static_cast<char>('a' + who))], kLines);
}

std::atomic<int> gCalls{0};
void CountA(int, Bool_t, const char *, const char *)
{
   ++gCalls;
}
void CountB(int, Bool_t, const char *, const char *)
{
   ++gCalls;
}

TEST(TError, HandlerMayBeChangedWhileOthersReport)
{
   gCalls = 0;
   SetErrorHandler(CountA);
   std::vector<std::thread> threads;
   for (int t = 0; t < 3; ++t)
      threads.emplace_back([] {
         for (int i = 0; i < 500; ++i)
            Warning("A", "%d", i);
      });
   for (int i = 0; i < 500; ++i)
      SetErrorHandler(i % 2 ? CountA : CountB);
   for (std::thread &thread : threads)
      thread.join();
   SetErrorHandler(nullptr);
   EXPECT_EQ(gCalls, 1500);
}

TEST(TError, AClosedStandardErrorIsNoProblem)
{
   const int kept = ::dup(STDERR_FILENO);
   ::close(STDERR_FILENO);
   errno = 0;
   Error("A", "nobody reads this");
   EXPECT_EQ(errno, 0);
   ::dup2(kept, STDERR_FILENO);
   ::close(kept);
}

} // namespace
