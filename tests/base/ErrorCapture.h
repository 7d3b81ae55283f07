// Collects what is reported while it lives; for tests in one thread.
#ifndef ROOTLET_tests_base_ErrorCapture
#define ROOTLET_tests_base_ErrorCapture

#include "TError.h"

#include <string>
#include <vector>

class ErrorCapture {
public:
   struct Line {
      int fLevel;
      bool fAbort;
      std::string fLocation;
      std::string fMessage;
   };
   ErrorCapture() : fPrevious(SetErrorHandler(Handle)) { Lines().clear(); }
   ~ErrorCapture() { SetErrorHandler(fPrevious); }
   ErrorCapture(const ErrorCapture &) = delete;
   ErrorCapture &operator=(const ErrorCapture &) = delete;

   static std::vector<Line> &Lines()
   {
      static std::vector<Line> lines;
      return lines;
   }
   static std::size_t Count() { return Lines().size(); }
   /// The only line; empty if there is none or more than one.
   static std::string Message() { return Count() == 1 ? Lines()[0].fMessage : std::string(); }
   static std::string Location() { return Count() == 1 ? Lines()[0].fLocation : std::string(); }

private:
   static void Handle(int level, Bool_t abort, const char *location, const char *msg)
   {
      Lines().push_back({level, abort, location ? location : "", msg});
   }
   ErrorHandlerFunc_t fPrevious;
};

#endif
