// A class of another dictionary that uses the same tuple as StdZoo.h: both dictionaries describe it. Used by
// StdZooTest.cxx.
#ifndef ROOTLET_TEST_StdZooTwin
#define ROOTLET_TEST_StdZooTwin

#include "TObject.h"

#include <string>
#include <tuple>

namespace zoo {

class Twin : public TObject {
public:
   std::tuple<Int_t, std::string> fTuple;
   ClassDefOverride(Twin, 1); // has a tuple that others have too
};

} // namespace zoo

#endif
