// The classes of the standard library whose dictionary is the runtime's own, so that no two libraries of a program bring
// different ones. Read by dictgen when the core is built; nothing else includes it.
#ifndef ROOTLET_META_StdClasses
#define ROOTLET_META_StdClasses

#include <complex>

#endif
