// TROOT: the directory of the program; see TROOT.h. GetClass() is in src/meta.
#include "TROOT.h"

#include <cstdio>
#include <string>

namespace {

thread_local Int_t tDirLevel = 0;

} // namespace

/// Never destroyed: directories and objects with static storage may still refer to it at exit.
TROOT *ROOT::GetROOT()
{
   static TROOT *const root = new TROOT;
   return root;
}

TROOT::TROOT() : TDirectory("root", "The directory of the program") {}

/// ROOTLET_VERSION comes from the build.
const char *TROOT::GetVersion() const
{
   return ROOTLET_VERSION;
}

TObject *TROOT::FindObject(const char *name) const
{
   TDirectory *const current = CurrentDirectory();
   TObject *found = current && current != this ? current->FindObject(name) : nullptr;
   return found ? found : TDirectory::FindObject(name);
}

TObject *TROOT::FindObject(const TObject *obj) const
{
   TDirectory *const current = CurrentDirectory();
   TObject *found = current && current != this ? current->FindObject(obj) : nullptr;
   return found ? found : TDirectory::FindObject(obj);
}

Int_t TROOT::GetDirLevel()
{
   return tDirLevel;
}

void TROOT::SetDirLevel(Int_t level)
{
   tDirLevel = level > 0 ? level : 0;
}

Int_t TROOT::IncreaseDirLevel()
{
   return ++tDirLevel;
}

Int_t TROOT::DecreaseDirLevel()
{
   SetDirLevel(tDirLevel - 1);
   return tDirLevel;
}

void TROOT::IndentLevel()
{
   std::fputs(std::string(static_cast<std::size_t>(tDirLevel), ' ').c_str(), stdout);
}
