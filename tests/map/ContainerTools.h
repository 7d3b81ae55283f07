// What the tests of containers share: a map in a folder of its own, and the bytes of what is in it.
#ifndef ROOTLET_tests_ContainerTools
#define ROOTLET_tests_ContainerTools

#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "../heap/TempFolder.h"
#include "CaseTools.h"
#include "ContainerEvent.h"
#include "ShareableShared.h"
#include "StoreTools.h"
#include "TMapFile.h"

namespace rootlet::test {

class ContainerMap : public testing::Test {
protected:
   std::unique_ptr<TMapFile> Open(const char *option) const { return OpenMap(fPath, option); }
   /// The bytes of the newest version as they lie in the map.
   std::string PayloadOf(const char *name) const
   {
      const auto store = MapStore::Open(fPath, MapMode::kRead);
      PayloadCopy copy;
      store->Read(name, copy);
      return {copy.Data(), copy.Size()};
   }

   TempFolder fFolder;
   const std::string fPath = fFolder / "containers.map";
};

} // namespace rootlet::test

#endif
