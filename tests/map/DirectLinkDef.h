// Of the tests of AddDirect: classes without ClassDef, and one with a Streamer of its own.
// clang-format off
#ifdef __ROOTCLING__
#pragma link C++ class direct::Plain+;
#pragma link C++ class direct::Moody-;
#pragma link C++ class pair<int,int>+;
#pragma read sourceClass="direct::Ruled" targetClass="direct::Ruled" version="[1-]" source="Int_t fValue" target="fTwice" code="{ fTwice = 2 * onfile.fValue; }"
#endif
