// A hit collection in the manner of Geant4: no ROOT base anywhere, allocators, virtual bases, pointers to vectors of pointers.
#include "CorpusTest.h"
#include "GEvent.hh"

using namespace corpus;

namespace {

void Fill(G4Event &event)
{
   int n = 100;
   const auto vector = [&n] {
      const G4double x = ++n, y = ++n, z = ++n;
      return G4ThreeVector(x * 0.5, y * 0.5, z * 0.5);
   };
   event.Abort();
   for (int i = 0; i < 3; ++i)
      event.Vertices().push_back(vector());
   event.Trees() = {{1, 2, 3}, {}, {4}};
   auto *collections = new G4HCofThisEvent;
   auto *calor = new CalorHitsCollection("Calor", "calor hits");
   calor->SetColID(++n);
   for (int i = 0; i < 4; ++i) {
      auto *hit = new CalorHit;
      hit->SetPos(vector());
      hit->fReadoutID = ++n;
      hit->fTime = ++n;
      hit->fEnergy = ++n * 0.25;
      hit->fNoise[0] = static_cast<G4float>(++n);
      hit->fNoise[1] = static_cast<G4float>(++n);
      for (int step = 0; step < i; ++step)
         hit->Add(++n, step + 0.5);
      calor->insert(hit);
   }
   auto *tracker = new TrackerHitsCollection("Tracker", "tracker hits");
   tracker->SetColID(++n);
   TrackerHit *parent = nullptr;
   for (int i = 0; i < 3; ++i) {
      const auto process = i == 1 ? TrackerHit::EProcess::kDelta : TrackerHit::EProcess::kIonisation;
      const G4LorentzVector p4(vector(), i + 0.25);
      auto *hit = new TrackerHit(++n, process, p4);
      hit->SetParent(parent);
      hit->Marks()["entry"] = vector();
      hit->Marks()["exit"] = vector();
      tracker->insert(hit);
      parent = hit;
   }
   collections->AddHitsCollection(calor);
   collections->AddHitsCollection(tracker);
   event.SetHCofThisEvent(collections);
}

void ExpectSame(const CalorHit &a, const CalorHit &b)
{
   EXPECT_EQ(a.GetPos(), b.GetPos());
   EXPECT_EQ(a.GetEdep(), b.GetEdep());
   EXPECT_EQ(a.GetSteps(), b.GetSteps());
   EXPECT_EQ(a.fReadoutID, b.fReadoutID);
   EXPECT_EQ(a.fTime, b.fTime);
   EXPECT_EQ(a.fEnergy, b.fEnergy);
   EXPECT_EQ(a.fNoise[0], b.fNoise[0]);
   EXPECT_EQ(a.fNoise[1], b.fNoise[1]);
}

void ExpectSame(const G4Event &a, const G4Event &b)
{
   EXPECT_EQ(a.GetEventID(), b.GetEventID());
   EXPECT_EQ(a.IsAborted(), b.IsAborted());
   EXPECT_EQ(const_cast<G4Event &>(a).Vertices(), const_cast<G4Event &>(b).Vertices());
   EXPECT_EQ(const_cast<G4Event &>(a).Trees(), const_cast<G4Event &>(b).Trees());
   EXPECT_EQ(Show(a), Show(b));
   const G4HCofThisEvent *one = a.GetHCofThisEvent(), *other = b.GetHCofThisEvent();
   ASSERT_TRUE(one && other);
   ASSERT_EQ(one->GetNumberOfCollections(), 2u);
   ASSERT_EQ(other->GetNumberOfCollections(), 2u);
   for (std::size_t i = 0; i < 2; ++i) {
      EXPECT_EQ(one->GetHC(i)->GetName(), other->GetHC(i)->GetName());
      EXPECT_EQ(one->GetHC(i)->GetSDname(), other->GetHC(i)->GetSDname());
      EXPECT_EQ(one->GetHC(i)->GetColID(), other->GetHC(i)->GetColID());
      ASSERT_EQ(one->GetHC(i)->GetSize(), other->GetHC(i)->GetSize());
   }
   const auto *calor = dynamic_cast<const CalorHitsCollection *>(one->GetHC(0));
   const auto *calor2 = dynamic_cast<const CalorHitsCollection *>(other->GetHC(0));
   ASSERT_TRUE(calor && calor2) << "the collections keep their class";
   ASSERT_EQ(calor->entries(), 4u);
   for (std::size_t i = 0; i < calor->entries(); ++i)
      ExpectSame(*(*calor)[i], *(*calor2)[i]);
   const auto *tracker = dynamic_cast<const TrackerHitsCollection *>(one->GetHC(1));
   const auto *tracker2 = dynamic_cast<const TrackerHitsCollection *>(other->GetHC(1));
   ASSERT_TRUE(tracker && tracker2);
   for (std::size_t i = 0; i < tracker->entries(); ++i) {
      TrackerHit &hit = *(*tracker)[i], &hit2 = *(*tracker2)[i];
      EXPECT_EQ(hit.GetTrackID(), hit2.GetTrackID());
      EXPECT_EQ(hit.GetProcess(), hit2.GetProcess());
      EXPECT_EQ(hit.GetP4().vect(), hit2.GetP4().vect());
      EXPECT_EQ(hit.GetP4().e(), hit2.GetP4().e());
      EXPECT_EQ(hit.Marks(), hit2.Marks());
      EXPECT_EQ(hit2.GetParent(), i ? (*tracker2)[i - 1] : nullptr) << "a pointer to another hit stays one";
   }
}

TEST(GeantCorpus, HitsSurviveAStream)
{
   const std::size_t before = CalorHit::Allocator()->GetCount();
   {
      G4Event event(4711);
      Fill(event);
      const std::string bytes = Stream(event);
      const auto read = ReadFrom<G4Event>(bytes);
      ExpectSame(event, *read);
      EXPECT_EQ(Stream(*read), bytes);
      EXPECT_EQ(CalorHit::Allocator()->GetCount(), before + 8) << "hits are made by the operator new of their class";
   }
   EXPECT_EQ(CalorHit::Allocator()->GetCount(), before);
}

TEST(GeantCorpus, AnEventReachesAnotherProcess)
{
   TwoProcesses(
      "geant",
      [](const std::string &path) {
         G4Event event(12);
         Fill(event);
         return Produce(path, event);
      },
      [](const std::string &path) {
         const std::unique_ptr<TMapFile> map(TMapFile::Create(path.c_str()));
         ASSERT_TRUE(map);
         const std::unique_ptr<G4Event> read = map->Get<G4Event>("object");
         ASSERT_TRUE(read);
         G4Event event(12);
         Fill(event);
         ExpectSame(event, *read);
      });
}

} // namespace
