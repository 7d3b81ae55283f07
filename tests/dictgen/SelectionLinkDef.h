// clang-format off
#ifdef __MAKECINT__
#pragma link C++ nestedclasses;
#pragma link C++ class selection::Plain*+;
#endif
