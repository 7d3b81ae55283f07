// The shortest class that can be shared: members, and one line with the name and version of the class.
#ifndef TUTORIAL_READING_H
#define TUTORIAL_READING_H
#include "TObject.h"

class Reading : public TObject {
public:
   Double_t fTemperature = 0;   // kelvin
   Int_t fSensor = 0;           // number of the sensor
   ClassDefOverride(Reading, 1) // one reading of a sensor
};
#endif
