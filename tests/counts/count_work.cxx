// Does named pieces of work, all if none is named, and has callgrind count the instructions of each: one dump a piece, with
// its name. Prints a line for each: name, tab, how often it was done. `--list`: the names alone;
// `--kind`: whose counts these are, as recorded.json names them.
// test_counts.py runs it as `valgrind --tool=callgrind --instr-atstart=no`; without valgrind it counts nothing.
#include "Work.h"

#include <valgrind/callgrind.h>

#include <algorithm>
#include <cstdio>
#include <exception>
#include <string>
#include <vector>

namespace {

#ifdef __clang__
constexpr const char *kCompiler = "Clang";
constexpr int kCompilerVersion = __clang_major__;
#else
constexpr const char *kCompiler = "GNU";
constexpr int kCompilerVersion = __GNUC__;
#endif

constexpr int kWarmUps = 8; // buffers have grown, and a record has all its versions, before anything is counted

std::vector<Work> AllWorks()
{
   std::vector<Work> all = StreamWorks();
   for (Work &work : MapWorks())
      all.push_back(std::move(work));
   return all;
}

void Count(const Work &work)
{
   const std::function<void()> once = work.fStart();
   for (int i = 0; i < kWarmUps; ++i)
      once();
   CALLGRIND_START_INSTRUMENTATION;
   for (int i = 0; i < work.fTimes; ++i)
      once();
   CALLGRIND_STOP_INSTRUMENTATION;
   CALLGRIND_DUMP_STATS_AT(work.fName.c_str());
   std::printf("%s\t%d\n", work.fName.c_str(), work.fTimes);
}

} // namespace

int main(int argc, char **argv)
{
   const std::vector<std::string> names(argv + 1, argv + argc);
   const std::vector<Work> works = AllWorks();
   if (names == std::vector<std::string>{"--list"}) {
      for (const Work &work : works)
         std::puts(work.fName.c_str());
      return 0;
   }
   if (names == std::vector<std::string>{"--kind"}) {
      std::printf("%s-%d-%s\n", kCompiler, kCompilerVersion, ROOTLET_BUILD_KIND);
      return 0;
   }
   for (const std::string &name : names)
      if (std::none_of(works.begin(), works.end(), [&](const Work &work) { return work.fName == name; })) {
         std::fprintf(stderr, "count_work: there is no work `%s`; --list names them\n", name.c_str());
         return 2;
      }
   try {
      for (const Work &work : works)
         if (names.empty() || std::find(names.begin(), names.end(), work.fName) != names.end())
            Count(work);
   } catch (const std::exception &error) {
      std::fprintf(stderr, "count_work: %s\n", error.what());
      return 1;
   }
   return 0;
}
