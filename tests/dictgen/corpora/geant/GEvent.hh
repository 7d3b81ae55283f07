//
// All hits of an event
//
#ifndef GEvent_hh
#define GEvent_hh 1

#include "CalorHit.hh"

#include <vector>

class G4HCofThisEvent
{
  public:
    G4HCofThisEvent() : HC(new std::vector<G4VHitsCollection*>) {}
    ~G4HCofThisEvent()
    {
      for (auto* collection : *HC) delete collection;
      delete HC;
    }
    G4HCofThisEvent(const G4HCofThisEvent&) = delete;
    G4HCofThisEvent& operator=(const G4HCofThisEvent&) = delete;
    void AddHitsCollection(G4VHitsCollection* aHC) { HC->push_back(aHC); }
    G4VHitsCollection* GetHC(std::size_t i) const { return (*HC)[i]; }
    std::size_t GetNumberOfCollections() const { return HC->size(); }

  private:
    std::vector<G4VHitsCollection*>* HC;
};

class G4Event
{
  public:
    explicit G4Event(G4int evID = 0) : eventID(evID) {}
    ~G4Event() { delete hcOfThisEvent; }
    G4Event(const G4Event&) = delete;
    G4Event& operator=(const G4Event&) = delete;

    G4int GetEventID() const { return eventID; }
    void SetHCofThisEvent(G4HCofThisEvent* value) { hcOfThisEvent = value; }
    G4HCofThisEvent* GetHCofThisEvent() const { return hcOfThisEvent; }
    std::vector<G4ThreeVector>& Vertices() { return vertices; }
    std::vector<std::vector<G4int>>& Trees() { return trees; }
    void Abort() { eventAborted = true; }
    G4bool IsAborted() const { return eventAborted; }

  private:
    const G4int eventID;
    G4HCofThisEvent* hcOfThisEvent = nullptr;
    G4bool eventAborted = false;
    G4String randomNumberStatus = "none";
    std::vector<G4ThreeVector> vertices;
    std::vector<std::vector<G4int>> trees;
};

#endif
