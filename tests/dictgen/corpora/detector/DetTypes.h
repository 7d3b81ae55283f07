#ifndef DET_TYPES_H
#define DET_TYPES_H

// Common types of the detector event model

#include "Rtypes.h"

typedef UInt_t DetChannel_t;
typedef Double32_t DetReal_t;

namespace det {

enum EDetector { kPixel = 1, kStrip, kTpc, kEcal = 10, kHcal, kMuon };

enum class ETrackStatus : UChar_t { kNone = 0, kFound = 1, kFitted = 2, kRefitted = 200 };

template <class T>
struct Measurement {
   T fValue; // what was measured
   T fError; // and its error
   Measurement() : fValue(0), fError(0) {}
   Measurement(T value, T error) : fValue(value), fError(error) {}
};

typedef Measurement<Double_t> MeasurementD;
typedef Measurement<Int_t> MeasurementI;

struct Point {
   Float_t fX, fY, fZ; // [cm]
   Point() : fX(0), fY(0), fZ(0) {}
};

} // namespace det

#endif
