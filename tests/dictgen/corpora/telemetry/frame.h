// Telemetry frames of the slow control. Shared with the firmware tools: no ROOT here.
#pragma once

#include <array>
#include <atomic>
#include <bitset>
#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace telemetry {

constexpr std::size_t kChannels = 16;

using clock = std::chrono::system_clock;
using micros = std::chrono::duration<std::int64_t, std::micro>;

enum class health : std::uint8_t { unknown, good, degraded = 100, failed = 255 };

struct header {
   std::uint16_t sync = 0xA55A;
   std::uint8_t version = 1;
   std::int8_t zone = 0;
   std::uint32_t sequence = 0;
   clock::time_point stamp;
};

struct adc_block {
   enum { gain_low = 1, gain_high = 64 };
   enum : std::uint8_t { idle, running } state = idle;
   float calibration[2][3] = {};
   std::array<std::uint16_t, kChannels> samples = {};
   std::array<std::array<std::int32_t, 2>, 3> window = {};
   int gain = gain_low;
};

struct reading {
   double value = 0;
   std::optional<double> error;
   health quality = health::unknown;
};

struct counters {
   std::atomic<std::uint64_t> packets{0};
   std::atomic<int> lost{0};
   std::atomic<bool> alive{false};
};

struct limits {
   static constexpr double kNominal = 1.5;
   double low = -1, high = 1;
   std::optional<std::string> reason;
   std::optional<reading> last;
};

struct device {
   std::string name;
   char serial[12] = {};
   std::bitset<40> faults;
   std::vector<reading> history;
   std::map<std::string, limits> alarms;
   std::chrono::milliseconds interval{1000};
   micros latency{0};
   std::vector<std::chrono::seconds> outages;
   const limits *active = nullptr; //! points into alarms
};

struct frame {
   header head;
   adc_block adc[2];
   counters counts;
   std::vector<device> devices;
   std::array<std::string, 3> operators;
   std::array<reading, 2> reference;
   std::vector<std::array<float, 3>> track;
   std::optional<std::vector<int>> mask;
   std::pair<int, std::string> last_error;
   bool simulated = false;
   long double unused_precision = 0; //! of the fit, not kept
};

} // namespace telemetry
