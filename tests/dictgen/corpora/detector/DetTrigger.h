#ifndef DET_TRIGGER_H
#define DET_TRIGGER_H

#include "TNamed.h"

#include <bitset>
#include <map>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

namespace det {
namespace trigger {

class Item : public TNamed {
public:
   enum class ELevel : Short_t { kL1 = 1, kHlt = 2 };
   class Prescale {
   public:
      Int_t fFactor;     // one in so many
      Long64_t fCounter; // seen so far
      Prescale() : fFactor(1), fCounter(0) {}
   };

private:
   ELevel fLevel;               // level
   Prescale fPrescale;          // its prescale
   std::vector<Prescale> fOld;  // those of former runs

public:
   Item() : fLevel(ELevel::kL1) {}
   std::vector<Prescale> &Old() { return fOld; }
   ClassDef(Item, 1) // trigger item
};

class Menu : public TNamed {
private:
   std::map<std::string, std::vector<UInt_t> > fGroups; // bits of each group
   std::vector<std::unique_ptr<Item> > fItems;          // owned

public:
   Menu() {}
   std::map<std::string, std::vector<UInt_t> > &Groups() { return fGroups; }
   std::vector<std::unique_ptr<Item> > &Items() { return fItems; }
   ClassDef(Menu, 1) // trigger menu
};

class Decision {
private:
   std::bitset<64> fBits;                          // passed items
   std::unordered_map<Int_t, Float_t> fThresholds; // by bit
   std::unique_ptr<Item> fFirst;                   // first that fired

public:
   Decision() {}
   virtual ~Decision() {}
   std::bitset<64> &Bits() { return fBits; }
   std::unordered_map<Int_t, Float_t> &Thresholds() { return fThresholds; }
   std::unique_ptr<Item> &First() { return fFirst; }
   ClassDef(Decision, 2) // what the trigger said
};

} // namespace trigger
} // namespace det

#endif
