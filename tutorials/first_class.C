// first_class shares one object of one small class, and reads it back as another process would.
//
// Twenty lines, and a header of ten (Reading.h): this is all there is to it.

#include "Reading.h"
#include "TMapFile.h"
#include "TString.h"

/// \param file  the map file
int first_class(const char *file = "first_class.map")
{
   Reading reading;
   reading.fTemperature = 293.15;
   reading.fSensor = 7;
   TMapFile *producer = TMapFile::Create(file, "RECREATE");
   if (!producer)
      return 1;
   producer->Add(&reading, "reading");
   producer->Update();

   TMapFile *consumer = TMapFile::Create(file, "READ"); // in real life this stands in another program
   auto copy = consumer ? consumer->Get<Reading>("reading") : nullptr;
   if (copy)
      Printf("sensor %d: %.2f K", copy->fSensor, copy->fTemperature);
   delete consumer;
   delete producer;
   return copy && copy->fTemperature == reading.fTemperature ? 0 : 1;
}
