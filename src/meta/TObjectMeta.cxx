// What TObject and TROOT can only do with the description of a class: names, inheritance. See TObject.h.
#include "TClass.h"
#include "TObject.h"
#include "TROOT.h"

const char *TObject::ClassName() const
{
   return IsA()->GetName();
}

const char *TObject::GetTitle() const
{
   return IsA()->GetTitle();
}

Bool_t TObject::InheritsFrom(const char *className) const
{
   return IsA()->InheritsFrom(className);
}

Bool_t TObject::InheritsFrom(const TClass *cl) const
{
   return IsA()->InheritsFrom(cl);
}

TClass *TROOT::GetClass(const char *name, Bool_t load, Bool_t silent) const
{
   return TClass::GetClass(name, load, silent);
}

void TObject::Dump() const
{
   IsA()->Dump(RootletAddress());
}
