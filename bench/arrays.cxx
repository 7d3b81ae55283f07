// Row `arrays`: how fast arrays of basic types go into a TBuffer and out again, beside memcpy of as many bytes. ROOT's bytes are
// big-endian, so each element is turned round on the way; memcpy is the limit. Both go from the same memory to the same memory.
#include "TBuffer.h"

#include <benchmark/benchmark.h>

#include <cstring>
#include <string>
#include <vector>

namespace {

constexpr std::size_t kLargest = std::size_t{256} << 20; // bytes
constexpr std::size_t kSizes[] = {1 << 10, 1 << 12, 1 << 16, 1 << 20, 1 << 24, 1 << 26, kLargest};

/// What is read and what is written, touched before anybody's time is taken.
std::vector<char> &Source()
{
   static std::vector<char> source(kLargest, 1);
   return source;
}
std::vector<char> &Target()
{
   static std::vector<char> target(kLargest, 2);
   return target;
}

std::size_t Bytes(const benchmark::State &state)
{
   return static_cast<std::size_t>(state.range(0));
}

template <class T>
void Write(benchmark::State &state)
{
   const T *values = reinterpret_cast<const T *>(Source().data());
   const auto n = static_cast<Int_t>(Bytes(state) / sizeof(T));
   TBuffer buffer(TBuffer::kWrite, static_cast<Int_t>(Bytes(state)), Target().data(), kFALSE);
   for (auto _ : state) {
      buffer.SetBufferOffset(0);
      buffer.WriteFastArray(values, n);
      benchmark::ClobberMemory();
   }
}

template <class T>
void Read(benchmark::State &state)
{
   T *values = reinterpret_cast<T *>(Target().data());
   const auto n = static_cast<Int_t>(Bytes(state) / sizeof(T));
   TBuffer buffer(Source().data(), Bytes(state));
   for (auto _ : state) {
      buffer.SetBufferOffset(0);
      buffer.ReadFastArray(values, n);
      benchmark::ClobberMemory();
   }
}

void Memcpy(benchmark::State &state)
{
   const char *from = Source().data();
   char *to = Target().data();
   for (auto _ : state) {
      std::memcpy(to, from, Bytes(state));
      benchmark::ClobberMemory();
   }
}

/// Ours and memcpy in turn.
void Register(const std::string &work, void (*run)(benchmark::State &))
{
   for (const std::size_t size : kSizes) {
      benchmark::RegisterBenchmark((work + "/rootlet").c_str(), run)->Arg(static_cast<std::int64_t>(size));
      benchmark::RegisterBenchmark((work + "/memcpy").c_str(), Memcpy)->Arg(static_cast<std::int64_t>(size));
   }
}

template <class T>
void RegisterBoth(const std::string &type)
{
   Register("write " + type, Write<T>);
   Register("read " + type, Read<T>);
}

const bool kRegistered = [] {
   RegisterBoth<Double_t>("double");
   RegisterBoth<Float_t>("float");
   RegisterBoth<Int_t>("int");
   RegisterBoth<Short_t>("short");
   return true;
}();

} // namespace
