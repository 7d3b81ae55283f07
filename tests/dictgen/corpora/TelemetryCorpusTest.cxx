// Frames of a slow control: plain structs that know nothing of us, asked for by ROOTLET_DICT in a header beside them.
#include "CorpusTest.h"
#include "frame.h"

using namespace corpus;

namespace {

using telemetry::frame;

template <class Numbers>
void Count(Numbers &numbers, int &n)
{
   for (auto &number : numbers) {
      if constexpr (requires { std::begin(number); })
         Count(number, n);
      else
         number = static_cast<std::remove_reference_t<decltype(number)>>(++n);
   }
}

telemetry::reading Reading(int &n)
{
   telemetry::reading reading;
   reading.value = ++n * 0.5;
   if (n % 2)
      reading.error = n * 0.125;
   reading.quality = n % 3 ? telemetry::health::failed : telemetry::health::degraded;
   return reading;
}

void Fill(frame &f)
{
   int n = 10;
   f.head.sync = 0x1234;
   f.head.version = 201;
   f.head.zone = -7;
   f.head.sequence = 4000000000u;
   f.head.stamp = telemetry::clock::time_point(telemetry::clock::duration(1234567890123456789));
   for (auto &adc : f.adc) {
      adc.state = telemetry::adc_block::running;
      Count(adc.calibration, n);
      Count(adc.samples, n);
      Count(adc.window, n);
      adc.gain = telemetry::adc_block::gain_high + ++n;
   }
   f.counts.packets = 1ull << 50;
   f.counts.lost = -3;
   f.counts.alive = true;
   for (int i = 0; i < 3; ++i) {
      telemetry::device device;
      device.name = "device " + std::to_string(i);
      std::copy_n("SN-0000000", 11, device.serial);
      device.serial[3] = static_cast<char>('1' + i);
      device.faults = 0x8000000001ull << i;
      for (int j = 0; j < i; ++j)
         device.history.push_back(Reading(n));
      device.alarms["hot"].high = ++n;
      device.alarms["hot"].reason = "fan " + std::to_string(i);
      device.alarms["cold"].low = -++n;
      device.alarms["cold"].last = Reading(n);
      device.interval = std::chrono::milliseconds(++n);
      device.latency = telemetry::micros(-++n);
      device.outages = {std::chrono::seconds(++n), std::chrono::seconds(++n)};
      device.active = &device.alarms["hot"];
      f.devices.push_back(std::move(device));
   }
   f.operators = {"ann", "", "cleo"};
   f.reference = {Reading(n), Reading(n)};
   f.track = {{1.5f, 2, 3}, {4, 5, 6.25f}};
   f.mask = std::vector<int>{7, 8};
   f.last_error = {-42, "no answer"};
   f.simulated = true;
}

void ExpectSame(const telemetry::reading &a, const telemetry::reading &b)
{
   EXPECT_EQ(a.value, b.value);
   EXPECT_EQ(a.error, b.error);
   EXPECT_EQ(a.quality, b.quality);
}

void ExpectSame(const telemetry::device &a, const telemetry::device &b)
{
   EXPECT_EQ(a.name, b.name);
   EXPECT_STREQ(a.serial, b.serial);
   EXPECT_EQ(a.faults, b.faults);
   ASSERT_EQ(a.history.size(), b.history.size());
   for (std::size_t i = 0; i < a.history.size(); ++i)
      ExpectSame(a.history[i], b.history[i]);
   ASSERT_EQ(a.alarms.size(), b.alarms.size());
   for (const auto &[name, alarm] : a.alarms) {
      const telemetry::limits &other = b.alarms.at(name);
      EXPECT_EQ(alarm.low, other.low);
      EXPECT_EQ(alarm.high, other.high);
      EXPECT_EQ(alarm.reason, other.reason);
      ASSERT_EQ(alarm.last.has_value(), other.last.has_value());
      if (alarm.last)
         ExpectSame(*alarm.last, *other.last);
   }
   EXPECT_EQ(a.interval, b.interval);
   EXPECT_EQ(a.latency, b.latency);
   EXPECT_EQ(a.outages, b.outages);
}

void ExpectSame(const frame &a, const frame &b)
{
   EXPECT_EQ(a.head.sync, b.head.sync);
   EXPECT_EQ(a.head.version, b.head.version);
   EXPECT_EQ(a.head.zone, b.head.zone);
   EXPECT_EQ(a.head.sequence, b.head.sequence);
   EXPECT_EQ(a.head.stamp, b.head.stamp);
   for (int i = 0; i < 2; ++i) {
      EXPECT_EQ(a.adc[i].state, b.adc[i].state);
      EXPECT_TRUE(
         std::equal(&a.adc[i].calibration[0][0], &a.adc[i].calibration[0][0] + 6, &b.adc[i].calibration[0][0]));
      EXPECT_EQ(a.adc[i].samples, b.adc[i].samples);
      EXPECT_EQ(a.adc[i].window, b.adc[i].window);
      EXPECT_EQ(a.adc[i].gain, b.adc[i].gain);
   }
   EXPECT_EQ(a.counts.packets, b.counts.packets);
   EXPECT_EQ(a.counts.lost, b.counts.lost);
   EXPECT_EQ(a.counts.alive, b.counts.alive);
   ASSERT_EQ(a.devices.size(), b.devices.size());
   for (std::size_t i = 0; i < a.devices.size(); ++i)
      ExpectSame(a.devices[i], b.devices[i]);
   EXPECT_EQ(a.operators, b.operators);
   for (std::size_t i = 0; i < 2; ++i)
      ExpectSame(a.reference[i], b.reference[i]);
   EXPECT_EQ(a.track, b.track);
   EXPECT_EQ(a.mask, b.mask);
   EXPECT_EQ(a.last_error, b.last_error);
   EXPECT_EQ(a.simulated, b.simulated);
   EXPECT_EQ(Show(a), Show(b));
}

TEST(TelemetryCorpus, FramesSurviveAStream)
{
   frame f;
   Fill(f);
   const std::string bytes = Stream(f);
   const auto read = ReadFrom<frame>(bytes);
   ExpectSame(f, *read);
   EXPECT_EQ(read->devices[0].active, nullptr) << "transient";
   EXPECT_EQ(Stream(*read), bytes);
   const frame untouched;
   const std::string empty = Stream(untouched);
   EXPECT_EQ(Stream(*ReadFrom<frame>(empty)), empty);
}

TEST(TelemetryCorpus, AFrameReachesAnotherProcess)
{
   TwoProcesses(
      "telemetry",
      [](const std::string &path) {
         frame f;
         Fill(f);
         return Produce(path, f);
      },
      [](const std::string &path) {
         const std::unique_ptr<TMapFile> map(TMapFile::Create(path.c_str()));
         ASSERT_TRUE(map);
         const std::unique_ptr<frame> read = map->Get<frame>("object");
         ASSERT_TRUE(read);
         frame f;
         Fill(f);
         ExpectSame(f, *read);
      });
}

} // namespace
