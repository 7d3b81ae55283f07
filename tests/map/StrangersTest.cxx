// The table of cases, part two: what strangers do to a file while others use it. Every deed meets every function of a
// consumer and of a producer. A name, a mode or a link is nothing to an open map; lost bytes are one line from whoever meets
// them, never a signal, and RECREATE makes the map again.
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "CaseTools.h"
#include "RootletEmulation.h"
#include "RootletError.h"

namespace rootlet {
namespace {

using namespace test;
namespace fs = std::filesystem;

// ---- the deeds --------------------------------------------------------------------------------------------------------

void TruncateTo(const std::string &path, off_t size)
{
   if (::truncate(path.c_str(), size) != 0)
      throw std::runtime_error("cannot truncate");
}

struct Deed {
   const char *name;
   void (*commit)(const std::string &path);
   const char *consumerHears; ///< of lost bytes; null: nothing is lost
   const char *producerHears;
};

const Deed kDeeds[] = {
   {"TruncatesToNothing", [](const std::string &path) { TruncateTo(path, 0); }, "truncated", "truncated"},
   {"TruncatesToTheHead", [](const std::string &path) { TruncateTo(path, 65536); }, "truncated", "truncated"},
   {"TruncatesAndExtends",
    [](const std::string &path) {
       const auto size = static_cast<off_t>(fs::file_size(path));
       TruncateTo(path, 0);
       TruncateTo(path, size);
    },
    "damaged", "damaged"},
   {"Unlinks", [](const std::string &path) { fs::remove(path); }, nullptr, nullptr},
   {"TakesAllPermissions", [](const std::string &path) { ::chmod(path.c_str(), 0); }, nullptr, nullptr},
   {"MakesItReadOnly", [](const std::string &path) { ::chmod(path.c_str(), 0444); }, nullptr, nullptr},
   {"Renames", [](const std::string &path) { fs::rename(path, path + ".away"); }, nullptr, nullptr},
   {"PutsATextInItsPlace",
    [](const std::string &path) {
       std::ofstream(path + ".text") << "a text";
       fs::rename(path + ".text", path);
    },
    nullptr, nullptr},
};

// ---- the functions ----------------------------------------------------------------------------------------------------

struct Scene {
   TNamed object{"object", "first title"};
   TNamed another{"another", "another title"};
   std::unique_ptr<TMapFile> map; ///< the one that is asked
};

struct Function {
   const char *name;
   const char *location; ///< that reports if bytes are lost; null: it needs none of them, and says nothing
   /// True if all went as with a map that nobody touches.
   bool (*call)(Scene &);
};

/// What throws instead of reporting, as the functions do that ROOT has not.
template <class Body>
bool ReportThrown(Body body)
{
   try {
      return body();
   } catch (const rootlet::Error &error) {
      ::Error("thrown", "%s", error.what());
      return false;
   }
}

const Function kFunctions[] = {
   {"Get", "TMapFile::Get",
    [](Scene &s) {
       const std::unique_ptr<TObject> object(s.map->Get("object"));
       return object != nullptr && object->GetTitle() == std::string("first title");
    }},
   {"GetInto", "TMapFile::Get",
    [](Scene &s) {
       TNamed into("", "kept");
       return s.map->Get("object", &into) == &into && into.GetTitle() == std::string("first title");
    }},
   {"GetOfNothing", "TMapFile::Get",
    [](Scene &s) {
       const bool none = s.map->Get("nothing") == nullptr;
       const std::vector<std::string> lines = Lines::Take();
       if (lines.size() == 1 && lines[0].find("'nothing' is not in the map") != std::string::npos)
          return none;
       for (const std::string &line : lines)
          ::Error("TMapFile::Get", "%s", line.c_str());
       return false;
    }},
   {"GetEmulated", "thrown",
    [](Scene &s) {
       return ReportThrown([&] { return s.map->GetEmulated("object")->Root().ClassName() == std::string("TNamed"); });
    }},
   {"GetSchema", "thrown", [](Scene &s) { return ReportThrown([&] { return s.map->GetSchema() != nullptr; }); }},
   {"GetFirst", "TMapFile::GetFirst",
    [](Scene &s) {
       TMapRec *record = s.map->GetFirst();
       return record != nullptr && record->GetName() == std::string("object");
    }},
   {"ls", "TMapFile::ls",
    [](Scene &s) {
       s.map->ls();
       return true;
    }},
   {"Print", nullptr,
    [](Scene &s) {
       s.map->Print();
       return true;
    }},
   {"GetSize", nullptr, [](Scene &s) { return s.map->GetSize() >= 0; }},
   {"GetFreeSize", nullptr, [](Scene &s) { return s.map->GetFreeSize() >= 0; }},
   {"GetBreakval", nullptr, [](Scene &s) { return s.map->GetBreakval() >= s.map->GetBaseAddr(); }},
   {"IsReplaced", nullptr,
    [](Scene &s) {
       s.map->IsReplaced();
       return true;
    }},
   {"IsProducerAlive", nullptr, [](Scene &s) { return s.map->IsProducerAlive() == kTRUE; }},
   {"WhichMapFile", nullptr,
    [](Scene &s) { return TMapFile::WhichMapFile(reinterpret_cast<void *>(s.map->GetBaseAddr())) == s.map.get(); }},
   {"cd", nullptr, [](Scene &s) { return s.map->cd() == kTRUE; }},
   {"Close", nullptr,
    [](Scene &s) {
       s.map->Close();
       return !s.map->IsOpen();
    }},
};

const Function kProducing[] = {
   {"Add", "TMapFile::Add",
    [](Scene &s) {
       s.map->Add(&s.another);
       return true;
    }},
   {"Update", "TMapFile::Update",
    [](Scene &s) {
       s.map->Update();
       return true;
    }},
   {"UpdateThatGrows", "TMapFile::Update",
    [](Scene &s) {
       s.object.SetTitle(std::string(1 << 20, 'x').c_str());
       s.map->Update(&s.object);
       return true;
    }},
   {"Remove", "TMapFile::Remove", [](Scene &s) { return s.map->Remove(&s.object) == &s.object || !s.map->GetName(); }},
   {"RemoveByName", "TMapFile::Remove", [](Scene &s) { return s.map->Remove("object") == kTRUE; }},
   {"RemoveAll", "TMapFile::RemoveAll",
    [](Scene &s) {
       s.map->RemoveAll();
       return true;
    }},
   {"Sync", "TMapFile::Sync", [](Scene &s) { return s.map->Sync() == kTRUE; }},
};

/// The deed, then the function, twice: the second time it is no news.
std::string Meet(const Deed &deed, const Function &function, bool producing, Long64_t size = 0)
{
   TempFolder folder;
   return InChild([&] {
      const Lines lines;
      const std::string path = folder / "map";
      Scene scene;
      auto producer = OpenMap(path, "RECREATE", size);
      producer->Add(&scene.object);
      producer->Update();
      scene.map = producing ? std::move(producer) : OpenMap(path, "READ");
      std::string wrong = ExpectTitle(*scene.map, "object", "first title");
      const std::FILE *quiet = std::freopen("/dev/null", "w", stdout); // ls and Print
      wrong += quiet == nullptr ? "no /dev/null; " : "";
      deed.commit(path);
      const char *hears = producing ? deed.producerHears : deed.consumerHears;
      if (hears != nullptr && function.location != nullptr) {
         for (int time = 0; time < 2; ++time) {
            function.call(scene);
            wrong += Lines::Expect(function.location, {path, hears});
         }
      } else {
         const bool good = function.call(scene);
         wrong += good || hears != nullptr ? "" : "not as it should be; ";
         wrong += Lines::TakeText();
      }
      scene.map.reset();
      producer.reset();
      wrong += Lines::TakeText();
      ::chmod(path.c_str(), 0600); // its owner may, whatever is there now
      MakeMap(path, "object", "made again");
      return wrong + ExpectTitle(*OpenMap(path, "READ"), "object", "made again");
   });
}

class StrangerUnderAConsumer : public testing::TestWithParam<Deed> {};
class StrangerUnderAProducer : public testing::TestWithParam<Deed> {};

TEST_P(StrangerUnderAConsumer, IsNothingOrOneLine)
{
   for (const Function &function : kFunctions)
      EXPECT_EQ(Meet(GetParam(), function, false), "") << function.name;
}

TEST_P(StrangerUnderAProducer, IsNothingOrOneLine)
{
   for (const Function &function : kFunctions)
      EXPECT_EQ(Meet(GetParam(), function, true), "") << function.name;
   for (const Function &function : kProducing)
      EXPECT_EQ(Meet(GetParam(), function, true), "") << function.name;
}

/// The words of chunks beyond 256 MiB are elsewhere in the file: they go with it.
TEST_P(StrangerUnderAProducer, OfALargeMapIsNothingOrOneLine)
{
   for (const Function &function : kProducing)
      EXPECT_EQ(Meet(GetParam(), function, true, Long64_t{300} << 20), "") << function.name;
   for (const Function &function : kFunctions) {
      if (function.name == std::string("GetFreeSize") || function.name == std::string("Close")) {
         EXPECT_EQ(Meet(GetParam(), function, true, Long64_t{300} << 20), "") << function.name;
      }
   }
}

INSTANTIATE_TEST_SUITE_P(Table, StrangerUnderAConsumer, testing::ValuesIn(kDeeds),
                         [](const auto &test) { return test.param.name; });
INSTANTIATE_TEST_SUITE_P(Table, StrangerUnderAProducer, testing::ValuesIn(kDeeds),
                         [](const auto &test) { return test.param.name; });

} // namespace
} // namespace rootlet
