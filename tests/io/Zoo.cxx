// What the classes of the zoo hold. The larger n is, the longer are arrays and containers; tests use 1 to 3.
#include "Zoo.h"

#include <utility>

namespace cage {

void Basics::Fill(int n)
{
   fBool = n % 2;
   fChar = static_cast<Char_t>(-n);
   fUChar = static_cast<UChar_t>(255 - n);
   fShort = static_cast<Short_t>(-300 - n);
   fUShort = static_cast<UShort_t>(60000 + n);
   fInt = -100000 - n;
   fUInt = 4000000000u + static_cast<UInt_t>(n);
   fLong = -5000000000L - n;
   fULong = 5000000000UL + static_cast<ULong_t>(n);
   fLong64 = -(Long64_t(1) << 60) - n;
   fULong64 = (ULong64_t(1) << 63) + static_cast<ULong64_t>(n);
   fFloat = 0.5f * static_cast<Float_t>(n);
   fDouble = -0.25 * n;
   fLegs = n == 1 ? kTwo : kMany;
   fTiny = Tiny::kZ;
   fWide = Wide::kMinus;
   fCache = n;
}

void Arrays::Fill(int n)
{
   for (int i = 0; i < 4; ++i) {
      fCube[i / 2][i % 2] = n * 10 + i;
      fText[i] = static_cast<Char_t>('a' + i + n);
   }
   for (int i = 0; i < 3; ++i)
      fFlags[i] = (i + n) % 2;
   fPair = {0.5f * static_cast<Float_t>(n), -1};
   fTinies[0] = Tiny::kA;
   fTinies[1] = Tiny::kZ;
}

void Counted::Free()
{
   delete[] fValues;
   delete[] fTwo[0];
   delete[] fTwo[1];
   delete[] fNone;
   fValues = nullptr;
   fTwo[0] = fTwo[1] = nullptr;
   fNone = nullptr;
}

void Counted::Fill(int n)
{
   Free();
   fN = n;
   fM = static_cast<UInt_t>(n) + 1;
   fValues = new Float_t[static_cast<std::size_t>(fN)];
   for (int i = 0; i < fN; ++i)
      fValues[i] = static_cast<Float_t>(i) + 0.5f;
   for (int k = 0; k < 2; ++k) {
      fTwo[k] = new Short_t[fM];
      for (UInt_t i = 0; i < fM; ++i)
         fTwo[k][i] = static_cast<Short_t>(100 * k + static_cast<int>(i));
   }
}

void Packed::Free()
{
   delete[] fCounted;
   delete[] fHalves;
   fCounted = nullptr;
   fHalves = nullptr;
}

void Packed::Fill(int n)
{
   Free();
   fPlain = 1.5 * n;
   fRange = 0.5;
   fMantissa = -1.0;
   fHalf = static_cast<Float16_t>(n);
   fRanged = 5;
   fArray[0] = 0;
   fArray[1] = 6;
   fN = n;
   fCounted = new Double32_t[static_cast<std::size_t>(n)];
   fHalves = new Float16_t[static_cast<std::size_t>(n)];
   for (int i = 0; i < n; ++i) {
      fCounted[i] = 3;
      fHalves[i] = 1;
   }
}

void Strings::Fill(int n)
{
   fText = TString('t', n);
   fStd = std::string(static_cast<std::size_t>(n), 's');
   delete[] fChars;
   fChars = StrDup("chars");
   fTwo[0] = "one";
   fTwo[1] = TString('x', 300 * n);
   fStds[0] = "";
   fStds[1] = std::string("\0nul", 4);
}

void Objects::Fill(int n)
{
   SetNameTitle("name", "title");
   Basics::Fill(n);
   fX = n;
   fY = 2.0 * n;
   fLeaf.fValue = n + 1;
   for (int i = 0; i < 2; ++i) {
      fFlowers[i].fValue = n + 2 + i;
      fFlowers[i].fColour = static_cast<Short_t>(i);
      fPoints[i] = {i, 0.5 * n};
      fArray[static_cast<std::size_t>(i)] = {-i, -0.5 * n};
      fObjects[i].SetUniqueID(static_cast<UInt_t>(i + 1));
      fNames[i].SetName(i ? "second" : "first");
   }
   fPoint = {n, -1};
   fObject.SetUniqueID(77);
   fNamed.SetNameTitle("inner", "");
}

// Iterative: a list that was read from a stream may be long.
Node::~Node()
{
   std::unique_ptr<Node> next = std::move(fNext);
   while (next)
      next = std::exchange(next->fNext, nullptr);
}

Embedded::~Embedded()
{
   delete fSure;
   delete fPoint;
   delete fPair[0];
   delete fPair[1];
}

void Embedded::Fill(int n)
{
   for (Leaf **leaf : {&fSure, &fPair[0], &fPair[1]})
      if (!*leaf)
         *leaf = new Leaf;
   if (!fPoint)
      fPoint = new Point;
   fSure->fValue = n;
   *fPoint = {n, 0.5};
   fPair[0]->fValue = 10 * n;
   fPair[1]->fValue = 20 * n;
}

bool Loops::fgOwnsBranches = true;

void Loops::Free()
{
   delete[] fLeaves;
   delete[] fPoints;
   delete[] fWords;
   for (int i = 0; fgOwnsBranches && fBranches && i < fM; ++i)
      delete fBranches[i];
   delete[] fBranches;
   fLeaves = nullptr;
   fPoints = nullptr;
   fWords = nullptr;
   fBranches = nullptr;
}

void Loops::Fill(int n)
{
   Free();
   fN = n;
   const auto size = static_cast<std::size_t>(n);
   fLeaves = new Leaf[size];
   fPoints = new Point[size];
   fWords = new TString[size];
   for (int i = 0; i < n; ++i) {
      fLeaves[i].fValue = i;
      fPoints[i].fX = -i;
      fWords[i] = TString('w', i);
   }
   fM = n == 2 ? 2 : 0; // what is read into an object does not delete the targets of old pointers
   if (fM) {
      fBranches = new Leaf *[2];
      fBranches[0] = new Leaf(n);
      fBranches[1] = nullptr;
   }
}

void BasicContainers::Fill(int n)
{
   *this = BasicContainers();
   for (int i = 0; i < n; ++i) {
      fInts.push_back(i - 1);
      fFlags.push_back(i % 2 == 0);
      fList.push_back(static_cast<Short_t>(10 + i));
      fDeque.push_back(-i);
      fForward.push_front(static_cast<Float_t>(i));
      fSet.insert(-i);
      fMultiset.insert('m');
      fEnums.push_back(i ? kMany : kTwo);
      fNames.push_back(std::string(static_cast<std::size_t>(i), 'n'));
      fTexts.push_back(TString('t', i));
      fWords.insert("w" + std::to_string(i));
      fDouble32s.push_back(1.1 * i);
      fHalves.push_back(static_cast<Float16_t>(i));
      fLongs.push_back(-5000000000L * i);
   }
   fUnordered.insert(7); // one only: the order of more is the implementation's
   fBits = 0b10010;
}

void Maps::Fill(int n)
{
   *this = Maps();
   for (int i = 0; i < n; ++i) {
      fSplit[i] = 0.5 * i;
      fNamed["k" + std::to_string(i)] = i;
      fMulti.insert({1, i});
      fWhole[-i] = std::string(static_cast<std::size_t>(i), 'v');
      fOther[static_cast<Short_t>(i)] = true;
      fPairs.push_back({i, -1.0 * i});
      fWholePairs.push_back({static_cast<Short_t>(i), "p"});
   }
   fUnordered[3] = 1.5f;
}

void ObjectContainers::Fill(int n)
{
   fLeaves.clear();
   fFlowers.clear();
   fPoints.clear();
   fSorted.clear();
   fMap.clear();
   fNamed.clear();
   fObjects.clear();
   fWhole.clear();
   fOwned.clear();
   for (int i = 0; i < n; ++i) {
      fLeaves.emplace_back(i);
      fFlowers.emplace_back().fColour = static_cast<Short_t>(-i);
      fPoints.push_back({i, 0.5});
      fSorted.insert({-i, 1.5});
      fMap[i].fValue = i;
      fNamed.emplace_back("n", "t");
      fObjects.emplace_back().SetUniqueID(static_cast<UInt_t>(i));
      fWhole.emplace_back(100 + i);
      fOwned.emplace_back(i ? new Leaf(i) : nullptr);
   }
}

void NestedContainers::Fill(int n)
{
   fJagged.clear();
   fLists.clear();
   fMaps.clear();
   fTrees.clear();
   fSets.clear();
   for (int i = 0; i < n; ++i) {
      fJagged.push_back(std::vector<Int_t>(static_cast<std::size_t>(i), i));
      fLists["l" + std::to_string(i)] = {i};
      fMaps.push_back({{i, 0.5}});
      fTrees.push_back({Leaf(i)});
      fSets.push_back({"s"});
   }
   fTwo[0] = {1, 2};
   fTwo[1] = {n};
   fTwoTrees[0] = {Leaf(n)};
   fTwoTrees[1].clear();
   if (!fPointer)
      fPointer = new std::vector<Int_t>;
   *fPointer = {n, n};
   fArray[0] = {3};
   fArray[1].clear();
}

void Swarm::Fill(int n)
{
   clear();
   for (int i = 0; i < n; ++i)
      emplace_back(10 + i);
   fQueen = n;
}

void Census::Fill(int n)
{
   std::vector<ELegs>::clear();
   std::map<std::string, Int_t>::clear();
   for (int i = 0; i < n; ++i) {
      push_back(i ? kMany : kTwo);
      std::map<std::string, Int_t>::emplace("c" + std::to_string(i), -i);
   }
   fYear = static_cast<Short_t>(1900 + n);
}

void Hive::Fill(int n)
{
   fCensus.Fill(n);
   fSwarms.assign(static_cast<std::size_t>(n), Swarm());
   fYears.assign(static_cast<std::size_t>(n), Census());
   for (int i = 0; i < n; ++i) {
      fSwarms[static_cast<std::size_t>(i)].Fill(i);
      fYears[static_cast<std::size_t>(i)].Fill(i);
   }
}

void Outer::Fill(int n)
{
   fInner.fIn = n;
   fBox.fContent = -n;
   fText.fContent = "box";
   fHidden.fSecret = 1000 + n;
}

} // namespace cage
