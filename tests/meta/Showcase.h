// Classes with every kind of member, for the tests of what TClass lists and of Dump().
#ifndef ROOTLET_tests_meta_Showcase
#define ROOTLET_tests_meta_Showcase

#include "TNamed.h"
#include "TObject.h"

#include <array>
#include <bitset>
#include <cstdint>
#include <forward_list>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

namespace showcase {

enum EColour { kPlain, kFancy = 7 };
enum class Level : std::int8_t { kLow = -2, kHigh = 2 };

struct Point {        // no ClassDef
   Float_t fX = 0.5f; // abscissa
   Float_t fY = -1.5f;

private:
   std::vector<Int_t> fHidden = {1, 2};
   Short_t fSecret = 3; // not for others
};

class Figure {
public:
   virtual ~Figure() = default;
   virtual Double_t Area() const = 0;
   ClassDef(Figure, 1) // abstract
};

class Disc : public Figure {
public:
   Double_t fRadius = 2; // [cm]
   Double_t Area() const override { return fRadius * fRadius; }
   ClassDefOverride(Disc, 2) // a figure
};

class Counting {
protected:
   Int_t fN = 0; // how many

public:
   virtual ~Counting() = default;
   ClassDef(Counting, 5) // has the counter
};

class Rooted {
public:
   virtual ~Rooted() = default;
   Int_t fDepth = 11;
   ClassDef(Rooted, 1) // a virtual base
};

class Everything : public TNamed, protected Counting, public virtual Rooted {
public:
   Everything();
   ~Everything() override;
   Everything(const Everything &) = delete;
   Everything &operator=(const Everything &) = delete;

   Bool_t fBool = kTRUE;                                           // a bool
   Char_t fChar = 'c';                                             //
   UChar_t fByte = 200;                                            //
   std::int8_t fSmall = -5;                                        //
   ULong64_t fLarge = 1ull << 63;                                  // the "largest"
   Double32_t fPacked = 0.25;                                      //[0,1,8] packed
   EColour fColour = kFancy;                                       //
   Level fLevel = Level::kLow;                                     // of one byte
   Level fLevels[2] = {Level::kHigh, Level::kLow};                 //
   Int_t fMatrix[2][3] = {{1, 2, 3}, {4, 5, 6}};                   // two dimensions
   Short_t fMany[12] = {};                                         //
   Char_t fLabel[8] = "ab\"c";                                     // characters
   TString fText = "line\nbreak";                                  //
   std::string fWords[2] = {"one", ""};                            //
   std::array<Float_t, 2> fPair = {{1, 2}};                        //
   const char *fLiteral = "lit";                                   //
   Float_t *fValues;                                               //[fN] counted, fN in a base
   Point *fPoints;                                                 //[fN]
   std::vector<Point> fPath = {Point(), Point()};                  // a way
   std::map<std::string, std::vector<Int_t>> fIndex = {{"a", {}}}; //
   std::forward_list<Int_t> fForward = {1, 2, 3};                  //
   std::set<Int_t> fSets[2] = {{1}, {}};                           //
   std::bitset<9> fMask;                                           //
   std::vector<Int_t> *fFar = nullptr;                             //
   Point fPlace;                                                   // by value
   Point fPlaces[2];                                               //
   Figure *fFigure;                                                // whatever figure
   Figure *fNothing = nullptr;                                     //
   Figure *fBoth[2] = {nullptr, nullptr};                          //
   std::unique_ptr<Disc> fOwned;                                   //
   std::vector<Int_t> fCache = {1};                                //! a cache
   Figure *fWild;                                                  //! may point anywhere
   UInt_t fFlag : 3;                                               //! a bit-field

private:
   const Int_t fFixed = 77; // a constant

   ClassDefOverride(Everything, 3) // a bit of everything
};

} // namespace showcase

#endif
