#ifndef DET_TRACK_H
#define DET_TRACK_H

#include "DetTypes.h"
#include "TLorentzVector.h"
#include "TRef.h"

#include <bitset>
#include <map>
#include <set>
#include <string>
#include <vector>

class DetVertex;
class DetCluster;

// Parameters of a helix
class DetTrackParams {
private:
   Double32_t fPar[5];  // y, z, sin(phi), tan(lambda), 1/pt
   Double32_t fCov[15]; //[0,0,8] covariance, lower triangle

public:
   DetTrackParams() : fPar(), fCov() {}
   virtual ~DetTrackParams() {}
   Double_t GetPar(Int_t i) const { return fPar[i]; }
   ClassDef(DetTrackParams, 2) // helix
};

class DetTrack : public TObject {
public:
   // A state of the fit at a surface
   struct State {
      Double_t fPath;        // [cm]
      DetTrackParams fPars;  // there
      State() : fPath(0) {}
   };
   enum EBits { kGood = BIT(14), kKink = BIT(15) };

protected:
   TLorentzVector fP4;                 // four momentum at the vertex
   det::ETrackStatus fStatus;          // status
   Char_t fCharge;                     // charge
   DetTrackParams fFirst;              // at the first hit
   DetTrackParams *fLast;              //->at the last hit
   TRef fVertex;                       // vertex of origin
   std::vector<State> fStates;         // all states
   std::vector<UInt_t> fHitIndex;      // indices of hits
   std::set<Short_t> fLayers;          // layers that were hit
   std::bitset<24> fPattern;           // hit pattern
   std::map<std::string, Double_t> fQuality; // chi2 of each detector
   DetTrack *fTwin;                    // shares hits with this one; may be null
   std::vector<Double_t> fResiduals;   //! filled while fitting

public:
   DetTrack() : fStatus(det::ETrackStatus::kNone), fCharge(0), fLast(new DetTrackParams), fTwin(0) {}
   DetTrack(const DetTrack &) = delete;
   DetTrack &operator=(const DetTrack &) = delete;
   virtual ~DetTrack() { delete fLast; }
   TLorentzVector &P4() { return fP4; }
   TRef &Vertex() { return fVertex; }
   DetTrackParams *Last() const { return fLast; }
   std::vector<State> &States() { return fStates; }
   std::vector<UInt_t> &HitIndex() { return fHitIndex; }
   std::set<Short_t> &Layers() { return fLayers; }
   std::bitset<24> &Pattern() { return fPattern; }
   std::map<std::string, Double_t> &Quality() { return fQuality; }
   DetTrack *GetTwin() const { return fTwin; }
   void SetTwin(DetTrack *twin) { fTwin = twin; }
   ClassDef(DetTrack, 5) // reconstructed track
};

class DetElectron : public DetTrack {
private:
   Float_t fEoverP;       // E over p
   DetCluster *fCluster;  // its shower

public:
   DetElectron() : fEoverP(0), fCluster(0) {}
   virtual ~DetElectron();
   DetCluster *GetCluster() const { return fCluster; }
   void SetCluster(DetCluster *c) { fCluster = c; }
   ClassDef(DetElectron, 1) // electron
};

class DetMuon : public DetTrack {
private:
   std::vector<std::vector<Float_t> > fSegments; // segments in each station
   det::MeasurementD fIsolation;                 // isolation

public:
   DetMuon() {}
   std::vector<std::vector<Float_t> > &Segments() { return fSegments; }
   ClassDef(DetMuon, 1) // muon
};

#endif
