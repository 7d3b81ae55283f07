// The classes of the tests of TMapFile that have a dictionary.
// clang-format off
#ifdef __ROOTCLING__
#pragma link C++ class Sample+;
#pragma link C++ class SpecialSample+;
#pragma link C++ class Moody-;
#pragma link C++ class Reading+;
#pragma link C++ class Shape+;
#pragma link C++ class Square+;
#endif
