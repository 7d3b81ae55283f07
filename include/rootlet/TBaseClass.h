// TBaseClass: one base class, as TClass::GetListOfBases() lists it: direct bases only.
// Invariant: as for TDataMember.
#ifndef ROOTLET_TBaseClass
#define ROOTLET_TBaseClass

#include "TDictionary.h"

class TClass;

namespace rootlet {
struct DictionaryBase;
}

class TBaseClass : public TDictionary {
public:
   TBaseClass(const rootlet::DictionaryBase &base, std::size_t align);
   ~TBaseClass() override {}

   /// Its class; null if no loaded library has a dictionary of it, and for a standard container.
   TClass *GetClassPointer(Bool_t load = kTRUE) const;
   /// Bytes from the start of a derived object; -1 for a virtual base, which lies elsewhere in each class.
   Long_t GetDelta() const { return fDelta; }
   Version_t GetClassVersion() const { return fVersion; }
   Long_t Property() const override { return fProperty; }

   /// One line: place, name, access.
   void ls(Option_t *option = "") const override;
   void Print(Option_t *option = "") const override { ls(option); }

   ClassDefOverride(TBaseClass, 0) // A base class of a class

private:
   Long_t fDelta;
   Version_t fVersion;
   Long_t fProperty;
};

using TListOfBases = rootlet::FactList<TBaseClass>;

#endif
