// A file of a benchmark on tmpfs, where maps belong, or else in /tmp; gone with its object.
#ifndef ROOTLET_bench_Scratch
#define ROOTLET_bench_Scratch

#include <string>
#include <unistd.h>

class Scratch {
public:
   /// `use` tells the files of one process apart.
   explicit Scratch(const std::string &use)
      : fPath((::access("/dev/shm", W_OK) == 0 ? "/dev/shm/rootlet-bench-" : "/tmp/rootlet-bench-") +
              std::to_string(::getpid()) + "-" + use)
   {
      ::unlink(fPath.c_str()); // of a process of that number, long ago
   }
   ~Scratch() { ::unlink(fPath.c_str()); }
   Scratch(const Scratch &) = delete;
   Scratch &operator=(const Scratch &) = delete;
   const std::string &Path() const { return fPath; }

private:
   std::string fPath;
};

#endif
