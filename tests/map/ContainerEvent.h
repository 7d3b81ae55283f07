// What the tests put into an Event of ContainerTypes.h: something in every container.
#ifndef ROOTLET_tests_ContainerEvent
#define ROOTLET_tests_ContainerEvent

#include <chrono>
#include <cstddef>
#include <string>

#include "ContainerTypes.h"

namespace container_test {

inline void FillEvent(Event &e)
{
   e.fShorts = {-1, 2};
   e.fNumber = 7;
   e.fTitle = "an event";
   e.fNumbers = {1.5, 2.5};
   e.fFlags.assign(3, true);
   e.fFlags[1] = false;
   e.fQualities = {Quality::kGood, Quality::kBad};
   e.fPoints.push_back({1, 2, 3});
   for (int i = 0; i < 3; ++i) {
      Track &track = e.fTracks.emplace_back();
      track.fName = "track " + std::to_string(i);
      track.fHits.resize(static_cast<std::size_t>(i), Hit{true, 0.5 * i, 'h'});
      track.fCharge = -i;
   }
   for (const char *word : {"", "a", "a word that is longer than short strings are"})
      e.fWords.push_back(word);
   e.fDeep.resize(2);
   e.fDeep[1].resize(2);
   e.fDeep[1][1] = {4, 5, 6};
   for (const int channel : {5, -3, 9})
      e.fGains[channel] = channel * 0.5;
   e.fByName["muon"].fCharge = -1;
   e.fByName["electron"].fHits.push_back({false, 3, 'e'});
   e.fTimes.push_back(std::chrono::milliseconds(1500));
   e.fLabels[1] = "label";
}

} // namespace container_test

#endif
