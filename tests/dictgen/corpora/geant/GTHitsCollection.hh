//
// Collection of hits of one class, which it owns
//
#ifndef GTHitsCollection_hh
#define GTHitsCollection_hh 1

#include "GAllocator.hh"
#include "GVHit.hh"

#include <vector>

template <class T>
class G4THitsCollection : public G4VHitsCollection
{
  public:
    G4THitsCollection() : theCollection(new std::vector<T*>) {}
    G4THitsCollection(G4String detName, G4String colNam)
      : G4VHitsCollection(detName, colNam), theCollection(new std::vector<T*>)
    {}
    ~G4THitsCollection() override
    {
      for (auto* hit : *theCollection) delete hit;
      delete theCollection;
    }
    G4THitsCollection(const G4THitsCollection&) = delete;
    G4THitsCollection& operator=(const G4THitsCollection&) = delete;

    inline void* operator new(std::size_t);
    inline void operator delete(void* anHC);

    inline T* operator[](std::size_t i) const { return (*theCollection)[i]; }
    inline std::vector<T*>* GetVector() const { return theCollection; }
    inline std::size_t insert(T* aHit)
    {
      theCollection->push_back(aHit);
      return theCollection->size();
    }
    inline std::size_t entries() const { return theCollection->size(); }
    G4VHit* GetHit(std::size_t i) const override { return (*theCollection)[i]; }
    std::size_t GetSize() const override { return theCollection->size(); }

    static G4Allocator<G4THitsCollection>& Allocator()
    {
      static G4ThreadLocal G4Allocator<G4THitsCollection> allocator;
      return allocator;
    }

  private:
    std::vector<T*>* theCollection;
};

template <class T>
inline void* G4THitsCollection<T>::operator new(std::size_t)
{
  return Allocator().MallocSingle();
}

template <class T>
inline void G4THitsCollection<T>::operator delete(void* anHC)
{
  Allocator().FreeSingle(static_cast<G4THitsCollection*>(anHC));
}

#endif
