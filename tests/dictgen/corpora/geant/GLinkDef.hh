#ifdef __ROOTCLING__

#pragma link C++ class G4Event+;
#pragma link C++ class G4HCofThisEvent+;
#pragma link C++ class G4VHit+;
#pragma link C++ class G4VHitsCollection+;
#pragma link C++ class CalorHitsCollection+;
#pragma link C++ class TrackerHitsCollection+;
#pragma link C++ class CalorHit+;
#pragma link C++ class TrackerHit+;
#pragma link C++ class G4ThreeVector+;
#pragma link C++ class CLHEP::HepLorentzVector+;

#endif
