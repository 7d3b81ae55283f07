// TSystem: POSIX under ROOT's names; see TSystem.h.
#include "TSystem.h"

#include "TError.h"

#include <dlfcn.h>
#include <limits.h>
#include <pwd.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace {

/// What Load() holds, by name as given. Never destroyed: libraries may be unloaded by destructors of static objects.
struct Modules {
   std::mutex fMutex;
   std::map<std::string, void *> fHandles;

   static Modules &Instance()
   {
      static Modules *const instance = new Modules;
      return *instance;
   }
};

constinit TSystem theSystem;

const char *OrEmpty(const char *s)
{
   return s ? s : "";
}

bool IsNameCharacter(char c)
{
   return c == '_' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/// The variable that begins at the '$' at `at`: its name, and where it ends. No name: the '$' stands for itself.
std::string VariableAt(const std::string &path, std::size_t at, std::size_t &end)
{
   const char open = at + 1 < path.size() ? path[at + 1] : '\0';
   if (open == '{' || open == '(') {
      const std::size_t close = path.find(open == '{' ? '}' : ')', at);
      if (close != std::string::npos) {
         end = close + 1;
         return path.substr(at + 2, close - at - 2);
      }
   }
   for (end = at + 1; end < path.size() && IsNameCharacter(path[end]);)
      ++end;
   return path.substr(at + 1, end - at - 1);
}

std::optional<std::string> Expanded(const std::string &path, const TSystem &system)
{
   std::string result;
   std::size_t i = 0;
   if (path == "~" || path.starts_with("~/")) {
      result = system.HomeDirectory().Data();
      i = 1;
   }
   while (i < path.size()) {
      std::size_t end = i + 1;
      const std::string name = path[i] == '$' ? VariableAt(path, i, end) : std::string();
      if (name.empty()) {
         result += path[i++];
         continue;
      }
      const char *value = system.Getenv(name.c_str());
      if (!value)
         return std::nullopt;
      result += value;
      i = end;
   }
   return result;
}

/// A bare "libX" gets the ending of shared libraries.
std::string ModuleFile(const std::string &module)
{
   return module.find(".so") == std::string::npos ? module + ".so" : module;
}

} // namespace

constinit TSystem *gSystem = &theSystem;

void TSystem::Sleep(UInt_t milliseconds)
{
   timespec end;
   ::clock_gettime(CLOCK_MONOTONIC, &end);
   end.tv_sec += milliseconds / 1000;
   end.tv_nsec += static_cast<long>(milliseconds % 1000) * 1000000;
   if (end.tv_nsec >= 1000000000) {
      end.tv_nsec -= 1000000000;
      ++end.tv_sec;
   }
   // An absolute end, so that signals neither shorten nor lengthen the sleep.
   while (::clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &end, nullptr) == EINTR) {
   }
}

void TSystem::Exit(Int_t status)
{
   std::exit(status);
}

Int_t TSystem::GetPid() const
{
   return ::getpid();
}

Long64_t TSystem::Now() const
{
   const auto now = std::chrono::system_clock::now().time_since_epoch();
   return std::chrono::duration_cast<std::chrono::milliseconds>(now).count();
}

TString TSystem::HostName() const
{
   char name[HOST_NAME_MAX + 1] = "";
   ::gethostname(name, sizeof name - 1);
   return name;
}

const char *TSystem::Getenv(const char *name) const
{
   return std::getenv(OrEmpty(name));
}

void TSystem::Setenv(const char *name, const char *value)
{
   if (::setenv(OrEmpty(name), OrEmpty(value), 1) != 0)
      ::SysError("TSystem::Setenv", "cannot set the variable `%s`", OrEmpty(name));
}

void TSystem::Unsetenv(const char *name)
{
   if (::unsetenv(OrEmpty(name)) != 0)
      ::SysError("TSystem::Unsetenv", "cannot remove the variable `%s`", OrEmpty(name));
}

Bool_t TSystem::AccessPathName(const char *path, EAccessMode mode) const
{
   // The values of EAccessMode are those of access(2).
   static_assert(kFileExists == F_OK && kExecutePermission == X_OK && kWritePermission == W_OK &&
                 kReadPermission == R_OK);
   return ::access(OrEmpty(path), mode) != 0;
}

Int_t TSystem::Unlink(const char *path)
{
   return std::remove(OrEmpty(path));
}

Int_t TSystem::Rename(const char *from, const char *to)
{
   return std::rename(OrEmpty(from), OrEmpty(to));
}

Int_t TSystem::mkdir(const char *path, Bool_t recursive)
{
   if (!recursive)
      return ::mkdir(OrEmpty(path), 0777);
   std::error_code error;
   std::filesystem::create_directories(OrEmpty(path), error);
   errno = error.value();
   return error ? -1 : 0;
}

TString TSystem::TempDirectory() const
{
   const char *directory = Getenv("TMPDIR");
   return directory && !AccessPathName(directory, kWritePermission) ? directory : "/tmp";
}

TString TSystem::HomeDirectory() const
{
   if (const char *home = Getenv("HOME"))
      return home;
   std::vector<char> names(16384);
   passwd entry;
   passwd *found = nullptr;
   ::getpwuid_r(::getuid(), &entry, names.data(), names.size(), &found);
   return found ? found->pw_dir : "/";
}

TString TSystem::WorkingDirectory() const
{
   std::error_code error;
   return std::filesystem::current_path(error).string();
}

Bool_t TSystem::ChangeDirectory(const char *path)
{
   return ::chdir(OrEmpty(path)) == 0;
}

TString TSystem::BaseName(const char *path) const
{
   const TString name(path);
   return name == "/" ? name : name(name.Last('/') + 1, name.Length());
}

TString TSystem::DirName(const char *path) const
{
   const TString name(path);
   const Ssiz_t slash = name.Last('/');
   if (slash == kNPOS)
      return ".";
   return slash == 0 ? TString("/") : name(0, slash);
}

Bool_t TSystem::IsAbsoluteFileName(const char *path) const
{
   return path && *path == '/';
}

TString TSystem::ConcatFileName(const char *directory, const char *name) const
{
   TString path(directory);
   if (!path.IsNull() && !path.EndsWith("/"))
      path += '/';
   return path + OrEmpty(name);
}

Bool_t TSystem::ExpandPathName(TString &path) const
{
   const auto expanded = Expanded(std::string(path.View()), *this);
   if (expanded)
      path = *expanded;
   return !expanded;
}

char *TSystem::ExpandPathName(const char *path) const
{
   const auto expanded = Expanded(OrEmpty(path), *this);
   return expanded ? StrDup(expanded->c_str()) : nullptr;
}

Int_t TSystem::Load(const char *module)
{
   Modules &modules = Modules::Instance();
   const std::lock_guard lock(modules.fMutex);
   const std::string name = OrEmpty(module);
   if (name.empty()) {
      ::Error("TSystem::Load", "no library is named");
      return -1;
   }
   if (modules.fHandles.contains(name))
      return 1;
   const std::string file = ModuleFile(name);
   // A library that the program was linked with, or that came with another, is there already; the handle holds it.
   void *handle = ::dlopen(file.c_str(), RTLD_NOW | RTLD_GLOBAL | RTLD_NOLOAD);
   const Int_t result = handle ? 1 : 0;
   if (!handle)
      handle = ::dlopen(file.c_str(), RTLD_NOW | RTLD_GLOBAL);
   if (!handle) {
      ::Error("TSystem::Load", "cannot load `%s`: %s", name.c_str(), OrEmpty(::dlerror()));
      return -1;
   }
   modules.fHandles.emplace(name, handle);
   return result;
}

void TSystem::Unload(const char *module)
{
   Modules &modules = Modules::Instance();
   const std::lock_guard lock(modules.fMutex);
   const auto found = modules.fHandles.find(OrEmpty(module));
   if (found == modules.fHandles.end())
      return;
   ::dlclose(found->second);
   modules.fHandles.erase(found);
}
