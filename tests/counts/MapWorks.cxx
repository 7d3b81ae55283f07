// What goes through a map file: published, read, looked for; and the heap beneath. One process has the map open twice, as
// producer and as consumer; nobody waits.
#include "Counted.h"
#include "CountedShared.h"
#include "Work.h"

#include "TH1F.h"
#include "TMapFile.h"
#include "TempFolder.h"
#include "heap/MapHeap.h"
#include "heap/Superblock.h"

#include <fcntl.h>

#include <cmath>
#include <cstdint>
#include <memory>
#include <stdexcept>

namespace {

using rootlet::test::MemoryFolder;
using rootlet::test::TempFolder;

struct Map {
   TempFolder fFolder{MemoryFolder()};
   std::unique_ptr<TMapFile> fProducer{TMapFile::Create((fFolder / "map").c_str(), "RECREATE")};
   std::unique_ptr<TMapFile> fConsumer{TMapFile::Create((fFolder / "map").c_str(), "READ")};
};

/// Numbers that look like chance and are the same in every run.
class Dice {
public:
   std::uint64_t Roll(std::uint64_t below)
   {
      fState = fState * 6364136223846793005u + 1442695040888963407u;
      return (fState >> 33) % below;
   }

private:
   std::uint64_t fState = 1;
};

struct Histogram {
   Map fMap;
   TH1F fObject{"h", "px", 100, -4, 4};
   TH1F fCopy;

   Histogram()
   {
      for (int i = 0; i < 1000; ++i)
         fObject.Fill(0.005 * i - 2.5);
      fMap.fProducer->Add(&fObject);
      fMap.fProducer->Update();
   }
};

void AddHistogram(std::vector<Work> &works)
{
   works.push_back({"TH1F(100) Update", 50, []() -> std::function<void()> {
                       auto histogram = std::make_shared<Histogram>();
                       return [=] { histogram->fMap.fProducer->Update(); };
                    }});
   works.push_back({"TH1F(100) Get", 50, []() -> std::function<void()> {
                       auto histogram = std::make_shared<Histogram>();
                       return [=] {
                          if (histogram->fMap.fConsumer->Get("h", &histogram->fCopy) == nullptr)
                             throw std::runtime_error("the histogram is not there");
                       };
                    }});
}

struct Shared {
   Map fMap;
   rootlet::Shared<counted::State> fObject = fMap.fProducer->Emplace<counted::State>("state");
   rootlet::View<counted::State> fView = fMap.fConsumer->View<counted::State>("state");
   Int_t fSeen = 0;
};

void AddShared(std::vector<Work> &works)
{
   works.push_back({"shared Write", 100, []() -> std::function<void()> {
                       auto shared = std::make_shared<Shared>();
                       return [=] { shared->fObject.Write([](counted::State &state) { ++state.fNumber; }); };
                    }});
   works.push_back({"shared Read", 100, []() -> std::function<void()> {
                       auto shared = std::make_shared<Shared>();
                       return [=] {
                          shared->fView.Read([&](const counted::State &state) { shared->fSeen += state.fNumber; });
                       };
                    }});
   works.push_back({"shared InPlace", 100, []() -> std::function<void()> {
                       auto shared = std::make_shared<Shared>();
                       return [=] {
                          if (!shared->fView.InPlace([&](const auto &state) { shared->fSeen += state.fNumber(); }))
                             throw std::runtime_error("the state was not whole");
                       };
                    }});
}

struct ManyRecords {
   static constexpr std::uint64_t kRecords = 10'000;

   Map fMap;
   counted::Small fObject;
   counted::Small fCopy;
   std::vector<std::string> fNames;
   Dice fDice;

   ManyRecords()
   {
      for (std::uint64_t i = 0; i < kRecords; ++i) {
         fNames.push_back("record " + std::to_string(i));
         fMap.fProducer->Add(&fObject, fNames.back().c_str());
      }
      fMap.fProducer->Update();
   }
};

void AddFind(std::vector<Work> &works)
{
   works.push_back({"find among 10 000", 200, []() -> std::function<void()> {
                       auto many = std::make_shared<ManyRecords>();
                       return [=] {
                          const std::string &name = many->fNames[many->fDice.Roll(ManyRecords::kRecords)];
                          if (many->fMap.fConsumer->Get(name.c_str(), &many->fCopy) == nullptr)
                             throw std::runtime_error("a record is not there");
                       };
                    }});
}

/// A heap of its own, with blocks of 16 bytes to 64 KiB, as many of each order of magnitude.
class Heap {
public:
   Heap()
   {
      const int fd = ::open(fPath.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
      rootlet::UniqueFd file(fd);
      rootlet::WriteEmptyHeap(fd, fPath, {});
      fFile = std::make_unique<rootlet::MappedFile>(std::move(file), fPath, rootlet::MappedFile::Access::kWrite);
      fLock = std::make_unique<rootlet::HeapLock>(*fFile, kLease);
      fHeap = std::make_unique<rootlet::MapHeap>(*fFile, *fLock, kLease);
      fHeap->Rebuild({{{rootlet::format::kChunkSize, rootlet::format::kChunkSize}}, {}});
      for (Block &block : fBlocks)
         block = Allocate();
      for (int i = 0; i < 10'000; ++i)
         Exchange();
   }
   void Exchange()
   {
      Block &block = fBlocks[fDice.Roll(kLive)];
      fHeap->Free(block.fOffset, rootlet::MapHeap::BlockSize(block.fSize));
      block = Allocate();
   }

private:
   struct Block {
      std::uint64_t fOffset = 0;
      std::uint64_t fSize = 0;
   };
   static constexpr std::size_t kLive = 1000;
   static constexpr std::uint64_t kLease = rootlet::format::LeaseWord(1, 0);

   Block Allocate()
   {
      const std::uint64_t power = std::uint64_t{16} << fDice.Roll(12);
      const std::uint64_t size = power + fDice.Roll(power);
      return {fHeap->Allocate(size), size};
   }

   TempFolder fFolder{MemoryFolder()};
   std::string fPath = fFolder / "heap";
   Dice fDice;
   std::unique_ptr<rootlet::MappedFile> fFile;
   std::unique_ptr<rootlet::HeapLock> fLock;
   std::unique_ptr<rootlet::MapHeap> fHeap;
   std::vector<Block> fBlocks{kLive};
};

void AddHeap(std::vector<Work> &works)
{
   works.push_back({"heap free and allocate", 1000, []() -> std::function<void()> {
                       auto heap = std::make_shared<Heap>();
                       return [=] { heap->Exchange(); };
                    }});
}

} // namespace

std::vector<Work> MapWorks()
{
   std::vector<Work> works;
   AddHistogram(works);
   AddShared(works);
   AddFind(works);
   AddHeap(works);
   return works;
}
