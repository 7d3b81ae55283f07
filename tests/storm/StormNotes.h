// What the processes of a storm know of each other: memory that they share beside the map, nothing of it the library's.
// Used by the producers (StormJobs.cxx) and by consumers and judge (Storm.cxx).
// Invariant: `returned` is noted after an Update has come back, so a version missing below it is a lost one.
#ifndef ROOTLET_tests_StormNotes
#define ROOTLET_tests_StormNotes

#include <array>
#include <atomic>
#include <cstdint>
#include <cstdio>
#include <string>

#include "heap/FaultPoint.h"

namespace rootlet::test {

inline constexpr unsigned kProducers = 3; // one after the other, or sharing the map
inline constexpr unsigned kConsumers = 3;
inline constexpr unsigned kRecords = 5; // patterns of one producer, always published together
inline constexpr unsigned kSamples = 4; // objects of a class, always published together; the last one is direct
inline constexpr unsigned kDirectSample = kSamples - 1;
/// Every RECREATE begins an epoch. Its number is the title of the file.
inline constexpr std::uint64_t kMaxEpochs = std::uint64_t{1} << 16;

using Counter = std::atomic<std::uint64_t>;

struct ProducerNotes {
   fault::Board board;
   std::atomic<bool> inUpdate{false};
   Counter number{0};                          ///< of the newest Update that began; goes on over deaths and epochs
   std::array<Counter, kMaxEpochs> returned{}; ///< by epoch: the newest Update of the patterns that had returned
   std::array<Counter, kMaxEpochs> sampled{};  ///< the same of the objects
   std::array<Counter, kMaxEpochs> written{};  ///< the same of the object that lies in the map as itself
};

struct ConsumerNotes {
   Counter rounds{0};  ///< all objects read once
   Counter objects{0}; ///< read and found whole
   Counter epoch{0};   ///< of the file that it reads
};

struct Notes {
   Counter nextEpoch{1};
   Counter openedEpoch{0}; ///< newest one whose RECREATE had returned
   std::atomic<bool> stop{false};
   std::array<ProducerNotes, kProducers> producers;
   std::array<ConsumerNotes, kConsumers> consumers;

   /// Says what is wrong; the first one to say something is heard.
   void Find(const std::string &what)
   {
      if (!fFound.exchange(true)) {
         std::snprintf(fWhat.data(), fWhat.size(), "%s", what.c_str());
         fTold.store(true);
      }
   }
   bool HasFinding() const { return fTold.load(); }
   std::string Finding() const { return fWhat.data(); }

private:
   std::atomic<bool> fFound{false};
   std::atomic<bool> fTold{false};
   std::array<char, 512> fWhat{};
};

inline std::string PatternName(unsigned producer, unsigned record)
{
   return "producer" + std::to_string(producer) + ".pattern" + std::to_string(record);
}

inline std::string SampleName(unsigned producer, unsigned sample)
{
   return "producer" + std::to_string(producer) + ".sample" + std::to_string(sample);
}

inline std::string SharedName(unsigned producer)
{
   return "producer" + std::to_string(producer) + ".shared";
}

} // namespace rootlet::test

#endif
