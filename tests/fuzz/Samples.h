// Objects that the fuzz targets start from: the zoo of tests/io and the class library, as bytes with their layouts.
// Invariant: the order stays; inputs name classes by their number.
#ifndef ROOTLET_tests_FuzzSamples
#define ROOTLET_tests_FuzzSamples

#include "TClass.h"

#include <string>
#include <vector>

namespace rootlet::fuzz {

struct Sample {
   TClass *fClass;
   std::string fBytes; ///< what its Streamer wrote; tag 1 is the object
   std::string fAny;   ///< the same behind a pointer
};

/// One object of each class.
const std::vector<Sample> &Samples();

/// A StreamerInfo record, as a file has it: the layouts of that class and of what it is made of.
std::string RecordOf(const TClass *cl);

} // namespace rootlet::fuzz

#endif
