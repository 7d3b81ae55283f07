// A downstream user's class: what one sensor has measured. Derives from TNamed, owns a counted array, and holds standard
// containers of a struct that has no ClassDef.
#ifndef Downstream_Measurement
#define Downstream_Measurement

#include "TNamed.h"

#include <map>
#include <string>
#include <vector>

namespace sensor {

struct Alarm {
   Int_t fSample = 0;   // index of the sample that raised it
   std::string fReason; // in words
};

class Measurement : public TNamed {
public:
   Measurement() = default;
   Measurement(const char *name, const char *title) : TNamed(name, title) {}
   ~Measurement() override;
   Measurement(const Measurement &) = delete;
   Measurement &operator=(const Measurement &) = delete;

   void Take(Double_t value);
   Int_t GetN() const { return fN; }
   Double_t Sum() const;
   const std::vector<Alarm> &Alarms() const { return fAlarms; }
   Int_t Count(const std::string &unit) const;

private:
   Int_t fN = 0;
   Double_t *fSamples = nullptr; //[fN] in volts
   std::vector<Alarm> fAlarms;
   std::map<std::string, Int_t> fUnits;
   Int_t fCapacity = 0; //! samples that fit; not stored

   ClassDefOverride(Measurement, 1) // what one sensor has measured
};

/// Shared as it lies in memory.
struct Pulse {
   ULong64_t fBeats = 0;
   Double_t fLast = 0;
};
ROOTLET_SHARED(Pulse)

} // namespace sensor

#endif
