// Classes that get a dictionary without ClassDef: asked for by ROOTLET_DICT, by patterns, or needed though not public.
// Used by SelectionTest.cxx.
#ifndef SELECTION_H
#define SELECTION_H

#include "Rtypes.h"
#include "SelectionTheirs.h"

#include <map>
#include <memory>
#include <string>
#include <vector>

ROOTLET_DICT(theirs::Point)
ROOTLET_DICT(theirs::Pair<int, std::string>);
ROOTLET_DICT(theirs::Pair<theirs::Point, std::vector<double>>)
ROOTLET_DICT(std::map<int, theirs::Point>)

namespace selection {

struct PlainHit {
   double fEnergy = 0;
   theirs::Point fWhere;
};
struct PlainTrack {
   std::vector<PlainHit> fHits;
   struct Step {
      float fLength = 0;
   };
};

/// Everything in here is private: its types, and what is in them.
class Vault {
public:
   Vault() = default;
   void Fill(int seed);
   bool operator==(const Vault &other) const;

private:
   struct Part {
      bool operator==(const Part &) const = default;
      int fNumber = 0;
   };
   class Coin : Part {
   public:
      Coin() = default;
      explicit Coin(int value) : fValue(value) { fNumber = value + 1; }
      Coin(const Coin &) = default;
      Coin &operator=(const Coin &other)
      {
         fNumber = other.fNumber;
         fValue = other.fValue;
         return *this;
      }
      bool operator==(const Coin &other) const { return Part::operator==(other) && fValue == other.fValue; }

   private:
      int fValue = 0;
      const int fConstant = 3;
   };
   template <class T>
   struct Bag {
      struct Label {
         std::string fText;
         bool operator==(const Label &) const = default;
      };
      std::vector<T> fContent;
      Label fLabel;
      bool operator==(const Bag &) const = default;
   };
   Coin fCoin;
   Coin fRow[2];
   std::vector<Coin> fCoins;
   std::map<int, Coin> fByValue;
   Bag<Coin> fBag;
   Coin *fShared = nullptr;
   std::unique_ptr<Coin> fOwn;
   int fN = 0;
   Coin *fCounted = nullptr; //[fN]

public:
   Vault(const Vault &) = delete;
   Vault &operator=(const Vault &) = delete;
   ~Vault();
   ClassDefNV(Vault, 1)
};

/// The same without any ClassDef.
class Drawer {
   struct Sheet {
      int fNumber = 0;
      std::string fText;
   };
   Sheet fTop;
   std::vector<Sheet> fSheets;

public:
   void Fill() { fTop = {1, "one"}, fSheets = {{2, "two"}, {3, "three"}}; }
   std::string Text() const
   {
      std::string text = fTop.fText;
      for (const Sheet &sheet : fSheets)
         text += " " + sheet.fText;
      return text;
   }
};

} // namespace selection

ROOTLET_DICT(selection::Drawer)

#endif
