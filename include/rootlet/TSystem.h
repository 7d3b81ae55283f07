// TSystem: what programs ask of the operating system, under ROOT's names; gSystem is the one object.
// Used by macros and by the framework. Invariant: no function changes anything but what it is named for.
// Errors: a negative number or kTRUE, as each function says; Load() also reports one line.
// Threads: all functions may be called at any time from any thread, but Setenv() and Unsetenv() while no other thread
// reads the environment (a rule of the C library).
#ifndef ROOTLET_TSystem
#define ROOTLET_TSystem

#include "Rtypes.h"
#include "TString.h"

enum EAccessMode { kFileExists = 0, kExecutePermission = 1, kWritePermission = 2, kReadPermission = 4 };

class TSystem {
public:
   constexpr TSystem() = default;
   TSystem(const TSystem &) = delete;
   TSystem &operator=(const TSystem &) = delete;

   /// Sleeps for that many milliseconds, whatever signals come; their handlers run meanwhile.
   void Sleep(UInt_t milliseconds);
   /// In ROOT, handles what windows and timers have waiting, and says whether the program shall stop. There are neither:
   /// kFALSE.
   Bool_t ProcessEvents() { return kFALSE; }
   /// Ends the program with that status, in the ordinary way: destructors of static objects and atexit() functions run.
   [[noreturn]] void Exit(Int_t status);
   Int_t GetPid() const;
   /// Milliseconds since 1970-01-01 00:00 UTC.
   Long64_t Now() const;
   TString HostName() const;

   /// Null if it is not set. Valid until that variable is set again.
   const char *Getenv(const char *name) const;
   void Setenv(const char *name, const char *value);
   void Unsetenv(const char *name);

   /// kFALSE if the file CAN be accessed that way, kTRUE if it cannot: this is how ROOT has it.
   Bool_t AccessPathName(const char *path, EAccessMode mode = kFileExists) const;
   /// Removes a file, or an empty directory. 0, or -1 and errno.
   Int_t Unlink(const char *path);
   /// 0, or -1 and errno.
   Int_t Rename(const char *from, const char *to);
   /// A directory with usual permissions; with `recursive` those above it too. 0, or -1 and errno; one that exists is an
   /// error unless `recursive`.
   Int_t mkdir(const char *path, Bool_t recursive = kFALSE);

   TString TempDirectory() const;
   TString HomeDirectory() const;
   TString WorkingDirectory() const;
   /// kFALSE if it cannot be entered.
   Bool_t ChangeDirectory(const char *path);
   /// What is behind the last '/': "file.map" of "/tmp/file.map".
   TString BaseName(const char *path) const;
   /// What is before it: "/tmp"; "." if there is no '/'.
   TString DirName(const char *path) const;
   Bool_t IsAbsoluteFileName(const char *path) const;
   TString ConcatFileName(const char *directory, const char *name) const;
   /// Replaces a leading "~" and every "$NAME", "${NAME}" or "$(NAME)". kTRUE, and `path` as it was, if a variable is not
   /// set: this is how ROOT has it.
   Bool_t ExpandPathName(TString &path) const;
   /// The same as a new string; owned by the caller (delete[]). Null if a variable is not set.
   char *ExpandPathName(const char *path) const;

   /// Loads a shared library and the dictionaries in it: "libEvent", with or without ".so", from the loader's search path
   /// or by path. 0: loaded; 1: it was already; -1: failed, one line is reported.
   Int_t Load(const char *module);
   /// Lets go of what Load() loaded under that name. Objects of its classes must be gone.
   void Unload(const char *module);
};

/// Never null, and usable from constructors and destructors of static objects.
R__EXTERN TSystem *gSystem;

#endif
