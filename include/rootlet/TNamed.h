// TNamed: an object with a name and a title of its own. Base of histograms, directories, user classes.
#ifndef ROOTLET_TNamed
#define ROOTLET_TNamed

#include "TObject.h"
#include "TString.h"

class TNamed : public TObject {
protected:
   TString fName;  // object identifier
   TString fTitle; // object title

public:
   TNamed() {}
   TNamed(const char *name, const char *title) : fName(name), fTitle(title) {}
   TNamed(const TString &name, const TString &title) : fName(name), fTitle(title) {}
   TNamed(const TNamed &named) = default;
   TNamed &operator=(const TNamed &named) = default;
   ~TNamed() override {}

   void Clear(Option_t *option = "") override;
   TObject *Clone(const char *newname = "") const override;
   Int_t Compare(const TObject *obj) const override;
   void Copy(TObject &named) const override;
   const char *GetName() const override { return fName.Data(); }
   const char *GetTitle() const override { return fTitle.Data(); }
   ULong_t Hash() const override { return fName.Hash(); }
   Bool_t IsSortable() const override { return kTRUE; }
   virtual void SetName(const char *name);
   virtual void SetNameTitle(const char *name, const char *title);
   virtual void SetTitle(const char *title = "");
   void ls(Option_t *option = "") const override;
   void Print(Option_t *option = "") const override;

   ClassDefOverride(TNamed, 1) // The basis for a named object (name, title)
};

#endif
