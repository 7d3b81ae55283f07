// Of the program direct_worker: the class without ClassDef.
// clang-format off
#ifdef __ROOTCLING__
#pragma link C++ class direct::Plain+;
#endif
