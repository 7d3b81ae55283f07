//
// Hits of the calorimeter and of the tracker
//
#ifndef CalorHit_hh
#define CalorHit_hh 1

#include "GAllocator.hh"
#include "GTHitsCollection.hh"
#include "GThreeVector.hh"
#include "GVHit.hh"

#include <map>
#include <utility>
#include <vector>

// Energy and time, with a virtual base, as in the readout
class VReadout
{
  public:
    virtual ~VReadout() = default;
    G4int fReadoutID = -1;
};

class TimeReadout : public virtual VReadout
{
  public:
    G4double fTime = 0.;
};

class EnergyReadout : public virtual VReadout
{
  public:
    G4double fEnergy = 0.;
    G4float fNoise[2] = {0.f, 0.f};
};

class CalorHit : public G4VHit, public TimeReadout, public EnergyReadout
{
  public:
    CalorHit() = default;
    ~CalorHit() override = default;

    inline void* operator new(std::size_t);
    inline void operator delete(void*);

    void SetPos(const G4ThreeVector& xyz) { fPos = xyz; }
    const G4ThreeVector& GetPos() const { return fPos; }
    void Add(G4double de, G4double dl)
    {
      fSteps.emplace_back(de, dl);
      fEdep += de;
    }
    G4double GetEdep() const { return fEdep; }
    const std::vector<std::pair<G4double, G4double>>& GetSteps() const { return fSteps; }
    static G4Allocator<CalorHit>* Allocator();

  private:
    G4double fEdep = 0.;
    G4ThreeVector fPos;
    std::vector<std::pair<G4double, G4double>> fSteps;

    static G4ThreadLocal G4Allocator<CalorHit>* fgAllocator;
};

class TrackerHit : public G4VHit
{
  public:
    enum class EProcess : unsigned short { kIonisation, kDelta = 700 };

    TrackerHit() = default;
    TrackerHit(G4int track, EProcess process, const G4LorentzVector& p4) : fTrackID(track), fProcess(process), fP4(p4) {}

    G4int GetTrackID() const { return fTrackID; }
    EProcess GetProcess() const { return fProcess; }
    const G4LorentzVector& GetP4() const { return fP4; }
    void SetParent(TrackerHit* hit) { fParent = hit; }
    TrackerHit* GetParent() const { return fParent; }
    std::map<G4String, G4ThreeVector>& Marks() { return fMarks; }

  private:
    G4int fTrackID = -1;
    EProcess fProcess = EProcess::kIonisation;
    G4LorentzVector fP4;
    TrackerHit* fParent = nullptr;  // not owned
    std::map<G4String, G4ThreeVector> fMarks;
};

using CalorHitsCollection = G4THitsCollection<CalorHit>;
using TrackerHitsCollection = G4THitsCollection<TrackerHit>;

inline void* CalorHit::operator new(std::size_t)
{
  return Allocator()->MallocSingle();
}

inline void CalorHit::operator delete(void* hit)
{
  Allocator()->FreeSingle(static_cast<CalorHit*>(hit));
}

#endif
