// What every fuzz target is made of: bytes taken apart, seeds put together, golden data found.
// A target defines LLVMFuzzerTestOneInput() and AddSeeds(); libFuzzer runs it (`./dev fuzz`), and Replay.cxx runs it over seeds
// and kept inputs in the plain tests. Invariant: a finding ends the process; whatever else a target does, it must do for any
// bytes, and the same for the same bytes.
#ifndef ROOTLET_tests_FuzzTarget
#define ROOTLET_tests_FuzzTarget

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size);

namespace rootlet::fuzz {

using AddSeed = std::function<void(const std::string &name, const std::string &bytes)>;

/// Inputs that are good, from objects that the target streams and from the golden data where it is. Each target has one.
void AddSeeds(const AddSeed &add);

/// Something is wrong with the product: says what, and aborts.
[[noreturn]] void Finding(const std::string &what);

/// An input, taken apart from its beginning. What is not there is empty or 0.
class Input {
public:
   Input(const std::uint8_t *data, std::size_t size) : fLeft(reinterpret_cast<const char *>(data), size) {}
   std::size_t Byte() { return Number(1); }
   std::size_t Short() { return Number(2); }
   /// Bytes behind their length in three bytes.
   std::string_view Part() { return Take(Number(3)); }
   std::string_view Rest() { return Take(fLeft.size()); }

private:
   std::size_t Number(int bytes);
   std::string_view Take(std::size_t n);
   std::string_view fLeft;
};

/// The same put together.
class Seed {
public:
   Seed &Byte(std::size_t n) { return Number(n, 1); }
   Seed &Short(std::size_t n) { return Number(n, 2); }
   Seed &Part(std::string_view bytes);
   Seed &Rest(std::string_view bytes);
   const std::string &Bytes() const { return fBytes; }

private:
   Seed &Number(std::size_t n, int bytes);
   std::string fBytes;
};

/// An object or a StreamerInfo record that ROOT wrote.
struct GoldenEntry {
   std::string fId, fClass, fPayload, fStreamerInfo;
   int fKeyLength = 0, fStreamerInfoKeyLength = 0;
   bool fIsStreamerInfo = false;
};
/// Calls visit for those golden entries that take no more than `most` bytes with their record; for none without golden data.
void VisitGolden(std::size_t most, const std::function<void(const GoldenEntry &)> &visit);

/// The same for objects and records in forms that the golden data does not have (Forms.cxx).
void VisitForms(const std::function<void(const GoldenEntry &)> &visit);

/// A copy that ends where its allocation ends, so that AddressSanitizer sees every byte read behind it.
class ExactCopy {
public:
   explicit ExactCopy(std::string_view bytes);
   ~ExactCopy();
   ExactCopy(const ExactCopy &) = delete;
   ExactCopy &operator=(const ExactCopy &) = delete;
   const char *Data() const { return fBytes; }

private:
   char *fBytes;
};

} // namespace rootlet::fuzz

#endif
