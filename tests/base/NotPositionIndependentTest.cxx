// A program that is linked with -no-pie: it has copies of the library's variables, and addresses of its own for the library's
// functions. Whoever compares them must not notice; cmake/Preemptible.list sees to that.
#include "TError.h"
#include "TSystem.h"

#include <gtest/gtest.h>

#if defined(__PIE__) || defined(__PIC__)
#error "this is to be a program that is not position independent"
#endif

TEST(NotPositionIndependent, AFunctionHasOneAddress)
{
   EXPECT_EQ(GetErrorHandler(), &DefaultErrorHandler);
   const auto mine = [](int, Bool_t, const char *, const char *) {};
   EXPECT_EQ(SetErrorHandler(mine), &DefaultErrorHandler);
   EXPECT_EQ(SetErrorHandler(nullptr), +mine);
   EXPECT_EQ(GetErrorHandler(), &DefaultErrorHandler);
}

TEST(NotPositionIndependent, AVariableIsOne)
{
   ASSERT_NE(gSystem, nullptr);
   testing::internal::CaptureStderr();
   gErrorIgnoreLevel = kFatal; // here: what the library reads must be this one
   Error("here", "nobody sees this");
   gErrorIgnoreLevel = kPrint;
   EXPECT_EQ(testing::internal::GetCapturedStderr(), "");
}
