// What dictgen makes of the headers of this room.
#ifdef __CLING__

#pragma link off all globals;
#pragma link off all classes;
#pragma link off all functions;

#pragma link C++ class TAttLine + ;
#pragma link C++ class TAttFill + ;
#pragma link C++ class TAttMarker + ;
#pragma link C++ class TAttAxis + ;
#pragma link C++ class TAxis + ;
#pragma link C++ class TH1 + ;
#pragma link C++ class TH1C + ;
#pragma link C++ class TH1S + ;
#pragma link C++ class TH1I + ;
#pragma link C++ class TH1F + ;
#pragma link C++ class TH1D + ;
#pragma link C++ class TH2 + ;
#pragma link C++ class TH2C + ;
#pragma link C++ class TH2S + ;
#pragma link C++ class TH2I + ;
#pragma link C++ class TH2F + ;
#pragma link C++ class TH2D + ;
#pragma link C++ class TProfile + ;

#endif
