// The objects that the processes of row `map` hand over, with the same content in each of them. Each carries a mark, one of its
// own members, by which a consumer tells which version it has got.
#ifndef ROOTLET_bench_Objects
#define ROOTLET_bench_Objects

#include "event/Event.h"

#include "TH1F.h"
#include "TH2F.h"

#include <cstdint>
#include <memory>

namespace exchange {

enum class What { kHistogram, kEvent, kLargeHistogram };

inline const char *NameOf(What what)
{
   switch (what) {
   case What::kHistogram:
      return "TH1F";
   case What::kEvent:
      return "event";
   case What::kLargeHistogram:
      return "TH2F";
   }
   return "";
}

/// f(T()) for the class of that object.
template <class F>
auto With(What what, F f)
{
   switch (what) {
   case What::kHistogram:
      return f.template operator()<TH1F>();
   case What::kEvent:
      return f.template operator()<event::Event>();
   case What::kLargeHistogram:
      break;
   }
   return f.template operator()<TH2F>();
}

/// A filled one; for a histogram no directory is asked.
template <class T>
std::unique_ptr<T> Make();

template <>
inline std::unique_ptr<TH1F> Make()
{
   auto histogram = std::make_unique<TH1F>("h", "momentum in x", 100, -4, 4);
   histogram->SetDirectory(nullptr);
   for (int i = 0; i < 10'000; ++i)
      histogram->Fill(-5 + 0.001 * i + 0.0001 * (i * i % 7));
   return histogram;
}
template <>
inline std::unique_ptr<TH2F> Make() // 4 MB
{
   auto histogram = std::make_unique<TH2F>("h", "position", 1000, 0, 1, 1000, 0, 1);
   histogram->SetDirectory(nullptr);
   for (int y = 0; y < 1002; ++y)
      for (int x = 0; x < 1002; ++x)
         histogram->SetBinContent(x, y, 0.5 * (x * y % 1001));
   return histogram;
}
template <>
inline std::unique_ptr<event::Event> Make() // 130 kB
{
   return std::make_unique<event::Event>(event::Make(1000));
}

/// One to read into.
template <class T>
std::unique_ptr<T> MakeEmpty()
{
   auto object = std::make_unique<T>();
   if constexpr (std::derived_from<T, TH1>)
      object->SetDirectory(nullptr);
   return object;
}

inline void SetMark(TH1 &histogram, std::int64_t mark)
{
   histogram.SetEntries(static_cast<double>(mark));
}
inline void SetMark(event::Event &event, std::int64_t mark)
{
   event.fNumber = mark;
}
inline std::int64_t Mark(const TH1 &histogram)
{
   return static_cast<std::int64_t>(histogram.GetEntries());
}
inline std::int64_t Mark(const event::Event &event)
{
   return event.fNumber;
}

} // namespace exchange

#endif
