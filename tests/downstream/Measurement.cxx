// The functions of Measurement that are not inline.
#include "Measurement.h"

#include <algorithm>
#include <numeric>

namespace sensor {

Measurement::~Measurement()
{
   delete[] fSamples;
}

void Measurement::Take(Double_t value)
{
   if (fN >= fCapacity) { // an object that was read has capacity 0, so its array is replaced here
      fCapacity = 2 * fN + 8;
      auto samples = new Double_t[static_cast<std::size_t>(fCapacity)];
      std::copy_n(fSamples, fN, samples);
      delete[] fSamples;
      fSamples = samples;
   }
   fSamples[fN] = value;
   if (value > 9)
      fAlarms.push_back({fN, "over 9 V"});
   ++fN;
   ++fUnits["volt"];
}

Double_t Measurement::Sum() const
{
   return std::accumulate(fSamples, fSamples + fN, 0.);
}

Int_t Measurement::Count(const std::string &unit) const
{
   const auto found = fUnits.find(unit);
   return found == fUnits.end() ? 0 : found->second;
}

} // namespace sensor
