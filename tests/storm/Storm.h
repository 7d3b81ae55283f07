// The kill storm: producers that are killed with SIGKILL, at random instants and at every fault point, beneath consumers
// that check every object; a judge opens the map in between and counts its bytes. Used by StormTest.cxx.
// Invariant: everything that is claimed of the map is checked by a process that was not killed, with real SIGKILLs.
#ifndef ROOTLET_tests_Storm
#define ROOTLET_tests_Storm

#include <sys/types.h>

#include <array>
#include <cstdint>
#include <initializer_list>
#include <random>
#include <string>
#include <vector>

#include "StormJobs.h"
#include "StormNotes.h"

namespace rootlet::test {

class Storm {
public:
   explicit Storm(std::string folder, Mutant mutant = Mutant::kNone);
   /// Producers that share the map instead of following each other: all but one live while one is killed.
   struct Shared {};
   Storm(std::string folder, Shared);
   ~Storm();
   Storm(const Storm &) = delete;
   Storm &operator=(const Storm &) = delete;

   /// Every job once, unharmed: learns which job passes which points.
   void Rehearse();
   /// SIGKILL at random instants; ends at the first finding.
   void KillAtRandom(unsigned kills);
   /// SIGKILL at the points themselves, `times` at each.
   void KillAtPoints(unsigned times);
   /// SIGKILL of one of those that share the map, at points that nobody passes who is alone there, `times` at each.
   void KillWhereProducersMeet(std::initializer_list<std::string_view> points, unsigned times);
   /// Stops the consumers and looks at everything once more.
   void Finish();

   /// What is wrong; empty if nothing is.
   std::string Finding() const { return fNotes.HasFinding() ? fNotes.Finding() : ""; }
   std::vector<std::string> PointsNeverPassed() const;
   std::vector<std::string> StepsWithoutKill() const;
   unsigned KillsAt(std::string_view point) const;
   unsigned RandomKills() const { return fRandomKills; }
   unsigned KillsInsideUpdate() const { return fInsideUpdate; }
   std::uint64_t ObjectsRead() const;
   void PrintHistogram() const;

private:
   struct Rehearsed {
      std::size_t job;
      std::uint64_t passes;
   };

   Storm(std::string folder, Mutant mutant, bool shared);
   pid_t Start(unsigned producer, unsigned seed, bool forEver, std::size_t job, std::string_view killAt = {},
               std::uint64_t nth = 0);
   void StartOthers(unsigned producer);
   bool KillWhenItPublishes(unsigned producer, pid_t child, bool atOnce);
   void CheckBesideTheLiving();
   /// Waits for the end of a child; false, with a finding, if it hangs.
   bool WaitFor(pid_t child, int &status, const std::string &what);
   bool DiedAt(unsigned point, int status);
   bool KillOnceAt(unsigned point);
   void AwaitConsumers();
   void Judge(const std::string &path);
   void JudgeMap();
   void JudgeSamples();

   std::string fFolder;
   Mutant fMutant;
   bool fShared;
   Notes &fNotes;
   std::mt19937 fRandom{20};
   std::array<pid_t, kConsumers> fConsumers{};
   std::array<pid_t, kProducers> fLiving{};        // those that share; 0: none
   std::vector<std::vector<Rehearsed>> fRehearsed; // by point
   std::vector<std::uint64_t> fPasses;             // by point
   std::vector<unsigned> fAtRandom;                // kills by step; the last one is "before the first step"
   std::vector<unsigned> fAtPoint;
   unsigned fRandomKills = 0;
   unsigned fInsideUpdate = 0;
   unsigned fSeed = 0;
   bool fFinished = false;
};

} // namespace rootlet::test

#endif
