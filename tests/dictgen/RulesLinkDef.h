// The read rules of Rules.h.
// clang-format off
#ifdef __CLING__
#pragma link C++ class rules::Track+;
#pragma link C++ class rules::Named+;
#pragma link C++ class rules::Event+;
#pragma link C++ options=version(4) class rules::Plain+;
#pragma link C++ class rules::Box+;
#pragma link C++ class rules::Pair<double>+;
#pragma link C++ class rules::Label+;
#pragma link C++ class rules::Shower+;
#pragma link C++ class rules::Cluster+;
#pragma link C++ class rules::OldCalorimeter+;
#pragma link C++ class rules::Calorimeter+;

// For the current version: fill what is transient.
#pragma read sourceClass="rules::Track" version="[3-]" targetClass="rules::Track" \
   source="double fX; double fY; float fComponents[2]" target="fRadius2,fTwice,fCalls" include="cmath" embed="true" \
   code="{ \
      fRadius2 = std::pow(onfile.fX, 2) + std::pow(onfile.fY, 2); /* not \"fX\" alone */ \
      fTwice = 2 * onfile.fComponents[0]; \
      ++fCalls; \
   }"
#pragma read sourceClass="rules::Named" targetClass="rules::Named" source="fName" target="fLength" \
   code="{ fLength = onfile.fName.size(); }"
#pragma read sourceClass="rules::Event" targetClass="rules::Event" version="[2]" source="int fN; Float_t *fWeights" \
   target="fSum, fSize" code="fSum = 0; for (int i = 0; i < onfile.fN; ++i) fSum += onfile.fWeights[i]; \
   fSize = static_cast<int>(newObj->fName.size() + newObj->fTracks.size());"
#pragma read sourceClass="rules::Plain" targetClass="rules::Plain" version="[4]" source="Double_t fValue" \
   target="fCached" code="{ fCached = static_cast<int>(onfile.fValue * 1.5); }"
#pragma read sourceClass="rules::Box::Cell" targetClass="rules::Box::Cell" source="int fValue" target="fDoubled" \
   code="{ fDoubled = 2 * onfile.fValue; }"
#pragma read sourceClass="rules::Box" targetClass="rules::Box" source="fCells; rules::Box::Unit fUnit" \
   target="fTotal" code="for (const auto &cell : onfile.fCells) fTotal += cell.fDoubled * onfile.fUnit;"
#pragma read sourceClass="rules::Pair<double>" targetClass="rules::Pair<double>" target="fLarger" \
   code="{ fLarger = newObj->fFirst < newObj->fSecond ? newObj->fSecond : newObj->fFirst; }"

// For other versions and classes.
#pragma read sourceClass="rules::Track" version="[1-2]" checksum="[0x1234abcd]" targetClass="rules::Track" \
   source="Double_t fPolar[2]; std::vector<int> fOld; rules::Plain fPlain" target="fX,fY" \
   code="{ fX = onfile.fPolar[0] * 2; fY = static_cast<double>(onfile.fOld.size()) + onfile.fPlain.fValue; }"
#pragma read sourceClass="rules::OldTrack" version="[-7,9]" targetClass="rules::Track" source="float fX" target="fX" \
   code="{ fX = onfile.fX; }"
#pragma readraw sourceClass="rules::Track" version="[1]" targetClass="rules::Track" source="Short_t fX" target="fX" \
   code="{ Short_t x; buffer.ReadRun(x); fX = x; }"
#pragma read sourceClass="rules::Label" targetClass="rules::Named" source="std::string fName" target="fLength" \
   code="{ fLength = 100 + onfile.fName.size(); }"
#pragma read sourceClass="rules::Shower" version="[2]" targetClass="rules::Cluster" \
   source="int fN; float *fEnergies; double fTime; rules::Plain *fMadeBy; char *fComment; std::vector<rules::Plain> fParts" \
   target="fEnergy,fSeconds,fMaker,fRemark,fParts" \
   code="{ \
      fEnergy = 0; \
      for (int i = 0; i < onfile.fN; ++i) fEnergy += onfile.fEnergies[i]; \
      fSeconds = onfile.fTime * 1e-9; \
      fMaker.reset(onfile.fMadeBy); \
      if (onfile.fComment) fRemark = onfile.fComment; \
      fParts = 0; \
      for (const auto &part : onfile.fParts) fParts += part.fValue; \
   }"
#pragma read sourceClass="rules::Cluster" version="[2]" targetClass="rules::Cluster" target="fCurrentRules" \
   code="{ ++fCurrentRules; }"
#pragma read sourceClass="rules::OldCalorimeter" targetClass="rules::Calorimeter"
#pragma read sourceClass="rules::Cluster" version="[1]" targetClass="rules::Cluster" source="std::vector<int> fGone" \
   target="fParts" code="{ fParts = static_cast<int>(onfile.fGone.size()); }"
#endif
