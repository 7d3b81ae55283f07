// Reports: the diagnostics of a stretch of a test, collected instead of printed. Used by the tests of io and meta.
// Invariant: while one lives it is the error handler; there is one at a time.
#ifndef ROOTLET_tests_Reports
#define ROOTLET_tests_Reports

#include "TError.h"

#include <gtest/gtest.h>

#include <mutex>
#include <string>
#include <vector>

class Reports {
public:
   Reports() : fPrevious(SetErrorHandler(&Collect)) { Lines().clear(); }
   ~Reports() { SetErrorHandler(fPrevious); }
   Reports(const Reports &) = delete;
   Reports &operator=(const Reports &) = delete;

   std::size_t Count() const
   {
      const std::lock_guard lock(Mutex());
      return Lines().size();
   }
   /// All lines, each "location: message".
   std::string Text() const
   {
      const std::lock_guard lock(Mutex());
      std::string text;
      for (const std::string &line : Lines())
         text += line + "\n";
      return text;
   }
   /// Exactly one line that contains each of `parts`.
   ::testing::AssertionResult IsOneLineWith(const std::vector<std::string> &parts) const
   {
      const std::string text = Text();
      if (Count() != 1)
         return ::testing::AssertionFailure() << Count() << " lines were reported:\n" << text;
      for (const std::string &part : parts)
         if (text.find(part) == std::string::npos)
            return ::testing::AssertionFailure() << "`" << part << "` is missing in: " << text;
      return ::testing::AssertionSuccess();
   }
   void Clear()
   {
      const std::lock_guard lock(Mutex());
      Lines().clear();
   }

private:
   static std::mutex &Mutex()
   {
      static std::mutex mutex;
      return mutex;
   }
   static std::vector<std::string> &Lines()
   {
      static std::vector<std::string> lines;
      return lines;
   }
   static void Collect(int, Bool_t, const char *location, const char *message)
   {
      const std::lock_guard lock(Mutex());
      Lines().push_back(std::string(location ? location : "") + ": " + message);
   }
   ErrorHandlerFunc_t fPrevious;
};

#endif
