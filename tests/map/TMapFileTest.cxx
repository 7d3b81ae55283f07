// TMapFile as its users see it: ROOT's functions, classes of all kinds, one error line for everything that goes wrong.
#include "TMapFile.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <fstream>
#include <mutex>
#include <thread>

#include "../heap/TempFolder.h"
#include "TBuffer.h"
#include "TClass.h"
#include "TError.h"
#include "TROOT.h"
#include "TestClasses.h"

namespace {

using rootlet::test::TempFolder;

/// A class without a dictionary of its own: it inherits everything from Sample, IsA included.
class Undeclared : public Sample {
public:
   using Sample::Sample;
};

std::vector<std::string> gLines;
std::mutex gLinesMutex;

void Collect(int level, Bool_t, const char *location, const char *msg)
{
   const std::lock_guard lock(gLinesMutex);
   gLines.push_back((level >= kError     ? "Error"
                     : level >= kWarning ? "Warning"
                                         : "Info") +
                    std::string(" in <") + location + ">: " + msg);
}

class TMapFileTest : public testing::Test {
protected:
   void SetUp() override
   {
      gLines.clear();
      SetErrorHandler(Collect);
   }
   void TearDown() override
   {
      EXPECT_EQ(gLines, std::vector<std::string>()) << "an error that the test does not know of";
      SetErrorHandler(nullptr);
   }
   std::unique_ptr<TMapFile> Open(const char *option, Long64_t size = TMapFile::kDefaultMapSize, const char *title = "")
   {
      return std::unique_ptr<TMapFile>(TMapFile::Create(fPath.c_str(), option, size, title));
   }
   /// Exactly one line was reported, by that function, and it has these words in it.
   static void ExpectLine(const std::string &where, const std::vector<std::string> &words)
   {
      ASSERT_EQ(gLines.size(), 1u) << where;
      EXPECT_EQ(gLines[0].find("Error in <" + where + ">: "), 0u) << gLines[0];
      for (const std::string &word : words)
         EXPECT_NE(gLines[0].find(word), std::string::npos) << gLines[0] << " lacks " << word;
      EXPECT_EQ(gLines[0].find('\n'), std::string::npos);
      gLines.clear();
   }
   TempFolder fFolder;
   std::string fPath = fFolder / "map";
};

TEST_F(TMapFileTest, AnObjectGoesThroughTheMap)
{
   const auto producer = Open("RECREATE", 100000, "the title");
   ASSERT_TRUE(producer);
   Sample sample("s", 17);
   producer->Add(&sample);
   producer->Update();
   const auto consumer = Open("READ");
   std::unique_ptr<TObject> copy(consumer->Get("s"));
   ASSERT_TRUE(copy);
   EXPECT_STREQ(copy->ClassName(), "Sample");
   EXPECT_TRUE(static_cast<Sample *>(copy.get())->IsWhole());
   EXPECT_EQ(static_cast<Sample *>(copy.get())->Number(), 17);
   EXPECT_STREQ(copy->GetTitle(), "a sample");
   EXPECT_STREQ(consumer->GetTitle(), "the title");
   EXPECT_STREQ(consumer->GetOption(), "READ");
   EXPECT_EQ(consumer->GetName(), fPath);
   EXPECT_FALSE(consumer->IsWritable());
   EXPECT_TRUE(producer->IsWritable());
}

TEST_F(TMapFileTest, GetReadsIntoTheObjectItIsGiven)
{
   const auto producer = Open("CREATE");
   Sample sample("s", 1);
   producer->Add(&sample, "renamed");
   const auto consumer = Open("READ");
   TObject *mine = nullptr;
   for (int number = 1; number < 20; ++number) {
      sample.Fill(number);
      producer->Update();
      TObject *before = mine;
      mine = consumer->Get("renamed", mine);
      ASSERT_TRUE(mine);
      EXPECT_TRUE(before == nullptr || before == mine);
      EXPECT_EQ(static_cast<Sample *>(mine)->Number(), number);
   }
   SpecialSample other("other", 5);
   EXPECT_EQ(consumer->Get("renamed", &other), nullptr);
   ExpectLine("TMapFile::Get", {fPath, "'renamed'", "Sample", "SpecialSample"});
   EXPECT_EQ(other.Number(), 5) << "keeps its value";
   delete mine;
}

TEST_F(TMapFileTest, VirtualFunctionsAreTheConsumersOwn)
{
   const auto map = Open("CREATE");
   SpecialSample special("s", 3);
   map->Add(static_cast<Sample *>(&special));
   map->Update();
   const std::unique_ptr<TObject> copy(map->Get("s"));
   EXPECT_STREQ(copy->ClassName(), "SpecialSample");
   EXPECT_EQ(dynamic_cast<Sample &>(*copy).Kind(), 2);
   const std::unique_ptr<Sample> base = map->Get<Sample>("s");
   EXPECT_EQ(base->Kind(), 2);
   EXPECT_EQ(base->Number(), 3);
}

TEST_F(TMapFileTest, ClassesThatAreNoTObject)
{
   const auto map = Open("CREATE");
   Reading reading;
   reading.fTemperature = 21.5;
   reading.fChannels = {1, 2, 3};
   Square square(4);
   map->Add(&reading, "reading");
   map->Add<Shape>(&square, "shape");
   map->Update();
   const std::unique_ptr<Reading> copy = map->Get<Reading>("reading");
   ASSERT_TRUE(copy);
   EXPECT_EQ(copy->fTemperature, 21.5);
   EXPECT_EQ(copy->fChannels, (std::vector<Int_t>{1, 2, 3}));
   const std::unique_ptr<Shape> shape = map->Get<Shape>("shape");
   ASSERT_TRUE(shape);
   EXPECT_EQ(shape->Area(), 16);
   EXPECT_EQ(map->Get("reading"), nullptr);
   ExpectLine("TMapFile::Get", {"'reading'", "no TObject", "Get<Reading>"});
   EXPECT_EQ(map->Get<Square>("reading"), nullptr);
   ExpectLine("TMapFile::Get", {"'reading'", "Reading", "no Square"});
   EXPECT_TRUE(map->Remove(&reading));
   EXPECT_EQ(map->Get<Reading>("reading"), nullptr);
   ExpectLine("TMapFile::Get", {"'reading' is not in the map"});
   EXPECT_FALSE(map->Remove(&reading));
}

TEST_F(TMapFileTest, ObjectsOfTheDirectoryAreUpdatedByThemselvesAndLeaveWhenTheyGo)
{
   TDirectory *before = gDirectory;
   auto map = Open("RECREATE");
   EXPECT_EQ(gDirectory, map->GetDirectory());
   Sample stays("stays", 1);
   auto goes = std::make_unique<Sample>("goes", 2);
   gDirectory->Append(&stays);
   gDirectory->Append(goes.get());
   map->Update();
   EXPECT_EQ(map->Get<Sample>("goes")->Number(), 2);
   gDirectory->Remove(goes.get());
   goes.reset();
   stays.Fill(3);
   map->Update();
   EXPECT_EQ(map->Get<Sample>("stays")->Number(), 3);
   EXPECT_EQ(map->Get<Sample>("goes")->Number(), 2) << "what was published stays";
   gDirectory = before;
   map->cd();
   EXPECT_EQ(gDirectory, map->GetDirectory());
   map.reset();
   EXPECT_EQ(gDirectory, static_cast<TDirectory *>(gROOT));
}

TEST_F(TMapFileTest, WhatGetGivesBelongsToNoDirectory)
{
   const auto map = Open("RECREATE");
   Sample sample("s", 1);
   map->Add(&sample);
   map->Update();
   const std::unique_ptr<TObject> copy(map->Get("s"));
   EXPECT_TRUE(map->GetDirectory()->GetObjects().empty());
   EXPECT_EQ(gDirectory, map->GetDirectory()) << "and the current directory is what it was";
}

TEST_F(TMapFileTest, UpdateOfOneObjectLeavesTheOthers)
{
   const auto map = Open("CREATE");
   Sample a("a", 1), b("b", 1), stranger("stranger", 1);
   map->Add(&a);
   map->GetDirectory()->Append(&b);
   map->Update();
   a.Fill(2);
   b.Fill(2);
   map->Update(&a);
   EXPECT_EQ(map->Get<Sample>("a")->Number(), 2);
   EXPECT_EQ(map->Get<Sample>("b")->Number(), 1);
   map->Update(&b);
   EXPECT_EQ(map->Get<Sample>("b")->Number(), 2);
   map->Update(&stranger);
   ExpectLine("TMapFile::Update", {"'stranger'", "Add it first"});
   map->GetDirectory()->Remove(&b);
}

TEST_F(TMapFileTest, RemoveTakesObjectsOutForConsumersToo)
{
   const auto map = Open("CREATE");
   const auto consumer = Open("READ");
   Sample a("a", 1), b("b", 2), c("c", 3);
   map->Add(&a);
   map->Add(&b);
   map->GetDirectory()->Append(&c);
   map->Update();
   EXPECT_EQ(map->Remove(&a), &a);
   EXPECT_EQ(map->Remove(&a), nullptr);
   EXPECT_TRUE(map->Remove("b"));
   EXPECT_FALSE(map->Remove("b"));
   EXPECT_EQ(map->Remove(&c), &c);
   EXPECT_EQ(consumer->GetFirst(), nullptr);
   map->Update();
   EXPECT_EQ(consumer->GetFirst(), nullptr) << "nor do they come back";
   map->Add(&a);
   map->Add(&b);
   map->Update();
   map->RemoveAll();
   EXPECT_EQ(consumer->GetFirst(), nullptr);
   EXPECT_FALSE(consumer->Remove("a"));
   ExpectLine("TMapFile::Remove", {fPath, "reading only", "UPDATE"});
}

TEST_F(TMapFileTest, RecordsAreListedInOrder)
{
   const auto map = Open("CREATE");
   EXPECT_EQ(map->GetFirst(), nullptr);
   Sample a("a", 1), b("b", 2);
   Reading reading;
   map->Add(&b);
   map->Add(&a);
   map->Add(&reading, "c");
   map->Update(&b);
   map->Update();
   std::string text;
   ULong64_t last = 0;
   for (const TMapRec *record = map->GetFirst(); record; record = record->GetNext()) {
      text += std::string(record->GetName()) + ":" + record->GetClassName() + " ";
      EXPECT_GT(record->GetBufSize(), 0);
      EXPECT_GE(record->GetGeneration(), last);
      last = record->GetGeneration();
   }
   EXPECT_EQ(text, "b:Sample a:Sample c:Reading ");
   testing::internal::CaptureStdout();
   map->ls();
   map->Print();
   std::fflush(stdout);
   const std::string output = testing::internal::GetCapturedStdout();
   for (const char *part : {"Object", "Sample", "Reading", fPath.c_str(), "CREATE", "alive"})
      EXPECT_NE(output.find(part), std::string::npos) << part << " is missing in\n" << output;
}

TEST_F(TMapFileTest, UpdateModeGoesOnAndAnotherClassTakesTheNameOver)
{
   {
      const auto map = Open("RECREATE");
      Sample a("a", 1), b("b", 2);
      map->Add(&a);
      map->Add(&b);
      map->Update();
   }
   const auto map = Open("update");
   EXPECT_EQ(map->Get<Sample>("a")->Number(), 1);
   SpecialSample a("a", 10);
   map->Add(&a);
   EXPECT_EQ(map->Get<Sample>("a")->Number(), 1) << "until there is something to put in its place";
   map->Update();
   EXPECT_EQ(map->Get<Sample>("a")->Number(), 10);
   EXPECT_EQ(map->Get<Sample>("a")->Kind(), 2);
   EXPECT_EQ(map->Get<Sample>("b")->Number(), 2);
}

TEST_F(TMapFileTest, WhichMapFileKnowsItsMemory)
{
   auto map = Open("RECREATE");
   const auto consumer = Open("READ");
   EXPECT_EQ(TMapFile::WhichMapFile(reinterpret_cast<void *>(map->GetBaseAddr())), map.get());
   EXPECT_EQ(TMapFile::WhichMapFile(reinterpret_cast<void *>(consumer->GetBreakval() - 1)), consumer.get());
   EXPECT_EQ(TMapFile::WhichMapFile(&map), nullptr);
   EXPECT_EQ(map->GetBreakval() - map->GetBaseAddr(), static_cast<ULong_t>(map->GetSize()));
   void *address = reinterpret_cast<void *>(map->GetBaseAddr());
   map.reset();
   EXPECT_EQ(TMapFile::WhichMapFile(address), nullptr);
}

TEST_F(TMapFileTest, AClosedMapAnswersEverythingWithOneLine)
{
   const auto map = Open("RECREATE");
   Sample sample("s", 1);
   map->GetDirectory()->Append(&sample);
   map->Update();
   map->Close();
   map->Close();
   EXPECT_FALSE(map->IsOpen());
   EXPECT_EQ(map->GetSize(), 0);
   EXPECT_EQ(map->GetFd(), -1);
   EXPECT_FALSE(map->IsWritable());
   EXPECT_FALSE(map->IsProducerAlive());
   map->Update();
   ExpectLine("TMapFile::Update", {fPath, "closed"});
   map->Add(&sample);
   ExpectLine("TMapFile::Add", {fPath, "closed"});
   EXPECT_EQ(map->Get("s"), nullptr);
   ExpectLine("TMapFile::Get", {fPath, "closed"});
   EXPECT_EQ(map->GetFirst(), nullptr);
   ExpectLine("TMapFile::GetFirst", {fPath, "closed"});
   EXPECT_EQ(Open("READ")->Get<Sample>("s")->Number(), 1);
}

TEST_F(TMapFileTest, RecreateIsSeenByConsumers)
{
   auto map = Open("RECREATE");
   const auto consumer = Open("READ");
   EXPECT_TRUE(consumer->IsProducerAlive());
   map->Close();
   EXPECT_FALSE(consumer->IsProducerAlive());
   EXPECT_FALSE(consumer->IsReplaced());
   map = Open("RECREATE");
   EXPECT_TRUE(consumer->IsReplaced());
}

struct BadCreate {
   const char *what;
   std::function<void(const std::string &path)> prepare;
   const char *option;
   Long64_t size;
   const char *message;
};

class TMapFileCreate : public TMapFileTest, public testing::WithParamInterface<BadCreate> {};

TEST_P(TMapFileCreate, ReturnsNullAfterOneLine)
{
   if (GetParam().prepare)
      GetParam().prepare(fPath);
   EXPECT_EQ(TMapFile::Create(fPath.c_str(), GetParam().option, GetParam().size), nullptr);
   ExpectLine("TMapFile::Create", {fPath, GetParam().message});
}

void WriteText(const std::string &path)
{
   std::ofstream(path) << "some text of somebody";
}
void WriteNothing(const std::string &path)
{
   std::ofstream{path};
}
void WriteMap(const std::string &path)
{
   delete TMapFile::Create(path.c_str(), "RECREATE");
}
void WriteHalfAMap(const std::string &path)
{
   WriteMap(path);
   std::filesystem::resize_file(path, 70000);
}
void MakeFolder(const std::string &path)
{
   std::filesystem::create_directory(path);
}

INSTANTIATE_TEST_SUITE_P(Table, TMapFileCreate,
                         testing::Values(BadCreate{"Missing", nullptr, "READ", 0, "no such file"},
                                         BadCreate{"Empty", WriteNothing, "READ", 0, "is empty"},
                                         BadCreate{"EmptyUpdate", WriteNothing, "UPDATE", 0, "is empty"},
                                         BadCreate{"Foreign", WriteText, "READ", 0, "not a map file"},
                                         BadCreate{"ForeignUpdate", WriteText, "UPDATE", 0, "not a map file"},
                                         BadCreate{"Truncated", WriteHalfAMap, "READ", 0, "truncated"},
                                         BadCreate{"TruncatedUpdate", WriteHalfAMap, "UPDATE", 0, "truncated"},
                                         BadCreate{"Folder", MakeFolder, "READ", 0, "is a folder"},
                                         BadCreate{"FolderRecreate", MakeFolder, "RECREATE", 0, "is a folder"},
                                         BadCreate{"Exists", WriteMap, "NEW", 0, "exists already"},
                                         BadCreate{"ExistsToo", WriteMap, "CREATE", 0, "exists already"},
                                         BadCreate{"Option", nullptr, "WRITE", 0, "'WRITE' is not known"},
                                         BadCreate{"NegativeSize", nullptr, "CREATE", -1, "size of -1"},
                                         BadCreate{"HugeSize", nullptr, "CREATE", 1ll << 60, "more than a map"}),
                         [](const auto &test) { return test.param.what; });

TEST_F(TMapFileTest, UnreadableFilesAndFoldersAreOneLine)
{
   WriteMap(fPath);
   ASSERT_EQ(::chmod(fPath.c_str(), 0), 0);
   ASSERT_EQ(::chmod(fFolder.Path().c_str(), 0555), 0);
   const std::string result = rootlet::test::InChild([&]() -> std::string {
      if (::geteuid() == 0 && (::setgid(65534) != 0 || ::setuid(65534) != 0))
         return "cannot become another user";
      if (TMapFile::Create(fPath.c_str(), "READ") != nullptr ||
          TMapFile::Create((fPath + "2").c_str(), "CREATE") != nullptr)
         return "could open";
      return gLines.size() == 2 && gLines[0].find("permission denied") != std::string::npos &&
                   gLines[1].find("no permission to write in the folder") != std::string::npos
                ? ""
                : testing::PrintToString(gLines);
   });
   ::chmod(fFolder.Path().c_str(), 0755);
   EXPECT_EQ(result, "");
}

TEST_F(TMapFileTest, ASecondProducerIsToldWhoTheFirstIs)
{
   const auto map = Open("RECREATE");
   EXPECT_EQ(Open("UPDATE"), nullptr);
   ExpectLine("TMapFile::Create", {fPath, "open for writing by process " + std::to_string(::getpid()), "READ"});
}

TEST_F(TMapFileTest, NamesThatAreNotThereAreOneLine)
{
   const auto map = Open("RECREATE");
   EXPECT_EQ(map->Get("nothing"), nullptr);
   ExpectLine("TMapFile::Get", {fPath, "'nothing' is not in the map"});
   Sample sample("s", 1);
   map->Add(&sample);
   EXPECT_EQ(map->Get("s"), nullptr);
   ExpectLine("TMapFile::Get", {fPath, "'s' has not been published yet"});
   EXPECT_EQ(map->Get(""), nullptr);
   ExpectLine("TMapFile::Get", {"no name"});
   EXPECT_EQ(map->Get(nullptr), nullptr);
   ExpectLine("TMapFile::Get", {"no name"});
   EXPECT_FALSE(map->Remove(static_cast<const char *>(nullptr)));
   ExpectLine("TMapFile::Remove", {"no name"});
   map->Add(static_cast<TObject *>(nullptr));
   ExpectLine("TMapFile::Add", {"no object"});
   Sample nameless;
   map->Add(&nameless);
   ExpectLine("TMapFile::Add", {"without a name"});
   EXPECT_EQ(TMapFile::Create(""), nullptr);
   ExpectLine("TMapFile::Create", {"no file name"});
}

TEST_F(TMapFileTest, AClassWithoutDictionaryIsOneLineAndTheOthersGoOn)
{
   const auto map = Open("RECREATE");
   Undeclared undeclared("u", 1);
   Sample sample("s", 5);
   map->Add(&undeclared);
   ExpectLine("TMapFile::Add", {"'u'", "no dictionary"});
   map->GetDirectory()->Append(&undeclared);
   map->Add(&sample);
   map->Update();
   ExpectLine("TMapFile::Update", {"'u'", "no dictionary"});
   EXPECT_EQ(map->Get<Sample>("s")->Number(), 5);
   map->GetDirectory()->Remove(&undeclared);
   struct Plain {
   } plain;
   map->Add(&plain, "plain");
   ExpectLine("TMapFile::Add", {"no dictionary"});
   EXPECT_EQ(map->Get<Plain>("s"), nullptr);
   ExpectLine("TMapFile::Get", {"no dictionary"});
}

TEST_F(TMapFileTest, AnObjectWhoseStreamerFailsKeepsItsVersion)
{
   const auto map = Open("RECREATE");
   Moody moody("moody");
   Sample sample("s", 1);
   map->Add(&moody);
   map->Add(&sample);
   moody.fValue = 1;
   map->Update();
   for (int round = 2; round < 6; ++round) {
      moody.fFails = kTRUE;
      moody.fValue = round;
      sample.Fill(round);
      map->Update();
      ExpectLine("TMapFile::Update", {fPath, "'moody' was not updated", "in a bad mood"});
      EXPECT_EQ(map->Get<Moody>("moody")->fValue, 1);
      EXPECT_EQ(map->Get<Sample>("s")->Number(), round);
   }
   moody.fFails = kFALSE;
   map->Update();
   EXPECT_EQ(map->Get<Moody>("moody")->fValue, 5);
}

TEST_F(TMapFileTest, ADamagedObjectIsOneLineAndAnOlderOneAWarning)
{
   const auto map = Open("RECREATE");
   Sample sample("s", 40);
   map->Add(&sample);
   map->Update();
   sample.Fill(41);
   map->Update();
   // Every "41" of the payload: the text at its end is enough to break the seal.
   const auto spoil = [this](const char *from, const char *to) {
      std::fstream file(fPath, std::ios::in | std::ios::out | std::ios::binary);
      std::string bytes((std::istreambuf_iterator<char>(file)), {});
      std::size_t found = 0;
      for (std::size_t at = 65536; (at = bytes.find(from, at)) != std::string::npos; ++at, ++found) {
         file.clear();
         file.seekp(static_cast<std::streamoff>(at));
         file << to;
      }
      return found;
   };
   ASSERT_EQ(spoil("\x02"
                   "41",
                   "\x02"
                   "4X"),
             1u);
   const std::unique_ptr<Sample> older = map->Get<Sample>("s");
   ASSERT_TRUE(older);
   EXPECT_EQ(older->Number(), 40);
   ASSERT_EQ(gLines.size(), 1u);
   EXPECT_EQ(gLines[0].find("Warning in <TMapFile::Get>: " + fPath), 0u) << gLines[0];
   gLines.clear();
   ASSERT_EQ(spoil("\x02"
                   "40",
                   "\x02"
                   "4Y"),
             1u);
   EXPECT_EQ(map->Get("s"), nullptr);
   ExpectLine("TMapFile::Get", {fPath, "damaged", "'s'"});
}

TEST_F(TMapFileTest, ManyThreadsReadWhileOneUpdates)
{
   const auto producer = Open("RECREATE");
   const auto consumer = Open("READ");
   Sample sample("s", 1);
   producer->Add(&sample);
   producer->Update();
   std::atomic<bool> stop{false};
   std::vector<std::thread> threads;
   for (int t = 0; t < 3; ++t)
      threads.emplace_back([&] {
         Int_t last = 0;
         TObject *mine = nullptr;
         while (!stop.load()) {
            mine = consumer->Get("s", mine);
            if (mine == nullptr || !static_cast<Sample *>(mine)->IsWhole() ||
                static_cast<Sample *>(mine)->Number() < last) {
               ADD_FAILURE() << "gone, torn, or went back";
               return;
            }
            last = static_cast<Sample *>(mine)->Number();
         }
         delete mine;
      });
   for (int number = 2; number < 1000; ++number) {
      sample.Fill(number);
      producer->Update();
   }
   stop.store(true);
   for (std::thread &thread : threads)
      thread.join();
}

} // namespace

// What dictgen would write for Moody, with a mood.
void Moody::Streamer(TBuffer &buffer)
{
   if (buffer.IsReading()) {
      UInt_t start = 0, count = 0;
      buffer.ReadVersion(&start, &count);
      TNamed::Streamer(buffer);
      buffer >> fValue;
      buffer.CheckByteCount(start, count, Moody::Class());
      return;
   }
   const UInt_t position = buffer.WriteVersion(Moody::Class(), kTRUE);
   TNamed::Streamer(buffer);
   if (fFails)
      throw rootlet::Error("the object is in a bad mood");
   buffer << fValue;
   buffer.SetByteCount(position, kTRUE);
}
