// TDataMember: one non-static data member, as TClass::GetListOfDataMembers() lists it. Transient members are listed too.
// Invariant: it holds copies, so it may be kept when the library with the dictionary has gone.
#ifndef ROOTLET_TDataMember
#define ROOTLET_TDataMember

#include "TDictionary.h"

class TClass;

namespace rootlet {
struct DictionaryMember;
}

class TDataMember : public TDictionary {
public:
   TDataMember(const rootlet::DictionaryMember &member, TClass *cl);
   ~TDataMember() override {}

   /// The class that declares it.
   TClass *GetClass() const { return fClass; }
   /// The type without dimensions and star: "Track" for `Track *fTracks[3]`, "vector<Track*>".
   const char *GetTypeName() const { return fTypeName.Data(); }
   /// The type without dimensions: "Track*".
   const char *GetFullTypeName() const { return fFullTypeName.Data(); }
   /// The same with every typedef resolved.
   const char *GetTrueTypeName() const { return fTrueTypeName.Data(); }
   /// Bytes from the start of an object of GetClass().
   Long_t GetOffset() const { return fOffset; }
   Long_t GetOffsetCint() const { return fOffset; }
   /// Bytes of the member, of one element if it is an array.
   Int_t GetUnitSize() const { return fUnitSize; }
   /// The number of dimensions, and each of them; -1 for a dimension that it has not.
   Int_t GetArrayDim() const { return fArrayDim; }
   Int_t GetMaxIndex(Int_t dim) const { return dim >= 0 && dim < fArrayDim ? fMaxIndex[dim] : -1; }
   /// For `//[fN]` the counter, else "".
   const char *GetArrayIndex() const { return fArrayIndex.Data(); }

   /// A number, a bool or a character; not an enumeration.
   Bool_t IsBasic() const { return (fProperty & kIsFundamental) != 0; }
   Bool_t IsEnum() const { return (fProperty & kIsEnum) != 0; }
   Bool_t IsaPointer() const { return (fProperty & kIsPointer) != 0; }
   /// It is in the stream: neither marked `//!` nor of a type that is left out.
   Bool_t IsPersistent() const { return fStlType >= 0; }
   /// TStreamerSTL::fSTLtype of a standard container (wire-format.md), else 0.
   Int_t IsSTLContainer() const;
   Long_t Property() const override { return fProperty; }

   /// One line: offset, type, name, dimensions, comment.
   void ls(Option_t *option = "") const override;
   void Print(Option_t *option = "") const override { ls(option); }

   ClassDefOverride(TDataMember, 0) // A member of a class

private:
   static constexpr Int_t kTransient = -1;

   TClass *fClass;
   TString fTypeName;
   TString fFullTypeName;
   TString fTrueTypeName;
   TString fArrayIndex;
   Long_t fOffset;
   Int_t fUnitSize;
   Int_t fArrayDim;
   Int_t fMaxIndex[5];
   Int_t fStlType; ///< kTransient if it is not streamed
   Long_t fProperty;
};

using TListOfDataMembers = rootlet::FactList<TDataMember>;

#endif
