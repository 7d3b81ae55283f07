// TDirectory and the current directory of each thread; see TDirectory.h.
// Invariant: no thread writes another's current directory. A directory that goes away is taken off the list of living
// ones; a thread that asks for its current directory afterwards finds it missing there, and falls back by itself.
#include "TDirectory.h"

#include "TError.h"
#include "TROOT.h"
#include "base/LastingTable.h"

#include <algorithm>
#include <atomic>

namespace {

/// All living directories, each with a number that no other directory ever had.
struct Living {
   std::mutex fMutex;
   std::unordered_map<const TDirectory *, ULong64_t> fSerials;
   ULong64_t fLastSerial = 0;
   std::atomic<ULong64_t> fGone{1}; // counts destructions; changed with fMutex held

   static Living &Instance() { return rootlet::LastingTable<Living>(); }

   /// 0 for a directory that is not living.
   ULong64_t Serial(const TDirectory *directory)
   {
      const auto found = fSerials.find(directory);
      return found == fSerials.end() ? 0 : found->second;
   }

   void Add(const TDirectory *directory)
   {
      const std::lock_guard lock(fMutex);
      fSerials.emplace(directory, ++fLastSerial);
   }

   void Remove(const TDirectory *directory)
   {
      const std::lock_guard lock(fMutex);
      fSerials.erase(directory);
      fGone.fetch_add(1, std::memory_order_release);
   }
};

struct Current {
   TDirectory *fDirectory = nullptr; // what gDirectory refers to; written by the user
   TDirectory *fSeen = nullptr;      // what it was when last verified,
   ULong64_t fSerial = 0;            // the serial of that,
   ULong64_t fGone = 0;              // and the count of destructions then; 0: never verified
};

thread_local Current tCurrent;

/// Makes sure that the current directory is living. One that has another serial than when it was last seen at the same
/// address is another directory, which nobody has made current.
void Verify(Current &current)
{
   TDirectory *const root = ROOT::GetROOT(); // before the lock: making it adds it to the living
   Living &living = Living::Instance();
   const std::lock_guard lock(living.fMutex);
   if (current.fGone == 0)
      current.fDirectory = root;
   ULong64_t serial = living.Serial(current.fDirectory);
   const bool replaced = current.fDirectory == current.fSeen && serial != current.fSerial;
   if (current.fDirectory && (serial == 0 || replaced)) {
      current.fDirectory = root;
      serial = living.Serial(root);
   }
   current.fSeen = current.fDirectory;
   current.fSerial = serial;
   current.fGone = living.fGone.load(std::memory_order_relaxed);
}

} // namespace

TDirectory *&TDirectory::CurrentDirectory()
{
   Current &current = tCurrent;
   if (current.fDirectory != current.fSeen || current.fGone != Living::Instance().fGone.load(std::memory_order_acquire))
      Verify(current);
   return current.fDirectory;
}

TDirectory::TDirectory()
{
   Living::Instance().Add(this);
}

TDirectory::TDirectory(const char *name, const char *title) : TNamed(name, title)
{
   Living::Instance().Add(this);
}

TDirectory::~TDirectory()
{
   Living::Instance().Remove(this); // first: what the objects do from now on happens in another directory
   if (TDirectory *mother = fMotherDir)
      mother->Remove(this);
   std::list<TObject *> objects;
   {
      const std::lock_guard lock(fMutex);
      objects.swap(fObjects);
      fWhere.clear();
   }
   for (TObject *obj : objects)
      obj->RecursiveRemove(this);
}

void TDirectory::Append(TObject *obj, Bool_t replace)
{
   if (!obj)
      return;
   std::vector<TObject *> replaced;
   {
      const std::lock_guard lock(fMutex);
      if (replace) {
         const TString name = obj->GetName();
         for (TObject *other : fObjects)
            if (other != obj && name == other->GetName())
               replaced.push_back(other);
         for (TObject *other : replaced)
            TDirectory::Remove(other);
      }
      if (!fWhere.contains(obj))
         fWhere.emplace(obj, fObjects.insert(fObjects.end(), obj));
   }
   // Without the lock: an object that leaves may want to call this directory, or another one.
   for (TObject *other : replaced)
      other->RecursiveRemove(this);
   if (auto *directory = dynamic_cast<TDirectory *>(obj)) {
      TDirectory *const before = directory->fMotherDir.exchange(this);
      if (before && before != this)
         before->Remove(directory);
   }
}

TObject *TDirectory::Remove(TObject *obj)
{
   const std::lock_guard lock(fMutex);
   const auto found = fWhere.find(obj);
   if (found == fWhere.end())
      return nullptr;
   fObjects.erase(found->second);
   fWhere.erase(found);
   if (auto *directory = dynamic_cast<TDirectory *>(obj)) {
      TDirectory *mother = this;
      directory->fMotherDir.compare_exchange_strong(mother, nullptr);
   }
   return obj;
}

void TDirectory::RecursiveRemove(TObject *obj)
{
   Remove(obj);
   // By address: `obj` may be past its own destructor, in that of TDirectory.
   TDirectory *mother = fMotherDir;
   if (mother && static_cast<TObject *>(mother) == obj)
      fMotherDir = nullptr;
}

TObject *TDirectory::FindObject(const char *name) const
{
   if (!name)
      return nullptr;
   const std::lock_guard lock(fMutex);
   const auto found = std::find_if(fObjects.begin(), fObjects.end(),
                                   [name](const TObject *obj) { return std::strcmp(obj->GetName(), name) == 0; });
   return found == fObjects.end() ? nullptr : *found;
}

TObject *TDirectory::FindObject(const TObject *obj) const
{
   const std::lock_guard lock(fMutex);
   const auto found = fWhere.find(obj);
   return found == fWhere.end() ? nullptr : *found->second;
}

std::vector<TObject *> TDirectory::GetObjects() const
{
   const std::lock_guard lock(fMutex);
   return {fObjects.begin(), fObjects.end()};
}

Bool_t TDirectory::cd(const char *path)
{
   TDirectory *directory = this;
   TString name;
   Ssiz_t from = 0;
   for (const TString way(path); way.Tokenize(name, from, "/");) {
      if (name.IsNull() || name == ".")
         continue;
      auto *next =
         name == ".." ? directory->GetMotherDir() : dynamic_cast<TDirectory *>(directory->FindObject(name.Data()));
      if (!next) {
         Error("cd", "there is no directory `%s` in %s (path `%s`)", name.Data(), directory->GetName(), path);
         return kFALSE;
      }
      directory = next;
   }
   CurrentDirectory() = directory;
   return kTRUE;
}

void TDirectory::ls(Option_t *option) const
{
   TROOT::IndentLevel();
   Printf("%s*\t\t%s\t%s", ClassName(), GetName(), GetTitle());
   TROOT::IncreaseDirLevel();
   for (const TObject *obj : GetObjects())
      obj->ls(option);
   TROOT::DecreaseDirLevel();
}

TDirectory::TContext::TContext() : fPrevious(CurrentDirectory()), fSerial(tCurrent.fSerial) {}

TDirectory::TContext::TContext(TDirectory *newCurrent) : TContext()
{
   CurrentDirectory() = newCurrent;
}

TDirectory::TContext::~TContext()
{
   bool living = true;
   if (fPrevious) {
      Living &all = Living::Instance();
      const std::lock_guard lock(all.fMutex);
      living = all.Serial(fPrevious) == fSerial;
   }
   CurrentDirectory() = living ? fPrevious : ROOT::GetROOT();
}
