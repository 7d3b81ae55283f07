//
// Base classes of hits and of hit collections
//
#ifndef GVHit_hh
#define GVHit_hh 1

#include "GTypes.hh"

#include <vector>

class G4VHit
{
  public:
    G4VHit() = default;
    virtual ~G4VHit() = default;
    virtual void Draw() {}
    virtual void Print() {}
};

class G4VHitsCollection
{
  public:
    G4VHitsCollection() : collectionName("Unknown"), SDname("Unknown"), colID(-1) {}
    G4VHitsCollection(G4String detName, G4String colNam) : collectionName(colNam), SDname(detName), colID(-1) {}
    virtual ~G4VHitsCollection() = default;
    G4bool operator==(const G4VHitsCollection& right) const { return collectionName == right.collectionName; }

    const G4String& GetName() const { return collectionName; }
    const G4String& GetSDname() const { return SDname; }
    void SetColID(G4int i) { colID = i; }
    G4int GetColID() const { return colID; }
    virtual G4VHit* GetHit(std::size_t) const { return nullptr; }
    virtual std::size_t GetSize() const { return 0; }

  protected:
    G4String collectionName;
    G4String SDname;
    G4int colID;
};

#endif
