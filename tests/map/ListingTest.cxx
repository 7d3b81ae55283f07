// What a map shows of itself: all records, those that have changed, those of a pattern; also where there are 100 000.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "CaseTools.h"
#include "RootletMapCheck.h"
#include "TMapFile.h"
#include "TNamed.h"

namespace rootlet {
namespace {

using namespace test;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

#ifdef ROOTLET_SANITIZED
constexpr int kMany = 20000;
#else
constexpr int kMany = 100000;
#endif

std::vector<std::string> Names(const TMapRec *record)
{
   std::vector<std::string> names;
   for (; record != nullptr; record = record->GetNext())
      names.emplace_back(record->GetName());
   return names;
}

class ListingTest : public testing::Test {
protected:
   TNamed &Add(const std::string &name)
   {
      fObjects.push_back(std::make_unique<TNamed>(name.c_str(), "a title"));
      fProducer->Add(fObjects.back().get());
      return *fObjects.back();
   }
   std::string Listed(const char *pattern)
   {
      testing::internal::CaptureStdout();
      fConsumer->ls(pattern);
      return testing::internal::GetCapturedStdout();
   }

   const Lines fLines;
   TempFolder fFolder;
   std::string fPath = fFolder / "map";
   std::vector<std::unique_ptr<TNamed>> fObjects;
   std::unique_ptr<TMapFile> fProducer = OpenMap(fPath, "CREATE");
   std::unique_ptr<TMapFile> fConsumer = OpenMap(fPath, "READ");
};

TEST_F(ListingTest, TellsWhatHasChanged)
{
   TNamed &first = Add("first");
   Add("second");
   EXPECT_THAT(Names(fConsumer->GetFirstChanged()), ElementsAre("first", "second")) << "new, though without a version";
   EXPECT_THAT(Names(fConsumer->GetFirstChanged()), IsEmpty());
   fProducer->Update();
   EXPECT_THAT(Names(fConsumer->GetFirstChanged()), ElementsAre("first", "second"));
   fProducer->Update(&first);
   const TMapRec *changed = fConsumer->GetFirstChanged();
   ASSERT_THAT(Names(changed), ElementsAre("first"));
   EXPECT_STREQ(changed->GetClassName(), "TNamed");
   EXPECT_GT(changed->GetBufSize(), 0);
   fProducer->Update();
   EXPECT_THAT(Names(fConsumer->GetFirst()), ElementsAre("first", "second"));
   EXPECT_THAT(Names(fConsumer->GetFirstChanged()), IsEmpty()) << "GetFirst has shown them";
   fProducer->Remove("first");
   Add("first");
   EXPECT_THAT(Names(fConsumer->GetFirstChanged()), ElementsAre("first")) << "another record of that name";
   fProducer->RemoveAll();
   EXPECT_EQ(fConsumer->GetFirstChanged(), nullptr);
   EXPECT_EQ(fConsumer->GetFirst(), nullptr);
}

TEST_F(ListingTest, PrintsThoseOfAPattern)
{
   for (const char *name : {"hpx@worker1", "hpx@worker2", "hpy@worker1", "run1/hits"})
      Add(name);
   fProducer->Update();
   EXPECT_THAT(Listed(""), testing::AllOf(HasSubstr("hpx@worker1"), HasSubstr("run1/hits")));
   EXPECT_THAT(Listed("hpx@*"),
               testing::AllOf(HasSubstr("hpx@worker1"), HasSubstr("hpx@worker2"), Not(HasSubstr("hpy"))));
   EXPECT_THAT(Listed("run?*"), testing::AllOf(HasSubstr("run1/hits"), Not(HasSubstr("hpx"))));
   EXPECT_THAT(Listed("hpx"), Not(HasSubstr("hpx"))) << "a pattern is for the whole name";
}

/// Nothing here may take a step for each of the others: with 100 000 records that would take minutes.
TEST_F(ListingTest, AHundredThousandRecords)
{
   const auto name = [](int i) { return "object" + std::to_string(i); };
   for (int i = 0; i < kMany; ++i)
      Add(name(i));
   fProducer->Update();
   EXPECT_EQ(Names(fConsumer->GetFirst()).size(), static_cast<std::size_t>(kMany));
   for (int i = 0; i < kMany; i += 101) {
      fObjects[static_cast<std::size_t>(i)]->SetTitle(name(-i).c_str());
      fProducer->Update(fObjects[static_cast<std::size_t>(i)].get());
      const std::unique_ptr<TNamed> copy = fConsumer->Get<TNamed>(name(i).c_str());
      ASSERT_NE(copy, nullptr);
      EXPECT_EQ(copy->GetTitle(), name(-i));
   }
   EXPECT_EQ(Names(fConsumer->GetFirstChanged()).size(), static_cast<std::size_t>((kMany + 100) / 101));
   for (int i = 0; i < kMany; i += 2)
      EXPECT_TRUE(fProducer->Remove(name(i).c_str()));
   EXPECT_EQ(Names(fConsumer->GetFirst()).size(), static_cast<std::size_t>(kMany / 2));
   fProducer.reset();
   EXPECT_TRUE(CheckMap(fPath).IsSound());
   fProducer = OpenMap(fPath, "UPDATE");
   ASSERT_NE(fProducer, nullptr);
   for (int i = 0; i < kMany; ++i) // half of them are there
      fProducer->Add(fObjects[static_cast<std::size_t>(i)].get());
   fProducer->Update();
   EXPECT_EQ(Names(fConsumer->GetFirstChanged()).size(), static_cast<std::size_t>(kMany));
   fProducer->RemoveAll();
   EXPECT_EQ(fConsumer->GetFirst(), nullptr);
}

} // namespace
} // namespace rootlet
