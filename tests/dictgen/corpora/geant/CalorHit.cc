//
// Hits of the calorimeter
//
#include "CalorHit.hh"

G4ThreadLocal G4Allocator<CalorHit>* CalorHit::fgAllocator = nullptr;

G4Allocator<CalorHit>* CalorHit::Allocator()
{
  if (fgAllocator == nullptr) fgAllocator = new G4Allocator<CalorHit>;
  return fgAllocator;
}
