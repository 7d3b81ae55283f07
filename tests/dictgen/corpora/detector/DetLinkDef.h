#ifdef __CINT__

#pragma link off all globals;
#pragma link off all classes;
#pragma link off all functions;

#pragma link C++ nestedclasses;
#pragma link C++ nestedtypedefs;

#pragma link C++ class Det*+;
#pragma link C++ class DetTable<UInt_t>+;
#pragma link C++ class DetTable<Long64_t,Double_t,3>+;
#pragma link C++ namespace det::geo;
#pragma link C++ class det::geo::Transform-;
#pragma link C++ class det::trigger::*+;
#pragma link C++ class det::Measurement*+;
#pragma link C++ class det::Point+;
#pragma link C++ class std::vector<DetTrack*>+;

#endif
