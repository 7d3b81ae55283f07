//
// Basic types of the simulation
//
#ifndef GTypes_hh
#define GTypes_hh 1

#include <string>

using G4double = double;
using G4float = float;
using G4int = int;
using G4long = long;
using G4bool = bool;
typedef std::string G4String;

#ifndef G4ThreadLocal
#define G4ThreadLocal thread_local
#endif

#endif
