// Classes whose read rules (RulesLinkDef.h) fill what is not streamed, or convert what was streamed once.
// Used by RulesTest.cxx.
#ifndef RULES_H
#define RULES_H

#include "TObject.h"

#include <map>
#include <string>
#include <vector>

namespace rules {

/// A transient sum, computed by a rule from the stored numbers.
class Track {
public:
   Track() = default;
   Track(double x, double y) : fX(x), fY(y) { fComponents[0] = static_cast<float>(x + y); }
   double Radius2() const { return fRadius2; }
   float Twice() const { return fTwice; }
   int Calls() const { return fCalls; }

private:
   double fX = 0;
   double fY = 0;
   float fComponents[2] = {0, 0};
   double fRadius2 = -1; //! the square of the distance
   float fTwice = -1;    //! twice the first component
   int fCalls = 0;       //! how often the rule has run

   ClassDefNV(Track, 3)
};

/// A base class with a rule of its own.
class Named {
public:
   virtual ~Named() = default;
   std::string fName;
   std::size_t fLength = 0; //! of the name

   ClassDef(Named, 1)
};

class Event : public Named {
public:
   std::vector<Track> fTracks;
   std::map<int, Track> fByNumber;
   int fN = 0;
   float *fWeights = nullptr; //[fN]
   const int fSize = 0;       //! the length of all
   double fSum = 0;           //! of all weights

   ~Event() override { delete[] fWeights; }
   ClassDefOverride(Event, 2)
};

/// No ClassDef, private members, a version from LinkDef.
struct Plain {
   int fValue = 0;
   int Cached() const { return fCached; }

private:
   int fCached = 0; //!
};

/// A nested class that nobody else may name.
class Box {
public:
   std::size_t Size() const { return fCells.size(); }
   int Doubled(std::size_t i) const { return fCells[i].fDoubled; }
   int Total() const { return fTotal; }
   void Add(int value) { fCells.push_back({value, 0}); }

private:
   struct Cell {
      int fValue = 0;
      int fDoubled = 0; //!
   };
   enum Unit { kOne = 1, kThree = 3 };
   std::vector<Cell> fCells;
   Unit fUnit = kThree;
   int fTotal = 0; //!

   ClassDefNV(Box, 1)
};

template <class T>
struct Pair {
   T fFirst{};
   T fSecond{};
   T fLarger{}; //!
};

} // namespace rules

#endif
