// Histograms in directories, by name; diagnostics; streams; damaged streams.
#include "HistTest.h"

#include "TClass.h"
#include "TList.h"

using namespace histtest;
using testing::ElementsAre;

namespace {

class HistDirectory : public testing::Test {
protected:
   void SetUp() override { fDirectory.cd(); }
   void TearDown() override { gDirectory = fOutside; }

   TDirectory *fOutside = gDirectory;
   TDirectory fDirectory{"directory"};
};

} // namespace

TEST_F(HistDirectory, ConstructorsAddThemAndDestructorsTakeThemOut)
{
   {
      TH1F a("a", "", 1, 0, 1);
      TH2F b("b", "", 1, 0, 1, 1, 0, 1);
      TProfile c("c", "", 1, 0, 1);
      EXPECT_THAT(fDirectory.GetObjects(), ElementsAre(&a, &b, &c));
      EXPECT_EQ(a.GetDirectory(), &fDirectory);
      EXPECT_TRUE(a.TestBit(TObject::kMustCleanup));
      EXPECT_EQ(fDirectory.FindObject("b"), &b);
   }
   EXPECT_TRUE(fDirectory.GetObjects().empty());
}

TEST_F(HistDirectory, NoneIsAddedWhereThatIsSwitchedOff)
{
   TH1::AddDirectory(kFALSE);
   EXPECT_FALSE(TH1::AddDirectoryStatus());
   TH1F h("h", "", 1, 0, 1);
   TH1::AddDirectory(kTRUE);
   EXPECT_EQ(h.GetDirectory(), nullptr);
   EXPECT_TRUE(fDirectory.GetObjects().empty());
}

TEST_F(HistDirectory, ASecondOfOneNameReplacesTheFirstWithAWarning)
{
   TH1F first("h", "", 1, 0, 1);
   Lines lines;
   TH1F second("h", "", 1, 0, 1);
   EXPECT_THAT(Lines::All(), ElementsAre("TROOT::Append: Replacing existing TH1: h (Potential memory leak)."));
   EXPECT_EQ(first.GetDirectory(), nullptr);
   EXPECT_EQ(fDirectory.FindObject("h"), &second);
}

TEST_F(HistDirectory, ADirectoryThatGoesAwayIsForgotten)
{
   auto other = std::make_unique<TDirectory>("other");
   other->cd();
   TH1F h("h", "", 1, 0, 1);
   fDirectory.cd();
   EXPECT_EQ(h.GetDirectory(), other.get());
   other.reset();
   EXPECT_EQ(h.GetDirectory(), nullptr);
}

TEST_F(HistDirectory, SetDirectoryMovesThem)
{
   TDirectory other("other");
   TH1F h("h", "", 1, 0, 1);
   h.SetDirectory(&other);
   EXPECT_TRUE(fDirectory.GetObjects().empty());
   EXPECT_EQ(other.FindObject("h"), &h);
   h.SetDirectory(nullptr);
   EXPECT_TRUE(other.GetObjects().empty());
   EXPECT_EQ(h.GetDirectory(), nullptr);
}

TEST_F(HistDirectory, CopiesAndClonesAreAddedBesideTheOriginal)
{
   TH1F h("h", "", 1, 0, 1);
   Lines lines;
   const std::unique_ptr<TObject> clone(h.Clone());
   const TH1F copy(h);
   EXPECT_TRUE(Lines::All().empty());
   EXPECT_THAT(fDirectory.GetObjects(), ElementsAre(&h, clone.get(), &copy));
   EXPECT_EQ(h.GetDirectory(), &fDirectory);
}

TEST_F(HistDirectory, ReadingFromAStreamAddsNothing)
{
   TH1F h("h", "", 1, 0, 1);
   TBuffer b(TBuffer::kWrite);
   b.WriteObject(&h);
   b.SetReadMode();
   b.SetBufferOffset(0);
   const std::unique_ptr<TObject> read(b.ReadObject(nullptr));
   ASSERT_NE(read, nullptr);
   EXPECT_EQ(static_cast<TH1F &>(*read).GetDirectory(), nullptr);
   EXPECT_THAT(fDirectory.GetObjects(), ElementsAre(&h));
}

TEST_F(HistDirectory, ReadingIntoAMemberOfADirectoryKeepsItThere)
{
   TH1F h("h", "", 2, 0, 2);
   h.Fill(0.5);
   TH1F target("target", "", 9, 0, 9);
   Read(target, Written(h));
   EXPECT_EQ(target.GetDirectory(), &fDirectory);
   EXPECT_EQ(target.GetNbinsX(), 2);
   EXPECT_EQ(target.GetBinContent(1), 1);
}

TEST(HistStream, EveryClassComesBackEqual)
{
   const Double_t edges[] = {0, 1, 3};
   TH1C c("c", "", 2, edges);
   TH1S s("s", "", 2, edges);
   TH1I i("i", "", 2, edges);
   TH1F f("f", "t;x;y", 2, edges);
   TH1D d("d", "", 2, edges);
   TH2C cc("cc", "", 2, edges, 2, edges);
   TH2S ss("ss", "", 2, edges, 2, edges);
   TH2I ii("ii", "", 2, edges, 2, edges);
   TH2F ff("ff", "", 2, edges, 2, edges);
   TH2D dd("dd", "", 2, edges, 2, edges);
   TProfile p("p", "", 2, edges);
   for (TH1 *h : {static_cast<TH1 *>(&c), static_cast<TH1 *>(&s), static_cast<TH1 *>(&i), static_cast<TH1 *>(&f),
                  static_cast<TH1 *>(&d), static_cast<TH1 *>(&cc), static_cast<TH1 *>(&ss), static_cast<TH1 *>(&ii),
                  static_cast<TH1 *>(&ff), static_cast<TH1 *>(&dd), static_cast<TH1 *>(&p)}) {
      h->Fill(0.5, 0.5);
      h->Fill(2, 2);
      h->Fill(5, 5);
      h->GetXaxis()->SetBinLabel(1, "label");
      TBuffer b(TBuffer::kWrite);
      b.WriteObject(h);
      b.SetReadMode();
      b.SetBufferOffset(0);
      const std::unique_ptr<TObject> object(b.ReadObject(nullptr));
      ASSERT_NE(object, nullptr) << h->ClassName();
      ASSERT_EQ(object->IsA(), h->IsA());
      const auto &read = static_cast<TH1 &>(*object);
      EXPECT_EQ(Contents(read), Contents(*h)) << h->ClassName();
      EXPECT_EQ(Stats(read), Stats(*h)) << h->ClassName();
      EXPECT_EQ(read.GetEntries(), h->GetEntries());
      EXPECT_STREQ(read.GetXaxis()->GetBinLabel(1), "label");
   }
}

TEST(HistStream, ChecksumsAreThoseOfRoot)
{
   struct Case {
      const char *name;
      Version_t version;
      UInt_t checksum;
   };
   for (const auto &[name, version, checksum] :
        {Case{"TAttLine", 2, 0x94074549}, Case{"TAttFill", 2, 0xffd92a92}, Case{"TAttMarker", 2, 0x291d8bec},
         Case{"TAttAxis", 4, 0x5c6fff3e}, Case{"TAxis", 10, 0x5a496e70}, Case{"TH1", 8, 0x1c3740c4},
         Case{"TH1C", 3, 0x36f6e4ad}, Case{"TH1S", 3, 0x8c4d9dcb}, Case{"TH1I", 3, 0x627564f6},
         Case{"TH1F", 3, 0xe2939644}, Case{"TH1D", 3, 0xf9b1569f}, Case{"TH2", 5, 0x0182347f},
         Case{"TH2C", 4, 0xbd0010fe}, Case{"TH2S", 4, 0x1256ca1c}, Case{"TH2I", 4, 0xe87e9147},
         Case{"TH2F", 4, 0x689cc295}, Case{"TH2D", 4, 0x7fba82f0}, Case{"TProfile", 7, 0x4bedee54}}) {
      const TClass *cl = TClass::GetClass(name);
      ASSERT_NE(cl, nullptr) << name;
      EXPECT_EQ(cl->GetClassVersion(), version) << name;
      EXPECT_EQ(cl->GetCheckSum(), checksum) << name;
   }
}

// A histogram whose stream was damaged may be wrong, but nothing outside it may be touched (the sanitizers watch).
TEST(HistStream, DamagedBytesGiveAnErrorOrAHistogramThatCanBeUsed)
{
   TH1F f("f", "", 20, 0, 20);
   TH2D d("d", "", 5, 0, 5, 5, 0, 5);
   TProfile p("p", "", 20, 0, 20);
   TH1D buffered("buffered", "", 20, 0, 0);
   for (Int_t i = 0; i < 5; ++i) {
      f.Fill(i);
      d.Fill(i, i, 2);
      p.Fill(i, i, 2);
      buffered.Fill(i);
   }
   int read = 0;
   int refused = 0;
   for (TH1 *h :
        {static_cast<TH1 *>(&f), static_cast<TH1 *>(&d), static_cast<TH1 *>(&p), static_cast<TH1 *>(&buffered)}) {
      const std::string bytes = Written(*h);
      for (std::size_t at = 0; at < bytes.size(); ++at) {
         for (const char damage : {'\x00', '\x7f', '\xff'}) {
            std::string damaged = bytes;
            damaged[at] = damage;
            const Lines lines;
            const std::unique_ptr<TH1> target(static_cast<TH1 *>(h->IsA()->New()));
            try {
               TBuffer b(damaged.data(), damaged.size());
               b.MapObject(target.get());
               target->Streamer(b);
            } catch (const rootlet::StreamError &) {
               ++refused;
               continue;
            }
            ++read;
            if (target->GetNcells() > 100000 || target->GetNbinsX() > 100000 || target->GetNbinsY() > 100000 ||
                target->GetXaxis()->GetFirst() < 0 || target->GetXaxis()->GetLast() > 100000)
               continue; // loops over 2^31 bins take too long for a test
            target->Fill(1, 1);
            target->Fill(1e9, 1);
            target->GetMean();
            target->GetBinContent(3);
            target->GetBinError(3);
            target->Integral();
            target->Scale(2);
         }
      }
   }
   EXPECT_GT(read, 1000);
   EXPECT_GT(refused, 100);
}

TEST(HistPrint, SaysNameEntriesAndSum)
{
   TH1F h("hpx", "", 2, 0, 2);
   h.Fill(0.5);
   h.Fill(5);
   testing::internal::CaptureStdout();
   h.Print();
   EXPECT_EQ(testing::internal::GetCapturedStdout(), "TH1.Print Name  = hpx, Entries= 2, Total sum= 1\n");
   testing::internal::CaptureStdout();
   h.Print("all");
   EXPECT_EQ(testing::internal::GetCapturedStdout(), "TH1.Print Name  = hpx, Entries= 2, Total sum= 1\n"
                                                     "          NbinsX= 2, xmin= 0, xmax= 2\n"
                                                     " fSumw[0]=0, x=-0.5\n"
                                                     " fSumw[1]=1, x=0.5\n"
                                                     " fSumw[2]=0, x=1.5\n"
                                                     " fSumw[3]=1, x=2.5\n");
}

TEST(HistPrint, ShowsErrorsAndBothAxesWithinTheRange)
{
   TH2D h("h", "", 2, 0, 2, 2, 0, 2);
   h.Fill(0.5, 1.5, 3);
   h.GetYaxis()->SetRange(2, 2);
   testing::internal::CaptureStdout();
   h.Print("range");
   EXPECT_EQ(testing::internal::GetCapturedStdout(),
             "TH1.Print Name  = h, Entries= 1, Total sum= 3\n"
             "          NbinsX= 2, xmin= 0, xmax= 2, NbinsY= 2, ymin= 0, ymax= 2\n"
             " fSumw[1][2]=3, x=0.5, y=1.5, error=3\n"
             " fSumw[2][2]=0, x=1.5, y=1.5, error=0\n");
}
