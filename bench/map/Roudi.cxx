// See Roudi.h.
#include "Roudi.h"
#include "Contestant.h"

#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <signal.h>
#include <string>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace exchange {
namespace {

/// Room for some dozens of each object.
constexpr const char *kConfiguration = R"([general]
version = 1

[[segment]]
[[segment.mempool]]
size = 2048
count = 64
[[segment.mempool]]
size = 262144
count = 64
[[segment.mempool]]
size = 8388608
count = 16
)";

} // namespace

Roudi::~Roudi()
{
   if (fProcess > 0) {
      ::kill(fProcess, SIGTERM);
      ::waitpid(fProcess, nullptr, 0);
      ::close(fOutput);
   }
}

bool Roudi::Start()
{
   if (fStatus != kAsleep)
      return fStatus == kRunning;
   fStatus = kFailed;
   const std::string path = MapPath("roudi.toml");
   std::ofstream(path) << kConfiguration;
   int ends[2];
   if (::pipe2(ends, O_CLOEXEC) != 0)
      return false;
   const pid_t parent = ::getpid();
   fProcess = ::fork();
   if (fProcess == 0) {
      ::prctl(PR_SET_PDEATHSIG, SIGTERM);
      ::dup2(ends[1], STDOUT_FILENO);
      ::close(ends[0]);
      ::close(ends[1]);
      if (::getppid() == parent)
         ::execlp("iox-roudi", "iox-roudi", "--monitoring-mode", "off", "--log-level", "error", "--config-file",
                  path.c_str(), nullptr);
      ::_exit(127);
   }
   ::close(ends[1]);
   fOutput = ends[0];
   std::string told;
   char bytes[256];
   for (ssize_t n = 0; fStatus != kRunning && (n = ::read(fOutput, bytes, sizeof bytes)) > 0;) {
      told.append(bytes, static_cast<std::size_t>(n));
      if (told.find("ready for clients") != std::string::npos)
         fStatus = kRunning;
   }
   std::filesystem::remove(path);
   return fStatus == kRunning;
}

} // namespace exchange
