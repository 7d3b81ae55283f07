// Histograms as JSON and back: what comes back streams to the same bytes.
#include "HistTest.h"

#include "TBufferJSON.h"
#include "TClass.h"
#include "TH1D.h"
#include "TH1F.h"
#include "TH2F.h"

#include <nlohmann/json.hpp>

using namespace histtest;

namespace {

void FillSome(TH1 &hist, bool second)
{
   for (int i = 0; i < 100; ++i)
      second ? static_cast<void>(static_cast<TH2 &>(hist).Fill(0.1 * i - 5, 0.05 * i, 0.3))
             : static_cast<void>(hist.Fill(0.1 * i - 5, 1.5));
   hist.GetXaxis()->SetTitle("x");
}

template <class H>
void ComesBack(H &hist)
{
   for (const Int_t compact : {0, 3, 13, 23}) {
      const TString json = TBufferJSON::ToJSON(&hist, compact);
      const std::unique_ptr<H> back = TBufferJSON::FromJSON<H>(json.Data());
      ASSERT_TRUE(back) << json;
      back->SetDirectory(nullptr);
      EXPECT_EQ(Written(*back), Written(hist)) << json;
   }
}

} // namespace

TEST(HistJson, OneDimensionComesBack)
{
   const std::unique_ptr<TH1F> hist(new TH1F("h", "t", 20, -4, 4));
   hist->SetDirectory(nullptr);
   FillSome(*hist, false);
   ComesBack(*hist);
   const Double_t edges[] = {0, 1, 5, 10};
   const std::unique_ptr<TH1D> variable(new TH1D("v", "variable bins", 3, edges));
   variable->SetDirectory(nullptr);
   FillSome(*variable, false);
   ComesBack(*variable);
}

TEST(HistJson, TwoDimensionsAndProfilesComeBack)
{
   const std::unique_ptr<TH2F> hist(new TH2F("h2", "t", 5, -4, 4, 4, 0, 5));
   hist->SetDirectory(nullptr);
   FillSome(*hist, true);
   ComesBack(*hist);
   const std::unique_ptr<TProfile> profile(new TProfile("p", "t", 10, -4, 4));
   profile->SetDirectory(nullptr);
   for (int i = 0; i < 50; ++i)
      profile->Fill(0.1 * i, i);
   ComesBack(*profile);
}

TEST(HistJson, HasTheMembersThatDrawingNeeds)
{
   TH1F hist("h", "a title", 3, 0, 3);
   hist.SetDirectory(nullptr);
   hist.Fill(1.5);
   const auto json = nlohmann::json::parse(TBufferJSON::ToJSON(&hist).Data());
   EXPECT_EQ(json["_typename"], "TH1F");
   EXPECT_EQ(json["fTitle"], "a title");
   EXPECT_EQ(json["fArray"], nlohmann::json::parse("[0,0,1,0,0]"));
   EXPECT_EQ(json["fXaxis"]["_typename"], "TAxis");
   EXPECT_EQ(json["fXaxis"]["fNbins"], 3);
   EXPECT_EQ(json["fSumw2"], nlohmann::json::array());
   EXPECT_EQ(json["fFunctions"]["_typename"], "TList");
}
