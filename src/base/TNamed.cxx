// TNamed: an object with a name and a title; see TNamed.h. Clone(), which streams, is in src/meta.
#include "TNamed.h"

void TNamed::Clear(Option_t *)
{
   fName.Clear();
   fTitle.Clear();
}

Int_t TNamed::Compare(const TObject *obj) const
{
   return obj ? fName.CompareTo(obj->GetName()) : 1;
}

void TNamed::Copy(TObject &named) const
{
   auto *other = dynamic_cast<TNamed *>(&named);
   if (!other) {
      Error("Copy", "%s, a %s, has no name and title to copy to", named.GetName(), named.ClassName());
      return;
   }
   TObject::Copy(named);
   other->fName = fName;
   other->fTitle = fTitle;
}

void TNamed::SetName(const char *name)
{
   fName = name;
}

void TNamed::SetNameTitle(const char *name, const char *title)
{
   SetName(name);
   SetTitle(title);
}

void TNamed::SetTitle(const char *title)
{
   fTitle = title;
}

void TNamed::ls(Option_t *option) const
{
   TObject::ls(option);
}

void TNamed::Print(Option_t *option) const
{
   TObject::Print(option);
}
