#ifndef DET_EVENT_H
#define DET_EVENT_H

#include "DetCalib.h"
#include "DetCluster.h"
#include "DetGeom.h"
#include "DetJet.h"
#include "DetMC.h"
#include "DetRaw.h"
#include "DetTrack.h"
#include "DetTrigger.h"
#include "DetVertex.h"
#include "TClonesArray.h"
#include "TH1F.h"
#include "TObjArray.h"

#include <memory>
#include <vector>

class DetEventHeader {
private:
   Int_t fRun, fEvent; // run and event number
   UInt_t fStamp[2];   // seconds and nanoseconds

public:
   DetEventHeader() : fRun(0), fEvent(0), fStamp() {}
   Int_t GetEvent() const { return fEvent; }
   ClassDefNV(DetEventHeader, 2) // header
};

class DetEvent : public TNamed {
private:
   DetEventHeader fHeader;                     // header
   TClonesArray *fMuons;                       //-> of DetMuon
   TClonesArray *fPixels;                      // of DetPixelHit, made on demand
   TObjArray *fTracks;                         //->owned, of DetTrack
   std::vector<DetCaloCluster *> fClusters;    // owned
   std::vector<DetVertex *> fVertices;         // owned
   std::unique_ptr<det::trigger::Decision> fTrigger; // trigger
   DetMCHeader fMC;                            // generator
   std::vector<DetMCParticle *> fParticles;    // owned
   DetJetList *fJets;                          // jets
   std::unique_ptr<DetRawEvent> fRaw;          // raw data
   TRef fBest;                                 // best track
   DetTrack *fLastUsed;                        //! for quick access
   Bool_t fDirty = kTRUE;                      //! caches are to be filled

public:
   DetEvent();
   DetEvent(const DetEvent &) = delete;
   DetEvent &operator=(const DetEvent &) = delete;
   virtual ~DetEvent();
   DetEventHeader &Header() { return fHeader; }
   TClonesArray &Muons() { return *fMuons; }
   TClonesArray &Pixels()
   {
      if (!fPixels)
         fPixels = new TClonesArray("DetPixelHit", 100);
      return *fPixels;
   }
   TObjArray &Tracks() { return *fTracks; }
   std::vector<DetCaloCluster *> &Clusters() { return fClusters; }
   std::vector<DetVertex *> &Vertices() { return fVertices; }
   std::unique_ptr<det::trigger::Decision> &Trigger() { return fTrigger; }
   DetMCHeader &MC() { return fMC; }
   std::vector<DetMCParticle *> &Particles() { return fParticles; }
   DetJetList *&Jets() { return fJets; }
   std::unique_ptr<DetRawEvent> &Raw() { return fRaw; }
   TRef &Best() { return fBest; }
   ClassDef(DetEvent, 12) // event
};

class DetRun : public TNamed {
private:
   TH1F *fOccupancy;                  // hits by channel
   DetConditions fConditions;         // conditions
   DetPedestals fPedestals;           // pedestals
   det::geo::Volume *fWorld;          // geometry
   det::trigger::Menu fMenu;          // trigger menu

public:
   DetRun() : fOccupancy(0), fWorld(0) {}
   DetRun(const DetRun &) = delete;
   DetRun &operator=(const DetRun &) = delete;
   virtual ~DetRun();
   TH1F *&Occupancy() { return fOccupancy; }
   DetConditions &Conditions() { return fConditions; }
   DetPedestals &Pedestals() { return fPedestals; }
   det::geo::Volume *&World() { return fWorld; }
   det::trigger::Menu &Menu() { return fMenu; }
   ClassDef(DetRun, 1) // run
};

#endif
