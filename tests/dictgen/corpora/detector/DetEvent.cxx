// Implementation of the detector event model

#include "DetEvent.h"
#include "TBuffer.h"

#include <cstring>

ClassImp(DetEvent)
ClassImp(DetRun)
ClassImp(DetRawBlock)

Int_t DetCaloCluster::fgCount = 0;

DetElectron::~DetElectron()
{
   delete fCluster;
}

DetEvent::DetEvent()
   : fMuons(new TClonesArray("DetMuon", 10)), fPixels(0), fTracks(new TObjArray), fJets(0), fLastUsed(0)
{
   fTracks->SetOwner();
}

DetEvent::~DetEvent()
{
   fMuons->Delete();
   delete fMuons;
   if (fPixels)
      fPixels->Delete();
   delete fPixels;
   fTracks->SetOwner();
   delete fTracks;
   for (auto *cluster : fClusters)
      delete cluster;
   for (auto *vertex : fVertices)
      delete vertex;
   for (auto *particle : fParticles)
      delete particle;
   delete fJets;
}

DetRun::~DetRun()
{
   delete fOccupancy;
   delete fWorld;
}

void DetRawBlock::Set(Int_t n, const char *comment)
{
   delete[] fData;
   delete[] fComment;
   fSize = n;
   fData = new UChar_t[n];
   for (Int_t i = 0; i < n; ++i)
      fData[i] = static_cast<UChar_t>(i * 7 + 1);
   fComment = new char[std::strlen(comment) + 1];
   std::strcpy(fComment, comment);
}

namespace det {
namespace geo {

Transform::Transform() : fRotation()
{
   fRotation[0] = fRotation[4] = fRotation[8] = 1;
}

Bool_t Transform::IsUnrotated() const
{
   for (Int_t i = 0; i < 9; ++i)
      if (fRotation[i] != (i % 4 == 0 ? 1 : 0))
         return kFALSE;
   return kTRUE;
}

void Transform::Streamer(TBuffer &b)
{
   UInt_t start, count;
   Bool_t unrotated = IsUnrotated();
   if (b.IsReading()) {
      b.ReadVersion(&start, &count);
      b >> unrotated;
      if (unrotated)
         *this = Transform();
      else
         b.ReadFastArray(fRotation, 9);
      fShift.Streamer(b);
      b.CheckByteCount(start, count, Transform::IsA());
   } else {
      count = b.WriteVersion(Transform::IsA(), kTRUE);
      b << unrotated;
      if (!unrotated)
         b.WriteFastArray(fRotation, 9);
      fShift.Streamer(b);
      b.SetByteCount(count, kTRUE);
   }
}

Volume::~Volume()
{
   delete fShape;
   for (auto *daughter : fDaughters)
      delete daughter;
   fPoints.Delete();
}

} // namespace geo
} // namespace det
