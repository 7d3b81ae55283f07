// Row `heap`: blocks of random sizes are given back and taken anew, at a steady number of blocks, from the heap of a map, from
// Boost.Interprocess (in a file of the same file system) and from malloc. All get the same requests in the same order, and
// write to the first word of each block, as whoever asks for a block does.
#include "Scratch.h"

#include "heap/HeapLock.h"
#include "heap/MapHeap.h"
#include "heap/Superblock.h"

#include <benchmark/benchmark.h>
#include <boost/interprocess/indexes/iset_index.hpp>
#include <boost/interprocess/managed_mapped_file.hpp>
#include <boost/interprocess/mem_algo/rbtree_best_fit.hpp>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <malloc.h>
#include <memory>
#include <random>
#include <utility>
#include <vector>

namespace {

/// What is asked for: which block goes, and how large the one is that comes for it.
struct Request {
   std::uint32_t block;
   std::uint32_t size;
};

/// Sizes whose logarithms are spread evenly.
class Requests {
public:
   Requests(std::size_t blocks, double smallest, double largest)
   {
      std::mt19937 random(1);
      std::uniform_real_distribution<double> logarithm(std::log(smallest), std::log(largest));
      std::uniform_int_distribution<std::uint32_t> block(0, static_cast<std::uint32_t>(blocks - 1));
      for (std::size_t i = 0; i < std::max<std::size_t>(4 * blocks, 1 << 16); ++i)
         fRequests.push_back({block(random), static_cast<std::uint32_t>(std::exp(logarithm(random)))});
   }
   const Request &Next()
   {
      const Request &next = fRequests[fAt];
      fAt = fAt + 1 == fRequests.size() ? 0 : fAt + 1;
      return next;
   }
   std::size_t Count() const { return fRequests.size(); }

private:
   std::vector<Request> fRequests;
   std::size_t fAt = 0;
};

/// The heap of a map. Threads are kept apart by its user, so it takes no lock for a block.
class Rootlet {
public:
   explicit Rootlet(std::uint64_t /*bytes*/)
   {
      const int fd = ::open(fScratch.Path().c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
      rootlet::UniqueFd file(fd);
      rootlet::WriteEmptyHeap(fd, fScratch.Path(), {});
      fFile =
         std::make_unique<rootlet::MappedFile>(std::move(file), fScratch.Path(), rootlet::MappedFile::Access::kWrite);
      fLock = std::make_unique<rootlet::HeapLock>(*fFile, kLease);
      fHeap = std::make_unique<rootlet::MapHeap>(*fFile, *fLock, kLease);
      fHeap->Rebuild({{{rootlet::format::kChunkSize, rootlet::format::kChunkSize}}, {}});
   }
   using Block = std::uint64_t;
   Block Allocate(std::size_t size) { return fHeap->Allocate(size); }
   void Free(Block block, std::size_t size) { fHeap->Free(block, rootlet::MapHeap::BlockSize(size)); }
   char *Address(Block block) { return fFile->Base() + block; }
   /// Bytes that the heap has come to.
   std::uint64_t Size() const { return fHeap->Size(); }

private:
   static constexpr std::uint64_t kLease = rootlet::format::LeaseWord(1, 0);
   Scratch fScratch{"heap"};
   std::unique_ptr<rootlet::MappedFile> fFile;
   std::unique_ptr<rootlet::HeapLock> fLock;
   std::unique_ptr<rootlet::MapHeap> fHeap;
};

/// Boost's best fit without its own mutex, for there is one thread and one process.
class Boost {
   using Algorithm = boost::interprocess::rbtree_best_fit<boost::interprocess::null_mutex_family>;
   using File = boost::interprocess::basic_managed_mapped_file<char, Algorithm, boost::interprocess::iset_index>;

public:
   explicit Boost(std::uint64_t bytes) : fFile(boost::interprocess::create_only, fScratch.Path().c_str(), bytes) {}
   using Block = void *;
   Block Allocate(std::size_t size)
   {
      Block block = fFile.allocate(size);
      fEnd = std::max(fEnd, static_cast<char *>(block) + size);
      return block;
   }
   void Free(Block block, std::size_t) { fFile.deallocate(block); }
   char *Address(Block block) { return static_cast<char *>(block); }
   std::uint64_t Size() const { return static_cast<std::uint64_t>(fEnd - static_cast<char *>(fFile.get_address())); }

private:
   Scratch fScratch{"boost"};
   File fFile;
   char *fEnd = nullptr;
};

class Glibc {
public:
   explicit Glibc(std::uint64_t /*bytes*/) {}
   using Block = void *;
   Block Allocate(std::size_t size) { return std::malloc(size); }
   void Free(Block block, std::size_t) { std::free(block); }
   char *Address(Block block) { return static_cast<char *>(block); }
   /// Nobody can tell how much of what the process has is for these blocks.
   std::uint64_t Size() const { return 0; }
};

/// A heap with a steady number of blocks.
template <class Heap>
class Mix {
public:
   Mix(std::size_t blocks, double smallest, double largest)
      : fRequests(blocks, smallest, largest),
        fHeap(static_cast<std::uint64_t>(4 * static_cast<double>(blocks) * (largest - smallest) /
                                         std::log(largest / smallest)) +
              (std::uint64_t{64} << 20)),
        fBlocks(blocks), fSizes(blocks)
   {
      for (std::size_t i = 0; i < blocks; ++i)
         Take(i, fRequests.Next().size);
      for (std::size_t i = 0; i < fRequests.Count(); ++i) // until it looks like one that is long in use
         Turn();
   }
   ~Mix()
   {
      for (std::size_t i = 0; i < fBlocks.size(); ++i)
         fHeap.Free(fBlocks[i], fSizes[i]);
   }
   Mix(const Mix &) = delete;
   Mix &operator=(const Mix &) = delete;

   void Turn()
   {
      const Request &next = fRequests.Next();
      fHeap.Free(fBlocks[next.block], fSizes[next.block]);
      Take(next.block, next.size);
   }
   /// Bytes of heap for each byte that somebody has asked for.
   double Spread() const
   {
      double used = 0;
      for (const std::size_t size : fSizes)
         used += static_cast<double>(size);
      return static_cast<double>(fHeap.Size()) / used;
   }

private:
   void Take(std::size_t block, std::size_t size)
   {
      fBlocks[block] = fHeap.Allocate(size);
      fSizes[block] = static_cast<std::uint32_t>(size);
      std::memcpy(fHeap.Address(fBlocks[block]), &size, sizeof size);
   }

   Requests fRequests;
   Heap fHeap;
   std::vector<typename Heap::Block> fBlocks;
   std::vector<std::uint32_t> fSizes;
};

/// The heap that is there; it goes before the next one is made, so that no two of them share the memory of the machine.
std::shared_ptr<void> gMix;

/// One block given back, and one taken. The heap is made once for all calls that measure the same.
template <class Heap>
void Turn(benchmark::State &state, double smallest, double largest)
{
   static std::weak_ptr<Mix<Heap>> known;
   static std::pair<std::int64_t, double> knownFor;
   const std::pair wanted(state.range(0), smallest);
   auto mix = known.lock();
   if (mix == nullptr || knownFor != wanted) {
      mix.reset();
      gMix.reset();
      ::malloc_trim(0);
      mix = std::make_shared<Mix<Heap>>(static_cast<std::size_t>(state.range(0)), smallest, largest);
      gMix = mix;
      known = mix;
      knownFor = wanted;
   }
   for (auto _ : state)
      mix->Turn();
   if (mix->Spread() != 0)
      state.counters["spread"] = mix->Spread();
}

template <class Heap>
void Small(benchmark::State &state)
{
   Turn<Heap>(state, 16, 64 << 10);
}

template <class Heap>
void Large(benchmark::State &state)
{
   Turn<Heap>(state, 1 << 20, 16 << 20);
}

void Blocks(benchmark::internal::Benchmark *benchmark)
{
   benchmark->Arg(1'000)->Arg(10'000)->Arg(100'000);
}

} // namespace

BENCHMARK_TEMPLATE(Small, Rootlet)->Name("allocate and free/rootlet")->Apply(Blocks);
BENCHMARK_TEMPLATE(Small, Boost)->Name("allocate and free/boost")->Apply(Blocks);
BENCHMARK_TEMPLATE(Small, Glibc)->Name("allocate and free/glibc")->Apply(Blocks);
BENCHMARK_TEMPLATE(Large, Rootlet)->Name("allocate and free MiB/rootlet")->Arg(32);
BENCHMARK_TEMPLATE(Large, Boost)->Name("allocate and free MiB/boost")->Arg(32);
BENCHMARK_TEMPLATE(Large, Glibc)->Name("allocate and free MiB/glibc")->Arg(32);
