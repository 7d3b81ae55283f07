// Classes whose read rules (RulesLinkDef.h) fill what is not streamed, or convert what was streamed once.
// Used by RulesTest.cxx.
#ifndef RULES_H
#define RULES_H

#include "TObject.h"

#include <map>
#include <memory>
#include <string>
#include <utility>
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

// --- classes that have other names by now ----------------------------------------------------------------------------------

/// What Named was called once.
class Label {
public:
   virtual ~Label() = default;
   std::string fName;

   ClassDef(Label, 3)
};

/// What Cluster was called once. The version is the same, the layout is not.
class Shower : public Label {
public:
   int fN = 0;
   float *fEnergies = nullptr; //[fN]
   Double32_t fTime = 0;       // [ns]
   Plain *fMadeBy = nullptr;
   char *fComment = nullptr;
   std::vector<Plain> fParts;

   Shower() = default;
   Shower(const Shower &) = delete;
   Shower &operator=(const Shower &) = delete;
   Shower(Shower &&other) noexcept { *this = std::move(other); }
   Shower &operator=(Shower &&other) noexcept
   {
      std::swap(fName, other.fName);
      std::swap(fN, other.fN);
      std::swap(fEnergies, other.fEnergies);
      std::swap(fTime, other.fTime);
      std::swap(fMadeBy, other.fMadeBy);
      std::swap(fComment, other.fComment);
      std::swap(fParts, other.fParts);
      return *this;
   }
   ~Shower() override
   {
      delete[] fEnergies;
      delete fMadeBy;
      delete[] fComment;
   }
   ClassDefOverride(Shower, 2)
};

class Cluster : public Named {
public:
   double fEnergy = 0;
   double fSeconds = 0;
   std::unique_ptr<Plain> fMaker;
   std::string fRemark;
   int fParts = -1;
   int fCurrentRules = 0; //! how often the rule for this version has run

   ClassDefOverride(Cluster, 2)
};

class OldCalorimeter {
public:
   Shower fBest;
   std::vector<Shower> fShowers;
   std::map<int, Shower> fByCell;
   Shower *fLast = nullptr;
   Label *fLabel = nullptr;
   Shower fPair[2];
   ~OldCalorimeter()
   {
      delete fLast;
      delete fLabel;
   }
   ClassDefNV(OldCalorimeter, 1)
};

class Calorimeter {
public:
   Cluster fBest;
   std::vector<Cluster> fShowers;
   std::map<int, Cluster> fByCell;
   Cluster *fLast = nullptr;
   Named *fLabel = nullptr;
   Cluster fPair[2];
   ~Calorimeter()
   {
      delete fLast;
      delete fLabel;
   }
   ClassDefNV(Calorimeter, 1)
};

} // namespace rules

#endif
