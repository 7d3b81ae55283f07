// The classes of the dictionary.
// clang-format off
#ifdef __ROOTCLING__
#pragma link C++ class sensor::Measurement+;
#pragma link C++ class sensor::Alarm+;
#endif
