// Histograms as text.
#include "HistTest.h"

#include "TextPicture.h"

using namespace histtest;
using rootlet::PictureOptions;
using rootlet::TextPicture;

namespace {
constexpr PictureOptions kSmall = {.fWidth = 8, .fHeight = 4, .fUnicode = kFALSE};
}

TEST(TextPicture, BarsRiseFromZero)
{
   TH1D h("h", "title;x", 4, 0, 2);
   const Double_t contents[] = {0, 1, 2, 4, 0, 0};
   h.SetContent(contents);
   EXPECT_EQ(TextPicture(h, kSmall), "h: title\n"
                                     "  Entries 6  Mean 0.9643  Std Dev 0.3642\n"
                                     "        4 |    ##\n"
                                     "          |    ##\n"
                                     "          |  ####\n"
                                     "          |######\n"
                                     "          +--------\n"
                                     "           0      2  x\n");
}

TEST(TextPicture, NegativeContentsHangBelowZero)
{
   TH1D h("h", "", 2, 0, 2);
   const Double_t contents[] = {0, 2, -2, 0};
   h.SetContent(contents);
   EXPECT_THAT(TextPicture(h, kSmall), testing::HasSubstr("        2 |####\n"
                                                          "          |####\n"
                                                          "          |    ####\n"
                                                          "          |    ####\n"));
}

TEST(TextPicture, UnicodeBarsHaveEightLevelsPerRow)
{
   TH1D h("h", "", 2, 0, 2);
   const Double_t contents[] = {0, 16, 5, 0};
   h.SetContent(contents);
   EXPECT_THAT(TextPicture(h, {.fWidth = 2, .fHeight = 2}), testing::HasSubstr("       16 │█\n"
                                                                               "          │█▅\n"
                                                                               "          └──\n"));
}

TEST(TextPicture, ManyBinsShareColumns)
{
   TH1D h("h", "", 16, 0, 16);
   for (Int_t bin = 1; bin <= 16; ++bin)
      h.SetBinContent(bin, 1);
   h.SetBinContent(3, 3);
   const std::string picture = TextPicture(h, kSmall);
   EXPECT_THAT(picture, testing::HasSubstr("        4 | #\n"));
   EXPECT_THAT(picture, testing::HasSubstr("          |########\n"));
}

TEST(TextPicture, ProfilesAreMarksAtTheMeans)
{
   TProfile p("p", "", 4, 0, 4);
   p.Fill(0.5, -1);
   p.Fill(1.5, 3);
   p.Fill(3.5, 1.2);
   EXPECT_THAT(TextPicture(p, kSmall), testing::HasSubstr("      2.5 |  **\n"
                                                          "          |      **\n"
                                                          "          |\n"
                                                          "     -0.5 |**\n"));
}

TEST(TextPicture, TwoDimensionsAreShades)
{
   TH2D h("h", "", 4, 0, 4, 4, 0, 4);
   h.SetBinContent(1, 1, 9);
   h.SetBinContent(4, 4, 1);
   EXPECT_THAT(TextPicture(h, kSmall), testing::HasSubstr("        3 |      ::\n"
                                                          "          |\n"
                                                          "          |\n"
                                                          "        0 |@@\n"));
}

TEST(TextPicture, EmptyAndOddHistogramsCanBeDrawn)
{
   const TH1D empty("empty", "", 3, 0, 0);
   const TProfile profile("profile", "", 3, 0, 3);
   const TH2D flat("flat", "", 200, 0, 1, 100, 0, 1);
   TH1D strange("strange", "", 3, 0, 3);
   strange.SetBinContent(1, TMath::QuietNaN());
   strange.SetBinContent(2, TMath::Infinity());
   for (const TH1 *h : {static_cast<const TH1 *>(&empty), static_cast<const TH1 *>(&profile),
                        static_cast<const TH1 *>(&flat), static_cast<const TH1 *>(&strange)}) {
      const std::string picture = TextPicture(*h);
      EXPECT_GE(std::count(picture.begin(), picture.end(), '\n'), 10) << picture;
      EXPECT_FALSE(TextPicture(*h, {.fWidth = 0, .fHeight = 0}).empty());
   }
}

TEST(TextPicture, DrawPrintsIt)
{
   TH1D h("h", "", 4, 0, 2);
   h.Fill(1);
   testing::internal::CaptureStdout();
   h.Draw("ascii");
   EXPECT_EQ(testing::internal::GetCapturedStdout(), TextPicture(h, {.fUnicode = kFALSE}));
   testing::internal::CaptureStdout();
   h.Draw();
   EXPECT_EQ(testing::internal::GetCapturedStdout(), TextPicture(h));
}
