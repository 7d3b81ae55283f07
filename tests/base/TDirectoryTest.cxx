// TDirectory, gDirectory in several threads, and gROOT.
#include "TDirectory.h"

#include "ErrorCapture.h"
#include "TClass.h"
#include "TROOT.h"

#include <gtest/gtest.h>

#include <future>
#include <memory>
#include <new>
#include <thread>

namespace {

/// As histograms do: enters the current directory, leaves it when deleted, is told when the directory goes.
class Member : public TNamed {
public:
   explicit Member(const char *name) : TNamed(name, ""), fDirectory(gDirectory)
   {
      if (fDirectory)
         fDirectory->Append(this, kTRUE);
   }
   ~Member() override
   {
      if (fDirectory)
         fDirectory->Remove(this);
   }
   void RecursiveRemove(TObject *obj) override
   {
      if (obj == fDirectory)
         fDirectory = nullptr;
   }
   TDirectory *fDirectory;
};

/// Every test begins and ends with the program's directory as the current one.
class TDirectoryTest : public testing::Test {
protected:
   void SetUp() override { ASSERT_EQ(gDirectory, gROOT); }
   void TearDown() override
   {
      gROOT->cd();
      EXPECT_TRUE(gROOT->GetObjects().empty());
   }
};

TEST_F(TDirectoryTest, HoldsEachObjectOnceInOrder)
{
   TNamed a("a", ""), b("b", ""), c("c", "");
   TDirectory directory("d", "title");
   directory.Append(&b);
   directory.Append(&a);
   directory.Add(&b);
   directory.Append(nullptr);
   directory.Add(&c);
   EXPECT_EQ(directory.GetObjects(), (std::vector<TObject *>{&b, &a, &c}));
   EXPECT_EQ(directory.Remove(&a), &a);
   EXPECT_EQ(directory.Remove(&a), nullptr);
   EXPECT_EQ(directory.Remove(nullptr), nullptr);
   directory.RecursiveRemove(&c);
   EXPECT_EQ(directory.GetObjects(), (std::vector<TObject *>{&b}));
   EXPECT_TRUE(directory.IsFolder());
}

TEST_F(TDirectoryTest, FindsByNameTheFirstAndByAddress)
{
   TNamed first("same", "1"), second("same", "2"), other("other", "");
   TDirectory directory("d");
   directory.Append(&first);
   directory.Append(&second);
   EXPECT_EQ(directory.FindObject("same"), &first);
   EXPECT_EQ(directory.Get("same"), &first);
   EXPECT_EQ(directory.FindObject(&second), &second);
   EXPECT_EQ(directory.FindObject(&other), nullptr);
   EXPECT_EQ(directory.FindObject("none"), nullptr);
   EXPECT_EQ(directory.FindObject(static_cast<const char *>(nullptr)), nullptr);
   second.SetName("renamed");
   EXPECT_EQ(directory.FindObject("renamed"), &second);
}

TEST_F(TDirectoryTest, AppendWithReplaceMakesTheNamesakeLeave)
{
   TDirectory directory("d");
   directory.cd();
   Member first("h");
   Member second("h");
   EXPECT_EQ(first.fDirectory, nullptr);
   EXPECT_EQ(second.fDirectory, &directory);
   EXPECT_EQ(directory.GetObjects(), (std::vector<TObject *>{&second}));
   directory.Append(&second, kTRUE);
   EXPECT_EQ(second.fDirectory, &directory);
   EXPECT_EQ(directory.GetObjects().size(), 1u);
}

TEST_F(TDirectoryTest, TellsItsObjectsWhenItGoes)
{
   auto directory = std::make_unique<TDirectory>("d");
   directory->cd();
   Member member("h");
   EXPECT_EQ(member.fDirectory, directory.get());
   directory.reset();
   EXPECT_EQ(member.fDirectory, nullptr);
   EXPECT_EQ(gDirectory, gROOT);
}

TEST_F(TDirectoryTest, CdMakesItCurrent)
{
   TNamed object("object", ""); // outlives the directory that it does not know of
   TDirectory outer("outer"), inner("inner"), deep("deep");
   outer.Append(&inner);
   outer.Append(&object);
   inner.Append(&deep);
   EXPECT_TRUE(outer.cd());
   EXPECT_EQ(gDirectory, &outer);
   EXPECT_TRUE(outer.cd("inner"));
   EXPECT_EQ(gDirectory, &inner);
   EXPECT_TRUE(outer.cd("inner/deep/"));
   EXPECT_EQ(gDirectory, &deep);
   EXPECT_TRUE(deep.cd(".."));
   EXPECT_EQ(gDirectory, &inner);
   EXPECT_TRUE(deep.cd("../../inner/./deep"));
   EXPECT_EQ(gDirectory, &deep);
   EXPECT_TRUE(outer.cd(""));
   EXPECT_EQ(gDirectory, &outer);
   for (const char *path : {"none", "inner/none", "object", "none/deep", ".."}) {
      const ErrorCapture errors;
      EXPECT_FALSE(outer.cd(path));
      EXPECT_EQ(errors.Count(), 1u);
      EXPECT_NE(errors.Message().find(path), std::string::npos);
      EXPECT_EQ(gDirectory, &outer);
   }
}

TEST_F(TDirectoryTest, ADirectoryLiesInOneOtherAtMost)
{
   TDirectory first("first"), second("second");
   auto inner = std::make_unique<TDirectory>("inner");
   EXPECT_EQ(inner->GetMotherDir(), nullptr);
   first.Append(inner.get());
   EXPECT_EQ(inner->GetMotherDir(), &first);
   second.Append(inner.get());
   EXPECT_EQ(inner->GetMotherDir(), &second);
   EXPECT_TRUE(first.GetObjects().empty());
   second.Remove(inner.get());
   EXPECT_EQ(inner->GetMotherDir(), nullptr);
   second.Append(inner.get());
   inner.reset();
   EXPECT_TRUE(second.GetObjects().empty());
   TDirectory orphan("orphan");
   {
      TDirectory mother("mother");
      mother.Append(&orphan);
   }
   EXPECT_EQ(orphan.GetMotherDir(), nullptr);
}

TEST_F(TDirectoryTest, NullMeansNoDirectory)
{
   gDirectory = nullptr;
   EXPECT_EQ(gDirectory, nullptr);
   {
      TDirectory passing("passing");
   }
   EXPECT_EQ(gDirectory, nullptr); // also after some directory has gone
   const Member member("h");
   EXPECT_EQ(member.fDirectory, nullptr);
}

TEST_F(TDirectoryTest, ANewDirectoryAtTheSameAddressIsNotCurrent)
{
   alignas(TDirectory) unsigned char place[sizeof(TDirectory)];
   auto *directory = new (place) TDirectory("first");
   directory->cd();
   EXPECT_EQ(gDirectory, directory);
   directory->~TDirectory();
   directory = new (place) TDirectory("second");
   EXPECT_EQ(gDirectory, gROOT);
   gDirectory = directory;
   EXPECT_EQ(gDirectory, directory);
   directory->~TDirectory();
   directory = new (place) TDirectory("third");
   gDirectory = directory; // before anybody has looked
   EXPECT_EQ(gDirectory, directory);
   directory->~TDirectory();
   EXPECT_EQ(gDirectory, gROOT);
}

TEST_F(TDirectoryTest, ADirectoryThatIsGoneCannotBecomeCurrent)
{
   auto directory = std::make_unique<TDirectory>("d");
   TDirectory *const gone = directory.get();
   directory.reset();
   gDirectory = gone;
   EXPECT_EQ(gDirectory, gROOT);
}

TEST_F(TDirectoryTest, EachThreadHasItsOwnCurrentDirectory)
{
   TDirectory directory("d");
   directory.cd();
   std::thread([] { EXPECT_EQ(gDirectory, gROOT); }).join();
   EXPECT_EQ(gDirectory, &directory);
}

TEST_F(TDirectoryTest, ADirectoryDestroyedInOneThreadIsCurrentInNone)
{
   auto directory = std::make_unique<TDirectory>("d");
   std::promise<void> current, destroyed;
   std::thread other([&, pointer = directory.get()] {
      pointer->cd();
      EXPECT_EQ(gDirectory, pointer);
      current.set_value();
      destroyed.get_future().wait();
      EXPECT_EQ(gDirectory, gROOT);
   });
   current.get_future().wait();
   directory.reset();
   destroyed.set_value();
   other.join();
   EXPECT_EQ(gDirectory, gROOT);
}

TEST_F(TDirectoryTest, ThreadsShareADirectory)
{
   TDirectory directory("shared");
   std::vector<std::thread> threads;
   for (int t = 0; t < 4; ++t)
      threads.emplace_back([&directory, t] {
         directory.cd();
         for (int i = 0; i < 100; ++i) {
            const TString name = TString::Format("h%d_%d", t, i);
            Member member(name);
            ASSERT_EQ(directory.FindObject(&member), &member);
            directory.GetObjects();
            TDirectory own("own");
            const TDirectory::TContext context(&own);
            Member inOwn("x");
            ASSERT_EQ(own.GetObjects().size(), 1u);
         }
      });
   for (std::thread &thread : threads)
      thread.join();
   EXPECT_TRUE(directory.GetObjects().empty());
}

TEST_F(TDirectoryTest, ContextRestoresTheDirectoryBefore)
{
   TDirectory outer("outer"), inner("inner");
   outer.cd();
   {
      const TDirectory::TContext context(&inner);
      EXPECT_EQ(gDirectory, &inner);
      const TDirectory::TContext again;
      gROOT->cd();
   }
   EXPECT_EQ(gDirectory, &outer);
   gDirectory = nullptr;
   {
      const TDirectory::TContext context(&inner);
   }
   EXPECT_EQ(gDirectory, nullptr);
}

TEST_F(TDirectoryTest, ContextDoesNotRestoreADirectoryThatIsGone)
{
   auto directory = std::make_unique<TDirectory>("d");
   directory->cd();
   {
      const TDirectory::TContext context(gROOT);
      directory.reset();
   }
   EXPECT_EQ(gDirectory, gROOT);

   alignas(TDirectory) unsigned char place[sizeof(TDirectory)];
   auto *inPlace = new (place) TDirectory("first");
   inPlace->cd();
   {
      const TDirectory::TContext context(gROOT);
      inPlace->~TDirectory();
      inPlace = new (place) TDirectory("second");
   }
   EXPECT_EQ(gDirectory, gROOT);
   inPlace->~TDirectory();
}

TEST_F(TDirectoryTest, LsIndentsWhatItHolds)
{
   TNamed object("object", "third");
   TDirectory outer("outer", "first"), inner("inner", "second");
   outer.Append(&inner);
   inner.Append(&object);
   testing::internal::CaptureStdout();
   outer.ls();
   const std::string text = testing::internal::GetCapturedStdout();
   EXPECT_TRUE(
      text.starts_with("TDirectory*\t\touter\tfirst\n TDirectory*\t\tinner\tsecond\n  OBJ: TNamed\tobject\tthird"))
      << text;
   EXPECT_EQ(TROOT::GetDirLevel(), 0);
}

TEST_F(TDirectoryTest, RootFindsInTheCurrentDirectoryFirst)
{
   TNamed here("h", "here"), root("h", "root"), onlyRoot("r", "");
   TDirectory directory("d");
   directory.Append(&here);
   gROOT->Append(&root);
   gROOT->Append(&onlyRoot);
   directory.cd();
   EXPECT_EQ(gROOT->FindObject("h"), &here);
   EXPECT_EQ(gROOT->FindObject("r"), &onlyRoot);
   EXPECT_EQ(gROOT->FindObject(&root), &root);
   gROOT->cd();
   EXPECT_EQ(gROOT->FindObject("h"), &root);
   EXPECT_EQ(gROOT->FindObject("none"), nullptr);
   gROOT->Remove(&root);
   gROOT->Remove(&onlyRoot);
}

TEST_F(TDirectoryTest, RootAnswersWhatMacrosAsk)
{
   gROOT->Reset();
   EXPECT_FALSE(gROOT->IsBatch());
   gROOT->SetBatch();
   EXPECT_TRUE(gROOT->IsBatch());
   gROOT->SetBatch(kFALSE);
   EXPECT_STREQ(gROOT->GetName(), "root");
   EXPECT_EQ(TString(gROOT->GetVersion()).CountChar('.'), 2);
   EXPECT_EQ(gROOT->GetClass("TNamed"), TNamed::Class());
   EXPECT_EQ(gROOT->GetClass("NoSuchClass", kTRUE, kTRUE), nullptr);
   TROOT::SetDirLevel(-3);
   EXPECT_EQ(TROOT::GetDirLevel(), 0);
}

} // namespace
