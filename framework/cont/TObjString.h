// TObjString: a string that can be put into a collection.
// Threads: as for any object.
#ifndef ROOTLET_TObjString
#define ROOTLET_TObjString

#include "TObject.h"
#include "TString.h"

class TObjString : public TObject {
private:
   TString fString; // wrapped TString

public:
   TObjString(const char *s = "") : fString(s) {}
   TObjString(const TObjString &s) = default;
   TObjString &operator=(const TObjString &s) = default;
   ~TObjString() override;

   Int_t Compare(const TObject *obj) const override;
   Int_t CompareTo(const char *cs, TString::ECaseCompare cmp = TString::kExact) const
   {
      return fString.CompareTo(cs, cmp);
   }
   Int_t CompareTo(const TString &st, TString::ECaseCompare cmp = TString::kExact) const
   {
      return fString.CompareTo(st, cmp);
   }
   const char *GetName() const override { return fString.Data(); }
   const TString &GetString() const { return fString; }
   TString &String() { return fString; }
   void SetString(const char *s) { fString = s; }
   ULong_t Hash() const override { return fString.Hash(); }
   Bool_t IsSortable() const override { return kTRUE; }
   /// An equal string, in another object too.
   Bool_t IsEqual(const TObject *obj) const override;
   void Print(Option_t *option = "") const override;

   ClassDefOverride(TObjString, 1) // Collectable string class
};

#endif
