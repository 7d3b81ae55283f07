// The event model of a detector, about forty classes: filled, streamed, compared, sent to another process.
#include "CorpusTest.h"
#include "DetEvent.h"

#include <map>

using namespace corpus;

namespace {

void FillTrack(DetTrack &track, Filler &fill)
{
   fill(track);
   fill(*track.Last());
   track.States().resize(2);
   for (DetTrack::State &state : track.States())
      fill(state);
   for (int i = 0; i < 3; ++i) {
      track.HitIndex().push_back(static_cast<UInt_t>(fill.Next()));
      track.Layers().insert(static_cast<Short_t>(fill.Next()));
      track.Quality()["detector " + std::to_string(fill.Next())] = fill.Next() * 0.5;
   }
   track.Pattern() = std::bitset<24>(static_cast<unsigned long long>(fill.Next()) * 4097);
   track.SetBit(DetTrack::kKink);
}

void FillCluster(DetCluster &cluster, Filler &fill)
{
   fill(cluster);
   cluster.Allocate(3, 5);
   for (Int_t i = 0; i < cluster.GetNHits(); ++i) {
      cluster.Amplitude(i) = static_cast<Float_t>(fill.Next());
      cluster.Time(i) = fill.Next() % 100;
      fill(cluster.Corner(i));
   }
   for (UInt_t i = 0; i < cluster.GetNPads(); ++i) {
      cluster.Pad(0, i) = static_cast<UChar_t>(fill.Next());
      cluster.Pad(1, i) = static_cast<UChar_t>(fill.Next());
   }
   cluster.Hit(0) = fill.Make<DetStripHit>();
   cluster.Hit(1) = fill.Make<DetTpcHit>(); // and the third stays null
}

std::string ShowCluster(DetCluster &cluster)
{
   std::string text = Show(cluster);
   for (Int_t i = 0; i < cluster.GetNHits(); ++i)
      text += Show(cluster.Amplitude(i)) + Show(cluster.Corner(i)) + Show(cluster.Hit(i));
   for (UInt_t i = 0; i < cluster.GetNPads(); ++i)
      text += Show(cluster.Pad(0, i)) + Show(cluster.Pad(1, i));
   return text;
}

std::string ShowTrack(DetTrack &track)
{
   std::string text = Show(track) + Show(*track.Last()) + Show(track.States()) + Show(track.HitIndex()) +
                      Show(track.Layers()) + Show(track.Pattern()) + Show(track.Quality());
   if (auto *muon = dynamic_cast<DetMuon *>(&track))
      text += Show(muon->Segments());
   if (auto *electron = dynamic_cast<DetElectron *>(&track))
      text += electron->GetCluster() ? ShowCluster(*electron->GetCluster()) : "null";
   return text;
}

void Fill(DetEvent &event)
{
   Filler fill;
   fill(event);
   for (Int_t i = 0; i < 3; ++i) {
      auto *muon = new (event.Muons()[i]) DetMuon;
      FillTrack(*muon, fill);
      muon->Segments() = {{1.5f, static_cast<Float_t>(fill.Next())}, {}, {static_cast<Float_t>(fill.Next())}};
   }
   for (Int_t i = 0; i < 4; ++i)
      fill(*new (event.Pixels()[i]) DetPixelHit);
   auto *first = new DetTrack;
   auto *electron = new DetElectron;
   FillTrack(*first, fill);
   FillTrack(*electron, fill);
   auto *shower = new DetCluster;
   FillCluster(*shower, fill);
   electron->SetCluster(shower);
   first->SetTwin(electron);
   electron->SetTwin(first);
   event.Tracks().Add(first);
   event.Tracks().Add(electron);
   auto *cluster = new DetCaloCluster;
   FillCluster(*cluster, fill);
   cluster->Hit(2) = fill.Make<DetCaloHit>();
   cluster->Fractions() = {{1, 0.25f}, {fill.Next(), 0.75f}};
   event.Clusters().push_back(cluster);
   auto *vertex = fill.Make<DetVertex>();
   auto *v0 = fill.Make<DetV0>();
   vertex->Leading() = first;
   vertex->Tracks() = {TRef(first), TRef(electron)};
   v0->Daughter(0) = electron;
   v0->Daughter(1) = event.Muons().At(1);
   event.Vertices() = {vertex, v0};
   first->Vertex() = vertex;
   electron->Vertex() = v0;
   event.Best() = electron;
   event.Trigger() = std::make_unique<det::trigger::Decision>();
   event.Trigger()->Bits() = 0x8000000000000101ull;
   event.Trigger()->Thresholds() = {{fill.Next(), 3.5f}}; // the order of more of them means nothing
   event.Trigger()->First().reset(fill.Make<det::trigger::Item>());
   event.Trigger()->First()->Old().resize(2);
   fill(event.Trigger()->First()->Old()[1]);
   event.MC().Settings() = {"pythia", "", "tune A"};
   for (int i = 0; i < 3; ++i) {
      event.Particles().push_back(fill.Make<DetMCParticle>());
      event.Particles()[static_cast<std::size_t>(i)]->Flags() = {true, false, i == 1};
      event.Particles()[static_cast<std::size_t>(i)]->Mother() = i ? event.Particles()[0] : nullptr;
   }
   event.Jets() = new DetJetList;
   for (int i = 0; i < 2; ++i) {
      event.Jets()->push_back(fill.Make<DetJet>());
      event.Jets()->back()->Constituents() = {fill.Next(), fill.Next()};
      event.Jets()->back()->Shape() = {{1, {{2, 0.5f}, {3, static_cast<Float_t>(fill.Next())}}}, {4, {}}};
   }
   event.Raw() = std::make_unique<DetRawEvent>();
   fill(*event.Raw());
   event.Raw()->Headers().resize(2);
   fill(event.Raw()->Headers()[0]);
   event.Raw()->Block(0) = fill.Make<DetRawBlock>();
   event.Raw()->Block(0)->Set(100, "noisy");
   event.Raw()->Block(2) = fill.Make<DetRawBlock>();
}

/// All of an event that is equal in another process, as text.
std::string Describe(DetEvent &event)
{
   std::string text = Show(event) + Show(event.Header());
   for (TObject *muon : event.Muons())
      text += ShowTrack(static_cast<DetMuon &>(*muon));
   for (TObject *pixel : event.Pixels())
      text += Show(static_cast<DetPixelHit &>(*pixel));
   for (TObject *track : event.Tracks())
      text += ShowTrack(static_cast<DetTrack &>(*track));
   for (DetCaloCluster *cluster : event.Clusters())
      text += ShowCluster(*cluster) + Show(cluster->P4()) + Show(cluster->Fractions());
   text += Show(event.Vertices()) + Show(event.Trigger()) + Show(event.Trigger()->Bits()) +
           Show(event.Trigger()->Thresholds()) + Show(event.Trigger()->First()) +
           Show(event.Trigger()->First()->Old()) + Show(event.MC()) + Show(event.MC().Settings()) +
           Show(event.Particles());
   for (DetMCParticle *particle : event.Particles())
      text += Show(particle->Flags());
   for (DetJet *jet : *event.Jets())
      text += Show(static_cast<TLorentzVector &>(*jet)) + Show(jet->Constituents()) + Show(jet->Shape()) + Show(*jet);
   text += Show(event.Raw()) + Show(event.Raw()->Headers());
   for (Int_t i = 0; i < 3; ++i) {
      DetRawBlock *block = event.Raw()->Block(i);
      text += Show(block);
      for (Int_t j = 0; block && j < block->GetSize(); ++j)
         text += Show(block->GetData()[j]);
   }
   return text;
}

/// What only pointers and references can be right or wrong about.
void ExpectLinked(DetEvent &event)
{
   auto *first = dynamic_cast<DetTrack *>(event.Tracks().At(0));
   auto *electron = dynamic_cast<DetElectron *>(event.Tracks().At(1));
   ASSERT_TRUE(first && electron);
   EXPECT_EQ(first->GetTwin(), electron);
   EXPECT_EQ(electron->GetTwin(), first);
   EXPECT_EQ(event.Best().GetObject(), electron);
   ASSERT_EQ(event.Vertices().size(), 2u);
   DetVertex *vertex = event.Vertices()[0];
   auto *v0 = dynamic_cast<DetV0 *>(event.Vertices()[1]);
   ASSERT_TRUE(v0);
   EXPECT_EQ(vertex->Leading().GetObject(), first);
   ASSERT_EQ(vertex->Tracks().size(), 2u);
   EXPECT_EQ(vertex->Tracks()[1].GetObject(), electron);
   EXPECT_EQ(v0->Daughter(0).GetObject(), electron);
   EXPECT_EQ(v0->Daughter(1).GetObject(), event.Muons().At(1));
   EXPECT_EQ(first->Vertex().GetObject(), vertex);
   EXPECT_EQ(electron->Vertex().GetObject(), v0);
   EXPECT_EQ(event.Particles()[2]->Mother().GetObject(), event.Particles()[0]);
   EXPECT_FALSE(event.Particles()[0]->Mother().IsValid());
   EXPECT_TRUE(first->TestBit(DetTrack::kKink));
   EXPECT_STREQ(event.Raw()->Block(0)->GetComment(), "noisy");
   EXPECT_EQ(event.Raw()->Block(1), nullptr);
}

void ExpectSamePacked(DetEvent &a, DetEvent &b)
{
   const auto charge = [](DetEvent &event, Int_t i) {
      return static_cast<DetPixelHit *>(event.Pixels().At(i))->GetSignal();
   };
   for (Int_t i = 0; i < 4; ++i)
      EXPECT_NEAR(charge(a, i), charge(b, i), 0.5); // 1000 in 10 bits
   DetCaloCluster &cluster = *a.Clusters()[0], &cluster2 = *b.Clusters()[0];
   for (Int_t i = 0; i < 3; ++i)
      EXPECT_NEAR(cluster.Time(i), cluster2.Time(i), 0.0125); // 100 in 12 bits
   const auto &hit = dynamic_cast<DetTpcHit &>(*cluster.Hit(1)), &hit2 = dynamic_cast<DetTpcHit &>(*cluster2.Hit(1));
   for (Int_t i = 0; i < 3; ++i)
      EXPECT_NEAR(hit.GetPosition(i), hit2.GetPosition(i), 0.00025);
   EXPECT_EQ(hit.GetGlobal(), hit2.GetGlobal());
}

void Fill(det::geo::Volume &volume, Filler &fill, int depth)
{
   fill(volume);
   if (depth % 2)
      volume.SetShape(fill.Make<det::geo::Tube>());
   else
      volume.SetShape(fill.Make<det::geo::Box>());
   fill(volume.GetTransform().Shift());
   if (depth == 1)
      volume.GetTransform().Rotation(1) = 0.5;
   volume.Points().Add(new TNamed(TString::Format("point %d", fill.Next()).Data(), "mark"));
   for (int i = 0; i < depth; ++i)
      Fill(*volume.Add(new det::geo::Volume), fill, depth - 1);
}

void Fill(DetRun &run)
{
   Filler fill;
   fill(run);
   run.Occupancy() = new TH1F("occupancy", "hits", 10, 0, 10);
   run.Occupancy()->SetDirectory(nullptr);
   run.Occupancy()->Fill(3.5, 2);
   for (UInt_t key : {3u, 17u}) {
      fill(run.Conditions().Gains().Values()[key]);
      run.Conditions().Gains().Old(1).emplace_back();
      fill(run.Conditions().Gains().Old(1).back());
      run.Conditions().Lumi().Values()[1ll << 40 | key] = key * 0.5;
      run.Conditions().Lumi().Old(2).push_back(key);
   }
   run.Conditions().Notes() = new TList;
   run.Conditions().Notes()->Add(new TNamed("shift", "all well"));
   const Float_t pedestals[3] = {1.5f, 2.5f, 3.5f};
   const Int_t bad[2] = {7, 9};
   run.Pedestals().Mean().Set(3, pedestals);
   run.Pedestals().Sigma().Set(2, pedestals + 1);
   run.Pedestals().Bad().Set(2, bad);
   run.World() = new det::geo::Volume;
   Fill(*run.World(), fill, 2);
   run.Menu().Groups() = {{"muon", {1, 2}}, {"jet", {}}};
   run.Menu().Items().emplace_back(fill.Make<det::trigger::Item>());
   run.Menu().Items().emplace_back(nullptr);
}

std::string Describe(det::geo::Volume &volume)
{
   std::string text = Show(volume) + Show(volume.GetShape()) + Show(volume.GetTransform().Shift());
   for (Int_t i = 0; i < 9; ++i)
      text += Show(volume.GetTransform().Rotation(i));
   for (TObject *point : volume.Points())
      text += point->GetName();
   for (det::geo::Volume *daughter : volume.GetDaughters()) {
      EXPECT_EQ(daughter->GetMother(), &volume);
      text += Describe(*daughter);
   }
   return text;
}

std::string Describe(DetRun &run)
{
   std::string text = Show(run) + Show(run.Conditions().Gains().Values()) + Show(run.Conditions().Gains().Old(1)) +
                      Show(run.Conditions().Lumi().Values()) + Show(run.Conditions().Lumi().Old(2)) +
                      Show(run.Menu().Groups()) + Show(run.Menu().Items()) +
                      Show(run.Conditions().Notes()->At(0)->GetTitle()) + Describe(*run.World());
   for (Int_t i = 0; i < run.Pedestals().Mean().GetSize(); ++i)
      text += Show(run.Pedestals().Mean().At(i));
   for (Int_t i = 0; i < run.Pedestals().Sigma().GetSize(); ++i)
      text += Show(run.Pedestals().Sigma().At(i));
   for (Int_t i = 0; i < run.Pedestals().Bad().GetSize(); ++i)
      text += Show(run.Pedestals().Bad().At(i));
   return text + Show(run.Occupancy()->GetBinContent(4));
}

TEST(DetectorCorpus, EventsSurviveAStream)
{
   const auto event = std::make_unique<DetEvent>();
   Fill(*event);
   const std::string description = Describe(*event);
   EXPECT_GT(description.size(), 20000u);
   ExpectLinked(*event);
   const std::string bytes = Stream(*event);
   const auto read = ReadFrom<DetEvent>(bytes);
   EXPECT_EQ(Describe(*read), description);
   ExpectLinked(*read);
   ExpectSamePacked(*event, *read);
   EXPECT_EQ(Stream(*read), bytes);
}

TEST(DetectorCorpus, UnorderedContentSurvivesInAnyOrder)
{
   det::trigger::Decision decision;
   for (int bit = 0; bit < 50; ++bit)
      decision.Thresholds()[bit * 37] = static_cast<Float_t>(bit) * 0.5f;
   EXPECT_EQ(ReadFrom<det::trigger::Decision>(Stream(decision))->Thresholds(), decision.Thresholds());
}

TEST(DetectorCorpus, AnEmptyEventSurvivesAStream)
{
   const auto event = std::make_unique<DetEvent>();
   const std::string bytes = Stream(*event);
   EXPECT_EQ(Stream(*ReadFrom<DetEvent>(bytes)), bytes);
}

TEST(DetectorCorpus, RunsSurviveAStream)
{
   const auto run = std::make_unique<DetRun>();
   Fill(*run);
   const std::string bytes = Stream(*run);
   const auto read = ReadFrom<DetRun>(bytes);
   EXPECT_EQ(Describe(*read), Describe(*run));
   EXPECT_EQ(read->World()->GetDaughters()[0]->GetTransform().Rotation(1), 0.5);
   EXPECT_EQ(Stream(*read), bytes);
}

TEST(DetectorCorpus, AnEventReachesAnotherProcess)
{
   TwoProcesses(
      "detector",
      [](const std::string &path) {
         const auto event = std::make_unique<DetEvent>();
         Fill(*event);
         return Produce(path, *event);
      },
      [](const std::string &path) {
         const auto event = std::make_unique<DetEvent>();
         Fill(*event);
         const std::unique_ptr<TMapFile> map(TMapFile::Create(path.c_str()));
         ASSERT_TRUE(map);
         const std::unique_ptr<TObject> object(map->Get("object"));
         auto *read = dynamic_cast<DetEvent *>(object.get());
         ASSERT_TRUE(read);
         EXPECT_EQ(Describe(*read), Describe(*event));
         ExpectLinked(*read);
         ExpectSamePacked(*event, *read);
         ExpectLinked(*event);
      });
}

TEST(DetectorCorpus, HasTheClassesThatItsAuthorsAskedFor)
{
   int n = 0;
   for (const TClass *cl : TClass::GetListOfClasses()) {
      const std::string name = cl->GetName();
      n += name.starts_with("Det") || name.starts_with("det::");
   }
   EXPECT_GE(n, 42);
   EXPECT_TRUE(TClass::GetClass("det::geo::Transform")->HasCustomStreamer());
   EXPECT_TRUE(DetHit::Class()->IsAbstract());
   EXPECT_EQ(DetMuon::Class()->GetDataMember("fSegments")->IsSTLContainer(), 1);
   EXPECT_TRUE(TClass::GetClass("DetTable<UInt_t,DetCalibEntry,2>"));
}

} // namespace
