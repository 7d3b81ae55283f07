// Two classes of KM3NeT's as the StreamerInfo record of one of its files describes them: one of them is derived from a
// standard container. Used by ContainerBaseTest.cxx.
#ifndef ROOTLET_tests_golden_ContainerBase
#define ROOTLET_tests_golden_ContainerBase

#include "TObject.h"

#include <vector>

namespace JTRIGGER {

class JPMTIdentifier_t : public TObject {
public:
   int moduleID = 0;
   int pmtAddress = 0;
   ClassDefOverride(JPMTIdentifier_t, 8)
};

class JPMTSelector : public std::vector<JPMTIdentifier_t>, public TObject {
public:
   ClassDefOverride(JPMTSelector, 1)
};

} // namespace JTRIGGER

#endif
