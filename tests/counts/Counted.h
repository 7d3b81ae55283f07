// The classes of which the work is counted, besides those of bench/event/Event.h.
#ifndef ROOTLET_tests_Counted
#define ROOTLET_tests_Counted

#include <memory>
#include <vector>

#include "Event.h"
#include "RootletAnnotations.h"
#include "TObject.h"

namespace counted {

/// Many small objects, each of a class with a base and a version.
class Tracks : public TObject {
public:
   std::vector<event::Track> fTracks;

   ClassDefOverride(Tracks, 1)
};

/// A node of a decay tree: its mother is known to it, and its daughters are.
class Node : public TObject {
public:
   Int_t fId = 0;
   Float_t fEnergy = 0;
   Node *fMother = nullptr;
   std::vector<Node *> fDaughters;

   ClassDefOverride(Node, 1)
};

/// The smallest thing that has a name in a map.
class Small : public TObject {
public:
   Int_t fNumber = 0;

   ClassDefOverride(Small, 1)
};

struct State {
   Int_t fNumber = 0;
   Double_t fValues[64] = {};
};
ROOTLET_SHARED(State)

} // namespace counted

#endif
