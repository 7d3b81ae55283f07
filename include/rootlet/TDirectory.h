// TDirectory: the objects that belong together under one name; histograms add themselves to the current one.
// Used by TMapFile, which publishes what its directory holds. Invariant: a directory never owns its objects; an object
// that is deleted leaves its directory first (its class sees to that, as TH1 does), and a directory that goes away
// tells its objects through RecursiveRemove().
// Threads: gDirectory is one per thread; one directory may be used from many threads. A directory may be destroyed while
// it is current in any thread; while other threads call its functions it may not.
#ifndef ROOTLET_TDirectory
#define ROOTLET_TDirectory

#include "TNamed.h"

#include <atomic>
#include <list>
#include <mutex>
#include <unordered_map>
#include <vector>

class TDirectory : public TNamed {
public:
   TDirectory();
   TDirectory(const char *name, const char *title = "");
   /// Where it is the current directory, in any thread, the directory of the program takes its place.
   ~TDirectory() override;
   TDirectory(const TDirectory &) = delete;
   TDirectory &operator=(const TDirectory &) = delete;

   /// Adds `obj` once; a directory leaves the one in which it was. With `replace`, objects of
   /// the same name leave (they are told through RecursiveRemove).
   virtual void Append(TObject *obj, Bool_t replace = kFALSE);
   void Add(TObject *obj, Bool_t replace = kFALSE) { Append(obj, replace); }
   /// Takes `obj` out and returns it; null if it was not there.
   virtual TObject *Remove(TObject *obj);
   /// Takes `obj` out; if it is the directory that this one lies in, forgets that.
   void RecursiveRemove(TObject *obj) override;
   /// The first object added under that name; null if there is none.
   virtual TObject *Get(const char *name) const { return FindObject(name); }
   TObject *FindObject(const char *name) const override;
   TObject *FindObject(const TObject *obj) const override;
   /// A copy of the list, in order of addition.
   std::vector<TObject *> GetObjects() const;
   Bool_t IsFolder() const override { return kTRUE; }
   /// The directory that this one lies in; null if none.
   TDirectory *GetMotherDir() const { return fMotherDir; }
   /// Makes this the current directory of the calling thread, or the one with the path "a/b" or "../a" seen from here.
   /// kFALSE, and one line, if there is none.
   virtual Bool_t cd(const char *path = nullptr);
   void ls(Option_t *option = "") const override;

   /// The current directory of the calling thread; the directory of the program until another is made current. Null may
   /// be assigned: histograms then belong to no directory. The reference is for use at once, not for keeping.
   static TDirectory *&CurrentDirectory();

   /// Restores the current directory of the thread when it goes out of scope:
   ///    TDirectory::TContext keep(mfile->GetDirectory());
   class TContext {
   public:
      TContext();
      explicit TContext(TDirectory *newCurrent);
      ~TContext();
      TContext(const TContext &) = delete;
      TContext &operator=(const TContext &) = delete;

   private:
      TDirectory *fPrevious;
      ULong64_t fSerial; // tells fPrevious from a later directory at the same address
   };

   ClassDefOverride(TDirectory, 5) // Describe directory structure in memory

private:
   std::atomic<TDirectory *> fMotherDir{nullptr};                              //!
   mutable std::recursive_mutex fMutex;                                        //!
   std::list<TObject *> fObjects;                                              //! in order of addition
   std::unordered_map<const TObject *, std::list<TObject *>::iterator> fWhere; //! the place of each in the list
};

#define gDirectory (TDirectory::CurrentDirectory())

#endif
