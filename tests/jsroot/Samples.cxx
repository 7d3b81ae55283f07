// The objects that test_jsroot.py shows to JSROOT: `jsroot_samples DIRECTORY` writes a map with them (samples.map), each as a
// buffer of its own (<name>.bin), the StreamerInfo record of all (StreamerInfo.bin), and what they hold by their own word
// (samples.json).
#include "Event.h"
#include "RootletError.h"
#include "RootletSchema.h"
#include "TBuffer.h"
#include "TClass.h"
#include "TClonesArray.h"
#include "TH1F.h"
#include "TH2F.h"
#include "TList.h"
#include "TMapFile.h"
#include "TObjString.h"
#include "TProfile.h"
#include "TRandom3.h"

#include <cstdio>
#include <fstream>
#include <memory>
#include <nlohmann/json.hpp>

namespace {

using Json = nlohmann::ordered_json;

// Tags count from the start of the key that the bytes will stand in: its header is as long as this.
Int_t KeyLength(const std::string &className, const std::string &name)
{
   constexpr std::size_t kFields = 26, kLengthBytes = 3; // one each for class, name and (no) title
   return static_cast<Int_t>(kFields + kLengthBytes + className.size() + name.size());
}

void WriteFile(const std::string &path, const char *bytes, std::size_t n)
{
   std::ofstream file(path, std::ios::binary);
   file.write(bytes, static_cast<std::streamsize>(n));
   if (!file.flush())
      throw rootlet::Error(path + ": cannot be written");
}

void WriteBuffer(const std::string &folder, const std::string &name, TObject &object)
{
   TBuffer buffer(TBuffer::kWrite);
   buffer.SetBufferDisplacement(KeyLength(object.ClassName(), name));
   buffer.MapObject(&object);
   object.Streamer(buffer);
   WriteFile(folder + "/" + name + ".bin", buffer.Buffer(), buffer.Position());
}

Json Contents(const TH1 &hist)
{
   Json contents = Json::array();
   for (Int_t i = 0; i < hist.GetNcells(); ++i)
      contents.push_back(hist.GetBinContent(i));
   return contents;
}

void Write(const std::string &folder)
{
   TRandom3 random(4711);
   TH1F h1("h1", "one dimension", 20, -4, 4);
   TH2F h2("h2", "two dimensions", 8, -4, 4, 6, -3, 3);
   TProfile profile("profile", "a profile", 10, -4, 4, -100, 100);
   for (int i = 0; i < 1000; ++i) {
      const Double_t x = random.Gaus(0, 1), y = random.Gaus(0, 1);
      h1.Fill(x);
      h2.Fill(x, y, 0.1);
      profile.Fill(x, x * x + y);
   }
   h1.GetXaxis()->SetTitle("p_{x} [GeV] \"quoted\"");

   TList list;
   list.SetOwner();
   list.SetName("things");
   auto *shared = new TObjString("shared");
   list.Add(shared, "first option");
   list.Add(new TNamed("name", "title"));
   TList inner;
   inner.Add(shared);
   list.Add(new TObjString(""));
   auto *copy = static_cast<TList *>(inner.Clone());
   copy->SetOwner(); // of a copy of `shared`
   list.Add(copy);

   TClonesArray clones("Track", 4);
   for (int i = 0; i < 4; ++i)
      new (clones[i]) Track(0.1f * static_cast<Float_t>(i), -1, 2, 25.5 * i, static_cast<Short_t>(i % 2 ? 1 : -1));

   Event event(7, (Long64_t(1) << 52) + 1, Event::kJet);
   for (int i = 0; i < 3; ++i)
      event.AddTrack(*static_cast<Track *>(clones[i]));
   event.SetTag("pi", 3.14159);
   event.SetTag("large", 1e300);
   event.SetComment("a comment with \xc3\xa9");
   event.SetSamples({1.5f, 0.1f, -3.f});

   rootlet::Schema schema;
   const std::unique_ptr<TMapFile> map(TMapFile::Create((folder + "/samples.map").c_str(), "RECREATE"));
   if (!map)
      throw rootlet::Error("no map");
   Json samples;
   for (const auto &[name, object] : std::initializer_list<std::pair<const char *, TObject *>>{
           {"h1", &h1}, {"h2", &h2}, {"profile", &profile}, {"list", &list}, {"clones", &clones}, {"event", &event}}) {
      map->Add(object, name);
      WriteBuffer(folder, name, *object);
      schema.AddClass(object->IsA());
      samples[name] = {{"class", object->ClassName()}, {"keylen", KeyLength(object->ClassName(), name)}};
   }
   map->Update();
   for (const TClass *cl : {Track::Class(), TObjString::Class(), TNamed::Class()})
      schema.AddClass(cl);

   TList record;
   for (const auto &info : schema.All())
      record.Add(info.get());
   WriteBuffer(folder, "StreamerInfo", record);

   for (TH1 *hist : std::initializer_list<TH1 *>{&h1, &h2, &profile})
      samples[hist->GetName()].update(Json{{"fEntries", hist->GetEntries()}, {"contents", Contents(*hist)}});
   samples["list"].update(Json{{"entries", list.GetSize()}});
   for (TObject *track : clones)
      samples["clones"]["fPx"].push_back(static_cast<Track *>(track)->fPx);
   samples["event"].update(
      Json{{"fNumber", event.Number()}, {"fRun", event.Run()}, {"fTracks", event.Tracks().size()}});
   const std::string text = samples.dump();
   WriteFile(folder + "/samples.json", text.data(), text.size());
}

} // namespace

int main(int argc, char **argv)
{
   try {
      Write(argc == 2 ? argv[1] : ".");
      return 0;
   } catch (const std::exception &error) {
      std::fprintf(stderr, "jsroot_samples: %s\n", error.what());
      return 1;
   }
}
