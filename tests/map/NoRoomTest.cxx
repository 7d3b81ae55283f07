// The table of cases, part one: no room. Every way in which a file cannot grow meets every call that may make it grow.
// Always: one line that names file, cause and remedy; everything older intact; no leftovers; and on it goes once there is room.
#include <gtest/gtest.h>
#include <sys/resource.h>

#include <filesystem>
#include <fstream>
#include <optional>

#include "CaseTools.h"
#include "FallocateHook.h"

namespace rootlet {
namespace {

using namespace test;
namespace fs = std::filesystem;

using Body = std::function<std::string(const std::string &folder)>;

constexpr std::size_t kDisk = std::size_t{4} << 20;

// ---- the ways ---------------------------------------------------------------------------------------------------------

std::optional<FailingFallocate> gFailing;

template <int Error>
void BeginFailing(const std::string &, std::uint64_t left)
{
   gFailing.emplace(Error, left);
}

void EndFailing(const std::string &)
{
   gFailing.reset();
}

std::string RunInFolder(const Body &body)
{
   TempFolder folder;
   return InChild([&] { return body(folder.Path()); });
}

/// False where neither root nor user namespaces may mount: then the hook takes the place of the full disk.
bool CanMount()
{
   static const bool can = InSmallTmpfs(kDisk, [](const std::string &) { return std::string(); }).empty();
   return can;
}

std::string RunOnSmallDisk(const Body &body)
{
   return CanMount() ? InSmallTmpfs(kDisk, body) : RunInFolder(body);
}

/// Space is then allocated by writing zeros.
std::string RunWithoutFallocate(const Body &body)
{
   if (!CanMount())
      return RunInFolder(body);
   return InSmallTmpfs(kDisk, [&body](const std::string &folder) {
      const FailingFallocate none(EOPNOTSUPP, 0);
      std::string wrong = body(folder);
      return FailingFallocate::Refusals() == 0 ? wrong + "fallocate was never asked; " : wrong;
   });
}

void FillDisk(const std::string &folder, std::uint64_t left)
{
   if (!CanMount())
      return BeginFailing<ENOSPC>(folder, left);
   std::uint64_t size = 0;
   {
      std::ofstream filler(folder + "/filler", std::ios::binary);
      const std::string page(4096, 'f');
      while (filler.write(page.data(), static_cast<std::streamsize>(page.size())).flush())
         size += page.size();
   }
   fs::resize_file(folder + "/filler", size - left);
}

void EmptyDisk(const std::string &folder)
{
   EndFailing(folder);
   fs::remove(folder + "/filler");
}

void LimitFileSize(const std::string &folder, std::uint64_t left)
{
   struct rlimit limit = {};
   ::getrlimit(RLIMIT_FSIZE, &limit);
   limit.rlim_cur = fs::file_size(folder + "/map") + left;
   ::setrlimit(RLIMIT_FSIZE, &limit);
}

void UnlimitFileSize(const std::string &)
{
   struct rlimit limit = {};
   ::getrlimit(RLIMIT_FSIZE, &limit);
   limit.rlim_cur = limit.rlim_max;
   ::setrlimit(RLIMIT_FSIZE, &limit);
}

struct Shortage {
   const char *name;
   std::vector<std::string> words; ///< cause and remedy
   std::string (*run)(const Body &);
   void (*begin)(const std::string &folder, std::uint64_t left);
   void (*end)(const std::string &folder);
};

const Shortage kShortages[] = {
   {"FullDisk", {"the disk is full", "make room"}, RunOnSmallDisk, FillDisk, EmptyDisk},
   {"FullDiskWithoutFallocate", {"the disk is full", "make room"}, RunWithoutFallocate, FillDisk, EmptyDisk},
   {"FullDiskByHook", {"the disk is full", "make room"}, RunInFolder, BeginFailing<ENOSPC>, EndFailing},
   {"Quota", {"the disk quota is used up", "make room"}, RunInFolder, BeginFailing<EDQUOT>, EndFailing},
   {"BrokenDisk", {"Input/output error", "check the disk"}, RunInFolder, BeginFailing<EIO>, EndFailing},
   {"FileSizeLimit", {"the file size limit is", "ulimit -f"}, RunInFolder, LimitFileSize, UnlimitFileSize},
};

// ---- the calls --------------------------------------------------------------------------------------------------------

/// A map with two published objects, its producer and a consumer, in a folder where room can be made short.
class Scene {
public:
   Scene(const Shortage &shortage, std::string folder)
      : fShortage(shortage), fFolder(std::move(folder)), fProducer(OpenMap(Path(), "RECREATE"))
   {
      fProducer->Add(&fKept);
      fProducer->Add(&fGrown);
      fProducer->Update();
      fConsumer = OpenMap(Path(), "READ");
   }

   std::string Path(const char *name = "map") const { return fFolder + "/" + name; }
   void BeginShortage(std::uint64_t left) { fShortage.begin(fFolder, left); }
   void EndShortage() { fShortage.end(fFolder); }

   /// "" if that function has reported one line, about that file.
   std::string ExpectLine(const std::string &where, const std::string &path, std::vector<std::string> more = {}) const
   {
      more.push_back(path);
      more.insert(more.end(), fShortage.words.begin(), fShortage.words.end());
      return Lines::Expect(where, more);
   }
   std::string ExpectOlderIntact(const char *kept = "old kept", const char *grown = "old grown") const
   {
      return ExpectTitle(*fConsumer, "kept", kept) + ExpectTitle(*fConsumer, "grown", grown) +
             ExpectTitle(*OpenMap(Path(), "READ"), "kept", kept);
   }
   /// "" if there is nothing in the folder but the map, and what makes the disk full.
   std::string ExpectNoLeftovers() const
   {
      std::string left;
      for (const auto &entry : fs::directory_iterator(fFolder))
         if (entry.path().filename() != "map" && entry.path().filename() != "filler")
            left += entry.path().string() + " is left; ";
      return left;
   }
   /// "" if everything can be published, whatever it needs.
   std::string ExpectGoesOn(const std::string &grown)
   {
      fKept.SetTitle("last kept");
      fGrown.SetTitle(grown.c_str());
      fProducer->Update();
      const std::string lines = Lines::TakeText();
      return lines + ExpectTitle(*fConsumer, "kept", "last kept") + ExpectTitle(*fConsumer, "grown", grown);
   }

   const Shortage &fShortage;
   std::string fFolder;
   TNamed fKept{"kept", "old kept"};
   TNamed fGrown{"grown", "old grown"};
   std::unique_ptr<TMapFile> fProducer;
   std::unique_ptr<TMapFile> fConsumer;
};

const std::string kLarge(2 << 20, 'g'); // more than is left, and less than the disk has

std::string MakeNew(Scene &scene, const char *option)
{
   const std::string path = scene.Path("new");
   scene.BeginShortage(256 << 10);
   if (OpenMap(path, option, 2 << 20))
      return "was made";
   std::string wrong = scene.ExpectLine("TMapFile::Create", path) + scene.ExpectNoLeftovers();
   wrong += scene.ExpectOlderIntact();
   scene.EndShortage();
   const auto made = OpenMap(path, option, 2 << 20);
   return wrong + (made ? "" : "cannot be made afterwards: " + Lines::TakeText());
}

std::string Create(Scene &scene)
{
   return MakeNew(scene, "CREATE");
}

std::string UpdateOfNoFile(Scene &scene)
{
   return MakeNew(scene, "UPDATE");
}

std::string Recreate(Scene &scene)
{
   scene.fProducer->Close();
   scene.BeginShortage(256 << 10);
   if (OpenMap(scene.Path(), "RECREATE", 2 << 20))
      return "was made";
   std::string wrong = scene.ExpectLine("TMapFile::Create", scene.Path()) + scene.ExpectNoLeftovers();
   wrong += scene.ExpectOlderIntact();
   if (scene.fConsumer->IsReplaced())
      wrong += "the old one was marked replaced; ";
   scene.EndShortage();
   if (!OpenMap(scene.Path(), "RECREATE", 2 << 20))
      wrong += "cannot be made afterwards: " + Lines::TakeText();
   if (!scene.fConsumer->IsReplaced())
      wrong += "not marked replaced; ";
   return wrong;
}

std::string Add(Scene &scene)
{
   scene.BeginShortage(128 << 10);
   std::vector<std::unique_ptr<TNamed>> objects;
   std::vector<std::string> lines;
   do { // until there is no room for another name
      objects.push_back(
         std::make_unique<TNamed>((std::string(30000, 'n') + std::to_string(objects.size())).c_str(), ""));
      scene.fProducer->Add(objects.back().get());
      lines = Lines::Take();
   } while (lines.empty() && objects.size() < 500);
   ::Error("TMapFile::Add", "%s", lines.empty() ? "" : lines[0].c_str()); // judged like the others
   std::string wrong = scene.ExpectLine("TMapFile::Add", scene.Path());
   wrong += scene.ExpectOlderIntact();
   if (scene.fConsumer->Get(objects.back()->GetName()) != nullptr)
      wrong += "what could not be added is there; ";
   wrong += Lines::Expect("TMapFile::Get", {"is not in the map"});
   scene.EndShortage();
   scene.fProducer->Add(objects.back().get());
   wrong += scene.ExpectGoesOn("new grown");
   wrong += ExpectTitle(*scene.fConsumer, objects.back()->GetName(), "");
   return wrong + ExpectTitle(*scene.fConsumer, objects.front()->GetName(), "");
}

std::string Update(Scene &scene)
{
   scene.BeginShortage(256 << 10);
   std::string wrong;
   for (int round = 0; round < 3; ++round) {
      const std::string kept = "new kept " + std::to_string(round);
      scene.fKept.SetTitle(kept.c_str());
      scene.fGrown.SetTitle(kLarge.c_str());
      scene.fProducer->Update();
      wrong += scene.ExpectLine("TMapFile::Update", scene.Path(), {"'grown' was not updated"});
      wrong += scene.ExpectOlderIntact(kept.c_str());
   }
   scene.fProducer->Update(&scene.fGrown);
   wrong += scene.ExpectLine("TMapFile::Update", scene.Path(), {"'grown' was not updated"});
   scene.fGrown.SetTitle("small again");
   scene.fProducer->Update();
   wrong += Lines::TakeText();
   wrong += scene.ExpectOlderIntact("new kept 2", "small again");
   scene.EndShortage();
   return wrong + scene.ExpectGoesOn(kLarge);
}

std::string FirstUpdate(Scene &scene)
{
   scene.BeginShortage(256 << 10);
   TNamed object("first", kLarge.c_str());
   scene.fProducer->Add(&object);
   scene.fProducer->Update();
   std::string wrong = scene.ExpectLine("TMapFile::Update", scene.Path(), {"'first' was not updated"});
   wrong += scene.ExpectOlderIntact();
   if (scene.fConsumer->Get("first") != nullptr)
      wrong += "something of it is there; ";
   wrong += Lines::Expect("TMapFile::Get", {"'first' has not been published yet"});
   scene.EndShortage();
   wrong += scene.ExpectGoesOn("new grown");
   return wrong + ExpectTitle(*scene.fConsumer, "first", kLarge);
}

/// Not enough room for the step by which a map likes to grow, but for what is needed: no error at all.
std::string GrowthBySmallerSteps(Scene &scene)
{
   std::vector<std::unique_ptr<TNamed>> objects;
   while (scene.fProducer->GetFreeSize() > 100000 || scene.fProducer->GetSize() < (512 << 10)) {
      objects.push_back(
         std::make_unique<TNamed>(std::to_string(objects.size()).c_str(), std::string(50000, 'o').c_str()));
      scene.fProducer->Add(objects.back().get());
      scene.fProducer->Update(objects.back().get());
   }
   const Long64_t before = scene.fProducer->GetSize();
   scene.BeginShortage(256 << 10);
   scene.fGrown.SetTitle(std::string(150000, 'g').c_str());
   scene.fProducer->Update(&scene.fGrown);
   std::string wrong = Lines::TakeText();
   wrong += ExpectTitle(*scene.fConsumer, "grown", scene.fGrown.GetTitle());
   if (scene.fProducer->GetSize() <= before || scene.fProducer->GetSize() > before + (256 << 10))
      wrong += "grew from " + std::to_string(before) + " to " + std::to_string(scene.fProducer->GetSize()) + "; ";
   for (const auto &object : objects)
      wrong += ExpectTitle(*scene.fConsumer, object->GetName(), object->GetTitle());
   scene.EndShortage();
   return wrong;
}

struct Call {
   const char *name;
   std::string (*make)(Scene &);
};

const Call kCalls[] = {{"Create", Create},
                       {"UpdateOfNoFile", UpdateOfNoFile},
                       {"Recreate", Recreate},
                       {"Add", Add},
                       {"Update", Update},
                       {"FirstUpdate", FirstUpdate},
                       {"GrowthBySmallerSteps", GrowthBySmallerSteps}};

class NoRoom : public testing::TestWithParam<std::tuple<Shortage, Call>> {};

TEST_P(NoRoom, IsOneLineAndEverythingOlderStays)
{
   const auto &[shortage, call] = GetParam();
   EXPECT_EQ(shortage.run([&](const std::string &folder) {
      const Lines lines;
      Scene scene(shortage, folder);
      return call.make(scene);
   }),
             "");
}

INSTANTIATE_TEST_SUITE_P(Table, NoRoom, testing::Combine(testing::ValuesIn(kShortages), testing::ValuesIn(kCalls)),
                         [](const auto &test) {
                            return std::string(std::get<0>(test.param).name) + "_" + std::get<1>(test.param).name;
                         });

} // namespace
} // namespace rootlet
