// The classes of the runtime that have a generated dictionary.
// clang-format off
#ifdef __ROOTCLING__
#pragma link C++ class TObject-;
#pragma link C++ class TNamed+;
#pragma link C++ class TProcessID+;
#pragma link C++ class TDirectory+;
#pragma link C++ class TDictionary+;
#pragma link C++ class TDataMember+;
#pragma link C++ class TBaseClass+;
#pragma link C++ class TClass+;
#pragma link C++ class TStreamerElement-;
#pragma link C++ class TStreamerBase-;
#pragma link C++ class TStreamerBasicType+;
#pragma link C++ class TStreamerBasicPointer+;
#pragma link C++ class TStreamerLoop+;
#pragma link C++ class TStreamerObject+;
#pragma link C++ class TStreamerObjectAny+;
#pragma link C++ class TStreamerObjectPointer+;
#pragma link C++ class TStreamerObjectAnyPointer+;
#pragma link C++ class TStreamerString+;
#pragma link C++ class TStreamerSTL-;
#pragma link C++ class TStreamerSTLstring+;
#pragma link C++ class TStreamerInfo-;
#pragma link C++ class TMapFile+;
#pragma extra_include <complex>;
#pragma link C++ class std::complex<float>+;
#pragma link C++ class std::complex<double>+;
#endif
