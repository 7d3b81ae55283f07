// TROOT: the program's own directory, gROOT, and the few calls that ROOT macros make on it.
// Used by macros and by TDirectory. Invariant: there is one; it is made when first asked for and never destroyed.
// Threads: all functions may be called at any time from any thread; the indentation is one per thread.
#ifndef ROOTLET_TROOT
#define ROOTLET_TROOT

#include "TDirectory.h"

#include <atomic>

class TROOT;

namespace ROOT {
/// The one TROOT; never null.
TROOT *GetROOT();
} // namespace ROOT

class TROOT : public TDirectory {
public:
   TROOT(const TROOT &) = delete;
   TROOT &operator=(const TROOT &) = delete;

   /// Rootlet's version, "0.1.0".
   const char *GetVersion() const;
   /// The object of that name in the current directory, else in this one.
   TObject *FindObject(const char *name) const override;
   TObject *FindObject(const TObject *obj) const override;
   /// As TClass::GetClass().
   TClass *GetClass(const char *name, Bool_t load = kTRUE, Bool_t silent = kFALSE) const;
   /// In ROOT, removes what the interpreter made. A compiled program has nothing of that kind: does nothing.
   void Reset(Option_t * /*option*/ = "") {}
   /// Remembered for programs that ask; Rootlet itself opens no window.
   void SetBatch(Bool_t batch = kTRUE) { fBatch = batch; }
   Bool_t IsBatch() const { return fBatch; }

   // Indentation of ls(): each level is one blank.
   static Int_t GetDirLevel();
   static void SetDirLevel(Int_t level = 0);
   static Int_t IncreaseDirLevel();
   static Int_t DecreaseDirLevel();
   /// Writes the indentation to standard output.
   static void IndentLevel();

private:
   friend TROOT *ROOT::GetROOT();
   TROOT();

   std::atomic<Bool_t> fBatch{kFALSE}; //!
};

#define gROOT (ROOT::GetROOT())

#endif
