// What the tests of waiting share: a status that prints itself, a folder with a map in it. Used by WaitingTest and WatchingTest.
#ifndef ROOTLET_tests_WaitingTools
#define ROOTLET_tests_WaitingTools

#include <gtest/gtest.h>

#include <chrono>
#include <cstdint>
#include <ostream>
#include <string>

#include "CaseTools.h"
#include "StoreTools.h"
#include "map/Waiting.h"

namespace rootlet {

inline void PrintTo(const WaitStatus &status, std::ostream *out)
{
   constexpr const char *kNames[] = {"kUpdated", "kTimeout", "kNoProducer", "kReplaced", "kFailed"};
   *out << kNames[static_cast<int>(status)];
}

namespace test {

using std::chrono::milliseconds;

constexpr Long_t kLong = 60000; // nothing that is waited for here takes as long

class Waiting : public testing::Test {
protected:
   WaitResult Wait(MapStore &store, const std::string &name, std::uint64_t after, Long_t timeout = kLong)
   {
      return WaitForUpdate(store, name, after, milliseconds(timeout));
   }

   const Lines fLines;
   TempFolder fFolder;
   std::string fPath = fFolder / "map";
};

} // namespace test
} // namespace rootlet

#endif
