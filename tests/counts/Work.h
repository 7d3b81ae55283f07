// A piece of work whose instructions are counted (count_work.cxx): what it is called, how often it is done, and how.
// Nothing in it may hang on time, on chance, or on who else runs: the counts of two runs are to be the same.
#ifndef ROOTLET_tests_Work
#define ROOTLET_tests_Work

#include <functional>
#include <string>
#include <vector>

struct Work {
   std::string fName;
   int fTimes;                                    ///< that it is done in one count
   std::function<std::function<void()>()> fStart; ///< makes what it needs and returns what is done
};

std::vector<Work> StreamWorks(); // StreamWorks.cxx
std::vector<Work> MapWorks();    // MapWorks.cxx

#endif
