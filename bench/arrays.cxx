// How fast arrays of basic types go into a TBuffer and out again, beside memcpy of as many bytes in the same run.
// ROOT's bytes are big-endian, so each element is turned round on the way; memcpy is the limit.
#include "TBuffer.h"

#include <benchmark/benchmark.h>

#include <cstring>
#include <vector>

namespace {

constexpr int kSmallest = 1 << 10; // bytes
constexpr int kLargest = 1 << 26;

std::size_t Bytes(const benchmark::State &state)
{
   return static_cast<std::size_t>(state.range(0));
}

template <class T>
void Write(benchmark::State &state)
{
   const std::vector<T> values(Bytes(state) / sizeof(T), T(1));
   TBuffer buffer(TBuffer::kWrite, static_cast<Int_t>(Bytes(state)) + 64);
   std::memset(buffer.Buffer(), 0, Bytes(state)); // the kernel's first touch of each page is not our time
   for (auto _ : state) {
      buffer.SetBufferOffset(0);
      buffer.WriteFastArray(values.data(), static_cast<Int_t>(values.size()));
      benchmark::ClobberMemory();
   }
   state.SetBytesProcessed(state.iterations() * state.range(0));
}

template <class T>
void Read(benchmark::State &state)
{
   const std::vector<char> bytes(Bytes(state));
   std::vector<T> values(Bytes(state) / sizeof(T));
   TBuffer buffer(bytes.data(), bytes.size());
   for (auto _ : state) {
      buffer.SetBufferOffset(0);
      buffer.ReadFastArray(values.data(), static_cast<Int_t>(values.size()));
      benchmark::ClobberMemory();
   }
   state.SetBytesProcessed(state.iterations() * state.range(0));
}

void Memcpy(benchmark::State &state)
{
   const std::vector<char> from(Bytes(state), 1);
   std::vector<char> to(Bytes(state));
   for (auto _ : state) {
      std::memcpy(to.data(), from.data(), from.size());
      benchmark::ClobberMemory();
   }
   state.SetBytesProcessed(state.iterations() * state.range(0));
}

void Sizes(benchmark::internal::Benchmark *benchmark)
{
   benchmark->RangeMultiplier(16)->Range(kSmallest, kLargest);
}

} // namespace

BENCHMARK(Memcpy)->Apply(Sizes);
BENCHMARK_TEMPLATE(Write, Double_t)->Apply(Sizes);
BENCHMARK_TEMPLATE(Read, Double_t)->Apply(Sizes);
BENCHMARK_TEMPLATE(Write, Float_t)->Apply(Sizes);
BENCHMARK_TEMPLATE(Read, Float_t)->Apply(Sizes);
BENCHMARK_TEMPLATE(Write, Int_t)->Apply(Sizes);
BENCHMARK_TEMPLATE(Read, Int_t)->Apply(Sizes);
BENCHMARK_TEMPLATE(Write, Short_t)->Apply(Sizes);
BENCHMARK_TEMPLATE(Read, Short_t)->Apply(Sizes);
