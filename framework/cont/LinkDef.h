// What dictgen makes of the headers of this room. "-": the class has a Streamer() written by hand.
// clang-format off
#ifdef __CLING__

#pragma link off all globals;
#pragma link off all classes;
#pragma link off all functions;

#pragma link C++ class TArray+;
#pragma link C++ class TArrayC-;
#pragma link C++ class TArrayS-;
#pragma link C++ class TArrayI-;
#pragma link C++ class TArrayL-;
#pragma link C++ class TArrayL64-;
#pragma link C++ class TArrayF-;
#pragma link C++ class TArrayD-;
#pragma link C++ class TCollection-;
#pragma link C++ class TSeqCollection+;
#pragma link C++ class TList-;
#pragma link C++ class TObjArray-;
#pragma link C++ class TClonesArray-;
#pragma link C++ class TObjString+;
#pragma link C++ class THashTable+;
#pragma link C++ class THashList-;
#pragma link C++ class TMap-;
#pragma link C++ class TPair+;
#pragma link C++ class TRef-;

#endif
