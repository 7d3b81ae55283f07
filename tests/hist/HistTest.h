// What the tests of the histograms share: streams as strings, and a catcher of diagnostics.
#ifndef ROOTLET_tests_hist_HistTest
#define ROOTLET_tests_hist_HistTest

#include "TBuffer.h"
#include "TDirectory.h"
#include "TError.h"
#include "TH1.h"
#include "TH2.h"
#include "THashList.h"
#include "TMath.h"
#include "TProfile.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <memory>
#include <string>
#include <vector>

namespace histtest {

/// The bytes of an object as the object of its own buffer.
template <class T>
std::string Written(const T &object)
{
   TBuffer b(TBuffer::kWrite);
   b.MapObject(&object);
   const_cast<T &>(object).Streamer(b);
   return std::string(b.Buffer(), static_cast<std::size_t>(b.Length()));
}

template <class T>
void Read(T &object, const std::string &bytes)
{
   TBuffer b(bytes.data(), bytes.size());
   b.MapObject(&object);
   object.Streamer(b);
   EXPECT_EQ(b.Remaining(), 0u);
}

/// Collects diagnostics as "location: message" while it lives.
class Lines {
public:
   Lines() : fOld(SetErrorHandler(Collect)) { All().clear(); }
   ~Lines() { SetErrorHandler(fOld); }
   Lines(const Lines &) = delete;
   Lines &operator=(const Lines &) = delete;
   static std::vector<std::string> &All()
   {
      static std::vector<std::string> lines;
      return lines;
   }

private:
   static void Collect(int, Bool_t, const char *location, const char *message)
   {
      All().push_back(std::string(location) + ": " + message);
   }
   ErrorHandlerFunc_t fOld;
};

inline std::vector<Double_t> Contents(const TH1 &h)
{
   std::vector<Double_t> contents;
   for (Int_t bin = 0; bin < h.GetNcells(); ++bin)
      contents.push_back(h.GetBinContent(bin));
   return contents;
}

inline std::vector<Double_t> Errors(const TH1 &h)
{
   std::vector<Double_t> errors;
   for (Int_t bin = 0; bin < h.GetNcells(); ++bin)
      errors.push_back(h.GetBinError(bin));
   return errors;
}

inline std::vector<Double_t> Stats(const TH1 &h)
{
   std::vector<Double_t> stats(TH1::kNstat, 0.0);
   h.GetStats(stats.data());
   stats.resize(h.GetDimension() > 1 ? 7 : 4);
   return stats;
}

} // namespace histtest

#endif
