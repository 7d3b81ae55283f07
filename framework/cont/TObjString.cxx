// TObjString: see TObjString.h.
#include "TObjString.h"

TObjString::~TObjString() = default;

Int_t TObjString::Compare(const TObject *obj) const
{
   return obj ? fString.CompareTo(obj->GetName()) : 1;
}

Bool_t TObjString::IsEqual(const TObject *obj) const
{
   const auto *other = dynamic_cast<const TObjString *>(obj);
   return other && fString == other->fString;
}

void TObjString::Print(Option_t *) const
{
   Printf("Collectable TObjString, String = %s", GetName());
}
