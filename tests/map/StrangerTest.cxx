// A program that has none of the user's classes and yet lists, shows and streams again every object of a map: that of the
// event tutorial, another process.
#include <TMapFile.h>
#include <gtest/gtest.h>

#include <cstdlib>

#include "../heap/TempFolder.h"
#include "RootletEmulation.h"
#include "StoreTools.h"
#include "TClass.h"
#include "map/MapStore.h"

namespace rootlet {
namespace {

using namespace test;

TEST(Stranger, ListsDumpsAndRecodesEveryObjectOfTheEventTutorial)
{
   const TempFolder folder;
   const std::string path = folder / "event.map";
   ASSERT_EQ(std::system((std::string(EVENT_PROGRAM) + " --role produce --events 3 --file " + path + " >" +
                          (folder / "log") + " 2>&1")
                            .c_str()),
             0);
   ASSERT_EQ(TClass::GetClass("Event", kTRUE, kTRUE), nullptr) << "this program was to be a stranger";
   const std::unique_ptr<TMapFile> map(TMapFile::Create(path.c_str(), "READ"));
   ASSERT_NE(map, nullptr);
   const auto store = MapStore::Open(path, MapMode::kRead, {});
   std::size_t objects = 0;
   for (const TMapRec *record = map->GetFirst(); record; record = record->GetNext(), ++objects) {
      const auto document = map->GetEmulated(record->GetName());
      EXPECT_EQ(document->Root().ClassName(), record->GetClassName());
      EXPECT_TRUE(document->Notes().empty()) << document->Notes().front();
      EXPECT_GT(document->Root().Get<int>("fNumber"), 0);
      EXPECT_EQ(document->Stream(), Take(*store, record->GetName()));
   }
   EXPECT_GT(objects, 0u);
}

} // namespace
} // namespace rootlet
