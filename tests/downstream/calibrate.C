// Prints an offset that is scaled: shows that a downstream project can build macros.
#include "TString.h"

#include <cstdio>

void calibrate(Double_t offset = 0.5, Int_t scale = 2)
{
   std::puts(Form("calibrated to %g", offset * scale));
}
