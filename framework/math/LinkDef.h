// What dictgen makes of the headers of this room.
#ifdef __CLING__

#pragma link off all globals;
#pragma link off all classes;
#pragma link off all functions;

#pragma link C++ class TRandom + ;
#pragma link C++ class TRandom3 + ;
#pragma link C++ class TVector2 + ;
#pragma link C++ class TVector3 + ;
#pragma link C++ class TLorentzVector + ;

#endif
