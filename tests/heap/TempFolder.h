// A folder that goes away with the test, and processes that are always waited for. Used by the tests of heap and map.
#ifndef ROOTLET_tests_TempFolder
#define ROOTLET_tests_TempFolder

#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <functional>
#include <string>

// A sanitizer makes programs start 50 times as slowly and map terabytes.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define ROOTLET_SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define ROOTLET_SANITIZED 1
#endif
#endif

namespace rootlet::test {

/// Memory where there is a folder of it, for tests that write much: a disk may flush what is written there.
inline std::string MemoryFolder()
{
   return ::access("/dev/shm", W_OK) == 0 ? "/dev/shm" : std::filesystem::temp_directory_path().string();
}

class TempFolder {
public:
   explicit TempFolder(const std::string &parent = std::filesystem::temp_directory_path())
   {
      std::string name = parent + "/rootlet-test-XXXXXX";
      if (::mkdtemp(name.data()) != nullptr)
         fPath = name;
   }
   ~TempFolder()
   {
      std::error_code ignored;
      std::filesystem::remove_all(fPath, ignored);
   }
   TempFolder(const TempFolder &) = delete;
   TempFolder &operator=(const TempFolder &) = delete;

   const std::string &Path() const { return fPath; }
   std::string operator/(const std::string &name) const { return fPath + "/" + name; }

private:
   std::string fPath;
};

/// A forked child that cannot outlive the test, whatever becomes of it. As fork(): 0 in the child.
inline pid_t ForkLeashed()
{
   std::fflush(nullptr);
   const pid_t child = ::fork();
   if (child == 0)
      ::prctl(PR_SET_PDEATHSIG, SIGKILL);
   return child;
}

/// Runs `body` in a forked child. It returns "" for success or what went wrong; so does this, with crashes told too.
inline std::string InChild(const std::function<std::string()> &body)
{
   int channel[2];
   if (::pipe(channel) != 0)
      return "no pipe";
   const pid_t child = ForkLeashed();
   if (child == 0) {
      ::close(channel[0]);
      std::string text;
      try {
         text = body();
      } catch (const std::exception &error) {
         text = std::string("exception: ") + error.what();
      }
      const ssize_t written = ::write(channel[1], text.data(), text.size());
      ::_exit(written == static_cast<ssize_t>(text.size()) ? 0 : 1);
   }
   ::close(channel[1]);
   std::string text;
   char buffer[512];
   for (ssize_t n = 0; (n = ::read(channel[0], buffer, sizeof buffer)) > 0;)
      text.append(buffer, static_cast<std::size_t>(n));
   ::close(channel[0]);
   int status = 0;
   ::waitpid(child, &status, 0);
   if (WIFSIGNALED(status))
      return text + " [killed by signal " + std::to_string(WTERMSIG(status)) + "]";
   if (WEXITSTATUS(status) != 0)
      return text + " [exit status " + std::to_string(WEXITSTATUS(status)) + "]";
   return text;
}

} // namespace rootlet::test

#endif
